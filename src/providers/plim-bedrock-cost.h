/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "plim-exchange.h"

G_BEGIN_DECLS

/** plim_bedrock_cost_dup_body: (transfer full): GetCostAndUsage of this month by service; @page:
 * (nullable): what asks for a further page */
char *plim_bedrock_cost_dup_body (gint64 now, const char *page);

/**
 * plim_bedrock_cost_read:
 * @cost: (inout): what Bedrock's services cost is added
 * @currency: (inout): (nullable): is set when an amount names one
 * @next: (out): (nullable): asks for the next page
 *
 * Reads one page of GetCostAndUsage.
 */
gboolean plim_bedrock_cost_read (
    const PlimAnswer *answer, double *cost, char **currency, char **next, GError **error);

G_END_DECLS
