/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "plim-transport.h"

#include "plim-error.h"
#include "plim-redact.h"

#define CHUNK_BYTES (64 * 1024)
/* Who may send is the poller's to bound; here nobody waits behind what hangs elsewhere. */
#define MAX_CONNECTIONS 64
#define MAX_CONNECTIONS_PER_HOST 8
/* No byte for so long, while connecting too. */
#define SILENCE_TIMEOUT_S 30
/* An exchange's requests follow each other at once; polls are minutes apart. */
#define KEEP_ALIVE_S 10

typedef struct {
  SoupMessage *message;
  GCancellable *inner; /* cancelled by the caller's, or by the deadline */
  GCancellable *outer; /* (nullable) */
  gulong outer_id;
  guint deadline_id;
  guint deadline_ms;
  gboolean is_late;
  GInputStream *stream;
  GByteArray *body;
} Transfer;

static void
transfer_free (Transfer *transfer)
{
  g_cancellable_disconnect (transfer->outer, transfer->outer_id);
  g_clear_handle_id (&transfer->deadline_id, g_source_remove);
  g_clear_object (&transfer->message);
  g_clear_object (&transfer->inner);
  g_clear_object (&transfer->outer);
  g_clear_object (&transfer->stream);
  g_clear_pointer (&transfer->body, g_byte_array_unref);
  g_free (transfer);
}

static void
on_outer_cancelled (GCancellable *outer, gpointer user_data)
{
  g_cancellable_cancel (user_data);
}

static gboolean
on_deadline (gpointer user_data)
{
  Transfer *transfer = user_data;

  transfer->deadline_id = 0;
  transfer->is_late = TRUE;
  g_cancellable_cancel (transfer->inner);
  return G_SOURCE_REMOVE;
}

static void
fail (GTask *task, GError *error)
{
  Transfer *transfer = g_task_get_task_data (task);

  if (transfer->is_late && g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED)) {
    g_clear_error (&error);
    error = g_error_new (G_IO_ERROR, G_IO_ERROR_TIMED_OUT, "no complete answer within %u s",
                         MAX (transfer->deadline_ms / 1000, 1));
  }
  g_task_return_error (task, error);
}

static void
add_header (const char *name, const char *value, gpointer answer)
{
  g_autofree char *text = g_utf8_make_valid (value, -1);

  plim_answer_add_header (answer, name, text);
}

static void
finish (GTask *task)
{
  Transfer *transfer = g_task_get_task_data (task);
  g_autoptr (GBytes) body = g_byte_array_free_to_bytes (g_steal_pointer (&transfer->body));
  PlimAnswer *answer = plim_answer_new (soup_message_get_status (transfer->message), body);

  soup_message_headers_foreach (soup_message_get_response_headers (transfer->message), add_header,
                                answer);
  g_task_return_pointer (task, answer, (GDestroyNotify) plim_answer_free);
}

static void read_more (GTask *task);

static void
on_chunk (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GError) error = NULL;
  Transfer *transfer = g_task_get_task_data (task);
  g_autoptr (GBytes) chunk =
      g_input_stream_read_bytes_finish (G_INPUT_STREAM (source), result, &error);

  if (chunk == NULL) {
    fail (task, g_steal_pointer (&error));
    return;
  }
  if (g_bytes_get_size (chunk) == 0) {
    finish (task);
    return;
  }
  g_byte_array_append (transfer->body, g_bytes_get_data (chunk, NULL),
                       (guint) g_bytes_get_size (chunk));
  if (transfer->body->len > PLIM_TRANSPORT_MAX_BYTES) {
    /* Closing the stream half-read drops the connection, and with it the rest. */
    g_task_return_error (task, plim_error_new (PLIM_STATUS_INVALID_RESPONSE, PLIM_CAUSE_NONE, 0,
                                               "answer larger than 4 MiB"));
    g_cancellable_cancel (transfer->inner);
    return;
  }
  read_more (g_steal_pointer (&task));
}

static void
read_more (GTask *task)
{
  Transfer *transfer = g_task_get_task_data (task);

  g_input_stream_read_bytes_async (transfer->stream, CHUNK_BYTES, G_PRIORITY_DEFAULT,
                                   transfer->inner, on_chunk, task);
}

static void
on_sent (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GError) error = NULL;
  Transfer *transfer = g_task_get_task_data (task);

  transfer->stream = soup_session_send_finish (SOUP_SESSION (source), result, &error);
  if (transfer->stream == NULL) {
    fail (task, g_steal_pointer (&error));
    return;
  }
  transfer->body = g_byte_array_new ();
  read_more (g_steal_pointer (&task));
}

SoupSession *
plim_transport_session_new (void)
{
  return soup_session_new_with_options ("max-conns", MAX_CONNECTIONS, "max-conns-per-host",
                                        MAX_CONNECTIONS_PER_HOST, "timeout", SILENCE_TIMEOUT_S,
                                        "idle-timeout", KEEP_ALIVE_S, NULL);
}

void
plim_transport_send_async (SoupSession *session,
                           SoupMessage *message,
                           guint deadline_ms,
                           GCancellable *cancellable,
                           GAsyncReadyCallback callback,
                           gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, user_data);
  Transfer *transfer = g_new0 (Transfer, 1);
  GCancellable *inner = g_cancellable_new ();

  g_task_set_source_tag (task, plim_transport_send_async);
  g_task_set_task_data (task, transfer, (GDestroyNotify) transfer_free);
  transfer->message = g_object_ref (message);
  transfer->inner = inner;
  transfer->deadline_ms = deadline_ms;
  transfer->deadline_id = g_timeout_add (deadline_ms, on_deadline, transfer);
  if (cancellable != NULL) {
    transfer->outer = g_object_ref (cancellable);
    transfer->outer_id = g_cancellable_connect (cancellable, G_CALLBACK (on_outer_cancelled),
                                                g_object_ref (inner), g_object_unref);
  }
  soup_message_add_flags (message, SOUP_MESSAGE_NO_REDIRECT | SOUP_MESSAGE_DO_NOT_USE_AUTH_CACHE);
  soup_session_send_async (session, message, G_PRIORITY_DEFAULT, inner, on_sent,
                           g_steal_pointer (&task));
}

PlimAnswer *
plim_transport_send_finish (GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_async_result_is_tagged (result, plim_transport_send_async), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

static PlimStatus
get_status (const GError *error, gboolean is_own_base)
{
  if (g_error_matches (error, G_RESOLVER_ERROR, G_RESOLVER_ERROR_NOT_FOUND))
    return is_own_base ? PLIM_STATUS_MISCONFIGURED : PLIM_STATUS_PROVIDER_UNAVAILABLE;
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA) ||
      g_error_matches (error, SOUP_SESSION_ERROR, SOUP_SESSION_ERROR_PARSING) ||
      g_error_matches (error, SOUP_SESSION_ERROR, SOUP_SESSION_ERROR_ENCODING))
    return PLIM_STATUS_INVALID_RESPONSE;
  return PLIM_STATUS_PROVIDER_UNAVAILABLE;
}

static const char *
describe (const GError *error)
{
  if (error->domain == G_TLS_ERROR)
    return "no trustworthy TLS connection";
  if (error->domain == G_RESOLVER_ERROR)
    return "the name cannot be resolved";
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_TIMED_OUT))
    return "timed out";
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_PARTIAL_INPUT))
    return "the answer was cut off";
  return "no answer";
}

GError *
plim_transport_map_error (const GError *error,
                          GUri *uri,
                          gboolean is_own_base,
                          gboolean has_network)
{
  g_autofree char *detail = NULL;
  PlimStatus status;
  PlimCause cause;

  g_return_val_if_fail (error != NULL, NULL);

  if (error->domain == PLIM_ERROR || g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return g_error_copy (error);

  detail = plim_redact (error->message);
  if (!has_network && (uri == NULL || !plim_transport_is_loopback (uri)))
    return plim_error_new (PLIM_STATUS_OFFLINE, PLIM_CAUSE_NONE, 0, "no network: %s", detail);

  status = get_status (error, is_own_base);
  cause = error->domain == G_TLS_ERROR ? PLIM_CAUSE_TLS : PLIM_CAUSE_NONE;
  return plim_error_new (status, cause, 0, "%s from %s: %s", describe (error),
                         uri != NULL ? g_uri_get_host (uri) : "the server", detail);
}

gboolean
plim_transport_is_loopback (GUri *uri)
{
  const char *host = g_uri_get_host (uri);
  g_autoptr (GInetAddress) address = NULL;

  if (host == NULL)
    return FALSE;
  if (g_ascii_strcasecmp (host, "localhost") == 0)
    return TRUE;
  address = g_inet_address_new_from_string (host);
  return address != NULL && g_inet_address_get_is_loopback (address);
}

gboolean
plim_transport_is_same_origin (GUri *a, GUri *b)
{
  /* Soup's normalization fills in the scheme's own port. */
  return g_strcmp0 (g_uri_get_scheme (a), g_uri_get_scheme (b)) == 0 &&
         g_uri_get_host (a) != NULL && g_uri_get_host (b) != NULL &&
         g_ascii_strcasecmp (g_uri_get_host (a), g_uri_get_host (b)) == 0 &&
         g_uri_get_port (a) == g_uri_get_port (b);
}
