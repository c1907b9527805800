/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What is made and read before the service takes its name. */
#include "plim-application-private.h"

#include "plim-settings.h"

static void
on_notices_loaded (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  PlimApplication *self = g_task_get_source_object (task);
  GError *error = NULL;

  if (!plim_notifier_load_finish (PLIM_NOTIFIER (source), result, &error)) {
    g_task_return_error (task, error);
    return;
  }
  plim_notifier_take_up (PLIM_NOTIFIER (source), G_LIST_MODEL (self->accounts));
  g_task_return_boolean (task, TRUE);
}

static void
on_incident_changed (PlimIncidentWatch *incidents, PlimAccount *account, PlimApplication *self)
{
  const PlimIncident *incident = plim_account_get_incident (account);
  g_autofree char *text = incident != NULL ? plim_incident_dup_text (incident) : NULL;

  plim_notifier_tell_incident (self->notifier, account, incident != NULL ? incident->id : NULL,
                               text);
}

/* Nobody waits for it: until then, and without it, forecasts begin anew. */
static void
on_trend_loaded (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;

  if (!plim_trend_load_finish (PLIM_TREND (source), result, &error))
    g_message ("Forecasts begin without history: %s", error->message);
}

static void
on_collectors_loaded (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  PlimApplication *self = g_task_get_source_object (task);
  GError *error = NULL;

  if (!plim_collectors_load_finish (self->collectors, result, &error)) {
    g_task_return_error (task, error);
    return;
  }
  plim_notifier_load_async (self->notifier, NULL, on_notices_loaded, g_steal_pointer (&task));
}

static void
on_accounts_loaded (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  PlimApplication *self = g_task_get_source_object (task);
  GError *error = NULL;

  if (!plim_account_list_load_finish (self->accounts, result, &error)) {
    g_task_return_error (task, error);
    return;
  }
  plim_collectors_load_async (self->collectors, NULL, on_collectors_loaded,
                              g_steal_pointer (&task));
  plim_trend_load_async (self->trend, self->database, NULL, on_trend_loaded, NULL);
}

static void
on_database_opened (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (PlimClock) notifier_clock = plim_system_clock_new ();
  PlimApplication *self = g_task_get_source_object (task);
  GError *error = NULL;

  self->database = plim_database_open_finish (result, &error);
  if (self->database == NULL) {
    g_task_return_error (task, error);
    return;
  }
  self->clock = plim_system_clock_new ();
  self->accounts = plim_account_list_new (self->database);
  plim_account_list_set_clock (self->accounts, self->clock);
  self->collectors = plim_collectors_new (self->accounts, self->database, self->clock);
  self->trend = plim_trend_new (G_LIST_MODEL (self->accounts), self->clock);
  self->fetcher = plim_fetcher_new ();
  self->poller = plim_poller_new (G_LIST_MODEL (self->accounts), self->fetcher, self->clock,
                                  g_network_monitor_get_default (), self->settings);
  self->credentials = plim_credential_watch_new (G_LIST_MODEL (self->accounts), self->poller);
  self->history =
      plim_history_keeper_new (self->database, self->poller, self->clock, self->settings);
  self->notifier = plim_notifier_new (G_APPLICATION (self), self->poller, self->database,
                                      notifier_clock, self->settings);
  self->incidents =
      plim_incident_watch_new (G_LIST_MODEL (self->accounts), self->clock, self->settings);
  g_signal_connect_object (self->poller, "polled", G_CALLBACK (plim_incident_watch_note_poll),
                           self->incidents, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->incidents, "changed", G_CALLBACK (on_incident_changed), self, 0);
  g_signal_connect_object (self->collectors, "sampled", G_CALLBACK (plim_notifier_observe),
                           self->notifier, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->collectors, "sampled", G_CALLBACK (plim_history_keeper_look),
                           self->history, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->collectors, "stopped", G_CALLBACK (plim_notifier_tell_stopped),
                           self->notifier, G_CONNECT_SWAPPED);
  self->hooks = plim_hooks_new (self->notifier, self->settings, PLIM_HOOKS_TIMEOUT_MS);
  self->forwarder =
      plim_forwarder_new (G_LIST_MODEL (self->accounts), self->settings, PLIM_FORWARDER_RETRY_MS);
  plim_account_list_load_async (self->accounts, NULL, on_accounts_loaded, g_steal_pointer (&task));
}

void
plim_application_load_async (PlimApplication *self,
                             GAsyncReadyCallback callback,
                             gpointer user_data)
{
  g_autofree char *path = plim_database_dup_default_path ();
  GTask *task;

  g_return_if_fail (PLIM_IS_APPLICATION (self));

  task = g_task_new (self, NULL, callback, user_data);
  g_task_set_source_tag (task, plim_application_load_async);
  self->settings = g_settings_new (PLIM_SETTINGS_SCHEMA);
  plim_database_open_async (path, NULL, on_database_opened, task);
}

gboolean
plim_application_load_finish (PlimApplication *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}
