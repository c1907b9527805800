/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Claims as the provider's own program reads them, 2026-11. */
#include "plim-codex-sign-in.h"

#include "plim-error.h"
#include "plim-json.h"
#include "plim-jwt.h"

#include <string.h>

#define AUTH "https://api.openai.com/auth"
#define PROFILE "https://api.openai.com/profile"
/* A token that ends while the request is under way would look refused. */
#define MARGIN_S 60

PlimCodexSignIn *
plim_codex_sign_in_new (const char *token)
{
  g_autoptr (JsonObject) claims = plim_jwt_dup_claims (token);
  JsonObject *auth = plim_json_get_object (claims, AUTH);
  JsonObject *profile = plim_json_get_object (claims, PROFILE);
  const char *identity = plim_json_get_string (claims, "email");
  PlimCodexSignIn *self = g_new0 (PlimCodexSignIn, 1);

  self->expires_at = plim_json_get_time (claims, "exp");
  self->account_id = g_strdup (plim_json_get_string (auth, "chatgpt_account_id"));
  self->plan = g_strdup (plim_json_get_string (auth, "chatgpt_plan_type"));
  self->identity = g_strdup (identity != NULL ? identity : plim_json_get_string (profile, "email"));
  return self;
}

void
plim_codex_sign_in_free (PlimCodexSignIn *self)
{
  g_free (self->account_id);
  g_free (self->identity);
  g_free (self->plan);
  g_free (self);
}

/* (nullable): never empty; other programs write the same file with names in the other case */
static const char *
get_string (JsonObject *object, const char *name, const char *other_name)
{
  const char *value = plim_json_get_string (object, name);

  if (value == NULL || value[0] == '\0')
    value = plim_json_get_string (object, other_name);
  return value != NULL && value[0] != '\0' ? value : NULL;
}

static void
set_no_token (JsonObject *root, GError **error)
{
  if (get_string (root, "OPENAI_API_KEY", "openaiApiKey") != NULL)
    plim_set_error (error, PLIM_STATUS_MISCONFIGURED, PLIM_CAUSE_NO_PLAN,
                    "Codex is signed in with an API key, which has no plan limits: sign in to "
                    "Codex with ChatGPT, or add an account for the key");
  else
    plim_set_error (error, PLIM_STATUS_NOT_AUTHENTICATED, PLIM_CAUSE_SIGN_IN_MISSING,
                    "Codex is not signed in: run “codex login”");
}

static void
replace (char **value, const char *better)
{
  if (better == NULL)
    return;
  g_free (*value);
  *value = g_strdup (better);
}

PlimCodexSignIn *
plim_codex_sign_in_new_from_file (const char *content, GError **error)
{
  g_autoptr (GBytes) bytes = g_bytes_new_static (content, strlen (content));
  g_autoptr (JsonObject) root = plim_json_parse_object (bytes, error);
  JsonObject *tokens = plim_json_get_object (root, "tokens");
  const char *access_token = get_string (tokens, "access_token", "accessToken");
  g_autoptr (PlimCodexSignIn) id = NULL;
  PlimCodexSignIn *self;

  if (root == NULL)
    return NULL;
  if (access_token == NULL) {
    set_no_token (root, error);
    return NULL;
  }
  self = plim_codex_sign_in_new (access_token);
  /* The end of this one is an hour after the sign-in and says nothing. */
  id = plim_codex_sign_in_new (get_string (tokens, "id_token", "idToken"));
  replace (&self->account_id, id->account_id);
  replace (&self->account_id, get_string (tokens, "account_id", "accountId"));
  replace (&self->identity, id->identity);
  if (self->plan == NULL)
    replace (&self->plan, id->plan);
  return self;
}

/* (transfer full) (nullable): the value of a text of the file's first part, before any "[table]" */
static char *
dup_toml_text (const char *text, const char *key)
{
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);
  gsize length = strlen (key);

  for (guint i = 0; lines[i] != NULL && lines[i][0] != '['; i++) {
    const char *value = lines[i] + length;

    if (strncmp (lines[i], key, length) != 0)
      continue;
    value += strspn (value, " \t");
    if (*value++ != '=')
      continue;
    value += strspn (value, " \t");
    if (*value == '"' || *value == '\'')
      return g_strndup (value + 1, strcspn (value + 1, "\"'\r"));
  }
  return NULL;
}

gboolean
plim_codex_explain_missing (const char *text, GError **error)
{
  g_autofree char *store = text != NULL ? dup_toml_text (text, "cli_auth_credentials_store") : NULL;

  if (g_strcmp0 (store, "keyring") != 0 && g_strcmp0 (store, "auto") != 0)
    return TRUE;
  plim_set_error (error, PLIM_STATUS_MISCONFIGURED, PLIM_CAUSE_SIGN_IN_UNREADABLE,
                  "Codex keeps its sign-in in the keyring: set cli_auth_credentials_store = "
                  "\"file\" in its config.toml and sign in again, or paste a token");
  return FALSE;
}

static char *
dup_fact (const PlimExchange *exchange, const char *field, const char *name)
{
  g_autofree char *key = g_strconcat (field, ".", name, NULL);

  return g_strdup (plim_exchange_get_fact (exchange, key));
}

static void
set_fact (PlimExchange *exchange, const char *field, const char *name, const char *value)
{
  g_autofree char *key = g_strconcat (field, ".", name, NULL);

  if (value != NULL && value[0] != '\0')
    plim_exchange_set_fact (exchange, key, value);
}

PlimCodexSignIn *
plim_codex_sign_in_new_from_facts (const PlimExchange *exchange, const char *field)
{
  PlimCodexSignIn *self = g_new0 (PlimCodexSignIn, 1);
  g_autofree char *expires_at = dup_fact (exchange, field, "expires_at");

  self->expires_at = plim_time_parse (expires_at);
  self->account_id = dup_fact (exchange, field, "account_id");
  self->identity = dup_fact (exchange, field, "identity");
  self->plan = dup_fact (exchange, field, "plan");
  return self;
}

void
plim_codex_sign_in_keep (const PlimCodexSignIn *self, PlimExchange *exchange, const char *field)
{
  g_autofree char *expires_at = plim_time_to_iso8601 (self->expires_at);

  set_fact (exchange, field, "expires_at", expires_at);
  set_fact (exchange, field, "account_id", self->account_id);
  set_fact (exchange, field, "identity", self->identity);
  set_fact (exchange, field, "plan", self->plan);
}

gboolean
plim_codex_sign_in_is_past (const PlimCodexSignIn *self, gint64 now)
{
  return self->expires_at != PLIM_TIME_UNKNOWN && self->expires_at <= now + MARGIN_S;
}

static gboolean
has_good_token (const PlimExchange *exchange, const char *field, gboolean fallback)
{
  g_autoptr (PlimCodexSignIn) sign_in = plim_codex_sign_in_new_from_facts (exchange, field);

  return plim_exchange_has_secret (exchange, field, fallback) &&
         !plim_codex_sign_in_is_past (sign_in, exchange->now);
}

PlimCodexRoute
plim_codex_choose_route (const PlimExchange *exchange)
{
  if (has_good_token (exchange, "access_token", TRUE))
    return PLIM_CODEX_TOKEN;
  if (has_good_token (exchange, "auth_file", FALSE))
    return PLIM_CODEX_FILE;
  if (plim_exchange_has_secret (exchange, "cookie", FALSE))
    return PLIM_CODEX_COOKIE;
  return PLIM_CODEX_NOTHING;
}
