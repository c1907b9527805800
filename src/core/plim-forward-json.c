/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "plim-forward-json.h"

#include "plim-format.h"
#include "plim-redact.h"
#include "plim-snapshot-json.h"

#include <math.h>

/* The longest that is accepted: a century. */
#define MAX_LENGTH_S G_GINT64_CONSTANT (3155760000)

static void
add_string (JsonBuilder *builder, const char *name, const char *value)
{
  json_builder_set_member_name (builder, name);
  json_builder_add_string_value (builder, value);
}

static const char *
get_provider (PlimAccount *account)
{
  const char *id = plim_account_get_provider_id (account);

  if (g_str_equal (id, "codex"))
    return "codex";
  return g_str_equal (id, "ollama-cloud") ? "ollama_cloud" : "unknown";
}

/* (nullable): nothing is sent */
static const char *
get_status (PlimAccount *account)
{
  PlimStatus status = plim_account_get_status (account);

  switch (status) {
  case PLIM_STATUS_OFFLINE:
    return NULL;
  case PLIM_STATUS_MISCONFIGURED:
    return "unknown_error";
  case PLIM_STATUS_INVALID_RESPONSE:
    return "parse_error";
  case PLIM_STATUS_OK:
  case PLIM_STATUS_NOT_AUTHENTICATED:
  case PLIM_STATUS_RATE_LIMITED:
  case PLIM_STATUS_PROVIDER_UNAVAILABLE:
  default:
    return plim_enum_to_nick (PLIM_TYPE_STATUS, (int) status);
  }
}

static gboolean
is_accepted (const PlimUsageWindow *window)
{
  return window->length_s > 0 && window->length_s <= MAX_LENGTH_S &&
         isfinite (window->used_percent) && window->used_percent >= 0 &&
         window->resets_at != PLIM_TIME_UNKNOWN;
}

static void
add_window (const PlimUsageWindow *window, JsonBuilder *builder)
{
  g_autofree char *label = plim_format_window_title (window);
  g_autofree char *reset_at = plim_time_to_iso8601 (window->resets_at);

  json_builder_begin_object (builder);
  add_string (builder, "id", window->id);
  add_string (builder, "label", label);
  json_builder_set_member_name (builder, "duration_seconds");
  json_builder_add_int_value (builder, window->length_s);
  json_builder_set_member_name (builder, "used_percent");
  json_builder_add_double_value (builder, MIN (window->used_percent, 100));
  add_string (builder, "reset_at", reset_at);
  json_builder_set_member_name (builder, "limit_reached");
  json_builder_add_boolean_value (builder, plim_usage_window_is_exhausted (window));
  json_builder_end_object (builder);
}

/* Returns how many there are. */
static guint
add_windows (PlimSnapshot *snapshot, JsonBuilder *builder)
{
  guint n_windows = snapshot != NULL ? plim_snapshot_get_n_windows (snapshot) : 0;
  guint n_added = 0;

  json_builder_set_member_name (builder, "usage_data");
  json_builder_begin_object (builder);
  json_builder_set_member_name (builder, "windows");
  json_builder_begin_array (builder);
  for (guint i = 0; i < n_windows; i++) {
    if (!is_accepted (plim_snapshot_get_window (snapshot, i)))
      continue;
    add_window (plim_snapshot_get_window (snapshot, i), builder);
    n_added++;
  }
  json_builder_end_array (builder);
  json_builder_end_object (builder);
  return n_added;
}

static void
add_account (PlimAccount *account, JsonBuilder *builder)
{
  PlimSnapshot *snapshot = plim_account_get_snapshot (account);
  const char *plan = snapshot != NULL ? plim_snapshot_get_plan (snapshot) : NULL;

  json_builder_set_member_name (builder, "account_data");
  json_builder_begin_object (builder);
  add_string (builder, "id", plim_account_get_id (account));
  add_string (builder, "id_kind", "collector_generated_hash");
  add_string (builder, "label", plim_account_get_label (account));
  add_string (builder, "username", plim_account_get_label (account));
  if (plan != NULL) {
    json_builder_set_member_name (builder, "plan");
    json_builder_begin_object (builder);
    add_string (builder, "type", plan);
    json_builder_end_object (builder);
  }
  json_builder_end_object (builder);
}

static void
add_error (PlimAccount *account, const char *status, JsonBuilder *builder)
{
  g_autofree char *message = plim_redact (plim_account_get_message (account));

  json_builder_set_member_name (builder, "error");
  json_builder_begin_object (builder);
  add_string (builder, "code", status);
  add_string (builder, "message", message != NULL && message[0] != '\0' ? message : status);
  json_builder_end_object (builder);
}

char *
plim_forward_dup_payload (PlimAccount *account, const char *version)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  g_autofree char *collected_at = NULL;
  PlimSnapshot *snapshot;
  const char *status;
  gboolean is_ok;
  guint n_windows;

  g_return_val_if_fail (PLIM_IS_ACCOUNT (account), NULL);

  snapshot = plim_account_get_snapshot (account);
  status = get_status (account);
  is_ok = plim_account_get_status (account) == PLIM_STATUS_OK;
  collected_at =
      plim_time_to_iso8601 (is_ok && snapshot != NULL ? plim_snapshot_get_collected_at (snapshot)
                                                      : plim_account_get_attempted_at (account));
  if (status == NULL || collected_at == NULL)
    return NULL;
  json_builder_begin_object (builder);
  add_string (builder, "schema_version", "2.0");
  add_string (builder, "provider", get_provider (account));
  json_builder_set_member_name (builder, "collector_data");
  json_builder_begin_object (builder);
  add_string (builder, "id", "shell_script");
  add_string (builder, "version", version);
  json_builder_end_object (builder);
  add_string (builder, "collected_at", collected_at);
  add_string (builder, "status", status);
  add_account (account, builder);
  n_windows = add_windows (snapshot, builder);
  if (!is_ok)
    add_error (account, status, builder);
  json_builder_end_object (builder);
  return n_windows > 0 || !is_ok ? plim_json_builder_to_string (builder, FALSE) : NULL;
}
