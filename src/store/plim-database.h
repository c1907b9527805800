/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "plim-account.h"
#include <gio/gio.h>

G_BEGIN_DECLS

/** PlimDatabaseError: what kept the database from working. */
typedef enum {
  PLIM_DATABASE_ERROR_UNAVAILABLE, /* the folder or file cannot be written: runs without history */
  PLIM_DATABASE_ERROR_FULL,        /* the disk is full: nothing was changed, try again */
  PLIM_DATABASE_ERROR_NEWER,       /* written by a newer version: left alone */
  PLIM_DATABASE_ERROR_FAILED,
  PLIM_DATABASE_ERROR_CORRUPT,  /* the file is damaged, and no other could take its place */
  PLIM_DATABASE_ERROR_TOO_MUCH, /* more than is read at once was asked for */
} PlimDatabaseError;
#define PLIM_DATABASE_ERROR (plim_database_error_quark ())
GQuark plim_database_error_quark (void);

/**
 * PlimDatabase:
 *
 * Accounts, latest snapshots, samples and notification state in one SQLite file (WAL, 0600 in a
 * 0700 folder), worked on by one thread of its own. All calls are asynchronous, jobs run in order,
 * and results come back in the caller's main context. A job that was cancelled before its turn is
 * not done.
 *
 * A file that proves to be corrupt is set aside, at the start or later, and work goes on in a new
 * one that has the accounts, last polls and notices that could still be read, but no samples.
 *
 * Properties (read-only, notify): set-aside, problem.
 */
#define PLIM_TYPE_DATABASE (plim_database_get_type ())
G_DECLARE_FINAL_TYPE (PlimDatabase, plim_database, PLIM, DATABASE, GObject)

/**
 * plim_database_open_async:
 * @path: (nullable): the file; %NULL for memory only
 *
 * Opens and migrates. A corrupt file is set aside under a dated name and a new one begun; see
 * plim_database_get_set_aside(). Where no file can be written the database works in memory and
 * plim_database_get_problem() says why.
 */
void plim_database_open_async (const char *path,
                               GCancellable *cancellable,
                               GAsyncReadyCallback callback,
                               gpointer user_data);

/** plim_database_open_finish: (transfer full) (nullable): */
PlimDatabase *plim_database_open_finish (GAsyncResult *result, GError **error);

/** plim_database_dup_default_path: (transfer full): `$XDG_DATA_HOME/plimsoll/plimsoll.db` */
char *plim_database_dup_default_path (void);

/** plim_database_get_set_aside: (nullable): where the last corrupt file went, when one had to be
 * set aside since the start */
const char *plim_database_get_set_aside (PlimDatabase *self);

/** plim_database_get_problem: (nullable): why nothing is kept: technical English. What an
 * unwritable file holds is there all the same. */
const char *plim_database_get_problem (PlimDatabase *self);

/** plim_database_load_async: reads all accounts with their latest snapshots, by order. */
void plim_database_load_async (PlimDatabase *self,
                               GCancellable *cancellable,
                               GAsyncReadyCallback callback,
                               gpointer user_data);

/** plim_database_load_finish: (transfer full) (element-type PlimAccount) (nullable): */
GPtrArray *plim_database_load_finish (PlimDatabase *self, GAsyncResult *result, GError **error);

/** plim_database_save_account_async: inserts or replaces identity, settings and memory; takes the
 * values at the time of the call. */
void plim_database_save_account_async (PlimDatabase *self,
                                       PlimAccount *account,
                                       GCancellable *cancellable,
                                       GAsyncReadyCallback callback,
                                       gpointer user_data);
gboolean
plim_database_save_account_finish (PlimDatabase *self, GAsyncResult *result, GError **error);

/** plim_database_remove_account_async: with its snapshot, samples and notification state. */
void plim_database_remove_account_async (PlimDatabase *self,
                                         const char *account_id,
                                         GCancellable *cancellable,
                                         GAsyncReadyCallback callback,
                                         gpointer user_data);
gboolean
plim_database_remove_account_finish (PlimDatabase *self, GAsyncResult *result, GError **error);

/**
 * plim_database_save_polls_async:
 * @accounts: (element-type PlimAccount): (transfer none): polled in one cycle
 *
 * As plim_database_save_poll_async() for each, in one transaction; keeps an account itself that is
 * not kept yet.
 */
void plim_database_save_polls_async (PlimDatabase *self,
                                     GPtrArray *accounts,
                                     GCancellable *cancellable,
                                     GAsyncReadyCallback callback,
                                     gpointer user_data);
gboolean plim_database_save_polls_finish (PlimDatabase *self, GAsyncResult *result, GError **error);

/**
 * plim_database_save_poll_async:
 *
 * Keeps how the account's last poll ended, its memory, its owner and its latest snapshot, and
 * appends a sample for each window whose numbers changed since the last one: one transaction. Takes
 * the values at the time of the call. Each owner has samples of their own.
 */
void plim_database_save_poll_async (PlimDatabase *self,
                                    PlimAccount *account,
                                    GCancellable *cancellable,
                                    GAsyncReadyCallback callback,
                                    gpointer user_data);
gboolean plim_database_save_poll_finish (PlimDatabase *self, GAsyncResult *result, GError **error);

/** PlimSample: one row of history. used_percent is kept in hundredths; when it is unknown, @value
 * is what remains or, where that is unknown too, what was used. */
typedef struct {
  gint64 at;
  double used_percent;
  double value;
  gint64 resets_at;
} PlimSample;

/**
 * plim_database_get_history_async:
 * @from: first second
 * @to: last second
 *
 * Only changes are kept: a sample holds until the next one. So the first one given is the one that
 * holds at @from, which is mostly older. They are those of the account's present owner.
 */
void plim_database_get_history_async (PlimDatabase *self,
                                      const char *account_id,
                                      const char *window_id,
                                      gint64 from,
                                      gint64 to,
                                      GCancellable *cancellable,
                                      GAsyncReadyCallback callback,
                                      gpointer user_data);

/** plim_database_get_history_finish: (transfer full) (element-type PlimSample) (nullable): by time
 */
GArray *plim_database_get_history_finish (PlimDatabase *self, GAsyncResult *result, GError **error);

/** plim_database_count_samples_async: how many are kept of the account, of all its owners. */
void plim_database_count_samples_async (PlimDatabase *self,
                                        const char *account_id,
                                        GCancellable *cancellable,
                                        GAsyncReadyCallback callback,
                                        gpointer user_data);

/** plim_database_count_samples_finish: -1 on an error */
gint64
plim_database_count_samples_finish (PlimDatabase *self, GAsyncResult *result, GError **error);

/**
 * plim_database_save_notice_async:
 * @key: what the notice is about, such as `threshold:<window id>`, unique within the account
 * @state: the notifier's own text; %NULL forgets it
 *
 * Returns only when it is durable: a notice is delivered afterwards.
 */
void plim_database_save_notice_async (PlimDatabase *self,
                                      const char *account_id,
                                      const char *key,
                                      const char *state,
                                      GCancellable *cancellable,
                                      GAsyncReadyCallback callback,
                                      gpointer user_data);
gboolean
plim_database_save_notice_finish (PlimDatabase *self, GAsyncResult *result, GError **error);

/** plim_database_load_notices_async: all kept notice states. */
void plim_database_load_notices_async (PlimDatabase *self,
                                       GCancellable *cancellable,
                                       GAsyncReadyCallback callback,
                                       gpointer user_data);

/** plim_database_load_notices_finish: (transfer full) (nullable): `<account id>/<key>` → state */
GHashTable *
plim_database_load_notices_finish (PlimDatabase *self, GAsyncResult *result, GError **error);

/** plim_database_close: finishes the queued jobs and closes the file; call it before the process
 * ends. Blocks. */
void plim_database_close (PlimDatabase *self);

G_END_DECLS
