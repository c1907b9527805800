/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "plim-mock-texts.h"

#define SESSION_S (4 * 60 * 60)
#define WEEKLY_S (3 * 24 * 60 * 60)

typedef struct {
  JsonObject *settings;
  gint64 started_at;
} Numbers;

typedef struct {
  const char *provider;
  const char *prefix;
  const char *suffix;
  char *(*write) (const Numbers *numbers);
} Route;

static gint64
get_time (const Numbers *numbers, const char *name, gint64 after_s)
{
  return json_object_get_int_member_with_default (numbers->settings, name,
                                                  numbers->started_at + after_s);
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

static char *
write_organizations (const Numbers *numbers)
{
  return g_strdup ("[{\"uuid\": \"11111111-2222-4333-8444-555555555555\","
                   " \"name\": \"dev@example.com's Organization\","
                   " \"capabilities\": [\"chat\", \"claude_max\"],"
                   " \"rate_limit_tier\": \"default_claude_max_5x\"}]");
}

static void
append_claude_window (const Numbers *numbers,
                      GString *text,
                      const char *member,
                      const char *name,
                      double percent,
                      gint64 after_s)
{
  g_autofree char *resets_name = g_strconcat (name, "_resets_at", NULL);
  g_autofree char *resets_at = dup_iso (get_time (numbers, resets_name, after_s));
  char number[G_ASCII_DTOSTR_BUF_SIZE];

  if (text->len > 1)
    g_string_append (text, ", ");
  if (is_left_out (numbers->settings, name)) {
    g_string_append_printf (text, "\"%s\": null", member);
    return;
  }
  percent = json_object_get_double_member_with_default (numbers->settings, name, percent);
  g_string_append_printf (text, "\"%s\": {\"utilization\": %s, \"resets_at\": \"%s\"}", member,
                          g_ascii_dtostr (number, sizeof number, percent), resets_at);
}

static char *
write_usage (const Numbers *numbers)
{
  GString *text = g_string_new ("{");

  append_claude_window (numbers, text, "five_hour", "session", 37, SESSION_S);
  append_claude_window (numbers, text, "seven_day", "weekly", 62, WEEKLY_S);
  g_string_append (text, ", \"extra_usage\": null}");
  return g_string_free (text, FALSE);
}

static char *
write_credits (const Numbers *numbers)
{
  return g_strdup ("{\"amount\": 1250, \"currency\": \"USD\"}");
}

static void
append_quota (const Numbers *numbers,
              GString *text,
              const char *name,
              int unit,
              int number,
              double percent,
              gint64 after_s)
{
  g_autofree char *resets_name = g_strconcat (name, "_resets_at", NULL);
  char digits[G_ASCII_DTOSTR_BUF_SIZE];

  if (is_left_out (numbers->settings, name))
    return;
  percent = json_object_get_double_member_with_default (numbers->settings, name, percent);
  g_string_append_printf (text,
                          "%s{\"type\": \"TOKENS_LIMIT\", \"unit\": %d, \"number\": %d,"
                          " \"percentage\": %s, \"nextResetTime\": %" G_GINT64_FORMAT "}",
                          text->str[text->len - 1] == '[' ? "" : ", ", unit, number,
                          g_ascii_dtostr (digits, sizeof digits, percent),
                          get_time (numbers, resets_name, after_s) * 1000);
}

static char *
write_quota (const Numbers *numbers)
{
  GString *text = g_string_new (
      "{\"code\": 200, \"msg\": \"ok\", \"success\": true, \"data\": {\"level\": \"pro\","
      " \"limits\": [");

  append_quota (numbers, text, "session", 3, 5, 21, SESSION_S);
  append_quota (numbers, text, "weekly", 6, 1, 48, WEEKLY_S);
  g_string_append (text, "]}}");
  return g_string_free (text, FALSE);
}

static char *
write_subscriptions (const Numbers *numbers)
{
  return g_strdup ("{\"code\": 200, \"success\": true, \"data\": [{\"productName\": \"GLM Coding"
                   " Pro\", \"status\": \"VALID\", \"inCurrentPeriod\": true}]}");
}

static char *
write_cost (const Numbers *numbers)
{
  double cents =
      100 * json_object_get_double_member_with_default (numbers->settings, "cost", 12.34);
  g_autoptr (GDateTime) now = g_date_time_new_now_utc ();
  g_autofree char *day = g_date_time_format (now, "%Y-%m-01T00:00:00Z");
  char number[G_ASCII_DTOSTR_BUF_SIZE];

  return g_strdup_printf ("{\"data\": [{\"starting_at\": \"%s\", \"ending_at\": \"%s\","
                          " \"results\": [{\"amount\": \"%s\", \"currency\": \"USD\"}]}],"
                          " \"has_more\": false, \"next_page\": null}",
                          day, day, g_ascii_formatd (number, sizeof number, "%.2f", cents));
}

static char *
write_message (const Numbers *numbers)
{
  return g_strdup ("{\"id\": \"msg_1\", \"type\": \"message\", \"role\": \"assistant\","
                   " \"content\": [], \"usage\": {\"input_tokens\": 1, \"output_tokens\": 1}}");
}

static char *
write_models (const Numbers *numbers)
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
find_route (const char *provider, const char *path)
{
  for (gsize i = 0; i < G_N_ELEMENTS (routes); i++) {
    if (g_str_equal (provider, routes[i].provider) && g_str_has_prefix (path, routes[i].prefix) &&
        g_str_has_suffix (path, routes[i].suffix))
      return &routes[i];
  }
  return NULL;
}

char *
plim_mock_texts_dup (const char *provider,
                     const char *path,
                     JsonObject *settings,
                     gint64 started_at)
{
  const Route *route = find_route (provider, path);

  return route != NULL ? route->write (&(const Numbers){ settings, started_at }) : NULL;
}

const char *
plim_mock_texts_get_error (const char *provider, guint status)
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
