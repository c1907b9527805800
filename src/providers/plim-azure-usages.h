/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "plim-exchange.h"

G_BEGIN_DECLS

/** PLIM_AZURE_MANAGEMENT: the origin of Azure Resource Manager. */
#define PLIM_AZURE_MANAGEMENT "https://management.azure.com"

/**
 * PlimAzureTally:
 *
 * What was seen on the pages so far: an answer whose entries are all malformed is refused, one that
 * has none is not.
 */
typedef struct {
  guint n_good;
  guint n_bad;
} PlimAzureTally;

/**
 * plim_azure_add_usages:
 * @answer: a good answer of the usages
 *
 * Adds a window for each quota that is in use.
 *
 * Returns: whether the page is one
 */
gboolean plim_azure_add_usages (PlimSnapshot *snapshot,
                                const PlimAnswer *answer,
                                PlimAzureTally *tally,
                                GError **error);

/** plim_azure_dup_next_path: (transfer full) (nullable): of the next page; %NULL after the last, or
 * when it is said to be elsewhere */
char *plim_azure_dup_next_path (const PlimAnswer *answer);

G_END_DECLS
