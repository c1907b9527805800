/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "plim-notice-time.h"

#include "plim-quiet-hours.h"
#include "plim-settings.h"

/* Between two notices of a kind about one account. */
#define GAP_S 60

static gint64
find_quiet_end (GSettings *settings, gint64 now)
{
  if (!g_settings_get_boolean (settings, PLIM_SETTINGS_QUIET_HOURS))
    return PLIM_TIME_UNKNOWN;
  return plim_quiet_hours_get_end (g_settings_get_uint (settings, PLIM_SETTINGS_QUIET_FROM),
                                   g_settings_get_uint (settings, PLIM_SETTINGS_QUIET_TO), NULL,
                                   now);
}

gint64
plim_notice_time_find (GSettings *settings,
                       const PlimNoticeAccount *account,
                       PlimNoticeKind kind,
                       gint64 now)
{
  gint64 at = find_quiet_end (settings, now);

  if ((PLIM_NOTICE_LIMITS & PLIM_NOTICE_BIT (kind)) != 0)
    at = MAX (at, g_settings_get_int64 (settings, PLIM_SETTINGS_SNOOZED_UNTIL));
  /* A clock that was set back must not make it wait for long. */
  if (account->told_at[kind] != PLIM_TIME_UNKNOWN && account->told_at[kind] <= now)
    at = MAX (at, account->told_at[kind] + GAP_S);
  return at;
}
