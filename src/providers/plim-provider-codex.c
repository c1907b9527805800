/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The limits of a ChatGPT plan for Codex, as its own program reads them; not documented, last seen
 * 2026-09.
 *
 *   GET /api/auth/session          with a browser's cookies alone: brings the token
 *   GET /backend-api/wham/usage    with the token
 */
#include "plim-provider.h"

#include "plim-codex-sign-in.h"
#include "plim-codex-usage.h"
#include "plim-error.h"
#include "plim-format.h"
#include "plim-json.h"
#include "plim-jwt.h"
#include "plim-provider-parts.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define SESSION_COOKIE "__Secure-next-auth.session-token"

static gboolean
check_answer (const PlimAnswer *answer, gint64 now, gboolean names_account, GError **error)
{
  if (answer->status == 404 && names_account) {
    plim_set_error (error, PLIM_STATUS_MISCONFIGURED, PLIM_CAUSE_WRONG_ORGANIZATION,
                    "this sign-in has no such workspace (HTTP 404)");
    return FALSE;
  }
  if (answer->status == 200 && plim_answer_is_challenge (answer)) {
    plim_set_error (error, PLIM_STATUS_PROVIDER_UNAVAILABLE, PLIM_CAUSE_CHALLENGE,
                    "chatgpt.com answered with a bot challenge");
    return FALSE;
  }
  return plim_answer_check (answer, now, error);
}

/* (nullable): the member of the session that holds the token */
static const char *
find_token_member (JsonObject *session)
{
  static const char *const members[] = { "accessToken", "access_token" };

  for (guint i = 0; i < G_N_ELEMENTS (members); i++) {
    const char *token = plim_json_get_string (session, members[i]);

    if (token != NULL && token[0] != '\0')
      return members[i];
  }
  return NULL;
}

/* (transfer full) (nullable): the answer to the cookies, when it holds a token */
static JsonObject *
read_session (const PlimExchange *exchange, GError **error)
{
  const PlimAnswer *answer = plim_exchange_get_answer (exchange, 0);
  g_autoptr (JsonObject) session = NULL;

  if (!check_answer (answer, exchange->now, FALSE, error))
    return NULL;
  session = plim_json_parse_object (answer->body, error);
  if (session == NULL)
    return NULL;
  if (find_token_member (session) == NULL) {
    plim_set_error (error, PLIM_STATUS_NOT_AUTHENTICATED, PLIM_CAUSE_NONE,
                    "chatgpt.com knows no session with these cookies");
    return NULL;
  }
  return g_steal_pointer (&session);
}

static PlimCodexSignIn *
read_sign_in_of_session (JsonObject *session)
{
  const char *token = plim_json_get_string (session, find_token_member (session));
  JsonObject *user = plim_json_get_object (session, "user");
  PlimCodexSignIn *sign_in = plim_codex_sign_in_new (token);

  if (sign_in->identity == NULL)
    sign_in->identity = g_strdup (plim_json_get_string (user, "email"));
  return sign_in;
}

/* (nullable): the workspace, which matters to people who have several */
static const char *
get_account_id (const PlimExchange *exchange, const PlimCodexSignIn *sign_in)
{
  const char *chosen = plim_exchange_get_setting (exchange, "account_id");

  return chosen != NULL ? chosen : sign_in->account_id;
}

static PlimRequest *
new_usage_request (const PlimExchange *exchange, const PlimCodexSignIn *sign_in)
{
  PlimRequest *request = plim_request_new ("GET", "/backend-api/wham/usage");
  const char *account_id = get_account_id (exchange, sign_in);

  plim_request_add_header (request, "Accept", "application/json");
  if (account_id != NULL)
    plim_request_add_header (request, "ChatGPT-Account-Id", account_id);
  return request;
}

static PlimRequest *
next_request_with_token (const PlimExchange *exchange, const char *field)
{
  g_autoptr (PlimCodexSignIn) sign_in = NULL;
  PlimRequest *request;

  if (plim_exchange_get_n_answers (exchange) > 0)
    return NULL;
  sign_in = plim_codex_sign_in_new_from_facts (exchange, field);
  request = new_usage_request (exchange, sign_in);
  plim_request_add_credential (request, PLIM_CREDENTIAL_BEARER, NULL, field, NULL);
  return request;
}

static PlimRequest *
next_request_with_cookie (const PlimExchange *exchange)
{
  g_autoptr (JsonObject) session = NULL;
  g_autoptr (PlimCodexSignIn) sign_in = NULL;
  PlimRequest *request;

  if (plim_exchange_get_n_answers (exchange) == 0) {
    request = plim_request_new ("GET", "/api/auth/session");
    plim_request_add_header (request, "Accept", "application/json");
  } else if (plim_exchange_get_n_answers (exchange) == 1 &&
             (session = read_session (exchange, NULL)) != NULL) {
    sign_in = read_sign_in_of_session (session);
    request = new_usage_request (exchange, sign_in);
    plim_request_add_token (request, PLIM_CREDENTIAL_BEARER, NULL, 0, find_token_member (session));
  } else {
    return NULL;
  }
  plim_request_add_credential (request, PLIM_CREDENTIAL_COOKIE, SESSION_COOKIE, "cookie", NULL);
  return request;
}

static PlimRequest *
next_request (const PlimExchange *exchange)
{
  switch (plim_codex_choose_route (exchange)) {
  case PLIM_CODEX_TOKEN:
    return next_request_with_token (exchange, "access_token");
  case PLIM_CODEX_FILE:
    return next_request_with_token (exchange, "auth_file");
  case PLIM_CODEX_COOKIE:
    return next_request_with_cookie (exchange);
  case PLIM_CODEX_NOTHING:
  default:
    return NULL;
  }
}

/* Quiet: it ends by itself, as soon as the program is used. */
static void
set_file_ended (const PlimExchange *exchange, GError **error)
{
  g_autoptr (PlimCodexSignIn) sign_in = plim_codex_sign_in_new_from_facts (exchange, "auth_file");
  g_autofree char *age = plim_format_duration (exchange->now - sign_in->expires_at);

  plim_set_error (error, PLIM_STATUS_NOT_AUTHENTICATED, PLIM_CAUSE_SIGN_IN_EXPIRED,
                  "the sign-in of Codex in %s ended (%s ago), so nothing was sent: run “codex” "
                  "once to renew it",
                  plim_exchange_get_setting (exchange, "auth_file"), age);
}

static void
set_no_sign_in (const PlimExchange *exchange, GError **error)
{
  g_autoptr (PlimCodexSignIn) sign_in =
      plim_codex_sign_in_new_from_facts (exchange, "access_token");
  g_autofree char *expires_at = plim_time_to_iso8601 (sign_in->expires_at);

  if (plim_exchange_has_secret (exchange, "auth_file", FALSE))
    set_file_ended (exchange, error);
  else if (expires_at != NULL)
    plim_set_error (error, PLIM_STATUS_NOT_AUTHENTICATED, PLIM_CAUSE_NONE,
                    "the access token ends at %s, so nothing was sent", expires_at);
  else
    plim_set_error (error, PLIM_STATUS_NOT_AUTHENTICATED, PLIM_CAUSE_SECRET_MISSING,
                    "neither an access token nor a cookie is stored");
}

/* (transfer full) (nullable): who was asked about, once all that comes before the usage is good
 *
 * @usage: (out): the usage's answer */
static PlimCodexSignIn *
read_progress (const PlimExchange *exchange, const PlimAnswer **usage, GError **error)
{
  g_autoptr (JsonObject) session = NULL;

  switch (plim_codex_choose_route (exchange)) {
  case PLIM_CODEX_TOKEN:
    *usage = plim_exchange_get_answer (exchange, 0);
    return plim_codex_sign_in_new_from_facts (exchange, "access_token");
  case PLIM_CODEX_FILE:
    *usage = plim_exchange_get_answer (exchange, 0);
    return plim_codex_sign_in_new_from_facts (exchange, "auth_file");
  case PLIM_CODEX_COOKIE:
    session = read_session (exchange, error);
    *usage = plim_exchange_get_answer (exchange, 1);
    return session != NULL ? read_sign_in_of_session (session) : NULL;
  case PLIM_CODEX_NOTHING:
  default:
    set_no_sign_in (exchange, error);
    return NULL;
  }
}

/* The usage knows better than a token that was made days ago. */
static void
add_sign_in (PlimSnapshot *snapshot, const PlimCodexSignIn *sign_in)
{
  g_autofree char *expires_at = plim_time_to_iso8601 (sign_in->expires_at);
  g_autofree char *plan = NULL;

  if (plim_snapshot_get_identity (snapshot) == NULL)
    plim_snapshot_set_identity (snapshot, sign_in->identity);
  if (expires_at != NULL)
    plim_snapshot_remember (snapshot, PLIM_SNAPSHOT_TOKEN_EXPIRES_AT, expires_at);
  if (plim_snapshot_get_plan (snapshot) != NULL || sign_in->plan == NULL)
    return;
  plan = plim_codex_dup_plan (sign_in->plan);
  plim_snapshot_set_plan (snapshot, plan);
}

static PlimSnapshot *
parse (const PlimExchange *exchange, GError **error)
{
  g_autoptr (PlimSnapshot) snapshot = plim_snapshot_new (exchange->now);
  const PlimAnswer *usage = NULL;
  g_autoptr (PlimCodexSignIn) sign_in = read_progress (exchange, &usage, error);

  if (sign_in == NULL ||
      !check_answer (usage, exchange->now, get_account_id (exchange, sign_in) != NULL, error) ||
      !plim_codex_add_usage (snapshot, usage->body, error))
    return NULL;
  add_sign_in (snapshot, sign_in);
  plim_snapshot_set_owner_id (snapshot, get_account_id (exchange, sign_in));
  plim_snapshot_seal (snapshot);
  return g_steal_pointer (&snapshot);
}

static gboolean
inspect_secret (PlimExchange *exchange, const char *field, const char *secret, GError **error)
{
  g_autoptr (PlimCodexSignIn) sign_in = NULL;

  if (g_str_equal (field, "cookie"))
    return TRUE;
  sign_in = g_str_equal (field, "auth_file") ? plim_codex_sign_in_new_from_file (secret, error)
                                             : plim_codex_sign_in_new (secret);
  if (sign_in == NULL)
    return FALSE;
  plim_codex_sign_in_keep (sign_in, exchange, field);
  return TRUE;
}

static gboolean
check_setup (const PlimExchange *exchange, GError **error)
{
  if (plim_exchange_has_secret (exchange, "access_token", FALSE) ||
      plim_exchange_has_secret (exchange, "cookie", FALSE) ||
      plim_exchange_get_setting (exchange, "auth_file") != NULL)
    return TRUE;
  plim_set_error (error, PLIM_STATUS_NOT_AUTHENTICATED, PLIM_CAUSE_NONE, "%s",
                  _ ("An access token, the browser’s cookies, or the path of Codex’s own sign-in "
                     "is needed."));
  return FALSE;
}

static gboolean
is_token (const char *value)
{
  g_autoptr (JsonObject) claims = plim_jwt_dup_claims (value);

  return claims != NULL && strpbrk (value, " ;,=\"") == NULL;
}

static char *
normalize_token (const PlimField *field, const char *value, GError **error)
{
  static const char *const prefixes[] = { "Authorization:", "Bearer " };

  for (guint i = 0; i < G_N_ELEMENTS (prefixes); i++) {
    if (g_ascii_strncasecmp (value, prefixes[i], strlen (prefixes[i])) == 0)
      value += strlen (prefixes[i]);
    value += strspn (value, " ");
  }
  if (is_token (value))
    return g_strdup (value);
  plim_set_error (error, PLIM_STATUS_NOT_AUTHENTICATED, PLIM_CAUSE_NONE, "%s",
                  g_str_has_prefix (value, "sk-")
                      ? _ ("This is an API key, which has no plan. Add an account of “OpenAI API” "
                           "for it.")
                      : _ ("This is no access token: it must begin with “eyJ” and have three parts "
                           "with dots between them. Cookies belong into the other field."));
  return NULL;
}

static char *
normalize_cookie (const PlimField *field, const char *value, GError **error)
{
  /* Long ones come in pieces, ".0" and ".1". */
  static const char *const wanted[] = { SESSION_COOKIE "=", SESSION_COOKIE ".", NULL };
  char *clean = is_token (value) ? NULL : plim_parts_dup_cookie (value, wanted);

  if (clean == NULL)
    plim_set_error (error, PLIM_STATUS_NOT_AUTHENTICATED, PLIM_CAUSE_NONE, "%s",
                    is_token (value)
                        ? _ ("This is an access token: it belongs into the other field.")
                        : _ ("No session is in this. Copy the whole “Cookie” header of a request "
                             "to chatgpt.com."));
  return clean;
}

static const PlimFilePlace places[] = {
  { "CODEX_HOME", "auth.json" },
  { NULL, ".codex/auth.json" },
  { NULL, ".config/codex/auth.json" },
  { NULL, NULL },
};

static const char *const members[] = { "tokens.access_token", "tokens.accessToken", NULL };

static const PlimFieldFile auth_file = {
  .program = "Codex",
  .command = "codex",
  .name = "auth.json",
  .places = places,
  .members = members,
  .companion = "config.toml",
  .explain_missing = plim_codex_explain_missing,
};

static const PlimField fields[] = {
  {
      .id = "access_token",
      .kind = PLIM_FIELD_SECRET,
      .label = N_ ("Access token"),
      .hint = N_ ("Lasts about ten days; begins with “eyJ”"),
      .normalize = normalize_token,
  },
  {
      .id = "cookie",
      .kind = PLIM_FIELD_SECRET,
      .label = N_ ("Browser cookies"),
      .hint = N_ ("Instead of the token, and lasting longer: the whole “Cookie” header"),
      .normalize = normalize_cookie,
  },
  {
      .id = "auth_file",
      .kind = PLIM_FIELD_FILE,
      .label = N_ ("Sign-in of Codex on this computer"),
      .hint = N_ ("Instead of both: ~/.codex/auth.json is read, never written, and its access "
                  "token is sent to chatgpt.com"),
      .file = &auth_file,
  },
  {
      .id = "account_id",
      .kind = PLIM_FIELD_TEXT,
      .label = N_ ("Workspace ID"),
      .hint = N_ ("Leave it empty for the one that you sign in to"),
  },
  { NULL },
};

static const char *const steps[] = {
  N_ ("If you use the program “codex” on this computer, give the path of its sign-in, "
      "~/.codex/auth.json: nothing needs to be copied, and it renews itself as you work."),
  N_ ("Otherwise sign in at chatgpt.com in your browser and open chatgpt.com/codex."),
  N_ ("Open the browser’s inspector (F12), choose Network, and reload the page."),
  N_ ("Click a request to “/backend-api/wham/usage” and copy its request header “Cookie”, whole; "
      "or copy “Authorization” as the access token instead."),
  NULL,
};

/* The components of the vendor's status page that bear on it. */
static const char *const status_parts[] = { "codex", NULL };

const PlimProvider plim_provider_codex = {
  .id = "codex",
  .name = "Codex",
  .summary = N_ ("ChatGPT plan limits for Codex: session, week and credits"),
  .icon_name = "io.github.plimsoll.Plimsoll-provider-codex-symbolic",
  .fields = fields,
  .steps = steps,
  .dashboard_uri = "https://chatgpt.com/codex/settings/usage",
  .billing_uri = "https://chatgpt.com/#pricing",
  .status_uri = "https://status.openai.com/",
  .status_api = "https://status.openai.com/api/v2/summary.json",
  .status_parts = status_parts,
  .origin = "https://chatgpt.com",
  .interval_s = 5 * 60,
  .minimum_interval_s = 60,
  .rate_limit_wait_s = 2 * 60,
  .needs_network = TRUE,
  .check_setup = check_setup,
  .inspect_secret = inspect_secret,
  .next_request = next_request,
  .parse = parse,
};
