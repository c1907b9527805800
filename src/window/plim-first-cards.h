/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/** plim_first_cards_fit: cuts @accounts off after those whose cards fill @height pixels in any
 * case; one stays at least. */
void plim_first_cards_fit (GtkSliceListModel *accounts, int height, gint64 now);

G_END_DECLS
