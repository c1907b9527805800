/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/** plim_bus_reply_error: ends @invocation with @error as a bus error; one of a domain that clients
 * do not know becomes `Failed`. */
void plim_bus_reply_error (GDBusMethodInvocation *invocation, const GError *error);

G_END_DECLS
