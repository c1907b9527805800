/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/*   POST https://oauth2.googleapis.com/token    a token for an hour; kept nowhere
 *   GET /v3/projects/PROJECT/timeSeries         of each family the limits, then the use
 *
 * Which families a project has is found out once a day; limits are asked every 6 hours.
 * Source: https://cloud.google.com/monitoring/api/metrics_gcp_d_h and
 * https://ai.google.dev/gemini-api/docs/rate-limits, read 2026-11. */
#include "plim-google-monitoring.h"

#include "plim-error.h"
#include "plim-google-check.h"
#include "plim-google-series.h"
#include "plim-google-setup.h"
#include "plim-json.h"
#include "plim-provider-parts.h"

#include <string.h>

#define LIMITS_INTERVAL_S (6 * PLIM_HOUR_S)
#define MAX_PAGES 10
#define FORM "application/x-www-form-urlencoded"
#define PREFIX "generativelanguage.googleapis.com/"

static const char *const families[] = {
  "generate_content_free_tier_requests",
  "generate_content_free_tier_input_token_count",
  "generate_requests_per_model",
  "generate_requests_per_model_per_day",
  "generate_content_paid_tier_input_token_count",
  "generate_content_paid_tier_2_input_token_count",
  "generate_content_paid_tier_3_input_token_count",
};

/* What the answers so far mean. */
typedef struct {
  gboolean is_discovery; /* all families are asked */
  gboolean wants_limits;
  gboolean has_token;
  guint next_index;  /* of the first answer that is not read yet */
  guint family;      /* which one is asked next */
  gboolean is_usage; /* its use, otherwise its limits */
  char *page;        /* (nullable): of it, the next one */
  GString *present;  /* the families that there are */
  guint n_lacking;   /* families of which Google says that the project has none */
  GError *missing;   /* (nullable): something was not found, and perhaps it is the project */
} Progress;

static void
progress_clear (Progress *progress)
{
  g_free (progress->page);
  if (progress->present != NULL)
    g_string_free (progress->present, TRUE);
  g_clear_error (&progress->missing);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Progress, progress_clear)

static void
progress_begin (Progress *progress, const PlimExchange *exchange)
{
  const char *known = plim_parts_recall (exchange, "families");

  progress->present = g_string_new (NULL);
  progress->is_discovery =
      exchange->is_setup ||
      g_strcmp0 (plim_parts_recall (exchange, "project"), plim_google_get_project (exchange)) !=
          0 ||
      /* A new project gets its metrics with its first requests. */
      plim_parts_is_due (exchange, "families_at", known != NULL ? PLIM_DAY_S : PLIM_HOUR_S);
  progress->wants_limits =
      progress->is_discovery || plim_parts_is_due (exchange, "limits_at", LIMITS_INTERVAL_S);
}

static gboolean
is_wanted (const PlimExchange *exchange, const Progress *progress)
{
  const char *known = plim_parts_recall (exchange, "families");
  g_auto (GStrv) names = g_strsplit (known != NULL ? known : "", " ", -1);

  return progress->is_discovery ||
         g_strv_contains ((const char *const *) names, families[progress->family]);
}

static void
skip_family (Progress *progress)
{
  progress->family++;
  progress->is_usage = FALSE;
  g_clear_pointer (&progress->page, g_free);
}

static void
finish_page (Progress *progress)
{
  if (progress->page != NULL)
    return;
  if (progress->is_usage) {
    skip_family (progress);
    return;
  }
  g_string_append_printf (progress->present, "%s%s", progress->present->len > 0 ? " " : "",
                          families[progress->family]);
  progress->is_usage = TRUE;
}

/* (nullable): these answers are large, and only few have another page */
static char *
dup_next_page (const PlimAnswer *answer)
{
  static const char mark[] = "nextPageToken";
  gsize size;
  const char *body = g_bytes_get_data (answer->body, &size);
  g_autoptr (JsonObject) root = NULL;
  const char *token;

  if (body == NULL || memmem (body, size, mark, strlen (mark)) == NULL)
    return NULL;
  root = plim_json_parse_object (answer->body, NULL);
  token = plim_json_get_string (root, "nextPageToken");
  return token != NULL && token[0] != '\0' ? g_strdup (token) : NULL;
}

static gboolean
read_token (const PlimExchange *exchange, Progress *progress, GError **error)
{
  const PlimAnswer *answer = plim_exchange_get_answer (exchange, 0);
  g_autoptr (JsonObject) root = NULL;

  if (answer == NULL)
    return TRUE;
  if (!plim_google_check (answer, exchange->now, error))
    return FALSE;
  root = plim_json_parse_object (answer->body, error);
  if (root == NULL)
    return FALSE;
  if (plim_json_get_string (root, "access_token") == NULL) {
    plim_set_error (error, PLIM_STATUS_INVALID_RESPONSE, PLIM_CAUSE_NONE,
                    "“access_token” is missing or not a string");
    return FALSE;
  }
  progress->has_token = TRUE;
  progress->next_index = 1;
  return TRUE;
}

/* Whether the family is left out because of @answer. */
static gboolean
is_missing (const PlimExchange *exchange, Progress *progress, const PlimAnswer *answer)
{
  if (plim_google_lacks_metric (answer)) {
    progress->n_lacking++;
    return TRUE;
  }
  if (answer->status != 404)
    return FALSE;
  if (progress->missing == NULL)
    plim_google_check (answer, exchange->now, &progress->missing);
  return TRUE;
}

static gboolean
read_data (Progress *progress, PlimGoogleSeries *series, const PlimAnswer *answer, GError **error)
{
  const char *family = families[progress->family];

  if (series == NULL)
    return TRUE;
  return progress->is_usage ? plim_google_series_read_usage (series, family, answer, error)
                            : plim_google_series_read_limits (series, family, answer, error);
}

/* Reads the pages that are there of the family's limits or use. Returns whether all is well. */
static gboolean
read_family (const PlimExchange *exchange,
             Progress *progress,
             PlimGoogleSeries *series,
             GError **error)
{
  for (guint n_pages = 1;; n_pages++) {
    const PlimAnswer *answer = plim_exchange_get_answer (exchange, progress->next_index);

    if (answer == NULL)
      return TRUE;
    progress->next_index++;
    g_clear_pointer (&progress->page, g_free);
    if (is_missing (exchange, progress, answer)) {
      skip_family (progress);
      return TRUE;
    }
    if (!plim_google_check (answer, exchange->now, error) ||
        !read_data (progress, series, answer, error))
      return FALSE;
    progress->page = dup_next_page (answer);
    if (progress->page == NULL) {
      finish_page (progress);
      return TRUE;
    }
    if (n_pages == MAX_PAGES) {
      plim_set_error (error, PLIM_STATUS_INVALID_RESPONSE, PLIM_CAUSE_NONE,
                      "the time series do not end after page %d", MAX_PAGES);
      return FALSE;
    }
  }
}

/* Returns whether the answers so far are good; progress then says what to ask next.
 *
 * @series: (nullable): gets the numbers */
static gboolean
read_progress (const PlimExchange *exchange,
               Progress *progress,
               PlimGoogleSeries *series,
               GError **error)
{
  if (!read_token (exchange, progress, error))
    return FALSE;
  while (progress->has_token && progress->family < G_N_ELEMENTS (families)) {
    guint before = progress->next_index;

    if (!is_wanted (exchange, progress)) {
      skip_family (progress);
      continue;
    }
    progress->is_usage = progress->is_usage || !progress->wants_limits;
    if (!read_family (exchange, progress, series, error))
      return FALSE;
    if (progress->page != NULL || progress->next_index == before)
      return TRUE;
  }
  return TRUE;
}

static PlimRequest *
new_token_request (const PlimExchange *exchange)
{
  static const char *const members[] = { "client_id", "client_secret", "refresh_token" };
  const char *field = plim_google_get_credentials (exchange);
  PlimRequest *request = plim_request_new ("POST", "/token");

  request->origin = g_strdup ("https://oauth2.googleapis.com");
  plim_request_add_header (request, "Accept", "application/json");
  plim_request_set_body (request, FORM, "grant_type=refresh_token");
  for (gsize i = 0; i < G_N_ELEMENTS (members); i++)
    plim_request_add_credential (request, PLIM_CREDENTIAL_FORM, members[i], field, members[i]);
  return request;
}

static char *
dup_series_path (const PlimExchange *exchange, const Progress *progress)
{
  gint64 now = exchange->now;
  gint64 begin = progress->is_usage ? plim_google_get_day (now).begins_at : now - PLIM_DAY_S;
  g_autofree char *project = plim_escape (plim_google_get_project (exchange));
  g_autofree char *filter =
      g_strdup_printf ("metric.type = \"" PREFIX "quota/%s/%s\" AND resource.type = \"" PREFIX
                       "Location\"",
                       families[progress->family], progress->is_usage ? "usage" : "limit");
  g_autofree char *filter_value = plim_escape (filter);
  g_autofree char *start = plim_time_to_iso8601 (begin);
  g_autofree char *end = plim_time_to_iso8601 (now);
  g_autofree char *start_value = plim_escape (start);
  g_autofree char *end_value = plim_escape (end);
  g_autofree char *page = progress->page != NULL ? plim_escape (progress->page) : NULL;

  return g_strdup_printf ("/v3/projects/%s/timeSeries?filter=%s&interval.startTime=%s"
                          "&interval.endTime=%s&view=FULL&pageSize=10000%s%s",
                          project, filter_value, start_value, end_value,
                          page != NULL ? "&pageToken=" : "", page != NULL ? page : "");
}

/* Without the project to count the request for, Google refuses logins of its own command line. */
static PlimRequest *
new_series_request (const PlimExchange *exchange, const Progress *progress)
{
  g_autofree char *path = dup_series_path (exchange, progress);
  PlimRequest *request = plim_request_new ("GET", path);

  plim_request_add_header (request, "Accept", "application/json");
  plim_request_add_header (request, "X-Goog-User-Project", plim_google_get_project (exchange));
  plim_request_add_token (request, PLIM_CREDENTIAL_BEARER, NULL, 0, "access_token");
  return request;
}

PlimRequest *
plim_google_monitoring_next (const PlimExchange *exchange)
{
  g_auto (Progress) progress = { 0 };

  if (plim_google_get_project (exchange) == NULL)
    return NULL;
  progress_begin (&progress, exchange);
  if (!read_progress (exchange, &progress, NULL, NULL))
    return NULL;
  if (!progress.has_token)
    return new_token_request (exchange);
  return progress.family < G_N_ELEMENTS (families) ? new_series_request (exchange, &progress)
                                                   : NULL;
}

static void
remember (PlimSnapshot *snapshot,
          const PlimExchange *exchange,
          const Progress *progress,
          PlimGoogleSeries *series)
{
  g_autofree char *limits = plim_google_series_dup_limits (series);

  if (progress->is_discovery) {
    plim_snapshot_remember (snapshot, "project", plim_google_get_project (exchange));
    plim_snapshot_remember (snapshot, "families", progress->present->str);
    plim_parts_remember_time (snapshot, "families_at", exchange->now);
  }
  if (progress->wants_limits) {
    plim_snapshot_remember (snapshot, "limits", limits);
    plim_parts_remember_time (snapshot, "limits_at", exchange->now);
  }
}

PlimSnapshot *
plim_google_monitoring_parse (const PlimExchange *exchange, GError **error)
{
  g_autoptr (PlimGoogleSeries) series = plim_google_series_new (exchange->now);
  g_autoptr (PlimSnapshot) snapshot = plim_snapshot_new (exchange->now);
  g_auto (Progress) progress = { 0 };

  if (plim_google_get_project (exchange) == NULL) {
    plim_set_error (error, PLIM_STATUS_MISCONFIGURED, PLIM_CAUSE_NONE,
                    "neither the settings nor the login name a project");
    return NULL;
  }
  progress_begin (&progress, exchange);
  if (!progress.wants_limits)
    plim_google_series_recall_limits (series, plim_parts_recall (exchange, "limits"));
  if (!read_progress (exchange, &progress, series, error))
    return NULL;
  if (progress.is_discovery && progress.present->len == 0 && progress.n_lacking == 0 &&
      progress.missing != NULL) {
    g_propagate_error (error, g_steal_pointer (&progress.missing));
    return NULL;
  }
  plim_google_series_add_windows (series, snapshot);
  plim_snapshot_set_owner_id (snapshot, plim_google_get_project (exchange));
  remember (snapshot, exchange, &progress, series);
  plim_snapshot_seal (snapshot);
  return g_steal_pointer (&snapshot);
}
