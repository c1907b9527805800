/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * GET /api/v2/summary.json of a Statuspage: {"status": {"indicator", "description"}, "components":
 * [{"id", "name", "status"}], "incidents": [{"id", "name", "status", "impact", "started_at",
 * "components": [{"name"}]}]}; incident.io serves the same, at times without `incidents`. Source:
 * https://metastatuspage.com/api/v2, read 2026-11. */
#include "plim-incident.h"

#include "plim-error.h"
#include "plim-json.h"
#include "plim-time.h"

#include <string.h>

/* A page lists dozens: one with thousands is not read to its end. */
#define MAX_ITEMS 500

static gboolean
has_part (JsonObject *component, const char *const *parts)
{
  const char *name = plim_json_get_string (component, "name");
  g_autofree char *lower = name != NULL ? g_utf8_strdown (name, -1) : NULL;

  for (gsize i = 0; lower != NULL && parts[i] != NULL; i++) {
    if (strstr (lower, parts[i]) != NULL)
      return TRUE;
  }
  return FALSE;
}

static guint
get_n_items (JsonArray *array)
{
  return array != NULL ? MIN (json_array_get_length (array), MAX_ITEMS) : 0;
}

static gboolean
has_any_part (JsonArray *components, const char *const *parts)
{
  for (guint i = 0; i < get_n_items (components); i++) {
    if (has_part (plim_json_get_element_object (components, i), parts))
      return TRUE;
  }
  return FALSE;
}

static gboolean
read_impact (const char *nick, PlimImpact *impact)
{
  int value;

  if (!plim_enum_from_nick (PLIM_TYPE_IMPACT, nick, &value))
    return FALSE;
  *impact = (PlimImpact) value;
  return TRUE;
}

static gboolean
is_over (JsonObject *incident)
{
  static const char *const ends[] = { "resolved", "postmortem", "completed", "scheduled", NULL };
  const char *status = plim_json_get_string (incident, "status");

  return status != NULL && g_strv_contains (ends, status);
}

/* (transfer full) (nullable) */
static PlimIncident *
read_incident (JsonObject *object, const char *const *parts)
{
  JsonArray *components = plim_json_get_array (object, "components");
  const char *id = plim_json_get_string (object, "id");
  const char *name = plim_json_get_string (object, "name");
  gint64 started_at = plim_json_get_time (object, "started_at");
  PlimImpact impact;

  if (id == NULL || id[0] == '\0' || name == NULL || is_over (object) ||
      !read_impact (plim_json_get_string (object, "impact"), &impact))
    return NULL;
  if (parts != NULL && get_n_items (components) > 0 && !has_any_part (components, parts))
    return NULL;
  if (started_at == PLIM_TIME_UNKNOWN)
    started_at = plim_json_get_time (object, "created_at");
  return plim_incident_new (id, name, impact, started_at);
}

/* (transfer full) (nullable) */
static PlimIncident *
read_component (JsonObject *object, const char *const *parts)
{
  static const struct {
    const char *status;
    const char *words;
    PlimImpact impact;
  } states[] = {
    { "degraded_performance", "degraded performance", PLIM_IMPACT_MINOR },
    { "partial_outage", "partial outage", PLIM_IMPACT_MAJOR },
    { "major_outage", "major outage", PLIM_IMPACT_CRITICAL },
  };
  const char *id = plim_json_get_string (object, "id");
  const char *name = plim_json_get_string (object, "name");
  const char *status = plim_json_get_string (object, "status");

  if (id == NULL || id[0] == '\0' || name == NULL || (parts != NULL && !has_part (object, parts)))
    return NULL;
  for (gsize i = 0; i < G_N_ELEMENTS (states); i++) {
    if (g_strcmp0 (status, states[i].status) == 0) {
      g_autofree char *title = g_strdup_printf ("%s: %s", name, states[i].words);

      return plim_incident_new (id, title, states[i].impact, PLIM_TIME_UNKNOWN);
    }
  }
  return NULL;
}

static void
keep_worse (PlimIncident **worst, PlimIncident *other)
{
  gboolean is_worse =
      other != NULL &&
      (*worst == NULL || other->impact > (*worst)->impact ||
       (other->impact == (*worst)->impact && other->started_at > (*worst)->started_at));
  PlimIncident *loser = is_worse ? *worst : other;

  if (is_worse)
    *worst = other;
  g_clear_pointer (&loser, plim_incident_free);
}

/* The page as a whole, where it tells of nothing in it. (transfer full) (nullable) */
static PlimIncident *
read_indicator (JsonObject *root)
{
  JsonObject *status = plim_json_get_object (root, "status");
  const char *description = plim_json_get_string (status, "description");
  PlimImpact impact;

  if (description == NULL || !read_impact (plim_json_get_string (status, "indicator"), &impact))
    return NULL;
  return plim_incident_new ("page", description, impact, PLIM_TIME_UNKNOWN);
}

gboolean
plim_status_page_read (GBytes *body,
                       const char *const *parts,
                       PlimIncident **incident,
                       GError **error)
{
  g_autoptr (JsonObject) root = plim_json_parse_object (body, error);
  JsonArray *components, *incidents;
  PlimIncident *worst = NULL;

  *incident = NULL;
  if (root == NULL)
    return FALSE;
  components = plim_json_get_array (root, "components");
  incidents = plim_json_get_array (root, "incidents");
  if (components == NULL && incidents == NULL && plim_json_get_object (root, "status") == NULL) {
    g_set_error_literal (error, PLIM_ERROR, PLIM_STATUS_INVALID_RESPONSE,
                         "neither “components” nor “incidents” nor “status”");
    return FALSE;
  }
  if (parts != NULL && !has_any_part (components, parts))
    parts = NULL;
  for (guint i = 0; i < get_n_items (incidents); i++)
    keep_worse (&worst, read_incident (plim_json_get_element_object (incidents, i), parts));
  for (guint i = 0; worst == NULL && i < get_n_items (components); i++)
    keep_worse (&worst, read_component (plim_json_get_element_object (components, i), parts));
  if (worst == NULL && components == NULL && incidents == NULL)
    worst = read_indicator (root);
  *incident = worst;
  return TRUE;
}
