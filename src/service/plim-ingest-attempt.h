/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "plim-payload.h"

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * PlimIngestResult:
 * @status: what to answer
 * @message: (nullable): one line for who runs the collector
 * @provider: (nullable):
 * @account_key: (nullable):
 * @status_word: (nullable): the payload's status, when it was accepted
 * @created_account: whether this made the account known
 * @is_disk_full: with `unknown_error`: the sample waits in memory
 */
typedef struct {
  PlimIngestStatus status;
  const char *message;
  const char *provider;
  const char *account_key;
  const char *status_word;
  gboolean created_account;
  gboolean is_disk_full;
} PlimIngestResult;

PlimIngestResult *plim_ingest_result_copy (const PlimIngestResult *self);
void plim_ingest_result_free (PlimIngestResult *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PlimIngestResult, plim_ingest_result_free)

/** PlimIngestAttempt: a payload on its way to the disk */
typedef struct {
  PlimPayload *payload;
  GTask *task; /* (nullable): NULL when it was answered already: it waited for room */
  gboolean created_account;
  gboolean is_disk_full;
} PlimIngestAttempt;

/** plim_ingest_attempt_new: @payload: (transfer full): @task: (transfer full): is given the
 * #PlimIngestResult */
PlimIngestAttempt *plim_ingest_attempt_new (PlimPayload *payload, GTask *task);
void plim_ingest_attempt_free (PlimIngestAttempt *self);

/** plim_ingest_attempt_get_result: what to answer; borrows @message and the payload's texts */
PlimIngestResult plim_ingest_attempt_get_result (const PlimIngestAttempt *self,
                                                 PlimIngestStatus status,
                                                 const char *message);

/** plim_ingest_attempt_answer: hands a copy of @result to the task, once */
void plim_ingest_attempt_answer (PlimIngestAttempt *self, const PlimIngestResult *result);

G_END_DECLS
