/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "plim-database-file.h"

G_BEGIN_DECLS

/* Private: what the notifier has said already. */

typedef struct {
  char *account_id;
  char *key;
  char *state; /* (nullable): forget it */
} PlimNotice;

void plim_notice_free (PlimNotice *self);

/** plim_database_save_notice: @notice: a #PlimNotice */
gboolean plim_database_save_notice (sqlite3 *db, gpointer notice, gpointer *output, GError **error);

/** plim_database_load_notices: @output: a #GHashTable, `<account id>/<key>` → state */
gboolean
plim_database_load_notices (sqlite3 *db, gpointer unused, gpointer *output, GError **error);

G_END_DECLS
