/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "plim-fetcher.h"

#include "plim-credential.h"
#include "plim-placement.h"
#include "plim-rotation.h"
#include "plim-secret-survey.h"
#include "plim-target.h"
#include "plim-transport.h"

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
  guint n_requests;
  /* The request that is under way. */
  PlimRequest *request;
  GUri *uri;
  SoupMessage *message;
  char *digest; /* (nullable): of the secret that was sent and may be renewed */
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
static void survey (GTask *task);

static void
fail (GTask *task, GError *error)
{
  g_task_return_error (task, error);
  g_object_unref (task);
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
  survey (task);
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
on_placed (GObject *source, GAsyncResult *result, gpointer user_data)
{
  GTask *task = user_data;
  PlimFetcher *self = g_task_get_source_object (task);
  Fetch *fetch = g_task_get_task_data (task);
  gboolean has_file_token;
  GError *error = NULL;

  if (!plim_placement_finish (result, &fetch->digest, &has_file_token, &error)) {
    fail_request (task, error);
    return;
  }
  fetch->is_file_sent |= has_file_token;
  plim_transport_send_async (self->session, fetch->message, self->deadline_ms,
                             g_task_get_cancellable (task), on_answer, task);
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
  /* Whatever the method, all that is asked only reads. */
  if (!fetch->request->is_billed)
    soup_message_add_flags (fetch->message, SOUP_MESSAGE_IDEMPOTENT);
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
  plim_placement_async (fetch->provider, fetch->account_id, fetch->exchange, fetch->file,
                        fetch->request, fetch->message, g_task_get_cancellable (task), on_placed,
                        task);
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

static void
on_surveyed (GObject *source, GAsyncResult *result, gpointer user_data)
{
  GTask *task = user_data;
  PlimFetcher *self = g_task_get_source_object (task);
  Fetch *fetch = g_task_get_task_data (task);
  GError *error = NULL;

  if (!plim_secret_survey_finish (result, &error))
    fail (task, error);
  else if (fetch->file == NULL)
    ask_next (task);
  else
    plim_file_token_read_async (fetch->file, fetch->exchange, self->settle_ms,
                                g_task_get_cancellable (task), on_file_read, task);
}

static void
survey (GTask *task)
{
  Fetch *fetch = g_task_get_task_data (task);

  plim_secret_survey_async (fetch->provider, fetch->account_id, fetch->exchange,
                            g_task_get_cancellable (task), on_surveyed, task);
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
  survey (g_steal_pointer (&task));
}

PlimSnapshot *
plim_fetcher_fetch_finish (PlimFetcher *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
