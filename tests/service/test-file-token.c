/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Another program's sign-in, from its file to the provider and back: with a provider that has one,
 * and without its program. */
#include "plim-credential-watch.h"
#include "plim-poller.h"

#include "plim-mock-provider.h"
#include "plim-providers.h"
#include "plim-settings.h"
#include "plim-test-clock.h"
#include "plim-test-secrets.h"
#include "plim-test-wait.h"

#include <errno.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define NOW ((gint64) 1795176000)
#define DAY_S (24 * 60 * 60)
#define USAGE "/backend-api/wham/usage"
#define FINE "{\"plan_type\": \"plus\"}"

typedef struct {
  char *folder;
  char *path;
  PlimMockProvider *mock;
  PlimFetcher *fetcher;
  PlimAccount *account;
  PlimSnapshot *snapshot;
  GError *error;
  GAsyncResult *result;
} Fixture;

static char *
make_token (const char *name, gint64 expires_at)
{
  g_autofree char *claims =
      g_strdup_printf ("{\"exp\": %" G_GINT64_FORMAT ", \"jti\": \"%s\"}", expires_at, name);
  g_autofree char *middle = g_base64_encode ((const guchar *) claims, strlen (claims));

  g_strdelimit (middle, "+", '-');
  g_strdelimit (middle, "/", '_');
  middle[strcspn (middle, "=")] = '\0';
  return g_strconcat ("eyJhbGciOiJub25lIn0.", middle, ".c2lnbmF0dXJl", NULL);
}

static void
write_text (Fixture *self, const char *text)
{
  g_autoptr (GError) error = NULL;

  g_file_set_contents (self->path, text, -1, &error); /* by rename, as programs do */
  g_assert_no_error (error);
}

/* Returns what the provider must see. */
static char *
write_sign_in (Fixture *self, const char *name, gint64 expires_at)
{
  g_autofree char *token = make_token (name, expires_at);
  g_autofree char *text = g_strdup_printf (
      "{\"OPENAI_API_KEY\": null, \"tokens\": {\"access_token\": \"%s\", \"refresh_token\": "
      "\"rt-made-up\", \"account_id\": \"acct-1\"}}",
      token);

  write_text (self, text);
  return g_strconcat ("Bearer ", token, NULL);
}

static void
set_path (Fixture *self, const char *path)
{
  g_autoptr (GHashTable) settings = g_hash_table_new (g_str_hash, g_str_equal);

  g_hash_table_insert (settings, (char *) "auth_file", (char *) path);
  plim_account_set_settings (self->account, settings);
}

static void
set_up (Fixture *self, gconstpointer data)
{
  g_autofree char *id = g_uuid_string_random ();
  g_autoptr (GError) error = NULL;

  self->folder = g_dir_make_tmp ("plimsoll-XXXXXX", &error);
  g_assert_no_error (error);
  self->path = g_build_filename (self->folder, "auth.json", NULL);
  self->mock = plim_mock_provider_new (NULL);
  self->fetcher = plim_fetcher_new ();
  plim_fetcher_set_settle (self->fetcher, 1);
  self->account = plim_account_new (id, "codex");
  plim_account_set_base_url (self->account, plim_mock_provider_get_origin (self->mock));
  plim_test_secrets_reset ();
  set_path (self, self->path);
}

static void
tear_down (Fixture *self, gconstpointer data)
{
  g_clear_object (&self->result);
  g_clear_pointer (&self->snapshot, plim_snapshot_unref);
  g_clear_error (&self->error);
  plim_test_settle ();
  g_assert_finalize_object (self->fetcher);
  g_assert_finalize_object (self->account);
  plim_mock_provider_free (self->mock);
  g_unlink (self->path);
  g_assert_cmpint (g_rmdir (self->folder), ==, 0);
  g_free (self->path);
  g_free (self->folder);
}

static void
begin (Fixture *self)
{
  g_clear_pointer (&self->snapshot, plim_snapshot_unref);
  g_clear_error (&self->error);
  plim_fetcher_fetch_async (self->fetcher, plim_providers_find ("codex"), self->account, NOW, FALSE,
                            NULL, plim_test_keep_result, &self->result);
}

static void
end (Fixture *self)
{
  plim_test_wait (self->result != NULL);
  self->snapshot = plim_fetcher_fetch_finish (self->fetcher, self->result, &self->error);
  g_clear_object (&self->result);
}

static void
fetch (Fixture *self)
{
  begin (self);
  end (self);
}

static void
assert_failed (Fixture *self, PlimStatus status, PlimCause cause)
{
  g_assert_error (self->error, PLIM_ERROR, (int) status);
  g_test_message ("%s", self->error->message);
  g_assert_cmpint (plim_error_get_cause (self->error), ==, cause);
  g_assert_null (strstr (self->error->message, "eyJ"));
}

static guint
count (Fixture *self)
{
  return plim_mock_provider_count (self->mock, NULL);
}

static void
test_token_is_sent (Fixture *self, gconstpointer data)
{
  g_autofree char *bearer = write_sign_in (self, "a", NOW + DAY_S);

  plim_mock_provider_add (self->mock, USAGE, 200, NULL, FINE);
  fetch (self);
  g_assert_no_error (self->error);
  g_assert_cmpstr (plim_mock_provider_get_header (self->mock, 0, "Authorization"), ==, bearer);
  g_assert_cmpstr (plim_mock_provider_get_header (self->mock, 0, "ChatGPT-Account-Id"), ==,
                   "acct-1");
  g_assert_cmpstr (plim_snapshot_get_plan (self->snapshot), ==, "Plus");
}

static void
test_folder_and_link_will_do (Fixture *self, gconstpointer data)
{
  g_autofree char *bearer = write_sign_in (self, "a", NOW + DAY_S);
  g_autofree char *link = g_build_filename (self->folder, "link", NULL);

  plim_mock_provider_add (self->mock, USAGE, 200, NULL, FINE);
  g_assert_cmpint (symlink (self->path, link), ==, 0);
  set_path (self, link);
  fetch (self);
  g_assert_no_error (self->error);
  set_path (self, self->folder);
  fetch (self);
  g_assert_no_error (self->error);
  g_assert_cmpuint (count (self), ==, 2);
  g_assert_cmpstr (plim_mock_provider_get_header (self->mock, 1, "Authorization"), ==, bearer);
  g_unlink (link);
}

static void
test_without_consent_nothing_is_read (Fixture *self, gconstpointer data)
{
  g_autofree char *bearer = write_sign_in (self, "a", NOW + DAY_S);

  g_assert_nonnull (bearer);
  set_path (self, "");
  fetch (self);
  assert_failed (self, PLIM_STATUS_NOT_AUTHENTICATED, PLIM_CAUSE_SECRET_MISSING);
  g_assert_cmpuint (count (self), ==, 0);
}

static void
test_token_that_ended_is_not_sent (Fixture *self, gconstpointer data)
{
  g_autofree char *bearer = write_sign_in (self, "a", NOW + 60);

  g_assert_nonnull (bearer);
  fetch (self);
  assert_failed (self, PLIM_STATUS_NOT_AUTHENTICATED, PLIM_CAUSE_SIGN_IN_EXPIRED);
  g_assert_nonnull (strstr (self->error->message, self->path));
  g_assert_nonnull (strstr (self->error->message, "“codex”"));
  g_assert_cmpuint (count (self), ==, 0);
}

static void
test_refused_token_is_sent_once (Fixture *self, gconstpointer data)
{
  g_autofree char *old = write_sign_in (self, "a", NOW + DAY_S);
  g_autofree char *renewed = NULL;

  g_assert_nonnull (old);
  plim_mock_provider_add (self->mock, USAGE, 401, NULL, "{}");
  plim_mock_provider_add (self->mock, USAGE, 200, NULL, FINE);
  for (guint i = 0; i < 3; i++) {
    fetch (self);
    assert_failed (self, PLIM_STATUS_NOT_AUTHENTICATED, PLIM_CAUSE_SIGN_IN_MISSING);
    g_assert_cmpuint (count (self), ==, 1);
  }
  renewed = write_sign_in (self, "b", NOW + DAY_S);
  fetch (self);
  g_assert_no_error (self->error);
  g_assert_cmpuint (count (self), ==, 2);
  g_assert_cmpstr (plim_mock_provider_get_header (self->mock, 1, "Authorization"), ==, renewed);
}

static void
test_token_that_changed_meanwhile_is_tried_once (Fixture *self, gconstpointer data)
{
  g_autofree char *first = write_sign_in (self, "a", NOW + DAY_S);
  g_autofree char *second = NULL;
  g_autofree char *third = NULL;

  g_assert_nonnull (first);
  plim_mock_provider_add (self->mock, USAGE, 401, NULL, "{}");
  plim_mock_provider_add (self->mock, USAGE, 200, NULL, FINE);
  plim_mock_provider_add (self->mock, USAGE, 401, NULL, "{}");
  begin (self);
  plim_test_wait (count (self) == 1);
  second = write_sign_in (self, "b", NOW + DAY_S);
  end (self);
  g_assert_no_error (self->error);
  g_assert_cmpstr (plim_mock_provider_get_header (self->mock, 1, "Authorization"), ==, second);

  begin (self);
  plim_test_wait (count (self) == 3);
  third = write_sign_in (self, "c", NOW + DAY_S);
  end (self);
  g_assert_nonnull (third);
  assert_failed (self, PLIM_STATUS_NOT_AUTHENTICATED, PLIM_CAUSE_SIGN_IN_MISSING);
  g_assert_cmpuint (count (self), ==, 4);
}

static void
test_half_written_file_is_read_again (Fixture *self, gconstpointer data)
{
  g_autofree char *bearer = NULL;

  plim_mock_provider_add (self->mock, USAGE, 200, NULL, FINE);
  write_text (self, "{\"tokens\": {\"access_tok");
  fetch (self);
  assert_failed (self, PLIM_STATUS_INVALID_RESPONSE, PLIM_CAUSE_NONE);
  g_assert_cmpuint (count (self), ==, 0);

  plim_fetcher_set_settle (self->fetcher, 200);
  begin (self);
  plim_test_settle ();
  bearer = write_sign_in (self, "a", NOW + DAY_S);
  end (self);
  g_assert_no_error (self->error);
  g_assert_cmpstr (plim_mock_provider_get_header (self->mock, 0, "Authorization"), ==, bearer);
}

static void
test_what_a_missing_sign_in_means (Fixture *self, gconstpointer data)
{
  g_autofree char *config = g_build_filename (self->folder, "config.toml", NULL);

  fetch (self);
  assert_failed (self, PLIM_STATUS_NOT_AUTHENTICATED, PLIM_CAUSE_SIGN_IN_MISSING);
  write_text (self, "{\"tokens\": {\"access_token\": \"\"}}");
  fetch (self);
  assert_failed (self, PLIM_STATUS_NOT_AUTHENTICATED, PLIM_CAUSE_SIGN_IN_MISSING);
  write_text (self, "{\"auth_mode\": \"apikey\", \"OPENAI_API_KEY\": \"sk-1\", \"tokens\": null}");
  fetch (self);
  assert_failed (self, PLIM_STATUS_MISCONFIGURED, PLIM_CAUSE_NO_PLAN);
  g_unlink (self->path);
  g_assert_true (
      g_file_set_contents (config, "cli_auth_credentials_store = 'keyring'\n", -1, NULL));
  fetch (self);
  assert_failed (self, PLIM_STATUS_MISCONFIGURED, PLIM_CAUSE_SIGN_IN_UNREADABLE);
  g_assert_cmpuint (count (self), ==, 0);
  g_unlink (config);
}

static void
test_what_is_no_readable_file (Fixture *self, gconstpointer data)
{
  g_autofree char *large = g_strnfill (1024 * 1024 + 1, ' ');
  gboolean is_root = geteuid () == 0;

  write_text (self, large);
  fetch (self);
  assert_failed (self, PLIM_STATUS_MISCONFIGURED, PLIM_CAUSE_SIGN_IN_UNREADABLE);
  g_unlink (self->path);
  g_assert_cmpint (mkfifo (self->path, 0600), ==, 0);
  fetch (self);
  assert_failed (self, PLIM_STATUS_MISCONFIGURED, PLIM_CAUSE_SIGN_IN_UNREADABLE);
  g_unlink (self->path);
  if (is_root) {
    write_text (self, "{}");
    g_assert_cmpint (chown (self->path, 12345, (gid_t) -1), ==, 0);
  } else {
    write_text (self, "{}");
    g_assert_cmpint (g_chmod (self->path, 0), ==, 0);
  }
  fetch (self);
  assert_failed (self, PLIM_STATUS_MISCONFIGURED, PLIM_CAUSE_SIGN_IN_UNREADABLE);
  g_assert_cmpuint (count (self), ==, 0);
}

/* With a poller. */

typedef struct {
  GListStore *accounts;
  GSettings *settings;
  PlimTestClock *clock;
  PlimPoller *poller;
  guint n_polled;
} Polling;

static void
on_polled (PlimPoller *poller, PlimAccount *account, Polling *polling)
{
  polling->n_polled++;
}

static void
polling_begin (Polling *polling, Fixture *self)
{
  polling->accounts = g_list_store_new (PLIM_TYPE_ACCOUNT);
  polling->settings = g_settings_new (PLIM_SETTINGS_SCHEMA);
  polling->clock = plim_test_clock_new (NOW);
  polling->poller = plim_poller_new (G_LIST_MODEL (polling->accounts), self->fetcher,
                                     PLIM_CLOCK (polling->clock), NULL, polling->settings);
  g_signal_connect (polling->poller, "polled", G_CALLBACK (on_polled), polling);
  g_list_store_append (polling->accounts, self->account);
}

static void
polling_end (Polling *polling)
{
  g_assert_finalize_object (polling->poller);
  g_list_store_remove_all (polling->accounts);
  g_assert_finalize_object (polling->accounts);
  g_assert_finalize_object (polling->clock);
  g_clear_object (&polling->settings);
}

static void
assert_untouched (Fixture *self, const struct stat *before, const char *text)
{
  g_autofree char *content = NULL;
  struct stat after;

  g_assert_cmpint (stat (self->path, &after), ==, 0);
  g_assert_cmpuint (after.st_ino, ==, before->st_ino);
  g_assert_cmpuint (after.st_mode, ==, before->st_mode);
  g_assert_cmpuint (after.st_nlink, ==, before->st_nlink);
  g_assert_cmpint (after.st_mtim.tv_sec, ==, before->st_mtim.tv_sec);
  g_assert_cmpint (after.st_mtim.tv_nsec, ==, before->st_mtim.tv_nsec);
  g_assert_cmpint (after.st_ctim.tv_nsec, ==, before->st_ctim.tv_nsec);
  g_assert_cmpint (after.st_atim.tv_nsec, ==, before->st_atim.tv_nsec);
  g_assert_true (g_file_get_contents (self->path, &content, NULL, NULL));
  g_assert_cmpstr (content, ==, text);
}

/* Nor is anything put beside it. */
static void
assert_alone (Fixture *self)
{
  g_autoptr (GDir) folder = g_dir_open (self->folder, 0, NULL);

  g_assert_nonnull (folder);
  g_assert_cmpstr (g_dir_read_name (folder), ==, "auth.json");
  g_assert_null (g_dir_read_name (folder));
}

static void
test_file_is_untouched_after_a_week (Fixture *self, gconstpointer data)
{
  g_autofree char *bearer = write_sign_in (self, "a", NOW + 4 * DAY_S);
  g_autofree char *text = NULL;
  guint n_sent_before_end = 0;
  struct stat before;
  Polling polling = { NULL };

  g_assert_nonnull (bearer);
  g_assert_true (g_file_get_contents (self->path, &text, NULL, NULL));
  g_assert_cmpint (stat (self->path, &before), ==, 0);
  plim_mock_provider_add (self->mock, USAGE, 200, NULL, FINE);
  plim_account_set_interval (self->account, 30 * 60);
  polling_begin (&polling, self);
  plim_poller_start (polling.poller);
  plim_test_wait (polling.n_polled == 1);
  while (plim_clock_get_now (PLIM_CLOCK (polling.clock)) < NOW + 7 * DAY_S) {
    guint n_polled = polling.n_polled;

    plim_test_clock_ring (polling.clock);
    plim_test_wait (polling.n_polled == n_polled + 1);
    if (plim_account_get_status (self->account) == PLIM_STATUS_OK)
      n_sent_before_end = count (self);
  }
  g_assert_cmpint (plim_account_get_cause (self->account), ==, PLIM_CAUSE_SIGN_IN_EXPIRED);
  g_assert_cmpuint (n_sent_before_end, >, 100);
  g_assert_cmpuint (count (self), ==, n_sent_before_end);
  g_assert_cmpuint (polling.n_polled, >, n_sent_before_end + 100);
  assert_untouched (self, &before, text);
  assert_alone (self);
  polling_end (&polling);
}

static void
test_renewed_file_is_read_soon (Fixture *self, gconstpointer data)
{
  g_autofree char *old = write_sign_in (self, "a", NOW - DAY_S);
  g_autofree char *bearer = NULL;
  PlimCredentialWatch *watch;
  Polling polling = { NULL };

  g_assert_nonnull (old);
  plim_mock_provider_add (self->mock, USAGE, 200, NULL, FINE);
  polling_begin (&polling, self);
  watch = plim_credential_watch_new (G_LIST_MODEL (polling.accounts), polling.poller);
  plim_credential_watch_set_settle (watch, 1);
  g_assert_cmpuint (plim_credential_watch_get_n_folders (watch), ==, 1);
  plim_poller_start (polling.poller);
  plim_test_wait (polling.n_polled == 1);
  g_assert_cmpint (plim_account_get_cause (self->account), ==, PLIM_CAUSE_SIGN_IN_EXPIRED);

  /* Nothing was sent, so there is nothing to wait for. */
  bearer = write_sign_in (self, "b", NOW + DAY_S);
  plim_test_wait (count (self) == 1);
  plim_test_wait (plim_account_get_status (self->account) == PLIM_STATUS_OK);
  g_assert_cmpstr (plim_mock_provider_get_header (self->mock, 0, "Authorization"), ==, bearer);

  /* Now the provider's minimum counts. */
  g_free (write_sign_in (self, "c", NOW + DAY_S));
  plim_test_wait (plim_account_get_next_poll_at (self->account) == NOW + 60);
  g_assert_cmpuint (count (self), ==, 1);

  set_path (self, "");
  g_assert_cmpuint (plim_credential_watch_get_n_folders (watch), ==, 0);
  g_assert_finalize_object (watch);
  polling_end (&polling);
}

static void
test_missing_folder_is_looked_for (Fixture *self, gconstpointer data)
{
  g_autofree char *folder = g_build_filename (self->folder, "later", NULL);
  g_autofree char *path = g_build_filename (folder, "auth.json", NULL);
  PlimCredentialWatch *watch;
  Polling polling = { NULL };

  set_path (self, path);
  polling_begin (&polling, self);
  watch = plim_credential_watch_new (G_LIST_MODEL (polling.accounts), polling.poller);
  g_assert_cmpuint (plim_credential_watch_get_n_folders (watch), ==, 0);
  plim_poller_start (polling.poller);
  plim_test_wait (polling.n_polled == 1);
  g_assert_cmpint (g_mkdir (folder, 0700), ==, 0);
  plim_test_clock_ring (polling.clock);
  plim_test_wait (polling.n_polled == 2);
  g_assert_cmpuint (plim_credential_watch_get_n_folders (watch), ==, 1);
  g_assert_cmpint (g_rmdir (folder), ==, 0);
  plim_test_wait (plim_credential_watch_get_n_folders (watch) == 0);
  g_assert_finalize_object (watch);
  polling_end (&polling);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  plim_test_start_watchdog ();
#define ADD(name, function)                                                                        \
  g_test_add ("/service/file-token/" name, Fixture, NULL, set_up, function, tear_down)
  ADD ("token-is-sent", test_token_is_sent);
  ADD ("folder-and-link-will-do", test_folder_and_link_will_do);
  ADD ("without-consent-nothing-is-read", test_without_consent_nothing_is_read);
  ADD ("token-that-ended-is-not-sent", test_token_that_ended_is_not_sent);
  ADD ("refused-token-is-sent-once", test_refused_token_is_sent_once);
  ADD ("token-that-changed-meanwhile-is-tried-once",
       test_token_that_changed_meanwhile_is_tried_once);
  ADD ("half-written-file-is-read-again", test_half_written_file_is_read_again);
  ADD ("what-a-missing-sign-in-means", test_what_a_missing_sign_in_means);
  ADD ("what-is-no-readable-file", test_what_is_no_readable_file);
  ADD ("file-is-untouched-after-a-week", test_file_is_untouched_after_a_week);
  ADD ("renewed-file-is-read-soon", test_renewed_file_is_read_soon);
  ADD ("missing-folder-is-looked-for", test_missing_folder_is_looked_for);
  return g_test_run ();
}
