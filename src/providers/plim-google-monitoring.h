/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "plim-exchange.h"

G_BEGIN_DECLS

/* The route through Cloud Monitoring: a token, then limits and use of each family of metrics. */

/** plim_google_monitoring_next: as #PlimProvider.next_request() */
PlimRequest *plim_google_monitoring_next (const PlimExchange *exchange);

/** plim_google_monitoring_parse: as #PlimProvider.parse() */
PlimSnapshot *plim_google_monitoring_parse (const PlimExchange *exchange, GError **error);

G_END_DECLS
