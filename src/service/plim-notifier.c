/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "plim-notifier.h"

#include "plim-notice.h"
#include "plim-notice-state.h"
#include "plim-notice-text.h"
#include "plim-settings.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* Keys of the kept states. */
#define KEY_THRESHOLD "threshold:"
#define KEY_SIGN_IN "sign-in"
#define KEY_OWNER "owner"
/* Kinds of notices; with the account they make the ids. */
#define KIND_LIMITS "limits"
#define KIND_SIGN_IN "sign-in"
#define KIND_OWNER "owner"
#define KIND_STOPPED "stopped"

struct _PlimNotifier {
  GObject parent_instance;

  GApplication *application; /* (nullable) */
  PlimDatabase *database;
  PlimClock *clock;
  GSettings *settings;
  GHashTable *states;     /* "ACCOUNT/threshold:WINDOW" → PlimNoticeState */
  GHashTable *observed;   /* account id → the snapshot seen last; (nullable) */
  GHashTable *signed_out; /* account ids whose sign-in notice was said */
  GHashTable *owners;     /* account id → since when it answers for its owner, as text */
  gboolean is_loaded;
};

G_DEFINE_FINAL_TYPE (PlimNotifier, plim_notifier, G_TYPE_OBJECT)

enum { PROP_SNOOZED_UNTIL = 1, N_PROPS };
static GParamSpec *properties[N_PROPS];

enum { SIGNAL_NOTICE, SIGNAL_EVENT, N_SIGNALS };
static guint signals[N_SIGNALS];

/* Delivery. */

static void
withdraw (PlimNotifier *self, const char *kind, const char *account_id)
{
  g_autofree char *id = plim_notice_dup_id (kind, account_id);

  if (self->application != NULL)
    g_application_withdraw_notification (self->application, id);
}

static void
deliver (const PlimNotice *notice, gpointer target)
{
  PlimNotifier *self = target;

  /* The account may have been removed meanwhile. */
  if (!g_hash_table_contains (self->observed, plim_notice_get_account_id (notice)))
    return;
  g_debug ("Notice %s", plim_notice_get_id (notice));
  g_signal_emit (self, signals[SIGNAL_NOTICE], 0, plim_notice_get_id (notice),
                 plim_notice_get_title (notice), plim_notice_get_body (notice));
  if (self->application != NULL)
    g_application_send_notification (self->application, plim_notice_get_id (notice),
                                     plim_notice_get_notification (notice));
}

static PlimNotice *
new_notice (PlimNotifier *self, const char *account_id, const char *kind)
{
  return plim_notice_new (self->database, account_id, kind, deliver, self);
}

/* Limits. */

static PlimNoticeState *
find_state (PlimNotifier *self, const char *account_id, const char *key, gboolean *is_new)
{
  g_autofree char *name = g_strconcat (account_id, "/", key, NULL);
  PlimNoticeState *state = g_hash_table_lookup (self->states, name);

  *is_new = state == NULL;
  if (state == NULL) {
    state = g_new0 (PlimNoticeState, 1);
    g_hash_table_insert (self->states, g_steal_pointer (&name), state);
  }
  return state;
}

/* What one look at an account's windows finds. */
typedef struct {
  PlimNotice *notice;
  PlimAccount *account;
  GPtrArray *passed;       /* PlimUsageWindow: those that passed a level */
  PlimNoticeLevel before;  /* the highest level that was said, of all windows */
  PlimNoticeLevel highest; /* the highest now */
} Look;

static void
observe_window (PlimNotifier *self, Look *look, const PlimUsageWindow *window)
{
  const char *account_id = plim_notice_get_account_id (look->notice);
  gint64 now = plim_clock_get_now (self->clock);
  gboolean hold = now < plim_notifier_get_snoozed_until (self);
  g_autofree char *key = g_strconcat (KEY_THRESHOLD, window->id, NULL);
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;
  PlimThresholds thresholds;
  PlimNoticeState *state;
  gboolean is_new;

  plim_settings_get_thresholds (self->settings, &thresholds);
  state = find_state (self, account_id, key, &is_new);
  if (is_new) {
    plim_notice_state_begin (state, window, &thresholds);
  } else {
    before = plim_notice_state_to_text (state);
    look->before = MAX (look->before, state->level);
    if (plim_notice_state_observe (state, window, &thresholds, hold, now) != PLIM_NOTICE_BELOW)
      g_ptr_array_add (look->passed, (gpointer) window);
    if (state->was_reset)
      g_signal_emit (self, signals[SIGNAL_EVENT], 0, PLIM_EVENT_RESET, look->account, window->id);
  }
  after = plim_notice_state_to_text (state);
  if (g_strcmp0 (before, after) != 0)
    plim_notice_keep (look->notice, key, after);
  look->highest = MAX (look->highest, plim_notice_get_level (window, &thresholds));
}

static void
write_limits (PlimNotifier *self, PlimNotice *notice, PlimAccount *account, GPtrArray *passed)
{
  GNotificationPriority priority = G_NOTIFICATION_PRIORITY_NORMAL;
  PlimFormat format;
  char *title, *body;

  plim_settings_get_format (self->settings, &format);
  plim_notice_text_limits (account, passed, &format, plim_clock_get_now (self->clock), &title,
                           &body);
  for (guint i = 0; i < passed->len; i++) {
    if (plim_usage_window_is_exhausted (g_ptr_array_index (passed, i)))
      priority = G_NOTIFICATION_PRIORITY_HIGH;
  }
  plim_notice_write (notice, title, body, priority);
  plim_notice_add_button (notice, _ ("Open"), "app.open-account");
  plim_notice_add_button (notice, _ ("Snooze until reset"), "app.snooze");
}

static gboolean
is_news (PlimNotifier *self, PlimAccount *account)
{
  PlimSnapshot *snapshot = plim_account_get_snapshot (account);
  PlimStatus status = plim_account_get_status (account);

  /* A refused answer may carry windows that are as good as any. */
  if (snapshot == NULL || (status != PLIM_STATUS_OK && status != PLIM_STATUS_RATE_LIMITED))
    return FALSE;
  return g_hash_table_lookup (self->observed, plim_account_get_id (account)) != snapshot;
}

static void
observe_limits (PlimNotifier *self, PlimAccount *account)
{
  const char *account_id = plim_account_get_id (account);
  PlimSnapshot *snapshot = plim_account_get_snapshot (account);
  g_autoptr (GPtrArray) passed = g_ptr_array_new ();
  Look look = { .account = account, .passed = passed };

  if (!is_news (self, account))
    return;
  g_hash_table_insert (self->observed, g_strdup (account_id), plim_snapshot_ref (snapshot));
  look.notice = new_notice (self, account_id, KIND_LIMITS);
  for (guint i = 0; i < plim_snapshot_get_n_windows (snapshot); i++) {
    const PlimUsageWindow *window = plim_snapshot_get_window (snapshot, i);

    if (plim_notice_can_tell (window, plim_clock_get_now (self->clock)))
      observe_window (self, &look, window);
  }
  for (guint i = 0; i < passed->len; i++)
    g_signal_emit (self, signals[SIGNAL_EVENT], 0, PLIM_EVENT_THRESHOLD, account,
                   ((const PlimUsageWindow *) g_ptr_array_index (passed, i))->id);
  if (look.before > PLIM_NOTICE_BELOW && look.highest == PLIM_NOTICE_BELOW)
    withdraw (self, KIND_LIMITS, account_id);
  if (passed->len > 0 && g_settings_get_boolean (self->settings, PLIM_SETTINGS_NOTIFY_LIMITS))
    write_limits (self, look.notice, account, passed);
  plim_notice_send (look.notice);
}

/* Sign-in. */

static void
write_sign_in (PlimNotifier *self, PlimNotice *notice, PlimAccount *account)
{
  PlimFormat format;
  char *title, *body;

  plim_settings_get_format (self->settings, &format);
  plim_notice_text_sign_in (account, &format, &title, &body);
  plim_notice_write (notice, title, body, G_NOTIFICATION_PRIORITY_HIGH);
  /* What another program renews has its command in the body and, to be copied, on its page. */
  if (plim_notice_text_find_command (account) != NULL)
    plim_notice_add_button (notice, _ ("Open"), "app.open-account");
  else
    plim_notice_add_button (notice, _ ("Sign in again"), "app.sign-in");
}

static void
tell_sign_in (PlimNotifier *self, PlimAccount *account)
{
  const char *account_id = plim_account_get_id (account);
  PlimNotice *notice;

  if (g_hash_table_contains (self->signed_out, account_id) ||
      plim_account_get_cause (account) == PLIM_CAUSE_SECRET_MISSING ||
      plim_account_get_cause (account) == PLIM_CAUSE_SIGN_IN_EXPIRED)
    return;
  g_hash_table_add (self->signed_out, g_strdup (account_id));
  if (!g_hash_table_contains (self->observed, account_id))
    g_hash_table_insert (self->observed, g_strdup (account_id), NULL);
  g_signal_emit (self, signals[SIGNAL_EVENT], 0, PLIM_EVENT_SIGN_IN_EXPIRED, account, NULL);
  notice = new_notice (self, account_id, KIND_SIGN_IN);
  if (g_settings_get_boolean (self->settings, PLIM_SETTINGS_NOTIFY_SIGN_IN))
    write_sign_in (self, notice, account);
  plim_notice_keep (notice, KEY_SIGN_IN, "said");
  plim_notice_send (notice);
}

static void
end_sign_in (PlimNotifier *self, const char *account_id)
{
  PlimNotice *notice;

  if (!g_hash_table_remove (self->signed_out, account_id))
    return;
  withdraw (self, KIND_SIGN_IN, account_id);
  notice = new_notice (self, account_id, KIND_SIGN_IN);
  plim_notice_keep (notice, KEY_SIGN_IN, NULL);
  plim_notice_send (notice);
}

/* Another owner. */

/* What was said of the former owner's limits says nothing of this one's. */
static void
forget_limits (PlimNotifier *self, PlimNotice *notice)
{
  g_autofree char *prefix = g_strconcat (plim_notice_get_account_id (notice), "/", NULL);
  GHashTableIter iter;
  gpointer name;

  g_hash_table_iter_init (&iter, self->states);
  while (g_hash_table_iter_next (&iter, &name, NULL)) {
    if (!g_str_has_prefix (name, prefix))
      continue;
    plim_notice_keep (notice, (const char *) name + strlen (prefix), NULL);
    g_hash_table_iter_remove (&iter);
  }
  withdraw (self, KIND_LIMITS, plim_notice_get_account_id (notice));
}

static void
observe_owner (PlimNotifier *self, PlimAccount *account)
{
  const char *account_id = plim_account_get_id (account);
  gint64 changed_at = plim_account_get_owner (account)->changed_at;
  g_autofree char *since = g_strdup_printf ("%" G_GINT64_FORMAT, changed_at);
  PlimNotice *notice;
  PlimFormat format;
  char *title, *body;

  if (changed_at == PLIM_TIME_UNKNOWN ||
      g_strcmp0 (g_hash_table_lookup (self->owners, account_id), since) == 0)
    return;
  notice = new_notice (self, account_id, KIND_OWNER);
  forget_limits (self, notice);
  plim_notice_keep (notice, KEY_OWNER, since);
  g_hash_table_insert (self->owners, g_strdup (account_id), g_steal_pointer (&since));
  if (!g_hash_table_contains (self->observed, account_id))
    g_hash_table_insert (self->observed, g_strdup (account_id), NULL);
  plim_settings_get_format (self->settings, &format);
  if (g_settings_get_boolean (self->settings, PLIM_SETTINGS_NOTIFY_SIGN_IN) &&
      plim_notice_text_owner (account, &format, plim_clock_get_now (self->clock), &title, &body)) {
    plim_notice_write (notice, title, body, G_NOTIFICATION_PRIORITY_NORMAL);
    plim_notice_add_button (notice, _ ("Open"), "app.open-account");
  }
  plim_notice_send (notice);
}

void
plim_notifier_observe (PlimNotifier *self, PlimAccount *account)
{
  g_return_if_fail (PLIM_IS_NOTIFIER (self));
  g_return_if_fail (PLIM_IS_ACCOUNT (account));

  if (!self->is_loaded)
    return;
  observe_owner (self, account);
  observe_limits (self, account);
  if (plim_account_get_status (account) == PLIM_STATUS_NOT_AUTHENTICATED)
    tell_sign_in (self, account);
  else if (plim_account_get_status (account) == PLIM_STATUS_OK)
    end_sign_in (self, plim_account_get_id (account));
}

void
plim_notifier_tell_stopped (PlimNotifier *self, PlimAccount *account)
{
  const char *account_id = plim_account_get_id (account);
  PlimNotice *notice;
  PlimFormat format;
  char *title, *body;

  g_return_if_fail (PLIM_IS_NOTIFIER (self));
  g_return_if_fail (PLIM_IS_ACCOUNT (account));

  if (!self->is_loaded)
    return;
  g_signal_emit (self, signals[SIGNAL_EVENT], 0, PLIM_EVENT_COLLECTOR_STOPPED, account, NULL);
  if (!g_settings_get_boolean (self->settings, PLIM_SETTINGS_NOTIFY_SIGN_IN))
    return;
  if (!g_hash_table_contains (self->observed, account_id))
    g_hash_table_insert (self->observed, g_strdup (account_id), NULL);
  plim_settings_get_format (self->settings, &format);
  plim_notice_text_stopped (account, &format, &title, &body);
  notice = new_notice (self, account_id, KIND_STOPPED);
  plim_notice_write (notice, title, body, G_NOTIFICATION_PRIORITY_NORMAL);
  plim_notice_add_button (notice, _ ("Open"), "app.open-account");
  plim_notice_send (notice);
}

static void
on_polled (PlimPoller *poller, PlimAccount *account, PlimNotifier *self)
{
  plim_notifier_observe (self, account);
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
  PlimNoticeState state;

  if (slash == NULL)
    return;
  if (g_str_equal (slash + 1, KEY_SIGN_IN))
    g_hash_table_add (self->signed_out, g_strndup (name, (gsize) (slash - name)));
  else if (g_str_equal (slash + 1, KEY_OWNER))
    g_hash_table_insert (self->owners, g_strndup (name, (gsize) (slash - name)), g_strdup (text));
  else if (g_str_has_prefix (slash + 1, KEY_THRESHOLD) &&
           plim_notice_state_from_text (&state, text))
    g_hash_table_insert (self->states, g_strdup (name), g_memdup2 (&state, sizeof state));
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

  g_clear_object (&self->application);
  g_clear_object (&self->database);
  g_clear_object (&self->clock);
  g_clear_object (&self->settings);
  g_hash_table_unref (self->states);
  g_hash_table_unref (self->observed);
  g_hash_table_unref (self->signed_out);
  g_hash_table_unref (self->owners);
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
forget_snapshot (gpointer snapshot)
{
  if (snapshot != NULL)
    plim_snapshot_unref (snapshot);
}

static void
plim_notifier_init (PlimNotifier *self)
{
  self->states = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  self->observed = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, forget_snapshot);
  self->signed_out = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->owners = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
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
  g_set_object (&self->application, application);
  self->database = g_object_ref (database);
  self->clock = g_object_ref (clock);
  self->settings = g_object_ref (settings);
  g_signal_connect_object (poller, "polled", G_CALLBACK (on_polled), self, 0);
  g_signal_connect_object (settings, "changed::" PLIM_SETTINGS_SNOOZED_UNTIL,
                           G_CALLBACK (on_snoozed_changed), self, G_CONNECT_SWAPPED);
  return self;
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
  g_autofree char *prefix = g_strconcat (account_id, "/", NULL);
  GHashTableIter iter;
  gpointer name, value;
  PlimNotice *notice;

  g_return_if_fail (PLIM_IS_NOTIFIER (self));

  notice = new_notice (self, account_id, KIND_LIMITS);
  g_hash_table_iter_init (&iter, self->states);
  while (g_hash_table_iter_next (&iter, &name, &value)) {
    PlimNoticeState *state = value;
    g_autofree char *text = NULL;

    if (!g_str_has_prefix (name, prefix) || state->is_snoozed)
      continue;
    state->is_snoozed = TRUE;
    text = plim_notice_state_to_text (state);
    plim_notice_keep (notice, (const char *) name + strlen (prefix), text);
  }
  plim_notice_send (notice);
  withdraw (self, KIND_LIMITS, account_id);
}

static gboolean
is_of_account (gpointer name, gpointer value, gpointer prefix)
{
  return g_str_has_prefix (name, prefix);
}

void
plim_notifier_forget (PlimNotifier *self, const char *account_id)
{
  g_autofree char *prefix = g_strconcat (account_id, "/", NULL);

  g_return_if_fail (PLIM_IS_NOTIFIER (self));

  withdraw (self, KIND_LIMITS, account_id);
  withdraw (self, KIND_SIGN_IN, account_id);
  withdraw (self, KIND_OWNER, account_id);
  g_hash_table_foreach_remove (self->states, is_of_account, prefix);
  g_hash_table_remove (self->signed_out, account_id);
  g_hash_table_remove (self->owners, account_id);
  g_hash_table_remove (self->observed, account_id);
}
