/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/** PlimHistorySaved: @error: (nullable): %NULL when the file is there; not called when the user
 * chose none */
typedef void (*PlimHistorySaved) (GtkWindow *window, const GError *error);

/** plim_history_export_save: asks for a file, through the portal in a sandbox, and writes it.
 * @name: what the file is called unless the user says otherwise */
void plim_history_export_save (GtkWindow *window,
                               const char *name,
                               GBytes *content,
                               GCancellable *cancellable,
                               PlimHistorySaved saved);

/** plim_history_export_render: (transfer full) (nullable): a PNG of @widget at twice its size, on
 * its window's background; %NULL while it is not on the screen */
GBytes *plim_history_export_render (GtkWidget *widget);

G_END_DECLS
