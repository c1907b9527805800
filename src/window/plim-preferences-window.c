/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "plim-preferences-window.h"

#include "plim-autostart.h"
#include "plim-history-group.h"
#include "plim-interval-row.h"
#include "plim-notifications-page.h"
#include "plim-outbound-page.h"
#include "plim-server-page.h"
#include "plim-settings.h"

#include <glib/gi18n-lib.h>

struct _PlimPreferencesWindow {
  AdwPreferencesWindow parent_instance;
  GCancellable *cancellable;
  PlimIntervalRow *interval;
  GtkSwitch *watch_incidents;
  GtkAdjustment *warning;
  GtkAdjustment *critical;
  AdwComboRow *show_left;
  AdwComboRow *reset_style;
  AdwComboRow *icon_style;
  GtkSwitch *show_label;
  GtkSwitch *privacy;
  GtkSwitch *keep_open;
  GtkSwitch *autostart;
  PlimNotificationsPage *notifications;
  PlimHistoryGroup *history;
  PlimServerPage *server;
  PlimOutboundPage *outbound;
};

G_DEFINE_FINAL_TYPE (PlimPreferencesWindow, plim_preferences_window, ADW_TYPE_PREFERENCES_WINDOW)

static gboolean
get_choice_of_boolean (GValue *value, GVariant *variant, gpointer user_data)
{
  g_value_set_uint (value, g_variant_get_boolean (variant) ? 1 : 0);
  return TRUE;
}

static GVariant *
set_boolean_of_choice (const GValue *value, const GVariantType *type, gpointer user_data)
{
  return g_variant_new_boolean (g_value_get_uint (value) == 1);
}

/* The values of an enumeration stand in the order of its row's choices. */
static gboolean
get_choice_of_nick (GValue *value, GVariant *variant, gpointer user_data)
{
  int choice;

  if (!plim_enum_from_nick (GPOINTER_TO_SIZE (user_data), g_variant_get_string (variant, NULL),
                            &choice))
    return FALSE;
  g_value_set_uint (value, (guint) choice);
  return TRUE;
}

static GVariant *
set_nick_of_choice (const GValue *value, const GVariantType *type, gpointer user_data)
{
  return g_variant_new_string (
      plim_enum_to_nick (GPOINTER_TO_SIZE (user_data), (int) g_value_get_uint (value)));
}

static void
bind_enum (GSettings *settings, const char *key, AdwComboRow *row, GType type)
{
  g_settings_bind_with_mapping (settings, key, row, "selected", G_SETTINGS_BIND_DEFAULT,
                                get_choice_of_nick, set_nick_of_choice, GSIZE_TO_POINTER (type),
                                NULL);
}

static void
bind_switch (GSettings *settings, const char *key, GtkSwitch *row)
{
  g_settings_bind (settings, key, row, "active", G_SETTINGS_BIND_DEFAULT);
}

static void
bind_settings (PlimPreferencesWindow *self, GSettings *settings)
{
  g_settings_bind (settings, PLIM_SETTINGS_INTERVAL, self->interval, "interval-s",
                   G_SETTINGS_BIND_DEFAULT);
  g_settings_bind (settings, PLIM_SETTINGS_WARNING, self->warning, "value",
                   G_SETTINGS_BIND_DEFAULT);
  g_settings_bind (settings, PLIM_SETTINGS_CRITICAL, self->critical, "value",
                   G_SETTINGS_BIND_DEFAULT);
  g_settings_bind_with_mapping (settings, PLIM_SETTINGS_SHOW_LEFT, self->show_left, "selected",
                                G_SETTINGS_BIND_DEFAULT, get_choice_of_boolean,
                                set_boolean_of_choice, NULL, NULL);
  bind_enum (settings, PLIM_SETTINGS_RESET_STYLE, self->reset_style, PLIM_TYPE_RESET_STYLE);
  bind_enum (settings, PLIM_SETTINGS_ICON_STYLE, self->icon_style, PLIM_TYPE_ICON_STYLE);
  bind_switch (settings, PLIM_SETTINGS_SHOW_LABEL, self->show_label);
  bind_switch (settings, PLIM_SETTINGS_PRIVACY, self->privacy);
  bind_switch (settings, PLIM_SETTINGS_WATCH_INCIDENTS, self->watch_incidents);
  bind_switch (settings, PLIM_SETTINGS_KEEP_OPEN, self->keep_open);
}

/* The level that was moved pushes the other one: warning is never above critical. */
static void
on_warning_changed (PlimPreferencesWindow *self)
{
  double warning = gtk_adjustment_get_value (self->warning);

  if (gtk_adjustment_get_value (self->critical) < warning)
    gtk_adjustment_set_value (self->critical, warning);
}

static void
on_critical_changed (PlimPreferencesWindow *self)
{
  double critical = gtk_adjustment_get_value (self->critical);

  if (gtk_adjustment_get_value (self->warning) > critical)
    gtk_adjustment_set_value (self->warning, critical);
}

static void on_autostart (PlimPreferencesWindow *self);

static void
show_autostart (PlimPreferencesWindow *self, gboolean is_on)
{
  g_signal_handlers_block_by_func (self->autostart, on_autostart, self);
  gtk_switch_set_active (self->autostart, is_on);
  g_signal_handlers_unblock_by_func (self->autostart, on_autostart, self);
}

static void
on_autostart_saved (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;
  g_autofree char *reason = NULL;
  PlimPreferencesWindow *self;

  if (plim_autostart_save_finish (result, &error) ||
      g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  self = user_data;
  show_autostart (self, !gtk_switch_get_active (self->autostart));
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_FAILED_HANDLED))
    return;
  reason = g_markup_escape_text (error->message, -1); /* toasts take markup */
  /* Translators: %s is the system's reason, such as "Permission denied" */
  text = g_strdup_printf (_ ("The start at login could not be changed: %s"), reason);
  adw_preferences_window_add_toast (ADW_PREFERENCES_WINDOW (self), adw_toast_new (text));
}

static void
on_autostart (PlimPreferencesWindow *self)
{
  plim_autostart_save_async (gtk_switch_get_active (self->autostart), self->cancellable,
                             on_autostart_saved, self);
}

static void
on_autostart_loaded (GObject *source, GAsyncResult *result, gpointer user_data)
{
  PlimPreferencesWindow *self;
  g_autoptr (GError) error = NULL;
  gboolean is_on;

  if (!plim_autostart_load_finish (result, &is_on, &error)) {
    if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
      g_message ("cannot read the autostart entry: %s", error->message);
    return;
  }
  self = user_data;
  show_autostart (self, is_on);
  gtk_widget_set_sensitive (GTK_WIDGET (self->autostart), TRUE);
}

static void
plim_preferences_window_dispose (GObject *object)
{
  PlimPreferencesWindow *self = PLIM_PREFERENCES_WINDOW (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  if (self->history != NULL)
    plim_history_group_end (self->history);
  G_OBJECT_CLASS (plim_preferences_window_parent_class)->dispose (object);
}

static void
bind_children (GtkWidgetClass *widget_class)
{
  gtk_widget_class_bind_template_child (widget_class, PlimPreferencesWindow, interval);
  gtk_widget_class_bind_template_child (widget_class, PlimPreferencesWindow, watch_incidents);
  gtk_widget_class_bind_template_child (widget_class, PlimPreferencesWindow, warning);
  gtk_widget_class_bind_template_child (widget_class, PlimPreferencesWindow, critical);
  gtk_widget_class_bind_template_child (widget_class, PlimPreferencesWindow, show_left);
  gtk_widget_class_bind_template_child (widget_class, PlimPreferencesWindow, reset_style);
  gtk_widget_class_bind_template_child (widget_class, PlimPreferencesWindow, icon_style);
  gtk_widget_class_bind_template_child (widget_class, PlimPreferencesWindow, show_label);
  gtk_widget_class_bind_template_child (widget_class, PlimPreferencesWindow, privacy);
  gtk_widget_class_bind_template_child (widget_class, PlimPreferencesWindow, keep_open);
  gtk_widget_class_bind_template_child (widget_class, PlimPreferencesWindow, autostart);
  gtk_widget_class_bind_template_child (widget_class, PlimPreferencesWindow, notifications);
  gtk_widget_class_bind_template_child (widget_class, PlimPreferencesWindow, history);
  gtk_widget_class_bind_template_child (widget_class, PlimPreferencesWindow, server);
  gtk_widget_class_bind_template_child (widget_class, PlimPreferencesWindow, outbound);
}

static void
plim_preferences_window_class_init (PlimPreferencesWindowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = plim_preferences_window_dispose;

  g_type_ensure (PLIM_TYPE_HISTORY_GROUP);
  g_type_ensure (PLIM_TYPE_INTERVAL_ROW);
  g_type_ensure (PLIM_TYPE_NOTIFICATIONS_PAGE);
  g_type_ensure (PLIM_TYPE_OUTBOUND_PAGE);
  g_type_ensure (PLIM_TYPE_SERVER_PAGE);
  gtk_widget_class_set_template_from_resource (
      widget_class, "/io/github/plimsoll/Plimsoll/Window/plim-preferences-window.ui");
  bind_children (widget_class);
  gtk_widget_class_bind_template_callback (widget_class, on_warning_changed);
  gtk_widget_class_bind_template_callback (widget_class, on_critical_changed);
  gtk_widget_class_bind_template_callback (widget_class, on_autostart);
}

static void
plim_preferences_window_init (PlimPreferencesWindow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  self->cancellable = g_cancellable_new ();
  plim_autostart_load_async (self->cancellable, on_autostart_loaded, self);
}

PlimPreferencesWindow *
plim_preferences_window_new (GtkApplication *application,
                             GtkWindow *parent,
                             GSettings *settings,
                             PlimServiceLink *link)
{
  PlimPreferencesWindow *self = g_object_new (PLIM_TYPE_PREFERENCES_WINDOW, "application",
                                              application, "transient-for", parent, NULL);

  bind_settings (self, settings);
  plim_notifications_page_set_up (self->notifications, settings);
  plim_history_group_set_up (self->history, settings, link);
  plim_server_page_set_up (self->server, settings, link);
  plim_outbound_page_set_up (self->outbound, settings, link);
  return self;
}
