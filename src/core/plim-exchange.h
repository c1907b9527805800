/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "plim-snapshot.h"

G_BEGIN_DECLS

/** PlimCredentialPlace: where the fetcher puts a secret into a request. */
typedef enum {
  PLIM_CREDENTIAL_NONE,
  PLIM_CREDENTIAL_BEARER, /* Authorization: Bearer SECRET */
  PLIM_CREDENTIAL_HEADER, /* NAME: SECRET */
  PLIM_CREDENTIAL_COOKIE, /* Cookie: SECRET when it holds a "=", else NAME=SECRET */
  PLIM_CREDENTIAL_FORM,   /* NAME=SECRET, escaped, at the end of a form's body */
  PLIM_CREDENTIAL_SIGV4,  /* AWS Signature Version 4 with the key SECRET; NAME is
                           * ACCESS-KEY-ID/REGION/SERVICE; to be added last */
} PlimCredentialPlace;

/**
 * PlimCredential:
 * @name: (nullable): the header's, cookie's or form field's name
 * @secret_field: (nullable): which of the account's secrets, a field id of the provider; %NULL for
 *   a token that an earlier answer brought
 * @answer: then, the index of that answer
 * @member: (nullable): where the secret or the answer is a JSON object: the string in it, as a path
 *   with dots; %NULL for the secret as it is
 *
 * One secret of a request: where it comes from and where it goes.
 */
typedef struct {
  PlimCredentialPlace place;
  char *name;
  char *secret_field;
  guint answer;
  char *member;
} PlimCredential;

/** PlimHeader: one header line; the name's case does not matter. */
typedef struct {
  char *name;
  char *value;
} PlimHeader;

PlimHeader *plim_header_new (const char *name, const char *value);
void plim_header_free (PlimHeader *self);

/**
 * PlimRequest:
 * @method: such as `GET`
 * @origin: (nullable): scheme, host and port, or %NULL for the account's own (the usual case)
 * @path: with the query, already escaped
 * @headers: (element-type PlimHeader): without the credential
 * @body: (nullable): with @content_type
 * @credentials: (element-type PlimCredential): in the order in which they are put in
 * @is_optional: whether the exchange goes on when this request fails in transport
 * @is_billed: whether it costs money each time: then it goes over a new connection, so that it is
 *   never sent a second time because a kept one had just been closed
 *
 * What a provider wants to ask next. It never holds a secret.
 */
typedef struct {
  char *method;
  char *origin;
  char *path;
  GPtrArray *headers;
  char *content_type;
  GBytes *body;
  GPtrArray *credentials;
  gboolean is_optional;
  gboolean is_billed;
} PlimRequest;

/** plim_request_new: (transfer full): @path may hold only escaped text: plim_escape() for values
 * from outside. */
PlimRequest *plim_request_new (const char *method, const char *path);
void plim_request_free (PlimRequest *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PlimRequest, plim_request_free)
void plim_request_add_header (PlimRequest *self, const char *name, const char *value);
void plim_request_set_body (PlimRequest *self, const char *content_type, const char *text);

/** plim_request_add_credential: @member as in #PlimCredential. */
void plim_request_add_credential (PlimRequest *self,
                                  PlimCredentialPlace place,
                                  const char *name,
                                  const char *secret_field,
                                  const char *member);

/** plim_request_add_token: the same with a token out of the @answer-th answer. */
void plim_request_add_token (PlimRequest *self,
                             PlimCredentialPlace place,
                             const char *name,
                             guint answer,
                             const char *member);

/** plim_request_get_credential: (transfer none) (nullable): the @index-th, from 0 */
const PlimCredential *plim_request_get_credential (const PlimRequest *self, guint index);

/** plim_escape: (transfer full): @text as one path segment or query value. */
char *plim_escape (const char *text);

/**
 * PlimAnswer:
 * @status: the HTTP status; 0 when an optional request failed in transport
 * @headers: (element-type PlimHeader): in their order
 * @body: at most 4 MiB
 */
typedef struct {
  guint status;
  GPtrArray *headers;
  GBytes *body;
} PlimAnswer;

PlimAnswer *plim_answer_new (guint status, GBytes *body);
void plim_answer_free (PlimAnswer *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PlimAnswer, plim_answer_free)
void plim_answer_add_header (PlimAnswer *self, const char *name, const char *value);

/** plim_answer_get_header: (transfer none) (nullable): the first header of that name */
const char *plim_answer_get_header (const PlimAnswer *self, const char *name);

/**
 * plim_answer_new_from_text:
 * @text: a whole recorded HTTP/1 answer (status line, headers, empty line, body; LF or CRLF)
 *
 * Returns: (transfer full) (nullable): the answer
 */
PlimAnswer *plim_answer_new_from_text (GBytes *text, GError **error);

/** plim_answer_is_html: whether the body is HTML, by content type or by its first bytes. */
gboolean plim_answer_is_html (const PlimAnswer *self);

/** plim_answer_is_challenge: `cf-mitigated: challenge`, or one of the marks of a bot challenge in
 * HTML. */
gboolean plim_answer_is_challenge (const PlimAnswer *self);

/** plim_answer_is_login_redirect: a 3xx whose Location is a login path or host. */
gboolean plim_answer_is_login_redirect (const PlimAnswer *self);

/**
 * plim_answer_dup_set_cookie:
 *
 * Returns: (transfer full) (nullable): the value of the last `Set-Cookie` of that name; it may be a
 *   secret: free it with secret_password_free() or wipe it
 */
char *plim_answer_dup_set_cookie (const PlimAnswer *self, const char *name);

/**
 * PlimExchange:
 * @now: when the answers are received
 * @is_setup: the live check before an account is saved: ask also what is asked rarely
 *
 * A provider's conversation: the account's settings, what earlier polls remembered, which secrets
 * exist, and the answers so far. It does no I/O and holds no secret.
 */
typedef struct {
  gint64 now;
  gboolean is_setup;
  GHashTable *settings; /* name → value */
  GHashTable *memory;   /* name → value */
  GHashTable *secrets;  /* names of the secret fields that are stored; (nullable): not known */
  GHashTable *facts;    /* name → value: what inspect_secret() found out, nothing secret */
  GPtrArray *answers;   /* PlimAnswer */
} PlimExchange;

/**
 * plim_exchange_new:
 * @settings: (nullable): name → value, copied
 * @memory: (nullable): name → value, copied
 */
PlimExchange *plim_exchange_new (gint64 now, GHashTable *settings, GHashTable *memory);
void plim_exchange_free (PlimExchange *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PlimExchange, plim_exchange_free)

/** plim_exchange_add_secret_field: says that a secret of that field is stored. */
void plim_exchange_add_secret_field (PlimExchange *self, const char *field);

/** plim_exchange_has_secret: whether that secret is stored; @fallback when the secrets are not
 * known. */
gboolean plim_exchange_has_secret (const PlimExchange *self, const char *field, gboolean fallback);

/** plim_exchange_set_fact: keeps what a provider's inspect_secret() found, for this exchange. */
void plim_exchange_set_fact (PlimExchange *self, const char *name, const char *value);

/** plim_exchange_get_fact: (transfer none) (nullable) */
const char *plim_exchange_get_fact (const PlimExchange *self, const char *name);
void plim_exchange_take_answer (PlimExchange *self, PlimAnswer *answer);
guint plim_exchange_get_n_answers (const PlimExchange *self);

/** plim_exchange_get_answer: (transfer none) (nullable): %NULL when there are fewer */
const PlimAnswer *plim_exchange_get_answer (const PlimExchange *self, guint index);

/** plim_exchange_get_setting: (transfer none) (nullable): never an empty string */
const char *plim_exchange_get_setting (const PlimExchange *self, const char *name);
gboolean plim_exchange_get_setting_boolean (const PlimExchange *self, const char *name);

/** plim_exchange_get_setting_number: %NAN when unset */
double plim_exchange_get_setting_number (const PlimExchange *self, const char *name);

/** plim_exchange_get_memory: (transfer none) (nullable): what plim_snapshot_remember() kept */
const char *plim_exchange_get_memory (const PlimExchange *self, const char *name);

/**
 * plim_answer_check:
 *
 * The defaults by HTTP status that all providers share: 2xx is fine; 401 `not_authenticated`; 403
 * with HTML or a challenge `provider_unavailable`, else `not_authenticated`; 404
 * `invalid_response`; 408, 5xx `provider_unavailable`; 429 `rate_limited`; 3xx to a login
 * `not_authenticated`, any other `invalid_response`. Honours Retry-After on 429 and 503. Where a
 * provider's page differs, look at the answer before calling this.
 *
 * @now: for a Retry-After that is a date
 */
gboolean plim_answer_check (const PlimAnswer *self, gint64 now, GError **error);

G_END_DECLS
