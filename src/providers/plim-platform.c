/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "plim-platform.h"

#include "plim-error.h"
#include "plim-json.h"

#include <glib/gi18n-lib.h>
#include <math.h>

/* More than a month has in any report. */
#define MAX_PAGES 40

char *
plim_platform_normalize_budget (const PlimField *field, const char *value, GError **error)
{
  if (plim_number_from_string (value) > 0)
    return g_strdup (value);
  plim_set_error (error, PLIM_STATUS_MISCONFIGURED, PLIM_CAUSE_NONE, "%s",
                  _ ("The budget must be more than 0. Leave it empty for none."));
  return NULL;
}

double
plim_platform_get_budget (const PlimExchange *exchange)
{
  double budget = plim_exchange_get_setting_number (exchange, "monthly_budget");

  return budget > 0 ? budget : NAN;
}

void
plim_platform_set_refused (GError **error,
                           PlimStatus status,
                           PlimCause cause,
                           const PlimAnswer *answer,
                           const char *message)
{
  plim_set_error (error, status, cause, "the provider answered HTTP %u: %s", answer->status,
                  message != NULL ? message : "no message");
}

gboolean
plim_platform_check_page (GHashTable *seen, const char *page, GError **error)
{
  if (g_hash_table_add (seen, g_strdup (page)) && g_hash_table_size (seen) < MAX_PAGES)
    return TRUE;
  plim_set_error (error, PLIM_STATUS_INVALID_RESPONSE, PLIM_CAUSE_NONE,
                  "the costs do not end: “next_page” repeats or comes after page %d", MAX_PAGES);
  return FALSE;
}

gboolean
plim_platform_read_page (const PlimAnswer *answer,
                         PlimPlatformReadBucket read_bucket,
                         gpointer user_data,
                         char **page,
                         GError **error)
{
  g_autoptr (JsonObject) root = plim_json_parse_object (answer->body, error);
  JsonArray *buckets = plim_json_get_array (root, "data");

  *page = NULL;
  if (root == NULL)
    return FALSE;
  if (buckets == NULL) {
    plim_set_error (error, PLIM_STATUS_INVALID_RESPONSE, PLIM_CAUSE_NONE,
                    "“data” is missing or not an array");
    return FALSE;
  }
  for (guint i = 0; i < json_array_get_length (buckets); i++) {
    if (!read_bucket (plim_json_get_element_object (buckets, i), user_data, error))
      return FALSE;
  }
  if (!plim_json_get_boolean (root, "has_more", FALSE))
    return TRUE;
  *page = g_strdup (plim_json_get_string (root, "next_page"));
  if (*page != NULL && **page != '\0')
    return TRUE;
  plim_set_error (error, PLIM_STATUS_INVALID_RESPONSE, PLIM_CAUSE_NONE,
                  "“next_page” is missing although “has_more” is true");
  return FALSE;
}

PlimSnapshot *
plim_platform_parse_refusal (const PlimExchange *exchange,
                             const PlimAnswer *probe,
                             PlimPlatformAddProbe add_probe,
                             GError *refusal,
                             GError **error)
{
  g_autoptr (GError) owned = refusal;
  g_autoptr (PlimSnapshot) snapshot = NULL;

  if (probe != NULL && probe->status == 429) {
    snapshot = plim_snapshot_new (exchange->now);
    plim_snapshot_set_refused (snapshot, PLIM_STATUS_RATE_LIMITED,
                               plim_error_get_retry_after (refusal), refusal->message);
    add_probe (snapshot, exchange, probe);
    if (plim_snapshot_get_n_windows (snapshot) > 0) {
      plim_snapshot_seal (snapshot);
      return g_steal_pointer (&snapshot);
    }
  }
  g_propagate_error (error, g_steal_pointer (&owned));
  return NULL;
}
