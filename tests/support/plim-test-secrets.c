/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "plim-test-secrets.h"

#include <string.h>

G_DEFINE_QUARK (plim_secrets_error_quark, plim_secrets_error)

static GHashTable *secrets; /* "ACCOUNT/FIELD" → secret */
static int failure = -1;
static int store_failure = -1;
static guint n_prompts;

static GHashTable *
get_secrets (void)
{
  if (secrets == NULL)
    secrets = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  return secrets;
}

static char *
dup_name (const char *account_id, const char *field)
{
  return g_strconcat (account_id, "/", field, NULL);
}

void
plim_test_secrets_set (const char *account_id, const char *field, const char *secret)
{
  g_autofree char *name = dup_name (account_id, field);

  if (secret != NULL)
    g_hash_table_insert (get_secrets (), g_steal_pointer (&name), g_strdup (secret));
  else
    g_hash_table_remove (get_secrets (), name);
}

const char *
plim_test_secrets_get (const char *account_id, const char *field)
{
  g_autofree char *name = dup_name (account_id, field);

  return g_hash_table_lookup (get_secrets (), name);
}

void
plim_test_secrets_fail (int code)
{
  failure = code;
}

void
plim_test_secrets_fail_store (int code)
{
  store_failure = code;
}

void
plim_test_secrets_reset (void)
{
  g_clear_pointer (&secrets, g_hash_table_unref);
  failure = store_failure = -1;
  n_prompts = 0;
}

guint
plim_test_secrets_get_n_prompts (void)
{
  return n_prompts;
}

/* Whether the call is to go on; otherwise the task is returned. */
static gboolean
begin (GTask *task, int code)
{
  if (code < 0)
    return TRUE;
  g_task_return_new_error (task, PLIM_SECRETS_ERROR, code, "the test keyring says no");
  return FALSE;
}

void
plim_secrets_lookup_async (const char *account_id,
                           const char *field,
                           gboolean may_prompt,
                           GCancellable *cancellable,
                           GAsyncReadyCallback callback,
                           gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, user_data);
  const char *secret = plim_test_secrets_get (account_id, field);

  n_prompts += may_prompt ? 1 : 0;
  if (!begin (task, failure))
    return;
  if (secret != NULL)
    g_task_return_pointer (task, g_strdup (secret), g_free);
  else
    g_task_return_new_error (task, PLIM_SECRETS_ERROR, PLIM_SECRETS_ERROR_NOT_FOUND,
                             "nothing is stored");
}

char *
plim_secrets_lookup_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
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
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, user_data);

  if (!begin (task, failure) || !begin (task, store_failure))
    return;
  plim_test_secrets_set (account_id, field, secret);
  g_task_return_boolean (task, TRUE);
}

gboolean
plim_secrets_store_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}

void
plim_secrets_clear_async (const char *account_id,
                          const char *field,
                          GCancellable *cancellable,
                          GAsyncReadyCallback callback,
                          gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, user_data);
  GHashTableIter iter;
  gpointer name;

  if (!begin (task, failure))
    return;
  g_hash_table_iter_init (&iter, get_secrets ());
  while (g_hash_table_iter_next (&iter, &name, NULL)) {
    const char *slash = strchr (name, '/');

    if (strncmp (name, account_id, (gsize) (slash - (char *) name)) == 0 &&
        (field == NULL || g_str_equal (slash + 1, field)))
      g_hash_table_iter_remove (&iter);
  }
  g_task_return_boolean (task, TRUE);
}

gboolean
plim_secrets_clear_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}

void
plim_secrets_list_async (GCancellable *cancellable,
                         GAsyncReadyCallback callback,
                         gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, user_data);
  g_autoptr (GHashTable) list =
      g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) g_ptr_array_unref);
  GHashTableIter iter;
  gpointer name;

  if (!begin (task, failure))
    return;
  g_hash_table_iter_init (&iter, get_secrets ());
  while (g_hash_table_iter_next (&iter, &name, NULL)) {
    g_auto (GStrv) parts = g_strsplit (name, "/", 2);
    GPtrArray *fields = g_hash_table_lookup (list, parts[0]);

    if (fields == NULL) {
      fields = g_ptr_array_new_with_free_func (g_free);
      g_hash_table_insert (list, g_strdup (parts[0]), fields);
    }
    g_ptr_array_add (fields, g_strdup (parts[1]));
  }
  g_task_return_pointer (task, g_steal_pointer (&list), (GDestroyNotify) g_hash_table_unref);
}

GHashTable *
plim_secrets_list_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

void
plim_secrets_unlock_async (GCancellable *cancellable,
                           GAsyncReadyCallback callback,
                           gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, user_data);

  if (begin (task, failure == PLIM_SECRETS_ERROR_LOCKED ? -1 : failure)) {
    failure = -1;
    g_task_return_boolean (task, TRUE);
  }
}

gboolean
plim_secrets_unlock_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}
