/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* Whether Plimsoll starts with the session: a file in the user's autostart folder or, in a sandbox,
 * which cannot write that folder, what the Background portal granted. */

/** plim_autostart_dup_file: (transfer full): where the desktop looks */
GFile *plim_autostart_dup_file (void);

/** plim_autostart_load_async: reads whether it is on. */
void plim_autostart_load_async (GCancellable *cancellable,
                                GAsyncReadyCallback callback,
                                gpointer user_data);

/** plim_autostart_load_finish: a missing file is no error: it is off. */
gboolean plim_autostart_load_finish (GAsyncResult *result, gboolean *is_on, GError **error);

/** plim_autostart_save_async: writes or removes the file, or asks the portal. */
void plim_autostart_save_async (gboolean is_on,
                                GCancellable *cancellable,
                                GAsyncReadyCallback callback,
                                gpointer user_data);
gboolean plim_autostart_save_finish (GAsyncResult *result, GError **error);

G_END_DECLS
