/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Z.ai GLM Coding Plan. The private API of the plan's console, last seen 2026-11:
 *
 *   GET /api/monitor/usage/quota/limit   the quotas; errors come with HTTP 200 and a `code`
 *   GET /api/biz/subscription/list       optional: the plan's name
 */
#include "plim-provider.h"

#include "plim-error.h"
#include "plim-json.h"
#include "plim-provider-parts.h"
#include "plim-z-ai-limits.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

/* What the answers so far mean: which of them holds the quotas, and what to ask next. */
typedef struct {
  const PlimAnswer *quota;        /* (nullable): not asked yet */
  const PlimAnswer *subscription; /* (nullable): not asked */
  gboolean is_raw;                /* the key went without “Bearer” */
  gboolean wants_raw;             /* ask for the quotas again, with the bare key */
  gboolean wants_subscription;
} Progress;

static gboolean
has_team (const PlimExchange *exchange)
{
  return plim_exchange_get_setting (exchange, "organization") != NULL ||
         plim_exchange_get_setting (exchange, "project") != NULL;
}

static void
set_refused (GError **error,
             PlimStatus status,
             PlimCause cause,
             gint64 retry_after_s,
             int code,
             const char *message)
{
  g_propagate_error (error, plim_error_new (status, cause, retry_after_s,
                                            "the provider answered code %d: %s", code,
                                            message != NULL ? message : "no message"));
}

static void
set_error_of_code (const PlimAnswer *answer, gint64 now, int code, JsonObject *root, GError **error)
{
  const char *message = plim_json_get_string (root, "msg");
  gint64 retry_after_s =
      plim_time_parse_retry_after (plim_answer_get_header (answer, "Retry-After"), now);

  switch (code) {
  case 401:
  case 1000:
  case 1001:
  case 1002:
  case 1003:
  case 1004:
    set_refused (error, PLIM_STATUS_NOT_AUTHENTICATED, PLIM_CAUSE_NONE, 0, code, message);
    return;
  case 429:
  case 1302:
  case 1305:
    set_refused (error, PLIM_STATUS_RATE_LIMITED, PLIM_CAUSE_NONE, retry_after_s, code, message);
    return;
  case 500:
    /* "The current user has no coding plan", in whatever language. */
    if (plim_parts_has_text (message, "coding plan"))
      set_refused (error, PLIM_STATUS_MISCONFIGURED, PLIM_CAUSE_NO_PLAN, 0, code, message);
    else
      set_refused (error, PLIM_STATUS_PROVIDER_UNAVAILABLE, PLIM_CAUSE_NONE, retry_after_s, code,
                   message);
    return;
  default:
    set_refused (error, PLIM_STATUS_INVALID_RESPONSE, PLIM_CAUSE_NONE, 0, code, message);
  }
}

/* (transfer full) (nullable): the body of an answer that says code 200. */
static JsonObject *
read_answer (const PlimAnswer *answer, gint64 now, GError **error)
{
  g_autoptr (JsonObject) root = NULL;
  double code;

  if (!plim_answer_check (answer, now, error))
    return NULL;
  root = plim_json_parse_object (answer->body, error);
  if (root == NULL || !plim_json_require_number (root, "code", &code, error))
    return NULL;
  if (code == 200 && plim_json_get_boolean (root, "success", TRUE))
    return g_steal_pointer (&root);
  set_error_of_code (answer, now, (int) CLAMP (code, -1, 1000000), root, error);
  return NULL;
}

/* A 404 can only mean the team's organization, the one part of the request that a user typed. */
static JsonObject *
read_quota (const PlimExchange *exchange, const PlimAnswer *answer, GError **error)
{
  if (answer->status == 404 && has_team (exchange)) {
    plim_set_error (error, PLIM_STATUS_MISCONFIGURED, PLIM_CAUSE_WRONG_ORGANIZATION,
                    "there is no such organization or project (HTTP 404)");
    return NULL;
  }
  return read_answer (answer, exchange->now, error);
}

static gboolean
is_refused_key (const PlimExchange *exchange, const PlimAnswer *answer)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonObject) root = read_quota (exchange, answer, &error);

  return root == NULL && plim_error_get_status (error) == PLIM_STATUS_NOT_AUTHENTICATED;
}

static gboolean
is_good_quota (const PlimExchange *exchange, const PlimAnswer *answer)
{
  g_autoptr (JsonObject) root = read_quota (exchange, answer, NULL);

  return root != NULL;
}

/* A few clients send the key without “Bearer”. When the usual form is refused and none ever worked,
 * the other is tried, once; what worked is remembered. */
static void
read_progress (const PlimExchange *exchange, Progress *progress)
{
  const char *form = plim_parts_recall (exchange, "auth_form");
  guint n_answers = plim_exchange_get_n_answers (exchange);
  guint n_read = 1;

  *progress = (Progress){ .is_raw = g_strcmp0 (form, "raw") == 0 };
  if (n_answers == 0)
    return;
  progress->quota = plim_exchange_get_answer (exchange, 0);
  if (form == NULL && is_refused_key (exchange, progress->quota)) {
    const PlimAnswer *second = plim_exchange_get_answer (exchange, n_read++);

    progress->wants_raw = second == NULL;
    if (second == NULL || !is_good_quota (exchange, second))
      return;
    progress->quota = second;
    progress->is_raw = TRUE;
  }
  progress->subscription = plim_exchange_get_answer (exchange, n_read);
  progress->wants_subscription =
      progress->subscription == NULL && is_good_quota (exchange, progress->quota) &&
      (exchange->is_setup || plim_parts_is_due (exchange, "subscription_at", PLIM_DAY_S));
}

static PlimRequest *
new_request (const char *path, gboolean is_raw)
{
  PlimRequest *request = plim_request_new ("GET", path);

  plim_request_add_header (request, "Accept", "application/json");
  plim_request_add_header (request, "Accept-Language", "en-US,en");
  if (is_raw)
    plim_request_add_credential (request, PLIM_CREDENTIAL_HEADER, "Authorization", "api_key", NULL);
  else
    plim_request_add_credential (request, PLIM_CREDENTIAL_BEARER, NULL, "api_key", NULL);
  return request;
}

static PlimRequest *
new_quota_request (const PlimExchange *exchange, gboolean is_raw)
{
  const char *organization = plim_exchange_get_setting (exchange, "organization");
  const char *project = plim_exchange_get_setting (exchange, "project");
  const char *path = "/api/monitor/usage/quota/limit";
  PlimRequest *request;

  if (!has_team (exchange))
    return new_request (path, is_raw);
  request = new_request ("/api/monitor/usage/quota/limit?type=2", is_raw);
  if (organization != NULL)
    plim_request_add_header (request, "Bigmodel-Organization", organization);
  if (project != NULL)
    plim_request_add_header (request, "Bigmodel-Project", project);
  return request;
}

static PlimRequest *
next_request (const PlimExchange *exchange)
{
  Progress progress;
  PlimRequest *request;

  read_progress (exchange, &progress);
  if (progress.quota == NULL)
    return new_quota_request (exchange, progress.is_raw);
  if (progress.wants_raw)
    request = new_quota_request (exchange, TRUE);
  else if (progress.wants_subscription)
    request = new_request ("/api/biz/subscription/list", progress.is_raw);
  else
    return NULL;
  request->is_optional = TRUE;
  return request;
}

static gboolean
add_limits (PlimSnapshot *snapshot, const PlimExchange *exchange, JsonObject *data, GError **error)
{
  JsonArray *limits = plim_json_get_array (data, "limits");

  if (limits == NULL && has_team (exchange)) {
    plim_set_error (error, PLIM_STATUS_MISCONFIGURED, PLIM_CAUSE_WRONG_ORGANIZATION,
                    "this organization or project has no “limits”");
    return FALSE;
  }
  if (limits == NULL) {
    plim_set_error (error, PLIM_STATUS_INVALID_RESPONSE, PLIM_CAUSE_NONE,
                    "“data.limits” is missing or not an array");
    return FALSE;
  }
  if (!plim_z_ai_add_limits (snapshot, limits)) {
    plim_set_error (error, PLIM_STATUS_INVALID_RESPONSE, PLIM_CAUSE_NONE,
                    "no entry of “limits” has a percentage or counts");
    return FALSE;
  }
  return TRUE;
}

/* (nullable): the product of the subscription in force. */
static char *
dup_product_name (const PlimAnswer *answer, gint64 now)
{
  g_autoptr (JsonObject) root = read_answer (answer, now, NULL);
  JsonArray *subscriptions = plim_json_get_array (root, "data");

  for (guint i = 0; subscriptions != NULL && i < json_array_get_length (subscriptions); i++) {
    JsonObject *subscription = plim_json_get_element_object (subscriptions, i);
    const char *name = plim_json_get_string (subscription, "productName");

    if (name != NULL && g_strcmp0 (plim_json_get_string (subscription, "status"), "VALID") == 0 &&
        plim_json_get_boolean (subscription, "inCurrentPeriod", TRUE))
      return g_strdup (name);
  }
  return NULL;
}

/* (nullable): "lite" becomes "Lite". */
static char *
dup_level (JsonObject *data)
{
  static const char *const names[] = { "level", "planName", "plan", "plan_type", "packageName" };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++) {
    const char *level = plim_json_get_string (data, names[i]);
    char *plan;

    if (level == NULL || level[0] == '\0')
      continue;
    plan = g_strdup (level);
    plan[0] = g_ascii_toupper (plan[0]);
    return plan;
  }
  return NULL;
}

/* Between two questions the product's name is the one remembered. */
static void
add_plan (PlimSnapshot *snapshot,
          const PlimExchange *exchange,
          const PlimAnswer *subscription,
          JsonObject *data)
{
  g_autofree char *product = NULL;
  g_autofree char *level = dup_level (data);

  if (subscription == NULL || subscription->status == 0) {
    product = g_strdup (plim_parts_recall (exchange, "plan"));
  } else {
    product = dup_product_name (subscription, exchange->now);
    plim_snapshot_remember (snapshot, "plan", product != NULL ? product : "");
    plim_parts_remember_time (snapshot, "subscription_at", exchange->now);
  }
  plim_snapshot_set_plan (snapshot, product != NULL ? product : level);
}

static PlimSnapshot *
parse (const PlimExchange *exchange, GError **error)
{
  g_autoptr (PlimSnapshot) snapshot = plim_snapshot_new (exchange->now);
  g_autoptr (JsonObject) root = NULL;
  JsonObject *data;
  Progress progress;

  read_progress (exchange, &progress);
  g_assert (progress.quota != NULL); /* next_request() asked for it */
  root = read_quota (exchange, progress.quota, error);
  if (root == NULL)
    return NULL;
  data = plim_json_get_object (root, "data");
  if (!add_limits (snapshot, exchange, data, error))
    return NULL;
  add_plan (snapshot, exchange, progress.subscription, data);
  plim_snapshot_remember (snapshot, "auth_form", progress.is_raw ? "raw" : "bearer");
  plim_snapshot_seal (snapshot);
  return g_steal_pointer (&snapshot);
}

static char *
dup_origin (const PlimExchange *exchange)
{
  gboolean is_china = g_strcmp0 (plim_exchange_get_setting (exchange, "region"), "china") == 0;

  return is_china ? g_strdup ("https://open.bigmodel.cn") : NULL;
}

/* Two parts joined by a dot, or the console's token: three. */
static char *
normalize_api_key (const PlimField *field, const char *value, GError **error)
{
  const char *key = value;

  if (g_ascii_strncasecmp (key, "Bearer ", strlen ("Bearer ")) == 0)
    key += strlen ("Bearer ");
  while (*key == ' ')
    key++;
  if (strchr (key, '.') != NULL && key[0] != '.' && strchr (key, ' ') == NULL)
    return g_strdup (key);
  plim_set_error (error, PLIM_STATUS_NOT_AUTHENTICATED, PLIM_CAUSE_NONE, "%s",
                  _ ("This is no key of Z.ai: it has two parts joined by a dot. Copy all of it."));
  return NULL;
}

static const PlimFieldChoice regions[] = {
  { "global", N_ ("Global (z.ai)") },
  { "china", N_ ("China (bigmodel.cn)") },
  { NULL },
};

static const PlimField fields[] = {
  {
      .id = "api_key",
      .kind = PLIM_FIELD_SECRET,
      .is_required = TRUE,
      .label = N_ ("API key"),
      .hint = N_ ("Two parts joined by a dot; or the console’s own token, which expires"),
      .normalize = normalize_api_key,
  },
  {
      .id = "region",
      .kind = PLIM_FIELD_CHOICE,
      .label = N_ ("Region"),
      .choices = regions,
  },
  {
      .id = "organization",
      .kind = PLIM_FIELD_TEXT,
      .label = N_ ("Organization ID"),
      .hint = N_ ("For team plans: in the console under Team settings"),
  },
  {
      .id = "project",
      .kind = PLIM_FIELD_TEXT,
      .label = N_ ("Project ID"),
      .hint = N_ ("For team plans: in the console under Team settings"),
  },
  { NULL },
};

static const char *const steps[] = {
  N_ ("Sign in at z.ai (in China: open.bigmodel.cn) and open Manage API keys."),
  N_ ("Create a key, or copy the one that you use for coding. It has two parts joined by a dot."),
  N_ ("For a team plan also copy organization ID and project ID from Team settings."),
  NULL,
};

const PlimProvider plim_provider_z_ai = {
  .id = "z-ai",
  .name = "Z.ai",
  .summary = N_ ("GLM Coding Plan: session, week and monthly calls"),
  .icon_name = "io.github.plimsoll.Plimsoll-provider-z-ai-symbolic",
  .fields = fields,
  .steps = steps,
  .dashboard_uri = "https://z.ai/manage-apikey/subscription",
  .billing_uri = "https://z.ai/subscribe",
  .origin = "https://api.z.ai",
  .interval_s = 5 * 60,
  .minimum_interval_s = 60,
  .rate_limit_wait_s = 2 * 60,
  .needs_network = TRUE,
  .dup_origin = dup_origin,
  .next_request = next_request,
  .parse = parse,
};
