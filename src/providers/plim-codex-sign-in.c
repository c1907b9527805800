/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Claims as the provider's own program reads them, 2026-11. */
#include "plim-codex-sign-in.h"

#include "plim-json.h"
#include "plim-jwt.h"

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
  if (plim_exchange_has_secret (exchange, "cookie", FALSE))
    return PLIM_CODEX_COOKIE;
  return PLIM_CODEX_NOTHING;
}
