/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "plim-token-dialog.h"

#include <glib/gi18n-lib.h>

struct _PlimTokenDialog {
  AdwMessageDialog parent_instance;
  GtkEditable *name;
  GtkSwitch *may_change;
};

G_DEFINE_FINAL_TYPE (PlimTokenDialog, plim_token_dialog, ADW_TYPE_MESSAGE_DIALOG)

static guint chosen_signal;

static char *
dup_name (PlimTokenDialog *self)
{
  return g_strstrip (g_strdup (gtk_editable_get_text (self->name)));
}

static void
on_changed (PlimTokenDialog *self)
{
  g_autofree char *name = dup_name (self);

  adw_message_dialog_set_response_enabled (ADW_MESSAGE_DIALOG (self), "create", name[0] != '\0');
}

static void
plim_token_dialog_response (AdwMessageDialog *dialog, const char *response)
{
  PlimTokenDialog *self = PLIM_TOKEN_DIALOG (dialog);
  g_autofree char *name = dup_name (self);

  if (g_str_equal (response, "create"))
    g_signal_emit (self, chosen_signal, 0, name, gtk_switch_get_active (self->may_change));
}

static void
plim_token_dialog_class_init (PlimTokenDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  ADW_MESSAGE_DIALOG_CLASS (klass)->response = plim_token_dialog_response;

  gtk_widget_class_set_template_from_resource (
      widget_class, "/io/github/plimsoll/Plimsoll/Window/plim-token-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, PlimTokenDialog, name);
  gtk_widget_class_bind_template_child (widget_class, PlimTokenDialog, may_change);
  gtk_widget_class_bind_template_callback (widget_class, on_changed);

  chosen_signal = g_signal_new ("chosen", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                NULL, NULL, G_TYPE_NONE, 2, G_TYPE_STRING, G_TYPE_BOOLEAN);
}

static void
plim_token_dialog_init (PlimTokenDialog *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

PlimTokenDialog *
plim_token_dialog_new (GtkWindow *parent)
{
  PlimTokenDialog *self = g_object_new (PLIM_TYPE_TOKEN_DIALOG, "transient-for", parent, NULL);

  gtk_widget_grab_focus (GTK_WIDGET (self->name));
  return self;
}

static void
on_shown_response (AdwMessageDialog *dialog, const char *response, gpointer user_data)
{
  if (g_str_equal (response, "copy"))
    gdk_clipboard_set_text (gtk_widget_get_clipboard (GTK_WIDGET (dialog)),
                            gtk_label_get_text (user_data));
}

void
plim_token_dialog_show_token (GtkWindow *parent, const char *token)
{
  GtkWidget *dialog = adw_message_dialog_new (
      parent, _ ("Token Created"),
      _ ("Copy it into the program now: it is not stored here and not shown again."));
  GtkWidget *label = gtk_label_new (token);

  gtk_label_set_selectable (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_CHAR);
  gtk_label_set_max_width_chars (GTK_LABEL (label), 36);
  gtk_widget_add_css_class (label, "monospace");
  adw_message_dialog_set_extra_child (ADW_MESSAGE_DIALOG (dialog), label);
  adw_message_dialog_add_responses (ADW_MESSAGE_DIALOG (dialog), "close", _ ("_Close"), "copy",
                                    _ ("C_opy and Close"), NULL);
  adw_message_dialog_set_response_appearance (ADW_MESSAGE_DIALOG (dialog), "copy",
                                              ADW_RESPONSE_SUGGESTED);
  adw_message_dialog_set_default_response (ADW_MESSAGE_DIALOG (dialog), "copy");
  adw_message_dialog_set_close_response (ADW_MESSAGE_DIALOG (dialog), "close");
  g_signal_connect (dialog, "response", G_CALLBACK (on_shown_response), label);
  gtk_window_present (GTK_WINDOW (dialog));
}
