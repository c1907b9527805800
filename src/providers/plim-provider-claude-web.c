/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Claude subscription. The private API behind claude.ai/settings/usage, last seen working 2026-09:
 *
 *   GET /api/organizations                       which organization; its plan
 *   GET /api/organizations/ID/usage              the windows, each poll
 *   GET /api/organizations/ID/prepaid/credits    optional: a balance, in cents
 */
#include "plim-provider.h"

#include "plim-claude-organization.h"
#include "plim-claude-usage.h"
#include "plim-error.h"
#include "plim-json.h"
#include "plim-provider-parts.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

/* Without a browser's User-Agent and this Referer the server refuses good cookies (2026). */
#define USER_AGENT "Mozilla/5.0 (X11; Linux x86_64; rv:153.0) Gecko/20100101 Firefox/153.0"
#define CENTS 100.0

static PlimRequest *
new_request (const char *path)
{
  PlimRequest *request = plim_request_new ("GET", path);

  plim_request_add_header (request, "Accept", "application/json");
  plim_request_add_header (request, "Accept-Language", "en-US,en;q=0.9");
  plim_request_add_header (request, "Referer", "https://claude.ai/settings/usage");
  plim_request_add_header (request, "Origin", "https://claude.ai");
  plim_request_add_header (request, "User-Agent", USER_AGENT);
  plim_request_add_credential (request, PLIM_CREDENTIAL_COOKIE, "sessionKey", "session_key", NULL);
  return request;
}

static PlimRequest *
new_organization_request (const char *organization, const char *what)
{
  g_autofree char *escaped = plim_escape (organization);
  g_autofree char *path = g_strdup_printf ("/api/organizations/%s/%s", escaped, what);

  return new_request (path);
}

/* (nullable): the one that the user chose, or the one that was discovered. */
static const char *
get_known_organization (const PlimExchange *exchange)
{
  const char *chosen = plim_exchange_get_setting (exchange, "organization");

  return chosen != NULL ? chosen : plim_parts_recall (exchange, "organization");
}

/* At set-up or with the second poll, when no organization is known, and then daily: the plan may
 * change. */
static gboolean
is_asking_organizations (const PlimExchange *exchange)
{
  if (exchange->is_setup || get_known_organization (exchange) == NULL)
    return TRUE;
  return plim_parts_recall (exchange, "organizations_at") != NULL &&
         plim_parts_is_due (exchange, "organizations_at", PLIM_DAY_S);
}

/* The balance changes slowly and most accounts have none: it is asked at set-up or with the second
 * poll, then hourly where there is one and daily where there is none. */
static gboolean
is_asking_credits (const PlimExchange *exchange)
{
  gboolean has_credits = plim_parts_recall (exchange, "credits") != NULL;

  if (exchange->is_setup)
    return TRUE;
  return plim_parts_recall (exchange, "credits_at") != NULL &&
         plim_parts_is_due (exchange, "credits_at", has_credits ? PLIM_HOUR_S : PLIM_DAY_S);
}

static gboolean
is_wrong_organization (const PlimAnswer *answer)
{
  g_autoptr (JsonObject) root = NULL;

  if (answer->status == 404)
    return TRUE;
  if (answer->status != 403 || plim_answer_is_html (answer) || plim_answer_is_challenge (answer))
    return FALSE;
  root = plim_parts_dup_error (answer);
  return plim_parts_has_text (plim_json_get_string (plim_json_get_object (root, "error"),
                                                    "message"),
                              "for organization");
}

static gboolean
check_answer (const PlimAnswer *answer, gint64 now, gboolean names_organization, GError **error)
{
  const char *location = plim_answer_get_header (answer, "Location");

  if (answer->status >= 300 && answer->status <= 399 &&
      plim_parts_has_text (location, "app-unavailable-in-region")) {
    plim_set_error (error, PLIM_STATUS_PROVIDER_UNAVAILABLE, PLIM_CAUSE_REGION,
                    "claude.ai says that it is not available in this region");
    return FALSE;
  }
  if (names_organization && is_wrong_organization (answer)) {
    plim_set_error (error, PLIM_STATUS_MISCONFIGURED, PLIM_CAUSE_WRONG_ORGANIZATION,
                    "this login has no such organization (HTTP %u)", answer->status);
    return FALSE;
  }
  if (answer->status == 200 && plim_answer_is_challenge (answer)) {
    plim_set_error (error, PLIM_STATUS_PROVIDER_UNAVAILABLE, PLIM_CAUSE_CHALLENGE,
                    "claude.ai answered with a bot challenge");
    return FALSE;
  }
  return plim_answer_check (answer, now, error);
}

/* What the answers so far mean. */
typedef struct {
  const char *known; /* (nullable): the organization, when it need not be discovered */
  gboolean has_list; /* whether the list of organizations is asked in this exchange */
  const PlimAnswer *list;
  const PlimAnswer *usage;
  const PlimAnswer *credits;
} Progress;

/* An organization that was discovered and then refused, as after signing in as somebody else, is
 * discovered anew at once. */
static void
read_progress (const PlimExchange *exchange, Progress *progress)
{
  const PlimAnswer *first = plim_exchange_get_answer (exchange, 0);
  gboolean is_chosen = plim_exchange_get_setting (exchange, "organization") != NULL;
  guint index = 0;

  progress->known = get_known_organization (exchange);
  progress->has_list = is_asking_organizations (exchange);
  if (!progress->has_list && !is_chosen && first != NULL && is_wrong_organization (first)) {
    progress->known = NULL;
    progress->has_list = TRUE;
    index++;
  }
  progress->list = progress->has_list ? plim_exchange_get_answer (exchange, index++) : NULL;
  progress->usage = plim_exchange_get_answer (exchange, index++);
  progress->credits = plim_exchange_get_answer (exchange, index);
}

/* (nullable) (transfer full): the list, an array. */
static JsonNode *
read_list (const PlimAnswer *answer, gint64 now, GError **error)
{
  g_autoptr (JsonNode) root = NULL;

  if (!check_answer (answer, now, FALSE, error))
    return NULL;
  root = plim_json_parse (answer->body, error);
  if (root == NULL)
    return NULL;
  if (!JSON_NODE_HOLDS_ARRAY (root)) {
    plim_set_error (error, PLIM_STATUS_INVALID_RESPONSE, PLIM_CAUSE_NONE,
                    "the list of organizations is not an array");
    return NULL;
  }
  return g_steal_pointer (&root);
}

static void
set_no_organization (JsonArray *list, GError **error)
{
  if (json_array_get_length (list) > 0)
    plim_set_error (error, PLIM_STATUS_INVALID_RESPONSE, PLIM_CAUSE_NONE,
                    "no organization has a “uuid”");
  else
    plim_set_error (error, PLIM_STATUS_MISCONFIGURED, PLIM_CAUSE_WRONG_ORGANIZATION,
                    "this login belongs to no organization");
}

/* (transfer full) (nullable): which organization to ask about. One that is known already stays in
 * use when the list fails: it was asked for the plan alone.
 *
 * @plan: (out) (nullable): only when the list was answered */
static char *
find_organization (const PlimExchange *exchange,
                   const Progress *progress,
                   char **plan,
                   GError **error)
{
  const char *chosen = plim_exchange_get_setting (exchange, "organization");
  g_autoptr (GError) list_error = NULL;
  g_autoptr (JsonNode) list = NULL;
  JsonObject *organization;

  *plan = NULL;
  if (progress->has_list)
    list = read_list (progress->list, exchange->now, &list_error);
  if (list == NULL && progress->known != NULL)
    return g_strdup (progress->known);
  if (list == NULL) {
    g_propagate_error (error, g_steal_pointer (&list_error));
    return NULL;
  }
  organization = plim_claude_choose_organization (json_node_get_array (list), chosen);
  if (organization != NULL)
    *plan = plim_claude_dup_plan (organization);
  if (chosen != NULL)
    return g_strdup (chosen);
  if (organization == NULL) {
    set_no_organization (json_node_get_array (list), error);
    return NULL;
  }
  return g_strdup (plim_json_get_string (organization, "uuid"));
}

static PlimRequest *
next_request (const PlimExchange *exchange)
{
  g_autofree char *organization = NULL;
  g_autofree char *plan = NULL;
  PlimRequest *request;
  Progress progress;

  read_progress (exchange, &progress);
  if (progress.has_list && progress.list == NULL) {
    request = new_request ("/api/organizations");
    request->is_optional = progress.known != NULL;
    return request;
  }
  organization = find_organization (exchange, &progress, &plan, NULL);
  if (organization == NULL)
    return NULL;
  if (progress.usage == NULL)
    return new_organization_request (organization, "usage");
  if (progress.credits != NULL || !is_asking_credits (exchange) ||
      !check_answer (progress.usage, exchange->now, TRUE, NULL))
    return NULL;
  request = new_organization_request (organization, "prepaid/credits");
  request->is_optional = TRUE;
  return request;
}

/* "1234.00 USD": cents and currency, as remembered between two questions; "" for none. */
static char *
dup_credits (const PlimExchange *exchange, const PlimAnswer *answer)
{
  g_autoptr (JsonObject) root = NULL;
  g_autofree char *currency = NULL;
  char number[G_ASCII_DTOSTR_BUF_SIZE];
  double amount;

  if (answer == NULL || answer->status == 0)
    return g_strdup (plim_exchange_get_memory (exchange, "credits"));
  if (answer->status == 200)
    root = plim_json_parse_object (answer->body, NULL);
  if (!plim_json_get_number (root, "amount", &amount))
    return g_strdup ("");
  currency = plim_parts_dup_currency (plim_json_get_string (root, "currency"), "USD");
  g_ascii_formatd (number, sizeof number, "%.2f", amount);
  return g_strconcat (number, " ", currency != NULL ? currency : "", NULL);
}

/* Between two questions the last known balance stays on show: it is at most an hour old. */
static void
add_credits (PlimSnapshot *snapshot, const PlimExchange *exchange, const PlimAnswer *answer)
{
  g_autofree char *credits = dup_credits (exchange, answer);
  PlimUsageWindow *window;
  double cents;
  char *space;

  if (answer != NULL && answer->status != 0)
    plim_parts_remember_time (snapshot, "credits_at", exchange->now);
  else if (plim_parts_recall (exchange, "credits_at") == NULL)
    plim_snapshot_remember (snapshot, "credits_at", "1"); /* long ago: ask with the next poll */
  if (credits == NULL)
    return;
  plim_snapshot_remember (snapshot, "credits", credits);
  space = strchr (credits, ' ');
  if (space == NULL)
    return;
  *space = '\0';
  cents = plim_number_from_string (credits);
  if (isnan (cents))
    return;
  window = plim_snapshot_add_window (snapshot, "credits", PLIM_WINDOW_BALANCE);
  window->title = g_strdup (N_ ("Prepaid credits"));
  window->remaining = cents / CENTS;
  window->unit = space[1] != '\0' ? g_strdup (space + 1) : NULL;
}

static void
add_plan (PlimSnapshot *snapshot,
          const PlimExchange *exchange,
          const PlimAnswer *list,
          const char *organization,
          const char *plan)
{
  if (plan == NULL)
    plan = plim_parts_recall (exchange, "plan");
  plim_snapshot_set_plan (snapshot, plan);
  if (list == NULL || list->status == 0) {
    if (plim_parts_recall (exchange, "organizations_at") == NULL)
      plim_snapshot_remember (snapshot, "organizations_at", "1"); /* long ago */
    return;
  }
  plim_parts_remember_time (snapshot, "organizations_at", exchange->now);
  plim_snapshot_remember (snapshot, "plan", plan != NULL ? plan : "");
  if (plim_exchange_get_setting (exchange, "organization") == NULL)
    plim_snapshot_remember (snapshot, "organization", organization);
}

static void
offer_organizations (PlimSnapshot *snapshot, const PlimExchange *exchange, const PlimAnswer *list)
{
  g_autoptr (JsonNode) root = list != NULL ? read_list (list, exchange->now, NULL) : NULL;

  if (root != NULL)
    plim_claude_offer_organizations (snapshot, json_node_get_array (root));
}

static PlimSnapshot *
parse (const PlimExchange *exchange, GError **error)
{
  g_autoptr (PlimSnapshot) snapshot = plim_snapshot_new (exchange->now);
  g_autofree char *organization = NULL;
  g_autofree char *owner_id = NULL;
  g_autofree char *plan = NULL;
  Progress progress;

  read_progress (exchange, &progress);
  organization = find_organization (exchange, &progress, &plan, error);
  if (organization == NULL || !check_answer (progress.usage, exchange->now, TRUE, error) ||
      !plim_claude_add_usage (snapshot, progress.usage, error))
    return NULL;
  owner_id = g_ascii_strdown (organization, -1);
  plim_snapshot_set_owner_id (snapshot, owner_id);
  add_credits (snapshot, exchange, progress.credits);
  add_plan (snapshot, exchange, progress.list, organization, plan);
  offer_organizations (snapshot, exchange, progress.list);
  plim_snapshot_seal (snapshot);
  return g_steal_pointer (&snapshot);
}

/* (nullable): what to say of a key of another kind, which begins alike. */
static const char *
get_advice_for_other_key (const char *value)
{
  if (g_str_has_prefix (value, "sk-ant-api") || g_str_has_prefix (value, "sk-ant-admin"))
    return _ ("This is a key of the Anthropic API, not of a Claude subscription. Add an account of "
              "“Anthropic API” for it.");
  if (g_str_has_prefix (value, "sk-ant-oat") || g_str_has_prefix (value, "sk-ant-ort"))
    return _ ("This is the token of another program. Copy the cookie “sessionKey” of claude.ai "
              "instead.");
  return NULL;
}

static char *
normalize_session_key (const PlimField *field, const char *value, GError **error)
{
  static const char *const wanted[] = { "sessionKey=sk-ant-", NULL };
  const char *advice = get_advice_for_other_key (value);
  char *clean = NULL;

  if (strchr (value, '=') != NULL)
    clean = plim_parts_dup_cookies (value, wanted);
  else if (advice == NULL && g_str_has_prefix (value, "sk-ant-") && strpbrk (value, " ;,") == NULL)
    clean = g_strdup (value);
  if (clean != NULL)
    return clean;
  if (advice == NULL)
    advice = _ ("This is no session key: it must begin with “sk-ant-sid”. Copy the value of the "
                "cookie “sessionKey”, or the whole “Cookie” header.");
  plim_set_error (error, PLIM_STATUS_NOT_AUTHENTICATED, PLIM_CAUSE_NONE, "%s", advice);
  return NULL;
}

static char *
normalize_organization (const PlimField *field, const char *value, GError **error)
{
  if (g_uuid_string_is_valid (value))
    return g_ascii_strdown (value, -1);
  plim_set_error (error, PLIM_STATUS_MISCONFIGURED, PLIM_CAUSE_NONE, "%s",
                  _ ("An organization is a UUID such as 11111111-2222-4333-8444-555555555555. "
                     "Leave it empty to have it found."));
  return NULL;
}

static const PlimField fields[] = {
  {
      .id = "session_key",
      .kind = PLIM_FIELD_SECRET,
      .is_required = TRUE,
      .label = N_ ("Session key"),
      .hint = N_ ("The cookie “sessionKey”, or the whole “Cookie” header"),
      .normalize = normalize_session_key,
  },
  {
      .id = "organization",
      .kind = PLIM_FIELD_TEXT,
      .label = N_ ("Organization ID"),
      .hint = N_ ("Leave it empty to have it found"),
      .normalize = normalize_organization,
  },
  { NULL },
};

static const char *const steps[] = {
  N_ ("Sign in at claude.ai in your browser."),
  N_ ("Open the browser’s inspector (F12) and choose Application or Storage, then Cookies, then "
      "https://claude.ai."),
  N_ ("Copy the value of “sessionKey”; it begins with “sk-ant-sid”."),
  N_ ("If that key alone is refused: choose Network in the inspector, reload the page, click a "
      "request to “/api/organizations”, and copy the whole request header “Cookie” instead."),
  NULL,
};

/* The components of the vendor's status page that bear on it. */
static const char *const status_parts[] = { "claude.ai", "claude code", NULL };

const PlimProvider plim_provider_claude_web = {
  .id = "claude-web",
  .name = "Claude",
  .summary = N_ ("Claude subscription: session, weeks and extra usage"),
  .icon_name = "io.github.plimsoll.Plimsoll-provider-claude-web-symbolic",
  .fields = fields,
  .steps = steps,
  .dashboard_uri = "https://claude.ai/settings/usage",
  .billing_uri = "https://claude.ai/settings/billing",
  .status_uri = "https://status.claude.com/",
  .status_api = "https://status.claude.com/api/v2/summary.json",
  .status_parts = status_parts,
  .origin = "https://claude.ai",
  .interval_s = 5 * 60,
  .minimum_interval_s = 60,
  .rate_limit_wait_s = 5 * 60,
  .rotating_cookie = "sessionKey",
  .rotating_field = "session_key",
  .needs_network = TRUE,
  .next_request = next_request,
  .parse = parse,
};
