/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Anthropic API platform. Two independent things:
 *
 *   POST /v1/messages                       rate limits, in the headers of a tiny paid request that
 *                                           the user has switched on
 *   GET /v1/organizations/cost_report       this month's cost, with an admin key, in pages
 *   GET /v1/models                          neither: whether the API key is good, for nothing
 *   GET /v1/organizations/spend_limits      optional: the organization's own cap
 *
 * Source: https://platform.claude.com/docs/en/api/rate-limits and
 * https://platform.claude.com/docs/en/build-with-claude/usage-cost-api, read 2026-11. */
#include "plim-provider.h"

#include "plim-anthropic-cost.h"
#include "plim-anthropic-rates.h"
#include "plim-error.h"
#include "plim-json.h"
#include "plim-platform.h"
#include "plim-provider-parts.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#define DEFAULT_MODEL "claude-haiku-4-5"
/* The promise made to who pays for the probes. */
#define PROBE_INTERVAL_S (15 * 60)
/* A poll comes a little early now and then, so a probe may be skipped once; its numbers stay. */
#define PROBE_KEPT_S (2 * PROBE_INTERVAL_S)
#define CENTS 100.0

/* What is asked, in this order. */
typedef enum {
  STEP_PROBE,
  STEP_COST,
  STEP_MODELS,
  STEP_SPEND_LIMITS,
  STEP_DONE,
} Step;

/* What the answers so far mean. */
typedef struct {
  Step step;                      /* what is asked next */
  char *page;                     /* (nullable): of the cost report, the next one */
  double cents;                   /* the sum of all pages */
  const PlimAnswer *probe;        /* (nullable): */
  const PlimAnswer *spend_limits; /* (nullable): */
  guint next_index;               /* of the first answer that is not read yet */
} Progress;

static void
progress_clear (Progress *progress)
{
  g_free (progress->page);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Progress, progress_clear)

static gboolean
has_probe (const PlimExchange *exchange)
{
  return plim_exchange_get_setting_boolean (exchange, "probe");
}

static gboolean
has_admin_key (const PlimExchange *exchange)
{
  return plim_exchange_has_secret (exchange, "admin_key", !has_probe (exchange));
}

static gboolean
is_step_wanted (const PlimExchange *exchange, Step step)
{
  gboolean has_api_key = plim_exchange_has_secret (exchange, "api_key", has_probe (exchange));

  switch (step) {
  case STEP_PROBE:
    return has_probe (exchange) && has_api_key &&
           plim_parts_is_due (exchange, "probe_at", PROBE_INTERVAL_S);
  case STEP_COST:
    return has_admin_key (exchange);
  case STEP_MODELS:
    return has_api_key && !has_probe (exchange) &&
           (exchange->is_setup || !has_admin_key (exchange));
  case STEP_SPEND_LIMITS:
    return has_admin_key (exchange) && isnan (plim_platform_get_budget (exchange)) &&
           (exchange->is_setup || plim_parts_is_due (exchange, "spend_limit_at", PLIM_HOUR_S));
  case STEP_DONE:
  default:
    return TRUE;
  }
}

static gboolean
check_answer (const PlimAnswer *answer, const PlimExchange *exchange, Step step, GError **error)
{
  g_autoptr (JsonObject) root = NULL;
  JsonObject *detail;
  const char *type, *message;

  if (answer->status >= 400 && answer->status <= 404)
    root = plim_parts_dup_error (answer);
  detail = plim_json_get_object (root, "error");
  type = plim_json_get_string (detail, "type");
  message = plim_json_get_string (detail, "message");
  if (answer->status == 400 && plim_parts_has_text (message, "credit balance"))
    plim_platform_set_refused (error, PLIM_STATUS_MISCONFIGURED, PLIM_CAUSE_NO_CREDIT, answer,
                               message);
  else if (answer->status == 403 && detail != NULL && !plim_answer_is_challenge (answer))
    plim_platform_set_refused (error, PLIM_STATUS_MISCONFIGURED, PLIM_CAUSE_MISSING_PERMISSION,
                               answer, message);
  else if (answer->status == 404 && step == STEP_PROBE && g_strcmp0 (type, "not_found_error") == 0)
    plim_platform_set_refused (error, PLIM_STATUS_MISCONFIGURED, PLIM_CAUSE_NONE, answer, message);
  else
    return plim_answer_check (answer, exchange->now, error);
  return FALSE;
}

/* Sums up the pages that are there, from progress->next_index on. Returns whether all is well;
 * progress->page then says whether another one is needed. */
static gboolean
read_cost (const PlimExchange *exchange, Progress *progress, GError **error)
{
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  const PlimAnswer *answer;

  for (;;) {
    answer = plim_exchange_get_answer (exchange, progress->next_index);
    if (answer == NULL)
      return TRUE;
    progress->next_index++;
    g_clear_pointer (&progress->page, g_free);
    if (!check_answer (answer, exchange, STEP_COST, error) ||
        !plim_anthropic_read_cost_page (answer, &progress->cents, &progress->page, error))
      return FALSE;
    if (progress->page == NULL) {
      progress->step = STEP_MODELS;
      return TRUE;
    }
    if (!plim_platform_check_page (seen, progress->page, error))
      return FALSE;
  }
}

/* Reads the answer of a step that has a single one. Returns whether all is well. */
static gboolean
read_single (const PlimExchange *exchange, Progress *progress, GError **error)
{
  const PlimAnswer *answer = plim_exchange_get_answer (exchange, progress->next_index);
  Step step = progress->step;

  if (answer == NULL)
    return TRUE;
  progress->next_index++;
  progress->step++;
  if (step == STEP_SPEND_LIMITS) {
    progress->spend_limits = answer;
    return TRUE;
  }
  if (step == STEP_PROBE)
    progress->probe = answer;
  return check_answer (answer, exchange, step, error);
}

/* Returns whether the answers so far are good; progress->step then says what to ask next. */
static gboolean
read_progress (const PlimExchange *exchange, Progress *progress, GError **error)
{
  while (progress->step != STEP_DONE) {
    Step step = progress->step;
    gboolean is_good = TRUE;

    if (!is_step_wanted (exchange, step)) {
      progress->step++;
      continue;
    }
    is_good = step == STEP_COST ? read_cost (exchange, progress, error)
                                : read_single (exchange, progress, error);
    if (!is_good || progress->step == step)
      return is_good;
  }
  return TRUE;
}

static PlimRequest *
new_request (const char *method, const char *path, const char *secret_field)
{
  PlimRequest *request = plim_request_new (method, path);

  plim_request_add_header (request, "Accept", "application/json");
  plim_request_add_header (request, "anthropic-version", "2023-06-01");
  plim_request_add_credential (request, PLIM_CREDENTIAL_HEADER, "x-api-key", secret_field, NULL);
  return request;
}

static PlimRequest *
new_probe_request (const PlimExchange *exchange)
{
  const char *model = plim_exchange_get_setting (exchange, "model");
  PlimRequest *request = new_request ("POST", "/v1/messages", "api_key");
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  g_autoptr (JsonNode) root = NULL;
  g_autofree char *body = NULL;

  json_builder_begin_object (builder);
  json_builder_set_member_name (builder, "model");
  json_builder_add_string_value (builder, model != NULL ? model : DEFAULT_MODEL);
  json_builder_set_member_name (builder, "max_tokens");
  json_builder_add_int_value (builder, 1);
  json_builder_set_member_name (builder, "messages");
  json_builder_begin_array (builder);
  json_builder_begin_object (builder);
  json_builder_set_member_name (builder, "role");
  json_builder_add_string_value (builder, "user");
  json_builder_set_member_name (builder, "content");
  json_builder_add_string_value (builder, ".");
  json_builder_end_object (builder);
  json_builder_end_array (builder);
  json_builder_end_object (builder);
  root = json_builder_get_root (builder);
  body = json_to_string (root, FALSE);
  plim_request_set_body (request, "application/json", body);
  request->is_billed = TRUE;
  return request;
}

static PlimRequest *
new_cost_request (const PlimExchange *exchange, const char *page)
{
  g_autofree char *start = plim_time_to_iso8601 (plim_time_month_start (exchange->now));
  g_autofree char *escaped = page != NULL ? plim_escape (page) : NULL;
  g_autofree char *path =
      g_strdup_printf ("/v1/organizations/cost_report?starting_at=%s&bucket_width=1d&limit=31%s%s",
                       start, escaped != NULL ? "&page=" : "", escaped != NULL ? escaped : "");

  return new_request ("GET", path, "admin_key");
}

static PlimRequest *
next_request (const PlimExchange *exchange)
{
  g_auto (Progress) progress = { 0 };
  PlimRequest *request;

  if (!read_progress (exchange, &progress, NULL))
    return NULL;
  switch (progress.step) {
  case STEP_PROBE:
    return new_probe_request (exchange);
  case STEP_COST:
    return new_cost_request (exchange, progress.page);
  case STEP_MODELS:
    return new_request ("GET", "/v1/models?limit=1", "api_key");
  case STEP_SPEND_LIMITS:
    request = new_request ("GET", "/v1/organizations/spend_limits", "admin_key");
    request->is_optional = TRUE;
    return request;
  case STEP_DONE:
  default:
    return NULL;
  }
}

/* Between two probes the numbers of the last one stay on show for a while. */
static void
add_probe (PlimSnapshot *snapshot, const PlimExchange *exchange, const PlimAnswer *answer)
{
  const char *kept = plim_parts_recall (exchange, "probe");
  g_autofree char *read = NULL;

  if (answer == NULL) {
    if (has_probe (exchange) && kept != NULL &&
        !plim_parts_is_due (exchange, "probe_at", PROBE_KEPT_S))
      plim_anthropic_add_rates (snapshot, kept);
    return;
  }
  plim_snapshot_set_owner_id (snapshot,
                              plim_answer_get_header (answer, "anthropic-organization-id"));
  read = plim_anthropic_dup_rates (answer);
  plim_anthropic_add_rates (snapshot, read);
  plim_snapshot_remember (snapshot, "probe", read);
  plim_parts_remember_time (snapshot, "probe_at", exchange->now);
}

static void
add_cost (PlimSnapshot *snapshot, const PlimExchange *exchange, const Progress *progress)
{
  double limit = plim_platform_get_budget (exchange);
  g_autofree char *cap = plim_anthropic_dup_spend_limit (progress->spend_limits);

  if (cap != NULL) {
    plim_snapshot_remember (snapshot, "spend_limit", cap);
    plim_parts_remember_time (snapshot, "spend_limit_at", exchange->now);
  } else {
    cap = g_strdup (plim_exchange_get_memory (exchange, "spend_limit"));
  }
  if (isnan (limit))
    limit = plim_number_from_string (cap) / CENTS;
  plim_parts_add_month_spend (snapshot, exchange->now, progress->cents / CENTS, limit, "USD");
}

static PlimSnapshot *
parse (const PlimExchange *exchange, GError **error)
{
  g_autoptr (PlimSnapshot) snapshot = NULL;
  g_autoptr (GError) refusal = NULL;
  g_auto (Progress) progress = { 0 };

  if (!read_progress (exchange, &progress, &refusal))
    return plim_platform_parse_refusal (exchange, progress.probe, add_probe,
                                        g_steal_pointer (&refusal), error);
  snapshot = plim_snapshot_new (exchange->now);
  add_probe (snapshot, exchange, progress.probe);
  if (is_step_wanted (exchange, STEP_COST))
    add_cost (snapshot, exchange, &progress);
  plim_snapshot_seal (snapshot);
  return g_steal_pointer (&snapshot);
}

static gboolean
check_setup (const PlimExchange *exchange, GError **error)
{
  gboolean has_api_key = plim_exchange_has_secret (exchange, "api_key", FALSE);

  if (!has_api_key && !plim_exchange_has_secret (exchange, "admin_key", FALSE)) {
    plim_set_error (error, PLIM_STATUS_NOT_AUTHENTICATED, PLIM_CAUSE_NONE, "%s",
                    _ ("An API key or an admin key is needed."));
    return FALSE;
  }
  if (!has_api_key && has_probe (exchange)) {
    plim_set_error (error, PLIM_STATUS_NOT_AUTHENTICATED, PLIM_CAUSE_NONE, "%s",
                    _ ("Reading the rate limits needs an API key."));
    return FALSE;
  }
  return TRUE;
}

/* The kinds of keys are told apart by their beginning. */
static char *
normalize_key (const PlimField *field, const char *value, GError **error)
{
  gboolean is_admin_field = g_str_equal (field->id, "admin_key");
  gboolean is_admin_key = g_str_has_prefix (value, "sk-ant-admin");
  const char *advice = NULL;

  if (g_str_has_prefix (value, "sk-ant-oat") || g_str_has_prefix (value, "sk-ant-sid"))
    advice = _ ("This belongs to a Claude subscription, not to the API. Add an account of “Claude” "
                "for it.");
  else if (!g_str_has_prefix (value, "sk-ant-") || strpbrk (value, " ;,=\"") != NULL)
    advice = is_admin_field ? _ ("An admin key begins with “sk-ant-admin”.")
                            : _ ("An API key begins with “sk-ant-api”.");
  else if (is_admin_field && !is_admin_key)
    advice = _ ("This is an ordinary API key. An admin key begins with “sk-ant-admin”.");
  else if (!is_admin_field && is_admin_key)
    advice = _ ("This is an admin key: it belongs into the other field.");
  if (advice == NULL)
    return g_strdup (value);
  plim_set_error (error, PLIM_STATUS_NOT_AUTHENTICATED, PLIM_CAUSE_NONE, "%s", advice);
  return NULL;
}

static const PlimField fields[] = {
  {
      .id = "admin_key",
      .kind = PLIM_FIELD_SECRET,
      .label = N_ ("Admin key"),
      .hint = N_ ("For this month’s cost; begins with “sk-ant-admin”. Only admins of an "
                  "organization can make one"),
      .normalize = normalize_key,
  },
  {
      .id = "api_key",
      .kind = PLIM_FIELD_SECRET,
      .label = N_ ("API key"),
      .hint = N_ ("For the rate limits; begins with “sk-ant-api”"),
      .normalize = normalize_key,
  },
  {
      .id = "monthly_budget",
      .kind = PLIM_FIELD_NUMBER,
      .label = N_ ("Monthly budget in USD"),
      .hint = N_ ("What this month’s cost is measured against"),
      .normalize = plim_platform_normalize_budget,
  },
  {
      .id = "probe",
      .kind = PLIM_FIELD_BOOLEAN,
      .label = N_ ("Read the rate limits (costs money)"),
      .hint = N_ ("Sends one tiny request with the API key at most every 15 minutes. Each is paid: "
                  "a fraction of a cent"),
  },
  {
      .id = "model",
      .kind = PLIM_FIELD_TEXT,
      .label = N_ ("Model"),
      .hint = N_ ("Whose rate limits are read; claude-haiku-4-5 when empty"),
  },
  { NULL },
};

static const char *const steps[] = {
  N_ ("Sign in at platform.claude.com."),
  N_ ("For this month’s cost: as an admin of the organization open Settings, then Admin keys, and "
      "create a key."),
  N_ ("For the rate limits: open Settings, then API keys, create a key, and switch on below that "
      "they are read. Each reading is a tiny paid request."),
  NULL,
};

/* The components of the vendor's status page that bear on it. */
static const char *const status_parts[] = { "api", NULL };

const PlimProvider plim_provider_anthropic = {
  .id = "anthropic",
  .name = "Anthropic API",
  .summary = N_ ("Claude API: this month’s cost and rate limits"),
  .icon_name = "io.github.plimsoll.Plimsoll-provider-anthropic-symbolic",
  .fields = fields,
  .steps = steps,
  .dashboard_uri = "https://platform.claude.com/usage",
  .billing_uri = "https://platform.claude.com/settings/billing",
  .status_uri = "https://status.claude.com/",
  .status_api = "https://status.claude.com/api/v2/summary.json",
  .status_parts = status_parts,
  .origin = "https://api.anthropic.com",
  .interval_s = 15 * 60,
  .minimum_interval_s = 5 * 60,
  .needs_network = TRUE,
  .check_setup = check_setup,
  .next_request = next_request,
  .parse = parse,
};
