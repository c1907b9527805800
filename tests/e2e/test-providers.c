/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Every provider with everything real but its server: the service with its keyring and database,
 * and the command line. The server is the mock provider with the fixtures, and the programs' clock
 * stands at the time at which those were recorded. One test a provider; what it must ask stands in
 * its REQUESTS.json (see plim-expectation.h), so a new provider adds data, not code. */
#include "plim-expectation.h"
#include "plim-json.h"
#include "plim-play.h"
#include "plim-providers.h"
#include "plim-signature.h"

#include <string.h>

#define ERROR_NAME "io.github.plimsoll.Plimsoll.Error."
/* More than any provider's interval, less than what is asked daily. */
#define AGAIN_S ((gint64) 2 * 60 * 60)
/* Longer than any provider's own interval, less than the longest that is believed. */
#define WAIT_S ((gint64) 12 * 60 * 60)
/* More than three times that. */
#define OLD_S (4 * WAIT_S)
#define HUGE_BYTES (50 * 1024 * 1024)
/* What an answer of any size may add to the service: its limit of 4 MiB, and the copies of it. */
#define GROWTH_KB (24 * 1024)

static void
check_added (PlimPlay *play)
{
  g_autoptr (JsonArray) requests = plim_play_dup_requests (play, play->provider->id);
  g_autoptr (JsonObject) account = plim_play_read_status (play);

  plim_expectation_check_requests (plim_json_get_array (play->account, "requests"), requests,
                                   plim_json_get_object (play->account, "secrets"));
  plim_expectation_check_account (plim_json_get_object (plim_play_get_case (play), "expect"),
                                  account);
  g_assert_cmpint (plim_json_get_time (account, "collected_at"), ==, play->now);
  g_assert_false (plim_json_get_boolean (account, "stale", TRUE));
}

/* (transfer none): the first of "requests" with that line */
static JsonObject *
find_request (PlimPlay *play, const char *line)
{
  JsonArray *requests = plim_json_get_array (play->account, "requests");

  for (guint i = 0; i < json_array_get_length (requests); i++) {
    JsonObject *request = json_array_get_object_element (requests, i);

    if (g_strcmp0 (plim_json_get_string (request, "request"), line) == 0)
      return request;
  }
  g_error ("“again” has “%s”, which is none of “requests”", line);
}

/* What the next poll asks: as "requests", with what was renewed. */
static JsonArray *
dup_again (PlimPlay *play)
{
  JsonArray *elements = plim_json_get_array (play->account, "again");
  JsonArray *again;

  if (elements == NULL)
    return json_array_ref (plim_json_get_array (play->account, "requests"));
  again = json_array_new ();
  for (guint i = 0; i < json_array_get_length (elements); i++) {
    JsonNode *element = json_array_get_element (elements, i);
    JsonObject *request = JSON_NODE_HOLDS_OBJECT (element)
                              ? json_node_get_object (element)
                              : find_request (play, json_node_get_string (element));

    json_array_add_object_element (again, json_object_ref (request));
  }
  return again;
}

static void
check_again (PlimPlay *play)
{
  JsonObject *renewed = plim_json_get_object (play->account, "renewed");
  g_autoptr (JsonArray) expected = dup_again (play);
  g_autoptr (JsonArray) requests = NULL;

  plim_play_set_provider (play, NULL);
  plim_play_set_clock (play->now + AGAIN_S);
  plim_play_refresh (play);
  requests = plim_play_dup_requests (play, play->provider->id);
  plim_expectation_check_requests (expected, requests,
                                   renewed != NULL
                                       ? renewed
                                       : plim_json_get_object (play->account, "secrets"));
  plim_play_set_clock (play->now);
}

/* Faults. */

/* The last good numbers stay with their age; that only the user can help makes them stale at once.
 */
static void
check_kept (PlimPlay *play, const char *status)
{
  g_autoptr (JsonObject) account = plim_play_read_status (play);
  g_autoptr (JsonObject) expect = json_object_new ();
  JsonObject *good = plim_json_get_object (plim_play_get_case (play), "expect");
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

/* Polls at once. @fault: (nullable) */
static void
check_fault (PlimPlay *play, const char *fault, const char *status, const char *error_name)
{
  g_autofree char *error = NULL;
  g_autofree char *expected =
      error_name != NULL ? g_strconcat (ERROR_NAME, error_name, NULL) : NULL;

  g_test_message ("fault: %s", fault != NULL ? fault : "none");
  plim_play_set_provider (play, fault);
  error = plim_desktop_check (play->desktop);
  g_assert_cmpstr (error, ==, expected);
  g_assert_cmpuint (plim_play_count_requests (play, play->provider->id), >, 0);
  check_kept (play, status);
}

static void
check_refused (PlimPlay *play)
{
  g_autofree char *fault =
      g_strdup_printf ("\"fixture\": \"%s\"", plim_json_get_string (play->account, "refused"));

  check_fault (play, fault, "not_authenticated", "NotAuthenticated");
}

static void
check_redirect (PlimPlay *play)
{
  check_fault (play, "\"redirect\": true", "invalid_response", "InvalidResponse");
  g_assert_cmpuint (plim_play_count_requests (play, "elsewhere"), ==, 0);
}

/* The most that the service ever took, in kB. */
static guint64
read_peak (PlimPlay *play)
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
check_huge (PlimPlay *play)
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
  return plim_play_count_requests ((PlimPlay *) data, ((const PlimPlay *) data)->provider->id) > 0;
}

static gboolean
is_polled (PlimDesktop *desktop, gconstpointer data)
{
  g_autoptr (JsonObject) account = plim_play_read_status ((PlimPlay *) data);

  return g_strcmp0 (plim_json_get_string (account, "status"), "ok") == 0;
}

/* While a provider takes its time, the service answers; then all is well again. */
static void
check_slow (PlimPlay *play)
{
  g_autofree char *release = g_strdup_printf ("{\"%s\": {\"hang\": null}}", play->provider->id);

  plim_play_set_provider (play, "\"hang\": true");
  plim_desktop_begin_check (play->desktop);
  plim_desktop_wait (play->desktop, is_asked, play);
  check_kept (play, "invalid_response");
  plim_desktop_set_provider (play->desktop, release);
  plim_desktop_wait (play->desktop, is_polled, play);
  check_kept (play, "ok");
}

static void
check_age (PlimPlay *play)
{
  g_autoptr (JsonObject) account = NULL;
  double age_s;

  plim_play_set_clock (play->now + OLD_S);
  account = plim_play_read_status (play);
  g_assert_true (plim_json_get_boolean (account, "stale", FALSE));
  g_assert_true (plim_json_get_number (account, "age_seconds", &age_s));
  g_assert_cmpint ((gint64) age_s, ==, OLD_S);
}

/* Nothing is sent before the time that the provider named, then it is. */
static void
check_wait (PlimPlay *play)
{
  g_autofree char *fault =
      g_strdup_printf ("\"status\": 429, \"retry_after\": %" G_GINT64_FORMAT, WAIT_S);
  g_autoptr (JsonObject) account = NULL;
  gint64 next;

  check_fault (play, fault, "rate_limited", "RateLimited");
  account = plim_play_read_status (play);
  next = plim_json_get_time (account, "next_poll_at");
  g_assert_cmpint (next, >=, play->now + WAIT_S);
  g_assert_cmpint (next, <=, play->now + WAIT_S + WAIT_S / 10);

  plim_play_set_provider (play, fault);
  plim_play_set_clock (play->now + WAIT_S - 1);
  plim_play_refresh (play);
  g_assert_cmpuint (plim_play_count_requests (play, play->provider->id), ==, 0);
  plim_play_set_clock (play->now + WAIT_S);
  plim_play_refresh (play);
  g_assert_cmpuint (plim_play_count_requests (play, play->provider->id), >, 0);
  check_age (play);
  plim_play_set_clock (play->now);
}

static void
check_faults (PlimPlay *play)
{
  check_fault (play, NULL, "ok", NULL);
  check_refused (play);
  check_fault (play, "\"challenge\": true", "provider_unavailable", "ProviderUnavailable");
  check_fault (play, "\"cut\": true", "provider_unavailable", "ProviderUnavailable");
  check_redirect (play);
  check_huge (play);
  check_slow (play);
  check_wait (play);
}

/* Traces. */

static void
check_bytes (PlimPlay *play, const char *where, const char *bytes, gsize size)
{
  static const char *const members[] = { "secrets", "renewed" };

  for (gsize i = 0; i < G_N_ELEMENTS (members); i++) {
    JsonObject *secrets = plim_json_get_object (play->account, members[i]);
    g_autoptr (GList) values = secrets != NULL ? json_object_get_values (secrets) : NULL;

    for (GList *each = values; each != NULL; each = each->next) {
      const char *secret = json_node_get_string (each->data);

      if (memmem (bytes, size, secret, strlen (secret)) != NULL)
        g_error ("a secret is in %s", where);
    }
  }
}

static void
check_file (PlimPlay *play, const char *path)
{
  g_autofree char *contents = NULL;
  gsize size;

  /* What another program keeps there is no trace of ours. */
  if (g_hash_table_contains (play->files, path))
    return;
  if (g_file_get_contents (path, &contents, &size, NULL))
    check_bytes (play, path, contents, size);
}

static guint
check_folder (PlimPlay *play, const char *path)
{
  g_autoptr (GDir) folder = g_dir_open (path, 0, NULL);
  guint n_files = 0;
  const char *name;

  while (folder != NULL && (name = g_dir_read_name (folder)) != NULL) {
    g_autofree char *child = g_build_filename (path, name, NULL);

    if (g_file_test (child, G_FILE_TEST_IS_SYMLINK))
      continue;
    if (g_file_test (child, G_FILE_TEST_IS_DIR)) {
      n_files += check_folder (play, child);
    } else if (g_file_test (child, G_FILE_TEST_IS_REGULAR)) {
      check_file (play, child);
      n_files++;
    }
  }
  return n_files;
}

/* The secrets are in the keyring, which is encrypted, and nowhere else. */
static void
check_traces (PlimPlay *play)
{
  g_autofree char *inspection =
      plim_desktop_run (play->desktop, NULL, NULL, "inspect", play->id, NULL);
  const char *identity =
      plim_json_get_string (plim_json_get_object (plim_play_get_case (play), "expect"), "identity");
  g_autofree char *shown = plim_desktop_run (play->desktop, NULL, NULL, "show", play->id, NULL);

  g_test_message ("%s", inspection);
  check_bytes (play, "what “inspect” shows", inspection, strlen (inspection));
  g_assert_true (identity == NULL || strstr (inspection, identity) == NULL);
  check_bytes (play, "what “show” shows", shown, strlen (shown));
  check_bytes (play, "the log", play->desktop->log->str, play->desktop->log->len);
  g_assert_cmpuint (check_folder (play, g_getenv ("HOME")), >, 0);
}

/* Every case that ends well is to be added. */
static void
check_all_played (PlimPlay *play, JsonArray *accounts)
{
  JsonArray *cases = plim_json_get_array (play->expectation, "cases");

  for (guint i = 0; i < json_array_get_length (cases); i++) {
    JsonObject *each = json_array_get_object_element (cases, i);
    const char *name = plim_json_get_string (each, "name");
    gboolean is_played =
        g_strcmp0 (plim_json_get_string (plim_json_get_object (each, "expect"), "status"), "ok") !=
        0;

    for (guint k = 0; k < json_array_get_length (accounts) && !is_played; k++)
      is_played =
          g_strcmp0 (plim_json_get_string (json_array_get_object_element (accounts, k), "case"),
                     name) == 0;
    if (!is_played)
      g_error ("REQUESTS.json of %s says nothing of the case “%s”", play->provider->id, name);
  }
}

static void
test_provider (gconstpointer provider)
{
  g_autoptr (PlimPlay) play = plim_play_new (provider);
  g_autoptr (JsonObject) requests = plim_play_read_fixture (play->provider->id, "REQUESTS.json");
  JsonArray *accounts = plim_json_get_array (requests, "accounts");

  check_all_played (play, accounts);
  for (guint i = 0; i < json_array_get_length (accounts); i++) {
    plim_play_add (play, json_array_get_object_element (accounts, i));
    check_added (play);
    check_again (play);
    if (i == 0)
      check_faults (play);
    check_traces (play);
    plim_play_remove (play);
    plim_play_check_files (play);
  }
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
  g_autoptr (JsonObject) file = plim_play_read_fixture (data, "sigv4-vectors.json");
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
  plim_play_set_up ();
  for (guint i = 0; providers[i] != NULL; i++) {
    g_autofree char *name = g_strconcat ("/e2e/providers/", providers[i]->id, NULL);

    if (providers[i]->needs_network)
      g_test_add_data_func (name, providers[i], test_provider);
  }
  g_test_add_data_func ("/e2e/signature-check-agrees-with-the-published-one", "aws-bedrock",
                        test_signature);
  status = g_test_run ();
  plim_play_tear_down ();
  return status;
}
