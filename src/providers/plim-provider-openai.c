/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* OpenAI API platform. Two independent things:
 *
 *   POST /v1/responses                      rate limits, in the headers of a tiny paid request that
 *                                           the user has switched on
 *   GET /v1/organization/costs              this month's cost, with an admin key, in pages
 *   GET /v1/organization[/projects/ID]/spend_limit   optional: the platform's own cap
 *
 * Source: https://platform.openai.com/docs/api-reference/usage/costs and
 * https://platform.openai.com/docs/guides/rate-limits, read 2026-11. */
#include "plim-provider.h"

#include "plim-error.h"
#include "plim-json.h"
#include "plim-openai-costs.h"
#include "plim-openai-rates.h"
#include "plim-openai-setup.h"
#include "plim-platform.h"
#include "plim-provider-parts.h"

#include <glib/gi18n-lib.h>
#include <math.h>

/* The promise made to who pays for the probes. */
#define PROBE_INTERVAL_S (15 * 60)
/* A poll comes a little early now and then, so a probe may be skipped once; its numbers stay. */
#define PROBE_KEPT_S (2 * PROBE_INTERVAL_S)

/* What is asked, in this order. */
typedef enum {
  STEP_PROBE,
  STEP_COSTS,
  STEP_SPEND_LIMIT,
  STEP_DONE,
} Step;

/* What the answers so far mean. */
typedef struct {
  Step step;                     /* what is asked next */
  char *page;                    /* (nullable): of the costs, the next one */
  GHashTable *costs;             /* the sums of all pages */
  const PlimAnswer *probe;       /* (nullable): */
  const PlimAnswer *spend_limit; /* (nullable): */
  guint next_index;              /* of the first answer that is not read yet */
} Progress;

static void
progress_clear (Progress *progress)
{
  g_free (progress->page);
  g_hash_table_unref (progress->costs);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Progress, progress_clear)

static gboolean
has_probe (const PlimExchange *exchange)
{
  return plim_exchange_get_setting_boolean (exchange, "probe") &&
         plim_exchange_get_setting (exchange, "model") != NULL;
}

static gboolean
has_admin_key (const PlimExchange *exchange)
{
  return plim_exchange_has_secret (exchange, "admin_key", !has_probe (exchange));
}

/* Neither the numbers of another model nor the cap of another project count. */
static gboolean
is_probe_due (const PlimExchange *exchange)
{
  return plim_parts_is_due (exchange, "probe_at", PROBE_INTERVAL_S) ||
         !plim_openai_are_rates_of (plim_parts_recall (exchange, "probe"),
                                    plim_exchange_get_setting (exchange, "model"));
}

static gboolean
is_same_project (const PlimExchange *exchange)
{
  return g_strcmp0 (plim_parts_recall (exchange, "spend_limit_project"),
                    plim_exchange_get_setting (exchange, "project")) == 0;
}

static gboolean
is_step_wanted (const PlimExchange *exchange, Step step)
{
  switch (step) {
  case STEP_PROBE:
    return has_probe (exchange) && plim_exchange_has_secret (exchange, "api_key", TRUE) &&
           is_probe_due (exchange);
  case STEP_COSTS:
    return has_admin_key (exchange);
  case STEP_SPEND_LIMIT:
    return has_admin_key (exchange) && isnan (plim_platform_get_budget (exchange)) &&
           (exchange->is_setup || !is_same_project (exchange) ||
            plim_parts_is_due (exchange, "spend_limit_at", PLIM_HOUR_S));
  case STEP_DONE:
  default:
    return TRUE;
  }
}

static gboolean
is_spent (const char *code)
{
  static const char *const codes[] = { "insufficient_quota", "organization_spend_limit_exceeded",
                                       "project_spend_limit_exceeded", NULL };

  return code != NULL && g_strv_contains (codes, code);
}

static gboolean
lacks_scope (const char *message)
{
  return plim_parts_has_text (message, "missing scopes") ||
         plim_parts_has_text (message, "insufficient permissions");
}

/* What the user typed that the path or the body holds. */
static gboolean
asks_for_typed (const PlimExchange *exchange, Step step)
{
  return step == STEP_PROBE || plim_exchange_get_setting (exchange, "project") != NULL;
}

static gboolean
check_answer (const PlimAnswer *answer, const PlimExchange *exchange, Step step, GError **error)
{
  g_autoptr (JsonObject) root = answer->status >= 400 ? plim_parts_dup_error (answer) : NULL;
  JsonObject *detail = plim_json_get_object (root, "error");
  const char *code = plim_json_get_string (detail, "code");
  const char *message = plim_json_get_string (detail, "message");
  gboolean is_denied = answer->status == 401 || answer->status == 403;

  if (is_denied && lacks_scope (message))
    plim_platform_set_refused (error, PLIM_STATUS_MISCONFIGURED, PLIM_CAUSE_MISSING_PERMISSION,
                               answer, message);
  else if (answer->status == 403 && g_strcmp0 (code, "unsupported_country_region_territory") == 0)
    plim_platform_set_refused (error, PLIM_STATUS_PROVIDER_UNAVAILABLE, PLIM_CAUSE_REGION, answer,
                               message);
  else if ((answer->status == 403 && g_strcmp0 (code, "model_not_found") == 0) ||
           (answer->status == 404 && detail != NULL && asks_for_typed (exchange, step)))
    plim_platform_set_refused (error, PLIM_STATUS_MISCONFIGURED, PLIM_CAUSE_NONE, answer, message);
  else if (answer->status == 429 && is_spent (code))
    plim_platform_set_refused (error, PLIM_STATUS_RATE_LIMITED, PLIM_CAUSE_NONE, answer,
                               "credit or spend limit exhausted");
  else
    return plim_answer_check (answer, exchange->now, error);
  return FALSE;
}

/* Sums up the pages that are there, from progress->next_index on. Returns whether all is well;
 * progress->page then says whether another one is needed. */
static gboolean
read_costs (const PlimExchange *exchange, Progress *progress, GError **error)
{
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  const PlimAnswer *answer;

  for (;;) {
    answer = plim_exchange_get_answer (exchange, progress->next_index);
    if (answer == NULL)
      return TRUE;
    progress->next_index++;
    g_clear_pointer (&progress->page, g_free);
    if (!check_answer (answer, exchange, STEP_COSTS, error) ||
        !plim_openai_read_costs_page (answer, progress->costs, &progress->page, error))
      return FALSE;
    if (progress->page == NULL) {
      progress->step++;
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
  if (step == STEP_SPEND_LIMIT) {
    progress->spend_limit = answer;
    return TRUE;
  }
  progress->probe = answer;
  return check_answer (answer, exchange, step, error);
}

/* Returns whether the answers so far are good; progress->step then says what to ask next. */
static gboolean
read_progress (const PlimExchange *exchange, Progress *progress, GError **error)
{
  while (progress->step != STEP_DONE) {
    Step step = progress->step;
    gboolean is_good;

    if (!is_step_wanted (exchange, step)) {
      progress->step++;
      continue;
    }
    is_good = step == STEP_COSTS ? read_costs (exchange, progress, error)
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
  plim_request_add_credential (request, PLIM_CREDENTIAL_BEARER, NULL, secret_field, NULL);
  return request;
}

static PlimRequest *
new_probe_request (const PlimExchange *exchange)
{
  PlimRequest *request = new_request ("POST", "/v1/responses", "api_key");
  g_autofree char *model = plim_parts_dup_quoted (plim_exchange_get_setting (exchange, "model"));
  g_autofree char *body =
      g_strdup_printf ("{\"model\": %s, \"input\": \"ping\", \"max_output_tokens\": 16}", model);

  plim_request_set_body (request, "application/json", body);
  request->is_billed = TRUE;
  return request;
}

static PlimRequest *
new_costs_request (const PlimExchange *exchange, const char *page)
{
  const char *project = plim_exchange_get_setting (exchange, "project");
  g_autoptr (GString) path = g_string_new (NULL);

  g_string_printf (path,
                   "/v1/organization/costs?start_time=%" G_GINT64_FORMAT
                   "&bucket_width=1d&limit=31",
                   plim_time_month_start (exchange->now));
  if (project != NULL) {
    g_autofree char *escaped = plim_escape (project);

    g_string_append_printf (path, "&project_ids=%s", escaped);
  }
  if (page != NULL) {
    g_autofree char *escaped = plim_escape (page);

    g_string_append_printf (path, "&page=%s", escaped);
  }
  return new_request ("GET", path->str, "admin_key");
}

static PlimRequest *
new_spend_limit_request (const PlimExchange *exchange)
{
  const char *project = plim_exchange_get_setting (exchange, "project");
  g_autofree char *escaped = project != NULL ? plim_escape (project) : NULL;
  g_autofree char *path =
      g_strconcat ("/v1/organization/", escaped != NULL ? "projects/" : "",
                   escaped != NULL ? escaped : "", escaped != NULL ? "/" : "", "spend_limit", NULL);
  PlimRequest *request = new_request ("GET", path, "admin_key");

  request->is_optional = TRUE;
  return request;
}

static PlimRequest *
next_request (const PlimExchange *exchange)
{
  g_auto (Progress) progress = { .costs = plim_openai_costs_new () };

  if (!read_progress (exchange, &progress, NULL))
    return NULL;
  switch (progress.step) {
  case STEP_PROBE:
    return new_probe_request (exchange);
  case STEP_COSTS:
    return new_costs_request (exchange, progress.page);
  case STEP_SPEND_LIMIT:
    return new_spend_limit_request (exchange);
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
  const char *model = plim_exchange_get_setting (exchange, "model");
  g_autofree char *read = NULL;

  if (!has_probe (exchange))
    return;
  if (answer == NULL) {
    if (plim_openai_are_rates_of (kept, model) &&
        !plim_parts_is_due (exchange, "probe_at", PROBE_KEPT_S))
      plim_openai_add_rates (snapshot, kept, 0);
    return;
  }
  read = plim_openai_dup_rates (answer, exchange->now, model);
  plim_openai_add_rates (snapshot, read, 0);
  plim_snapshot_remember (snapshot, "probe", read);
  plim_parts_remember_time (snapshot, "probe_at", exchange->now);
}

/* (transfer full) (nullable): the platform's own cap, as it is known now. */
static char *
update_spend_limit (PlimSnapshot *snapshot, const PlimExchange *exchange, const PlimAnswer *answer)
{
  const char *project = plim_exchange_get_setting (exchange, "project");
  g_autofree char *limit = plim_openai_dup_spend_limit (answer);

  if (limit == NULL && is_same_project (exchange))
    limit = g_strdup (plim_parts_recall (exchange, "spend_limit"));
  if (answer != NULL && answer->status != 0) {
    plim_snapshot_remember (snapshot, "spend_limit", limit != NULL ? limit : "");
    plim_snapshot_remember (snapshot, "spend_limit_project", project != NULL ? project : "");
    plim_parts_remember_time (snapshot, "spend_limit_at", exchange->now);
  }
  return g_steal_pointer (&limit);
}

static void
add_costs (PlimSnapshot *snapshot, const PlimExchange *exchange, const Progress *progress)
{
  g_autofree char *own_limit = update_spend_limit (snapshot, exchange, progress->spend_limit);
  double limit = plim_platform_get_budget (exchange);

  if (isnan (limit))
    limit = plim_number_from_string (own_limit);
  plim_openai_add_costs (snapshot, exchange->now, progress->costs, limit);
}

static PlimSnapshot *
parse (const PlimExchange *exchange, GError **error)
{
  g_autoptr (PlimSnapshot) snapshot = NULL;
  g_autoptr (GError) refusal = NULL;
  g_auto (Progress) progress = { .costs = plim_openai_costs_new () };

  if (!read_progress (exchange, &progress, &refusal))
    return plim_platform_parse_refusal (exchange, progress.probe, add_probe,
                                        g_steal_pointer (&refusal), error);
  snapshot = plim_snapshot_new (exchange->now);
  add_probe (snapshot, exchange, progress.probe);
  if (has_admin_key (exchange))
    add_costs (snapshot, exchange, &progress);
  plim_snapshot_seal (snapshot);
  return g_steal_pointer (&snapshot);
}

static const char *const steps[] = {
  N_ ("Sign in at platform.openai.com."),
  N_ ("For this month’s cost: as an owner of the organization open Settings, then Admin keys, and "
      "create a key. The permission to read usage (“api.usage.read”) is enough."),
  N_ ("For the rate limits: open Settings, then API keys, create a key, and switch on below that "
      "they are read. Each reading is a tiny paid request."),
  NULL,
};

/* The components of the vendor's status page that bear on it. */
static const char *const status_parts[] = { "api", "responses", "chat completions", NULL };

const PlimProvider plim_provider_openai = {
  .id = "openai",
  .name = "OpenAI API",
  .summary = N_ ("OpenAI platform: this month’s cost and rate limits"),
  .icon_name = "io.github.plimsoll.Plimsoll-provider-openai-symbolic",
  .fields = plim_openai_fields,
  .steps = steps,
  .dashboard_uri = "https://platform.openai.com/usage",
  .billing_uri = "https://platform.openai.com/settings/organization/billing/overview",
  .status_uri = "https://status.openai.com/",
  .status_api = "https://status.openai.com/api/v2/summary.json",
  .status_parts = status_parts,
  .origin = "https://api.openai.com",
  .interval_s = 15 * 60,
  .minimum_interval_s = 5 * 60,
  /* What is spent is not there again a minute later. */
  .rate_limit_wait_s = 30 * 60,
  .needs_network = TRUE,
  .check_setup = plim_openai_check_setup,
  .next_request = next_request,
  .parse = parse,
};
