/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "plim-mock-answer.h"

#include <string.h>

#define CHUNK_BYTES (256 * 1024)

static void
set_body (SoupServerMessage *message, guint status, const char *type, const char *text)
{
  soup_server_message_set_status (message, status, NULL);
  soup_server_message_set_response (message, type, SOUP_MEMORY_COPY, text, strlen (text));
}

static void
add_header_line (SoupMessageHeaders *headers, const char *line)
{
  g_auto (GStrv) parts = g_strsplit (line, ":", 2);

  /* How long it is says the server itself. */
  if (g_strv_length (parts) < 2 || g_ascii_strcasecmp (parts[0], "content-length") == 0 ||
      g_ascii_strcasecmp (parts[0], "transfer-encoding") == 0)
    return;
  if (g_ascii_strcasecmp (parts[0], "content-type") == 0)
    soup_message_headers_replace (headers, parts[0], g_strstrip (parts[1]));
  else
    soup_message_headers_append (headers, parts[0], g_strstrip (parts[1]));
}

/* Status line, headers, an empty line, the body; LF or CRLF. */
static void
set_recorded (SoupServerMessage *message, char *text)
{
  char *body = strstr (text, "\n\n");
  char *crlf_body = strstr (text, "\r\n\r\n");
  const char *status = strchr (text, ' ');
  g_auto (GStrv) lines = NULL;

  g_return_if_fail (status != NULL);

  if (crlf_body != NULL && (body == NULL || crlf_body < body)) {
    *crlf_body = '\0';
    body = crlf_body + 4;
  } else if (body != NULL) {
    *body = '\0';
    body += 2;
  }
  lines = g_strsplit (text, "\n", -1);
  set_body (message, (guint) g_ascii_strtoull (status, NULL, 10), "application/json",
            body != NULL ? body : "");
  for (guint i = 1; lines[0] != NULL && lines[i] != NULL; i++)
    add_header_line (soup_server_message_get_response_headers (message), lines[i]);
}

void
plim_mock_answer_text (SoupServerMessage *message, guint status, const char *text)
{
  set_body (message, status, "application/json", text);
}

gboolean
plim_mock_answer_file (SoupServerMessage *message, const char *path, GError **error)
{
  g_autofree char *text = NULL;

  if (!g_file_get_contents (path, &text, NULL, error))
    return FALSE;
  if (g_str_has_suffix (path, ".http"))
    set_recorded (message, text);
  else
    set_body (message, 200,
              g_str_has_suffix (path, ".html")  ? "text/html"
              : g_str_has_suffix (path, ".txt") ? "text/plain"
                                                : "application/json",
              text);
  return TRUE;
}

void
plim_mock_answer_challenge (SoupServerMessage *message)
{
  static const char page[] = "<!DOCTYPE html><html><head><title>Just a moment...</title></head>"
                             "<body></body></html>";

  soup_server_message_set_status (message, 403, NULL);
  soup_server_message_set_response (message, "text/html", SOUP_MEMORY_STATIC, page, strlen (page));
  soup_message_headers_append (soup_server_message_get_response_headers (message), "cf-mitigated",
                               "challenge");
}

void
plim_mock_answer_spaces (SoupServerMessage *message, gint64 size)
{
  SoupMessageBody *body = soup_server_message_get_response_body (message);
  g_autofree char *spaces = g_strnfill (CHUNK_BYTES, ' ');
  g_autoptr (GBytes) chunk = g_bytes_new (spaces, CHUNK_BYTES);

  plim_mock_answer_text (message, 200, "");
  soup_message_headers_set_encoding (soup_server_message_get_response_headers (message),
                                     SOUP_ENCODING_CHUNKED);
  for (gint64 written = 0; written < size; written += CHUNK_BYTES)
    soup_message_body_append_bytes (body, chunk);
  soup_message_body_complete (body);
}

void
plim_mock_answer_cut (SoupServerMessage *message)
{
  g_autoptr (GBytes) body =
      soup_message_body_flatten (soup_server_message_get_response_body (message));
  gsize size = g_bytes_get_size (body);
  g_autofree char *head = g_strdup_printf ("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"
                                           "Content-Length: %" G_GSIZE_FORMAT "\r\n\r\n",
                                           MAX (size, 2));
  g_autoptr (GIOStream) stream = soup_server_message_steal_connection (message);
  GOutputStream *output = g_io_stream_get_output_stream (stream);

  g_output_stream_write_all (output, head, strlen (head), NULL, NULL, NULL);
  g_output_stream_write_all (output, g_bytes_get_data (body, NULL), size / 2, NULL, NULL, NULL);
  g_io_stream_close (stream, NULL, NULL);
}
