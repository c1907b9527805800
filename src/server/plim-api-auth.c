/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The web app's users and keys, as far as a desktop program of one person has them. */
#include "plim-api-private.h"
#include "plim-json-write.h"

#include <string.h>

static void
on_status (PlimCall *call, gpointer user_data)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();

  json_builder_begin_object (builder);
  plim_json_add_boolean (builder, "enabled", TRUE);
  plim_json_add_boolean (builder, "hasUsers", TRUE);
  json_builder_end_object (builder);
  plim_call_answer_json (call, SOUP_STATUS_OK, builder);
}

static void
on_logout (PlimCall *call, gpointer user_data)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();

  json_builder_begin_object (builder);
  plim_json_add_boolean (builder, "ok", TRUE);
  json_builder_end_object (builder);
  plim_call_answer_json (call, SOUP_STATUS_OK, builder);
}

static const PlimApiKey *
find_key (PlimApi *self, PlimCall *call)
{
  GPtrArray *keys = plim_api_tokens_get_keys (self->tokens);
  g_autofree char *token =
      plim_api_tokens_dup_bearer (plim_call_get_header (call, "Authorization"));

  return keys != NULL && token != NULL ? plim_api_keys_find (keys, token) : NULL;
}

/* Of this installation, and of nothing else: the machine's id is not told. */
static char *
dup_installation_id (void)
{
  g_autofree char *machine = NULL;
  g_autofree char *text = NULL;
  g_autofree char *digest = NULL;

  if (!g_file_get_contents ("/etc/machine-id", &machine, NULL, NULL))
    machine = g_strdup ("");
  text = g_strdup_printf ("plimsoll:%s:%s", g_strstrip (machine), g_get_user_data_dir ());
  digest = g_compute_checksum_for_string (G_CHECKSUM_SHA256, text, -1);
  return g_strdup_printf ("%.8s-%.4s-4%.3s-8%.3s-%.12s", digest, digest + 8, digest + 13,
                          digest + 17, digest + 20);
}

static void
on_me (PlimCall *call, gpointer user_data)
{
  const PlimApiKey *key = find_key (user_data, call);
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  g_autofree char *id = dup_installation_id ();

  json_builder_begin_object (builder);
  plim_json_add_text (builder, "id", id);
  plim_json_add_text (builder, "username", "local");
  json_builder_set_member_name (builder, "createdAt");
  json_builder_add_int_value (builder, key != NULL ? key->created_at : PLIM_TIME_UNKNOWN);
  json_builder_end_object (builder);
  plim_call_answer_json (call, SOUP_STATUS_OK, builder);
}

static void
add_key (JsonBuilder *builder, const PlimApiKey *key)
{
  json_builder_begin_object (builder);
  plim_json_add_text (builder, "id", key->id);
  plim_json_add_text (builder, "name", key->name);
  plim_json_add_text (builder, "keyPrefix", key->prefix);
  json_builder_set_member_name (builder, "createdAt");
  json_builder_add_int_value (builder, key->created_at);
  json_builder_set_member_name (builder, "lastUsedAt");
  if (key->used_at != PLIM_TIME_UNKNOWN)
    json_builder_add_int_value (builder, key->used_at);
  else
    json_builder_add_null_value (builder);
  json_builder_end_object (builder);
}

static void
on_keys (PlimCall *call, gpointer user_data)
{
  PlimApi *self = user_data;
  GPtrArray *keys = plim_api_tokens_get_keys (self->tokens);
  g_autoptr (JsonBuilder) builder = json_builder_new ();

  json_builder_begin_array (builder);
  for (guint i = 0; keys != NULL && i < keys->len; i++)
    add_key (builder, g_ptr_array_index (keys, i));
  json_builder_end_array (builder);
  plim_call_answer_json (call, SOUP_STATUS_OK, builder);
}

/* What a desktop program does not do. */

static void
on_register (PlimCall *call, gpointer user_data)
{
  plim_call_answer_error (call, SOUP_STATUS_FORBIDDEN, "Registration is closed.");
}

static void
on_login (PlimCall *call, gpointer user_data)
{
  plim_call_answer_error (call, SOUP_STATUS_FORBIDDEN,
                          "There are no passwords: use a token, which Plimsoll's preferences or "
                          "`plimsoll token new` make.");
}

static void
on_password (PlimCall *call, gpointer user_data)
{
  plim_call_answer_error (call, SOUP_STATUS_FORBIDDEN,
                          "Password changes require a logged-in session");
}

static void
on_change_key (PlimCall *call, gpointer user_data)
{
  plim_call_answer_error (call, SOUP_STATUS_FORBIDDEN,
                          "Tokens are made and revoked in Plimsoll's preferences, or by "
                          "`plimsoll token`.");
}

void
plim_api_add_auth_routes (PlimApi *self)
{
  static const PlimRoute routes[] = {
    { "GET", "/api/auth/status", PLIM_ACCESS_NONE, PLIM_ROUTE_PLAIN, on_status },
    { "POST", "/api/auth/register", PLIM_ACCESS_NONE, PLIM_ROUTE_PLAIN, on_register },
    { "POST", "/api/auth/login", PLIM_ACCESS_NONE, PLIM_ROUTE_PLAIN, on_login },
    { "POST", "/api/auth/logout", PLIM_ACCESS_READ, PLIM_ROUTE_PLAIN, on_logout },
    { "GET", "/api/auth/me", PLIM_ACCESS_READ, PLIM_ROUTE_PLAIN, on_me },
    { "POST", "/api/auth/change-password", PLIM_ACCESS_NONE, PLIM_ROUTE_PLAIN, on_password },
    { "GET", "/api/auth/api-keys", PLIM_ACCESS_READ, PLIM_ROUTE_PLAIN, on_keys },
    { "POST", "/api/auth/api-keys", PLIM_ACCESS_NONE, PLIM_ROUTE_PLAIN, on_change_key },
    { "DELETE", "/api/auth/api-keys/:id", PLIM_ACCESS_NONE, PLIM_ROUTE_PLAIN, on_change_key },
  };

  plim_router_add (self->router, routes, G_N_ELEMENTS (routes), self);
}
