/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "plim-field-row.h"

#include "plim-sign-in-file.h"

#include <glib/gi18n-lib.h>

struct _PlimFieldRow {
  GtkBox parent_instance;
  const PlimField *field;
  GtkListBox *list;
  GtkLabel *caption;
  GtkWidget *input;    /* an AdwEntryRow, AdwComboRow, or the AdwActionRow of a GtkSwitch */
  GtkSwitch *switcher; /* (nullable) */
};

G_DEFINE_FINAL_TYPE (PlimFieldRow, plim_field_row, GTK_TYPE_BOX)

static guint changed_signal, activated_signal;

static void
show_caption (PlimFieldRow *self, const char *text, gboolean is_error)
{
  gtk_label_set_text (self->caption, text != NULL ? text : "");
  gtk_widget_set_visible (GTK_WIDGET (self->caption), text != NULL);
  if (is_error) {
    gtk_widget_add_css_class (GTK_WIDGET (self->caption), "error");
    gtk_widget_remove_css_class (GTK_WIDGET (self->caption), "dim-label");
    gtk_widget_add_css_class (self->input, "error");
  } else {
    gtk_widget_remove_css_class (GTK_WIDGET (self->caption), "error");
    gtk_widget_add_css_class (GTK_WIDGET (self->caption), "dim-label");
    gtk_widget_remove_css_class (self->input, "error");
  }
  gtk_accessible_update_state (GTK_ACCESSIBLE (self->input), GTK_ACCESSIBLE_STATE_INVALID,
                               is_error ? GTK_ACCESSIBLE_INVALID_TRUE
                                        : GTK_ACCESSIBLE_INVALID_FALSE,
                               -1);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->input), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                  text, -1);
}

static gboolean
may_be_empty (const PlimField *field)
{
  return !field->is_required && field->kind != PLIM_FIELD_BOOLEAN &&
         field->kind != PLIM_FIELD_CHOICE;
}

/* An entry's title does not wrap, its caption does. */
static void
show_hint (PlimFieldRow *self)
{
  const char *hint = self->field->hint != NULL ? _ (self->field->hint) : NULL;
  g_autofree char *text = NULL;

  if (!may_be_empty (self->field)) {
    show_caption (self, hint, FALSE);
  } else if (hint == NULL) {
    /* Translators: said of an input that may stay empty */
    show_caption (self, C_ ("input", "Optional"), FALSE);
  } else {
    /* Translators: said of an input that may stay empty; %s is a hint, a sentence or two */
    text = g_strdup_printf (C_ ("input", "Optional. %s"), hint);
    show_caption (self, text, FALSE);
  }
}

static void
on_changed (PlimFieldRow *self)
{
  show_hint (self);
  g_signal_emit (self, changed_signal, 0);
}

static void
on_activated (PlimFieldRow *self)
{
  g_signal_emit (self, activated_signal, 0);
}

/* Another program's sign-in that is there can be had by a click, which shows its path; nothing
 * opens it before the account is added. */
static void
offer_file (PlimFieldRow *self, AdwEntryRow *entry)
{
  g_autofree char *path = plim_sign_in_file_find (self->field);
  g_autofree char *tooltip = NULL;
  GtkWidget *button;

  if (path == NULL)
    return;
  /* Translators: %s is a file's path */
  tooltip = g_strdup_printf (_ ("Use %s"), path);
  button = gtk_button_new_with_label (C_ ("file", "Use"));
  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), "field.choose");
  gtk_actionable_set_action_target (GTK_ACTIONABLE (button), "s", path);
  gtk_widget_set_tooltip_text (button, tooltip);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, tooltip,
                                  -1);
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  adw_entry_row_add_suffix (entry, button);
}

static GtkWidget *
create_entry (PlimFieldRow *self)
{
  gboolean is_secret = self->field->kind == PLIM_FIELD_SECRET;
  GtkWidget *entry = is_secret ? adw_password_entry_row_new () : adw_entry_row_new ();

  if (self->field->kind == PLIM_FIELD_NUMBER)
    adw_entry_row_set_input_purpose (ADW_ENTRY_ROW (entry), GTK_INPUT_PURPOSE_NUMBER);
  if (!is_secret)
    adw_entry_row_set_input_hints (ADW_ENTRY_ROW (entry), GTK_INPUT_HINT_NO_SPELLCHECK);
  if (self->field->kind == PLIM_FIELD_FILE)
    offer_file (self, ADW_ENTRY_ROW (entry));
  g_signal_connect_object (entry, "changed", G_CALLBACK (on_changed), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (entry, "entry-activated", G_CALLBACK (on_activated), self,
                           G_CONNECT_SWAPPED);
  return entry;
}

static GtkWidget *
create_switch (PlimFieldRow *self)
{
  GtkWidget *row = adw_action_row_new ();

  self->switcher = GTK_SWITCH (gtk_switch_new ());
  gtk_widget_set_valign (GTK_WIDGET (self->switcher), GTK_ALIGN_CENTER);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), GTK_WIDGET (self->switcher));
  adw_action_row_set_activatable_widget (ADW_ACTION_ROW (row), GTK_WIDGET (self->switcher));
  g_signal_connect_object (self->switcher, "notify::active", G_CALLBACK (on_changed), self,
                           G_CONNECT_SWAPPED);
  return row;
}

static GtkWidget *
create_choice (PlimFieldRow *self)
{
  g_autoptr (GtkStringList) labels = gtk_string_list_new (NULL);
  GtkWidget *row = adw_combo_row_new ();

  for (const PlimFieldChoice *choice = self->field->choices; choice->id != NULL; choice++)
    gtk_string_list_append (labels, _ (choice->label));
  adw_combo_row_set_model (ADW_COMBO_ROW (row), G_LIST_MODEL (labels));
  g_signal_connect_object (row, "notify::selected", G_CALLBACK (on_changed), self,
                           G_CONNECT_SWAPPED);
  return row;
}

static GtkWidget *
create_input (PlimFieldRow *self)
{
  switch (self->field->kind) {
  case PLIM_FIELD_BOOLEAN:
    return create_switch (self);
  case PLIM_FIELD_CHOICE:
    return create_choice (self);
  case PLIM_FIELD_SECRET:
  case PLIM_FIELD_TEXT:
  case PLIM_FIELD_NUMBER:
  case PLIM_FIELD_FILE:
  default:
    return create_entry (self);
  }
}

/* Borrowed from the input. */
static const char *
get_text (PlimFieldRow *self)
{
  switch (self->field->kind) {
  case PLIM_FIELD_BOOLEAN:
    return gtk_switch_get_active (self->switcher) ? "true" : "false";
  case PLIM_FIELD_CHOICE:
    return self->field->choices[adw_combo_row_get_selected (ADW_COMBO_ROW (self->input))].id;
  case PLIM_FIELD_SECRET:
  case PLIM_FIELD_TEXT:
  case PLIM_FIELD_NUMBER:
  case PLIM_FIELD_FILE:
  default:
    return gtk_editable_get_text (GTK_EDITABLE (self->input));
  }
}

static gboolean
is_blank (const char *text)
{
  while (g_ascii_isspace (*text))
    text++;
  return *text == '\0';
}

static gboolean
plim_field_row_grab_focus (GtkWidget *widget)
{
  return gtk_widget_grab_focus (PLIM_FIELD_ROW (widget)->input);
}

static void
on_choose (GtkWidget *widget, const char *action, GVariant *parameter)
{
  plim_field_row_set_value (PLIM_FIELD_ROW (widget), g_variant_get_string (parameter, NULL));
}

static void
plim_field_row_class_init (PlimFieldRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  widget_class->grab_focus = plim_field_row_grab_focus;
  gtk_widget_class_set_template_from_resource (
      widget_class, "/io/github/plimsoll/Plimsoll/Window/plim-field-row.ui");
  gtk_widget_class_bind_template_child (widget_class, PlimFieldRow, list);
  gtk_widget_class_bind_template_child (widget_class, PlimFieldRow, caption);

  gtk_widget_class_install_action (widget_class, "field.choose", "s", on_choose);
  changed_signal = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                 NULL, NULL, G_TYPE_NONE, 0);
  activated_signal = g_signal_new ("activated", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0,
                                   NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
plim_field_row_init (PlimFieldRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

PlimFieldRow *
plim_field_row_new (const PlimField *field)
{
  PlimFieldRow *self = g_object_new (PLIM_TYPE_FIELD_ROW, NULL);

  self->field = field;
  self->input = create_input (self);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->input), _ (field->label));
  gtk_list_box_append (self->list, self->input);
  show_hint (self);
  return self;
}

const PlimField *
plim_field_row_get_field (PlimFieldRow *self)
{
  g_return_val_if_fail (PLIM_IS_FIELD_ROW (self), NULL);
  return self->field;
}

void
plim_field_row_set_value (PlimFieldRow *self, const char *value)
{
  g_return_if_fail (PLIM_IS_FIELD_ROW (self));

  switch (self->field->kind) {
  case PLIM_FIELD_BOOLEAN:
    gtk_switch_set_active (self->switcher, g_strcmp0 (value, "true") == 0);
    return;
  case PLIM_FIELD_CHOICE:
    for (guint i = 0; self->field->choices[i].id != NULL; i++) {
      if (g_strcmp0 (value, self->field->choices[i].id) == 0)
        adw_combo_row_set_selected (ADW_COMBO_ROW (self->input), i);
    }
    return;
  case PLIM_FIELD_SECRET:
  case PLIM_FIELD_TEXT:
  case PLIM_FIELD_NUMBER:
  case PLIM_FIELD_FILE:
  default:
    gtk_editable_set_text (GTK_EDITABLE (self->input), value != NULL ? value : "");
  }
}

void
plim_field_row_set_choices (PlimFieldRow *self, GPtrArray *choices)
{
  g_autoptr (GMenu) menu = g_menu_new ();
  GtkWidget *button;

  g_return_if_fail (PLIM_IS_FIELD_ROW (self));

  if (choices->len == 0 || !ADW_IS_ENTRY_ROW (self->input))
    return;
  for (guint i = 0; i < choices->len; i++) {
    const PlimChoice *choice = g_ptr_array_index (choices, i);
    g_auto (GStrv) parts = g_strsplit (choice->label, "_", -1);
    g_autofree char *label = g_strjoinv ("__", parts); /* one alone would mark a key */
    g_autoptr (GMenuItem) item = g_menu_item_new (label, NULL);

    g_menu_item_set_action_and_target (item, "field.choose", "s", choice->id);
    g_menu_append_item (menu, item);
  }
  button = gtk_menu_button_new ();
  gtk_menu_button_set_menu_model (GTK_MENU_BUTTON (button), G_MENU_MODEL (menu));
  gtk_menu_button_set_icon_name (GTK_MENU_BUTTON (button), "pan-down-symbolic");
  gtk_widget_set_tooltip_text (button, _ ("Choose"));
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (button, "flat");
  adw_entry_row_add_suffix (ADW_ENTRY_ROW (self->input), button);
}

gboolean
plim_field_row_dup_value (PlimFieldRow *self, char **value)
{
  g_autoptr (GError) error = NULL;
  const char *text;

  g_return_val_if_fail (PLIM_IS_FIELD_ROW (self), FALSE);
  g_return_val_if_fail (value != NULL, FALSE);

  *value = NULL;
  show_hint (self);
  text = get_text (self);
  if (is_blank (text)) {
    if (self->field->is_required)
      show_caption (self, _ ("This is needed."), TRUE);
    return !self->field->is_required;
  }
  *value = plim_field_normalize (self->field, text, &error);
  if (*value == NULL)
    show_caption (self, error->message, TRUE);
  return *value != NULL;
}

void
plim_field_row_show_error (PlimFieldRow *self, const char *sentence)
{
  g_return_if_fail (PLIM_IS_FIELD_ROW (self));
  show_caption (self, sentence, TRUE);
}
