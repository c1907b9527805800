/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "plim-exchange.h"

#include "plim-error.h"
#include "plim-json.h"

#include <math.h>
#include <string.h>

PlimHeader *
plim_header_new (const char *name, const char *value)
{
  PlimHeader *self = g_new (PlimHeader, 1);

  self->name = g_strdup (name);
  self->value = g_strdup (value);
  return self;
}

void
plim_header_free (PlimHeader *self)
{
  g_free (self->name);
  g_free (self->value);
  g_free (self);
}

static void
credential_free (PlimCredential *self)
{
  g_free (self->name);
  g_free (self->secret_field);
  g_free (self->member);
  g_free (self);
}

PlimRequest *
plim_request_new (const char *method, const char *path)
{
  PlimRequest *self;

  g_return_val_if_fail (path != NULL && path[0] == '/', NULL);

  self = g_new0 (PlimRequest, 1);
  self->method = g_strdup (method);
  self->path = g_strdup (path);
  self->headers = g_ptr_array_new_with_free_func ((GDestroyNotify) plim_header_free);
  self->credentials = g_ptr_array_new_with_free_func ((GDestroyNotify) credential_free);
  return self;
}

void
plim_request_free (PlimRequest *self)
{
  g_free (self->method);
  g_free (self->origin);
  g_free (self->path);
  g_ptr_array_unref (self->headers);
  g_free (self->content_type);
  g_clear_pointer (&self->body, g_bytes_unref);
  g_ptr_array_unref (self->credentials);
  g_free (self);
}

void
plim_request_add_header (PlimRequest *self, const char *name, const char *value)
{
  g_ptr_array_add (self->headers, plim_header_new (name, value));
}

void
plim_request_set_body (PlimRequest *self, const char *content_type, const char *text)
{
  g_clear_pointer (&self->body, g_bytes_unref);
  g_free (self->content_type);
  self->content_type = g_strdup (content_type);
  self->body = g_bytes_new (text, strlen (text));
}

static PlimCredential *
add_credential (PlimRequest *self, PlimCredentialPlace place, const char *name, const char *member)
{
  PlimCredential *credential = g_new0 (PlimCredential, 1);

  credential->place = place;
  credential->name = g_strdup (name);
  credential->member = g_strdup (member);
  g_ptr_array_add (self->credentials, credential);
  return credential;
}

void
plim_request_add_credential (PlimRequest *self,
                             PlimCredentialPlace place,
                             const char *name,
                             const char *secret_field,
                             const char *member)
{
  g_return_if_fail (place != PLIM_CREDENTIAL_NONE && secret_field != NULL);

  add_credential (self, place, name, member)->secret_field = g_strdup (secret_field);
}

void
plim_request_add_token (PlimRequest *self,
                        PlimCredentialPlace place,
                        const char *name,
                        guint answer,
                        const char *member)
{
  g_return_if_fail (place != PLIM_CREDENTIAL_NONE && member != NULL);

  add_credential (self, place, name, member)->answer = answer;
}

const PlimCredential *
plim_request_get_credential (const PlimRequest *self, guint index)
{
  return index < self->credentials->len ? g_ptr_array_index (self->credentials, index) : NULL;
}

char *
plim_escape (const char *text)
{
  return g_uri_escape_string (text, NULL, FALSE);
}

PlimExchange *
plim_exchange_new (gint64 now, GHashTable *settings, GHashTable *memory)
{
  PlimExchange *self = g_new0 (PlimExchange, 1);
  GHashTable *sources[] = { settings, memory };
  GHashTable **copies[] = { &self->settings, &self->memory };

  self->now = now;
  for (guint i = 0; i < G_N_ELEMENTS (sources); i++) {
    GHashTableIter iter;
    gpointer name, value;

    *copies[i] = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
    if (sources[i] == NULL)
      continue;
    g_hash_table_iter_init (&iter, sources[i]);
    while (g_hash_table_iter_next (&iter, &name, &value))
      g_hash_table_insert (*copies[i], g_strdup (name), g_strdup (value));
  }
  self->facts = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  self->answers = g_ptr_array_new_with_free_func ((GDestroyNotify) plim_answer_free);
  return self;
}

void
plim_exchange_free (PlimExchange *self)
{
  g_hash_table_unref (self->settings);
  g_hash_table_unref (self->memory);
  g_clear_pointer (&self->secrets, g_hash_table_unref);
  g_hash_table_unref (self->facts);
  g_ptr_array_unref (self->answers);
  g_free (self);
}

void
plim_exchange_add_secret_field (PlimExchange *self, const char *field)
{
  if (self->secrets == NULL)
    self->secrets = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_hash_table_add (self->secrets, g_strdup (field));
}

gboolean
plim_exchange_has_secret (const PlimExchange *self, const char *field, gboolean fallback)
{
  return self->secrets != NULL ? g_hash_table_contains (self->secrets, field) : fallback;
}

void
plim_exchange_set_fact (PlimExchange *self, const char *name, const char *value)
{
  g_hash_table_insert (self->facts, g_strdup (name), g_strdup (value));
}

const char *
plim_exchange_get_fact (const PlimExchange *self, const char *name)
{
  return g_hash_table_lookup (self->facts, name);
}

void
plim_exchange_take_answer (PlimExchange *self, PlimAnswer *answer)
{
  g_ptr_array_add (self->answers, answer);
}

guint
plim_exchange_get_n_answers (const PlimExchange *self)
{
  return self->answers->len;
}

const PlimAnswer *
plim_exchange_get_answer (const PlimExchange *self, guint index)
{
  return index < self->answers->len ? g_ptr_array_index (self->answers, index) : NULL;
}

const char *
plim_exchange_get_setting (const PlimExchange *self, const char *name)
{
  const char *value = g_hash_table_lookup (self->settings, name);

  return value != NULL && value[0] != '\0' ? value : NULL;
}

gboolean
plim_exchange_get_setting_boolean (const PlimExchange *self, const char *name)
{
  return g_strcmp0 (plim_exchange_get_setting (self, name), "true") == 0;
}

double
plim_exchange_get_setting_number (const PlimExchange *self, const char *name)
{
  return plim_number_from_string (plim_exchange_get_setting (self, name));
}

const char *
plim_exchange_get_memory (const PlimExchange *self, const char *name)
{
  return g_hash_table_lookup (self->memory, name);
}
