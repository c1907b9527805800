/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "plim-database-file.h"
#include "plim-database-rescue.h"
#include "plim-database-schema.h"
#include "plim-database.h"
#include "plim-sqlite.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <sys/stat.h>
#include <unistd.h>

#define BUSY_TIMEOUT_MS 5000
#define HEAP_LIMIT_BYTES (2 * 1024 * 1024)

struct _PlimDatabaseFile {
  sqlite3 *db;
  char *path;          /* (nullable): memory only */
  char *set_aside;     /* (nullable) */
  char *problem;       /* (nullable) */
  gboolean is_syncing; /* each commit waits for the disk */
};

/* A cache of 256 KiB holds all that is read again and again; more would only sit in memory all day.
 * The log is written back at 1 MB, which a commit may pass: cut to that size and grown again each
 * time, it would cost two changes of its inode. cell_size_check finds a damaged page when it is
 * read. */
static const char pragmas[] = "PRAGMA cache_size = -256;"
                              "PRAGMA mmap_size = 0;"
                              "PRAGMA temp_store = MEMORY;"
                              "PRAGMA cell_size_check = ON;"
                              "PRAGMA trusted_schema = OFF;"
                              "PRAGMA foreign_keys = ON;"
                              "PRAGMA wal_autocheckpoint = 256;"
                              "PRAGMA journal_size_limit = 2097152;";

/* Opening. */

static gboolean
set_system_error (GError **error, int cause, const char *what, const char *path)
{
  g_set_error (error, PLIM_DATABASE_ERROR,
               cause == ENOSPC || cause == EDQUOT ? PLIM_DATABASE_ERROR_FULL
                                                  : PLIM_DATABASE_ERROR_UNAVAILABLE,
               "%s %s: %s", what, path, g_strerror (cause));
  return FALSE;
}

/* SQLite creates its files as the umask says, and its log with the mode of the file. A folder that
 * was there before keeps its mode: it may be anybody's. */
static gboolean
prepare_path (const char *path, GError **error)
{
  g_autofree char *folder = g_path_get_dirname (path);
  int fd;
  gboolean ok;

  if (g_mkdir_with_parents (folder, 0700) != 0)
    return set_system_error (error, errno, "Cannot create", folder);
  fd = g_open (path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  if (fd < 0)
    return set_system_error (error, errno, "Cannot write", path);
  ok = fchmod (fd, 0600) == 0 || set_system_error (error, errno, "Cannot protect", path);
  g_close (fd, NULL);
  return ok;
}

static sqlite3 *
connect_to (const char *path, GError **error)
{
  sqlite3 *db = NULL;
  int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_URI |
              SQLITE_OPEN_EXRESCODE;

  if (sqlite3_open_v2 (path, &db, flags, NULL) != SQLITE_OK) {
    plim_sqlite_set_error (error, db, "Cannot open the database");
    g_clear_pointer (&db, plim_sqlite_close);
    return NULL;
  }
  sqlite3_busy_timeout (db, BUSY_TIMEOUT_MS);
  sqlite3_db_config (db, SQLITE_DBCONFIG_LOOKASIDE, NULL, 256, 64);
  /* Whoever closes last writes the log back; not into a file that is corrupt or newer. */
  sqlite3_db_config (db, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, NULL);
  return db;
}

static gboolean
set_up (sqlite3 *db, GError **error)
{
  /* The version first: a newer file is left as it is. */
  if (!plim_sqlite_exec (db, pragmas, error) || !plim_database_schema_check (db, error))
    return FALSE;
  /* NORMAL: a commit waits for no disk. In WAL the file stays consistent all the same; what a power
   * cut may take is the last minutes' polls. */
  if (!plim_sqlite_exec (db, "PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL", error) ||
      !plim_database_schema_migrate (db, error))
    return FALSE;
  sqlite3_db_config (db, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 0, NULL);
  return TRUE;
}

static sqlite3 *
open_database (const char *path, GError **error)
{
  sqlite3 *db;

  if (path != NULL && !prepare_path (path, error))
    return NULL;
  db = connect_to (path != NULL ? path : ":memory:", error);
  if (db != NULL && !set_up (db, error))
    g_clear_pointer (&db, plim_sqlite_close);
  return db;
}

/* Nothing can be kept, but what is there can perhaps still be read and shown. */
static gboolean
open_memory (PlimDatabaseFile *self, const GError *problem, GError **error)
{
  self->db = open_database (NULL, error);
  if (self->db == NULL)
    return FALSE;
  if (problem != NULL) {
    g_message ("Working without a file: %s", problem->message);
    self->problem = g_strdup (problem->message);
    if (!g_error_matches (problem, PLIM_DATABASE_ERROR, PLIM_DATABASE_ERROR_NEWER))
      plim_database_rescue (self->db, self->path);
  }
  g_clear_pointer (&self->path, g_free);
  return TRUE;
}

/* Puts a new file in the place of the corrupt one. */
static gboolean
replace_file (PlimDatabaseFile *self, GError **error)
{
  g_autoptr (GError) problem = NULL;
  g_autofree char *set_aside = plim_database_set_aside (self->path, &problem);

  if (set_aside != NULL) {
    g_free (self->set_aside);
    self->set_aside = g_steal_pointer (&set_aside);
    self->db = open_database (self->path, &problem);
  }
  if (self->db == NULL && !open_memory (self, problem, error))
    return FALSE;
  if (self->set_aside != NULL)
    plim_database_rescue (self->db, self->set_aside);
  return TRUE;
}

static gboolean
is_corrupt (const GError *error)
{
  return g_error_matches (error, PLIM_DATABASE_ERROR, PLIM_DATABASE_ERROR_CORRUPT);
}

PlimDatabaseFile *
plim_database_file_open (const char *path, GError **error)
{
  g_autoptr (PlimDatabaseFile) self = g_new0 (PlimDatabaseFile, 1);
  g_autoptr (GError) problem = NULL;
  gboolean ok;

  sqlite3_soft_heap_limit64 (HEAP_LIMIT_BYTES);
  self->path = path != NULL ? g_canonicalize_filename (path, NULL) : NULL;
  if (path != NULL)
    self->db = open_database (self->path, &problem);
  if (self->db != NULL)
    ok = TRUE;
  else if (is_corrupt (problem))
    ok = replace_file (self, error);
  else
    ok = open_memory (self, problem, error);
  return ok ? g_steal_pointer (&self) : NULL;
}

void
plim_database_file_close (PlimDatabaseFile *self)
{
  plim_sqlite_close (self->db);
  g_free (self->path);
  g_free (self->set_aside);
  g_free (self->problem);
  g_free (self);
}

/* Working. */

static gboolean
run_hot (sqlite3 *db, const char *sql, GError **error)
{
  g_autoptr (PlimHotStatement) statement = plim_sqlite_borrow (db, sql, error);

  return statement != NULL && plim_sqlite_run (statement, error);
}

static gboolean
run_transaction (sqlite3 *db, PlimDatabaseStep *step, GError **error)
{
  gboolean ok = run_hot (db, "BEGIN IMMEDIATE", error) &&
                step->work (db, step->input, &step->output, error) && run_hot (db, "COMMIT", error);

  /* A failed commit, and a full disk, may or may not have rolled back already. */
  if (!sqlite3_get_autocommit (db))
    plim_sqlite_exec (db, "ROLLBACK", NULL);
  return ok;
}

/* FULL syncs the log with the commit, and all commits before it: one fsync, where writing the log
 * back would take two and copy every page. */
static gboolean
set_syncing (PlimDatabaseFile *self, gboolean is_syncing, GError **error)
{
  if (self->is_syncing == is_syncing)
    return TRUE;
  if (!plim_sqlite_exec (self->db,
                         is_syncing ? "PRAGMA synchronous = FULL" : "PRAGMA synchronous = NORMAL",
                         error))
    return FALSE;
  self->is_syncing = is_syncing;
  return TRUE;
}

static gboolean
run_once (PlimDatabaseFile *self, PlimDatabaseStep *step, GError **error)
{
  if (step->mode == PLIM_DATABASE_READ)
    return step->work (self->db, step->input, &step->output, error);
  return set_syncing (self, step->mode == PLIM_DATABASE_DURABLE, error) &&
         run_transaction (self->db, step, error);
}

gboolean
plim_database_file_run (PlimDatabaseFile *self, PlimDatabaseStep *step, GError **error)
{
  g_autoptr (GError) first_error = NULL;

  if (self->db == NULL) {
    g_set_error (error, PLIM_DATABASE_ERROR, PLIM_DATABASE_ERROR_UNAVAILABLE,
                 "The database was lost, and not even memory could replace it");
    return FALSE;
  }
  if (run_once (self, step, &first_error))
    return TRUE;
  if (self->path == NULL || !is_corrupt (first_error)) {
    g_propagate_error (error, g_steal_pointer (&first_error));
    return FALSE;
  }
  sqlite3_db_config (self->db, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, NULL);
  g_clear_pointer (&self->db, plim_sqlite_close);
  self->is_syncing = FALSE;
  return replace_file (self, error) && run_once (self, step, error);
}

static gboolean
run_steps (sqlite3 *db, gpointer input, gpointer *unused, GError **error)
{
  GPtrArray *steps = input;

  for (guint i = 0; i < steps->len; i++) {
    PlimDatabaseStep *step = g_ptr_array_index (steps, i);

    if (!step->work (db, step->input, &step->output, error))
      return FALSE;
  }
  return TRUE;
}

gboolean
plim_database_file_run_together (PlimDatabaseFile *self, GPtrArray *steps)
{
  PlimDatabaseStep all = { .mode = PLIM_DATABASE_WRITE, .work = run_steps, .input = steps };
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < steps->len; i++)
    all.mode = MAX (all.mode, ((PlimDatabaseStep *) g_ptr_array_index (steps, i))->mode);
  if (self->db != NULL && run_once (self, &all, &error))
    return TRUE;
  for (guint i = 0; i < steps->len; i++) {
    PlimDatabaseStep *step = g_ptr_array_index (steps, i);

    if (step->output != NULL)
      g_clear_pointer (&step->output, step->free_output);
  }
  return FALSE;
}

const char *
plim_database_file_get_set_aside (PlimDatabaseFile *self)
{
  return self->set_aside;
}

const char *
plim_database_file_get_problem (PlimDatabaseFile *self)
{
  return self->problem;
}
