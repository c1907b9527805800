/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "plim-search-provider.h"

#include "plim-bus-codec.h"
#include "plim-headline-text.h"
#include "plim-providers.h"
#include "plim-settings.h"
#include "plim-shell-generated.h"

#include <glib/gi18n.h>

struct _PlimSearchProvider {
  GObject parent_instance;

  PlimShellSearchProvider2 *skeleton;
  GListModel *accounts;
  GSettings *settings;
  PlimClock *clock;
};

G_DEFINE_FINAL_TYPE (PlimSearchProvider, plim_search_provider, G_TYPE_OBJECT)

enum { OPEN, OPEN_ACCOUNT, N_SIGNALS };
static guint signals[N_SIGNALS];

/* (nullable) (transfer full) */
static PlimAccount *
find_account (PlimSearchProvider *self, const char *id)
{
  for (guint i = 0; i < g_list_model_get_n_items (self->accounts); i++) {
    g_autoptr (PlimAccount) account = g_list_model_get_item (self->accounts, i);

    if (g_str_equal (plim_account_get_id (account), id))
      return g_steal_pointer (&account);
  }
  return NULL;
}

/* Finding. */

/* What an account is found by: what may be seen of it, and what Plimsoll is about. */
static char *
make_haystack (PlimAccount *account, const PlimFormat *format)
{
  const PlimProvider *provider = plim_providers_find (plim_account_get_provider_id (account));
  g_autofree char *label = plim_format_label (format, account);

  return g_strjoin (" ", label, provider != NULL ? provider->name : "", "Plimsoll",
                    /* Translators: words by which all accounts are found in the desktop's search,
                     * separated by spaces */
                    _ ("AI usage limits quota"), NULL);
}

static gboolean
matches (const char *haystack, const char *const *terms)
{
  for (guint i = 0; terms[i] != NULL; i++) {
    if (!g_str_match_string (terms[i], haystack, TRUE))
      return FALSE;
  }
  return TRUE;
}

static char **
find (PlimSearchProvider *self, const char *const *terms)
{
  g_autoptr (GStrvBuilder) ids = g_strv_builder_new ();
  PlimFormat format;

  plim_settings_get_format (self->settings, &format);
  for (guint i = 0; terms[0] != NULL && i < g_list_model_get_n_items (self->accounts); i++) {
    g_autoptr (PlimAccount) account = g_list_model_get_item (self->accounts, i);
    g_autofree char *haystack = make_haystack (account, &format);

    if (plim_account_get_enabled (account) && matches (haystack, terms))
      g_strv_builder_add (ids, plim_account_get_id (account));
  }
  return g_strv_builder_end (ids);
}

static gboolean
on_get_initial_result_set (PlimSearchProvider *self,
                           GDBusMethodInvocation *invocation,
                           const char *const *terms)
{
  g_auto (GStrv) ids = find (self, terms);

  plim_shell_search_provider2_complete_get_initial_result_set (self->skeleton, invocation,
                                                               (const char *const *) ids);
  return TRUE;
}

static gboolean
on_get_subsearch_result_set (PlimSearchProvider *self,
                             GDBusMethodInvocation *invocation,
                             const char *const *previous,
                             const char *const *terms)
{
  g_auto (GStrv) ids = find (self, terms);

  plim_shell_search_provider2_complete_get_subsearch_result_set (self->skeleton, invocation,
                                                                 (const char *const *) ids);
  return TRUE;
}

/* Showing. */

/* (nullable): what is wrong, then each limit with its number */
static char *
describe (PlimAccount *account, const PlimFormat *format, gint64 now)
{
  PlimSnapshot *snapshot = plim_account_get_snapshot (account);
  guint n_windows = snapshot != NULL ? plim_snapshot_get_n_windows (snapshot) : 0;
  g_autoptr (GPtrArray) parts = g_ptr_array_new_with_free_func (g_free);
  char *problem = plim_headline_dup_problem (account, format);

  if (problem != NULL)
    g_ptr_array_add (parts, problem);
  for (guint i = 0; i < n_windows; i++)
    g_ptr_array_add (parts, plim_format_window_words (format, account,
                                                      plim_snapshot_get_window (snapshot, i), now));
  if (parts->len == 0)
    return NULL;
  g_ptr_array_add (parts, NULL);
  return g_strjoinv (" · ", (char **) parts->pdata);
}

static GVariant *
make_meta (PlimSearchProvider *self, PlimAccount *account, const PlimFormat *format)
{
  const PlimProvider *provider = plim_providers_find (plim_account_get_provider_id (account));
  g_autoptr (GIcon) icon = g_themed_icon_new (
      provider != NULL && provider->icon_name != NULL ? provider->icon_name : PLIM_BUS_NAME);
  g_autoptr (GVariant) icon_data = g_icon_serialize (icon);
  g_autofree char *label = plim_format_label (format, account);
  g_autofree char *description = describe (account, format, plim_clock_get_now (self->clock));
  GVariantDict dict;

  g_variant_dict_init (&dict, NULL);
  g_variant_dict_insert (&dict, "id", "s", plim_account_get_id (account));
  g_variant_dict_insert (&dict, "name", "s", label);
  g_variant_dict_insert_value (&dict, "icon", icon_data);
  if (description != NULL)
    g_variant_dict_insert (&dict, "description", "s", description);
  return g_variant_dict_end (&dict);
}

static gboolean
on_get_result_metas (PlimSearchProvider *self,
                     GDBusMethodInvocation *invocation,
                     const char *const *ids)
{
  GVariantBuilder metas = G_VARIANT_BUILDER_INIT (G_VARIANT_TYPE ("aa{sv}"));
  PlimFormat format;

  plim_settings_get_format (self->settings, &format);
  for (guint i = 0; ids[i] != NULL; i++) {
    g_autoptr (PlimAccount) account = find_account (self, ids[i]);

    if (account != NULL)
      g_variant_builder_add_value (&metas, make_meta (self, account, &format));
  }
  plim_shell_search_provider2_complete_get_result_metas (self->skeleton, invocation,
                                                         g_variant_builder_end (&metas));
  return TRUE;
}

/* Opening. */

static gboolean
on_activate_result (PlimSearchProvider *self,
                    GDBusMethodInvocation *invocation,
                    const char *id,
                    const char *const *terms,
                    guint timestamp)
{
  g_signal_emit (self, signals[OPEN_ACCOUNT], 0, id);
  plim_shell_search_provider2_complete_activate_result (self->skeleton, invocation);
  return TRUE;
}

static gboolean
on_launch_search (PlimSearchProvider *self,
                  GDBusMethodInvocation *invocation,
                  const char *const *terms,
                  guint timestamp)
{
  g_signal_emit (self, signals[OPEN], 0);
  plim_shell_search_provider2_complete_launch_search (self->skeleton, invocation);
  return TRUE;
}

static void
plim_search_provider_dispose (GObject *object)
{
  PlimSearchProvider *self = PLIM_SEARCH_PROVIDER (object);

  if (self->skeleton != NULL)
    g_dbus_interface_skeleton_unexport (G_DBUS_INTERFACE_SKELETON (self->skeleton));
  g_clear_object (&self->skeleton);
  g_clear_object (&self->accounts);
  g_clear_object (&self->settings);
  g_clear_object (&self->clock);
  G_OBJECT_CLASS (plim_search_provider_parent_class)->dispose (object);
}

static void
plim_search_provider_class_init (PlimSearchProviderClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = plim_search_provider_dispose;

  signals[OPEN] = g_signal_new ("open", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                NULL, G_TYPE_NONE, 0);
  signals[OPEN_ACCOUNT] =
      g_signal_new ("open-account", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                    NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
}

static void
plim_search_provider_init (PlimSearchProvider *self)
{
  static const struct {
    const char *signal;
    GCallback callback;
  } handlers[] = {
    { "handle-get-initial-result-set", G_CALLBACK (on_get_initial_result_set) },
    { "handle-get-subsearch-result-set", G_CALLBACK (on_get_subsearch_result_set) },
    { "handle-get-result-metas", G_CALLBACK (on_get_result_metas) },
    { "handle-activate-result", G_CALLBACK (on_activate_result) },
    { "handle-launch-search", G_CALLBACK (on_launch_search) },
  };

  self->skeleton = plim_shell_search_provider2_skeleton_new ();
  for (guint i = 0; i < G_N_ELEMENTS (handlers); i++)
    g_signal_connect_object (self->skeleton, handlers[i].signal, handlers[i].callback, self,
                             G_CONNECT_SWAPPED);
}

PlimSearchProvider *
plim_search_provider_new (GDBusConnection *connection,
                          GListModel *accounts,
                          GSettings *settings,
                          PlimClock *clock,
                          GError **error)
{
  g_autoptr (PlimSearchProvider) self = NULL;

  g_return_val_if_fail (G_IS_DBUS_CONNECTION (connection), NULL);
  g_return_val_if_fail (G_IS_LIST_MODEL (accounts), NULL);

  self = g_object_new (PLIM_TYPE_SEARCH_PROVIDER, NULL);
  self->accounts = g_object_ref (accounts);
  self->settings = g_object_ref (settings);
  self->clock = g_object_ref (clock);
  if (!g_dbus_interface_skeleton_export (G_DBUS_INTERFACE_SKELETON (self->skeleton), connection,
                                         PLIM_BUS_SEARCH_PATH, error))
    return NULL;
  return g_steal_pointer (&self);
}
