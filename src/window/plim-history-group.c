/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "plim-history-group.h"

#include "plim-history-clear.h"
#include "plim-problem.h"
#include "plim-settings.h"

#include <glib/gi18n-lib.h>

struct _PlimHistoryGroup {
  AdwPreferencesGroup parent_instance;
  PlimServiceLink *link;
  GCancellable *cancellable;
  GtkAdjustment *raw_days;
  GtkAdjustment *hour_days;
  AdwActionRow *size;
  GtkWidget *clear;
};

G_DEFINE_FINAL_TYPE (PlimHistoryGroup, plim_history_group, ADW_TYPE_PREFERENCES_GROUP)

/* Hours are never kept shorter than what they are made of. */
static void
on_raw_changed (PlimHistoryGroup *self)
{
  double raw_days = gtk_adjustment_get_value (self->raw_days);

  if (gtk_adjustment_get_value (self->hour_days) < raw_days)
    gtk_adjustment_set_value (self->hour_days, raw_days);
}

static void
on_hour_changed (PlimHistoryGroup *self)
{
  double hour_days = gtk_adjustment_get_value (self->hour_days);

  if (gtk_adjustment_get_value (self->raw_days) > hour_days)
    gtk_adjustment_set_value (self->raw_days, hour_days);
}

/* (nullable) */
static PlimBusClient *
get_client (PlimHistoryGroup *self)
{
  return self->link != NULL ? plim_service_link_get_client (self->link) : NULL;
}

static void
on_sized (GObject *source, GAsyncResult *result, gpointer user_data)
{
  PlimHistoryGroup *self = user_data;
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;
  guint64 size_bytes;

  if (plim_bus_manager1_call_get_history_size_finish (PLIM_BUS_MANAGER1 (source), &size_bytes,
                                                      result, &error))
    text = g_format_size (size_bytes);
  else if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  else
    text = plim_problem_dup_sentence (error, "Plimsoll", NULL);
  adw_action_row_set_subtitle (self->size, text);
}

static void
read_size (PlimHistoryGroup *self)
{
  PlimBusClient *client = get_client (self);

  gtk_widget_set_sensitive (self->clear, client != NULL);
  if (client != NULL)
    plim_bus_manager1_call_get_history_size (plim_bus_client_get_manager (client),
                                             self->cancellable, on_sized, self);
}

static void
on_cleared (GObject *owner, const GError *error, gpointer data)
{
  PlimHistoryGroup *self = PLIM_HISTORY_GROUP (owner);
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));
  g_autofree char *sentence =
      error != NULL ? plim_problem_dup_sentence (error, "Plimsoll", NULL) : NULL;

  if (!ADW_IS_PREFERENCES_WINDOW (root))
    return; /* closed meanwhile */
  adw_preferences_window_add_toast (ADW_PREFERENCES_WINDOW (root),
                                    adw_toast_new (sentence != NULL ? sentence
                                                                    : _ ("History cleared")));
  read_size (self);
}

static void
on_clear (PlimHistoryGroup *self)
{
  PlimBusClient *client = get_client (self);

  if (client != NULL)
    plim_history_clear_ask (GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self))), G_OBJECT (self),
                            client, NULL, NULL, on_cleared);
}

static void
plim_history_group_dispose (GObject *object)
{
  PlimHistoryGroup *self = PLIM_HISTORY_GROUP (object);

  plim_history_group_end (self);
  G_OBJECT_CLASS (plim_history_group_parent_class)->dispose (object);
}

static void
plim_history_group_class_init (PlimHistoryGroupClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = plim_history_group_dispose;
  gtk_widget_class_set_template_from_resource (
      widget_class, "/io/github/plimsoll/Plimsoll/Window/plim-history-group.ui");
  gtk_widget_class_bind_template_child (widget_class, PlimHistoryGroup, raw_days);
  gtk_widget_class_bind_template_child (widget_class, PlimHistoryGroup, hour_days);
  gtk_widget_class_bind_template_child (widget_class, PlimHistoryGroup, size);
  gtk_widget_class_bind_template_child (widget_class, PlimHistoryGroup, clear);
  gtk_widget_class_bind_template_callback (widget_class, on_clear);
}

static void
plim_history_group_init (PlimHistoryGroup *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  self->cancellable = g_cancellable_new ();
  g_signal_connect_object (self->raw_days, "value-changed", G_CALLBACK (on_raw_changed), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->hour_days, "value-changed", G_CALLBACK (on_hour_changed), self,
                           G_CONNECT_SWAPPED);
}

void
plim_history_group_set_up (PlimHistoryGroup *self, GSettings *settings, PlimServiceLink *link)
{
  g_return_if_fail (PLIM_IS_HISTORY_GROUP (self));

  self->link = g_object_ref (link);
  /* The longer first: otherwise it would be pushed by the shorter. */
  g_settings_bind (settings, PLIM_SETTINGS_HISTORY_HOUR_DAYS, self->hour_days, "value",
                   G_SETTINGS_BIND_DEFAULT);
  g_settings_bind (settings, PLIM_SETTINGS_HISTORY_RAW_DAYS, self->raw_days, "value",
                   G_SETTINGS_BIND_DEFAULT);
  g_signal_connect_object (link, "changed", G_CALLBACK (read_size), self, G_CONNECT_SWAPPED);
  read_size (self);
}

void
plim_history_group_end (PlimHistoryGroup *self)
{
  g_return_if_fail (PLIM_IS_HISTORY_GROUP (self));

  g_cancellable_cancel (self->cancellable);
  if (self->link != NULL)
    g_signal_handlers_disconnect_by_func (self->link, read_size, self);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->link);
}
