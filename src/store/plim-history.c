/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "plim-history.h"

#include "plim-database-jobs.h"
#include "plim-rollup.h"
#include "plim-series.h"
#include "plim-sqlite.h"

static void
push_query (PlimDatabase *self,
            gpointer tag,
            PlimDatabaseWork work,
            PlimSeriesQuery *query, /* (transfer full) */
            GDestroyNotify free_output,
            GCancellable *cancellable,
            GAsyncReadyCallback callback,
            gpointer user_data)
{
  plim_database_push (self, tag, PLIM_DATABASE_READ, work, query,
                      (GDestroyNotify) plim_series_query_free, free_output, cancellable, callback,
                      user_data);
}

/* Series. */

void
plim_database_get_series_async (PlimDatabase *self,
                                const char *account_id,
                                const char *window_id,
                                gint64 from,
                                gint64 to,
                                guint max_points,
                                GCancellable *cancellable,
                                GAsyncReadyCallback callback,
                                gpointer user_data)
{
  g_return_if_fail (PLIM_IS_DATABASE (self));

  push_query (self, plim_database_get_series_async, plim_database_load_series,
              plim_series_query_new (account_id, window_id, from, to, max_points),
              (GDestroyNotify) g_ptr_array_unref, cancellable, callback, user_data);
}

GPtrArray *
plim_database_get_series_finish (PlimDatabase *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (plim_database_is_result_of (self, result, plim_database_get_series_async),
                        NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

/* Sums. */

void
plim_database_get_consumption_async (PlimDatabase *self,
                                     const char *account_id,
                                     const char *window_id,
                                     const gint64 *bounds,
                                     guint n_bounds,
                                     GCancellable *cancellable,
                                     GAsyncReadyCallback callback,
                                     gpointer user_data)
{
  PlimSeriesQuery *query;

  g_return_if_fail (PLIM_IS_DATABASE (self));
  g_return_if_fail (bounds != NULL && n_bounds > 1);

  query = plim_series_query_new (account_id, window_id, bounds[0], bounds[n_bounds - 1], 0);
  query->bounds = g_array_new (FALSE, FALSE, sizeof (gint64));
  for (guint i = 0; i < n_bounds; i++) {
    gint64 bound = CLAMP (bounds[i], 0, PLIM_TIME_LAST);

    g_array_append_val (query->bounds, bound);
  }
  push_query (self, plim_database_get_consumption_async, plim_database_load_consumption, query,
              (GDestroyNotify) g_ptr_array_unref, cancellable, callback, user_data);
}

GPtrArray *
plim_database_get_consumption_finish (PlimDatabase *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (plim_database_is_result_of (self, result,
                                                    plim_database_get_consumption_async),
                        NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

void
plim_database_get_heatmap_async (PlimDatabase *self,
                                 const char *account_id,
                                 const char *window_id,
                                 gint64 from,
                                 gint64 to,
                                 GCancellable *cancellable,
                                 GAsyncReadyCallback callback,
                                 gpointer user_data)
{
  g_return_if_fail (PLIM_IS_DATABASE (self));

  push_query (self, plim_database_get_heatmap_async, plim_database_load_heatmap,
              plim_series_query_new (account_id, window_id, from, to, 0),
              (GDestroyNotify) g_ptr_array_unref, cancellable, callback, user_data);
}

GPtrArray *
plim_database_get_heatmap_finish (PlimDatabase *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (plim_database_is_result_of (self, result, plim_database_get_heatmap_async),
                        NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

/* Maintenance. */

static void push_step (GTask *task);

static void
on_step (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GError) error = NULL;
  const PlimUpkeep *upkeep = g_task_get_task_data (task);

  if (!g_task_propagate_boolean (G_TASK (result), &error))
    g_task_return_error (task, g_steal_pointer (&error));
  else if (upkeep->is_done)
    g_task_return_boolean (task, TRUE);
  else
    push_step (g_steal_pointer (&task));
}

/* Each step goes to the end of the queue. The task outlives it, and with it the state. */
static void
push_step (GTask *task)
{
  plim_database_push (g_task_get_source_object (task), push_step, PLIM_DATABASE_WRITE,
                      plim_upkeep_step, g_task_get_task_data (task), NULL, NULL,
                      g_task_get_cancellable (task), on_step, task);
}

void
plim_database_maintain_async (PlimDatabase *self,
                              gint64 now,
                              gint64 raw_s,
                              gint64 hour_s,
                              GCancellable *cancellable,
                              GAsyncReadyCallback callback,
                              gpointer user_data)
{
  GTask *task;
  PlimUpkeep *upkeep;

  g_return_if_fail (PLIM_IS_DATABASE (self));

  upkeep = g_new0 (PlimUpkeep, 1);
  *upkeep = (PlimUpkeep){ .now = CLAMP (now, 0, PLIM_TIME_LAST),
                          .raw_s = MAX (raw_s, 0),
                          .hour_s = MAX (hour_s, 0) };
  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, plim_database_maintain_async);
  g_task_set_task_data (task, upkeep, g_free);
  push_step (task);
}

gboolean
plim_database_maintain_finish (PlimDatabase *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (plim_database_is_result_of (self, result, plim_database_maintain_async),
                        FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

/* Clearing. */

/* What belongs to a series goes with it. The next poll begins new ones. */
static gboolean
clear_history (sqlite3 *db, gpointer account_id, gpointer *output, GError **error)
{
  static const char *const tables[] = { "series", "gap", "seen" };

  for (gsize i = 0; i < G_N_ELEMENTS (tables); i++) {
    g_autofree char *sql = g_strdup_printf ("DELETE FROM %s WHERE ?1 IS NULL OR account ="
                                            " (SELECT key FROM account WHERE id = ?1)",
                                            tables[i]);
    g_autoptr (sqlite3_stmt) statement = plim_sqlite_prepare (db, sql, error);

    if (statement == NULL)
      return FALSE;
    plim_sqlite_bind_text (statement, 1, account_id);
    if (!plim_sqlite_run (statement, error))
      return FALSE;
  }
  return TRUE;
}

/* Gives the disk back what is free, where that is most of the file: it copies what is left. In a
 * file of its own, as that may be more than memory should hold. */
static gboolean
shrink (sqlite3 *db, gpointer unused, gpointer *output, GError **error)
{
  int n_pages, n_free;
  gboolean ok;

  if (!plim_sqlite_get_int (db, "PRAGMA page_count", &n_pages, error) ||
      !plim_sqlite_get_int (db, "PRAGMA freelist_count", &n_free, error))
    return FALSE;
  if (n_free <= n_pages / 2)
    return TRUE;
  ok = plim_sqlite_exec (db, "PRAGMA temp_store = FILE; VACUUM; PRAGMA wal_checkpoint (TRUNCATE)",
                         error);
  return plim_sqlite_exec (db, "PRAGMA temp_store = MEMORY", ok ? error : NULL) && ok;
}

static void
on_shrunk (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GError) error = NULL;

  /* The history is gone all the same, and what comes takes the room. */
  if (!g_task_propagate_boolean (G_TASK (result), &error))
    g_message ("The database could not be made smaller: %s", error->message);
  g_task_return_boolean (task, TRUE);
}

static void
on_cleared (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;

  if (!g_task_propagate_boolean (G_TASK (result), &error)) {
    g_task_return_error (task, error);
    return;
  }
  /* Not in a transaction, which it cannot be part of. */
  plim_database_push (PLIM_DATABASE (source), shrink, PLIM_DATABASE_READ, shrink, NULL, NULL, NULL,
                      NULL, on_shrunk, g_steal_pointer (&task));
}

void
plim_database_clear_history_async (PlimDatabase *self,
                                   const char *account_id,
                                   GCancellable *cancellable,
                                   GAsyncReadyCallback callback,
                                   gpointer user_data)
{
  GTask *task;

  g_return_if_fail (PLIM_IS_DATABASE (self));

  task = g_task_new (self, NULL, callback, user_data);
  g_task_set_source_tag (task, plim_database_clear_history_async);
  plim_database_push (self, on_cleared, PLIM_DATABASE_DURABLE, clear_history, g_strdup (account_id),
                      g_free, NULL, cancellable, on_cleared, task);
}

gboolean
plim_database_clear_history_finish (PlimDatabase *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (plim_database_is_result_of (self, result,
                                                    plim_database_clear_history_async),
                        FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

/* Size. */

static gboolean
load_size (sqlite3 *db, gpointer unused, gpointer *output, GError **error)
{
  g_autofree gint64 *size_bytes = g_new0 (gint64, 1);
  int n_pages, page_bytes;

  if (!plim_sqlite_get_int (db, "PRAGMA page_count", &n_pages, error) ||
      !plim_sqlite_get_int (db, "PRAGMA page_size", &page_bytes, error))
    return FALSE;
  *size_bytes = (gint64) n_pages * page_bytes;
  *output = g_steal_pointer (&size_bytes);
  return TRUE;
}

void
plim_database_get_size_async (PlimDatabase *self,
                              GCancellable *cancellable,
                              GAsyncReadyCallback callback,
                              gpointer user_data)
{
  g_return_if_fail (PLIM_IS_DATABASE (self));

  plim_database_push (self, plim_database_get_size_async, PLIM_DATABASE_READ, load_size, NULL, NULL,
                      g_free, cancellable, callback, user_data);
}

gint64
plim_database_get_size_finish (PlimDatabase *self, GAsyncResult *result, GError **error)
{
  g_autofree gint64 *size_bytes = NULL;

  g_return_val_if_fail (plim_database_is_result_of (self, result, plim_database_get_size_async),
                        -1);

  size_bytes = g_task_propagate_pointer (G_TASK (result), error);
  return size_bytes != NULL ? *size_bytes : -1;
}
