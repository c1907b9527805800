/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "plim-exchange.h"

G_BEGIN_DECLS

/* Parts of which several providers are made. For the room alone. */

#define PLIM_HOUR_S ((gint64) 3600)
#define PLIM_DAY_S (24 * PLIM_HOUR_S)
#define PLIM_WEEK_S (7 * PLIM_DAY_S)

/** plim_parts_recall: (transfer none) (nullable): what was remembered as @name; never an empty
 * string */
const char *plim_parts_recall (const PlimExchange *exchange, const char *name);

/**
 * plim_parts_is_due:
 * @name: what plim_parts_remember_time() kept when it was last asked
 *
 * Returns: whether that was @interval_s ago or more, or never, or lies in the future
 */
gboolean plim_parts_is_due (const PlimExchange *exchange, const char *name, gint64 interval_s);

/** plim_parts_remember_time: keeps @at for plim_parts_is_due(). */
void plim_parts_remember_time (PlimSnapshot *snapshot, const char *name, gint64 at);

/** plim_parts_dup_words: (transfer full): `_` and `-` become spaces, each word begins with a
 * capital. */
char *plim_parts_dup_words (const char *text);

/**
 * plim_parts_dup_currency:
 * @text: (nullable): as a provider says
 * @fallback: when it says nothing
 *
 * Returns: (transfer full) (nullable): an ISO 4217 code in capitals; %NULL when @text is none
 */
char *plim_parts_dup_currency (const char *text, const char *fallback);

/**
 * plim_parts_dup_error:
 *
 * Returns: (transfer full) (nullable): the body of a refused answer when it is a JSON object
 */
JsonObject *plim_parts_dup_error (const PlimAnswer *answer);

/** plim_parts_dup_quoted: (transfer full): @text as a JSON string with its quotes. */
char *plim_parts_dup_quoted (const char *text);

/** plim_parts_has_text: whether @text (nullable) holds @part, in whatever case of ASCII. */
gboolean plim_parts_has_text (const char *text, const char *part);

/** plim_parts_header_number: %NAN when the header is missing or no number. */
double plim_parts_header_number (const PlimAnswer *answer, const char *name);

/**
 * plim_parts_dup_cookies:
 * @value: what was pasted for a whole `Cookie` header, with the header's name or without
 * @wanted: ended by %NULL: how a cookie begins that makes it useful, such as `session=`
 *
 * Returns: (transfer full) (nullable): the header's value, cleaned; %NULL when none is useful. It
 *   is a secret, of which no other copy was made.
 */
char *plim_parts_dup_cookies (const char *value, const char *const *wanted);

/**
 * plim_parts_dup_cookie:
 * @value: what was pasted: a cookie's value or a whole `Cookie` header
 * @wanted: as in plim_parts_dup_cookies(); the first is where a bare value belongs
 *
 * Returns: (transfer full) (nullable): the secret to store; %NULL when @value is neither
 */
char *plim_parts_dup_cookie (const char *value, const char *const *wanted);

/**
 * plim_parts_add_rate:
 * @title: msgid
 * @limit: as a header said
 * @remaining: as a header said
 *
 * Adds a `rate` window of a bucket that refills. Used is limit less remaining, not below 0; of
 * @remaining alone only that is shown; without it nothing is added.
 *
 * Returns: (transfer none) (nullable): the window
 */
PlimUsageWindow *plim_parts_add_rate (PlimSnapshot *snapshot,
                                      const char *id,
                                      const char *title,
                                      const char *unit,
                                      double limit,
                                      double remaining,
                                      gint64 resets_at);

/**
 * plim_parts_add_month_spend:
 * @spent: in @currency
 * @limit: the user's budget or the provider's cap; %NAN for none
 *
 * Adds `monthly-spend`: a budget over @now's calendar month, UTC.
 */
PlimUsageWindow *plim_parts_add_month_spend (
    PlimSnapshot *snapshot, gint64 now, double spent, double limit, const char *currency);

G_END_DECLS
