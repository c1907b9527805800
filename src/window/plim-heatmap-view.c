/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "plim-heatmap-view.h"

#include "plim-heatmap-table.h"
#include "plim-heatmap.h"

struct _PlimHeatmapView {
  GtkBox parent_instance;
  PlimPresentation *presentation; /* (nullable): until something is shown */
  double shares[PLIM_HEATMAP_HOURS];
  GtkToggleButton *table_button;
  GtkStack *forms;
  PlimHeatmap *heatmap;
  AdwBin *table;
  GtkLabel *hour;
};

G_DEFINE_FINAL_TYPE (PlimHeatmapView, plim_heatmap_view, GTK_TYPE_BOX)

static void
update_hour (PlimHeatmapView *self)
{
  g_autofree char *reading = plim_heatmap_dup_reading (self->heatmap);

  gtk_label_set_text (self->hour, reading);
}

static void
update_table (PlimHeatmapView *self)
{
  gboolean is_table = gtk_toggle_button_get_active (self->table_button);

  adw_bin_set_child (self->table, is_table && self->presentation != NULL
                                      ? plim_heatmap_table_new (self->presentation, self->shares)
                                      : NULL);
  gtk_stack_set_visible_child (self->forms,
                               is_table ? GTK_WIDGET (self->table) : GTK_WIDGET (self->heatmap));
}

static void
plim_heatmap_view_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), PLIM_TYPE_HEATMAP_VIEW);
  G_OBJECT_CLASS (plim_heatmap_view_parent_class)->dispose (object);
}

static void
plim_heatmap_view_finalize (GObject *object)
{
  g_clear_object (&PLIM_HEATMAP_VIEW (object)->presentation);
  G_OBJECT_CLASS (plim_heatmap_view_parent_class)->finalize (object);
}

static void
plim_heatmap_view_class_init (PlimHeatmapViewClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = plim_heatmap_view_dispose;
  G_OBJECT_CLASS (klass)->finalize = plim_heatmap_view_finalize;
  g_type_ensure (PLIM_TYPE_HEATMAP);
  gtk_widget_class_set_template_from_resource (
      widget_class, "/io/github/plimsoll/Plimsoll/Window/plim-heatmap-view.ui");
  gtk_widget_class_bind_template_child (widget_class, PlimHeatmapView, table_button);
  gtk_widget_class_bind_template_child (widget_class, PlimHeatmapView, forms);
  gtk_widget_class_bind_template_child (widget_class, PlimHeatmapView, heatmap);
  gtk_widget_class_bind_template_child (widget_class, PlimHeatmapView, table);
  gtk_widget_class_bind_template_child (widget_class, PlimHeatmapView, hour);
  gtk_widget_class_bind_template_callback (widget_class, update_hour);
  gtk_widget_class_bind_template_callback (widget_class, update_table);
}

static void
plim_heatmap_view_init (PlimHeatmapView *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

void
plim_heatmap_view_show (PlimHeatmapView *self, PlimPresentation *presentation, const double *shares)
{
  g_return_if_fail (PLIM_IS_HEATMAP_VIEW (self));

  g_set_object (&self->presentation, presentation);
  for (guint i = 0; i < PLIM_HEATMAP_HOURS; i++)
    self->shares[i] = shares[i];
  plim_heatmap_show (self->heatmap, presentation, shares);
  update_table (self);
}
