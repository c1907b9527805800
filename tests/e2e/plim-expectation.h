/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/* What a provider's fixtures say must be asked and must be shown, compared with what was.
 *
 * REQUESTS.json beside EXPECTED.json is what the provider's server sees:
 *
 *   accounts[]     each is added, and asks what `case` answers
 *     case         of EXPECTED.json, whose settings, windows, plan and identity count
 *     settings     further ones
 *     secrets      field → made-up secret; under other names those of credential files
 *     requests[]   in order; there must be no other
 *       request    method and path with the query
 *       headers    all of them, but for those that the HTTP library makes of itself; ${FIELD} is a
 *                  secret, in what place ever; the User-Agent is Plimsoll's own unless it is said.
 *                  {"sigv4": {…}} instead of a text: see plim-signature.h
 *       body       a text, or the JSON that it must be; without it there must be none
 *       answer     "none": the fixtures know no answer, and it goes on without
 *     again[]      those of "requests" that the next poll asks, two hours later, by their lines, or
 *                  others as a whole; otherwise all
 *     renewed      the secrets then, where an answer brought new ones
 *     refused      the file with the answer to a credential that is no longer good
 *
 * No secret may be anywhere else. */

/** plim_expectation_check_requests: @secrets: field → secret */
void plim_expectation_check_requests (JsonArray *expected, JsonArray *actual, JsonObject *secrets);

/** plim_expectation_check_account: @expect: of a case; @account: of `plimsoll status --json` */
void plim_expectation_check_account (JsonObject *expect, JsonObject *account);

G_END_DECLS
