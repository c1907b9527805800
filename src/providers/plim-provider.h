/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "plim-exchange.h"

G_BEGIN_DECLS

/** PlimFieldKind: what a field of the add dialog and `plimsoll add` holds. */
typedef enum {
  PLIM_FIELD_SECRET,
  PLIM_FIELD_TEXT,
  PLIM_FIELD_NUMBER,
  PLIM_FIELD_BOOLEAN,
  PLIM_FIELD_CHOICE,
  PLIM_FIELD_FILE, /* a setting: the path of another program's sign-in, whose content is treated as
                    * a secret; empty without the user's consent to read it */
} PlimFieldKind;

/** PlimFilePlace: @path below the folder that the environment's @variable names, or below the home
 * folder where that is %NULL. */
typedef struct {
  const char *variable;
  const char *path;
} PlimFilePlace;

/**
 * PlimFieldFile:
 * @program: whose sign-in it is, as its vendor spells it
 * @command: what the user runs to renew it
 * @name: of the file, in a folder that the user chose
 * @places: where it may be, ended by a path of %NULL
 * @members: (nullable): the file is JSON, and the token is the first of these paths that is there;
 *   ended by %NULL; otherwise the whole file is the secret
 * @companion: (nullable): a file beside it that may tell why there is none
 * @explain_missing: (nullable): with its text, %NULL when it cannot be read; sets an error when it
 *   can tell
 */
typedef struct {
  const char *program;
  const char *command;
  const char *name;
  const PlimFilePlace *places;
  const char *const *members;
  const char *companion;
  gboolean (*explain_missing) (const char *text, GError **error);
} PlimFieldFile;

/** PlimFieldChoice: @id is stored, @label is a msgid. */
typedef struct {
  const char *id;
  const char *label;
} PlimFieldChoice;

/**
 * PlimField:
 * @id: stored and public: never changes; a secret's attribute `field`, a setting's name
 * @label: msgid
 * @hint: (nullable): msgid; where to find it, what it costs
 * @choices: (nullable): ended by an id of %NULL; the first is the default
 * @file: (nullable): of a file
 * @normalize: (nullable): cleans and checks a value before anything is sent; returns (transfer
 * full) the clean one, or %NULL with an error of %PLIM_STATUS_NOT_AUTHENTICATED (a secret) or
 *   %PLIM_STATUS_MISCONFIGURED whose message is a translated sentence saying what is expected
 */
typedef struct _PlimField PlimField;
struct _PlimField {
  const char *id;
  PlimFieldKind kind;
  gboolean is_required;
  const char *label;
  const char *hint;
  const PlimFieldChoice *choices;
  const PlimFieldFile *file;
  char *(*normalize) (const PlimField *field, const char *value, GError **error);
};

/**
 * PlimProvider:
 * @id: stored and public: never changes
 * @name: as the vendor spells it, untranslated
 * @summary: msgid: one line for the list of providers
 * @icon_name: a symbolic icon
 * @fields: (nullable): ended by an id of %NULL; at least one secret unless the demo
 * @steps: ended by %NULL; msgids: how to get the credential, step by step
 * @origin: (nullable): default base URL
 * @other_origins: (nullable): ended by %NULL: where else its requests go by name
 * (#PlimRequest.origin); with the user's own base URL credentials go there, to @origin and to no
 * third party
 * @path: (nullable): of the single GET, for a provider without @next_request
 * @place: with @credential_name and @secret_field: where the credential goes for @path
 * @interval_s: default poll interval
 * @dashboard_uri: (nullable): where the provider itself shows usage
 * @billing_uri: (nullable): where plan or credit is bought
 * @status_uri: (nullable): the provider's status page
 * @status_api: (nullable): that page's `summary.json`, where it is a Statuspage or serves the same
 * @status_parts: (nullable): with @status_api: see plim_status_page_read()
 * @minimum_interval_s: never below this
 * @rate_limit_wait_s: least wait after a 429, or 0
 * @rotating_cookie: (nullable): a 200 answer may set this cookie anew; the fetcher then stores the
 * new value in place of the old one in @rotating_field
 * @needs_network: whether polling sends anything at all
 * @check_setup: (nullable): whether these settings and this set of secrets go together; see
 * plim_provider_check_setup()
 * @dup_origin: (nullable): the base URL by settings (regions); (transfer full) (nullable)
 * @inspect_secret: (nullable): sees each stored secret, and the content of each file that the user
 * consented to have read, before anything is asked and keeps with
 * plim_exchange_set_fact() what it says of itself that is no secret (a token's account, its end);
 * an error ends the exchange with nothing sent
 * @next_request: (nullable): (transfer full) (nullable): what to ask next; %NULL when the answers
 * suffice or one of them is an error that parse() will report
 * @parse: makes a sealed snapshot of the answers, or an error in %PLIM_ERROR
 *
 * All that Plimsoll knows of a provider: constants and pure functions over an exchange. A new one
 * is a file of its own, a line in plim-providers.c, an icon and a folder in tests/fixtures; no
 * other file learns its name.
 */
typedef struct _PlimProvider PlimProvider;
struct _PlimProvider {
  const char *id;
  const char *name;
  const char *summary;
  const char *icon_name;
  const PlimField *fields;
  const char *const *steps;
  const char *dashboard_uri;
  const char *billing_uri;
  const char *status_uri;
  const char *status_api;
  const char *const *status_parts;
  const char *origin;
  const char *const *other_origins;
  const char *path;
  PlimCredentialPlace place;
  const char *credential_name;
  const char *secret_field;
  guint interval_s;
  guint minimum_interval_s;
  guint rate_limit_wait_s;
  const char *rotating_cookie;
  const char *rotating_field;
  gboolean needs_network;
  gboolean (*check_setup) (const PlimExchange *exchange, GError **error);
  char *(*dup_origin) (const PlimExchange *exchange);
  gboolean (*inspect_secret) (PlimExchange *exchange,
                              const char *field,
                              const char *secret,
                              GError **error);
  PlimRequest *(*next_request) (const PlimExchange *exchange);
  PlimSnapshot *(*parse) (const PlimExchange *exchange, GError **error);
};

/** plim_provider_dup_origin: (transfer full): the base URL for these settings, without a trailing
 * slash. */
char *plim_provider_dup_origin (const PlimProvider *self, const PlimExchange *exchange);

/** plim_provider_next_request: (transfer full) (nullable): next_request(), or the single GET of
 * @path. */
PlimRequest *plim_provider_next_request (const PlimProvider *self, const PlimExchange *exchange);

/** plim_provider_find_field: (transfer none) (nullable): by id */
const PlimField *plim_provider_find_field (const PlimProvider *self, const char *id);

/**
 * plim_provider_check_setup:
 * @exchange: the settings, normalized, and the names of all secrets that the user supplied
 *
 * Whether what the user supplied is complete: required fields, and what the provider demands of
 * several together (one of two keys). Asked before an account is checked or saved.
 *
 * Returns: whether it is; otherwise `not_authenticated` (a secret) or `misconfigured` with a
 *   translated sentence
 */
gboolean
plim_provider_check_setup (const PlimProvider *self, const PlimExchange *exchange, GError **error);

/** plim_provider_check_supplied: plim_provider_check_setup() for @settings and the secrets whose
 * fields are the keys of @secrets. */
gboolean plim_provider_check_supplied (const PlimProvider *self,
                                       GHashTable *settings,
                                       GHashTable *secrets,
                                       GError **error);

/**
 * plim_field_normalize:
 *
 * Trims, makes a secret that is a JSON document one line, checks by kind (number, boolean, choice),
 * then asks @normalize. An empty value is fine unless the field is required: it means "not set".
 *
 * Returns: (transfer full) (nullable): the value to store; booleans become `true` or `false`,
 *   numbers are in C's form; a secret's is to be freed with secret_password_free() or wiped
 */
char *plim_field_normalize (const PlimField *self, const char *value, GError **error);

G_END_DECLS
