/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "plim-notice-account.h"

G_BEGIN_DECLS

#define PLIM_NOTICE_NEVER G_MAXINT64

/** plim_notice_time_find: when @kind may be said of @account by @settings: after the quiet hours,
 * what the user snoozed, and a minute after the last of that kind. It may have passed. */
gint64 plim_notice_time_find (GSettings *settings,
                              const PlimNoticeAccount *account,
                              PlimNoticeKind kind,
                              gint64 now);

G_END_DECLS
