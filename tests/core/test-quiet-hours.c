/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "plim-quiet-hours.h"

#define AT(hour, minute) ((hour) *60 + (minute))

/* What is quiet, and when it is asked, both in the zone's time; an empty end: it is not quiet. */
static const struct {
  const char *zone;
  guint from;
  guint to;
  const char *now;
  const char *end;
} rows[] = {
  { "UTC", AT (22, 0), AT (7, 0), "2026-11-21T21:59:59Z", "" },
  { "UTC", AT (22, 0), AT (7, 0), "2026-11-21T22:00:00Z", "2026-11-22T07:00:00Z" },
  { "UTC", AT (22, 0), AT (7, 0), "2026-11-21T23:59:59Z", "2026-11-22T07:00:00Z" },
  { "UTC", AT (22, 0), AT (7, 0), "2026-11-22T00:00:00Z", "2026-11-22T07:00:00Z" },
  { "UTC", AT (22, 0), AT (7, 0), "2026-11-22T06:59:59Z", "2026-11-22T07:00:00Z" },
  { "UTC", AT (22, 0), AT (7, 0), "2026-11-22T07:00:00Z", "" },
  /* Within a day. */
  { "UTC", AT (12, 30), AT (13, 15), "2026-11-21T12:29:00Z", "" },
  { "UTC", AT (12, 30), AT (13, 15), "2026-11-21T12:30:00Z", "2026-11-21T13:15:00Z" },
  { "UTC", AT (12, 30), AT (13, 15), "2026-11-21T13:15:00Z", "" },
  { "UTC", AT (22, 0), AT (0, 0), "2026-11-21T23:00:00Z", "2026-11-22T00:00:00Z" },
  { "UTC", AT (0, 0), AT (6, 0), "2026-11-21T00:00:00Z", "2026-11-21T06:00:00Z" },
  /* None, and nonsense, which ends all the same. */
  { "UTC", AT (8, 0), AT (8, 0), "2026-11-21T08:00:00Z", "" },
  /* Over the end of the year. */
  { "UTC", AT (22, 0), AT (7, 0), "2026-12-31T23:30:00Z", "2027-01-01T07:00:00Z" },
  /* A zone of its own: it is 22:30 there. */
  { "Asia/Kolkata", AT (22, 0), AT (7, 0), "2026-11-21T17:00:00Z", "2026-11-22T01:30:00Z" },
  /* The clock goes forward at 2:00: the night has eight hours. */
  { "Europe/Berlin", AT (22, 0), AT (7, 0), "2026-03-28T21:00:00Z", "2026-03-29T05:00:00Z" },
  { "Europe/Berlin", AT (22, 0), AT (7, 0), "2026-03-29T01:00:00Z", "2026-03-29T05:00:00Z" },
  /* The end is a time that this night has not: it is over when the clock passes it. */
  { "Europe/Berlin", AT (22, 0), AT (2, 30), "2026-03-29T00:30:00Z", "2026-03-29T01:00:00Z" },
  /* The clock goes back at 3:00: ten hours. */
  { "Europe/Berlin", AT (22, 0), AT (7, 0), "2026-10-24T20:00:00Z", "2026-10-25T06:00:00Z" },
  /* The end comes twice: 2:15 for the first and for the second time. */
  { "Europe/Berlin", AT (1, 0), AT (2, 30), "2026-10-25T01:15:00Z", "2026-10-25T01:30:00Z" },
};

static void
test_table (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autoptr (GTimeZone) zone = g_time_zone_new_identifier (rows[i].zone);
    g_autoptr (GDateTime) now = g_date_time_new_from_iso8601 (rows[i].now, NULL);
    g_autoptr (GDateTime) end = g_date_time_new_from_iso8601 (rows[i].end, NULL);
    gint64 expected = end != NULL ? g_date_time_to_unix (end) : PLIM_TIME_UNKNOWN;

    g_assert_nonnull (zone);
    g_test_message ("%s %u–%u at %s", rows[i].zone, rows[i].from, rows[i].to, rows[i].now);
    g_assert_cmpint (plim_quiet_hours_get_end (rows[i].from, rows[i].to, zone,
                                               g_date_time_to_unix (now)),
                     ==, expected);
  }
}

/* Whoever waits for the end is out of them in the end, at any time of a year and in any zone. */
static void
test_they_end (void)
{
  static const char *const zones[] = { "UTC", "Europe/Berlin", "America/St_Johns",
                                       "Australia/Lord_Howe", "Africa/Cairo" };
  for (guint run = 0; run < 20000; run++) {
    const char *name = zones[g_test_rand_int_range (0, G_N_ELEMENTS (zones))];
    g_autoptr (GTimeZone) zone = g_time_zone_new_identifier (name);
    guint from = (guint) g_test_rand_int_range (0, 24 * 60);
    guint to = (guint) g_test_rand_int_range (0, 24 * 60);
    gint64 begin = 1767225600 + g_test_rand_int_range (0, 366 * 24 * 3600), now = begin;
    guint n_waits = 0;

    for (gint64 end; (end = plim_quiet_hours_get_end (from, to, zone, now)) != PLIM_TIME_UNKNOWN;
         now = end) {
      g_assert_cmpint (end, >, now);
      g_assert_cmpint (end, <=, begin + 25 * 3600);
      g_assert_cmpuint (++n_waits, <=, 61);
    }
  }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/core/quiet-hours/are-as-the-table-says", test_table);
  g_test_add_func ("/core/quiet-hours/end-at-any-time", test_they_end);
  return g_test_run ();
}
