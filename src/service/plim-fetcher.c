/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "plim-fetcher.h"

#include "plim-credential.h"
#include "plim-file-token.h"
#include "plim-redact.h"
#include "plim-rotation.h"
#include "plim-secrets.h"
#include "plim-target.h"
#include "plim-transport.h"

#include <libsecret/secret.h>
#include <libsoup/soup.h>
#include <string.h>

#define USER_AGENT "Plimsoll/" PLIM_VERSION
#define DEADLINE_MS (60 * 1000)
/* After which another program has surely written the rest of its file. */
#define SETTLE_MS (2 * 1000)
/* More than any provider's pages; an answer must not keep us asking for ever. */
#define MAX_REQUESTS 50

struct _PlimFetcher {
  GObject parent_instance;

  SoupSession *session;
  guint deadline_ms;
  guint settle_ms;
  GHashTable *refused; /* account id → digest of the token of a file that was not accepted */
};

G_DEFINE_FINAL_TYPE (PlimFetcher, plim_fetcher, G_TYPE_OBJECT)

/* One exchange. The account may go away or change meanwhile, so what is needed of it is copied. */
typedef struct {
  const PlimProvider *provider;
  char *account_id;
  char *label;
  gboolean is_own_base;
  char *base;
  PlimExchange *exchange;
  GWeakRef account; /* gets the inspection at the end */
  PlimInspection *inspection;
  const PlimField *field; /* whose secret is being looked for */
  guint n_requests;
  /* The request that is under way. */
  PlimRequest *request;
  GUri *uri;
  SoupMessage *message;
  guint n_placed; /* credentials that are in the message */
  char *digest;   /* (nullable): of the secret that was sent and may be renewed */
  /* Another program's sign-in. */
  PlimFileToken *file; /* (nullable) */
  gboolean is_file_sent;
  char *refused_digest; /* (nullable): of its token that was refused in this exchange */
} Fetch;

static void
clear_request (Fetch *fetch)
{
  g_clear_pointer (&fetch->request, plim_request_free);
  g_clear_pointer (&fetch->uri, g_uri_unref);
  g_clear_object (&fetch->message);
  g_clear_pointer (&fetch->digest, g_free);
  fetch->n_placed = 0;
}

static void
fetch_free (Fetch *fetch)
{
  g_autoptr (PlimAccount) account = g_weak_ref_get (&fetch->account);

  if (account != NULL && fetch->n_requests > 0)
    plim_account_set_inspection (account, fetch->inspection);
  g_weak_ref_clear (&fetch->account);
  plim_inspection_unref (fetch->inspection);
  clear_request (fetch);
  g_free (fetch->account_id);
  g_free (fetch->label);
  g_free (fetch->base);
  g_clear_pointer (&fetch->exchange, plim_exchange_free);
  g_clear_pointer (&fetch->file, plim_file_token_free);
  g_free (fetch->refused_digest);
  g_free (fetch);
}

static void ask_next (GTask *task);
static void look_for_secrets (GTask *task);
static void place_next (GTask *task);

static GError *
map_secrets_error (const GError *error)
{
  g_autofree char *detail = plim_redact (error->message);
  PlimCause cause = PLIM_CAUSE_KEYRING_MISSING;

  if (error->domain != PLIM_SECRETS_ERROR)
    return g_error_copy (error);
  if (error->code == PLIM_SECRETS_ERROR_NOT_FOUND)
    return plim_error_new (PLIM_STATUS_NOT_AUTHENTICATED, PLIM_CAUSE_SECRET_MISSING, 0,
                           "the keyring holds no credential for this account");
  if (error->code == PLIM_SECRETS_ERROR_LOCKED)
    cause = PLIM_CAUSE_KEYRING_LOCKED;
  else if (error->code == PLIM_SECRETS_ERROR_CANCELLED)
    cause = PLIM_CAUSE_KEYRING_CANCELLED;
  return plim_error_new (PLIM_STATUS_MISCONFIGURED, cause, 0, "keyring: %s", detail);
}

static guint
count_secret_fields (const PlimProvider *provider)
{
  guint n_fields = 0;

  for (const PlimField *field = provider->fields; field != NULL && field->id != NULL; field++)
    n_fields += field->kind == PLIM_FIELD_SECRET;
  return n_fields;
}

static void
fail (GTask *task, GError *error)
{
  g_task_return_error (task, error);
  g_object_unref (task);
}

static const PlimField *
get_first_field (const PlimProvider *provider)
{
  return provider->inspect_secret != NULL || count_secret_fields (provider) > 1 ? provider->fields
                                                                                : NULL;
}

/* Another program's token was refused, though not known to have ended. The program may just have
 * renewed it, so its file is read once more; the exchange begins anew. */
static void
read_file_again (GTask *task)
{
  Fetch *fetch = g_task_get_task_data (task);
  PlimExchange *first = fetch->exchange;

  fetch->exchange = plim_exchange_new (first->now, first->settings, first->memory);
  fetch->exchange->is_setup = first->is_setup;
  plim_exchange_free (first);
  fetch->refused_digest = g_strdup (plim_file_token_get_digest (fetch->file));
  fetch->is_file_sent = FALSE;
  fetch->field = get_first_field (fetch->provider);
  look_for_secrets (task);
}

/* Until the file changes nothing is sent with this token again. */
static void
fail_refused (GTask *task)
{
  PlimFetcher *self = g_task_get_source_object (task);
  Fetch *fetch = g_task_get_task_data (task);
  GError *error = NULL;

  g_hash_table_insert (self->refused, g_strdup (fetch->account_id),
                       g_strdup (plim_file_token_get_digest (fetch->file)));
  plim_file_token_set_refused (fetch->file, &error);
  fail (task, error);
}

static void
parse (GTask *task)
{
  PlimFetcher *self = g_task_get_source_object (task);
  Fetch *fetch = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;
  PlimSnapshot *snapshot = fetch->provider->parse (fetch->exchange, &error);

  if (snapshot != NULL) {
    if (fetch->is_file_sent)
      g_hash_table_remove (self->refused, fetch->account_id);
    g_task_return_pointer (task, snapshot, (GDestroyNotify) plim_snapshot_unref);
    g_object_unref (task);
  } else if (!fetch->is_file_sent ||
             plim_error_get_status (error) != PLIM_STATUS_NOT_AUTHENTICATED) {
    fail (task, g_steal_pointer (&error));
  } else if (fetch->refused_digest == NULL) {
    read_file_again (task);
  } else {
    fail_refused (task);
  }
}

static const char *
get_origin (const Fetch *fetch)
{
  return fetch->request->origin != NULL ? fetch->request->origin : fetch->base;
}

static void
go_on (GTask *task, PlimAnswer *answer)
{
  Fetch *fetch = g_task_get_task_data (task);

  plim_inspection_add (fetch->inspection, fetch->request, get_origin (fetch), answer);
  plim_exchange_take_answer (fetch->exchange, answer);
  clear_request (fetch);
  ask_next (task);
}

/* Without the optional request's answer the exchange goes on; a cancellation always ends it. */
static void
fail_request (GTask *task, GError *error)
{
  Fetch *fetch = g_task_get_task_data (task);

  if (!fetch->request->is_optional || g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED)) {
    plim_inspection_add (fetch->inspection, fetch->request, get_origin (fetch), NULL);
    fail (task, error);
    return;
  }
  g_debug ("%s: an optional request failed: %s", fetch->provider->id, error->message);
  g_error_free (error);
  go_on (task, plim_answer_new (0, NULL));
}

static void
on_rotated (GObject *source, GAsyncResult *result, gpointer user_data)
{
  GTask *task = user_data;
  Fetch *fetch = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;
  PlimAnswer *answer = plim_rotation_finish (result, &error);

  /* The old secret stays: it may still do, and if not, the next poll says so. */
  if (error != NULL)
    g_message ("%s: a renewed credential could not be kept: %s", fetch->provider->id,
               error->message);
  go_on (task, answer);
}

static void
on_answer (GObject *source, GAsyncResult *result, gpointer user_data)
{
  GTask *task = user_data;
  Fetch *fetch = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;
  g_autoptr (PlimAnswer) answer = plim_transport_send_finish (result, &error);
  gboolean has_network;

  plim_credential_take_out (fetch->message, fetch->request);
  if (answer == NULL) {
    has_network = g_network_monitor_get_network_available (g_network_monitor_get_default ());
    fail_request (task,
                  plim_transport_map_error (error, fetch->uri,
                                            plim_target_is_typed (fetch->provider, fetch->request,
                                                                  fetch->is_own_base),
                                            has_network));
    return;
  }
  g_debug ("%s: answer %u: HTTP %u, %" G_GSIZE_FORMAT " bytes", fetch->provider->id,
           fetch->n_requests, answer->status, g_bytes_get_size (answer->body));
  if (fetch->digest == NULL || !plim_rotation_is_due (fetch->provider, answer)) {
    go_on (task, g_steal_pointer (&answer));
    return;
  }
  plim_rotation_async (fetch->provider, fetch->account_id, fetch->label, fetch->digest,
                       g_steal_pointer (&answer), on_rotated, task);
}

static void
send_message (GTask *task)
{
  PlimFetcher *self = g_task_get_source_object (task);
  Fetch *fetch = g_task_get_task_data (task);

  plim_transport_send_async (self->session, fetch->message, self->deadline_ms,
                             g_task_get_cancellable (task), on_answer, task);
}

static void
on_secret (GObject *source, GAsyncResult *result, gpointer user_data)
{
  GTask *task = user_data;
  Fetch *fetch = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;
  char *secret = plim_secrets_lookup_finish (result, &error);
  const PlimCredential *credential;
  gboolean is_placed;

  if (secret == NULL) {
    GError *mapped = map_secrets_error (error);

    /* A keyring that does not answer concerns the account, however little the request matters. */
    if (plim_error_get_status (mapped) == PLIM_STATUS_MISCONFIGURED)
      fetch->request->is_optional = FALSE;
    fail_request (task, mapped);
    return;
  }
  credential = plim_request_get_credential (fetch->request, fetch->n_placed);
  is_placed = plim_credential_put (fetch->message, fetch->request, credential, secret,
                                   fetch->exchange->now, &error);
  if (plim_rotation_concerns (fetch->provider, credential))
    fetch->digest = plim_rotation_digest (secret);
  secret_password_free (secret);
  if (is_placed) {
    fetch->n_placed++;
    place_next (task);
  } else {
    fail_request (task, g_steal_pointer (&error));
  }
}

/* A token that an earlier answer brought. */
static gboolean
place_token (Fetch *fetch, const PlimCredential *credential, GError **error)
{
  const PlimAnswer *answer = plim_exchange_get_answer (fetch->exchange, credential->answer);
  gsize size = 0;
  const char *body = answer != NULL ? g_bytes_get_data (answer->body, &size) : NULL;
  char *text = g_strndup (body != NULL ? body : "", size);
  gboolean is_placed = plim_credential_put (fetch->message, fetch->request, credential, text,
                                            fetch->exchange->now, error);

  secret_password_free (text);
  return is_placed;
}

static gboolean
is_of_file (Fetch *fetch, const PlimCredential *credential)
{
  return fetch->file != NULL && credential->secret_field != NULL &&
         plim_file_token_get (fetch->file, credential->secret_field) != NULL;
}

static gboolean
place_file_token (Fetch *fetch, const PlimCredential *credential, GError **error)
{
  fetch->is_file_sent = TRUE;
  return plim_credential_put (fetch->message, fetch->request, credential,
                              plim_file_token_get (fetch->file, credential->secret_field),
                              fetch->exchange->now, error);
}

static void
place_next (GTask *task)
{
  Fetch *fetch = g_task_get_task_data (task);
  const PlimCredential *credential = plim_request_get_credential (fetch->request, fetch->n_placed);
  g_autoptr (GError) error = NULL;

  if (credential == NULL) {
    send_message (task);
  } else if (is_of_file (fetch, credential)) {
    if (place_file_token (fetch, credential, &error)) {
      fetch->n_placed++;
      place_next (task);
    } else {
      fail_request (task, g_steal_pointer (&error));
    }
  } else if (credential->secret_field != NULL) {
    plim_secrets_lookup_async (fetch->account_id, credential->secret_field, FALSE,
                               g_task_get_cancellable (task), on_secret, task);
  } else if (place_token (fetch, credential, &error)) {
    fetch->n_placed++;
    place_next (task);
  } else {
    fail_request (task, g_steal_pointer (&error));
  }
}

static gboolean
add_headers (SoupMessage *message, const PlimRequest *request, GError **error)
{
  SoupMessageHeaders *headers = soup_message_get_request_headers (message);

  soup_message_headers_replace (headers, "User-Agent", USER_AGENT);
  for (guint i = 0; i < request->headers->len; i++) {
    const PlimHeader *header = g_ptr_array_index (request->headers, i);

    if (!plim_credential_is_header_safe (header->value)) {
      plim_set_error (error, PLIM_STATUS_MISCONFIGURED, PLIM_CAUSE_NONE,
                      "a setting has control characters");
      return FALSE;
    }
    soup_message_headers_replace (headers, header->name, header->value);
  }
  return TRUE;
}

static gboolean
make_message (Fetch *fetch, GError **error)
{
  fetch->uri =
      plim_target_build (fetch->provider, fetch->request, fetch->base, fetch->is_own_base, error);
  if (fetch->uri == NULL)
    return FALSE;
  fetch->message = soup_message_new_from_uri (fetch->request->method, fetch->uri);
  if (!add_headers (fetch->message, fetch->request, error))
    return FALSE;
  if (fetch->request->body != NULL)
    soup_message_set_request_body_from_bytes (fetch->message, fetch->request->content_type,
                                              fetch->request->body);
  return TRUE;
}

static void
ask_next (GTask *task)
{
  Fetch *fetch = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;

  fetch->request = plim_provider_next_request (fetch->provider, fetch->exchange);
  if (fetch->request == NULL) {
    parse (task);
    return;
  }
  if (++fetch->n_requests > MAX_REQUESTS)
    plim_set_error (&error, PLIM_STATUS_INVALID_RESPONSE, PLIM_CAUSE_NONE,
                    "the answers ask for more than %d requests", MAX_REQUESTS);
  if (error != NULL || !make_message (fetch, &error)) {
    fail (task, g_steal_pointer (&error));
    return;
  }
  place_next (task);
}

static gboolean
take_secret (Fetch *fetch, const char *secret, GError **error)
{
  const PlimProvider *provider = fetch->provider;

  plim_exchange_add_secret_field (fetch->exchange, fetch->field->id);
  return provider->inspect_secret == NULL ||
         provider->inspect_secret (fetch->exchange, fetch->field->id, secret, error);
}

static void
on_field_looked_up (GObject *source, GAsyncResult *result, gpointer user_data)
{
  GTask *task = user_data;
  Fetch *fetch = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;
  char *secret = plim_secrets_lookup_finish (result, &error);
  gboolean is_usable = TRUE;

  if (secret == NULL &&
      !g_error_matches (error, PLIM_SECRETS_ERROR, PLIM_SECRETS_ERROR_NOT_FOUND)) {
    fail (task, map_secrets_error (error));
    return;
  }
  if (secret != NULL)
    is_usable = take_secret (fetch, secret, &error);
  secret_password_free (secret);
  if (!is_usable) {
    fail (task, g_steal_pointer (&error));
    return;
  }
  fetch->field++;
  look_for_secrets (task);
}

static void
on_file_read (GObject *source, GAsyncResult *result, gpointer user_data)
{
  GTask *task = user_data;
  PlimFetcher *self = g_task_get_source_object (task);
  Fetch *fetch = g_task_get_task_data (task);
  const char *refused = g_hash_table_lookup (self->refused, fetch->account_id);
  GError *error = NULL;

  if (!plim_file_token_read_finish (fetch->file, result, &error)) {
    fail (task, error);
    return;
  }
  if (fetch->refused_digest != NULL)
    refused = fetch->refused_digest;
  if (g_strcmp0 (plim_file_token_get_digest (fetch->file), refused) == 0)
    fail_refused (task);
  else
    ask_next (task);
}

/* All secrets have been looked for. A new account is told what it lacks before anything is sent. */
static void
begin (GTask *task)
{
  PlimFetcher *self = g_task_get_source_object (task);
  Fetch *fetch = g_task_get_task_data (task);
  GError *error = NULL;

  if (fetch->field != NULL && fetch->exchange->is_setup &&
      !plim_provider_check_setup (fetch->provider, fetch->exchange, &error)) {
    fail (task, error);
    return;
  }
  if (fetch->file == NULL) {
    ask_next (task);
    return;
  }
  plim_file_token_read_async (fetch->file, fetch->exchange, self->settle_ms,
                              g_task_get_cancellable (task), on_file_read, task);
}

/* What a provider asks may depend on which of several secrets there are; with a single one it
 * cannot, and the keyring is asked once less. */
static void
look_for_secrets (GTask *task)
{
  Fetch *fetch = g_task_get_task_data (task);

  while (fetch->field != NULL && fetch->field->id != NULL &&
         fetch->field->kind != PLIM_FIELD_SECRET)
    fetch->field++;
  if (fetch->field == NULL || fetch->field->id == NULL) {
    begin (task);
    return;
  }
  plim_secrets_lookup_async (fetch->account_id, fetch->field->id, FALSE,
                             g_task_get_cancellable (task), on_field_looked_up, task);
}

static void
plim_fetcher_dispose (GObject *object)
{
  PlimFetcher *self = PLIM_FETCHER (object);

  if (self->session != NULL)
    soup_session_abort (self->session);
  g_clear_object (&self->session);
  G_OBJECT_CLASS (plim_fetcher_parent_class)->dispose (object);
}

static void
plim_fetcher_finalize (GObject *object)
{
  g_hash_table_unref (PLIM_FETCHER (object)->refused);
  G_OBJECT_CLASS (plim_fetcher_parent_class)->finalize (object);
}

static void
plim_fetcher_class_init (PlimFetcherClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = plim_fetcher_dispose;
  G_OBJECT_CLASS (klass)->finalize = plim_fetcher_finalize;
}

static void
plim_fetcher_init (PlimFetcher *self)
{
  self->session = plim_transport_session_new ();
  self->deadline_ms = DEADLINE_MS;
  self->settle_ms = SETTLE_MS;
  self->refused = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
}

PlimFetcher *
plim_fetcher_new (void)
{
  return g_object_new (PLIM_TYPE_FETCHER, NULL);
}

void
plim_fetcher_set_deadline (PlimFetcher *self, guint deadline_ms)
{
  g_return_if_fail (PLIM_IS_FETCHER (self));

  self->deadline_ms = deadline_ms;
}

void
plim_fetcher_set_settle (PlimFetcher *self, guint settle_ms)
{
  g_return_if_fail (PLIM_IS_FETCHER (self));

  self->settle_ms = settle_ms;
}

SoupSession *
plim_fetcher_get_session (PlimFetcher *self)
{
  g_return_val_if_fail (PLIM_IS_FETCHER (self), NULL);

  return self->session;
}

static char *
dup_base (const PlimProvider *provider, PlimAccount *account, PlimExchange *exchange)
{
  char *base = plim_account_get_base_url (account) != NULL
                   ? g_strdup (plim_account_get_base_url (account))
                   : plim_provider_dup_origin (provider, exchange);
  gsize length = base != NULL ? strlen (base) : 0;

  while (length > 0 && base[length - 1] == '/')
    base[--length] = '\0';
  return base;
}

static Fetch *
fetch_new (const PlimProvider *provider, PlimAccount *account, gint64 now, gboolean is_setup)
{
  Fetch *fetch = g_new0 (Fetch, 1);

  fetch->provider = provider;
  fetch->account_id = g_strdup (plim_account_get_id (account));
  fetch->label = g_strdup (plim_account_get_label (account));
  g_weak_ref_init (&fetch->account, account);
  fetch->inspection = plim_inspection_new ();
  fetch->exchange = plim_exchange_new (now, plim_account_get_settings (account),
                                       plim_account_get_memory (account));
  fetch->exchange->is_setup = is_setup;
  fetch->is_own_base = plim_account_get_base_url (account) != NULL;
  fetch->base = dup_base (provider, account, fetch->exchange);
  fetch->field = get_first_field (provider);
  fetch->file = plim_file_token_new (provider, fetch->exchange->settings);
  return fetch;
}

void
plim_fetcher_fetch_async (PlimFetcher *self,
                          const PlimProvider *provider,
                          PlimAccount *account,
                          gint64 now,
                          gboolean is_setup,
                          GCancellable *cancellable,
                          GAsyncReadyCallback callback,
                          gpointer user_data)
{
  g_autoptr (GTask) task = NULL;
  g_autoptr (GError) error = NULL;
  Fetch *fetch;

  g_return_if_fail (PLIM_IS_FETCHER (self));
  g_return_if_fail (provider != NULL);
  g_return_if_fail (PLIM_IS_ACCOUNT (account));

  task = g_task_new (self, cancellable, callback, user_data);
  fetch = fetch_new (provider, account, now, is_setup);
  g_task_set_source_tag (task, plim_fetcher_fetch_async);
  g_task_set_task_data (task, fetch, (GDestroyNotify) fetch_free);
  if (fetch->base != NULL && !plim_fetcher_check_base_url (fetch->base, &error)) {
    g_task_return_error (task, g_steal_pointer (&error));
    return;
  }
  look_for_secrets (g_steal_pointer (&task));
}

PlimSnapshot *
plim_fetcher_fetch_finish (PlimFetcher *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
