/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "plim-history-export.h"

#include "plim-chart-colours.h"

#include <glib/gi18n-lib.h>

#define SCALE 2
#define MARGIN 12

typedef struct {
  GtkWindow *window;
  GBytes *content;
  GCancellable *cancellable;
  PlimHistorySaved saved;
} Saving;

static void
saving_free (Saving *saving)
{
  g_object_unref (saving->window);
  g_bytes_unref (saving->content);
  g_object_unref (saving->cancellable);
  g_free (saving);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Saving, saving_free)

static void
on_written (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Saving) saving = user_data;
  g_autoptr (GError) error = NULL;

  g_file_replace_contents_finish (G_FILE (source), result, NULL, &error);
  if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    saving->saved (saving->window, error);
}

static void
on_response (GtkNativeDialog *dialog, int response, gpointer user_data)
{
  g_autoptr (Saving) saving = user_data;
  g_autoptr (GFile) file = NULL;

  if (response == GTK_RESPONSE_ACCEPT) {
    GBytes *content = saving->content;
    GCancellable *cancellable = saving->cancellable;

    file = gtk_file_chooser_get_file (GTK_FILE_CHOOSER (dialog));
    g_file_replace_contents_bytes_async (file, content, NULL, FALSE, G_FILE_CREATE_NONE,
                                         cancellable, on_written, g_steal_pointer (&saving));
  }
  g_object_unref (dialog);
}

void
plim_history_export_save (GtkWindow *window,
                          const char *name,
                          GBytes *content,
                          GCancellable *cancellable,
                          PlimHistorySaved saved)
{
  Saving *saving = g_new0 (Saving, 1);
  GtkFileChooserNative *dialog =
      gtk_file_chooser_native_new (_ ("Save History"), window, GTK_FILE_CHOOSER_ACTION_SAVE,
                                   _ ("_Save"), _ ("_Cancel"));

  saving->window = g_object_ref (window);
  saving->content = g_bytes_ref (content);
  saving->cancellable = g_object_ref (cancellable);
  saving->saved = saved;
  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (dialog), TRUE);
  gtk_file_chooser_set_current_name (GTK_FILE_CHOOSER (dialog), name);
  g_signal_connect (dialog, "response", G_CALLBACK (on_response), saving);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (dialog));
}

GBytes *
plim_history_export_render (GtkWidget *widget)
{
  GtkNative *native = gtk_widget_get_native (widget);
  g_autoptr (GdkPaintable) paintable = gtk_widget_paintable_new (widget);
  g_autoptr (GskRenderNode) node = NULL;
  g_autoptr (GdkTexture) texture = NULL;
  GtkSnapshot *snapshot;
  graphene_rect_t area;
  GdkRGBA colour;
  int width = gtk_widget_get_width (widget) + 2 * MARGIN;
  int height = gtk_widget_get_height (widget) + 2 * MARGIN;

  if (native == NULL || !gtk_widget_get_mapped (widget))
    return NULL;
  snapshot = gtk_snapshot_new ();
  plim_chart_colours_get_named (widget, "window_bg_color", &colour);
  graphene_rect_init (&area, 0, 0, (float) width, (float) height);
  gtk_snapshot_scale (snapshot, SCALE, SCALE);
  gtk_snapshot_append_color (snapshot, &colour, &area);
  gtk_snapshot_translate (snapshot, &GRAPHENE_POINT_INIT (MARGIN, MARGIN));
  gdk_paintable_snapshot (paintable, snapshot, width - 2 * MARGIN, height - 2 * MARGIN);
  node = gtk_snapshot_free_to_node (snapshot);
  if (node == NULL)
    return NULL;
  texture = gsk_renderer_render_texture (gtk_native_get_renderer (native), node, NULL);
  return gdk_texture_save_to_png_bytes (texture);
}
