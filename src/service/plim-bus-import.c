/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "plim-bus-import.h"

#include "plim-account-setup.h"
#include "plim-bus-codec.h"
#include "plim-payload.h"
#include "plim-providers.h"

/* Accounts of a collector whose provider is none of ours have nothing but a name. */
static gboolean
is_foreign (const char *provider_id, gboolean is_polled)
{
  return !is_polled && g_str_equal (provider_id, PLIM_PAYLOAD_UNKNOWN);
}

/* (transfer full) (nullable): the account that @entry tells of, in no list yet */
static PlimAccount *
read_account (GVariant *entry, GError **error)
{
  g_autoptr (GVariant) variant = NULL;
  g_autoptr (GHashTable) settings = NULL;
  g_autoptr (PlimAccount) account = NULL;
  const char *id, *provider_id, *label, *base_url;
  gboolean is_enabled, is_polled;
  guint interval_s;

  g_variant_get (entry, "(&s&s&sbbu&s@a{ss})", &id, &provider_id, &label, &is_enabled, &is_polled,
                 &interval_s, &base_url, &variant);
  settings = plim_bus_settings_from_variant (variant);
  account =
      is_foreign (provider_id, is_polled)
          ? plim_account_setup_new_foreign_account (id, provider_id, label, settings, error)
          : plim_account_setup_new_account (id, provider_id, label, base_url, settings, error);
  if (account == NULL ||
      !plim_account_setup_check_interval (plim_providers_find (provider_id), interval_s, error)) {
    g_prefix_error (error, "%s: ", label);
    return NULL;
  }
  plim_account_set_enabled (account, is_enabled);
  plim_account_set_polled (account, is_polled);
  plim_account_set_interval (account, interval_s);
  return g_steal_pointer (&account);
}

GPtrArray *
plim_bus_import_check (PlimAccountList *accounts, GVariant *list, GError **error)
{
  g_autoptr (GPtrArray) found = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (GHashTable) ids = g_hash_table_new (g_str_hash, g_str_equal);

  for (gsize i = 0; i < g_variant_n_children (list); i++) {
    g_autoptr (GVariant) entry = g_variant_get_child_value (list, i);
    g_autoptr (PlimAccount) account = read_account (entry, error);

    if (account == NULL)
      return NULL;
    if (plim_account_list_find (accounts, plim_account_get_id (account)) != NULL)
      continue;
    if (!g_hash_table_add (ids, (gpointer) plim_account_get_id (account))) {
      g_set_error (error, PLIM_BUS_ERROR, PLIM_BUS_ERROR_INVALID_ARGUMENT,
                   "two accounts have the id %s", plim_account_get_id (account));
      return NULL;
    }
    g_ptr_array_add (found, g_steal_pointer (&account));
  }
  return g_steal_pointer (&found);
}
