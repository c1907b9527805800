/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "plim-notifier.h"

#include "plim-notice-account.h"
#include "plim-notice-board.h"
#include "plim-notice-round.h"
#include "plim-quiet-hours.h"
#include "plim-settings.h"

#include <string.h>

/* What comes within that time is one notice. */
#define GATHER_S 3
/* Between two notices of a kind about one account. */
#define GAP_S 60
#define NEVER G_MAXINT64

struct _PlimNotifier {
  GObject parent_instance;

  PlimDatabase *database;
  PlimClock *clock;
  GSettings *settings;
  PlimNoticeBoard *board;
  GHashTable *accounts; /* id → PlimNoticeAccount */
  GHashTable *pending;  /* the PlimNoticeAccounts of which something is due */
  gint64 gather_until;
  gboolean is_loaded;
  gboolean is_quiet;
  gboolean can_act;
};

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

static PlimNotice *
new_notice (PlimNotifier *self)
{
  return plim_notice_new (self->database, deliver, self);
}

static void
withdraw (PlimNotifier *self, const char *account_id, PlimNoticeKind kind)
{
  g_autofree char *id = plim_notice_round_dup_id (account_id, kind);

  plim_notice_board_withdraw (self->board, id);
}

/* When something is said. */

static gint64
find_quiet_end (PlimNotifier *self, gint64 now)
{
  if (self->is_quiet)
    return NEVER;
  if (!g_settings_get_boolean (self->settings, PLIM_SETTINGS_QUIET_HOURS))
    return PLIM_TIME_UNKNOWN;
  return plim_quiet_hours_get_end (g_settings_get_uint (self->settings, PLIM_SETTINGS_QUIET_FROM),
                                   g_settings_get_uint (self->settings, PLIM_SETTINGS_QUIET_TO),
                                   NULL, now);
}

static gint64
find_time (PlimNotifier *self, const PlimNoticeAccount *account, guint kind, gint64 now)
{
  gint64 at = MAX (self->gather_until, find_quiet_end (self, now));

  if ((PLIM_NOTICE_LIMITS & PLIM_NOTICE_BIT (kind)) != 0)
    at = MAX (at, plim_notifier_get_snoozed_until (self));
  /* A clock that was set back must not make it wait for long. */
  if (account->told_at[kind] != PLIM_TIME_UNKNOWN && account->told_at[kind] <= now)
    at = MAX (at, account->told_at[kind] + GAP_S);
  return at;
}

static void
plan (PlimNotifier *self)
{
  gint64 now = plim_clock_get_now (self->clock), next = NEVER;
  GHashTableIter iter;
  gpointer account;

  g_hash_table_iter_init (&iter, self->pending);
  while (g_hash_table_iter_next (&iter, &account, NULL)) {
    PlimNoticeRules rules;
    guint due;

    plim_notice_rules_init (&rules, self->settings, ((PlimNoticeAccount *) account)->id);
    due = plim_notice_account_find_due (account, &rules, now);
    if (due == 0)
      g_hash_table_iter_remove (&iter);
    for (guint kind = 0; kind < PLIM_NOTICE_N_KINDS; kind++) {
      if ((due & PLIM_NOTICE_BIT (kind)) != 0)
        next = MIN (next, find_time (self, account, kind, now));
    }
  }
  if (g_hash_table_size (self->pending) == 0)
    self->gather_until = PLIM_TIME_UNKNOWN;
  plim_clock_set_alarm (self->clock, next != NEVER ? MAX (next, now) : PLIM_TIME_UNKNOWN);
}

static guint
find_open (PlimNotifier *self, const PlimNoticeAccount *account, gint64 now)
{
  guint open = 0;

  for (guint kind = 0; kind < PLIM_NOTICE_N_KINDS; kind++) {
    if (find_time (self, account, kind, now) <= now)
      open |= PLIM_NOTICE_BIT (kind);
  }
  return open;
}

static void
tell (PlimNotifier *self)
{
  gint64 now = plim_clock_get_now (self->clock);
  PlimNoticeRound *round = plim_notice_round_new (new_notice (self), self->board, now);
  GHashTableIter iter;
  gpointer account;
  PlimFormat format;

  if (self->gather_until <= now)
    self->gather_until = PLIM_TIME_UNKNOWN;
  g_hash_table_iter_init (&iter, self->pending);
  while (g_hash_table_iter_next (&iter, &account, NULL)) {
    PlimNoticeRules rules;

    plim_notice_rules_init (&rules, self->settings, ((PlimNoticeAccount *) account)->id);
    rules.kinds &= find_open (self, account, now);
    plim_notice_round_add (round, account, &rules);
  }
  plim_settings_get_format (self->settings, &format);
  plim_notice_round_end (round, &format, self->can_act);
  plan (self);
}

/* What is due of @account is said soon. */
static void
expect (PlimNotifier *self, PlimNoticeAccount *account)
{
  gint64 now = plim_clock_get_now (self->clock);

  g_hash_table_add (self->pending, account);
  if (self->gather_until == PLIM_TIME_UNKNOWN || self->gather_until > now + GATHER_S)
    self->gather_until = now + GATHER_S;
  plan (self);
}

/* Limits. */

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
emit_event (PlimNotifier *self,
            const PlimNoticeAccount *account,
            const char *event,
            const char *window_id)
{
  g_signal_emit (self, signals[SIGNAL_EVENT], 0, event, account->account, window_id);
}

static void
observe_window (PlimNotifier *self,
                PlimNoticeAccount *account,
                const PlimUsageWindow *window,
                const PlimNoticeRules *rules,
                PlimNotice *notice)
{
  const PlimForecast *forecast = plim_account_get_forecast (account->account, window->id);
  PlimNoticeState *state = g_hash_table_lookup (account->windows, window->id);
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;

  if (state == NULL) {
    state = g_new0 (PlimNoticeState, 1);
    plim_notice_state_begin (state, window, forecast, rules);
    g_hash_table_insert (account->windows, g_strdup (window->id), state);
  } else {
    before = plim_notice_state_to_text (state);
    plim_notice_state_observe (state, window, rules, plim_clock_get_now (self->clock));
  }
  plim_notice_state_skip (state, window, forecast, rules);
  if (state->was_reset)
    emit_event (self, account, PLIM_EVENT_RESET, window->id);
  if (state->was_passed)
    emit_event (self, account, PLIM_EVENT_THRESHOLD, window->id);
  after = plim_notice_state_to_text (state);
  if (g_strcmp0 (before, after) != 0)
    plim_notice_account_keep_window (account, notice, window->id);
}

static gboolean
is_news (const PlimNoticeAccount *account)
{
  PlimSnapshot *snapshot = plim_account_get_snapshot (account->account);
  PlimStatus status = plim_account_get_status (account->account);

  /* A refused answer may carry windows that are as good as any. */
  if (snapshot == NULL || (status != PLIM_STATUS_OK && status != PLIM_STATUS_RATE_LIMITED))
    return FALSE;
  return account->seen != snapshot;
}

static void
end_fact (PlimNotifier *self, PlimNoticeAccount *account, PlimNoticeKind kind, PlimNotice *notice)
{
  if (plim_notice_account_end (account, kind, notice))
    withdraw (self, account->id, kind);
}

static void
observe_limits (PlimNotifier *self,
                PlimNoticeAccount *account,
                const PlimNoticeRules *rules,
                PlimNotice *notice)
{
  gint64 now = plim_clock_get_now (self->clock);

  if (!is_news (account))
    return;
  g_clear_pointer (&account->seen, plim_snapshot_unref);
  account->seen = plim_snapshot_ref (plim_account_get_snapshot (account->account));
  for (guint i = 0; i < plim_snapshot_get_n_windows (account->seen); i++) {
    const PlimUsageWindow *window = plim_snapshot_get_window (account->seen, i);

    if (plim_notice_can_tell (window, now))
      observe_window (self, account, window, rules, notice);
  }
  end_fact (self, account, PLIM_NOTICE_STOPPED, notice);
}

/* Accounts. */

/* Returns whether it is new. */
static gboolean
raise_fact (PlimNoticeAccount *account,
            PlimNoticeKind kind,
            const char *detail,
            const PlimNoticeRules *rules,
            PlimNotice *notice)
{
  if (!plim_notice_account_raise (account, kind, detail, notice))
    return FALSE;
  if ((rules->kinds & PLIM_NOTICE_BIT (kind)) == 0)
    plim_notice_account_say (account, kind, notice);
  return TRUE;
}

static void
observe_sign_in (PlimNotifier *self,
                 PlimNoticeAccount *account,
                 const PlimNoticeRules *rules,
                 PlimNotice *notice)
{
  PlimStatus status = plim_account_get_status (account->account);
  PlimCause cause = plim_account_get_cause (account->account);

  if (status == PLIM_STATUS_OK)
    end_fact (self, account, PLIM_NOTICE_SIGN_IN, notice);
  if (status != PLIM_STATUS_NOT_AUTHENTICATED || cause == PLIM_CAUSE_SECRET_MISSING ||
      cause == PLIM_CAUSE_SIGN_IN_EXPIRED)
    return;
  if (raise_fact (account, PLIM_NOTICE_SIGN_IN, NULL, rules, notice))
    emit_event (self, account, PLIM_EVENT_SIGN_IN_EXPIRED, NULL);
}

/* What was said of the former owner's limits says nothing of this one's. */
static void
observe_owner (PlimNotifier *self,
               PlimNoticeAccount *account,
               const PlimNoticeRules *rules,
               PlimNotice *notice)
{
  gint64 changed_at = plim_account_get_owner (account->account)->changed_at;
  g_autofree char *since = g_strdup_printf ("%" G_GINT64_FORMAT, changed_at);

  if (changed_at == PLIM_TIME_UNKNOWN ||
      !raise_fact (account, PLIM_NOTICE_OWNER, since, rules, notice))
    return;
  plim_notice_account_forget_windows (account, notice);
  withdraw (self, account->id, PLIM_NOTICE_THRESHOLD);
}

/* What was shown and is no longer true. */

typedef struct {
  PlimNoticeAccount *account;
  const PlimNoticeRules *rules;
} Truth;

static gboolean
is_true (PlimNoticeKind kind, const char *window_id, gpointer user_data)
{
  const Truth *truth = user_data;

  return plim_notice_account_is_true (truth->account, kind, window_id, truth->rules);
}

static void
check_board (PlimNotifier *self, PlimNoticeAccount *account, const PlimNoticeRules *rules)
{
  Truth truth = { account, rules };

  plim_notice_board_check (self->board, account->id, is_true, &truth);
}

void
plim_notifier_observe (PlimNotifier *self, PlimAccount *model)
{
  PlimNoticeAccount *account;
  PlimNoticeRules rules;
  PlimNotice *notice;

  g_return_if_fail (PLIM_IS_NOTIFIER (self));
  g_return_if_fail (PLIM_IS_ACCOUNT (model));

  if (!self->is_loaded)
    return;
  account = take_account (self, model, &rules);
  notice = new_notice (self);
  observe_owner (self, account, &rules, notice);
  observe_limits (self, account, &rules, notice);
  observe_sign_in (self, account, &rules, notice);
  plim_notice_send (notice);
  check_board (self, account, &rules);
  expect (self, account);
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
  notice = new_notice (self);
  if (raise_fact (account, PLIM_NOTICE_STOPPED, NULL, &rules, notice))
    emit_event (self, account, PLIM_EVENT_COLLECTOR_STOPPED, NULL);
  plim_notice_send (notice);
  expect (self, account);
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
  notice = new_notice (self);
  g_free (account->incident);
  account->incident = g_strdup (text);
  if (id != NULL)
    raise_fact (account, PLIM_NOTICE_INCIDENT, id, &rules, notice);
  else
    end_fact (self, account, PLIM_NOTICE_INCIDENT, notice);
  plim_notice_send (notice);
  check_board (self, account, &rules);
  expect (self, account);
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

    if (account == NULL || !account->facts[PLIM_NOTICE_STOPPED].is_due)
      continue;
    g_set_object (&account->account, model);
    expect (self, account);
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
  g_signal_connect_object (clock, "alarm", G_CALLBACK (tell), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (clock, "jumped", G_CALLBACK (plan), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (settings, "changed::" PLIM_SETTINGS_SNOOZED_UNTIL,
                           G_CALLBACK (on_snoozed_changed), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (settings, "changed", G_CALLBACK (plan), self, G_CONNECT_SWAPPED);
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
  GHashTableIter iter;
  gpointer window_id, state;
  PlimNotice *notice;

  g_return_if_fail (PLIM_IS_NOTIFIER (self));

  account = g_hash_table_lookup (self->accounts, account_id);
  if (account == NULL)
    return;
  notice = new_notice (self);
  g_hash_table_iter_init (&iter, account->windows);
  while (g_hash_table_iter_next (&iter, &window_id, &state)) {
    if (((PlimNoticeState *) state)->is_snoozed)
      continue;
    ((PlimNoticeState *) state)->is_snoozed = TRUE;
    plim_notice_account_keep_window (account, notice, window_id);
  }
  plim_notice_send (notice);
  withdraw (self, account_id, PLIM_NOTICE_THRESHOLD);
}

void
plim_notifier_set_quiet (PlimNotifier *self, gboolean quiet)
{
  g_return_if_fail (PLIM_IS_NOTIFIER (self));

  self->is_quiet = quiet;
  plan (self);
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
  for (guint kind = 0; kind < PLIM_NOTICE_N_KINDS; kind++)
    withdraw (self, account_id, kind);
  plim_notice_rules_set_own (self->settings, account_id, NULL);
  account = g_hash_table_lookup (self->accounts, account_id);
  if (account == NULL)
    return;
  g_hash_table_remove (self->pending, account);
  g_hash_table_remove (self->accounts, account_id);
}
