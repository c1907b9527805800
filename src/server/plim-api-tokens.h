/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "plim-api-keys.h"
#include "plim-clock.h"

G_BEGIN_DECLS

/**
 * PlimApiTokens:
 *
 * The local API's tokens as they are in the keyring, and who may do what with them. Wrong ones are
 * counted by address; a right one is never slowed down by them.
 *
 * Signal `loaded`: the keyring was read anew.
 */
#define PLIM_TYPE_API_TOKENS (plim_api_tokens_get_type ())
G_DECLARE_FINAL_TYPE (PlimApiTokens, plim_api_tokens, PLIM, API_TOKENS, GObject)

/** PLIM_API_TOKENS_MAX_FAILURES: wrong tokens from one address within a minute; more are answered
 * 429. */
#define PLIM_API_TOKENS_MAX_FAILURES 20

typedef enum {
  PLIM_API_VERDICT_GOOD,
  PLIM_API_VERDICT_MISSING,
  PLIM_API_VERDICT_WRONG,
  PLIM_API_VERDICT_READ_ONLY,   /* right, but not for changing */
  PLIM_API_VERDICT_LIMITED,     /* wrong once too often */
  PLIM_API_VERDICT_UNAVAILABLE, /* the keyring does not tell */
} PlimApiVerdict;

/** plim_api_tokens_new: knows none before plim_api_tokens_load_async(). */
PlimApiTokens *plim_api_tokens_new (PlimClock *clock);

/** plim_api_tokens_load_async: reads the keyring anew; never prompts. What it told before counts
 * until it has answered; when it fails, nothing does. */
void plim_api_tokens_load_async (PlimApiTokens *self,
                                 GCancellable *cancellable,
                                 GAsyncReadyCallback callback,
                                 gpointer user_data);
gboolean plim_api_tokens_load_finish (PlimApiTokens *self, GAsyncResult *result, GError **error);

/**
 * plim_api_tokens_check:
 * @token: (nullable): what the client says it is
 * @key: (out) (optional) (transfer none) (nullable): whose token it is
 *
 * Notes the use of a good one. A wrong one is to be counted by plim_api_tokens_count_wrong().
 */
PlimApiVerdict
plim_api_tokens_check (PlimApiTokens *self, const char *token, gboolean change, PlimApiKey **key);

/** plim_api_tokens_count_wrong: a wrong token came from @address. Returns %PLIM_API_VERDICT_WRONG
 * or %PLIM_API_VERDICT_LIMITED. */
PlimApiVerdict plim_api_tokens_count_wrong (PlimApiTokens *self, const char *address);

/** plim_api_tokens_get_retry_after: seconds until @address may be wrong again, at least 1 */
gint64 plim_api_tokens_get_retry_after (PlimApiTokens *self, const char *address);

/** plim_api_tokens_get_keys: (transfer none) (element-type PlimApiKey) (nullable): %NULL while the
 * keyring does not tell */
GPtrArray *plim_api_tokens_get_keys (PlimApiTokens *self);

/** plim_api_tokens_dup_bearer: (transfer full) (nullable): the token in an `Authorization` header;
 * %NULL for another scheme. @header: (nullable): */
char *plim_api_tokens_dup_bearer (const char *header);

G_END_DECLS
