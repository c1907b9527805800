/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "plim-hooks.h"

#include "plim-hook-run.h"
#include "plim-json.h"
#include "plim-mock-provider.h"
#include "plim-post-problem.h"
#include "plim-post-url.h"
#include "plim-settings.h"
#include "plim-test-network.h"
#include "plim-test-notifier.h"
#include "plim-test-secrets.h"
#include "plim-test-wait.h"

#include <glib/gstdio.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>

#define NOW 1795176000
#define ID "11111111-2222-4333-8444-555555555555"

typedef struct {
  PlimTestNotifier base;
  PlimHooks *hooks;
  PlimMockProvider *mock;
  PlimAccount *account;
  char *folder;
  char *file; /* where the command writes */
} Fixture;

static void
set_up (Fixture *self, gconstpointer data)
{
  plim_test_notifier_begin (&self->base, NULL, NOW, NULL, NULL);
  self->hooks = plim_hooks_new (self->base.notifier, self->base.settings, PLIM_HOOKS_TIMEOUT_MS);
  self->mock = plim_mock_provider_new (NULL);
  self->account = plim_account_new (ID, "demo");
  plim_account_set_label (self->account, "Work");
  plim_account_set_enabled (self->account, TRUE);
  self->folder = g_dir_make_tmp ("plim-hooks-XXXXXX", NULL);
  self->file = g_build_filename (self->folder, "written", NULL);
  plim_test_secrets_reset ();
}

static void
tear_down (Fixture *self, gconstpointer data)
{
  plim_test_wait (plim_hooks_get_n_running (self->hooks) == 0);
  g_settings_reset (self->base.settings, PLIM_SETTINGS_HOOK_COMMAND);
  g_settings_reset (self->base.settings, PLIM_SETTINGS_HOOK_POST);
  g_settings_reset (self->base.settings, PLIM_SETTINGS_HOOK_EVENTS);
  g_settings_reset (self->base.settings, PLIM_SETTINGS_NOTIFY_LIMITS);
  g_assert_finalize_object (self->hooks);
  plim_test_notifier_end (&self->base);
  g_assert_finalize_object (self->account);
  plim_mock_provider_free (self->mock);
  g_unlink (self->file);
  g_rmdir (self->folder);
  g_free (self->file);
  g_free (self->folder);
}

/* As after a poll that read so much. */
static void
read_percent (Fixture *self, double percent, gint64 resets_at)
{
  gint64 now = plim_clock_get_now (PLIM_CLOCK (self->base.clock));
  g_autoptr (PlimSnapshot) snapshot = plim_snapshot_new (now);
  PlimUsageWindow *window = plim_snapshot_add_window (snapshot, "session", PLIM_WINDOW_ROLLING);

  window->title = g_strdup ("Session (5 h)");
  window->used_percent = percent;
  window->resets_at = resets_at;
  plim_snapshot_seal (snapshot);
  plim_account_update (self->account, snapshot, NULL, now);
  plim_notifier_observe (self->base.notifier, self->account);
}

/* A command that writes what it is told; it is one word with a space, which no shell splits. */
static void
set_command (Fixture *self, const char *script)
{
  const char *const argv[] = { "sh", "-c", script, "two words", self->file, NULL };

  g_settings_set_strv (self->base.settings, PLIM_SETTINGS_HOOK_COMMAND, argv);
}

static char *
wait_for_file (Fixture *self)
{
  char *text = NULL;

  plim_test_wait (g_file_get_contents (self->file, &text, NULL, NULL) && strchr (text, '\n'));
  return text;
}

static void
test_nothing_is_run_by_default (Fixture *self, gconstpointer data)
{
  read_percent (self, 10, NOW + 3600);
  read_percent (self, 95, NOW + 3600);
  g_assert_cmpuint (plim_hooks_get_n_running (self->hooks), ==, 0);
}

static void
test_a_threshold_runs_the_command (Fixture *self, gconstpointer data)
{
  g_autofree char *text = NULL;

  set_command (self, "printf '%s|' \"$0\" \"$PLIMSOLL_EVENT\" \"$PLIMSOLL_LABEL\" "
                     "\"$PLIMSOLL_ACCOUNT\" \"$PLIMSOLL_PROVIDER\" \"$PLIMSOLL_WINDOW\" "
                     "\"$PLIMSOLL_TITLE\" \"$PLIMSOLL_LEVEL\" \"$PLIMSOLL_USED_PERCENT\" "
                     "\"$PLIMSOLL_RESETS_AT\" \"$PLIMSOLL_STATUS\" >\"$1.new\"; echo >>\"$1.new\"; "
                     "mv \"$1.new\" \"$1\"");
  /* Also where the user wants no notification. */
  g_settings_set_boolean (self->base.settings, PLIM_SETTINGS_NOTIFY_LIMITS, FALSE);
  read_percent (self, 10, NOW + 3600);
  g_assert_cmpuint (plim_hooks_get_n_running (self->hooks), ==, 0);
  read_percent (self, 95.5, NOW + 3600);
  text = wait_for_file (self);
  g_assert_cmpstr (text, ==,
                   "two words|threshold|Work|" ID "|demo|session|Session (5 h)|critical|95.50|"
                   "2026-11-20T13:00:00Z|ok|\n");
}

static void
test_a_reset_and_a_lost_sign_in_are_told (Fixture *self, gconstpointer data)
{
  g_autoptr (GError) error = g_error_new_literal (PLIM_ERROR, PLIM_STATUS_NOT_AUTHENTICATED, "401");
  g_autofree char *text = NULL;

  read_percent (self, 60, NOW + 3600);
  set_command (self, "echo \"$PLIMSOLL_EVENT $PLIMSOLL_USED_PERCENT\" >>\"$1\"");
  plim_test_clock_advance (self->base.clock, 3700);
  read_percent (self, 1, NOW + 4 * 3600);
  g_assert_cmpuint (plim_hooks_get_n_running (self->hooks), ==, 1);
  plim_test_wait (plim_hooks_get_n_running (self->hooks) == 0);
  plim_account_update (self->account, NULL, error, NOW + 3800);
  for (int i = 0; i < 3; i++)
    plim_notifier_observe (self->base.notifier, self->account);
  plim_test_wait (plim_hooks_get_n_running (self->hooks) == 0);
  plim_notifier_tell_stopped (self->base.notifier, self->account);
  plim_test_wait (plim_hooks_get_n_running (self->hooks) == 0);
  text = wait_for_file (self);
  g_assert_cmpstr (text, ==, "reset 1.00\nsign-in-expired \ncollector-stopped \n");
}

/* Also where the user wants no notification, which is the default. */
static void
test_a_projection_is_told_once_until_the_reset (Fixture *self, gconstpointer data)
{
  g_autofree char *text = NULL;

  read_percent (self, 10, NOW + 3600);
  set_command (self, "echo \"$PLIMSOLL_EVENT $PLIMSOLL_USED_PERCENT $PLIMSOLL_RUNS_OUT_AT\" "
                     ">>\"$1\"");
  plim_test_foretell (self->account, "session", PLIM_VERDICT_RUNS_OUT, NOW + 1800);
  for (int percent = 20; percent < 70; percent += 10)
    read_percent (self, percent, NOW + 3600);
  plim_test_wait (plim_hooks_get_n_running (self->hooks) == 0);
  plim_test_clock_advance (self->base.clock, 3700);
  plim_test_foretell (self->account, "session", PLIM_VERDICT_LASTS, PLIM_TIME_UNKNOWN);
  read_percent (self, 1, NOW + 4 * 3600);
  plim_test_wait (plim_hooks_get_n_running (self->hooks) == 0);
  plim_test_foretell (self->account, "session", PLIM_VERDICT_RUNS_OUT, NOW + 7200);
  read_percent (self, 50, NOW + 4 * 3600);
  plim_test_wait (plim_hooks_get_n_running (self->hooks) == 0);
  text = wait_for_file (self);
  g_assert_cmpstr (text, ==,
                   "projected 20.00 2026-11-20T12:30:00Z\nreset 1.00 \n"
                   "projected 50.00 2026-11-20T14:00:00Z\n");
}

static void
test_an_incident_is_told_once (Fixture *self, gconstpointer data)
{
  g_autoptr (PlimIncident) incident =
      plim_incident_new ("i1", "Slow answers", PLIM_IMPACT_MAJOR, NOW);
  g_autofree char *words = plim_incident_dup_text (incident);
  g_autofree char *expected = g_strdup_printf ("incident %s\nincident %s\n", words, words);
  g_autofree char *text = NULL;

  set_command (self, "echo \"$PLIMSOLL_EVENT $PLIMSOLL_INCIDENT\" >>\"$1\"");
  plim_account_set_incident (self->account, incident);
  for (int i = 0; i < 3; i++)
    plim_notifier_tell_incident (self->base.notifier, self->account, "i1", words);
  plim_test_wait (plim_hooks_get_n_running (self->hooks) == 0);
  plim_notifier_tell_incident (self->base.notifier, self->account, NULL, NULL);
  plim_notifier_tell_incident (self->base.notifier, self->account, "i2", words);
  plim_test_wait (plim_hooks_get_n_running (self->hooks) == 0);
  text = wait_for_file (self);
  g_assert_cmpstr (text, ==, expected);
}

static void
test_only_chosen_events_are_told (Fixture *self, gconstpointer data)
{
  const char *const events[] = { "reset", NULL };

  set_command (self, "echo >>\"$1\"");
  g_settings_set_strv (self->base.settings, PLIM_SETTINGS_HOOK_EVENTS, events);
  read_percent (self, 10, NOW + 3600);
  read_percent (self, 95, NOW + 3600);
  g_assert_cmpuint (plim_hooks_get_n_running (self->hooks), ==, 0);
}

static void
test_the_address_gets_json (Fixture *self, gconstpointer data)
{
  g_autofree char *address =
      g_strconcat (plim_mock_provider_get_origin (self->mock), "/hook/secret", NULL);
  g_autoptr (GBytes) body = NULL;
  g_autoptr (JsonObject) event = NULL;
  const char *text;

  plim_mock_provider_add (self->mock, "/hook/secret", 204, NULL, NULL);
  plim_test_secrets_set (PLIM_POST_HOOKS, PLIM_POST_FIELD, address);
  g_settings_set_boolean (self->base.settings, PLIM_SETTINGS_HOOK_POST, TRUE);
  read_percent (self, 10, NOW + 3600);
  read_percent (self, 80, NOW + 3600);
  plim_test_wait (plim_mock_provider_count (self->mock, "/hook/secret") == 1);
  text = plim_mock_provider_get_body (self->mock, 0);
  body = g_bytes_new (text, strlen (text));
  event = plim_json_parse_object (body, NULL);
  g_assert_cmpstr (plim_json_get_string (event, "event"), ==, "threshold");
  g_assert_cmpstr (plim_json_get_string (event, "level"), ==, "warning");
  g_assert_cmpstr (plim_json_get_string (event, "label"), ==, "Work");
  g_assert_cmpstr (plim_json_get_string (event, "used_percent"), ==, "80.00");
}

static void
test_no_more_than_four_run_at_once (Fixture *self, gconstpointer data)
{
  set_command (self, "exit 0");
  for (int i = 0; i < 12; i++) {
    plim_hooks_test_async (self->hooks, NULL, NULL);
    g_assert_cmpuint (plim_hooks_get_n_running (self->hooks), <=, 4);
  }
  plim_test_wait (plim_hooks_get_n_running (self->hooks) == 0);
}

static void
test_too_many_are_refused (Fixture *self, gconstpointer data)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  set_command (self, "exit 0");
  for (int i = 0; i < 4 + 32; i++)
    plim_hooks_test_async (self->hooks, NULL, NULL);
  plim_hooks_test_async (self->hooks, plim_test_keep_result, &result);
  plim_test_wait (result != NULL);
  g_assert_false (plim_hooks_test_finish (self->hooks, result, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_BUSY);
}

static gboolean
run_test (Fixture *self, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  plim_hooks_test_async (self->hooks, plim_test_keep_result, &result);
  plim_test_wait (result != NULL);
  return plim_hooks_test_finish (self->hooks, result, error);
}

static void
test_a_test_tells_what_went_wrong (Fixture *self, gconstpointer data)
{
  const char *const missing[] = { "/nonexistent/program", NULL };
  g_autoptr (GError) none = NULL;
  g_autoptr (GError) failed = NULL;
  g_autoptr (GError) not_there = NULL;
  g_autoptr (GError) no_address = NULL;

  g_assert_false (run_test (self, &none));
  g_assert_error (none, G_IO_ERROR, G_IO_ERROR_NOT_FOUND);
  set_command (self, "test \"$PLIMSOLL_EVENT\" = test");
  g_assert_true (run_test (self, NULL));
  set_command (self, "exit 7");
  g_assert_false (run_test (self, &failed));
  g_assert_nonnull (strstr (failed->message, "7"));
  g_settings_set_strv (self->base.settings, PLIM_SETTINGS_HOOK_COMMAND, missing);
  g_assert_false (run_test (self, &not_there));
  g_settings_reset (self->base.settings, PLIM_SETTINGS_HOOK_COMMAND);
  g_settings_set_boolean (self->base.settings, PLIM_SETTINGS_HOOK_POST, TRUE);
  g_assert_false (run_test (self, &no_address));
  g_assert_error (no_address, PLIM_POST_ERROR, PLIM_POST_ERROR_NO_ADDRESS);
}

/* It starts a process of its own, which would go on. */
static void
test_a_command_that_hangs_is_ended_with_its_children (Fixture *self, gconstpointer data)
{
  const char *const argv[] = { "sh",
                               "-c",
                               "sleep 1000 & echo $! >\"$1.new\"; mv \"$1.new\" "
                               "\"$1\"; wait",
                               "sh",
                               self->file,
                               NULL };
  const char *const environment[] = { NULL };
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;

  plim_hook_run_async (argv, environment, 300, plim_test_keep_result, &result);
  text = wait_for_file (self);
  plim_test_wait (result != NULL);
  g_assert_false (plim_hook_run_finish (result, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_TIMED_OUT);
  while (kill (atoi (text), 0) == 0) {
    g_autofree char *stat = g_strdup_printf ("/proc/%d/stat", atoi (text));
    g_autofree char *state = NULL;

    /* Nobody may be there to reap it. */
    if (g_file_get_contents (stat, &state, NULL, NULL) && strstr (state, ") Z ") != NULL)
      break;
  }
}

int
main (int argc, char **argv)
{
  static const struct {
    const char *name;
    void (*test) (Fixture *, gconstpointer);
  } tests[] = {
    { "nothing-is-run-by-default", test_nothing_is_run_by_default },
    { "a-threshold-runs-the-command", test_a_threshold_runs_the_command },
    { "a-reset-and-a-lost-sign-in-are-told", test_a_reset_and_a_lost_sign_in_are_told },
    { "a-projection-is-told-once-until-the-reset", test_a_projection_is_told_once_until_the_reset },
    { "an-incident-is-told-once", test_an_incident_is_told_once },
    { "only-chosen-events-are-told", test_only_chosen_events_are_told },
    { "the-address-gets-json", test_the_address_gets_json },
    { "no-more-than-four-run-at-once", test_no_more_than_four_run_at_once },
    { "too-many-are-refused", test_too_many_are_refused },
    { "a-test-tells-what-went-wrong", test_a_test_tells_what_went_wrong },
    { "a-command-that-hangs-is-ended-with-its-children",
      test_a_command_that_hangs_is_ended_with_its_children },
  };

  g_test_init (&argc, &argv, NULL);
  plim_test_start_watchdog ();
  for (gsize i = 0; i < G_N_ELEMENTS (tests); i++) {
    g_autofree char *path = g_strconcat ("/hooks/", tests[i].name, NULL);

    g_test_add (path, Fixture, NULL, set_up, tests[i].test, tear_down);
  }
  return g_test_run ();
}
