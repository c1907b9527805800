/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "plim-background-status.h"

#define PORTAL_NAME "org.freedesktop.portal.Desktop"
#define PORTAL_PATH "/org/freedesktop/portal/desktop"
#define PORTAL_INTERFACE "org.freedesktop.portal.Background"
/* The portal refuses what is longer. */
#define MAX_LENGTH 96
#define INTERVAL_S 60

struct _PlimBackgroundStatus {
  GObject parent_instance;
  GDBusConnection *session;
  PlimClock *clock;
  GCancellable *cancellable;
  char *text; /* (nullable): what the desktop is to say */
  char *told; /* (nullable): what it was told last */
  gint64 told_at;
  gboolean is_unsupported;
};

G_DEFINE_FINAL_TYPE (PlimBackgroundStatus, plim_background_status, G_TYPE_OBJECT)

static gboolean
is_missing (const GError *error)
{
  return g_error_matches (error, G_DBUS_ERROR, G_DBUS_ERROR_UNKNOWN_METHOD) ||
         g_error_matches (error, G_DBUS_ERROR, G_DBUS_ERROR_UNKNOWN_INTERFACE) ||
         g_error_matches (error, G_DBUS_ERROR, G_DBUS_ERROR_UNKNOWN_OBJECT) ||
         g_error_matches (error, G_DBUS_ERROR, G_DBUS_ERROR_SERVICE_UNKNOWN);
}

/* The text is an extra: what cannot be told is told anew with the next change. */
static void
on_told (GObject *source, GAsyncResult *result, gpointer user_data)
{
  PlimBackgroundStatus *self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GVariant) reply =
      g_dbus_connection_call_finish (G_DBUS_CONNECTION (source), result, &error);

  /* When it was cancelled, nobody is there any more. */
  if (reply != NULL || g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  g_debug ("The desktop does not take a background status: %s", error->message);
  self->is_unsupported = is_missing (error);
}

static void
tell (PlimBackgroundStatus *self)
{
  GVariantBuilder options = G_VARIANT_BUILDER_INIT (G_VARIANT_TYPE_VARDICT);

  g_free (self->told);
  self->told = g_strdup (self->text);
  self->told_at = plim_clock_get_now (self->clock);
  g_variant_builder_add (&options, "{sv}", "message", g_variant_new_string (self->text));
  g_dbus_connection_call (self->session, PORTAL_NAME, PORTAL_PATH, PORTAL_INTERFACE, "SetStatus",
                          g_variant_new ("(a{sv})", &options), NULL, G_DBUS_CALL_FLAGS_NONE, -1,
                          self->cancellable, on_told, self);
}

static void
update (PlimBackgroundStatus *self)
{
  gint64 now = plim_clock_get_now (self->clock);
  gint64 allowed_at = self->told_at + INTERVAL_S;

  if (self->is_unsupported || g_strcmp0 (self->text, self->told) == 0)
    return;
  /* A clock that was set back does not make it wait. */
  if (self->told == NULL || now >= allowed_at || now < self->told_at)
    tell (self);
  else
    plim_clock_set_alarm (self->clock, allowed_at);
}

static void
plim_background_status_dispose (GObject *object)
{
  PlimBackgroundStatus *self = PLIM_BACKGROUND_STATUS (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->clock);
  g_clear_object (&self->session);
  G_OBJECT_CLASS (plim_background_status_parent_class)->dispose (object);
}

static void
plim_background_status_finalize (GObject *object)
{
  PlimBackgroundStatus *self = PLIM_BACKGROUND_STATUS (object);

  g_free (self->text);
  g_free (self->told);
  G_OBJECT_CLASS (plim_background_status_parent_class)->finalize (object);
}

static void
plim_background_status_class_init (PlimBackgroundStatusClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = plim_background_status_dispose;
  object_class->finalize = plim_background_status_finalize;
}

static void
plim_background_status_init (PlimBackgroundStatus *self)
{
  self->cancellable = g_cancellable_new ();
}

PlimBackgroundStatus *
plim_background_status_new (GDBusConnection *session, PlimClock *clock)
{
  PlimBackgroundStatus *self;

  g_return_val_if_fail (G_IS_DBUS_CONNECTION (session), NULL);
  g_return_val_if_fail (PLIM_IS_CLOCK (clock), NULL);

  self = g_object_new (PLIM_TYPE_BACKGROUND_STATUS, NULL);
  self->session = g_object_ref (session);
  self->clock = g_object_ref (clock);
  g_signal_connect_object (clock, "alarm", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (clock, "jumped", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  return self;
}

void
plim_background_status_set (PlimBackgroundStatus *self, const char *text)
{
  g_autofree char *line = NULL;

  g_return_if_fail (PLIM_IS_BACKGROUND_STATUS (self));
  g_return_if_fail (text != NULL);

  line = g_strdelimit (g_strdup (text), "\n", ' ');
  if (g_utf8_strlen (line, -1) > MAX_LENGTH) {
    g_autofree char *start = g_utf8_substring (line, 0, MAX_LENGTH - 1);

    g_free (line);
    line = g_strconcat (start, "…", NULL);
  }
  g_free (self->text);
  self->text = g_steal_pointer (&line);
  update (self);
}
