/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "plim-forwarder.h"

#include "plim-account.h"
#include "plim-forward-json.h"
#include "plim-mock-provider.h"
#include "plim-payload.h"
#include "plim-post-url.h"
#include "plim-settings.h"
#include "plim-test-secrets.h"
#include "plim-test-wait.h"

#include <string.h>

#define NOW 1795176000
#define ID "11111111-2222-4333-8444-555555555555"
#define PATH "/api/webhook/secret"

typedef struct {
  GSettings *settings;
  GListStore *accounts;
  PlimAccount *account;
  PlimMockProvider *mock;
  PlimForwarder *forwarder;
} Fixture;

static PlimUsageWindow *
add_window (PlimSnapshot *snapshot, const char *id, gint64 length_s, double percent)
{
  PlimUsageWindow *window = plim_snapshot_add_window (snapshot, id, PLIM_WINDOW_ROLLING);

  window->title = g_strdup ("Session (5 h)");
  window->length_s = length_s;
  window->used_percent = percent;
  window->resets_at = NOW + 3600;
  return window;
}

static PlimSnapshot *
make_snapshot (double percent)
{
  PlimSnapshot *snapshot = plim_snapshot_new (NOW);

  plim_snapshot_set_plan (snapshot, "Pro");
  add_window (snapshot, "session", 5 * 3600, percent);
  add_window (snapshot, "weekly", 7 * 24 * 3600, 130)->limit_reached = TRUE;
  plim_snapshot_add_window (snapshot, "credits", PLIM_WINDOW_BALANCE)->remaining = 12;
  plim_snapshot_seal (snapshot);
  return snapshot;
}

static void
poll (Fixture *self, double percent, gint64 now)
{
  g_autoptr (PlimSnapshot) snapshot = make_snapshot (percent);

  plim_account_update (self->account, snapshot, NULL, now);
}

static void
set_up (Fixture *self, gconstpointer data)
{
  g_autofree char *address = NULL;
  const char *const all[] = { PLIM_FORWARDER_ALL, NULL };

  plim_test_secrets_reset ();
  self->settings = g_settings_new (PLIM_SETTINGS_SCHEMA);
  self->accounts = g_list_store_new (PLIM_TYPE_ACCOUNT);
  self->account = plim_account_new (ID, "claude-web");
  plim_account_set_label (self->account, "Work");
  plim_account_set_enabled (self->account, TRUE);
  g_list_store_append (self->accounts, self->account);
  self->mock = plim_mock_provider_new (NULL);
  address = g_strconcat (plim_mock_provider_get_origin (self->mock), PATH, NULL);
  plim_test_secrets_set (PLIM_POST_FORWARD, PLIM_POST_FIELD, address);
  g_settings_set_strv (self->settings, PLIM_SETTINGS_FORWARD_ACCOUNTS, all);
  self->forwarder = plim_forwarder_new (G_LIST_MODEL (self->accounts), self->settings, 20);
}

static void
tear_down (Fixture *self, gconstpointer data)
{
  g_object_run_dispose (G_OBJECT (self->forwarder));
  plim_test_settle ();
  g_object_unref (self->forwarder);
  g_settings_reset (self->settings, PLIM_SETTINGS_FORWARD_ACCOUNTS);
  g_object_unref (self->settings);
  g_object_unref (self->accounts);
  g_object_unref (self->account);
  plim_mock_provider_free (self->mock);
}

static guint
count (Fixture *self)
{
  return plim_mock_provider_count (self->mock, PATH);
}

/* (transfer full): what our own receiver makes of it */
static PlimPayload *
receive (const char *json)
{
  static const char *const providers[] = { NULL };
  g_autoptr (GBytes) body = g_bytes_new (json, strlen (json));
  PlimPayload *payload = plim_payload_read (body, providers, NOW + 10);

  g_test_message ("%s: %s", json, payload->message != NULL ? payload->message : "taken");
  g_assert_true (plim_payload_is_accepted (payload));
  return payload;
}

static void
wait_for_status (Fixture *self, gboolean is_sent)
{
  gboolean has_problem = is_sent;

  while (has_problem == is_sent) {
    g_autoptr (GVariant) list = g_variant_ref_sink (plim_forwarder_get_status (self->forwarder));
    g_autoptr (GVariant) state = g_variant_get_child_value (list, 0);
    const char *problem = "";
    gint64 sent_at = 0;

    g_variant_lookup (state, "problem", "&s", &problem);
    g_variant_lookup (state, "sent_at", "x", &sent_at);
    has_problem = problem[0] != '\0' || (is_sent && sent_at == 0);
    if (has_problem == is_sent)
      g_main_context_iteration (NULL, TRUE);
  }
}

static void
test_our_own_receiver_takes_it_as_it_was (Fixture *self, gconstpointer data)
{
  g_autoptr (PlimPayload) payload = NULL;
  const PlimPayloadWindow *first, *second;

  plim_mock_provider_add (self->mock, PATH, 200, NULL, "{\"ok\": true}");
  poll (self, 57.25, NOW);
  wait_for_status (self, TRUE);
  g_assert_cmpuint (count (self), ==, 1);
  payload = receive (plim_mock_provider_get_body (self->mock, 0));
  g_assert_cmpint (payload->ingest_status, ==, PLIM_INGEST_OK);
  g_assert_cmpstr (payload->provider, ==, "unknown");
  g_assert_cmpstr (payload->label, ==, "Work");
  g_assert_cmpstr (payload->plan, ==, "Pro");
  g_assert_cmpstr (payload->status_word, ==, "ok");
  g_assert_cmpint (payload->collected_at, ==, NOW);
  /* The balance has no length: it would be refused. */
  g_assert_cmpuint (payload->windows->len, ==, 2);
  first = g_ptr_array_index (payload->windows, 0);
  second = g_ptr_array_index (payload->windows, 1);
  g_assert_cmpstr (first->id, ==, "session");
  g_assert_cmpint (first->length_s, ==, 5 * 3600);
  g_assert_cmpfloat (first->used_percent, ==, 57.25);
  g_assert_cmpint (first->resets_at, ==, NOW + 3600);
  g_assert_false (first->limit_reached);
  g_assert_cmpfloat (second->used_percent, ==, 100);
  g_assert_true (second->limit_reached);
}

static void
test_a_failed_poll_brings_the_last_windows (Fixture *self, gconstpointer data)
{
  static const struct {
    PlimStatus status;
    const char *word;
  } rows[] = {
    { PLIM_STATUS_NOT_AUTHENTICATED, "not_authenticated" },
    { PLIM_STATUS_MISCONFIGURED, "unknown_error" },
    { PLIM_STATUS_RATE_LIMITED, "rate_limited" },
    { PLIM_STATUS_PROVIDER_UNAVAILABLE, "provider_unavailable" },
    { PLIM_STATUS_INVALID_RESPONSE, "parse_error" },
  };

  poll (self, 57, NOW);
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autoptr (GError) error =
        g_error_new (PLIM_ERROR, (int) rows[i].status, "key sk-0123456789abcdef refused");
    g_autoptr (PlimPayload) payload = NULL;
    g_autofree char *json = NULL;

    plim_account_update (self->account, NULL, error, NOW + 5);
    json = plim_forward_dup_payload (self->account, "1");
    payload = receive (json);
    g_assert_cmpstr (payload->status_word, ==, rows[i].word);
    g_assert_cmpint (payload->collected_at, ==, NOW + 5);
    g_assert_cmpuint (payload->windows->len, ==, 2);
    g_assert_null (strstr (json, "0123456789abcdef"));
  }
}

static void
test_what_would_be_refused_is_not_sent (Fixture *self, gconstpointer data)
{
  g_autoptr (GError) offline = g_error_new_literal (PLIM_ERROR, PLIM_STATUS_OFFLINE, "offline");
  g_autoptr (PlimSnapshot) balance = plim_snapshot_new (NOW);
  g_autofree char *sent = NULL;

  g_assert_null (plim_forward_dup_payload (self->account, "1"));
  plim_snapshot_add_window (balance, "credits", PLIM_WINDOW_BALANCE)->remaining = 12;
  plim_snapshot_seal (balance);
  plim_account_update (self->account, balance, NULL, NOW);
  g_assert_null (plim_forward_dup_payload (self->account, "1"));
  poll (self, 10, NOW + 1);
  sent = plim_forward_dup_payload (self->account, "1");
  g_assert_nonnull (sent);
  plim_account_update (self->account, NULL, offline, NOW + 2);
  g_assert_null (plim_forward_dup_payload (self->account, "1"));
}

static void
test_a_failure_is_tried_again_with_the_newest (Fixture *self, gconstpointer data)
{
  const PlimPayloadWindow *window;
  g_autoptr (PlimPayload) payload = NULL;

  plim_mock_provider_add (self->mock, PATH, 500, NULL, "{}");
  plim_mock_provider_add (self->mock, PATH, 200, NULL, ""); /* a wrong id is answered so */
  plim_mock_provider_add (self->mock, PATH, 200, NULL, "{\"ok\": false}");
  plim_mock_provider_add (self->mock, PATH, 200, NULL, "{\"ok\": true}");
  poll (self, 57, NOW);
  wait_for_status (self, FALSE);
  wait_for_status (self, TRUE);
  g_assert_cmpuint (count (self), ==, 4);
  poll (self, 58, NOW + 60);
  plim_test_wait (count (self) == 5);
  payload = receive (plim_mock_provider_get_body (self->mock, 4));
  window = g_ptr_array_index (payload->windows, 0);
  g_assert_cmpfloat (window->used_percent, ==, 58);
}

static char *
dup_cause (Fixture *self)
{
  g_autoptr (GVariant) list = g_variant_ref_sink (plim_forwarder_get_status (self->forwarder));
  g_autoptr (GVariant) state = g_variant_get_child_value (list, 0);
  char *cause = NULL;

  g_variant_lookup (state, "cause", "s", &cause);
  return cause;
}

static void
test_why_it_is_not_taken_is_told (Fixture *self, gconstpointer data)
{
  static const struct {
    guint status;
    const char *body;
    const char *cause;
  } rows[] = {
    { 500, "", "server" },
    { 404, "", "wrong" },
    { 410, "", "wrong" },
    { 401, "", "refused" },
    { 302, "", "moved" },
    { 200, "", "wrong" },
    { 200, "{\"ok\": false}", "refused" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    plim_mock_provider_add (self->mock, PATH, rows[i].status, NULL, rows[i].body);
  plim_mock_provider_add (self->mock, PATH, 200, NULL, "{\"ok\": true}");
  poll (self, 57, NOW);
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autofree char *cause = NULL;

    while (g_strcmp0 (cause, rows[i].cause) != 0) {
      g_main_context_iteration (NULL, TRUE);
      g_free (cause);
      cause = dup_cause (self);
    }
  }
  wait_for_status (self, TRUE);
  g_assert_null (dup_cause (self));
}

/* Who sets another address must not read about the old one. */
static void
test_sending_now_forgets_the_last_failure (Fixture *self, gconstpointer data)
{
  g_autofree char *before = NULL;

  plim_mock_provider_add (self->mock, PATH, 404, NULL, "");
  poll (self, 57, NOW);
  wait_for_status (self, FALSE);
  before = dup_cause (self);
  g_assert_cmpstr (before, ==, "wrong");
  plim_forwarder_send_all (self->forwarder);
  g_assert_null (dup_cause (self));
}

static void
test_a_sample_that_comes_meanwhile_is_sent_next (Fixture *self, gconstpointer data)
{
  g_autoptr (PlimPayload) payload = NULL;
  const PlimPayloadWindow *window;

  plim_mock_provider_add (self->mock, PATH, 200, NULL, "{\"ok\": true}");
  plim_mock_provider_hang (self->mock, PATH);
  poll (self, 10, NOW);
  plim_test_wait (plim_mock_provider_get_n_waiting (self->mock) == 1);
  poll (self, 20, NOW + 1);
  poll (self, 30, NOW + 2);
  plim_test_settle ();
  g_assert_cmpuint (count (self), ==, 1);
  plim_mock_provider_release (self->mock);
  plim_test_wait (count (self) == 2);
  payload = receive (plim_mock_provider_get_body (self->mock, 1));
  window = g_ptr_array_index (payload->windows, 0);
  g_assert_cmpfloat (window->used_percent, ==, 30);
}

static void
test_only_chosen_accounts_are_sent (Fixture *self, gconstpointer data)
{
  const char *const other[] = { "99999999-2222-4333-8444-555555555555", NULL };
  g_autoptr (GVariant) list = NULL;

  plim_mock_provider_add (self->mock, PATH, 200, NULL, "{\"ok\": true}");
  g_settings_set_strv (self->settings, PLIM_SETTINGS_FORWARD_ACCOUNTS, other);
  poll (self, 10, NOW);
  plim_test_settle ();
  g_assert_cmpuint (count (self), ==, 0);
  list = g_variant_ref_sink (plim_forwarder_get_status (self->forwarder));
  g_assert_cmpuint (g_variant_n_children (list), ==, 0);
}

static void
test_addresses_near_may_be_plain (void)
{
  static const char *const good[] = {
    "https://example.com/hook",    "https://example.com:8443/a?b=c",
    "http://127.0.0.1:8123/x",     "http://localhost/x",
    "http://homeassistant:8123/x", "http://homeassistant.local:8123/x",
    "http://192.168.1.5/x",        "http://10.0.0.2/x",
    "http://[fd00::1]/x",          "http://[::1]/x",
  };
  static const char *const bad[] = {
    "",
    "example.com",
    "ftp://example.com/",
    "http://example.com/hook",
    "http://8.8.8.8/x",
    "http://[2001:db8::1]/x",
    "https://user:word@example.com/",
    "https://exa mple.com/",
    "https:///path",
    "file:///etc/passwd",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (good); i++) {
    g_autoptr (GError) error = NULL;
    g_autoptr (GUri) uri = plim_post_url_parse (good[i], &error);

    g_assert_no_error (error);
    g_assert_nonnull (uri);
  }
  for (gsize i = 0; i < G_N_ELEMENTS (bad); i++) {
    g_autoptr (GError) error = NULL;

    g_test_message ("%s", bad[i]);
    g_assert_null (plim_post_url_parse (bad[i], &error));
    g_assert_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT);
  }
}

int
main (int argc, char **argv)
{
  static const struct {
    const char *name;
    void (*test) (Fixture *, gconstpointer);
  } tests[] = {
    { "our-own-receiver-takes-it-as-it-was", test_our_own_receiver_takes_it_as_it_was },
    { "a-failed-poll-brings-the-last-windows", test_a_failed_poll_brings_the_last_windows },
    { "what-would-be-refused-is-not-sent", test_what_would_be_refused_is_not_sent },
    { "a-failure-is-tried-again-with-the-newest", test_a_failure_is_tried_again_with_the_newest },
    { "why-it-is-not-taken-is-told", test_why_it_is_not_taken_is_told },
    { "sending-now-forgets-the-last-failure", test_sending_now_forgets_the_last_failure },
    { "a-sample-that-comes-meanwhile-is-sent-next",
      test_a_sample_that_comes_meanwhile_is_sent_next },
    { "only-chosen-accounts-are-sent", test_only_chosen_accounts_are_sent },
  };

  g_test_init (&argc, &argv, NULL);
  plim_test_start_watchdog ();
  for (gsize i = 0; i < G_N_ELEMENTS (tests); i++) {
    g_autofree char *path = g_strconcat ("/forwarder/", tests[i].name, NULL);

    g_test_add (path, Fixture, NULL, set_up, tests[i].test, tear_down);
  }
  g_test_add_func ("/forwarder/addresses-near-may-be-plain", test_addresses_near_may_be_plain);
  return g_test_run ();
}
