/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "plim-clock.h"
#include "plim-database.h"

G_BEGIN_DECLS

/**
 * PlimAccountList:
 *
 * The service's accounts: a #GListModel of #PlimAccount in their order, loaded from and kept in the
 * database. All changes that people make go through here, and what polls say is kept as it comes; a
 * failed write is reported and the change kept in memory.
 *
 * Property `problem` (nullable string, read only, notifies): why something is not kept, in
 * technical English. Property `orphans-wait` (construct only): seconds, see
 * plim_account_list_load_async().
 */
#define PLIM_TYPE_ACCOUNT_LIST (plim_account_list_get_type ())
G_DECLARE_FINAL_TYPE (PlimAccountList, plim_account_list, PLIM, ACCOUNT_LIST, GObject)

PlimAccountList *plim_account_list_new (PlimDatabase *database);

/** plim_account_list_set_clock: by which is noted when an account is added or changed; until then
 * that stays unknown. To be called before accounts are loaded. */
void plim_account_list_set_clock (PlimAccountList *self, PlimClock *clock);

/**
 * plim_account_list_load_async:
 *
 * Fills the list. Secrets of accounts that no longer exist are cleared a while after, when the
 * database is a sound file: one that was set aside may still be put back.
 */
void plim_account_list_load_async (PlimAccountList *self,
                                   GCancellable *cancellable,
                                   GAsyncReadyCallback callback,
                                   gpointer user_data);
gboolean
plim_account_list_load_finish (PlimAccountList *self, GAsyncResult *result, GError **error);

/** plim_account_list_add: appends @account and saves it. */
void plim_account_list_add (PlimAccountList *self, PlimAccount *account);

/** plim_account_list_remove_async: forgets it and its history at once, then its secrets. */
void plim_account_list_remove_async (PlimAccountList *self,
                                     PlimAccount *account,
                                     GAsyncReadyCallback callback,
                                     gpointer user_data);

/** plim_account_list_remove_finish: whether its secrets are gone too; when not, that was logged and
 * is tried again. */
gboolean plim_account_list_remove_finish (PlimAccountList *self, GAsyncResult *result);

/** plim_account_list_move: gives @account that place; the others move. */
void plim_account_list_move (PlimAccountList *self, PlimAccount *account, guint order);

/** plim_account_list_save: keeps changed label, settings, enabled or interval. */
void plim_account_list_save (PlimAccountList *self, PlimAccount *account);

/** plim_account_list_show_kept: gives @account the snapshot, status and times of @other, which the
 * database has already. */
void plim_account_list_show_kept (PlimAccountList *self, PlimAccount *account, PlimAccount *other);

/** plim_account_list_find: (transfer none) (nullable): by id */
PlimAccount *plim_account_list_find (PlimAccountList *self, const char *id);

/** plim_account_list_get_problem: (transfer none) (nullable): see the property */
const char *plim_account_list_get_problem (PlimAccountList *self);

G_END_DECLS
