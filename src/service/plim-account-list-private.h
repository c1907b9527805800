/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "plim-account-list.h"

G_BEGIN_DECLS

/* The list's parts see its fields; nobody else does. */
struct _PlimAccountList {
  GObject parent_instance;

  PlimDatabase *database;
  PlimClock *clock; /* (nullable) */
  GPtrArray *accounts;
  GHashTable *polled;    /* PlimAccount, as a set: whose poll is to be kept */
  GHashTable *unsaved;   /* PlimAccount, as a set: whose last saving failed */
  GHashTable *unremoved; /* account id, as a set: whose last removal failed */
  guint keep_id;
  char *problem; /* (nullable) */
  GCancellable *cancellable;
  GStrv orphans; /* (nullable) */
  guint orphans_id;
  guint orphans_wait_s;
};

/** plim_account_list_set_problem: after each job of the database: @error (nullable) is why it was
 * not done. */
void plim_account_list_set_problem (PlimAccountList *self, const GError *error);

/** plim_account_list_save_again: saves and removes those of which that failed last. */
void plim_account_list_save_again (PlimAccountList *self);

/** plim_account_list_forget: takes what is no longer in the list out of the database. */
void plim_account_list_forget (PlimAccountList *self, const char *account_id);

/** plim_account_list_save_polls: keeps what was last read of @accounts. */
void plim_account_list_save_polls (PlimAccountList *self, GPtrArray *accounts);

/** plim_account_list_keep_polls: keeps what was read since it was last kept; a #GSourceFunc */
gboolean plim_account_list_keep_polls (gpointer user_data);

G_END_DECLS
