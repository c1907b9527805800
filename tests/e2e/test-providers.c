/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Every provider with everything real but its server: the service with its keyring and database,
 * and the command line. The server is the mock provider with the fixtures, and the programs' clock
 * stands at the time at which those were recorded. One test a provider; what it must ask stands in
 * its REQUESTS.json (see plim-expectation.h), so a new provider adds data, not code. */
#include "plim-desktop.h"
#include "plim-expectation.h"
#include "plim-json.h"
#include "plim-providers.h"
#include "plim-signature.h"

#include <fcntl.h>
#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

#define ERROR_NAME "io.github.plimsoll.Plimsoll.Error."
/* Longer than any provider's own interval, less than the longest that is believed. */
#define WAIT_S ((gint64) 12 * 60 * 60)
/* More than three times that. */
#define OLD_S (4 * WAIT_S)
#define HUGE_BYTES (50 * 1024 * 1024)
/* What an answer of any size may add to the service: its limit of 4 MiB, and the copies of it. */
#define GROWTH_KB (24 * 1024)

typedef struct {
  PlimDesktop *desktop;
  const PlimProvider *provider;
  JsonObject *expectation; /* EXPECTED.json */
  gint64 now;
  JsonObject *account; /* of REQUESTS.json, which is being played */
  char *id;            /* the account's */
} Play;

/* The clock. */

static char *clock_path;

static void
set_clock (gint64 now)
{
  int fd = g_open (clock_path, O_WRONLY | O_CREAT | O_CLOEXEC, 0600);

  /* In place: the programs have it mapped. */
  g_assert_cmpint (pwrite (fd, &now, sizeof now, 0), ==, sizeof now);
  close (fd);
}

/* Programs that are started live by it. */
static void
hand_out_clock (void)
{
  const char *options = g_getenv ("ASAN_OPTIONS");
  g_autofree char *asan_options =
      g_strconcat (options != NULL ? options : "", ":verify_asan_link_order=0", NULL);

  g_setenv ("PLIM_FIXED_CLOCK", clock_path, TRUE);
  g_setenv ("LD_PRELOAD", g_getenv ("PLIMSOLL_FIXED_CLOCK"), TRUE);
  g_setenv ("ASAN_OPTIONS", asan_options, TRUE);
}

/* Data. */

static JsonObject *
read_fixture (const char *provider, const char *name)
{
  g_autofree char *path = g_test_build_filename (G_TEST_DIST, "fixtures", provider, name, NULL);
  g_autoptr (JsonParser) parser = json_parser_new ();
  g_autoptr (GError) error = NULL;

  json_parser_load_from_file (parser, path, &error);
  g_assert_no_error (error);
  return json_object_ref (json_node_get_object (json_parser_get_root (parser)));
}

static JsonObject *
get_case (Play *play)
{
  const char *name = plim_json_get_string (play->account, "case");
  JsonArray *cases = plim_json_get_array (play->expectation, "cases");

  for (guint i = 0; i < json_array_get_length (cases); i++) {
    JsonObject *each = json_array_get_object_element (cases, i);

    if (g_strcmp0 (plim_json_get_string (each, "name"), name) == 0)
      return each;
  }
  g_error ("there is no case “%s”", name);
}

/* What the provider does from now on: its case, and a fault as further members. */
static void
set_provider (Play *play, const char *fault)
{
  g_autofree char *json = g_strdup_printf ("{\"%s\": {\"case\": \"%s\"%s%s}}", play->provider->id,
                                           plim_json_get_string (play->account, "case"),
                                           fault != NULL ? ", " : "", fault != NULL ? fault : "");

  plim_desktop_forget_requests (play->desktop);
  plim_desktop_set_provider (play->desktop, json);
}

static JsonArray *
dup_requests (Play *play, const char *provider)
{
  g_autofree char *text = plim_desktop_dup_requests (play->desktop, provider);
  g_autoptr (JsonNode) root = json_from_string (text, NULL);

  g_assert_nonnull (root);
  return json_array_ref (json_node_get_array (root));
}

static guint
count_requests (Play *play, const char *provider)
{
  g_autoptr (JsonArray) requests = dup_requests (play, provider);

  return json_array_get_length (requests);
}

/* Account of `plimsoll status --json`. */
static JsonObject *
read_status (Play *play)
{
  int exit_status;
  g_autofree char *output =
      plim_desktop_run (play->desktop, NULL, &exit_status, "status", "--json", NULL);
  g_autoptr (JsonNode) root = json_from_string (output, NULL);
  JsonArray *accounts;

  g_assert_nonnull (root);
  accounts = plim_json_get_array (json_node_get_object (root), "accounts");
  g_assert_cmpuint (json_array_get_length (accounts), ==, 1);
  return json_object_ref (json_array_get_object_element (accounts, 0));
}

/* Adding. */

static void
add_setting (JsonObject *settings, const char *name, JsonNode *node, gpointer arguments)
{
  g_autofree char *value = json_node_get_value_type (node) == G_TYPE_STRING
                               ? json_node_dup_string (node)
                               : json_to_string (node, FALSE);

  g_ptr_array_add (arguments, g_strdup ("--set"));
  g_ptr_array_add (arguments, g_strdup_printf ("%s=%s", name, value));
}

static GPtrArray *
dup_arguments (Play *play)
{
  GPtrArray *arguments = g_ptr_array_new_with_free_func (g_free);
  JsonObject *of_case = plim_json_get_object (get_case (play), "settings");
  JsonObject *further = plim_json_get_object (play->account, "settings");

  g_ptr_array_add (arguments, g_strdup ("add"));
  g_ptr_array_add (arguments, g_strdup (play->provider->id));
  g_ptr_array_add (arguments, g_strdup ("--base-url"));
  g_ptr_array_add (arguments, g_strconcat (play->desktop->mock_url, "/", play->provider->id, NULL));
  if (of_case != NULL)
    json_object_foreach_member (of_case, add_setting, arguments);
  if (further != NULL)
    json_object_foreach_member (further, add_setting, arguments);
  g_ptr_array_add (arguments, NULL);
  return arguments;
}

/* A line for each secret field, in their order. */
static char *
dup_input (Play *play)
{
  JsonObject *secrets = plim_json_get_object (play->account, "secrets");
  GString *input = g_string_new (NULL);

  for (const PlimField *field = play->provider->fields; field->id != NULL; field++) {
    const char *secret = plim_json_get_string (secrets, field->id);

    if (field->kind == PLIM_FIELD_SECRET)
      g_string_append_printf (input, "%s\n", secret != NULL ? secret : "");
  }
  return g_string_free (input, FALSE);
}

static void
add_account (Play *play)
{
  g_autoptr (GPtrArray) arguments = dup_arguments (play);
  g_autofree char *input = dup_input (play);
  g_autofree char *output = NULL;
  g_autofree char *requests = NULL;
  g_autoptr (JsonObject) account = NULL;
  int exit_status;

  set_provider (play, NULL);
  output = plim_desktop_run_strv (play->desktop, input, &exit_status,
                                  (const char *const *) arguments->pdata);
  requests = plim_desktop_dup_requests (play->desktop, play->provider->id);
  g_test_message ("%s%s", output, requests);
  g_assert_cmpint (exit_status, ==, 0);
  account = read_status (play);
  play->id = g_strdup (plim_json_get_string (account, "id"));
}

static void
check_added (Play *play)
{
  g_autoptr (JsonArray) requests = dup_requests (play, play->provider->id);
  g_autoptr (JsonObject) account = read_status (play);

  plim_expectation_check_requests (plim_json_get_array (play->account, "requests"), requests,
                                   plim_json_get_object (play->account, "secrets"));
  plim_expectation_check_account (plim_json_get_object (get_case (play), "expect"), account);
  g_assert_cmpint (plim_json_get_time (account, "collected_at"), ==, play->now);
  g_assert_false (plim_json_get_boolean (account, "stale", TRUE));
}

static void
remove_account (Play *play)
{
  g_free (plim_desktop_run (play->desktop, NULL, NULL, "remove", play->id, NULL));
  g_clear_pointer (&play->id, g_free);
}

/* Faults. */

/* The last good numbers stay with their age; that only the user can help makes them stale at once.
 */
static void
check_kept (Play *play, const char *status)
{
  g_autoptr (JsonObject) account = read_status (play);
  g_autoptr (JsonObject) expect = json_object_new ();
  JsonObject *good = plim_json_get_object (get_case (play), "expect");
  const char *const members[] = { "plan", "identity", "windows" };

  json_object_set_string_member (expect, "status", status);
  for (gsize i = 0; i < G_N_ELEMENTS (members); i++) {
    if (json_object_has_member (good, members[i]))
      json_object_set_member (expect, members[i],
                              json_node_copy (json_object_get_member (good, members[i])));
  }
  plim_expectation_check_account (expect, account);
  g_assert_cmpint (plim_json_get_time (account, "collected_at"), ==, play->now);
  g_assert_cmpint (plim_json_get_boolean (account, "stale", FALSE), ==,
                   g_str_equal (status, "not_authenticated"));
  g_assert_cmpint (plim_json_get_time (account, "next_poll_at"), >, play->now);
}

/* Polls at once. */
static void
check_fault (Play *play, const char *fault, const char *status, const char *error_name)
{
  g_autofree char *error = NULL;
  g_autofree char *expected =
      error_name != NULL ? g_strconcat (ERROR_NAME, error_name, NULL) : NULL;

  g_test_message ("fault: %s", fault);
  set_provider (play, fault);
  error = plim_desktop_check (play->desktop);
  g_assert_cmpstr (error, ==, expected);
  g_assert_cmpuint (count_requests (play, play->provider->id), >, 0);
  check_kept (play, status);
}

static void
check_refused (Play *play)
{
  g_autofree char *fault =
      g_strdup_printf ("\"fixture\": \"%s\"", plim_json_get_string (play->account, "refused"));

  check_fault (play, fault, "not_authenticated", "NotAuthenticated");
}

static void
check_redirect (Play *play)
{
  check_fault (play, "\"redirect\": true", "invalid_response", "InvalidResponse");
  g_assert_cmpuint (count_requests (play, "elsewhere"), ==, 0);
}

/* The most that the service ever took, in kB. */
static guint64
read_peak (Play *play)
{
  g_autofree char *path =
      g_strdup_printf ("/proc/%s/status", g_subprocess_get_identifier (play->desktop->service));
  g_autofree char *text = NULL;
  g_autoptr (GError) error = NULL;
  const char *line;

  g_file_get_contents (path, &text, NULL, &error);
  g_assert_no_error (error);
  line = strstr (text, "VmHWM:");
  g_assert_nonnull (line);
  return g_ascii_strtoull (line + strlen ("VmHWM:"), NULL, 10);
}

static void
check_huge (Play *play)
{
  guint64 before = read_peak (play);
  g_autofree char *fault = g_strdup_printf ("\"bytes\": %d", HUGE_BYTES);

  check_fault (play, fault, "invalid_response", "InvalidResponse");
  g_test_message ("the service grew by %" G_GUINT64_FORMAT " kB", read_peak (play) - before);
  g_assert_cmpuint (read_peak (play) - before, <, GROWTH_KB);
}

static gboolean
is_asked (PlimDesktop *desktop, gconstpointer data)
{
  return count_requests ((Play *) data, ((const Play *) data)->provider->id) > 0;
}

static gboolean
is_polled (PlimDesktop *desktop, gconstpointer data)
{
  g_autoptr (JsonObject) account = read_status ((Play *) data);

  return g_strcmp0 (plim_json_get_string (account, "status"), "ok") == 0;
}

/* While a provider takes its time, the service answers; then all is well again. */
static void
check_slow (Play *play)
{
  g_autofree char *release = g_strdup_printf ("{\"%s\": {\"hang\": null}}", play->provider->id);

  set_provider (play, "\"hang\": true");
  plim_desktop_begin_check (play->desktop);
  plim_desktop_wait (play->desktop, is_asked, play);
  check_kept (play, "invalid_response");
  plim_desktop_set_provider (play->desktop, release);
  plim_desktop_wait (play->desktop, is_polled, play);
  check_kept (play, "ok");
}

static void
check_age (Play *play)
{
  g_autoptr (JsonObject) account = NULL;
  double age_s;

  set_clock (play->now + OLD_S);
  account = read_status (play);
  g_assert_true (plim_json_get_boolean (account, "stale", FALSE));
  g_assert_true (plim_json_get_number (account, "age_seconds", &age_s));
  g_assert_cmpint ((gint64) age_s, ==, OLD_S);
}

/* Nothing is sent before the time that the provider named, then it is. */
static void
check_wait (Play *play)
{
  g_autofree char *fault =
      g_strdup_printf ("\"status\": 429, \"retry_after\": %" G_GINT64_FORMAT, WAIT_S);
  g_autoptr (JsonObject) account = NULL;
  int exit_status;
  gint64 next;

  check_fault (play, fault, "rate_limited", "RateLimited");
  account = read_status (play);
  next = plim_json_get_time (account, "next_poll_at");
  g_assert_cmpint (next, >=, play->now + WAIT_S);
  g_assert_cmpint (next, <=, play->now + WAIT_S + WAIT_S / 10);

  set_provider (play, fault);
  set_clock (play->now + WAIT_S - 1);
  g_free (plim_desktop_run (play->desktop, NULL, &exit_status, "refresh", play->id, NULL));
  g_assert_cmpuint (count_requests (play, play->provider->id), ==, 0);
  set_clock (play->now + WAIT_S);
  g_free (plim_desktop_run (play->desktop, NULL, &exit_status, "refresh", play->id, NULL));
  g_assert_cmpuint (count_requests (play, play->provider->id), >, 0);
  check_age (play);
  set_clock (play->now);
}

static void
check_faults (Play *play)
{
  check_refused (play);
  check_fault (play, "\"challenge\": true", "provider_unavailable", "ProviderUnavailable");
  check_fault (play, "\"cut\": true", "provider_unavailable", "ProviderUnavailable");
  check_redirect (play);
  check_huge (play);
  check_slow (play);
  check_wait (play);
}

static void
test_provider (gconstpointer data)
{
  Play play = { .provider = data };
  g_autoptr (JsonObject) requests = read_fixture (play.provider->id, "REQUESTS.json");
  JsonArray *accounts = plim_json_get_array (requests, "accounts");
  g_autoptr (PlimDesktop) desktop = plim_desktop_new ();
  g_autoptr (GSubprocess) service = NULL;

  g_assert_cmpuint (json_array_get_length (accounts), >, 0);
  play.desktop = desktop;
  play.expectation = read_fixture (play.provider->id, "EXPECTED.json");
  play.now = plim_json_get_time (play.expectation, "now");
  set_clock (play.now);
  plim_desktop_start_service (desktop);
  for (guint i = 0; i < json_array_get_length (accounts); i++) {
    play.account = json_array_get_object_element (accounts, i);
    g_test_message ("case %s", plim_json_get_string (play.account, "case"));
    add_account (&play);
    check_added (&play);
    if (i == 0)
      check_faults (&play);
    remove_account (&play);
  }
  service = g_object_ref (desktop->service);
  g_free (plim_desktop_run (desktop, NULL, NULL, "quit", NULL));
  plim_desktop_wait_for_service_end (desktop);
  g_assert_cmpint (g_subprocess_get_exit_status (service), ==, 0);
  json_object_unref (play.expectation);
}

/* The test's own arithmetic, against what is published. */

static void
add_header (JsonObject *headers, const char *name, JsonNode *node, gpointer pairs)
{
  JsonArray *pair = json_array_new ();

  json_array_add_string_element (pair, name);
  json_array_add_string_element (pair, json_node_get_string (node));
  json_array_add_array_element (pairs, pair);
}

static void
check_vector (JsonObject *vector)
{
  g_autoptr (JsonObject) wanted = json_object_new ();
  g_autoptr (JsonObject) request = json_object_new ();
  JsonArray *headers = json_array_new ();

  json_object_foreach_member (plim_json_get_object (vector, "headers"), add_header, headers);
  json_object_set_string_member (request, "method", plim_json_get_string (vector, "method"));
  json_object_set_string_member (request, "target", plim_json_get_string (vector, "path"));
  json_object_set_string_member (request, "body", plim_json_get_string (vector, "body"));
  json_object_set_array_member (request, "headers", headers);
  json_object_set_string_member (wanted, "access_key",
                                 plim_json_get_string (vector, "access_key_id"));
  json_object_set_string_member (wanted, "secret",
                                 plim_json_get_string (vector, "secret_access_key"));
  json_object_set_string_member (wanted, "region", plim_json_get_string (vector, "region"));
  json_object_set_string_member (wanted, "service", plim_json_get_string (vector, "service"));
  plim_signature_check (wanted, request, plim_json_get_string (vector, "authorization"));
}

static void
test_signature (gconstpointer data)
{
  g_autoptr (JsonObject) file = read_fixture (data, "sigv4-vectors.json");
  JsonArray *vectors = plim_json_get_array (file, "vectors");

  g_assert_cmpuint (json_array_get_length (vectors), >, 0);
  for (guint i = 0; i < json_array_get_length (vectors); i++)
    check_vector (json_array_get_object_element (vectors, i));
}

int
main (int argc, char **argv)
{
  const PlimProvider *const *providers = plim_providers_get_all ();
  int status;

  g_test_init (&argc, &argv, NULL);
  clock_path = g_build_filename (g_getenv ("XDG_RUNTIME_DIR"), "clock", NULL);
  set_clock (0);
  hand_out_clock ();
  for (guint i = 0; providers[i] != NULL; i++) {
    g_autofree char *path =
        g_test_build_filename (G_TEST_DIST, "fixtures", providers[i]->id, "REQUESTS.json", NULL);
    g_autofree char *name = g_strconcat ("/e2e/providers/", providers[i]->id, NULL);

    if (providers[i]->needs_network && g_file_test (path, G_FILE_TEST_EXISTS))
      g_test_add_data_func (name, providers[i], test_provider);
  }
  g_test_add_data_func ("/e2e/signature-check-agrees-with-the-published-one", "aws-bedrock",
                        test_signature);
  status = g_test_run ();
  g_free (clock_path);
  return status;
}
