/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "plim-database-file.h"

G_BEGIN_DECLS

/**
 * PlimDatabaseWorker:
 *
 * Private: the thread that has a database's file to itself. It keeps the order of what it is given;
 * what writes and waits, one after the other, it commits together.
 */
typedef struct _PlimDatabaseWorker PlimDatabaseWorker;

/**
 * PlimDatabaseWorkerFunc:
 * @source: the source object of the job's task
 * @set_aside: (nullable): see plim_database_file_get_set_aside()
 * @problem: (nullable): see plim_database_file_get_problem()
 *
 * Called in the task's context when a job has ended, before its task returns.
 */
typedef void (*PlimDatabaseWorkerFunc) (gpointer source,
                                        const char *set_aside,
                                        const char *problem);

PlimDatabaseWorker *plim_database_worker_new (PlimDatabaseWorkerFunc done);

/** plim_database_worker_free: ends what was begun and what waits, and closes the file. To be called
 * while each of these still holds its source object, or when there is none. */
void plim_database_worker_free (PlimDatabaseWorker *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PlimDatabaseWorker, plim_database_worker_free)

/**
 * plim_database_worker_push:
 * @task: (transfer full): returns what @work puts out; its data are @work's input
 * @work: (nullable): %NULL opens the file, whose path is the input
 * @free_output: (nullable): %NULL when @work has no output: @task then returns a boolean
 */
void plim_database_worker_push (PlimDatabaseWorker *self,
                                GTask *task,
                                PlimDatabaseMode mode,
                                PlimDatabaseWork work,
                                GDestroyNotify free_output);

G_END_DECLS
