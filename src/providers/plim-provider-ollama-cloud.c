/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Ollama's cloud models, by one of two requests; neither is documented.
 *
 *   GET /api/usage   with an API key, since 2026-07
 *   GET /settings    with a browser's cookie: the page for people, last seen 2026-08
 */
#include "plim-provider.h"

#include "plim-error.h"
#include "plim-json.h"
#include "plim-ollama-page.h"
#include "plim-provider-parts.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

/* The page is made for browsers: others may get another one, or none. */
#define USER_AGENT "Mozilla/5.0 (X11; Linux x86_64; rv:153.0) Gecko/20100101 Firefox/153.0"
/* The page must not be asked more often than that. */
#define PAGE_INTERVAL_S "300"
#define SESSION_S (5 * PLIM_HOUR_S)
/* 1970-01-05, the first Monday. */
#define FIRST_MONDAY (4 * PLIM_DAY_S)

static gboolean
has_key (const PlimExchange *exchange)
{
  return plim_exchange_has_secret (exchange, "api_key", TRUE);
}

static PlimRequest *
next_request (const PlimExchange *exchange)
{
  PlimRequest *request;

  if (plim_exchange_get_n_answers (exchange) > 0)
    return NULL;
  if (has_key (exchange)) {
    request = plim_request_new ("GET", "/api/usage");
    plim_request_add_header (request, "Accept", "application/json");
    plim_request_add_credential (request, PLIM_CREDENTIAL_BEARER, NULL, "api_key", NULL);
    return request;
  }
  request = plim_request_new ("GET", "/settings");
  plim_request_add_header (request, "Accept", "text/html,application/xhtml+xml");
  plim_request_add_header (request, "Accept-Language", "en-US,en;q=0.9");
  plim_request_add_header (request, "User-Agent", USER_AGENT);
  plim_request_add_credential (request, PLIM_CREDENTIAL_COOKIE, "__Secure-session", "cookie", NULL);
  return request;
}

/* Signing in is also done on a host whose name does not say so. */
static gboolean
is_sign_in_host (const PlimAnswer *answer)
{
  const char *location = plim_answer_get_header (answer, "Location");
  g_autoptr (GUri) uri = NULL;
  const char *host;

  if (answer->status < 300 || answer->status > 399 || location == NULL)
    return FALSE;
  uri = g_uri_parse (location, G_URI_FLAGS_NONE, NULL);
  host = uri != NULL ? g_uri_get_host (uri) : NULL;
  return host != NULL && g_str_has_suffix (host, ".workos.com");
}

static gboolean
check_answer (const PlimExchange *exchange, const PlimAnswer *answer, GError **error)
{
  if (is_sign_in_host (answer)) {
    plim_set_error (error, PLIM_STATUS_NOT_AUTHENTICATED, PLIM_CAUSE_NONE,
                    "the provider answered HTTP %u, towards a sign-in", answer->status);
    return FALSE;
  }
  if (answer->status == 404 && has_key (exchange)) {
    plim_set_error (error, PLIM_STATUS_INVALID_RESPONSE, PLIM_CAUSE_NONE,
                    "“/api/usage” is gone (HTTP 404); the browser’s cookie may still do");
    return FALSE;
  }
  if (answer->status == 200 && plim_answer_is_challenge (answer)) {
    plim_set_error (error, PLIM_STATUS_PROVIDER_UNAVAILABLE, PLIM_CAUSE_CHALLENGE,
                    "ollama.com answered with a bot challenge");
    return FALSE;
  }
  return plim_answer_check (answer, exchange->now, error);
}

/* `usage` is a share, 1 for all. Returns whether the limit is well-formed or does not apply. */
static gboolean
add_limit (PlimSnapshot *snapshot,
           JsonObject *limits,
           const char *id,
           const char *title,
           gint64 length_s,
           gint64 resets_at)
{
  JsonNode *node = plim_json_get_node (limits, id);
  JsonObject *limit = plim_json_get_object (limits, id);
  PlimUsageWindow *window;
  double usage;

  if (node == NULL || (limit != NULL && plim_json_get_node (limit, "usage") == NULL))
    return TRUE;
  if (limit == NULL || !plim_json_get_number (limit, "usage", &usage))
    return FALSE;
  window = plim_snapshot_add_window (snapshot, id, PLIM_WINDOW_FIXED);
  window->title = g_strdup (title);
  window->length_s = length_s;
  window->used_percent = usage * 100;
  window->resets_at = resets_at;
  window->resets_at_estimated = resets_at != PLIM_TIME_UNKNOWN;
  return TRUE;
}

/* When the windows begin anew is not reported; the page shows that both keep to a fixed grid. */
static gboolean
add_limits (PlimSnapshot *snapshot, gint64 now, JsonObject *limits, GError **error)
{
  gint64 session_end = now - now % SESSION_S + SESSION_S;
  gint64 week_end = now - (now - FIRST_MONDAY) % PLIM_WEEK_S + PLIM_WEEK_S;
  gboolean is_good = TRUE;

  is_good &= add_limit (snapshot, limits, "session", N_ ("Session (5 h)"), SESSION_S, session_end);
  is_good &= add_limit (snapshot, limits, "weekly", N_ ("Week"), PLIM_WEEK_S, week_end);
  is_good &= add_limit (snapshot, limits, "monthly", N_ ("Month"), 0, PLIM_TIME_UNKNOWN);
  if (is_good || plim_snapshot_get_n_windows (snapshot) > 0)
    return TRUE;
  plim_set_error (error, PLIM_STATUS_INVALID_RESPONSE, PLIM_CAUSE_NONE,
                  "no member of “limits” has a number as its “usage”");
  return FALSE;
}

static gboolean
add_usage (PlimSnapshot *snapshot, gint64 now, GBytes *body, GError **error)
{
  g_autoptr (JsonObject) root = plim_json_parse_object (body, error);
  JsonObject *limits;

  if (root == NULL)
    return FALSE;
  limits = plim_json_get_object (root, "limits");
  if (limits == NULL) {
    plim_set_error (error, PLIM_STATUS_INVALID_RESPONSE, PLIM_CAUSE_NONE,
                    "“limits” is missing or not an object");
    return FALSE;
  }
  return add_limits (snapshot, now, limits, error);
}

static PlimSnapshot *
parse (const PlimExchange *exchange, GError **error)
{
  const PlimAnswer *answer = plim_exchange_get_answer (exchange, 0);
  g_autoptr (PlimSnapshot) snapshot = plim_snapshot_new (exchange->now);
  gboolean is_good;

  if (!check_answer (exchange, answer, error))
    return NULL;
  is_good = has_key (exchange) ? add_usage (snapshot, exchange->now, answer->body, error)
                               : plim_ollama_add_page (snapshot, answer->body, error);
  if (!is_good)
    return NULL;
  plim_snapshot_remember (snapshot, PLIM_SNAPSHOT_LEAST_INTERVAL,
                          has_key (exchange) ? "" : PAGE_INTERVAL_S);
  plim_snapshot_seal (snapshot);
  return g_steal_pointer (&snapshot);
}

static gboolean
check_setup (const PlimExchange *exchange, GError **error)
{
  if (plim_exchange_has_secret (exchange, "api_key", FALSE) ||
      plim_exchange_has_secret (exchange, "cookie", FALSE))
    return TRUE;
  plim_set_error (error, PLIM_STATUS_NOT_AUTHENTICATED, PLIM_CAUSE_NONE, "%s",
                  _ ("An API key or the browser’s cookie is needed."));
  return FALSE;
}

static char *
normalize_key (const PlimField *field, const char *value, GError **error)
{
  if (strpbrk (value, " ;,=\"") == NULL)
    return g_strdup (value);
  plim_set_error (error, PLIM_STATUS_NOT_AUTHENTICATED, PLIM_CAUSE_NONE, "%s",
                  _ ("This is no API key of Ollama. A cookie belongs into the other field."));
  return NULL;
}

static char *
normalize_cookie (const PlimField *field, const char *value, GError **error)
{
  /* The first is where a bare value belongs; long ones come in pieces, ".0" and ".1". */
  static const char *const wanted[] = {
    "__Secure-session=",       "session=",     "ollama_session=",
    "__Host-ollama_session=",  "wos-session=", "__Secure-next-auth.session-token",
    "next-auth.session-token", NULL,
  };
  char *clean = plim_parts_dup_cookie (value, wanted);

  if (clean == NULL)
    plim_set_error (error, PLIM_STATUS_NOT_AUTHENTICATED, PLIM_CAUSE_NONE, "%s",
                    _ ("No session is in this. Copy the whole “Cookie” header of the request to "
                       "ollama.com/settings."));
  return clean;
}

static const PlimField fields[] = {
  {
      .id = "api_key",
      .kind = PLIM_FIELD_SECRET,
      .label = N_ ("API key"),
      .hint = N_ ("From ollama.com/settings/keys"),
      .normalize = normalize_key,
  },
  {
      .id = "cookie",
      .kind = PLIM_FIELD_SECRET,
      .label = N_ ("Browser cookie"),
      .hint = N_ ("Instead of the key: the whole “Cookie” header"),
      .normalize = normalize_cookie,
  },
  { NULL },
};

static const char *const steps[] = {
  N_ ("Sign in at ollama.com, open Settings, then Keys (ollama.com/settings/keys)."),
  N_ ("Choose Add API key and copy the new key."),
  N_ ("Only if the key is refused: open the browser’s inspector (F12), choose Network, load "
      "ollama.com/settings, click the request “settings”, and copy its whole request header "
      "“Cookie”."),
  NULL,
};

const PlimProvider plim_provider_ollama_cloud = {
  .id = "ollama-cloud",
  .name = "Ollama Cloud",
  .summary = N_ ("Ollama’s cloud models: session, week or month"),
  .icon_name = "io.github.plimsoll.Plimsoll-provider-ollama-cloud-symbolic",
  .fields = fields,
  .steps = steps,
  .dashboard_uri = "https://ollama.com/settings",
  .billing_uri = "https://ollama.com/settings",
  .origin = "https://ollama.com",
  .interval_s = 5 * 60,
  .minimum_interval_s = 2 * 60, /* of the key; of the page see PAGE_INTERVAL_S */
  .rate_limit_wait_s = 5 * 60,
  .needs_network = TRUE,
  .check_setup = check_setup,
  .next_request = next_request,
  .parse = parse,
};
