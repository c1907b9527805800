/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/** PLIM_FORWARDER_RETRY_MS: from a failure to the next try, doubled with each. */
#define PLIM_FORWARDER_RETRY_MS (30 * 1000)

/** PLIM_FORWARDER_ALL: an entry of the setting that stands for every account. */
#define PLIM_FORWARDER_ALL "*"

/**
 * PlimForwarder:
 *
 * Plimsoll as a collector: posts what each poll of the chosen accounts said to the address of a
 * Home Assistant webhook, which the keyring holds. Only the newest sample counts: what fails is
 * tried again with growing pauses, of half an hour at most, until a newer one takes its place. Does
 * nothing until an account is chosen.
 */
#define PLIM_TYPE_FORWARDER (plim_forwarder_get_type ())
G_DECLARE_FINAL_TYPE (PlimForwarder, plim_forwarder, PLIM, FORWARDER, GObject)

/** plim_forwarder_new: @accounts: a list model of #PlimAccount */
PlimForwarder *plim_forwarder_new (GListModel *accounts, GSettings *settings, guint retry_ms);

/** plim_forwarder_send_all: sends the chosen accounts' last samples now, as after the address was
 * changed. */
void plim_forwarder_send_all (PlimForwarder *self);

/** plim_forwarder_get_status: (transfer floating): `aa{sv}`, what Manager1.GetForwardStatus
 * answers */
GVariant *plim_forwarder_get_status (PlimForwarder *self);

G_END_DECLS
