/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "plim-ingest-attempt.h"

PlimIngestResult *
plim_ingest_result_copy (const PlimIngestResult *self)
{
  PlimIngestResult *copy = g_memdup2 (self, sizeof *self);

  copy->message = g_strdup (self->message);
  copy->provider = g_strdup (self->provider);
  copy->account_key = g_strdup (self->account_key);
  copy->status_word = g_strdup (self->status_word);
  return copy;
}

void
plim_ingest_result_free (PlimIngestResult *self)
{
  g_free ((char *) self->message);
  g_free ((char *) self->provider);
  g_free ((char *) self->account_key);
  g_free ((char *) self->status_word);
  g_free (self);
}

static void
free_result (gpointer data)
{
  plim_ingest_result_free (data);
}

PlimIngestAttempt *
plim_ingest_attempt_new (PlimPayload *payload, GTask *task)
{
  PlimIngestAttempt *self = g_new0 (PlimIngestAttempt, 1);

  self->payload = payload;
  self->task = task;
  return self;
}

void
plim_ingest_attempt_free (PlimIngestAttempt *self)
{
  plim_payload_free (self->payload);
  g_clear_object (&self->task);
  g_free (self);
}

PlimIngestResult
plim_ingest_attempt_get_result (const PlimIngestAttempt *self,
                                PlimIngestStatus status,
                                const char *message)
{
  const PlimPayload *payload = self->payload;
  gboolean is_ok = status == PLIM_INGEST_OK;
  gboolean is_accepted = is_ok || status == PLIM_INGEST_ACCOUNT_UNIDENTIFIED;

  return (PlimIngestResult){
    .status = status,
    .message = message,
    .provider = payload->provider,
    .account_key = is_ok ? payload->account_key : NULL,
    .status_word = is_accepted ? payload->status_word : NULL,
    .created_account = self->created_account && is_ok,
    .is_disk_full = self->is_disk_full,
  };
}

void
plim_ingest_attempt_answer (PlimIngestAttempt *self, const PlimIngestResult *result)
{
  g_autoptr (GTask) task = g_steal_pointer (&self->task);

  g_task_return_pointer (task, plim_ingest_result_copy (result), free_result);
}
