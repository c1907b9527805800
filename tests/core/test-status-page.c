/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "plim-incident.h"

#include "plim-error.h"
#include "plim-time.h"

#include <string.h>

static GBytes *
load (const char *name)
{
  g_autofree char *path =
      g_test_build_filename (G_TEST_DIST, "fixtures", "status-page", name, NULL);
  g_autoptr (GError) error = NULL;
  char *text;
  gsize length;

  g_file_get_contents (path, &text, &length, &error);
  g_assert_no_error (error);
  return g_bytes_new_take (text, length);
}

static PlimIncident *
read_page (const char *name, const char *const *parts)
{
  g_autoptr (GBytes) body = load (name);
  g_autoptr (GError) error = NULL;
  PlimIncident *incident = NULL;

  g_assert_true (plim_status_page_read (body, parts, &incident, &error));
  g_assert_no_error (error);
  return incident;
}

static void
assert_incident (
    const char *name, const char *part, const char *id, const char *title, PlimImpact impact)
{
  const char *const parts[] = { part, NULL };
  g_autoptr (PlimIncident) incident = read_page (name, part != NULL ? parts : NULL);

  g_assert_nonnull (incident);
  g_assert_cmpstr (incident->id, ==, id);
  g_assert_cmpstr (incident->title, ==, title);
  g_assert_cmpint (incident->impact, ==, impact);
}

static void
test_well (void)
{
  g_assert_null (read_page ("well.json", NULL));
}

static void
test_worst (void)
{
  g_autoptr (PlimIncident) incident = read_page ("incidents.json", NULL);

  assert_incident ("incidents.json", NULL, "c3web", "claude.ai is down for some",
                   PLIM_IMPACT_MAJOR);
  g_assert_cmpint (incident->started_at, ==, 1795167000); /* created, where no start is told */
}

static void
test_parts (void)
{
  static const char *const quiet[] = { "claude code", NULL };

  assert_incident ("incidents.json", "api", "b2api", "Elevated errors on the API",
                   PLIM_IMPACT_MINOR);
  assert_incident ("incidents.json", "claude.ai", "c3web", "claude.ai is down for some",
                   PLIM_IMPACT_MAJOR);
  g_assert_null (read_page ("incidents.json", quiet));
  /* A page that has renamed its components is heard all the same. */
  assert_incident ("incidents.json", "no such part", "c3web", "claude.ai is down for some",
                   PLIM_IMPACT_MAJOR);
}

static void
test_components (void)
{
  assert_incident ("components.json", NULL, "01JMXBRMFE", "Conversations: major outage",
                   PLIM_IMPACT_CRITICAL);
  assert_incident ("components.json", "codex", "01JVCV8YSW", "Codex Web: degraded performance",
                   PLIM_IMPACT_MINOR);
}

static void
test_indicator (void)
{
  assert_incident ("indicator.json", NULL, "page", "Partially Degraded Service", PLIM_IMPACT_MINOR);
}

static void
test_odd (void)
{
  g_assert_null (read_page ("odd.json", NULL));
}

static void
test_no_page (void)
{
  static const char *const bodies[] = {
    "", "[]", "{}", "<html>", "{\"status\": 5}", "{\"incidents\": \"none\"}"
  };

  for (gsize i = 0; i < G_N_ELEMENTS (bodies); i++) {
    g_autoptr (GBytes) body = g_bytes_new_static (bodies[i], strlen (bodies[i]));
    g_autoptr (GError) error = NULL;
    PlimIncident *incident;

    g_assert_false (plim_status_page_read (body, NULL, &incident, &error));
    g_assert_error (error, PLIM_ERROR, PLIM_STATUS_INVALID_RESPONSE);
    g_assert_null (incident);
  }
}

static void
test_bounds (void)
{
  g_autofree char *longest = g_strnfill (5000, 'x');
  g_autoptr (PlimIncident) incident = plim_incident_new (longest,
                                                         "a\x01\u2028"
                                                         "b \xff",
                                                         PLIM_IMPACT_MINOR, PLIM_TIME_UNKNOWN);
  g_autoptr (PlimIncident) copy = plim_incident_copy (incident);
  g_autofree char *text = plim_incident_dup_text (incident);

  g_assert_cmpint (strlen (incident->id), ==, 64);
  g_assert_cmpstr (incident->title, ==, "a  b \xef\xbf\xbd");
  g_assert_cmpstr (text, ==, "Incident at the provider: a  b \xef\xbf\xbd");
  g_assert_true (plim_incident_equal (incident, copy));
  g_assert_false (plim_incident_equal (incident, NULL));
  g_assert_true (plim_incident_equal (NULL, NULL));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/core/status-page/all-is-well", test_well);
  g_test_add_func ("/core/status-page/worst-incident-counts", test_worst);
  g_test_add_func ("/core/status-page/parts-that-matter", test_parts);
  g_test_add_func ("/core/status-page/components-without-incident", test_components);
  g_test_add_func ("/core/status-page/indicator-alone", test_indicator);
  g_test_add_func ("/core/status-page/odd-members-are-none", test_odd);
  g_test_add_func ("/core/status-page/what-is-no-page", test_no_page);
  g_test_add_func ("/core/status-page/texts-are-bounded", test_bounds);
  return g_test_run ();
}
