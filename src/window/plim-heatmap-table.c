/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "plim-heatmap-table.h"

#include "plim-data-table.h"
#include "plim-format-chart.h"
#include "plim-heatmap.h"

#include <glib/gi18n-lib.h>

#define N_DAYS 7
#define N_HOURS 24

/* A day's column. */
typedef struct {
  PlimPresentation *presentation;
  double shares[N_HOURS];
} Day;

static void
day_free (gpointer data)
{
  Day *day = data;

  g_object_unref (day->presentation);
  g_free (day);
}

static char *
dup_hour (gpointer data, gpointer item, guint position)
{
  return plim_format_hour (plim_presentation_get_format (data), position);
}

static char *
dup_share (gpointer data, gpointer item, guint position)
{
  const Day *day = data;
  const PlimFormat *format = plim_presentation_get_format (day->presentation);

  return plim_format_chart_amount (format, 100 * day->shares[position], NULL);
}

/* (transfer full): as many as there are hours; what they say is their position */
static GListModel *
create_rows (void)
{
  GtkStringList *rows = gtk_string_list_new (NULL);

  for (guint i = 0; i < N_HOURS; i++)
    gtk_string_list_append (rows, "");
  return G_LIST_MODEL (rows);
}

GtkWidget *
plim_heatmap_table_new (PlimPresentation *presentation, const double *shares)
{
  const PlimFormat *format = plim_presentation_get_format (presentation);
  GtkColumnView *view = plim_data_table_new (_ ("Use by hour of the week"), create_rows ());

  plim_data_table_add_column (view, _ ("Time"), dup_hour, g_object_ref (presentation),
                              g_object_unref);
  for (guint i = 0; i < N_DAYS; i++) {
    g_autofree char *title = plim_format_weekday (format, i);
    Day *day = g_new0 (Day, 1);

    day->presentation = g_object_ref (presentation);
    for (guint hour = 0; hour < N_HOURS; hour++)
      day->shares[hour] = shares[i * N_HOURS + hour];
    plim_data_table_add_column (view, title, dup_share, day, day_free);
  }
  return plim_data_table_wrap (view, TRUE);
}
