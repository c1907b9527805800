/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "plim-snapshot-json.h"

#include "plim-error.h"
#include "plim-json-write.h"
#include "plim-json.h"

void
plim_usage_window_add_to_json (const PlimUsageWindow *window, JsonBuilder *builder)
{
  plim_json_add_string (builder, "id", window->id);
  plim_json_add_string (builder, "title", window->title);
  plim_json_add_string (builder, "scope", window->scope);
  plim_json_add_string (builder, "kind",
                        plim_enum_to_nick (PLIM_TYPE_WINDOW_KIND, (int) window->kind));
  if (window->length_s > 0)
    plim_json_add_integer (builder, "window_seconds", window->length_s);
  plim_json_add_number (builder, "used_percent", window->used_percent);
  plim_json_add_number (builder, "used", window->used);
  plim_json_add_number (builder, "limit", window->limit);
  plim_json_add_number (builder, "remaining", window->remaining);
  plim_json_add_string (builder, "unit", window->unit);
  plim_json_add_time (builder, "resets_at", window->resets_at);
  if (window->resets_at_estimated)
    plim_json_add_boolean (builder, "resets_at_estimated", TRUE);
  plim_json_add_time (builder, "read_at", window->read_at);
  plim_json_add_boolean (builder, "limit_reached", window->limit_reached);
  if (!window->can_lead)
    plim_json_add_boolean (builder, "can_lead", FALSE);
  plim_json_add_string (builder, "provenance",
                        plim_enum_to_nick (PLIM_TYPE_PROVENANCE, (int) window->provenance));
}

void
plim_snapshot_add_to_json (const PlimSnapshot *self, JsonBuilder *builder)
{
  plim_json_add_string (builder, "status",
                        plim_enum_to_nick (PLIM_TYPE_STATUS,
                                           (int) plim_snapshot_get_status (self)));
  plim_json_add_string (builder, "plan", plim_snapshot_get_plan (self));
  plim_json_add_string (builder, "identity", plim_snapshot_get_identity (self));
  plim_json_add_time (builder, "collected_at", plim_snapshot_get_collected_at (self));
  if (plim_snapshot_get_retry_after (self) > 0)
    plim_json_add_integer (builder, "retry_after_seconds", plim_snapshot_get_retry_after (self));
  json_builder_set_member_name (builder, "windows");
  json_builder_begin_array (builder);
  for (guint i = 0; i < plim_snapshot_get_n_windows (self); i++) {
    json_builder_begin_object (builder);
    plim_usage_window_add_to_json (plim_snapshot_get_window (self, i), builder);
    json_builder_end_object (builder);
  }
  json_builder_end_array (builder);
}

static int
read_nick (JsonObject *object, const char *name, GType type, int fallback)
{
  int value;

  return plim_enum_from_nick (type, plim_json_get_string (object, name), &value) ? value : fallback;
}

static void
read_window (PlimSnapshot *snapshot, JsonObject *object)
{
  const char *id = plim_json_get_string (object, "id");
  PlimUsageWindow *window;
  double seconds;

  if (id == NULL)
    return;
  window =
      plim_snapshot_add_window (snapshot, id,
                                (PlimWindowKind) read_nick (object, "kind", PLIM_TYPE_WINDOW_KIND,
                                                            PLIM_WINDOW_ROLLING));
  window->title = g_strdup (plim_json_get_string (object, "title"));
  window->scope = g_strdup (plim_json_get_string (object, "scope"));
  window->unit = g_strdup (plim_json_get_string (object, "unit"));
  if (plim_json_get_number (object, "window_seconds", &seconds) && seconds > 0 && seconds < 1e12)
    window->length_s = (gint64) seconds;
  plim_json_get_number (object, "used_percent", &window->used_percent);
  plim_json_get_number (object, "used", &window->used);
  plim_json_get_number (object, "limit", &window->limit);
  plim_json_get_number (object, "remaining", &window->remaining);
  window->resets_at = plim_json_get_time (object, "resets_at");
  window->resets_at_estimated = plim_json_get_boolean (object, "resets_at_estimated", FALSE);
  window->read_at = plim_json_get_time (object, "read_at");
  window->limit_reached = plim_json_get_boolean (object, "limit_reached", FALSE);
  window->can_lead = plim_json_get_boolean (object, "can_lead", TRUE);
  window->provenance = (PlimProvenance) read_nick (object, "provenance", PLIM_TYPE_PROVENANCE,
                                                   PLIM_PROVENANCE_REPORTED);
}

PlimSnapshot *
plim_snapshot_from_json (JsonObject *object, GError **error)
{
  g_autoptr (PlimSnapshot) snapshot = NULL;
  JsonArray *windows = plim_json_get_array (object, "windows");
  PlimStatus status;
  double retry_after_s;

  if (windows == NULL) {
    plim_set_error (error, PLIM_STATUS_INVALID_RESPONSE, PLIM_CAUSE_NONE,
                    "“windows” is missing or not an array");
    return NULL;
  }
  snapshot = plim_snapshot_new (plim_json_get_time (object, "collected_at"));
  status = (PlimStatus) read_nick (object, "status", PLIM_TYPE_STATUS, PLIM_STATUS_OK);
  if (status != PLIM_STATUS_OK) {
    plim_json_get_number (object, "retry_after_seconds", &retry_after_s);
    plim_snapshot_set_refused (snapshot, status,
                               retry_after_s > 0 && retry_after_s < 1e12 ? (gint64) retry_after_s
                                                                         : 0,
                               NULL);
  }
  plim_snapshot_set_plan (snapshot, plim_json_get_string (object, "plan"));
  plim_snapshot_set_identity (snapshot, plim_json_get_string (object, "identity"));
  for (guint i = 0; i < json_array_get_length (windows); i++) {
    JsonObject *window = plim_json_get_element_object (windows, i);

    if (window != NULL)
      read_window (snapshot, window);
  }
  plim_snapshot_seal (snapshot);
  return g_steal_pointer (&snapshot);
}

char *
plim_json_builder_to_string (JsonBuilder *builder, gboolean pretty)
{
  g_autoptr (JsonGenerator) generator = json_generator_new ();
  g_autoptr (JsonNode) root = json_builder_get_root (builder);

  json_generator_set_root (generator, root);
  json_generator_set_pretty (generator, pretty);
  return json_generator_to_data (generator, NULL);
}
