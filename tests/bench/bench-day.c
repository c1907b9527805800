/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What a day of polling costs and what it is worth: polls a day, and how old the numbers are when
 * somebody opens the window, by the adaptive schedule and by fixed intervals.
 *
 * Nobody published a trace, so the days are made up. The computer runs day and night and never
 * sleeps. On a working day somebody is there from about nine to half past five, less lunch and a
 * break about every hour and a half, and on half of the evenings for two hours; on a free day for
 * three hours in all. Five minutes after the last key it is idle, after ten it is locked. Half of
 * the time that somebody is there a provider is used, in spells of some forty minutes, and its
 * numbers grow by 8 to 30 points an hour. The window is opened so and so often a day on average,
 * mostly while a provider is used, and two of five times once more within four minutes. A look
 * counts before it has anything read. */
#include "plim-poll-plan.h"

#include <math.h>

#define N_DAYS 200
#define DAY_S (24 * 60 * 60)
#define START ((gint64) 1794787200) /* a Monday */
#define IDLE_S (5 * 60)
#define LOCK_S (10 * 60)

static const PlimProvider provider = {
  .id = "example",
  .interval_s = 300,
  .minimum_interval_s = 60,
};

typedef struct {
  gboolean is_there[DAY_S];
  gboolean is_look[DAY_S];
  double used[DAY_S]; /* since midnight, in points */
} Day;

typedef struct {
  const char *name;
  guint interval_s;
} Way;

typedef struct {
  guint n_polls;
  guint n_looks;
  GArray *ages; /* gint64, in seconds */
} Result;

static double
get_exponential (GRand *random, double mean)
{
  return -mean * log (1 - g_rand_double (random));
}

static void
be_there (Day *day, GRand *random, double from_h, double to_h)
{
  gint64 from = (gint64) ((from_h + g_rand_double_range (random, -0.25, 0.25)) * 3600);
  gint64 to = (gint64) ((to_h + g_rand_double_range (random, -0.25, 0.25)) * 3600);

  while (from < to) {
    gint64 until = from + (gint64) get_exponential (random, 90 * 60);

    for (gint64 i = from; i < MIN (until, to); i++)
      day->is_there[i] = TRUE;
    from = until + g_rand_int_range (random, 5 * 60, 20 * 60);
  }
}

static void
make_presence (Day *day, GRand *random, gboolean is_free)
{
  if (is_free) {
    double from_h = g_rand_double_range (random, 9, 19);

    be_there (day, random, from_h, from_h + 3);
    return;
  }
  be_there (day, random, 9, 12.25);
  be_there (day, random, 13, 17.5);
  if (g_rand_boolean (random))
    be_there (day, random, 20, 22);
}

static void
make_use (Day *day, GRand *random)
{
  double left_s = 0, points_per_s = 0, used = 0;
  gboolean is_using = FALSE;

  for (guint i = 0; i < DAY_S; i++) {
    if (day->is_there[i] && left_s-- <= 0) {
      is_using = !is_using;
      left_s = get_exponential (random, 40 * 60);
      points_per_s = is_using ? g_rand_double_range (random, 8, 30) / 3600 : 0;
    }
    used += day->is_there[i] ? points_per_s : 0;
    day->used[i] = used;
  }
}

static void
make_looks (Day *day, GRand *random, double n_looks)
{
  double n_there = 0;

  for (guint i = 1; i < DAY_S; i++)
    n_there += !day->is_there[i] ? 0 : day->used[i] > day->used[i - 1] ? 1 : 0.3;
  for (guint i = 1; n_there > 0 && i < DAY_S; i++) {
    double weight = !day->is_there[i] ? 0 : day->used[i] > day->used[i - 1] ? 1 : 0.3;

    /* With one more in two of five there are 5/3 as many in all. */
    if (g_rand_double (random) >= weight * n_looks * 3 / 5 / n_there)
      continue;
    for (guint at = i; at < DAY_S && day->is_there[at];
         at += (guint) g_rand_int_range (random, 20, 240)) {
      day->is_look[at] = TRUE;
      if (g_rand_double (random) >= 0.4)
        break;
    }
  }
}

static void
poll (PlimPollFacts *facts, PlimPollPlan *plan, double used, double *seen, GRand *random)
{
  double points = floor (used) - floor (*seen);

  if (points > 0)
    facts->changed_at = facts->now;
  facts->rate = points * 3600 / (double) MAX (facts->now - facts->polled_at, 1);
  *seen = used;
  facts->polled_at = facts->now;
  facts->random = g_rand_double (random);
}

static void
play (
    const Day *day, const Way *way, const PlimDesktopState *desktop, GRand *random, Result *result)
{
  PlimPollFacts facts = { .now = START, .polled_at = START, .interval_s = way->interval_s };
  gint64 touched_at = START - DAY_S;
  PlimPollPlan plan;
  double seen = 0;

  facts.desktop = *desktop;
  facts.random = g_rand_double (random);
  facts.changed_at = facts.looked_at = facts.started_at = START - DAY_S;
  for (guint i = 0; i < DAY_S; i++) {
    facts.now = START + i;
    if (day->is_there[i])
      touched_at = facts.now;
    facts.desktop.is_away = facts.now - touched_at >= IDLE_S;
    facts.desktop.is_locked = facts.now - touched_at >= LOCK_S;
    if (day->is_look[i]) {
      gint64 age_s = facts.now - facts.polled_at;

      result->n_looks++;
      g_array_append_val (result->ages, age_s);
      facts.looked_at = facts.now;
    }
    plim_poll_plan_init (&plan, &provider, &facts);
    if (plan.due_at > facts.now)
      continue;
    result->n_polls++;
    poll (&facts, &plan, day->used[i], &seen, random);
  }
}

static int
compare_ages (gconstpointer a, gconstpointer b)
{
  gint64 left = *(const gint64 *) a, right = *(const gint64 *) b;

  return (left > right) - (left < right);
}

static gint64
get_quantile (GArray *ages, double part)
{
  guint at = (guint) (part * ages->len);

  return ages->len > 0 ? g_array_index (ages, gint64, MIN (at, ages->len - 1)) : 0;
}

static void
measure (
    const char *kind, gboolean is_free, double n_looks, PlimDesktopState desktop, const Way *way)
{
  Result result = { .ages = g_array_new (FALSE, FALSE, sizeof (gint64)) };

  for (guint32 i = 0; i < N_DAYS; i++) {
    g_autofree Day *day = g_new0 (Day, 1);
    g_autoptr (GRand) random = g_rand_new_with_seed (i);

    make_presence (day, random, is_free);
    make_use (day, random);
    make_looks (day, random, n_looks);
    play (day, way, &desktop, random, &result);
  }
  g_array_sort (result.ages, compare_ages);
  g_print ("%-22s %-16s %8.1f %8.1f %8" G_GINT64_FORMAT " %8" G_GINT64_FORMAT "\n", kind, way->name,
           (double) result.n_looks / N_DAYS, (double) result.n_polls / N_DAYS,
           get_quantile (result.ages, 0.5), get_quantile (result.ages, 0.95));
  g_array_unref (result.ages);
}

int
main (void)
{
  static const Way ways[] = { { "adaptive", 0 }, { "every 5 minutes", 300 } };
  static const struct {
    const char *name;
    gboolean is_free;
    double n_looks;
    PlimDesktopState desktop;
  } kinds[] = {
    { "working day", FALSE, 25, { 0 } },
    { "   10 looks", FALSE, 10, { 0 } },
    { "   50 looks", FALSE, 50, { 0 } },
    { "   on battery", FALSE, 25, { .is_on_battery = TRUE } },
    { "   metered", FALSE, 25, { .is_metered = TRUE } },
    { "free day", TRUE, 8, { 0 } },
  };

  g_print ("Polling, one account whose provider's default is 5 minutes, mean of %d days\n"
           "(wanted on a working day: at most 143 polls, and half of the looks within 142 s)\n\n"
           "%-22s %-16s %8s %8s %8s %8s\n",
           N_DAYS, "day", "schedule", "looks", "polls", "p50 s", "p95 s");
  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++) {
    for (guint j = 0; j < G_N_ELEMENTS (ways); j++)
      measure (kinds[i].name, kinds[i].is_free, kinds[i].n_looks, kinds[i].desktop, &ways[j]);
  }
  return 0;
}
