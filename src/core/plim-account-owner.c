/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Whose numbers an account shows. */
#include "plim-account.h"

/* All that came from the former owner's answers; settings and label are the user's. */
static void
forget_answers (PlimAccount *self)
{
  plim_account_set_memory (self, NULL);
  plim_account_restore (self, NULL, plim_account_get_status (self), plim_account_get_cause (self),
                        plim_account_get_message (self), plim_account_get_attempted_at (self));
}

gboolean
plim_account_recognize (PlimAccount *self, const PlimSnapshot *snapshot, gint64 now)
{
  g_autoptr (PlimOwner) owner = NULL;
  gboolean is_other, had_memory;

  g_return_val_if_fail (PLIM_IS_ACCOUNT (self), FALSE);
  g_return_val_if_fail (snapshot != NULL, FALSE);

  is_other = plim_owner_is_other (plim_account_get_owner (self), snapshot);
  had_memory = g_hash_table_size (plim_account_get_memory (self)) > 0;
  owner = plim_owner_next (plim_account_get_owner (self), snapshot, now);
  g_object_freeze_notify (G_OBJECT (self));
  plim_account_set_owner (self, owner);
  if (is_other)
    forget_answers (self);
  g_object_thaw_notify (G_OBJECT (self));
  return !is_other || !had_memory;
}
