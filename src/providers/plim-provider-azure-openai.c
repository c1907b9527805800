/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Azure OpenAI. Two independent things:
 *
 *   POST ENDPOINT/openai/…/chat/completions    the live rate limit of a deployment, in the headers
 *                                              of a tiny paid request that the user has switched on
 *   POST login.microsoftonline.com/TENANT/…    a token for the other one, anew at each poll
 *   GET management.azure.com/…/usages          the quota that is allocated to deployments, in pages
 *
 * Source: https://learn.microsoft.com/azure/ai-foundry/openai/reference and
 * https://learn.microsoft.com/rest/api/aiservices/accountmanagement/usages/list, read 2026-10. */
#include "plim-provider.h"

#include "plim-azure-refusal.h"
#include "plim-azure-setup.h"
#include "plim-azure-usages.h"
#include "plim-error.h"
#include "plim-openai-rates.h"
#include "plim-provider-parts.h"

#include <glib/gi18n-lib.h>

#define LOGIN "https://login.microsoftonline.com"
#define DEFAULT_VERSION "2024-10-21"
/* The promise made to who pays for the probes. */
#define PROBE_INTERVAL_S (15 * 60)
/* A poll comes a little early now and then, so a probe may be skipped once; its numbers stay. */
#define PROBE_KEPT_S (2 * PROBE_INTERVAL_S)
#define RATE_S 60
#define MAX_PAGES 20

/* What is asked, in this order. */
typedef enum {
  STEP_PROBE,
  STEP_PROBE_AGAIN, /* with the other name of the tokens' limit */
  STEP_TOKEN,
  STEP_USAGES,
  STEP_DONE,
} Step;

/* What the answers so far mean. */
typedef struct {
  Step step;               /* what is asked next */
  const PlimAnswer *probe; /* (nullable): the last one */
  gboolean is_renamed;     /* the model takes max_completion_tokens */
  gboolean has_token;
  guint token;       /* then, the index of its answer */
  guint first_usage; /* the index of the answer with the first page */
  guint n_usages;
  char *next_path;  /* (nullable): of the next page */
  guint next_index; /* of the first answer that is not read yet */
} Progress;

static void
progress_clear (Progress *progress)
{
  g_free (progress->next_path);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Progress, progress_clear)

static const char *
get_version (const PlimExchange *exchange)
{
  const char *version = plim_exchange_get_setting (exchange, "api_version");

  return version != NULL ? version : DEFAULT_VERSION;
}

static gboolean
has_probe (const PlimExchange *exchange)
{
  return plim_exchange_get_setting_boolean (exchange, "probe") &&
         plim_exchange_get_setting (exchange, "deployment") != NULL &&
         plim_exchange_has_secret (exchange, "api_key", TRUE);
}

static gboolean
has_allocation (const PlimExchange *exchange)
{
  return plim_exchange_get_setting (exchange, "subscription") != NULL &&
         plim_exchange_get_setting (exchange, "region") != NULL &&
         plim_exchange_has_secret (exchange, "client_secret", TRUE);
}

static gboolean
is_step_wanted (const PlimExchange *exchange, const Progress *progress)
{
  const char *deployment = plim_exchange_get_setting (exchange, "deployment");

  switch (progress->step) {
  case STEP_PROBE:
    return has_probe (exchange) &&
           (plim_parts_is_due (exchange, "probe_at", PROBE_INTERVAL_S) ||
            !plim_openai_are_rates_of (plim_parts_recall (exchange, "probe"), deployment));
  case STEP_PROBE_AGAIN:
    return progress->is_renamed;
  case STEP_TOKEN:
    return has_allocation (exchange) && plim_exchange_get_setting (exchange, "tenant") != NULL &&
           plim_exchange_get_setting (exchange, "client") != NULL;
  case STEP_USAGES:
    return has_allocation (exchange);
  case STEP_DONE:
  default:
    return TRUE;
  }
}

/* Whether this deployment is known to take max_completion_tokens. */
static gboolean
is_known_as_renamed (const PlimExchange *exchange)
{
  return g_strcmp0 (plim_parts_recall (exchange, "renamed"),
                    plim_exchange_get_setting (exchange, "deployment")) == 0;
}

static gboolean
read_probe (const PlimExchange *exchange,
            Progress *progress,
            const PlimAnswer *answer,
            GError **error)
{
  progress->probe = answer;
  if (progress->step++ == STEP_PROBE && !is_known_as_renamed (exchange) &&
      plim_azure_wants_completion_tokens (answer)) {
    progress->is_renamed = TRUE;
    return TRUE;
  }
  return plim_azure_check_probe (answer, exchange->now, error);
}

static gboolean
read_usages (const PlimExchange *exchange,
             Progress *progress,
             const PlimAnswer *answer,
             GError **error)
{
  if (progress->n_usages++ == 0)
    progress->first_usage = progress->next_index - 1;
  if (!plim_azure_check_management (answer, exchange->now, error))
    return FALSE;
  g_clear_pointer (&progress->next_path, g_free);
  if (progress->n_usages < MAX_PAGES)
    progress->next_path = plim_azure_dup_next_path (answer);
  if (progress->next_path == NULL)
    progress->step++;
  return TRUE;
}

static gboolean
read_answer (const PlimExchange *exchange,
             Progress *progress,
             const PlimAnswer *answer,
             GError **error)
{
  switch (progress->step) {
  case STEP_PROBE:
  case STEP_PROBE_AGAIN:
    return read_probe (exchange, progress, answer, error);
  case STEP_TOKEN:
    progress->has_token = TRUE;
    progress->token = progress->next_index - 1;
    progress->step++;
    return plim_azure_check_token (answer, exchange->now, error);
  case STEP_USAGES:
    return read_usages (exchange, progress, answer, error);
  case STEP_DONE:
  default:
    g_return_val_if_reached (FALSE);
  }
}

/* Returns whether the answers so far are good; progress->step then says what to ask next. */
static gboolean
read_progress (const PlimExchange *exchange, Progress *progress, GError **error)
{
  while (progress->step != STEP_DONE) {
    const PlimAnswer *answer = plim_exchange_get_answer (exchange, progress->next_index);

    if (!is_step_wanted (exchange, progress)) {
      progress->step++;
      continue;
    }
    if (answer == NULL)
      return TRUE;
    progress->next_index++;
    if (!read_answer (exchange, progress, answer, error))
      return FALSE;
  }
  return TRUE;
}

static char *
dup_probe_path (const PlimExchange *exchange)
{
  g_autofree char *deployment = plim_escape (plim_exchange_get_setting (exchange, "deployment"));
  g_autofree char *version = plim_escape (get_version (exchange));

  if (g_str_equal (version, "v1"))
    return g_strdup ("/openai/v1/chat/completions");
  return g_strdup_printf ("/openai/deployments/%s/chat/completions?api-version=%s", deployment,
                          version);
}

static PlimRequest *
new_probe_request (const PlimExchange *exchange, gboolean is_renamed)
{
  gboolean is_v1 = g_str_equal (get_version (exchange), "v1");
  g_autofree char *path = dup_probe_path (exchange);
  g_autofree char *deployment =
      plim_parts_dup_quoted (plim_exchange_get_setting (exchange, "deployment"));
  g_autofree char *body =
      g_strdup_printf ("{%s%s%s\"messages\": [{\"role\": \"user\", \"content\": \"ping\"}], %s}",
                       is_v1 ? "\"model\": " : "", is_v1 ? deployment : "", is_v1 ? ", " : "",
                       is_v1 || is_renamed ? "\"max_completion_tokens\": 16" : "\"max_tokens\": 1");
  PlimRequest *request = plim_request_new ("POST", path);

  plim_request_add_header (request, "Accept", "application/json");
  plim_request_set_body (request, "application/json", body);
  request->is_billed = TRUE;
  plim_request_add_credential (request, PLIM_CREDENTIAL_HEADER, "api-key", "api_key", NULL);
  return request;
}

static PlimRequest *
new_token_request (const PlimExchange *exchange)
{
  g_autofree char *tenant = plim_escape (plim_exchange_get_setting (exchange, "tenant"));
  g_autofree char *client = plim_escape (plim_exchange_get_setting (exchange, "client"));
  g_autofree char *scope = plim_escape (PLIM_AZURE_MANAGEMENT "/.default");
  g_autofree char *path = g_strdup_printf ("/%s/oauth2/v2.0/token", tenant);
  g_autofree char *body =
      g_strdup_printf ("grant_type=client_credentials&client_id=%s&scope=%s", client, scope);
  PlimRequest *request = plim_request_new ("POST", path);

  request->origin = g_strdup (LOGIN);
  plim_request_add_header (request, "Accept", "application/json");
  plim_request_set_body (request, "application/x-www-form-urlencoded", body);
  plim_request_add_credential (request, PLIM_CREDENTIAL_FORM, "client_secret", "client_secret",
                               NULL);
  return request;
}

static char *
dup_usages_path (const PlimExchange *exchange)
{
  g_autofree char *subscription =
      plim_escape (plim_exchange_get_setting (exchange, "subscription"));
  g_autofree char *region = plim_escape (plim_exchange_get_setting (exchange, "region"));

  return g_strdup_printf ("/subscriptions/%s/providers/Microsoft.CognitiveServices/locations/%s/"
                          "usages?api-version=2024-10-01",
                          subscription, region);
}

/* Without a tenant there is no token to send; the answer then says that one is needed. */
static PlimRequest *
new_usages_request (const PlimExchange *exchange, const Progress *progress)
{
  g_autofree char *path =
      progress->next_path != NULL ? g_strdup (progress->next_path) : dup_usages_path (exchange);
  PlimRequest *request = plim_request_new ("GET", path);

  request->origin = g_strdup (PLIM_AZURE_MANAGEMENT);
  plim_request_add_header (request, "Accept", "application/json");
  if (progress->has_token)
    plim_request_add_token (request, PLIM_CREDENTIAL_BEARER, NULL, progress->token, "access_token");
  return request;
}

static PlimRequest *
next_request (const PlimExchange *exchange)
{
  g_auto (Progress) progress = { 0 };

  if (!read_progress (exchange, &progress, NULL))
    return NULL;
  switch (progress.step) {
  case STEP_PROBE:
    return new_probe_request (exchange, is_known_as_renamed (exchange));
  case STEP_PROBE_AGAIN:
    return new_probe_request (exchange, TRUE);
  case STEP_TOKEN:
    return new_token_request (exchange);
  case STEP_USAGES:
    return new_usages_request (exchange, &progress);
  case STEP_DONE:
  default:
    return NULL;
  }
}

/* Between two probes the numbers of the last one stay on show for a while. */
static void
add_probe (PlimSnapshot *snapshot, const PlimExchange *exchange, const Progress *progress)
{
  const char *kept = plim_parts_recall (exchange, "probe");
  const char *deployment = plim_exchange_get_setting (exchange, "deployment");
  g_autofree char *read = NULL;

  if (!has_probe (exchange))
    return;
  if (progress->probe == NULL) {
    if (plim_openai_are_rates_of (kept, deployment) &&
        !plim_parts_is_due (exchange, "probe_at", PROBE_KEPT_S))
      plim_openai_add_rates (snapshot, kept, RATE_S);
    return;
  }
  read = plim_openai_dup_rates (progress->probe, exchange->now, deployment);
  plim_openai_add_rates (snapshot, read, RATE_S);
  plim_snapshot_remember (snapshot, "probe", read);
  plim_parts_remember_time (snapshot, "probe_at", exchange->now);
  if (progress->is_renamed)
    plim_snapshot_remember (snapshot, "renamed", deployment);
}

/* (nullable): a refused probe carries its windows all the same. */
static PlimSnapshot *
parse_refused_probe (const PlimExchange *exchange, const Progress *progress, const GError *error)
{
  g_autoptr (PlimSnapshot) snapshot = NULL;

  if (progress->probe == NULL || progress->probe->status != 429)
    return NULL;
  snapshot = plim_snapshot_new (exchange->now);
  plim_snapshot_set_refused (snapshot, PLIM_STATUS_RATE_LIMITED, plim_error_get_retry_after (error),
                             error->message);
  add_probe (snapshot, exchange, progress);
  if (plim_snapshot_get_n_windows (snapshot) == 0)
    return NULL;
  plim_snapshot_seal (snapshot);
  return g_steal_pointer (&snapshot);
}

static gboolean
add_usages (PlimSnapshot *snapshot,
            const PlimExchange *exchange,
            const Progress *progress,
            GError **error)
{
  PlimAzureTally tally = { 0 };

  for (guint i = 0; i < progress->n_usages; i++) {
    if (!plim_azure_add_usages (snapshot,
                                plim_exchange_get_answer (exchange, progress->first_usage + i),
                                &tally, error))
      return FALSE;
  }
  if (tally.n_good > 0 || tally.n_bad == 0)
    return TRUE;
  plim_set_error (error, PLIM_STATUS_INVALID_RESPONSE, PLIM_CAUSE_NONE,
                  "no element of “value” is understood");
  return FALSE;
}

static PlimSnapshot *
parse (const PlimExchange *exchange, GError **error)
{
  g_autoptr (PlimSnapshot) snapshot = NULL;
  g_autoptr (GError) refusal = NULL;
  g_auto (Progress) progress = { 0 };

  if (!read_progress (exchange, &progress, &refusal)) {
    snapshot = parse_refused_probe (exchange, &progress, refusal);
    if (snapshot == NULL)
      g_propagate_error (error, g_steal_pointer (&refusal));
    return g_steal_pointer (&snapshot);
  }
  snapshot = plim_snapshot_new (exchange->now);
  add_probe (snapshot, exchange, &progress);
  if (!add_usages (snapshot, exchange, &progress, error))
    return NULL;
  plim_snapshot_seal (snapshot);
  return g_steal_pointer (&snapshot);
}

static char *
dup_origin (const PlimExchange *exchange)
{
  return g_strdup (plim_exchange_get_setting (exchange, "endpoint"));
}

static const char *const other_origins[] = { LOGIN, PLIM_AZURE_MANAGEMENT, NULL };

static const char *const steps[] = {
  N_ ("For the rate limit of a deployment: open the resource at portal.azure.com, then Keys and "
      "Endpoint, and copy the endpoint and KEY 1. The deployment’s name is at ai.azure.com under "
      "Deployments. Switch on below that it is read. Each reading is a tiny paid request."),
  N_ ("For the quota that is allocated to deployments, which is free: at entra.microsoft.com open "
      "App registrations, register an app, and under Certificates & secrets create a client "
      "secret. Copy its value, and the tenant and client ids of the overview."),
  N_ ("Then open the subscription at portal.azure.com, Access control (IAM), and give the app the "
      "role “Cognitive Services Usages Reader”. It must be given on the subscription; on a "
      "resource it does not exist."),
  NULL,
};

const PlimProvider plim_provider_azure_openai = {
  .id = "azure-openai",
  .name = "Azure OpenAI",
  .summary = N_ ("Models at Microsoft Foundry: a deployment’s rate limit and allocated quota"),
  .icon_name = "io.github.plimsoll.Plimsoll-provider-azure-openai-symbolic",
  .fields = plim_azure_fields,
  .steps = steps,
  .dashboard_uri = "https://ai.azure.com/",
  .billing_uri = "https://portal.azure.com/#view/Microsoft_Azure_CostManagement/Menu/~/overview",
  .status_uri = "https://azure.status.microsoft/",
  .other_origins = other_origins,
  .interval_s = 60 * 60,
  .minimum_interval_s = 15 * 60,
  .needs_network = TRUE,
  .check_setup = plim_azure_check_setup,
  .dup_origin = dup_origin,
  .next_request = next_request,
  .parse = parse,
};
