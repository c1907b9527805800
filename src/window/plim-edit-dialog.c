/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "plim-edit-dialog.h"

#include "plim-bus-codec.h"
#include "plim-field-form.h"
#include "plim-fitting-scroller.h"
#include "plim-interval-row.h"
#include "plim-problem-view.h"
#include "plim-providers.h"

#include <glib/gi18n-lib.h>

struct _PlimEditDialog {
  AdwWindow parent_instance;
  PlimBusAccount1 *account;
  char *name;
  const PlimProvider *provider;
  guint n_pending; /* calls without an answer */
  gboolean is_failed;
  GtkEditable *label;
  PlimFieldForm *form;
  PlimIntervalRow *interval;
  GtkEditable *base_url;
  PlimProblemView *problem;
  GtkWidget *save;
};

G_DEFINE_FINAL_TYPE (PlimEditDialog, plim_edit_dialog, ADW_TYPE_WINDOW)

static void
on_answer (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (PlimEditDialog) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GVariant) answer = g_dbus_proxy_call_finish (G_DBUS_PROXY (source), result, &error);

  self->n_pending--;
  if (answer == NULL) {
    self->is_failed = TRUE;
    plim_problem_view_show (self->problem, error, self->provider->name, self->name);
  }
  if (self->n_pending > 0)
    return;
  gtk_widget_set_sensitive (self->save, TRUE);
  if (!self->is_failed)
    gtk_window_destroy (GTK_WINDOW (self));
}

static void
call (PlimEditDialog *self, const char *method, GVariant *arguments)
{
  self->n_pending++;
  g_dbus_proxy_call (G_DBUS_PROXY (self->account), method, arguments, G_DBUS_CALL_FLAGS_NONE, -1,
                     NULL, on_answer, g_object_ref (self));
}

/* Whether @settings differ from the account's: then they are sent, and the account is polled. */
static gboolean
is_changed (PlimEditDialog *self, GVariant *settings, const char *base_url)
{
  g_autoptr (GHashTable) old =
      plim_bus_settings_from_variant (plim_bus_account1_get_settings (self->account));
  g_autoptr (GHashTable) new = plim_bus_settings_from_variant (settings);
  GHashTableIter iter;
  gpointer name, value;

  if (g_strcmp0 (base_url, plim_bus_account1_get_base_url (self->account)) != 0 ||
      g_hash_table_size (old) != g_hash_table_size (new))
    return TRUE;
  g_hash_table_iter_init (&iter, new);
  while (g_hash_table_iter_next (&iter, &name, &value)) {
    if (g_strcmp0 (g_hash_table_lookup (old, name), value) != 0)
      return TRUE;
  }
  return FALSE;
}

static void
send_changes (PlimEditDialog *self, GHashTable *settings)
{
  g_autofree char *label = g_strstrip (g_strdup (gtk_editable_get_text (self->label)));
  g_autofree char *base_url = g_strstrip (g_strdup (gtk_editable_get_text (self->base_url)));
  g_autoptr (GVariant) values = g_variant_ref_sink (plim_bus_settings_to_variant (settings));
  guint interval_s = plim_interval_row_get_interval (self->interval);

  if (label[0] != '\0' && g_strcmp0 (label, self->name) != 0)
    call (self, "SetLabel", g_variant_new ("(s)", label));
  if (interval_s != plim_bus_account1_get_interval (self->account))
    call (self, "SetInterval", g_variant_new ("(u)", interval_s));
  if (is_changed (self, values, base_url))
    call (self, "SetSettings", g_variant_new ("(@a{ss}s)", values, base_url));
}

static void
on_save (PlimEditDialog *self)
{
  g_autoptr (GHashTable) settings = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);

  if (self->n_pending > 0 || !plim_field_form_collect (self->form, settings, NULL))
    return;
  plim_problem_view_show (self->problem, NULL, self->provider->name, self->name);
  self->is_failed = FALSE;
  send_changes (self, settings);
  if (self->n_pending == 0)
    gtk_window_close (GTK_WINDOW (self));
  else
    gtk_widget_set_sensitive (self->save, FALSE);
}

static void
plim_edit_dialog_finalize (GObject *object)
{
  PlimEditDialog *self = PLIM_EDIT_DIALOG (object);

  g_clear_object (&self->account);
  g_free (self->name);
  G_OBJECT_CLASS (plim_edit_dialog_parent_class)->finalize (object);
}

static void
plim_edit_dialog_class_init (PlimEditDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = plim_edit_dialog_finalize;

  g_type_ensure (PLIM_TYPE_FIELD_FORM);
  g_type_ensure (PLIM_TYPE_FITTING_SCROLLER);
  g_type_ensure (PLIM_TYPE_INTERVAL_ROW);
  g_type_ensure (PLIM_TYPE_PROBLEM_VIEW);
  gtk_widget_class_set_template_from_resource (
      widget_class, "/io/github/plimsoll/Plimsoll/Window/plim-edit-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, PlimEditDialog, label);
  gtk_widget_class_bind_template_child (widget_class, PlimEditDialog, form);
  gtk_widget_class_bind_template_child (widget_class, PlimEditDialog, interval);
  gtk_widget_class_bind_template_child (widget_class, PlimEditDialog, base_url);
  gtk_widget_class_bind_template_child (widget_class, PlimEditDialog, problem);
  gtk_widget_class_bind_template_child (widget_class, PlimEditDialog, save);
  gtk_widget_class_bind_template_callback (widget_class, on_save);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
}

static void
plim_edit_dialog_init (PlimEditDialog *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

static void
show_account (PlimEditDialog *self, PlimAccount *account)
{
  const char *base_url = plim_account_get_base_url (account);

  gtk_editable_set_text (self->label, self->name);
  plim_field_form_set_provider (self->form, self->provider, PLIM_FIELDS_SETTING);
  plim_field_form_set_values (self->form, plim_account_get_settings (account));
  plim_field_form_set_choices (self->form, account);
  plim_interval_row_set_minimum (self->interval, self->provider->minimum_interval_s);
  plim_interval_row_set_interval (self->interval, plim_account_get_interval (account));
  gtk_editable_set_text (self->base_url, base_url != NULL ? base_url : "");
}

PlimEditDialog *
plim_edit_dialog_new (GtkApplication *application,
                      GtkWindow *parent,
                      PlimBusClient *client,
                      const char *account_id)
{
  PlimAccount *account = plim_bus_client_find_account (client, account_id);
  PlimBusAccount1 *proxy = plim_bus_client_get_account_proxy (client, account_id);
  const PlimProvider *provider = NULL;
  PlimEditDialog *self;

  if (account != NULL && proxy != NULL)
    provider = plim_providers_find (plim_account_get_provider_id (account));
  if (provider == NULL)
    return NULL;
  self = g_object_new (PLIM_TYPE_EDIT_DIALOG, "application", application, "transient-for", parent,
                       "modal", parent != NULL, NULL);
  self->account = g_object_ref (proxy);
  self->name = g_strdup (plim_account_get_label (account));
  self->provider = provider;
  show_account (self, account);
  return self;
}
