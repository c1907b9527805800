/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "plim-removals.h"

#include "plim-account.h"

#include <glib/gi18n-lib.h>

typedef enum { WAITING = 1, DUE } RemovalState;

struct _PlimRemovals {
  GObject parent_instance;
  GHashTable *states; /* account id → RemovalState */
  GtkFilter *filter;
};

G_DEFINE_FINAL_TYPE (PlimRemovals, plim_removals, G_TYPE_OBJECT)

static guint due_signal;

static gboolean
is_shown (gpointer item, gpointer user_data)
{
  PlimRemovals *self = user_data;

  return !g_hash_table_contains (self->states, plim_account_get_id (item));
}

static void
plim_removals_finalize (GObject *object)
{
  PlimRemovals *self = PLIM_REMOVALS (object);

  /* A list may hold the filter longer. */
  gtk_custom_filter_set_filter_func (GTK_CUSTOM_FILTER (self->filter), NULL, NULL, NULL);
  g_clear_object (&self->filter);
  g_hash_table_unref (self->states);
  G_OBJECT_CLASS (plim_removals_parent_class)->finalize (object);
}

static void
plim_removals_class_init (PlimRemovalsClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = plim_removals_finalize;

  due_signal = g_signal_new ("due", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                             NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
}

static void
plim_removals_init (PlimRemovals *self)
{
  self->states = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->filter = GTK_FILTER (gtk_custom_filter_new (is_shown, self, NULL));
}

PlimRemovals *
plim_removals_new (void)
{
  return g_object_new (PLIM_TYPE_REMOVALS, NULL);
}

GtkFilter *
plim_removals_get_filter (PlimRemovals *self)
{
  g_return_val_if_fail (PLIM_IS_REMOVALS (self), NULL);
  return self->filter;
}

static const char *
get_toast_account (AdwToast *toast)
{
  return g_object_get_data (G_OBJECT (toast), "account");
}

static void
on_undo (AdwToast *toast, gpointer user_data)
{
  plim_removals_undo (user_data, get_toast_account (toast));
}

static void
on_dismissed (AdwToast *toast, gpointer user_data)
{
  plim_removals_finish (user_data, get_toast_account (toast));
}

static AdwToast *
create_toast (PlimRemovals *self, const char *account_id, const char *label)
{
  g_autofree char *escaped = g_markup_escape_text (label, -1);
  g_autofree char *text = NULL;
  AdwToast *toast;

  /* Translators: %s is what the user calls an account */
  text = g_strdup_printf (_ ("“%s” removed"), escaped);
  toast = adw_toast_new (text);
  adw_toast_set_button_label (toast, _ ("_Undo"));
  g_object_set_data_full (G_OBJECT (toast), "account", g_strdup (account_id), g_free);
  g_signal_connect_object (toast, "button-clicked", G_CALLBACK (on_undo), self, 0);
  g_signal_connect_object (toast, "dismissed", G_CALLBACK (on_dismissed), self, 0);
  return toast;
}

void
plim_removals_add (PlimRemovals *self,
                   const char *account_id,
                   const char *label,
                   AdwToastOverlay *toasts)
{
  g_return_if_fail (PLIM_IS_REMOVALS (self));

  g_hash_table_replace (self->states, g_strdup (account_id), GINT_TO_POINTER (WAITING));
  gtk_filter_changed (self->filter, GTK_FILTER_CHANGE_MORE_STRICT);
  adw_toast_overlay_add_toast (toasts, create_toast (self, account_id, label));
}

void
plim_removals_undo (PlimRemovals *self, const char *account_id)
{
  g_return_if_fail (PLIM_IS_REMOVALS (self));

  if (g_hash_table_remove (self->states, account_id))
    gtk_filter_changed (self->filter, GTK_FILTER_CHANGE_LESS_STRICT);
}

void
plim_removals_finish (PlimRemovals *self, const char *account_id)
{
  g_return_if_fail (PLIM_IS_REMOVALS (self));

  if (GPOINTER_TO_INT (g_hash_table_lookup (self->states, account_id)) != WAITING)
    return;
  g_hash_table_replace (self->states, g_strdup (account_id), GINT_TO_POINTER (DUE));
  g_signal_emit (self, due_signal, 0, account_id);
}

void
plim_removals_finish_all (PlimRemovals *self)
{
  g_autoptr (GPtrArray) ids = g_ptr_array_new_with_free_func (g_free);
  GHashTableIter iter;
  gpointer id;

  g_return_if_fail (PLIM_IS_REMOVALS (self));

  g_hash_table_iter_init (&iter, self->states);
  while (g_hash_table_iter_next (&iter, &id, NULL))
    g_ptr_array_add (ids, g_strdup (id));
  for (guint i = 0; i < ids->len; i++)
    plim_removals_finish (self, g_ptr_array_index (ids, i));
}
