/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "plim-address-dialog.h"

#include "plim-post-url.h"

struct _PlimAddressDialog {
  AdwMessageDialog parent_instance;
  GtkEditable *address;
  GtkLabel *problem;
  GtkWidget *warning;
};

G_DEFINE_FINAL_TYPE (PlimAddressDialog, plim_address_dialog, ADW_TYPE_MESSAGE_DIALOG)

static guint chosen_signal;

static void
on_changed (PlimAddressDialog *self)
{
  const char *text = gtk_editable_get_text (self->address);
  g_autoptr (GError) error = NULL;
  g_autoptr (GUri) uri = plim_post_url_parse (text, &error);

  adw_message_dialog_set_response_enabled (ADW_MESSAGE_DIALOG (self), "save", uri != NULL);
  gtk_label_set_text (self->problem, uri == NULL && text[0] != '\0' ? error->message : "");
  gtk_widget_set_visible (GTK_WIDGET (self->problem), uri == NULL && text[0] != '\0');
  gtk_widget_set_visible (self->warning, uri != NULL && plim_post_url_is_plain (uri));
}

static void
plim_address_dialog_response (AdwMessageDialog *dialog, const char *response)
{
  PlimAddressDialog *self = PLIM_ADDRESS_DIALOG (dialog);

  if (g_str_equal (response, "save"))
    g_signal_emit (self, chosen_signal, 0, gtk_editable_get_text (self->address));
}

static void
plim_address_dialog_class_init (PlimAddressDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  ADW_MESSAGE_DIALOG_CLASS (klass)->response = plim_address_dialog_response;

  gtk_widget_class_set_template_from_resource (
      widget_class, "/io/github/plimsoll/Plimsoll/Window/plim-address-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, PlimAddressDialog, address);
  gtk_widget_class_bind_template_child (widget_class, PlimAddressDialog, problem);
  gtk_widget_class_bind_template_child (widget_class, PlimAddressDialog, warning);
  gtk_widget_class_bind_template_callback (widget_class, on_changed);

  chosen_signal = g_signal_new ("chosen", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
}

static void
plim_address_dialog_init (PlimAddressDialog *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

PlimAddressDialog *
plim_address_dialog_new (GtkWindow *parent)
{
  PlimAddressDialog *self = g_object_new (PLIM_TYPE_ADDRESS_DIALOG, "transient-for", parent, NULL);

  gtk_widget_grab_focus (GTK_WIDGET (self->address));
  return self;
}
