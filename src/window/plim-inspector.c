/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "plim-inspector.h"

#include "plim-problem.h"

struct _PlimInspector {
  AdwWindow parent_instance;
  GCancellable *cancellable;
  AdwWindowTitle *heading;
  GtkTextView *text;
  GtkWidget *copy;
};

G_DEFINE_FINAL_TYPE (PlimInspector, plim_inspector, ADW_TYPE_WINDOW)

static void
show_text (PlimInspector *self, const char *text)
{
  gtk_text_buffer_set_text (gtk_text_view_get_buffer (self->text), text, -1);
}

static void
on_inspected (GObject *source, GAsyncResult *result, gpointer user_data)
{
  PlimInspector *self = user_data;
  g_autoptr (GError) error = NULL;
  g_autofree char *report = NULL;
  g_autofree char *sentence = NULL;

  if (plim_bus_account1_call_inspect_finish (PLIM_BUS_ACCOUNT1 (source), &report, result, &error)) {
    show_text (self, report);
    gtk_widget_set_sensitive (self->copy, TRUE);
  } else if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED)) {
    sentence = plim_problem_dup_sentence (error, "Plimsoll", NULL);
    show_text (self, sentence);
  }
}

static void
on_copy (PlimInspector *self)
{
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (self->text);
  g_autofree char *text = NULL;

  g_object_get (buffer, "text", &text, NULL);
  gdk_clipboard_set_text (gtk_widget_get_clipboard (GTK_WIDGET (self)), text);
}

static void
plim_inspector_dispose (GObject *object)
{
  PlimInspector *self = PLIM_INSPECTOR (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  G_OBJECT_CLASS (plim_inspector_parent_class)->dispose (object);
}

static void
plim_inspector_class_init (PlimInspectorClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = plim_inspector_dispose;
  gtk_widget_class_set_template_from_resource (
      widget_class, "/io/github/plimsoll/Plimsoll/Window/plim-inspector.ui");
  gtk_widget_class_bind_template_child (widget_class, PlimInspector, heading);
  gtk_widget_class_bind_template_child (widget_class, PlimInspector, text);
  gtk_widget_class_bind_template_child (widget_class, PlimInspector, copy);
  gtk_widget_class_bind_template_callback (widget_class, on_copy);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
}

static void
plim_inspector_init (PlimInspector *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  self->cancellable = g_cancellable_new ();
}

PlimInspector *
plim_inspector_new (GtkWindow *parent, PlimBusAccount1 *account, const char *title)
{
  PlimInspector *self =
      g_object_new (PLIM_TYPE_INSPECTOR, "application", gtk_window_get_application (parent),
                    "transient-for", parent, "modal", TRUE, NULL);

  adw_window_title_set_subtitle (self->heading, title);
  plim_bus_account1_call_inspect (account, self->cancellable, on_inspected, self);
  return self;
}
