/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "plim-account-json.h"

#include "plim-json-write.h"
#include "plim-snapshot-json.h"

#include <math.h>

static void
add_forecast (const PlimForecast *forecast, JsonBuilder *builder, gboolean is_private)
{
  if (forecast == NULL || forecast->verdict == PLIM_VERDICT_NONE)
    return;
  json_builder_set_member_name (builder, "forecast");
  json_builder_begin_object (builder);
  plim_json_add_text (builder, "verdict",
                      plim_enum_to_nick (PLIM_TYPE_VERDICT, (int) forecast->verdict));
  plim_json_add_number (builder, "even_percent", forecast->even_percent);
  plim_json_add_number (builder, "projected_percent", forecast->projected_percent);
  if (!is_private)
    plim_json_add_number (builder, "rate_per_hour", forecast->rate);
  plim_json_add_time (builder, "runs_out_at", forecast->runs_out_at);
  plim_json_add_time (builder, "earliest_at", forecast->earliest_at);
  plim_json_add_time (builder, "latest_at", forecast->latest_at);
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
    plim_json_add_boolean (builder, "stale", plim_account_is_window_stale (account, &window, now));
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
  plim_json_add_text (builder, "plan", plim_snapshot_get_plan (snapshot));
  if (!is_private)
    plim_json_add_text (builder, "identity", plim_snapshot_get_identity (snapshot));
  plim_json_add_time (builder, "collected_at", plim_snapshot_get_collected_at (snapshot));
  json_builder_set_member_name (builder, "age_seconds");
  json_builder_add_int_value (builder, MAX (now - plim_snapshot_get_collected_at (snapshot), 0));
  plim_json_add_boolean (builder, "stale", plim_account_is_stale (account, now));
}

static void
add_label (PlimAccount *account, JsonBuilder *builder, gboolean is_private)
{
  g_autofree char *number = g_strdup_printf ("%u", plim_account_get_order (account) + 1);

  plim_json_add_text (builder, "label", is_private ? number : plim_account_get_label (account));
}

static void
add_owner (PlimAccount *account, JsonBuilder *builder, gboolean is_private)
{
  const PlimOwner *owner = plim_account_get_owner (account);

  plim_json_add_time (builder, "identity_changed_at", owner->changed_at);
  if (!is_private)
    plim_json_add_text (builder, "former_identity", owner->former_name);
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
    plim_json_add_text (builder, "next_poll_reason",
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
  plim_json_add_text (builder, "id", plim_account_get_id (account));
  plim_json_add_text (builder, "provider", plim_account_get_provider_id (account));
  add_label (account, builder, is_private);
  plim_json_add_boolean (builder, "enabled", plim_account_get_enabled (account));
  plim_json_add_text (builder, "status",
                      plim_enum_to_nick (PLIM_TYPE_STATUS,
                                         (int) plim_account_get_status (account)));
  if (cause != PLIM_CAUSE_NONE)
    plim_json_add_text (builder, "cause", plim_enum_to_nick (PLIM_TYPE_CAUSE, (int) cause));
  plim_json_add_text (builder, "message", plim_account_get_message (account));
  add_age (account, builder, now, is_private);
  add_owner (account, builder, is_private);
  plim_json_add_time (builder, "attempted_at", plim_account_get_attempted_at (account));
  plim_json_add_time (builder, "next_poll_at", plim_account_get_next_poll_at (account));
  add_reason (account, builder);
  add_incident (account, builder);
  if (plim_account_get_expected_interval (account) > 0) {
    json_builder_set_member_name (builder, "interval_seconds");
    json_builder_add_int_value (builder, plim_account_get_expected_interval (account));
  }
  add_windows (account, builder, now, is_private);
}
