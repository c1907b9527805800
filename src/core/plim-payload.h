/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "plim-snapshot.h"

G_BEGIN_DECLS

/* What collectors push: payload contract 2.0 of the Home Assistant integration ai-usage (2026.8),
 * so that its script, its browser extension and what users wrote for it work here. Pure functions.
 */

/** PLIM_PAYLOAD_UNKNOWN: the provider of samples whose provider is none of ours */
#define PLIM_PAYLOAD_UNKNOWN "unknown"

/** PlimIngestStatus: how an attempt ended; the nicks are the answers' `ingest_status`. */
typedef enum {
  PLIM_INGEST_OK,
  PLIM_INGEST_ACCOUNT_UNIDENTIFIED,
  PLIM_INGEST_INVALID_JSON,
  PLIM_INGEST_PAYLOAD_MUST_BE_OBJECT,
  PLIM_INGEST_MISSING_PROVIDER,
  PLIM_INGEST_UNSUPPORTED_PROVIDER,
  PLIM_INGEST_INVALID_CONTRACT,
  PLIM_INGEST_UNKNOWN_ERROR,
} PlimIngestStatus;
#define PLIM_N_INGEST_STATUSES (PLIM_INGEST_UNKNOWN_ERROR + 1)
#define PLIM_TYPE_INGEST_STATUS (plim_ingest_status_get_type ())
GType plim_ingest_status_get_type (void);

/** PlimPayloadWindow: one item of `usage_data.windows` */
typedef struct {
  char *id;
  char *label;
  gint64 length_s;
  double used_percent;
  gint64 resets_at;
  gboolean limit_reached;
} PlimPayloadWindow;

/**
 * PlimPayload:
 * @message: (nullable): one line for who runs the collector, when it was refused; names the member
 *   by its path and repeats no value
 * @provider: (nullable): as it came, trimmed and in lower case, at most 64 characters
 * @is_supported: whether @provider is one that samples are taken for
 * @schema_version: (nullable): when it is the one we read
 * @status_word: (nullable): the payload's `status`
 * @account_key: (nullable): tells the account; %NULL when it cannot be told
 * @label: (nullable): label, e-mail address or user name, the first that is text
 * @plan: (nullable):
 * @error_code: (nullable): unless @status_word is `ok`
 * @error_message: (nullable): redacted
 * @windows: (element-type PlimPayloadWindow):
 *
 * What was read; beyond @message and @provider it is complete only when @ingest_status is `ok` or
 * `account_unidentified`.
 */
typedef struct {
  PlimIngestStatus ingest_status;
  char *message;
  char *provider;
  gboolean is_supported;
  char *schema_version;
  char *collector_id;
  char *collector_version;
  gint64 collected_at;
  gint64 received_at;
  char *status_word;
  char *account_key;
  char *label;
  char *plan;
  char *error_code;
  char *error_message;
  GPtrArray *windows;
} PlimPayload;

/**
 * plim_payload_read:
 * @body: any bytes
 * @providers: (array zero-terminated=1): those that samples are taken for, beside `codex`,
 *   `ollama_cloud` and `unknown`, in our spelling (`claude-web` comes as `claude_web`)
 * @received_at: now; a later time of collection counts as this one
 *
 * Returns: (transfer full):
 */
PlimPayload *plim_payload_read (GBytes *body, const char *const *providers, gint64 received_at);
void plim_payload_free (PlimPayload *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PlimPayload, plim_payload_free)

/** plim_payload_is_accepted: whether it passed validation: with or without an account */
gboolean plim_payload_is_accepted (const PlimPayload *self);

/** plim_payload_dup_provider_id: (transfer full): our spelling of the provider */
char *plim_payload_dup_provider_id (const PlimPayload *self);

/** plim_payload_get_status: the model's word for the payload's */
PlimStatus plim_payload_get_status (const PlimPayload *self);

/**
 * plim_payload_make_snapshot:
 * @former: (nullable): the account's present one: its plan stays when the payload has none, and
 *   windows of the same length keep its ids when they were polled
 * @is_polled: whether @former may come from a poll
 *
 * Returns: (transfer full): sealed
 */
PlimSnapshot *plim_payload_make_snapshot (const PlimPayload *self,
                                          const PlimSnapshot *former,
                                          gboolean is_polled);

G_END_DECLS
