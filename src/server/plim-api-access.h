/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "plim-server.h"

G_BEGIN_DECLS

/* Who may use the local API: whoever has a token, and not too many wrong ones. */

/** plim_api_access_check: a #PlimAuthorize; @user_data is the #PlimApi */
gboolean plim_api_access_check (PlimCall *call, PlimAccess access, gpointer user_data);

/** plim_api_access_admit: a #PlimWebsocketHandler; @user_data is the #PlimApi */
void plim_api_access_admit (PlimCall *call,
                            SoupWebsocketConnection *connection,
                            GSocket *socket,
                            gpointer user_data);

G_END_DECLS
