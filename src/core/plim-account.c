/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "plim-account-private.h"

G_DEFINE_FINAL_TYPE (PlimAccount, plim_account, G_TYPE_OBJECT)

static GParamSpec *properties[PLIM_ACCOUNT_N_PROPS];

static GHashTable *
new_table (void)
{
  return g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
}

void
plim_account_notify (PlimAccount *self, guint property)
{
  g_object_notify_by_pspec (G_OBJECT (self), properties[property]);
}

gboolean
plim_account_merge_table (GHashTable *table, GHashTable *source)
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

void
plim_account_replace_table (PlimAccount *self,
                            GHashTable **table,
                            GHashTable *source,
                            guint property)
{
  g_autoptr (GHashTable) copy = new_table ();

  plim_account_merge_table (copy, source);
  if (g_hash_table_size (copy) == g_hash_table_size (*table) &&
      !plim_account_merge_table (*table, copy))
    return;
  g_hash_table_unref (*table);
  *table = g_steal_pointer (&copy);
  plim_account_notify (self, property);
}

void
plim_account_replace_string (PlimAccount *self, char **string, const char *value, guint property)
{
  if (g_strcmp0 (*string, value) == 0)
    return;
  g_free (*string);
  *string = g_strdup (value);
  plim_account_notify (self, property);
}

void
plim_account_replace_boolean (PlimAccount *self, gboolean *flag, gboolean value, guint property)
{
  value = !!value;
  if (*flag == value)
    return;
  *flag = value;
  plim_account_notify (self, property);
}

void
plim_account_replace_uint (PlimAccount *self, guint *number, guint value, guint property)
{
  if (*number == value)
    return;
  *number = value;
  plim_account_notify (self, property);
}

void
plim_account_replace_time (PlimAccount *self, gint64 *at, gint64 value, guint property)
{
  if (*at == value)
    return;
  *at = value;
  plim_account_notify (self, property);
}

static void
plim_account_get_property (GObject *object, guint property, GValue *value, GParamSpec *pspec)
{
  PlimAccount *self = PLIM_ACCOUNT (object);

  switch (property) {
  case PLIM_ACCOUNT_PROP_ID:
    g_value_set_string (value, self->id);
    break;
  case PLIM_ACCOUNT_PROP_PROVIDER_ID:
    g_value_set_string (value, self->provider_id);
    break;
  case PLIM_ACCOUNT_PROP_LABEL:
    g_value_set_string (value, self->label);
    break;
  case PLIM_ACCOUNT_PROP_BASE_URL:
    g_value_set_string (value, self->base_url);
    break;
  case PLIM_ACCOUNT_PROP_SETTINGS:
    g_value_set_boxed (value, self->settings);
    break;
  case PLIM_ACCOUNT_PROP_MEMORY:
    g_value_set_boxed (value, self->memory);
    break;
  case PLIM_ACCOUNT_PROP_OWNER:
    g_value_set_boxed (value, self->owner);
    break;
  case PLIM_ACCOUNT_PROP_ENABLED:
    g_value_set_boolean (value, self->enabled);
    break;
  case PLIM_ACCOUNT_PROP_POLLED:
    g_value_set_boolean (value, self->polled);
    break;
  case PLIM_ACCOUNT_PROP_ORDER:
    g_value_set_uint (value, self->order);
    break;
  case PLIM_ACCOUNT_PROP_INTERVAL:
    g_value_set_uint (value, self->interval_s);
    break;
  case PLIM_ACCOUNT_PROP_EXPECTED_INTERVAL:
    g_value_set_uint (value, self->expected_interval_s);
    break;
  case PLIM_ACCOUNT_PROP_SNAPSHOT:
    g_value_set_boxed (value, self->snapshot);
    break;
  case PLIM_ACCOUNT_PROP_FORECASTS:
    g_value_set_boxed (value, self->forecasts);
    break;
  case PLIM_ACCOUNT_PROP_STATUS:
    g_value_set_enum (value, (int) self->status);
    break;
  case PLIM_ACCOUNT_PROP_CAUSE:
    g_value_set_enum (value, (int) self->cause);
    break;
  case PLIM_ACCOUNT_PROP_MESSAGE:
    g_value_set_string (value, self->message);
    break;
  case PLIM_ACCOUNT_PROP_ATTEMPTED_AT:
    g_value_set_int64 (value, self->attempted_at);
    break;
  case PLIM_ACCOUNT_PROP_NEXT_POLL_AT:
    g_value_set_int64 (value, self->next_poll_at);
    break;
  case PLIM_ACCOUNT_PROP_INCIDENT:
    g_value_set_boxed (value, self->incident);
    break;
  case PLIM_ACCOUNT_PROP_NEXT_POLL_REASON:
    g_value_set_enum (value, (int) self->next_poll_reason);
    break;
  case PLIM_ACCOUNT_PROP_REFRESH_ALLOWED_AT:
    g_value_set_int64 (value, self->refresh_allowed_at);
    break;
  case PLIM_ACCOUNT_PROP_POLLING:
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
  case PLIM_ACCOUNT_PROP_ID:
    self->id = g_value_dup_string (value);
    break;
  case PLIM_ACCOUNT_PROP_PROVIDER_ID:
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

  properties[PLIM_ACCOUNT_PROP_ID] = g_param_spec_string ("id", NULL, NULL, NULL, construct_only);
  properties[PLIM_ACCOUNT_PROP_PROVIDER_ID] =
      g_param_spec_string ("provider-id", NULL, NULL, NULL, construct_only);
  properties[PLIM_ACCOUNT_PROP_LABEL] = g_param_spec_string ("label", NULL, NULL, NULL, read_only);
  properties[PLIM_ACCOUNT_PROP_BASE_URL] =
      g_param_spec_string ("base-url", NULL, NULL, NULL, read_only);
  properties[PLIM_ACCOUNT_PROP_SETTINGS] =
      g_param_spec_boxed ("settings", NULL, NULL, G_TYPE_HASH_TABLE, read_only);
  properties[PLIM_ACCOUNT_PROP_MEMORY] =
      g_param_spec_boxed ("memory", NULL, NULL, G_TYPE_HASH_TABLE, read_only);
  properties[PLIM_ACCOUNT_PROP_OWNER] =
      g_param_spec_boxed ("owner", NULL, NULL, PLIM_TYPE_OWNER, read_only);
  properties[PLIM_ACCOUNT_PROP_ENABLED] =
      g_param_spec_boolean ("enabled", NULL, NULL, TRUE, read_only);
  properties[PLIM_ACCOUNT_PROP_POLLED] =
      g_param_spec_boolean ("polled", NULL, NULL, TRUE, read_only);
  properties[PLIM_ACCOUNT_PROP_ORDER] =
      g_param_spec_uint ("order", NULL, NULL, 0, G_MAXUINT, 0, read_only);
  properties[PLIM_ACCOUNT_PROP_INTERVAL] =
      g_param_spec_uint ("interval", NULL, NULL, 0, G_MAXUINT, 0, read_only);
  properties[PLIM_ACCOUNT_PROP_EXPECTED_INTERVAL] =
      g_param_spec_uint ("expected-interval", NULL, NULL, 0, G_MAXUINT, 0, read_only);
  properties[PLIM_ACCOUNT_PROP_SNAPSHOT] =
      g_param_spec_boxed ("snapshot", NULL, NULL, PLIM_TYPE_SNAPSHOT, read_only);
  properties[PLIM_ACCOUNT_PROP_FORECASTS] =
      g_param_spec_boxed ("forecasts", NULL, NULL, G_TYPE_HASH_TABLE, read_only);
  properties[PLIM_ACCOUNT_PROP_STATUS] =
      g_param_spec_enum ("status", NULL, NULL, PLIM_TYPE_STATUS, PLIM_STATUS_OK, read_only);
  properties[PLIM_ACCOUNT_PROP_CAUSE] =
      g_param_spec_enum ("cause", NULL, NULL, PLIM_TYPE_CAUSE, PLIM_CAUSE_NONE, read_only);
  properties[PLIM_ACCOUNT_PROP_MESSAGE] =
      g_param_spec_string ("message", NULL, NULL, NULL, read_only);
  properties[PLIM_ACCOUNT_PROP_ATTEMPTED_AT] =
      g_param_spec_int64 ("attempted-at", NULL, NULL, 0, G_MAXINT64, 0, read_only);
  properties[PLIM_ACCOUNT_PROP_INCIDENT] =
      g_param_spec_boxed ("incident", NULL, NULL, PLIM_TYPE_INCIDENT,
                          G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  properties[PLIM_ACCOUNT_PROP_NEXT_POLL_REASON] =
      g_param_spec_enum ("next-poll-reason", NULL, NULL, PLIM_TYPE_POLL_REASON,
                         PLIM_POLL_REASON_NONE, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  properties[PLIM_ACCOUNT_PROP_NEXT_POLL_AT] =
      g_param_spec_int64 ("next-poll-at", NULL, NULL, 0, G_MAXINT64, 0, read_only);
  properties[PLIM_ACCOUNT_PROP_REFRESH_ALLOWED_AT] =
      g_param_spec_int64 ("refresh-allowed-at", NULL, NULL, 0, G_MAXINT64, 0, read_only);
  properties[PLIM_ACCOUNT_PROP_POLLING] =
      g_param_spec_boolean ("polling", NULL, NULL, FALSE, read_only);
  g_object_class_install_properties (object_class, PLIM_ACCOUNT_N_PROPS, properties);
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
