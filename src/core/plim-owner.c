/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "plim-owner.h"

/* What keys begin with. An id outlives a new name and a new e-mail address, so it weighs more. */
#define KIND_ID "id:"
#define KIND_NAME "name:"

G_DEFINE_BOXED_TYPE (PlimOwner, plim_owner, plim_owner_copy, plim_owner_free)

PlimOwner *
plim_owner_new (void)
{
  PlimOwner *self = g_new0 (PlimOwner, 1);

  self->changed_at = PLIM_TIME_UNKNOWN;
  return self;
}

PlimOwner *
plim_owner_copy (const PlimOwner *self)
{
  PlimOwner *copy = g_new0 (PlimOwner, 1);

  copy->key = g_strdup (self->key);
  copy->name = g_strdup (self->name);
  copy->former_name = g_strdup (self->former_name);
  copy->changed_at = self->changed_at;
  return copy;
}

void
plim_owner_free (PlimOwner *self)
{
  g_free (self->key);
  g_free (self->name);
  g_free (self->former_name);
  g_free (self);
}

gboolean
plim_owner_equal (const PlimOwner *self, const PlimOwner *other)
{
  return g_strcmp0 (self->key, other->key) == 0 && g_strcmp0 (self->name, other->name) == 0 &&
         g_strcmp0 (self->former_name, other->former_name) == 0 &&
         self->changed_at == other->changed_at;
}

static char *
dup_key (const PlimSnapshot *snapshot)
{
  const char *id = plim_snapshot_get_owner_id (snapshot);
  const char *name = plim_snapshot_get_identity (snapshot);
  g_autofree char *folded = NULL;

  if (id != NULL && id[0] != '\0')
    return g_strconcat (KIND_ID, id, NULL);
  if (name == NULL || name[0] == '\0')
    return NULL;
  folded = g_utf8_casefold (name, -1); /* one address may be spelt in two ways */
  return g_strconcat (KIND_NAME, folded, NULL);
}

static gboolean
is_id (const char *key)
{
  return g_str_has_prefix (key, KIND_ID);
}

static gboolean
is_other (const PlimOwner *self, const char *key)
{
  return self->key != NULL && key != NULL && is_id (self->key) == is_id (key) &&
         !g_str_equal (self->key, key);
}

gboolean
plim_owner_is_other (const PlimOwner *self, const PlimSnapshot *snapshot)
{
  g_autofree char *key = dup_key (snapshot);

  return is_other (self, key);
}

PlimOwner *
plim_owner_next (const PlimOwner *self, const PlimSnapshot *snapshot, gint64 now)
{
  g_autofree char *key = dup_key (snapshot);
  const char *name = plim_snapshot_get_identity (snapshot);
  g_autoptr (PlimOwner) next = plim_owner_copy (self);

  if (is_other (self, key)) {
    g_free (next->former_name);
    next->former_name = g_steal_pointer (&next->name);
    next->changed_at = now;
  }
  if (key != NULL && (self->key == NULL || is_id (key) || !is_id (self->key))) {
    g_free (next->key);
    next->key = g_steal_pointer (&key);
  }
  if (name != NULL && name[0] != '\0') {
    g_free (next->name);
    next->name = g_strdup (name);
  }
  return g_steal_pointer (&next);
}
