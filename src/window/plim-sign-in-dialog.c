/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "plim-sign-in-dialog.h"

#include "plim-credential-change.h"
#include "plim-field-form.h"
#include "plim-fitting-scroller.h"
#include "plim-problem-view.h"
#include "plim-providers.h"
#include "plim-secret-batch.h"
#include "plim-step-list.h"

#include <glib/gi18n-lib.h>

struct _PlimSignInDialog {
  AdwWindow parent_instance;
  PlimBusAccount1 *account;
  char *label;
  const PlimProvider *provider;
  GCancellable *cancellable; /* (nullable): while checking */
  GtkLabel *explanation;
  GtkWidget *inputs;
  PlimStepList *steps;
  PlimFieldForm *form;
  PlimProblemView *problem;
  GtkStack *progress;
  GtkSpinner *spinner;
  GtkLabel *checking;
  GtkWidget *cancel;
  GtkWidget *save;
};

G_DEFINE_FINAL_TYPE (PlimSignInDialog, plim_sign_in_dialog, ADW_TYPE_WINDOW)

static void
set_checking (PlimSignInDialog *self, gboolean is_checking)
{
  gtk_stack_set_visible_child_name (self->progress, is_checking ? "checking" : "ready");
  /* The focus goes first: an input that loses it by becoming insensitive is not told. */
  if (is_checking)
    gtk_widget_grab_focus (self->cancel);
  gtk_widget_set_sensitive (self->inputs, !is_checking);
  gtk_spinner_set_spinning (self->spinner, is_checking);
}

static void
on_changed (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (PlimSignInDialog) self = user_data;
  g_autoptr (GError) error = NULL;
  gboolean is_changed = plim_credential_change_finish (result, &error);

  g_application_release (g_application_get_default ());
  g_clear_object (&self->cancellable);
  if (is_changed) {
    gtk_window_destroy (GTK_WINDOW (self));
    return;
  }
  set_checking (self, FALSE);
  if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    plim_problem_view_show (self->problem, error, self->provider->name, self->label);
  gtk_widget_grab_focus (self->save);
}

static void
on_save (PlimSignInDialog *self)
{
  g_autoptr (GHashTable) secrets = plim_secret_table_new ();

  if (self->cancellable != NULL)
    return;
  plim_problem_view_show (self->problem, NULL, self->provider->name, self->label);
  if (!plim_field_form_collect (self->form, NULL, secrets))
    return;
  set_checking (self, TRUE);
  self->cancellable = g_cancellable_new ();
  /* The old secret is put back even when the last window closes meanwhile. */
  g_application_hold (g_application_get_default ());
  plim_credential_change_async (self->account, self->provider, self->label, secrets,
                                self->cancellable, on_changed, g_object_ref (self));
}

static void
on_cancel (PlimSignInDialog *self)
{
  g_cancellable_cancel (self->cancellable);
}

static void
cancel_or_close (GtkWidget *widget, const char *action, GVariant *parameter)
{
  PlimSignInDialog *self = PLIM_SIGN_IN_DIALOG (widget);

  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
  else
    gtk_window_close (GTK_WINDOW (self));
}

static gboolean
plim_sign_in_dialog_close_request (GtkWindow *window)
{
  g_cancellable_cancel (PLIM_SIGN_IN_DIALOG (window)->cancellable);
  return GTK_WINDOW_CLASS (plim_sign_in_dialog_parent_class)->close_request (window);
}

static void
plim_sign_in_dialog_finalize (GObject *object)
{
  PlimSignInDialog *self = PLIM_SIGN_IN_DIALOG (object);

  g_clear_object (&self->account);
  g_free (self->label);
  G_OBJECT_CLASS (plim_sign_in_dialog_parent_class)->finalize (object);
}

static void
plim_sign_in_dialog_class_init (PlimSignInDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = plim_sign_in_dialog_finalize;
  GTK_WINDOW_CLASS (klass)->close_request = plim_sign_in_dialog_close_request;

  g_type_ensure (PLIM_TYPE_FIELD_FORM);
  g_type_ensure (PLIM_TYPE_FITTING_SCROLLER);
  g_type_ensure (PLIM_TYPE_PROBLEM_VIEW);
  g_type_ensure (PLIM_TYPE_STEP_LIST);
  gtk_widget_class_set_template_from_resource (
      widget_class, "/io/github/plimsoll/Plimsoll/Window/plim-sign-in-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, PlimSignInDialog, explanation);
  gtk_widget_class_bind_template_child (widget_class, PlimSignInDialog, inputs);
  gtk_widget_class_bind_template_child (widget_class, PlimSignInDialog, steps);
  gtk_widget_class_bind_template_child (widget_class, PlimSignInDialog, form);
  gtk_widget_class_bind_template_child (widget_class, PlimSignInDialog, problem);
  gtk_widget_class_bind_template_child (widget_class, PlimSignInDialog, progress);
  gtk_widget_class_bind_template_child (widget_class, PlimSignInDialog, spinner);
  gtk_widget_class_bind_template_child (widget_class, PlimSignInDialog, checking);
  gtk_widget_class_bind_template_child (widget_class, PlimSignInDialog, cancel);
  gtk_widget_class_bind_template_child (widget_class, PlimSignInDialog, save);
  gtk_widget_class_bind_template_callback (widget_class, on_save);
  gtk_widget_class_bind_template_callback (widget_class, on_cancel);
  gtk_widget_class_install_action (widget_class, "sign-in.cancel", NULL, cancel_or_close);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "sign-in.cancel", NULL);
}

static void
plim_sign_in_dialog_init (PlimSignInDialog *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

static void
show_account (PlimSignInDialog *self)
{
  g_autofree char *explanation = NULL;
  g_autofree char *checking = NULL;

  /* Translators: %s is what the user calls the account */
  explanation = g_strdup_printf (_ ("A new sign-in for “%s”. The old one is kept unless "
                                    "the new one works."),
                                 self->label);
  /* Translators: %s is a provider, such as "Claude" */
  checking = g_strdup_printf (_ ("Checking with %s…"), self->provider->name);
  gtk_label_set_text (self->explanation, explanation);
  gtk_label_set_text (self->checking, checking);
  plim_step_list_set_provider (self->steps, self->provider);
  plim_field_form_set_provider (self->form, self->provider, PLIM_FIELDS_SECRET);
  gtk_widget_grab_focus (GTK_WIDGET (self->form));
}

PlimSignInDialog *
plim_sign_in_dialog_new (GtkApplication *application,
                         GtkWindow *parent,
                         PlimBusClient *client,
                         const char *account_id)
{
  PlimAccount *account = plim_bus_client_find_account (client, account_id);
  PlimBusAccount1 *proxy = plim_bus_client_get_account_proxy (client, account_id);
  const PlimProvider *provider = NULL;
  PlimSignInDialog *self;

  if (account != NULL && proxy != NULL)
    provider = plim_providers_find (plim_account_get_provider_id (account));
  if (provider == NULL)
    return NULL;
  self = g_object_new (PLIM_TYPE_SIGN_IN_DIALOG, "application", application, "transient-for",
                       parent, "modal", parent != NULL, NULL);
  self->account = g_object_ref (proxy);
  self->label = g_strdup (plim_account_get_label (account));
  self->provider = provider;
  show_account (self);
  if (plim_field_form_is_empty (self->form)) {
    gtk_window_destroy (GTK_WINDOW (self));
    return NULL;
  }
  return self;
}
