/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * `plimsoll token` as a person or a script runs it, with a real keyring and no service. */
#include "plim-cli.h"
#include "plim-json.h"
#include "plim-test-program.h"
#include "plim-test-wait.h"

#include <string.h>

/* (transfer full): the n-th element of what `list --json` writes */
static JsonObject *
list (PlimTestRun *run, guint n_expected, guint index)
{
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (JsonNode) root = NULL;
  GError *error = NULL;
  JsonArray *keys;

  g_assert_cmpint (plim_test_run (run, NULL, "token", "list", "--json", NULL), ==, PLIM_EXIT_OK);
  bytes = g_bytes_new_static (run->output, strlen (run->output));
  root = plim_json_parse (bytes, &error);
  g_assert_no_error (error);
  keys = json_node_get_array (root);
  g_assert_cmpuint (json_array_get_length (keys), ==, n_expected);
  return index < n_expected ? json_object_ref (json_array_get_object_element (keys, index)) : NULL;
}

static void
test_made_listed_and_revoked (void)
{
  g_auto (PlimTestRun) run = { 0 };
  g_autoptr (JsonObject) key = NULL;
  g_autofree char *token = NULL;

  g_assert_cmpint (plim_test_run (&run, NULL, "token", "new", "Prometheus", NULL), ==,
                   PLIM_EXIT_OK);
  token = g_strchomp (g_strdup (run.output));
  g_assert_true (g_regex_match_simple ("^plim_[0-9a-f]{64}$", token, 0, 0));
  key = list (&run, 1, 0);
  g_assert_null (strstr (run.output, token));
  g_assert_cmpstr (plim_json_get_string (key, "name"), ==, "Prometheus");
  g_assert_cmpstr (plim_json_get_string (key, "scope"), ==, "read");
  g_assert_nonnull (plim_json_get_string (key, "created_at"));
  g_assert_null (plim_json_get_string (key, "last_used_at"));

  g_assert_cmpint (plim_test_run (&run, NULL, "token", "list", NULL), ==, PLIM_EXIT_OK);
  plim_test_assert_contains (run.output, "Prometheus");
  plim_test_assert_contains (run.output, plim_json_get_string (key, "prefix"));
  g_assert_cmpint (plim_test_run (&run, NULL, "token", "revoke", plim_json_get_string (key, "id"),
                                  NULL),
                   ==, PLIM_EXIT_OK);
  list (&run, 0, 0);
}

static void
test_meant_by_name (void)
{
  g_auto (PlimTestRun) run = { 0 };
  g_autoptr (JsonObject) key = NULL;

  plim_test_run (&run, NULL, "token", "new", "phone", "--change", NULL);
  plim_test_run (&run, NULL, "token", "new", "bar", "--read-only", NULL);
  key = list (&run, 2, 0);
  g_assert_cmpint (plim_test_run (&run, NULL, "token", "revoke", "phon", NULL), ==,
                   PLIM_EXIT_USAGE);
  plim_test_assert_contains (run.errors, "Did you mean phone?");
  g_assert_cmpint (plim_test_run (&run, NULL, "token", "revoke", "phone", NULL), ==, PLIM_EXIT_OK);
  g_clear_pointer (&key, json_object_unref);
  key = list (&run, 1, 0);
  g_assert_cmpstr (plim_json_get_string (key, "name"), ==, "bar");
  g_assert_cmpint (plim_test_run (&run, NULL, "token", "revoke", "bar", NULL), ==, PLIM_EXIT_OK);
}

static void
test_same_names_need_the_id (void)
{
  g_auto (PlimTestRun) run = { 0 };

  plim_test_run (&run, NULL, "token", "new", "twin", NULL);
  plim_test_run (&run, NULL, "token", "new", "twin", NULL);
  g_assert_cmpint (plim_test_run (&run, NULL, "token", "revoke", "twin", NULL), ==,
                   PLIM_EXIT_USAGE);
  for (guint n_left = 2; n_left > 0; n_left--) {
    g_autoptr (JsonObject) key = list (&run, n_left, 0);

    g_assert_cmpint (plim_test_run (&run, NULL, "token", "revoke", plim_json_get_string (key, "id"),
                                    NULL),
                     ==, PLIM_EXIT_OK);
  }
}

static void
test_wrong_usage (void)
{
  static const char *const words[][3] = {
    { "new", NULL },  { "new", "", NULL },     { "revoke", NULL },
    { "show", NULL }, { "list", "all", NULL }, { "revoke", "", NULL },
  };
  g_auto (PlimTestRun) run = { 0 };

  for (gsize i = 0; i < G_N_ELEMENTS (words); i++) {
    g_assert_cmpint (plim_test_run (&run, NULL, "token", words[i][0], words[i][1], NULL), ==,
                     PLIM_EXIT_USAGE);
    g_assert_cmpstr (run.output, ==, "");
  }
  g_assert_cmpint (plim_test_run (&run, NULL, "token", "new", "a", "--read-only", "--change", NULL),
                   ==, PLIM_EXIT_USAGE);
  list (&run, 0, 0);
}

/* The beginning of every id. */
static void
test_no_name_means_no_token (void)
{
  g_auto (PlimTestRun) run = { 0 };

  plim_test_run (&run, NULL, "token", "list", NULL);
  plim_test_assert_contains (run.output, "There is no token yet");
  plim_test_run (&run, NULL, "token", "new", "only", NULL);
  g_assert_cmpint (plim_test_run (&run, NULL, "token", "revoke", "", NULL), ==, PLIM_EXIT_USAGE);
  json_object_unref (list (&run, 1, 0));
  g_assert_cmpint (plim_test_run (&run, NULL, "token", "revoke", "only", NULL), ==, PLIM_EXIT_OK);
}

static void
test_no_keyring_is_told (void)
{
  g_autofree char *bus = g_strdup (g_getenv ("DBUS_SESSION_BUS_ADDRESS"));
  g_auto (PlimTestRun) run = { 0 };

  g_setenv ("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nonexistent/bus", TRUE);
  g_assert_cmpint (plim_test_run (&run, NULL, "token", "new", "Bar", NULL), ==, PLIM_EXIT_PROBLEM);
  plim_test_assert_contains (run.errors, "No keyring is running");
  g_assert_null (strstr (run.errors, "sign-in"));
  g_setenv ("DBUS_SESSION_BUS_ADDRESS", bus, TRUE);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  plim_test_start_watchdog ();
  g_test_add_func ("/cli/token/is-made-listed-and-revoked", test_made_listed_and_revoked);
  g_test_add_func ("/cli/token/is-meant-by-its-name", test_meant_by_name);
  g_test_add_func ("/cli/token/of-a-name-used-twice-needs-its-id", test_same_names_need_the_id);
  g_test_add_func ("/cli/token/wrong-usage-makes-none", test_wrong_usage);
  g_test_add_func ("/cli/token/no-name-means-no-token", test_no_name_means_no_token);
  g_test_add_func ("/cli/token/no-keyring-is-told", test_no_keyring_is_told);
  return g_test_run ();
}
