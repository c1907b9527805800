/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "plim-notifier-private.h"

#include "plim-notice-look.h"
#include "plim-notice-round.h"
#include "plim-notice-time.h"
#include "plim-settings.h"

#include <string.h>

G_DEFINE_FINAL_TYPE (PlimNotifier, plim_notifier, G_TYPE_OBJECT)

enum { PROP_SNOOZED_UNTIL = 1, N_PROPS };
static GParamSpec *properties[N_PROPS];

enum { SIGNAL_NOTICE, SIGNAL_EVENT, N_SIGNALS };
static guint signals[N_SIGNALS];

/* Delivery. */

static void
deliver (const PlimNotice *notice, gpointer target)
{
  PlimNotifier *self = target;

  if (!plim_notice_board_show (self->board, plim_notice_get_id (notice),
                               plim_notice_get_notification (notice)))
    return;
  g_debug ("Notice %s", plim_notice_get_id (notice));
  g_signal_emit (self, signals[SIGNAL_NOTICE], 0, plim_notice_get_id (notice),
                 plim_notice_get_title (notice), plim_notice_get_body (notice));
}

PlimNotice *
plim_notifier_new_notice (PlimNotifier *self)
{
  return plim_notice_new (self->database, deliver, self);
}

static void
withdraw (PlimNotifier *self, const char *account_id, guint kinds)
{
  for (guint kind = 0; kind < PLIM_NOTICE_N_KINDS; kind++) {
    g_autofree char *id = plim_notice_round_dup_id (account_id, kind);

    if ((kinds & PLIM_NOTICE_BIT (kind)) != 0)
      plim_notice_board_withdraw (self->board, id);
  }
}

/* Observing. */

static PlimNoticeAccount *
find_account (PlimNotifier *self, const char *id)
{
  PlimNoticeAccount *account = g_hash_table_lookup (self->accounts, id);

  if (account == NULL) {
    account = plim_notice_account_new (id);
    g_hash_table_insert (self->accounts, account->id, account);
  }
  return account;
}

static PlimNoticeAccount *
take_account (PlimNotifier *self, PlimAccount *model, PlimNoticeRules *rules)
{
  PlimNoticeAccount *account = find_account (self, plim_account_get_id (model));

  g_set_object (&account->account, model);
  plim_notice_rules_init (rules, self->settings, account->id);
  return account;
}

static void
emit_event (PlimNoticeAccount *account, const char *event, const char *window_id, gpointer self)
{
  g_signal_emit (self, signals[SIGNAL_EVENT], 0, event, account->account, window_id);
}

void
plim_notifier_observe (PlimNotifier *self, PlimAccount *model)
{
  PlimNoticeAccount *account;
  PlimNoticeRules rules;
  PlimNoticeLook look;

  g_return_if_fail (PLIM_IS_NOTIFIER (self));
  g_return_if_fail (PLIM_IS_ACCOUNT (model));

  if (!self->is_loaded)
    return;
  account = take_account (self, model, &rules);
  look = (PlimNoticeLook){ .account = account,
                           .rules = &rules,
                           .notice = plim_notifier_new_notice (self),
                           .now = plim_clock_get_now (self->clock),
                           .event = emit_event,
                           .user_data = self };
  plim_notice_look_at_account (&look);
  plim_notice_send (look.notice);
  withdraw (self, account->id, look.ended);
  plim_notice_look_at_board (account, &rules, self->board);
  plim_notifier_expect (self, account, &rules);
}

static void
on_polled (PlimPoller *poller, PlimAccount *account, PlimNotifier *self)
{
  plim_notifier_observe (self, account);
}

void
plim_notifier_tell_stopped (PlimNotifier *self, PlimAccount *model)
{
  PlimNoticeAccount *account;
  PlimNoticeRules rules;
  PlimNotice *notice;

  g_return_if_fail (PLIM_IS_NOTIFIER (self));
  g_return_if_fail (PLIM_IS_ACCOUNT (model));

  if (!self->is_loaded)
    return;
  account = take_account (self, model, &rules);
  notice = plim_notifier_new_notice (self);
  if (plim_notice_account_raise (account, PLIM_NOTICE_STOPPED, NULL, &rules, notice))
    emit_event (account, PLIM_EVENT_COLLECTOR_STOPPED, NULL, self);
  plim_notice_send (notice);
  plim_notifier_expect (self, account, &rules);
}

void
plim_notifier_tell_incident (PlimNotifier *self,
                             PlimAccount *model,
                             const char *id,
                             const char *text)
{
  PlimNoticeAccount *account;
  PlimNoticeRules rules;
  PlimNotice *notice;

  g_return_if_fail (PLIM_IS_NOTIFIER (self));
  g_return_if_fail (PLIM_IS_ACCOUNT (model));

  if (!self->is_loaded)
    return;
  account = take_account (self, model, &rules);
  notice = plim_notifier_new_notice (self);
  g_free (account->incident);
  account->incident = g_strdup (text);
  if (id == NULL) {
    if (plim_notice_account_end (account, PLIM_NOTICE_INCIDENT, notice))
      withdraw (self, account->id, PLIM_NOTICE_BIT (PLIM_NOTICE_INCIDENT));
  } else if (plim_notice_account_raise (account, PLIM_NOTICE_INCIDENT, id, &rules, notice)) {
    emit_event (account, PLIM_EVENT_INCIDENT, NULL, self);
  }
  plim_notice_send (notice);
  plim_notice_look_at_board (account, &rules, self->board);
  plim_notifier_expect (self, account, &rules);
}

/* Loading. */

static void
on_snoozed_changed (PlimNotifier *self)
{
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SNOOZED_UNTIL]);
}

static void
restore (PlimNotifier *self, const char *name, const char *text)
{
  const char *slash = strchr (name, '/');
  g_autofree char *id = slash != NULL ? g_strndup (name, (gsize) (slash - name)) : NULL;

  if (id != NULL)
    plim_notice_account_restore (find_account (self, id), slash + 1, text);
}

static void
on_loaded (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  PlimNotifier *self = g_task_get_source_object (task);
  g_autoptr (GHashTable) kept = NULL;
  GError *error = NULL;
  GHashTableIter iter;
  gpointer name, text;

  kept = plim_database_load_notices_finish (PLIM_DATABASE (source), result, &error);
  /* Without what was said before, all that is seen next is a baseline. */
  self->is_loaded = TRUE;
  if (kept == NULL) {
    g_task_return_error (task, error);
    return;
  }
  g_hash_table_iter_init (&iter, kept);
  while (g_hash_table_iter_next (&iter, &name, &text))
    restore (self, name, text);
  g_task_return_boolean (task, TRUE);
}

void
plim_notifier_load_async (PlimNotifier *self,
                          GCancellable *cancellable,
                          GAsyncReadyCallback callback,
                          gpointer user_data)
{
  GTask *task;

  g_return_if_fail (PLIM_IS_NOTIFIER (self));

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, plim_notifier_load_async);
  plim_database_load_notices_async (self->database, cancellable, on_loaded, task);
}

gboolean
plim_notifier_load_finish (PlimNotifier *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

void
plim_notifier_take_up (PlimNotifier *self, GListModel *accounts)
{
  g_return_if_fail (PLIM_IS_NOTIFIER (self));
  g_return_if_fail (G_IS_LIST_MODEL (accounts));

  for (guint i = 0; i < g_list_model_get_n_items (accounts); i++) {
    g_autoptr (PlimAccount) model = g_list_model_get_item (accounts, i);
    PlimNoticeAccount *account = g_hash_table_lookup (self->accounts, plim_account_get_id (model));
    PlimNoticeRules rules;

    if (account == NULL || !account->facts[PLIM_NOTICE_STOPPED].is_due)
      continue;
    plim_notifier_expect (self, take_account (self, model, &rules), &rules);
  }
}

/* The object. */

static void
plim_notifier_get_property (GObject *object, guint property, GValue *value, GParamSpec *pspec)
{
  PlimNotifier *self = PLIM_NOTIFIER (object);

  switch (property) {
  case PROP_SNOOZED_UNTIL:
    g_value_set_int64 (value, plim_notifier_get_snoozed_until (self));
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property, pspec);
  }
}

static void
plim_notifier_finalize (GObject *object)
{
  PlimNotifier *self = PLIM_NOTIFIER (object);

  g_clear_object (&self->database);
  g_clear_object (&self->clock);
  g_clear_object (&self->settings);
  g_clear_pointer (&self->board, plim_notice_board_free);
  g_hash_table_unref (self->pending);
  g_hash_table_unref (self->accounts);
  G_OBJECT_CLASS (plim_notifier_parent_class)->finalize (object);
}

static void
plim_notifier_class_init (PlimNotifierClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = plim_notifier_get_property;
  object_class->finalize = plim_notifier_finalize;
  properties[PROP_SNOOZED_UNTIL] =
      g_param_spec_int64 ("snoozed-until", NULL, NULL, 0, G_MAXINT64, 0,
                          G_PARAM_READABLE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);
  g_object_class_install_properties (object_class, N_PROPS, properties);
  signals[SIGNAL_NOTICE] =
      g_signal_new ("notice", PLIM_TYPE_NOTIFIER, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                    G_TYPE_NONE, 3, G_TYPE_STRING, G_TYPE_STRING, G_TYPE_STRING);
  signals[SIGNAL_EVENT] =
      g_signal_new ("event", PLIM_TYPE_NOTIFIER, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                    G_TYPE_NONE, 3, G_TYPE_STRING, PLIM_TYPE_ACCOUNT, G_TYPE_STRING);
}

static void
plim_notifier_init (PlimNotifier *self)
{
  self->accounts = g_hash_table_new_full (g_str_hash, g_str_equal, NULL,
                                          (GDestroyNotify) plim_notice_account_free);
  self->pending = g_hash_table_new (NULL, NULL);
  self->can_act = TRUE;
  self->alarm_at = PLIM_NOTICE_NEVER;
}

PlimNotifier *
plim_notifier_new (GApplication *application,
                   PlimPoller *poller,
                   PlimDatabase *database,
                   PlimClock *clock,
                   GSettings *settings)
{
  PlimNotifier *self;

  g_return_val_if_fail (application == NULL || G_IS_APPLICATION (application), NULL);
  g_return_val_if_fail (PLIM_IS_POLLER (poller), NULL);

  self = g_object_new (PLIM_TYPE_NOTIFIER, NULL);
  self->board = plim_notice_board_new (application);
  self->database = g_object_ref (database);
  self->clock = g_object_ref (clock);
  self->settings = g_object_ref (settings);
  g_signal_connect_object (poller, "polled", G_CALLBACK (on_polled), self, 0);
  g_signal_connect_object (clock, "alarm", G_CALLBACK (plim_notifier_tell), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (clock, "jumped", G_CALLBACK (plim_notifier_plan), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (settings, "changed::" PLIM_SETTINGS_SNOOZED_UNTIL,
                           G_CALLBACK (on_snoozed_changed), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (settings, "changed", G_CALLBACK (plim_notifier_plan), self,
                           G_CONNECT_SWAPPED);
  return self;
}

GSettings *
plim_notifier_get_settings (PlimNotifier *self)
{
  g_return_val_if_fail (PLIM_IS_NOTIFIER (self), NULL);

  return self->settings;
}

void
plim_notifier_snooze (PlimNotifier *self, gint64 until)
{
  g_return_if_fail (PLIM_IS_NOTIFIER (self));

  g_settings_set_int64 (self->settings, PLIM_SETTINGS_SNOOZED_UNTIL, until);
}

gint64
plim_notifier_get_snoozed_until (PlimNotifier *self)
{
  g_return_val_if_fail (PLIM_IS_NOTIFIER (self), 0);

  return g_settings_get_int64 (self->settings, PLIM_SETTINGS_SNOOZED_UNTIL);
}

void
plim_notifier_snooze_until_reset (PlimNotifier *self, const char *account_id)
{
  PlimNoticeAccount *account;
  PlimNotice *notice;

  g_return_if_fail (PLIM_IS_NOTIFIER (self));

  account = g_hash_table_lookup (self->accounts, account_id);
  if (account == NULL)
    return;
  notice = plim_notifier_new_notice (self);
  plim_notice_account_snooze (account, notice);
  plim_notice_send (notice);
  withdraw (self, account_id, PLIM_NOTICE_BIT (PLIM_NOTICE_THRESHOLD));
}

void
plim_notifier_set_quiet (PlimNotifier *self, gboolean quiet)
{
  g_return_if_fail (PLIM_IS_NOTIFIER (self));

  self->is_quiet = quiet;
  plim_notifier_plan (self);
}

void
plim_notifier_set_can_act (PlimNotifier *self, gboolean can_act)
{
  g_return_if_fail (PLIM_IS_NOTIFIER (self));

  self->can_act = can_act;
}

void
plim_notifier_forget (PlimNotifier *self, const char *account_id)
{
  PlimNoticeAccount *account;

  g_return_if_fail (PLIM_IS_NOTIFIER (self));

  plim_notice_board_check (self->board, account_id, NULL, NULL);
  withdraw (self, account_id, ~0u);
  plim_notice_rules_set_own (self->settings, account_id, NULL);
  account = g_hash_table_lookup (self->accounts, account_id);
  if (account == NULL)
    return;
  g_hash_table_remove (self->pending, account);
  g_hash_table_remove (self->accounts, account_id);
}
