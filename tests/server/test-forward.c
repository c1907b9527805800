/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What Plimsoll forwards, taken by Plimsoll's own webhook: what arrives is what was sent. */
#include "plim-forwarder.h"
#include "plim-post-url.h"
#include "plim-server.h"
#include "plim-settings.h"
#include "plim-test-clock.h"
#include "plim-test-database.h"
#include "plim-test-secrets.h"
#include "plim-test-wait.h"
#include "plim-webhook.h"

#define NOW 1795176000
#define ID "0123456789abcdefghijABCDEFGHIJ_-0123456789a"

typedef struct {
  GSettings *settings;
  PlimTestClock *clock;
  PlimDatabase *database;
  PlimAccountList *received;
  PlimCollectors *collectors;
  PlimRouter *router;
  PlimWebhook *webhook;
  PlimServer *server;
  GListStore *sent;
  PlimForwarder *forwarder;
} Fixture;

static void
set_up (Fixture *self, gconstpointer data)
{
  const char *const all[] = { PLIM_FORWARDER_ALL, NULL };
  g_autofree char *address = NULL;

  plim_test_secrets_reset ();
  plim_test_secrets_set ("webhook", "id", ID);
  self->settings = g_settings_new (PLIM_SETTINGS_SCHEMA);
  g_settings_set_uint (self->settings, PLIM_SETTINGS_SERVER_PORT, 0);
  g_settings_set_boolean (self->settings, PLIM_SETTINGS_SERVER_ENABLED, TRUE);
  g_settings_set_boolean (self->settings, PLIM_SETTINGS_WEBHOOK_ENABLED, TRUE);
  g_settings_set_strv (self->settings, PLIM_SETTINGS_FORWARD_ACCOUNTS, all);
  self->clock = plim_test_clock_new (NOW);
  self->database = plim_test_open_database (NULL);
  self->received = plim_account_list_new (self->database);
  self->collectors = plim_collectors_new (self->received, self->database, PLIM_CLOCK (self->clock));
  self->router = plim_router_new ();
  self->webhook = plim_webhook_new (self->router, self->collectors, self->settings);
  plim_webhook_set_id (self->webhook, ID);
  self->server = plim_server_new (self->settings, self->router);
  address = g_strdup_printf ("http://127.0.0.1:%u/api/webhook/%s",
                             plim_server_get_port (self->server), ID);
  plim_test_secrets_set (PLIM_POST_FORWARD, PLIM_POST_FIELD, address);
  self->sent = g_list_store_new (PLIM_TYPE_ACCOUNT);
  self->forwarder = plim_forwarder_new (G_LIST_MODEL (self->sent), self->settings, 20);
}

static void
tear_down (Fixture *self, gconstpointer data)
{
  g_object_run_dispose (G_OBJECT (self->forwarder));
  plim_test_settle ();
  g_object_unref (self->forwarder);
  g_object_unref (self->sent);
  g_assert_finalize_object (self->server);
  plim_test_settle ();
  g_assert_finalize_object (self->webhook);
  g_assert_finalize_object (self->router);
  plim_test_settle ();
  g_assert_finalize_object (self->collectors);
  g_assert_finalize_object (self->received);
  plim_test_close_database (self->database);
  g_assert_finalize_object (self->clock);
  g_settings_reset (self->settings, PLIM_SETTINGS_FORWARD_ACCOUNTS);
  g_settings_reset (self->settings, PLIM_SETTINGS_WEBHOOK_ENABLED);
  g_settings_reset (self->settings, PLIM_SETTINGS_SERVER_ENABLED);
  g_object_unref (self->settings);
}

static PlimAccount *
add_account (Fixture *self, const char *id, const char *provider_id, const char *label)
{
  g_autoptr (PlimAccount) account = plim_account_new (id, provider_id);

  plim_account_set_label (account, label);
  g_list_store_append (self->sent, account);
  return account;
}

static void
add_window (PlimSnapshot *snapshot, const char *id, gint64 length_s, double percent)
{
  PlimUsageWindow *window = plim_snapshot_add_window (snapshot, id, PLIM_WINDOW_ROLLING);

  window->title = g_strdup (id);
  window->length_s = length_s;
  window->used_percent = percent;
  window->limit_reached = percent >= 100;
  window->resets_at = NOW + length_s / 2;
}

static void
poll (PlimAccount *account, double percent, gint64 at)
{
  g_autoptr (PlimSnapshot) snapshot = plim_snapshot_new (at);

  plim_snapshot_set_plan (snapshot, "Pro");
  add_window (snapshot, "session", 5 * 3600, percent);
  add_window (snapshot, "weekly", 7 * 24 * 3600, 100);
  plim_snapshot_seal (snapshot);
  plim_account_update (account, snapshot, NULL, at);
}

/* (transfer none) (nullable): */
static PlimAccount *
find_received (Fixture *self, const char *label)
{
  plim_collectors_flush (self->collectors);
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self->received)); i++) {
    g_autoptr (PlimAccount) account = g_list_model_get_item (G_LIST_MODEL (self->received), i);

    if (g_str_equal (plim_account_get_label (account), label))
      return account; /* the list keeps it */
  }
  return NULL;
}

static void
assert_same (PlimAccount *sent, PlimAccount *received)
{
  PlimSnapshot *from = plim_account_get_snapshot (sent);
  PlimSnapshot *to = plim_account_get_snapshot (received);

  g_assert_cmpint (plim_account_get_status (received), ==, plim_account_get_status (sent));
  g_assert_cmpstr (plim_snapshot_get_plan (to), ==, plim_snapshot_get_plan (from));
  g_assert_cmpint (plim_snapshot_get_collected_at (to), ==, plim_snapshot_get_collected_at (from));
  g_assert_cmpuint (plim_snapshot_get_n_windows (to), ==, plim_snapshot_get_n_windows (from));
  for (guint i = 0; i < plim_snapshot_get_n_windows (from); i++) {
    const PlimUsageWindow *window = plim_snapshot_get_window (from, i);
    const PlimUsageWindow *other = plim_snapshot_find_window (to, window->id);

    g_assert_nonnull (other);
    g_assert_cmpstr (other->title, ==, window->title);
    g_assert_cmpint (other->length_s, ==, window->length_s);
    g_assert_cmpfloat (other->used_percent, ==, window->used_percent);
    g_assert_cmpint (other->resets_at, ==, window->resets_at);
    g_assert_cmpint (other->limit_reached, ==, window->limit_reached);
  }
}

static void
test_arrives_as_it_was_sent (Fixture *self, gconstpointer data)
{
  PlimAccount *codex = add_account (self, "11111111-2222-4333-8444-000000000001", "codex", "Work");
  PlimAccount *other =
      add_account (self, "11111111-2222-4333-8444-000000000002", "claude-web", "Home");

  poll (codex, 41.25, NOW - 10);
  poll (other, 7, NOW - 10);
  plim_test_wait (find_received (self, "Work") != NULL && find_received (self, "Home") != NULL);
  assert_same (codex, find_received (self, "Work"));
  assert_same (other, find_received (self, "Home"));
  g_assert_cmpstr (plim_account_get_provider_id (find_received (self, "Work")), ==, "codex");
  /* The integration knows no other provider. */
  g_assert_cmpstr (plim_account_get_provider_id (find_received (self, "Home")), ==, "unknown");
  poll (codex, 42, NOW - 5);
  plim_test_wait (plim_snapshot_get_collected_at (
                      plim_account_get_snapshot (find_received (self, "Work"))) == NOW - 5);
  assert_same (codex, find_received (self, "Work"));
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (self->received)), ==, 2);
}

static void
test_error_arrives_and_numbers_stay (Fixture *self, gconstpointer data)
{
  PlimAccount *account =
      add_account (self, "11111111-2222-4333-8444-000000000001", "codex", "Work");
  g_autoptr (GError) error =
      plim_error_new (PLIM_STATUS_NOT_AUTHENTICATED, PLIM_CAUSE_NONE, 0, "signed out");
  PlimAccount *received;

  poll (account, 41.25, NOW - 10);
  plim_test_wait ((received = find_received (self, "Work")) != NULL);
  plim_account_update (account, NULL, error, NOW - 5);
  plim_test_wait ((find_received (self, "Work"), plim_account_get_status (received)) ==
                  PLIM_STATUS_NOT_AUTHENTICATED);
  g_assert_cmpfloat (plim_snapshot_find_window (plim_account_get_snapshot (received), "session")
                         ->used_percent,
                     ==, 41.25);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  plim_test_start_watchdog ();
#define ADD(name, function)                                                                        \
  g_test_add ("/server/forward/" name, Fixture, NULL, set_up, function, tear_down)
  ADD ("arrives-as-it-was-sent", test_arrives_as_it_was_sent);
  ADD ("error-arrives-and-numbers-stay", test_error_arrives_and_numbers_stay);
  return g_test_run ();
}
