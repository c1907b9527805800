/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "plim-secrets-find.h"

#include "plim-secrets-backend.h"

#define APPLICATION "io.github.plimsoll.Plimsoll"

const SecretSchema plim_secrets_schema = {
  .name = APPLICATION,
  .flags = SECRET_SCHEMA_NONE,
  .attributes = {
    { "application", SECRET_SCHEMA_ATTRIBUTE_STRING },
    { "account", SECRET_SCHEMA_ATTRIBUTE_STRING },
    { "field", SECRET_SCHEMA_ATTRIBUTE_STRING },
  },
};

GHashTable *
plim_secrets_make_attributes (const char *account_id, const char *field)
{
  GHashTable *attributes = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, g_free);

  g_hash_table_insert (attributes, (gpointer) "application", g_strdup (APPLICATION));
  if (account_id != NULL)
    g_hash_table_insert (attributes, (gpointer) "account", g_strdup (account_id));
  if (field != NULL)
    g_hash_table_insert (attributes, (gpointer) "field", g_strdup (field));
  return attributes;
}

/* No Secret Service answers: not installed, not activatable, crashed on start, or no bus at all. */
static gboolean
is_missing (const GError *error)
{
  static const GDBusError codes[] = {
    G_DBUS_ERROR_SERVICE_UNKNOWN,    G_DBUS_ERROR_NAME_HAS_NO_OWNER,
    G_DBUS_ERROR_NO_REPLY,           G_DBUS_ERROR_NO_SERVER,
    G_DBUS_ERROR_DISCONNECTED,       G_DBUS_ERROR_SPAWN_EXEC_FAILED,
    G_DBUS_ERROR_SPAWN_FORK_FAILED,  G_DBUS_ERROR_SPAWN_FAILED,
    G_DBUS_ERROR_SPAWN_CHILD_EXITED, G_DBUS_ERROR_SPAWN_FILE_INVALID,
    G_DBUS_ERROR_ACCESS_DENIED,      G_DBUS_ERROR_SPAWN_CHILD_SIGNALED,
    G_DBUS_ERROR_FILE_NOT_FOUND,     G_DBUS_ERROR_SPAWN_SERVICE_NOT_FOUND,
  };

  for (gsize i = 0; i < G_N_ELEMENTS (codes); i++) {
    if (g_error_matches (error, G_DBUS_ERROR, (int) codes[i]))
      return TRUE;
  }
  return g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CLOSED) ||
         g_error_matches (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND) ||
         g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CONNECTION_REFUSED) ||
         /* GDBus, when it can neither find nor start a session bus. */
         g_error_matches (error, G_IO_ERROR, G_IO_ERROR_FAILED) ||
         g_error_matches (error, G_SPAWN_ERROR, G_SPAWN_ERROR_FAILED);
}

static gboolean
is_silent (const GError *error)
{
  return g_error_matches (error, G_IO_ERROR, G_IO_ERROR_TIMED_OUT) ||
         g_error_matches (error, G_DBUS_ERROR, G_DBUS_ERROR_TIMEOUT) ||
         g_error_matches (error, G_DBUS_ERROR, G_DBUS_ERROR_TIMED_OUT);
}

static PlimSecretsError
map_code (const GError *error, gboolean is_service)
{
  /* The errors of a file are no missing service. */
  if (is_service && is_silent (error))
    return PLIM_SECRETS_ERROR_SILENT;
  if (is_service && is_missing (error))
    return PLIM_SECRETS_ERROR_MISSING;
  if (g_error_matches (error, SECRET_ERROR, SECRET_ERROR_IS_LOCKED))
    return PLIM_SECRETS_ERROR_LOCKED;
  if (g_error_matches (error, SECRET_ERROR, SECRET_ERROR_NO_SUCH_OBJECT))
    return PLIM_SECRETS_ERROR_NOT_FOUND;
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return PLIM_SECRETS_ERROR_CANCELLED;
  return PLIM_SECRETS_ERROR_FAILED;
}

typedef struct {
  GTask *task;
  GError *error;
  const char *what;
} Failure;

static void
on_failed_backend (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autofree Failure *failure = user_data;
  g_autoptr (GTask) task = failure->task;
  g_autoptr (GError) error = failure->error;
  gboolean is_service = plim_secrets_uses_service_finish (result);

  /* A cancelled GCancellable stays what it is: an end that the caller asked for, and not a
   * dismissed prompt. */
  if (!g_task_return_error_if_cancelled (task))
    g_task_return_new_error (task, PLIM_SECRETS_ERROR, (int) map_code (error, is_service), "%s: %s",
                             failure->what, error->message);
}

void
plim_secrets_return_error (GTask *task, GError *error, const char *what)
{
  Failure *failure = g_new0 (Failure, 1);

  failure->task = g_object_ref (task);
  failure->error = error;
  failure->what = what;
  plim_secrets_uses_service_async (g_task_get_cancellable (task), on_failed_backend, failure);
}

typedef struct {
  GHashTable *attributes;
  SecretSearchFlags flags;
  gboolean is_second; /* the default keyring was unlocked, and all is asked once more */
} Find;

static void
find_free (Find *find)
{
  g_hash_table_unref (find->attributes);
  g_free (find);
}

static void
free_items (gpointer items)
{
  g_list_free_full (items, g_object_unref);
}

static gboolean
is_any_locked (GList *items)
{
  for (GList *l = items; l != NULL; l = l->next) {
    /* Items of the file back end are of another type and never locked. */
    if (SECRET_IS_ITEM (l->data) && secret_item_get_locked (l->data))
      return TRUE;
  }
  return FALSE;
}

static void
return_locked (GTask *task)
{
  Find *find = g_task_get_task_data (task);

  if (g_task_return_error_if_cancelled (task))
    return;
  if (find->flags & SECRET_SEARCH_UNLOCK)
    g_task_return_new_error (task, PLIM_SECRETS_ERROR, PLIM_SECRETS_ERROR_CANCELLED,
                             "The prompt to unlock the keyring was dismissed");
  else
    g_task_return_new_error (task, PLIM_SECRETS_ERROR, PLIM_SECRETS_ERROR_LOCKED,
                             "The keyring is locked");
}

static void search_items (GTask *task);

static void
on_default_unlocked (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Find *find = g_task_get_task_data (task);
  GError *error = NULL;
  int n_unlocked = secret_service_unlock_finish (NULL, result, NULL, &error);

  if (error != NULL) {
    plim_secrets_return_error (task, error, "Unlocking the keyring");
    return;
  }
  if (n_unlocked == 0) {
    return_locked (task);
    return;
  }
  find->is_second = TRUE;
  search_items (g_steal_pointer (&task));
}

static void
on_default_collection (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Find *find = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;
  g_autoptr (SecretCollection) collection = secret_collection_for_alias_finish (result, &error);
  GList objects = { .data = collection };

  /* No default collection, or one that cannot be asked: then nothing is stored. */
  if (collection == NULL || !secret_collection_get_locked (collection)) {
    if (error != NULL)
      g_debug ("No default keyring: %s", error->message);
    g_task_return_pointer (task, NULL, NULL);
    return;
  }
  if (find->flags & SECRET_SEARCH_UNLOCK)
    secret_service_unlock (NULL, &objects, g_task_get_cancellable (task), on_default_unlocked,
                           g_object_ref (task));
  else
    return_locked (task);
}

static void
on_empty_backend (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;

  if (plim_secrets_uses_service_finish (result))
    secret_collection_for_alias (NULL, SECRET_COLLECTION_DEFAULT, SECRET_COLLECTION_NONE,
                                 g_task_get_cancellable (task), on_default_collection,
                                 g_object_ref (task));
  else
    g_task_return_pointer (task, NULL, NULL);
}

static void
on_searched (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Find *find = g_task_get_task_data (task);
  GError *error = NULL;
  GList *items = secret_password_search_finish (result, &error);

  if (error != NULL) {
    plim_secrets_return_error (task, error, "Searching the keyring");
  } else if (is_any_locked (items)) {
    g_list_free_full (items, g_object_unref);
    return_locked (task);
  } else if (items == NULL && !find->is_second) {
    /* KeePassXC's items are not found at all while its database is locked. */
    plim_secrets_uses_service_async (g_task_get_cancellable (task), on_empty_backend,
                                     g_object_ref (task));
  } else {
    g_task_return_pointer (task, items, free_items);
  }
}

static void
search_items (GTask *task)
{
  Find *find = g_task_get_task_data (task);

  /* Not secret_password_lookup(): it prompts whenever the keyring is locked. */
  secret_password_searchv (&plim_secrets_schema, find->attributes, find->flags,
                           g_task_get_cancellable (task), on_searched, task);
}

void
plim_secrets_find_async (const char *account_id,
                         const char *field,
                         SecretSearchFlags flags,
                         GCancellable *cancellable,
                         GAsyncReadyCallback callback,
                         gpointer user_data)
{
  GTask *task = g_task_new (NULL, cancellable, callback, user_data);
  Find *find = g_new0 (Find, 1);

  g_task_set_source_tag (task, plim_secrets_find_async);
  find->attributes = plim_secrets_make_attributes (account_id, field);
  find->flags = flags;
  g_task_set_task_data (task, find, (GDestroyNotify) find_free);
  search_items (task);
}

GList *
plim_secrets_find_finish (GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_async_result_is_tagged (result, plim_secrets_find_async), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
