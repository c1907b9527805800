/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Google's Gemini. An API key has no endpoint for its quota, so what can be read comes from one of:
 *
 *   Cloud Monitoring of the key's project             plim-google-monitoring.h
 *   POST /v1internal:loadCodeAssist, once a day       Code Assist: plan and project
 *   POST /v1internal:retrieveUserQuota                its quota, by group of models
 *   GET /v1beta/models                                nothing but whether an API key is valid
 *
 * Code Assist is not documented; last seen 2026-11, closed to personal accounts since 2026-06-18.
 */
#include "plim-provider.h"

#include "plim-error.h"
#include "plim-format.h"
#include "plim-google-check.h"
#include "plim-google-monitoring.h"
#include "plim-google-quota.h"
#include "plim-google-setup.h"
#include "plim-json.h"
#include "plim-provider-parts.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define ASSIST "https://cloudcode-pa.googleapis.com"
#define MODELS "https://generativelanguage.googleapis.com"
/* A token that ends while the request is under way would look refused. */
#define MARGIN_S 60

/* Code Assist. */

/* What the answers so far mean. */
typedef struct {
  const PlimAnswer *quota; /* (nullable) */
  gboolean wants_assist;   /* it is asked next */
  gboolean has_assist;     /* it was asked */
  char *tier;
  char *project;
} Assist;

static void
assist_clear (Assist *assist)
{
  g_free (assist->tier);
  g_free (assist->project);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Assist, assist_clear)

/* Refreshing the token is Gemini CLI's business. */
static gboolean
check_token (const PlimExchange *exchange, GError **error)
{
  gint64 expires_at = plim_time_parse (plim_exchange_get_fact (exchange, PLIM_GOOGLE_EXPIRES_AT));
  g_autofree char *age = NULL;

  if (expires_at == PLIM_TIME_UNKNOWN || expires_at > exchange->now + MARGIN_S)
    return TRUE;
  age = plim_format_duration (exchange->now - expires_at);
  plim_set_error (error, PLIM_STATUS_NOT_AUTHENTICATED, PLIM_CAUSE_SIGN_IN_EXPIRED,
                  "the sign-in of Gemini CLI ended (%s ago), so nothing was sent: run “gemini” "
                  "once to renew it",
                  age);
  return FALSE;
}

static gboolean
read_assist (const PlimExchange *exchange, Assist *assist, GError **error)
{
  gboolean is_due = exchange->is_setup || plim_parts_is_due (exchange, "assist_at", PLIM_DAY_S);
  const PlimAnswer *answer = plim_exchange_get_answer (exchange, 0);

  if (!check_token (exchange, error))
    return FALSE;
  if (!is_due) {
    assist->tier = g_strdup (plim_parts_recall (exchange, "assist_tier"));
    assist->project = g_strdup (plim_parts_recall (exchange, "assist_project"));
  } else if (answer == NULL) {
    assist->wants_assist = TRUE;
    return TRUE;
  } else if (!plim_google_check (answer, exchange->now, error) ||
             !plim_google_read_assist (answer, &assist->tier, &assist->project, error)) {
    return FALSE;
  }
  assist->has_assist = is_due;
  assist->quota = plim_exchange_get_answer (exchange, is_due ? 1 : 0);
  return assist->quota == NULL || plim_google_check (assist->quota, exchange->now, error);
}

static PlimRequest *
new_assist_request (const char *path, const char *body)
{
  PlimRequest *request = plim_request_new ("POST", path);

  request->origin = g_strdup (ASSIST);
  plim_request_add_header (request, "Accept", "application/json");
  plim_request_set_body (request, "application/json", body);
  plim_request_add_credential (request, PLIM_CREDENTIAL_BEARER, NULL, PLIM_GOOGLE_GEMINI, NULL);
  return request;
}

static char *
dup_quota_body (const char *project)
{
  g_autoptr (JsonNode) root = json_from_string ("{}", NULL);

  if (project != NULL)
    json_object_set_string_member (json_node_get_object (root), "project", project);
  return json_to_string (root, FALSE);
}

static PlimRequest *
next_assist_request (const PlimExchange *exchange)
{
  g_auto (Assist) assist = { 0 };
  g_autofree char *body = NULL;

  if (!read_assist (exchange, &assist, NULL) || assist.quota != NULL)
    return NULL;
  if (assist.wants_assist)
    return new_assist_request (
        "/v1internal:loadCodeAssist",
        "{\"metadata\": {\"ideType\": \"GEMINI_CLI\", \"pluginType\": \"GEMINI\"}}");
  body = dup_quota_body (assist.project);
  return new_assist_request ("/v1internal:retrieveUserQuota", body);
}

static PlimSnapshot *
parse_assist (const PlimExchange *exchange, GError **error)
{
  g_autoptr (PlimSnapshot) snapshot = plim_snapshot_new (exchange->now);
  g_auto (Assist) assist = { 0 };
  g_autofree char *plan = NULL;

  if (!read_assist (exchange, &assist, error) ||
      !plim_google_add_quota (snapshot, assist.quota, error))
    return NULL;
  plan = plim_google_dup_plan (assist.tier,
                               plim_exchange_get_fact (exchange, PLIM_GOOGLE_DOMAIN) != NULL);
  plim_snapshot_set_plan (snapshot, plan);
  plim_snapshot_set_identity (snapshot, plim_exchange_get_fact (exchange, PLIM_GOOGLE_EMAIL));
  if (assist.has_assist) {
    plim_snapshot_remember (snapshot, "assist_tier", assist.tier != NULL ? assist.tier : "");
    plim_snapshot_remember (snapshot, "assist_project",
                            assist.project != NULL ? assist.project : "");
    plim_parts_remember_time (snapshot, "assist_at", exchange->now);
  }
  plim_snapshot_seal (snapshot);
  return g_steal_pointer (&snapshot);
}

/* An API key. */

/* There is little to learn from asking. */
static gboolean
is_key_due (const PlimExchange *exchange)
{
  return exchange->is_setup || plim_parts_is_due (exchange, "key_at", PLIM_HOUR_S);
}

static PlimRequest *
next_key_request (const PlimExchange *exchange)
{
  PlimRequest *request;

  if (plim_exchange_get_n_answers (exchange) > 0 || !is_key_due (exchange))
    return NULL;
  request = plim_request_new ("GET", "/v1beta/models?pageSize=1");
  request->origin = g_strdup (MODELS);
  plim_request_add_header (request, "Accept", "application/json");
  plim_request_add_credential (request, PLIM_CREDENTIAL_HEADER, "x-goog-api-key", "api_key", NULL);
  return request;
}

static PlimSnapshot *
parse_key (const PlimExchange *exchange, GError **error)
{
  const PlimAnswer *answer = plim_exchange_get_answer (exchange, 0);
  g_autoptr (PlimSnapshot) snapshot = plim_snapshot_new (exchange->now);
  g_autoptr (JsonObject) root = NULL;

  if (answer != NULL) {
    if (!plim_google_check (answer, exchange->now, error))
      return NULL;
    root = plim_json_parse_object (answer->body, error);
    if (root == NULL)
      return NULL;
    plim_parts_remember_time (snapshot, "key_at", exchange->now);
  }
  plim_snapshot_seal (snapshot);
  return g_steal_pointer (&snapshot);
}

static PlimRequest *
next_request (const PlimExchange *exchange)
{
  switch (plim_google_get_route (exchange)) {
  case PLIM_GOOGLE_ASSIST:
    return next_assist_request (exchange);
  case PLIM_GOOGLE_KEY:
    return next_key_request (exchange);
  case PLIM_GOOGLE_MONITORING:
  default:
    return plim_google_monitoring_next (exchange);
  }
}

static PlimSnapshot *
parse (const PlimExchange *exchange, GError **error)
{
  switch (plim_google_get_route (exchange)) {
  case PLIM_GOOGLE_ASSIST:
    return parse_assist (exchange, error);
  case PLIM_GOOGLE_KEY:
    return parse_key (exchange, error);
  case PLIM_GOOGLE_MONITORING:
  default:
    return plim_google_monitoring_parse (exchange, error);
  }
}

static const char *const other_origins[] = { "https://oauth2.googleapis.com", ASSIST, MODELS,
                                             NULL };

const PlimProvider plim_provider_google_ai = {
  .id = "google-ai",
  .name = "Gemini",
  .summary = N_ ("Requests and tokens of a Gemini API project or of Code Assist"),
  .icon_name = "io.github.plimsoll.Plimsoll-provider-google-ai-symbolic",
  .fields = plim_google_fields,
  .steps = plim_google_steps,
  .dashboard_uri = "https://aistudio.google.com/usage",
  .billing_uri = "https://console.cloud.google.com/billing",
  .status_uri = "https://aistudio.google.com/status",
  .origin = "https://monitoring.googleapis.com",
  .other_origins = other_origins,
  .interval_s = 5 * 60,
  .minimum_interval_s = 2 * 60,
  .needs_network = TRUE,
  .check_setup = plim_google_check_setup,
  .inspect_secret = plim_google_inspect_secret,
  .next_request = next_request,
  .parse = parse,
};
