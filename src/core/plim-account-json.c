/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "plim-account-json.h"

#include "plim-snapshot-json.h"

#include <math.h>

static void
add_string (JsonBuilder *builder, const char *name, const char *value)
{
  if (value == NULL || value[0] == '\0')
    return;
  json_builder_set_member_name (builder, name);
  json_builder_add_string_value (builder, value);
}

static void
add_boolean (JsonBuilder *builder, const char *name, gboolean value)
{
  json_builder_set_member_name (builder, name);
  json_builder_add_boolean_value (builder, value);
}

static void
add_time (JsonBuilder *builder, const char *name, gint64 at)
{
  g_autofree char *text = plim_time_to_iso8601 (at);

  add_string (builder, name, text);
}

static void
add_number (JsonBuilder *builder, const char *name, double value)
{
  if (isnan (value))
    return;
  json_builder_set_member_name (builder, name);
  json_builder_add_double_value (builder, value);
}

static void
add_forecast (const PlimForecast *forecast, JsonBuilder *builder, gboolean is_private)
{
  if (forecast == NULL || forecast->verdict == PLIM_VERDICT_NONE)
    return;
  json_builder_set_member_name (builder, "forecast");
  json_builder_begin_object (builder);
  add_string (builder, "verdict", plim_enum_to_nick (PLIM_TYPE_VERDICT, (int) forecast->verdict));
  add_number (builder, "even_percent", forecast->even_percent);
  add_number (builder, "projected_percent", forecast->projected_percent);
  if (!is_private)
    add_number (builder, "rate_per_hour", forecast->rate);
  add_time (builder, "runs_out_at", forecast->runs_out_at);
  add_time (builder, "earliest_at", forecast->earliest_at);
  add_time (builder, "latest_at", forecast->latest_at);
  json_builder_end_object (builder);
}

static void
add_windows (PlimAccount *account, JsonBuilder *builder, gint64 now, gboolean is_private)
{
  PlimSnapshot *snapshot = plim_account_get_snapshot (account);
  guint n_windows = snapshot != NULL ? plim_snapshot_get_n_windows (snapshot) : 0;

  json_builder_set_member_name (builder, "windows");
  json_builder_begin_array (builder);
  for (guint i = 0; i < n_windows; i++) {
    PlimUsageWindow window = *plim_snapshot_get_window (snapshot, i); /* borrows its texts */

    if (is_private)
      window.used = window.limit = window.remaining = NAN;
    json_builder_begin_object (builder);
    plim_usage_window_add_to_json (&window, builder);
    add_boolean (builder, "stale", plim_account_is_window_stale (account, &window, now));
    add_forecast (plim_account_get_forecast (account, window.id), builder, is_private);
    json_builder_end_object (builder);
  }
  json_builder_end_array (builder);
}

static void
add_age (PlimAccount *account, JsonBuilder *builder, gint64 now, gboolean is_private)
{
  PlimSnapshot *snapshot = plim_account_get_snapshot (account);

  if (snapshot == NULL)
    return;
  add_string (builder, "plan", plim_snapshot_get_plan (snapshot));
  if (!is_private)
    add_string (builder, "identity", plim_snapshot_get_identity (snapshot));
  add_time (builder, "collected_at", plim_snapshot_get_collected_at (snapshot));
  json_builder_set_member_name (builder, "age_seconds");
  json_builder_add_int_value (builder, MAX (now - plim_snapshot_get_collected_at (snapshot), 0));
  add_boolean (builder, "stale", plim_account_is_stale (account, now));
}

static void
add_label (PlimAccount *account, JsonBuilder *builder, gboolean is_private)
{
  g_autofree char *number = g_strdup_printf ("%u", plim_account_get_order (account) + 1);

  add_string (builder, "label", is_private ? number : plim_account_get_label (account));
}

static void
add_owner (PlimAccount *account, JsonBuilder *builder, gboolean is_private)
{
  const PlimOwner *owner = plim_account_get_owner (account);

  add_time (builder, "identity_changed_at", owner->changed_at);
  if (!is_private)
    add_string (builder, "former_identity", owner->former_name);
}

static void
add_incident (PlimAccount *account, JsonBuilder *builder)
{
  const PlimIncident *incident = plim_account_get_incident (account);

  if (incident == NULL)
    return;
  json_builder_set_member_name (builder, "incident");
  json_builder_begin_object (builder);
  plim_incident_add_to_json (incident, builder);
  json_builder_end_object (builder);
}

static void
add_reason (PlimAccount *account, JsonBuilder *builder)
{
  PlimPollReason reason = plim_account_get_next_poll_reason (account);

  if (reason != PLIM_POLL_REASON_NONE)
    add_string (builder, "next_poll_reason",
                plim_enum_to_nick (PLIM_TYPE_POLL_REASON, (int) reason));
}

void
plim_account_add_to_json (PlimAccount *account,
                          JsonBuilder *builder,
                          gint64 now,
                          gboolean is_private)
{
  PlimCause cause;

  g_return_if_fail (PLIM_IS_ACCOUNT (account));
  g_return_if_fail (JSON_IS_BUILDER (builder));

  cause = plim_account_get_cause (account);
  add_string (builder, "id", plim_account_get_id (account));
  add_string (builder, "provider", plim_account_get_provider_id (account));
  add_label (account, builder, is_private);
  add_boolean (builder, "enabled", plim_account_get_enabled (account));
  add_string (builder, "status",
              plim_enum_to_nick (PLIM_TYPE_STATUS, (int) plim_account_get_status (account)));
  if (cause != PLIM_CAUSE_NONE)
    add_string (builder, "cause", plim_enum_to_nick (PLIM_TYPE_CAUSE, (int) cause));
  add_string (builder, "message", plim_account_get_message (account));
  add_age (account, builder, now, is_private);
  add_owner (account, builder, is_private);
  add_time (builder, "attempted_at", plim_account_get_attempted_at (account));
  add_time (builder, "next_poll_at", plim_account_get_next_poll_at (account));
  add_reason (account, builder);
  add_incident (account, builder);
  if (plim_account_get_expected_interval (account) > 0) {
    json_builder_set_member_name (builder, "interval_seconds");
    json_builder_add_int_value (builder, plim_account_get_expected_interval (account));
  }
  add_windows (account, builder, now, is_private);
}
