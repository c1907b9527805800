/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* Starting with the session from within a sandbox: the Background portal is asked, which asks the
 * user. The portal does not tell what was granted, so that is kept in the settings. */

/** plim_autostart_portal_is_needed: whether this is a sandbox. */
gboolean plim_autostart_portal_is_needed (void);

/** plim_autostart_portal_get: what was granted last */
gboolean plim_autostart_portal_get (void);

void plim_autostart_portal_set_async (gboolean is_on,
                                      GCancellable *cancellable,
                                      GAsyncReadyCallback callback,
                                      gpointer user_data);

/** plim_autostart_portal_set_finish: fails where the user refuses, and where the desktop has no
 * such portal: the message, translated, says which. %G_IO_ERROR_FAILED_HANDLED when the user was
 * asked and closed the question. */
gboolean plim_autostart_portal_set_finish (GAsyncResult *result, GError **error);

G_END_DECLS
