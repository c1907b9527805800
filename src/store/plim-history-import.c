/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "plim-database-accounts.h"
#include "plim-database-jobs.h"
#include "plim-history.h"
#include "plim-sqlite.h"

#include <math.h>

/* As samples of polls are kept. */
#define MAX_PERCENT 1e10
#define MAX_VALUE 1e100

typedef struct {
  char *account_id;
  char *window_id;
  GArray *samples;
} Import;

static void
import_free (Import *import)
{
  g_free (import->account_id);
  g_free (import->window_id);
  g_array_unref (import->samples);
  g_free (import);
}

/* The series of the account's present owner, which is made when there is none; and before which
 * moment nothing is known yet. */
static gboolean
find_series (
    sqlite3 *db, const Import *import, sqlite3_int64 *series, gint64 *before, GError **error)
{
  static const char create[] = "INSERT OR IGNORE INTO series (account, owner, window_id)"
                               " SELECT key, owner, ?2 FROM account WHERE id = ?1";
  static const char find[] =
      "SELECT series.key,"
      " min (coalesce((SELECT min(at) FROM sample WHERE series = series.key), ?3),"
      "  coalesce((SELECT min(at) * 3600 FROM hour WHERE series = series.key), ?3),"
      "  coalesce((SELECT min(at) * 86400 FROM day WHERE series = series.key), ?3))"
      " FROM series JOIN account ON account.key = series.account AND account.owner = series.owner"
      " WHERE account.id = ?1 AND window_id = ?2";
  const char *const all[] = { create, find };

  for (gsize i = 0; i < G_N_ELEMENTS (all); i++) {
    g_autoptr (GError) step_error = NULL;
    g_autoptr (sqlite3_stmt) statement = plim_sqlite_prepare (db, all[i], error);

    if (statement == NULL)
      return FALSE;
    plim_sqlite_bind_text (statement, 1, import->account_id);
    plim_sqlite_bind_text (statement, 2, import->window_id);
    if (all[i] == find)
      sqlite3_bind_int64 (statement, 3, G_MAXINT64);
    if (plim_sqlite_step (statement, &step_error)) {
      *series = sqlite3_column_int64 (statement, 0);
      *before = sqlite3_column_int64 (statement, 1);
      return TRUE;
    }
    if (step_error != NULL) {
      g_propagate_error (error, g_steal_pointer (&step_error));
      return FALSE;
    }
  }
  g_set_error (error, PLIM_DATABASE_ERROR, PLIM_DATABASE_ERROR_FAILED,
               "The database knows no account %s", import->account_id);
  return FALSE;
}

static gboolean
add_sample (sqlite3_stmt *statement, sqlite3_int64 series, const PlimSample *sample, GError **error)
{
  sqlite3_clear_bindings (statement);
  sqlite3_bind_int64 (statement, 1, series);
  sqlite3_bind_int64 (statement, 2, sample->at);
  if (isfinite (sample->used_percent))
    sqlite3_bind_int64 (statement, 3, llround (CLAMP (sample->used_percent, 0, MAX_PERCENT) * 100));
  else
    sqlite3_bind_double (statement, 4, CLAMP (sample->value, -MAX_VALUE, MAX_VALUE));
  if (plim_time_from_seconds (sample->resets_at) != PLIM_TIME_UNKNOWN)
    sqlite3_bind_int64 (statement, 5, sample->resets_at - sample->at);
  return plim_sqlite_run (statement, error);
}

/* What comes is rolled up like what was read, and until then the account was seen. */
static gboolean
note_range (sqlite3 *db, sqlite3_int64 series, gint64 first, gint64 last, GError **error)
{
  static const char reopen[] = "UPDATE series SET hours_until = min(hours_until, ?2 / 3600),"
                               " days_until = min(days_until, ?2 / 86400) WHERE key = ?1";
  static const char see[] = "INSERT OR IGNORE INTO seen"
                            " SELECT account, ?2, ?2 FROM series WHERE key = ?1";
  const char *const all[] = { reopen, see };

  for (gsize i = 0; i < G_N_ELEMENTS (all); i++) {
    g_autoptr (sqlite3_stmt) statement = plim_sqlite_prepare (db, all[i], error);

    if (statement == NULL)
      return FALSE;
    sqlite3_bind_int64 (statement, 1, series);
    sqlite3_bind_int64 (statement, 2, all[i] == reopen ? first : last);
    if (!plim_sqlite_run (statement, error))
      return FALSE;
  }
  return TRUE;
}

static gboolean
import_samples (sqlite3 *db, gpointer input, gpointer *output, GError **error)
{
  const Import *import = input;
  g_autoptr (sqlite3_stmt) statement =
      plim_sqlite_prepare (db, "INSERT OR IGNORE INTO sample VALUES (?1, ?2, ?3, ?4, ?5)", error);
  gint64 first = G_MAXINT64, last = 0, before;
  sqlite3_int64 series;
  guint count = 0;

  if (statement == NULL || !find_series (db, import, &series, &before, error))
    return FALSE;
  for (guint i = 0; i < import->samples->len; i++) {
    const PlimSample *sample = &g_array_index (import->samples, PlimSample, i);

    if (plim_time_from_seconds (sample->at) == PLIM_TIME_UNKNOWN || sample->at >= before ||
        (!isfinite (sample->used_percent) && !isfinite (sample->value)))
      continue;
    if (!add_sample (statement, series, sample, error))
      return FALSE;
    first = MIN (first, sample->at);
    last = MAX (last, sample->at);
    count++;
  }
  *output = g_memdup2 (&count, sizeof count);
  return count == 0 || note_range (db, series, first, last, error);
}

void
plim_database_import_history_async (PlimDatabase *self,
                                    const char *account_id,
                                    const char *window_id,
                                    GArray *samples,
                                    GCancellable *cancellable,
                                    GAsyncReadyCallback callback,
                                    gpointer user_data)
{
  Import *import;

  g_return_if_fail (PLIM_IS_DATABASE (self));
  g_return_if_fail (account_id != NULL && window_id != NULL && samples != NULL);

  import = g_new0 (Import, 1);
  import->account_id = g_strdup (account_id);
  import->window_id = g_strdup (window_id);
  import->samples = g_array_ref (samples);
  plim_database_push (self, plim_database_import_history_async, PLIM_DATABASE_WRITE, import_samples,
                      import, (GDestroyNotify) import_free, g_free, cancellable, callback,
                      user_data);
}

gboolean
plim_database_import_history_finish (PlimDatabase *self,
                                     GAsyncResult *result,
                                     guint *count,
                                     GError **error)
{
  g_autofree guint *output = NULL;

  g_return_val_if_fail (plim_database_is_result_of (self, result,
                                                    plim_database_import_history_async),
                        FALSE);

  output = g_task_propagate_pointer (G_TASK (result), error);
  if (output == NULL)
    return FALSE;
  *count = *output;
  return TRUE;
}
