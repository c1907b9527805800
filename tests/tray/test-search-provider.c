/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "plim-bus-codec.h"
#include "plim-error.h"
#include "plim-search-provider.h"
#include "plim-settings.h"
#include "plim-test-bus.h"
#include "plim-test-clock.h"
#include "plim-test-wait.h"

#define NOW 1784000000

typedef struct {
  GTestDBus *bus;
  GDBusConnection *service;
  GDBusConnection *shell;
  GSettings *settings;
  GListStore *accounts;
  PlimTestClock *clock;
  PlimSearchProvider *provider;
  char *opened; /* what was asked to be opened: an id, or "" for all */
} Fixture;

static void
add_account (Fixture *self, const char *id, const char *label, double used_percent)
{
  g_autoptr (PlimAccount) account = plim_account_new (id, "z-ai");
  g_autoptr (PlimSnapshot) snapshot = plim_snapshot_new (NOW);
  PlimUsageWindow *window = plim_snapshot_add_window (snapshot, "weekly", PLIM_WINDOW_ROLLING);

  window->title = g_strdup ("Week");
  window->used_percent = used_percent;
  plim_snapshot_seal (snapshot);
  plim_account_set_label (account, label);
  plim_account_set_order (account, g_list_model_get_n_items (G_LIST_MODEL (self->accounts)));
  plim_account_set_expected_interval (account, 300);
  plim_account_update (account, snapshot, NULL, NOW);
  g_list_store_append (self->accounts, account);
}

static void
on_open_account (PlimSearchProvider *provider, const char *id, Fixture *self)
{
  g_free (self->opened);
  self->opened = g_strdup (id);
}

static void
on_open (PlimSearchProvider *provider, Fixture *self)
{
  on_open_account (provider, "", self);
}

static void
set_up (Fixture *self, gconstpointer data)
{
  GError *error = NULL;

  self->bus = plim_test_bus_new ();
  self->service = plim_test_bus_connect (self->bus);
  self->shell = plim_test_bus_connect (self->bus);
  self->settings = g_settings_new (PLIM_SETTINGS_SCHEMA);
  g_settings_reset (self->settings, PLIM_SETTINGS_PRIVACY);
  self->clock = plim_test_clock_new (NOW);
  self->accounts = g_list_store_new (PLIM_TYPE_ACCOUNT);
  add_account (self, "1", "Café work", 57);
  add_account (self, "2", "home", 12);
  self->provider = plim_search_provider_new (self->service, G_LIST_MODEL (self->accounts),
                                             self->settings, PLIM_CLOCK (self->clock), &error);
  g_assert_no_error (error);
  g_signal_connect (self->provider, "open-account", G_CALLBACK (on_open_account), self);
  g_signal_connect (self->provider, "open", G_CALLBACK (on_open), self);
}

static void
tear_down (Fixture *self, gconstpointer data)
{
  g_assert_finalize_object (self->provider);
  g_clear_object (&self->accounts);
  g_clear_object (&self->clock);
  g_clear_object (&self->settings);
  plim_test_bus_disconnect (&self->shell);
  plim_test_bus_disconnect (&self->service);
  g_test_dbus_down (self->bus);
  g_clear_object (&self->bus);
  g_clear_pointer (&self->opened, g_free);
}

static GVariant *
call (Fixture *self, const char *method, GVariant *parameters)
{
  g_autoptr (GAsyncResult) result = NULL;
  GError *error = NULL;
  GVariant *reply;

  g_dbus_connection_call (self->shell, g_dbus_connection_get_unique_name (self->service),
                          PLIM_BUS_SEARCH_PATH, "org.gnome.Shell.SearchProvider2", method,
                          parameters, NULL, G_DBUS_CALL_FLAGS_NONE, -1, NULL, plim_test_keep_result,
                          &result);
  plim_test_wait (result != NULL);
  reply = g_dbus_connection_call_finish (self->shell, result, &error);
  g_assert_no_error (error);
  return reply;
}

static void
assert_found (Fixture *self, const char *typed, const char *ids)
{
  g_auto (GStrv) terms = g_strsplit (typed, " ", -1);
  g_autoptr (GVariant) first = call (self, "GetInitialResultSet", g_variant_new ("(^as)", terms));
  g_autoptr (GVariant) next = NULL;
  g_auto (GStrv) found = NULL;
  g_autofree char *joined = NULL;

  g_variant_get (first, "(^as)", &found);
  joined = g_strjoinv (" ", found);
  g_assert_cmpstr (joined, ==, ids);
  next = call (self, "GetSubsearchResultSet", g_variant_new ("(^as^as)", found, terms));
  g_assert_cmpvariant (first, next);
}

/* The text of one member of the only result. */
static char *
dup_meta (Fixture *self, const char *id, const char *member)
{
  const char *const ids[] = { id, NULL };
  g_autoptr (GVariant) reply = call (self, "GetResultMetas", g_variant_new ("(^as)", ids));
  g_autoptr (GVariant) metas = g_variant_get_child_value (reply, 0);
  g_autoptr (GVariant) meta = NULL;
  g_autoptr (GVariant) value = NULL;

  g_assert_cmpuint (g_variant_n_children (metas), ==, 1);
  meta = g_variant_get_child_value (metas, 0);
  value = g_variant_lookup_value (meta, member, NULL);
  g_assert_nonnull (value);
  return g_variant_is_of_type (value, G_VARIANT_TYPE_STRING) ? g_variant_dup_string (value, NULL)
                                                             : g_variant_print (value, FALSE);
}

static void
assert_meta (Fixture *self, const char *id, const char *member, const char *expected)
{
  g_autofree char *text = dup_meta (self, id, member);

  g_assert_cmpstr (text, ==, expected);
}

static void
test_find (Fixture *self, gconstpointer data)
{
  assert_found (self, "plim", "1 2");
  assert_found (self, "usage", "1 2");
  assert_found (self, "z.ai", "1 2");
  assert_found (self, "cafe", "1");
  assert_found (self, "HOM", "2");
  assert_found (self, "usage home", "2");
  assert_found (self, "cafe home", "");
  assert_found (self, "", "");
  assert_found (self, "firefox", "");
}

static void
test_disabled (Fixture *self, gconstpointer data)
{
  g_autoptr (PlimAccount) account = g_list_model_get_item (G_LIST_MODEL (self->accounts), 0);

  plim_account_set_enabled (account, FALSE);
  assert_found (self, "plim", "2");
}

static void
test_show (Fixture *self, gconstpointer data)
{
  g_autofree char *icon = dup_meta (self, "1", "icon");

  assert_meta (self, "1", "id", "1");
  assert_meta (self, "1", "name", "Café work");
  assert_meta (self, "1", "description", "Week: 57 % used");
  g_assert_nonnull (strstr (icon, "io.github.plimsoll.Plimsoll-provider-z-ai-symbolic"));
}

static void
test_old (Fixture *self, gconstpointer data)
{
  plim_test_clock_advance (self->clock, 7200);
  assert_meta (self, "1", "description", "Week: 57 % used, read 2h ago");
}

static void
test_problem (Fixture *self, gconstpointer data)
{
  g_autoptr (PlimAccount) account = g_list_model_get_item (G_LIST_MODEL (self->accounts), 0);
  g_autoptr (GError) error = plim_error_new (PLIM_STATUS_OFFLINE, PLIM_CAUSE_NONE, 0, "no");
  g_autofree char *text = NULL;

  plim_account_update (account, NULL, error, NOW + 60);
  text = dup_meta (self, "1", "description");
  g_assert_true (g_str_has_suffix (text, " · Week: 57 % used"));
}

static void
test_privacy (Fixture *self, gconstpointer data)
{
  g_settings_set_boolean (self->settings, PLIM_SETTINGS_PRIVACY, TRUE);
  assert_found (self, "cafe", "");
  assert_found (self, "plim", "1 2");
  assert_meta (self, "1", "name", "Account 1");
}

static void
test_gone (Fixture *self, gconstpointer data)
{
  const char *const ids[] = { "9", NULL };
  g_autoptr (GVariant) reply = call (self, "GetResultMetas", g_variant_new ("(^as)", ids));
  g_autoptr (GVariant) metas = g_variant_get_child_value (reply, 0);

  g_assert_cmpuint (g_variant_n_children (metas), ==, 0);
}

static void
test_open (Fixture *self, gconstpointer data)
{
  const char *const terms[] = { "home", NULL };

  g_variant_unref (call (self, "ActivateResult", g_variant_new ("(s^asu)", "2", terms, 0)));
  g_assert_cmpstr (self->opened, ==, "2");
  g_variant_unref (call (self, "LaunchSearch", g_variant_new ("(^asu)", terms, 0)));
  g_assert_cmpstr (self->opened, ==, "");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  plim_test_start_watchdog ();

#define add(path, test) g_test_add (path, Fixture, NULL, set_up, test, tear_down)
  add ("/search/finds-accounts-by-label-provider-and-purpose", test_find);
  add ("/search/leaves-out-accounts-that-are-off", test_disabled);
  add ("/search/shows-the-numbers", test_show);
  add ("/search/shows-the-age-of-an-old-number", test_old);
  add ("/search/says-what-is-wrong-first", test_problem);
  add ("/search/neither-finds-nor-shows-what-is-private", test_privacy);
  add ("/search/shows-nothing-of-an-account-that-is-gone", test_gone);
  add ("/search/opens-the-chosen-account-or-all", test_open);
  return g_test_run ();
}
