/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What was last read of an account. */
#include "plim-account-private.h"

#include "plim-redact.h"

const PlimOwner *
plim_account_get_owner (PlimAccount *self)
{
  g_return_val_if_fail (PLIM_IS_ACCOUNT (self), NULL);

  return self->owner;
}

void
plim_account_set_owner (PlimAccount *self, const PlimOwner *owner)
{
  PlimOwner *copy;

  g_return_if_fail (PLIM_IS_ACCOUNT (self));
  g_return_if_fail (owner != NULL);

  if (plim_owner_equal (self->owner, owner))
    return;
  copy = plim_owner_copy (owner);
  plim_owner_free (self->owner);
  self->owner = copy;
  plim_account_notify (self, PLIM_ACCOUNT_PROP_OWNER);
}

GHashTable *
plim_account_get_memory (PlimAccount *self)
{
  g_return_val_if_fail (PLIM_IS_ACCOUNT (self), NULL);

  return self->memory;
}

void
plim_account_set_memory (PlimAccount *self, GHashTable *memory)
{
  g_return_if_fail (PLIM_IS_ACCOUNT (self));

  plim_account_replace_table (self, &self->memory, memory, PLIM_ACCOUNT_PROP_MEMORY);
}

static void
replace_snapshot (PlimAccount *self, PlimSnapshot *snapshot)
{
  if (self->snapshot == snapshot)
    return;
  if (snapshot != NULL)
    plim_snapshot_ref (snapshot);
  g_clear_pointer (&self->snapshot, plim_snapshot_unref);
  self->snapshot = snapshot;
  plim_account_notify (self, PLIM_ACCOUNT_PROP_SNAPSHOT);
}

/* (transfer full) (nullable): what is known after @snapshot (nullable). A refused answer replaces
 * the windows that it carries; the others stay as they were read. */
static PlimSnapshot *
dup_next (PlimAccount *self, PlimSnapshot *snapshot)
{
  gboolean is_refused = snapshot != NULL && plim_snapshot_get_status (snapshot) != PLIM_STATUS_OK;

  if (snapshot == NULL || (is_refused && plim_snapshot_get_n_windows (snapshot) == 0))
    return self->snapshot != NULL ? plim_snapshot_ref (self->snapshot) : NULL;
  if (is_refused && self->snapshot != NULL)
    return plim_snapshot_carry (snapshot, self->snapshot);
  return plim_snapshot_ref (snapshot);
}

void
plim_account_update (PlimAccount *self, PlimSnapshot *snapshot, const GError *error, gint64 now)
{
  PlimStatus status = PLIM_STATUS_OK;
  const char *message = NULL;
  g_autoptr (PlimSnapshot) next = NULL;
  gboolean is_usable;

  g_return_if_fail (PLIM_IS_ACCOUNT (self));
  g_return_if_fail ((snapshot == NULL) != (error == NULL));

  if (error != NULL) {
    status = plim_error_get_status (error);
    message = error->message;
  } else {
    status = plim_snapshot_get_status (snapshot);
    message = plim_snapshot_get_message (snapshot);
  }

  g_object_freeze_notify (G_OBJECT (self));
  is_usable = snapshot != NULL && plim_account_recognize (self, snapshot, now);
  if (is_usable && plim_account_merge_table (self->memory, plim_snapshot_get_memory (snapshot)))
    plim_account_notify (self, PLIM_ACCOUNT_PROP_MEMORY);
  next = dup_next (self, is_usable ? snapshot : NULL);
  plim_account_restore (self, next, status, plim_error_get_cause (error), message, now);
  g_object_thaw_notify (G_OBJECT (self));
}

void
plim_account_restore (PlimAccount *self,
                      PlimSnapshot *snapshot,
                      PlimStatus status,
                      PlimCause cause,
                      const char *message,
                      gint64 attempted_at)
{
  g_autofree char *redacted = plim_redact (message);

  g_return_if_fail (PLIM_IS_ACCOUNT (self));

  g_object_freeze_notify (G_OBJECT (self));
  replace_snapshot (self, snapshot);
  if (self->status != status) {
    self->status = status;
    plim_account_notify (self, PLIM_ACCOUNT_PROP_STATUS);
  }
  if (self->cause != cause) {
    self->cause = cause;
    plim_account_notify (self, PLIM_ACCOUNT_PROP_CAUSE);
  }
  plim_account_replace_string (self, &self->message, redacted, PLIM_ACCOUNT_PROP_MESSAGE);
  plim_account_replace_time (self, &self->attempted_at, attempted_at,
                             PLIM_ACCOUNT_PROP_ATTEMPTED_AT);
  g_object_thaw_notify (G_OBJECT (self));
}

PlimSnapshot *
plim_account_get_snapshot (PlimAccount *self)
{
  g_return_val_if_fail (PLIM_IS_ACCOUNT (self), NULL);

  return self->snapshot;
}

PlimStatus
plim_account_get_status (PlimAccount *self)
{
  g_return_val_if_fail (PLIM_IS_ACCOUNT (self), PLIM_STATUS_OK);

  return self->status;
}

PlimCause
plim_account_get_cause (PlimAccount *self)
{
  g_return_val_if_fail (PLIM_IS_ACCOUNT (self), PLIM_CAUSE_NONE);

  return self->cause;
}

const char *
plim_account_get_message (PlimAccount *self)
{
  g_return_val_if_fail (PLIM_IS_ACCOUNT (self), NULL);

  return self->message;
}

gint64
plim_account_get_attempted_at (PlimAccount *self)
{
  g_return_val_if_fail (PLIM_IS_ACCOUNT (self), PLIM_TIME_UNKNOWN);

  return self->attempted_at;
}

void
plim_account_set_forecasts (PlimAccount *self, GHashTable *forecasts)
{
  g_return_if_fail (PLIM_IS_ACCOUNT (self));

  if (self->forecasts == forecasts)
    return;
  g_clear_pointer (&self->forecasts, g_hash_table_unref);
  self->forecasts = forecasts != NULL ? g_hash_table_ref (forecasts) : NULL;
  plim_account_notify (self, PLIM_ACCOUNT_PROP_FORECASTS);
}

const PlimForecast *
plim_account_get_forecast (PlimAccount *self, const char *window_id)
{
  g_return_val_if_fail (PLIM_IS_ACCOUNT (self), NULL);
  g_return_val_if_fail (window_id != NULL, NULL);

  return self->forecasts != NULL ? g_hash_table_lookup (self->forecasts, window_id) : NULL;
}

const PlimIncident *
plim_account_get_incident (PlimAccount *self)
{
  g_return_val_if_fail (PLIM_IS_ACCOUNT (self), NULL);

  return self->incident;
}

void
plim_account_set_incident (PlimAccount *self, const PlimIncident *incident)
{
  g_return_if_fail (PLIM_IS_ACCOUNT (self));

  if (plim_incident_equal (self->incident, incident))
    return;
  g_clear_pointer (&self->incident, plim_incident_free);
  if (incident != NULL)
    self->incident = plim_incident_copy (incident);
  plim_account_notify (self, PLIM_ACCOUNT_PROP_INCIDENT);
}

PlimInspection *
plim_account_get_inspection (PlimAccount *self)
{
  g_return_val_if_fail (PLIM_IS_ACCOUNT (self), NULL);

  return self->inspection;
}

void
plim_account_set_inspection (PlimAccount *self, PlimInspection *inspection)
{
  g_return_if_fail (PLIM_IS_ACCOUNT (self));

  if (inspection != NULL)
    plim_inspection_ref (inspection);
  g_clear_pointer (&self->inspection, plim_inspection_unref);
  self->inspection = inspection;
}
