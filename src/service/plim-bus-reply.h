/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/** plim_bus_reply_error: ends @invocation with @error as a bus error; one of a domain that clients
 * do not know becomes `Failed`. */
void plim_bus_reply_error (GDBusMethodInvocation *invocation, const GError *error);

/**
 * plim_bus_reply:
 * @value: (nullable): the one value that the method returns, sunk if it floats
 * @error: (nullable): why there is none
 *
 * Ends @invocation, as the callback of an operation does.
 */
void plim_bus_reply (GDBusMethodInvocation *invocation, GVariant *value, const GError *error);

G_END_DECLS
