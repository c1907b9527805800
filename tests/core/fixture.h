/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "plim-account.h"

#include <math.h>
#include <string.h>

/* A Friday: 2026-11-20T12:00:00Z. */
#define NOW ((gint64) 1795176000)
#define HOUR ((gint64) 3600)
#define DAY (24 * HOUR)

#define assert_unknown(number) g_assert_true (isnan (number))

/* Compares and frees. */
#define assert_text(call, expected)                                                                \
  G_STMT_START                                                                                     \
  {                                                                                                \
    g_autofree char *actual = (call);                                                              \
                                                                                                   \
    g_assert_cmpstr (actual, ==, expected);                                                        \
  }                                                                                                \
  G_STMT_END

static inline GBytes *
bytes_of (const char *text)
{
  return g_bytes_new (text, strlen (text));
}

static inline PlimUsageWindow *
add_percent (PlimSnapshot *snapshot, const char *id, double used_percent, gint64 resets_at)
{
  PlimUsageWindow *window = plim_snapshot_add_window (snapshot, id, PLIM_WINDOW_ROLLING);

  window->used_percent = used_percent;
  window->resets_at = resets_at;
  return window;
}

/* An enabled account that is asked every five minutes. */
static inline PlimAccount *
new_account (const char *id)
{
  PlimAccount *account = plim_account_new (id, "demo");

  plim_account_set_label (account, id);
  plim_account_set_expected_interval (account, 300);
  return account;
}

/* Ends building @snapshot and gives it to @account as just read. */
static inline void
give (PlimAccount *account, PlimSnapshot *snapshot)
{
  plim_snapshot_seal (snapshot);
  plim_account_update (account, snapshot, NULL, plim_snapshot_get_collected_at (snapshot));
}

static inline void
fail (PlimAccount *account, PlimStatus status, gint64 now)
{
  g_autoptr (GError) error = plim_error_new (status, PLIM_CAUSE_NONE, 0, "it failed");

  plim_account_update (account, NULL, error, now);
}
