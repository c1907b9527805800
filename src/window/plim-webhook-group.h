/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "plim-bus-generated.h"
#include <adwaita.h>

G_BEGIN_DECLS

/** PlimWebhookGroup: whether collectors may send samples, and the secret address that they send
 * them to. The address goes from the keyring to the clipboard and is shown nowhere. */
#define PLIM_TYPE_WEBHOOK_GROUP (plim_webhook_group_get_type ())
G_DECLARE_FINAL_TYPE (
    PlimWebhookGroup, plim_webhook_group, PLIM, WEBHOOK_GROUP, AdwPreferencesGroup)

void plim_webhook_group_bind (PlimWebhookGroup *self, GSettings *settings);

/** plim_webhook_group_set_collectors: @collectors: (nullable): what came in; %NULL without the
 * service, and when the group is no longer shown */
void plim_webhook_group_set_collectors (PlimWebhookGroup *self, PlimBusCollectors1 *collectors);

/** plim_webhook_group_set_origin: @origin: (nullable): of the server, such as
 * `http://localhost:8765`; %NULL while it has none */
void plim_webhook_group_set_origin (PlimWebhookGroup *self, const char *origin);

G_END_DECLS
