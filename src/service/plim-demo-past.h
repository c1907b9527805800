/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "plim-account.h"
#include "plim-database.h"

G_BEGIN_DECLS

/**
 * plim_demo_past_keep_async:
 * @account: any; only a demo account whose settings ask for a past gets one
 * @now: Unix seconds
 *
 * Gives a new demo account a month of history, as made up as its numbers are, so that there is
 * something to look at. It is worked out in another thread.
 */
void plim_demo_past_keep_async (PlimDatabase *database,
                                PlimAccount *account,
                                gint64 now,
                                GAsyncReadyCallback callback,
                                gpointer user_data);
gboolean plim_demo_past_keep_finish (GAsyncResult *result, GError **error);

G_END_DECLS
