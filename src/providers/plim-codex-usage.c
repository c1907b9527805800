/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "plim-codex-usage.h"

#include "plim-error.h"
#include "plim-json.h"
#include "plim-provider-parts.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#define SESSION_S (5 * PLIM_HOUR_S)
/* The shortest month; the reported lengths vary. */
#define MONTH_S (28 * PLIM_DAY_S)
#define MAX_LENGTH_S (100 * 366 * PLIM_DAY_S)

typedef struct {
  double used_percent;
  gint64 length_s;
  gint64 resets_at;
} Window;

char *
plim_codex_dup_plan (const char *type)
{
  static const struct {
    const char *type;
    const char *plan;
  } plans[] = {
    { "prolite", "Pro 5x" },
    { "pro", "Pro 20x" },
    { "education", "Edu" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (plans); i++) {
    if (g_str_equal (plans[i].type, type))
      return g_strdup (plans[i].plan);
  }
  return plim_parts_dup_words (type);
}

/* 0 when it is not said. */
static gint64
get_seconds (JsonObject *source, const char *name)
{
  double seconds;

  if (!plim_json_get_number (source, name, &seconds) || seconds < 1 || seconds > MAX_LENGTH_S)
    return 0;
  return (gint64) seconds;
}

static gboolean
read_window (JsonObject *source, gint64 fallback_length_s, gint64 now, Window *window)
{
  gint64 wait_s = get_seconds (source, "reset_after_seconds");

  if (!plim_json_get_number (source, "used_percent", &window->used_percent))
    return FALSE;
  window->length_s = get_seconds (source, "limit_window_seconds");
  if (window->length_s == 0)
    window->length_s = fallback_length_s;
  window->resets_at = plim_json_get_time (source, "reset_at");
  if (window->resets_at == PLIM_TIME_UNKNOWN && wait_s > 0)
    window->resets_at = now + wait_s;
  return TRUE;
}

/* (transfer full): what the length means; its place says nothing: since 2026-07 the first window of
 * some accounts is the week. */
static char *
dup_id (gint64 length_s, char **title)
{
  if (ABS (length_s - SESSION_S) <= 60) {
    *title = g_strdup (N_ ("Session (5 h)"));
    return g_strdup ("session");
  }
  if (ABS (length_s - PLIM_WEEK_S) <= PLIM_HOUR_S) {
    *title = g_strdup (N_ ("Week"));
    return g_strdup ("weekly");
  }
  if (length_s >= MONTH_S) {
    *title = g_strdup (N_ ("Month"));
    return g_strdup ("monthly");
  }
  /* Units that all languages write alike: there is no msgid for each number. */
  *title = length_s % PLIM_DAY_S == 0
               ? g_strdup_printf ("%" G_GINT64_FORMAT " d", length_s / PLIM_DAY_S)
               : g_strdup_printf ("%.4g h", (double) length_s / PLIM_HOUR_S);
  return g_strdup_printf ("window-%" G_GINT64_FORMAT, length_s);
}

static void
add_window (PlimSnapshot *snapshot, const Window *source, const char *scope, gboolean is_reached)
{
  g_autofree char *title = NULL;
  g_autofree char *id = dup_id (source->length_s, &title);
  g_autofree char *slug = scope != NULL ? plim_slug (scope) : NULL;
  g_autofree char *scoped_id = slug != NULL ? g_strconcat (id, ":", slug, NULL) : NULL;
  PlimUsageWindow *window =
      plim_snapshot_add_window (snapshot, scoped_id != NULL ? scoped_id : id, PLIM_WINDOW_ROLLING);

  window->title = g_steal_pointer (&title);
  window->scope = g_strdup (scope);
  window->length_s = source->length_s;
  window->used_percent = source->used_percent;
  window->resets_at = source->resets_at;
  window->limit_reached = is_reached;
}

/* A block that is said to be full without saying what is: its fullest window. */
static guint
find_fullest (const Window *windows, guint n_windows)
{
  guint fullest = 0;

  for (guint i = 1; i < n_windows; i++) {
    if (windows[i].used_percent > windows[fullest].used_percent)
      fullest = i;
  }
  return fullest;
}

/* Returns the number of malformed windows. */
static guint
add_block (PlimSnapshot *snapshot, JsonObject *block, const char *scope)
{
  static const char *const names[] = { "primary_window", "secondary_window" };
  static const gint64 lengths_s[] = { SESSION_S, PLIM_WEEK_S };
  gboolean is_reached = plim_json_get_boolean (block, "limit_reached", FALSE);
  Window windows[G_N_ELEMENTS (names)];
  guint n_windows = 0, n_malformed = 0, fullest;

  for (guint i = 0; i < G_N_ELEMENTS (names); i++) {
    if (plim_json_get_node (block, names[i]) == NULL)
      continue;
    if (read_window (plim_json_get_object (block, names[i]), lengths_s[i],
                     plim_snapshot_get_collected_at (snapshot), &windows[n_windows]))
      n_windows++;
    else
      n_malformed++;
  }
  fullest = find_fullest (windows, n_windows);
  for (guint i = 0; i < n_windows; i++)
    add_window (snapshot, &windows[i], scope, is_reached && i == fullest);
  return n_malformed;
}

static guint
add_additional_blocks (PlimSnapshot *snapshot, JsonObject *root)
{
  JsonArray *blocks = plim_json_get_array (root, "additional_rate_limits");
  guint n_malformed = 0;

  for (guint i = 0; blocks != NULL && i < json_array_get_length (blocks); i++) {
    JsonObject *block = plim_json_get_element_object (blocks, i);
    const char *name = plim_json_get_string (block, "limit_name");

    if (name == NULL || name[0] == '\0')
      name = plim_json_get_string (block, "metered_feature");
    if (name != NULL && name[0] != '\0')
      n_malformed += add_block (snapshot, plim_json_get_object (block, "rate_limit"), name);
  }
  return n_malformed;
}

static void
add_credits (PlimSnapshot *snapshot, JsonObject *credits)
{
  PlimUsageWindow *window;
  double balance;

  if (!plim_json_get_boolean (credits, "has_credits", FALSE) ||
      plim_json_get_boolean (credits, "unlimited", FALSE) ||
      !plim_json_get_number (credits, "balance", &balance))
    return;
  window = plim_snapshot_add_window (snapshot, "credits", PLIM_WINDOW_BALANCE);
  window->title = g_strdup (N_ ("Credits"));
  window->remaining = balance;
  window->unit = g_strdup ("credits");
}

/* (nullable): it has been seen in three places. */
static JsonObject *
find_individual_limit (JsonObject *root)
{
  JsonObject *const places[] = { root, plim_json_get_object (root, "rate_limit"),
                                 plim_json_get_object (root, "spend_control") };

  for (guint i = 0; i < G_N_ELEMENTS (places); i++) {
    JsonObject *limit = plim_json_get_object (places[i], "individual_limit");

    if (limit != NULL)
      return limit;
  }
  return NULL;
}

static void
add_spend_cap (PlimSnapshot *snapshot, JsonObject *source)
{
  PlimUsageWindow *window;
  double percent, used, limit;

  if (source == NULL)
    return;
  plim_json_get_number (source, "used_percent", &percent);
  plim_json_get_number (source, "used", &used);
  plim_json_get_number (source, "limit", &limit);
  if (isnan (percent) && isnan (used))
    return;
  window = plim_snapshot_add_window (snapshot, "spend-cap", PLIM_WINDOW_BUDGET);
  window->title = g_strdup (N_ ("Spending cap"));
  window->used = used;
  window->limit = limit;
  window->unit = g_strdup ("credits");
  window->resets_at = plim_json_get_time (source, "reset_at");
  if (isnan (percent))
    plim_usage_window_derive_percent (window);
  else
    window->used_percent = percent;
}

static gboolean
is_usage (JsonObject *root)
{
  return json_object_has_member (root, "rate_limit") || json_object_has_member (root, "credits") ||
         json_object_has_member (root, "plan_type");
}

gboolean
plim_codex_add_usage (PlimSnapshot *snapshot, GBytes *body, GError **error)
{
  g_autoptr (JsonObject) root = plim_json_parse_object (body, error);
  g_autofree char *plan = NULL;
  const char *type;
  guint n_malformed;

  if (root == NULL)
    return FALSE;
  if (!is_usage (root)) {
    plim_set_error (error, PLIM_STATUS_INVALID_RESPONSE, PLIM_CAUSE_NONE,
                    "none of “rate_limit”, “credits” and “plan_type” is there");
    return FALSE;
  }
  n_malformed = add_block (snapshot, plim_json_get_object (root, "rate_limit"), NULL);
  n_malformed +=
      add_block (snapshot, plim_json_get_object (root, "code_review_rate_limit"), "Code review");
  n_malformed += add_additional_blocks (snapshot, root);
  if (n_malformed > 0 && plim_snapshot_get_n_windows (snapshot) == 0) {
    plim_set_error (error, PLIM_STATUS_INVALID_RESPONSE, PLIM_CAUSE_NONE,
                    "no window has a “used_percent” that is a number");
    return FALSE;
  }
  add_credits (snapshot, plim_json_get_object (root, "credits"));
  add_spend_cap (snapshot, find_individual_limit (root));
  type = plim_json_get_string (root, "plan_type");
  plan = type != NULL && type[0] != '\0' ? plim_codex_dup_plan (type) : NULL;
  plim_snapshot_set_plan (snapshot, plan);
  plim_snapshot_set_identity (snapshot, plim_json_get_string (root, "email"));
  return TRUE;
}
