/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Believable usage without a provider: everything follows from the time and a seed, so that the
 * same moment always looks the same. Work is done by day and hardly any by night, and each number
 * only grows until its window is reset. */
#include "plim-provider.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#define HOUR ((gint64) 3600)
#define WEEK (7 * 24 * HOUR)
#define SESSION (5 * HOUR)
/* 1970-01-05, a Monday: weeks begin there, each seed at another hour. */
#define FIRST_MONDAY (4 * 24 * HOUR)
/* A session at the height of the day reaches its limit now and then. */
#define SESSION_PERCENT_PER_UNIT 26.0
#define CREDIT_USD 50.0
#define CREDIT_USD_PER_UNIT 0.12

/* 0 to 1, evenly spread. A public mixing function (SplitMix64). */
static double
noise (guint64 number)
{
  number += G_GUINT64_CONSTANT (0x9e3779b97f4a7c15);
  number = (number ^ (number >> 30)) * G_GUINT64_CONSTANT (0xbf58476d1ce4e5b9);
  number = (number ^ (number >> 27)) * G_GUINT64_CONSTANT (0x94d049bb133111eb);
  number ^= number >> 31;
  return (double) (number >> 11) / (double) (G_GUINT64_CONSTANT (1) << 53);
}

/* How much is done in the hour that begins at @hour × 3600: about 1 by day, next to nothing by
 * night, half at weekends. */
static double
get_work_of_hour (guint64 seed, gint64 hour)
{
  gint64 hour_of_day = hour % 24;
  gint64 day = (hour / 24 + 3) % 7; /* 0 is Monday */
  double light = sin (G_PI * ((double) hour_of_day - 6) / 16);

  if (hour_of_day < 7 || hour_of_day > 21)
    light = 0.03;
  return light * (day >= 5 ? 0.5 : 1) * (0.3 + 1.1 * noise (seed ^ (guint64) hour));
}

static double
get_work_between (guint64 seed, gint64 from, gint64 until)
{
  double work = 0;

  for (gint64 at = from; at < until;) {
    gint64 end = MIN ((at / HOUR + 1) * HOUR, until);

    work += get_work_of_hour (seed, at / HOUR) * (double) (end - at) / HOUR;
    at = end;
  }
  return work;
}

static gint64
get_start (gint64 now, gint64 phase, gint64 length)
{
  gint64 into = (now - phase) % length;

  return now - (into < 0 ? into + length : into);
}

static void
add_session (PlimSnapshot *snapshot, guint64 seed, gint64 now)
{
  gint64 start = get_start (now, (gint64) (seed % 60) * 60, SESSION);
  PlimUsageWindow *window = plim_snapshot_add_window (snapshot, "session", PLIM_WINDOW_ROLLING);

  window->title = g_strdup (N_ ("Session (5 h)"));
  window->length_s = SESSION;
  window->used_percent = MIN (100, get_work_between (seed, start, now) * SESSION_PERCENT_PER_UNIT);
  window->resets_at = start + SESSION;
}

/* Weeks end at 35 to 105 % of their limit: most come near it, some reach it. */
static void
add_week (PlimSnapshot *snapshot, guint64 seed, gint64 now, const char *id, const char *scope)
{
  gint64 start = get_start (now, FIRST_MONDAY + (gint64) (seed % 168) * HOUR, WEEK);
  guint64 own_seed = seed ^ g_str_hash (id);
  double end_percent = 35 + 70 * noise (own_seed ^ (guint64) start);
  double share =
      get_work_between (own_seed, start, now) / get_work_between (own_seed, start, start + WEEK);
  PlimUsageWindow *window = plim_snapshot_add_window (snapshot, id, PLIM_WINDOW_ROLLING);

  window->title = g_strdup (N_ ("Week"));
  window->scope = g_strdup (scope);
  window->length_s = WEEK;
  window->used_percent = MIN (100, end_percent * share);
  window->resets_at = start + WEEK;
}

/* Filled up at the beginning of each month. */
static void
add_credit (PlimSnapshot *snapshot, guint64 seed, gint64 now)
{
  PlimUsageWindow *window = plim_snapshot_add_window (snapshot, "credits", PLIM_WINDOW_BALANCE);
  double spent = get_work_between (seed, plim_time_month_start (now), now) * CREDIT_USD_PER_UNIT;

  window->title = g_strdup (N_ ("Credits"));
  window->remaining = MAX (0, round (100 * (CREDIT_USD - spent)) / 100);
  window->unit = g_strdup ("USD");
}

static PlimSnapshot *
parse (const PlimExchange *exchange, GError **error)
{
  const char *variant = plim_exchange_get_setting (exchange, "seed");
  guint64 seed = variant != NULL ? g_str_hash (variant) : 0;
  g_autoptr (PlimSnapshot) snapshot = plim_snapshot_new (exchange->now);

  plim_snapshot_set_plan (snapshot, "Demo");
  plim_snapshot_set_identity (snapshot, "demo@example.org");
  add_session (snapshot, seed, exchange->now);
  add_week (snapshot, seed, exchange->now, "weekly", NULL);
  add_week (snapshot, seed, exchange->now, "weekly:large", "Demo XL");
  add_credit (snapshot, seed, exchange->now);
  plim_snapshot_seal (snapshot);
  return g_steal_pointer (&snapshot);
}

static const PlimFieldChoice pasts[] = {
  { "none", N_ ("None") },
  { "month", N_ ("A month, made up too") },
  { NULL },
};

static const PlimField fields[] = {
  {
      .id = "seed",
      .kind = PLIM_FIELD_TEXT,
      .label = N_ ("Variant"),
      .hint = N_ ("Any word: demo accounts with different words show different numbers."),
  },
  {
      .id = "history",
      .kind = PLIM_FIELD_CHOICE,
      .label = N_ ("History"),
      .hint = N_ ("Made when the account is added"),
      .choices = pasts,
  },
  { NULL },
};

static const char *const steps[] = {
  N_ ("Nothing is needed: the numbers are made up from the time of day."),
  NULL,
};

const PlimProvider plim_provider_demo = {
  .id = "demo",
  .name = "Demo",
  .summary = N_ ("Made-up usage, to try Plimsoll without an account"),
  .icon_name = "io.github.plimsoll.Plimsoll-provider-demo-symbolic",
  .fields = fields,
  .steps = steps,
  .interval_s = 60,
  .minimum_interval_s = 30,
  .needs_network = FALSE,
  .parse = parse,
};
