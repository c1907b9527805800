/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "plim-desktop-watch.h"

#define IDLE_MS (5 * 60 * 1000)
#define LOGIND_NAME "org.freedesktop.login1"

/* What the desktops call their screen savers, which also lock. */
static const struct {
  const char *name;
  const char *path;
} savers[] = {
  { "org.gnome.ScreenSaver", "/org/gnome/ScreenSaver" },
  { "org.freedesktop.ScreenSaver", "/org/freedesktop/ScreenSaver" },
  { "org.cinnamon.ScreenSaver", "/org/cinnamon/ScreenSaver" },
  { "org.mate.ScreenSaver", "/org/mate/ScreenSaver" },
  { "org.xfce.ScreenSaver", "/org/xfce/ScreenSaver" },
};

struct _PlimDesktopWatch {
  GObject parent_instance;

  GNetworkMonitor *network;    /* (nullable) */
  GPowerProfileMonitor *power; /* (nullable) */
  GCancellable *cancellable;
  GPtrArray *proxies;  /* GDBusProxy: keeps all of those below */
  GDBusProxy *upower;  /* (nullable) */
  GDBusProxy *user;    /* (nullable): logind's, which knows the session with the display */
  GDBusProxy *session; /* (nullable): logind's */
  GDBusProxy *idle;    /* (nullable): Mutter's */
  guint idle_watch;
  guint active_watch;
  gboolean is_idle;      /* by Mutter */
  GHashTable *is_saving; /* the screen savers that are active, by their proxy */
  PlimDesktopState state;
};

G_DEFINE_FINAL_TYPE (PlimDesktopWatch, plim_desktop_watch, G_TYPE_OBJECT)

enum { CHANGED, N_SIGNALS };
static guint signals[N_SIGNALS];

static gboolean
get_property (GDBusProxy *proxy, const char *name)
{
  g_autoptr (GVariant) value =
      proxy != NULL ? g_dbus_proxy_get_cached_property (proxy, name) : NULL;

  return value != NULL && g_variant_is_of_type (value, G_VARIANT_TYPE_BOOLEAN) &&
         g_variant_get_boolean (value);
}

static void
update (PlimDesktopWatch *self)
{
  const PlimDesktopState state = {
    .is_away = self->is_idle || get_property (self->session, "IdleHint"),
    .is_locked =
        g_hash_table_size (self->is_saving) > 0 || get_property (self->session, "LockedHint"),
    .is_on_battery = get_property (self->upower, "OnBattery"),
    .is_saving_power =
        self->power != NULL && g_power_profile_monitor_get_power_saver_enabled (self->power),
    .is_metered = self->network != NULL && g_network_monitor_get_network_metered (self->network),
  };

  if (state.is_away == self->state.is_away && state.is_locked == self->state.is_locked &&
      state.is_on_battery == self->state.is_on_battery &&
      state.is_saving_power == self->state.is_saving_power &&
      state.is_metered == self->state.is_metered)
    return;
  self->state = state;
  g_debug ("Desktop: away %d, locked %d, on battery %d, saving power %d, metered %d", state.is_away,
           state.is_locked, state.is_on_battery, state.is_saving_power, state.is_metered);
  g_signal_emit (self, signals[CHANGED], 0);
}

/* A proxy of a service that is not there yet fills itself when it comes. */
static void
make_proxy (PlimDesktopWatch *self,
            GDBusConnection *connection,
            const char *name,
            const char *path,
            const char *interface,
            GAsyncReadyCallback callback)
{
  g_dbus_proxy_new (connection, G_DBUS_PROXY_FLAGS_DO_NOT_AUTO_START, NULL, name, path, interface,
                    self->cancellable, callback, self);
}

/* (transfer none) (nullable): %NULL also when @self is gone */
static GDBusProxy *
finish_proxy (PlimDesktopWatch *self, GAsyncResult *result)
{
  g_autoptr (GError) error = NULL;
  GDBusProxy *proxy = g_dbus_proxy_new_finish (result, &error);

  if (proxy == NULL) {
    g_debug ("A service of the desktop is not watched: %s", error->message);
    return NULL;
  }
  g_ptr_array_add (self->proxies, proxy);
  g_signal_connect_object (proxy, "g-properties-changed", G_CALLBACK (update), self,
                           G_CONNECT_SWAPPED);
  return proxy;
}

static void
drop_proxy (PlimDesktopWatch *self, GDBusProxy **proxy)
{
  if (*proxy == NULL)
    return;
  g_signal_handlers_disconnect_by_data (*proxy, self);
  g_ptr_array_remove (self->proxies, *proxy);
  *proxy = NULL;
}

/* Mutter's idle monitor. */

static void
on_watch_added (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GVariant) reply = g_dbus_proxy_call_finish (G_DBUS_PROXY (source), result, &error);

  if (reply == NULL)
    g_debug ("Idle times are not seen: %s", error->message); /* @user_data may be gone */
  else if (g_variant_is_of_type (reply, G_VARIANT_TYPE ("(u)")))
    g_variant_get (reply, "(u)", user_data);
}

static void
add_watch (PlimDesktopWatch *self, const char *method, GVariant *arguments, guint *watch)
{
  *watch = 0;
  g_dbus_proxy_call (self->idle, method, arguments, G_DBUS_CALL_FLAGS_NO_AUTO_START, -1,
                     self->cancellable, on_watch_added, watch);
}

static void
on_idle_owner (PlimDesktopWatch *self)
{
  g_autofree char *owner = g_dbus_proxy_get_name_owner (self->idle);

  self->is_idle = FALSE;
  if (owner != NULL)
    add_watch (self, "AddIdleWatch", g_variant_new ("(t)", (guint64) IDLE_MS), &self->idle_watch);
  update (self);
}

static void
on_idle_signal (
    GDBusProxy *proxy, const char *sender, const char *signal, GVariant *parameters, gpointer data)
{
  PlimDesktopWatch *self = data;
  guint watch;

  if (!g_str_equal (signal, "WatchFired") ||
      !g_variant_is_of_type (parameters, G_VARIANT_TYPE ("(u)")))
    return;
  g_variant_get (parameters, "(u)", &watch);
  if (watch == self->idle_watch) {
    self->is_idle = TRUE;
    /* Fires once, when somebody is back. */
    add_watch (self, "AddUserActiveWatch", NULL, &self->active_watch);
  } else if (watch == self->active_watch) {
    self->is_idle = FALSE;
  }
  update (self);
}

static void
on_idle_monitor (GObject *source, GAsyncResult *result, gpointer user_data)
{
  PlimDesktopWatch *self = user_data;
  GDBusProxy *proxy = finish_proxy (self, result);

  if (proxy == NULL)
    return;
  self->idle = proxy;
  g_signal_connect_object (self->idle, "g-signal", G_CALLBACK (on_idle_signal), self, 0);
  g_signal_connect_object (self->idle, "notify::g-name-owner", G_CALLBACK (on_idle_owner), self,
                           G_CONNECT_SWAPPED);
  on_idle_owner (self);
}

/* The screen savers. */

static void
set_saving (PlimDesktopWatch *self, GDBusProxy *proxy, gboolean is_saving)
{
  if (is_saving)
    g_hash_table_add (self->is_saving, proxy);
  else
    g_hash_table_remove (self->is_saving, proxy);
  update (self);
}

static void
on_saver_signal (
    GDBusProxy *proxy, const char *sender, const char *signal, GVariant *parameters, gpointer data)
{
  gboolean is_active;

  if (!g_str_equal (signal, "ActiveChanged") ||
      !g_variant_is_of_type (parameters, G_VARIANT_TYPE ("(b)")))
    return;
  g_variant_get (parameters, "(b)", &is_active);
  set_saving (data, proxy, is_active);
}

static void
on_saver_owner (GDBusProxy *proxy, GParamSpec *pspec, PlimDesktopWatch *self)
{
  set_saving (self, proxy, FALSE);
}

static void
on_saver (GObject *source, GAsyncResult *result, gpointer user_data)
{
  PlimDesktopWatch *self = user_data;
  GDBusProxy *proxy = finish_proxy (self, result);

  if (proxy == NULL)
    return;
  g_signal_connect_object (proxy, "g-signal", G_CALLBACK (on_saver_signal), self, 0);
  g_signal_connect_object (proxy, "notify::g-name-owner", G_CALLBACK (on_saver_owner), self, 0);
}

/* UPower and logind. */

static void
on_upower (GObject *source, GAsyncResult *result, gpointer user_data)
{
  PlimDesktopWatch *self = user_data;
  GDBusProxy *proxy = finish_proxy (self, result);

  if (proxy == NULL)
    return;
  self->upower = proxy;
  update (self);
}

static void
on_session (GObject *source, GAsyncResult *result, gpointer user_data)
{
  PlimDesktopWatch *self = user_data;
  GDBusProxy *proxy = finish_proxy (self, result);

  if (proxy == NULL)
    return;
  drop_proxy (self, &self->session);
  self->session = proxy;
  update (self);
}

/* A service of the user belongs to no session: the one with the display is whose hints count. */
static void
find_session (PlimDesktopWatch *self)
{
  g_autoptr (GVariant) display = g_dbus_proxy_get_cached_property (self->user, "Display");
  const char *id, *path;

  if (display == NULL || !g_variant_is_of_type (display, G_VARIANT_TYPE ("(so)")))
    return;
  g_variant_get (display, "(&s&o)", &id, &path);
  if (id[0] == '\0' ||
      (self->session != NULL && g_str_equal (path, g_dbus_proxy_get_object_path (self->session))))
    return;
  make_proxy (self, g_dbus_proxy_get_connection (self->user), LOGIND_NAME, path,
              LOGIND_NAME ".Session", on_session);
}

static void
on_user (GObject *source, GAsyncResult *result, gpointer user_data)
{
  PlimDesktopWatch *self = user_data;
  GDBusProxy *proxy = finish_proxy (self, result);

  if (proxy == NULL)
    return;
  self->user = proxy;
  g_signal_connect_object (self->user, "g-properties-changed", G_CALLBACK (find_session), self,
                           G_CONNECT_SWAPPED);
  find_session (self);
}

static void
watch_system (PlimDesktopWatch *self, GDBusConnection *connection)
{
  make_proxy (self, connection, "org.freedesktop.UPower", "/org/freedesktop/UPower",
              "org.freedesktop.UPower", on_upower);
  make_proxy (self, connection, LOGIND_NAME, "/org/freedesktop/login1/user/self",
              LOGIND_NAME ".User", on_user);
}

static void
on_system_bus (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GDBusConnection) connection = g_bus_get_finish (result, &error);

  if (connection == NULL) {
    g_debug ("Lock and mains are not seen: %s", error->message);
    return; /* @user_data may be gone */
  }
  /* A restarted system bus must not end the program. */
  g_dbus_connection_set_exit_on_close (connection, FALSE);
  watch_system (user_data, connection);
}

static void
plim_desktop_watch_dispose (GObject *object)
{
  PlimDesktopWatch *self = PLIM_DESKTOP_WATCH (object);

  g_cancellable_cancel (self->cancellable);
  self->upower = self->user = self->session = self->idle = NULL;
  g_ptr_array_set_size (self->proxies, 0);
  g_clear_object (&self->network);
  g_clear_object (&self->power);
  G_OBJECT_CLASS (plim_desktop_watch_parent_class)->dispose (object);
}

static void
plim_desktop_watch_finalize (GObject *object)
{
  PlimDesktopWatch *self = PLIM_DESKTOP_WATCH (object);

  g_object_unref (self->cancellable);
  g_ptr_array_unref (self->proxies);
  g_hash_table_unref (self->is_saving);
  G_OBJECT_CLASS (plim_desktop_watch_parent_class)->finalize (object);
}

static void
plim_desktop_watch_class_init (PlimDesktopWatchClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = plim_desktop_watch_dispose;
  object_class->finalize = plim_desktop_watch_finalize;
  signals[CHANGED] = g_signal_new ("changed", PLIM_TYPE_DESKTOP_WATCH, G_SIGNAL_RUN_LAST, 0, NULL,
                                   NULL, NULL, G_TYPE_NONE, 0);
}

static void
plim_desktop_watch_init (PlimDesktopWatch *self)
{
  self->cancellable = g_cancellable_new ();
  self->proxies = g_ptr_array_new_with_free_func (g_object_unref);
  self->is_saving = g_hash_table_new (NULL, NULL);
}

PlimDesktopWatch *
plim_desktop_watch_new (GNetworkMonitor *network, GPowerProfileMonitor *power)
{
  PlimDesktopWatch *self = g_object_new (PLIM_TYPE_DESKTOP_WATCH, NULL);

  if (network != NULL) {
    self->network = g_object_ref (network);
    g_signal_connect_object (network, "notify::network-metered", G_CALLBACK (update), self,
                             G_CONNECT_SWAPPED);
  }
  if (power != NULL) {
    self->power = g_object_ref (power);
    g_signal_connect_object (power, "notify::power-saver-enabled", G_CALLBACK (update), self,
                             G_CONNECT_SWAPPED);
  }
  update (self);
  return self;
}

void
plim_desktop_watch_start (PlimDesktopWatch *self, GDBusConnection *session, GDBusConnection *system)
{
  g_return_if_fail (PLIM_IS_DESKTOP_WATCH (self));
  g_return_if_fail (G_IS_DBUS_CONNECTION (session));

  make_proxy (self, session, "org.gnome.Mutter.IdleMonitor", "/org/gnome/Mutter/IdleMonitor/Core",
              "org.gnome.Mutter.IdleMonitor", on_idle_monitor);
  for (gsize i = 0; i < G_N_ELEMENTS (savers); i++)
    make_proxy (self, session, savers[i].name, savers[i].path, savers[i].name, on_saver);
  if (system != NULL)
    watch_system (self, system);
  else
    g_bus_get (G_BUS_TYPE_SYSTEM, self->cancellable, on_system_bus, self);
}

const PlimDesktopState *
plim_desktop_watch_get_state (PlimDesktopWatch *self)
{
  g_return_val_if_fail (PLIM_IS_DESKTOP_WATCH (self), NULL);

  return &self->state;
}
