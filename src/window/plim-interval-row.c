/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "plim-interval-row.h"

#include "plim-account.h"

#include <glib/gi18n-lib.h>

struct _PlimIntervalRow {
  AdwComboRow parent_instance;
  guint minimum_s;
  GArray *choices; /* guint, in seconds, 0 first */
};

G_DEFINE_FINAL_TYPE (PlimIntervalRow, plim_interval_row, ADW_TYPE_COMBO_ROW)

enum { PROP_INTERVAL_S = 1, N_PROPERTIES };
static GParamSpec *properties[N_PROPERTIES];

static char *
dup_choice_text (guint interval_s)
{
  guint minutes = interval_s / 60;

  if (interval_s == 0)
    return g_strdup (C_ ("poll interval", "Automatic"));
  if (interval_s == PLIM_INTERVAL_MANUAL)
    return g_strdup (C_ ("poll interval", "Only When Asked"));
  if (interval_s % 60 != 0)
    return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%u second", "%u seconds", interval_s),
                            interval_s);
  return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%u minute", "%u minutes", minutes),
                          minutes);
}

static int
compare_seconds (gconstpointer a, gconstpointer b)
{
  guint left = *(const guint *) a, right = *(const guint *) b;

  return (left > right) - (left < right);
}

static void
offer (PlimIntervalRow *self, guint interval_s)
{
  static const guint usual[] = { 0, 60, 120, 300, 600, 900, 1800, 3600, PLIM_INTERVAL_MANUAL };
  g_autoptr (GtkStringList) texts = gtk_string_list_new (NULL);
  gboolean is_usual = FALSE;

  g_array_set_size (self->choices, 0);
  for (guint i = 0; i < G_N_ELEMENTS (usual); i++) {
    if (usual[i] != 0 && usual[i] < self->minimum_s)
      continue;
    g_array_append_val (self->choices, usual[i]);
    is_usual |= usual[i] == interval_s;
  }
  if (!is_usual)
    g_array_append_val (self->choices, interval_s);
  g_array_sort (self->choices, compare_seconds);
  for (guint i = 0; i < self->choices->len; i++) {
    g_autofree char *text = dup_choice_text (g_array_index (self->choices, guint, i));

    gtk_string_list_append (texts, text);
  }
  adw_combo_row_set_model (ADW_COMBO_ROW (self), G_LIST_MODEL (texts));
}

static void
on_selected (PlimIntervalRow *self)
{
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_INTERVAL_S]);
}

static void
plim_interval_row_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  if (id == PROP_INTERVAL_S)
    g_value_set_uint (value, plim_interval_row_get_interval (PLIM_INTERVAL_ROW (object)));
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
plim_interval_row_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  if (id == PROP_INTERVAL_S)
    plim_interval_row_set_interval (PLIM_INTERVAL_ROW (object), g_value_get_uint (value));
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
plim_interval_row_finalize (GObject *object)
{
  g_array_unref (PLIM_INTERVAL_ROW (object)->choices);
  G_OBJECT_CLASS (plim_interval_row_parent_class)->finalize (object);
}

static void
plim_interval_row_class_init (PlimIntervalRowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = plim_interval_row_get_property;
  object_class->set_property = plim_interval_row_set_property;
  object_class->finalize = plim_interval_row_finalize;

  properties[PROP_INTERVAL_S] =
      g_param_spec_uint ("interval-s", NULL, NULL, 0, G_MAXUINT, 0,
                         G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);
  g_object_class_install_properties (object_class, N_PROPERTIES, properties);
}

static void
plim_interval_row_init (PlimIntervalRow *self)
{
  self->choices = g_array_new (FALSE, FALSE, sizeof (guint));
  offer (self, 0);
  g_signal_connect (self, "notify::selected", G_CALLBACK (on_selected), NULL);
}

void
plim_interval_row_set_minimum (PlimIntervalRow *self, guint minimum_s)
{
  g_return_if_fail (PLIM_IS_INTERVAL_ROW (self));

  self->minimum_s = minimum_s;
  offer (self, 0);
}

guint
plim_interval_row_get_interval (PlimIntervalRow *self)
{
  guint selected = adw_combo_row_get_selected (ADW_COMBO_ROW (self));

  g_return_val_if_fail (PLIM_IS_INTERVAL_ROW (self), 0);
  return selected < self->choices->len ? g_array_index (self->choices, guint, selected) : 0;
}

void
plim_interval_row_set_interval (PlimIntervalRow *self, guint interval_s)
{
  g_return_if_fail (PLIM_IS_INTERVAL_ROW (self));

  if (interval_s == plim_interval_row_get_interval (self))
    return;
  offer (self, interval_s);
  for (guint i = 0; i < self->choices->len; i++) {
    if (g_array_index (self->choices, guint, i) == interval_s)
      adw_combo_row_set_selected (ADW_COMBO_ROW (self), i);
  }
}
