/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* `plimsoll replay`, run as a program of its own: this one, when its first argument says so. */
#include "plim-cli.h"
#include "plim-json.h"

#include <gio/gio.h>
#include <string.h>
#include <sys/wait.h>

typedef struct {
  int exit;
  char *out;
  char *err;
  JsonObject *root; /* (nullable): of what it wrote */
} Run;

static void
run_clear (Run *run)
{
  g_free (run->out);
  g_free (run->err);
  g_clear_pointer (&run->root, json_object_unref);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Run, run_clear)

/* Arguments that begin with "@" are files of tests/fixtures. */
static void
run_replay (Run *run, ...)
{
  g_autoptr (GPtrArray) words = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (GError) error = NULL;
  const char *word;
  va_list arguments;
  int status;

  g_ptr_array_add (words, g_strdup ("/proc/self/exe"));
  g_ptr_array_add (words, g_strdup ("replay"));
  va_start (arguments, run);
  while ((word = va_arg (arguments, const char *)) != NULL)
    g_ptr_array_add (words, word[0] == '@'
                                ? g_test_build_filename (G_TEST_DIST, "fixtures", word + 1, NULL)
                                : g_strdup (word));
  va_end (arguments);
  g_ptr_array_add (words, NULL);
  g_spawn_sync (NULL, (char **) words->pdata, NULL, G_SPAWN_DEFAULT, NULL, NULL, &run->out,
                &run->err, &status, &error);
  g_assert_no_error (error);
  g_assert_true (WIFEXITED (status));
  run->exit = WEXITSTATUS (status);
  if (run->out[0] == '\0')
    return;
  bytes = g_bytes_new (run->out, strlen (run->out));
  run->root = plim_json_parse_object (bytes, &error);
  g_assert_no_error (error);
}

static void
test_prints_requests_and_windows (void)
{
  g_auto (Run) run = { 0 };
  JsonObject *request, *credential, *window;

  run_replay (&run, "claude-web", "--now", "2026-11-20T12:00:00Z", "@claude-web/organizations.json",
              "@claude-web/usage-normal.json", NULL);
  g_assert_cmpint (run.exit, ==, PLIM_EXIT_OK);
  g_assert_cmpstr (plim_json_get_string (run.root, "status"), ==, "ok");
  g_assert_cmpstr (plim_json_get_string (run.root, "plan"), ==, "Max 5x");
  g_assert_cmpstr (plim_json_get_string (run.root, "collected_at"), ==, "2026-11-20T12:00:00Z");

  g_assert_cmpuint (json_array_get_length (plim_json_get_array (run.root, "requests")), ==, 2);
  request = plim_json_get_element_object (plim_json_get_array (run.root, "requests"), 1);
  credential = plim_json_get_element_object (plim_json_get_array (request, "credentials"), 0);
  g_assert_cmpstr (plim_json_get_string (request, "method"), ==, "GET");
  g_assert_cmpstr (plim_json_get_string (request, "origin"), ==, "https://claude.ai");
  g_assert_cmpstr (plim_json_get_string (request, "path"), ==,
                   "/api/organizations/11111111-2222-4333-8444-555555555555/usage");
  g_assert_cmpstr (plim_json_get_string (credential, "place"), ==, "cookie");
  g_assert_cmpstr (plim_json_get_string (credential, "name"), ==, "sessionKey");
  g_assert_cmpstr (plim_json_get_string (credential, "field"), ==, "session_key");

  g_assert_cmpuint (json_array_get_length (plim_json_get_array (run.root, "windows")), ==, 4);
  window = plim_json_get_element_object (plim_json_get_array (run.root, "windows"), 0);
  g_assert_cmpstr (plim_json_get_string (window, "id"), ==, "session");
  g_assert_cmpstr (plim_json_get_string (window, "resets_at"), ==, "2026-11-20T15:59:59Z");
}

static void
test_failure_is_a_problem_and_says_why (void)
{
  g_auto (Run) run = { 0 };
  JsonObject *error;

  run_replay (&run, "claude-web", "--set", "organization=11111111-2222-4333-8444-555555555555",
              "@claude-web/challenge.http", NULL);
  g_assert_cmpint (run.exit, ==, PLIM_EXIT_PROBLEM);
  error = plim_json_get_object (run.root, "error");
  g_assert_cmpstr (plim_json_get_string (run.root, "status"), ==, "provider_unavailable");
  g_assert_cmpstr (plim_json_get_string (error, "cause"), ==, "challenge");
  g_assert_nonnull (plim_json_get_string (error, "message"));
}

static void
test_refused_answer_keeps_its_windows (void)
{
  g_auto (Run) run = { 0 };
  double seconds;

  run_replay (&run, "anthropic", "--set", "probe=yes", "--now", "1795176000",
              "@anthropic/probe-429.http", NULL);
  g_assert_cmpint (run.exit, ==, PLIM_EXIT_PROBLEM);
  g_assert_cmpstr (plim_json_get_string (run.root, "status"), ==, "rate_limited");
  g_assert_true (plim_json_get_number (run.root, "retry_after_seconds", &seconds));
  g_assert_cmpfloat (seconds, ==, 31);
  g_assert_cmpuint (json_array_get_length (plim_json_get_array (run.root, "windows")), ==, 3);
}

static gboolean
has_header (const Run *run, const char *name)
{
  JsonObject *request =
      plim_json_get_element_object (plim_json_get_array (run->root, "requests"), 0);
  JsonArray *headers = plim_json_get_array (request, "headers");

  for (guint i = 0; i < json_array_get_length (headers); i++) {
    if (g_str_equal (json_array_get_string_element (headers, i), name))
      return TRUE;
  }
  return FALSE;
}

static char *
dup_assignment (const char *field, const char *fixture)
{
  g_autofree char *path = g_test_build_filename (G_TEST_DIST, "fixtures", fixture, NULL);

  return g_strconcat (field, "=", path, NULL);
}

static void
test_a_secret_says_of_itself (void)
{
  g_auto (Run) run = { 0 };
  g_autofree char *assignment = dup_assignment ("auth_file", "codex/auth.json");

  run_replay (&run, "codex", "--now", "2026-11-20T12:00:00Z", "--secret", assignment,
              "@codex/usage-normal.json", NULL);
  g_assert_cmpint (run.exit, ==, PLIM_EXIT_OK);
  g_assert_true (has_header (&run, "ChatGPT-Account-Id"));
  g_assert_null (strstr (run.out, "eyJ"));
}

static void
test_an_ended_secret_ends_the_replay (void)
{
  g_auto (Run) run = { 0 };
  g_autofree char *assignment = dup_assignment ("auth_file", "codex/auth-expired.json");

  run_replay (&run, "codex", "--now", "2026-11-20T12:00:00Z", "--secret", assignment,
              "@codex/usage-normal.json", NULL);
  g_assert_cmpint (run.exit, ==, PLIM_EXIT_PROBLEM);
  g_assert_cmpuint (json_array_get_length (plim_json_get_array (run.root, "requests")), ==, 0);
  g_assert_cmpstr (plim_json_get_string (plim_json_get_object (run.root, "error"), "cause"), ==,
                   "sign_in_expired");
}

static void
test_missing_answer_is_named (void)
{
  g_auto (Run) run = { 0 };
  const char *message;

  run_replay (&run, "claude-web", "@claude-web/organizations.json", NULL);
  g_assert_cmpint (run.exit, ==, PLIM_EXIT_PROBLEM);
  message = plim_json_get_string (plim_json_get_object (run.root, "error"), "message");
  g_assert_nonnull (strstr (message, "GET /api/organizations/"));
  g_assert_nonnull (strstr (message, "/usage"));
}

static void
test_rotated_credential_is_masked (void)
{
  g_auto (Run) run = { 0 };
  JsonObject *found;

  run_replay (&run, "claude-web", "--set", "organization=11111111-2222-4333-8444-555555555555",
              "@claude-web/usage-rotated-key.http", NULL);
  g_assert_cmpint (run.exit, ==, PLIM_EXIT_OK);
  found = plim_json_get_object (run.root, "found");
  g_assert_cmpstr (plim_json_get_string (found, "rotated_session_key"), ==, "•••");
  g_assert_null (strstr (run.out, "sk-ant-"));
}

static void
test_answers_beyond_the_last_are_told (void)
{
  g_auto (Run) run = { 0 };

  run_replay (&run, "z-ai", "@z-ai/EXPECTED.json", "@z-ai/quota.json", "@z-ai/subscriptions.json",
              "@z-ai/no-plan.json", NULL);
  g_assert_cmpint (run.exit, ==, PLIM_EXIT_OK);
  g_assert_cmpstr (plim_json_get_string (run.root, "plan"), ==, "GLM Coding Pro");
  g_assert_nonnull (strstr (run.err, "EXPECTED.json"));
  g_assert_nonnull (strstr (run.err, "1 answer was not asked for"));
}

static void
test_demo_needs_no_answer (void)
{
  g_auto (Run) run = { 0 };

  run_replay (&run, "demo", "--now", "2026-11-20T12:00:00Z", NULL);
  g_assert_cmpint (run.exit, ==, PLIM_EXIT_OK);
  g_assert_cmpstr (plim_json_get_string (run.root, "plan"), ==, "Demo");
  g_assert_cmpuint (json_array_get_length (plim_json_get_array (run.root, "requests")), ==, 0);
}

static void
test_unknown_provider_names_the_nearest (void)
{
  g_auto (Run) run = { 0 };

  run_replay (&run, "claude-wbe", "@claude-web/usage-normal.json", NULL);
  g_assert_cmpint (run.exit, ==, PLIM_EXIT_USAGE);
  g_assert_nonnull (strstr (run.err, "claude-web"));
  g_assert_cmpstr (run.out, ==, "");
}

static void
test_unknown_setting_names_the_nearest (void)
{
  g_auto (Run) run = { 0 };

  run_replay (&run, "claude-web", "--set", "organisation=x", "@claude-web/usage-normal.json", NULL);
  g_assert_cmpint (run.exit, ==, PLIM_EXIT_USAGE);
  g_assert_nonnull (strstr (run.err, "Did you mean organization?"));
}

static void
test_secret_is_no_setting (void)
{
  g_auto (Run) run = { 0 };

  run_replay (&run, "claude-web", "--set", "session_key=sk-ant-sid01-FAKE", NULL);
  g_assert_cmpint (run.exit, ==, PLIM_EXIT_USAGE);
  g_assert_null (strstr (run.err, "FAKE"));
}

static void
test_bad_usage_exits_with_two (void)
{
  static const char *const usages[][4] = {
    { "", NULL },
    { "z-ai", "--nonsense", NULL },
    { "z-ai", "--now", "yesterday", NULL },
    { "z-ai", "--set", "region", NULL },
    { "z-ai", "--set", "region=mars", NULL },
    { "z-ai", "--secret", "nonsense=/dev/null", NULL },
    { "z-ai", "--secret", "region=/dev/null", NULL },
    { "z-ai", "--secret", "api_key", NULL },
    { "z-ai", "/nonexistent/answer.json", NULL },
    { "z-ai", "@../meson.build.http", NULL },
  };

  for (guint i = 0; i < G_N_ELEMENTS (usages); i++) {
    g_auto (Run) run = { 0 };

    run_replay (&run, usages[i][0], usages[i][1], usages[i][2], usages[i][3], NULL);
    g_test_message ("%s", run.err);
    g_assert_cmpint (run.exit, ==, PLIM_EXIT_USAGE);
    g_assert_cmpstr (run.err, !=, "");
    g_assert_cmpstr (run.out, ==, "");
  }
}

int
main (int argc, char **argv)
{
  if (argc > 1 && g_str_equal (argv[1], "replay"))
    return plim_cli_run (argc, argv);

  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/cli/replay/prints-requests-and-windows", test_prints_requests_and_windows);
  g_test_add_func ("/cli/replay/a-secret-says-of-itself", test_a_secret_says_of_itself);
  g_test_add_func ("/cli/replay/an-ended-secret-ends-the-replay",
                   test_an_ended_secret_ends_the_replay);
  g_test_add_func ("/cli/replay/failure-is-a-problem-and-says-why",
                   test_failure_is_a_problem_and_says_why);
  g_test_add_func ("/cli/replay/refused-answer-keeps-its-windows",
                   test_refused_answer_keeps_its_windows);
  g_test_add_func ("/cli/replay/missing-answer-is-named", test_missing_answer_is_named);
  g_test_add_func ("/cli/replay/rotated-credential-is-masked", test_rotated_credential_is_masked);
  g_test_add_func ("/cli/replay/answers-beyond-the-last-are-told",
                   test_answers_beyond_the_last_are_told);
  g_test_add_func ("/cli/replay/demo-needs-no-answer", test_demo_needs_no_answer);
  g_test_add_func ("/cli/replay/unknown-provider-names-the-nearest",
                   test_unknown_provider_names_the_nearest);
  g_test_add_func ("/cli/replay/unknown-setting-names-the-nearest",
                   test_unknown_setting_names_the_nearest);
  g_test_add_func ("/cli/replay/secret-is-no-setting", test_secret_is_no_setting);
  g_test_add_func ("/cli/replay/bad-usage-exits-with-two", test_bad_usage_exits_with_two);
  return g_test_run ();
}
