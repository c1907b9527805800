/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "plim-secrets.h"
#include "plim-secrets-find.h"

G_DEFINE_QUARK (plim_secrets_error_quark, plim_secrets_error)

/* Reading. */

static void
on_retrieved (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;
  SecretValue *value =
      secret_retrievable_retrieve_secret_finish (SECRET_RETRIEVABLE (source), result, &error);

  if (error != NULL) {
    plim_secrets_return_error (task, error, "Reading from the keyring");
  } else if (value == NULL || secret_value_get_text (value) == NULL) {
    g_clear_pointer (&value, secret_value_unref);
    g_task_return_new_error (task, PLIM_SECRETS_ERROR, PLIM_SECRETS_ERROR_FAILED,
                             "What the keyring holds is no text");
  } else {
    g_task_return_pointer (task, secret_value_unref_to_password (value, NULL),
                           (GDestroyNotify) secret_password_free);
  }
}

static void
on_lookup_found (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;
  g_autolist (GObject) items = plim_secrets_find_finish (result, &error);

  if (error != NULL)
    g_task_return_error (task, error);
  else if (items == NULL)
    g_task_return_new_error (task, PLIM_SECRETS_ERROR, PLIM_SECRETS_ERROR_NOT_FOUND,
                             "The keyring holds nothing for this account");
  else
    secret_retrievable_retrieve_secret (items->data, g_task_get_cancellable (task), on_retrieved,
                                        g_object_ref (task));
}

void
plim_secrets_lookup_async (const char *account_id,
                           const char *field,
                           gboolean may_prompt,
                           GCancellable *cancellable,
                           GAsyncReadyCallback callback,
                           gpointer user_data)
{
  GTask *task;

  g_return_if_fail (account_id != NULL);
  g_return_if_fail (field != NULL);

  task = g_task_new (NULL, cancellable, callback, user_data);
  g_task_set_source_tag (task, plim_secrets_lookup_async);
  plim_secrets_find_async (account_id, field,
                           may_prompt ? SECRET_SEARCH_UNLOCK : SECRET_SEARCH_NONE, cancellable,
                           on_lookup_found, task);
}

char *
plim_secrets_lookup_finish (GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_async_result_is_tagged (result, plim_secrets_lookup_async), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

/* Storing. */

/* libsecret unlocks or creates the default keyring by a prompt, and then goes on as if that had
 * worked. So an object that is still locked or missing is a prompt that was dismissed. */
static gboolean
was_dismissed (const GError *error)
{
  return g_error_matches (error, SECRET_ERROR, SECRET_ERROR_IS_LOCKED) ||
         g_error_matches (error, SECRET_ERROR, SECRET_ERROR_NO_SUCH_OBJECT) ||
         g_error_matches (error, G_DBUS_ERROR, G_DBUS_ERROR_UNKNOWN_OBJECT) ||
         g_error_matches (error, G_DBUS_ERROR, G_DBUS_ERROR_UNKNOWN_METHOD);
}

static void
on_stored (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;

  if (secret_password_store_finish (result, &error)) {
    g_task_return_boolean (task, TRUE);
  } else if (was_dismissed (error)) {
    g_task_return_new_error (task, PLIM_SECRETS_ERROR, PLIM_SECRETS_ERROR_CANCELLED,
                             "The keyring was not unlocked: %s", error->message);
    g_error_free (error);
  } else {
    plim_secrets_return_error (task, error, "Storing into the keyring");
  }
}

void
plim_secrets_store_async (const char *account_id,
                          const char *field,
                          const char *description,
                          const char *secret,
                          GCancellable *cancellable,
                          GAsyncReadyCallback callback,
                          gpointer user_data)
{
  g_autoptr (GHashTable) attributes = NULL;
  GTask *task;

  g_return_if_fail (account_id != NULL);
  g_return_if_fail (field != NULL);
  g_return_if_fail (description != NULL);
  g_return_if_fail (secret != NULL);

  task = g_task_new (NULL, cancellable, callback, user_data);
  g_task_set_source_tag (task, plim_secrets_store_async);
  attributes = plim_secrets_make_attributes (account_id, field);
  secret_password_storev (&plim_secrets_schema, attributes, SECRET_COLLECTION_DEFAULT, description,
                          secret, cancellable, on_stored, task);
}

gboolean
plim_secrets_store_finish (GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_async_result_is_tagged (result, plim_secrets_store_async), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

/* Removing. */

static void
on_cleared (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;

  /* FALSE without an error: somebody else was faster. */
  secret_password_clear_finish (result, &error);
  if (error != NULL)
    plim_secrets_return_error (task, error, "Removing from the keyring");
  else
    g_task_return_boolean (task, TRUE);
}

static void
on_clear_found (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;
  g_autolist (GObject) items = plim_secrets_find_finish (result, &error);

  if (error != NULL)
    g_task_return_error (task, error);
  else if (items == NULL)
    g_task_return_boolean (task, TRUE);
  else
    secret_password_clearv (&plim_secrets_schema, g_task_get_task_data (task),
                            g_task_get_cancellable (task), on_cleared, g_object_ref (task));
}

void
plim_secrets_clear_async (const char *account_id,
                          const char *field,
                          GCancellable *cancellable,
                          GAsyncReadyCallback callback,
                          gpointer user_data)
{
  GTask *task;

  g_return_if_fail (account_id != NULL);

  task = g_task_new (NULL, cancellable, callback, user_data);
  g_task_set_source_tag (task, plim_secrets_clear_async);
  g_task_set_task_data (task, plim_secrets_make_attributes (account_id, field),
                        (GDestroyNotify) g_hash_table_unref);
  /* secret_password_clear() alone passes over locked items and calls it done. */
  plim_secrets_find_async (account_id, field, SECRET_SEARCH_ALL, cancellable, on_clear_found, task);
}

gboolean
plim_secrets_clear_finish (GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_async_result_is_tagged (result, plim_secrets_clear_async), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

/* Listing and unlocking. */

static void
add_item (GHashTable *fields_by_account, SecretRetrievable *item)
{
  g_autoptr (GHashTable) attributes = secret_retrievable_get_attributes (item);
  const char *account_id = g_hash_table_lookup (attributes, "account");
  const char *field = g_hash_table_lookup (attributes, "field");
  GPtrArray *fields;

  if (account_id == NULL || field == NULL)
    return;
  fields = g_hash_table_lookup (fields_by_account, account_id);
  if (fields == NULL) {
    fields = g_ptr_array_new_with_free_func (g_free);
    g_hash_table_insert (fields_by_account, g_strdup (account_id), fields);
  }
  if (!g_ptr_array_find_with_equal_func (fields, field, g_str_equal, NULL))
    g_ptr_array_add (fields, g_strdup (field));
}

static void
on_list_found (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;
  g_autolist (GObject) items = plim_secrets_find_finish (result, &error);
  GHashTable *fields_by_account;

  if (error != NULL) {
    g_task_return_error (task, error);
    return;
  }
  fields_by_account =
      g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) g_ptr_array_unref);
  for (GList *l = items; l != NULL; l = l->next)
    add_item (fields_by_account, l->data);
  g_task_return_pointer (task, fields_by_account, (GDestroyNotify) g_hash_table_unref);
}

void
plim_secrets_list_async (GCancellable *cancellable,
                         GAsyncReadyCallback callback,
                         gpointer user_data)
{
  GTask *task = g_task_new (NULL, cancellable, callback, user_data);

  g_task_set_source_tag (task, plim_secrets_list_async);
  plim_secrets_find_async (NULL, NULL, SECRET_SEARCH_ALL, cancellable, on_list_found, task);
}

GHashTable *
plim_secrets_list_finish (GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_async_result_is_tagged (result, plim_secrets_list_async), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

static void
on_unlock_found (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;
  GList *items = plim_secrets_find_finish (result, &error);

  g_list_free_full (items, g_object_unref);
  if (error != NULL)
    g_task_return_error (task, error);
  else
    g_task_return_boolean (task, TRUE);
}

void
plim_secrets_unlock_async (GCancellable *cancellable,
                           GAsyncReadyCallback callback,
                           gpointer user_data)
{
  GTask *task = g_task_new (NULL, cancellable, callback, user_data);

  g_task_set_source_tag (task, plim_secrets_unlock_async);
  plim_secrets_find_async (NULL, NULL, SECRET_SEARCH_ALL | SECRET_SEARCH_UNLOCK, cancellable,
                           on_unlock_found, task);
}

gboolean
plim_secrets_unlock_finish (GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_async_result_is_tagged (result, plim_secrets_unlock_async), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}
