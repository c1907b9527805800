/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "plim-cli-settings.h"

#include "plim-cli-command.h"
#include "plim-settings.h"

#include <glib/gi18n-lib.h>

GSettings *
plim_cli_settings_find (void)
{
  GSettingsSchemaSource *source = g_settings_schema_source_get_default ();
  g_autoptr (GSettingsSchema) schema = NULL;

  if (source != NULL)
    schema = g_settings_schema_source_lookup (source, PLIM_SETTINGS_SCHEMA, TRUE);
  return schema != NULL ? g_settings_new_full (schema, NULL, NULL) : NULL;
}

GSettings *
plim_cli_settings_open (GError **error)
{
  GSettings *settings = plim_cli_settings_find ();

  if (settings == NULL)
    g_set_error_literal (error, PLIM_CLI_ERROR, PLIM_EXIT_PROBLEM,
                         _ ("The preferences are not installed; “plimsoll doctor” tells more."));
  return settings;
}

gboolean
plim_cli_settings_set (GSettings *settings, const char *key, GVariant *value, GError **error)
{
  if (g_settings_set_value (settings, key, value))
    return TRUE;
  g_set_error (error, G_IO_ERROR, G_IO_ERROR_PERMISSION_DENIED,
               "the preference “%s” cannot be changed", key);
  return FALSE;
}
