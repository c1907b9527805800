/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>
#include <sqlite3.h>

G_BEGIN_DECLS

/* Private: the schema, and how an older file becomes one of today. */

/** PLIM_DATABASE_VERSION: the user_version of today */
#define PLIM_DATABASE_VERSION 6

/** plim_database_schema_check: the error `NEWER` for a file that a later version wrote; changes
 * nothing. */
gboolean plim_database_schema_check (sqlite3 *db, GError **error);

/** plim_database_schema_migrate: takes the file from its user_version to %PLIM_DATABASE_VERSION,
 * each step in a transaction of its own. */
gboolean plim_database_schema_migrate (sqlite3 *db, GError **error);

G_END_DECLS
