/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "plim-provider.h"

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/* What vendors' API platforms have in common: a month's cost that comes in pages and is measured
 * against a budget, and rate limits in the headers of a tiny paid request. For the room alone. */

/** plim_platform_normalize_budget: of the setting `monthly_budget`, see #PlimField. */
char *plim_platform_normalize_budget (const PlimField *field, const char *value, GError **error);

/** plim_platform_get_budget: the user's own; %NAN for none */
double plim_platform_get_budget (const PlimExchange *exchange);

/** plim_platform_set_refused: says what @answer refused; @message (nullable) is the provider's. */
void plim_platform_set_refused (GError **error,
                                PlimStatus status,
                                PlimCause cause,
                                const PlimAnswer *answer,
                                const char *message);

/**
 * plim_platform_check_page:
 * @seen: (element-type utf8): the pages before it; @page is added
 * @page: which the last answer names as the next
 *
 * Returns: %FALSE with `invalid_response` when the pages would not end
 */
gboolean plim_platform_check_page (GHashTable *seen, const char *page, GError **error);

/** PlimPlatformReadBucket: one element of a page's `data`; %FALSE with `invalid_response` */
typedef gboolean (*PlimPlatformReadBucket) (JsonObject *bucket, gpointer user_data, GError **error);

/**
 * plim_platform_read_page:
 * @answer: `{"data": [bucket, …], "has_more": …, "next_page": …}`
 * @page: (out) (transfer full) (nullable): the next; %NULL after the last
 *
 * Returns: %FALSE with `invalid_response` when any of it is not understood
 */
gboolean plim_platform_read_page (const PlimAnswer *answer,
                                  PlimPlatformReadBucket read_bucket,
                                  gpointer user_data,
                                  char **page,
                                  GError **error);

/** PlimPlatformAddProbe: adds the windows of a probe's @answer. */
typedef void (*PlimPlatformAddProbe) (PlimSnapshot *snapshot,
                                      const PlimExchange *exchange,
                                      const PlimAnswer *answer);

/**
 * plim_platform_parse_refusal:
 * @probe: (nullable): its answer
 * @refusal: (transfer full): why the exchange ended
 *
 * Returns: (transfer full) (nullable): a refused probe carries its windows all the same; %NULL with
 *   @refusal as the @error when that is not what ended the exchange
 */
PlimSnapshot *plim_platform_parse_refusal (const PlimExchange *exchange,
                                           const PlimAnswer *probe,
                                           PlimPlatformAddProbe add_probe,
                                           GError *refusal,
                                           GError **error);

G_END_DECLS
