/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "plim-tray.h"

#define ICON_PREFIX "io.github.plimsoll.Plimsoll"
/* The level fills 8 of the 16 pixels that a panel gives an icon: 20 steps are already more than it
 * can show, and each name more is a file more that hosts load. */
#define LEVEL_STEP 5

static const char *
get_shape (PlimHeadlineState state, PlimSeverity severity)
{
  if (state == PLIM_HEADLINE_STALE)
    return "-stale";
  switch (severity) {
  case PLIM_SEVERITY_WARNING:
    return "-warning";
  case PLIM_SEVERITY_CRITICAL:
    return "-critical";
  case PLIM_SEVERITY_NORMAL:
  default:
    return "";
  }
}

/* To the nearest step, but full only when full and empty only when empty, as the number beside it.
 */
static int
round_level (int percent)
{
  int level = (percent + LEVEL_STEP / 2) / LEVEL_STEP * LEVEL_STEP;

  if (percent > 0 && level == 0)
    return LEVEL_STEP;
  if (percent < 100 && level == 100)
    return 100 - LEVEL_STEP;
  return level;
}

char *
plim_tray_dup_icon_name (PlimIconStyle style,
                         PlimHeadlineState state,
                         PlimSeverity severity,
                         int percent)
{
  const char *shape = get_shape (state, severity);

  if (state == PLIM_HEADLINE_ERROR)
    return g_strdup (ICON_PREFIX "-error-symbolic");
  if (state == PLIM_HEADLINE_EMPTY || percent < 0)
    return g_strdup (ICON_PREFIX "-empty-symbolic");
  percent = MIN (percent, 100);
  if (style == PLIM_ICON_NUMBER)
    return g_strdup_printf (ICON_PREFIX "-num-%03d%s-symbolic", percent, shape);
  return g_strdup_printf (ICON_PREFIX "-%03d%s-symbolic", round_level (percent), shape);
}
