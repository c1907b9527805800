/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* The numbers behind a picture, for those who want to read them or cannot see it. */

/** PlimDataTableText: (transfer full): what the column with @data says of @item, the row at
 * @position */
typedef char *(*PlimDataTableText) (gpointer data, gpointer item, guint position);

/** plim_data_table_new: (transfer floating): without columns yet. @label: for a screen reader;
 * @rows: (transfer full) */
GtkColumnView *plim_data_table_new (const char *label, GListModel *rows);

/** plim_data_table_add_column: the first says what the rows are, the others are numbers.
 * @data: (transfer full): freed with @destroy when the table goes */
void plim_data_table_add_column (GtkColumnView *self,
                                 const char *title,
                                 PlimDataTableText dup_text,
                                 gpointer data,
                                 GDestroyNotify destroy);

/** plim_data_table_wrap: (transfer floating): @self in a view that scrolls sideways.
 * @all_rows: whether all rows are shown, or it scrolls up and down, too */
GtkWidget *plim_data_table_wrap (GtkColumnView *self, gboolean all_rows);

G_END_DECLS
