/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* OpenCode Zen and Go, by one of three routes:
 *
 *   GET /console/api/orgs, …/go/status, …/billing/status, …/budgets/org
 *                                        the console's API, last seen 2026-11
 *   GET /zen/go/v1/usage                 with the Go key; in the provider's open source, 2026-10
 *   GET /workspace/ID/billing, …/go      pages from before the console, last seen 2026-09
 */
#include "plim-provider.h"

#include "plim-error.h"
#include "plim-json.h"
#include "plim-opencode-console.h"
#include "plim-opencode-pages.h"
#include "plim-provider-parts.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define USER_AGENT "Mozilla/5.0 (X11; Linux x86_64; rv:153.0) Gecko/20100101 Firefox/153.0"
#define API "/console/api"

typedef enum {
  ROUTE_CONSOLE,
  ROUTE_GO_KEY,
  ROUTE_PAGES,
} Route;

/* What the answers of the console's API mean. */
typedef struct {
  char *workspace;          /* (nullable): while it is not known */
  gboolean wants_list;      /* ask for the workspaces next */
  const PlimAnswer *list;   /* (nullable): the workspaces, where they were asked for */
  const PlimAnswer *status; /* (nullable): of the Go plan */
  const PlimAnswer *billing;
  const PlimAnswer *budget;
} Console;

static void
console_clear (Console *console)
{
  g_free (console->workspace);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Console, console_clear)

static gboolean
has_service_key (const PlimExchange *exchange)
{
  return plim_exchange_has_secret (exchange, "service_key", TRUE);
}

/* The order is the provider's future: the pages are going away. */
static Route
get_route (const PlimExchange *exchange)
{
  if (has_service_key (exchange) || plim_exchange_has_secret (exchange, "console_session", FALSE))
    return ROUTE_CONSOLE;
  return plim_exchange_has_secret (exchange, "go_key", FALSE) ? ROUTE_GO_KEY : ROUTE_PAGES;
}

static gboolean
is_entitlement_error (JsonObject *root)
{
  JsonObject *detail = plim_json_get_object (root, "error");

  return g_strcmp0 (plim_json_get_string (root, "_tag"), "EntitlementError") == 0 ||
         g_strcmp0 (plim_json_get_string (detail, "type"), "EntitlementError") == 0;
}

static gboolean
is_forbidden (const PlimAnswer *answer)
{
  return answer->status == 403 && !plim_answer_is_html (answer) &&
         !plim_answer_is_challenge (answer);
}

static gboolean
check_answer (const PlimExchange *exchange, const PlimAnswer *answer, GError **error)
{
  g_autoptr (JsonObject) root = NULL;

  if (is_forbidden (answer)) {
    root = plim_parts_dup_error (answer);
    plim_set_error (error, PLIM_STATUS_MISCONFIGURED,
                    is_entitlement_error (root) ? PLIM_CAUSE_NO_PLAN
                                                : PLIM_CAUSE_MISSING_PERMISSION,
                    "the provider answered HTTP 403");
    return FALSE;
  }
  if (answer->status == 200 && plim_answer_is_challenge (answer)) {
    plim_set_error (error, PLIM_STATUS_PROVIDER_UNAVAILABLE, PLIM_CAUSE_CHALLENGE,
                    "opencode.ai answered with a bot challenge");
    return FALSE;
  }
  return plim_answer_check (answer, exchange->now, error);
}

static gboolean
check_page (const PlimExchange *exchange, const PlimAnswer *answer, GError **error)
{
  if (plim_answer_is_login_redirect (answer)) {
    plim_set_error (error, PLIM_STATUS_NOT_AUTHENTICATED, PLIM_CAUSE_NONE,
                    "the page wants a sign-in; a workspace that has moved to the console needs a "
                    "service key instead of this cookie");
    return FALSE;
  }
  if (answer->status == 404) {
    plim_set_error (error, PLIM_STATUS_MISCONFIGURED, PLIM_CAUSE_WRONG_ORGANIZATION,
                    "there is no such workspace (HTTP 404)");
    return FALSE;
  }
  return check_answer (exchange, answer, error);
}

/* A workspace that was discovered and then refused, as after a change of the key, is discovered
 * anew at once. */
static gboolean
is_list_wanted (const PlimExchange *exchange)
{
  const PlimAnswer *first = plim_exchange_get_answer (exchange, 0);

  if (plim_exchange_get_setting (exchange, "workspace") != NULL)
    return FALSE;
  return plim_parts_recall (exchange, "workspace") == NULL ||
         (first != NULL && is_forbidden (first));
}

/* Returns whether it is known which workspace to ask about, or will be with the next answer. */
static gboolean
read_workspace (const PlimExchange *exchange, Console *console, guint *n_read, GError **error)
{
  const char *known = plim_exchange_get_setting (exchange, "workspace");

  if (known == NULL)
    known = plim_parts_recall (exchange, "workspace");
  if (!is_list_wanted (exchange)) {
    console->workspace = g_strdup (known);
    return TRUE;
  }
  if (known != NULL)
    (*n_read)++; /* the refusal */
  console->list = plim_exchange_get_answer (exchange, *n_read);
  console->wants_list = console->list == NULL;
  if (console->wants_list)
    return TRUE;
  (*n_read)++;
  if (!check_answer (exchange, console->list, error))
    return FALSE;
  console->workspace = plim_opencode_choose_workspace (console->list->body, error);
  return console->workspace != NULL;
}

/* Returns whether all is well so far. */
static gboolean
read_console (const PlimExchange *exchange, Console *console, GError **error)
{
  guint n_read = 0;

  if (!read_workspace (exchange, console, &n_read, error))
    return FALSE;
  if (console->wants_list)
    return TRUE;
  console->status = plim_exchange_get_answer (exchange, n_read);
  console->billing = plim_exchange_get_answer (exchange, n_read + 1);
  console->budget = plim_exchange_get_answer (exchange, n_read + 2);
  return console->status == NULL || check_answer (exchange, console->status, error);
}

static PlimRequest *
new_console_request (const PlimExchange *exchange, const char *path, const char *workspace)
{
  PlimRequest *request = plim_request_new ("GET", path);

  plim_request_add_header (request, "Accept", "application/json");
  if (workspace != NULL)
    plim_request_add_header (request, "x-org-id", workspace);
  if (has_service_key (exchange))
    plim_request_add_credential (request, PLIM_CREDENTIAL_BEARER, NULL, "service_key", NULL);
  else
    plim_request_add_credential (request, PLIM_CREDENTIAL_COOKIE, "__Host-console_session",
                                 "console_session", NULL);
  return request;
}

static PlimRequest *
next_console_request (const PlimExchange *exchange)
{
  g_auto (Console) console = { 0 };
  PlimRequest *request;

  if (!read_console (exchange, &console, NULL))
    return NULL;
  if (console.wants_list)
    return new_console_request (exchange, API "/orgs", NULL);
  if (console.status == NULL)
    return new_console_request (exchange, API "/go/status", console.workspace);
  if (console.budget != NULL)
    return NULL;
  request =
      new_console_request (exchange,
                           console.billing == NULL ? API "/billing/status" : API "/budgets/org",
                           console.workspace);
  request->is_optional = TRUE;
  return request;
}

static PlimRequest *
new_page_request (const PlimExchange *exchange, const char *page)
{
  const char *workspace = plim_exchange_get_setting (exchange, "workspace");
  g_autofree char *escaped = plim_escape (workspace != NULL ? workspace : "");
  g_autofree char *path = g_strdup_printf ("/workspace/%s/%s", escaped, page);
  PlimRequest *request = plim_request_new ("GET", path);

  plim_request_add_header (request, "Accept", "text/html");
  plim_request_add_header (request, "User-Agent", USER_AGENT);
  plim_request_add_credential (request, PLIM_CREDENTIAL_COOKIE, "auth", "auth_cookie", NULL);
  return request;
}

static PlimRequest *
next_page_request (const PlimExchange *exchange)
{
  const PlimAnswer *billing = plim_exchange_get_answer (exchange, 0);
  PlimRequest *request;

  if (billing == NULL)
    return new_page_request (exchange, "billing");
  if (plim_exchange_get_n_answers (exchange) > 1 || !check_page (exchange, billing, NULL))
    return NULL;
  request = new_page_request (exchange, "go");
  request->is_optional = TRUE;
  return request;
}

static PlimRequest *
next_request (const PlimExchange *exchange)
{
  PlimRequest *request;

  switch (get_route (exchange)) {
  case ROUTE_GO_KEY:
    if (plim_exchange_get_n_answers (exchange) > 0)
      return NULL;
    request = plim_request_new ("GET", "/zen/go/v1/usage");
    plim_request_add_header (request, "Accept", "application/json");
    plim_request_add_credential (request, PLIM_CREDENTIAL_BEARER, NULL, "go_key", NULL);
    return request;
  case ROUTE_PAGES:
    return next_page_request (exchange);
  case ROUTE_CONSOLE:
  default:
    return next_console_request (exchange);
  }
}

static gboolean
parse_console (const PlimExchange *exchange, PlimSnapshot *snapshot, GError **error)
{
  g_auto (Console) console = { 0 };

  if (!read_console (exchange, &console, error) ||
      !plim_opencode_add_go_status (snapshot, console.status->body, error))
    return FALSE;
  if (console.billing != NULL && console.billing->status == 200)
    plim_opencode_add_billing_status (snapshot, console.billing->body);
  if (console.budget != NULL && console.budget->status == 200)
    plim_opencode_add_budget (snapshot, console.budget->body);
  if (plim_snapshot_get_plan (snapshot) == NULL &&
      plim_snapshot_find_window (snapshot, "balance") != NULL)
    plim_snapshot_set_plan (snapshot, "Pay as you go");
  plim_snapshot_set_owner_id (snapshot, console.workspace);
  if (console.list != NULL)
    plim_snapshot_remember (snapshot, "workspace", console.workspace);
  return TRUE;
}

static gboolean
parse_go_usage (const PlimExchange *exchange, PlimSnapshot *snapshot, GError **error)
{
  const PlimAnswer *answer = plim_exchange_get_answer (exchange, 0);

  return check_answer (exchange, answer, error) &&
         plim_opencode_add_go_usage (snapshot, answer->body, error);
}

/* The second page may lack: without the Go plan there is nothing on it. */
static gboolean
parse_pages (const PlimExchange *exchange, PlimSnapshot *snapshot, GError **error)
{
  const PlimAnswer *billing = plim_exchange_get_answer (exchange, 0);
  const PlimAnswer *go = plim_exchange_get_answer (exchange, 1);

  if (!check_page (exchange, billing, error) ||
      !plim_opencode_add_page (snapshot, exchange->now, billing->body, error))
    return FALSE;
  if (go != NULL && go->status == 200)
    plim_opencode_add_page (snapshot, exchange->now, go->body, NULL);
  plim_snapshot_set_owner_id (snapshot, plim_exchange_get_setting (exchange, "workspace"));
  return TRUE;
}

static PlimSnapshot *
parse (const PlimExchange *exchange, GError **error)
{
  g_autoptr (PlimSnapshot) snapshot = plim_snapshot_new (exchange->now);
  Route route = get_route (exchange);
  gboolean is_good;

  if (route == ROUTE_CONSOLE)
    is_good = parse_console (exchange, snapshot, error);
  else if (route == ROUTE_GO_KEY)
    is_good = parse_go_usage (exchange, snapshot, error);
  else
    is_good = parse_pages (exchange, snapshot, error);
  if (!is_good)
    return NULL;
  plim_snapshot_seal (snapshot);
  return g_steal_pointer (&snapshot);
}

static gboolean
check_setup (const PlimExchange *exchange, GError **error)
{
  gboolean has_cookie = plim_exchange_has_secret (exchange, "auth_cookie", FALSE);

  if (plim_exchange_has_secret (exchange, "service_key", FALSE) ||
      plim_exchange_has_secret (exchange, "console_session", FALSE) ||
      plim_exchange_has_secret (exchange, "go_key", FALSE))
    return TRUE;
  if (!has_cookie) {
    plim_set_error (error, PLIM_STATUS_NOT_AUTHENTICATED, PLIM_CAUSE_NONE, "%s",
                    _ ("One of the keys or cookies is needed; a service key shows most."));
    return FALSE;
  }
  if (plim_exchange_get_setting (exchange, "workspace") == NULL) {
    plim_set_error (error, PLIM_STATUS_MISCONFIGURED, PLIM_CAUSE_NONE, "%s",
                    _ ("With the cookie “auth” the workspace ID is needed too."));
    return FALSE;
  }
  return TRUE;
}

/* Keys of both kinds. The one that may only run models would be refused by the console. */
static char *
normalize_key (const PlimField *field, const char *value, GError **error)
{
  gboolean is_service_field = g_str_equal (field->id, "service_key");
  gboolean is_service_key = g_str_has_prefix (value, "oc_sk_");
  const char *advice = NULL;

  if (strpbrk (value, " ;,=\"") != NULL)
    advice = _ ("This is no key. A cookie belongs into its own field.");
  else if (is_service_field && g_str_has_prefix (value, "sk-"))
    advice = _ ("This key may only run models. A service key begins with “oc_sk_”; a key of the "
                "Go plan belongs into its own field.");
  else if (is_service_field && !is_service_key)
    advice = _ ("A service key begins with “oc_sk_”.");
  else if (!is_service_field && is_service_key)
    advice = _ ("This is a service key: it belongs into its own field.");
  if (advice == NULL)
    return g_strdup (value);
  plim_set_error (error, PLIM_STATUS_NOT_AUTHENTICATED, PLIM_CAUSE_NONE, "%s", advice);
  return NULL;
}

static char *
normalize_cookie (const PlimField *field, const char *value, GError **error)
{
  static const char *const console[] = { "__Host-console_session=", NULL };
  static const char *const pages[] = { "auth=", "__Host-auth=", NULL };
  gboolean is_console = g_str_equal (field->id, "console_session");
  char *clean = plim_parts_dup_cookie (value, is_console ? console : pages);

  if (clean != NULL)
    return clean;
  plim_set_error (error, PLIM_STATUS_NOT_AUTHENTICATED, PLIM_CAUSE_NONE,
                  /* Translators: %s is the name of a cookie. */
                  _ ("Copy the value of the cookie “%s”, or the whole “Cookie” header."),
                  is_console ? "__Host-console_session" : "auth");
  return NULL;
}

/* The id, also out of a pasted address. */
static char *
normalize_workspace (const PlimField *field, const char *value, GError **error)
{
  g_autoptr (GRegex) regex =
      g_regex_new ("(?:^|/)((?:wrk|org)_[A-Za-z0-9]{1,100})(?![\\w-])", 0, 0, NULL);
  g_autoptr (GMatchInfo) match = NULL;

  if (g_regex_match (regex, value, 0, &match))
    return g_match_info_fetch (match, 1);
  plim_set_error (error, PLIM_STATUS_MISCONFIGURED, PLIM_CAUSE_NONE, "%s",
                  _ ("A workspace ID begins with “wrk_” or “org_”. It stands in the address after "
                     "“/workspace/” or “/console/”."));
  return NULL;
}

static const PlimField fields[] = {
  {
      .id = "service_key",
      .kind = PLIM_FIELD_SECRET,
      .label = N_ ("Service key"),
      .hint = N_ ("Begins with “oc_sk_”; shows plan, balance and spending cap"),
      .normalize = normalize_key,
  },
  {
      .id = "console_session",
      .kind = PLIM_FIELD_SECRET,
      .label = N_ ("Console cookie"),
      .hint = N_ ("Instead of the service key: “__Host-console_session”"),
      .normalize = normalize_cookie,
  },
  {
      .id = "go_key",
      .kind = PLIM_FIELD_SECRET,
      .label = N_ ("Go API key"),
      .hint = N_ ("Shows the Go plan alone"),
      .normalize = normalize_key,
  },
  {
      .id = "auth_cookie",
      .kind = PLIM_FIELD_SECRET,
      .label = N_ ("Cookie of the older pages"),
      .hint = N_ ("“auth”, for a workspace that has not moved to the console"),
      .normalize = normalize_cookie,
  },
  {
      .id = "workspace",
      .kind = PLIM_FIELD_TEXT,
      .label = N_ ("Workspace ID"),
      .hint = N_ ("“wrk_…”; leave it empty to have it found, which takes the console"),
      .normalize = normalize_workspace,
  },
  { NULL },
};

static const char *const steps[] = {
  N_ ("Sign in at opencode.ai/console and open Settings, then Service keys."),
  N_ ("Create a key with the permission “all” and copy it; it begins with “oc_sk_”. This is all "
      "that most accounts need."),
  N_ ("For the Go plan alone its API key will do: it is in the console under Go, and OpenCode "
      "keeps it in ~/.local/share/opencode/auth.json."),
  N_ ("If you may not create keys: open the browser’s inspector (F12) on opencode.ai/console, "
      "choose Application or Storage, then Cookies, and copy the value of "
      "“__Host-console_session”."),
  N_ ("Only a workspace that has not moved to the console takes the cookie “auth” of opencode.ai "
      "and the workspace ID from the address bar."),
  NULL,
};

const PlimProvider plim_provider_opencode_zen = {
  .id = "opencode-zen",
  .name = "OpenCode Zen",
  .summary = N_ ("OpenCode Go and Zen: session, week, month, balance and spending cap"),
  .icon_name = "io.github.plimsoll.Plimsoll-provider-opencode-zen-symbolic",
  .fields = fields,
  .steps = steps,
  .dashboard_uri = "https://opencode.ai/console",
  .billing_uri = "https://opencode.ai/console",
  .origin = "https://opencode.ai",
  .interval_s = 5 * 60,
  .minimum_interval_s = 2 * 60,
  .rate_limit_wait_s = 2 * 60,
  .needs_network = TRUE,
  .check_setup = check_setup,
  .next_request = next_request,
  .parse = parse,
};
