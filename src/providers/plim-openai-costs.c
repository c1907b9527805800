/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "plim-openai-costs.h"

#include "plim-error.h"
#include "plim-json.h"
#include "plim-platform.h"
#include "plim-provider-parts.h"

#include <math.h>

#define CENTS 100.0

GHashTable *
plim_openai_costs_new (void)
{
  return g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
}

static void
add_amount (GHashTable *costs, const char *currency, double value)
{
  double *sum = g_hash_table_lookup (costs, currency);

  if (sum == NULL) {
    sum = g_new0 (double, 1);
    g_hash_table_insert (costs, g_strdup (currency), sum);
  }
  *sum += value;
}

/* A wrong sum is worse than none, so each amount must be understood. */
static gboolean
read_result (JsonObject *result, GHashTable *costs, GError **error)
{
  JsonObject *amount = plim_json_get_object (result, "amount");
  g_autofree char *currency =
      plim_parts_dup_currency (plim_json_get_string (amount, "currency"), "USD");
  double value;

  if (!plim_json_require_number (amount, "value", &value, error))
    return FALSE;
  if (currency == NULL) {
    plim_set_error (error, PLIM_STATUS_INVALID_RESPONSE, PLIM_CAUSE_NONE,
                    "“currency” is no currency");
    return FALSE;
  }
  add_amount (costs, currency, value);
  return TRUE;
}

static gboolean
read_bucket (JsonObject *bucket, gpointer costs, GError **error)
{
  JsonArray *results = plim_json_get_array (bucket, "results");

  if (results == NULL) {
    plim_set_error (error, PLIM_STATUS_INVALID_RESPONSE, PLIM_CAUSE_NONE,
                    "“data[].results” is missing or not an array");
    return FALSE;
  }
  for (guint i = 0; i < json_array_get_length (results); i++) {
    if (!read_result (plim_json_get_element_object (results, i), costs, error))
      return FALSE;
  }
  return TRUE;
}

gboolean
plim_openai_read_costs_page (const PlimAnswer *answer,
                             GHashTable *costs,
                             char **page,
                             GError **error)
{
  return plim_platform_read_page (answer, read_bucket, costs, page, error);
}

static void
add_other_currency (PlimSnapshot *snapshot, gint64 now, const char *currency, double spent)
{
  PlimUsageWindow *window = plim_parts_add_month_spend (snapshot, now, spent, NAN, currency);
  g_autofree char *slug = plim_slug (currency);

  g_free (window->id);
  window->id = g_strconcat ("monthly-spend:", slug, NULL);
}

void
plim_openai_add_costs (PlimSnapshot *snapshot, gint64 now, GHashTable *costs, double limit)
{
  g_autoptr (GList) names = g_list_sort (g_hash_table_get_keys (costs), (GCompareFunc) g_strcmp0);
  const double *dollars = g_hash_table_lookup (costs, "USD");

  /* A month without any cost is one of 0 dollars: the provider did say so. */
  if (dollars != NULL || names == NULL)
    plim_parts_add_month_spend (snapshot, now, dollars != NULL ? *dollars : 0, limit, "USD");
  for (GList *each = names; each != NULL; each = each->next) {
    if (!g_str_equal (each->data, "USD"))
      add_other_currency (snapshot, now, each->data,
                          *(const double *) g_hash_table_lookup (costs, each->data));
  }
}

char *
plim_openai_dup_spend_limit (const PlimAnswer *answer)
{
  g_autoptr (JsonObject) root = NULL;
  g_autofree char *currency = NULL;
  const char *interval;
  char number[G_ASCII_DTOSTR_BUF_SIZE];
  double cents;

  if (answer != NULL && answer->status == 404)
    return g_strdup ("");
  if (answer == NULL || answer->status != 200)
    return NULL;
  root = plim_json_parse_object (answer->body, NULL);
  if (!plim_json_get_number (root, "threshold_amount", &cents))
    return NULL;
  currency = plim_parts_dup_currency (plim_json_get_string (root, "currency"), "USD");
  interval = plim_json_get_string (root, "interval");
  if (cents <= 0 || g_strcmp0 (currency, "USD") != 0 ||
      (interval != NULL && !g_str_equal (interval, "month")))
    return g_strdup ("");
  return g_strdup (g_ascii_formatd (number, sizeof number, "%.2f", cents / CENTS));
}
