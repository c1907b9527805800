/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "plim-exchange.h"

G_BEGIN_DECLS

/**
 * plim_amp_add_free:
 * @limit: in dollars
 * @used: in dollars
 * @hourly: how many dollars come back in an hour; %NAN when not said
 * @hours: the window's length; %NAN when not said
 *
 * Adds `free`, the free tier in dollars; nothing when there is no such limit.
 */
void plim_amp_add_free (
    PlimSnapshot *snapshot, gint64 now, double limit, double used, double hourly, double hours);

/** plim_amp_read_remote: adds what the remote function getFreeTierUsage answered. */
gboolean
plim_amp_read_remote (PlimSnapshot *snapshot, gint64 now, const PlimAnswer *answer, GError **error);

/** plim_amp_read_page: adds what the settings page itself holds; returns whether it holds it. */
gboolean plim_amp_read_page (PlimSnapshot *snapshot, gint64 now, GBytes *page);

/** plim_amp_dup_hash: (transfer full) (nullable): the part of the remote function's path that
 * changes with each build, out of a page or script. */
char *plim_amp_dup_hash (GBytes *body);

/** plim_amp_dup_scripts: (transfer full): the paths of the page's own scripts. */
GStrv plim_amp_dup_scripts (GBytes *page);

G_END_DECLS
