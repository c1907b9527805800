/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>
#include <sqlite3.h>

G_BEGIN_DECLS

/* Private: what is done about a file that cannot be worked with. */

/** plim_database_set_aside: (transfer full) (nullable): renames the closed file at @path, with its
 * log, to a dated name, and returns that. */
char *plim_database_set_aside (const char *path, GError **error);

/** plim_database_rescue: copies accounts, last polls and notices into the empty @db, as far as the
 * file at @path, which is not changed, can be read. */
void plim_database_rescue (sqlite3 *db, const char *path);

G_END_DECLS
