/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * How the list is kept in the database. */
#include "plim-account-list-private.h"

#include "plim-redact.h"

void
plim_account_list_set_problem (PlimAccountList *self, const GError *error)
{
  g_autofree char *problem = NULL;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  if (error != NULL)
    problem = plim_redact (error->message);
  else
    problem = g_strdup (plim_database_get_problem (self->database));
  if (g_strcmp0 (self->problem, problem) == 0)
    return;
  if (error != NULL)
    g_message ("Not kept: %s", problem);
  g_free (self->problem);
  self->problem = g_steal_pointer (&problem);
  g_object_notify (G_OBJECT (self), "problem");
}

/* Where the disk was full, say. */
void
plim_account_list_save_again (PlimAccountList *self)
{
  /* Each takes what it is about out of its set. */
  g_autoptr (GList) accounts = g_hash_table_get_keys (self->unsaved);
  g_autoptr (GList) ids = g_hash_table_get_keys (self->unremoved);

  for (GList *each = ids; each != NULL; each = each->next)
    plim_account_list_forget (self, each->data);
  for (GList *each = accounts; each != NULL; each = each->next)
    plim_account_list_save (self, each->data);
}

typedef struct {
  PlimAccountList *self;
  char *account_id;
} Removal;

static void
on_account_removed (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autofree Removal *removal = user_data;
  g_autoptr (PlimAccountList) self = removal->self;
  g_autofree char *account_id = removal->account_id;
  g_autoptr (GError) error = NULL;

  plim_database_remove_account_finish (PLIM_DATABASE (source), result, &error);
  plim_account_list_set_problem (self, error);
  if (error == NULL)
    plim_account_list_save_again (self);
  else if (plim_account_list_find (self, account_id) == NULL &&
           !g_cancellable_is_cancelled (self->cancellable))
    g_hash_table_add (self->unremoved, g_steal_pointer (&account_id));
}

void
plim_account_list_forget (PlimAccountList *self, const char *account_id)
{
  Removal *removal = g_new (Removal, 1);

  removal->self = g_object_ref (self);
  removal->account_id = g_strdup (account_id);
  g_hash_table_remove (self->unremoved, account_id);
  plim_database_remove_account_async (self->database, removal->account_id, NULL, on_account_removed,
                                      removal);
}

typedef struct {
  PlimAccountList *self;
  PlimAccount *account;
} Saving;

static void
on_account_saved (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autofree Saving *saving = user_data;
  g_autoptr (PlimAccountList) self = saving->self;
  g_autoptr (PlimAccount) account = saving->account;
  g_autoptr (GError) error = NULL;

  plim_database_save_account_finish (PLIM_DATABASE (source), result, &error);
  plim_account_list_set_problem (self, error);
  if (error == NULL)
    plim_account_list_save_again (self);
  else if (g_ptr_array_find (self->accounts, account, NULL) &&
           !g_cancellable_is_cancelled (self->cancellable))
    g_hash_table_add (self->unsaved, g_steal_pointer (&account));
}

void
plim_account_list_save (PlimAccountList *self, PlimAccount *account)
{
  Saving *saving;

  g_return_if_fail (PLIM_IS_ACCOUNT_LIST (self));
  g_return_if_fail (PLIM_IS_ACCOUNT (account));

  saving = g_new (Saving, 1);
  saving->self = g_object_ref (self);
  saving->account = g_object_ref (account);
  g_hash_table_remove (self->unsaved, account);
  g_hash_table_remove (self->unremoved, plim_account_get_id (account));
  plim_database_save_account_async (self->database, account, NULL, on_account_saved, saving);
}

static void
on_polls_saved (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (PlimAccountList) self = user_data;
  g_autoptr (GError) error = NULL;

  plim_database_save_polls_finish (PLIM_DATABASE (source), result, &error);
  plim_account_list_set_problem (self, error);
  if (error == NULL)
    plim_account_list_save_again (self);
}

void
plim_account_list_save_polls (PlimAccountList *self, GPtrArray *accounts)
{
  plim_database_save_polls_async (self->database, accounts, NULL, on_polls_saved,
                                  g_object_ref (self));
}

gboolean
plim_account_list_keep_polls (gpointer user_data)
{
  PlimAccountList *self = user_data;
  g_autoptr (GPtrArray) polled = g_ptr_array_new ();
  GHashTableIter iter;
  gpointer account;

  self->keep_id = 0;
  g_hash_table_iter_init (&iter, self->polled);
  while (g_hash_table_iter_next (&iter, &account, NULL))
    g_ptr_array_add (polled, account);
  plim_account_list_save_polls (self, polled);
  g_hash_table_remove_all (self->polled);
  return G_SOURCE_REMOVE;
}
