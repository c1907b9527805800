/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "plim-database-file.h"
#include "plim-database.h"

G_BEGIN_DECLS

/* Private: how the calls of a database that stand in other files hand their work to its thread. */

/**
 * plim_database_push:
 * @tag: the function that was called, see plim_database_is_result_of()
 * @input: (transfer full): freed with the task
 * @free_output: (nullable): %NULL when @work has no output: the task then returns a boolean
 */
void plim_database_push (PlimDatabase *self,
                         gpointer tag,
                         PlimDatabaseMode mode,
                         PlimDatabaseWork work,
                         gpointer input,
                         GDestroyNotify free_input,
                         GDestroyNotify free_output,
                         GCancellable *cancellable,
                         GAsyncReadyCallback callback,
                         gpointer user_data);

/** plim_database_is_result_of: whether @result is of the call that was pushed with @tag */
gboolean plim_database_is_result_of (PlimDatabase *self, GAsyncResult *result, gpointer tag);

G_END_DECLS
