/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "plim-orphans.h"

#include "plim-redact.h"
#include "plim-secrets.h"

static void
on_listed (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GStrvBuilder) orphans = g_strv_builder_new ();
  GHashTable *account_ids = g_task_get_task_data (task);
  GError *error = NULL;
  g_autoptr (GHashTable) stored = plim_secrets_list_finish (result, &error);
  GHashTableIter iter;
  gpointer id;

  if (stored == NULL) {
    g_task_return_error (task, error);
    return;
  }
  g_hash_table_iter_init (&iter, stored);
  while (g_hash_table_iter_next (&iter, &id, NULL)) {
    /* What is no UUID belongs to the service as a whole. */
    if (g_uuid_string_is_valid (id) && !g_hash_table_contains (account_ids, id))
      g_strv_builder_add (orphans, id);
  }
  g_task_return_pointer (task, g_strv_builder_end (orphans), (GDestroyNotify) g_strfreev);
}

void
plim_orphans_find_async (GHashTable *account_ids,
                         GCancellable *cancellable,
                         GAsyncReadyCallback callback,
                         gpointer user_data)
{
  GTask *task = g_task_new (NULL, cancellable, callback, user_data);

  g_task_set_source_tag (task, plim_orphans_find_async);
  g_task_set_task_data (task, g_hash_table_ref (account_ids), (GDestroyNotify) g_hash_table_unref);
  plim_secrets_list_async (cancellable, on_listed, task);
}

GStrv
plim_orphans_find_finish (GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_async_result_is_tagged (result, plim_orphans_find_async), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

static void
on_cleared (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GError) error = NULL;
  g_autofree char *detail = NULL;
  gboolean is_cleared = plim_secrets_clear_finish (result, &error);

  if (!is_cleared) {
    detail = plim_redact (error->message);
    g_message (
        "A removed account's secrets are still in the keyring, and are tried again at the next "
        "start: %s",
        detail);
  }
  g_task_return_boolean (task, is_cleared);
}

void
plim_orphans_clear_async (const char *account_id, GAsyncReadyCallback callback, gpointer user_data)
{
  GTask *task = g_task_new (NULL, NULL, callback, user_data);

  g_task_set_source_tag (task, plim_orphans_clear_async);
  plim_secrets_clear_async (account_id, NULL, NULL, on_cleared, task);
}

gboolean
plim_orphans_clear_finish (GAsyncResult *result)
{
  g_return_val_if_fail (g_async_result_is_tagged (result, plim_orphans_clear_async), FALSE);

  return g_task_propagate_boolean (G_TASK (result), NULL);
}
