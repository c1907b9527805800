/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "plim-anthropic-cost.h"

#include "plim-error.h"
#include "plim-json.h"
#include "plim-platform.h"

/* `amount` is a decimal string in cents. */
static gboolean
add_bucket (JsonObject *bucket, gpointer user_data, GError **error)
{
  double *cents = user_data;
  JsonArray *results = plim_json_get_array (bucket, "results");

  if (results == NULL) {
    plim_set_error (error, PLIM_STATUS_INVALID_RESPONSE, PLIM_CAUSE_NONE,
                    "“data[].results” is missing or not an array");
    return FALSE;
  }
  for (guint i = 0; i < json_array_get_length (results); i++) {
    double amount;

    if (!plim_json_require_number (plim_json_get_element_object (results, i), "amount", &amount,
                                   error))
      return FALSE;
    *cents += amount;
  }
  return TRUE;
}

gboolean
plim_anthropic_read_cost_page (const PlimAnswer *answer, double *cents, char **page, GError **error)
{
  return plim_platform_read_page (answer, add_bucket, cents, page, error);
}

char *
plim_anthropic_dup_spend_limit (const PlimAnswer *answer)
{
  g_autoptr (JsonObject) root = NULL;
  JsonArray *limits;

  if (answer == NULL || answer->status == 0)
    return NULL;
  if (answer->status == 200)
    root = plim_json_parse_object (answer->body, NULL);
  limits = plim_json_get_array (root, "data");
  for (guint i = 0; limits != NULL && i < json_array_get_length (limits); i++) {
    JsonObject *limit = plim_json_get_element_object (limits, i);
    const char *scope = plim_json_get_string (plim_json_get_object (limit, "scope"), "type");
    char number[G_ASCII_DTOSTR_BUF_SIZE];
    double amount;

    if (g_strcmp0 (scope, "organization") == 0 &&
        plim_json_get_boolean (limit, "is_enabled", FALSE) &&
        g_strcmp0 (plim_json_get_string (limit, "period"), "monthly") == 0 &&
        plim_json_get_number (limit, "amount", &amount) && amount > 0)
      return g_strdup (g_ascii_formatd (number, sizeof number, "%.2f", amount));
  }
  return g_strdup ("");
}
