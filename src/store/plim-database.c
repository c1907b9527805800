/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "plim-database.h"
#include "plim-database-accounts.h"
#include "plim-database-jobs.h"
#include "plim-database-notices.h"
#include "plim-database-samples.h"
#include "plim-database-worker.h"

struct _PlimDatabase {
  GObject parent_instance;

  PlimDatabaseWorker *worker; /* (nullable): %NULL once closed */
  char *set_aside;            /* (nullable): what the worker has told */
  char *problem;              /* (nullable) */
};

G_DEFINE_FINAL_TYPE (PlimDatabase, plim_database, G_TYPE_OBJECT)
G_DEFINE_QUARK (plim_database_error_quark, plim_database_error)

enum { PROP_SET_ASIDE = 1, PROP_PROBLEM, N_PROPERTIES };
static GParamSpec *properties[N_PROPERTIES];

static void
take_string (PlimDatabase *self, char **place, const char *value, guint property)
{
  if (g_strcmp0 (*place, value) == 0)
    return;
  g_free (*place);
  *place = g_strdup (value);
  g_object_notify_by_pspec (G_OBJECT (self), properties[property]);
}

/* In the main context, after each job. */
static void
on_job_done (gpointer source, const char *set_aside, const char *problem)
{
  PlimDatabase *self = source;

  take_string (self, &self->set_aside, set_aside, PROP_SET_ASIDE);
  take_string (self, &self->problem, problem, PROP_PROBLEM);
}

static void
push_job (PlimDatabase *self,
          GTask *task, /* (transfer full) */
          PlimDatabaseMode mode,
          PlimDatabaseWork work,
          GDestroyNotify free_output)
{
  if (self->worker == NULL) {
    g_task_return_new_error (task, PLIM_DATABASE_ERROR, PLIM_DATABASE_ERROR_UNAVAILABLE,
                             "The database is closed");
    g_object_unref (task);
    return;
  }
  plim_database_worker_push (self->worker, task, mode, work, free_output);
}

/* The object. */

static void
plim_database_finalize (GObject *object)
{
  PlimDatabase *self = PLIM_DATABASE (object);

  plim_database_close (self);
  g_free (self->set_aside);
  g_free (self->problem);
  G_OBJECT_CLASS (plim_database_parent_class)->finalize (object);
}

static void
plim_database_get_property (GObject *object, guint property, GValue *value, GParamSpec *pspec)
{
  PlimDatabase *self = PLIM_DATABASE (object);

  switch (property) {
  case PROP_SET_ASIDE:
    g_value_set_string (value, self->set_aside);
    break;
  case PROP_PROBLEM:
    g_value_set_string (value, self->problem);
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property, pspec);
  }
}

static void
plim_database_class_init (PlimDatabaseClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY;

  object_class->finalize = plim_database_finalize;
  object_class->get_property = plim_database_get_property;

  properties[PROP_SET_ASIDE] = g_param_spec_string ("set-aside", NULL, NULL, NULL, flags);
  properties[PROP_PROBLEM] = g_param_spec_string ("problem", NULL, NULL, NULL, flags);
  g_object_class_install_properties (object_class, N_PROPERTIES, properties);
}

static void
plim_database_init (PlimDatabase *self)
{
  self->worker = plim_database_worker_new (on_job_done);
}

void
plim_database_open_async (const char *path,
                          GCancellable *cancellable,
                          GAsyncReadyCallback callback,
                          gpointer user_data)
{
  g_autoptr (PlimDatabase) self = g_object_new (PLIM_TYPE_DATABASE, NULL);
  GTask *task = g_task_new (self, cancellable, callback, user_data);

  g_task_set_source_tag (task, plim_database_open_async);
  g_task_set_task_data (task, g_strdup (path), g_free);
  push_job (self, task, PLIM_DATABASE_READ, NULL, NULL);
}

PlimDatabase *
plim_database_open_finish (GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_async_result_is_tagged (result, plim_database_open_async), NULL);

  if (!g_task_propagate_boolean (G_TASK (result), error))
    return NULL;
  return PLIM_DATABASE (g_async_result_get_source_object (result));
}

char *
plim_database_dup_default_path (void)
{
  return g_build_filename (g_get_user_data_dir (), "plimsoll", "plimsoll.db", NULL);
}

const char *
plim_database_get_set_aside (PlimDatabase *self)
{
  g_return_val_if_fail (PLIM_IS_DATABASE (self), NULL);

  return self->set_aside;
}

const char *
plim_database_get_problem (PlimDatabase *self)
{
  g_return_val_if_fail (PLIM_IS_DATABASE (self), NULL);

  return self->problem;
}

void
plim_database_close (PlimDatabase *self)
{
  g_return_if_fail (PLIM_IS_DATABASE (self));

  g_clear_pointer (&self->worker, plim_database_worker_free);
}

static GTask *
make_task (PlimDatabase *self,
           gpointer tag,
           gpointer input,
           GDestroyNotify free_input,
           GCancellable *cancellable,
           GAsyncReadyCallback callback,
           gpointer user_data)
{
  GTask *task = g_task_new (self, cancellable, callback, user_data);

  g_task_set_source_tag (task, tag);
  g_task_set_task_data (task, input, free_input);
  return task;
}

static gboolean
is_result_of (PlimDatabase *self, GAsyncResult *result, gpointer tag)
{
  return g_task_is_valid (result, self) && g_async_result_is_tagged (result, tag);
}

/* Accounts. */

void
plim_database_load_async (PlimDatabase *self,
                          GCancellable *cancellable,
                          GAsyncReadyCallback callback,
                          gpointer user_data)
{
  g_return_if_fail (PLIM_IS_DATABASE (self));

  push_job (self,
            make_task (self, plim_database_load_async, NULL, NULL, cancellable, callback,
                       user_data),
            PLIM_DATABASE_READ, plim_database_load_accounts, (GDestroyNotify) g_ptr_array_unref);
}

GPtrArray *
plim_database_load_finish (PlimDatabase *self, GAsyncResult *result, GError **error)
{
  g_autoptr (GPtrArray) rows = NULL;
  GPtrArray *accounts;

  g_return_val_if_fail (is_result_of (self, result, plim_database_load_async), NULL);

  rows = g_task_propagate_pointer (G_TASK (result), error);
  if (rows == NULL)
    return NULL;
  accounts = g_ptr_array_new_with_free_func (g_object_unref);
  for (guint i = 0; i < rows->len; i++)
    g_ptr_array_add (accounts, plim_account_row_to_account (g_ptr_array_index (rows, i)));
  return accounts;
}

void
plim_database_save_account_async (PlimDatabase *self,
                                  PlimAccount *account,
                                  GCancellable *cancellable,
                                  GAsyncReadyCallback callback,
                                  gpointer user_data)
{
  g_return_if_fail (PLIM_IS_DATABASE (self));
  g_return_if_fail (PLIM_IS_ACCOUNT (account));

  push_job (self,
            make_task (self, plim_database_save_account_async, plim_account_row_new (account),
                       (GDestroyNotify) plim_account_row_free, cancellable, callback, user_data),
            PLIM_DATABASE_DURABLE, plim_database_save_account, NULL);
}

gboolean
plim_database_save_account_finish (PlimDatabase *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (is_result_of (self, result, plim_database_save_account_async), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

void
plim_database_remove_account_async (PlimDatabase *self,
                                    const char *account_id,
                                    GCancellable *cancellable,
                                    GAsyncReadyCallback callback,
                                    gpointer user_data)
{
  g_return_if_fail (PLIM_IS_DATABASE (self));
  g_return_if_fail (account_id != NULL);

  push_job (self,
            make_task (self, plim_database_remove_account_async, g_strdup (account_id), g_free,
                       cancellable, callback, user_data),
            PLIM_DATABASE_DURABLE, plim_database_remove_account, NULL);
}

gboolean
plim_database_remove_account_finish (PlimDatabase *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (is_result_of (self, result, plim_database_remove_account_async), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

/* History. */

void
plim_database_get_history_async (PlimDatabase *self,
                                 const char *account_id,
                                 const char *window_id,
                                 gint64 from,
                                 gint64 to,
                                 GCancellable *cancellable,
                                 GAsyncReadyCallback callback,
                                 gpointer user_data)
{
  PlimHistoryQuery *query;

  g_return_if_fail (PLIM_IS_DATABASE (self));
  g_return_if_fail (account_id != NULL);
  g_return_if_fail (window_id != NULL);

  query = g_new0 (PlimHistoryQuery, 1);
  query->account_id = g_strdup (account_id);
  query->window_id = g_strdup (window_id);
  query->from = from;
  query->to = to;
  push_job (self,
            make_task (self, plim_database_get_history_async, query,
                       (GDestroyNotify) plim_history_query_free, cancellable, callback, user_data),
            PLIM_DATABASE_READ, plim_database_load_history, (GDestroyNotify) g_array_unref);
}

GArray *
plim_database_get_history_finish (PlimDatabase *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (is_result_of (self, result, plim_database_get_history_async), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

void
plim_database_count_samples_async (PlimDatabase *self,
                                   const char *account_id,
                                   GCancellable *cancellable,
                                   GAsyncReadyCallback callback,
                                   gpointer user_data)
{
  g_return_if_fail (PLIM_IS_DATABASE (self));
  g_return_if_fail (account_id != NULL);

  push_job (self,
            make_task (self, plim_database_count_samples_async, g_strdup (account_id), g_free,
                       cancellable, callback, user_data),
            PLIM_DATABASE_READ, plim_database_count_samples, g_free);
}

gint64
plim_database_count_samples_finish (PlimDatabase *self, GAsyncResult *result, GError **error)
{
  g_autofree gint64 *count = NULL;

  g_return_val_if_fail (is_result_of (self, result, plim_database_count_samples_async), -1);

  count = g_task_propagate_pointer (G_TASK (result), error);
  return count != NULL ? *count : -1;
}

/* Notices. */

void
plim_database_save_notice_async (PlimDatabase *self,
                                 const char *account_id,
                                 const char *key,
                                 const char *state,
                                 GCancellable *cancellable,
                                 GAsyncReadyCallback callback,
                                 gpointer user_data)
{
  PlimNotice *notice;

  g_return_if_fail (PLIM_IS_DATABASE (self));
  g_return_if_fail (account_id != NULL);
  g_return_if_fail (key != NULL);

  notice = g_new0 (PlimNotice, 1);
  notice->account_id = g_strdup (account_id);
  notice->key = g_strdup (key);
  notice->state = g_strdup (state);
  push_job (self,
            make_task (self, plim_database_save_notice_async, notice,
                       (GDestroyNotify) plim_notice_free, cancellable, callback, user_data),
            PLIM_DATABASE_DURABLE, plim_database_save_notice, NULL);
}

gboolean
plim_database_save_notice_finish (PlimDatabase *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (is_result_of (self, result, plim_database_save_notice_async), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

void
plim_database_load_notices_async (PlimDatabase *self,
                                  GCancellable *cancellable,
                                  GAsyncReadyCallback callback,
                                  gpointer user_data)
{
  g_return_if_fail (PLIM_IS_DATABASE (self));

  push_job (self,
            make_task (self, plim_database_load_notices_async, NULL, NULL, cancellable, callback,
                       user_data),
            PLIM_DATABASE_READ, plim_database_load_notices, (GDestroyNotify) g_hash_table_unref);
}

GHashTable *
plim_database_load_notices_finish (PlimDatabase *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (is_result_of (self, result, plim_database_load_notices_async), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

/* For other files. */

void
plim_database_push (PlimDatabase *self,
                    gpointer tag,
                    PlimDatabaseMode mode,
                    PlimDatabaseWork work,
                    gpointer input,
                    GDestroyNotify free_input,
                    GDestroyNotify free_output,
                    GCancellable *cancellable,
                    GAsyncReadyCallback callback,
                    gpointer user_data)
{
  push_job (self, make_task (self, tag, input, free_input, cancellable, callback, user_data), mode,
            work, free_output);
}

gboolean
plim_database_is_result_of (PlimDatabase *self, GAsyncResult *result, gpointer tag)
{
  return is_result_of (self, result, tag);
}
