/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "plim-application-private.h"

#include "plim-bus-codec.h"
#include "plim-cli-start.h"
#include "plim-cli.h"
#include "plim-service-notice.h"
#include "plim-settings.h"

#include <glib-unix.h>
#include <glib/gi18n.h>
#include <signal.h>

#define LAST_MESSAGES_MS 1000

G_DEFINE_FINAL_TYPE (PlimApplication, plim_application, G_TYPE_APPLICATION)

static void
on_server_closed (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GApplication) application = user_data;

  plim_local_server_close_finish (PLIM_LOCAL_SERVER (source), result);
  g_application_quit (application);
}

/* Whoever is being answered gets the answer first. */
void
plim_application_end (PlimApplication *self)
{
  if (self->is_ending)
    return;
  self->is_ending = TRUE;
  plim_local_server_close_async (self->server, on_server_closed, g_object_ref (self));
}

/* Somebody wants the whole of Plimsoll to end. */
void
plim_application_quit (PlimApplication *self)
{
  plim_window_launcher_close (self->launcher);
  plim_application_end (self);
}

static void
on_tray_activated (PlimTrayPresenter *tray, int x, int y, gpointer user_data)
{
  plim_application_open_popover (user_data, x, y);
}

static void
on_result_chosen (PlimApplication *self, const char *id)
{
  plim_application_open_window (self, PLIM_BUS_WINDOW_OPEN_ACCOUNT, g_variant_new_string (id));
}

static void
on_search_launched (PlimApplication *self)
{
  plim_application_open_popover (self, -1, -1);
}

static void
on_keyring_changed (PlimKeyringWatch *keyring, gpointer user_data)
{
  PlimApplication *self = user_data;

  plim_poller_retry_cause (self->poller, PLIM_CAUSE_KEYRING_LOCKED);
  plim_poller_retry_cause (self->poller, PLIM_CAUSE_KEYRING_MISSING);
  plim_poller_retry_cause (self->poller, PLIM_CAUSE_KEYRING_CANCELLED);
  plim_local_server_reload (self->server);
}

static void
on_quiet_changed (PlimApplication *self)
{
  plim_notifier_set_quiet (self->notifier,
                           plim_quiet_watch_is_quiet (self->quiet) ||
                               plim_desktop_watch_get_state (self->desktop)->is_locked);
  plim_notifier_set_can_act (self->notifier, plim_quiet_watch_can_act (self->quiet));
}

static void
on_desktop_changed (PlimDesktopWatch *desktop, gpointer user_data)
{
  PlimApplication *self = user_data;

  plim_poller_set_desktop (self->poller, plim_desktop_watch_get_state (desktop));
  on_quiet_changed (self);
}

static void
watch_desktop (PlimApplication *self)
{
  GDBusConnection *connection = g_application_get_dbus_connection (G_APPLICATION (self));
  g_autoptr (GPowerProfileMonitor) power = g_power_profile_monitor_dup_default ();

  self->quiet = plim_quiet_watch_new (connection, g_getenv ("XDG_CURRENT_DESKTOP"));
  g_signal_connect_object (self->quiet, "notify", G_CALLBACK (on_quiet_changed), self,
                           G_CONNECT_SWAPPED);
  self->desktop = plim_desktop_watch_new (g_network_monitor_get_default (), power);
  g_signal_connect_object (self->desktop, "changed", G_CALLBACK (on_desktop_changed), self, 0);
  plim_desktop_watch_start (self->desktop, connection, NULL);
  on_desktop_changed (self->desktop, self);
}

static gboolean
on_unix_signal (gpointer user_data)
{
  plim_application_end (user_data);
  return G_SOURCE_CONTINUE;
}

static void
report_storage (PlimApplication *self)
{
  plim_service_notice_storage (G_APPLICATION (self), self->database,
                               g_list_model_get_n_items (G_LIST_MODEL (self->accounts)) > 0);
}

static void
on_window_failed (PlimWindowLauncher *launcher, const char *message, gpointer user_data)
{
  plim_service_notice_window (G_APPLICATION (user_data), message);
}

/* Without it nobody can ask, and nothing can be shown. */
static void
on_bus_closed (GDBusConnection *connection,
               gboolean remote_peer_vanished,
               const GError *error,
               gpointer user_data)
{
  PlimApplication *self = user_data;

  g_printerr (_ ("plimsoll: the session bus is gone\n"));
  self->exit_status = PLIM_EXIT_NO_SERVICE;
  g_application_quit (G_APPLICATION (self));
}

static void
set_up_server (PlimApplication *self)
{
  const PlimLocalServerParts parts = {
    .accounts = self->accounts,
    .collectors = self->collectors,
    .poller = self->poller,
    .database = self->database,
    .clock = self->clock,
    .settings = self->settings,
    .log = self->log,
  };

  self->server = plim_local_server_new (&parts, self->export, self->collectors_export);
}

static void
plim_application_startup (GApplication *application)
{
  PlimApplication *self = PLIM_APPLICATION (application);
  GDBusConnection *connection = g_application_get_dbus_connection (application);
  g_autoptr (GAction) privacy = g_settings_create_action (self->settings, PLIM_SETTINGS_PRIVACY);

  G_APPLICATION_CLASS (plim_application_parent_class)->startup (application);

  g_application_hold (application);
  plim_application_add_actions (self);
  g_action_map_add_action (G_ACTION_MAP (self), privacy);
  self->signal_ids[0] = g_unix_signal_add (SIGTERM, on_unix_signal, self);
  self->signal_ids[1] = g_unix_signal_add (SIGINT, on_unix_signal, self);

  g_dbus_connection_set_exit_on_close (connection, FALSE);
  g_signal_connect_object (connection, "closed", G_CALLBACK (on_bus_closed), self, 0);
  self->session = plim_session_new (connection, PLIM_BUS_NAME);
  g_signal_connect_object (self->session, "ended", G_CALLBACK (plim_application_end), self,
                           G_CONNECT_SWAPPED);
  self->launcher = plim_window_launcher_new (connection);
  g_signal_connect_object (self->launcher, "failed", G_CALLBACK (on_window_failed), self, 0);
  self->keyring = plim_keyring_watch_new (connection);
  g_signal_connect_object (self->keyring, "changed", G_CALLBACK (on_keyring_changed), self, 0);
  self->tray = plim_tray_presenter_new (application, G_LIST_MODEL (self->accounts), self->settings,
                                        self->clock, self->poller, self->notifier, self->export);
  g_signal_connect_object (self->tray, "activated", G_CALLBACK (on_tray_activated), self, 0);
  g_signal_connect_object (self->export, "quit", G_CALLBACK (plim_application_quit), self,
                           G_CONNECT_SWAPPED);
  report_storage (self);
  g_signal_connect_object (self->database, "notify::set-aside", G_CALLBACK (report_storage), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->database, "notify::problem", G_CALLBACK (report_storage), self,
                           G_CONNECT_SWAPPED);
  set_up_server (self);
  watch_desktop (self);
  plim_poller_start (self->poller);
}

static void
plim_application_activate (GApplication *application)
{
  PlimApplication *self = PLIM_APPLICATION (application);

  if (!self->is_background)
    plim_application_open_popover (self, -1, -1);
  /* From now on whoever starts the program again wants to see it. */
  self->is_background = FALSE;
}

/* The last messages are written by another thread, and in a sandbox they pass a proxy that forgets
 * them when its client goes away. The bus answers a ping after all that was sent before it. */
static void
wait_until_sent (GDBusConnection *connection)
{
  g_autoptr (GVariant) reply =
      g_dbus_connection_call_sync (connection, "org.freedesktop.DBus", "/org/freedesktop/DBus",
                                   "org.freedesktop.DBus.Peer", "Ping", NULL, NULL,
                                   G_DBUS_CALL_FLAGS_NONE, LAST_MESSAGES_MS, NULL, NULL);

  if (reply == NULL)
    g_debug ("the bus does not say whether the last messages were sent");
}

static void
plim_application_shutdown (GApplication *application)
{
  PlimApplication *self = PLIM_APPLICATION (application);

  for (guint i = 0; i < G_N_ELEMENTS (self->signal_ids); i++)
    g_clear_handle_id (&self->signal_ids[i], g_source_remove);
  g_clear_object (&self->quiet);
  g_clear_object (&self->desktop);
  g_clear_object (&self->server);
  g_clear_object (&self->tray);
  g_clear_object (&self->keyring);
  g_clear_object (&self->launcher);
  g_clear_object (&self->session);
  wait_until_sent (g_application_get_dbus_connection (application));
  /* Whoever takes the name next reads all that was queued; what can wait does. */
  g_clear_object (&self->history);
  g_object_run_dispose (G_OBJECT (self->accounts));
  plim_database_close (self->database);
  G_APPLICATION_CLASS (plim_application_parent_class)->shutdown (application);
}

static gboolean
export_search (PlimApplication *self, GDBusConnection *connection, GError **error)
{
  self->search = plim_search_provider_new (connection, G_LIST_MODEL (self->accounts),
                                           self->settings, self->clock, error);
  if (self->search == NULL)
    return FALSE;
  g_signal_connect_object (self->search, "open-account", G_CALLBACK (on_result_chosen), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->search, "open", G_CALLBACK (on_search_launched), self,
                           G_CONNECT_SWAPPED);
  return TRUE;
}

static gboolean
plim_application_dbus_register (GApplication *application,
                                GDBusConnection *connection,
                                const char *path,
                                GError **error)
{
  PlimApplication *self = PLIM_APPLICATION (application);

  self->export = plim_bus_export_new (connection, self->accounts, self->poller, self->fetcher,
                                      self->notifier, self->database, self->clock, error);
  if (self->export == NULL)
    return FALSE;
  plim_bus_export_set_log (self->export, self->log);
  self->outbound = plim_bus_outbound_new (plim_bus_export_get_manager (self->export), self->hooks,
                                          self->forwarder);
  self->collectors_export =
      plim_bus_collectors_new (connection, self->collectors, self->accounts, self->settings, error);
  return self->collectors_export != NULL && export_search (self, connection, error);
}

static void
plim_application_dbus_unregister (GApplication *application,
                                  GDBusConnection *connection,
                                  const char *path)
{
  g_clear_object (&PLIM_APPLICATION (application)->search);
  g_clear_object (&PLIM_APPLICATION (application)->collectors_export);
  g_clear_object (&PLIM_APPLICATION (application)->outbound);
  g_clear_object (&PLIM_APPLICATION (application)->export);
}

/* Whoever activates from another process hands over that process's token. */
static void
plim_application_before_emit (GApplication *application, GVariant *platform_data)
{
  PlimApplication *self = PLIM_APPLICATION (application);

  G_APPLICATION_CLASS (plim_application_parent_class)->before_emit (application, platform_data);
  g_clear_pointer (&self->token, g_free);
  if (!g_variant_lookup (platform_data, "activation-token", "s", &self->token))
    g_variant_lookup (platform_data, "desktop-startup-id", "s", &self->token);
}

static void
plim_application_after_emit (GApplication *application, GVariant *platform_data)
{
  g_clear_pointer (&PLIM_APPLICATION (application)->token, g_free);
  G_APPLICATION_CLASS (plim_application_parent_class)->after_emit (application, platform_data);
}

static int
plim_application_handle_local_options (GApplication *application, GVariantDict *options)
{
  PlimApplication *self = PLIM_APPLICATION (application);
  g_autoptr (GError) error = NULL;

  self->is_background = g_variant_dict_contains (options, "background");
  if (!g_application_register (application, NULL, &error)) {
    g_printerr ("plimsoll: %s\n", error->message);
    return 1;
  }
  /* It runs already, and nobody asked for the window. */
  if (self->is_background && g_application_get_is_remote (application))
    return 0;
  return -1;
}

static void
plim_application_dispose (GObject *object)
{
  PlimApplication *self = PLIM_APPLICATION (object);

  g_clear_object (&self->search);
  g_clear_object (&self->collectors_export);
  g_clear_object (&self->outbound);
  g_clear_object (&self->export);
  g_clear_object (&self->forwarder);
  g_clear_object (&self->hooks);
  g_clear_object (&self->notifier);
  g_clear_object (&self->credentials);
  g_clear_object (&self->incidents);
  g_clear_object (&self->history);
  g_clear_object (&self->trend);
  g_clear_object (&self->poller);
  g_clear_object (&self->fetcher);
  g_clear_object (&self->collectors);
  g_clear_object (&self->accounts);
  /* What is queued is written before the process ends. */
  if (self->database != NULL)
    plim_database_close (self->database);
  g_clear_object (&self->database);
  g_clear_object (&self->clock);
  g_clear_object (&self->settings);
  G_OBJECT_CLASS (plim_application_parent_class)->dispose (object);
}

static void
plim_application_finalize (GObject *object)
{
  g_free (PLIM_APPLICATION (object)->token);
  g_clear_object (&PLIM_APPLICATION (object)->log);
  G_OBJECT_CLASS (plim_application_parent_class)->finalize (object);
}

static void
plim_application_class_init (PlimApplicationClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GApplicationClass *application_class = G_APPLICATION_CLASS (klass);

  object_class->dispose = plim_application_dispose;
  object_class->finalize = plim_application_finalize;
  application_class->startup = plim_application_startup;
  application_class->activate = plim_application_activate;
  application_class->shutdown = plim_application_shutdown;
  application_class->before_emit = plim_application_before_emit;
  application_class->after_emit = plim_application_after_emit;
  application_class->dbus_register = plim_application_dbus_register;
  application_class->dbus_unregister = plim_application_dbus_unregister;
  application_class->handle_local_options = plim_application_handle_local_options;
}

static void
plim_application_init (PlimApplication *self)
{
  static const GOptionEntry options[] = { { "background", 0, 0, G_OPTION_ARG_NONE, NULL,
                                            N_ ("Start without opening the window"), NULL },
                                          { NULL } };

  g_application_add_main_option_entries (G_APPLICATION (self), options);
}

PlimApplication *
plim_application_new (const char *token, PlimLogRing *log)
{
  PlimApplication *self = g_object_new (PLIM_TYPE_APPLICATION, "application-id", PLIM_BUS_NAME,
                                        "flags", G_APPLICATION_DEFAULT_FLAGS, NULL);

  self->token = g_strdup (token);
  self->log = g_object_ref (log);
  return self;
}

int
plim_application_get_exit_status (PlimApplication *self)
{
  g_return_val_if_fail (PLIM_IS_APPLICATION (self), PLIM_EXIT_PROBLEM);

  return self->exit_status;
}
