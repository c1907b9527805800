/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The program as a person or a script runs it: real service, bus and keyring; the provider is a
 * stand-in on loopback. */
#include "plim-cli.h"
#include "plim-json.h"
#include "plim-secrets.h"
#include "plim-test-wait.h"

#include <fcntl.h>
#include <glib/gstdio.h>
#include <math.h>
#include <libsecret/secret.h>
#include <libsoup/soup.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <unistd.h>

#define SERVICE_NAME "io.github.plimsoll.Plimsoll"
#define GOOD_KEY "0123456789abcdef0123456789abcdef.GoodGoodGoodGood"
#define OTHER_KEY "fedcba9876543210fedcba9876543210.OtherOtherOther0"

typedef struct {
  GSubprocess *mock;
  SoupSession *session;
  char *mock_url;
  char *base_url; /* of its z-ai */
  char *output;
  char *errors;
  int status;
} Fixture;

/* Running. */

static void
finish (Fixture *fixture, GSubprocess *process, const char *input)
{
  GError *error = NULL;

  g_clear_pointer (&fixture->output, g_free);
  g_clear_pointer (&fixture->errors, g_free);
  g_subprocess_communicate_utf8 (process, input, NULL, &fixture->output, &fixture->errors, &error);
  g_assert_no_error (error);
  g_assert_true (g_subprocess_get_if_exited (process));
  fixture->status = g_subprocess_get_exit_status (process);
  g_test_message ("exit %d\n%s%s", fixture->status, fixture->output, fixture->errors);
}

static GSubprocess *
start (GSubprocessLauncher *launcher, va_list arguments)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_auto (GStrv) argv = NULL;
  GError *error = NULL;
  GSubprocess *process;

  g_strv_builder_add (builder, g_getenv ("PLIMSOLL"));
  for (const char *word; (word = va_arg (arguments, const char *)) != NULL;)
    g_strv_builder_add (builder, word);
  argv = g_strv_builder_end (builder);
  process = g_subprocess_launcher_spawnv (launcher, (const char *const *) argv, &error);
  g_assert_no_error (error);
  return process;
}

static GSubprocessLauncher *
make_launcher (void)
{
  return g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_STDIN_PIPE | G_SUBPROCESS_FLAGS_STDOUT_PIPE |
                                    G_SUBPROCESS_FLAGS_STDERR_PIPE);
}

/* Runs `plimsoll` with the arguments up to %NULL; @input: (nullable): what standard input gets. */
static int run (Fixture *fixture, const char *input, ...) G_GNUC_NULL_TERMINATED;

static int
run (Fixture *fixture, const char *input, ...)
{
  g_autoptr (GSubprocessLauncher) launcher = make_launcher ();
  g_autoptr (GSubprocess) process = NULL;
  va_list arguments;

  va_start (arguments, input);
  process = start (launcher, arguments);
  va_end (arguments);
  finish (fixture, process, input != NULL ? input : "");
  return fixture->status;
}

static void
assert_contains (const char *text, const char *part)
{
  if (strstr (text, part) == NULL)
    g_error ("“%s” is not in: %s", part, text);
}

/* The provider. */

static JsonObject *
ask_mock (Fixture *fixture, const char *json)
{
  g_autofree char *url = g_strconcat (fixture->mock_url, "/control", NULL);
  g_autoptr (SoupMessage) message = soup_message_new (json != NULL ? "POST" : "GET", url);
  g_autoptr (GBytes) body = NULL;
  GError *error = NULL;
  JsonObject *object;

  if (json != NULL) {
    g_autoptr (GBytes) bytes = g_bytes_new (json, strlen (json));

    soup_message_set_request_body_from_bytes (message, "application/json", bytes);
  }
  body = soup_session_send_and_read (fixture->session, message, NULL, &error);
  g_assert_no_error (error);
  object = plim_json_parse_object (body, &error);
  g_assert_no_error (error);
  return object;
}

static void
set_mock (Fixture *fixture, const char *json)
{
  json_object_unref (ask_mock (fixture, json));
}

static guint
count_requests (Fixture *fixture)
{
  g_autoptr (JsonObject) state = ask_mock (fixture, NULL);
  double count;

  plim_json_get_number (plim_json_get_object (state, "requests"), "z-ai", &count);
  return isnan (count) ? 0 : (guint) count;
}

static int
add_account (Fixture *fixture, const char *label, const char *key)
{
  return run (fixture, key, "add", "z-ai", "--label", label, "--base-url", fixture->base_url, NULL);
}

/* What the keyring holds. */

static guint
count_secrets (void)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GHashTable) stored = NULL;
  GError *error = NULL;

  plim_secrets_list_async (NULL, plim_test_keep_result, &result);
  plim_test_wait (result != NULL);
  stored = plim_secrets_list_finish (result, &error);
  g_assert_no_error (error);
  return g_hash_table_size (stored);
}

static char *
dup_secret (const char *account_id)
{
  g_autoptr (GAsyncResult) result = NULL;
  char *secret, *copy;

  plim_secrets_lookup_async (account_id, "api_key", FALSE, NULL, plim_test_keep_result, &result);
  plim_test_wait (result != NULL);
  secret = plim_secrets_lookup_finish (result, NULL);
  copy = g_strdup (secret);
  secret_password_free (secret);
  return copy;
}

static JsonObject *
read_status (Fixture *fixture)
{
  g_autoptr (GBytes) bytes = NULL;
  GError *error = NULL;
  JsonObject *object;

  run (fixture, NULL, "status", "--json", NULL);
  bytes = g_bytes_new (fixture->output, strlen (fixture->output));
  object = plim_json_parse_object (bytes, &error);
  g_assert_no_error (error);
  return object;
}

static JsonObject *
get_account (JsonObject *status, guint index)
{
  return plim_json_get_element_object (plim_json_get_array (status, "accounts"), index);
}

static char *
dup_first_id (Fixture *fixture)
{
  g_autoptr (JsonObject) status = read_status (fixture);

  return g_strdup (plim_json_get_string (get_account (status, 0), "id"));
}

/* Between fork and exec: a test that fails leaves nothing behind. */
static void
end_with_parent (gpointer user_data)
{
  prctl (PR_SET_PDEATHSIG, SIGTERM);
}

static void
set_up (Fixture *fixture, gconstpointer user_data)
{
  g_autoptr (GSubprocessLauncher) launcher =
      g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_STDOUT_PIPE);
  GError *error = NULL;
  g_autoptr (GDataInputStream) stream = NULL;
  g_autofree char *port = NULL;

  g_subprocess_launcher_set_child_setup (launcher, end_with_parent, NULL, NULL);
  fixture->mock =
      g_subprocess_launcher_spawn (launcher, &error, g_getenv ("PLIMSOLL_MOCK_PROVIDER"), NULL);
  g_assert_no_error (error);
  stream = g_data_input_stream_new (g_subprocess_get_stdout_pipe (fixture->mock));
  port = g_data_input_stream_read_line (stream, NULL, NULL, &error);
  g_assert_no_error (error);
  fixture->mock_url = g_strconcat ("http://127.0.0.1:", port, NULL);
  fixture->base_url = g_strconcat (fixture->mock_url, "/z-ai", NULL);
  fixture->session = soup_session_new ();
}

static void
tear_down (Fixture *fixture, gconstpointer user_data)
{
  g_autoptr (JsonObject) status = read_status (fixture);
  JsonArray *accounts = plim_json_get_array (status, "accounts");

  for (guint i = 0; i < json_array_get_length (accounts); i++)
    g_assert_cmpint (run (fixture, NULL, "remove", "--yes",
                          plim_json_get_string (get_account (status, i), "id"), NULL),
                     ==, PLIM_EXIT_OK);
  g_assert_cmpint (run (fixture, NULL, "quit", NULL), ==, PLIM_EXIT_OK);
  g_subprocess_send_signal (fixture->mock, SIGTERM);
  g_subprocess_wait (fixture->mock, NULL, NULL);
  g_clear_object (&fixture->mock);
  g_clear_object (&fixture->session);
  g_free (fixture->mock_url);
  g_free (fixture->base_url);
  g_free (fixture->output);
  g_free (fixture->errors);
}

/* Facts. */

static void
test_status_starts_the_service (Fixture *fixture, gconstpointer user_data)
{
  g_assert_cmpint (run (fixture, NULL, "quit", NULL), ==, PLIM_EXIT_NO_SERVICE);
  g_assert_cmpint (run (fixture, NULL, "status", NULL), ==, PLIM_EXIT_OK);
  assert_contains (fixture->output, "plimsoll add PROVIDER");
  g_assert_cmpint (run (fixture, NULL, "quit", NULL), ==, PLIM_EXIT_OK);
}

static void
test_an_added_account_is_there (Fixture *fixture, gconstpointer user_data)
{
  g_autoptr (JsonObject) status = NULL;
  g_autofree char *secret = NULL;
  JsonObject *account;
  double number;

  g_assert_cmpint (add_account (fixture, "work", GOOD_KEY "\n"), ==, PLIM_EXIT_OK);
  assert_contains (fixture->output, "work");
  status = read_status (fixture);
  g_assert_cmpint (fixture->status, ==, PLIM_EXIT_OK);
  g_assert_true (plim_json_get_number (status, "schema", &number) && number == 1);
  g_assert_nonnull (plim_json_get_object (status, "headline"));
  account = get_account (status, 0);
  g_assert_cmpstr (plim_json_get_string (account, "label"), ==, "work");
  g_assert_cmpstr (plim_json_get_string (account, "provider"), ==, "z-ai");
  g_assert_cmpuint (json_array_get_length (plim_json_get_array (account, "windows")), >, 0);
  secret = dup_secret (plim_json_get_string (account, "id"));
  g_assert_cmpstr (secret, ==, GOOD_KEY);
  g_assert_cmpint (run (fixture, NULL, "accounts", NULL), ==, PLIM_EXIT_OK);
  assert_contains (fixture->output, plim_json_get_string (account, "id"));
}

static void
test_a_refused_credential_leaves_nothing (Fixture *fixture, gconstpointer user_data)
{
  g_autoptr (JsonObject) status = NULL;

  set_mock (fixture, "{\"z-ai\": {\"secret\": \"" GOOD_KEY "\"}}");
  g_assert_cmpint (add_account (fixture, "work", OTHER_KEY "\n"), ==, PLIM_EXIT_PROBLEM);
  assert_contains (fixture->errors, "no longer accepts");
  g_assert_null (strstr (fixture->errors, OTHER_KEY));
  status = read_status (fixture);
  g_assert_cmpuint (json_array_get_length (plim_json_get_array (status, "accounts")), ==, 0);
  g_assert_cmpuint (count_secrets (), ==, 0);
}

static void
test_bad_input_sends_nothing (Fixture *fixture, gconstpointer user_data)
{
  g_assert_cmpint (add_account (fixture, "work", "no key\n"), ==, PLIM_EXIT_USAGE);
  g_assert_cmpint (add_account (fixture, "work", ""), ==, PLIM_EXIT_USAGE);
  assert_contains (fixture->errors, "API key");
  g_assert_cmpint (run (fixture, NULL, "add", "z-ia", NULL), ==, PLIM_EXIT_USAGE);
  assert_contains (fixture->errors, "z-ai");
  g_assert_cmpint (run (fixture, NULL, "add", "z-ai", "--set", "regoin=china", NULL), ==,
                   PLIM_EXIT_USAGE);
  assert_contains (fixture->errors, "region");
  g_assert_cmpint (run (fixture, NULL, "add", "z-ai", "--set", "region=mars", NULL), ==,
                   PLIM_EXIT_USAGE);
  g_assert_cmpint (run (fixture, NULL, "add", "z-ai", "--set", "region", NULL), ==,
                   PLIM_EXIT_USAGE);
  g_assert_cmpint (run (fixture, NULL, "add", "z-ai", "--set", "api_key=" GOOD_KEY, NULL), ==,
                   PLIM_EXIT_USAGE);
  assert_contains (fixture->errors, "standard input");
  g_assert_cmpint (run (fixture, GOOD_KEY "\n", "add", "z-ai", "--base-url", "http://192.0.2.1/",
                        NULL),
                   ==, PLIM_EXIT_USAGE);
  g_assert_cmpuint (count_requests (fixture), ==, 0);
  g_assert_cmpuint (count_secrets (), ==, 0);
}

static void
test_a_signed_out_account_is_a_problem_until_signed_in (Fixture *fixture, gconstpointer user_data)
{
  g_autofree char *id = NULL;
  g_autofree char *kept = NULL;
  g_autofree char *replaced = NULL;

  g_assert_cmpint (add_account (fixture, "work", GOOD_KEY "\n"), ==, PLIM_EXIT_OK);
  id = dup_first_id (fixture);
  set_mock (fixture, "{\"z-ai\": {\"secret\": \"" OTHER_KEY "\"}}");
  g_assert_cmpint (run (fixture, GOOD_KEY "x\n", "sign-in", "work", NULL), ==, PLIM_EXIT_PROBLEM);
  kept = dup_secret (id);
  g_assert_cmpstr (kept, ==, GOOD_KEY);
  g_assert_cmpint (run (fixture, NULL, "status", NULL), ==, PLIM_EXIT_PROBLEM);
  assert_contains (fixture->output, "no longer accepts");
  g_assert_cmpint (run (fixture, "\n", "sign-in", "work", NULL), ==, PLIM_EXIT_USAGE);
  g_assert_cmpint (run (fixture, OTHER_KEY "\n", "sign-in", "work", NULL), ==, PLIM_EXIT_OK);
  replaced = dup_secret (id);
  g_assert_cmpstr (replaced, ==, OTHER_KEY);
  g_assert_cmpint (run (fixture, NULL, "status", NULL), ==, PLIM_EXIT_OK);
}

static void
test_a_disabled_account_is_no_problem (Fixture *fixture, gconstpointer user_data)
{
  g_assert_cmpint (add_account (fixture, "work", GOOD_KEY "\n"), ==, PLIM_EXIT_OK);
  set_mock (fixture, "{\"z-ai\": {\"secret\": \"" OTHER_KEY "\"}}");
  run (fixture, GOOD_KEY "\n", "sign-in", "work", NULL);
  g_assert_cmpint (run (fixture, NULL, "status", NULL), ==, PLIM_EXIT_PROBLEM);
  g_assert_cmpint (run (fixture, NULL, "disable", "WORK", NULL), ==, PLIM_EXIT_OK);
  g_assert_cmpint (run (fixture, NULL, "status", NULL), ==, PLIM_EXIT_OK);
  assert_contains (fixture->output, "disabled");
  g_assert_cmpint (run (fixture, NULL, "enable", "work", NULL), ==, PLIM_EXIT_OK);
}

static void
test_an_account_is_meant_by_label_id_or_beginning (Fixture *fixture, gconstpointer user_data)
{
  g_autofree char *id = NULL;
  g_autofree char *beginning = NULL;

  g_assert_cmpint (run (fixture, NULL, "add", "demo", "--label", "twin", NULL), ==, PLIM_EXIT_OK);
  id = dup_first_id (fixture);
  beginning = g_strndup (id, 8);
  g_assert_cmpint (run (fixture, NULL, "add", "demo", "--label", "twin", NULL), ==, PLIM_EXIT_OK);
  g_assert_cmpint (run (fixture, NULL, "disable", id, NULL), ==, PLIM_EXIT_OK);
  g_assert_cmpint (run (fixture, NULL, "enable", beginning, NULL), ==, PLIM_EXIT_OK);
  g_assert_cmpint (run (fixture, NULL, "disable", "twin", NULL), ==, PLIM_EXIT_USAGE);
  assert_contains (fixture->errors, id);
  g_assert_cmpint (run (fixture, NULL, "disable", "twni", NULL), ==, PLIM_EXIT_USAGE);
  assert_contains (fixture->errors, "twin");
  g_assert_cmpint (run (fixture, NULL, "disable", "", NULL), ==, PLIM_EXIT_USAGE);
}

static void
test_removing_takes_the_secret_too (Fixture *fixture, gconstpointer user_data)
{
  g_assert_cmpint (add_account (fixture, "work", GOOD_KEY "\n"), ==, PLIM_EXIT_OK);
  g_assert_cmpuint (count_secrets (), ==, 1);
  g_assert_cmpint (run (fixture, NULL, "remove", "work", NULL), ==, PLIM_EXIT_USAGE);
  assert_contains (fixture->errors, "--yes");
  g_assert_cmpint (run (fixture, NULL, "remove", "work", "--yes", NULL), ==, PLIM_EXIT_OK);
  g_assert_cmpuint (count_secrets (), ==, 0);
}

static void
test_refresh_tells_how_each_account_is (Fixture *fixture, gconstpointer user_data)
{
  g_assert_cmpint (run (fixture, NULL, "add", "demo", NULL), ==, PLIM_EXIT_OK);
  g_assert_cmpint (add_account (fixture, "work", GOOD_KEY "\n"), ==, PLIM_EXIT_OK);
  g_assert_cmpint (run (fixture, NULL, "refresh", NULL), ==, PLIM_EXIT_OK);
  assert_contains (fixture->output, "Demo: Up to date");
  assert_contains (fixture->output, "work: Up to date");
  g_assert_cmpint (run (fixture, NULL, "refresh", "work", NULL), ==, PLIM_EXIT_OK);
  g_assert_null (strstr (fixture->output, "Demo"));
}

static void
test_an_interrupted_add_is_undone (Fixture *fixture, gconstpointer user_data)
{
  g_autoptr (GSubprocess) process = NULL;
  g_autoptr (JsonObject) status = NULL;
  GError *error = NULL;
  GOutputStream *input;

  run (fixture, NULL, "status", NULL);
  set_mock (fixture, "{\"z-ai\": {\"hang\": true}}");
  process = g_subprocess_new (G_SUBPROCESS_FLAGS_STDIN_PIPE | G_SUBPROCESS_FLAGS_STDOUT_PIPE |
                                  G_SUBPROCESS_FLAGS_STDERR_PIPE,
                              &error, g_getenv ("PLIMSOLL"), "add", "z-ai", "--base-url",
                              fixture->base_url, NULL);
  g_assert_no_error (error);
  input = g_subprocess_get_stdin_pipe (process);
  g_output_stream_write_all (input, GOOD_KEY "\n", strlen (GOOD_KEY "\n"), NULL, NULL, &error);
  g_assert_no_error (error);
  while (count_requests (fixture) == 0)
    g_main_context_iteration (NULL, FALSE);
  g_assert_cmpuint (count_secrets (), ==, 1);
  g_subprocess_send_signal (process, SIGINT);
  finish (fixture, process, NULL);
  g_assert_cmpint (fixture->status, ==, PLIM_EXIT_PROBLEM);
  assert_contains (fixture->errors, "nothing was changed");
  g_assert_cmpuint (count_secrets (), ==, 0);
  status = read_status (fixture);
  g_assert_cmpuint (json_array_get_length (plim_json_get_array (status, "accounts")), ==, 0);
}

/* Reads what the terminal shows until the program lets go of it. */
static char *
read_terminal (int terminal)
{
  GString *shown = g_string_new (NULL);
  char buffer[256];
  gssize n_read;

  while ((n_read = read (terminal, buffer, sizeof buffer)) > 0)
    g_string_append_len (shown, buffer, n_read);
  return g_string_free (shown, FALSE);
}

static void
wait_for_prompt (int terminal)
{
  g_autoptr (GString) shown = g_string_new (NULL);
  char byte;

  while (strstr (shown->str, "API key: ") == NULL) {
    g_assert_cmpint (read (terminal, &byte, 1), ==, 1);
    g_string_append_c (shown, byte);
  }
}

static void
test_a_typed_secret_is_not_shown (Fixture *fixture, gconstpointer user_data)
{
  /* "x" and a backspace, as a person corrects himself. */
  const char typed[] = "x\x7F" GOOD_KEY "\n";
  g_autoptr (GSubprocessLauncher) launcher = g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_NONE);
  g_autoptr (GSubprocess) process = NULL;
  g_autofree char *shown = NULL;
  g_autofree char *id = NULL;
  g_autofree char *secret = NULL;
  GError *error = NULL;
  int terminal = posix_openpt (O_RDWR | O_NOCTTY);
  int slave;

  g_assert_cmpint (grantpt (terminal), ==, 0);
  g_assert_cmpint (unlockpt (terminal), ==, 0);
  slave = open (ptsname (terminal), O_RDWR | O_NOCTTY);
  g_subprocess_launcher_take_stdin_fd (launcher, dup (slave));
  g_subprocess_launcher_take_stdout_fd (launcher, dup (slave));
  g_subprocess_launcher_take_stderr_fd (launcher, slave);
  process = g_subprocess_launcher_spawn (launcher, &error, g_getenv ("PLIMSOLL"), "add", "z-ai",
                                         "--base-url", fixture->base_url, NULL);
  g_assert_no_error (error);
  g_clear_object (&launcher);
  wait_for_prompt (terminal);
  g_assert_cmpint (write (terminal, typed, strlen (typed)), ==, strlen (typed));
  shown = read_terminal (terminal);
  close (terminal);
  g_subprocess_wait (process, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpint (g_subprocess_get_exit_status (process), ==, PLIM_EXIT_OK);
  g_assert_null (strstr (shown, "Good"));
  assert_contains (shown, "Added");
  id = dup_first_id (fixture);
  secret = dup_secret (id);
  g_assert_cmpstr (secret, ==, GOOD_KEY);
}

/* Both accounts need no network, so that only what is told to the service counts. */
static void
test_an_account_is_changed_and_moved (Fixture *fixture, gconstpointer user_data)
{
  g_autoptr (JsonObject) status = NULL;

  g_assert_cmpint (run (fixture, NULL, "add", "demo", "--label", "One", NULL), ==, PLIM_EXIT_OK);
  g_assert_cmpint (run (fixture, NULL, "add", "demo", "--label", "Two", NULL), ==, PLIM_EXIT_OK);
  g_assert_cmpint (run (fixture, NULL, "edit", "One", NULL), ==, PLIM_EXIT_USAGE);
  g_assert_cmpint (run (fixture, NULL, "edit", "One", "--interval", "5", NULL), ==,
                   PLIM_EXIT_USAGE);
  g_assert_cmpint (run (fixture, NULL, "edit", "One", "--notify", "75 %", NULL), ==,
                   PLIM_EXIT_USAGE);
  g_assert_cmpint (run (fixture, NULL, "edit", "One", "--notify", "50,80", NULL), ==, PLIM_EXIT_OK);
  g_assert_cmpint (run (fixture, NULL, "edit", "One", "--label", "Uno", "--interval", "600",
                        "--set", "seed=x", NULL),
                   ==, PLIM_EXIT_OK);
  g_assert_cmpint (run (fixture, NULL, "move", "Uno", "3", NULL), ==, PLIM_EXIT_USAGE);
  g_assert_cmpint (run (fixture, NULL, "move", "Uno", "down", NULL), ==, PLIM_EXIT_OK);
  status = read_status (fixture);
  g_assert_cmpstr (plim_json_get_string (get_account (status, 0), "label"), ==, "Two");
  g_assert_cmpstr (plim_json_get_string (get_account (status, 1), "label"), ==, "Uno");
  g_assert_cmpint (json_object_get_int_member (get_account (status, 1), "interval_seconds"), ==,
                   600);

  g_assert_cmpint (run (fixture, NULL, "edit", "Uno", "--unset", "seed", NULL), ==, PLIM_EXIT_OK);
  g_assert_cmpint (run (fixture, NULL, "show", "Uno", NULL), ==, PLIM_EXIT_OK);
  g_assert_nonnull (strstr (fixture->output, "next reading"));
  g_assert_null (strstr (fixture->output, "seed"));
}

static void
test_inspect_shows_the_answers_without_names (Fixture *fixture, gconstpointer user_data)
{
  g_assert_cmpint (add_account (fixture, "Work", GOOD_KEY "\n"), ==, PLIM_EXIT_OK);
  g_assert_cmpint (run (fixture, NULL, "inspect", "Work", NULL), ==, PLIM_EXIT_OK);
  g_assert_nonnull (strstr (fixture->output, "/api/monitor/usage/quota/limit"));
  g_assert_nonnull (strstr (fixture->output, "\"understood\""));
  g_assert_null (strstr (fixture->output, "Work"));
  g_assert_null (strstr (fixture->output, GOOD_KEY));
}

static void
test_wrong_usage_is_2 (Fixture *fixture, gconstpointer user_data)
{
  g_assert_cmpint (run (fixture, NULL, "stauts", NULL), ==, PLIM_EXIT_USAGE);
  assert_contains (fixture->errors, "status");
  g_assert_cmpint (run (fixture, NULL, "status", "extra", NULL), ==, PLIM_EXIT_USAGE);
  g_assert_cmpint (run (fixture, NULL, "status", "--bogus", NULL), ==, PLIM_EXIT_USAGE);
  g_assert_cmpint (run (fixture, NULL, "add", NULL), ==, PLIM_EXIT_USAGE);
  g_assert_cmpint (run (fixture, NULL, "remove", NULL), ==, PLIM_EXIT_USAGE);
  g_assert_cmpint (run (fixture, NULL, "providers", "nobody", NULL), ==, PLIM_EXIT_USAGE);
  g_assert_cmpint (run (fixture, NULL, "--bogus", NULL), ==, PLIM_EXIT_USAGE);
}

static void
test_help_is_there_for_every_command (Fixture *fixture, gconstpointer user_data)
{
  static const char *const commands[] = { "status", "accounts",  "add",     "sign-in",
                                          "remove", "enable",    "disable", "refresh",
                                          "unlock", "providers", "replay",  "quit" };

  g_assert_cmpint (run (fixture, NULL, "--help", NULL), ==, PLIM_EXIT_OK);
  for (gsize i = 0; i < G_N_ELEMENTS (commands); i++)
    assert_contains (fixture->output, commands[i]);
  for (gsize i = 0; i < G_N_ELEMENTS (commands); i++) {
    g_assert_cmpint (run (fixture, NULL, commands[i], "--help", NULL), ==, PLIM_EXIT_OK);
    assert_contains (fixture->output, commands[i]);
    g_assert_cmpstr (fixture->errors, ==, "");
  }
  g_assert_cmpint (run (fixture, NULL, "help", "status", NULL), ==, PLIM_EXIT_OK);
  assert_contains (fixture->output, "--waybar");
  g_assert_cmpint (run (fixture, NULL, "help", "sttus", NULL), ==, PLIM_EXIT_USAGE);
  assert_contains (fixture->errors, "Did you mean status?");
  g_assert_cmpint (run (fixture, NULL, "quit", "now", NULL), ==, PLIM_EXIT_USAGE);
  assert_contains (fixture->errors, "plimsoll quit takes no arguments.");
  g_assert_cmpint (run (fixture, NULL, "--background", "status", NULL), ==, PLIM_EXIT_USAGE);
  assert_contains (fixture->errors, "plimsoll --background takes no arguments.");
  g_assert_cmpint (run (fixture, NULL, "--version", NULL), ==, PLIM_EXIT_OK);
  assert_contains (fixture->output, "plimsoll ");
}

/* A criticism of GLib's ends the program here; a warning would stand among the errors. */
static void
test_every_command_runs_clean (Fixture *fixture, gconstpointer user_data)
{
  static const char *const clean[] = { "status", "accounts", "refresh", "providers", "quit" };
  static const char *const incomplete[] = { "add",    "sign-in", "remove",
                                            "enable", "disable", "replay" };

  for (gsize i = 0; i < G_N_ELEMENTS (clean); i++) {
    g_assert_cmpint (run (fixture, NULL, clean[i], NULL), ==, PLIM_EXIT_OK);
    g_assert_cmpstr (fixture->errors, ==, "");
  }
  for (gsize i = 0; i < G_N_ELEMENTS (incomplete); i++) {
    g_assert_cmpint (run (fixture, NULL, incomplete[i], NULL), ==, PLIM_EXIT_USAGE);
    g_assert_true (g_str_has_prefix (fixture->errors, "plimsoll: "));
  }
}

static void
test_providers_tell_what_they_need (Fixture *fixture, gconstpointer user_data)
{
  g_assert_cmpint (run (fixture, NULL, "providers", NULL), ==, PLIM_EXIT_OK);
  assert_contains (fixture->output, "claude-web");
  g_assert_cmpint (run (fixture, NULL, "providers", "z-ai", NULL), ==, PLIM_EXIT_OK);
  assert_contains (fixture->output, "--set region=");
}

/* As its program leaves it, with a token that ends in the year 2100. */
static void
write_sign_in (const char *path)
{
  static const char *const claims = "{\"exp\": 4102444800}";
  g_autofree char *middle = g_base64_encode ((const guchar *) claims, strlen (claims));
  g_autofree char *text = NULL;
  GError *error = NULL;

  middle[strcspn (middle, "=")] = '\0';
  text = g_strdup_printf ("{\"tokens\": {\"access_token\": \"eyJh.%s.c2ln\"}}", middle);
  g_file_set_contents (path, text, -1, &error);
  g_assert_no_error (error);
}

static void
test_another_programs_sign_in_is_offered_and_used (Fixture *fixture, gconstpointer user_data)
{
  g_autofree char *folder = g_dir_make_tmp ("plimsoll-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (folder, "auth.json", NULL);
  g_autofree char *base_url = g_strconcat (fixture->mock_url, "/codex", NULL);
  g_autoptr (JsonObject) status = NULL;
  g_autofree char *id = NULL;

  g_setenv ("CODEX_HOME", folder, TRUE);
  set_mock (fixture, "{\"codex\": {\"body\": \"{\\\"plan_type\\\": \\\"plus\\\"}\"}}");
  write_sign_in (path);
  g_assert_cmpint (run (fixture, NULL, "providers", NULL), ==, PLIM_EXIT_OK);
  assert_contains (fixture->output, "plimsoll add codex --use-file");
  assert_contains (fixture->output, path);
  g_assert_cmpint (run (fixture, NULL, "add", "codex", "-f", "--base-url", base_url, NULL), ==,
                   PLIM_EXIT_OK);
  assert_contains (fixture->output, "never written");
  assert_contains (fixture->output, base_url);
  assert_contains (fixture->output, path);
  status = read_status (fixture);
  g_assert_cmpstr (plim_json_get_string (get_account (status, 0), "plan"), ==, "Plus");
  g_assert_cmpuint (count_secrets (), ==, 0);
  id = dup_first_id (fixture);
  g_assert_cmpint (run (fixture, NULL, "remove", "--yes", id, NULL), ==, PLIM_EXIT_OK);

  g_assert_cmpint (run (fixture, NULL, "add", "z-ai", "--use-file", NULL), ==, PLIM_EXIT_USAGE);
  g_unlink (path);
  g_assert_cmpint (run (fixture, NULL, "add", "codex", "--set", "auth_file=auth.json", NULL), ==,
                   PLIM_EXIT_USAGE);
  g_assert_cmpint (g_rmdir (folder), ==, 0);
  g_unsetenv ("CODEX_HOME");
}

static void
test_without_a_bus_it_is_3 (Fixture *fixture, gconstpointer user_data)
{
  static const char *const arguments[] = { "status", "--background", NULL };

  for (gsize i = 0; i < G_N_ELEMENTS (arguments); i++) {
    g_autoptr (GSubprocessLauncher) launcher = make_launcher ();
    g_autoptr (GSubprocess) process = NULL;
    GError *error = NULL;

    g_subprocess_launcher_setenv (launcher, "DBUS_SESSION_BUS_ADDRESS",
                                  "unix:path=/nonexistent/bus", TRUE);
    process =
        g_subprocess_launcher_spawn (launcher, &error, g_getenv ("PLIMSOLL"), arguments[i], NULL);
    g_assert_no_error (error);
    finish (fixture, process, NULL);
    g_assert_cmpint (fixture->status, ==, PLIM_EXIT_NO_SERVICE);
    assert_contains (fixture->errors, "session bus");
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  plim_test_start_watchdog ();
#define ADD(name, function)                                                                        \
  g_test_add ("/cli/commands/" name, Fixture, NULL, set_up, function, tear_down)
  ADD ("status-starts-the-service", test_status_starts_the_service);
  ADD ("an-added-account-is-there", test_an_added_account_is_there);
  ADD ("a-refused-credential-leaves-nothing", test_a_refused_credential_leaves_nothing);
  ADD ("bad-input-sends-nothing", test_bad_input_sends_nothing);
  ADD ("a-signed-out-account-is-a-problem-until-signed-in",
       test_a_signed_out_account_is_a_problem_until_signed_in);
  ADD ("a-disabled-account-is-no-problem", test_a_disabled_account_is_no_problem);
  ADD ("an-account-is-meant-by-label-id-or-beginning",
       test_an_account_is_meant_by_label_id_or_beginning);
  ADD ("removing-takes-the-secret-too", test_removing_takes_the_secret_too);
  ADD ("refresh-tells-how-each-account-is", test_refresh_tells_how_each_account_is);
  ADD ("an-interrupted-add-is-undone", test_an_interrupted_add_is_undone);
  ADD ("a-typed-secret-is-not-shown", test_a_typed_secret_is_not_shown);
  ADD ("an-account-is-changed-and-moved", test_an_account_is_changed_and_moved);
  ADD ("inspect-shows-the-answers-without-names", test_inspect_shows_the_answers_without_names);
  ADD ("wrong-usage-is-2", test_wrong_usage_is_2);
  ADD ("help-is-there-for-every-command", test_help_is_there_for_every_command);
  ADD ("every-command-runs-clean", test_every_command_runs_clean);
  ADD ("providers-tell-what-they-need", test_providers_tell_what_they_need);
  ADD ("another-programs-sign-in-is-offered-and-used",
       test_another_programs_sign_in_is_offered_and_used);
  ADD ("without-a-bus-it-is-3", test_without_a_bus_it_is_3);
  return g_test_run ();
}
