/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "plim-window-popup.h"

#include "plim-settings.h"
#include "plim-window-layer.h"

/* While a window appears, its manager may give it the focus, take it away and give it back. */
#define SETTLE_US (250 * 1000)

struct _PlimWindowPopup {
  GObject parent_instance;
  GtkWindow *window; /* borrowed: it owns this */
  GSettings *settings;
  PlimPlace click;
  gboolean has_click;
  gboolean has_focus;  /* among the desktop's windows */
  gint64 mapped_at_us; /* monotonic */
};

G_DEFINE_FINAL_TYPE (PlimWindowPopup, plim_window_popup, G_TYPE_OBJECT)

static gboolean
is_kept_open (PlimWindowPopup *self)
{
  return g_settings_get_boolean (self->settings, PLIM_SETTINGS_KEEP_OPEN);
}

static gboolean
has_dialog (PlimWindowPopup *self)
{
  GListModel *toplevels = gtk_window_get_toplevels ();

  for (guint i = 0; i < g_list_model_get_n_items (toplevels); i++) {
    g_autoptr (GtkWidget) toplevel = g_list_model_get_item (toplevels, i);

    if (toplevel != GTK_WIDGET (self->window) && gtk_widget_get_visible (toplevel))
      return TRUE;
  }
  return FALSE;
}

/* Not the window's is-active: one of its own menus takes that away for a moment. */
static void
on_state_changed (PlimWindowPopup *self, GParamSpec *pspec, GdkToplevel *toplevel)
{
  gboolean had_focus = self->has_focus;

  self->has_focus = (gdk_toplevel_get_state (toplevel) & GDK_TOPLEVEL_STATE_FOCUSED) != 0;
  if (self->has_focus || !had_focus || !gtk_widget_get_mapped (GTK_WIDGET (self->window)) ||
      g_get_monotonic_time () - self->mapped_at_us < SETTLE_US)
    return;
  if (!is_kept_open (self) && !has_dialog (self))
    gtk_window_close (self->window);
}

/* Content may have come or gone: beside a panel at the bottom the window grows upwards. */
static void
on_layout (PlimWindowPopup *self)
{
  if (self->has_click && !is_kept_open (self))
    plim_window_place_move (self->window, self->click);
  else
    plim_window_place_keep_inside (self->window);
}

static void
on_realize (PlimWindowPopup *self)
{
  GdkSurface *surface = gtk_native_get_surface (GTK_NATIVE (self->window));

  if (self->has_click)
    plim_window_place_announce (self->window);
  g_signal_connect_object (surface, "layout", G_CALLBACK (on_layout), self,
                           G_CONNECT_SWAPPED | G_CONNECT_AFTER);
  g_signal_connect_object (surface, "notify::state", G_CALLBACK (on_state_changed), self,
                           G_CONNECT_SWAPPED);
}

static void
on_map (PlimWindowPopup *self)
{
  self->mapped_at_us = g_get_monotonic_time ();
  on_layout (self);
}

static void
plim_window_popup_finalize (GObject *object)
{
  g_clear_object (&PLIM_WINDOW_POPUP (object)->settings);
  G_OBJECT_CLASS (plim_window_popup_parent_class)->finalize (object);
}

static void
plim_window_popup_class_init (PlimWindowPopupClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = plim_window_popup_finalize;
}

static void
plim_window_popup_init (PlimWindowPopup *self)
{
}

PlimWindowPopup *
plim_window_popup_new (GtkWindow *window, GSettings *settings)
{
  PlimWindowPopup *self = g_object_new (PLIM_TYPE_WINDOW_POPUP, NULL);

  self->window = window;
  self->settings = g_object_ref (settings);
  g_signal_connect_object (window, "realize", G_CALLBACK (on_realize), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (window, "map", G_CALLBACK (on_map), self, G_CONNECT_SWAPPED);
  return self;
}

void
plim_window_popup_set_click (PlimWindowPopup *self, const PlimPlace *click)
{
  g_return_if_fail (PLIM_IS_WINDOW_POPUP (self));

  self->has_click = click != NULL;
  if (click == NULL)
    return;
  self->click = *click;
  if (gtk_widget_get_realized (GTK_WIDGET (self->window)))
    plim_window_place_note_click (self->window);
  else
    plim_window_layer_attach (self->window, *click);
}
