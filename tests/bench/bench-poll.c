/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* What polling costs: bench-poll [CYCLES]. Every provider that has fixtures is asked for three
 * accounts, as many at once as the poller allows, over TLS on loopback; the server is a process of
 * its own, so that the figures are the client's alone. Secrets come from memory: the keyring is
 * another process's work. */
#include "plim-fetcher.h"
#include "plim-json.h"
#include "plim-providers.h"
#include "plim-replay.h"
#include "plim-test-secrets.h"

#include <glib/gstdio.h>
#include <libsoup/soup.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>

#define N_ACCOUNTS 3
#define N_OF_ONE 20 /* accounts of a single provider */

static void
check (GError *error)
{
  if (error != NULL)
    g_error ("%s", error->message);
}

/* Fixtures. */

/* (transfer full) (nullable): EXPECTED.json has the cases, REQUESTS.json accounts that ask so. */
static JsonObject *
read_fixture (const char *provider, const char *name)
{
  g_autofree char *path = g_build_filename (BENCH_FIXTURES, provider, name, NULL);
  g_autoptr (GBytes) bytes = NULL;
  char *text;
  gsize size;

  if (!g_file_get_contents (path, &text, &size, NULL))
    return NULL;
  bytes = g_bytes_new_take (text, size);
  return plim_json_parse_object (bytes, NULL);
}

static JsonObject *
find_case (JsonObject *expectation, const char *name)
{
  JsonArray *cases = plim_json_get_array (expectation, "cases");

  for (guint i = 0; i < json_array_get_length (cases); i++) {
    JsonObject *each = plim_json_get_element_object (cases, i);

    if (g_strcmp0 (plim_json_get_string (each, "name"), name) == 0)
      return each;
  }
  g_error ("there is no case “%s”", name);
}

/* The first account of a provider without what costs money, as that is off until it is switched on;
 * @data: (out): its case. */
static JsonObject *
find_account (JsonObject *expectation, JsonObject *requests, JsonObject **data)
{
  JsonArray *accounts = plim_json_get_array (requests, "accounts");

  for (guint i = 0; i < json_array_get_length (accounts); i++) {
    JsonObject *account = plim_json_get_element_object (accounts, i);
    JsonObject *settings;

    *data = find_case (expectation, plim_json_get_string (account, "case"));
    settings = plim_json_get_object (*data, "settings");
    if (settings == NULL ||
        (!json_object_has_member (settings, "probe") && !json_object_has_member (settings, "cost")))
      return account;
  }
  g_error ("every account costs money");
}

/* Server. */

typedef struct {
  GHashTable *answers; /* provider → PlimAnswer array */
  GHashTable *turns;   /* provider and account → how many requests came */
} Server;

static GPtrArray *
load_answers (const char *provider)
{
  g_autoptr (JsonObject) expectation = read_fixture (provider, "EXPECTED.json");
  g_autoptr (JsonObject) requests = read_fixture (provider, "REQUESTS.json");
  GPtrArray *answers = g_ptr_array_new ();
  JsonArray *exchanges;
  JsonObject *data;

  find_account (expectation, requests, &data);
  exchanges = plim_json_get_array (data, "exchanges");
  for (guint i = 0; i < json_array_get_length (exchanges); i++) {
    JsonObject *exchange = plim_json_get_element_object (exchanges, i);
    const char *name = plim_json_get_string (exchange, "response");
    g_autofree char *path = g_build_filename (BENCH_FIXTURES, provider, name, NULL);
    g_autoptr (GBytes) bytes = NULL;
    GError *error = NULL;
    char *text;
    gsize size;

    g_file_get_contents (path, &text, &size, &error);
    check (error);
    bytes = g_bytes_new_take (text, size);
    g_ptr_array_add (answers, plim_replay_read_answer (name, bytes, &error));
    check (error);
  }
  return answers;
}

/* A path is /PROVIDER-ACCOUNT-CYCLE/…; the answers come in the order of the case, and what is asked
 * beyond them is not found. */
static void
on_request (SoupServer *soup,
            SoupServerMessage *message,
            const char *path,
            GHashTable *query,
            gpointer user_data)
{
  Server *server = user_data;
  g_auto (GStrv) parts = g_strsplit (path, "/", 3);
  g_autofree char *provider = g_strdup (parts[1]);
  GPtrArray *answers;
  const PlimAnswer *answer;
  guint turn = GPOINTER_TO_UINT (g_hash_table_lookup (server->turns, parts[1]));

  g_hash_table_insert (server->turns, g_strdup (parts[1]), GUINT_TO_POINTER (turn + 1));
  *strchr (provider, '+') = '\0';
  answers = g_hash_table_lookup (server->answers, provider);
  if (answers == NULL) {
    answers = load_answers (provider);
    g_hash_table_insert (server->answers, g_strdup (provider), answers);
  }
  if (turn >= answers->len) {
    soup_server_message_set_status (message, 404, NULL);
    return;
  }
  answer = g_ptr_array_index (answers, turn);
  soup_server_message_set_status (message, answer->status, NULL);
  for (guint i = 0; i < answer->headers->len; i++) {
    const PlimHeader *header = g_ptr_array_index (answer->headers, i);

    if (g_ascii_strcasecmp (header->name, "Content-Length") != 0)
      soup_message_headers_append (soup_server_message_get_response_headers (message), header->name,
                                   header->value);
  }
  soup_message_body_append_bytes (soup_server_message_get_response_body (message), answer->body);
}

static int
serve (const char *pem)
{
  g_autoptr (GMainLoop) loop = g_main_loop_new (NULL, FALSE);
  g_autoptr (GTlsCertificate) certificate = NULL;
  g_autoptr (SoupServer) soup = NULL;
  Server server;
  GSList *uris;
  GError *error = NULL;

  certificate = g_tls_certificate_new_from_file (pem, &error);
  check (error);
  server.answers = g_hash_table_new (g_str_hash, g_str_equal);
  server.turns = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  soup = soup_server_new ("tls-certificate", certificate, NULL);
  soup_server_add_handler (soup, NULL, on_request, &server, NULL);
  soup_server_listen_local (soup, 0, SOUP_SERVER_LISTEN_HTTPS | SOUP_SERVER_LISTEN_IPV4_ONLY,
                            &error);
  check (error);
  uris = soup_server_get_uris (soup);
  g_print ("%d\n", g_uri_get_port (uris->data));
  g_main_loop_run (loop);
  return 0;
}

/* Client. */

typedef struct {
  const PlimProvider *provider;
  PlimAccount *account;
  guint number;
} Target;

typedef struct {
  GPtrArray *targets;
  guint limit; /* so many at once, as the poller allows */
  PlimFetcher *fetcher;
  const char *origin;
  guint number;
  guint n_started;
  guint n_ended;
  guint n_failed;
} Cycle;

static void fill (Cycle *cycle);

static void
target_free (gpointer data)
{
  Target *target = data;

  g_object_unref (target->account);
  g_free (target);
}

/* As the service keeps them: cleaned by the provider. */
static void
add_settings (GHashTable *values, const PlimProvider *provider, JsonObject *settings)
{
  g_autoptr (GList) names = settings != NULL ? json_object_get_members (settings) : NULL;

  for (GList *each = names; each != NULL; each = each->next) {
    JsonNode *node = json_object_get_member (settings, each->data);
    const PlimField *field = plim_provider_find_field (provider, each->data);
    g_autofree char *text =
        JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) == G_TYPE_STRING
            ? json_node_dup_string (node)
            : json_to_string (node, FALSE);
    char *value = field != NULL ? plim_field_normalize (field, text, NULL) : NULL;

    if (value != NULL)
      g_hash_table_insert (values, g_strdup (each->data), value);
  }
}

static void
set_up_account (Target *target, JsonObject *data, JsonObject *account)
{
  JsonObject *secrets = plim_json_get_object (account, "secrets");
  g_autoptr (GHashTable) values = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  g_autoptr (GList) secret_names = json_object_get_members (secrets);

  add_settings (values, target->provider, plim_json_get_object (data, "settings"));
  add_settings (values, target->provider, plim_json_get_object (account, "settings"));
  plim_account_set_settings (target->account, values);
  for (GList *each = secret_names; each != NULL; each = each->next)
    plim_test_secrets_set (plim_account_get_id (target->account), each->data,
                           plim_json_get_string (secrets, each->data));
}

static void
add_targets (GPtrArray *targets, const PlimProvider *provider, guint n_accounts)
{
  g_autoptr (JsonObject) expectation = read_fixture (provider->id, "EXPECTED.json");
  g_autoptr (JsonObject) requests = read_fixture (provider->id, "REQUESTS.json");

  for (guint i = 0; requests != NULL && i < n_accounts; i++) {
    Target *target = g_new0 (Target, 1);
    JsonObject *account, *data;
    g_autofree char *id = g_uuid_string_random ();

    target->provider = provider;
    target->account = plim_account_new (id, provider->id);
    target->number = i;
    account = find_account (expectation, requests, &data);
    set_up_account (target, data, account);
    g_ptr_array_add (targets, target);
  }
}

static void
on_fetched (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Cycle *cycle = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (PlimSnapshot) snapshot =
      plim_fetcher_fetch_finish (PLIM_FETCHER (source), result, &error);

  cycle->n_ended++;
  if (snapshot == NULL) {
    cycle->n_failed++;
    g_debug ("%s", error->message);
  }
  fill (cycle);
}

static void
fill (Cycle *cycle)
{
  while (cycle->n_started < cycle->targets->len &&
         cycle->n_started - cycle->n_ended < cycle->limit) {
    Target *target = g_ptr_array_index (cycle->targets, cycle->n_started++);
    g_autofree char *base = g_strdup_printf ("%s/%s+%u+%u", cycle->origin, target->provider->id,
                                             target->number, cycle->number);

    plim_account_set_base_url (target->account, base);
    plim_fetcher_fetch_async (cycle->fetcher, target->provider, target->account, 1795176000, FALSE,
                              NULL, on_fetched, cycle);
  }
}

static void
run_cycle (PlimFetcher *fetcher, Cycle *cycle, const char *origin, guint number)
{
  cycle->fetcher = fetcher;
  cycle->origin = origin;
  cycle->number = number;
  cycle->n_started = cycle->n_ended = cycle->n_failed = 0;
  fill (cycle);
  while (cycle->n_ended < cycle->targets->len)
    g_main_context_iteration (NULL, TRUE);
}

static PlimFetcher *
make_fetcher (const char *pem)
{
  PlimFetcher *fetcher = plim_fetcher_new ();
  g_autoptr (GTlsDatabase) database = NULL;
  GError *error = NULL;

  database = g_tls_file_database_new (pem, &error);
  check (error);
  soup_session_set_tls_database (plim_fetcher_get_session (fetcher), database);
  return fetcher;
}

static double
get_cpu_ms (void)
{
  struct rusage usage;

  getrusage (RUSAGE_SELF, &usage);
  return (double) (usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) * 1e3 +
         (double) (usage.ru_utime.tv_usec + usage.ru_stime.tv_usec) / 1e3;
}

static long
get_private_dirty_kb (void)
{
  g_autofree char *text = NULL;
  const char *line;

  if (!g_file_get_contents ("/proc/self/smaps_rollup", &text, NULL, NULL))
    return -1;
  line = strstr (text, "\nPrivate_Dirty:");
  return line != NULL ? strtol (line + 15, NULL, 10) : -1;
}

static int
compare_doubles (gconstpointer a, gconstpointer b)
{
  double first = *(const double *) a, second = *(const double *) b;

  return (first > second) - (first < second);
}

static guint cycle_number;

/* Each cycle connects anew, as polls five minutes apart do. */
static void
print_cost (
    const char *what, const char *budget, Cycle *cycle, const char *origin, PlimFetcher *fetcher)
{
  double cpu_ms[9];
  gint64 wall_us = 0;

  for (guint i = 0; i < G_N_ELEMENTS (cpu_ms); i++) {
    gint64 started = g_get_monotonic_time ();
    double before = get_cpu_ms ();

    soup_session_abort (plim_fetcher_get_session (fetcher));
    run_cycle (fetcher, cycle, origin, cycle_number++);
    cpu_ms[i] = get_cpu_ms () - before;
    wall_us = g_get_monotonic_time () - started;
  }
  qsort (cpu_ms, G_N_ELEMENTS (cpu_ms), sizeof cpu_ms[0], compare_doubles);
  g_print ("%-46s %6.1f ms CPU (median of 9), %.0f ms in all, %u of %u failed   %s\n", what,
           cpu_ms[G_N_ELEMENTS (cpu_ms) / 2], (double) wall_us / 1e3, cycle->n_failed,
           cycle->targets->len, budget);
}

/* Three accounts of each provider alone, to know where the time goes. */
static void
print_each (const char *origin, PlimFetcher *fetcher)
{
  for (const PlimProvider *const *each = plim_providers_get_all (); *each != NULL; each++) {
    Cycle cycle = { .targets = g_ptr_array_new_with_free_func (target_free), .limit = 2 };
    g_autofree char *what = g_strdup_printf ("  of which %s", (*each)->id);

    add_targets (cycle.targets, *each, N_ACCOUNTS);
    if (cycle.targets->len > 0)
      print_cost (what, "", &cycle, origin, fetcher);
    g_ptr_array_unref (cycle.targets);
  }
}

static void
print_growth (Cycle *cycle, const char *origin, PlimFetcher *fetcher, guint n_cycles)
{
  long before;

  for (guint i = 0; i < 20; i++)
    run_cycle (fetcher, cycle, origin, cycle_number++);
  before = get_private_dirty_kb ();
  for (guint i = 0; i < n_cycles; i++)
    run_cycle (fetcher, cycle, origin, cycle_number++);
  g_print ("growth over %u such cycles                    %+ld kB private dirty of %ld kB\n",
           n_cycles, get_private_dirty_kb () - before, before);
}

/* Each provider's first good case, parsed again and again. */
static void
print_parsing (void)
{
  const PlimProvider *slowest = NULL;
  double worst_ms = 0;

  for (const PlimProvider *const *each = plim_providers_get_all (); *each != NULL; each++) {
    g_autoptr (JsonObject) requests = read_fixture ((*each)->id, "REQUESTS.json");
    g_autoptr (GPtrArray) targets = g_ptr_array_new_with_free_func (target_free);
    double started_ms, ms;
    enum { N_RUNS = 200 };
    GPtrArray *answers;

    if (requests == NULL)
      continue;
    add_targets (targets, *each, 1);
    answers = load_answers ((*each)->id);
    started_ms = get_cpu_ms ();
    for (guint i = 0; i < N_RUNS; i++) {
      Target *target = g_ptr_array_index (targets, 0);
      PlimExchange *exchange =
          plim_exchange_new (1795176000, plim_account_get_settings (target->account), NULL);
      g_autoptr (PlimSnapshot) snapshot = NULL;

      for (guint j = 0; j < answers->len; j++) {
        const PlimAnswer *answer = g_ptr_array_index (answers, j);

        plim_exchange_take_answer (exchange, plim_answer_new (answer->status, answer->body));
      }
      snapshot = (*each)->parse (exchange, NULL);
      plim_exchange_free (exchange);
    }
    ms = (get_cpu_ms () - started_ms) / N_RUNS;
    g_debug ("%s: %.3f ms", (*each)->id, ms);
    if (ms > worst_ms) {
      worst_ms = ms;
      slowest = *each;
    }
    g_ptr_array_set_free_func (answers, (GDestroyNotify) plim_answer_free);
    g_ptr_array_unref (answers);
  }
  if (slowest != NULL)
    g_print ("%-46s %6.3f ms (%s)                        <= 1 ms\n",
             "parsing, the slowest provider", worst_ms, slowest->id);
}

static char *
make_certificate (const char *folder)
{
  char *path = g_build_filename (folder, "server.pem", NULL);
  const char *argv[] = {
    "openssl",
    "req",
    "-x509",
    "-newkey",
    "ec",
    "-pkeyopt",
    "ec_paramgen_curve:P-256",
    "-nodes",
    "-subj",
    "/CN=127.0.0.1",
    "-addext",
    "subjectAltName=IP:127.0.0.1",
    "-days",
    "2",
    "-keyout",
    path,
    "-out",
    path,
    NULL,
  };
  GError *error = NULL;
  int status;

  g_spawn_sync (NULL, (char **) argv, NULL, G_SPAWN_SEARCH_PATH | G_SPAWN_STDERR_TO_DEV_NULL, NULL,
                NULL, NULL, NULL, &status, &error);
  check (error);
  if (status != 0)
    g_error ("openssl made no certificate");
  return path;
}

static char *
start_server (const char *program, const char *pem, GSubprocess **server)
{
  g_autoptr (GDataInputStream) output = NULL;
  g_autofree char *port = NULL;
  GError *error = NULL;

  *server =
      g_subprocess_new (G_SUBPROCESS_FLAGS_STDOUT_PIPE, &error, program, "--serve", pem, NULL);
  check (error);
  output = g_data_input_stream_new (g_subprocess_get_stdout_pipe (*server));
  port = g_data_input_stream_read_line (output, NULL, NULL, &error);
  check (error);
  return g_strdup_printf ("https://127.0.0.1:%s", port);
}

int
main (int argc, char **argv)
{
  g_autofree char *folder = NULL;
  g_autofree char *pem = NULL;
  g_autofree char *origin = NULL;
  g_autoptr (GSubprocess) server = NULL;
  g_autoptr (PlimFetcher) fetcher = NULL;
  Cycle all = { .targets = g_ptr_array_new_with_free_func (target_free), .limit = 4 };
  Cycle one = { .targets = g_ptr_array_new_with_free_func (target_free), .limit = 2 };
  g_autofree char *what = NULL;

  if (argc == 3 && g_str_equal (argv[1], "--serve"))
    return serve (argv[2]);

  folder = g_dir_make_tmp ("plim-bench-XXXXXX", NULL);
  pem = make_certificate (folder);
  origin = start_server (argv[0], pem, &server);
  fetcher = make_fetcher (pem);
  for (const PlimProvider *const *each = plim_providers_get_all (); *each != NULL; each++)
    add_targets (all.targets, *each, N_ACCOUNTS);
  add_targets (one.targets, plim_providers_find ("z-ai"), N_OF_ONE);

  print_parsing ();
  print_cost ("polling 20 accounts of z-ai over TLS", "<= 80 ms", &one, origin, fetcher);
  what = g_strdup_printf ("polling %u providers x %u accounts over TLS",
                          all.targets->len / N_ACCOUNTS, N_ACCOUNTS);
  print_cost (what, "<= 150 ms", &all, origin, fetcher);
  print_each (origin, fetcher);
  print_growth (&all, origin, fetcher, argc > 1 ? (guint) atoi (argv[1]) : 1000);

  g_subprocess_force_exit (server);
  g_remove (pem);
  g_rmdir (folder);
  g_ptr_array_unref (all.targets);
  g_ptr_array_unref (one.targets);
  return 0;
}
