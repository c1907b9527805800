/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Code Assist's quota, as the program Gemini CLI reads it; not documented, last seen 2026-11. */
#include "plim-google-quota.h"

#include "plim-error.h"
#include "plim-json.h"
#include "plim-provider-parts.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#define PAID_MARK "paid:"

gboolean
plim_google_read_assist (const PlimAnswer *answer, char **tier, char **project, GError **error)
{
  g_autoptr (JsonObject) root = plim_json_parse_object (answer->body, error);
  const char *paid = plim_json_get_string (plim_json_get_object (root, "paidTier"), "name");
  const char *id = plim_json_get_string (plim_json_get_object (root, "currentTier"), "id");
  const char *name = plim_json_get_string (root, "cloudaicompanionProject");

  *tier = NULL;
  *project = NULL;
  if (root == NULL)
    return FALSE;
  if (name == NULL)
    name = plim_json_get_string (plim_json_get_object (root, "cloudaicompanionProject"), "id");
  if (name != NULL && name[0] != '\0')
    *project = g_strdup (name);
  *tier = paid != NULL && paid[0] != '\0' ? g_strconcat (PAID_MARK, paid, NULL) : g_strdup (id);
  return TRUE;
}

char *
plim_google_dup_plan (const char *tier, gboolean is_workspace)
{
  if (tier != NULL && g_str_has_prefix (tier, PAID_MARK))
    return g_strdup (tier + strlen (PAID_MARK));
  if (g_strcmp0 (tier, "standard-tier") == 0)
    return g_strdup ("Standard");
  if (g_strcmp0 (tier, "legacy-tier") == 0)
    return g_strdup ("Legacy");
  return g_strdup (is_workspace ? "Workspace" : "Free");
}

/* The lowest fraction of a group of models. */
typedef struct {
  char *id;
  char *scope;
  double fraction; /* NAN when no bucket says */
  gint64 resets_at;
} Group;

static void
group_free (gpointer data)
{
  Group *group = data;

  g_free (group->id);
  g_free (group->scope);
  g_free (group);
}

static char *
dup_scope (const char *model)
{
  static const char *const families[] = { "flash-lite", "flash", "pro" };
  static const char *const names[] = { "Flash-Lite", "Flash", "Pro" };

  for (gsize i = 0; i < G_N_ELEMENTS (families); i++) {
    if (strstr (model, families[i]) != NULL)
      return g_strdup (names[i]);
  }
  return g_strdup (model);
}

static Group *
find_group (GPtrArray *groups, const char *model)
{
  g_autofree char *scope = dup_scope (model);
  g_autofree char *slug = plim_slug (scope);
  g_autofree char *id = g_strconcat ("daily:", slug, NULL);
  Group *group;

  for (guint i = 0; i < groups->len; i++) {
    group = g_ptr_array_index (groups, i);
    if (g_str_equal (group->id, id))
      return group;
  }
  group = g_new0 (Group, 1);
  group->id = g_steal_pointer (&id);
  group->scope = g_steal_pointer (&scope);
  group->fraction = NAN;
  g_ptr_array_add (groups, group);
  return group;
}

static gboolean
read_bucket (GPtrArray *groups, JsonObject *bucket)
{
  const char *model = plim_json_get_string (bucket, "modelId");
  double fraction;
  Group *group;

  if (model == NULL || model[0] == '\0')
    return FALSE;
  group = find_group (groups, model);
  plim_json_get_number (bucket, "remainingFraction", &fraction);
  if (isnan (group->fraction) || fraction < group->fraction) {
    group->fraction = fraction;
    group->resets_at = plim_json_get_time (bucket, "resetTime");
  }
  return TRUE;
}

static void
add_group (PlimSnapshot *snapshot, const Group *group)
{
  PlimUsageWindow *window = plim_snapshot_add_window (snapshot, group->id, PLIM_WINDOW_ROLLING);

  window->title = g_strdup (N_ ("Daily limit"));
  window->scope = g_strdup (group->scope);
  window->length_s = PLIM_DAY_S;
  window->used_percent = (1 - group->fraction) * 100;
  window->resets_at = group->resets_at;
}

gboolean
plim_google_add_quota (PlimSnapshot *snapshot, const PlimAnswer *answer, GError **error)
{
  g_autoptr (JsonObject) root = plim_json_parse_object (answer->body, error);
  JsonArray *buckets = plim_json_get_array (root, "buckets");
  g_autoptr (GPtrArray) groups = g_ptr_array_new_with_free_func (group_free);
  guint n_buckets, n_read = 0;

  if (root == NULL)
    return FALSE;
  if (buckets == NULL) {
    plim_set_error (error, PLIM_STATUS_INVALID_RESPONSE, PLIM_CAUSE_NONE,
                    "“buckets” is missing or not an array");
    return FALSE;
  }
  n_buckets = json_array_get_length (buckets);
  for (guint i = 0; i < n_buckets; i++)
    n_read += read_bucket (groups, plim_json_get_element_object (buckets, i));
  if (n_buckets > 0 && n_read == 0) {
    plim_set_error (error, PLIM_STATUS_INVALID_RESPONSE, PLIM_CAUSE_NONE,
                    "no element of “buckets” names a model");
    return FALSE;
  }
  for (guint i = 0; i < groups->len; i++)
    add_group (snapshot, g_ptr_array_index (groups, i));
  return TRUE;
}
