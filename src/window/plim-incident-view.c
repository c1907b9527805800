/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "plim-incident-view.h"

struct _PlimIncidentView {
  GtkBox parent_instance;

  GtkLabel *text;
};

G_DEFINE_FINAL_TYPE (PlimIncidentView, plim_incident_view, GTK_TYPE_BOX)

static void
plim_incident_view_class_init (PlimIncidentViewClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  gtk_widget_class_set_template_from_resource (
      widget_class, "/io/github/plimsoll/Plimsoll/Window/plim-incident-view.ui");
  gtk_widget_class_bind_template_child (widget_class, PlimIncidentView, text);
}

static void
plim_incident_view_init (PlimIncidentView *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

void
plim_incident_view_update (PlimIncidentView *self, PlimAccount *account)
{
  const PlimIncident *incident = plim_account_get_incident (account);
  gboolean is_shown = incident != NULL && plim_account_get_enabled (account);
  g_autofree char *text = is_shown ? plim_incident_dup_text (incident) : NULL;

  g_return_if_fail (PLIM_IS_INCIDENT_VIEW (self));

  gtk_label_set_text (self->text, text != NULL ? text : "");
  gtk_widget_set_visible (GTK_WIDGET (self), is_shown);
}
