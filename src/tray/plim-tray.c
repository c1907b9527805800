/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "plim-tray.h"

#include "plim-tray-filter.h"
#include "plim-tray-gate.h"
#include "plim-tray-menu.h"
#include "plim-tray-server.h"

#include <libayatana-appindicator-glib/ayatana-appindicator.h>

/* Hosts key the user's choices on it, and the library makes the object path of it. */
#define ITEM_ID "plimsoll"
#define ITEM_PATH "/org/ayatana/appindicator/" ITEM_ID
#define WATCHER_NAME "org.kde.StatusNotifierWatcher"
#define SECONDARY_ACTION "secondary-activate"
/* The library asks a watcher once: where that one did not answer, the item is made anew. */
#define REGISTER_WITHIN_S 5

struct _PlimTray {
  GObject parent_instance;

  GDBusConnection *connection;
  char *icon_theme_path; /* (nullable) */
  PlimTrayMenu *menu;
  PlimTrayFilter *filter;
  PlimTrayServer *server;
  PlimTrayGate *gate;
  AppIndicator *indicator;
  gboolean is_menu_exported;
  gboolean is_starting; /* @indicator waits for its connection and is held by a toggle reference */
  PlimTrayState state;
  char *token; /* (nullable) */
  gboolean is_registered;
  guint watch_id;
  guint register_id;
};

G_DEFINE_FINAL_TYPE (PlimTray, plim_tray, G_TYPE_OBJECT)

enum { PROP_HOST = 1, N_PROPS };
static GParamSpec *properties[N_PROPS];

enum { ACTIVATED, SECONDARY_ACTIVATED, SCROLLED, MENU_OPENING, N_SIGNALS };
static guint signals[N_SIGNALS];

static void make_indicator (PlimTray *self);

/* Hosts read item and menu as soon as it is registered. */
static void
open_gate (PlimTray *self)
{
  if (self->is_menu_exported && !self->is_starting)
    plim_tray_gate_open (self->gate);
}

static void
on_menu_exported (gpointer user_data)
{
  PlimTray *self = user_data;

  self->is_menu_exported = TRUE;
  open_gate (self);
}

/* The library holds the indicator until it has its connection, so that our reference is then the
 * last one. */
static void
on_indicator_held (gpointer user_data, GObject *indicator, gboolean is_last)
{
  PlimTray *self = user_data;

  if (!is_last || !self->is_starting)
    return;
  self->is_starting = FALSE;
  g_object_ref (indicator);
  g_object_remove_toggle_ref (indicator, on_indicator_held, self);
  open_gate (self);
}

/* Calls of its own that are under way keep it alive, and with it its object on the bus, so that it
 * would still register, or stand in the way of the next one. */
static void
drop_indicator (PlimTray *self)
{
  if (self->indicator == NULL)
    return;
  g_signal_handlers_disconnect_by_data (self->indicator, self);
  if (self->is_starting)
    on_indicator_held (self, G_OBJECT (self->indicator), TRUE);
  g_object_run_dispose (G_OBJECT (self->indicator));
  g_clear_object (&self->indicator);
}

static void
on_activate (AppIndicator *indicator, int x, int y, gpointer user_data)
{
  PlimTray *self = user_data;

  g_free (self->token);
  self->token = plim_tray_filter_steal_token (self->filter);
  g_signal_emit (self, signals[ACTIVATED], 0, x, y);
}

static void
on_secondary (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  g_signal_emit (user_data, signals[SECONDARY_ACTIVATED], 0);
}

static void
on_scroll (AppIndicator *indicator, int delta, guint direction, gpointer user_data)
{
  /* The sign is in the direction: up 0, down 1, left 2, right 3; the amount is in the host's own
   * units. */
  if (delta != 0)
    g_signal_emit (user_data, signals[SCROLLED], 0, direction % 2 == 1 ? 1 : -1);
}

static void
on_connection_changed (AppIndicator *indicator, gboolean connected, gpointer user_data)
{
  PlimTray *self = user_data;

  connected = !!connected;
  if (connected)
    g_clear_handle_id (&self->register_id, g_source_remove);
  if (self->is_registered == connected)
    return;
  self->is_registered = connected;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_HOST]);
}

static gboolean
on_not_registered (gpointer user_data)
{
  PlimTray *self = user_data;

  self->register_id = 0;
  g_debug ("The tray item did not register, so it is made anew");
  make_indicator (self);
  return G_SOURCE_REMOVE;
}

static void
on_watcher_appeared (GDBusConnection *connection,
                     const char *name,
                     const char *owner,
                     gpointer user_data)
{
  PlimTray *self = user_data;

  if (!self->is_registered && self->register_id == 0)
    self->register_id = g_timeout_add_seconds (REGISTER_WITHIN_S, on_not_registered, self);
}

static void
on_watcher_vanished (GDBusConnection *connection, const char *name, gpointer user_data)
{
  PlimTray *self = user_data;

  g_clear_handle_id (&self->register_id, g_source_remove);
  on_connection_changed (self->indicator, FALSE, self);
}

static void
show_state (PlimTray *self)
{
  app_indicator_set_icon (self->indicator, self->state.icon_name, self->state.title);
  app_indicator_set_label (self->indicator, self->state.label, "100 %");
  app_indicator_set_tooltip (self->indicator, self->state.icon_name, self->state.title,
                             self->state.description);
}

static void
make_indicator (PlimTray *self)
{
  GSimpleActionGroup *actions = plim_tray_menu_get_actions (self->menu);

  drop_indicator (self);
  plim_tray_gate_close (self->gate);
  if (self->icon_theme_path != NULL)
    self->indicator = app_indicator_new_with_path (ITEM_ID, self->state.icon_name,
                                                   APP_INDICATOR_CATEGORY_APPLICATION_STATUS,
                                                   self->icon_theme_path);
  else
    self->indicator = app_indicator_new (ITEM_ID, self->state.icon_name,
                                         APP_INDICATOR_CATEGORY_APPLICATION_STATUS);
  self->is_starting = TRUE;
  g_object_add_toggle_ref (G_OBJECT (self->indicator), on_indicator_held, self);
  g_object_unref (self->indicator);
  g_signal_connect_object (self->indicator, "activate", G_CALLBACK (on_activate), self, 0);
  g_signal_connect_object (self->indicator, "scroll-event", G_CALLBACK (on_scroll), self, 0);
  g_signal_connect_object (self->indicator, "connection-changed",
                           G_CALLBACK (on_connection_changed), self, 0);
  app_indicator_set_title (self->indicator, "Plimsoll");
  app_indicator_set_status (self->indicator, APP_INDICATOR_STATUS_ACTIVE);
  show_state (self);
  app_indicator_set_menu (self->indicator, plim_tray_menu_get_menu (self->menu));
  app_indicator_set_actions (self->indicator, actions);
  app_indicator_set_secondary_activate_target (self->indicator, SECONDARY_ACTION);
}

static void
on_menu_opening (PlimTrayMenu *menu, gpointer user_data)
{
  g_signal_emit (user_data, signals[MENU_OPENING], 0);
}

static void
make_menu (PlimTray *self, GMenuModel *model, GActionGroup *actions)
{
  g_autoptr (GSimpleAction) secondary = g_simple_action_new (SECONDARY_ACTION, NULL);

  self->menu = plim_tray_menu_new (model, actions);
  g_signal_connect_object (self->menu, "opening", G_CALLBACK (on_menu_opening), self, 0);
  g_signal_connect_object (secondary, "activate", G_CALLBACK (on_secondary), self, 0);
  g_action_map_add_action (G_ACTION_MAP (plim_tray_menu_get_actions (self->menu)),
                           G_ACTION (secondary));
  self->server = plim_tray_server_new (ITEM_PATH, plim_tray_menu_get_root (self->menu),
                                       on_menu_exported, self);
}

static void
clear_state (PlimTrayState *state)
{
  g_clear_pointer (&state->icon_name, g_free);
  g_clear_pointer (&state->label, g_free);
  g_clear_pointer (&state->title, g_free);
  g_clear_pointer (&state->description, g_free);
}

static void
plim_tray_get_property (GObject *object, guint property, GValue *value, GParamSpec *pspec)
{
  PlimTray *self = PLIM_TRAY (object);

  switch (property) {
  case PROP_HOST:
    g_value_set_boolean (value, self->is_registered);
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property, pspec);
  }
}

static void
plim_tray_dispose (GObject *object)
{
  PlimTray *self = PLIM_TRAY (object);

  g_clear_handle_id (&self->watch_id, g_bus_unwatch_name);
  g_clear_handle_id (&self->register_id, g_source_remove);
  drop_indicator (self);
  g_clear_pointer (&self->server, plim_tray_server_free);
  g_clear_object (&self->menu);
  g_clear_pointer (&self->gate, plim_tray_gate_free);
  g_clear_pointer (&self->filter, plim_tray_filter_free);
  g_clear_object (&self->connection);
  G_OBJECT_CLASS (plim_tray_parent_class)->dispose (object);
}

static void
plim_tray_finalize (GObject *object)
{
  PlimTray *self = PLIM_TRAY (object);

  clear_state (&self->state);
  g_free (self->icon_theme_path);
  g_free (self->token);
  G_OBJECT_CLASS (plim_tray_parent_class)->finalize (object);
}

static void
add_signal (guint id, const char *name, guint n_parameters)
{
  signals[id] = g_signal_new (name, PLIM_TYPE_TRAY, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                              G_TYPE_NONE, n_parameters, G_TYPE_INT, G_TYPE_INT);
}

static void
plim_tray_class_init (PlimTrayClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = plim_tray_get_property;
  object_class->dispose = plim_tray_dispose;
  object_class->finalize = plim_tray_finalize;

  properties[PROP_HOST] =
      g_param_spec_boolean ("host", NULL, NULL, FALSE,
                            G_PARAM_READABLE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  add_signal (ACTIVATED, "activated", 2);
  add_signal (SECONDARY_ACTIVATED, "secondary-activated", 0);
  add_signal (SCROLLED, "scrolled", 1);
  add_signal (MENU_OPENING, "menu-opening", 0);
}

static void
plim_tray_init (PlimTray *self)
{
  self->state.icon_name =
      plim_tray_dup_icon_name (PLIM_ICON_LEVEL, PLIM_HEADLINE_EMPTY, PLIM_SEVERITY_NORMAL, -1);
  self->state.label = g_strdup ("");
  self->state.title = g_strdup ("Plimsoll");
  self->state.description = g_strdup ("");
}

PlimTray *
plim_tray_new (GDBusConnection *connection,
               GMenuModel *menu,
               GActionGroup *actions,
               const char *icon_theme_path)
{
  PlimTray *self;

  g_return_val_if_fail (G_IS_DBUS_CONNECTION (connection), NULL);

  self = g_object_new (PLIM_TYPE_TRAY, NULL);
  self->connection = g_object_ref (connection);
  self->icon_theme_path = g_strdup (icon_theme_path);
  /* Before the item: a host may read it as soon as it is registered. */
  self->filter = plim_tray_filter_new (connection, ITEM_PATH);
  self->gate = plim_tray_gate_new (connection, WATCHER_NAME);
  make_menu (self, menu, actions);
  make_indicator (self);
  self->watch_id =
      g_bus_watch_name_on_connection (connection, WATCHER_NAME, G_BUS_NAME_WATCHER_FLAGS_NONE,
                                      on_watcher_appeared, on_watcher_vanished, self, NULL);
  return self;
}

static gboolean
replace (char **text, const char *value)
{
  if (g_strcmp0 (*text, value) == 0)
    return FALSE;
  g_free (*text);
  *text = g_strdup (value);
  return TRUE;
}

void
plim_tray_set_state (PlimTray *self, const PlimTrayState *state)
{
  gboolean has_icon, has_label, has_title, has_description;

  g_return_if_fail (PLIM_IS_TRAY (self));

  has_icon = replace (&self->state.icon_name, state->icon_name);
  has_label = replace (&self->state.label, state->label);
  has_title = replace (&self->state.title, state->title);
  has_description = replace (&self->state.description, state->description);
  /* The title is also what a screen reader says of the icon. */
  if (has_icon || has_title)
    app_indicator_set_icon (self->indicator, self->state.icon_name, self->state.title);
  if (has_label)
    app_indicator_set_label (self->indicator, self->state.label, "100 %");
  if (has_icon || has_title || has_description)
    app_indicator_set_tooltip (self->indicator, self->state.icon_name, self->state.title,
                               self->state.description);
}

const char *
plim_tray_get_activation_token (PlimTray *self)
{
  g_return_val_if_fail (PLIM_IS_TRAY (self), NULL);

  return self->token;
}

gboolean
plim_tray_has_host (PlimTray *self)
{
  g_return_val_if_fail (PLIM_IS_TRAY (self), FALSE);

  return self->is_registered;
}
