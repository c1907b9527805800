/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/** plim_test_bus_new: (transfer full): a bus of the test's own, which runs until
 * g_test_dbus_down() */
GTestDBus *plim_test_bus_new (void);

/** plim_test_bus_connect: (transfer full): a connection of its own, such as each process has */
GDBusConnection *plim_test_bus_connect (GTestDBus *bus);

/** plim_test_bus_disconnect: closes and clears @connection; nobody else may hold it. */
void plim_test_bus_disconnect (GDBusConnection **connection);

/** plim_test_bus_own_name: returns once @connection has @name; g_bus_unown_name() gives it up. */
guint plim_test_bus_own_name (GDBusConnection *connection, const char *name);

G_END_DECLS
