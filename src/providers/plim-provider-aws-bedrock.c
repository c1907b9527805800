/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Amazon Bedrock. Two independent things, of which one may lack its permission:
 *
 *   ListServiceQuotas              tokens per minute and day that models may use; every 12 hours
 *   ListAWSDefaultServiceQuotas    the same for models whose quotas were never touched
 *   GetMetricData                  the tokens that they used; paid, a little
 *   GetCostAndUsage                this month's cost; paid, so when switched on, every 6 hours
 *
 * Source: https://docs.aws.amazon.com/servicequotas/2019-06-24/apireference/,
 * https://docs.aws.amazon.com/bedrock/latest/userguide/quotas-token-burndown.html and
 * https://aws.amazon.com/cloudwatch/pricing/, read 2026-11. */
#include "plim-provider.h"

#include "plim-bedrock-cost.h"
#include "plim-bedrock-metrics.h"
#include "plim-bedrock-model.h"
#include "plim-bedrock-request.h"
#include "plim-bedrock-setup.h"
#include "plim-error.h"
#include "plim-json.h"
#include "plim-provider-parts.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#define QUOTAS_INTERVAL_S (12 * PLIM_HOUR_S)
/* The promise made to who pays. */
#define COST_INTERVAL_S (6 * PLIM_HOUR_S)
#define COUNTS_INTERVAL_S PLIM_HOUR_S
#define MAX_PAGES 10

/* What is asked, in this order. */
typedef enum {
  STEP_QUOTAS,
  STEP_DEFAULTS,
  STEP_MINUTES,
  STEP_DAY,
  STEP_COUNTS,
  STEP_COST,
  STEP_DONE,
} Step;

/* What the answers so far mean. */
typedef struct {
  Step step;         /* what is asked next */
  char *page;        /* (nullable): of it, the next one */
  guint next_index;  /* of the first answer that is not read yet */
  GPtrArray *models; /* PlimBedrockModel */
  GPtrArray *usage;  /* PlimBedrockUsage, by the service's own estimate */
  GPtrArray *counts; /* the same, by counting tokens */
  gboolean wants_quotas;
  gboolean has_quotas;
  gboolean has_metrics;
  gboolean has_counts;
  gboolean is_cost_asked;
  double cost; /* NAN when not asked or refused */
  char *currency;
  GError *refusal; /* (nullable): why the first part is left out that is */
} Progress;

static void
progress_clear (Progress *progress)
{
  g_free (progress->page);
  g_clear_pointer (&progress->models, g_ptr_array_unref);
  g_clear_pointer (&progress->usage, g_ptr_array_unref);
  g_clear_pointer (&progress->counts, g_ptr_array_unref);
  g_free (progress->currency);
  g_clear_error (&progress->refusal);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Progress, progress_clear)

static void
progress_begin (Progress *progress, const PlimExchange *exchange)
{
  progress->models = plim_bedrock_models_new (plim_exchange_get_setting (exchange, "models"));
  progress->usage = plim_bedrock_usage_new (progress->models->len);
  progress->counts = plim_bedrock_usage_new (progress->models->len);
  progress->cost = NAN;
  progress->wants_quotas =
      exchange->is_setup || plim_parts_is_due (exchange, "quotas_at", QUOTAS_INTERVAL_S) ||
      g_strcmp0 (plim_parts_recall (exchange, "quotas_in"), plim_bedrock_get_region (exchange)) !=
          0 ||
      !plim_bedrock_models_recall (progress->models, plim_parts_recall (exchange, "quotas"));
}

/* The last cost is of no use in a new month. */
static gboolean
is_cost_due (const PlimExchange *exchange)
{
  gint64 asked_at = plim_time_parse (plim_parts_recall (exchange, "cost_at"));

  return plim_parts_is_due (exchange, "cost_at", COST_INTERVAL_S) ||
         plim_time_month_start (asked_at) != plim_time_month_start (exchange->now);
}

static gboolean
is_idle (GPtrArray *usage)
{
  for (guint i = 0; i < usage->len; i++) {
    if (!((PlimBedrockUsage *) g_ptr_array_index (usage, i))->is_idle)
      return FALSE;
  }
  return TRUE;
}

/* Whether to look if the region lacks the estimate: it is as empty as a model without traffic. */
static gboolean
is_count_wanted (const PlimExchange *exchange, const Progress *progress)
{
  const char *region = plim_bedrock_get_region (exchange);

  if (!progress->has_metrics || !is_idle (progress->usage) ||
      g_strcmp0 (plim_parts_recall (exchange, "estimate_in"), region) == 0)
    return FALSE;
  return g_strcmp0 (plim_parts_recall (exchange, "counts_in"), region) == 0 ||
         plim_parts_is_due (exchange, "counts_at", COUNTS_INTERVAL_S);
}

static gboolean
is_step_wanted (const PlimExchange *exchange, const Progress *progress)
{
  switch (progress->step) {
  case STEP_QUOTAS:
    return progress->models->len > 0 && progress->wants_quotas;
  case STEP_DEFAULTS:
    return progress->has_quotas && plim_bedrock_models_lack_quotas (progress->models);
  case STEP_MINUTES:
    return progress->models->len > 0;
  case STEP_DAY:
    return progress->has_metrics && plim_bedrock_models_has_daily (progress->models);
  case STEP_COUNTS:
    return is_count_wanted (exchange, progress);
  case STEP_COST:
    return plim_exchange_get_setting_boolean (exchange, "cost") && is_cost_due (exchange);
  case STEP_DONE:
  default:
    return TRUE;
  }
}

static gboolean
read_page (const PlimExchange *exchange,
           Progress *progress,
           const PlimAnswer *answer,
           GError **error)
{
  gint64 now = exchange->now;

  switch (progress->step) {
  case STEP_QUOTAS:
  case STEP_DEFAULTS:
    return plim_bedrock_models_read_quotas (progress->models, answer, &progress->page, error);
  case STEP_MINUTES:
    return plim_bedrock_metrics_read (PLIM_BEDROCK_MINUTES, progress->usage, answer, now,
                                      &progress->page, error);
  case STEP_DAY:
    return plim_bedrock_metrics_read (PLIM_BEDROCK_DAY, progress->usage, answer, now,
                                      &progress->page, error);
  case STEP_COUNTS:
    return plim_bedrock_metrics_read (PLIM_BEDROCK_COUNTS, progress->counts, answer, now,
                                      &progress->page, error);
  case STEP_COST:
    if (isnan (progress->cost))
      progress->cost = 0;
    return plim_bedrock_has_no_data (answer) ||
           plim_bedrock_cost_read (answer, &progress->cost, &progress->currency, &progress->page,
                                   error);
  case STEP_DONE:
  default:
    g_return_val_if_reached (FALSE);
  }
}

static gboolean
check_page (const PlimExchange *exchange,
            Progress *progress,
            const PlimAnswer *answer,
            GError **error)
{
  gboolean is_cost = progress->step == STEP_COST;

  return ((is_cost && plim_bedrock_has_no_data (answer)) ||
          plim_bedrock_check (answer, exchange->now, error)) &&
         read_page (exchange, progress, answer, error);
}

/* All pages of a step are there. */
static void
finish_step (Progress *progress)
{
  if (progress->step == STEP_QUOTAS)
    progress->has_quotas = TRUE;
  if (progress->step == STEP_QUOTAS)
    plim_bedrock_models_settle (progress->models);
  if (progress->step == STEP_MINUTES)
    progress->has_metrics = TRUE;
  if (progress->step == STEP_COUNTS)
    progress->has_counts = !is_idle (progress->counts);
  progress->step++;
}

/* A part whose permission is missing is left out, if another one works. Counting is but a try. */
static gboolean
skip_part (const PlimExchange *exchange, Progress *progress, GError *refusal, GError **error)
{
  if (progress->step != STEP_COUNTS &&
      plim_error_get_status (refusal) != PLIM_STATUS_MISCONFIGURED) {
    g_propagate_error (error, refusal);
    return FALSE;
  }
  if (progress->step == STEP_QUOTAS)
    plim_bedrock_models_recall (progress->models, plim_parts_recall (exchange, "quotas"));
  if (progress->step == STEP_COST)
    progress->cost = NAN;
  if (progress->refusal == NULL)
    progress->refusal = refusal;
  else
    g_error_free (refusal);
  g_clear_pointer (&progress->page, g_free);
  progress->step++;
  return TRUE;
}

/* Reads the pages of a step that are there. Returns whether all is well; when the step is still the
 * same then, progress->page says what to ask. */
static gboolean
read_step (const PlimExchange *exchange, Progress *progress, GError **error)
{
  for (guint n_pages = 1;; n_pages++) {
    const PlimAnswer *answer = plim_exchange_get_answer (exchange, progress->next_index);
    GError *refusal = NULL;

    if (answer == NULL)
      return TRUE;
    progress->next_index++;
    progress->is_cost_asked = progress->step == STEP_COST;
    g_clear_pointer (&progress->page, g_free);
    if (!check_page (exchange, progress, answer, &refusal))
      return skip_part (exchange, progress, refusal, error);
    if (progress->page == NULL) {
      finish_step (progress);
      return TRUE;
    }
    if (n_pages == MAX_PAGES) {
      plim_set_error (error, PLIM_STATUS_INVALID_RESPONSE, PLIM_CAUSE_NONE,
                      "an answer does not end after page %d", MAX_PAGES);
      return FALSE;
    }
  }
}

/* Returns whether the answers so far are good; progress->step then says what to ask next. */
static gboolean
read_progress (const PlimExchange *exchange, Progress *progress, GError **error)
{
  progress_begin (progress, exchange);
  while (progress->step != STEP_DONE) {
    Step step = progress->step;

    if (!is_step_wanted (exchange, progress))
      progress->step++;
    else if (!read_step (exchange, progress, error))
      return FALSE;
    else if (progress->step == step)
      return TRUE;
  }
  return TRUE;
}

static PlimRequest *
new_quotas_request (const PlimExchange *exchange, PlimBedrockCall call, const char *page)
{
  g_autoptr (JsonNode) root =
      json_from_string ("{\"ServiceCode\": \"bedrock\", \"MaxResults\": 100}", NULL);
  g_autofree char *body = NULL;

  if (page != NULL)
    json_object_set_string_member (json_node_get_object (root), "NextToken", page);
  body = json_to_string (root, FALSE);
  return plim_bedrock_request_new (exchange, call, body);
}

static PlimRequest *
new_metrics_request (const PlimExchange *exchange,
                     const Progress *progress,
                     PlimBedrockMetric metric)
{
  g_autofree char *body =
      plim_bedrock_metrics_dup_body (metric, progress->models, exchange->now, progress->page);

  return plim_bedrock_request_new (exchange, PLIM_BEDROCK_GET_METRICS, body);
}

static PlimRequest *
new_cost_request (const PlimExchange *exchange, const char *page)
{
  g_autofree char *body = plim_bedrock_cost_dup_body (exchange->now, page);

  PlimRequest *request = plim_bedrock_request_new (exchange, PLIM_BEDROCK_GET_COST, body);

  request->is_billed = TRUE;
  return request;
}

static PlimRequest *
next_request (const PlimExchange *exchange)
{
  g_auto (Progress) progress = { 0 };
  PlimRequest *request;

  if (!read_progress (exchange, &progress, NULL))
    return NULL;
  switch (progress.step) {
  case STEP_QUOTAS:
    return new_quotas_request (exchange, PLIM_BEDROCK_LIST_QUOTAS, progress.page);
  case STEP_DEFAULTS:
    return new_quotas_request (exchange, PLIM_BEDROCK_LIST_DEFAULTS, progress.page);
  case STEP_MINUTES:
    return new_metrics_request (exchange, &progress, PLIM_BEDROCK_MINUTES);
  case STEP_DAY:
    return new_metrics_request (exchange, &progress, PLIM_BEDROCK_DAY);
  case STEP_COUNTS:
    request = new_metrics_request (exchange, &progress, PLIM_BEDROCK_COUNTS);
    request->is_optional = TRUE;
    return request;
  case STEP_COST:
    return new_cost_request (exchange, progress.page);
  case STEP_DONE:
  default:
    return NULL;
  }
}

static void
fill_window (PlimUsageWindow *window, const PlimBedrockModel *model, double used, double limit)
{
  window->scope = g_strdup (model->id);
  window->unit = g_strdup ("tokens");
  window->used = used;
  window->limit = limit;
  /* A quota of 0 says that the model is not granted. */
  window->limit_reached = limit <= 0;
  plim_usage_window_derive_percent (window);
  window->provenance = PLIM_PROVENANCE_ESTIMATED;
}

static void
add_model (PlimSnapshot *snapshot,
           const PlimBedrockModel *model,
           const PlimBedrockUsage *usage,
           gint64 now)
{
  g_autofree char *slug = plim_slug (model->id);
  g_autofree char *minute_id = g_strconcat ("tpm:", slug, NULL);
  g_autofree char *day_id = g_strconcat ("tpd:", slug, NULL);
  PlimUsageWindow *window;

  if (!isnan (usage->highest)) {
    window = plim_snapshot_add_window (snapshot, minute_id, PLIM_WINDOW_RATE);
    window->title = g_strdup (N_ ("Tokens per minute"));
    window->length_s = 60;
    fill_window (window, model, usage->highest, model->per_minute.value);
  }
  if (!isnan (usage->today) && !isnan (model->per_day.value)) {
    window = plim_snapshot_add_window (snapshot, day_id, PLIM_WINDOW_FIXED);
    window->title = g_strdup (N_ ("Tokens today"));
    window->length_s = PLIM_DAY_S;
    /* That the day is UTC's is not documented. */
    window->resets_at = now - now % PLIM_DAY_S + PLIM_DAY_S;
    window->resets_at_estimated = TRUE;
    fill_window (window, model, usage->today, model->per_day.value);
  }
}

static void
add_models (PlimSnapshot *snapshot, const PlimExchange *exchange, const Progress *progress)
{
  GPtrArray *usage = progress->has_counts ? progress->counts : progress->usage;

  for (guint i = 0; i < progress->models->len; i++)
    add_model (snapshot, g_ptr_array_index (progress->models, i), g_ptr_array_index (usage, i),
               exchange->now);
}

static void
add_cost (PlimSnapshot *snapshot, const PlimExchange *exchange, double cost, const char *currency)
{
  double budget = plim_exchange_get_setting_number (exchange, "monthly_budget");
  PlimUsageWindow *window = plim_parts_add_month_spend (snapshot, exchange->now, cost, budget,
                                                        currency != NULL ? currency : "USD");

  g_free (window->title);
  window->title = g_strdup (N_ ("Cost this month"));
  window->provenance = PLIM_PROVENANCE_DERIVED;
}

static void
remember (PlimSnapshot *snapshot, const PlimExchange *exchange, const Progress *progress)
{
  const char *region = plim_bedrock_get_region (exchange);
  g_autofree char *quotas = plim_bedrock_models_dup_quotas (progress->models);
  char cost[G_ASCII_DTOSTR_BUF_SIZE] = "";

  if (progress->has_quotas) {
    plim_snapshot_remember (snapshot, "quotas", quotas);
    plim_snapshot_remember (snapshot, "quotas_in", region);
    plim_parts_remember_time (snapshot, "quotas_at", exchange->now);
  }
  if (progress->has_metrics && !is_idle (progress->usage))
    plim_snapshot_remember (snapshot, "estimate_in", region);
  if (progress->has_metrics && is_count_wanted (exchange, progress))
    plim_parts_remember_time (snapshot, "counts_at", exchange->now);
  if (progress->has_counts)
    plim_snapshot_remember (snapshot, "counts_in", region);
  if (progress->is_cost_asked) {
    if (!isnan (progress->cost))
      g_ascii_formatd (cost, sizeof cost, "%.6f", progress->cost);
    plim_snapshot_remember (snapshot, "cost", cost);
    plim_snapshot_remember (snapshot, "cost_currency",
                            progress->currency != NULL ? progress->currency : "");
    plim_parts_remember_time (snapshot, "cost_at", exchange->now);
  }
}

/* Between two readings the last cost stays on show. */
static void
recall_cost (const PlimExchange *exchange, Progress *progress)
{
  if (progress->is_cost_asked || !plim_exchange_get_setting_boolean (exchange, "cost") ||
      is_cost_due (exchange))
    return;
  progress->cost = plim_number_from_string (plim_parts_recall (exchange, "cost"));
  progress->currency = g_strdup (plim_parts_recall (exchange, "cost_currency"));
}

static PlimSnapshot *
parse (const PlimExchange *exchange, GError **error)
{
  g_autoptr (PlimSnapshot) snapshot = NULL;
  g_auto (Progress) progress = { 0 };

  if (!read_progress (exchange, &progress, error))
    return NULL;
  recall_cost (exchange, &progress);
  if (!progress.has_metrics && isnan (progress.cost)) {
    if (progress.refusal != NULL)
      g_propagate_error (error, g_steal_pointer (&progress.refusal));
    else
      plim_set_error (error, PLIM_STATUS_MISCONFIGURED, PLIM_CAUSE_NONE,
                      "there are neither models nor a cost that may be read");
    return NULL;
  }
  snapshot = plim_snapshot_new (exchange->now);
  if (progress.has_metrics)
    add_models (snapshot, exchange, &progress);
  if (progress.has_metrics && plim_snapshot_get_n_windows (snapshot) == 0) {
    plim_set_error (error, PLIM_STATUS_INVALID_RESPONSE, PLIM_CAUSE_NONE,
                    "“MetricDataResults” says nothing of any model");
    return NULL;
  }
  if (!isnan (progress.cost))
    add_cost (snapshot, exchange, progress.cost, progress.currency);
  remember (snapshot, exchange, &progress);
  plim_snapshot_seal (snapshot);
  return g_steal_pointer (&snapshot);
}

/* Those that do not depend on the region's name being right. */
static const char *const other_origins[] = { "https://ce.us-east-1.amazonaws.com",
                                             "https://ce.cn-northwest-1.amazonaws.com.cn",
                                             "https://servicequotas.us-east-1.amazonaws.com",
                                             NULL };

const PlimProvider plim_provider_aws_bedrock = {
  .id = "aws-bedrock",
  .name = "Amazon Bedrock",
  .summary = N_ ("Tokens of chosen models against their quotas, and this month’s cost"),
  .icon_name = "io.github.plimsoll.Plimsoll-provider-aws-bedrock-symbolic",
  .fields = plim_bedrock_fields,
  .steps = plim_bedrock_steps,
  .dashboard_uri = "https://console.aws.amazon.com/bedrock/home",
  .billing_uri = "https://console.aws.amazon.com/costmanagement/home",
  .status_uri = "https://health.aws.amazon.com/health/status",
  .origin = "https://monitoring.us-east-1.amazonaws.com",
  .other_origins = other_origins,
  .interval_s = 5 * 60,
  .minimum_interval_s = 2 * 60,
  .rate_limit_wait_s = 60,
  .needs_network = TRUE,
  .check_setup = plim_bedrock_check_setup,
  .next_request = next_request,
  .parse = parse,
};
