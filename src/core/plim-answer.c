/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "plim-error.h"
#include "plim-exchange.h"

#include <string.h>

/* How far into a body the marks of HTML and of challenge pages are looked for. */
#define MARKS_WITHIN_BYTES 65536

PlimAnswer *
plim_answer_new (guint status, GBytes *body)
{
  PlimAnswer *self = g_new0 (PlimAnswer, 1);

  self->status = status;
  self->body = body != NULL ? g_bytes_ref (body) : g_bytes_new (NULL, 0);
  self->headers = g_ptr_array_new_with_free_func ((GDestroyNotify) plim_header_free);
  return self;
}

void
plim_answer_free (PlimAnswer *self)
{
  g_ptr_array_unref (self->headers);
  g_bytes_unref (self->body);
  g_free (self);
}

void
plim_answer_add_header (PlimAnswer *self, const char *name, const char *value)
{
  g_ptr_array_add (self->headers, plim_header_new (name, value));
}

const char *
plim_answer_get_header (const PlimAnswer *self, const char *name)
{
  for (guint i = 0; i < self->headers->len; i++) {
    const PlimHeader *header = g_ptr_array_index (self->headers, i);

    if (g_ascii_strcasecmp (header->name, name) == 0)
      return header->value;
  }
  return NULL;
}

static gboolean
read_status_line (const char *line, gsize length, guint *status)
{
  g_autofree char *text = g_strndup (line, length);
  const char *space = strchr (text, ' ');
  guint64 number;

  if (!g_str_has_prefix (text, "HTTP/1.") || space == NULL)
    return FALSE;
  number = g_ascii_strtoull (space + 1, NULL, 10);
  if (number < 100 || number > 599)
    return FALSE;
  *status = (guint) number;
  return TRUE;
}

/* One "Name: value" line; what has no colon is left out. */
static void
read_header_line (PlimAnswer *answer, const char *line, gsize length)
{
  g_autofree char *text = g_strndup (line, length);
  char *colon = strchr (text, ':');

  if (colon == NULL || colon == text)
    return;
  *colon = '\0';
  plim_answer_add_header (answer, g_strstrip (text), g_strstrip (colon + 1));
}

PlimAnswer *
plim_answer_new_from_text (GBytes *text, GError **error)
{
  g_autoptr (PlimAnswer) answer = plim_answer_new (0, NULL);
  gsize size;
  const char *data = g_bytes_get_data (text, &size);
  gsize position = 0;

  for (gboolean is_first = TRUE; position < size; is_first = FALSE) {
    const char *line = data + position;
    const char *end = memchr (line, '\n', size - position);
    gsize length = end != NULL ? (gsize) (end - line) : size - position;

    position += length + (end != NULL ? 1 : 0);
    if (length > 0 && line[length - 1] == '\r')
      length--;
    if (is_first && !read_status_line (line, length, &answer->status))
      break;
    if (length == 0)
      break;
    if (!is_first)
      read_header_line (answer, line, length);
  }
  if (answer->status == 0) {
    plim_set_error (error, PLIM_STATUS_INVALID_RESPONSE, PLIM_CAUSE_NONE,
                    "the recorded answer does not begin with an HTTP/1 status line");
    return NULL;
  }
  g_bytes_unref (answer->body);
  answer->body = g_bytes_new_from_bytes (text, position, size - position);
  return g_steal_pointer (&answer);
}

/* The beginning of the body in lower case, for looking for marks; bytes that are not ASCII do not
 * matter. */
static char *
dup_beginning (const PlimAnswer *self)
{
  gsize size;
  const char *data = g_bytes_get_data (self->body, &size);
  g_autofree char *text =
      size > 0 ? g_strndup (data, MIN (size, MARKS_WITHIN_BYTES)) : g_strdup ("");

  return g_ascii_strdown (text, -1);
}

gboolean
plim_answer_is_html (const PlimAnswer *self)
{
  const char *type = plim_answer_get_header (self, "Content-Type");
  g_autofree char *beginning = NULL;
  const char *start;

  if (type != NULL && g_ascii_strncasecmp (type, "text/html", strlen ("text/html")) == 0)
    return TRUE;
  if (type != NULL && strstr (type, "json") != NULL)
    return FALSE;
  beginning = dup_beginning (self);
  start = g_strchug (beginning);
  return g_str_has_prefix (start, "<!doctype html") || g_str_has_prefix (start, "<html");
}

gboolean
plim_answer_is_challenge (const PlimAnswer *self)
{
  static const char *const marks[] = { "just a moment...", "challenge-platform", "cf-chl-" };
  const char *mitigated = plim_answer_get_header (self, "cf-mitigated");
  g_autofree char *beginning = NULL;

  if (mitigated != NULL && g_ascii_strcasecmp (mitigated, "challenge") == 0)
    return TRUE;
  if (!plim_answer_is_html (self))
    return FALSE;
  beginning = dup_beginning (self);
  for (guint i = 0; i < G_N_ELEMENTS (marks); i++) {
    if (strstr (beginning, marks[i]) != NULL)
      return TRUE;
  }
  return FALSE;
}

static gboolean
is_one_of (const char *word, const char *const *words)
{
  for (guint i = 0; words[i] != NULL; i++) {
    if (g_ascii_strcasecmp (word, words[i]) == 0)
      return TRUE;
  }
  return FALSE;
}

/* The first label says it: "auth.example.com", but neither "example-auth.com" nor
 * "api.auth-tools.com". */
static gboolean
is_login_host (const char *host)
{
  static const char *const labels[] = { "accounts", "auth", "authenticator", "login", "signin",
                                        "sso",      NULL };
  const char *dot = strchr (host, '.');
  g_autofree char *label = dot != NULL ? g_strndup (host, (gsize) (dot - host)) : NULL;

  return label != NULL && is_one_of (label, labels);
}

/* A whole segment says it, with or without the ending of a file. */
static gboolean
is_login_path (const char *path)
{
  static const char *const names[] = { "auth",   "authorize", "log-in",  "log_in", "login", "oauth",
                                       "oauth2", "sign-in",   "sign_in", "signin", "sso",   NULL };
  g_auto (GStrv) segments = g_strsplit (path, "/", -1);

  for (guint i = 0; segments[i] != NULL; i++) {
    segments[i][strcspn (segments[i], ".")] = '\0';
    if (is_one_of (segments[i], names))
      return TRUE;
  }
  return FALSE;
}

gboolean
plim_answer_is_login_redirect (const PlimAnswer *self)
{
  const char *location = plim_answer_get_header (self, "Location");
  g_autoptr (GUri) base = g_uri_parse ("https://base.invalid/", G_URI_FLAGS_NONE, NULL);
  g_autoptr (GUri) uri = NULL;

  if (self->status < 300 || self->status > 399 || location == NULL)
    return FALSE;
  uri = g_uri_parse_relative (base, location, G_URI_FLAGS_NONE, NULL);
  if (uri == NULL)
    return FALSE;
  return (g_uri_get_host (uri) != NULL && is_login_host (g_uri_get_host (uri))) ||
         is_login_path (g_uri_get_path (uri));
}

char *
plim_answer_dup_set_cookie (const PlimAnswer *self, const char *name)
{
  gsize length = strlen (name);
  const char *found = NULL;

  for (guint i = 0; i < self->headers->len; i++) {
    const PlimHeader *header = g_ptr_array_index (self->headers, i);

    if (g_ascii_strcasecmp (header->name, "Set-Cookie") == 0 &&
        strncmp (header->value, name, length) == 0 && header->value[length] == '=')
      found = header->value + length + 1;
  }
  /* An empty value deletes the cookie: nothing to keep. */
  if (found == NULL || strcspn (found, "; ") == 0)
    return NULL;
  return g_strndup (found, strcspn (found, "; "));
}

static PlimStatus
status_of_code (const PlimAnswer *self, PlimCause *cause)
{
  gboolean is_challenge = plim_answer_is_challenge (self);

  *cause = PLIM_CAUSE_NONE;
  if (self->status == 401)
    return PLIM_STATUS_NOT_AUTHENTICATED;
  if (self->status == 429)
    return PLIM_STATUS_RATE_LIMITED;
  if (self->status == 408 || self->status >= 500 || self->status == 0) {
    *cause = is_challenge ? PLIM_CAUSE_CHALLENGE : PLIM_CAUSE_NONE;
    return PLIM_STATUS_PROVIDER_UNAVAILABLE;
  }
  if (self->status == 403 && (is_challenge || plim_answer_is_html (self))) {
    *cause = PLIM_CAUSE_CHALLENGE;
    return PLIM_STATUS_PROVIDER_UNAVAILABLE;
  }
  if (self->status == 403 || plim_answer_is_login_redirect (self))
    return PLIM_STATUS_NOT_AUTHENTICATED;
  return PLIM_STATUS_INVALID_RESPONSE;
}

gboolean
plim_answer_check (const PlimAnswer *self, gint64 now, GError **error)
{
  gboolean may_say_when = self->status == 429 || self->status == 503;
  gint64 retry_after_s = 0;
  PlimStatus status;
  PlimCause cause;

  if (self->status >= 200 && self->status <= 299)
    return TRUE;
  status = status_of_code (self, &cause);
  if (may_say_when)
    retry_after_s = plim_time_parse_retry_after (plim_answer_get_header (self, "Retry-After"), now);
  g_propagate_error (error, plim_error_new (status, cause, retry_after_s,
                                            "the provider answered HTTP %u", self->status));
  return FALSE;
}
