/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "plim-poller.h"

static const PlimProvider provider = {
  .id = "example",
  .interval_s = 300,
  .minimum_interval_s = 60,
  .rate_limit_wait_s = 600,
};

typedef struct {
  const char *name;
  guint interval_s;
  PlimStatus status;
  PlimCause cause;
  guint n_failures;
  gint64 retry_after_s;
  gint64 least_s;
  gint64 middle_s;
  gint64 most_s;
} Case;

static const Case cases[] = {
  { "ok-takes-the-provider's-interval", 0, PLIM_STATUS_OK, 0, 0, 0, 270, 300, 330 },
  { "ok-takes-the-user's-interval", 1000, PLIM_STATUS_OK, 0, 0, 0, 900, 1000, 1100 },
  { "below-the-minimum-is-the-minimum", 10, PLIM_STATUS_OK, 0, 0, 0, 60, 60, 66 },
  { "first-failure-waits-a-minute", 0, PLIM_STATUS_PROVIDER_UNAVAILABLE, 0, 1, 0, 60, 60, 66 },
  { "second-failure-doubles", 0, PLIM_STATUS_INVALID_RESPONSE, 0, 2, 0, 108, 120, 132 },
  { "fifth-failure", 0, PLIM_STATUS_PROVIDER_UNAVAILABLE, 0, 5, 0, 864, 960, 1056 },
  { "half-an-hour-at-most", 0, PLIM_STATUS_MISCONFIGURED, 0, 6, 0, 1620, 1800, 1980 },
  { "still-so-after-a-year", 0, PLIM_STATUS_OFFLINE, 0, G_MAXUINT, 0, 1620, 1800, 1980 },
  { "retry-after-is-honoured", 0, PLIM_STATUS_PROVIDER_UNAVAILABLE, 0, 1, 900, 900, 945, 990 },
  { "a-shorter-retry-after-is-no-hurry", 0, PLIM_STATUS_OK, 0, 0, 5, 270, 300, 330 },
  { "retry-after-is-a-day-at-most", 0, PLIM_STATUS_RATE_LIMITED, 0, 1, G_MAXINT64, 86400, 90720,
    95040 },
  { "rate-limit-waits-what-the-page-says", 0, PLIM_STATUS_RATE_LIMITED, 0, 1, 0, 600, 630, 660 },
  { "rate-limit-backs-off", 0, PLIM_STATUS_RATE_LIMITED, 0, 6, 0, 1620, 1800, 1980 },
  { "refused-credential-is-tried-hourly", 0, PLIM_STATUS_NOT_AUTHENTICATED, 0, 1, 0, 3240, 3600,
    3960 },
  { "expired-file-is-looked-at-as-ever", 0, PLIM_STATUS_NOT_AUTHENTICATED,
    PLIM_CAUSE_SIGN_IN_EXPIRED, 9, 0, 270, 300, 330 },
  { "locked-keyring-waits-for-the-watch", 0, PLIM_STATUS_MISCONFIGURED, PLIM_CAUSE_KEYRING_LOCKED,
    1, 0, 3240, 3600, 3960 },
};

static void
test_case (gconstpointer data)
{
  const Case *each = data;
  const gint64 expected[] = { each->least_s, each->middle_s, each->most_s };

  for (guint i = 0; i < G_N_ELEMENTS (expected); i++)
    g_assert_cmpint (plim_poll_delay (&provider, each->interval_s, each->status, each->cause,
                                      each->n_failures, each->retry_after_s, i / 2.0),
                     ==, expected[i]);
}

/* Whatever comes in: never below what must be waited for, never beyond its bounds. */
static void
test_bounds (void)
{
  for (guint i = 0; i < 20000; i++) {
    PlimStatus status = (PlimStatus) g_test_rand_int_range (0, PLIM_STATUS_OFFLINE + 1);
    gint64 retry_after_s = g_test_rand_int_range (-5, 5000);
    guint interval_s = (guint) g_test_rand_int_range (0, 4000);
    gint64 wait_s = plim_poll_wait (&provider, status, retry_after_s);
    gint64 delay_s = plim_poll_delay (&provider, interval_s, status, PLIM_CAUSE_NONE,
                                      (guint) g_test_rand_int_range (0, 50), retry_after_s,
                                      g_test_rand_double ());

    g_assert_cmpint (wait_s, >=, MAX (60, retry_after_s));
    g_assert_cmpint (delay_s, >=, wait_s);
    g_assert_cmpint (delay_s, <=, 11 * MAX (MAX (3600, interval_s), wait_s) / 10 + 1);
  }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree char *path = g_strconcat ("/service/poll-delay/", cases[i].name, NULL);

    g_test_add_data_func (path, &cases[i], test_case);
  }
  g_test_add_func ("/service/poll-delay/stays-within-its-bounds", test_bounds);
  return g_test_run ();
}
