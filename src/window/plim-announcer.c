/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "plim-announcer.h"

#include "plim-announcement.h"

struct _PlimAnnouncer {
  GObject parent_instance;
  GListModel *accounts;
  PlimPresentation *presentation;
  GPtrArray *followed; /* (element-type PlimAccount) */
  GHashTable *said;    /* account and window → PlimAnnouncement */
  guint look_id;
};

G_DEFINE_FINAL_TYPE (PlimAnnouncer, plim_announcer, G_TYPE_OBJECT)

enum { ANNOUNCE, N_SIGNALS };
static guint signals[N_SIGNALS];

static PlimAnnouncement *
get_announcement (PlimAnnouncer *self, PlimAccount *account, const PlimUsageWindow *window)
{
  g_autofree char *key = g_strconcat (plim_account_get_id (account), " ", window->id, NULL);
  PlimAnnouncement *announcement = g_hash_table_lookup (self->said, key);

  if (announcement == NULL) {
    announcement = g_new0 (PlimAnnouncement, 1);
    g_hash_table_insert (self->said, g_steal_pointer (&key), announcement);
  }
  return announcement;
}

static void
observe_account (PlimAnnouncer *self, PlimAccount *account, GPtrArray *lines)
{
  PlimSnapshot *snapshot = plim_account_get_snapshot (account);
  guint n_windows = snapshot != NULL ? plim_snapshot_get_n_windows (snapshot) : 0;

  for (guint i = 0; i < n_windows; i++) {
    const PlimUsageWindow *window = plim_snapshot_get_window (snapshot, i);
    char *line =
        plim_announcement_observe (get_announcement (self, account, window), account, window,
                                   plim_presentation_get_format (self->presentation),
                                   plim_presentation_get_thresholds (self->presentation),
                                   plim_presentation_get_now (self->presentation));

    if (line != NULL)
      g_ptr_array_add (lines, line);
  }
}

static gboolean
on_look (gpointer user_data)
{
  PlimAnnouncer *self = user_data;
  g_autoptr (GPtrArray) lines = g_ptr_array_new_with_free_func (g_free);
  g_autofree char *text = NULL;

  self->look_id = 0;
  for (guint i = 0; i < self->followed->len; i++)
    observe_account (self, g_ptr_array_index (self->followed, i), lines);
  text = plim_announcement_join (lines);
  if (text != NULL)
    g_signal_emit (self, signals[ANNOUNCE], 0, text);
  return G_SOURCE_REMOVE;
}

/* An account changes property by property, and a poll of all changes all: they are seen at once. */
static void
queue_look (PlimAnnouncer *self)
{
  if (self->look_id == 0)
    self->look_id = g_idle_add (on_look, self);
}

static void
unfollow_all (PlimAnnouncer *self)
{
  for (guint i = 0; i < self->followed->len; i++)
    g_signal_handlers_disconnect_by_data (g_ptr_array_index (self->followed, i), self);
  g_ptr_array_set_size (self->followed, 0);
}

static void
on_accounts_changed (PlimAnnouncer *self)
{
  guint n_accounts = g_list_model_get_n_items (self->accounts);

  unfollow_all (self);
  for (guint i = 0; i < n_accounts; i++) {
    PlimAccount *account = g_list_model_get_item (self->accounts, i);

    g_signal_connect_object (account, "notify", G_CALLBACK (queue_look), self, G_CONNECT_SWAPPED);
    g_ptr_array_add (self->followed, account);
  }
  queue_look (self);
}

static void
plim_announcer_dispose (GObject *object)
{
  PlimAnnouncer *self = PLIM_ANNOUNCER (object);

  g_clear_handle_id (&self->look_id, g_source_remove);
  unfollow_all (self);
  g_clear_object (&self->presentation);
  g_clear_object (&self->accounts);
  G_OBJECT_CLASS (plim_announcer_parent_class)->dispose (object);
}

static void
plim_announcer_finalize (GObject *object)
{
  PlimAnnouncer *self = PLIM_ANNOUNCER (object);

  g_ptr_array_unref (self->followed);
  g_hash_table_unref (self->said);
  G_OBJECT_CLASS (plim_announcer_parent_class)->finalize (object);
}

static void
plim_announcer_class_init (PlimAnnouncerClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = plim_announcer_dispose;
  object_class->finalize = plim_announcer_finalize;

  signals[ANNOUNCE] = g_signal_new ("announce", PLIM_TYPE_ANNOUNCER, G_SIGNAL_RUN_LAST, 0, NULL,
                                    NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
}

static void
plim_announcer_init (PlimAnnouncer *self)
{
  self->followed = g_ptr_array_new_with_free_func (g_object_unref);
  self->said = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
}

PlimAnnouncer *
plim_announcer_new (GListModel *accounts, PlimPresentation *presentation)
{
  PlimAnnouncer *self;

  g_return_val_if_fail (G_IS_LIST_MODEL (accounts), NULL);
  g_return_val_if_fail (PLIM_IS_PRESENTATION (presentation), NULL);

  self = g_object_new (PLIM_TYPE_ANNOUNCER, NULL);
  self->accounts = g_object_ref (accounts);
  self->presentation = g_object_ref (presentation);
  g_signal_connect_object (accounts, "items-changed", G_CALLBACK (on_accounts_changed), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (presentation, "changed", G_CALLBACK (queue_look), self,
                           G_CONNECT_SWAPPED);
  on_accounts_changed (self);
  return self;
}
