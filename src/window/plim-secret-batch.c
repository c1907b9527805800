/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "plim-secret-batch.h"

#include "plim-secrets.h"

#include <glib/gi18n-lib.h>
#include <libsecret/secret.h>

typedef struct {
  char *account_id;
  const PlimProvider *provider; /* of a store */
  char *label;                  /* of a store */
  GHashTable *secrets;
  char **fields; /* the keys of secrets, borrowed */
  guint n_fields;
  guint index;
} Batch;

static void
batch_free (gpointer data)
{
  Batch *batch = data;

  g_free (batch->account_id);
  g_free (batch->label);
  g_free (batch->fields);
  g_hash_table_unref (batch->secrets);
  g_free (batch);
}

static GTask *
create_task (const char *account_id,
             GHashTable *secrets,
             GCancellable *cancellable,
             GAsyncReadyCallback callback,
             gpointer user_data)
{
  GTask *task = g_task_new (NULL, cancellable, callback, user_data);
  Batch *batch = g_new0 (Batch, 1);

  batch->account_id = g_strdup (account_id);
  batch->secrets = g_hash_table_ref (secrets);
  batch->fields = (char **) g_hash_table_get_keys_as_array (secrets, &batch->n_fields);
  g_task_set_task_data (task, batch, batch_free);
  return task;
}

GHashTable *
plim_secret_table_new (void)
{
  return g_hash_table_new_full (g_str_hash, g_str_equal, g_free,
                                (GDestroyNotify) secret_password_free);
}

static void lookup_next (GTask *task);

static void
on_found (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GError) error = NULL;
  Batch *batch = g_task_get_task_data (task);
  char *secret = plim_secrets_lookup_finish (result, &error);

  if (secret == NULL &&
      !g_error_matches (error, PLIM_SECRETS_ERROR, PLIM_SECRETS_ERROR_NOT_FOUND)) {
    g_task_return_error (task, g_steal_pointer (&error));
    return;
  }
  g_hash_table_insert (batch->secrets, g_strdup (batch->fields[batch->index]), secret);
  batch->index++;
  lookup_next (g_steal_pointer (&task));
}

/* Takes @task. */
static void
lookup_next (GTask *task)
{
  Batch *batch = g_task_get_task_data (task);

  if (batch->index == batch->n_fields) {
    g_task_return_pointer (task, g_hash_table_ref (batch->secrets),
                           (GDestroyNotify) g_hash_table_unref);
    g_object_unref (task);
    return;
  }
  plim_secrets_lookup_async (batch->account_id, batch->fields[batch->index], TRUE,
                             g_task_get_cancellable (task), on_found, task);
}

void
plim_secret_batch_lookup_async (const char *account_id,
                                GHashTable *like,
                                GCancellable *cancellable,
                                GAsyncReadyCallback callback,
                                gpointer user_data)
{
  g_autoptr (GHashTable) found = plim_secret_table_new ();
  GHashTableIter iter;
  gpointer field;
  GTask *task;

  g_hash_table_iter_init (&iter, like);
  while (g_hash_table_iter_next (&iter, &field, NULL))
    g_hash_table_insert (found, g_strdup (field), NULL);
  task = create_task (account_id, found, cancellable, callback, user_data);
  g_task_set_source_tag (task, plim_secret_batch_lookup_async);
  lookup_next (task);
}

GHashTable *
plim_secret_batch_lookup_finish (GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), NULL);
  return g_task_propagate_pointer (G_TASK (result), error);
}

static void store_next (GTask *task);

static void
on_kept (GTask *task, gboolean is_kept, GError *error)
{
  Batch *batch = g_task_get_task_data (task);

  if (!is_kept) {
    g_task_return_error (task, error);
    g_object_unref (task);
    return;
  }
  batch->index++;
  store_next (task);
}

static void
on_stored (GObject *source, GAsyncResult *result, gpointer user_data)
{
  GError *error = NULL;
  gboolean is_kept = plim_secrets_store_finish (result, &error);

  on_kept (user_data, is_kept, error);
}

static void
on_cleared (GObject *source, GAsyncResult *result, gpointer user_data)
{
  GError *error = NULL;
  gboolean is_kept = plim_secrets_clear_finish (result, &error);

  on_kept (user_data, is_kept, error);
}

static char *
dup_description (Batch *batch, const char *field_id)
{
  const PlimField *field = plim_provider_find_field (batch->provider, field_id);
  const char *label = batch->label;

  if (label == NULL || label[0] == '\0')
    label = batch->provider->name;
  /* Translators: what the keyring's manager shows: an account, then what is kept, such as
   * "Plimsoll: Claude (work), session key" */
  return g_strdup_printf (_ ("Plimsoll: %s, %s"), label,
                          field != NULL ? _ (field->label) : field_id);
}

/* Takes @task. */
static void
store_next (GTask *task)
{
  Batch *batch = g_task_get_task_data (task);
  GCancellable *cancellable = g_task_get_cancellable (task);
  const char *field, *secret;
  g_autofree char *description = NULL;

  if (batch->index == batch->n_fields) {
    g_task_return_boolean (task, TRUE);
    g_object_unref (task);
    return;
  }
  field = batch->fields[batch->index];
  secret = g_hash_table_lookup (batch->secrets, field);
  if (secret == NULL) {
    plim_secrets_clear_async (batch->account_id, field, cancellable, on_cleared, task);
    return;
  }
  description = dup_description (batch, field);
  plim_secrets_store_async (batch->account_id, field, description, secret, cancellable, on_stored,
                            task);
}

void
plim_secret_batch_store_async (const char *account_id,
                               const PlimProvider *provider,
                               const char *label,
                               GHashTable *secrets,
                               GCancellable *cancellable,
                               GAsyncReadyCallback callback,
                               gpointer user_data)
{
  GTask *task = create_task (account_id, secrets, cancellable, callback, user_data);
  Batch *batch = g_task_get_task_data (task);

  batch->provider = provider;
  batch->label = g_strdup (label);
  g_task_set_source_tag (task, plim_secret_batch_store_async);
  store_next (task);
}

gboolean
plim_secret_batch_store_finish (GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), FALSE);
  return g_task_propagate_boolean (G_TASK (result), error);
}
