/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "plim-bus-codec.h"

#include <math.h>

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

char *
plim_bus_owner_dup_key (const PlimOwner *owner)
{
  if (owner->id == NULL || owner->id[0] == '\0')
    return g_strdup ("");
  return g_compute_checksum_for_string (G_CHECKSUM_SHA256, owner->id, -1);
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
