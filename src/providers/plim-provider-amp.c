/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Amp. What its CLI and its settings page ask, last seen 2026-10:
 *
 *   POST /api/internal?userDisplayBalanceInfo           with an access token: a text for people
 *   GET  /_app/remote/HASH/getFreeTierUsage             with the cookie: the free tier alone
 *   GET  /settings, /_app/immutable/….js                when a new build has changed HASH
 */
#include "plim-provider.h"

#include "plim-amp-balance.h"
#include "plim-amp-free-tier.h"
#include "plim-error.h"
#include "plim-json.h"
#include "plim-provider-parts.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* Of the build of 2026-10. */
#define DEFAULT_HASH "w6b2h6"
#define MAX_SCRIPTS 12

/* What the answers of the cookie's route mean. */
typedef struct {
  char *hash;               /* of the remote function, as far as it is known */
  char *path;               /* (nullable): what to ask next */
  const PlimAnswer *remote; /* (nullable): what the remote function answered last */
  const PlimAnswer *page;   /* (nullable): the settings page, where it was asked */
  gboolean is_new_hash;     /* @hash was found in this exchange */
  guint n_read;
} Progress;

static void
progress_clear (Progress *progress)
{
  g_free (progress->hash);
  g_free (progress->path);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Progress, progress_clear)

static gboolean
has_token (const PlimExchange *exchange)
{
  return plim_exchange_has_secret (exchange, "access_token", TRUE);
}

/* (nullable): the next answer; when there is none yet, @path is what to ask. */
static const PlimAnswer *
read_next (const PlimExchange *exchange, Progress *progress, const char *path)
{
  const PlimAnswer *answer = plim_exchange_get_answer (exchange, progress->n_read);

  if (answer == NULL)
    progress->path = g_strdup (path);
  else
    progress->n_read++;
  return answer;
}

static void
read_remote (const PlimExchange *exchange, Progress *progress)
{
  g_autofree char *escaped = plim_escape (progress->hash);
  g_autofree char *path = g_strdup_printf ("/_app/remote/%s/getFreeTierUsage", escaped);

  progress->remote = read_next (exchange, progress, path);
}

/* (transfer full) (nullable): the hash out of the first script that names the function; %NULL also
 * while scripts are still to be asked for. */
static char *
find_hash_in_scripts (const PlimExchange *exchange, Progress *progress)
{
  g_auto (GStrv) scripts = plim_amp_dup_scripts (progress->page->body);

  for (guint i = 0; scripts[i] != NULL && i < MAX_SCRIPTS; i++) {
    const PlimAnswer *script = read_next (exchange, progress, scripts[i]);
    char *hash;

    if (script == NULL)
      return NULL;
    hash = script->status == 200 ? plim_amp_dup_hash (script->body) : NULL;
    if (hash != NULL)
      return hash;
  }
  return NULL;
}

static gboolean
has_page_data (const PlimExchange *exchange, const PlimAnswer *page)
{
  g_autoptr (PlimSnapshot) scratch = plim_snapshot_new (exchange->now);

  return plim_amp_read_page (scratch, exchange->now, page->body);
}

/* The page is asked when the function is not where it was. The page may name its new place or hold
 * the numbers; else one of the scripts names the place. */
static void
read_progress (const PlimExchange *exchange, Progress *progress)
{
  const char *known = plim_parts_recall (exchange, "remote");
  g_autofree char *hash = NULL;

  progress->hash = g_strdup (known != NULL ? known : DEFAULT_HASH);
  read_remote (exchange, progress);
  if (progress->remote == NULL || progress->remote->status != 404)
    return;
  progress->page = read_next (exchange, progress, "/settings");
  if (progress->page == NULL || progress->page->status != 200)
    return;
  hash = plim_amp_dup_hash (progress->page->body);
  if (hash == NULL && !has_page_data (exchange, progress->page))
    hash = find_hash_in_scripts (exchange, progress);
  if (hash == NULL || g_str_equal (hash, progress->hash))
    return;
  g_free (progress->hash);
  progress->hash = g_steal_pointer (&hash);
  progress->is_new_hash = TRUE;
  read_remote (exchange, progress);
}

static PlimRequest *
new_balance_request (void)
{
  PlimRequest *request = plim_request_new ("POST", "/api/internal?userDisplayBalanceInfo");

  plim_request_add_header (request, "Accept", "application/json");
  plim_request_set_body (request, "application/json",
                         "{\"method\": \"userDisplayBalanceInfo\", \"params\": {}}");
  plim_request_add_credential (request, PLIM_CREDENTIAL_BEARER, NULL, "access_token", NULL);
  return request;
}

/* The scripts are public: they get no cookie, and one that fails does no harm. */
static PlimRequest *
new_page_request (const char *path)
{
  PlimRequest *request = plim_request_new ("GET", path);

  if (g_str_has_prefix (path, "/_app/immutable/")) {
    request->is_optional = TRUE;
    return request;
  }
  if (g_str_equal (path, "/settings")) {
    plim_request_add_header (request, "Accept", "text/html");
  } else {
    plim_request_add_header (request, "Accept", "application/json");
    plim_request_add_header (request, "x-sveltekit-pathname", "/settings");
    plim_request_add_header (request, "x-sveltekit-search", "");
  }
  plim_request_add_credential (request, PLIM_CREDENTIAL_COOKIE, "session", "session", NULL);
  return request;
}

static PlimRequest *
next_request (const PlimExchange *exchange)
{
  g_auto (Progress) progress = { 0 };

  if (has_token (exchange))
    return plim_exchange_get_n_answers (exchange) == 0 ? new_balance_request () : NULL;
  read_progress (exchange, &progress);
  return progress.path != NULL ? new_page_request (progress.path) : NULL;
}

/* A refusal may come with HTTP 200; where it has a code, that decides. */
static gboolean
check_refusal (JsonObject *root, GError **error)
{
  JsonObject *detail = plim_json_get_object (root, "error");
  const char *code = plim_json_get_string (detail, "code");
  const char *message = plim_json_get_string (detail, "message");
  PlimStatus status = PLIM_STATUS_PROVIDER_UNAVAILABLE;

  if (plim_json_get_boolean (root, "ok", TRUE))
    return TRUE;
  if (g_strcmp0 (code, "auth-required") == 0)
    status = PLIM_STATUS_NOT_AUTHENTICATED;
  plim_set_error (error, status, PLIM_CAUSE_NONE, "the provider answered %s: %s",
                  code != NULL ? code : "no code", message != NULL ? message : "no message");
  return FALSE;
}

static gboolean
parse_balance (const PlimExchange *exchange, PlimSnapshot *snapshot, GError **error)
{
  const PlimAnswer *answer = plim_exchange_get_answer (exchange, 0);
  g_autoptr (JsonObject) root = NULL;
  const char *text;

  if (!plim_answer_check (answer, exchange->now, error))
    return FALSE;
  root = plim_json_parse_object (answer->body, error);
  if (root == NULL || !check_refusal (root, error))
    return FALSE;
  text = plim_json_get_string (plim_json_get_object (root, "result"), "displayText");
  if (text == NULL) {
    plim_set_error (error, PLIM_STATUS_INVALID_RESPONSE, PLIM_CAUSE_NONE,
                    "“result.displayText” is missing or not a string");
    return FALSE;
  }
  if (!plim_amp_add_balance (snapshot, exchange->now, text)) {
    plim_set_error (error, PLIM_STATUS_INVALID_RESPONSE, PLIM_CAUSE_NONE,
                    "no line of “result.displayText” is of a known form");
    return FALSE;
  }
  return TRUE;
}

static gboolean
parse_free_tier (const PlimExchange *exchange, PlimSnapshot *snapshot, GError **error)
{
  g_auto (Progress) progress = { 0 };

  read_progress (exchange, &progress);
  plim_snapshot_set_plan (snapshot, "Free");
  if (progress.is_new_hash)
    plim_snapshot_remember (snapshot, "remote", progress.hash);
  if (progress.page == NULL || progress.is_new_hash)
    return plim_amp_read_remote (snapshot, exchange->now, progress.remote, error);
  if (!plim_answer_check (progress.page, exchange->now, error))
    return FALSE;
  if (plim_amp_read_page (snapshot, exchange->now, progress.page->body))
    return TRUE;
  plim_set_error (error, PLIM_STATUS_INVALID_RESPONSE, PLIM_CAUSE_NONE,
                  "neither the settings page nor its scripts name “getFreeTierUsage”");
  return FALSE;
}

static PlimSnapshot *
parse (const PlimExchange *exchange, GError **error)
{
  g_autoptr (PlimSnapshot) snapshot = plim_snapshot_new (exchange->now);
  gboolean is_good = has_token (exchange) ? parse_balance (exchange, snapshot, error)
                                          : parse_free_tier (exchange, snapshot, error);

  if (!is_good)
    return NULL;
  plim_snapshot_seal (snapshot);
  return g_steal_pointer (&snapshot);
}

static gboolean
check_setup (const PlimExchange *exchange, GError **error)
{
  if (plim_exchange_has_secret (exchange, "access_token", FALSE) ||
      plim_exchange_has_secret (exchange, "session", FALSE))
    return TRUE;
  plim_set_error (error, PLIM_STATUS_NOT_AUTHENTICATED, PLIM_CAUSE_NONE, "%s",
                  _ ("An access token or the cookie “session” is needed."));
  return FALSE;
}

static char *
normalize_token (const PlimField *field, const char *value, GError **error)
{
  if (g_str_has_prefix (value, "sgamp_") && strpbrk (value, " ;,=\"") == NULL)
    return g_strdup (value);
  plim_set_error (error, PLIM_STATUS_NOT_AUTHENTICATED, PLIM_CAUSE_NONE, "%s",
                  _ ("An access token of Amp begins with “sgamp_”."));
  return NULL;
}

static char *
normalize_session (const PlimField *field, const char *value, GError **error)
{
  static const char *const wanted[] = { "session=", NULL };
  char *clean;

  if (g_str_has_prefix (value, "sgamp_")) {
    plim_set_error (error, PLIM_STATUS_NOT_AUTHENTICATED, PLIM_CAUSE_NONE, "%s",
                    _ ("This is an access token: it belongs into the other field."));
    return NULL;
  }
  clean = plim_parts_dup_cookie (value, wanted);
  if (clean == NULL)
    plim_set_error (error, PLIM_STATUS_NOT_AUTHENTICATED, PLIM_CAUSE_NONE, "%s",
                    _ ("Copy the value of the cookie “session”, or the whole “Cookie” header."));
  return clean;
}

static const PlimField fields[] = {
  {
      .id = "access_token",
      .kind = PLIM_FIELD_SECRET,
      .label = N_ ("Access token"),
      .hint = N_ ("Begins with “sgamp_”; shows credits and tiers too"),
      .normalize = normalize_token,
  },
  {
      .id = "session",
      .kind = PLIM_FIELD_SECRET,
      .label = N_ ("Session cookie"),
      .hint = N_ ("Instead of the token; shows Amp Free alone"),
      .normalize = normalize_session,
  },
  { NULL },
};

static const char *const steps[] = {
  N_ ("Sign in at ampcode.com and open Settings (ampcode.com/settings)."),
  N_ ("Under Access token, create or copy the token; it begins with “sgamp_”. If you use Amp’s "
      "command line, its AMP_API_KEY is such a token."),
  N_ ("Only if you cannot have a token: open the browser’s inspector (F12) on that page, choose "
      "Application or Storage, then Cookies, and copy the value of “session”."),
  NULL,
};

const PlimProvider plim_provider_amp = {
  .id = "amp",
  .name = "Amp",
  .summary = N_ ("Amp Free, credits and subscription tiers"),
  .icon_name = "io.github.plimsoll.Plimsoll-provider-amp-symbolic",
  .fields = fields,
  .steps = steps,
  .dashboard_uri = "https://ampcode.com/settings",
  .billing_uri = "https://ampcode.com/settings",
  .origin = "https://ampcode.com",
  .interval_s = 5 * 60,
  .minimum_interval_s = 2 * 60,
  .rate_limit_wait_s = 2 * 60,
  .needs_network = TRUE,
  .check_setup = check_setup,
  .next_request = next_request,
  .parse = parse,
};
