/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/** plim_time_spin_set_up: has @spin, whose value is minutes since midnight, show and take a time of
 * the day, and step over midnight. */
void plim_time_spin_set_up (GtkSpinButton *spin);

G_END_DECLS
