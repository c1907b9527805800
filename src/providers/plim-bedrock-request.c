/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* What Amazon's services have in common: a POST to `/` whose header names the call, a signature,
 * and `{"__type": "prefix#Name", "message": …}` for an error.
 * Source: https://docs.aws.amazon.com/general/latest/gr/aws-service-information.html and
 * https://docs.amazonaws.cn/en_us/cost-management/latest/userguide/ce-api.html, read 2026-11. */
#include "plim-bedrock-request.h"

#include "plim-error.h"
#include "plim-json.h"
#include "plim-provider-parts.h"

#include <string.h>

typedef struct {
  const char *service;
  const char *content_type;
  const char *target;
} Call;

static const Call calls[] = {
  [PLIM_BEDROCK_LIST_QUOTAS] = { "servicequotas", "application/x-amz-json-1.1",
                                 "ServiceQuotasV20190624.ListServiceQuotas" },
  [PLIM_BEDROCK_LIST_DEFAULTS] = { "servicequotas", "application/x-amz-json-1.1",
                                   "ServiceQuotasV20190624.ListAWSDefaultServiceQuotas" },
  [PLIM_BEDROCK_GET_METRICS] = { "monitoring", "application/x-amz-json-1.0",
                                 "GraniteServiceVersion20100801.GetMetricData" },
  [PLIM_BEDROCK_GET_COST] = { "ce", "application/x-amz-json-1.1",
                              "AWSInsightsIndexService.GetCostAndUsage" },
};

const char *
plim_bedrock_get_region (const PlimExchange *exchange)
{
  const char *region = plim_exchange_get_setting (exchange, "region");

  return region != NULL ? region : "us-east-1";
}

PlimRequest *
plim_bedrock_request_new (const PlimExchange *exchange, PlimBedrockCall call, const char *body)
{
  const char *key_id = plim_exchange_get_setting (exchange, "access_key_id");
  const char *region = plim_bedrock_get_region (exchange);
  gboolean is_china = g_str_has_prefix (region, "cn-");
  g_autofree char *scope = NULL;
  PlimRequest *request = plim_request_new ("POST", "/");

  /* Bills are kept in one place, wherever the models run. */
  if (call == PLIM_BEDROCK_GET_COST)
    region = is_china ? "cn-northwest-1" : "us-east-1";
  scope = g_strdup_printf ("%s/%s/%s", key_id != NULL ? key_id : "", region, calls[call].service);
  request->origin = g_strdup_printf ("https://%s.%s.amazonaws.com%s", calls[call].service, region,
                                     is_china ? ".cn" : "");
  plim_request_add_header (request, "Accept", "application/json");
  plim_request_add_header (request, "X-Amz-Target", calls[call].target);
  plim_request_set_body (request, calls[call].content_type, body);
  if (plim_exchange_has_secret (exchange, "session_token", FALSE))
    plim_request_add_credential (request, PLIM_CREDENTIAL_HEADER, "X-Amz-Security-Token",
                                 "session_token", NULL);
  plim_request_add_credential (request, PLIM_CREDENTIAL_SIGV4, scope, "secret_access_key", NULL);
  return request;
}

/* By how the name begins: many end with “Exception” in one service and not in another. */
typedef struct {
  const char *name;
  PlimStatus status;
  PlimCause cause;
} Refusal;

static const Refusal refusals[] = {
  { "UnrecognizedClient", PLIM_STATUS_NOT_AUTHENTICATED, PLIM_CAUSE_NONE },
  { "InvalidClientTokenId", PLIM_STATUS_NOT_AUTHENTICATED, PLIM_CAUSE_NONE },
  { "InvalidSignature", PLIM_STATUS_NOT_AUTHENTICATED, PLIM_CAUSE_NONE },
  { "SignatureDoesNotMatch", PLIM_STATUS_NOT_AUTHENTICATED, PLIM_CAUSE_NONE },
  { "ExpiredToken", PLIM_STATUS_NOT_AUTHENTICATED, PLIM_CAUSE_NONE },
  { "RequestExpired", PLIM_STATUS_NOT_AUTHENTICATED, PLIM_CAUSE_CLOCK },
  { "IncompleteSignature", PLIM_STATUS_NOT_AUTHENTICATED, PLIM_CAUSE_NONE },
  { "MissingAuthenticationToken", PLIM_STATUS_NOT_AUTHENTICATED, PLIM_CAUSE_NONE },
  { "AccessDenied", PLIM_STATUS_MISCONFIGURED, PLIM_CAUSE_MISSING_PERMISSION },
  { "OptInRequired", PLIM_STATUS_MISCONFIGURED, PLIM_CAUSE_MISSING_PERMISSION },
  { "NoSuchResource", PLIM_STATUS_MISCONFIGURED, PLIM_CAUSE_NONE },
  { "Validation", PLIM_STATUS_MISCONFIGURED, PLIM_CAUSE_NONE },
  { "Throttling", PLIM_STATUS_RATE_LIMITED, PLIM_CAUSE_NONE },
  { "TooManyRequests", PLIM_STATUS_RATE_LIMITED, PLIM_CAUSE_NONE },
  { "LimitExceeded", PLIM_STATUS_RATE_LIMITED, PLIM_CAUSE_NONE },
};

/* (transfer full) (nullable): `{"__type": …}` */
static JsonObject *
dup_error (const PlimAnswer *answer)
{
  return answer->status >= 400 && answer->status < 500 ? plim_parts_dup_error (answer) : NULL;
}

/* (nullable) */
static const char *
get_type (JsonObject *error)
{
  const char *type = plim_json_get_string (error, "__type");
  const char *mark = type != NULL ? strchr (type, '#') : NULL;

  return mark != NULL ? mark + 1 : type;
}

static const Refusal *
find_refusal (const char *type)
{
  for (gsize i = 0; type != NULL && i < G_N_ELEMENTS (refusals); i++) {
    if (g_str_has_prefix (type, refusals[i].name))
      return &refusals[i];
  }
  return NULL;
}

static gboolean
is_about_time (const char *message)
{
  return plim_parts_has_text (message, "signature expired") ||
         plim_parts_has_text (message, "signature not yet current");
}

gboolean
plim_bedrock_check (const PlimAnswer *answer, gint64 now, GError **error)
{
  g_autoptr (JsonObject) root = dup_error (answer);
  const char *type = get_type (root);
  const char *message = plim_json_get_string (root, "message");
  const Refusal *refusal = find_refusal (type);
  PlimCause cause;

  if (refusal == NULL)
    return plim_answer_check (answer, now, error);
  if (message == NULL)
    message = plim_json_get_string (root, "Message");
  cause = is_about_time (message) ? PLIM_CAUSE_CLOCK : refusal->cause;
  plim_set_error (error, refusal->status, cause, "the provider answered HTTP %u: %s: %s",
                  answer->status, type, message != NULL ? message : "no message");
  return FALSE;
}

gboolean
plim_bedrock_has_no_data (const PlimAnswer *answer)
{
  g_autoptr (JsonObject) root = dup_error (answer);
  const char *type = get_type (root);

  return type != NULL && g_str_has_prefix (type, "DataUnavailable");
}
