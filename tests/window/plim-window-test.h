/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "plim-presentation.h"
#include "plim-test-wait.h"
#include <adwaita.h>

G_BEGIN_DECLS

/** plim_window_test_init: the toolkit, the room's resources, a registered application, a watchdog
 */
GtkApplication *plim_window_test_init (int *argc, char ***argv);

/** plim_window_test_get_settings: (transfer none): the same for all tests, reset to the defaults */
GSettings *plim_window_test_get_settings (void);

/** plim_window_test_presentation: (transfer full): whose time stands still at @now */
PlimPresentation *plim_window_test_presentation (gint64 now);

/** plim_window_test_find: (transfer none) (nullable): the first widget of @type below @root that is
 * shown; with a @text its label, title or tooltip must be that */
GtkWidget *plim_window_test_find (GtkWidget *root, GType type, const char *text);

/** plim_window_test_find_window: (transfer none) (nullable): the first window of that @type that is
 * shown */
GtkWidget *plim_window_test_find_window (GType type);

/** plim_window_test_shows: whether a shown label below @root holds @text */
gboolean plim_window_test_shows (GtkWidget *root, const char *text);

/** plim_window_test_is_in_view: whether @widget, all of it, is not scrolled out of @window.
 * @bounds: (out): where it is in @window, then */
gboolean
plim_window_test_is_in_view (GtkWidget *widget, GtkWidget *window, graphene_rect_t *bounds);

/** plim_window_test_press: does what @window's own shortcut does; it must have one for that key */
void plim_window_test_press (GtkWidget *window, guint key, GdkModifierType modifiers);

/** plim_window_test_wait_for_frame: until what was changed in @window is laid out and painted */
void plim_window_test_wait_for_frame (GtkWidget *window);

/** plim_window_test_close_all: closes all windows and lets them go. */
void plim_window_test_close_all (void);

G_END_DECLS
