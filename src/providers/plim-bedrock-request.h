/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "plim-exchange.h"

G_BEGIN_DECLS

/** PlimBedrockCall: what is asked of Amazon, each at a service of its own. */
typedef enum {
  PLIM_BEDROCK_LIST_QUOTAS,
  PLIM_BEDROCK_LIST_DEFAULTS,
  PLIM_BEDROCK_GET_METRICS,
  PLIM_BEDROCK_GET_COST,
} PlimBedrockCall;

/** plim_bedrock_request_new: (transfer full): signed with the account's key, in its region */
PlimRequest *
plim_bedrock_request_new (const PlimExchange *exchange, PlimBedrockCall call, const char *body);

/** plim_bedrock_get_region: (transfer none): the account's */
const char *plim_bedrock_get_region (const PlimExchange *exchange);

/** plim_bedrock_check: whether @answer is not an error; all these services say it in one way. */
gboolean plim_bedrock_check (const PlimAnswer *answer, gint64 now, GError **error);

/** plim_bedrock_has_no_data: whether @answer says that there is nothing yet, which is no error. */
gboolean plim_bedrock_has_no_data (const PlimAnswer *answer);

G_END_DECLS
