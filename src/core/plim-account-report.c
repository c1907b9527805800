/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "plim-account-report.h"

#include "plim-json-write.h"
#include "plim-mask.h"
#include "plim-snapshot-json.h"

/* Their names tell which way was taken; their values are the user's own. */
static void
add_settings (JsonBuilder *builder, PlimAccount *account)
{
  g_autoptr (GList) names = g_hash_table_get_keys (plim_account_get_settings (account));

  names = g_list_sort (names, (GCompareFunc) g_strcmp0);
  json_builder_set_member_name (builder, "settings");
  json_builder_begin_array (builder);
  for (GList *each = names; each != NULL; each = each->next)
    json_builder_add_string_value (builder, each->data);
  json_builder_end_array (builder);
}

static void
add_numbers (JsonBuilder *builder, PlimSnapshot *snapshot)
{
  plim_json_add_time (builder, "collected_at", plim_snapshot_get_collected_at (snapshot));
  plim_json_add_string (builder, "plan", plim_snapshot_get_plan (snapshot));
  if (plim_snapshot_get_identity (snapshot) != NULL)
    plim_json_add_string (builder, "identity", PLIM_MASK);
  json_builder_set_member_name (builder, "windows");
  json_builder_begin_array (builder);
  for (guint i = 0; i < plim_snapshot_get_n_windows (snapshot); i++) {
    json_builder_begin_object (builder);
    plim_usage_window_add_to_json (plim_snapshot_get_window (snapshot, i), builder);
    json_builder_end_object (builder);
  }
  json_builder_end_array (builder);
}

static void
add_understood (JsonBuilder *builder, PlimAccount *account)
{
  PlimSnapshot *snapshot = plim_account_get_snapshot (account);
  PlimStatus status = plim_account_get_status (account);
  PlimCause cause = plim_account_get_cause (account);

  json_builder_set_member_name (builder, "understood");
  json_builder_begin_object (builder);
  plim_json_add_string (builder, "status", plim_enum_to_nick (PLIM_TYPE_STATUS, (int) status));
  if (cause != PLIM_CAUSE_NONE)
    plim_json_add_string (builder, "cause", plim_enum_to_nick (PLIM_TYPE_CAUSE, (int) cause));
  plim_json_add_string (builder, "message", plim_account_get_message (account));
  plim_json_add_time (builder, "attempted_at", plim_account_get_attempted_at (account));
  if (snapshot != NULL)
    add_numbers (builder, snapshot);
  json_builder_end_object (builder);
}

char *
plim_account_dup_report (PlimAccount *account, const char *version)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  PlimInspection *inspection;

  g_return_val_if_fail (PLIM_IS_ACCOUNT (account), NULL);

  inspection = plim_account_get_inspection (account);
  json_builder_begin_object (builder);
  plim_json_add_string (builder, "version", version);
  plim_json_add_string (builder, "provider", plim_account_get_provider_id (account));
  add_settings (builder, account);
  add_understood (builder, account);
  if (inspection != NULL)
    plim_inspection_add_to_json (inspection, builder);
  json_builder_end_object (builder);
  return plim_json_builder_to_string (builder, TRUE);
}
