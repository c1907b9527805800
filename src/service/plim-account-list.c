/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "plim-account-list-private.h"

#include "plim-orphans.h"

/* Far longer than adding an account takes, from writing its secret to saving it. */
#define ORPHANS_WAIT_S (10 * 60)

static void plim_account_list_iface_init (GListModelInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (PlimAccountList,
                               plim_account_list,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL,
                                                      plim_account_list_iface_init))

enum { PROP_DATABASE = 1, PROP_ORPHANS_WAIT, PROP_PROBLEM, N_PROPS };
static GParamSpec *properties[N_PROPS];

static GType
plim_account_list_get_item_type (GListModel *model)
{
  return PLIM_TYPE_ACCOUNT;
}

static guint
plim_account_list_get_n_items (GListModel *model)
{
  return PLIM_ACCOUNT_LIST (model)->accounts->len;
}

static gpointer
plim_account_list_get_item (GListModel *model, guint position)
{
  PlimAccountList *self = PLIM_ACCOUNT_LIST (model);

  return position < self->accounts->len
             ? g_object_ref (g_ptr_array_index (self->accounts, position))
             : NULL;
}

static void
plim_account_list_iface_init (GListModelInterface *iface)
{
  iface->get_item_type = plim_account_list_get_item_type;
  iface->get_n_items = plim_account_list_get_n_items;
  iface->get_item = plim_account_list_get_item;
}

/* A poll changes several properties in a row: it is kept once, when all of them have. */
static void
on_polled (PlimAccount *account, GParamSpec *pspec, PlimAccountList *self)
{
  g_hash_table_add (self->polled, g_object_ref (account));
  if (self->keep_id == 0)
    self->keep_id = g_idle_add_full (G_PRIORITY_DEFAULT, plim_account_list_keep_polls, self, NULL);
}

/* At once, so that who asks for the history next is not given the former owner's. */
static void
on_owner_changed (PlimAccount *account, GParamSpec *pspec, PlimAccountList *self)
{
  plim_account_list_save (self, account);
}

/* Who changes something saves it afterwards. */
static void
on_set_up (PlimAccount *account, GParamSpec *pspec, PlimAccountList *self)
{
  if (self->clock != NULL)
    plim_account_set_changed_at (account, plim_clock_get_now (self->clock));
}

static void
watch (PlimAccountList *self, PlimAccount *account)
{
  static const char *const set_up[] = { "label", "base-url", "settings", "enabled", "interval" };

  for (gsize i = 0; i < G_N_ELEMENTS (set_up); i++) {
    g_autofree char *signal = g_strconcat ("notify::", set_up[i], NULL);

    g_signal_connect_object (account, signal, G_CALLBACK (on_set_up), self, 0);
  }
  g_signal_connect_object (account, "notify::owner", G_CALLBACK (on_owner_changed), self, 0);
  g_signal_connect_object (account, "notify::attempted-at", G_CALLBACK (on_polled), self, 0);
  g_signal_connect_object (account, "notify::snapshot", G_CALLBACK (on_polled), self, 0);
  g_signal_connect_object (account, "notify::status", G_CALLBACK (on_polled), self, 0);
}

/* Gives every account from @first on the order of its place. */
static void
renumber (PlimAccountList *self, guint first)
{
  for (guint i = first; i < self->accounts->len; i++) {
    PlimAccount *account = g_ptr_array_index (self->accounts, i);

    if (plim_account_get_order (account) == i)
      continue;
    plim_account_set_order (account, i);
    plim_account_list_save (self, account);
  }
}

/* Loading. */

/* A database that was set aside may still be put back; one in memory knows no account. */
static gboolean
is_sound (PlimAccountList *self)
{
  return plim_database_get_problem (self->database) == NULL &&
         plim_database_get_set_aside (self->database) == NULL;
}

static gboolean
clear_orphans (gpointer user_data)
{
  PlimAccountList *self = user_data;

  self->orphans_id = 0;
  for (guint i = 0; is_sound (self) && self->orphans[i] != NULL; i++) {
    if (plim_account_list_find (self, self->orphans[i]) == NULL)
      plim_orphans_clear_async (self->orphans[i], NULL, NULL);
  }
  g_clear_pointer (&self->orphans, g_strfreev);
  return G_SOURCE_REMOVE;
}

static void
on_orphans_found (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;
  g_auto (GStrv) orphans = plim_orphans_find_finish (result, &error);
  PlimAccountList *self;

  if (orphans == NULL) {
    g_debug ("Orphaned secrets are looked for at the next start: %s", error->message);
    return; /* @user_data may be gone */
  }
  if (orphans[0] == NULL)
    return;
  self = user_data;
  self->orphans = g_steal_pointer (&orphans);
  self->orphans_id = g_timeout_add_seconds (self->orphans_wait_s, clear_orphans, self);
}

static void
find_orphans (PlimAccountList *self)
{
  g_autoptr (GHashTable) ids = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  /* An empty database may be a lost one. */
  if (self->accounts->len == 0 || !is_sound (self))
    return;
  for (guint i = 0; i < self->accounts->len; i++)
    g_hash_table_add (ids, g_strdup (plim_account_get_id (g_ptr_array_index (self->accounts, i))));
  plim_orphans_find_async (ids, self->cancellable, on_orphans_found, self);
}

static void
on_loaded (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  PlimAccountList *self = g_task_get_source_object (task);
  g_autoptr (GPtrArray) loaded = NULL;
  GError *error = NULL;
  guint position = self->accounts->len;

  loaded = plim_database_load_finish (PLIM_DATABASE (source), result, &error);
  plim_account_list_set_problem (self, error);
  if (loaded == NULL) {
    g_task_return_error (task, error);
    return;
  }
  for (guint i = 0; i < loaded->len; i++) {
    PlimAccount *account = g_ptr_array_index (loaded, i);

    watch (self, account);
    g_ptr_array_add (self->accounts, g_object_ref (account));
  }
  renumber (self, 0);
  g_list_model_items_changed (G_LIST_MODEL (self), position, 0, loaded->len);
  find_orphans (self);
  g_task_return_boolean (task, TRUE);
}

static void
plim_account_list_get_property (GObject *object, guint property, GValue *value, GParamSpec *pspec)
{
  PlimAccountList *self = PLIM_ACCOUNT_LIST (object);

  switch (property) {
  case PROP_PROBLEM:
    g_value_set_string (value, self->problem);
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property, pspec);
  }
}

static void
plim_account_list_set_property (GObject *object,
                                guint property,
                                const GValue *value,
                                GParamSpec *pspec)
{
  PlimAccountList *self = PLIM_ACCOUNT_LIST (object);

  switch (property) {
  case PROP_DATABASE:
    self->database = g_value_dup_object (value);
    break;
  case PROP_ORPHANS_WAIT:
    self->orphans_wait_s = g_value_get_uint (value);
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property, pspec);
  }
}

/* A corrupt file was replaced while we ran. What could be read of it is in the new one; what we
 * know ourselves is complete. */
static void
keep_all (PlimAccountList *self)
{
  for (guint i = 0; i < self->accounts->len; i++)
    plim_account_list_save (self, g_ptr_array_index (self->accounts, i));
  plim_account_list_save_polls (self, self->accounts);
}

static void
plim_account_list_constructed (GObject *object)
{
  PlimAccountList *self = PLIM_ACCOUNT_LIST (object);

  G_OBJECT_CLASS (plim_account_list_parent_class)->constructed (object);
  g_signal_connect_object (self->database, "notify::set-aside", G_CALLBACK (keep_all), self,
                           G_CONNECT_SWAPPED);
  self->problem = g_strdup (plim_database_get_problem (self->database));
}

static void
plim_account_list_dispose (GObject *object)
{
  PlimAccountList *self = PLIM_ACCOUNT_LIST (object);

  /* What was polled in this very moment is kept too: the database ends its jobs before it closes.
   */
  if (self->keep_id != 0) {
    g_source_remove (self->keep_id);
    plim_account_list_keep_polls (self);
  }
  g_clear_handle_id (&self->orphans_id, g_source_remove);
  plim_account_list_save_again (self);
  g_cancellable_cancel (self->cancellable);
  G_OBJECT_CLASS (plim_account_list_parent_class)->dispose (object);
}

static void
plim_account_list_finalize (GObject *object)
{
  PlimAccountList *self = PLIM_ACCOUNT_LIST (object);

  g_clear_object (&self->database);
  g_clear_object (&self->clock);
  g_clear_object (&self->cancellable);
  g_ptr_array_unref (self->accounts);
  g_hash_table_unref (self->polled);
  g_hash_table_unref (self->unsaved);
  g_hash_table_unref (self->unremoved);
  g_strfreev (self->orphans);
  g_free (self->problem);
  G_OBJECT_CLASS (plim_account_list_parent_class)->finalize (object);
}

static void
plim_account_list_class_init (PlimAccountListClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GParamFlags construct_only = G_PARAM_WRITABLE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS;

  object_class->constructed = plim_account_list_constructed;
  object_class->get_property = plim_account_list_get_property;
  object_class->set_property = plim_account_list_set_property;
  object_class->dispose = plim_account_list_dispose;
  object_class->finalize = plim_account_list_finalize;

  properties[PROP_DATABASE] =
      g_param_spec_object ("database", NULL, NULL, PLIM_TYPE_DATABASE, construct_only);
  properties[PROP_ORPHANS_WAIT] =
      g_param_spec_uint ("orphans-wait", NULL, NULL, 0, G_MAXUINT, ORPHANS_WAIT_S, construct_only);
  properties[PROP_PROBLEM] =
      g_param_spec_string ("problem", NULL, NULL, NULL,
                           G_PARAM_READABLE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
plim_account_list_init (PlimAccountList *self)
{
  self->accounts = g_ptr_array_new_with_free_func (g_object_unref);
  self->polled = g_hash_table_new_full (NULL, NULL, g_object_unref, NULL);
  self->unsaved = g_hash_table_new_full (NULL, NULL, g_object_unref, NULL);
  self->unremoved = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->cancellable = g_cancellable_new ();
}

PlimAccountList *
plim_account_list_new (PlimDatabase *database)
{
  g_return_val_if_fail (PLIM_IS_DATABASE (database), NULL);

  return g_object_new (PLIM_TYPE_ACCOUNT_LIST, "database", database, NULL);
}

void
plim_account_list_set_clock (PlimAccountList *self, PlimClock *clock)
{
  g_return_if_fail (PLIM_IS_ACCOUNT_LIST (self));
  g_return_if_fail (PLIM_IS_CLOCK (clock));

  g_set_object (&self->clock, clock);
}

void
plim_account_list_load_async (PlimAccountList *self,
                              GCancellable *cancellable,
                              GAsyncReadyCallback callback,
                              gpointer user_data)
{
  GTask *task;

  g_return_if_fail (PLIM_IS_ACCOUNT_LIST (self));

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, plim_account_list_load_async);
  plim_database_load_async (self->database, cancellable, on_loaded, task);
}

gboolean
plim_account_list_load_finish (PlimAccountList *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

void
plim_account_list_add (PlimAccountList *self, PlimAccount *account)
{
  guint position;

  g_return_if_fail (PLIM_IS_ACCOUNT_LIST (self));
  g_return_if_fail (PLIM_IS_ACCOUNT (account));
  g_return_if_fail (plim_account_list_find (self, plim_account_get_id (account)) == NULL);

  position = self->accounts->len;
  plim_account_set_order (account, position);
  if (self->clock != NULL && plim_account_get_created_at (account) == PLIM_TIME_UNKNOWN) {
    plim_account_set_created_at (account, plim_clock_get_now (self->clock));
    plim_account_set_changed_at (account, plim_account_get_created_at (account));
  }
  g_ptr_array_add (self->accounts, g_object_ref (account));
  plim_account_list_save (self, account);
  if (plim_account_get_attempted_at (account) != PLIM_TIME_UNKNOWN) {
    g_autoptr (GPtrArray) polled = g_ptr_array_new ();

    g_ptr_array_add (polled, account);
    plim_account_list_save_polls (self, polled);
  }
  watch (self, account);
  g_list_model_items_changed (G_LIST_MODEL (self), position, 0, 1);
}

static void
on_secrets_cleared (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;

  g_task_return_boolean (task, plim_orphans_clear_finish (result));
}

void
plim_account_list_remove_async (PlimAccountList *self,
                                PlimAccount *account,
                                GAsyncReadyCallback callback,
                                gpointer user_data)
{
  g_autoptr (PlimAccount) removed = NULL;
  g_autoptr (GTask) task = NULL;
  guint position;

  g_return_if_fail (PLIM_IS_ACCOUNT_LIST (self));
  g_return_if_fail (PLIM_IS_ACCOUNT (account));

  task = g_task_new (self, NULL, callback, user_data);
  g_task_set_source_tag (task, plim_account_list_remove_async);
  if (!g_ptr_array_find (self->accounts, account, &position)) {
    g_task_return_boolean (task, FALSE);
    return;
  }
  removed = g_object_ref (account);
  g_signal_handlers_disconnect_by_data (account, self);
  g_hash_table_remove (self->polled, account);
  g_hash_table_remove (self->unsaved, account);
  g_ptr_array_remove_index (self->accounts, position);
  g_list_model_items_changed (G_LIST_MODEL (self), position, 1, 0);
  plim_account_list_forget (self, plim_account_get_id (removed));
  plim_orphans_clear_async (plim_account_get_id (removed), on_secrets_cleared,
                            g_steal_pointer (&task));
  renumber (self, position);
}

gboolean
plim_account_list_remove_finish (PlimAccountList *self, GAsyncResult *result)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), NULL);
}

void
plim_account_list_move (PlimAccountList *self, PlimAccount *account, guint order)
{
  guint position, first, last;

  g_return_if_fail (PLIM_IS_ACCOUNT_LIST (self));

  if (!g_ptr_array_find (self->accounts, account, &position))
    return;
  order = MIN (order, self->accounts->len - 1);
  if (order == position)
    return;
  g_ptr_array_insert (self->accounts, (int) order,
                      g_ptr_array_steal_index (self->accounts, position));
  on_set_up (account, NULL, self);
  first = MIN (position, order);
  last = MAX (position, order);
  renumber (self, first);
  g_list_model_items_changed (G_LIST_MODEL (self), first, last - first + 1, last - first + 1);
}

void
plim_account_list_show_kept (PlimAccountList *self, PlimAccount *account, PlimAccount *other)
{
  gboolean is_polled = g_hash_table_contains (self->polled, account);

  g_return_if_fail (PLIM_IS_ACCOUNT_LIST (self));

  plim_account_restore (account, plim_account_get_snapshot (other), plim_account_get_status (other),
                        plim_account_get_cause (other), plim_account_get_message (other),
                        plim_account_get_attempted_at (other));
  if (!is_polled)
    g_hash_table_remove (self->polled, account);
}

PlimAccount *
plim_account_list_find (PlimAccountList *self, const char *id)
{
  g_return_val_if_fail (PLIM_IS_ACCOUNT_LIST (self), NULL);

  for (guint i = 0; i < self->accounts->len; i++) {
    PlimAccount *account = g_ptr_array_index (self->accounts, i);

    if (g_strcmp0 (plim_account_get_id (account), id) == 0)
      return account;
  }
  return NULL;
}

const char *
plim_account_list_get_problem (PlimAccountList *self)
{
  g_return_val_if_fail (PLIM_IS_ACCOUNT_LIST (self), NULL);

  return self->problem;
}
