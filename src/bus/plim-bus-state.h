/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/** PLIM_BUS_STATE_TYPE: the properties of Manager1, and those of each account */
#define PLIM_BUS_STATE_TYPE ((const GVariantType *) "(a{sv}aa{sv})")

/** plim_bus_state_pack: (transfer floating): @state: a %PLIM_BUS_STATE_TYPE, sunk if it floats;
 * `ay`, as GetState answers it */
GVariant *plim_bus_state_pack (GVariant *state);

/**
 * plim_bus_state_unpack:
 * @reply: what GetState answered
 *
 * Hostile input is fine: what is wrong in it reads as empty.
 *
 * Returns: (transfer full) (nullable): a %PLIM_BUS_STATE_TYPE; %NULL when @reply is no such answer
 */
GVariant *plim_bus_state_unpack (GVariant *reply);

G_END_DECLS
