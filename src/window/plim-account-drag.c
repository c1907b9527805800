/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "plim-account-drag.h"

typedef struct {
  GtkWidget *card; /* owns this through its controllers */
  PlimAccount *account;
  double x;
  double y;
} Drag;

static void
drag_free (gpointer data, GClosure *closure)
{
  Drag *drag = data;

  g_object_unref (drag->account);
  g_free (drag);
}

static GdkContentProvider *
on_prepare (GtkDragSource *source, double x, double y, gpointer user_data)
{
  Drag *drag = user_data;

  drag->x = x;
  drag->y = y;
  return gdk_content_provider_new_typed (PLIM_TYPE_ACCOUNT, drag->account);
}

static void
on_drag_begin (GtkDragSource *source, GdkDrag *gdk_drag, gpointer user_data)
{
  Drag *drag = user_data;
  g_autoptr (GdkPaintable) picture = gtk_widget_paintable_new (drag->card);

  gtk_drag_source_set_icon (source, picture, (int) drag->x, (int) drag->y);
}

static gboolean
on_drop (GtkDropTarget *target, const GValue *value, double x, double y, gpointer user_data)
{
  Drag *drag = user_data;
  PlimAccount *dropped = g_value_get_object (value);

  if (dropped == NULL || dropped == drag->account)
    return FALSE;
  return gtk_widget_activate_action (drag->card, "win.account-place", "(su)",
                                     plim_account_get_id (dropped),
                                     plim_account_get_order (drag->account));
}

void
plim_account_drag_install (GtkWidget *card, PlimAccount *account)
{
  GtkDragSource *source = gtk_drag_source_new ();
  GtkDropTarget *target = gtk_drop_target_new (PLIM_TYPE_ACCOUNT, GDK_ACTION_MOVE);
  Drag *drag = g_new0 (Drag, 1);

  drag->card = card;
  drag->account = g_object_ref (account);
  gtk_drag_source_set_actions (source, GDK_ACTION_MOVE);
  g_signal_connect (source, "prepare", G_CALLBACK (on_prepare), drag);
  g_signal_connect_data (source, "drag-begin", G_CALLBACK (on_drag_begin), drag, drag_free, 0);
  gtk_widget_add_controller (card, GTK_EVENT_CONTROLLER (source));
  g_signal_connect (target, "drop", G_CALLBACK (on_drop), drag);
  gtk_widget_add_controller (card, GTK_EVENT_CONTROLLER (target));
}
