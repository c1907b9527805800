/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "plim-exchange.h"

G_BEGIN_DECLS

/**
 * plim_google_read_assist:
 * @tier: (out) (transfer full) (nullable): the plan, as plim_google_dup_plan() takes it
 * @project: (out) (transfer full) (nullable): what the quota is asked for
 *
 * Reads the answer of loadCodeAssist.
 */
gboolean
plim_google_read_assist (const PlimAnswer *answer, char **tier, char **project, GError **error);

/** plim_google_dup_plan: (transfer full): @tier: (nullable); @is_workspace: whether the sign-in is
 * one of an organization */
char *plim_google_dup_plan (const char *tier, gboolean is_workspace);

/** plim_google_add_quota: adds a window for each group of models in the answer of
 * retrieveUserQuota. */
gboolean plim_google_add_quota (PlimSnapshot *snapshot, const PlimAnswer *answer, GError **error);

G_END_DECLS
