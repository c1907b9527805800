/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "plim-percents-row.h"

#include "plim-format.h"
#include "plim-percents.h"

#include <glib/gi18n-lib.h>

struct _PlimPercentsRow {
  AdwPreferencesRow parent_instance;
  GVariant *percents;
  GtkFlowBox *list;
  GtkLabel *none;
  GtkSpinButton *spin;
  GtkWidget *add;
};

G_DEFINE_FINAL_TYPE (PlimPercentsRow, plim_percents_row, ADW_TYPE_PREFERENCES_ROW)

enum { PROP_PERCENTS = 1, N_PROPERTIES };
static GParamSpec *properties[N_PROPERTIES];

static const gint32 *
get_values (PlimPercentsRow *self, gsize *n_percents)
{
  return g_variant_get_fixed_array (self->percents, n_percents, sizeof (gint32));
}

/* The user's doing. */
static void
change (PlimPercentsRow *self, const gint32 *percents, gsize n_percents)
{
  plim_percents_row_set_percents (self, plim_percents_to_variant (percents, n_percents));
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_PERCENTS]);
}

static void
on_removed (GtkButton *button, PlimPercentsRow *self)
{
  int percent = GPOINTER_TO_INT (g_object_get_data (G_OBJECT (button), "percent"));
  gint32 left[PLIM_PERCENTS_MAX_COUNT];
  gsize n_percents, n_left = 0;
  const gint32 *percents = get_values (self, &n_percents);

  for (gsize i = 0; i < n_percents; i++) {
    if (percents[i] != percent)
      left[n_left++] = percents[i];
  }
  /* The button goes away with the focus. */
  gtk_widget_grab_focus (GTK_WIDGET (self->spin));
  change (self, left, n_left);
}

static void
on_add (PlimPercentsRow *self)
{
  gint32 more[PLIM_PERCENTS_MAX_COUNT];
  gsize n_percents;
  const gint32 *percents = get_values (self, &n_percents);

  if (n_percents >= PLIM_PERCENTS_MAX_COUNT)
    return;
  gtk_spin_button_update (self->spin);
  for (gsize i = 0; i < n_percents; i++)
    more[i] = percents[i];
  more[n_percents] = gtk_spin_button_get_value_as_int (self->spin);
  change (self, more, n_percents + 1);
}

static GtkWidget *
create_chip (PlimPercentsRow *self, int percent)
{
  const PlimFormat format = { 0 };
  g_autofree char *text = plim_format_percent (&format, percent);
  /* Translators: takes a percentage from a list; %s is it, such as "75 %" */
  g_autofree char *tooltip = g_strdup_printf (_ ("Remove %s"), text);
  GtkWidget *button = gtk_button_new ();
  GtkWidget *content = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);

  gtk_box_append (GTK_BOX (content), gtk_label_new (text));
  gtk_box_append (GTK_BOX (content), gtk_image_new_from_icon_name ("window-close-symbolic"));
  gtk_button_set_child (GTK_BUTTON (button), content);
  gtk_widget_add_css_class (button, "chip");
  gtk_widget_set_tooltip_text (button, tooltip);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, tooltip,
                                  -1);
  g_object_set_data (G_OBJECT (button), "percent", GINT_TO_POINTER (percent));
  g_signal_connect_object (button, "clicked", G_CALLBACK (on_removed), self, 0);
  return button;
}

static void
show (PlimPercentsRow *self)
{
  GtkWidget *child;
  gsize n_percents;
  const gint32 *percents = get_values (self, &n_percents);

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self->list))) != NULL)
    gtk_flow_box_remove (self->list, child);
  for (gsize i = 0; i < n_percents; i++) {
    GtkWidget *chip = create_chip (self, percents[i]);

    gtk_flow_box_append (self->list, chip);
    gtk_widget_set_focusable (gtk_widget_get_parent (chip), FALSE);
  }
  gtk_widget_set_visible (GTK_WIDGET (self->list), n_percents > 0);
  gtk_widget_set_visible (GTK_WIDGET (self->none), n_percents == 0);
  gtk_widget_set_sensitive (self->add, n_percents < PLIM_PERCENTS_MAX_COUNT);
}

static void
plim_percents_row_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  if (id == PROP_PERCENTS)
    g_value_set_variant (value, PLIM_PERCENTS_ROW (object)->percents);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
plim_percents_row_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  if (id == PROP_PERCENTS)
    plim_percents_row_set_percents (PLIM_PERCENTS_ROW (object), g_value_get_variant (value));
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
plim_percents_row_finalize (GObject *object)
{
  g_variant_unref (PLIM_PERCENTS_ROW (object)->percents);
  G_OBJECT_CLASS (plim_percents_row_parent_class)->finalize (object);
}

static void
plim_percents_row_class_init (PlimPercentsRowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = plim_percents_row_get_property;
  object_class->set_property = plim_percents_row_set_property;
  object_class->finalize = plim_percents_row_finalize;
  properties[PROP_PERCENTS] =
      g_param_spec_variant ("percents", NULL, NULL, G_VARIANT_TYPE ("ai"), NULL,
                            G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);
  g_object_class_install_properties (object_class, N_PROPERTIES, properties);

  gtk_widget_class_set_template_from_resource (
      widget_class, "/io/github/plimsoll/Plimsoll/Window/plim-percents-row.ui");
  gtk_widget_class_bind_template_child (widget_class, PlimPercentsRow, list);
  gtk_widget_class_bind_template_child (widget_class, PlimPercentsRow, none);
  gtk_widget_class_bind_template_child (widget_class, PlimPercentsRow, spin);
  gtk_widget_class_bind_template_child (widget_class, PlimPercentsRow, add);
  gtk_widget_class_bind_template_callback (widget_class, on_add);
}

static void
plim_percents_row_init (PlimPercentsRow *self)
{
  self->percents = g_variant_ref_sink (plim_percents_to_variant (NULL, 0));
  gtk_widget_init_template (GTK_WIDGET (self));
  show (self);
}

void
plim_percents_row_set_percents (PlimPercentsRow *self, GVariant *percents)
{
  g_autoptr (GVariant) given = g_variant_ref_sink (percents);

  g_return_if_fail (PLIM_IS_PERCENTS_ROW (self));

  if (g_variant_equal (given, self->percents))
    return;
  g_variant_unref (self->percents);
  self->percents = g_steal_pointer (&given);
  show (self);
}

GVariant *
plim_percents_row_get_percents (PlimPercentsRow *self)
{
  g_return_val_if_fail (PLIM_IS_PERCENTS_ROW (self), NULL);

  return self->percents;
}

static gboolean
get_variant (GValue *value, GVariant *variant, gpointer user_data)
{
  g_value_set_variant (value, variant);
  return TRUE;
}

static GVariant *
set_variant (const GValue *value, const GVariantType *type, gpointer user_data)
{
  return g_value_dup_variant (value);
}

void
plim_percents_row_bind (PlimPercentsRow *self, GSettings *settings, const char *key)
{
  g_return_if_fail (PLIM_IS_PERCENTS_ROW (self));

  g_settings_bind_with_mapping (settings, key, self, "percents", G_SETTINGS_BIND_DEFAULT,
                                get_variant, set_variant, NULL, NULL);
}
