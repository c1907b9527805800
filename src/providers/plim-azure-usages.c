/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "plim-azure-usages.h"

#include "plim-error.h"
#include "plim-json.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* Allocation, not consumption: all handed out to deployments is normal, so it neither leads nor
 * notifies. */
static void
add_quota (PlimSnapshot *snapshot, JsonObject *name, double current, double limit)
{
  const char *value = plim_json_get_string (name, "value");
  const char *localized = plim_json_get_string (name, "localizedValue");
  g_autofree char *slug = plim_slug (value);
  g_autofree char *id = g_strconcat ("quota:", slug, NULL);
  PlimUsageWindow *window = plim_snapshot_add_window (snapshot, id, PLIM_WINDOW_BUDGET);

  window->title = g_strdup (N_ ("Allocated"));
  window->scope = g_strdup (localized != NULL && localized[0] != '\0' ? localized : value);
  window->unit = g_strdup ("count");
  window->used = current;
  window->limit = limit;
  window->can_lead = FALSE;
  plim_usage_window_derive_percent (window);
}

/* Quotas of other services, and those that nobody uses, are left out. */
static void
read_usage (PlimSnapshot *snapshot, JsonObject *usage, PlimAzureTally *tally)
{
  JsonObject *name = plim_json_get_object (usage, "name");
  const char *value = plim_json_get_string (name, "value");
  double current, limit;

  if (value == NULL) {
    tally->n_bad++;
    return;
  }
  if (!g_str_has_prefix (value, "OpenAI.")) {
    tally->n_good++;
    return;
  }
  if (!plim_json_get_number (usage, "currentValue", &current) ||
      !plim_json_get_number (usage, "limit", &limit)) {
    tally->n_bad++;
    return;
  }
  tally->n_good++;
  if (current > 0 && limit > 0)
    add_quota (snapshot, name, current, limit);
}

gboolean
plim_azure_add_usages (PlimSnapshot *snapshot,
                       const PlimAnswer *answer,
                       PlimAzureTally *tally,
                       GError **error)
{
  g_autoptr (JsonObject) root = plim_json_parse_object (answer->body, error);
  JsonArray *usages = plim_json_get_array (root, "value");

  if (root == NULL)
    return FALSE;
  if (usages == NULL) {
    plim_set_error (error, PLIM_STATUS_INVALID_RESPONSE, PLIM_CAUSE_NONE,
                    "“value” is missing or not an array");
    return FALSE;
  }
  for (guint i = 0; i < json_array_get_length (usages); i++)
    read_usage (snapshot, plim_json_get_element_object (usages, i), tally);
  return TRUE;
}

/* Only what can stand in a request's path as it is. */
static gboolean
is_escaped (const char *path)
{
  for (const char *byte = path; *byte != '\0'; byte++) {
    if (!g_ascii_isgraph (*byte) || strchr ("\\\"<>^`{|}#", *byte) != NULL)
      return FALSE;
  }
  return path[0] == '/';
}

char *
plim_azure_dup_next_path (const PlimAnswer *answer)
{
  g_autoptr (JsonObject) root = plim_json_parse_object (answer->body, NULL);
  const char *link = plim_json_get_string (root, "nextLink");

  if (link == NULL || !g_str_has_prefix (link, PLIM_AZURE_MANAGEMENT "/"))
    return NULL;
  link += strlen (PLIM_AZURE_MANAGEMENT);
  return is_escaped (link) ? g_strdup (link) : NULL;
}
