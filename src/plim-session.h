/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * PlimSession:
 *
 * A client of org.gnome.SessionManager, which GNOME, MATE and Cinnamon have, so that the end of the
 * session is a clean end. Elsewhere, and in a sandbox, nothing happens: there SIGTERM or the end of
 * the bus tell. Signal: `ended`: the session ends now.
 */
#define PLIM_TYPE_SESSION (plim_session_get_type ())
G_DECLARE_FINAL_TYPE (PlimSession, plim_session, PLIM, SESSION, GObject)

/** plim_session_new: @application_id: the desktop entry's, for the list of what runs */
PlimSession *plim_session_new (GDBusConnection *connection, const char *application_id);

G_END_DECLS
