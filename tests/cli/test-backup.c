/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * `history`, `export` and `import` with a real service on a private bus. */
#include "plim-cli-backup.h"
#include "plim-cli-settings.h"
#include "plim-cli-command.h"
#include "plim-cli-history.h"
#include "plim-json.h"
#include "plim-test-program.h"
#include "plim-test-wait.h"
#include "plim-time.h"

#include <string.h>

#define NOW ((gint64) 1795176000) /* 2026-11-20T12:00:00Z */
#define ID "11111111-2222-4333-8444-555555555555"
#define OTHER_ID "11111111-2222-4333-8444-666666666666"
#define ACCOUNT(id, provider, more)                                                                \
  "{\"id\": \"" id "\", \"provider\": \"" provider "\", \"label\": \"Work, \\\"old\\\"\"" more "}"
#define EXPORT(accounts) "{\"plimsoll_export\": 1, \"accounts\": [" accounts "]}"

static void
test_spans_and_dates_are_understood (void)
{
  static const struct {
    const char *text;
    gint64 from;
  } rows[] = {
    { "30m", NOW - 30 * 60 },
    { "12h", NOW - 12 * 3600 },
    { "7d", NOW - 7 * 24 * 3600 },
    { "2w", NOW - 14 * 24 * 3600 },
    { "0d", NOW },
    { "2026-11-19", NOW - 36 * 3600 },
    { "2026-11-20T11:00:00Z", NOW - 3600 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    GError *error = NULL;
    gint64 from = -1;

    g_assert_true (plim_cli_history_parse_since (rows[i].text, NOW, &from, &error));
    g_assert_no_error (error);
    g_assert_cmpint (from, ==, rows[i].from);
  }
}

static void
test_other_spans_are_told (void)
{
  static const char *const rows[] = { "", "7", "d", "-1d", "7y", "7 d", "yesterday", "99999999w" };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autoptr (GError) error = NULL;
    gint64 from;

    g_assert_false (plim_cli_history_parse_since (rows[i], NOW, &from, &error));
    g_assert_error (error, PLIM_CLI_ERROR, PLIM_EXIT_USAGE);
  }
}

static void
test_cells_are_quoted_where_they_must (void)
{
  g_autoptr (GString) text = g_string_new (NULL);

  plim_cli_csv_append (text, "plain", ',');
  plim_cli_csv_append (text, NULL, ',');
  plim_cli_csv_append (text, "a, \"b\"\n", '\n');
  g_assert_cmpstr (text->str, ==, "plain,,\"a, \"\"b\"\"\n\"\n");
}

static void
test_wrong_files_are_told (void)
{
  static const char *const rows[][2] = {
    { "", "“work.json” is empty" },
    { " \n\t", "“work.json” is empty" },
    { "[]", "is no export of Plimsoll’s" },
    { "hello", "is no export of Plimsoll’s" },
    { "\xff\xfe{", "is no export of Plimsoll’s" },
    { "id,provider,label,enabled\n", "without --csv" },
    { "account,label,window,time\n", "without --csv" },
    { "{}", "is no export of Plimsoll’s" },
    { "{\"plimsoll_export\": \"x\"}", "is no export of Plimsoll’s" },
    { "{\n\"plimsoll_export\": 1, \"accounts\": [", "cut off or damaged at line 2" },
    { "{\"plimsoll_export\": 1, // mine\n \"accounts\": []}", "is damaged" },
    { "{\"plimsoll_export\": 2, \"version\": \"9.1\", \"accounts\": []}",
      "newer version, Plimsoll 9.1" },
    { "{\"plimsoll_export\": 2, \"accounts\": []}", "newer version" },
    { "{\"plimsoll_export\": 1}", "accounts" },
    { "{\"plimsoll_export\": 1, \"accounts\": [], \"history\": [{}]}", "history[0]" },
    { "{\"plimsoll_export\": 1, \"accounts\": [], \"history\": [{\"account\": \"x\", \"window\": "
      "\"y\", \"samples\": [{}]}]}",
      "history[0].samples[0]" },
    { EXPORT ("7"), "accounts[0]" },
    { EXPORT ("{\"id\": \"" ID "\"}"), "accounts[0].provider" },
    { EXPORT (ACCOUNT (ID, "demo", ", \"interval_seconds\": -1")), "interval_seconds" },
    { EXPORT (ACCOUNT (ID, "demo", ", \"settings\": {\"seed\": 7}")), "settings.seed" },
    { "{\"plimsoll_export\": 1, \"accounts\": [], \"preferences\": {\"warning-percent\": 101}}",
      "preferences.warning-percent" },
    { "{\"plimsoll_export\": 1, \"accounts\": [], \"preferences\": {\"show-left\": \"yes\"}}",
      "preferences.show-left" },
  };
  g_autoptr (GSettings) settings = plim_cli_settings_find ();

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_auto (PlimCliBackup) backup = { 0 };
    g_autoptr (GError) error = NULL;

    g_assert_false (plim_cli_backup_parse (&backup, "work.json", rows[i][0], strlen (rows[i][0]),
                                           settings, &error));
    g_assert_error (error, PLIM_CLI_ERROR, PLIM_EXIT_USAGE);
    plim_test_assert_contains (error->message, rows[i][1]);
    plim_test_assert_contains (error->message, "work.json");
    g_assert_null (strstr (error->message, "answer"));
  }
}

/* With a service. */

static void
run_ok (PlimTestRun *run, const char *input, const char *a, const char *b, const char *c)
{
  g_assert_cmpint (plim_test_run (run, input, a, b, c, NULL), ==, PLIM_EXIT_OK);
}

static JsonObject *
parse (const char *text)
{
  g_autoptr (GBytes) bytes = g_bytes_new (text, strlen (text));
  GError *error = NULL;
  JsonObject *object = plim_json_parse_object (bytes, &error);

  g_assert_no_error (error);
  return object;
}

static guint
count_accounts (PlimTestRun *run)
{
  g_autoptr (JsonObject) accounts = NULL;

  run_ok (run, NULL, "accounts", "--json", NULL);
  accounts = parse (run->output);
  return json_array_get_length (plim_json_get_array (accounts, "accounts"));
}

static void
tear_down (PlimTestRun *run)
{
  g_autoptr (JsonObject) accounts = NULL;
  JsonArray *array;

  run_ok (run, NULL, "accounts", "--json", NULL);
  accounts = parse (run->output);
  array = plim_json_get_array (accounts, "accounts");
  for (guint i = 0; i < json_array_get_length (array); i++)
    run_ok (run, NULL, "remove", "--yes",
            plim_json_get_string (plim_json_get_element_object (array, i), "id"));
  run_ok (run, NULL, "quit", NULL, NULL);
}

static void
test_an_export_comes_back (void)
{
  g_auto (PlimTestRun) run = { 0 };
  g_autofree char *exported = NULL;

  g_assert_cmpint (plim_test_run (&run, NULL, "add", "demo", "--label", "Mine", "--set", "seed=x",
                                  NULL),
                   ==, PLIM_EXIT_OK);
  g_assert_cmpint (plim_test_run (&run, NULL, "edit", "Mine", "--interval", "900", NULL), ==,
                   PLIM_EXIT_OK);
  run_ok (&run, NULL, "disable", "Mine", NULL);
  run_ok (&run, NULL, "export", "--csv", NULL);
  plim_test_assert_contains (run.output, ",demo,Mine,false,900,,seed=x\n");
  run_ok (&run, NULL, "export", NULL, NULL);
  exported = g_strdup (run.output);
  run_ok (&run, exported, "import", "-", NULL);
  plim_test_assert_contains (run.output, "there already: Mine");
  run_ok (&run, NULL, "remove", "--yes", "Mine");
  run_ok (&run, exported, "import", "--dry-run", "-");
  plim_test_assert_contains (run.output, "new: Mine");
  g_assert_cmpuint (count_accounts (&run), ==, 0);
  run_ok (&run, exported, "import", "-", NULL);
  run_ok (&run, NULL, "export", "--csv", NULL);
  plim_test_assert_contains (run.output, ",demo,Mine,false,900,,seed=x\n");
  tear_down (&run);
}

/* From "accounts" on: the time of the export stands before. */
static char *
dup_accounts (PlimTestRun *run)
{
  run_ok (run, NULL, "export", NULL, NULL);
  return g_strdup (strstr (run->output, "\"accounts\""));
}

/* What a collector brought of a provider that is none of ours, and of one that is. */
static void
test_pushed_accounts_come_back (void)
{
  g_auto (PlimTestRun) run = { 0 };
  g_autofree char *exported = NULL, *accounts = NULL, *again = NULL;

  run_ok (&run,
          EXPORT (
              ACCOUNT (ID, "unknown", ", \"polled\": false, \"interval_seconds\": 5") ", " ACCOUNT (
                  OTHER_ID, "codex", ", \"polled\": false")),
          "import", "-", NULL);
  accounts = dup_accounts (&run);
  exported = g_strdup (run.output);
  plim_test_assert_contains (accounts, "\"polled\" : false");
  run_ok (&run, NULL, "remove", "--yes", ID);
  run_ok (&run, NULL, "remove", "--yes", OTHER_ID);
  run_ok (&run, exported, "import", "-", NULL);
  again = dup_accounts (&run);
  g_assert_cmpstr (accounts, ==, again);
  tear_down (&run);
}

static void
test_an_imported_account_asks_to_sign_in (void)
{
  g_auto (PlimTestRun) run = { 0 };
  g_autoptr (JsonObject) status = NULL;
  JsonObject *account = NULL;
  const char *cause = NULL;

  run_ok (&run, EXPORT (ACCOUNT (ID, "z-ai", ", \"settings\": {\"region\": \"china\"}")), "import",
          "-", NULL);
  while (g_strcmp0 (cause, "secret_missing") != 0) {
    g_clear_pointer (&status, json_object_unref);
    plim_test_run (&run, NULL, "status", "--json", NULL);
    status = parse (run.output);
    account = plim_json_get_element_object (plim_json_get_array (status, "accounts"), 0);
    cause = plim_json_get_string (account, "cause");
  }
  g_assert_cmpstr (plim_json_get_string (account, "status"), ==, "not_authenticated");
  g_assert_cmpstr (plim_json_get_string (account, "label"), ==, "Work, \"old\"");
  tear_down (&run);
}

static void
test_one_wrong_account_keeps_all_out (void)
{
  static const char *const rows[][2] = {
    { EXPORT (ACCOUNT (ID, "demo", "") ", " ACCOUNT ("x", "demo", "")), "UUID" },
    { EXPORT (ACCOUNT (ID, "demo", "") ", " ACCOUNT (ID, "demo", "")), "two accounts" },
    { EXPORT (ACCOUNT (ID, "dmeo", "")), "demo" },
    { EXPORT (ACCOUNT (ID, "unknown", "")), "unknown" },
    { EXPORT (ACCOUNT (ID, "unknown", ", \"polled\": false, \"settings\": {\"a\": \"b\"}")),
      "settings" },
    { EXPORT (ACCOUNT ("x", "unknown", ", \"polled\": false")), "UUID" },
    { EXPORT (ACCOUNT (ID, "demo", ", \"settings\": {\"sede\": \"x\"}")), "seed" },
    { EXPORT (ACCOUNT (ID, "demo", ", \"base_url\": \"http://192.0.2.1\"")), "Work" },
    { EXPORT (ACCOUNT (ID, "demo", ", \"interval_seconds\": 1")), "seconds" },
  };
  g_auto (PlimTestRun) run = { 0 };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_assert_cmpint (plim_test_run (&run, rows[i][0], "import", "-", NULL), ==, PLIM_EXIT_USAGE);
    plim_test_assert_contains (run.errors, rows[i][1]);
    g_assert_cmpuint (count_accounts (&run), ==, 0);
  }
  g_assert_cmpint (plim_test_run (&run, NULL, "import", "/nonexistent", NULL), ==, PLIM_EXIT_USAGE);
  tear_down (&run);
}

static void
test_preferences_come_back (void)
{
  g_auto (PlimTestRun) run = { 0 };

  run_ok (&run,
          "{\"plimsoll_export\": 1, \"accounts\": [], \"preferences\": {\"show-left\": true, "
          "\"reset-style\": \"clock\", \"from-the-future\": 7}}",
          "import", "-", NULL);
  plim_test_assert_contains (run.output, "preference: show-left");
  run_ok (&run, NULL, "export", NULL, NULL);
  plim_test_assert_contains (run.output, "\"show-left\" : true");
  plim_test_assert_contains (run.output, "\"reset-style\" : \"clock\"");
  g_assert_null (strstr (run.output, "warning-percent"));
  tear_down (&run);
}

static void
test_demo_has_a_past (void)
{
  g_auto (PlimTestRun) run = { 0 };
  g_autoptr (JsonObject) history = NULL;
  JsonArray *samples;

  g_assert_cmpint (plim_test_run (&run, NULL, "add", "demo", "--label", "Mine", "--set",
                                  "history=month", NULL),
                   ==, PLIM_EXIT_OK);
  g_assert_cmpint (plim_test_run (&run, NULL, "history", "Mine", "session", "--since", "30d",
                                  "--json", NULL),
                   ==, PLIM_EXIT_OK);
  history = parse (run.output);
  samples =
      plim_json_get_array (plim_json_get_element_object (plim_json_get_array (history, "history"),
                                                         0),
                           "samples");
  g_assert_cmpuint (json_array_get_length (samples), >, 1000);
  tear_down (&run);
}

static void
test_history_is_written_in_each_form (void)
{
  g_auto (PlimTestRun) run = { 0 };
  g_autoptr (JsonObject) history = NULL;
  JsonObject *series;

  g_assert_cmpint (plim_test_run (&run, NULL, "add", "demo", "--label", "Mine", NULL), ==,
                   PLIM_EXIT_OK);
  run_ok (&run, NULL, "history", "Mine", NULL);
  plim_test_assert_contains (run.output, "Session (5 h) (session)");
  plim_test_assert_contains (run.output, "% used");
  run_ok (&run, NULL, "history", "Mine", "--csv");
  plim_test_assert_contains (run.output, "account,label,window,time,used_percent,value,resets_at");
  plim_test_assert_contains (run.output, ",Mine,session,2");
  g_assert_cmpint (plim_test_run (&run, NULL, "history", "Mine", "session", "--json", NULL), ==,
                   PLIM_EXIT_OK);
  history = parse (run.output);
  series = plim_json_get_element_object (plim_json_get_array (history, "history"), 0);
  g_assert_cmpstr (plim_json_get_string (series, "window"), ==, "session");
  g_assert_cmpuint (json_array_get_length (plim_json_get_array (series, "samples")), >, 0);
  g_assert_cmpint (plim_test_run (&run, NULL, "history", "Mine", "sesion", NULL), ==,
                   PLIM_EXIT_USAGE);
  plim_test_assert_contains (run.errors, "session");
  run_ok (&run, NULL, "export", "--history", NULL);
  plim_test_assert_contains (run.output, "\"samples\"");
  run_ok (&run, NULL, "export", "--history", "--csv");
  plim_test_assert_contains (run.output, ",Mine,session,2");
  tear_down (&run);
}

/* (transfer full): of the last hours, which nothing rolls up yet */
static char *
make_history (void)
{
  gint64 now = g_get_real_time () / G_USEC_PER_SEC;
  g_autofree char *first = plim_time_to_iso8601 (now - 7200);
  g_autofree char *second = plim_time_to_iso8601 (now - 3600);

  return g_strdup_printf ("[{\"account\": \"" ID "\", \"window\": \"session\", \"samples\": ["
                          "{\"at\": \"%s\", \"used_percent\": 12.5, \"resets_at\": \"%s\"},"
                          "{\"at\": \"%s\", \"used_percent\": 80.25}]},"
                          "{\"account\": \"" ID "\", \"window\": \"credits\", \"samples\": ["
                          "{\"at\": \"%s\", \"value\": 7.5}]}]",
                          first, second, second, second);
}

/* (transfer full): the `history` of an export */
static JsonNode *
export_history (PlimTestRun *run)
{
  g_autoptr (JsonObject) root = NULL;

  run_ok (run, NULL, "export", "--history", NULL);
  root = parse (run->output);
  return json_object_dup_member (root, "history");
}

static void
test_history_comes_back (void)
{
  g_autofree char *history = make_history ();
  g_autofree char *text =
      g_strconcat ("{\"plimsoll_export\": 1, \"accounts\": [" ACCOUNT (ID, "z-ai",
                                                                       "") "],"
                                                                           " \"history\": ",
                   history, "}", NULL);
  g_autoptr (JsonNode) expected = json_from_string (history, NULL);
  g_autoptr (JsonNode) first = NULL, second = NULL;
  g_autofree char *copy = NULL;
  g_auto (PlimTestRun) run = { 0 };

  run_ok (&run, text, "import", "-", NULL);
  plim_test_assert_contains (run.output, "history: 3 numbers");
  first = export_history (&run);
  g_assert_true (json_node_equal (first, expected));
  copy = g_strdup (run.output);
  /* Before any poll there is no snapshot that knows what the limits are called. */
  run_ok (&run, NULL, "history", ID, "--since=90d");
  g_assert_cmpstr (run.errors, ==, "");
  g_assert_nonnull (strstr (run.output, "%"));
  /* It is there. */
  run_ok (&run, copy, "import", "-", NULL);
  g_assert_null (strstr (run.output, "history:"));
  run_ok (&run, NULL, "remove", ID, "--yes");
  run_ok (&run, copy, "import", "-", NULL);
  second = export_history (&run);
  g_assert_true (json_node_equal (second, expected));
  tear_down (&run);
}

int
main (int argc, char **argv)
{
  /* Preferences that outlive a command; the folders are private. */
  g_setenv ("GSETTINGS_BACKEND", "keyfile", TRUE);
  g_test_init (&argc, &argv, NULL);
  plim_test_start_watchdog ();
  g_test_add_func ("/cli/backup/spans-and-dates-are-understood",
                   test_spans_and_dates_are_understood);
  g_test_add_func ("/cli/backup/other-spans-are-told", test_other_spans_are_told);
  g_test_add_func ("/cli/backup/cells-are-quoted-where-they-must",
                   test_cells_are_quoted_where_they_must);
  g_test_add_func ("/cli/backup/wrong-files-are-told", test_wrong_files_are_told);
  g_test_add_func ("/cli/backup/an-export-comes-back", test_an_export_comes_back);
  g_test_add_func ("/cli/backup/pushed-accounts-come-back", test_pushed_accounts_come_back);
  g_test_add_func ("/cli/backup/an-imported-account-asks-to-sign-in",
                   test_an_imported_account_asks_to_sign_in);
  g_test_add_func ("/cli/backup/one-wrong-account-keeps-all-out",
                   test_one_wrong_account_keeps_all_out);
  g_test_add_func ("/cli/backup/demo-has-a-past", test_demo_has_a_past);
  g_test_add_func ("/cli/backup/history-is-written-in-each-form",
                   test_history_is_written_in_each_form);
  g_test_add_func ("/cli/backup/history-comes-back", test_history_comes_back);
  /* The last: they stay. */
  g_test_add_func ("/cli/backup/preferences-come-back", test_preferences_come_back);
  return g_test_run ();
}
