/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "plim-api-access.h"

#include "plim-api-private.h"

#define TOO_MANY_REQUESTS 429 /* libsoup 3.2 has no name for it */

char *
plim_api_dup_address (PlimCall *call)
{
  SoupServerMessage *message = plim_call_get_message (call);
  GSocketAddress *address =
      message != NULL ? soup_server_message_get_remote_address (message) : NULL;

  if (!G_IS_INET_SOCKET_ADDRESS (address))
    return g_strdup ("");
  return g_inet_address_to_string (
      g_inet_socket_address_get_address (G_INET_SOCKET_ADDRESS (address)));
}

static void
refuse (PlimApi *self, PlimCall *call, guint status, const char *text)
{
  plim_router_count_refusal (self->router, plim_call_get_route (call), PLIM_REFUSAL_TOKEN);
  if (status == SOUP_STATUS_UNAUTHORIZED)
    plim_call_set_header (call, "WWW-Authenticate", "Bearer");
  plim_call_answer_error (call, status, text);
}

static void
refuse_for_now (PlimApi *self, PlimCall *call, const char *address)
{
  g_autofree char *seconds =
      g_strdup_printf ("%" G_GINT64_FORMAT,
                       plim_api_tokens_get_retry_after (self->tokens, address));

  plim_call_set_header (call, "Retry-After", seconds);
  refuse (self, call, TOO_MANY_REQUESTS, "too many wrong tokens");
}

/* @address: (out): where @call comes from, when that matters */
static PlimApiVerdict
check (PlimApi *self,
       PlimCall *call,
       const char *token,
       gboolean change,
       PlimApiKey **key,
       char **address)
{
  PlimApiVerdict verdict = plim_api_tokens_check (self->tokens, token, change, key);

  if (verdict != PLIM_API_VERDICT_WRONG)
    return verdict;
  *address = plim_api_dup_address (call);
  return plim_api_tokens_count_wrong (self->tokens, *address);
}

gboolean
plim_api_access_check (PlimCall *call, PlimAccess access, gpointer user_data)
{
  PlimApi *self = user_data;
  g_autofree char *address = NULL;
  g_autofree char *token =
      plim_api_tokens_dup_bearer (plim_call_get_header (call, "Authorization"));

  switch (check (self, call, token, access == PLIM_ACCESS_CHANGE, NULL, &address)) {
  case PLIM_API_VERDICT_GOOD:
    return TRUE;
  case PLIM_API_VERDICT_READ_ONLY:
    refuse (self, call, SOUP_STATUS_FORBIDDEN, "this token may only read");
    return FALSE;
  case PLIM_API_VERDICT_LIMITED:
    refuse_for_now (self, call, address);
    return FALSE;
  case PLIM_API_VERDICT_UNAVAILABLE:
    plim_call_answer_error (call, SOUP_STATUS_INTERNAL_SERVER_ERROR,
                            "the keyring does not answer, or is locked");
    return FALSE;
  case PLIM_API_VERDICT_WRONG:
    refuse (self, call, SOUP_STATUS_UNAUTHORIZED, "Invalid or expired token");
    return FALSE;
  case PLIM_API_VERDICT_MISSING:
  default:
    refuse (self, call, SOUP_STATUS_UNAUTHORIZED, "Authentication required");
    return FALSE;
  }
}

void
plim_api_access_admit (PlimCall *call,
                       SoupWebsocketConnection *connection,
                       GSocket *socket,
                       gpointer user_data)
{
  PlimApi *self = user_data;
  g_autoptr (PlimApiQuery) query = plim_api_query_parse (plim_call_get_query (call), NULL);
  g_autofree char *address = NULL;
  g_autofree char *bearer =
      plim_api_tokens_dup_bearer (plim_call_get_header (call, "Authorization"));
  const char *token = NULL;
  PlimApiView view = { 0 };
  PlimApiKey *key;

  if (query == NULL || !plim_api_query_get_text (query, "token", &token, NULL) ||
      !plim_api_init_view (self, query, &view, NULL))
    token = NULL;
  switch (check (self, call, bearer != NULL ? bearer : token, FALSE, &key, &address)) {
  case PLIM_API_VERDICT_GOOD:
    plim_api_sockets_add (self->sockets, connection, socket, key->id, view.all_providers);
    break;
  case PLIM_API_VERDICT_MISSING:
    plim_router_count_refusal (self->router, plim_call_get_route (call), PLIM_REFUSAL_TOKEN);
    plim_api_sockets_refuse (self->sockets, connection, socket, 4401, "Authentication required");
    break;
  case PLIM_API_VERDICT_UNAVAILABLE:
    plim_api_sockets_refuse (self->sockets, connection, socket, 4500,
                             "The keyring does not answer");
    break;
  case PLIM_API_VERDICT_WRONG:
  case PLIM_API_VERDICT_LIMITED:
  case PLIM_API_VERDICT_READ_ONLY:
  default:
    plim_router_count_refusal (self->router, plim_call_get_route (call), PLIM_REFUSAL_TOKEN);
    plim_api_sockets_refuse (self->sockets, connection, socket, 4401, "Invalid or expired token");
  }
}
