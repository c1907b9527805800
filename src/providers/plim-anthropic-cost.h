/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "plim-exchange.h"

G_BEGIN_DECLS

/**
 * plim_anthropic_read_cost_page:
 * @answer: a good answer of the cost report
 * @cents: (inout): its amounts are added
 * @page: (out) (nullable): the name of the next page; %NULL after the last
 */
gboolean plim_anthropic_read_cost_page (const PlimAnswer *answer,
                                        double *cents,
                                        char **page,
                                        GError **error);

/**
 * plim_anthropic_dup_spend_limit:
 * @answer: (nullable): of the spend limits, good or refused
 *
 * Returns: (transfer full) (nullable): the organization's own monthly cap in cents; "" for none;
 *   %NULL when there was no answer
 */
char *plim_anthropic_dup_spend_limit (const PlimAnswer *answer);

G_END_DECLS
