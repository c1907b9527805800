/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "plim-window-test.h"

#include "plim-window-resources.h"

static GtkApplication *application;
static GSettings *settings;

GtkApplication *
plim_window_test_init (int *argc, char ***argv)
{
  GError *error = NULL;

  gtk_test_init (argc, argv, NULL);
  plim_test_start_watchdog ();
  plim_window_register_resource ();
  application = GTK_APPLICATION (
      adw_application_new ("io.github.plimsoll.Plimsoll.Test", G_APPLICATION_NON_UNIQUE));
  g_application_register (G_APPLICATION (application), NULL, &error);
  g_assert_no_error (error);
  /* The program would end with its last window; the tests go on. */
  g_application_hold (G_APPLICATION (application));
  settings = g_settings_new (PLIM_SETTINGS_SCHEMA);
  return application;
}

GSettings *
plim_window_test_get_settings (void)
{
  g_autoptr (GSettingsSchema) schema = NULL;
  g_auto (GStrv) keys = NULL;

  g_object_get (settings, "settings-schema", &schema, NULL);
  keys = g_settings_schema_list_keys (schema);
  for (char **key = keys; *key != NULL; key++)
    g_settings_reset (settings, *key);
  return settings;
}

PlimPresentation *
plim_window_test_presentation (gint64 now)
{
  PlimPresentation *presentation = plim_presentation_new (plim_window_test_get_settings ());

  plim_presentation_set_now (presentation, now);
  return presentation;
}

static gboolean
has_text (GtkWidget *widget, const char *text)
{
  static const char *const names[] = { "label", "title", "tooltip-text" };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++) {
    GParamSpec *pspec = g_object_class_find_property (G_OBJECT_GET_CLASS (widget), names[i]);
    g_autofree char *value = NULL;

    if (pspec == NULL || pspec->value_type != G_TYPE_STRING)
      continue;
    g_object_get (widget, names[i], &value, NULL);
    if (g_strcmp0 (value, text) == 0)
      return TRUE;
  }
  return FALSE;
}

GtkWidget *
plim_window_test_find (GtkWidget *root, GType type, const char *text)
{
  if (!gtk_widget_get_visible (root))
    return NULL;
  if (g_type_is_a (G_OBJECT_TYPE (root), type) && (text == NULL || has_text (root, text)))
    return root;
  for (GtkWidget *child = gtk_widget_get_first_child (root); child != NULL;
       child = gtk_widget_get_next_sibling (child)) {
    GtkWidget *found = NULL;

    /* Of a stack only the page that is shown counts. */
    if (!GTK_IS_STACK (root) || gtk_stack_get_visible_child (GTK_STACK (root)) == child)
      found = plim_window_test_find (child, type, text);
    if (found != NULL)
      return found;
  }
  return NULL;
}

gboolean
plim_window_test_shows (GtkWidget *root, const char *text)
{
  if (!gtk_widget_get_visible (root))
    return FALSE;
  if (GTK_IS_LABEL (root) && strstr (gtk_label_get_text (GTK_LABEL (root)), text) != NULL)
    return TRUE;
  for (GtkWidget *child = gtk_widget_get_first_child (root); child != NULL;
       child = gtk_widget_get_next_sibling (child)) {
    if ((!GTK_IS_STACK (root) || gtk_stack_get_visible_child (GTK_STACK (root)) == child) &&
        plim_window_test_shows (child, text))
      return TRUE;
  }
  return FALSE;
}

gboolean
plim_window_test_is_in_view (GtkWidget *widget, GtkWidget *window, graphene_rect_t *bounds)
{
  graphene_rect_t view;

  if (!gtk_widget_get_mapped (widget) || !gtk_widget_compute_bounds (widget, window, bounds))
    return FALSE;
  for (GtkWidget *parent = widget; parent != window; parent = gtk_widget_get_parent (parent)) {
    if (GTK_IS_SCROLLED_WINDOW (parent) && gtk_widget_compute_bounds (parent, window, &view) &&
        !graphene_rect_contains_rect (&view, bounds))
      return FALSE;
  }
  return TRUE;
}

static gboolean
press_in_controller (GListModel *shortcuts, GtkWidget *window, guint key, GdkModifierType modifiers)
{
  for (guint i = 0; i < g_list_model_get_n_items (shortcuts); i++) {
    g_autoptr (GtkShortcut) shortcut = g_list_model_get_item (shortcuts, i);
    GtkShortcutTrigger *trigger = gtk_shortcut_get_trigger (shortcut);

    if (!GTK_IS_KEYVAL_TRIGGER (trigger) ||
        gtk_keyval_trigger_get_keyval (GTK_KEYVAL_TRIGGER (trigger)) != key ||
        gtk_keyval_trigger_get_modifiers (GTK_KEYVAL_TRIGGER (trigger)) != modifiers)
      continue;
    return gtk_shortcut_action_activate (gtk_shortcut_get_action (shortcut), 0, window,
                                         gtk_shortcut_get_arguments (shortcut));
  }
  return FALSE;
}

void
plim_window_test_press (GtkWidget *window, guint key, GdkModifierType modifiers)
{
  g_autoptr (GListModel) controllers = gtk_widget_observe_controllers (window);
  gboolean is_done = FALSE;

  for (guint i = 0; i < g_list_model_get_n_items (controllers) && !is_done; i++) {
    g_autoptr (GObject) controller = g_list_model_get_item (controllers, i);

    if (GTK_IS_SHORTCUT_CONTROLLER (controller))
      is_done = press_in_controller (G_LIST_MODEL (controller), window, key, modifiers);
  }
  g_assert_true (is_done);
}

static void
on_painted (GdkFrameClock *clock, gpointer user_data)
{
  *(gboolean *) user_data = TRUE;
}

void
plim_window_test_wait_for_frame (GtkWidget *window)
{
  GdkFrameClock *clock = gtk_widget_get_frame_clock (window);
  gboolean is_painted = FALSE;
  gulong id = g_signal_connect (clock, "after-paint", G_CALLBACK (on_painted), &is_painted);

  gdk_frame_clock_request_phase (clock, GDK_FRAME_CLOCK_PHASE_PAINT);
  plim_test_wait (is_painted);
  g_signal_handler_disconnect (clock, id);
  plim_test_settle ();
}

void
plim_window_test_close_all (void)
{
  g_autoptr (GListModel) toplevels = g_object_ref (gtk_window_get_toplevels ());

  while (g_list_model_get_n_items (toplevels) > 0) {
    g_autoptr (GtkWindow) window = g_list_model_get_item (toplevels, 0);

    gtk_window_destroy (window);
  }
  plim_test_settle ();
}

GtkWidget *
plim_window_test_find_window (GType type)
{
  GListModel *toplevels = gtk_window_get_toplevels ();

  for (guint i = 0; i < g_list_model_get_n_items (toplevels); i++) {
    g_autoptr (GtkWidget) window = g_list_model_get_item (toplevels, i);

    if (g_type_is_a (G_OBJECT_TYPE (window), type) && gtk_widget_get_visible (window))
      return window;
  }
  return NULL;
}
