/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "plim-exchange.h"

G_BEGIN_DECLS

/** plim_openai_costs_new: (transfer full): an empty sum: currency → double * */
GHashTable *plim_openai_costs_new (void);

/**
 * plim_openai_read_costs_page:
 * @answer: a good answer of the costs
 * @costs: its amounts are added
 * @page: (out) (nullable): the name of the next page; %NULL after the last
 */
gboolean plim_openai_read_costs_page (const PlimAnswer *answer,
                                      GHashTable *costs,
                                      char **page,
                                      GError **error);

/**
 * plim_openai_add_costs:
 * @limit: of the dollars; %NAN for none
 *
 * Adds `monthly-spend`, and one of each further currency.
 */
void plim_openai_add_costs (PlimSnapshot *snapshot, gint64 now, GHashTable *costs, double limit);

/**
 * plim_openai_dup_spend_limit:
 * @answer: (nullable): of the spend limit, good or refused
 *
 * Returns: (transfer full) (nullable): the limit of a month in dollars; "" for none; %NULL when the
 *   answer does not say
 */
char *plim_openai_dup_spend_limit (const PlimAnswer *answer);

G_END_DECLS
