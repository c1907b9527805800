/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "plim-account.h"
#include <json-glib/json-glib.h>
#include <gio/gio.h>

G_BEGIN_DECLS

/* What `export` writes and `import` reads: accounts and preferences, never a secret. */

/** plim_cli_backup_add_json: `plimsoll_export`, `version`, `exported_at`, `accounts` and
 * `preferences`, into the object that @builder is in. @settings: (nullable) */
void plim_cli_backup_add_json (GPtrArray *accounts,
                               GSettings *settings,
                               gint64 now,
                               JsonBuilder *builder);

/** plim_cli_backup_dup_csv: (transfer full): the accounts as a table */
char *plim_cli_backup_dup_csv (GPtrArray *accounts);

/**
 * PlimCliBackup:
 * @accounts: (owned): `a(sssbbusa{ss})`, for Manager1.ImportAccounts
 * @preferences: (owned) (element-type GVariant): key → value, those that the schema knows
 * @history: (owned) (element-type GVariant): `(ssa(xddx))` each, for Manager1.ImportHistory
 */
typedef struct {
  GVariant *accounts;
  GHashTable *preferences;
  GPtrArray *history;
} PlimCliBackup;

void plim_cli_backup_clear (PlimCliBackup *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (PlimCliBackup, plim_cli_backup_clear)

/**
 * plim_cli_backup_parse:
 * @name: what the file is called before people
 * @text: hostile input is fine
 * @settings: (nullable): whose schema the preferences must fit
 *
 * Returns: whether all of it was understood; otherwise a usage error that names the file and what
 * was not
 */
gboolean plim_cli_backup_parse (PlimCliBackup *self,
                                const char *name,
                                const char *text,
                                gsize length,
                                GSettings *settings,
                                GError **error);

G_END_DECLS
