/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/** PlimTestNetwork: a #GNetworkMonitor that says what a test says. */
#define PLIM_TYPE_TEST_NETWORK (plim_test_network_get_type ())
G_DECLARE_FINAL_TYPE (PlimTestNetwork, plim_test_network, PLIM, TEST_NETWORK, GObject)

PlimTestNetwork *plim_test_network_new (void);
void plim_test_network_set_available (PlimTestNetwork *self, gboolean is_available);
void plim_test_network_set_metered (PlimTestNetwork *self, gboolean is_metered);

G_END_DECLS
