/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "plim-usage-list.h"

#include "plim-usage-row.h"

struct _PlimUsageList {
  GtkBox parent_instance;
  gboolean is_detailed;
};

G_DEFINE_FINAL_TYPE (PlimUsageList, plim_usage_list, GTK_TYPE_BOX)

enum { PROP_DETAILED = 1, N_PROPS };
static GParamSpec *props[N_PROPS];

/* Rows are used again by place, so that nothing flickers and a selection stays. */
void
plim_usage_list_update (PlimUsageList *self, PlimPresentation *presentation, PlimAccount *account)
{
  PlimSnapshot *snapshot = plim_account_get_snapshot (account);
  guint n_windows = snapshot != NULL ? plim_snapshot_get_n_windows (snapshot) : 0;
  GtkWidget *row = gtk_widget_get_first_child (GTK_WIDGET (self));

  g_return_if_fail (PLIM_IS_USAGE_LIST (self));

  for (guint i = 0; i < n_windows; i++) {
    if (row == NULL) {
      row = GTK_WIDGET (plim_usage_row_new (self->is_detailed));
      gtk_box_append (GTK_BOX (self), row);
    }
    plim_usage_row_update (PLIM_USAGE_ROW (row), presentation, account,
                           plim_snapshot_get_window (snapshot, i));
    row = gtk_widget_get_next_sibling (row);
  }
  while (row != NULL) {
    GtkWidget *next = gtk_widget_get_next_sibling (row);

    gtk_box_remove (GTK_BOX (self), row);
    row = next;
  }
  gtk_widget_set_visible (GTK_WIDGET (self), n_windows > 0);
}

static void
plim_usage_list_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  PlimUsageList *self = PLIM_USAGE_LIST (object);

  switch (id) {
  case PROP_DETAILED:
    self->is_detailed = g_value_get_boolean (value);
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
  }
}

static void
plim_usage_list_class_init (PlimUsageListClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->set_property = plim_usage_list_set_property;
  props[PROP_DETAILED] =
      g_param_spec_boolean ("detailed", NULL, NULL, FALSE,
                            G_PARAM_WRITABLE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, props);
}

static void
plim_usage_list_init (PlimUsageList *self)
{
  gtk_orientable_set_orientation (GTK_ORIENTABLE (self), GTK_ORIENTATION_VERTICAL);
  gtk_box_set_spacing (GTK_BOX (self), 12);
}
