/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "plim-database-file.h"
#include "plim-snapshot.h"

G_BEGIN_DECLS

/* Private: history. */

/** plim_database_append_samples: a sample for each window of @snapshot, whose numbers are @owner's,
 * that changed; see plim_owner_dup_key() */
gboolean plim_database_append_samples (sqlite3 *db,
                                       sqlite3_int64 account,
                                       const char *owner,
                                       const PlimSnapshot *snapshot,
                                       GError **error);

/**
 * plim_database_note_seen:
 * @at: when the account was read
 * @stale_s: how long after that the next reading may take; 0 when not known
 *
 * Keeps that it was read, and a gap before it when that took too long.
 */
gboolean plim_database_note_seen (
    sqlite3 *db, sqlite3_int64 account, gint64 at, gint64 stale_s, GError **error);

/** PlimHistoryQuery: what plim_database_load_history() reads */
typedef struct {
  char *account_id;
  char *window_id;
  gint64 from;
  gint64 to;
} PlimHistoryQuery;

void plim_history_query_free (PlimHistoryQuery *self);

/** plim_database_load_history: @query: a #PlimHistoryQuery; @output: a #GArray of #PlimSample */
gboolean plim_database_load_history (sqlite3 *db, gpointer query, gpointer *output, GError **error);

/** plim_database_count_samples: @account_id: text; @output: a #gint64, to be freed with g_free() */
gboolean
plim_database_count_samples (sqlite3 *db, gpointer account_id, gpointer *output, GError **error);

G_END_DECLS
