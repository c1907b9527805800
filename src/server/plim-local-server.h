/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "plim-bus-collectors.h"
#include "plim-bus-export.h"
#include "plim-collectors.h"
#include "plim-log-ring.h"

G_BEGIN_DECLS

/** PlimLocalServerParts: what the local server shows and changes; each is referenced. */
typedef struct {
  PlimAccountList *accounts;
  PlimCollectors *collectors;
  PlimPoller *poller;
  PlimDatabase *database;
  PlimClock *clock;
  GSettings *settings;
  PlimLogRing *log;
} PlimLocalServerParts;

/**
 * PlimLocalServer:
 *
 * The HTTP server with all that it serves (the webhook, the API, its tokens), and what the bus says
 * of it. It listens while the settings say so.
 */
#define PLIM_TYPE_LOCAL_SERVER (plim_local_server_get_type ())
G_DECLARE_FINAL_TYPE (PlimLocalServer, plim_local_server, PLIM, LOCAL_SERVER, GObject)

/**
 * plim_local_server_new:
 * @manager: asks for the tokens to be read again
 * @collectors_export: asks for the webhook's address to be read again, and tells of the server
 */
PlimLocalServer *plim_local_server_new (const PlimLocalServerParts *parts,
                                        PlimBusExport *manager,
                                        PlimBusCollectors *collectors_export);

/** plim_local_server_reload: reads again what the keyring keeps, as it was unlocked. */
void plim_local_server_reload (PlimLocalServer *self);

/** plim_local_server_close_async: stops for good, after what is being answered. */
void plim_local_server_close_async (PlimLocalServer *self,
                                    GAsyncReadyCallback callback,
                                    gpointer user_data);
void plim_local_server_close_finish (PlimLocalServer *self, GAsyncResult *result);

G_END_DECLS
