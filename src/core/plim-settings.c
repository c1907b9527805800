/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "plim-settings.h"

#include <langinfo.h>
#include <string.h>

/* A locale with AM and PM whose usual time shows them. */
static gboolean
is_locale_12h (void)
{
  const char *form = nl_langinfo (T_FMT);

  if (nl_langinfo (AM_STR)[0] == '\0')
    return FALSE;
  return strstr (form, "%r") != NULL || strstr (form, "%I") != NULL ||
         strstr (form, "%l") != NULL || strstr (form, "%p") != NULL;
}

void
plim_settings_get_format (GSettings *settings, PlimFormat *format)
{
  g_return_if_fail (G_IS_SETTINGS (settings));
  g_return_if_fail (format != NULL);

  *format = (PlimFormat){
    .show_left = g_settings_get_boolean (settings, PLIM_SETTINGS_SHOW_LEFT),
    .privacy = g_settings_get_boolean (settings, PLIM_SETTINGS_PRIVACY),
    .use_12h = is_locale_12h (),
    .reset_style = (PlimResetStyle) g_settings_get_enum (settings, PLIM_SETTINGS_RESET_STYLE),
  };
}

void
plim_settings_get_thresholds (GSettings *settings, PlimThresholds *thresholds)
{
  int warning, critical;

  g_return_if_fail (G_IS_SETTINGS (settings));
  g_return_if_fail (thresholds != NULL);

  warning = g_settings_get_int (settings, PLIM_SETTINGS_WARNING);
  critical = g_settings_get_int (settings, PLIM_SETTINGS_CRITICAL);
  /* The two keys are set apart: a warning above the critical level would never be seen. */
  thresholds->warning = MIN (warning, critical);
  thresholds->critical = critical;
}
