/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "plim-payload.h"

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/** PlimUnscopedError: the last error that named no account; all %NULL before the first */
typedef struct {
  char *code;
  char *message;
  char *provider;
  char *source;
  char *source_version;
  gint64 collected_at;
  gint64 received_at;
} PlimUnscopedError;

/**
 * PlimWebhookState:
 * @last_status: a #PlimIngestStatus, or -1 before the first attempt
 * @attempts: by #PlimIngestStatus
 *
 * What the webhook as a whole offers; texts are %NULL while unknown.
 */
typedef struct {
  int last_status;
  char *last_message;
  gint64 last_received_at;
  char *last_source;
  char *last_source_version;
  char *last_schema_version;
  char *last_provider;
  char *last_account_key;
  guint64 attempts[PLIM_N_INGEST_STATUSES];
  PlimUnscopedError unscoped;
} PlimWebhookState;

PlimWebhookState *plim_webhook_state_new (void);
PlimWebhookState *plim_webhook_state_copy (const PlimWebhookState *self);
void plim_webhook_state_free (PlimWebhookState *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PlimWebhookState, plim_webhook_state_free)

/** plim_webhook_state_take: counts an attempt; @status is what it was answered */
void plim_webhook_state_take (PlimWebhookState *self,
                              const PlimPayload *payload,
                              PlimIngestStatus status,
                              const char *message);

/** plim_webhook_state_to_text: (transfer full): for the database */
char *plim_webhook_state_to_text (const PlimWebhookState *self);

/** plim_webhook_state_from_text: (transfer full): @text may be %NULL or of another version: what
 * is missing is unknown */
PlimWebhookState *plim_webhook_state_from_text (const char *text);

G_END_DECLS
