/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * How long the local API's large answers hold the main loop, which the thread's own time tells
 * better on a busy machine than the time that passed:
 *
 *   bench-answers [ACCOUNTS]          20 unless said, of two windows with 90 days of history
 *   bench-answers serve [ACCOUNTS]    only serves them, without history, until it is killed, for
 *                                     a profiler; prints its port and a token */
#include "plim-bench-holds.h"
#include "plim-history.h"
#include "plim-settings.h"
#include "plim-test-api.h"
#include "plim-test-wait.h"

#include <math.h>
#include <string.h>

#define DAY_S (24 * 3600)
#define RUNS 5

/* @is_anew: of what is kept between changes, nothing is */
static void
measure (PlimTestApi *api, const char *path, gboolean is_anew)
{
  PlimBenchHolds best = { G_MAXINT64, G_MAXINT64, G_MAXINT64 };
  gsize n_bytes = 0;

  for (guint i = 0; i < RUNS; i++) {
    GString *answer;
    PlimBenchHolds holds;

    if (is_anew)
      g_settings_set_boolean (api->settings, PLIM_SETTINGS_PRIVACY, i % 2 == 0);
    plim_bench_holds_start ();
    answer = plim_test_api_ask_apart (api, path);
    holds = plim_bench_holds_stop ();
    n_bytes = answer->len;
    g_string_free (answer, TRUE);
    if (holds.longest_cpu_us < best.longest_cpu_us)
      best = holds;
  }
  g_print ("%-46s %9zu %10.1f %10.1f %10.1f\n", path, n_bytes, (double) best.sum_cpu_us / 1e3,
           (double) best.longest_cpu_us / 1e3, (double) best.longest_us / 1e3);
}

/* For 20 accounts hours, and five minutes in the last week; for more as many in all. */
static GArray *
make_samples (gint64 now, guint n_accounts)
{
  GArray *samples = g_array_new (FALSE, FALSE, sizeof (PlimSample));
  gint64 factor = MAX (n_accounts / 20, 1);
  guint i = 0;

  for (gint64 at = now - 90 * DAY_S; at < now - 600;
       at += factor * (at < now - 7 * DAY_S ? 3600 : 300)) {
    PlimSample sample = { .at = at,
                          .used_percent = (i++ * 37 % 9973) / 100.0,
                          .value = NAN,
                          .resets_at = PLIM_TIME_UNKNOWN };

    g_array_append_val (samples, sample);
  }
  return samples;
}

static void
add_account (PlimTestApi *api, guint index, GArray *samples)
{
  static const char *const windows[] = { "session", "weekly" };
  g_autofree char *id = g_strdup_printf ("11111111-2222-4333-8444-%012u", index);
  g_autofree char *label = g_strdup_printf ("Account %u", index);
  PlimAccount *account = plim_test_api_add_account (api, id, "codex", label);

  plim_test_api_poll (api, account, index * 7 % 100);
  for (gsize i = 0; i < G_N_ELEMENTS (windows); i++) {
    g_autoptr (GAsyncResult) result = NULL;
    guint n_imported;

    plim_database_import_history_async (api->database, id, windows[i], samples, NULL,
                                        plim_test_keep_result, &result);
    plim_test_wait (result != NULL);
    if (!plim_database_import_history_finish (api->database, result, &n_imported, NULL))
      g_error ("the history was not taken");
  }
}

int
main (int argc, char **argv)
{
  static const char *const paths[] = { "/api/usage/analytics?days=90&interval=1h",
                                       "/api/usage/analytics?days=90&interval=1h&groupBy=metric",
                                       "/api/usage/analytics?days=90&interval=1d",
                                       "/api/usage/analytics/providers?days=90",
                                       "/api/usage/history?hours=168",
                                       "/api/usage/history?hours=24",
                                       "/api/status/cached",
                                       "/api/services",
                                       "/api/quotas",
                                       "/metrics" };
  gboolean is_serving = argc > 1 && strcmp (argv[1], "serve") == 0;
  const char *number = argc > (is_serving ? 2 : 1) ? argv[argc - 1] : "20";
  guint n_accounts = (guint) g_ascii_strtoull (number, NULL, 10);
  PlimTestApi api = { 0 };
  g_autoptr (GArray) samples = make_samples (PLIM_TEST_NOW, n_accounts);

  g_setenv ("GSETTINGS_BACKEND", "memory", TRUE);
  plim_test_api_set_up (&api, NULL);
  if (is_serving)
    g_array_set_size (samples, 0);
  for (guint i = 0; i < n_accounts; i++)
    add_account (&api, i, samples);
  if (is_serving) {
    g_print ("%u %s\n", plim_server_get_port (api.server), api.read_token);
    plim_test_wait (FALSE);
  }
  g_print ("%-46s %9s %10s %10s %10s\n", "main loop, ms", "bytes", "in all", "at most", "by clock");
  for (gsize i = 0; i < G_N_ELEMENTS (paths); i++)
    measure (&api, paths[i], FALSE);
  measure (&api, "/api/status/cached", TRUE);
  plim_test_api_tear_down (&api, NULL);
  return 0;
}
