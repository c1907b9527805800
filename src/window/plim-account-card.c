/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "plim-account-card.h"

#include "plim-advice.h"
#include "plim-provider-mark.h"
#include "plim-providers.h"
#include "plim-usage-row.h"

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
  GtkBox *usage;
  GtkWidget *status;
  GtkImage *status_icon;
  GtkLabel *sentence;
  GtkButton *cure;
};

G_DEFINE_FINAL_TYPE (PlimAccountCard, plim_account_card, GTK_TYPE_LIST_BOX_ROW)

/* What one button can do about a status. */
typedef struct {
  const char *label;
  const char *action;
} Cure;

static const Cure cures[] = {
  [PLIM_ADVICE_SIGN_IN] = { N_ ("Sign In Again"), "card.sign-in" },
  [PLIM_ADVICE_EDIT] = { N_ ("Edit Settings"), "card.edit" },
  [PLIM_ADVICE_UNLOCK_KEYRING] = { N_ ("Unlock Keyring"), "card.unlock" },
  [PLIM_ADVICE_REPORT] = { N_ ("Copy Details"), "card.copy-details" },
};

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

  if (g_strcmp0 (name, plim_account_get_label (self->account)) == 0)
    return g_strdup (plan);
  if (plan == NULL)
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

/* Rows are used again by place, so that nothing flickers and a selection stays. */
static void
update_usage (PlimAccountCard *self)
{
  PlimSnapshot *snapshot = plim_account_get_snapshot (self->account);
  guint n_windows = snapshot != NULL ? plim_snapshot_get_n_windows (snapshot) : 0;
  GtkWidget *row = gtk_widget_get_first_child (GTK_WIDGET (self->usage));

  for (guint i = 0; i < n_windows; i++) {
    if (row == NULL) {
      row = GTK_WIDGET (plim_usage_row_new ());
      gtk_box_append (self->usage, row);
    }
    plim_usage_row_update (PLIM_USAGE_ROW (row), self->presentation, self->account,
                           plim_snapshot_get_window (snapshot, i));
    row = gtk_widget_get_next_sibling (row);
  }
  while (row != NULL) {
    GtkWidget *next = gtk_widget_get_next_sibling (row);

    gtk_box_remove (self->usage, row);
    row = next;
  }
  gtk_widget_set_visible (GTK_WIDGET (self->usage), n_windows > 0);
}

static void
show_status (PlimAccountCard *self, const char *icon_name, const char *text, const Cure *cure)
{
  gboolean has_cure = cure != NULL && cure->action != NULL;

  gtk_widget_set_visible (self->status, text != NULL);
  if (text == NULL)
    return;
  gtk_image_set_from_icon_name (self->status_icon, icon_name);
  gtk_label_set_text (self->sentence, text);
  gtk_widget_set_visible (GTK_WIDGET (self->cure), has_cure);
  if (has_cure) {
    gtk_button_set_label (self->cure, _ (cure->label));
    gtk_actionable_set_action_name (GTK_ACTIONABLE (self->cure), cure->action);
  }
}

static void
show_problem (PlimAccountCard *self, PlimStatus status)
{
  PlimCause cause = plim_account_get_cause (self->account);
  const PlimFormat *format = plim_presentation_get_format (self->presentation);
  g_autofree char *label = plim_format_label (format, self->account);
  g_autofree char *text = plim_advice_dup_sentence (status, cause, get_provider_name (self), label);
  PlimAdviceAction action = plim_advice_get_action (status, cause);

  show_status (self,
               status == PLIM_STATUS_OFFLINE ? "network-offline-symbolic"
               : action == PLIM_ADVICE_NONE  ? "dialog-information-symbolic"
                                             : "dialog-warning-symbolic",
               text, &cures[action]);
}

static void
update_status (PlimAccountCard *self)
{
  static const Cure turn_on = { N_ ("Turn On"), "card.enable" };
  PlimSnapshot *snapshot = plim_account_get_snapshot (self->account);
  PlimStatus status = plim_account_get_status (self->account);

  if (!plim_account_get_enabled (self->account))
    show_status (self, "media-playback-pause-symbolic",
                 _ ("This account is turned off and not read."), &turn_on);
  else if (status != PLIM_STATUS_OK)
    show_problem (self, status);
  else if (snapshot == NULL)
    show_status (self, "content-loading-symbolic",
                 _ ("This account was not read yet. Its limits appear here soon."), NULL);
  else if (plim_snapshot_get_n_windows (snapshot) == 0)
    show_status (self, "dialog-information-symbolic",
                 _ ("The provider reports no limits for this account."), NULL);
  else
    show_status (self, NULL, NULL, NULL);
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
  gtk_widget_action_set_enabled (widget, "card.refresh", enabled);
  gtk_widget_action_set_enabled (widget, "card.edit", self->provider != NULL);
  gtk_widget_action_set_enabled (widget, "card.sign-in", has_secret);
  gtk_widget_action_set_enabled (widget, "card.open-dashboard",
                                 self->provider != NULL && self->provider->dashboard_uri != NULL);
}

static void
update (PlimAccountCard *self)
{
  update_header (self);
  update_usage (self);
  update_status (self);
  update_actions (self);
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
    "card.refresh", "card.sign-in", "card.edit",         "card.rename",
    "card.enable",  "card.disable", "card.move-up",      "card.move-down",
    "card.remove",  "card.unlock",  "card.copy-details", "card.open-dashboard",
  };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    gtk_widget_class_install_action (widget_class, names[i], NULL, on_action);
}

static void
plim_account_card_class_init (PlimAccountCardClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = plim_account_card_dispose;

  g_type_ensure (PLIM_TYPE_PROVIDER_MARK);
  gtk_widget_class_set_template_from_resource (
      widget_class, "/io/github/plimsoll/Plimsoll/Window/plim-account-card.ui");
  gtk_widget_class_bind_template_child (widget_class, PlimAccountCard, mark);
  gtk_widget_class_bind_template_child (widget_class, PlimAccountCard, label);
  gtk_widget_class_bind_template_child (widget_class, PlimAccountCard, plan);
  gtk_widget_class_bind_template_child (widget_class, PlimAccountCard, separator);
  gtk_widget_class_bind_template_child (widget_class, PlimAccountCard, age);
  gtk_widget_class_bind_template_child (widget_class, PlimAccountCard, spinner);
  gtk_widget_class_bind_template_child (widget_class, PlimAccountCard, menu_button);
  gtk_widget_class_bind_template_child (widget_class, PlimAccountCard, usage);
  gtk_widget_class_bind_template_child (widget_class, PlimAccountCard, status);
  gtk_widget_class_bind_template_child (widget_class, PlimAccountCard, status_icon);
  gtk_widget_class_bind_template_child (widget_class, PlimAccountCard, sentence);
  gtk_widget_class_bind_template_child (widget_class, PlimAccountCard, cure);
  install_actions (widget_class);
}

static void
plim_account_card_init (PlimAccountCard *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

PlimAccountCard *
plim_account_card_new (PlimAccount *account, PlimPresentation *presentation)
{
  PlimAccountCard *self = g_object_new (PLIM_TYPE_ACCOUNT_CARD, NULL);

  self->account = g_object_ref (account);
  self->presentation = g_object_ref (presentation);
  self->provider = plim_providers_find (plim_account_get_provider_id (account));
  plim_provider_mark_set_provider (self->mark, self->provider);
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
