/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "plim-owner.h"

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

  copy->id = g_strdup (self->id);
  copy->name = g_strdup (self->name);
  copy->former_name = g_strdup (self->former_name);
  copy->changed_at = self->changed_at;
  return copy;
}

void
plim_owner_free (PlimOwner *self)
{
  g_free (self->id);
  g_free (self->name);
  g_free (self->former_name);
  g_free (self);
}

gboolean
plim_owner_equal (const PlimOwner *self, const PlimOwner *other)
{
  return g_strcmp0 (self->id, other->id) == 0 && g_strcmp0 (self->name, other->name) == 0 &&
         g_strcmp0 (self->former_name, other->former_name) == 0 &&
         self->changed_at == other->changed_at;
}

/* One e-mail address may be spelt in two ways. */
static char *
fold (const char *name)
{
  return g_utf8_casefold (name != NULL ? name : "", -1);
}

static gboolean
is_known (const char *text)
{
  return text != NULL && text[0] != '\0';
}

static gboolean
is_other_name (const char *a, const char *b)
{
  g_autofree char *folded_a = fold (a);
  g_autofree char *folded_b = fold (b);

  return is_known (a) && is_known (b) && !g_str_equal (folded_a, folded_b);
}

char *
plim_owner_dup_key (const PlimOwner *self)
{
  g_autofree char *name = fold (self->name);

  if (!is_known (self->id) && !is_known (self->name))
    return g_strdup ("");
  return g_strconcat (self->id != NULL ? self->id : "", "\n", name, NULL);
}

gboolean
plim_owner_is_other (const PlimOwner *self, const PlimSnapshot *snapshot)
{
  const char *id = plim_snapshot_get_owner_id (snapshot);

  return (is_known (self->id) && is_known (id) && !g_str_equal (self->id, id)) ||
         is_other_name (self->name, plim_snapshot_get_identity (snapshot));
}

static void
learn (char **text, const char *value)
{
  if (!is_known (value))
    return;
  g_free (*text);
  *text = g_strdup (value);
}

PlimOwner *
plim_owner_next (const PlimOwner *self, const PlimSnapshot *snapshot, gint64 now)
{
  PlimOwner *next = plim_owner_copy (self);

  if (plim_owner_is_other (self, snapshot)) {
    g_free (next->former_name);
    next->former_name = g_steal_pointer (&next->name);
    g_clear_pointer (&next->id, g_free);
    next->changed_at = now;
  }
  learn (&next->id, plim_snapshot_get_owner_id (snapshot));
  learn (&next->name, plim_snapshot_get_identity (snapshot));
  return next;
}
