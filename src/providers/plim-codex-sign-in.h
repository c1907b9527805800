/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "plim-exchange.h"

G_BEGIN_DECLS

/** PlimCodexRoute: with what to ask. */
typedef enum {
  PLIM_CODEX_NOTHING, /* no sign-in that is still good */
  PLIM_CODEX_TOKEN,
  PLIM_CODEX_FILE,
  PLIM_CODEX_COOKIE,
} PlimCodexRoute;

/**
 * PlimCodexSignIn:
 * @expires_at: of the token, or %PLIM_TIME_UNKNOWN
 * @account_id: (nullable): the workspace
 * @identity: (nullable)
 * @plan: (nullable): a `plan_type`, from the time of signing in
 *
 * What a token says of itself.
 */
typedef struct {
  gint64 expires_at;
  char *account_id;
  char *identity;
  char *plan;
} PlimCodexSignIn;

/** plim_codex_sign_in_new: (transfer full): of a token (nullable); all is unknown when it has no
 * claims */
PlimCodexSignIn *plim_codex_sign_in_new (const char *token);

/**
 * plim_codex_sign_in_new_from_file:
 * @content: of the provider's own program's file
 *
 * Returns: (transfer full) (nullable): what it says; an error when no token is in it
 */
PlimCodexSignIn *plim_codex_sign_in_new_from_file (const char *content, GError **error);

/** plim_codex_explain_missing: see #PlimFieldFile; by the program's settings */
gboolean plim_codex_explain_missing (const char *text, GError **error);

/** plim_codex_sign_in_new_from_facts: (transfer full): what plim_codex_sign_in_keep() kept */
PlimCodexSignIn *
plim_codex_sign_in_new_from_facts (const PlimExchange *exchange, const char *field);
void plim_codex_sign_in_free (PlimCodexSignIn *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PlimCodexSignIn, plim_codex_sign_in_free)

/** plim_codex_sign_in_keep: as facts of the exchange, for the secret @field */
void
plim_codex_sign_in_keep (const PlimCodexSignIn *self, PlimExchange *exchange, const char *field);

/** plim_codex_sign_in_is_past: whether it is known to have ended, or will within a minute */
gboolean plim_codex_sign_in_is_past (const PlimCodexSignIn *self, gint64 now);

/** plim_codex_choose_route: by the secrets that there are and what they say of themselves */
PlimCodexRoute plim_codex_choose_route (const PlimExchange *exchange);

G_END_DECLS
