/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "plim-credential-watch.h"

#include "plim-credential-file.h"
#include "plim-providers.h"

#include <gio/gio.h>

#define SETTLE_MS (2 * 1000)

struct _PlimCredentialWatch {
  GObject parent_instance;

  GListModel *accounts;
  PlimPoller *poller;
  GHashTable *entries; /* PlimAccount → Entry */
  guint settle_ms;
};

G_DEFINE_FINAL_TYPE (PlimCredentialWatch, plim_credential_watch, G_TYPE_OBJECT)

/* One account; most have no file. */
typedef struct {
  PlimCredentialWatch *watch;
  PlimAccount *account;
  GFile *file;           /* (nullable) */
  GFileMonitor *monitor; /* (nullable): of its folder */
  guint timeout_id;
} Entry;

static void
stop (Entry *entry)
{
  if (entry->monitor != NULL) {
    g_signal_handlers_disconnect_by_data (entry->monitor, entry);
    g_file_monitor_cancel (entry->monitor);
  }
  g_clear_object (&entry->monitor);
  g_clear_object (&entry->file);
  g_clear_handle_id (&entry->timeout_id, g_source_remove);
}

static void
entry_free (Entry *entry)
{
  stop (entry);
  g_signal_handlers_disconnect_by_data (entry->account, entry->watch);
  g_object_unref (entry->account);
  g_free (entry);
}

static gboolean
on_settled (gpointer user_data)
{
  Entry *entry = user_data;

  entry->timeout_id = 0;
  plim_poller_hasten (entry->watch->poller, entry->account);
  return G_SOURCE_REMOVE;
}

static void
on_folder_changed (
    GFileMonitor *monitor, GFile *file, GFile *other_file, GFileMonitorEvent event, Entry *entry)
{
  g_autoptr (GFile) folder = g_file_get_parent (entry->file);

  /* The monitor of a folder that is gone sees nothing any more. */
  if (event == G_FILE_MONITOR_EVENT_DELETED && g_file_equal (file, folder)) {
    stop (entry);
    return;
  }
  if (!g_file_equal (file, entry->file) &&
      (other_file == NULL || !g_file_equal (other_file, entry->file)))
    return;
  g_clear_handle_id (&entry->timeout_id, g_source_remove);
  entry->timeout_id = g_timeout_add (entry->watch->settle_ms, on_settled, entry);
}

/* (transfer full) (nullable): the file that the account reads */
static GFile *
find_file (PlimAccount *account)
{
  const PlimProvider *provider = plim_providers_find (plim_account_get_provider_id (account));
  const PlimField *field = provider != NULL ? provider->fields : NULL;

  for (; field != NULL && field->id != NULL; field++) {
    const char *path = g_hash_table_lookup (plim_account_get_settings (account), field->id);
    g_autofree char *whole = NULL;

    if (field->kind != PLIM_FIELD_FILE || path == NULL || path[0] == '\0')
      continue;
    whole = plim_credential_file_dup_path (field, path);
    return g_file_new_for_path (whole);
  }
  return NULL;
}

static void
start (Entry *entry, GFile *file)
{
  g_autoptr (GFile) folder = g_file_get_parent (file);
  g_autoptr (GError) error = NULL;

  /* GIO would look for a missing folder every few seconds. */
  if (folder == NULL || !g_file_query_exists (folder, NULL))
    return;
  entry->monitor = g_file_monitor_directory (folder, G_FILE_MONITOR_WATCH_MOVES, NULL, &error);
  if (entry->monitor == NULL) {
    g_message ("A folder cannot be watched, so its sign-in is read with each poll alone: %s",
               error->message);
    return;
  }
  entry->file = g_object_ref (file);
  g_signal_connect (entry->monitor, "changed", G_CALLBACK (on_folder_changed), entry);
}

static void
update (Entry *entry)
{
  g_autoptr (GFile) file =
      plim_account_get_enabled (entry->account) ? find_file (entry->account) : NULL;

  if (file != NULL && entry->file != NULL && g_file_equal (file, entry->file))
    return;
  stop (entry);
  if (file != NULL)
    start (entry, file);
}

static void
on_account_changed (PlimAccount *account, GParamSpec *pspec, PlimCredentialWatch *self)
{
  update (g_hash_table_lookup (self->entries, account));
}

static void
on_polled (PlimPoller *poller, PlimAccount *account, PlimCredentialWatch *self)
{
  Entry *entry = g_hash_table_lookup (self->entries, account);

  if (entry != NULL)
    update (entry);
}

static void
add_account (PlimCredentialWatch *self, PlimAccount *account)
{
  Entry *entry = g_new0 (Entry, 1);

  entry->watch = self;
  entry->account = g_object_ref (account);
  g_hash_table_insert (self->entries, account, entry);
  g_signal_connect_object (account, "notify::settings", G_CALLBACK (on_account_changed), self, 0);
  g_signal_connect_object (account, "notify::enabled", G_CALLBACK (on_account_changed), self, 0);
  update (entry);
}

static void
on_accounts_changed (
    GListModel *accounts, guint position, guint n_removed, guint n_added, PlimCredentialWatch *self)
{
  g_autoptr (GHashTable) present = g_hash_table_new (NULL, NULL);
  GHashTableIter iter;
  gpointer account;

  for (guint i = 0; i < g_list_model_get_n_items (accounts); i++) {
    g_autoptr (PlimAccount) item = g_list_model_get_item (accounts, i);

    g_hash_table_add (present, item);
    if (!g_hash_table_contains (self->entries, item))
      add_account (self, item);
  }
  g_hash_table_iter_init (&iter, self->entries);
  while (g_hash_table_iter_next (&iter, &account, NULL)) {
    if (!g_hash_table_contains (present, account))
      g_hash_table_iter_remove (&iter);
  }
}

static void
plim_credential_watch_dispose (GObject *object)
{
  PlimCredentialWatch *self = PLIM_CREDENTIAL_WATCH (object);

  g_hash_table_remove_all (self->entries);
  g_clear_object (&self->accounts);
  g_clear_object (&self->poller);
  G_OBJECT_CLASS (plim_credential_watch_parent_class)->dispose (object);
}

static void
plim_credential_watch_finalize (GObject *object)
{
  g_hash_table_unref (PLIM_CREDENTIAL_WATCH (object)->entries);
  G_OBJECT_CLASS (plim_credential_watch_parent_class)->finalize (object);
}

static void
plim_credential_watch_class_init (PlimCredentialWatchClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = plim_credential_watch_dispose;
  G_OBJECT_CLASS (klass)->finalize = plim_credential_watch_finalize;
}

static void
plim_credential_watch_init (PlimCredentialWatch *self)
{
  self->settle_ms = SETTLE_MS;
  self->entries = g_hash_table_new_full (NULL, NULL, NULL, (GDestroyNotify) entry_free);
}

PlimCredentialWatch *
plim_credential_watch_new (GListModel *accounts, PlimPoller *poller)
{
  PlimCredentialWatch *self;

  g_return_val_if_fail (G_IS_LIST_MODEL (accounts), NULL);
  g_return_val_if_fail (PLIM_IS_POLLER (poller), NULL);

  self = g_object_new (PLIM_TYPE_CREDENTIAL_WATCH, NULL);
  self->accounts = g_object_ref (accounts);
  self->poller = g_object_ref (poller);
  g_signal_connect_object (accounts, "items-changed", G_CALLBACK (on_accounts_changed), self, 0);
  g_signal_connect_object (poller, "polled", G_CALLBACK (on_polled), self, 0);
  on_accounts_changed (accounts, 0, 0, g_list_model_get_n_items (accounts), self);
  return self;
}

void
plim_credential_watch_set_settle (PlimCredentialWatch *self, guint settle_ms)
{
  g_return_if_fail (PLIM_IS_CREDENTIAL_WATCH (self));

  self->settle_ms = settle_ms;
}

guint
plim_credential_watch_get_n_folders (PlimCredentialWatch *self)
{
  GHashTableIter iter;
  gpointer value;
  guint n_folders = 0;

  g_return_val_if_fail (PLIM_IS_CREDENTIAL_WATCH (self), 0);

  g_hash_table_iter_init (&iter, self->entries);
  while (g_hash_table_iter_next (&iter, NULL, &value)) {
    const Entry *entry = value;

    n_folders += entry->monitor != NULL;
  }
  return n_folders;
}
