/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "plim-account.h"

#include "plim-redact.h"

struct _PlimAccount {
  GObject parent_instance;

  char *id;
  char *provider_id;
  char *label;
  char *base_url;       /* (nullable) */
  GHashTable *settings; /* name → value */
  GHashTable *memory;   /* name → value */
  PlimOwner *owner;
  gboolean enabled;
  gboolean polled;
  guint order;
  guint interval_s;
  guint expected_interval_s;
  gint64 created_at;
  gint64 changed_at;

  PlimSnapshot *snapshot; /* (nullable) */
  GHashTable *forecasts;  /* (nullable): window id → PlimForecast */
  PlimStatus status;
  PlimCause cause;
  char *message; /* (nullable) */
  gint64 attempted_at;
  gint64 next_poll_at;
  PlimPollReason next_poll_reason;
  gint64 refresh_allowed_at;
  gboolean polling;
  PlimIncident *incident;     /* (nullable) */
  PlimInspection *inspection; /* (nullable) */
};

G_DEFINE_FINAL_TYPE (PlimAccount, plim_account, G_TYPE_OBJECT)

enum {
  PROP_ID = 1,
  PROP_PROVIDER_ID,
  PROP_LABEL,
  PROP_BASE_URL,
  PROP_SETTINGS,
  PROP_MEMORY,
  PROP_OWNER,
  PROP_ENABLED,
  PROP_POLLED,
  PROP_ORDER,
  PROP_INTERVAL,
  PROP_EXPECTED_INTERVAL,
  PROP_SNAPSHOT,
  PROP_FORECASTS,
  PROP_STATUS,
  PROP_CAUSE,
  PROP_MESSAGE,
  PROP_ATTEMPTED_AT,
  PROP_NEXT_POLL_AT,
  PROP_NEXT_POLL_REASON,
  PROP_INCIDENT,
  PROP_REFRESH_ALLOWED_AT,
  PROP_POLLING,
  N_PROPS
};
static GParamSpec *properties[N_PROPS];

static void
notify (PlimAccount *self, guint property)
{
  g_object_notify_by_pspec (G_OBJECT (self), properties[property]);
}

static GHashTable *
new_table (void)
{
  return g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
}

/* Copies the entries of @source into @table; returns whether anything in it changed. */
static gboolean
merge_table (GHashTable *table, GHashTable *source)
{
  gboolean changed = FALSE;
  GHashTableIter iter;
  gpointer name, value;

  if (source == NULL)
    return FALSE;
  g_hash_table_iter_init (&iter, source);
  while (g_hash_table_iter_next (&iter, &name, &value)) {
    if (g_strcmp0 (g_hash_table_lookup (table, name), value) == 0)
      continue;
    g_hash_table_insert (table, g_strdup (name), g_strdup (value));
    changed = TRUE;
  }
  return changed;
}

static void
replace_table (PlimAccount *self, GHashTable **table, GHashTable *source, guint property)
{
  g_autoptr (GHashTable) copy = new_table ();

  merge_table (copy, source);
  if (g_hash_table_size (copy) == g_hash_table_size (*table) && !merge_table (*table, copy))
    return;
  g_hash_table_unref (*table);
  *table = g_steal_pointer (&copy);
  notify (self, property);
}

static void
replace_string (PlimAccount *self, char **string, const char *value, guint property)
{
  if (g_strcmp0 (*string, value) == 0)
    return;
  g_free (*string);
  *string = g_strdup (value);
  notify (self, property);
}

static void
replace_uint (PlimAccount *self, guint *number, guint value, guint property)
{
  if (*number == value)
    return;
  *number = value;
  notify (self, property);
}

static void
replace_time (PlimAccount *self, gint64 *at, gint64 value, guint property)
{
  if (*at == value)
    return;
  *at = value;
  notify (self, property);
}

static void
plim_account_get_property (GObject *object, guint property, GValue *value, GParamSpec *pspec)
{
  PlimAccount *self = PLIM_ACCOUNT (object);

  switch (property) {
  case PROP_ID:
    g_value_set_string (value, self->id);
    break;
  case PROP_PROVIDER_ID:
    g_value_set_string (value, self->provider_id);
    break;
  case PROP_LABEL:
    g_value_set_string (value, self->label);
    break;
  case PROP_BASE_URL:
    g_value_set_string (value, self->base_url);
    break;
  case PROP_SETTINGS:
    g_value_set_boxed (value, self->settings);
    break;
  case PROP_MEMORY:
    g_value_set_boxed (value, self->memory);
    break;
  case PROP_OWNER:
    g_value_set_boxed (value, self->owner);
    break;
  case PROP_ENABLED:
    g_value_set_boolean (value, self->enabled);
    break;
  case PROP_POLLED:
    g_value_set_boolean (value, self->polled);
    break;
  case PROP_ORDER:
    g_value_set_uint (value, self->order);
    break;
  case PROP_INTERVAL:
    g_value_set_uint (value, self->interval_s);
    break;
  case PROP_EXPECTED_INTERVAL:
    g_value_set_uint (value, self->expected_interval_s);
    break;
  case PROP_SNAPSHOT:
    g_value_set_boxed (value, self->snapshot);
    break;
  case PROP_FORECASTS:
    g_value_set_boxed (value, self->forecasts);
    break;
  case PROP_STATUS:
    g_value_set_enum (value, (int) self->status);
    break;
  case PROP_CAUSE:
    g_value_set_enum (value, (int) self->cause);
    break;
  case PROP_MESSAGE:
    g_value_set_string (value, self->message);
    break;
  case PROP_ATTEMPTED_AT:
    g_value_set_int64 (value, self->attempted_at);
    break;
  case PROP_NEXT_POLL_AT:
    g_value_set_int64 (value, self->next_poll_at);
    break;
  case PROP_INCIDENT:
    g_value_set_boxed (value, self->incident);
    break;
  case PROP_NEXT_POLL_REASON:
    g_value_set_enum (value, (int) self->next_poll_reason);
    break;
  case PROP_REFRESH_ALLOWED_AT:
    g_value_set_int64 (value, self->refresh_allowed_at);
    break;
  case PROP_POLLING:
    g_value_set_boolean (value, self->polling);
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property, pspec);
  }
}

static void
plim_account_set_property (GObject *object, guint property, const GValue *value, GParamSpec *pspec)
{
  PlimAccount *self = PLIM_ACCOUNT (object);

  switch (property) {
  case PROP_ID:
    self->id = g_value_dup_string (value);
    break;
  case PROP_PROVIDER_ID:
    self->provider_id = g_value_dup_string (value);
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property, pspec);
  }
}

static void
plim_account_finalize (GObject *object)
{
  PlimAccount *self = PLIM_ACCOUNT (object);

  g_free (self->id);
  g_free (self->provider_id);
  g_free (self->label);
  g_free (self->base_url);
  g_hash_table_unref (self->settings);
  g_hash_table_unref (self->memory);
  plim_owner_free (self->owner);
  g_clear_pointer (&self->incident, plim_incident_free);
  g_clear_pointer (&self->inspection, plim_inspection_unref);
  g_clear_pointer (&self->snapshot, plim_snapshot_unref);
  g_clear_pointer (&self->forecasts, g_hash_table_unref);
  g_free (self->message);
  G_OBJECT_CLASS (plim_account_parent_class)->finalize (object);
}

static void
plim_account_class_init (PlimAccountClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GParamFlags read_only = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY;
  GParamFlags construct_only = G_PARAM_READWRITE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS;

  object_class->get_property = plim_account_get_property;
  object_class->set_property = plim_account_set_property;
  object_class->finalize = plim_account_finalize;

  properties[PROP_ID] = g_param_spec_string ("id", NULL, NULL, NULL, construct_only);
  properties[PROP_PROVIDER_ID] =
      g_param_spec_string ("provider-id", NULL, NULL, NULL, construct_only);
  properties[PROP_LABEL] = g_param_spec_string ("label", NULL, NULL, NULL, read_only);
  properties[PROP_BASE_URL] = g_param_spec_string ("base-url", NULL, NULL, NULL, read_only);
  properties[PROP_SETTINGS] =
      g_param_spec_boxed ("settings", NULL, NULL, G_TYPE_HASH_TABLE, read_only);
  properties[PROP_MEMORY] = g_param_spec_boxed ("memory", NULL, NULL, G_TYPE_HASH_TABLE, read_only);
  properties[PROP_OWNER] = g_param_spec_boxed ("owner", NULL, NULL, PLIM_TYPE_OWNER, read_only);
  properties[PROP_ENABLED] = g_param_spec_boolean ("enabled", NULL, NULL, TRUE, read_only);
  properties[PROP_POLLED] = g_param_spec_boolean ("polled", NULL, NULL, TRUE, read_only);
  properties[PROP_ORDER] = g_param_spec_uint ("order", NULL, NULL, 0, G_MAXUINT, 0, read_only);
  properties[PROP_INTERVAL] =
      g_param_spec_uint ("interval", NULL, NULL, 0, G_MAXUINT, 0, read_only);
  properties[PROP_EXPECTED_INTERVAL] =
      g_param_spec_uint ("expected-interval", NULL, NULL, 0, G_MAXUINT, 0, read_only);
  properties[PROP_SNAPSHOT] =
      g_param_spec_boxed ("snapshot", NULL, NULL, PLIM_TYPE_SNAPSHOT, read_only);
  properties[PROP_FORECASTS] =
      g_param_spec_boxed ("forecasts", NULL, NULL, G_TYPE_HASH_TABLE, read_only);
  properties[PROP_STATUS] =
      g_param_spec_enum ("status", NULL, NULL, PLIM_TYPE_STATUS, PLIM_STATUS_OK, read_only);
  properties[PROP_CAUSE] =
      g_param_spec_enum ("cause", NULL, NULL, PLIM_TYPE_CAUSE, PLIM_CAUSE_NONE, read_only);
  properties[PROP_MESSAGE] = g_param_spec_string ("message", NULL, NULL, NULL, read_only);
  properties[PROP_ATTEMPTED_AT] =
      g_param_spec_int64 ("attempted-at", NULL, NULL, 0, G_MAXINT64, 0, read_only);
  properties[PROP_INCIDENT] = g_param_spec_boxed ("incident", NULL, NULL, PLIM_TYPE_INCIDENT,
                                                  G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  properties[PROP_NEXT_POLL_REASON] =
      g_param_spec_enum ("next-poll-reason", NULL, NULL, PLIM_TYPE_POLL_REASON,
                         PLIM_POLL_REASON_NONE, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  properties[PROP_NEXT_POLL_AT] =
      g_param_spec_int64 ("next-poll-at", NULL, NULL, 0, G_MAXINT64, 0, read_only);
  properties[PROP_REFRESH_ALLOWED_AT] =
      g_param_spec_int64 ("refresh-allowed-at", NULL, NULL, 0, G_MAXINT64, 0, read_only);
  properties[PROP_POLLING] = g_param_spec_boolean ("polling", NULL, NULL, FALSE, read_only);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
plim_account_init (PlimAccount *self)
{
  self->label = g_strdup ("");
  self->settings = new_table ();
  self->memory = new_table ();
  self->owner = plim_owner_new ();
  self->enabled = TRUE;
  self->polled = TRUE;
}

PlimAccount *
plim_account_new (const char *id, const char *provider_id)
{
  g_return_val_if_fail (id != NULL && provider_id != NULL, NULL);

  return g_object_new (PLIM_TYPE_ACCOUNT, "id", id, "provider-id", provider_id, NULL);
}

const char *
plim_account_get_id (PlimAccount *self)
{
  g_return_val_if_fail (PLIM_IS_ACCOUNT (self), NULL);

  return self->id;
}

const char *
plim_account_get_provider_id (PlimAccount *self)
{
  g_return_val_if_fail (PLIM_IS_ACCOUNT (self), NULL);

  return self->provider_id;
}

const char *
plim_account_get_label (PlimAccount *self)
{
  g_return_val_if_fail (PLIM_IS_ACCOUNT (self), NULL);

  return self->label;
}

void
plim_account_set_label (PlimAccount *self, const char *label)
{
  g_return_if_fail (PLIM_IS_ACCOUNT (self));
  g_return_if_fail (label != NULL);

  replace_string (self, &self->label, label, PROP_LABEL);
}

const char *
plim_account_get_base_url (PlimAccount *self)
{
  g_return_val_if_fail (PLIM_IS_ACCOUNT (self), NULL);

  return self->base_url;
}

void
plim_account_set_base_url (PlimAccount *self, const char *base_url)
{
  g_return_if_fail (PLIM_IS_ACCOUNT (self));

  if (base_url != NULL && base_url[0] == '\0')
    base_url = NULL;
  replace_string (self, &self->base_url, base_url, PROP_BASE_URL);
}

GHashTable *
plim_account_get_settings (PlimAccount *self)
{
  g_return_val_if_fail (PLIM_IS_ACCOUNT (self), NULL);

  return self->settings;
}

void
plim_account_set_settings (PlimAccount *self, GHashTable *settings)
{
  g_return_if_fail (PLIM_IS_ACCOUNT (self));

  replace_table (self, &self->settings, settings, PROP_SETTINGS);
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

  replace_table (self, &self->memory, memory, PROP_MEMORY);
}

gboolean
plim_account_get_enabled (PlimAccount *self)
{
  g_return_val_if_fail (PLIM_IS_ACCOUNT (self), FALSE);

  return self->enabled;
}

void
plim_account_set_enabled (PlimAccount *self, gboolean enabled)
{
  g_return_if_fail (PLIM_IS_ACCOUNT (self));

  enabled = !!enabled;
  if (self->enabled == enabled)
    return;
  self->enabled = enabled;
  notify (self, PROP_ENABLED);
}

gboolean
plim_account_is_polled (PlimAccount *self)
{
  g_return_val_if_fail (PLIM_IS_ACCOUNT (self), FALSE);

  return self->polled;
}

void
plim_account_set_polled (PlimAccount *self, gboolean polled)
{
  g_return_if_fail (PLIM_IS_ACCOUNT (self));

  polled = !!polled;
  if (self->polled == polled)
    return;
  self->polled = polled;
  notify (self, PROP_POLLED);
}

gboolean
plim_account_may_poll (PlimAccount *self)
{
  return plim_account_get_enabled (self) && plim_account_is_polled (self);
}

guint
plim_account_get_order (PlimAccount *self)
{
  g_return_val_if_fail (PLIM_IS_ACCOUNT (self), 0);

  return self->order;
}

void
plim_account_set_order (PlimAccount *self, guint order)
{
  g_return_if_fail (PLIM_IS_ACCOUNT (self));

  replace_uint (self, &self->order, order, PROP_ORDER);
}

guint
plim_account_get_interval (PlimAccount *self)
{
  g_return_val_if_fail (PLIM_IS_ACCOUNT (self), 0);

  return self->interval_s;
}

void
plim_account_set_interval (PlimAccount *self, guint interval_s)
{
  g_return_if_fail (PLIM_IS_ACCOUNT (self));

  replace_uint (self, &self->interval_s, interval_s, PROP_INTERVAL);
}

gint64
plim_account_get_created_at (PlimAccount *self)
{
  g_return_val_if_fail (PLIM_IS_ACCOUNT (self), PLIM_TIME_UNKNOWN);

  return self->created_at;
}

void
plim_account_set_created_at (PlimAccount *self, gint64 at)
{
  g_return_if_fail (PLIM_IS_ACCOUNT (self));

  self->created_at = at;
}

gint64
plim_account_get_changed_at (PlimAccount *self)
{
  g_return_val_if_fail (PLIM_IS_ACCOUNT (self), PLIM_TIME_UNKNOWN);

  return self->changed_at;
}

void
plim_account_set_changed_at (PlimAccount *self, gint64 at)
{
  g_return_if_fail (PLIM_IS_ACCOUNT (self));

  self->changed_at = at;
}

guint
plim_account_get_expected_interval (PlimAccount *self)
{
  g_return_val_if_fail (PLIM_IS_ACCOUNT (self), 0);

  return self->expected_interval_s;
}

void
plim_account_set_expected_interval (PlimAccount *self, guint interval_s)
{
  g_return_if_fail (PLIM_IS_ACCOUNT (self));

  replace_uint (self, &self->expected_interval_s, interval_s, PROP_EXPECTED_INTERVAL);
}

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
  notify (self, PROP_OWNER);
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
  notify (self, PROP_SNAPSHOT);
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
  if (is_usable && merge_table (self->memory, plim_snapshot_get_memory (snapshot)))
    notify (self, PROP_MEMORY);
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
    notify (self, PROP_STATUS);
  }
  if (self->cause != cause) {
    self->cause = cause;
    notify (self, PROP_CAUSE);
  }
  replace_string (self, &self->message, redacted, PROP_MESSAGE);
  replace_time (self, &self->attempted_at, attempted_at, PROP_ATTEMPTED_AT);
  g_object_thaw_notify (G_OBJECT (self));
}

PlimSnapshot *
plim_account_get_snapshot (PlimAccount *self)
{
  g_return_val_if_fail (PLIM_IS_ACCOUNT (self), NULL);

  return self->snapshot;
}

void
plim_account_set_forecasts (PlimAccount *self, GHashTable *forecasts)
{
  g_return_if_fail (PLIM_IS_ACCOUNT (self));

  if (self->forecasts == forecasts)
    return;
  g_clear_pointer (&self->forecasts, g_hash_table_unref);
  self->forecasts = forecasts != NULL ? g_hash_table_ref (forecasts) : NULL;
  notify (self, PROP_FORECASTS);
}

const PlimForecast *
plim_account_get_forecast (PlimAccount *self, const char *window_id)
{
  g_return_val_if_fail (PLIM_IS_ACCOUNT (self), NULL);
  g_return_val_if_fail (window_id != NULL, NULL);

  return self->forecasts != NULL ? g_hash_table_lookup (self->forecasts, window_id) : NULL;
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

gint64
plim_account_get_next_poll_at (PlimAccount *self)
{
  g_return_val_if_fail (PLIM_IS_ACCOUNT (self), PLIM_TIME_UNKNOWN);

  return self->next_poll_at;
}

void
plim_account_set_next_poll_at (PlimAccount *self, gint64 at)
{
  g_return_if_fail (PLIM_IS_ACCOUNT (self));

  replace_time (self, &self->next_poll_at, at, PROP_NEXT_POLL_AT);
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
  notify (self, PROP_INCIDENT);
}

PlimPollReason
plim_account_get_next_poll_reason (PlimAccount *self)
{
  g_return_val_if_fail (PLIM_IS_ACCOUNT (self), PLIM_POLL_REASON_NONE);

  return self->next_poll_reason;
}

void
plim_account_set_next_poll_reason (PlimAccount *self, PlimPollReason reason)
{
  g_return_if_fail (PLIM_IS_ACCOUNT (self));

  if (reason == self->next_poll_reason)
    return;
  self->next_poll_reason = reason;
  notify (self, PROP_NEXT_POLL_REASON);
}

gint64
plim_account_get_refresh_allowed_at (PlimAccount *self)
{
  g_return_val_if_fail (PLIM_IS_ACCOUNT (self), PLIM_TIME_UNKNOWN);

  return self->refresh_allowed_at;
}

void
plim_account_set_refresh_allowed_at (PlimAccount *self, gint64 at)
{
  g_return_if_fail (PLIM_IS_ACCOUNT (self));

  replace_time (self, &self->refresh_allowed_at, at, PROP_REFRESH_ALLOWED_AT);
}

gboolean
plim_account_is_polling (PlimAccount *self)
{
  g_return_val_if_fail (PLIM_IS_ACCOUNT (self), FALSE);

  return self->polling;
}

void
plim_account_set_polling (PlimAccount *self, gboolean polling)
{
  g_return_if_fail (PLIM_IS_ACCOUNT (self));

  polling = !!polling;
  if (self->polling == polling)
    return;
  self->polling = polling;
  notify (self, PROP_POLLING);
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
