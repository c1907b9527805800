/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "plim-snapshot.h"

G_BEGIN_DECLS

/* What providers and windows are called on the wire: the names of the web app ai-usage-monitor 0.8,
 * whose client refuses an answer with a provider that it does not know. Pure functions. */

/** plim_api_names_get_provider: (transfer none) (nullable): the client's name for a provider of
 * Plimsoll; %NULL when it has none */
const char *plim_api_names_get_provider (const char *provider_id);

/** plim_api_names_find_provider: (transfer none): the provider of Plimsoll that an account of the
 * client's name is made for; @name itself when it is no such name */
const char *plim_api_names_find_provider (const char *name);

/**
 * plim_api_names_dup_metrics:
 *
 * Returns: (transfer full): the metrics of @snapshot's windows, in their order: unique, and the
 * same for one and the same set of windows
 */
GStrv plim_api_names_dup_metrics (const char *provider_id, const PlimSnapshot *snapshot);

/** plim_api_names_dup_slug: (transfer full): @text with every run of other than `[a-z0-9]` made one
 * `_`, none at the ends */
char *plim_api_names_dup_slug (const char *text);

G_END_DECLS
