/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "plim-notifier.h"

#include "plim-notice-state.h"
#include "plim-notice-text.h"
#include "plim-redact.h"
#include "plim-settings.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* Keys of the kept states. */
#define KEY_THRESHOLD "threshold:"
#define KEY_SIGN_IN "sign-in"

struct _PlimNotifier {
  GObject parent_instance;

  GApplication *application; /* (nullable) */
  PlimDatabase *database;
  PlimClock *clock;
  GSettings *settings;
  GHashTable *states;     /* "ACCOUNT/threshold:WINDOW" → PlimNoticeState */
  GHashTable *observed;   /* account id → the snapshot seen last; (nullable) */
  GHashTable *signed_out; /* account ids whose sign-in notice was said */
  GHashTable *delivered;  /* ids of notices that may still be shown */
  gboolean is_loaded;
};

G_DEFINE_FINAL_TYPE (PlimNotifier, plim_notifier, G_TYPE_OBJECT)

enum { PROP_SNOOZED_UNTIL = 1, N_PROPS };
static GParamSpec *properties[N_PROPS];

enum { SIGNAL_NOTICE, N_SIGNALS };
static guint signals[N_SIGNALS];

/* A notice on its way: delivered when all the states that belong to it are kept. */
typedef struct {
  PlimNotifier *notifier;
  char *account_id;
  char *id;
  char *title;
  char *body;
  GNotification *notification;
  gboolean is_wanted; /* with states alone to keep there is nothing to deliver */
  guint n_unkept;
} Notice;

static char *
dup_notice_id (const char *kind, const char *account_id)
{
  return g_strdup_printf ("%s-%s", kind, account_id);
}

static Notice *
notice_new (PlimNotifier *self, const char *account_id, const char *kind)
{
  Notice *notice = g_new0 (Notice, 1);

  notice->notifier = g_object_ref (self);
  notice->account_id = g_strdup (account_id);
  notice->id = dup_notice_id (kind, account_id);
  notice->n_unkept = 1; /* until all is begun */
  return notice;
}

static void
notice_free (Notice *notice)
{
  g_object_unref (notice->notifier);
  g_free (notice->account_id);
  g_free (notice->id);
  g_free (notice->title);
  g_free (notice->body);
  g_clear_object (&notice->notification);
  g_free (notice);
}

/* Delivery. */

static void
withdraw (PlimNotifier *self, const char *kind, const char *account_id)
{
  g_autofree char *id = dup_notice_id (kind, account_id);

  if (g_hash_table_remove (self->delivered, id) && self->application != NULL)
    g_application_withdraw_notification (self->application, id);
}

static void
deliver (Notice *notice)
{
  PlimNotifier *self = notice->notifier;

  g_debug ("Notice %s", notice->id);
  g_hash_table_add (self->delivered, g_strdup (notice->id));
  g_signal_emit (self, signals[SIGNAL_NOTICE], 0, notice->id, notice->title, notice->body);
  if (self->application != NULL)
    g_application_send_notification (self->application, notice->id, notice->notification);
}

static void
notice_step (Notice *notice)
{
  if (--notice->n_unkept > 0)
    return;
  /* The account may have been removed meanwhile. */
  if (notice->is_wanted && g_hash_table_contains (notice->notifier->observed, notice->account_id))
    deliver (notice);
  notice_free (notice);
}

static void
on_kept (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Notice *notice = user_data;
  g_autoptr (GError) error = NULL;
  g_autofree char *detail = NULL;

  /* Said twice after a restart is better than not said at all. */
  if (!plim_database_save_notice_finish (PLIM_DATABASE (source), result, &error)) {
    detail = plim_redact (error->message);
    g_message ("That a notice was given is not kept: %s", detail);
  }
  notice_step (notice);
}

static void
keep (Notice *notice, const char *key, const char *state)
{
  notice->n_unkept++;
  plim_database_save_notice_async (notice->notifier->database, notice->account_id, key, state, NULL,
                                   on_kept, notice);
}

static void
write_notification (Notice *notice, GNotificationPriority priority)
{
  g_autoptr (GIcon) icon = g_themed_icon_new ("io.github.plimsoll.Plimsoll");

  notice->notification = g_notification_new (notice->title);
  g_notification_set_body (notice->notification, notice->body);
  g_notification_set_icon (notice->notification, icon);
  g_notification_set_priority (notice->notification, priority);
  g_notification_set_default_action_and_target (notice->notification, "app.open-account", "s",
                                                notice->account_id);
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

static void
observe_window (PlimNotifier *self,
                Notice *notice,
                const PlimUsageWindow *window,
                GPtrArray *passed,
                PlimNoticeLevel *highest)
{
  gint64 now = plim_clock_get_now (self->clock);
  g_autofree char *key = g_strconcat (KEY_THRESHOLD, window->id, NULL);
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;
  PlimThresholds thresholds;
  PlimNoticeState *state;
  gboolean is_new;

  plim_settings_get_thresholds (self->settings, &thresholds);
  state = find_state (self, notice->account_id, key, &is_new);
  if (is_new) {
    plim_notice_state_begin (state, window, &thresholds);
  } else {
    before = plim_notice_state_to_text (state);
    if (plim_notice_state_observe (state, window, &thresholds,
                                   now < plim_notifier_get_snoozed_until (self),
                                   now) != PLIM_NOTICE_BELOW)
      g_ptr_array_add (passed, (gpointer) window);
  }
  after = plim_notice_state_to_text (state);
  if (g_strcmp0 (before, after) != 0)
    keep (notice, key, after);
  *highest = MAX (*highest, plim_notice_get_level (window, &thresholds));
}

static void
write_limits (PlimNotifier *self, Notice *notice, PlimAccount *account, GPtrArray *passed)
{
  PlimFormat format;
  gboolean is_urgent = FALSE;

  plim_settings_get_format (self->settings, &format);
  plim_notice_text_limits (account, passed, &format, plim_clock_get_now (self->clock),
                           &notice->title, &notice->body);
  for (guint i = 0; i < passed->len; i++)
    is_urgent |= plim_usage_window_is_exhausted (g_ptr_array_index (passed, i));
  write_notification (notice,
                      is_urgent ? G_NOTIFICATION_PRIORITY_HIGH : G_NOTIFICATION_PRIORITY_NORMAL);
  g_notification_add_button_with_target (notice->notification, _ ("Open"), "app.open-account", "s",
                                         notice->account_id);
  g_notification_add_button_with_target (notice->notification, _ ("Snooze until reset"),
                                         "app.snooze", "s", notice->account_id);
  notice->is_wanted = TRUE;
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
  PlimNoticeLevel highest = PLIM_NOTICE_BELOW;
  Notice *notice;

  if (!is_news (self, account))
    return;
  g_hash_table_insert (self->observed, g_strdup (account_id), plim_snapshot_ref (snapshot));
  notice = notice_new (self, account_id, "limits");
  for (guint i = 0; i < plim_snapshot_get_n_windows (snapshot); i++) {
    const PlimUsageWindow *window = plim_snapshot_get_window (snapshot, i);

    if (plim_notice_can_tell (window, plim_clock_get_now (self->clock)))
      observe_window (self, notice, window, passed, &highest);
  }
  if (highest == PLIM_NOTICE_BELOW)
    withdraw (self, "limits", account_id);
  if (passed->len > 0 && g_settings_get_boolean (self->settings, PLIM_SETTINGS_NOTIFY_LIMITS))
    write_limits (self, notice, account, passed);
  notice_step (notice);
}

/* Sign-in. */

static void
tell_sign_in (PlimNotifier *self, PlimAccount *account)
{
  const char *account_id = plim_account_get_id (account);
  Notice *notice;
  PlimFormat format;

  if (g_hash_table_contains (self->signed_out, account_id) ||
      plim_account_get_cause (account) == PLIM_CAUSE_SECRET_MISSING ||
      !g_settings_get_boolean (self->settings, PLIM_SETTINGS_NOTIFY_SIGN_IN))
    return;
  g_hash_table_add (self->signed_out, g_strdup (account_id));
  if (!g_hash_table_contains (self->observed, account_id))
    g_hash_table_insert (self->observed, g_strdup (account_id), NULL);
  plim_settings_get_format (self->settings, &format);
  notice = notice_new (self, account_id, KEY_SIGN_IN);
  plim_notice_text_sign_in (account, &format, &notice->title, &notice->body);
  write_notification (notice, G_NOTIFICATION_PRIORITY_HIGH);
  g_notification_add_button_with_target (notice->notification, _ ("Sign in again"), "app.sign-in",
                                         "s", account_id);
  notice->is_wanted = TRUE;
  keep (notice, KEY_SIGN_IN, "said");
  notice_step (notice);
}

static void
end_sign_in (PlimNotifier *self, const char *account_id)
{
  Notice *notice;

  if (!g_hash_table_remove (self->signed_out, account_id))
    return;
  withdraw (self, KEY_SIGN_IN, account_id);
  notice = notice_new (self, account_id, KEY_SIGN_IN);
  keep (notice, KEY_SIGN_IN, NULL);
  notice_step (notice);
}

void
plim_notifier_observe (PlimNotifier *self, PlimAccount *account)
{
  g_return_if_fail (PLIM_IS_NOTIFIER (self));
  g_return_if_fail (PLIM_IS_ACCOUNT (account));

  if (!self->is_loaded)
    return;
  observe_limits (self, account);
  if (plim_account_get_status (account) == PLIM_STATUS_NOT_AUTHENTICATED)
    tell_sign_in (self, account);
  else if (plim_account_get_status (account) == PLIM_STATUS_OK)
    end_sign_in (self, plim_account_get_id (account));
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
  g_hash_table_unref (self->delivered);
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
  self->delivered = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
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
  Notice *notice;

  g_return_if_fail (PLIM_IS_NOTIFIER (self));

  notice = notice_new (self, account_id, "limits");
  g_hash_table_iter_init (&iter, self->states);
  while (g_hash_table_iter_next (&iter, &name, &value)) {
    PlimNoticeState *state = value;
    g_autofree char *text = NULL;

    if (!g_str_has_prefix (name, prefix) || state->is_snoozed)
      continue;
    state->is_snoozed = TRUE;
    text = plim_notice_state_to_text (state);
    keep (notice, (const char *) name + strlen (prefix), text);
  }
  notice_step (notice);
  withdraw (self, "limits", account_id);
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

  withdraw (self, "limits", account_id);
  withdraw (self, KEY_SIGN_IN, account_id);
  g_hash_table_foreach_remove (self->states, is_of_account, prefix);
  g_hash_table_remove (self->signed_out, account_id);
  g_hash_table_remove (self->observed, account_id);
}
