/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "plim-address-row.h"

#include "plim-address-dialog.h"
#include "plim-post-url.h"
#include "plim-problem.h"
#include "plim-secrets.h"

#include <glib/gi18n-lib.h>

struct _PlimAddressRow {
  AdwActionRow parent_instance;
  const char *name;
  const char *description;
  GCancellable *cancellable;
  gboolean is_stored;
  GtkWidget *remove;
};

G_DEFINE_FINAL_TYPE (PlimAddressRow, plim_address_row, ADW_TYPE_ACTION_ROW)

enum { PROP_STORED = 1, N_PROPS };
static GParamSpec *properties[N_PROPS];
static guint changed_signal;

static void
tell (PlimAddressRow *self, const GError *error)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));
  g_autofree char *text = plim_problem_dup_keeping_sentence (error);

  g_message ("an address to post to: %s", error->message);
  if (ADW_IS_PREFERENCES_WINDOW (root))
    adw_preferences_window_add_toast (ADW_PREFERENCES_WINDOW (root), adw_toast_new (text));
}

static void
set_stored (PlimAddressRow *self, gboolean is_stored)
{
  adw_action_row_set_subtitle (ADW_ACTION_ROW (self), is_stored ? _ ("In the keyring")
                                                                /* Translators: no address is set */
                                                                : C_ ("address", "None"));
  gtk_widget_set_visible (self->remove, is_stored);
  if (self->is_stored == is_stored)
    return;
  self->is_stored = is_stored;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_STORED]);
}

static void
on_listed (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GHashTable) stored = plim_secrets_list_finish (result, &error);
  PlimAddressRow *self;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return; /* @user_data may be gone */
  self = user_data;
  if (stored != NULL)
    set_stored (self, g_hash_table_contains (stored, self->name));
  else
    adw_action_row_set_subtitle (ADW_ACTION_ROW (self), _ ("The keyring does not tell"));
}

/* Changing. */

static void
end_change (PlimAddressRow *self, gboolean is_stored, const GError *error)
{
  if (error != NULL) {
    tell (self, error);
  } else {
    set_stored (self, is_stored);
    g_signal_emit (self, changed_signal, 0);
  }
  g_application_release (g_application_get_default ());
}

static void
on_stored (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (PlimAddressRow) self = user_data;
  g_autoptr (GError) error = NULL;

  plim_secrets_store_finish (result, &error);
  end_change (self, TRUE, error);
}

static void
on_chosen (PlimAddressRow *self, const char *address)
{
  g_application_hold (g_application_get_default ());
  plim_secrets_store_async (self->name, PLIM_POST_FIELD, self->description, address, NULL,
                            on_stored, g_object_ref (self));
}

static void
on_set (PlimAddressRow *self)
{
  PlimAddressDialog *dialog =
      plim_address_dialog_new (GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self))));

  g_signal_connect_object (dialog, "chosen", G_CALLBACK (on_chosen), self, G_CONNECT_SWAPPED);
  gtk_window_present (GTK_WINDOW (dialog));
}

static void
on_cleared (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (PlimAddressRow) self = user_data;
  g_autoptr (GError) error = NULL;

  plim_secrets_clear_finish (result, &error);
  end_change (self, FALSE, error);
}

static void
on_remove (PlimAddressRow *self)
{
  g_application_hold (g_application_get_default ());
  plim_secrets_clear_async (self->name, PLIM_POST_FIELD, NULL, on_cleared, g_object_ref (self));
}

static void
plim_address_row_get_property (GObject *object, guint property, GValue *value, GParamSpec *pspec)
{
  if (property == PROP_STORED)
    g_value_set_boolean (value, PLIM_ADDRESS_ROW (object)->is_stored);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property, pspec);
}

static void
plim_address_row_dispose (GObject *object)
{
  PlimAddressRow *self = PLIM_ADDRESS_ROW (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  G_OBJECT_CLASS (plim_address_row_parent_class)->dispose (object);
}

static void
plim_address_row_class_init (PlimAddressRowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = plim_address_row_get_property;
  object_class->dispose = plim_address_row_dispose;

  properties[PROP_STORED] =
      g_param_spec_boolean ("stored", NULL, NULL, FALSE,
                            G_PARAM_READABLE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);
  g_object_class_install_properties (object_class, N_PROPS, properties);
  changed_signal = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                 NULL, NULL, G_TYPE_NONE, 0);

  gtk_widget_class_set_template_from_resource (
      widget_class, "/io/github/plimsoll/Plimsoll/Window/plim-address-row.ui");
  gtk_widget_class_bind_template_child (widget_class, PlimAddressRow, remove);
  gtk_widget_class_bind_template_callback (widget_class, on_set);
  gtk_widget_class_bind_template_callback (widget_class, on_remove);
}

static void
plim_address_row_init (PlimAddressRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  self->cancellable = g_cancellable_new ();
}

void
plim_address_row_set_up (PlimAddressRow *self, const char *name, const char *description)
{
  g_return_if_fail (PLIM_IS_ADDRESS_ROW (self));
  g_return_if_fail (self->name == NULL);

  self->name = name;
  self->description = description;
  plim_secrets_list_async (self->cancellable, on_listed, self);
}

gboolean
plim_address_row_is_stored (PlimAddressRow *self)
{
  g_return_val_if_fail (PLIM_IS_ADDRESS_ROW (self), FALSE);

  return self->is_stored;
}
