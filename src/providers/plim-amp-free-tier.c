/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "plim-amp-free-tier.h"

#include "plim-error.h"
#include "plim-js-literal.h"
#include "plim-json.h"
#include "plim-provider-parts.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#define CENTS 100.0
/* What is longer than ten years comes from a rate that means nothing. */
#define MAX_LENGTH_S (3650.0 * PLIM_DAY_S)

/* 0 for what is not known. */
static gint64
to_seconds (double hours)
{
  double seconds = hours * PLIM_HOUR_S;

  return seconds > 0 && seconds <= MAX_LENGTH_S ? (gint64) seconds : 0;
}

/* The tier fills up again by the hour, so its reset is when it would be full. */
void
plim_amp_add_free (
    PlimSnapshot *snapshot, gint64 now, double limit, double used, double hourly, double hours)
{
  PlimUsageWindow *window;
  gint64 refill_s;

  if (!(limit > 0) || isnan (used))
    return;
  window = plim_snapshot_add_window (snapshot, "free", PLIM_WINDOW_ROLLING);
  window->title = g_strdup (N_ ("Amp Free"));
  window->limit = limit;
  window->used = MAX (used, 0);
  window->unit = g_strdup ("USD");
  window->length_s = to_seconds (hours > 0 ? hours : round (limit / hourly));
  plim_usage_window_derive_percent (window);
  refill_s = to_seconds (window->used / hourly);
  if (refill_s > 0) {
    window->resets_at = now + refill_s;
    window->resets_at_estimated = TRUE;
  }
}

/* A value of SvelteKit's devalue form: the map holds its index; below 0 it is absent. */
static double
get_devalue_number (JsonArray *values, JsonObject *map, const char *name)
{
  double index;

  if (!plim_json_get_number (map, name, &index) || index != floor (index) || index < 0 ||
      index >= json_array_get_length (values))
    return NAN;
  return plim_number_from_json (json_array_get_element (values, (guint) index));
}

static gboolean
read_devalue (PlimSnapshot *snapshot, gint64 now, const char *text, GError **error)
{
  g_autoptr (GBytes) bytes = g_bytes_new (text, strlen (text));
  g_autoptr (JsonNode) root = plim_json_parse (bytes, error);
  JsonArray *values;
  JsonObject *map = NULL;
  double quota, used;

  if (root == NULL)
    return FALSE;
  values = JSON_NODE_HOLDS_ARRAY (root) ? json_node_get_array (root) : NULL;
  if (values != NULL && json_array_get_length (values) > 0)
    map = plim_json_get_element_object (values, 0);
  if (map == NULL) {
    plim_set_error (error, PLIM_STATUS_INVALID_RESPONSE, PLIM_CAUSE_NONE,
                    "“result” is no array that begins with an object");
    return FALSE;
  }
  quota = get_devalue_number (values, map, "quota");
  used = get_devalue_number (values, map, "used");
  if (isnan (quota) || isnan (used)) {
    plim_set_error (error, PLIM_STATUS_INVALID_RESPONSE, PLIM_CAUSE_NONE,
                    "“%s” is missing or not a number", isnan (quota) ? "quota" : "used");
    return FALSE;
  }
  plim_amp_add_free (snapshot, now, quota / CENTS, used / CENTS,
                     get_devalue_number (values, map, "hourlyReplenishment") / CENTS,
                     get_devalue_number (values, map, "windowHours"));
  return TRUE;
}

/* An envelope says what elsewhere a status line says, so it is read as one. */
static gboolean
check_envelope (JsonObject *envelope, gint64 now, GError **error)
{
  const char *type = plim_json_get_string (envelope, "type");
  const char *location = plim_json_get_string (envelope, "location");
  g_autoptr (PlimAnswer) answer = NULL;
  double status;

  if (g_strcmp0 (type, "redirect") == 0) {
    answer = plim_answer_new (302, NULL);
    if (location != NULL)
      plim_answer_add_header (answer, "Location", location);
    return plim_answer_check (answer, now, error);
  }
  if (g_strcmp0 (type, "error") == 0 && plim_json_get_number (envelope, "status", &status) &&
      status >= 300 && status <= 599) {
    answer = plim_answer_new ((guint) status, NULL);
    return plim_answer_check (answer, now, error);
  }
  if (g_strcmp0 (type, "result") == 0)
    return TRUE;
  plim_set_error (error, PLIM_STATUS_INVALID_RESPONSE, PLIM_CAUSE_NONE,
                  "“type” is none of “result”, “redirect”, “error”");
  return FALSE;
}

gboolean
plim_amp_read_remote (PlimSnapshot *snapshot, gint64 now, const PlimAnswer *answer, GError **error)
{
  g_autoptr (JsonObject) envelope = NULL;
  const char *result;

  if (!plim_answer_check (answer, now, error))
    return FALSE;
  envelope = plim_json_parse_object (answer->body, error);
  if (envelope == NULL || !check_envelope (envelope, now, error))
    return FALSE;
  result = plim_json_get_string (envelope, "result");
  if (result == NULL) {
    plim_set_error (error, PLIM_STATUS_INVALID_RESPONSE, PLIM_CAUSE_NONE,
                    "“result” is missing or not a string");
    return FALSE;
  }
  return read_devalue (snapshot, now, result, error);
}

static gboolean
is_free_tier (JsonObject *object)
{
  double number;

  return plim_json_get_number (object, "quota", &number) &&
         plim_json_get_number (object, "used", &number) &&
         (plim_json_get_node (object, "hourlyReplenishment") != NULL ||
          plim_json_get_node (object, "bucket") != NULL);
}

static void
visit_object (JsonObject *object, gpointer user_data)
{
  JsonObject **found = user_data;

  if (*found == NULL && is_free_tier (object))
    *found = json_object_ref (object);
}

gboolean
plim_amp_read_page (PlimSnapshot *snapshot, gint64 now, GBytes *page)
{
  g_autoptr (JsonObject) found = NULL;
  double quota, used, hourly, hours;
  gsize size;
  const char *text = g_bytes_get_data (page, &size);

  plim_js_foreach_object (text, size, visit_object, &found);
  if (found == NULL)
    return FALSE;
  plim_json_get_number (found, "quota", &quota);
  plim_json_get_number (found, "used", &used);
  plim_json_get_number (found, "hourlyReplenishment", &hourly);
  plim_json_get_number (found, "windowHours", &hours);
  plim_amp_add_free (snapshot, now, quota / CENTS, used / CENTS, hourly / CENTS, hours);
  return TRUE;
}

/* The pages are bytes to the expressions: what is not UTF-8 does not matter. */
static GRegex *
new_regex (const char *pattern)
{
  return g_regex_new (pattern, G_REGEX_RAW, 0, NULL);
}

char *
plim_amp_dup_hash (GBytes *body)
{
  g_autoptr (GRegex) regex = new_regex ("([0-9a-z]{4,16})/getFreeTierUsage");
  g_autoptr (GMatchInfo) match = NULL;
  gsize size;
  const char *text = g_bytes_get_data (body, &size);

  if (size == 0 || !g_regex_match_full (regex, text, (gssize) size, 0, 0, &match, NULL))
    return NULL;
  return g_match_info_fetch (match, 1);
}

GStrv
plim_amp_dup_scripts (GBytes *page)
{
  g_autoptr (GRegex) regex = new_regex ("_app/immutable/[A-Za-z0-9_/.-]{1,200}?\\.js");
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr (GMatchInfo) match = NULL;
  gsize size;
  const char *text = g_bytes_get_data (page, &size);

  if (size > 0)
    g_regex_match_full (regex, text, (gssize) size, 0, 0, &match, NULL);
  while (match != NULL && g_match_info_matches (match)) {
    g_autofree char *name = g_match_info_fetch (match, 0);
    g_autofree char *path = g_strconcat ("/", name, NULL);

    /* No part of the path may lead elsewhere. */
    if (strstr (path, "/..") == NULL && g_hash_table_add (seen, g_strdup (path)))
      g_strv_builder_add (builder, path);
    g_match_info_next (match, NULL);
  }
  return g_strv_builder_end (builder);
}
