/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "plim-rename-dialog.h"

struct _PlimRenameDialog {
  AdwMessageDialog parent_instance;
  char *account_id;
  GtkEditable *label;
};

G_DEFINE_FINAL_TYPE (PlimRenameDialog, plim_rename_dialog, ADW_TYPE_MESSAGE_DIALOG)

static guint renamed_signal;

static char *
dup_label (PlimRenameDialog *self)
{
  return g_strstrip (g_strdup (gtk_editable_get_text (self->label)));
}

static void
on_changed (PlimRenameDialog *self)
{
  g_autofree char *label = dup_label (self);

  adw_message_dialog_set_response_enabled (ADW_MESSAGE_DIALOG (self), "rename", label[0] != '\0');
}

static void
plim_rename_dialog_response (AdwMessageDialog *dialog, const char *response)
{
  PlimRenameDialog *self = PLIM_RENAME_DIALOG (dialog);
  g_autofree char *label = dup_label (self);

  if (g_str_equal (response, "rename"))
    g_signal_emit (self, renamed_signal, 0, label);
}

static void
plim_rename_dialog_finalize (GObject *object)
{
  g_free (PLIM_RENAME_DIALOG (object)->account_id);
  G_OBJECT_CLASS (plim_rename_dialog_parent_class)->finalize (object);
}

static void
plim_rename_dialog_class_init (PlimRenameDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = plim_rename_dialog_finalize;
  ADW_MESSAGE_DIALOG_CLASS (klass)->response = plim_rename_dialog_response;

  gtk_widget_class_set_template_from_resource (
      widget_class, "/io/github/plimsoll/Plimsoll/Window/plim-rename-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, PlimRenameDialog, label);
  gtk_widget_class_bind_template_callback (widget_class, on_changed);

  renamed_signal = g_signal_new ("renamed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                 NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
}

static void
plim_rename_dialog_init (PlimRenameDialog *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

PlimRenameDialog *
plim_rename_dialog_new (GtkWindow *parent, PlimAccount *account)
{
  PlimRenameDialog *self = g_object_new (PLIM_TYPE_RENAME_DIALOG, "transient-for", parent, NULL);

  self->account_id = g_strdup (plim_account_get_id (account));
  gtk_editable_set_text (self->label, plim_account_get_label (account));
  gtk_widget_grab_focus (GTK_WIDGET (self->label));
  return self;
}

const char *
plim_rename_dialog_get_account_id (PlimRenameDialog *self)
{
  g_return_val_if_fail (PLIM_IS_RENAME_DIALOG (self), NULL);
  return self->account_id;
}
