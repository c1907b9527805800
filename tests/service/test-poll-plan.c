/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "plim-poll-plan.h"

#define NOW ((gint64) 1795176000)
#define HOUR 3600

static const PlimProvider provider = {
  .id = "example",
  .interval_s = 300,
  .minimum_interval_s = 60,
  .rate_limit_wait_s = 600,
};

typedef struct {
  const char *name;
  PlimPollFacts facts; /* times are seconds before now */
  PlimPollReason reason;
  guint interval_s;
  gint64 middle_s; /* until the next poll after one that ended just now; 0: none is planned */
} Case;

#define AWAY .desktop = { .is_away = TRUE }
#define LOCKED .desktop = { .is_away = TRUE, .is_locked = TRUE }
#define FAILED(what, why, n) .status = PLIM_STATUS_##what, .cause = why, .n_failures = n

static const Case cases[] = {
  { "just-started-is-usual", { .started_at = 10 }, PLIM_POLL_REASON_USUAL, 300, 300 },
  { "just-looked-is-quick", { .looked_at = 60 }, PLIM_POLL_REASON_LOOKED, 120, 120 },
  { "looked-a-while-ago-is-usual", { .looked_at = 301 }, PLIM_POLL_REASON_USUAL, 300, 300 },
  { "looked-an-hour-ago-is-slower", { .looked_at = HOUR }, PLIM_POLL_REASON_QUIET, 600, 600 },
  { "nobody-looked-for-hours", { .looked_at = 4 * HOUR }, PLIM_POLL_REASON_QUIET, 900, 900 },
  { "nobody-ever-looked", { 0 }, PLIM_POLL_REASON_QUIET, 900, 900 },
  { "a-look-to-come-is-none", { .looked_at = -60 }, PLIM_POLL_REASON_QUIET, 900, 900 },
  { "numbers-that-change-are-usual",
    { .looked_at = 5 * HOUR, .changed_at = 60, .rate = 20 },
    PLIM_POLL_REASON_USUAL,
    300,
    300 },
  { "numbers-that-changed-once-are-not",
    { .looked_at = 5 * HOUR, .changed_at = HOUR, .rate = 90 },
    PLIM_POLL_REASON_QUIET,
    900,
    900 },
  { "numbers-that-race-are-quick",
    { .changed_at = 60, .rate = 60 },
    PLIM_POLL_REASON_BUSY,
    120,
    120 },
  { "away-is-slow", { .started_at = HOUR, AWAY }, PLIM_POLL_REASON_AWAY, 1800, 1800 },
  { "away-while-a-program-works",
    { .changed_at = 60, .rate = 90, AWAY },
    PLIM_POLL_REASON_AWAY,
    900,
    900 },
  { "who-looks-is-not-away", { .looked_at = 60, AWAY }, PLIM_POLL_REASON_LOOKED, 120, 120 },
  { "locked-is-slowest", { .looked_at = 60, LOCKED }, PLIM_POLL_REASON_LOCKED, 3600, 3600 },
  { "locked-while-a-program-works",
    { .changed_at = 60, LOCKED },
    PLIM_POLL_REASON_LOCKED,
    1800,
    1800 },
  { "battery-takes-twice-as-long",
    { .started_at = 60, .desktop = { .is_on_battery = TRUE } },
    PLIM_POLL_REASON_BATTERY,
    600,
    600 },
  { "battery-while-somebody-looks",
    { .looked_at = 60, .desktop = { .is_on_battery = TRUE } },
    PLIM_POLL_REASON_BATTERY,
    240,
    240 },
  { "power-saver-takes-longer",
    { .started_at = 60, .desktop = { .is_on_battery = TRUE, .is_saving_power = TRUE } },
    PLIM_POLL_REASON_POWER_SAVER,
    900,
    900 },
  { "metered-takes-longer",
    { .started_at = 60, .desktop = { .is_metered = TRUE } },
    PLIM_POLL_REASON_METERED,
    900,
    900 },
  { "an-hour-is-the-most",
    { .desktop = { .is_away = TRUE, .is_metered = TRUE } },
    PLIM_POLL_REASON_METERED,
    3600,
    3600 },
  { "locked-is-why-on-battery-too",
    { .desktop = { .is_locked = TRUE, .is_on_battery = TRUE } },
    PLIM_POLL_REASON_LOCKED,
    3600,
    3600 },
  { "a-reset-comes-first", { .resets_at = -200, AWAY }, PLIM_POLL_REASON_RESET, 1800, 220 },
  { "a-reset-within-the-minimum-waits",
    { .resets_at = -30, .started_at = 60 },
    PLIM_POLL_REASON_USUAL,
    300,
    300 },
  { "a-later-reset-is-none-yet",
    { .resets_at = -4000, .started_at = 60 },
    PLIM_POLL_REASON_USUAL,
    300,
    300 },
  { "offline-waits", { .is_offline = TRUE }, PLIM_POLL_REASON_OFFLINE, 900, 0 },
  { "manual-waits-for-ever",
    { .interval_s = PLIM_INTERVAL_MANUAL, .looked_at = 10, .resets_at = -200 },
    PLIM_POLL_REASON_MANUAL,
    300,
    0 },
  { "a-fixed-interval-is-kept",
    { .interval_s = 1000, .looked_at = 10, LOCKED },
    PLIM_POLL_REASON_FIXED,
    1000,
    1000 },
  { "below-the-minimum-is-the-minimum", { .interval_s = 10 }, PLIM_POLL_REASON_FIXED, 60, 60 },
  { "a-reset-comes-before-a-fixed-interval",
    { .interval_s = 1000, .resets_at = -200 },
    PLIM_POLL_REASON_RESET,
    1000,
    220 },
  { "first-failure-waits-a-minute",
    { .started_at = 60, FAILED (PROVIDER_UNAVAILABLE, 0, 1) },
    PLIM_POLL_REASON_FAILED,
    300,
    60 },
  { "second-failure-doubles",
    { .started_at = 60, FAILED (INVALID_RESPONSE, 0, 2) },
    PLIM_POLL_REASON_FAILED,
    300,
    120 },
  { "fifth-failure",
    { .started_at = 60, FAILED (PROVIDER_UNAVAILABLE, 0, 5) },
    PLIM_POLL_REASON_FAILED,
    300,
    960 },
  { "half-an-hour-at-most",
    { .started_at = 60, FAILED (MISCONFIGURED, 0, 6) },
    PLIM_POLL_REASON_FAILED,
    300,
    1800 },
  { "still-so-after-a-year",
    { .started_at = 60, FAILED (OFFLINE, 0, G_MAXUINT) },
    PLIM_POLL_REASON_FAILED,
    300,
    1800 },
  { "no-hurry-after-a-failure-while-locked",
    { FAILED (PROVIDER_UNAVAILABLE, 0, 1), LOCKED },
    PLIM_POLL_REASON_FAILED,
    3600,
    3600 },
  { "retry-after-is-honoured",
    { .started_at = 60, FAILED (PROVIDER_UNAVAILABLE, 0, 1), .retry_after_s = 900 },
    PLIM_POLL_REASON_RETRY_AFTER,
    300,
    945 },
  { "a-shorter-retry-after-is-no-hurry",
    { .started_at = 60, .retry_after_s = 5 },
    PLIM_POLL_REASON_USUAL,
    300,
    300 },
  { "retry-after-is-a-day-at-most",
    { .started_at = 60, FAILED (RATE_LIMITED, 0, 1), .retry_after_s = G_MAXINT64 },
    PLIM_POLL_REASON_RETRY_AFTER,
    300,
    90720 },
  { "rate-limit-waits-what-the-page-says",
    { .started_at = 60, FAILED (RATE_LIMITED, 0, 1) },
    PLIM_POLL_REASON_FAILED,
    300,
    630 },
  { "rate-limit-backs-off",
    { .started_at = 60, FAILED (RATE_LIMITED, 0, 6) },
    PLIM_POLL_REASON_FAILED,
    300,
    1800 },
  { "refused-credential-is-tried-hourly",
    { .started_at = 60, FAILED (NOT_AUTHENTICATED, 0, 1) },
    PLIM_POLL_REASON_REFUSED,
    300,
    3600 },
  { "expired-file-is-looked-at-as-ever",
    { .started_at = 60, FAILED (NOT_AUTHENTICATED, PLIM_CAUSE_SIGN_IN_EXPIRED, 9) },
    PLIM_POLL_REASON_USUAL,
    300,
    300 },
  { "locked-keyring-waits-for-the-watch",
    { .started_at = 60, FAILED (MISCONFIGURED, PLIM_CAUSE_KEYRING_LOCKED, 1) },
    PLIM_POLL_REASON_REFUSED,
    300,
    3600 },
};

static void
set_before_now (gint64 *at)
{
  if (*at != PLIM_TIME_UNKNOWN)
    *at = NOW - *at;
}

static void
test_case (gconstpointer data)
{
  const Case *each = data;
  PlimPollFacts facts = each->facts;
  gint64 waits[3];
  PlimPollPlan plan;

  facts.now = facts.polled_at = NOW;
  set_before_now (&facts.looked_at);
  set_before_now (&facts.started_at);
  set_before_now (&facts.changed_at);
  set_before_now (&facts.resets_at);
  for (guint i = 0; i < G_N_ELEMENTS (waits); i++) {
    facts.random = i / 2.0;
    plim_poll_plan_init (&plan, &provider, &facts);
    g_assert_cmpint (plan.reason, ==, each->reason);
    g_assert_cmpuint (plan.interval_s, ==, each->interval_s);
    waits[i] = plan.due_at == PLIM_TIME_UNKNOWN ? 0 : plan.due_at - NOW;
  }
  g_assert_cmpint (waits[1], ==, each->middle_s);
  if (each->middle_s == 0)
    return;
  g_assert_cmpint (waits[0], <=, waits[1]);
  g_assert_cmpint (waits[2], >, waits[1]);
  g_assert_cmpint (waits[2] - waits[0], <=, each->middle_s / 5 + 30);
}

static gint64
get_some_time (void)
{
  return g_test_rand_bit () ? PLIM_TIME_UNKNOWN : NOW - g_test_rand_int_range (-9000, 30000);
}

/* Whatever comes in: never below what must be waited for, never beyond its bounds. */
static void
test_bounds (void)
{
  for (guint i = 0; i < 50000; i++) {
    const PlimPollFacts facts = {
      .now = NOW,
      .polled_at = NOW,
      .looked_at = get_some_time (),
      .started_at = get_some_time (),
      .changed_at = get_some_time (),
      .rate = g_test_rand_double_range (0, 1e9),
      .resets_at = get_some_time (),
      .desktop = { g_test_rand_bit (), g_test_rand_bit (), g_test_rand_bit (), g_test_rand_bit (),
                   g_test_rand_bit () },
      .interval_s = g_test_rand_bit () ? 0 : (guint) g_test_rand_int_range (1, 4000),
      .status = (PlimStatus) g_test_rand_int_range (0, PLIM_STATUS_OFFLINE + 1),
      .n_failures = (guint) g_test_rand_int_range (0, 50),
      .retry_after_s = g_test_rand_int_range (-5, 5000),
      .random = g_test_rand_double (),
    };
    gint64 wait_s = plim_poll_wait (&provider, facts.status, facts.retry_after_s);
    gint64 most_s = MAX (MAX (3600, facts.interval_s), wait_s);
    PlimPollPlan plan;

    plim_poll_plan_init (&plan, &provider, &facts);
    g_assert_cmpint (wait_s, >=, MAX (60, facts.retry_after_s));
    g_assert_cmpint (plan.due_at - NOW, >=, wait_s);
    g_assert_cmpint (plan.due_at - NOW, <=, 11 * most_s / 10 + 1);
    g_assert_cmpuint (plan.interval_s, >=, 60);
    g_assert_cmpint (plan.reason, !=, PLIM_POLL_REASON_NONE);
  }
}

/* The provider's own interval may be longer than the most that adapting makes of a short one. */
static void
test_slow_provider (void)
{
  const PlimProvider slow = { .id = "slow", .interval_s = 7200, .minimum_interval_s = 3600 };
  PlimPollFacts facts = { .now = NOW, .polled_at = NOW, .looked_at = NOW };
  PlimPollPlan plan;

  plim_poll_plan_init (&plan, &slow, &facts);
  g_assert_cmpuint (plan.interval_s, ==, 3600);
  facts.desktop.is_locked = TRUE;
  plim_poll_plan_init (&plan, &slow, &facts);
  g_assert_cmpuint (plan.interval_s, ==, 7200);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree char *path = g_strconcat ("/service/poll-plan/", cases[i].name, NULL);

    g_test_add_data_func (path, &cases[i], test_case);
  }
  g_test_add_func ("/service/poll-plan/minds-the-interval-of-a-slow-provider", test_slow_provider);
  g_test_add_func ("/service/poll-plan/stays-within-its-bounds", test_bounds);
  return g_test_run ();
}
