/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "plim-add-dialog.h"

#include "plim-new-account.h"
#include "plim-field-form.h"
#include "plim-fitting-scroller.h"
#include "plim-problem-view.h"
#include "plim-provider-list.h"
#include "plim-provider-mark.h"
#include "plim-step-list.h"

#include <glib/gi18n-lib.h>

struct _PlimAddDialog {
  AdwWindow parent_instance;
  PlimServiceLink *link;
  const PlimProvider *provider; /* (nullable): until chosen */
  GCancellable *cancellable;    /* (nullable): while checking */
  GtkStack *pages;
  GtkWidget *back;
  PlimProviderList *providers;
  PlimFittingScroller *scroller;
  PlimProviderMark *mark;
  GtkLabel *name;
  GtkLabel *summary;
  PlimStepList *steps;
  PlimFieldForm *form;
  GtkWidget *inputs;
  AdwExpanderRow *advanced;
  GtkEditable *label;
  GtkEditable *base_url;
  PlimProblemView *problem;
  GtkStack *progress;
  GtkSpinner *spinner;
  GtkLabel *checking;
  GtkWidget *cancel;
  GtkWidget *add;
};

G_DEFINE_FINAL_TYPE (PlimAddDialog, plim_add_dialog, ADW_TYPE_WINDOW)

static guint added_signal;

static void
show_page (PlimAddDialog *self, const char *page)
{
  gboolean is_details = g_str_equal (page, "details");

  gtk_stack_set_visible_child_name (self->pages, page);
  gtk_widget_set_visible (self->back, is_details);
  gtk_window_set_title (GTK_WINDOW (self), is_details ? self->provider->name : _ ("Add Account"));
}

static void
set_checking (PlimAddDialog *self, gboolean is_checking)
{
  gtk_stack_set_visible_child_name (self->progress, is_checking ? "checking" : "ready");
  /* The focus goes first: an input that loses it by becoming insensitive is not told. */
  if (is_checking)
    gtk_widget_grab_focus (self->cancel);
  gtk_widget_set_sensitive (self->inputs, !is_checking);
  gtk_widget_set_sensitive (self->back, !is_checking);
  gtk_spinner_set_spinning (self->spinner, is_checking);
}

static void
show_problem (PlimAddDialog *self, const GError *error)
{
  plim_problem_view_show (self->problem, error, self->provider->name, NULL);
  if (error != NULL)
    plim_fitting_scroller_show_end (self->scroller);
}

static char *
dup_account_name (PlimAddDialog *self)
{
  g_autofree char *label = g_strstrip (g_strdup (gtk_editable_get_text (self->label)));

  return label[0] != '\0' ? g_steal_pointer (&label) : g_strdup (self->provider->name);
}

static void
on_checked (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (PlimAddDialog) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autofree char *name = dup_account_name (self);
  gboolean is_added = plim_new_account_add_finish (result, &error);

  g_application_release (g_application_get_default ());
  g_clear_object (&self->cancellable);
  if (is_added) {
    g_signal_emit (self, added_signal, 0, name);
    gtk_window_destroy (GTK_WINDOW (self));
    return;
  }
  set_checking (self, FALSE);
  if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    show_problem (self, error);
  gtk_widget_grab_focus (self->add);
}

static void
start_check (PlimAddDialog *self, PlimNewAccount *setup)
{
  PlimBusClient *client = plim_service_link_get_client (self->link);
  PlimBusManager1 *manager = client != NULL ? plim_bus_client_get_manager (client) : NULL;

  if (manager == NULL) {
    g_autoptr (GError) error =
        g_error_new_literal (G_IO_ERROR, G_IO_ERROR_NOT_CONNECTED, "not connected to the service");

    plim_new_account_free (setup);
    show_problem (self, error);
    return;
  }
  set_checking (self, TRUE);
  self->cancellable = g_cancellable_new ();
  /* What was begun is undone even when the last window closes meanwhile. */
  g_application_hold (g_application_get_default ());
  plim_new_account_add_async (setup, manager, self->cancellable, on_checked, g_object_ref (self));
}

static void
on_add (PlimAddDialog *self)
{
  g_autoptr (PlimNewAccount) setup = NULL;

  if (self->cancellable != NULL)
    return;
  show_problem (self, NULL);
  setup = plim_new_account_new (self->provider);
  if (!plim_field_form_collect (self->form, setup->settings, setup->secrets))
    return;
  setup->label = g_strstrip (g_strdup (gtk_editable_get_text (self->label)));
  setup->base_url = g_strstrip (g_strdup (gtk_editable_get_text (self->base_url)));
  start_check (self, g_steal_pointer (&setup));
}

static void
on_cancel (PlimAddDialog *self)
{
  g_cancellable_cancel (self->cancellable);
}

static void
on_chosen (PlimAddDialog *self, const PlimProvider *provider)
{
  plim_add_dialog_choose (self, provider);
}

static void
go_back (GtkWidget *widget, const char *action, GVariant *parameter)
{
  PlimAddDialog *self = PLIM_ADD_DIALOG (widget);

  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
  else if (self->provider != NULL) {
    self->provider = NULL;
    show_page (self, "providers");
    gtk_widget_grab_focus (GTK_WIDGET (self->providers));
  } else
    gtk_window_close (GTK_WINDOW (self));
}

static gboolean
plim_add_dialog_close_request (GtkWindow *window)
{
  g_cancellable_cancel (PLIM_ADD_DIALOG (window)->cancellable);
  return GTK_WINDOW_CLASS (plim_add_dialog_parent_class)->close_request (window);
}

static void
plim_add_dialog_dispose (GObject *object)
{
  g_clear_object (&PLIM_ADD_DIALOG (object)->link);
  G_OBJECT_CLASS (plim_add_dialog_parent_class)->dispose (object);
}

static void
bind_children (GtkWidgetClass *widget_class)
{
  gtk_widget_class_bind_template_child (widget_class, PlimAddDialog, pages);
  gtk_widget_class_bind_template_child (widget_class, PlimAddDialog, back);
  gtk_widget_class_bind_template_child (widget_class, PlimAddDialog, providers);
  gtk_widget_class_bind_template_child (widget_class, PlimAddDialog, scroller);
  gtk_widget_class_bind_template_child (widget_class, PlimAddDialog, mark);
  gtk_widget_class_bind_template_child (widget_class, PlimAddDialog, name);
  gtk_widget_class_bind_template_child (widget_class, PlimAddDialog, summary);
  gtk_widget_class_bind_template_child (widget_class, PlimAddDialog, steps);
  gtk_widget_class_bind_template_child (widget_class, PlimAddDialog, form);
  gtk_widget_class_bind_template_child (widget_class, PlimAddDialog, inputs);
  gtk_widget_class_bind_template_child (widget_class, PlimAddDialog, advanced);
  gtk_widget_class_bind_template_child (widget_class, PlimAddDialog, label);
  gtk_widget_class_bind_template_child (widget_class, PlimAddDialog, base_url);
  gtk_widget_class_bind_template_child (widget_class, PlimAddDialog, problem);
  gtk_widget_class_bind_template_child (widget_class, PlimAddDialog, progress);
  gtk_widget_class_bind_template_child (widget_class, PlimAddDialog, spinner);
  gtk_widget_class_bind_template_child (widget_class, PlimAddDialog, checking);
  gtk_widget_class_bind_template_child (widget_class, PlimAddDialog, cancel);
  gtk_widget_class_bind_template_child (widget_class, PlimAddDialog, add);
}

static void
plim_add_dialog_class_init (PlimAddDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = plim_add_dialog_dispose;
  GTK_WINDOW_CLASS (klass)->close_request = plim_add_dialog_close_request;

  g_type_ensure (PLIM_TYPE_FIELD_FORM);
  g_type_ensure (PLIM_TYPE_FITTING_SCROLLER);
  g_type_ensure (PLIM_TYPE_PROBLEM_VIEW);
  g_type_ensure (PLIM_TYPE_PROVIDER_LIST);
  g_type_ensure (PLIM_TYPE_PROVIDER_MARK);
  g_type_ensure (PLIM_TYPE_STEP_LIST);
  gtk_widget_class_set_template_from_resource (
      widget_class, "/io/github/plimsoll/Plimsoll/Window/plim-add-dialog.ui");
  bind_children (widget_class);
  gtk_widget_class_bind_template_callback (widget_class, on_add);
  gtk_widget_class_bind_template_callback (widget_class, on_cancel);
  gtk_widget_class_bind_template_callback (widget_class, on_chosen);
  gtk_widget_class_install_action (widget_class, "add.back", NULL, go_back);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "add.back", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Left, GDK_ALT_MASK, "add.back", NULL);

  added_signal = g_signal_new ("added", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                               NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
}

static void
plim_add_dialog_init (PlimAddDialog *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

PlimAddDialog *
plim_add_dialog_new (GtkApplication *application, GtkWindow *parent, PlimServiceLink *link)
{
  PlimAddDialog *self = g_object_new (PLIM_TYPE_ADD_DIALOG, "application", application,
                                      "transient-for", parent, "modal", parent != NULL, NULL);

  self->link = g_object_ref (link);
  show_page (self, "providers");
  gtk_widget_grab_focus (GTK_WIDGET (self->providers));
  return self;
}

void
plim_add_dialog_choose (PlimAddDialog *self, const PlimProvider *provider)
{
  g_autofree char *checking = NULL;

  g_return_if_fail (PLIM_IS_ADD_DIALOG (self));
  g_return_if_fail (provider != NULL);

  /* Translators: %s is a provider, such as "Claude" */
  checking = g_strdup_printf (_ ("Checking with %s…"), provider->name);
  self->provider = provider;
  plim_provider_mark_set_provider (self->mark, provider);
  gtk_label_set_text (self->name, provider->name);
  gtk_label_set_text (self->summary, provider->summary != NULL ? _ (provider->summary) : "");
  plim_step_list_set_provider (self->steps, provider);
  plim_field_form_set_provider (self->form, provider, PLIM_FIELDS_SECRET | PLIM_FIELDS_SETTING);
  gtk_label_set_text (self->checking, checking);
  gtk_editable_set_text (self->label, "");
  gtk_editable_set_text (self->base_url, "");
  adw_expander_row_set_expanded (self->advanced, FALSE);
  show_problem (self, NULL);
  show_page (self, "details");
  if (!gtk_widget_grab_focus (GTK_WIDGET (self->form)))
    gtk_widget_grab_focus (self->add);
}
