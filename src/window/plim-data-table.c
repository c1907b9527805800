/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "plim-data-table.h"

/* What a column's factory needs. */
typedef struct {
  PlimDataTableText dup_text;
  gpointer data;
  GDestroyNotify destroy;
  float xalign;
} Column;

static void
column_free (gpointer data, GClosure *closure)
{
  Column *column = data;

  column->destroy (column->data);
  g_free (column);
}

static void
on_setup (GtkListItemFactory *factory, GtkListItem *item, gpointer user_data)
{
  Column *column = user_data;
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_xalign (GTK_LABEL (label), column->xalign);
  gtk_widget_add_css_class (label, "numeric");
  gtk_list_item_set_child (item, label);
}

static void
on_bind (GtkListItemFactory *factory, GtkListItem *item, gpointer user_data)
{
  Column *column = user_data;
  g_autofree char *text = column->dup_text (column->data, gtk_list_item_get_item (item),
                                            gtk_list_item_get_position (item));

  gtk_label_set_text (GTK_LABEL (gtk_list_item_get_child (item)), text);
}

GtkColumnView *
plim_data_table_new (const char *label, GListModel *rows)
{
  GtkNoSelection *selection = gtk_no_selection_new (rows);
  GtkWidget *self = gtk_column_view_new (GTK_SELECTION_MODEL (selection));

  gtk_widget_add_css_class (self, "data-table");
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
  return GTK_COLUMN_VIEW (self);
}

/* The toolkit has no property for it; what it does not find stays as it is. */
static void
align_last_title (GtkColumnView *self)
{
  GtkWidget *header = gtk_widget_get_first_child (GTK_WIDGET (self));
  GtkWidget *title = header != NULL ? gtk_widget_get_last_child (header) : NULL;
  GtkWidget *content = title != NULL ? gtk_widget_get_first_child (title) : NULL;

  if (content != NULL)
    gtk_widget_set_halign (content, GTK_ALIGN_END);
}

void
plim_data_table_add_column (GtkColumnView *self,
                            const char *title,
                            PlimDataTableText dup_text,
                            gpointer data,
                            GDestroyNotify destroy)
{
  gboolean is_head = g_list_model_get_n_items (gtk_column_view_get_columns (self)) == 0;
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();
  g_autoptr (GtkColumnViewColumn) view_column = gtk_column_view_column_new (title, factory);
  Column *column = g_new0 (Column, 1);

  *column =
      (Column){ .dup_text = dup_text, .data = data, .destroy = destroy, .xalign = is_head ? 0 : 1 };
  g_signal_connect_data (factory, "setup", G_CALLBACK (on_setup), column, column_free, 0);
  g_signal_connect (factory, "bind", G_CALLBACK (on_bind), column);
  gtk_column_view_column_set_expand (view_column, !is_head);
  gtk_column_view_append_column (self, view_column);
  if (!is_head)
    align_last_title (self);
}

GtkWidget *
plim_data_table_wrap (GtkColumnView *self, gboolean all_rows)
{
  GtkWidget *scroller = gtk_scrolled_window_new ();

  if (all_rows)
    gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scroller), GTK_POLICY_AUTOMATIC,
                                    GTK_POLICY_NEVER);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroller), GTK_WIDGET (self));
  return scroller;
}
