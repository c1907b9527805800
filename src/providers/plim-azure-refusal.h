/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "plim-exchange.h"

G_BEGIN_DECLS

/* What the three services of Azure mean by refusing; each returns whether @answer is a good one. */

/** plim_azure_check_probe: an answer of the data plane. */
gboolean plim_azure_check_probe (const PlimAnswer *answer, gint64 now, GError **error);

/** plim_azure_check_token: an answer of Entra, which must have a token. */
gboolean plim_azure_check_token (const PlimAnswer *answer, gint64 now, GError **error);

/** plim_azure_check_management: an answer of Azure Resource Manager. */
gboolean plim_azure_check_management (const PlimAnswer *answer, gint64 now, GError **error);

/** plim_azure_wants_completion_tokens: whether a probe is refused only because the model takes
 * `max_completion_tokens` in place of `max_tokens`. */
gboolean plim_azure_wants_completion_tokens (const PlimAnswer *answer);

G_END_DECLS
