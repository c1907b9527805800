/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "plim-field-form.h"

#include "plim-field-row.h"

struct _PlimFieldForm {
  GtkBox parent_instance;
  const PlimProvider *provider;
  PlimFieldSelection selection;
};

G_DEFINE_FINAL_TYPE (PlimFieldForm, plim_field_form, GTK_TYPE_BOX)

static guint changed_signal, activated_signal;

static void
on_changed (PlimFieldForm *self)
{
  g_signal_emit (self, changed_signal, 0);
}

static void
on_activated (PlimFieldForm *self)
{
  g_signal_emit (self, activated_signal, 0);
}

static void
append_row (PlimFieldForm *self, const PlimField *field)
{
  PlimFieldRow *row = plim_field_row_new (field);

  g_signal_connect_object (row, "changed", G_CALLBACK (on_changed), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (row, "activated", G_CALLBACK (on_activated), self, G_CONNECT_SWAPPED);
  gtk_box_append (GTK_BOX (self), GTK_WIDGET (row));
}

static gboolean
plim_field_form_grab_focus (GtkWidget *widget)
{
  GtkWidget *first = gtk_widget_get_first_child (widget);

  return first != NULL && gtk_widget_grab_focus (first);
}

static void
plim_field_form_class_init (PlimFieldFormClass *klass)
{
  GTK_WIDGET_CLASS (klass)->grab_focus = plim_field_form_grab_focus;

  changed_signal = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                 NULL, NULL, G_TYPE_NONE, 0);
  activated_signal = g_signal_new ("activated", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0,
                                   NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
plim_field_form_init (PlimFieldForm *self)
{
  gtk_orientable_set_orientation (GTK_ORIENTABLE (self), GTK_ORIENTATION_VERTICAL);
  gtk_box_set_spacing (GTK_BOX (self), 12);
}

void
plim_field_form_set_provider (PlimFieldForm *self,
                              const PlimProvider *provider,
                              PlimFieldSelection selection)
{
  GtkWidget *row;

  g_return_if_fail (PLIM_IS_FIELD_FORM (self));
  g_return_if_fail (provider != NULL);

  while ((row = gtk_widget_get_first_child (GTK_WIDGET (self))) != NULL)
    gtk_box_remove (GTK_BOX (self), row);
  for (const PlimField *field = provider->fields; field != NULL && field->id != NULL; field++) {
    PlimFieldSelection kind =
        field->kind == PLIM_FIELD_SECRET ? PLIM_FIELDS_SECRET : PLIM_FIELDS_SETTING;

    if (selection & kind)
      append_row (self, field);
  }
  self->provider = provider;
  self->selection = selection;
  gtk_widget_set_visible (GTK_WIDGET (self), !plim_field_form_is_empty (self));
}

void
plim_field_form_set_values (PlimFieldForm *self, GHashTable *settings)
{
  GtkWidget *child;

  g_return_if_fail (PLIM_IS_FIELD_FORM (self));

  for (child = gtk_widget_get_first_child (GTK_WIDGET (self)); child != NULL;
       child = gtk_widget_get_next_sibling (child)) {
    PlimFieldRow *row = PLIM_FIELD_ROW (child);

    plim_field_row_set_value (row,
                              g_hash_table_lookup (settings, plim_field_row_get_field (row)->id));
  }
}

void
plim_field_form_set_choices (PlimFieldForm *self, PlimAccount *account)
{
  GtkWidget *child;

  g_return_if_fail (PLIM_IS_FIELD_FORM (self));

  for (child = gtk_widget_get_first_child (GTK_WIDGET (self)); child != NULL;
       child = gtk_widget_get_next_sibling (child)) {
    PlimFieldRow *row = PLIM_FIELD_ROW (child);
    g_autoptr (GPtrArray) choices = plim_choices_of (account, plim_field_row_get_field (row)->id);

    plim_field_row_set_choices (row, choices);
  }
}

/* Whether the secret of @row is what lacks. */
static gboolean
completes (PlimFieldForm *self, GtkWidget *row, GHashTable *settings, GHashTable *secrets)
{
  const PlimField *field = plim_field_row_get_field (PLIM_FIELD_ROW (row));
  gboolean is_complete;

  if (field->kind != PLIM_FIELD_SECRET || g_hash_table_contains (secrets, field->id))
    return FALSE;
  g_hash_table_insert (secrets, g_strdup (field->id), NULL);
  is_complete = plim_provider_check_supplied (self->provider, settings, secrets, NULL);
  g_hash_table_remove (secrets, field->id);
  return is_complete;
}

/* The first row whose secret would do, otherwise the first one. */
static GtkWidget *
find_lacking (PlimFieldForm *self, GHashTable *settings, GHashTable *secrets)
{
  GtkWidget *first = gtk_widget_get_first_child (GTK_WIDGET (self));

  for (GtkWidget *row = first; row != NULL; row = gtk_widget_get_next_sibling (row)) {
    if (completes (self, row, settings, secrets))
      return row;
  }
  return first;
}

/* What one value cannot tell: whether they go together. */
static gboolean
check_setup (PlimFieldForm *self, GHashTable *settings, GHashTable *secrets)
{
  g_autoptr (GError) error = NULL;
  GtkWidget *row;

  if (plim_provider_check_supplied (self->provider, settings, secrets, &error))
    return TRUE;
  row = find_lacking (self, settings, secrets);
  g_return_val_if_fail (row != NULL, FALSE);
  plim_field_row_show_error (PLIM_FIELD_ROW (row), error->message);
  gtk_widget_grab_focus (row);
  return FALSE;
}

gboolean
plim_field_form_collect (PlimFieldForm *self, GHashTable *settings, GHashTable *secrets)
{
  GtkWidget *first_wrong = NULL;
  GtkWidget *child;

  g_return_val_if_fail (PLIM_IS_FIELD_FORM (self), FALSE);

  for (child = gtk_widget_get_first_child (GTK_WIDGET (self)); child != NULL;
       child = gtk_widget_get_next_sibling (child)) {
    const PlimField *field = plim_field_row_get_field (PLIM_FIELD_ROW (child));
    GHashTable *values = field->kind == PLIM_FIELD_SECRET ? secrets : settings;
    char *value;

    if (!plim_field_row_dup_value (PLIM_FIELD_ROW (child), &value))
      first_wrong = first_wrong != NULL ? first_wrong : child;
    else if (value != NULL)
      g_hash_table_replace (values, g_strdup (field->id), value);
  }
  if (first_wrong != NULL) {
    gtk_widget_grab_focus (first_wrong);
    return FALSE;
  }
  return self->selection != (PLIM_FIELDS_SECRET | PLIM_FIELDS_SETTING) ||
         check_setup (self, settings, secrets);
}

gboolean
plim_field_form_is_empty (PlimFieldForm *self)
{
  g_return_val_if_fail (PLIM_IS_FIELD_FORM (self), TRUE);
  return gtk_widget_get_first_child (GTK_WIDGET (self)) == NULL;
}
