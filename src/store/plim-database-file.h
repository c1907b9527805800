/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>
#include <sqlite3.h>

G_BEGIN_DECLS

/**
 * PlimDatabaseFile:
 *
 * Private: the open file, or what stands in for it. Used by one thread at a time. When it proves to
 * be corrupt, at the start or later, it is set aside and a new one begun with the accounts and
 * notices that can still be read.
 */
typedef struct _PlimDatabaseFile PlimDatabaseFile;

typedef enum {
  PLIM_DATABASE_READ,
  PLIM_DATABASE_WRITE,   /* consistent whatever happens, but a power cut may take the last ones */
  PLIM_DATABASE_DURABLE, /* on the disk when it returns */
} PlimDatabaseMode;

/**
 * PlimDatabaseWork:
 * @output: (out): set on success only
 *
 * What a job does, inside a transaction unless it only reads. It may run twice, on two files.
 */
typedef gboolean (*PlimDatabaseWork) (sqlite3 *db,
                                      gpointer input,
                                      gpointer *output,
                                      GError **error);

/** plim_database_file_open: (transfer full) (nullable): @path may be %NULL for memory. Fails only
 * when not even memory works. */
PlimDatabaseFile *plim_database_file_open (const char *path, GError **error);
void plim_database_file_close (PlimDatabaseFile *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PlimDatabaseFile, plim_database_file_close)

/** PlimDatabaseStep: a piece of work, and what became of it */
typedef struct {
  PlimDatabaseMode mode;
  PlimDatabaseWork work;
  gpointer input;             /* (unowned) */
  GDestroyNotify free_output; /* (nullable): it has none */
  gpointer output;            /* (owned) */
} PlimDatabaseStep;

/** plim_database_file_run: runs @step, and once more on the new file when the old one proved to be
 * corrupt. */
gboolean plim_database_file_run (PlimDatabaseFile *self, PlimDatabaseStep *step, GError **error);

/**
 * plim_database_file_run_together:
 * @steps: (element-type PlimDatabaseStep): none of which only reads
 *
 * Runs them in one transaction: one commit, which is what a step costs most.
 *
 * Returns: %FALSE when one of them, or the commit, failed. Then nothing was done and there is no
 *   output: each is to be run by itself, to find out which it was.
 */
gboolean plim_database_file_run_together (PlimDatabaseFile *self, GPtrArray *steps);

/** plim_database_file_get_set_aside: (nullable): where the last corrupt file went */
const char *plim_database_file_get_set_aside (PlimDatabaseFile *self);

/** plim_database_file_get_problem: (nullable): why nothing is kept */
const char *plim_database_file_get_problem (PlimDatabaseFile *self);

G_END_DECLS
