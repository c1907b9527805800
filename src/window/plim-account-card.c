/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "plim-account-card.h"

#include "plim-account-drag.h"
#include "plim-incident-view.h"
#include "plim-provider-mark.h"
#include "plim-providers.h"
#include "plim-status-view.h"
#include "plim-usage-list.h"

#include <glib/gi18n-lib.h>

struct _PlimAccountCard {
  GtkListBoxRow parent_instance;
  PlimAccount *account;
  PlimPresentation *presentation;
  const PlimProvider *provider; /* (nullable): unknown to this version */
  PlimProviderMark *mark;
  GtkLabel *label;
  GtkLabel *plan;
  GtkLabel *separator;
  GtkLabel *age;
  GtkSpinner *spinner;
  GtkMenuButton *menu_button;
  GtkBox *content;
  GtkWidget *header;
  PlimIncidentView *incident; /* (nullable): made when there is one */
  PlimUsageList *usage;
  PlimStatusView *status; /* (nullable): made when there is something to say */
};

G_DEFINE_FINAL_TYPE (PlimAccountCard, plim_account_card, GTK_TYPE_LIST_BOX_ROW)

static const char *
get_provider_name (PlimAccountCard *self)
{
  return self->provider != NULL ? self->provider->name
                                : plim_account_get_provider_id (self->account);
}

/* (nullable) */
static char *
dup_age_text (PlimAccountCard *self)
{
  PlimSnapshot *snapshot = plim_account_get_snapshot (self->account);
  gint64 now = plim_presentation_get_now (self->presentation);
  g_autofree char *age = NULL;

  if (snapshot == NULL)
    return NULL;
  age = plim_format_age (plim_snapshot_get_collected_at (snapshot), now);
  if (!plim_account_is_stale (self->account, now))
    return g_steal_pointer (&age);
  /* Translators: %s is an age, such as "2h 5m ago" */
  return g_strdup_printf (_ ("out of date, read %s"), age);
}

/* (nullable): provider and plan, as far as the label does not say them */
static char *
dup_plan_text (PlimAccountCard *self)
{
  PlimSnapshot *snapshot = plim_account_get_snapshot (self->account);
  const char *plan = snapshot != NULL ? plim_snapshot_get_plan (snapshot) : NULL;
  const char *name = get_provider_name (self);
  g_autofree char *label =
      plim_format_label (plim_presentation_get_format (self->presentation), self->account);

  if (g_str_equal (name, label))
    return g_strdup (plan);
  if (plan == NULL || g_str_equal (name, plan))
    return g_strdup (name);
  return g_strdup_printf ("%s · %s", name, plan);
}

static void
show_text (GtkLabel *label, const char *text)
{
  gtk_label_set_text (label, text != NULL ? text : "");
  gtk_widget_set_visible (GTK_WIDGET (label), text != NULL);
}

static void
update_subtitle (PlimAccountCard *self)
{
  g_autofree char *plan = dup_plan_text (self);
  g_autofree char *age = dup_age_text (self);

  show_text (self->plan, plan);
  show_text (self->age, age);
  gtk_widget_set_visible (GTK_WIDGET (self->separator), plan != NULL && age != NULL);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->plan), plan);
}

static void
update_header (PlimAccountCard *self)
{
  const PlimFormat *format = plim_presentation_get_format (self->presentation);
  PlimSnapshot *snapshot = plim_account_get_snapshot (self->account);
  g_autofree char *label = plim_format_label (format, self->account);
  g_autofree char *identity = NULL;
  g_autofree char *menu_name = NULL;
  gboolean is_polling = plim_account_is_polling (self->account);

  if (snapshot != NULL)
    identity = plim_format_identity (format, plim_snapshot_get_identity (snapshot));
  gtk_label_set_text (self->label, label);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->label), identity);
  update_subtitle (self);
  gtk_widget_set_visible (GTK_WIDGET (self->spinner), is_polling);
  gtk_spinner_set_spinning (self->spinner, is_polling);

  /* Translators: %s is an account; what a screen reader says of its menu's button */
  menu_name = g_strdup_printf (_ ("Menu of %s"), label);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->menu_button), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  menu_name, -1);
}

static void
update_actions (PlimAccountCard *self)
{
  gboolean enabled = plim_account_get_enabled (self->account);
  GtkWidget *widget = GTK_WIDGET (self);
  gboolean has_secret = FALSE;

  for (guint i = 0; self->provider != NULL && self->provider->fields[i].id != NULL; i++)
    has_secret |= self->provider->fields[i].kind == PLIM_FIELD_SECRET;
  if (enabled)
    gtk_widget_remove_css_class (widget, "disabled");
  else
    gtk_widget_add_css_class (widget, "disabled");
  gtk_widget_action_set_enabled (widget, "card.enable", !enabled);
  gtk_widget_action_set_enabled (widget, "card.disable", enabled);
  gtk_widget_action_set_enabled (widget, "card.refresh", plim_account_may_poll (self->account));
  gtk_widget_action_set_enabled (widget, "card.edit", self->provider != NULL);
  gtk_widget_action_set_enabled (widget, "card.sign-in", has_secret);
  gtk_widget_action_set_enabled (widget, "card.open-dashboard",
                                 self->provider != NULL && self->provider->dashboard_uri != NULL);
}

static void
on_act (PlimAccountCard *self, const char *action)
{
  g_autofree char *name = g_strconcat ("card.", action, NULL);

  gtk_widget_activate_action (GTK_WIDGET (self), name, NULL);
}

static void
update_incident (PlimAccountCard *self)
{
  if (self->incident == NULL && plim_account_get_incident (self->account) != NULL) {
    self->incident = g_object_new (PLIM_TYPE_INCIDENT_VIEW, NULL);
    gtk_box_insert_child_after (self->content, GTK_WIDGET (self->incident), self->header);
  }
  if (self->incident != NULL)
    plim_incident_view_update (self->incident, self->account);
}

static void
update_status (PlimAccountCard *self)
{
  if (self->status == NULL && plim_status_view_is_needed (self->account)) {
    self->status = g_object_new (PLIM_TYPE_STATUS_VIEW, NULL);
    g_signal_connect_object (self->status, "act", G_CALLBACK (on_act), self, G_CONNECT_SWAPPED);
    gtk_box_append (self->content, GTK_WIDGET (self->status));
  }
  if (self->status != NULL)
    plim_status_view_update (self->status, self->presentation, self->account, self->provider);
}

static void
update (PlimAccountCard *self)
{
  update_header (self);
  update_incident (self);
  plim_usage_list_update (self->usage, self->presentation, self->account);
  update_status (self);
  update_actions (self);
}

/* A card is made for every account, and few menus are ever opened. */
static void
create_menu (GtkMenuButton *button, gpointer user_data)
{
  g_autoptr (GtkBuilder) builder = NULL;

  if (gtk_menu_button_get_menu_model (button) != NULL)
    return;
  builder =
      gtk_builder_new_from_resource ("/io/github/plimsoll/Plimsoll/Window/plim-account-menu.ui");
  gtk_menu_button_set_menu_model (button, G_MENU_MODEL (gtk_builder_get_object (builder, "menu")));
}

static void
on_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  PlimAccountCard *self = PLIM_ACCOUNT_CARD (widget);
  g_autofree char *window_action = g_strconcat ("win.account-", name + strlen ("card."), NULL);

  gtk_widget_activate_action (widget, window_action, "s", plim_account_get_id (self->account));
}

static void
plim_account_card_dispose (GObject *object)
{
  PlimAccountCard *self = PLIM_ACCOUNT_CARD (object);

  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (self), NULL);
  g_clear_object (&self->account);
  g_clear_object (&self->presentation);
  G_OBJECT_CLASS (plim_account_card_parent_class)->dispose (object);
}

static void
install_actions (GtkWidgetClass *widget_class)
{
  static const char *const names[] = {
    "card.refresh", "card.sign-in",      "card.edit",         "card.rename",
    "card.enable",  "card.disable",      "card.move-up",      "card.move-down",
    "card.remove",  "card.unlock",       "card.copy-details", "card.open-dashboard",
    "card.details", "card.copy-command", "card.history",
  };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    gtk_widget_class_install_action (widget_class, names[i], NULL, on_action);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Up, GDK_ALT_MASK, "card.move-up",
                                       NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Down, GDK_ALT_MASK, "card.move-down",
                                       NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_F2, 0, "card.rename", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Delete, 0, "card.remove", NULL);
}

static void
plim_account_card_class_init (PlimAccountCardClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = plim_account_card_dispose;

  g_type_ensure (PLIM_TYPE_PROVIDER_MARK);
  g_type_ensure (PLIM_TYPE_USAGE_LIST);
  gtk_widget_class_set_template_from_resource (
      widget_class, "/io/github/plimsoll/Plimsoll/Window/plim-account-card.ui");
  gtk_widget_class_bind_template_child (widget_class, PlimAccountCard, mark);
  gtk_widget_class_bind_template_child (widget_class, PlimAccountCard, label);
  gtk_widget_class_bind_template_child (widget_class, PlimAccountCard, plan);
  gtk_widget_class_bind_template_child (widget_class, PlimAccountCard, separator);
  gtk_widget_class_bind_template_child (widget_class, PlimAccountCard, age);
  gtk_widget_class_bind_template_child (widget_class, PlimAccountCard, spinner);
  gtk_widget_class_bind_template_child (widget_class, PlimAccountCard, menu_button);
  gtk_widget_class_bind_template_child (widget_class, PlimAccountCard, content);
  gtk_widget_class_bind_template_child (widget_class, PlimAccountCard, header);
  gtk_widget_class_bind_template_child (widget_class, PlimAccountCard, usage);
  install_actions (widget_class);
}

static void
plim_account_card_init (PlimAccountCard *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_menu_button_set_create_popup_func (self->menu_button, create_menu, NULL, NULL);
}

PlimAccountCard *
plim_account_card_new (PlimAccount *account, PlimPresentation *presentation)
{
  PlimAccountCard *self = g_object_new (PLIM_TYPE_ACCOUNT_CARD, NULL);

  self->account = g_object_ref (account);
  self->presentation = g_object_ref (presentation);
  self->provider = plim_providers_find (plim_account_get_provider_id (account));
  plim_provider_mark_set_provider (self->mark, self->provider);
  plim_account_drag_install (GTK_WIDGET (self), account);
  g_signal_connect_object (account, "notify", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (presentation, "changed", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  update (self);
  return self;
}

PlimAccount *
plim_account_card_get_account (PlimAccountCard *self)
{
  g_return_val_if_fail (PLIM_IS_ACCOUNT_CARD (self), NULL);
  return self->account;
}

void
plim_account_card_set_place (PlimAccountCard *self, gboolean is_first, gboolean is_last)
{
  g_return_if_fail (PLIM_IS_ACCOUNT_CARD (self));

  gtk_widget_action_set_enabled (GTK_WIDGET (self), "card.move-up", !is_first);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "card.move-down", !is_last);
}
