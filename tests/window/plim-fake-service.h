/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "plim-account.h"
#include "plim-bus-codec.h"
#include "plim-bus-generated.h"
#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * PlimFakeService:
 *
 * The service's bus interface without a service: shows the accounts that a test made, keeps a list
 * of the calls, and answers as the test says.
 */
typedef struct _PlimFakeService PlimFakeService;

/** plim_fake_service_new: owns the service's name on a connection of its own when it returns. */
PlimFakeService *plim_fake_service_new (void);
void plim_fake_service_free (PlimFakeService *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PlimFakeService, plim_fake_service_free)

/** plim_fake_service_show: puts @account on the bus, or shows its changes. */
void plim_fake_service_show (PlimFakeService *self, PlimAccount *account);

/** plim_fake_service_fail: makes AddAccount and CheckCredential fail so; a code of -1: no more */
void plim_fake_service_fail (PlimFakeService *self, int code, const char *message);

/** plim_fake_service_hang: AddAccount answers only when CancelAdd comes. */
void plim_fake_service_hang (PlimFakeService *self);

/** plim_fake_service_count: how many calls began with @text, such as `Remove a1`; each setting of
 * an AddAccount counts as a call `Setting NAME VALUE` */
guint plim_fake_service_count (PlimFakeService *self, const char *text);

/** plim_fake_service_set_history: what GetSeries, GetConsumption and GetHeatmap answer; until then
 * nothing. The call `GetSeries` is noted with the seconds between its ends, `GetConsumption` with
 * the number of its bounds. */
void plim_fake_service_set_history (PlimFakeService *self,
                                    GVariant *series,
                                    GVariant *consumption,
                                    GVariant *heatmap);

/** plim_fake_service_get_collectors: (transfer none): whose properties a test sets */
PlimBusCollectors1 *plim_fake_service_get_collectors (PlimFakeService *self);

/** plim_fake_service_stop: gives the name back. */
void plim_fake_service_stop (PlimFakeService *self);

G_END_DECLS
