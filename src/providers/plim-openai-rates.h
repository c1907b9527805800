/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "plim-exchange.h"

G_BEGIN_DECLS

/* The `x-ratelimit-…` headers of OpenAI and of those who speak as it does. */

/**
 * plim_openai_parse_duration:
 * @text: (nullable): such as `6m0s`, `12ms` or `8.64s`; a bare number is seconds
 *
 * Returns: seconds; %NAN for anything else
 */
double plim_openai_parse_duration (const char *text);

/**
 * plim_openai_dup_rates:
 * @answer: good or refused
 * @now: when it was received
 * @scope: whose limits they are: a model or a deployment
 *
 * Returns: (transfer full): what its headers say, as text to remember until the next one
 */
char *plim_openai_dup_rates (const PlimAnswer *answer, gint64 now, const char *scope);

/** plim_openai_are_rates_of: whether @kept (nullable) are @scope's. */
gboolean plim_openai_are_rates_of (const char *kept, const char *scope);

/**
 * plim_openai_add_rates:
 * @kept: what plim_openai_dup_rates() wrote
 * @length_s: of the windows, or 0
 *
 * Adds the windows `requests` and `tokens`, so far as they are known.
 */
void plim_openai_add_rates (PlimSnapshot *snapshot, const char *kept, gint64 length_s);

G_END_DECLS
