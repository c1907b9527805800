/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "plim-headline-watch.h"

#include "plim-settings.h"

struct _PlimHeadlineWatch {
  GObject parent_instance;

  GListModel *accounts;
  GPtrArray *followed; /* PlimAccount, as the list had them */
  GSettings *settings;
  PlimClock *clock;
  PlimHeadline headline;
  char *chosen_account; /* (nullable): by stepping */
  guint update_id;
};

G_DEFINE_FINAL_TYPE (PlimHeadlineWatch, plim_headline_watch, G_TYPE_OBJECT)

enum { CHANGED, N_SIGNALS };
static guint signals[N_SIGNALS];

/* The next moment from which a shown number is no longer current. */
static gint64
find_deadline (PlimHeadlineWatch *self, gint64 now)
{
  gint64 deadline = PLIM_TIME_UNKNOWN;

  for (guint i = 0; i < self->followed->len; i++) {
    PlimAccount *account = g_ptr_array_index (self->followed, i);
    gint64 stale_at = plim_account_get_stale_at (account, now);

    if (!plim_account_get_enabled (account) || stale_at == PLIM_TIME_UNKNOWN)
      continue;
    if (deadline == PLIM_TIME_UNKNOWN || stale_at < deadline)
      deadline = stale_at;
  }
  return deadline;
}

static void
update (PlimHeadlineWatch *self)
{
  g_autofree char *account = g_settings_get_string (self->settings, PLIM_SETTINGS_PINNED_ACCOUNT);
  g_autofree char *window = g_settings_get_string (self->settings, PLIM_SETTINGS_PINNED_WINDOW);
  gboolean is_chosen = self->chosen_account != NULL;
  gint64 now = plim_clock_get_now (self->clock);
  PlimThresholds thresholds;

  plim_settings_get_thresholds (self->settings, &thresholds);
  plim_headline_clear (&self->headline);
  plim_headline_init (&self->headline, self->accounts, &thresholds,
                      is_chosen ? self->chosen_account : account, is_chosen ? NULL : window, now);
  plim_clock_set_alarm (self->clock, find_deadline (self, now));
  g_signal_emit (self, signals[CHANGED], 0);
}

static gboolean
on_update (gpointer user_data)
{
  PlimHeadlineWatch *self = user_data;

  self->update_id = 0;
  update (self);
  return G_SOURCE_REMOVE;
}

static void
queue_update (PlimHeadlineWatch *self)
{
  if (self->update_id == 0)
    self->update_id = g_idle_add (on_update, self);
}

static void
unfollow (gpointer data, gpointer user_data)
{
  g_signal_handlers_disconnect_by_data (data, user_data);
}

static void
on_items_changed (
    GListModel *accounts, guint position, guint n_removed, guint n_added, gpointer user_data)
{
  PlimHeadlineWatch *self = user_data;
  guint n_accounts = g_list_model_get_n_items (accounts);

  g_ptr_array_foreach (self->followed, unfollow, self);
  g_ptr_array_set_size (self->followed, 0);
  for (guint i = 0; i < n_accounts; i++) {
    PlimAccount *account = g_list_model_get_item (accounts, i);

    g_signal_connect_object (account, "notify", G_CALLBACK (queue_update), self, G_CONNECT_SWAPPED);
    g_ptr_array_add (self->followed, account);
  }
  queue_update (self);
}

static void
plim_headline_watch_dispose (GObject *object)
{
  PlimHeadlineWatch *self = PLIM_HEADLINE_WATCH (object);

  g_clear_handle_id (&self->update_id, g_source_remove);
  g_ptr_array_foreach (self->followed, unfollow, self);
  g_ptr_array_set_size (self->followed, 0);
  plim_headline_clear (&self->headline);
  g_clear_object (&self->accounts);
  g_clear_object (&self->settings);
  g_clear_object (&self->clock);
  G_OBJECT_CLASS (plim_headline_watch_parent_class)->dispose (object);
}

static void
plim_headline_watch_finalize (GObject *object)
{
  PlimHeadlineWatch *self = PLIM_HEADLINE_WATCH (object);

  g_ptr_array_unref (self->followed);
  g_free (self->chosen_account);
  G_OBJECT_CLASS (plim_headline_watch_parent_class)->finalize (object);
}

static void
plim_headline_watch_class_init (PlimHeadlineWatchClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = plim_headline_watch_dispose;
  object_class->finalize = plim_headline_watch_finalize;

  signals[CHANGED] = g_signal_new ("changed", PLIM_TYPE_HEADLINE_WATCH, G_SIGNAL_RUN_LAST, 0, NULL,
                                   NULL, NULL, G_TYPE_NONE, 0);
}

static void
plim_headline_watch_init (PlimHeadlineWatch *self)
{
  self->followed = g_ptr_array_new_with_free_func (g_object_unref);
}

PlimHeadlineWatch *
plim_headline_watch_new (GListModel *accounts, GSettings *settings, PlimClock *clock)
{
  PlimHeadlineWatch *self;

  g_return_val_if_fail (G_IS_LIST_MODEL (accounts), NULL);
  g_return_val_if_fail (G_IS_SETTINGS (settings), NULL);
  g_return_val_if_fail (PLIM_IS_CLOCK (clock), NULL);

  self = g_object_new (PLIM_TYPE_HEADLINE_WATCH, NULL);
  self->accounts = g_object_ref (accounts);
  self->settings = g_object_ref (settings);
  self->clock = g_object_ref (clock);
  g_signal_connect_object (accounts, "items-changed", G_CALLBACK (on_items_changed), self, 0);
  g_signal_connect_object (settings, "changed", G_CALLBACK (queue_update), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (clock, "alarm", G_CALLBACK (queue_update), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (clock, "jumped", G_CALLBACK (queue_update), self, G_CONNECT_SWAPPED);
  on_items_changed (accounts, 0, 0, 0, self);
  return self;
}

const PlimHeadline *
plim_headline_watch_get_headline (PlimHeadlineWatch *self)
{
  g_return_val_if_fail (PLIM_IS_HEADLINE_WATCH (self), NULL);

  return &self->headline;
}

static gboolean
may_lead (PlimAccount *account)
{
  return plim_account_get_enabled (account) && plim_account_get_snapshot (account) != NULL;
}

void
plim_headline_watch_step (PlimHeadlineWatch *self, int direction)
{
  int n_accounts;
  int position = -1;

  g_return_if_fail (PLIM_IS_HEADLINE_WATCH (self));
  g_return_if_fail (direction == -1 || direction == 1);

  n_accounts = (int) self->followed->len;
  for (int i = 0; i < n_accounts; i++) {
    PlimAccount *account = g_ptr_array_index (self->followed, (guint) i);

    if (g_strcmp0 (plim_account_get_id (account), self->chosen_account) == 0)
      position = i;
  }
  g_clear_pointer (&self->chosen_account, g_free);
  /* -1 is the binding account; before it stands the last one. */
  if (position == -1 && direction == -1)
    position = n_accounts;
  for (position += direction; position >= 0 && position < n_accounts; position += direction) {
    PlimAccount *account = g_ptr_array_index (self->followed, (guint) position);

    if (!may_lead (account))
      continue;
    self->chosen_account = g_strdup (plim_account_get_id (account));
    break;
  }
  queue_update (self);
}
