/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "plim-hooks.h"

#include "plim-hook-run.h"
#include "plim-post-url.h"
#include "plim-redact.h"
#include "plim-secret-post.h"
#include "plim-settings.h"
#include "plim-snapshot-json.h"

#include <math.h>
#include <string.h>

#define MAX_RUNNING 4
#define MAX_WAITING 32
#define PREFIX "PLIMSOLL_"

struct _PlimHooks {
  GObject parent_instance;

  GSettings *settings;
  SoupSession *session;
  GQueue waiting; /* Call */
  guint n_running;
  guint timeout_ms;
};

G_DEFINE_FINAL_TYPE (PlimHooks, plim_hooks, G_TYPE_OBJECT)

/* One event on its way to the command or the address. */
typedef struct {
  PlimHooks *self;   /* (owned) */
  GStrv environment; /* PLIMSOLL_…=… */
  gboolean is_post;
  GTask *test; /* (owned) (nullable): waits for the result */
} Call;

/* What is still to come of a test, and what went wrong. */
typedef struct {
  guint n_pending;
  GError *error;
} Test;

static void
call_free (Call *call)
{
  g_object_unref (call->self);
  g_strfreev (call->environment);
  g_clear_object (&call->test);
  g_free (call);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Call, call_free)

static void
test_free (gpointer data)
{
  Test *test = data;

  g_clear_error (&test->error);
  g_free (test);
}

/* What an event tells. */

static void
add (GStrvBuilder *environment, const char *name, const char *value)
{
  g_autofree char *entry = NULL;

  if (value == NULL || value[0] == '\0')
    return;
  entry = g_strconcat (PREFIX, name, "=", value, NULL);
  g_strv_builder_add (environment, entry);
}

/* Returns: (nullable): */
static const char *
get_level (PlimHooks *self, const PlimUsageWindow *window)
{
  PlimThresholds thresholds;

  plim_settings_get_thresholds (self->settings, &thresholds);
  if (plim_usage_window_is_exhausted (window))
    return "reached";
  if (window->used_percent >= thresholds.critical)
    return "critical";
  return window->used_percent >= thresholds.warning ? "warning" : NULL;
}

static void
add_window (PlimHooks *self,
            GStrvBuilder *environment,
            PlimAccount *account,
            const PlimUsageWindow *window)
{
  const PlimForecast *forecast = plim_account_get_forecast (account, window->id);
  g_autofree char *title = plim_format_window_title (window);
  g_autofree char *resets_at = plim_time_to_iso8601 (window->resets_at);
  g_autofree char *runs_out_at = NULL;
  char percent[G_ASCII_DTOSTR_BUF_SIZE] = "";

  if (isfinite (window->used_percent))
    g_ascii_formatd (percent, sizeof percent, "%.2f", window->used_percent);
  add (environment, "WINDOW", window->id);
  add (environment, "TITLE", title);
  add (environment, "LEVEL", get_level (self, window));
  add (environment, "USED_PERCENT", percent);
  add (environment, "RESETS_AT", resets_at);
  if (forecast != NULL && forecast->verdict == PLIM_VERDICT_RUNS_OUT)
    runs_out_at = plim_time_to_iso8601 (forecast->runs_out_at);
  add (environment, "RUNS_OUT_AT", runs_out_at);
}

static void
add_account (PlimHooks *self, GStrvBuilder *environment, PlimAccount *account)
{
  const PlimIncident *incident = plim_account_get_incident (account);
  PlimStatus status = plim_account_get_status (account);
  g_autofree char *label = NULL;
  g_autofree char *text = incident != NULL ? plim_incident_dup_text (incident) : NULL;
  PlimFormat format;

  plim_settings_get_format (self->settings, &format);
  label = plim_format_label (&format, account);
  add (environment, "ACCOUNT", plim_account_get_id (account));
  add (environment, "LABEL", label);
  add (environment, "PROVIDER", plim_account_get_provider_id (account));
  add (environment, "STATUS", plim_enum_to_nick (PLIM_TYPE_STATUS, (int) status));
  add (environment, "INCIDENT", text);
}

/* @account: (nullable): @window: (nullable): of @account */
static GStrv
make_environment (PlimHooks *self,
                  const char *event,
                  PlimAccount *account,
                  const PlimUsageWindow *window)
{
  g_autoptr (GStrvBuilder) environment = g_strv_builder_new ();

  add (environment, "EVENT", event);
  if (account != NULL)
    add_account (self, environment, account);
  if (window != NULL)
    add_window (self, environment, account, window);
  return g_strv_builder_end (environment);
}

static char *
dup_json (GStrv environment)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();

  json_builder_begin_object (builder);
  for (guint i = 0; environment[i] != NULL; i++) {
    g_auto (GStrv) pair = g_strsplit (environment[i] + strlen (PREFIX), "=", 2);
    g_autofree char *name = g_ascii_strdown (pair[0], -1);

    json_builder_set_member_name (builder, name);
    json_builder_add_string_value (builder, pair[1]);
  }
  json_builder_end_object (builder);
  return plim_json_builder_to_string (builder, FALSE);
}

/* Telling. */

static void start_next (PlimHooks *self);

static void
end_test (GTask *task, const GError *error)
{
  Test *test = g_task_get_task_data (task);

  if (error != NULL && test->error == NULL)
    test->error = g_error_copy (error);
  if (--test->n_pending > 0)
    return;
  if (test->error != NULL)
    g_task_return_error (task, g_steal_pointer (&test->error));
  else
    g_task_return_boolean (task, TRUE);
}

static void
end_call (Call *finished, const GError *error)
{
  g_autoptr (Call) call = finished;
  g_autofree char *detail = error != NULL ? plim_redact (error->message) : NULL;

  call->self->n_running--;
  if (error != NULL)
    g_message ("A hook failed: %s", detail);
  if (call->test != NULL)
    end_test (call->test, error);
  start_next (call->self);
}

static void
on_posted (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (PlimAnswer) answer = plim_secret_post_finish (result, &error);

  end_call (user_data, answer == NULL ? error : NULL);
}

static void
on_run (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;

  end_call (user_data, plim_hook_run_finish (result, &error) ? NULL : error);
}

static void
start (Call *call)
{
  PlimHooks *self = call->self;
  g_auto (GStrv) argv = g_settings_get_strv (self->settings, PLIM_SETTINGS_HOOK_COMMAND);
  g_autofree char *json = NULL;

  self->n_running++;
  g_debug ("Hook for %s", call->environment[0]);
  if (call->is_post) {
    json = dup_json (call->environment);
    plim_secret_post_async (self->session, PLIM_POST_HOOKS, json, NULL, on_posted, call);
  } else if (argv[0] != NULL) {
    plim_hook_run_async ((const char *const *) argv, (const char *const *) call->environment,
                         self->timeout_ms, on_run, call);
  } else {
    end_call (call, NULL); /* taken away meanwhile */
  }
}

static void
start_next (PlimHooks *self)
{
  Call *call;

  if (self->n_running < MAX_RUNNING && (call = g_queue_pop_head (&self->waiting)) != NULL)
    start (call);
}

static void
note_full (Test *test)
{
  if (test->error == NULL)
    test->error = g_error_new_literal (G_IO_ERROR, G_IO_ERROR_BUSY, "too many hooks wait");
}

static void
queue (PlimHooks *self, const GStrv environment, gboolean is_post, GTask *test)
{
  Call *call;

  if (g_queue_get_length (&self->waiting) >= MAX_WAITING) {
    g_message ("Too many hooks wait: one is left out");
    if (test != NULL)
      note_full (g_task_get_task_data (test));
    return;
  }
  call = g_new0 (Call, 1);
  call->self = g_object_ref (self);
  call->environment = g_strdupv (environment);
  call->is_post = is_post;
  if (test != NULL) {
    call->test = g_object_ref (test);
    ((Test *) g_task_get_task_data (test))->n_pending++;
  }
  g_queue_push_tail (&self->waiting, call);
  start_next (self);
}

static gboolean
has_command (PlimHooks *self)
{
  g_auto (GStrv) argv = g_settings_get_strv (self->settings, PLIM_SETTINGS_HOOK_COMMAND);

  return argv[0] != NULL;
}

static void
tell (PlimHooks *self, const GStrv environment, GTask *test)
{
  if (has_command (self))
    queue (self, environment, FALSE, test);
  if (g_settings_get_boolean (self->settings, PLIM_SETTINGS_HOOK_POST))
    queue (self, environment, TRUE, test);
}

static void
on_event (PlimNotifier *notifier,
          const char *event,
          PlimAccount *account,
          const char *window_id,
          PlimHooks *self)
{
  g_auto (GStrv) chosen = g_settings_get_strv (self->settings, PLIM_SETTINGS_HOOK_EVENTS);
  PlimSnapshot *snapshot = plim_account_get_snapshot (account);
  const PlimUsageWindow *window = NULL;
  g_auto (GStrv) environment = NULL;

  if (!g_strv_contains ((const char *const *) chosen, event))
    return;
  if (snapshot != NULL && window_id != NULL)
    window = plim_snapshot_find_window (snapshot, window_id);
  environment = make_environment (self, event, account, window);
  tell (self, environment, NULL);
}

static void
plim_hooks_finalize (GObject *object)
{
  PlimHooks *self = PLIM_HOOKS (object);

  g_object_unref (self->settings);
  g_object_unref (self->session);
  G_OBJECT_CLASS (plim_hooks_parent_class)->finalize (object);
}

static void
plim_hooks_class_init (PlimHooksClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = plim_hooks_finalize;
}

static void
plim_hooks_init (PlimHooks *self)
{
  g_queue_init (&self->waiting);
  self->session = plim_transport_session_new ();
}

PlimHooks *
plim_hooks_new (PlimNotifier *notifier, GSettings *settings, guint timeout_ms)
{
  PlimHooks *self;

  g_return_val_if_fail (PLIM_IS_NOTIFIER (notifier), NULL);
  g_return_val_if_fail (G_IS_SETTINGS (settings), NULL);

  self = g_object_new (PLIM_TYPE_HOOKS, NULL);
  self->settings = g_object_ref (settings);
  self->timeout_ms = timeout_ms;
  g_signal_connect_object (notifier, "event", G_CALLBACK (on_event), self, 0);
  return self;
}

guint
plim_hooks_get_n_running (PlimHooks *self)
{
  g_return_val_if_fail (PLIM_IS_HOOKS (self), 0);

  return self->n_running;
}

void
plim_hooks_test_async (PlimHooks *self, GAsyncReadyCallback callback, gpointer user_data)
{
  g_autoptr (GTask) task = NULL;
  g_auto (GStrv) environment = NULL;
  Test *test;

  g_return_if_fail (PLIM_IS_HOOKS (self));

  task = g_task_new (self, NULL, callback, user_data);
  test = g_new0 (Test, 1);
  g_task_set_source_tag (task, plim_hooks_test_async);
  g_task_set_task_data (task, test, test_free);
  environment = make_environment (self, "test", NULL, NULL);
  test->n_pending = 1;
  tell (self, environment, task);
  if (test->n_pending == 1 && test->error == NULL)
    test->error = g_error_new_literal (G_IO_ERROR, G_IO_ERROR_NOT_FOUND, "there is no hook");
  end_test (task, NULL);
}

gboolean
plim_hooks_test_finish (PlimHooks *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}
