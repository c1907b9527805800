/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "plim-account.h"
#include "plim-database-file.h"

G_BEGIN_DECLS

/* Private: accounts and how their last poll ended. */

/** PlimAccountRow: what the database keeps of an account, for taking it to the worker and back */
typedef struct {
  char *id;
  char *provider_id;
  char *label;
  char *base_url; /* (nullable) */
  char *settings; /* JSON */
  char *memory;   /* JSON */
  gboolean enabled;
  gboolean is_polled;
  guint order;
  guint interval_s;
  gint64 created_at;
  gint64 changed_at;
  PlimOwner *owner;
  PlimStatus status;
  PlimCause cause;
  char *message; /* (nullable) */
  gint64 attempted_at;
  gint64 stale_s;         /* so much after the snapshot the next one was missed */
  PlimSnapshot *snapshot; /* (nullable) */
} PlimAccountRow;

/** plim_account_row_new: (transfer full): the values of @account as they are now */
PlimAccountRow *plim_account_row_new (PlimAccount *account);
void plim_account_row_free (PlimAccountRow *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PlimAccountRow, plim_account_row_free)

/** plim_account_row_to_account: (transfer full): */
PlimAccount *plim_account_row_to_account (const PlimAccountRow *self);

/* Work. */

/** plim_database_load_accounts: @output: (element-type PlimAccountRow): */
gboolean
plim_database_load_accounts (sqlite3 *db, gpointer unused, gpointer *output, GError **error);

/** plim_database_save_account: @row: a #PlimAccountRow; leaves its last poll alone */
gboolean plim_database_save_account (sqlite3 *db, gpointer row, gpointer *output, GError **error);

/** plim_database_remove_account: with all that belongs to it */
gboolean plim_database_remove_account (sqlite3 *db, gpointer id, gpointer *output, GError **error);

/** plim_database_save_poll: @row: a #PlimAccountRow; its memory, owner, last poll, and samples */
gboolean plim_database_save_poll (sqlite3 *db, gpointer row, gpointer *output, GError **error);

/** plim_database_look_up_account: the key of the row; @key is %PLIM_DATABASE_NO_KEY when there is
 * none */
#define PLIM_DATABASE_NO_KEY 0
gboolean
plim_database_look_up_account (sqlite3 *db, const char *id, sqlite3_int64 *key, GError **error);

/** plim_database_find_account: the key of the row; an error when there is none */
gboolean
plim_database_find_account (sqlite3 *db, const char *id, sqlite3_int64 *key, GError **error);

G_END_DECLS
