/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* What newer libraries can do than the oldest that Plimsoll is built with. */

/** plim_compat_announce: lets a screen reader say @text when it has said what it is saying. Before
 * GTK 4.14 nothing is said: there the desktop's notification is what is spoken. */
void plim_compat_announce (GtkWidget *widget, const char *text);

/** plim_compat_get_no_gl: the environment variable, and the value, by which GDK on X11 opens a
 * display without setting up the GPU. Can be called before the toolkit is there. */
const char *plim_compat_get_no_gl (const char **value);

G_END_DECLS
