/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "plim-claude-usage.h"

#include "plim-error.h"
#include "plim-json.h"
#include "plim-provider-parts.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#define SESSION_S (5 * PLIM_HOUR_S)
#define CENTS 100.0

/* Returns whether @source is well-formed. Percentages are never fractions: 0.6 is 0.6 %. */
static gboolean
add_window (PlimSnapshot *snapshot,
            JsonObject *source,
            const char *percent_name,
            const char *id,
            const char *title,
            const char *scope)
{
  PlimUsageWindow *window;
  double percent;

  if (!plim_json_get_number (source, percent_name, &percent))
    return FALSE;
  window = plim_snapshot_add_window (snapshot, id, PLIM_WINDOW_ROLLING);
  window->title = g_strdup (title);
  window->scope = g_strdup (scope);
  window->length_s = g_str_equal (id, "session") ? SESSION_S : PLIM_WEEK_S;
  window->used_percent = percent;
  window->resets_at = plim_json_get_time (source, "resets_at");
  return TRUE;
}

/* Returns the number of malformed ones. */
static guint
add_flat_windows (PlimSnapshot *snapshot, JsonObject *root)
{
  static const struct {
    const char *name;
    const char *id;
    const char *title;
    const char *scope;
  } windows[] = {
    { "five_hour", "session", N_ ("Session (5 h)"), NULL },
    { "seven_day", "weekly", N_ ("Week, all models"), NULL },
    { "seven_day_opus", "weekly:opus", N_ ("Week"), "Opus" },
    { "seven_day_sonnet", "weekly:sonnet", N_ ("Week"), "Sonnet" },
    { "seven_day_oauth_apps", "weekly:oauth-apps", N_ ("Week"), "OAuth apps" },
    { "seven_day_cowork", "weekly:cowork", N_ ("Week"), "Cowork" },
  };
  guint n_malformed = 0;

  for (guint i = 0; i < G_N_ELEMENTS (windows); i++) {
    if (plim_json_get_node (root, windows[i].name) == NULL)
      continue;
    if (!add_window (snapshot, plim_json_get_object (root, windows[i].name), "utilization",
                     windows[i].id, windows[i].title, windows[i].scope))
      n_malformed++;
  }
  return n_malformed;
}

/* Returns whether @limit is well-formed or of no concern. */
static gboolean
add_scoped_limit (PlimSnapshot *snapshot, JsonObject *limit)
{
  JsonObject *model = plim_json_get_object (plim_json_get_object (limit, "scope"), "model");
  const char *name = plim_json_get_string (model, "display_name");
  g_autofree char *slug = NULL;
  g_autofree char *id = NULL;

  if (name == NULL)
    name = plim_json_get_string (model, "id");
  if (name == NULL || g_ascii_strcasecmp (name, "All models") == 0)
    return TRUE;
  slug = plim_slug (name);
  if (slug[0] == '\0')
    return FALSE;
  id = g_strconcat ("weekly:", slug, NULL);
  return add_window (snapshot, limit, "percent", id, N_ ("Week"), name);
}

static gboolean
add_limit (PlimSnapshot *snapshot, JsonObject *limit)
{
  const char *kind = plim_json_get_string (limit, "kind");
  gboolean has_scope = plim_json_get_node (limit, "scope") != NULL;

  if (kind == NULL)
    return FALSE;
  if (g_str_equal (kind, "weekly_scoped"))
    return add_scoped_limit (snapshot, limit);
  if (g_str_equal (kind, "session") && !has_scope)
    return add_window (snapshot, limit, "percent", "session", N_ ("Session (5 h)"), NULL);
  if (g_str_equal (kind, "weekly_all") && !has_scope)
    return add_window (snapshot, limit, "percent", "weekly", N_ ("Week, all models"), NULL);
  return TRUE;
}

/* The newer place of the same windows; what the flat keys said already stays. */
static guint
add_limits (PlimSnapshot *snapshot, JsonArray *limits)
{
  guint n_malformed = 0;

  for (guint i = 0; limits != NULL && i < json_array_get_length (limits); i++) {
    if (!add_limit (snapshot, plim_json_get_element_object (limits, i)))
      n_malformed++;
  }
  return n_malformed;
}

static void
add_extra_usage (PlimSnapshot *snapshot, JsonObject *extra)
{
  gboolean says_enabled = plim_json_get_node (extra, "is_enabled") != NULL;
  double used, limit, percent;
  PlimUsageWindow *window;

  plim_json_get_number (extra, "used_credits", &used);
  if (says_enabled ? !plim_json_get_boolean (extra, "is_enabled", FALSE) : isnan (used))
    return;
  if (!plim_json_get_number (extra, "monthly_limit", &limit))
    plim_json_get_number (extra, "monthly_credit_limit", &limit);
  window = plim_snapshot_add_window (snapshot, "extra-usage", PLIM_WINDOW_BUDGET);
  window->title = g_strdup (N_ ("Extra usage"));
  window->used = used / CENTS;
  window->limit = limit / CENTS;
  window->unit = plim_parts_dup_currency (plim_json_get_string (extra, "currency"), "USD");
  if (plim_json_get_number (extra, "utilization", &percent))
    window->used_percent = percent;
  else
    plim_usage_window_derive_percent (window);
}

static gboolean
is_usage (JsonObject *root)
{
  static const char *const names[] = { "five_hour", "seven_day", "limits", "extra_usage" };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++) {
    if (json_object_has_member (root, names[i]))
      return TRUE;
  }
  return FALSE;
}

gboolean
plim_claude_add_usage (PlimSnapshot *snapshot, const PlimAnswer *answer, GError **error)
{
  g_autoptr (JsonObject) root = plim_json_parse_object (answer->body, error);
  guint n_malformed;

  if (root == NULL)
    return FALSE;
  if (!is_usage (root)) {
    plim_set_error (error, PLIM_STATUS_INVALID_RESPONSE, PLIM_CAUSE_NONE,
                    "“five_hour”, “seven_day”, “limits” and “extra_usage” are all missing");
    return FALSE;
  }
  n_malformed = add_flat_windows (snapshot, root);
  n_malformed += add_limits (snapshot, plim_json_get_array (root, "limits"));
  if (plim_json_get_object (root, "extra_usage") != NULL)
    add_extra_usage (snapshot, plim_json_get_object (root, "extra_usage"));
  if (n_malformed > 0 && plim_snapshot_get_n_windows (snapshot) == 0) {
    plim_set_error (error, PLIM_STATUS_INVALID_RESPONSE, PLIM_CAUSE_NONE,
                    "no usage window has its percentage");
    return FALSE;
  }
  return TRUE;
}
