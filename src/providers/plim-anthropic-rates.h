/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "plim-exchange.h"

G_BEGIN_DECLS

/**
 * plim_anthropic_dup_rates:
 * @answer: of a probe, good or refused
 *
 * Returns: (transfer full): what its rate-limit headers say, as text to remember until the next one
 */
char *plim_anthropic_dup_rates (const PlimAnswer *answer);

/** plim_anthropic_add_rates: adds the windows of what plim_anthropic_dup_rates() wrote. */
void plim_anthropic_add_rates (PlimSnapshot *snapshot, const char *text);

G_END_DECLS
