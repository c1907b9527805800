/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "plim-snapshot.h"

G_BEGIN_DECLS

/**
 * PlimOwner:
 * @id: (nullable): of an organization, workspace or user, not for showing; %NULL until an answer
 *   said it
 * @name: (nullable): the identity: an e-mail address or a name
 * @former_name: (nullable): the one before @changed_at, where it was known
 * @changed_at: since when the account answers for this owner; %PLIM_TIME_UNKNOWN when it never did
 *   for another
 *
 * Whose numbers an account has. One credential may begin to answer for somebody else: a browser's
 * cookie after another sign-in, a key that moved, another organization.
 */
typedef struct {
  char *id;
  char *name;
  char *former_name;
  gint64 changed_at;
} PlimOwner;

#define PLIM_TYPE_OWNER (plim_owner_get_type ())
GType plim_owner_get_type (void);

/** plim_owner_new: (transfer full): one who is not known yet */
PlimOwner *plim_owner_new (void);
PlimOwner *plim_owner_copy (const PlimOwner *self);
void plim_owner_free (PlimOwner *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PlimOwner, plim_owner_free)

gboolean plim_owner_equal (const PlimOwner *self, const PlimOwner *other);

/**
 * plim_owner_is_other:
 *
 * Returns: whether @snapshot says that it is somebody else's: by another id, or by another name,
 *   for two people of one organization have one id. What an answer does not say tells nothing.
 */
gboolean plim_owner_is_other (const PlimOwner *self, const PlimSnapshot *snapshot);

/** plim_owner_dup_key: (transfer full): one text that tells owners apart; "" while nothing is known
 */
char *plim_owner_dup_key (const PlimOwner *self);

/** plim_owner_next: (transfer full): the owner that is known after @snapshot was read at @now */
PlimOwner *plim_owner_next (const PlimOwner *self, const PlimSnapshot *snapshot, gint64 now);

G_END_DECLS
