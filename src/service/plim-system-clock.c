/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The real clock: one timer of the kernel on the wall clock. It fires after sleep, and the kernel
 * cancels it when the clock is set, so nothing runs while nothing happens. */
#include "plim-clock.h"

#include "plim-host-zone.h"

#include <errno.h>
#include <glib-unix.h>
#include <gio/gio.h>
#include <sys/timerfd.h>
#include <time.h>
#include <unistd.h>

#define LOGIND_NAME "org.freedesktop.login1"
#define LOGIND_MANAGER "org.freedesktop.login1.Manager"
#define LOGIND_PATH "/org/freedesktop/login1"
/* Without an alarm the timer still stands, far away: only so is a set clock noticed. */
#define FAR_AWAY_S ((gint64) 100 * 365 * 24 * 60 * 60)

#define PLIM_TYPE_SYSTEM_CLOCK (plim_system_clock_get_type ())
G_DECLARE_FINAL_TYPE (PlimSystemClock, plim_system_clock, PLIM, SYSTEM_CLOCK, PlimClock)

struct _PlimSystemClock {
  PlimClock parent_instance;

  int timer; /* a timerfd, or -1 */
  GSource *source;
  gint64 alarm_at;
  GFileMonitor *zone_monitor;  /* (nullable) */
  gboolean is_zone_told;       /* as in a sandbox, see plim-host-zone.h */
  GDBusConnection *system_bus; /* (nullable) */
  guint sleep_subscription;
  GCancellable *cancellable;
};

G_DEFINE_FINAL_TYPE (PlimSystemClock, plim_system_clock, PLIM_TYPE_CLOCK)

static void
arm (PlimSystemClock *self)
{
  struct itimerspec spec = { 0 };

  /* A time of 0 would take the timer back, so a passed one is 1. */
  spec.it_value.tv_sec = self->alarm_at != 0 ? MAX (self->alarm_at, 1)
                                             : g_get_real_time () / G_USEC_PER_SEC + FAR_AWAY_S;
  if (timerfd_settime (self->timer, TFD_TIMER_ABSTIME | TFD_TIMER_CANCEL_ON_SET, &spec, NULL) != 0)
    g_warning ("The timer cannot be set: %s", g_strerror (errno));
}

static void
emit_jumped (PlimSystemClock *self)
{
  tzset ();
  g_signal_emit_by_name (self, "jumped");
}

static gboolean
on_timer (int fd, GIOCondition condition, gpointer user_data)
{
  g_autoptr (PlimSystemClock) self = g_object_ref (user_data);
  guint64 n_expired = 0;
  ssize_t n_read = read (fd, &n_expired, sizeof n_expired);
  int error = n_read < 0 ? errno : 0;

  if (error == ECANCELED) {
    g_debug ("The clock was set");
    arm (self);
    emit_jumped (self);
  } else if (n_read == sizeof n_expired && self->alarm_at != 0) {
    self->alarm_at = 0;
    arm (self);
    g_signal_emit_by_name (self, "alarm");
  }
  return G_SOURCE_CONTINUE;
}

static void
on_zone_changed (GFileMonitor *monitor,
                 GFile *file,
                 GFile *other_file,
                 GFileMonitorEvent event,
                 gpointer user_data)
{
  PlimSystemClock *self = user_data;

  /* The file or link is replaced: one event of several is enough. */
  if (event != G_FILE_MONITOR_EVENT_CREATED && event != G_FILE_MONITOR_EVENT_CHANGES_DONE_HINT)
    return;
  if (self->is_zone_told)
    plim_host_zone_update (PLIM_HOST_ZONE_FILE);
  emit_jumped (self);
}

static void
watch_time_zone (PlimSystemClock *self)
{
  g_autoptr (GFile) file = NULL;
  g_autoptr (GError) error = NULL;

  self->is_zone_told = plim_host_zone_is_followed (PLIM_HOST_ZONE_FILE);
  file = g_file_new_for_path (self->is_zone_told ? PLIM_HOST_ZONE_FILE : "/etc/localtime");
  self->zone_monitor = g_file_monitor_file (file, G_FILE_MONITOR_NONE, NULL, &error);
  if (self->zone_monitor == NULL)
    g_debug ("Changes of the time zone are not seen: %s", error->message);
  else
    g_signal_connect_object (self->zone_monitor, "changed", G_CALLBACK (on_zone_changed), self, 0);
}

static void
on_prepare_for_sleep (GDBusConnection *connection,
                      const char *sender,
                      const char *path,
                      const char *interface,
                      const char *signal,
                      GVariant *parameters,
                      gpointer user_data)
{
  gboolean is_before;

  if (!g_variant_is_of_type (parameters, G_VARIANT_TYPE ("(b)")))
    return;
  g_variant_get (parameters, "(b)", &is_before);
  if (!is_before)
    emit_jumped (user_data);
}

static void
on_system_bus (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;
  GDBusConnection *bus = g_bus_get_finish (result, &error);
  PlimSystemClock *self;

  if (bus == NULL) {
    g_debug ("Waking from sleep is seen by the timer alone: %s", error->message);
    return; /* @user_data may be gone */
  }
  /* A restarted system bus must not end the program. */
  g_dbus_connection_set_exit_on_close (bus, FALSE);
  self = user_data;
  self->system_bus = bus;
  self->sleep_subscription =
      g_dbus_connection_signal_subscribe (bus, LOGIND_NAME, LOGIND_MANAGER, "PrepareForSleep",
                                          LOGIND_PATH, NULL, G_DBUS_SIGNAL_FLAGS_NONE,
                                          on_prepare_for_sleep, self, NULL);
}

static gint64
plim_system_clock_get_now (PlimClock *clock)
{
  return g_get_real_time () / G_USEC_PER_SEC;
}

static void
plim_system_clock_set_alarm (PlimClock *clock, gint64 at)
{
  PlimSystemClock *self = PLIM_SYSTEM_CLOCK (clock);

  if (self->alarm_at == at)
    return;
  self->alarm_at = at;
  arm (self);
}

static void
plim_system_clock_dispose (GObject *object)
{
  PlimSystemClock *self = PLIM_SYSTEM_CLOCK (object);

  g_cancellable_cancel (self->cancellable);
  if (self->sleep_subscription != 0)
    g_dbus_connection_signal_unsubscribe (self->system_bus, self->sleep_subscription);
  self->sleep_subscription = 0;
  g_clear_object (&self->system_bus);
  g_clear_object (&self->zone_monitor);
  if (self->source != NULL)
    g_source_destroy (self->source);
  g_clear_pointer (&self->source, g_source_unref);
  G_OBJECT_CLASS (plim_system_clock_parent_class)->dispose (object);
}

static void
plim_system_clock_finalize (GObject *object)
{
  PlimSystemClock *self = PLIM_SYSTEM_CLOCK (object);

  g_clear_object (&self->cancellable);
  if (self->timer >= 0)
    close (self->timer);
  G_OBJECT_CLASS (plim_system_clock_parent_class)->finalize (object);
}

static void
plim_system_clock_class_init (PlimSystemClockClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  PlimClockClass *clock_class = PLIM_CLOCK_CLASS (klass);

  object_class->dispose = plim_system_clock_dispose;
  object_class->finalize = plim_system_clock_finalize;
  clock_class->get_now = plim_system_clock_get_now;
  clock_class->set_alarm = plim_system_clock_set_alarm;
}

static void
plim_system_clock_init (PlimSystemClock *self)
{
  self->cancellable = g_cancellable_new ();
  self->timer = timerfd_create (CLOCK_REALTIME, TFD_NONBLOCK | TFD_CLOEXEC);
  if (self->timer < 0) {
    g_warning ("No timer: %s", g_strerror (errno));
    return;
  }
  self->source = g_unix_fd_source_new (self->timer, G_IO_IN);
  g_source_set_callback (self->source, G_SOURCE_FUNC (on_timer), self, NULL);
  g_source_attach (self->source, g_main_context_get_thread_default ());
  arm (self);
  watch_time_zone (self);
  g_bus_get (G_BUS_TYPE_SYSTEM, self->cancellable, on_system_bus, self);
}

PlimClock *
plim_system_clock_new (void)
{
  return g_object_new (PLIM_TYPE_SYSTEM_CLOCK, NULL);
}
