/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "plim-format.h"

G_BEGIN_DECLS

/* What `status` and `accounts` say. */

/** plim_report_print_status: every account with its windows. */
void plim_report_print_status (GPtrArray *accounts, GVariant *manager, gint64 now);

/** plim_report_read_preferences: the user's; where no schema is installed, what it would say */
void plim_report_read_preferences (PlimFormat *format, PlimThresholds *thresholds);

/** plim_report_dup_label: (transfer full): what to call @account: hidden in privacy mode, and
 * without what a terminal would obey. */
char *plim_report_dup_label (PlimAccount *account);

/** plim_report_print_account: all that is known of one. */
void plim_report_print_account (PlimAccount *account, gint64 now);

/** plim_report_print_accounts: a line an account. */
void plim_report_print_accounts (GPtrArray *accounts, gint64 now);

/**
 * plim_report_dup_status:
 * @thresholds: from which a number is urgent
 *
 * Returns: (transfer full): what plim_report_print_status() prints
 */
char *plim_report_dup_status (GPtrArray *accounts,
                              const PlimFormat *format,
                              const PlimThresholds *thresholds,
                              gint64 now,
                              gboolean has_colour);

/** plim_report_dup_problem: (transfer full) (nullable): what is wrong with @account and what to do.
 */
char *plim_report_dup_problem (PlimAccount *account, const PlimFormat *format);

G_END_DECLS
