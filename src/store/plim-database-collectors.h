/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "plim-database.h"

G_BEGIN_DECLS

/* What collectors pushed. Samples go to the same tables as those of polls; beside them stands what
 * is known of each account's collector, and of the webhook as a whole, as its owner's own JSON. */

/** PlimCollectorRow: an account that a collector feeds */
typedef struct {
  char *account_id;
  char *account_key;
  char *state;
} PlimCollectorRow;

/** PlimCollectorData: all that is kept. @rows: (element-type PlimCollectorRow): @webhook:
 * (nullable): */
typedef struct {
  GPtrArray *rows;
  char *webhook;
} PlimCollectorData;
void plim_collector_data_free (PlimCollectorData *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PlimCollectorData, plim_collector_data_free)

void plim_database_load_collectors_async (PlimDatabase *self,
                                          GCancellable *cancellable,
                                          GAsyncReadyCallback callback,
                                          gpointer user_data);

/** plim_database_load_collectors_finish: (transfer full) (nullable): */
PlimCollectorData *
plim_database_load_collectors_finish (PlimDatabase *self, GAsyncResult *result, GError **error);

/** PlimIngestBatch: what one transaction keeps */
typedef struct _PlimIngestBatch PlimIngestBatch;

/** plim_ingest_batch_new: @webhook: the state of the webhook after it */
PlimIngestBatch *plim_ingest_batch_new (const char *webhook);
void plim_ingest_batch_free (PlimIngestBatch *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PlimIngestBatch, plim_ingest_batch_free)

/**
 * plim_ingest_batch_add:
 * @account: as it is after the batch; its values are taken now
 * @has_news: whether it is new, or more than its last poll has changed
 * @samples: (element-type PlimSnapshot): what came for it, oldest first, for the history
 */
void plim_ingest_batch_add (PlimIngestBatch *self,
                            PlimAccount *account,
                            gboolean has_news,
                            const char *account_key,
                            const char *state,
                            GPtrArray *samples);

/** plim_database_save_batch_async: keeps @batch (transfer full) whole or not at all; returns only
 * when it is durable. */
void plim_database_save_batch_async (PlimDatabase *self,
                                     PlimIngestBatch *batch,
                                     GCancellable *cancellable,
                                     GAsyncReadyCallback callback,
                                     gpointer user_data);
gboolean plim_database_save_batch_finish (PlimDatabase *self, GAsyncResult *result, GError **error);

G_END_DECLS
