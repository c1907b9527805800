/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "plim-error.h"
#include "plim-mock-provider.h"
#include "plim-test-wait.h"
#include "plim-transport.h"

#include <string.h>

#define DEADLINE_MS 60000

/* Writes its text to whoever connects, and ends the connection: it can promise and not keep. */
typedef struct {
  GSocketService *service;
  char *uri;
  const char *text;
} RawServer;

static void
on_raw_read (GObject *source, GAsyncResult *result, gpointer user_data)
{
  RawServer *raw = user_data;
  g_autoptr (GIOStream) stream = g_object_steal_data (source, "stream");
  g_autoptr (GBytes) request =
      g_input_stream_read_bytes_finish (G_INPUT_STREAM (source), result, NULL);

  g_assert_nonnull (request);
  g_output_stream_write_all (g_io_stream_get_output_stream (stream), raw->text, strlen (raw->text),
                             NULL, NULL, NULL);
  g_io_stream_close (stream, NULL, NULL);
}

static gboolean
on_raw_connection (GSocketService *service,
                   GSocketConnection *connection,
                   GObject *source,
                   gpointer user_data)
{
  GInputStream *input = g_io_stream_get_input_stream (G_IO_STREAM (connection));

  g_object_set_data (G_OBJECT (input), "stream", g_object_ref (connection));
  g_input_stream_read_bytes_async (input, 4096, G_PRIORITY_DEFAULT, NULL, on_raw_read, user_data);
  return TRUE;
}

static void
raw_server_start (RawServer *raw, const char *text)
{
  g_autoptr (GError) error = NULL;
  guint16 port;

  raw->text = text;
  raw->service = g_socket_service_new ();
  port = g_socket_listener_add_any_inet_port (G_SOCKET_LISTENER (raw->service), NULL, &error);
  g_assert_no_error (error);
  raw->uri = g_strdup_printf ("http://127.0.0.1:%u/", port);
  g_signal_connect (raw->service, "incoming", G_CALLBACK (on_raw_connection), raw);
}

static void
raw_server_stop (RawServer *raw)
{
  g_socket_service_stop (raw->service);
  g_socket_listener_close (G_SOCKET_LISTENER (raw->service));
  g_clear_object (&raw->service);
  g_clear_pointer (&raw->uri, g_free);
}

/* The answer, or the error as people get it. */
static PlimAnswer *
send (const char *uri, guint deadline_ms, GError **error)
{
  g_autoptr (SoupSession) session = plim_transport_session_new ();
  g_autoptr (SoupMessage) message = soup_message_new ("GET", uri);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) failure = NULL;
  PlimAnswer *answer;

  plim_transport_send_async (session, message, deadline_ms, NULL, plim_test_keep_result, &result);
  plim_test_wait (result != NULL);
  answer = plim_transport_send_finish (result, &failure);
  if (answer == NULL)
    g_propagate_error (error, plim_transport_map_error (failure, soup_message_get_uri (message),
                                                        FALSE, TRUE));
  soup_session_abort (session);
  return answer;
}

static void
test_answer (void)
{
  g_autoptr (PlimMockProvider) mock = plim_mock_provider_new (NULL);
  g_autofree char *uri = g_strconcat (plim_mock_provider_get_origin (mock), "/a?b=c", NULL);
  g_autoptr (PlimAnswer) answer = NULL;
  g_autoptr (GError) error = NULL;

  plim_mock_provider_add (mock, "/a", 418, "X-Limit: 5\nSet-Cookie: a=b", "{}");
  answer = send (uri, DEADLINE_MS, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (answer->status, ==, 418);
  g_assert_cmpstr (plim_answer_get_header (answer, "x-limit"), ==, "5");
  g_assert_cmpuint (g_bytes_get_size (answer->body), ==, 2);
}

static void
test_too_large (void)
{
  const gsize size = 50 * 1024 * 1024;
  g_autoptr (PlimMockProvider) mock = plim_mock_provider_new (NULL);
  g_autofree char *uri = g_strconcat (plim_mock_provider_get_origin (mock), "/a", NULL);
  g_autoptr (PlimAnswer) answer = NULL;
  g_autoptr (GError) error = NULL;

  plim_mock_provider_add_bytes (mock, "/a", size);
  answer = send (uri, DEADLINE_MS, &error);
  g_assert_null (answer);
  g_assert_error (error, PLIM_ERROR, PLIM_STATUS_INVALID_RESPONSE);
  g_assert_cmpstr (error->message, ==, "answer larger than 4 MiB");
  plim_test_settle ();
  /* The kernel's buffers hold some more than was read. */
  g_assert_cmpuint (plim_mock_provider_get_body_bytes (mock), <, size / 2);
}

static void
test_just_fits (void)
{
  g_autoptr (PlimMockProvider) mock = plim_mock_provider_new (NULL);
  g_autofree char *uri = g_strconcat (plim_mock_provider_get_origin (mock), "/a", NULL);
  g_autoptr (PlimAnswer) answer = NULL;
  g_autoptr (GError) error = NULL;

  plim_mock_provider_add_bytes (mock, "/a", PLIM_TRANSPORT_MAX_BYTES);
  answer = send (uri, DEADLINE_MS, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (g_bytes_get_size (answer->body), ==, PLIM_TRANSPORT_MAX_BYTES);
}

typedef struct {
  const char *name;
  const char *text;
  PlimStatus status;
  const char *word;
} RawCase;

static const RawCase raw_cases[] = {
  { "truncated", "HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n{\"used\": ",
    PLIM_STATUS_PROVIDER_UNAVAILABLE, "cut off" },
  { "truncated-chunk", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nff\r\n{\"used\": ",
    PLIM_STATUS_PROVIDER_UNAVAILABLE, "cut off" },
  { "only-headers-begun", "HTTP/1.1 200 OK\r\nContent-Le", PLIM_STATUS_INVALID_RESPONSE, "" },
  { "not-http", "220 smtp.example.com ESMTP\r\n\r\n", PLIM_STATUS_INVALID_RESPONSE, "" },
};

static void
test_raw (gconstpointer data)
{
  const RawCase *each = data;
  g_autoptr (PlimAnswer) answer = NULL;
  g_autoptr (GError) error = NULL;
  RawServer raw;

  raw_server_start (&raw, each->text);
  answer = send (raw.uri, DEADLINE_MS, &error);
  raw_server_stop (&raw);
  g_assert_null (answer);
  g_assert_error (error, PLIM_ERROR, (int) each->status);
  g_assert_nonnull (strstr (error->message, each->word));
}

static void
test_slow (void)
{
  g_autoptr (PlimMockProvider) mock = plim_mock_provider_new (NULL);
  g_autofree char *uri = g_strconcat (plim_mock_provider_get_origin (mock), "/a", NULL);
  g_autoptr (PlimAnswer) answer = NULL;
  g_autoptr (GError) error = NULL;

  plim_mock_provider_hang (mock, "/a");
  answer = send (uri, 50, &error);
  g_assert_null (answer);
  g_assert_error (error, PLIM_ERROR, PLIM_STATUS_PROVIDER_UNAVAILABLE);
  g_assert_nonnull (strstr (error->message, "timed out"));
}

static void
test_refused_connection (void)
{
  g_autoptr (PlimAnswer) answer = NULL;
  g_autoptr (GError) error = NULL;
  RawServer raw;
  g_autofree char *uri = NULL;

  raw_server_start (&raw, "");
  uri = g_strdup (raw.uri);
  raw_server_stop (&raw);
  answer = send (uri, DEADLINE_MS, &error);
  g_assert_null (answer);
  g_assert_error (error, PLIM_ERROR, PLIM_STATUS_PROVIDER_UNAVAILABLE);
}

static void
test_cancelled (void)
{
  g_autoptr (PlimMockProvider) mock = plim_mock_provider_new (NULL);
  g_autofree char *uri = g_strconcat (plim_mock_provider_get_origin (mock), "/a", NULL);
  g_autoptr (SoupSession) session = plim_transport_session_new ();
  g_autoptr (SoupMessage) message = soup_message_new ("GET", uri);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (PlimAnswer) answer = NULL;
  g_autoptr (GError) error = NULL;

  plim_mock_provider_hang (mock, "/a");
  plim_transport_send_async (session, message, DEADLINE_MS, cancellable, plim_test_keep_result,
                             &result);
  plim_test_wait (plim_mock_provider_get_n_waiting (mock) == 1);
  g_cancellable_cancel (cancellable);
  plim_test_wait (result != NULL);
  answer = plim_transport_send_finish (result, &error);
  g_assert_null (answer);
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

static void
check_mapped (GQuark domain,
              int code,
              gboolean is_own_base,
              gboolean has_network,
              const char *text,
              PlimStatus status,
              PlimCause cause)
{
  g_autoptr (GError) error = g_error_new (domain, code, "sessionKey=sk-ant-sid01-SECRETSECRET99");
  g_autoptr (GUri) uri = g_uri_parse (text, SOUP_HTTP_URI_FLAGS, NULL);
  g_autoptr (GError) mapped = plim_transport_map_error (error, uri, is_own_base, has_network);

  g_assert_error (mapped, PLIM_ERROR, (int) status);
  g_assert_cmpint (plim_error_get_cause (mapped), ==, cause);
  g_assert_null (strstr (mapped->message, "SECRETSECRET99"));
}

static void
test_map (void)
{
  const char *there = "https://api.example.com", *here = "http://localhost:1";

  check_mapped (G_RESOLVER_ERROR, G_RESOLVER_ERROR_NOT_FOUND, FALSE, FALSE, there,
                PLIM_STATUS_OFFLINE, PLIM_CAUSE_NONE);
  check_mapped (G_RESOLVER_ERROR, G_RESOLVER_ERROR_NOT_FOUND, FALSE, TRUE, there,
                PLIM_STATUS_PROVIDER_UNAVAILABLE, PLIM_CAUSE_NONE);
  check_mapped (G_RESOLVER_ERROR, G_RESOLVER_ERROR_NOT_FOUND, TRUE, TRUE, there,
                PLIM_STATUS_MISCONFIGURED, PLIM_CAUSE_NONE);
  check_mapped (G_IO_ERROR, G_IO_ERROR_CONNECTION_REFUSED, TRUE, FALSE, here,
                PLIM_STATUS_PROVIDER_UNAVAILABLE, PLIM_CAUSE_NONE);
  check_mapped (G_TLS_ERROR, G_TLS_ERROR_BAD_CERTIFICATE, FALSE, TRUE, there,
                PLIM_STATUS_PROVIDER_UNAVAILABLE, PLIM_CAUSE_TLS);
  check_mapped (G_IO_ERROR, G_IO_ERROR_TIMED_OUT, FALSE, TRUE, there,
                PLIM_STATUS_PROVIDER_UNAVAILABLE, PLIM_CAUSE_NONE);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  plim_test_start_watchdog ();
  g_test_add_func ("/service/transport/any-http-status-is-an-answer", test_answer);
  g_test_add_func ("/service/transport/fifty-megabytes-are-not-taken", test_too_large);
  g_test_add_func ("/service/transport/four-megabytes-fit", test_just_fits);
  g_test_add_func ("/service/transport/deadline-ends-it", test_slow);
  g_test_add_func ("/service/transport/nobody-listens", test_refused_connection);
  g_test_add_func ("/service/transport/cancelled", test_cancelled);
  g_test_add_func ("/service/transport/errors-become-statuses", test_map);
  for (gsize i = 0; i < G_N_ELEMENTS (raw_cases); i++) {
    g_autofree char *path = g_strconcat ("/service/transport/raw/", raw_cases[i].name, NULL);

    g_test_add_data_func (path, &raw_cases[i], test_raw);
  }
  return g_test_run ();
}
