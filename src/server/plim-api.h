/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "plim-account-list.h"
#include "plim-api-tokens.h"
#include "plim-collectors.h"
#include "plim-log-ring.h"
#include "plim-poller.h"
#include "plim-server.h"

G_BEGIN_DECLS

/**
 * PlimApi:
 *
 * The local API: the routes, the WebSocket and the metrics of the web app ai-usage-monitor 0.8 as
 * far as a desktop program serves them. It reads the accounts as they are, and changes them the way
 * that the bus does.
 */
#define PLIM_TYPE_API (plim_api_get_type ())
G_DECLARE_FINAL_TYPE (PlimApi, plim_api, PLIM, API, GObject)

/**
 * plim_api_new:
 * @log: (nullable): what `/api/logs` shows
 *
 * Adds its routes to @router, of which it decides who may use them; it must live as long as that.
 */
PlimApi *plim_api_new (PlimRouter *router,
                       PlimAccountList *accounts,
                       PlimPoller *poller,
                       PlimDatabase *database,
                       PlimClock *clock,
                       GSettings *settings,
                       PlimApiTokens *tokens,
                       PlimLogRing *log);

/** plim_api_show_collectors: tells of what @collectors were sent, too. */
void plim_api_show_collectors (PlimApi *self, PlimCollectors *collectors);

/** plim_api_serve_websockets: takes the upgraded requests of @server. */
void plim_api_serve_websockets (PlimApi *self, PlimServer *server);

G_END_DECLS
