/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "plim-call-private.h"

#include "plim-snapshot-json.h"

#include <string.h>

struct _PlimCall {
  gatomicrefcount references;
  SoupServerMessage *message; /* (nullable): not owned, NULL when it is over */
  const PlimRoute *route;     /* (nullable) */
  gpointer route_data;
  char *parameter; /* (nullable) */
  PlimOrigin origin;
  PlimCallAnswered answered; /* (nullable): NULL once called */
  gpointer answered_data;
  GBytes *body;
  gboolean is_paused; /* its status only stands in for the one to come */
  gboolean has_answer;
};

G_DEFINE_BOXED_TYPE (PlimCall, plim_call, plim_call_ref, plim_call_unref)

static G_DEFINE_QUARK (plim_call, plim_call)

    PlimCall *plim_call_ref (PlimCall *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  g_atomic_ref_count_inc (&self->references);
  return self;
}

void
plim_call_unref (PlimCall *self)
{
  g_return_if_fail (self != NULL);

  if (!g_atomic_ref_count_dec (&self->references))
    return;
  g_clear_pointer (&self->body, g_bytes_unref);
  g_free (self->parameter);
  g_free (self);
}

/* The message goes, or has been sent. */
static void
end_call (gpointer data)
{
  PlimCall *self = data;

  self->message = NULL;
  plim_call_unref (self);
}

PlimCall *
plim_call_new (SoupServerMessage *message,
               const PlimRoute *route,
               gpointer route_data,
               char *parameter,
               PlimOrigin origin,
               PlimCallAnswered answered,
               gpointer user_data)
{
  PlimCall *self = g_new0 (PlimCall, 1);

  g_atomic_ref_count_init (&self->references);
  self->message = message;
  self->route = route;
  self->route_data = route_data;
  self->parameter = parameter;
  self->origin = origin;
  self->answered = answered;
  self->answered_data = user_data;
  self->body = g_bytes_new_static ("", 0);
  g_object_set_qdata_full (G_OBJECT (message), plim_call_quark (), self, end_call);
  return self;
}

PlimCall *
plim_call_find (SoupServerMessage *message)
{
  return g_object_get_qdata (G_OBJECT (message), plim_call_quark ());
}

void
plim_call_end (PlimCall *self)
{
  g_return_if_fail (self != NULL);

  self->message = NULL;
}

void
plim_call_run (PlimCall *self)
{
  g_autoptr (PlimCall) kept = NULL;

  g_return_if_fail (self != NULL);

  kept = plim_call_ref (self);
  if (self->route == NULL || plim_call_is_answered (self))
    return;
  g_bytes_unref (self->body);
  self->body = soup_message_body_flatten (soup_server_message_get_request_body (self->message));
  self->route->handler (self, self->route_data);
  if (!plim_call_is_answered (self)) {
    self->is_paused = TRUE;
    /* What has no status yet, libsoup takes for a bad WebSocket handshake where those are taken. */
    soup_server_message_set_status (self->message, SOUP_STATUS_OK, NULL);
    soup_server_message_pause (self->message);
  }
}

SoupServerMessage *
plim_call_get_message (PlimCall *self)
{
  return self->message;
}

const PlimRoute *
plim_call_get_route (PlimCall *self)
{
  return self->route;
}

const char *
plim_call_get_parameter (PlimCall *self)
{
  return self->parameter;
}

const char *
plim_call_get_query (PlimCall *self)
{
  return self->message != NULL ? g_uri_get_query (soup_server_message_get_uri (self->message))
                               : NULL;
}

GBytes *
plim_call_get_body (PlimCall *self)
{
  return self->body;
}

const char *
plim_call_get_header (PlimCall *self, const char *name)
{
  if (self->message == NULL)
    return NULL;
  return soup_message_headers_get_list (soup_server_message_get_request_headers (self->message),
                                        name);
}

void
plim_call_set_header (PlimCall *self, const char *name, const char *value)
{
  if (self->message != NULL)
    soup_message_headers_replace (soup_server_message_get_response_headers (self->message), name,
                                  value);
}

PlimOrigin
plim_call_get_origin (PlimCall *self)
{
  return self->origin;
}

gboolean
plim_call_is_answered (PlimCall *self)
{
  g_return_val_if_fail (self != NULL, TRUE);

  return self->message == NULL || self->has_answer ||
         (!self->is_paused && soup_server_message_get_status (self->message) != 0);
}

static void
count_answer (PlimCall *self, guint status)
{
  PlimCallAnswered answered = self->answered;

  self->answered = NULL;
  if (answered != NULL)
    answered (self, status, self->answered_data);
}

void
plim_call_answer (PlimCall *self, guint status, const char *content_type, GBytes *body)
{
  g_return_if_fail (self != NULL);

  if (self->message == NULL || plim_call_is_answered (self))
    return;
  plim_call_set_header (self, "Cache-Control", "no-store");
  plim_call_set_header (self, "X-Content-Type-Options", "nosniff");
  if (content_type != NULL)
    plim_call_set_header (self, "Content-Type", content_type);
  if (body != NULL && g_bytes_get_size (body) > 0)
    soup_message_body_append_bytes (soup_server_message_get_response_body (self->message), body);
  self->has_answer = TRUE;
  soup_server_message_set_status (self->message, status, NULL);
  count_answer (self, status);
  if (self->is_paused) {
    self->is_paused = FALSE;
    soup_server_message_unpause (self->message);
  }
}

void
plim_call_answer_json (PlimCall *self, guint status, JsonBuilder *builder)
{
  g_autoptr (GBytes) body = NULL;
  char *text = plim_json_builder_to_string (builder, FALSE);

  body = g_bytes_new_take (text, strlen (text));
  plim_call_answer (self, status, PLIM_CALL_JSON, body);
}

void
plim_call_answer_error (PlimCall *self, guint status, const char *text)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();

  json_builder_begin_object (builder);
  if (self->route != NULL && (self->route->flags & PLIM_ROUTE_OK_MEMBER) != 0) {
    json_builder_set_member_name (builder, "ok");
    json_builder_add_boolean_value (builder, FALSE);
  }
  json_builder_set_member_name (builder, "error");
  json_builder_add_string_value (builder, text);
  json_builder_end_object (builder);
  plim_call_answer_json (self, status, builder);
}
