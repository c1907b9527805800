/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "plim-incident-watch.h"

#include "plim-mock-provider.h"
#include "plim-settings.h"
#include "plim-test-clock.h"
#include "plim-test-wait.h"

#define NOW 1795176000
#define OPENAI "/status.openai.com/api/v2/summary.json"
#define CLAUDE "/status.claude.com/api/v2/summary.json"
#define WELL "{\"components\": [], \"incidents\": []}"
#define ILL                                                                                        \
  "{\"components\": [{\"id\": \"1\", \"name\": \"Codex API\", \"status\": \"operational\"}],"      \
  "\"incidents\": [{\"id\": \"i1\", \"name\": \"Codex is slow\", \"impact\": \"major\","           \
  "\"components\": [{\"name\": \"Codex API\"}]}]}"

typedef struct {
  PlimMockProvider *mock;
  PlimTestClock *clock;
  GSettings *settings;
  GListStore *accounts;
  PlimIncidentWatch *watch;
  guint n_changes;
} Fixture;

static void
on_changed (Fixture *self)
{
  self->n_changes++;
}

static void
set_up (Fixture *self, gconstpointer data)
{
  self->mock = plim_mock_provider_new (NULL);
  self->clock = plim_test_clock_new (NOW);
  self->settings = g_settings_new (PLIM_SETTINGS_SCHEMA);
  g_settings_reset (self->settings, PLIM_SETTINGS_WATCH_INCIDENTS);
  self->accounts = g_list_store_new (PLIM_TYPE_ACCOUNT);
  self->watch = plim_incident_watch_new (G_LIST_MODEL (self->accounts), PLIM_CLOCK (self->clock),
                                         self->settings);
  plim_incident_watch_set_stand_in (self->watch, plim_mock_provider_get_origin (self->mock));
  g_signal_connect_swapped (self->watch, "changed", G_CALLBACK (on_changed), self);
}

static void
tear_down (Fixture *self, gconstpointer data)
{
  plim_mock_provider_release (self->mock);
  g_assert_finalize_object (self->watch);
  plim_test_settle ();
  g_list_store_remove_all (self->accounts);
  g_assert_finalize_object (self->accounts);
  g_assert_finalize_object (self->clock);
  g_object_unref (self->settings);
  plim_mock_provider_free (self->mock);
}

/* Borrowed from the list. */
static PlimAccount *
add_account (Fixture *self, const char *provider_id)
{
  g_autofree char *id = g_uuid_string_random ();
  g_autoptr (PlimAccount) account = plim_account_new (id, provider_id);

  plim_account_set_label (account, provider_id);
  g_list_store_append (self->accounts, account);
  return account;
}

/* A poll after @elapsed_s. */
static void
poll (Fixture *self, PlimAccount *account, gint64 elapsed_s)
{
  plim_test_clock_jump (self->clock, plim_clock_get_now (PLIM_CLOCK (self->clock)) + elapsed_s);
  plim_incident_watch_note_poll (self->watch, account);
}

static void
test_comes_and_goes (Fixture *self, gconstpointer data)
{
  PlimAccount *codex = add_account (self, "codex");
  PlimAccount *second = add_account (self, "codex");
  PlimAccount *openai = add_account (self, "openai");
  PlimAccount *claude = add_account (self, "claude-web");

  plim_mock_provider_add (self->mock, OPENAI, 200, NULL, ILL);
  plim_mock_provider_add (self->mock, OPENAI, 200, NULL, WELL);
  poll (self, codex, 0);
  plim_test_wait (plim_account_get_incident (codex) != NULL);
  g_assert_cmpstr (plim_account_get_incident (codex)->id, ==, "i1");
  g_assert_cmpint (plim_account_get_incident (codex)->impact, ==, PLIM_IMPACT_MAJOR);
  g_assert_nonnull (plim_account_get_incident (second));
  g_assert_null (plim_account_get_incident (claude));
  g_assert_cmpint (plim_account_get_status (codex), ==, PLIM_STATUS_OK); /* not its own failure */
  /* One page serves all that it is about. */
  poll (self, openai, 0);
  poll (self, second, PLIM_INCIDENT_INTERVAL_S - 1);
  plim_test_settle ();
  g_assert_cmpuint (plim_mock_provider_count (self->mock, NULL), ==, 1);
  poll (self, codex, 1);
  plim_test_wait (plim_account_get_incident (codex) == NULL);
  g_assert_null (plim_account_get_incident (second));
  g_assert_cmpuint (plim_mock_provider_count (self->mock, NULL), ==, 2);
}

static void
test_sends_nothing_private (Fixture *self, gconstpointer data)
{
  PlimAccount *codex = add_account (self, "codex");

  plim_mock_provider_add (self->mock, OPENAI, 200, NULL, ILL);
  poll (self, codex, 0);
  plim_test_wait (plim_account_get_incident (codex) != NULL);
  g_assert_null (plim_mock_provider_get_header (self->mock, 0, "Authorization"));
  g_assert_null (plim_mock_provider_get_header (self->mock, 0, "Cookie"));
  g_assert_cmpstr (plim_mock_provider_get_body (self->mock, 0), ==, "");
}

/* Off, without a page, at another server, turned off, fed by a collector, or offline. */
static void
test_asks_nobody (Fixture *self, gconstpointer data)
{
  PlimAccount *codex = add_account (self, "codex");
  PlimAccount *amp = add_account (self, "amp");
  g_autoptr (GError) offline = plim_error_new (PLIM_STATUS_OFFLINE, PLIM_CAUSE_NONE, 0, "offline");

  poll (self, amp, 0);
  g_settings_set_boolean (self->settings, PLIM_SETTINGS_WATCH_INCIDENTS, FALSE);
  poll (self, codex, 0);
  g_settings_reset (self->settings, PLIM_SETTINGS_WATCH_INCIDENTS);
  plim_account_set_base_url (codex, "https://proxy.example.com");
  poll (self, codex, 0);
  plim_account_set_base_url (codex, NULL);
  plim_account_set_enabled (codex, FALSE);
  poll (self, codex, 0);
  plim_account_set_enabled (codex, TRUE);
  plim_account_set_polled (codex, FALSE);
  poll (self, codex, 0);
  plim_account_set_polled (codex, TRUE);
  plim_account_update (codex, NULL, offline, NOW);
  poll (self, codex, 0);
  plim_test_settle ();
  g_assert_cmpuint (plim_mock_provider_count (self->mock, NULL), ==, 0);
}

static void
test_taken_back (Fixture *self, gconstpointer data)
{
  PlimAccount *codex = add_account (self, "codex");
  PlimAccount *claude = add_account (self, "claude-web");

  plim_mock_provider_add (self->mock, OPENAI, 200, NULL, ILL);
  plim_mock_provider_add (self->mock, CLAUDE, 200, NULL, ILL);
  poll (self, codex, 0);
  poll (self, claude, 0);
  plim_test_wait (plim_account_get_incident (codex) != NULL &&
                  plim_account_get_incident (claude) != NULL);
  plim_account_set_enabled (claude, FALSE);
  g_assert_null (plim_account_get_incident (claude));
  g_assert_nonnull (plim_account_get_incident (codex));
  g_settings_set_boolean (self->settings, PLIM_SETTINGS_WATCH_INCIDENTS, FALSE);
  g_assert_null (plim_account_get_incident (codex));
  g_assert_cmpuint (self->n_changes, ==, 4);
}

static void
test_unreadable (Fixture *self, gconstpointer data)
{
  PlimAccount *codex = add_account (self, "codex");

  plim_mock_provider_add (self->mock, OPENAI, 200, NULL, ILL);
  plim_mock_provider_add (self->mock, OPENAI, 503, NULL, "{}");
  plim_mock_provider_add (self->mock, OPENAI, 200, NULL, "<html>");
  plim_mock_provider_add (self->mock, OPENAI, 302, "Location: /elsewhere", "{}");
  plim_mock_provider_add_bytes (self->mock, OPENAI, 5 * 1024 * 1024);
  poll (self, codex, 0);
  plim_test_wait (plim_account_get_incident (codex) != NULL);
  for (guint i = 2; i <= 4; i++) {
    poll (self, codex, PLIM_INCIDENT_INTERVAL_S);
    plim_test_wait (plim_mock_provider_count (self->mock, OPENAI) == i);
    plim_test_settle ();
    g_assert_nonnull (plim_account_get_incident (codex));
  }
  poll (self, codex, PLIM_INCIDENT_INTERVAL_S); /* nobody has confirmed it for an hour */
  plim_test_wait (plim_account_get_incident (codex) == NULL);
  g_assert_cmpuint (plim_mock_provider_count (self->mock, NULL), ==, 5);
}

static void
test_gone_while_asking (Fixture *self, gconstpointer data)
{
  PlimAccount *codex = add_account (self, "codex");

  plim_mock_provider_add (self->mock, OPENAI, 200, NULL, ILL);
  plim_mock_provider_hang (self->mock, OPENAI);
  poll (self, codex, 0);
  plim_test_wait (plim_mock_provider_get_n_waiting (self->mock) == 1);
  poll (self, codex, 2 * PLIM_INCIDENT_INTERVAL_S); /* one question at a time */
  g_list_store_remove_all (self->accounts);
  g_assert_finalize_object (self->watch);
  plim_mock_provider_release (self->mock);
  plim_test_settle ();
  g_assert_cmpuint (plim_mock_provider_count (self->mock, NULL), ==, 1);
  self->watch = plim_incident_watch_new (G_LIST_MODEL (self->accounts), PLIM_CLOCK (self->clock),
                                         self->settings);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  plim_test_start_watchdog ();
#define ADD(path, test)                                                                            \
  g_test_add ("/service/incident-watch/" path, Fixture, NULL, set_up, test, tear_down)
  ADD ("comes-and-goes", test_comes_and_goes);
  ADD ("sends-nothing-private", test_sends_nothing_private);
  ADD ("asks-nobody-without-need", test_asks_nobody);
  ADD ("taken-back-when-unwanted", test_taken_back);
  ADD ("unreadable-page-tells-nothing", test_unreadable);
  ADD ("may-be-gone-while-asking", test_gone_while_asking);
  return g_test_run ();
}
