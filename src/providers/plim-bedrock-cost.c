/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Cost Explorer's GetCostAndUsage.
 * Source: https://docs.aws.amazon.com/aws-cost-management/latest/APIReference/, read 2026-11. */
#include "plim-bedrock-cost.h"

#include "plim-error.h"
#include "plim-json.h"
#include "plim-provider-parts.h"

#include <string.h>

static char *
dup_date (gint64 at)
{
  g_autofree char *text = plim_time_to_iso8601 (at);

  return g_strndup (text != NULL ? text : "", strlen ("YYYY-MM-DD"));
}

char *
plim_bedrock_cost_dup_body (gint64 now, const char *page)
{
  g_autofree char *start = dup_date (plim_time_month_start (now));
  /* The end is not part of it. */
  g_autofree char *end = dup_date (now + PLIM_DAY_S);
  g_autofree char *head = g_strdup_printf (
      "{\"TimePeriod\": {\"Start\": \"%s\", \"End\": \"%s\"}, \"Granularity\": \"MONTHLY\", "
      "\"Metrics\": [\"UnblendedCost\"], "
      "\"GroupBy\": [{\"Type\": \"DIMENSION\", \"Key\": \"SERVICE\"}]}",
      start, end);
  g_autoptr (JsonNode) root = json_from_string (head, NULL);

  if (page != NULL)
    json_object_set_string_member (json_node_get_object (root), "NextPageToken", page);
  return json_to_string (root, FALSE);
}

/* Models of other vendors are services of their own, such as “Claude Sonnet 4.5 (Amazon Bedrock
 * Edition)”. */
static gboolean
is_bedrock (JsonObject *group)
{
  JsonArray *keys = plim_json_get_array (group, "Keys");
  JsonNode *key =
      keys != NULL && json_array_get_length (keys) > 0 ? json_array_get_element (keys, 0) : NULL;

  return key != NULL && JSON_NODE_HOLDS_VALUE (key) &&
         json_node_get_value_type (key) == G_TYPE_STRING &&
         strstr (json_node_get_string (key), "Bedrock") != NULL;
}

static gboolean
add_group (JsonObject *group, double *cost, char **currency, GError **error)
{
  JsonObject *metrics = plim_json_get_object (group, "Metrics");
  JsonObject *unblended = plim_json_get_object (metrics, "UnblendedCost");
  double amount;

  if (!is_bedrock (group))
    return TRUE;
  if (!plim_json_require_number (unblended, "Amount", &amount, error))
    return FALSE;
  *cost += amount;
  if (*currency == NULL)
    *currency = plim_parts_dup_currency (plim_json_get_string (unblended, "Unit"), NULL);
  return TRUE;
}

static gboolean
add_period (JsonObject *period, double *cost, char **currency, GError **error)
{
  JsonArray *groups = plim_json_get_array (period, "Groups");

  if (groups == NULL) {
    plim_set_error (error, PLIM_STATUS_INVALID_RESPONSE, PLIM_CAUSE_NONE,
                    "“ResultsByTime[].Groups” is missing or not an array");
    return FALSE;
  }
  for (guint i = 0; i < json_array_get_length (groups); i++) {
    if (!add_group (plim_json_get_element_object (groups, i), cost, currency, error))
      return FALSE;
  }
  return TRUE;
}

gboolean
plim_bedrock_cost_read (
    const PlimAnswer *answer, double *cost, char **currency, char **next, GError **error)
{
  g_autoptr (JsonObject) root = plim_json_parse_object (answer->body, error);
  JsonArray *periods = plim_json_get_array (root, "ResultsByTime");
  const char *token;

  *next = NULL;
  if (root == NULL)
    return FALSE;
  if (periods == NULL) {
    plim_set_error (error, PLIM_STATUS_INVALID_RESPONSE, PLIM_CAUSE_NONE,
                    "“ResultsByTime” is missing or not an array");
    return FALSE;
  }
  for (guint i = 0; i < json_array_get_length (periods); i++) {
    if (!add_period (plim_json_get_element_object (periods, i), cost, currency, error))
      return FALSE;
  }
  token = plim_json_get_string (root, "NextPageToken");
  if (token != NULL && token[0] != '\0')
    *next = g_strdup (token);
  return TRUE;
}
