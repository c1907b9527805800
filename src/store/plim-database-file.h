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

/** plim_database_file_run: runs @work, and once more on the new file when the old one proved to be
 * corrupt. */
gboolean plim_database_file_run (PlimDatabaseFile *self,
                                 PlimDatabaseMode mode,
                                 PlimDatabaseWork work,
                                 gpointer input,
                                 gpointer *output,
                                 GError **error);

/** plim_database_file_get_set_aside: (nullable): where the last corrupt file went */
const char *plim_database_file_get_set_aside (PlimDatabaseFile *self);

/** plim_database_file_get_problem: (nullable): why nothing is kept */
const char *plim_database_file_get_problem (PlimDatabaseFile *self);

G_END_DECLS
