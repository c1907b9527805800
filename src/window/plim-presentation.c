/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "plim-presentation.h"

struct _PlimPresentation {
  GObject parent_instance;
  GSettings *settings;
  PlimFormat format;
  PlimThresholds thresholds;
  gint64 now; /* stopped there, or PLIM_TIME_UNKNOWN */
  guint minute_id;
};

G_DEFINE_FINAL_TYPE (PlimPresentation, plim_presentation, G_TYPE_OBJECT)

static guint changed_signal;

static void
clear_format (PlimPresentation *self)
{
  g_clear_pointer (&self->format.time_zone, g_time_zone_unref);
}

static void
emit_changed (PlimPresentation *self)
{
  g_signal_emit (self, changed_signal, 0);
}

static void
on_settings_changed (PlimPresentation *self)
{
  clear_format (self);
  plim_settings_get_format (self->settings, &self->format);
  plim_settings_get_thresholds (self->settings, &self->thresholds);
  emit_changed (self);
}

static void start_minute (PlimPresentation *self);

static gboolean
on_minute (gpointer user_data)
{
  PlimPresentation *self = user_data;

  self->minute_id = 0;
  start_minute (self);
  emit_changed (self);
  return G_SOURCE_REMOVE;
}

/* Resets are on whole minutes nearly always: on the minute a countdown changes when it is true. */
static void
start_minute (PlimPresentation *self)
{
  gint64 into_minute_ms = g_get_real_time () / 1000 % 60000;

  self->minute_id = g_timeout_add ((guint) (60000 - into_minute_ms) + 10, on_minute, self);
}

static void
plim_presentation_finalize (GObject *object)
{
  PlimPresentation *self = PLIM_PRESENTATION (object);

  g_clear_handle_id (&self->minute_id, g_source_remove);
  g_clear_object (&self->settings);
  clear_format (self);
  G_OBJECT_CLASS (plim_presentation_parent_class)->finalize (object);
}

static void
plim_presentation_class_init (PlimPresentationClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = plim_presentation_finalize;

  changed_signal = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                 NULL, NULL, G_TYPE_NONE, 0);
}

static void
plim_presentation_init (PlimPresentation *self)
{
}

PlimPresentation *
plim_presentation_new (GSettings *settings)
{
  PlimPresentation *self = g_object_new (PLIM_TYPE_PRESENTATION, NULL);

  self->settings = g_object_ref (settings);
  g_signal_connect_object (settings, "changed", G_CALLBACK (on_settings_changed), self,
                           G_CONNECT_SWAPPED);
  on_settings_changed (self);
  return self;
}

const PlimFormat *
plim_presentation_get_format (PlimPresentation *self)
{
  g_return_val_if_fail (PLIM_IS_PRESENTATION (self), NULL);
  return &self->format;
}

const PlimThresholds *
plim_presentation_get_thresholds (PlimPresentation *self)
{
  g_return_val_if_fail (PLIM_IS_PRESENTATION (self), NULL);
  return &self->thresholds;
}

gint64
plim_presentation_get_now (PlimPresentation *self)
{
  g_return_val_if_fail (PLIM_IS_PRESENTATION (self), PLIM_TIME_UNKNOWN);

  if (self->now != PLIM_TIME_UNKNOWN)
    return self->now;
  return g_get_real_time () / G_USEC_PER_SEC;
}

void
plim_presentation_set_now (PlimPresentation *self, gint64 now)
{
  g_return_if_fail (PLIM_IS_PRESENTATION (self));

  self->now = now;
  emit_changed (self);
}

void
plim_presentation_set_visible (PlimPresentation *self, gboolean visible)
{
  g_return_if_fail (PLIM_IS_PRESENTATION (self));

  if (visible == (self->minute_id != 0))
    return;
  if (!visible) {
    g_clear_handle_id (&self->minute_id, g_source_remove);
    return;
  }
  start_minute (self);
  emit_changed (self);
}
