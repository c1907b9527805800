/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "plim-bus-codec.h"

#include "plim-bus-incident.h"
#include "plim-error.h"

#include <math.h>
#include <string.h>

static const GDBusErrorEntry error_entries[] = {
  { PLIM_BUS_ERROR_NOT_AUTHENTICATED, PLIM_BUS_NAME ".Error.NotAuthenticated" },
  { PLIM_BUS_ERROR_MISCONFIGURED, PLIM_BUS_NAME ".Error.Misconfigured" },
  { PLIM_BUS_ERROR_RATE_LIMITED, PLIM_BUS_NAME ".Error.RateLimited" },
  { PLIM_BUS_ERROR_PROVIDER_UNAVAILABLE, PLIM_BUS_NAME ".Error.ProviderUnavailable" },
  { PLIM_BUS_ERROR_INVALID_RESPONSE, PLIM_BUS_NAME ".Error.InvalidResponse" },
  { PLIM_BUS_ERROR_OFFLINE, PLIM_BUS_NAME ".Error.Offline" },
  { PLIM_BUS_ERROR_INVALID_ARGUMENT, PLIM_BUS_NAME ".Error.InvalidArgument" },
  { PLIM_BUS_ERROR_NOT_FOUND, PLIM_BUS_NAME ".Error.NotFound" },
  { PLIM_BUS_ERROR_FAILED, PLIM_BUS_NAME ".Error.Failed" },
};

GQuark
plim_bus_error_quark (void)
{
  static gsize quark = 0;

  g_dbus_error_register_error_domain ("plim-bus-error-quark", &quark, error_entries,
                                      G_N_ELEMENTS (error_entries));
  return (GQuark) quark;
}

/* The status codes without `ok` stand in the same order in both domains. */
G_STATIC_ASSERT (PLIM_STATUS_NOT_AUTHENTICATED == PLIM_BUS_ERROR_NOT_AUTHENTICATED + 1);
G_STATIC_ASSERT (PLIM_STATUS_OFFLINE == PLIM_BUS_ERROR_OFFLINE + 1);

GError *
plim_bus_error_from_status (const GError *error)
{
  const char *cause = plim_enum_to_nick (PLIM_TYPE_CAUSE, (int) plim_error_get_cause (error));

  return g_error_new (PLIM_BUS_ERROR, (int) plim_error_get_status (error) - 1, "%s: %s", cause,
                      error->message);
}

GError *
plim_bus_error_to_status (const GError *error)
{
  g_autoptr (GError) stripped = g_error_copy (error);
  const char *message;
  const char *colon;
  int cause = PLIM_CAUSE_NONE;

  if (error->domain != PLIM_BUS_ERROR || error->code > PLIM_BUS_ERROR_OFFLINE)
    return NULL;
  g_dbus_error_strip_remote_error (stripped);
  message = stripped->message;
  colon = strstr (message, ": ");
  if (colon != NULL) {
    g_autofree char *nick = g_strndup (message, (gsize) (colon - message));

    if (plim_enum_from_nick (PLIM_TYPE_CAUSE, nick, &cause))
      message = colon + 2;
  }
  return plim_error_new ((PlimStatus) (error->code + 1), (PlimCause) cause, 0, "%s", message);
}

char *
plim_bus_dup_account_path (const char *account_id)
{
  g_autofree char *element = g_strdelimit (g_strdup (account_id), "-", '_');

  return g_strconcat (PLIM_BUS_PATH "/account/", element, NULL);
}

static void
add_string (GVariantBuilder *builder, const char *name, const char *value)
{
  if (value != NULL)
    g_variant_builder_add (builder, "{sv}", name, g_variant_new_string (value));
}

static void
add_number (GVariantBuilder *builder, const char *name, double value)
{
  if (!isnan (value))
    g_variant_builder_add (builder, "{sv}", name, g_variant_new_double (value));
}

static void
add_integer (GVariantBuilder *builder, const char *name, gint64 value)
{
  if (value != 0)
    g_variant_builder_add (builder, "{sv}", name, g_variant_new_int64 (value));
}

static void
add_boolean (GVariantBuilder *builder, const char *name, gboolean value)
{
  g_variant_builder_add (builder, "{sv}", name, g_variant_new_boolean (value));
}

static GVariant *
forecast_to_variant (const PlimForecast *forecast)
{
  GVariantBuilder builder = G_VARIANT_BUILDER_INIT (G_VARIANT_TYPE_VARDICT);

  add_string (&builder, "verdict", plim_enum_to_nick (PLIM_TYPE_VERDICT, (int) forecast->verdict));
  add_number (&builder, "even_percent", forecast->even_percent);
  add_number (&builder, "projected_percent", forecast->projected_percent);
  add_number (&builder, "rate_per_hour", forecast->rate);
  add_integer (&builder, "runs_out_at", forecast->runs_out_at);
  add_integer (&builder, "earliest_at", forecast->earliest_at);
  add_integer (&builder, "latest_at", forecast->latest_at);
  return g_variant_builder_end (&builder);
}

static GVariant *
window_to_variant (const PlimUsageWindow *window, const PlimForecast *forecast)
{
  GVariantBuilder builder = G_VARIANT_BUILDER_INIT (G_VARIANT_TYPE_VARDICT);

  add_string (&builder, "id", window->id);
  add_string (&builder, "title", window->title);
  add_string (&builder, "scope", window->scope);
  add_string (&builder, "kind", plim_enum_to_nick (PLIM_TYPE_WINDOW_KIND, (int) window->kind));
  add_integer (&builder, "window_seconds", window->length_s);
  add_number (&builder, "used_percent", window->used_percent);
  add_number (&builder, "used", window->used);
  add_number (&builder, "limit", window->limit);
  add_number (&builder, "remaining", window->remaining);
  add_string (&builder, "unit", window->unit);
  add_integer (&builder, "resets_at", window->resets_at);
  add_boolean (&builder, "resets_at_estimated", window->resets_at_estimated);
  add_integer (&builder, "read_at", window->read_at);
  add_boolean (&builder, "limit_reached", window->limit_reached);
  add_boolean (&builder, "can_lead", window->can_lead);
  add_string (&builder, "provenance",
              plim_enum_to_nick (PLIM_TYPE_PROVENANCE, (int) window->provenance));
  if (forecast != NULL)
    g_variant_builder_add (&builder, "{sv}", "forecast", forecast_to_variant (forecast));
  return g_variant_builder_end (&builder);
}

/* @account: (nullable): knows forecasts */
static GVariant *
make_variant (const PlimSnapshot *snapshot, PlimAccount *account)
{
  GVariantBuilder builder = G_VARIANT_BUILDER_INIT (G_VARIANT_TYPE_VARDICT);
  GVariantBuilder windows = G_VARIANT_BUILDER_INIT (G_VARIANT_TYPE ("aa{sv}"));

  if (snapshot == NULL) {
    g_variant_builder_clear (&windows);
    return g_variant_builder_end (&builder);
  }
  add_integer (&builder, "collected_at", plim_snapshot_get_collected_at (snapshot));
  add_string (&builder, "plan", plim_snapshot_get_plan (snapshot));
  add_string (&builder, "identity", plim_snapshot_get_identity (snapshot));
  for (guint i = 0; i < plim_snapshot_get_n_windows (snapshot); i++) {
    const PlimUsageWindow *window = plim_snapshot_get_window (snapshot, i);
    const PlimForecast *forecast =
        account != NULL ? plim_account_get_forecast (account, window->id) : NULL;

    g_variant_builder_add_value (&windows, window_to_variant (window, forecast));
  }
  g_variant_builder_add (&builder, "{sv}", "windows", g_variant_builder_end (&windows));
  return g_variant_builder_end (&builder);
}

GVariant *
plim_bus_snapshot_to_variant (const PlimSnapshot *snapshot)
{
  return make_variant (snapshot, NULL);
}

GVariant *
plim_bus_account_snapshot_to_variant (PlimAccount *account)
{
  g_return_val_if_fail (PLIM_IS_ACCOUNT (account), NULL);

  return make_variant (plim_account_get_snapshot (account), account);
}

static int
read_nick (GVariant *dictionary, const char *name, GType type, int fallback)
{
  const char *nick = NULL;
  int value;

  g_variant_lookup (dictionary, name, "&s", &nick);
  return plim_enum_from_nick (type, nick, &value) ? value : fallback;
}

static gint64
read_positive (GVariant *dictionary, const char *name)
{
  gint64 value = 0;

  g_variant_lookup (dictionary, name, "x", &value);
  return MAX (value, 0);
}

static void
read_window (PlimSnapshot *snapshot, GVariant *dictionary)
{
  PlimUsageWindow *window;
  const char *id;

  if (!g_variant_lookup (dictionary, "id", "&s", &id))
    return;
  window = plim_snapshot_add_window (snapshot, id,
                                     (PlimWindowKind) read_nick (dictionary, "kind",
                                                                 PLIM_TYPE_WINDOW_KIND,
                                                                 PLIM_WINDOW_ROLLING));
  g_variant_lookup (dictionary, "title", "s", &window->title);
  g_variant_lookup (dictionary, "scope", "s", &window->scope);
  g_variant_lookup (dictionary, "unit", "s", &window->unit);
  window->length_s = read_positive (dictionary, "window_seconds");
  g_variant_lookup (dictionary, "used_percent", "d", &window->used_percent);
  g_variant_lookup (dictionary, "used", "d", &window->used);
  g_variant_lookup (dictionary, "limit", "d", &window->limit);
  g_variant_lookup (dictionary, "remaining", "d", &window->remaining);
  window->resets_at = read_positive (dictionary, "resets_at");
  g_variant_lookup (dictionary, "resets_at_estimated", "b", &window->resets_at_estimated);
  window->read_at = read_positive (dictionary, "read_at");
  g_variant_lookup (dictionary, "limit_reached", "b", &window->limit_reached);
  g_variant_lookup (dictionary, "can_lead", "b", &window->can_lead);
  window->provenance = (PlimProvenance) read_nick (dictionary, "provenance", PLIM_TYPE_PROVENANCE,
                                                   PLIM_PROVENANCE_REPORTED);
}

static double
read_number (GVariant *dictionary, const char *name)
{
  double value = NAN;

  g_variant_lookup (dictionary, name, "d", &value);
  return isfinite (value) ? value : NAN;
}

static PlimForecast *
read_forecast (GVariant *dictionary)
{
  PlimForecast *forecast = g_new0 (PlimForecast, 1);

  forecast->verdict =
      (PlimVerdict) read_nick (dictionary, "verdict", PLIM_TYPE_VERDICT, PLIM_VERDICT_NONE);
  forecast->even_percent = read_number (dictionary, "even_percent");
  forecast->projected_percent = read_number (dictionary, "projected_percent");
  forecast->rate = read_number (dictionary, "rate_per_hour");
  forecast->runs_out_at = read_positive (dictionary, "runs_out_at");
  forecast->earliest_at = read_positive (dictionary, "earliest_at");
  forecast->latest_at = read_positive (dictionary, "latest_at");
  return forecast;
}

GHashTable *
plim_bus_forecasts_from_variant (GVariant *variant)
{
  GHashTable *forecasts = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  g_autoptr (GVariant) windows = NULL;

  g_return_val_if_fail (variant != NULL, forecasts);

  windows = g_variant_lookup_value (variant, "windows", G_VARIANT_TYPE ("aa{sv}"));
  for (gsize i = 0; windows != NULL && i < g_variant_n_children (windows); i++) {
    g_autoptr (GVariant) window = g_variant_get_child_value (windows, i);
    g_autoptr (GVariant) forecast =
        g_variant_lookup_value (window, "forecast", G_VARIANT_TYPE_VARDICT);
    const char *id = NULL;

    g_variant_lookup (window, "id", "&s", &id);
    if (id != NULL && forecast != NULL)
      g_hash_table_insert (forecasts, g_strdup (id), read_forecast (forecast));
  }
  return forecasts;
}

PlimSnapshot *
plim_bus_snapshot_from_variant (GVariant *variant)
{
  g_autoptr (PlimSnapshot) snapshot = NULL;
  g_autoptr (GVariant) windows = NULL;
  const char *text;
  gint64 collected_at;

  if (!g_variant_is_of_type (variant, G_VARIANT_TYPE_VARDICT))
    return NULL;
  collected_at = read_positive (variant, "collected_at");
  if (collected_at == PLIM_TIME_UNKNOWN)
    return NULL;
  snapshot = plim_snapshot_new (collected_at);
  if (g_variant_lookup (variant, "plan", "&s", &text))
    plim_snapshot_set_plan (snapshot, text);
  if (g_variant_lookup (variant, "identity", "&s", &text))
    plim_snapshot_set_identity (snapshot, text);
  windows = g_variant_lookup_value (variant, "windows", G_VARIANT_TYPE ("aa{sv}"));
  for (gsize i = 0; windows != NULL && i < g_variant_n_children (windows); i++) {
    g_autoptr (GVariant) window = g_variant_get_child_value (windows, i);

    read_window (snapshot, window);
  }
  plim_snapshot_seal (snapshot);
  return g_steal_pointer (&snapshot);
}

char *
plim_bus_owner_dup_key (const PlimOwner *owner)
{
  if (owner->id == NULL || owner->id[0] == '\0')
    return g_strdup ("");
  return g_compute_checksum_for_string (G_CHECKSUM_SHA256, owner->id, -1);
}

PlimOwner *
plim_bus_owner_new (const PlimSnapshot *snapshot,
                    const char *former_identity,
                    gint64 changed_at,
                    const char *key)
{
  PlimOwner *owner = plim_owner_new ();

  if (snapshot != NULL)
    owner->name = g_strdup (plim_snapshot_get_identity (snapshot));
  if (former_identity != NULL && former_identity[0] != '\0')
    owner->former_name = g_strdup (former_identity);
  if (key != NULL && key[0] != '\0')
    owner->id = g_strdup (key);
  owner->changed_at = MAX (changed_at, PLIM_TIME_UNKNOWN);
  return owner;
}

static void
read_owner (PlimAccount *account, GVariant *properties)
{
  const char *former = NULL, *key = NULL;
  g_autoptr (PlimOwner) owner = NULL;

  g_variant_lookup (properties, "FormerIdentity", "&s", &former);
  g_variant_lookup (properties, "OwnerKey", "&s", &key);
  owner = plim_bus_owner_new (plim_account_get_snapshot (account), former,
                              read_positive (properties, "IdentityChangedAt"), key);
  plim_account_set_owner (account, owner);
}

static void
read_status (PlimAccount *account, GVariant *properties)
{
  g_autoptr (GVariant) variant = g_variant_lookup_value (properties, "Snapshot", NULL);
  g_autoptr (PlimSnapshot) snapshot = NULL;
  const char *message = NULL;

  if (variant != NULL)
    snapshot = plim_bus_snapshot_from_variant (variant);
  g_variant_lookup (properties, "Message", "&s", &message);
  plim_account_restore (account, snapshot,
                        (PlimStatus) read_nick (properties, "Status", PLIM_TYPE_STATUS,
                                                PLIM_STATUS_OK),
                        (PlimCause) read_nick (properties, "Cause", PLIM_TYPE_CAUSE,
                                               PLIM_CAUSE_NONE),
                        message != NULL && message[0] != '\0' ? message : NULL,
                        read_positive (properties, "AttemptedAt"));
}

static guint
read_unsigned (GVariant *dictionary, const char *name)
{
  guint value = 0;

  g_variant_lookup (dictionary, name, "u", &value);
  return value;
}

static gboolean
read_boolean (GVariant *dictionary, const char *name)
{
  gboolean value = FALSE;

  g_variant_lookup (dictionary, name, "b", &value);
  return value;
}

PlimPollReason
plim_bus_poll_reason_from_nick (const char *nick)
{
  int reason = PLIM_POLL_REASON_NONE;

  plim_enum_from_nick (PLIM_TYPE_POLL_REASON, nick, &reason);
  return (PlimPollReason) reason;
}

PlimAccount *
plim_bus_account_from_variant (GVariant *properties)
{
  g_autoptr (PlimAccount) account = NULL;
  g_autoptr (GVariant) variant = NULL;
  g_autoptr (GVariant) incident_variant = NULL;
  g_autoptr (PlimIncident) incident = NULL;
  g_autoptr (GHashTable) settings = NULL;
  const char *id, *provider, *text;
  gboolean is_polled;

  if (!g_variant_is_of_type (properties, G_VARIANT_TYPE_VARDICT) ||
      !g_variant_lookup (properties, "Id", "&s", &id) ||
      !g_variant_lookup (properties, "Provider", "&s", &provider))
    return NULL;
  account = plim_account_new (id, provider);
  plim_account_set_label (account, g_variant_lookup (properties, "Label", "&s", &text) ? text : "");
  if (g_variant_lookup (properties, "BaseUrl", "&s", &text))
    plim_account_set_base_url (account, text);
  variant = g_variant_lookup_value (properties, "Settings", NULL);
  settings = plim_bus_settings_from_variant (variant);
  plim_account_set_settings (account, settings);
  plim_account_set_enabled (account, read_boolean (properties, "Enabled"));
  plim_account_set_order (account, read_unsigned (properties, "Order"));
  plim_account_set_interval (account, read_unsigned (properties, "Interval"));
  plim_account_set_expected_interval (account, read_unsigned (properties, "ExpectedInterval"));
  plim_account_set_next_poll_at (account, read_positive (properties, "NextPollAt"));
  if (g_variant_lookup (properties, "NextPollReason", "&s", &text))
    plim_account_set_next_poll_reason (account, plim_bus_poll_reason_from_nick (text));
  plim_account_set_refresh_allowed_at (account, read_positive (properties, "RefreshAllowedAt"));
  if (g_variant_lookup (properties, "Polled", "b", &is_polled))
    plim_account_set_polled (account, is_polled);
  plim_account_set_polling (account, read_boolean (properties, "Polling"));
  incident_variant = g_variant_lookup_value (properties, "Incident", NULL);
  incident = plim_bus_incident_from_variant (incident_variant);
  plim_account_set_incident (account, incident);
  read_status (account, properties);
  read_owner (account, properties);
  return g_steal_pointer (&account);
}

GVariant *
plim_bus_settings_to_variant (GHashTable *settings)
{
  GVariantBuilder builder = G_VARIANT_BUILDER_INIT (G_VARIANT_TYPE ("a{ss}"));
  GHashTableIter iter;
  gpointer name, value;

  g_hash_table_iter_init (&iter, settings);
  while (g_hash_table_iter_next (&iter, &name, &value))
    g_variant_builder_add (&builder, "{ss}", name, value);
  return g_variant_builder_end (&builder);
}

GHashTable *
plim_bus_settings_from_variant (GVariant *variant)
{
  g_autoptr (GHashTable) settings = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  GVariantIter iter;
  char *name, *value;

  if (variant != NULL && g_variant_is_of_type (variant, G_VARIANT_TYPE ("a{ss}"))) {
    g_variant_iter_init (&iter, variant);
    while (g_variant_iter_next (&iter, "{ss}", &name, &value))
      g_hash_table_insert (settings, name, value);
  }
  return g_steal_pointer (&settings);
}
