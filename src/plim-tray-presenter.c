/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "plim-tray-presenter.h"

#include "plim-background-status.h"
#include "plim-headline-text.h"
#include "plim-headline-watch.h"
#include "plim-icon-path.h"
#include "plim-service-notice.h"
#include "plim-settings.h"
#include "plim-status-menu.h"

/* A panel that starts with the session takes a while: before that its absence says nothing. */
#define GRACE_S 20

struct _PlimTrayPresenter {
  GObject parent_instance;

  GApplication *application; /* owns this */
  GListModel *accounts;
  GSettings *settings;
  PlimClock *clock;
  PlimNotifier *notifier;
  PlimBusExport *bus_export;
  PlimHeadlineWatch *headline;
  PlimBackgroundStatus *background; /* (nullable): outside of a sandbox */
  PlimStatusMenu *menu;
  PlimTray *tray;
  guint grace_id;
};

G_DEFINE_FINAL_TYPE (PlimTrayPresenter, plim_tray_presenter, G_TYPE_OBJECT)

enum { ACTIVATED, N_SIGNALS };
static guint signals[N_SIGNALS];

static void
write_menu (PlimTrayPresenter *self, gboolean is_opening)
{
  gint64 now = plim_clock_get_now (self->clock);
  gboolean is_snoozed = plim_notifier_get_snoozed_until (self->notifier) > now;

  plim_status_menu_update (self->menu, is_snoozed, is_opening, now);
}

static void
update_menu (PlimTrayPresenter *self)
{
  write_menu (self, FALSE);
}

static void
on_menu_opening (PlimTrayPresenter *self)
{
  write_menu (self, TRUE);
}

static void
tell_background (PlimTrayPresenter *self, const PlimHeadline *headline, gint64 now)
{
  g_autofree char *status = NULL;

  if (self->background == NULL)
    return;
  status = plim_headline_dup_status (headline, self->settings, now);
  plim_background_status_set (self->background, status);
}

static void
on_headline_changed (PlimTrayPresenter *self)
{
  const PlimHeadline *headline = plim_headline_watch_get_headline (self->headline);
  gint64 now = plim_clock_get_now (self->clock);
  g_autofree char *summary = plim_headline_dup_summary (headline, self->settings, now);
  g_auto (PlimTrayState) state = { 0 };

  plim_tray_state_init (&state, headline, self->accounts, self->settings, now);
  plim_tray_set_state (self->tray, &state);
  plim_bus_export_set_headline (self->bus_export, headline, summary);
  tell_background (self, headline, now);
  update_menu (self);
}

static void
on_activated (PlimTrayPresenter *self, int x, int y)
{
  g_signal_emit (self, signals[ACTIVATED], 0, x, y);
}

static void
on_scrolled (PlimTrayPresenter *self, int direction)
{
  plim_headline_watch_step (self->headline, direction < 0 ? -1 : 1);
}

static void
on_host_changed (PlimTrayPresenter *self)
{
  plim_bus_export_set_tray_host (self->bus_export, plim_tray_has_host (self->tray));
}

static gboolean
on_grace_over (gpointer user_data)
{
  PlimTrayPresenter *self = user_data;

  self->grace_id = 0;
  if (plim_tray_has_host (self->tray) ||
      g_settings_get_boolean (self->settings, PLIM_SETTINGS_TRAY_HINT_SHOWN))
    return G_SOURCE_REMOVE;
  g_settings_set_boolean (self->settings, PLIM_SETTINGS_TRAY_HINT_SHOWN, TRUE);
  plim_service_notice_tray (self->application);
  return G_SOURCE_REMOVE;
}

static void
connect (PlimTrayPresenter *self, gpointer object, const char *signal, GCallback callback)
{
  g_signal_connect_object (object, signal, callback, self, G_CONNECT_SWAPPED);
}

static void
make_tray (PlimTrayPresenter *self, PlimPoller *poller)
{
  g_autofree char *icons = plim_icon_path_find ();

  self->menu = plim_status_menu_new (self->accounts, self->settings);
  self->tray = plim_tray_new (g_application_get_dbus_connection (self->application),
                              plim_status_menu_get_model (self->menu),
                              G_ACTION_GROUP (self->application), icons);
  connect (self, self->tray, "activated", G_CALLBACK (on_activated));
  connect (self, self->tray, "scrolled", G_CALLBACK (on_scrolled));
  connect (self, self->tray, "notify::host", G_CALLBACK (on_host_changed));
  connect (self, self->tray, "menu-opening", G_CALLBACK (on_menu_opening));
  connect (self, self->notifier, "notify::snoozed-until", G_CALLBACK (update_menu));
  /* The menu is a full status, so who opens it looks. */
  g_signal_connect_object (self->tray, "menu-opening", G_CALLBACK (plim_poller_note_look), poller,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->tray, "secondary-activated", G_CALLBACK (plim_poller_refresh_all),
                           poller, G_CONNECT_SWAPPED);
  self->grace_id = g_timeout_add_seconds (GRACE_S, on_grace_over, self);
}

/* The portal takes it from sandboxed programs alone. */
static void
make_background (PlimTrayPresenter *self)
{
  g_autoptr (PlimClock) clock = NULL;

  if (!g_file_test ("/.flatpak-info", G_FILE_TEST_EXISTS))
    return;
  clock = plim_system_clock_new ();
  self->background =
      plim_background_status_new (g_application_get_dbus_connection (self->application), clock);
}

static void
plim_tray_presenter_dispose (GObject *object)
{
  PlimTrayPresenter *self = PLIM_TRAY_PRESENTER (object);

  g_clear_handle_id (&self->grace_id, g_source_remove);
  g_clear_object (&self->headline);
  g_clear_object (&self->background);
  g_clear_object (&self->tray);
  g_clear_object (&self->menu);
  g_clear_object (&self->bus_export);
  g_clear_object (&self->notifier);
  g_clear_object (&self->clock);
  g_clear_object (&self->settings);
  g_clear_object (&self->accounts);
  G_OBJECT_CLASS (plim_tray_presenter_parent_class)->dispose (object);
}

static void
plim_tray_presenter_class_init (PlimTrayPresenterClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = plim_tray_presenter_dispose;

  signals[ACTIVATED] = g_signal_new ("activated", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0,
                                     NULL, NULL, NULL, G_TYPE_NONE, 2, G_TYPE_INT, G_TYPE_INT);
}

static void
plim_tray_presenter_init (PlimTrayPresenter *self)
{
}

PlimTrayPresenter *
plim_tray_presenter_new (GApplication *application,
                         GListModel *accounts,
                         GSettings *settings,
                         PlimClock *clock,
                         PlimPoller *poller,
                         PlimNotifier *notifier,
                         PlimBusExport *bus_export)
{
  PlimTrayPresenter *self = g_object_new (PLIM_TYPE_TRAY_PRESENTER, NULL);
  g_autoptr (PlimClock) headline_clock = plim_system_clock_new ();

  self->application = application;
  self->accounts = g_object_ref (accounts);
  self->settings = g_object_ref (settings);
  self->clock = g_object_ref (clock);
  self->notifier = g_object_ref (notifier);
  self->bus_export = g_object_ref (bus_export);
  make_tray (self, poller);
  make_background (self);
  self->headline = plim_headline_watch_new (accounts, settings, headline_clock);
  connect (self, self->headline, "changed", G_CALLBACK (on_headline_changed));
  return self;
}

const char *
plim_tray_presenter_get_activation_token (PlimTrayPresenter *self)
{
  g_return_val_if_fail (PLIM_IS_TRAY_PRESENTER (self), NULL);

  return plim_tray_get_activation_token (self->tray);
}
