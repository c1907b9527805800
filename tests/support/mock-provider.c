/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A stand-in for the providers on loopback, for the end-to-end tests and for trying things by hand.
 *
 *   mock-provider [--port N] [--port-file FILE] [--fixtures DIR]
 *
 * It listens on http://127.0.0.1:N (a free port unless given), writes the port into FILE when it is
 * ready, and runs until it is ended. An account uses it by its base URL.
 *
 * It answers as claude-web (/api/organizations…), z-ai (/api/monitor/usage/quota/limit,
 * /api/biz/subscription/list) and anthropic (/v1/messages, /v1/organizations/cost_report). What it
 * says is set while it runs:
 *
 *   curl -d '{"claude-web": {"session": 76, "weekly": 40}}' http://127.0.0.1:N/control
 *   curl http://127.0.0.1:N/control       the settings, and "requests" counted by provider
 *
 * The members of a provider's object, all optional, kept until set again (null: back to default):
 *   session, weekly      percent used; null leaves that window out
 *   session_resets_at, weekly_resets_at   Unix seconds; default 4 hours and 3 days after the start
 *   cost                 anthropic: US dollars this month
 *   status               HTTP status; other than 200 it comes with the provider's usual error body
 *   retry_after          seconds, as a header
 *   secret               the only credential that is accepted, others get a 401; null accepts any
 *   rotate_to            claude-web: the new sessionKey that the next answer sets; forgotten then
 *   delay_ms             wait so long before each answer
 *   hang                 true: take requests and never answer
 *   cut                  true: end the connection in the middle of the answer
 *   body                 say this text instead
 *   fixture              say this file of DIR/PROVIDER/ instead: *.http is a whole answer */
#include <json-glib/json-glib.h>
#include <libsoup/soup.h>
#include <glib-unix.h>
#include <string.h>

#define SESSION_S (4 * 60 * 60)
#define WEEKLY_S (3 * 24 * 60 * 60)

typedef struct {
  char *fixtures;       /* (nullable) */
  JsonObject *settings; /* provider → object */
  GHashTable *counts;   /* provider → number of requests */
  gint64 started_at;
} Mock;

typedef struct {
  const char *provider;
  const char *prefix;
  const char *suffix;
  char *(*write) (Mock *mock, JsonObject *settings, const char *path);
} Route;

static JsonObject *
get_settings (Mock *mock, const char *provider)
{
  if (!json_object_has_member (mock->settings, provider))
    json_object_set_object_member (mock->settings, provider, json_object_new ());
  return json_object_get_object_member (mock->settings, provider);
}

static gint64
get_time (Mock *mock, JsonObject *settings, const char *name, gint64 after_s)
{
  return json_object_get_int_member_with_default (settings, name, mock->started_at + after_s);
}

static char *
dup_iso (gint64 at)
{
  g_autoptr (GDateTime) time = g_date_time_new_from_unix_utc (at);

  return g_date_time_format (time, "%Y-%m-%dT%H:%M:%S.123456+00:00");
}

static gboolean
is_left_out (JsonObject *settings, const char *name)
{
  return json_object_has_member (settings, name) && json_object_get_null_member (settings, name);
}

/* Answers of the providers. */

static char *
write_organizations (Mock *mock, JsonObject *settings, const char *path)
{
  return g_strdup ("[{\"uuid\": \"11111111-2222-4333-8444-555555555555\","
                   " \"name\": \"dev@example.com's Organization\","
                   " \"capabilities\": [\"chat\", \"claude_max\"],"
                   " \"rate_limit_tier\": \"default_claude_max_5x\"}]");
}

static void
append_claude_window (Mock *mock,
                      JsonObject *settings,
                      GString *text,
                      const char *member,
                      const char *name,
                      double percent,
                      gint64 after_s)
{
  g_autofree char *resets_name = g_strconcat (name, "_resets_at", NULL);
  g_autofree char *resets_at = dup_iso (get_time (mock, settings, resets_name, after_s));
  char number[G_ASCII_DTOSTR_BUF_SIZE];

  if (text->len > 1)
    g_string_append (text, ", ");
  if (is_left_out (settings, name)) {
    g_string_append_printf (text, "\"%s\": null", member);
    return;
  }
  percent = json_object_get_double_member_with_default (settings, name, percent);
  g_string_append_printf (text, "\"%s\": {\"utilization\": %s, \"resets_at\": \"%s\"}", member,
                          g_ascii_dtostr (number, sizeof number, percent), resets_at);
}

static char *
write_usage (Mock *mock, JsonObject *settings, const char *path)
{
  GString *text = g_string_new ("{");

  append_claude_window (mock, settings, text, "five_hour", "session", 37, SESSION_S);
  append_claude_window (mock, settings, text, "seven_day", "weekly", 62, WEEKLY_S);
  g_string_append (text, ", \"extra_usage\": null}");
  return g_string_free (text, FALSE);
}

static char *
write_credits (Mock *mock, JsonObject *settings, const char *path)
{
  return g_strdup ("{\"amount\": 1250, \"currency\": \"USD\"}");
}

static void
append_quota (Mock *mock,
              JsonObject *settings,
              GString *text,
              const char *name,
              int unit,
              int number,
              double percent,
              gint64 after_s)
{
  g_autofree char *resets_name = g_strconcat (name, "_resets_at", NULL);
  char digits[G_ASCII_DTOSTR_BUF_SIZE];

  if (is_left_out (settings, name))
    return;
  percent = json_object_get_double_member_with_default (settings, name, percent);
  g_string_append_printf (text,
                          "%s{\"type\": \"TOKENS_LIMIT\", \"unit\": %d, \"number\": %d,"
                          " \"percentage\": %s, \"nextResetTime\": %" G_GINT64_FORMAT "}",
                          text->str[text->len - 1] == '[' ? "" : ", ", unit, number,
                          g_ascii_dtostr (digits, sizeof digits, percent),
                          get_time (mock, settings, resets_name, after_s) * 1000);
}

static char *
write_quota (Mock *mock, JsonObject *settings, const char *path)
{
  GString *text = g_string_new (
      "{\"code\": 200, \"msg\": \"ok\", \"success\": true, \"data\": {\"level\": \"pro\","
      " \"limits\": [");

  append_quota (mock, settings, text, "session", 3, 5, 21, SESSION_S);
  append_quota (mock, settings, text, "weekly", 6, 1, 48, WEEKLY_S);
  g_string_append (text, "]}}");
  return g_string_free (text, FALSE);
}

static char *
write_subscriptions (Mock *mock, JsonObject *settings, const char *path)
{
  return g_strdup ("{\"code\": 200, \"success\": true, \"data\": [{\"productName\": \"GLM Coding"
                   " Pro\", \"status\": \"VALID\", \"inCurrentPeriod\": true}]}");
}

static char *
write_cost (Mock *mock, JsonObject *settings, const char *path)
{
  double cents = 100 * json_object_get_double_member_with_default (settings, "cost", 12.34);
  g_autoptr (GDateTime) now = g_date_time_new_now_utc ();
  g_autofree char *day = g_date_time_format (now, "%Y-%m-01T00:00:00Z");
  char number[G_ASCII_DTOSTR_BUF_SIZE];

  return g_strdup_printf ("{\"data\": [{\"starting_at\": \"%s\", \"ending_at\": \"%s\","
                          " \"results\": [{\"amount\": \"%s\", \"currency\": \"USD\"}]}],"
                          " \"has_more\": false, \"next_page\": null}",
                          day, day, g_ascii_formatd (number, sizeof number, "%.2f", cents));
}

static char *
write_message (Mock *mock, JsonObject *settings, const char *path)
{
  return g_strdup ("{\"id\": \"msg_1\", \"type\": \"message\", \"role\": \"assistant\","
                   " \"content\": [], \"usage\": {\"input_tokens\": 1, \"output_tokens\": 1}}");
}

static char *
write_models (Mock *mock, JsonObject *settings, const char *path)
{
  return g_strdup ("{\"data\": [], \"has_more\": false}");
}

static const Route routes[] = {
  { "claude-web", "/api/organizations", "/usage", write_usage },
  { "claude-web", "/api/organizations", "/credits", write_credits },
  { "claude-web", "/api/organizations", "", write_organizations },
  { "z-ai", "/api/monitor/usage/quota/limit", "", write_quota },
  { "z-ai", "/api/biz/subscription/list", "", write_subscriptions },
  { "anthropic", "/v1/organizations/cost_report", "", write_cost },
  { "anthropic", "/v1/messages", "", write_message },
  { "anthropic", "/v1/models", "", write_models },
};

static const Route *
find_route (const char *path)
{
  for (gsize i = 0; i < G_N_ELEMENTS (routes); i++) {
    if (g_str_has_prefix (path, routes[i].prefix) && g_str_has_suffix (path, routes[i].suffix))
      return &routes[i];
  }
  return NULL;
}

/* How they are said. */

static const char *
get_error_body (const char *provider, guint status)
{
  if (g_str_equal (provider, "z-ai"))
    return status == 401 ? "{\"code\": 401, \"msg\": \"token expired or incorrect\"}"
                         : "{\"code\": 429, \"msg\": \"too many requests\"}";
  if (status == 401 || status == 403)
    return "{\"type\": \"error\", \"error\": {\"type\": \"authentication_error\","
           " \"message\": \"Invalid authorization\","
           " \"details\": {\"error_code\": \"account_session_invalid\"}}}";
  if (status == 429)
    return "{\"type\": \"error\", \"error\": {\"type\": \"rate_limit_error\","
           " \"message\": \"Rate limited. Please try again later.\"}}";
  return "{\"type\": \"error\", \"error\": {\"type\": \"api_error\", \"message\": \"Overloaded\"}}";
}

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
set_text (SoupServerMessage *message, guint status, const char *text)
{
  soup_server_message_set_status (message, status, NULL);
  soup_server_message_set_response (message, "application/json", SOUP_MEMORY_COPY, text,
                                    strlen (text));
}

/* A whole recorded answer: status line, headers, an empty line, the body. */
static void
set_recorded (SoupServerMessage *message, char *text)
{
  char *body = strstr (text, "\n\n");
  char *crlf_body = strstr (text, "\r\n\r\n");
  g_auto (GStrv) lines = NULL;

  if (crlf_body != NULL && (body == NULL || crlf_body < body)) {
    *crlf_body = '\0';
    body = crlf_body + 4;
  } else if (body != NULL) {
    *body = '\0';
    body += 2;
  }
  lines = g_strsplit (text, "\n", -1);
  set_text (message, (guint) g_ascii_strtoull (strchr (lines[0], ' ') + 1, NULL, 10),
            body != NULL ? body : "");
  for (guint i = 1; lines[i] != NULL; i++) {
    char *colon = strchr (lines[i], ':');

    if (colon == NULL || g_ascii_strncasecmp (lines[i], "content-length", 14) == 0 ||
        g_ascii_strncasecmp (lines[i], "transfer-encoding", 17) == 0)
      continue;
    *colon = '\0';
    if (g_ascii_strcasecmp (lines[i], "content-type") == 0)
      soup_message_headers_replace (soup_server_message_get_response_headers (message), lines[i],
                                    g_strstrip (colon + 1));
    else
      soup_message_headers_append (soup_server_message_get_response_headers (message), lines[i],
                                   g_strstrip (colon + 1));
  }
}

static void
set_fixture (Mock *mock, SoupServerMessage *message, const char *provider, const char *name)
{
  g_autofree char *base = g_path_get_basename (name);
  g_autofree char *path =
      g_build_filename (mock->fixtures != NULL ? mock->fixtures : ".", provider, base, NULL);
  g_autofree char *text = NULL;
  g_autoptr (GError) error = NULL;

  if (!g_file_get_contents (path, &text, NULL, &error))
    set_text (message, 500, error->message);
  else if (g_str_has_suffix (name, ".http"))
    set_recorded (message, text);
  else
    set_text (message, 200, text);
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
answer (Mock *mock, SoupServerMessage *message, const Route *route, const char *path)
{
  JsonObject *settings = get_settings (mock, route->provider);
  guint status = (guint) json_object_get_int_member_with_default (settings, "status", 200);
  const char *body = json_object_get_string_member_with_default (settings, "body", NULL);
  const char *fixture = json_object_get_string_member_with_default (settings, "fixture", NULL);
  gint64 retry_after_s = json_object_get_int_member_with_default (settings, "retry_after", 0);
  g_autofree char *text = NULL;

  if (!is_authorized (message, settings)) {
    set_text (message, g_str_equal (route->provider, "z-ai") ? 200 : 401,
              get_error_body (route->provider, 401));
    return;
  }
  if (fixture != NULL && route->write != write_organizations) {
    set_fixture (mock, message, route->provider, fixture);
  } else if (body != NULL) {
    set_text (message, status, body);
  } else if (status != 200) {
    set_text (message, status, get_error_body (route->provider, status));
  } else {
    text = route->write (mock, settings, path);
    set_text (message, 200, text);
    rotate (message, settings);
  }
  if (retry_after_s > 0) {
    g_autofree char *value = g_strdup_printf ("%" G_GINT64_FORMAT, retry_after_s);

    soup_message_headers_replace (soup_server_message_get_response_headers (message), "Retry-After",
                                  value);
  }
}

static gboolean
on_delay_over (gpointer message)
{
  soup_server_message_unpause (message);
  return G_SOURCE_REMOVE;
}

static void
on_wrote_headers (SoupServerMessage *message, gpointer user_data)
{
  GSocket *socket = soup_server_message_get_socket (message);

  g_socket_shutdown (socket, TRUE, TRUE, NULL);
}

static void
handle_provider (SoupServer *server,
                 SoupServerMessage *message,
                 const char *path,
                 GHashTable *query,
                 gpointer user_data)
{
  Mock *mock = user_data;
  const Route *route = find_route (path);
  JsonObject *settings;
  gint64 delay_ms;

  if (route == NULL) {
    set_text (message, 404, "{\"error\": \"not found\"}");
    return;
  }
  g_hash_table_replace (mock->counts, g_strdup (route->provider),
                        GUINT_TO_POINTER (
                            GPOINTER_TO_UINT (g_hash_table_lookup (mock->counts, route->provider)) +
                            1));
  settings = get_settings (mock, route->provider);
  answer (mock, message, route, path);
  delay_ms = json_object_get_int_member_with_default (settings, "delay_ms", 0);
  if (json_object_get_boolean_member_with_default (settings, "cut", FALSE))
    g_signal_connect (message, "wrote-headers", G_CALLBACK (on_wrote_headers), NULL);
  if (json_object_get_boolean_member_with_default (settings, "hang", FALSE)) {
    soup_server_message_pause (message);
  } else if (delay_ms > 0) {
    soup_server_message_pause (message);
    g_timeout_add_full (G_PRIORITY_DEFAULT, (guint) delay_ms, on_delay_over, g_object_ref (message),
                        g_object_unref);
  }
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

static void
merge_provider (JsonObject *object, const char *provider, JsonNode *node, gpointer user_data)
{
  if (JSON_NODE_HOLDS_OBJECT (node))
    json_object_foreach_member (json_node_get_object (node), merge_member,
                                get_settings (user_data, provider));
}

static char *
describe (Mock *mock)
{
  g_autoptr (JsonNode) node = json_node_new (JSON_NODE_OBJECT);
  g_autoptr (JsonObject) state = json_object_new ();
  JsonObject *requests = json_object_new ();
  GHashTableIter iter;
  gpointer provider, count;

  g_hash_table_iter_init (&iter, mock->counts);
  while (g_hash_table_iter_next (&iter, &provider, &count))
    json_object_set_int_member (requests, provider, GPOINTER_TO_UINT (count));
  json_object_set_object_member (state, "settings", json_object_ref (mock->settings));
  json_object_set_object_member (state, "requests", requests);
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
  SoupMessageBody *body = soup_server_message_get_request_body (message);
  g_autoptr (JsonParser) parser = json_parser_new ();
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;

  if (g_str_equal (soup_server_message_get_method (message), "GET")) {
    text = describe (mock);
    set_text (message, 200, text);
    return;
  }
  if (!json_parser_load_from_data (parser, body->data, body->length, &error) ||
      !JSON_NODE_HOLDS_OBJECT (json_parser_get_root (parser))) {
    set_text (message, 400, error != NULL ? error->message : "an object is expected");
    return;
  }
  json_object_foreach_member (json_node_get_object (json_parser_get_root (parser)), merge_provider,
                              mock);
  text = describe (mock);
  set_text (message, 200, text);
}

static gboolean
on_end (gpointer loop)
{
  g_main_loop_quit (loop);
  return G_SOURCE_CONTINUE;
}

static gboolean
run (Mock *mock, guint port, const char *port_file, GError **error)
{
  g_autoptr (GMainLoop) loop = g_main_loop_new (NULL, FALSE);
  g_autoptr (SoupServer) server = soup_server_new (NULL, NULL);
  g_autofree char *text = NULL;
  GSList *uris;

  if (!soup_server_listen_local (server, port, SOUP_SERVER_LISTEN_IPV4_ONLY, error))
    return FALSE;
  soup_server_add_handler (server, "/control", handle_control, mock, NULL);
  soup_server_add_handler (server, NULL, handle_provider, mock, NULL);
  uris = soup_server_get_uris (server);
  text = g_strdup_printf ("%d\n", g_uri_get_port (uris->data));
  g_slist_free_full (uris, (GDestroyNotify) g_uri_unref);
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
  mock.counts = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  mock.started_at = g_get_real_time () / G_USEC_PER_SEC;
  is_fine = run (&mock, (guint) port, port_file, &error);
  if (!is_fine)
    g_printerr ("%s\n", error->message);
  json_object_unref (mock.settings);
  g_hash_table_unref (mock.counts);
  g_free (mock.fixtures);
  return is_fine ? 0 : 1;
}
