/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "plim-collectors.h"
#include "plim-router.h"

G_BEGIN_DECLS

/**
 * PlimWebhook:
 *
 * `POST /api/webhook/<id>`: hands what collectors send to #PlimCollectors and answers as the
 * contract of the Home Assistant integration ai-usage (2.0) says. On while the setting
 * `webhook-enabled` is and the keyring has an id; else each id is unknown.
 */
#define PLIM_TYPE_WEBHOOK (plim_webhook_get_type ())
G_DECLARE_FINAL_TYPE (PlimWebhook, plim_webhook, PLIM, WEBHOOK, GObject)

/** PLIM_WEBHOOK_PATTERN: the path of its routes, for what #PlimRouter counts */
#define PLIM_WEBHOOK_PATTERN "/api/webhook/:id"

/** plim_webhook_new: adds its routes to @router, so it outlives that one's requests. */
PlimWebhook *plim_webhook_new (PlimRouter *router, PlimCollectors *collectors, GSettings *settings);

/** plim_webhook_set_id: @id: (nullable): the secret; only its digest is kept */
void plim_webhook_set_id (PlimWebhook *self, const char *id);

/** plim_webhook_reload: reads the id from the keyring again, and makes one when the webhook is on
 * and there is none. */
void plim_webhook_reload (PlimWebhook *self);

/** plim_webhook_reload_async: as plim_webhook_reload(); returns when the id is the present one, or
 * at once while the webhook is off */
void
plim_webhook_reload_async (PlimWebhook *self, GAsyncReadyCallback callback, gpointer user_data);
gboolean plim_webhook_reload_finish (PlimWebhook *self, GAsyncResult *result, GError **error);

G_END_DECLS
