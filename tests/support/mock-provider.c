/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A stand-in for the providers on loopback, for the end-to-end tests and for trying things by hand.
 *
 *   mock-provider [--port N] [--port-file FILE] [--fixtures DIR]
 *
 * It listens on http://127.0.0.1:N (a free port unless given), writes the port into FILE when it is
 * ready, and runs until it is ended. An account uses it by the base URL
 * http://127.0.0.1:N/PROVIDER. What the provider asks of another host comes as /PROVIDER/HOST/PATH
 * and is answered as PATH is.
 *
 * It answers as the provider did when DIR/PROVIDER was recorded, by the case of EXPECTED.json that
 * is set; without one, claude-web, z-ai and anthropic answer with numbers that are set one by one.
 * Whatever neither knows is answered with 404.
 *
 *   curl -d '{"amp": {"case": "balance-free"}}' http://127.0.0.1:N/control
 *   curl -d '{"claude-web": {"session": 76, "weekly": 40}}' http://127.0.0.1:N/control
 *   curl http://127.0.0.1:N/control       the settings, and "requests" counted by provider
 *   curl http://127.0.0.1:N/control/amp   the requests of one, in order: method, target (as it
 * came), path (without the provider), headers, body, answer curl -X DELETE
 * http://127.0.0.1:N/control   forgets settings and requests, answers what hangs
 *
 * The members of a provider's object, all optional, kept until set again (null: back to default):
 *   case                 of DIR/PROVIDER/EXPECTED.json
 *   session, weekly      percent used; null leaves that window out
 *   session_resets_at, weekly_resets_at   Unix seconds; default 4 hours and 3 days after the start
 *   cost                 anthropic: US dollars this month
 *   secret               the only credential that is accepted, others get a 401; null accepts any
 *   rotate_to            claude-web: the new sessionKey that the next answer sets; forgotten then
 * What goes wrong, whatever the request and the case:
 *   status               HTTP status; other than 200 it comes with the provider's usual error body
 *   retry_after          seconds, as a header
 *   body                 say this text instead
 *   fixture              say this file of DIR/PROVIDER/ instead: *.http is a whole answer
 *   challenge            true: a bot challenge
 *   redirect             true: to another origin, whose requests are kept under "elsewhere"
 *   bytes                so many spaces, in pieces
 *   cut                  true: end the connection in the middle of the answer
 *   hang                 true: take requests and answer them when this is no longer set
 *   delay_ms             wait so long before each answer */
#include "plim-fixture-case.h"
#include "plim-mock-answer.h"
#include "plim-mock-delay.h"
#include "plim-mock-log.h"
#include "plim-mock-texts.h"

#include <glib-unix.h>
#include <string.h>

#define ELSEWHERE "elsewhere"

typedef struct {
  char *fixtures;       /* (nullable) */
  char *elsewhere;      /* the origin that redirects lead to */
  JsonObject *settings; /* provider → object */
  GHashTable *cases;    /* provider → PlimFixtureCase */
  PlimMockLog *log;
  PlimMockDelay *delay;
  gint64 started_at;
} Mock;

static JsonObject *
get_settings (Mock *mock, const char *provider)
{
  if (!json_object_has_member (mock->settings, provider))
    json_object_set_object_member (mock->settings, provider, json_object_new ());
  return json_object_get_object_member (mock->settings, provider);
}

static char *
dup_folder (Mock *mock, const char *provider)
{
  return g_build_filename (mock->fixtures != NULL ? mock->fixtures : ".", provider, NULL);
}

static gboolean
is_set (JsonObject *settings, const char *name)
{
  return json_object_get_boolean_member_with_default (settings, name, FALSE);
}

/* What is answered. */

static gboolean
is_authorized (SoupServerMessage *message, JsonObject *settings)
{
  SoupMessageHeaders *headers = soup_server_message_get_request_headers (message);
  const char *secret = json_object_get_string_member_with_default (settings, "secret", NULL);
  static const char *const places[] = { "Authorization", "Cookie", "x-api-key" };

  for (gsize i = 0; secret != NULL && i < G_N_ELEMENTS (places); i++) {
    const char *value = soup_message_headers_get_one (headers, places[i]);

    if (value != NULL && strstr (value, secret) != NULL)
      return TRUE;
  }
  return secret == NULL;
}

static void
rotate (SoupServerMessage *message, JsonObject *settings)
{
  const char *value = json_object_get_string_member_with_default (settings, "rotate_to", NULL);
  g_autofree char *cookie = NULL;

  if (value == NULL)
    return;
  cookie = g_strdup_printf ("sessionKey=%s; Path=/; HttpOnly; Secure", value);
  soup_message_headers_append (soup_server_message_get_response_headers (message), "Set-Cookie",
                               cookie);
  /* From now on only the new one counts. */
  json_object_set_string_member (settings, "secret", value);
  json_object_remove_member (settings, "rotate_to");
}

static void
set_fixture (Mock *mock, SoupServerMessage *message, const char *provider, const char *name)
{
  g_autofree char *base = g_path_get_basename (name);
  g_autofree char *folder = dup_folder (mock, provider);
  g_autofree char *path = g_build_filename (folder, base, NULL);
  g_autoptr (GError) error = NULL;

  if (!plim_mock_answer_file (message, path, &error))
    plim_mock_answer_text (message, 500, error->message);
}

/* Whether one of the faults that are set made the answer. */
static gboolean
set_fault (Mock *mock, SoupServerMessage *message, const char *provider)
{
  JsonObject *settings = get_settings (mock, provider);
  guint status = (guint) json_object_get_int_member_with_default (settings, "status", 200);
  const char *body = json_object_get_string_member_with_default (settings, "body", NULL);
  const char *fixture = json_object_get_string_member_with_default (settings, "fixture", NULL);
  gint64 size = json_object_get_int_member_with_default (settings, "bytes", 0);
  /* The path itself could look like a login's. */
  g_autofree char *place = g_strconcat (mock->elsewhere, "/moved", NULL);

  if (!is_authorized (message, settings))
    plim_mock_answer_text (message, g_str_equal (provider, "z-ai") ? 200 : 401,
                           plim_mock_texts_get_error (provider, 401));
  else if (is_set (settings, "redirect"))
    soup_server_message_set_redirect (message, 307, place);
  else if (is_set (settings, "challenge"))
    plim_mock_answer_challenge (message);
  else if (size > 0)
    plim_mock_answer_spaces (message, size);
  else if (fixture != NULL)
    set_fixture (mock, message, provider, fixture);
  else if (body != NULL)
    plim_mock_answer_text (message, status, body);
  else if (status != 200)
    plim_mock_answer_text (message, status, plim_mock_texts_get_error (provider, status));
  else
    return FALSE;
  return TRUE;
}

/* A path may begin with the host that it was meant for. */
static const char *
find_file (PlimFixtureCase *fixture_case, const char *method, const char *path, const char *target)
{
  const char *file = plim_fixture_case_find (fixture_case, method, path, target);
  const char *rest = path[0] == '/' ? strchr (path + 1, '/') : NULL;

  if (file != NULL || rest == NULL || memchr (path, '.', (gsize) (rest - path)) == NULL)
    return file;
  return plim_fixture_case_find (fixture_case, method, rest, target);
}

/* Returns the answer's name for the record. */
static const char *
set_answer (Mock *mock, SoupServerMessage *message, const char *provider, const char *path)
{
  PlimFixtureCase *fixture_case = g_hash_table_lookup (mock->cases, provider);
  JsonObject *settings = get_settings (mock, provider);
  const char *target =
      soup_message_headers_get_one (soup_server_message_get_request_headers (message),
                                    "X-Amz-Target");
  const char *file = NULL;
  g_autofree char *text = NULL;

  if (set_fault (mock, message, provider))
    return "fault";
  if (fixture_case != NULL)
    file = find_file (fixture_case, soup_server_message_get_method (message), path, target);
  else
    text = plim_mock_texts_dup (provider, path, settings, mock->started_at);
  if (file != NULL) {
    set_fixture (mock, message, provider, file);
    return file;
  }
  if (text != NULL) {
    plim_mock_answer_text (message, 200, text);
    rotate (message, settings);
    return "numbers";
  }
  plim_mock_answer_text (message, 404, "{\"error\": \"not found\"}");
  return "none";
}

/* How it is said. */

static void
say (Mock *mock, SoupServerMessage *message, JsonObject *settings)
{
  gint64 retry_after_s = json_object_get_int_member_with_default (settings, "retry_after", 0);
  gint64 delay_ms = json_object_get_int_member_with_default (settings, "delay_ms", 0);

  if (retry_after_s > 0) {
    g_autofree char *value = g_strdup_printf ("%" G_GINT64_FORMAT, retry_after_s);

    soup_message_headers_replace (soup_server_message_get_response_headers (message), "Retry-After",
                                  value);
  }
  if (is_set (settings, "cut")) {
    plim_mock_answer_cut (message);
  } else if (is_set (settings, "hang")) {
    plim_mock_delay_hold (mock->delay, message);
  } else if (delay_ms > 0) {
    plim_mock_delay_wait (message, (guint) delay_ms);
  }
}

/* Whose request it is, and what follows the provider in its path. */
static char *
split_target (const char *target, const char **path)
{
  gsize length = strcspn (target + 1, "/?");

  *path = target + 1 + length;
  return g_strndup (target + 1, length);
}

static void
handle_provider (SoupServer *server,
                 SoupServerMessage *message,
                 const char *decoded_path,
                 GHashTable *query,
                 gpointer user_data)
{
  Mock *mock = user_data;
  g_autofree char *target = plim_mock_log_dup_target (message);
  const char *path;
  g_autofree char *provider = split_target (target, &path);
  JsonObject *request = plim_mock_log_add (mock->log, provider, path, message);

  json_object_set_string_member (request, "answer", set_answer (mock, message, provider, path));
  say (mock, message, get_settings (mock, provider));
}

static void
handle_elsewhere (SoupServer *server,
                  SoupServerMessage *message,
                  const char *path,
                  GHashTable *query,
                  gpointer user_data)
{
  Mock *mock = user_data;

  plim_mock_log_add (mock->log, ELSEWHERE, path, message);
  plim_mock_answer_text (message, 200, "{}");
}

/* The control. */

static void
merge_member (JsonObject *object, const char *name, JsonNode *node, gpointer settings)
{
  static const char *const windows[] = { "session", "weekly", NULL };

  /* null leaves a window out; any other member goes back to its default. */
  if (JSON_NODE_HOLDS_NULL (node) && !g_strv_contains (windows, name))
    json_object_remove_member (settings, name);
  else
    json_object_set_member (settings, name, json_node_copy (node));
}

static gboolean
load_case (Mock *mock, const char *provider, JsonObject *settings, GError **error)
{
  const char *name = json_object_get_string_member_with_default (settings, "case", NULL);
  g_autofree char *folder = dup_folder (mock, provider);
  PlimFixtureCase *fixture_case;

  g_hash_table_remove (mock->cases, provider);
  if (name == NULL)
    return TRUE;
  fixture_case = plim_fixture_case_load (folder, name, error);
  if (fixture_case != NULL)
    g_hash_table_insert (mock->cases, g_strdup (provider), fixture_case);
  return fixture_case != NULL;
}

static gboolean
merge_provider (Mock *mock, const char *provider, JsonNode *node, GError **error)
{
  JsonObject *settings = get_settings (mock, provider);

  if (!JSON_NODE_HOLDS_OBJECT (node))
    return TRUE;
  json_object_foreach_member (json_node_get_object (node), merge_member, settings);
  if (!is_set (settings, "hang"))
    plim_mock_delay_release (mock->delay);
  return load_case (mock, provider, settings, error);
}

static gboolean
merge (Mock *mock, const char *text, gssize size, GError **error)
{
  g_autoptr (JsonParser) parser = json_parser_new ();
  JsonObject *root;
  g_autoptr (GList) providers = NULL;

  if (!json_parser_load_from_data (parser, text, size, error))
    return FALSE;
  if (!JSON_NODE_HOLDS_OBJECT (json_parser_get_root (parser))) {
    g_set_error_literal (error, JSON_PARSER_ERROR, JSON_PARSER_ERROR_PARSE,
                         "an object is expected");
    return FALSE;
  }
  root = json_node_get_object (json_parser_get_root (parser));
  providers = json_object_get_members (root);
  for (GList *each = providers; each != NULL; each = each->next) {
    if (!merge_provider (mock, each->data, json_object_get_member (root, each->data), error))
      return FALSE;
  }
  return TRUE;
}

static void
forget (Mock *mock)
{
  json_object_unref (mock->settings);
  mock->settings = json_object_new ();
  g_hash_table_remove_all (mock->cases);
  plim_mock_log_clear (mock->log);
  plim_mock_delay_release (mock->delay);
}

static char *
describe (Mock *mock)
{
  g_autoptr (JsonNode) node = json_node_new (JSON_NODE_OBJECT);
  g_autoptr (JsonObject) state = json_object_new ();

  json_object_set_object_member (state, "settings", json_object_ref (mock->settings));
  json_object_set_object_member (state, "requests", plim_mock_log_count (mock->log));
  json_node_set_object (node, state);
  return json_to_string (node, TRUE);
}

static void
handle_control (SoupServer *server,
                SoupServerMessage *message,
                const char *path,
                GHashTable *query,
                gpointer user_data)
{
  Mock *mock = user_data;
  const char *method = soup_server_message_get_method (message);
  SoupMessageBody *body = soup_server_message_get_request_body (message);
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;

  if (g_str_has_prefix (path, "/control/")) {
    text = plim_mock_log_dup (mock->log, path + strlen ("/control/"));
    plim_mock_answer_text (message, 200, text);
    return;
  }
  if (g_str_equal (method, "DELETE")) {
    forget (mock);
  } else if (g_str_equal (method, "POST") &&
             !merge (mock, body->data, (gssize) body->length, &error)) {
    plim_mock_answer_text (message, 400, error->message);
    return;
  }
  text = describe (mock);
  plim_mock_answer_text (message, 200, text);
}

static gboolean
on_end (gpointer loop)
{
  g_main_loop_quit (loop);
  return G_SOURCE_CONTINUE;
}

static gboolean
listen_local (SoupServer *server, guint *port, GError **error)
{
  GSList *uris;

  if (!soup_server_listen_local (server, *port, SOUP_SERVER_LISTEN_IPV4_ONLY, error))
    return FALSE;
  uris = soup_server_get_uris (server);
  *port = (guint) g_uri_get_port (uris->data);
  g_slist_free_full (uris, (GDestroyNotify) g_uri_unref);
  return TRUE;
}

static gboolean
run (Mock *mock, guint port, const char *port_file, GError **error)
{
  g_autoptr (GMainLoop) loop = g_main_loop_new (NULL, FALSE);
  g_autoptr (SoupServer) server = soup_server_new (NULL, NULL);
  g_autoptr (SoupServer) elsewhere = soup_server_new (NULL, NULL);
  g_autofree char *text = NULL;
  guint other_port = 0;

  soup_server_add_handler (server, "/control", handle_control, mock, NULL);
  soup_server_add_handler (server, NULL, handle_provider, mock, NULL);
  soup_server_add_handler (elsewhere, NULL, handle_elsewhere, mock, NULL);
  if (!listen_local (server, &port, error) || !listen_local (elsewhere, &other_port, error))
    return FALSE;
  mock->elsewhere = g_strdup_printf ("http://127.0.0.1:%u", other_port);
  text = g_strdup_printf ("%u\n", port);
  if (port_file != NULL && !g_file_set_contents (port_file, text, -1, error))
    return FALSE;
  g_print ("%s", text);
  g_unix_signal_add (SIGTERM, on_end, loop);
  g_unix_signal_add (SIGINT, on_end, loop);
  g_main_loop_run (loop);
  return TRUE;
}

int
main (int argc, char *argv[])
{
  int port = 0;
  g_autofree char *port_file = NULL;
  Mock mock = { 0 };
  const GOptionEntry entries[] = {
    { "port", 'p', 0, G_OPTION_ARG_INT, &port, "Listen on this port", "N" },
    { "port-file", 0, 0, G_OPTION_ARG_FILENAME, &port_file, "Write the port here", "FILE" },
    { "fixtures", 0, 0, G_OPTION_ARG_FILENAME, &mock.fixtures, "Folder of the fixtures", "DIR" },
    { NULL },
  };
  g_autoptr (GOptionContext) context = g_option_context_new (NULL);
  g_autoptr (GError) error = NULL;
  gboolean is_fine;

  g_option_context_add_main_entries (context, entries, NULL);
  if (!g_option_context_parse (context, &argc, &argv, &error)) {
    g_printerr ("%s\n", error->message);
    return 2;
  }
  mock.settings = json_object_new ();
  mock.cases = g_hash_table_new_full (g_str_hash, g_str_equal, g_free,
                                      (GDestroyNotify) plim_fixture_case_free);
  mock.log = plim_mock_log_new ();
  mock.delay = plim_mock_delay_new ();
  mock.started_at = g_get_real_time () / G_USEC_PER_SEC;
  is_fine = run (&mock, (guint) port, port_file, &error);
  if (!is_fine)
    g_printerr ("%s\n", error->message);
  json_object_unref (mock.settings);
  g_hash_table_unref (mock.cases);
  plim_mock_log_free (mock.log);
  plim_mock_delay_free (mock.delay);
  g_free (mock.elsewhere);
  g_free (mock.fixtures);
  return is_fine ? 0 : 1;
}
