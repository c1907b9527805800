/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "plim-notifications-page.h"

#include "plim-percents-row.h"
#include "plim-settings.h"
#include "plim-time-spin.h"

struct _PlimNotificationsPage {
  AdwPreferencesPage parent_instance;
  PlimPercentsRow *percents;
  GtkAdjustment *percent;
  GtkSwitch *limits;
  GtkSwitch *reached;
  GtkSwitch *projected;
  GtkSwitch *reset;
  GtkSwitch *sign_in;
  GtkSwitch *stopped;
  GtkSwitch *incidents;
  GtkSwitch *quiet_hours;
  GtkSpinButton *quiet_from;
  GtkSpinButton *quiet_to;
};

G_DEFINE_FINAL_TYPE (PlimNotificationsPage, plim_notifications_page, ADW_TYPE_PREFERENCES_PAGE)

static void
bind_children (GtkWidgetClass *widget_class)
{
  gtk_widget_class_bind_template_child (widget_class, PlimNotificationsPage, percents);
  gtk_widget_class_bind_template_child (widget_class, PlimNotificationsPage, percent);
  gtk_widget_class_bind_template_child (widget_class, PlimNotificationsPage, limits);
  gtk_widget_class_bind_template_child (widget_class, PlimNotificationsPage, reached);
  gtk_widget_class_bind_template_child (widget_class, PlimNotificationsPage, projected);
  gtk_widget_class_bind_template_child (widget_class, PlimNotificationsPage, reset);
  gtk_widget_class_bind_template_child (widget_class, PlimNotificationsPage, sign_in);
  gtk_widget_class_bind_template_child (widget_class, PlimNotificationsPage, stopped);
  gtk_widget_class_bind_template_child (widget_class, PlimNotificationsPage, incidents);
  gtk_widget_class_bind_template_child (widget_class, PlimNotificationsPage, quiet_hours);
  gtk_widget_class_bind_template_child (widget_class, PlimNotificationsPage, quiet_from);
  gtk_widget_class_bind_template_child (widget_class, PlimNotificationsPage, quiet_to);
}

static void
plim_notifications_page_class_init (PlimNotificationsPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  g_type_ensure (PLIM_TYPE_PERCENTS_ROW);
  gtk_widget_class_set_template_from_resource (
      widget_class, "/io/github/plimsoll/Plimsoll/Window/plim-notifications-page.ui");
  bind_children (widget_class);
}

static void
plim_notifications_page_init (PlimNotificationsPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  plim_time_spin_set_up (self->quiet_from);
  plim_time_spin_set_up (self->quiet_to);
}

static void
bind_time (GSettings *settings, const char *key, GtkSpinButton *spin)
{
  g_settings_bind (settings, key, gtk_spin_button_get_adjustment (spin), "value",
                   G_SETTINGS_BIND_DEFAULT);
}

void
plim_notifications_page_set_up (PlimNotificationsPage *self, GSettings *settings)
{
  const struct {
    const char *key;
    GtkSwitch *widget;
  } switches[] = {
    { PLIM_SETTINGS_NOTIFY_LIMITS, self->limits },
    { PLIM_SETTINGS_NOTIFY_REACHED, self->reached },
    { PLIM_SETTINGS_NOTIFY_PROJECTED, self->projected },
    { PLIM_SETTINGS_NOTIFY_RESET, self->reset },
    { PLIM_SETTINGS_NOTIFY_SIGN_IN, self->sign_in },
    { PLIM_SETTINGS_NOTIFY_STOPPED, self->stopped },
    { PLIM_SETTINGS_NOTIFY_INCIDENTS, self->incidents },
    { PLIM_SETTINGS_QUIET_HOURS, self->quiet_hours },
  };

  g_return_if_fail (PLIM_IS_NOTIFICATIONS_PAGE (self));
  g_return_if_fail (G_IS_SETTINGS (settings));

  for (gsize i = 0; i < G_N_ELEMENTS (switches); i++)
    g_settings_bind (settings, switches[i].key, switches[i].widget, "active",
                     G_SETTINGS_BIND_DEFAULT);
  plim_percents_row_bind (self->percents, settings, PLIM_SETTINGS_NOTIFY_PERCENTS);
  g_settings_bind (settings, PLIM_SETTINGS_NOTIFY_RESET_PERCENT, self->percent, "value",
                   G_SETTINGS_BIND_DEFAULT);
  bind_time (settings, PLIM_SETTINGS_QUIET_FROM, self->quiet_from);
  bind_time (settings, PLIM_SETTINGS_QUIET_TO, self->quiet_to);
}
