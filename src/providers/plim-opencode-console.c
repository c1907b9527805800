/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "plim-opencode-console.h"

#include "plim-error.h"
#include "plim-json.h"
#include "plim-provider-parts.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#define SESSION_S (5 * PLIM_HOUR_S)
#define MAX_LISTED 10

PlimUsageWindow *
plim_opencode_new_window (PlimSnapshot *snapshot, const char *id)
{
  gboolean is_session = g_str_equal (id, "session");
  gboolean is_week = g_str_equal (id, "weekly");
  PlimUsageWindow *window =
      plim_snapshot_add_window (snapshot, id, is_session ? PLIM_WINDOW_ROLLING : PLIM_WINDOW_FIXED);

  window->title = g_strdup (is_session ? N_ ("Session (5 h)")
                            : is_week  ? N_ ("Week")
                                       : N_ ("Month"));
  window->length_s = is_session ? SESSION_S : is_week ? PLIM_WEEK_S : 0;
  return window;
}

void
plim_opencode_add_balance (PlimSnapshot *snapshot, double amount)
{
  PlimUsageWindow *window;

  if (isnan (amount))
    return;
  window = plim_snapshot_add_window (snapshot, "balance", PLIM_WINDOW_BALANCE);
  window->title = g_strdup (N_ ("Balance"));
  window->remaining = amount / PLIM_OPENCODE_UNIT;
  window->unit = g_strdup ("USD");
}

/* The month has no bounds of its own but those of the access that was paid for. */
static void
set_bounds (PlimUsageWindow *window, JsonObject *meter, JsonObject *access)
{
  gint64 starts_at = plim_json_get_time (meter, "startsAt");

  window->resets_at = plim_json_get_time (meter, "resetsAt");
  if (!g_str_equal (window->id, "monthly"))
    return;
  if (window->resets_at == PLIM_TIME_UNKNOWN) {
    starts_at = plim_json_get_time (access, "startsAt");
    window->resets_at = plim_json_get_time (access, "endsAt");
  }
  if (starts_at != PLIM_TIME_UNKNOWN && window->resets_at > starts_at)
    window->length_s = window->resets_at - starts_at;
}

/* Returns whether @meter is well-formed or of no concern. */
static gboolean
add_meter (PlimSnapshot *snapshot, const char *id, JsonObject *meter, JsonObject *access)
{
  PlimUsageWindow *window;
  double used, limit;

  if (plim_json_get_boolean (meter, "unlimited", FALSE))
    return TRUE;
  if (!plim_json_get_number (meter, "usedMicroCents", &used))
    return FALSE;
  plim_json_get_number (meter, "limitMicroCents", &limit);
  window = plim_opencode_new_window (snapshot, id);
  window->used = used / PLIM_OPENCODE_UNIT;
  window->limit = limit / PLIM_OPENCODE_UNIT;
  window->unit = g_strdup ("USD");
  window->provenance = isnan (limit) ? PLIM_PROVENANCE_REPORTED : PLIM_PROVENANCE_DERIVED;
  plim_usage_window_derive_percent (window);
  set_bounds (window, meter, access);
  return TRUE;
}

static gboolean
add_meters (PlimSnapshot *snapshot, JsonObject *access, GError **error)
{
  static const char *const names[][2] = {
    { "fiveHour", "session" },
    { "week", "weekly" },
    { "month", "monthly" },
  };
  JsonObject *meters = plim_json_get_object (access, "meters");
  guint n_malformed = 0;

  if (meters == NULL) {
    plim_set_error (error, PLIM_STATUS_INVALID_RESPONSE, PLIM_CAUSE_NONE,
                    "“access.meters” is missing or not an object");
    return FALSE;
  }
  for (guint i = 0; i < G_N_ELEMENTS (names); i++) {
    if (plim_json_get_node (meters, names[i][0]) != NULL &&
        !add_meter (snapshot, names[i][1], plim_json_get_object (meters, names[i][0]), access))
      n_malformed++;
  }
  if (n_malformed == 0 || plim_snapshot_get_n_windows (snapshot) > 0)
    return TRUE;
  plim_set_error (error, PLIM_STATUS_INVALID_RESPONSE, PLIM_CAUSE_NONE,
                  "no meter has “usedMicroCents”");
  return FALSE;
}

static void
set_plan (PlimSnapshot *snapshot, const char *product)
{
  g_autofree char *plan = plim_parts_dup_words (product != NULL ? product : "go");

  plim_snapshot_set_plan (snapshot, plan);
}

gboolean
plim_opencode_add_go_status (PlimSnapshot *snapshot, GBytes *body, GError **error)
{
  g_autoptr (JsonNode) root = plim_json_parse (body, error);
  JsonObject *status;

  if (root == NULL)
    return FALSE;
  if (JSON_NODE_HOLDS_NULL (root))
    return TRUE;
  status = JSON_NODE_HOLDS_OBJECT (root) ? json_node_get_object (root) : NULL;
  if (status == NULL || !json_object_has_member (status, "access")) {
    plim_set_error (error, PLIM_STATUS_INVALID_RESPONSE, PLIM_CAUSE_NONE, "“access” is missing");
    return FALSE;
  }
  if (plim_json_get_node (status, "access") == NULL)
    return TRUE;
  set_plan (snapshot, plim_json_get_string (status, "product"));
  return add_meters (snapshot, plim_json_get_object (status, "access"), error);
}

void
plim_opencode_add_billing_status (PlimSnapshot *snapshot, GBytes *body)
{
  g_autoptr (JsonObject) root = plim_json_parse_object (body, NULL);
  double amount;

  plim_json_get_number (root, "balanceMicroCents", &amount);
  plim_opencode_add_balance (snapshot, amount);
}

void
plim_opencode_add_budget (PlimSnapshot *snapshot, GBytes *body)
{
  g_autoptr (JsonObject) root = plim_json_parse_object (body, NULL);
  PlimUsageWindow *window;
  double limit, spent;

  if (!plim_json_get_number (root, "limitMicroCents", &limit) || !(limit > 0) ||
      !plim_json_get_number (root, "spentMicroCents", &spent))
    return;
  window = plim_snapshot_add_window (snapshot, "budget", PLIM_WINDOW_BUDGET);
  window->title = g_strdup (N_ ("Spending cap"));
  window->used = spent / PLIM_OPENCODE_UNIT;
  window->limit = limit / PLIM_OPENCODE_UNIT;
  window->unit = g_strdup ("USD");
  plim_usage_window_derive_percent (window);
  window->limit_reached = plim_json_get_boolean (root, "exceeded", FALSE);
  window->resets_at = plim_json_get_time (root, "resetsAt");
}

static gboolean
add_share (PlimSnapshot *snapshot, const char *id, JsonObject *share)
{
  PlimUsageWindow *window;
  double percent;

  if (!plim_json_get_number (share, "percent", &percent))
    return FALSE;
  window = plim_opencode_new_window (snapshot, id);
  window->used_percent = percent;
  window->limit_reached = g_strcmp0 (plim_json_get_string (share, "status"), "rate-limited") == 0;
  window->resets_at = plim_json_get_time (share, "resetsAt");
  return TRUE;
}

gboolean
plim_opencode_add_go_usage (PlimSnapshot *snapshot, GBytes *body, GError **error)
{
  static const char *const names[][2] = {
    { "rolling", "session" },
    { "weekly", "weekly" },
    { "monthly", "monthly" },
  };
  g_autoptr (JsonObject) root = plim_json_parse_object (body, error);
  JsonObject *usage = plim_json_get_object (root, "usage");
  guint n_malformed = 0;

  if (root == NULL)
    return FALSE;
  if (usage == NULL) {
    plim_set_error (error, PLIM_STATUS_INVALID_RESPONSE, PLIM_CAUSE_NONE,
                    "“usage” is missing or not an object");
    return FALSE;
  }
  for (guint i = 0; i < G_N_ELEMENTS (names); i++) {
    if (plim_json_get_node (usage, names[i][0]) != NULL &&
        !add_share (snapshot, names[i][1], plim_json_get_object (usage, names[i][0])))
      n_malformed++;
  }
  if (n_malformed > 0 && plim_snapshot_get_n_windows (snapshot) == 0) {
    plim_set_error (error, PLIM_STATUS_INVALID_RESPONSE, PLIM_CAUSE_NONE,
                    "no member of “usage” has a “percent”");
    return FALSE;
  }
  plim_snapshot_set_plan (snapshot, "Go");
  return TRUE;
}

/* (nullable): the id, when it is such as may go into a header. */
static const char *
get_workspace_id (JsonArray *list, guint index)
{
  const char *id = plim_json_get_string (plim_json_get_element_object (list, index), "id");

  if (id == NULL || id[0] == '\0' || strlen (id) > 100)
    return NULL;
  for (const char *c = id; *c != '\0'; c++) {
    if (!g_ascii_isalnum (*c) && *c != '_' && *c != '-')
      return NULL;
  }
  return id;
}

static GStrv
dup_workspaces (JsonArray *list)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  guint n_ids = 0;

  for (guint i = 0; i < json_array_get_length (list) && n_ids < MAX_LISTED; i++) {
    const char *id = get_workspace_id (list, i);

    if (id == NULL)
      continue;
    g_strv_builder_add (builder, id);
    n_ids++;
  }
  return g_strv_builder_end (builder);
}

char *
plim_opencode_choose_workspace (GBytes *body, GError **error)
{
  g_autoptr (JsonNode) root = plim_json_parse (body, error);
  g_auto (GStrv) ids = NULL;
  g_autofree char *all = NULL;
  JsonArray *list;

  if (root == NULL)
    return NULL;
  if (!JSON_NODE_HOLDS_ARRAY (root)) {
    plim_set_error (error, PLIM_STATUS_INVALID_RESPONSE, PLIM_CAUSE_NONE,
                    "the list of workspaces is not an array");
    return NULL;
  }
  list = json_node_get_array (root);
  ids = dup_workspaces (list);
  if (g_strv_length (ids) == 1)
    return g_strdup (ids[0]);
  all = g_strjoinv (", ", ids);
  if (ids[0] != NULL)
    plim_set_error (error, PLIM_STATUS_MISCONFIGURED, PLIM_CAUSE_WRONG_ORGANIZATION,
                    "there are several workspaces, of which one must be set: %s", all);
  else if (json_array_get_length (list) == 0)
    plim_set_error (error, PLIM_STATUS_MISCONFIGURED, PLIM_CAUSE_WRONG_ORGANIZATION,
                    "this credential belongs to no workspace");
  else
    plim_set_error (error, PLIM_STATUS_INVALID_RESPONSE, PLIM_CAUSE_NONE,
                    "no workspace has an “id”");
  return NULL;
}
