/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "plim-webhook-state.h"

#include "plim-enums.h"
#include "plim-json-text.h"
#include "plim-json.h"

#include <string.h>

#define STATUS_UNKNOWN (-1)

PlimWebhookState *
plim_webhook_state_new (void)
{
  PlimWebhookState *self = g_new0 (PlimWebhookState, 1);

  self->last_status = STATUS_UNKNOWN;
  return self;
}

static void
clear_unscoped (PlimUnscopedError *error)
{
  g_free (error->code);
  g_free (error->message);
  g_free (error->provider);
  g_free (error->source);
  g_free (error->source_version);
}

void
plim_webhook_state_free (PlimWebhookState *self)
{
  g_free (self->last_message);
  g_free (self->last_source);
  g_free (self->last_source_version);
  g_free (self->last_schema_version);
  g_free (self->last_provider);
  g_free (self->last_account_key);
  clear_unscoped (&self->unscoped);
  g_free (self);
}

/* Under load each sample says the same again. */
static void
replace (char **place, const char *text)
{
  if (g_strcmp0 (*place, text) == 0)
    return;
  g_free (*place);
  *place = g_strdup (text);
}

static void
take_unscoped (PlimUnscopedError *error, const PlimPayload *payload)
{
  clear_unscoped (error);
  error->code = g_strdup (payload->error_code);
  error->message = g_strdup (payload->error_message);
  error->provider = g_strdup (payload->provider);
  error->source = g_strdup (payload->collector_id);
  error->source_version = g_strdup (payload->collector_version);
  error->collected_at = payload->collected_at;
  error->received_at = payload->received_at;
}

void
plim_webhook_state_take (PlimWebhookState *self,
                         const PlimPayload *payload,
                         PlimIngestStatus status,
                         const char *message)
{
  self->attempts[status]++;
  self->last_status = (int) status;
  self->last_received_at = payload->received_at;
  replace (&self->last_message, status != PLIM_INGEST_OK ? message : NULL);
  replace (&self->last_account_key, status == PLIM_INGEST_OK ? payload->account_key : NULL);
  if (payload->is_supported)
    replace (&self->last_provider, payload->provider);
  if (status != PLIM_INGEST_OK && status != PLIM_INGEST_ACCOUNT_UNIDENTIFIED)
    return;
  replace (&self->last_source, payload->collector_id);
  replace (&self->last_source_version, payload->collector_version);
  replace (&self->last_schema_version, payload->schema_version);
  if (status == PLIM_INGEST_ACCOUNT_UNIDENTIFIED)
    take_unscoped (&self->unscoped, payload);
}

/* Keeping. Both directions go by one table. */

typedef struct {
  const char *name;
  gsize offset;
} Member;

#define MEMBER(field)                                                                              \
  {                                                                                                \
#field, G_STRUCT_OFFSET(PlimWebhookState, field)                                               \
  }
#define UNSCOPED(field)                                                                            \
  {                                                                                                \
    "unscoped_" #field, G_STRUCT_OFFSET (PlimWebhookState, unscoped.field)                         \
  }

static const Member texts[] = {
  MEMBER (last_message),
  MEMBER (last_source),
  MEMBER (last_source_version),
  MEMBER (last_schema_version),
  MEMBER (last_provider),
  MEMBER (last_account_key),
  UNSCOPED (code),
  UNSCOPED (message),
  UNSCOPED (provider),
  UNSCOPED (source),
  UNSCOPED (source_version),
};
static const Member times[] = {
  MEMBER (last_received_at),
  UNSCOPED (collected_at),
  UNSCOPED (received_at),
};

static void
add_attempts (GString *text, const PlimWebhookState *self)
{
  plim_json_text_add_name (text, "attempts");
  g_string_append_c (text, '{');
  for (int i = 0; i < PLIM_N_INGEST_STATUSES; i++)
    plim_json_text_add_integer (text, plim_enum_to_nick (PLIM_TYPE_INGEST_STATUS, i),
                                (gint64) self->attempts[i]);
  g_string_append_c (text, '}');
}

char *
plim_webhook_state_to_text (const PlimWebhookState *self)
{
  GString *text = g_string_new ("{");

  if (self->last_status != STATUS_UNKNOWN)
    plim_json_text_add_string (text, "last_status",
                               plim_enum_to_nick (PLIM_TYPE_INGEST_STATUS, self->last_status));
  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
    plim_json_text_add_string (text, texts[i].name,
                               G_STRUCT_MEMBER (char *, self, texts[i].offset));
  for (gsize i = 0; i < G_N_ELEMENTS (times); i++)
    plim_json_text_add_integer (text, times[i].name,
                                G_STRUCT_MEMBER (gint64, self, times[i].offset));
  add_attempts (text, self);
  g_string_append_c (text, '}');
  return g_string_free (text, FALSE);
}

PlimWebhookState *
plim_webhook_state_copy (const PlimWebhookState *self)
{
  PlimWebhookState *copy = g_memdup2 (self, sizeof *self);

  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++) {
    char **text = &G_STRUCT_MEMBER (char *, copy, texts[i].offset);

    *text = g_strdup (*text);
  }
  return copy;
}

PlimWebhookState *
plim_webhook_state_from_text (const char *text)
{
  PlimWebhookState *self = plim_webhook_state_new ();
  g_autoptr (GBytes) bytes = g_bytes_new (text, text != NULL ? strlen (text) : 0);
  g_autoptr (JsonObject) object = plim_json_parse_object (bytes, NULL);
  JsonObject *attempts = plim_json_get_object (object, "attempts");

  if (object == NULL)
    return self;
  plim_enum_from_nick (PLIM_TYPE_INGEST_STATUS, plim_json_get_string (object, "last_status"),
                       &self->last_status);
  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
    replace (&G_STRUCT_MEMBER (char *, self, texts[i].offset),
             plim_json_get_string (object, texts[i].name));
  for (gsize i = 0; i < G_N_ELEMENTS (times); i++)
    G_STRUCT_MEMBER (gint64, self, times[i].offset) =
        json_object_get_int_member_with_default (object, times[i].name, 0);
  for (int i = 0; attempts != NULL && i < PLIM_N_INGEST_STATUSES; i++)
    self->attempts[i] = (guint64)
        json_object_get_int_member_with_default (attempts,
                                                 plim_enum_to_nick (PLIM_TYPE_INGEST_STATUS, i), 0);
  return self;
}
