/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "plim-status-json.h"

#include "plim-account-json.h"
#include "plim-json.h"
#include "plim-snapshot-json.h"
#include "plim-time.h"

#include <math.h>

/* Counts up when a member changes its meaning or goes away, not when one is added. */
#define SCHEMA 1

static void
begin (JsonBuilder *builder, gint64 now)
{
  g_autofree char *text = plim_time_to_iso8601 (now);

  json_builder_begin_object (builder);
  json_builder_set_member_name (builder, "schema");
  json_builder_add_int_value (builder, SCHEMA);
  json_builder_set_member_name (builder, "now");
  json_builder_add_string_value (builder, text);
}

static void
add_text (GVariant *manager, const char *property, JsonBuilder *builder, const char *name)
{
  const char *text;

  if (!g_variant_lookup (manager, property, "&s", &text) || text[0] == '\0')
    return;
  json_builder_set_member_name (builder, name);
  json_builder_add_string_value (builder, text);
}

void
plim_status_json_add_headline (GVariant *manager, JsonBuilder *builder)
{
  g_autofree char *snoozed_until = NULL;
  double percent;
  gint64 at;

  add_text (manager, "Version", builder, "version");
  json_builder_set_member_name (builder, "headline");
  json_builder_begin_object (builder);
  add_text (manager, "State", builder, "state");
  add_text (manager, "Severity", builder, "severity");
  add_text (manager, "HeadlineAccount", builder, "account");
  add_text (manager, "HeadlineWindow", builder, "window");
  if (g_variant_lookup (manager, "Percentage", "d", &percent) && isfinite (percent) &&
      percent >= 0) {
    json_builder_set_member_name (builder, "used_percent");
    json_builder_add_double_value (builder, percent);
  }
  json_builder_end_object (builder);
  add_text (manager, "StorageProblem", builder, "storage_problem");
  if (g_variant_lookup (manager, "SnoozedUntil", "x", &at))
    snoozed_until = plim_time_to_iso8601 (at);
  if (snoozed_until != NULL) {
    json_builder_set_member_name (builder, "snoozed_until");
    json_builder_add_string_value (builder, snoozed_until);
  }
}

char *
plim_status_json_new (
    GPtrArray *accounts, GVariant *manager, gboolean is_private, gint64 now, gboolean pretty)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();

  begin (builder, now);
  if (manager != NULL)
    plim_status_json_add_headline (manager, builder);
  json_builder_set_member_name (builder, "accounts");
  json_builder_begin_array (builder);
  for (guint i = 0; i < accounts->len; i++) {
    json_builder_begin_object (builder);
    plim_account_add_to_json (g_ptr_array_index (accounts, i), builder, now, is_private);
    json_builder_end_object (builder);
  }
  json_builder_end_array (builder);
  json_builder_end_object (builder);
  return plim_json_builder_to_string (builder, pretty);
}

char *
plim_status_json_dup_stopped (gint64 now)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();

  begin (builder, now);
  json_builder_set_member_name (builder, "headline");
  json_builder_begin_object (builder);
  json_builder_set_member_name (builder, "state");
  json_builder_add_string_value (builder, "stopped");
  json_builder_end_object (builder);
  json_builder_set_member_name (builder, "accounts");
  json_builder_begin_array (builder);
  json_builder_end_array (builder);
  json_builder_end_object (builder);
  return plim_json_builder_to_string (builder, FALSE);
}

char *
plim_status_json_dup_lasting (const char *json)
{
  g_autoptr (JsonNode) root = json_from_string (json, NULL);
  JsonArray *accounts;

  g_return_val_if_fail (root != NULL && JSON_NODE_HOLDS_OBJECT (root), NULL);

  json_object_remove_member (json_node_get_object (root), "now");
  accounts = plim_json_get_array (json_node_get_object (root), "accounts");
  for (guint i = 0; accounts != NULL && i < json_array_get_length (accounts); i++)
    json_object_remove_member (plim_json_get_element_object (accounts, i), "age_seconds");
  return json_to_string (root, FALSE);
}

gboolean
plim_status_has_problem (GPtrArray *accounts)
{
  for (guint i = 0; i < accounts->len; i++) {
    PlimAccount *account = g_ptr_array_index (accounts, i);

    if (plim_account_get_enabled (account) && plim_account_get_status (account) != PLIM_STATUS_OK)
      return TRUE;
  }
  return FALSE;
}
