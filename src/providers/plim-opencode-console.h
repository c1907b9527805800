/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "plim-exchange.h"

G_BEGIN_DECLS

/* What the console's API and the Go plan's usage answer. */

/** PLIM_OPENCODE_UNIT: how many of the provider's units are a dollar. */
#define PLIM_OPENCODE_UNIT 1e8

/**
 * plim_opencode_new_window:
 * @id: `session`, `weekly` or `monthly`
 *
 * Returns: (transfer none): the window of a plan, with title, kind and length
 */
PlimUsageWindow *plim_opencode_new_window (PlimSnapshot *snapshot, const char *id);

/** plim_opencode_add_balance: @amount: in the provider's units; nothing is added for %NAN */
void plim_opencode_add_balance (PlimSnapshot *snapshot, double amount);

/** plim_opencode_add_go_status: windows and plan; an account without the Go plan has none. */
gboolean plim_opencode_add_go_status (PlimSnapshot *snapshot, GBytes *body, GError **error);

/** plim_opencode_add_billing_status: the balance, where it can be read. */
void plim_opencode_add_billing_status (PlimSnapshot *snapshot, GBytes *body);

/** plim_opencode_add_budget: the spending cap, where there is one. */
void plim_opencode_add_budget (PlimSnapshot *snapshot, GBytes *body);

/** plim_opencode_add_go_usage: what the Go key's own request answers. */
gboolean plim_opencode_add_go_usage (PlimSnapshot *snapshot, GBytes *body, GError **error);

/**
 * plim_opencode_choose_workspace:
 * @body: the list of workspaces
 *
 * Returns: (transfer full) (nullable): the only one; `misconfigured` when there are several or none
 */
char *plim_opencode_choose_workspace (GBytes *body, GError **error);

G_END_DECLS
