/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "plim-format.h"

#include "fixture.h"
#include "plim-test-locale.h"

static const PlimFormat used = { .reset_style = PLIM_RESET_BOTH };
static const PlimFormat left = { .show_left = TRUE };
static const PlimFormat hidden = { .privacy = TRUE };

typedef struct {
  double used_percent;
  int used;
  int left;
} Percent;

static const Percent percents[] = {
  { 0, 0, 100 },    { 1e-9, 1, 99 },   { 0.4, 1, 99 },    { 0.5, 1, 99 },  { 1.4, 1, 99 },
  { 56.5, 57, 43 }, { 57.4, 57, 43 },  { 99.4, 99, 1 },   { 99.6, 99, 1 }, { 99.999999, 99, 1 },
  { 100, 100, 0 },  { 100.4, 100, 0 }, { 104.4, 104, 0 }, { 250, 250, 0 }, { 1e300, 99999, 0 },
};

static void
test_full_and_empty_only_when_they_are (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (percents); i++) {
    g_test_message ("%g", percents[i].used_percent);
    g_assert_cmpint (plim_format_percent_number (&used, percents[i].used_percent), ==,
                     percents[i].used);
    g_assert_cmpint (plim_format_percent_number (&left, percents[i].used_percent), ==,
                     percents[i].left);
  }
}

static void
test_bar_number_and_word_agree (void)
{
  const PlimFormat *formats[] = { &used, &left };

  for (guint i = 0; i < G_N_ELEMENTS (percents); i++) {
    for (guint j = 0; j < G_N_ELEMENTS (formats); j++) {
      int number = plim_format_percent_number (formats[j], percents[i].used_percent);
      double fraction = plim_format_fraction (formats[j], percents[i].used_percent);
      g_autofree char *text = g_strdup_printf ("%d %%", number);
      g_autofree char *words = g_strdup_printf ("%d %% %s", number, j == 0 ? "used" : "left");

      g_assert_cmpfloat_with_epsilon (fraction, MIN (number, 100) / 100.0, 1e-12);
      assert_text (plim_format_percent (formats[j], percents[i].used_percent), text);
      assert_text (plim_format_percent_words (formats[j], percents[i].used_percent), words);
    }
  }
}

static void
test_unknown_is_not_zero (void)
{
  g_assert_cmpint (plim_format_percent_number (&used, NAN), ==, -1);
  g_assert_cmpint (plim_format_percent_number (&left, NAN), ==, -1);
  assert_unknown (plim_format_fraction (&used, NAN));
  assert_text (plim_format_percent (&used, NAN), "–");
  assert_text (plim_format_percent_words (&left, NAN), "unknown");
}

static void
test_durations_have_two_units (void)
{
  static const struct {
    gint64 duration_s;
    const char *text;
  } durations[] = {
    { G_MININT64, "0s" },
    { -5, "0s" },
    { 0, "0s" },
    { 45, "45s" },
    { 59, "59s" },
    { 60, "1m" },
    { 12 * 60 + 59, "12m" },
    { HOUR - 1, "59m" },
    { HOUR, "1h" },
    { 3 * HOUR + 53 * 60 + 59, "3h 53m" },
    { DAY - 1, "23h 59m" },
    { DAY, "1d" },
    { DAY + 59 * 60, "1d" },
    { 2 * DAY + 4 * HOUR + 1800, "2d 4h" },
    { 400 * DAY, "400d" },
    { G_MAXINT64, "999999d 15h" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (durations); i++)
    assert_text (plim_format_duration (durations[i].duration_s), durations[i].text);
}

static void
test_ages_are_rough (void)
{
  assert_text (plim_format_age (PLIM_TIME_UNKNOWN, NOW), "never");
  assert_text (plim_format_age (NOW + HOUR, NOW), "just now");
  assert_text (plim_format_age (NOW, NOW), "just now");
  assert_text (plim_format_age (NOW - 59, NOW), "just now");
  assert_text (plim_format_age (NOW - 60, NOW), "1 min ago");
  assert_text (plim_format_age (NOW - 3 * 60 - 20, NOW), "3 min ago");
  assert_text (plim_format_age (NOW - 2 * HOUR - 5 * 60, NOW), "2h 5m ago");
  assert_text (plim_format_age (NOW - 3 * DAY, NOW), "3d ago");
}

static void
test_clocks_name_the_day_when_it_is_another (void)
{
  g_autoptr (GTimeZone) utc = g_time_zone_new_utc ();
  PlimFormat format = { .time_zone = utc };
  PlimFormat format_12h = { .time_zone = utc, .use_12h = TRUE };

  assert_text (plim_format_clock (&format, NOW + 2 * HOUR + 300, NOW), "14:05");
  assert_text (plim_format_clock (&format, NOW - 11 * HOUR, NOW), "01:00");
  assert_text (plim_format_clock (&format, NOW + 12 * HOUR, NOW), "Sat 00:00");
  assert_text (plim_format_clock (&format, NOW + 6 * DAY, NOW), "Thu 12:00");
  assert_text (plim_format_clock (&format, NOW - DAY, NOW), "Thu 12:00");
  assert_text (plim_format_clock (&format, NOW + 7 * DAY, NOW), "27 Nov");
  assert_text (plim_format_clock (&format, NOW + 60 * DAY, NOW), "19 Jan 2027");
  assert_text (plim_format_clock (&format_12h, NOW + 2 * HOUR + 300, NOW), "2:05 PM");
  assert_text (plim_format_clock (&format_12h, NOW + 12 * HOUR, NOW), "Sat 12:00 AM");
  assert_text (plim_format_clock (&format, PLIM_TIME_UNKNOWN, NOW), "unknown");
  assert_text (plim_format_clock (&format, G_MAXINT64, NOW), "unknown");
}

static void
test_clocks_follow_the_time_zone (void)
{
  g_autoptr (GTimeZone) tokyo = g_time_zone_new_identifier ("Asia/Tokyo");
  PlimFormat format = { .time_zone = tokyo };

  if (tokyo == NULL) {
    g_test_skip ("no time zone data");
    return;
  }
  /* It is 21:00 there: three hours later is tomorrow. */
  assert_text (plim_format_clock (&format, NOW + HOUR, NOW), "22:00");
  assert_text (plim_format_clock (&format, NOW + 3 * HOUR, NOW), "Sat 00:00");
}

static void
test_clocks_follow_summer_time (void)
{
  g_autoptr (GTimeZone) berlin = g_time_zone_new_identifier ("Europe/Berlin");
  PlimFormat format = { .time_zone = berlin };
  gint64 before = plim_time_parse ("2026-10-24T22:00:00Z");

  if (berlin == NULL) {
    g_test_skip ("no time zone data");
    return;
  }
  /* Midnight; the night has 25 hours, and 02:30 comes twice. */
  assert_text (plim_format_clock (&format, before, before), "00:00");
  assert_text (plim_format_clock (&format, before + 2 * HOUR + 1800, before), "02:30");
  assert_text (plim_format_clock (&format, before + 3 * HOUR + 1800, before), "02:30");
  assert_text (plim_format_clock (&format, before + 24 * HOUR, before), "23:00");
  assert_text (plim_format_clock (&format, before + 25 * HOUR, before), "Mon 00:00");
}

typedef struct {
  PlimResetStyle style;
  gboolean is_estimated;
  gint64 in_s;
  const char *text;
} Reset;

static const Reset resets[] = {
  { PLIM_RESET_BOTH, FALSE, 2 * HOUR + 300, "resets in 2h 5m, 14:05" },
  { PLIM_RESET_BOTH, FALSE, 2 * DAY, "resets in 2d, Sun 12:00" },
  { PLIM_RESET_BOTH, TRUE, 2 * HOUR + 300, "resets in about 2h 5m, 14:05" },
  { PLIM_RESET_COUNTDOWN, FALSE, 45, "resets in 45s" },
  { PLIM_RESET_COUNTDOWN, TRUE, HOUR, "resets in about 1h" },
  { PLIM_RESET_CLOCK, FALSE, HOUR, "resets at 13:00" },
  { PLIM_RESET_CLOCK, FALSE, DAY, "resets on Sat 12:00" },
  { PLIM_RESET_CLOCK, FALSE, 8 * DAY, "resets on 28 Nov" },
  { PLIM_RESET_CLOCK, TRUE, HOUR, "resets about 13:00" },
  { PLIM_RESET_BOTH, FALSE, 0, "was reset 0s ago" },
  { PLIM_RESET_COUNTDOWN, FALSE, -300, "was reset 5m ago" },
  { PLIM_RESET_CLOCK, FALSE, -300, "was reset at 11:55" },
  { PLIM_RESET_CLOCK, FALSE, -DAY, "was reset on Thu 12:00" },
};

static void
test_resets_follow_the_style (void)
{
  g_autoptr (GTimeZone) utc = g_time_zone_new_utc ();

  for (guint i = 0; i < G_N_ELEMENTS (resets); i++) {
    PlimFormat format = { .reset_style = resets[i].style, .time_zone = utc };
    PlimUsageWindow window = { .resets_at = NOW + resets[i].in_s,
                               .resets_at_estimated = resets[i].is_estimated };

    assert_text (plim_format_reset (&format, &window, NOW), resets[i].text);
  }
}

static void
test_a_reset_that_says_nothing_is_none (void)
{
  PlimUsageWindow unknown = { .resets_at = PLIM_TIME_UNKNOWN };
  PlimUsageWindow refilled = { .resets_at = NOW - 1, .kind = PLIM_WINDOW_RATE };

  assert_text (plim_format_reset (&used, &unknown, NOW), NULL);
  assert_text (plim_format_reset (&used, &refilled, NOW), NULL);
}

static void
test_an_age_follows_the_style (void)
{
  g_autoptr (GTimeZone) utc = g_time_zone_new_utc ();
  PlimFormat clock = { .reset_style = PLIM_RESET_CLOCK, .time_zone = utc };

  assert_text (plim_format_collected (&used, NOW - HOUR, NOW), "read 1h ago");
  assert_text (plim_format_collected (&clock, NOW - HOUR, NOW), "as of 11:00");
  assert_text (plim_format_collected (&clock, NOW - DAY, NOW), "as of Thu 12:00");
}

typedef struct {
  double amount;
  const char *unit;
  const char *text;
} Amount;

static void
assert_amounts (const Amount *amounts, gsize n)
{
  for (gsize i = 0; i < n; i++)
    assert_text (plim_format_amount (&used, amounts[i].amount, amounts[i].unit), amounts[i].text);
}

static const Amount plain_amounts[] = {
  { 12.34, "USD", "12.34 USD" },
  { 12, "EUR", "12.00 EUR" },
  { -3.456, "USD", "-3.46 USD" },
  { 0, "USD", "0.00 USD" },
  { 0.0034, "USD", "0.0034 USD" },
  { 1500, "JPY", "1500 JPY" },
  { 0, "requests", "0 requests" },
  { 1, "requests", "1 request" },
  { 2, "requests", "2 requests" },
  { 1, "tokens", "1 token" },
  { 12.5, "credits", "12.50 credits" },
  { 0.5, "hours", "0.5 hours" },
  { 1.04, "hours", "1.0 hours" },
  { 1, "hours", "1 hour" },
  { 1.5, "hours", "1.5 hours" },
  { 7, "count", "7" },
  { 7.25, NULL, "7.25" },
  { 7, "seats", "7 seats" },
  { NAN, "USD", "–" },
  { INFINITY, "tokens", "–" },
};

static void
test_amounts_carry_their_unit (void)
{
  assert_amounts (plain_amounts, G_N_ELEMENTS (plain_amounts));
  assert_text (plim_format_amount_of (&used, 12.34, 50, "USD"), "12.34 of 50.00 USD");
  assert_text (plim_format_amount_of (&used, 3, 1, "requests"), "3 of 1 request");
}

/* French has "1,5 heure" and "2,5 heures", English "1.5 hours" and "2.5 hours". */
static void
test_fractions_take_the_plural_of_each_language (void)
{
  g_assert_cmpuint (plim_format_get_plural (1), ==, 1);
  g_assert_cmpuint (plim_format_get_plural (-1), ==, 1);
  g_assert_cmpuint (plim_format_get_plural (0.5), ==, 0);
  g_assert_cmpuint (plim_format_get_plural (1.5), ==, 0);
  g_assert_cmpuint (plim_format_get_plural (2.5), >, 1);
  g_assert_cmpuint (plim_format_get_plural (1e12), >, 1);
  g_assert_cmpuint (plim_format_get_plural (NAN), ==, 0);
}

static void
test_privacy_hides_amounts (void)
{
  assert_text (plim_format_amount (&hidden, 12.34, "USD"), "•••");
  assert_text (plim_format_amount (&hidden, 3, "requests"), "•••");
  assert_text (plim_format_amount_of (&hidden, 12.34, 50, "USD"), "•••");
}

static const Amount german_amounts[] = {
  { 1234567.891, "USD", "1.234.567,89 USD" },
  { 1234, "requests", "1.234 requests" },
  { 0.5, "hours", "0,5 hours" },
  { -1234.5, NULL, "-1.234,50" },
};

static void
test_numbers_are_written_as_the_locale_does (void)
{
  g_autoptr (GTimeZone) utc = g_time_zone_new_utc ();
  PlimFormat format = { .time_zone = utc };

  if (!plim_test_locale_use ("de_DE"))
    return;
  assert_amounts (german_amounts, G_N_ELEMENTS (german_amounts));
  assert_text (plim_format_clock (&format, NOW + DAY, NOW), "Sa 12:00");
  plim_test_locale_leave ();
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  plim_test_locale_leave ();
  g_test_add_func ("/core/format/full-and-empty-only-when-they-are",
                   test_full_and_empty_only_when_they_are);
  g_test_add_func ("/core/format/bar-number-and-word-agree", test_bar_number_and_word_agree);
  g_test_add_func ("/core/format/unknown-is-not-zero", test_unknown_is_not_zero);
  g_test_add_func ("/core/format/durations-have-two-units", test_durations_have_two_units);
  g_test_add_func ("/core/format/ages-are-rough", test_ages_are_rough);
  g_test_add_func ("/core/format/clocks-name-the-day-when-it-is-another",
                   test_clocks_name_the_day_when_it_is_another);
  g_test_add_func ("/core/format/clocks-follow-the-time-zone", test_clocks_follow_the_time_zone);
  g_test_add_func ("/core/format/clocks-follow-summer-time", test_clocks_follow_summer_time);
  g_test_add_func ("/core/format/resets-follow-the-style", test_resets_follow_the_style);
  g_test_add_func ("/core/format/a-reset-that-says-nothing-is-none",
                   test_a_reset_that_says_nothing_is_none);
  g_test_add_func ("/core/format/an-age-follows-the-style", test_an_age_follows_the_style);
  g_test_add_func ("/core/format/amounts-carry-their-unit", test_amounts_carry_their_unit);
  g_test_add_func ("/core/format/privacy-hides-amounts", test_privacy_hides_amounts);
  g_test_add_func ("/core/format/fractions-take-the-plural-of-each-language",
                   test_fractions_take_the_plural_of_each_language);
  g_test_add_func ("/core/format/numbers-are-written-as-the-locale-does",
                   test_numbers_are_written_as_the_locale_does);
  return g_test_run ();
}
