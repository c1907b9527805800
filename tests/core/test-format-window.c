/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "plim-format.h"

#include "fixture.h"

static const PlimFormat used = { .reset_style = PLIM_RESET_COUNTDOWN };
static const PlimFormat left = { .show_left = TRUE, .reset_style = PLIM_RESET_COUNTDOWN };
static const PlimFormat hidden = { .privacy = TRUE, .reset_style = PLIM_RESET_COUNTDOWN };

static void
test_titles_carry_their_scope (void)
{
  PlimUsageWindow window = { .title = (char *) "Week" };

  assert_text (plim_format_window_title (&window), "Week");
  window.scope = (char *) "";
  assert_text (plim_format_window_title (&window), "Week");
  window.scope = (char *) "Opus";
  assert_text (plim_format_window_title (&window), "Week · Opus");
}

static void
test_a_window_without_title_is_named_by_kind (void)
{
  static const char *const titles[] = { "Limit", "Limit", "Balance", "Rate limit", "Budget" };

  for (guint kind = 0; kind < G_N_ELEMENTS (titles); kind++) {
    PlimUsageWindow window = { .kind = (PlimWindowKind) kind, .title = (char *) "" };

    assert_text (plim_format_window_title (&window), titles[kind]);
    window.title = NULL;
    assert_text (plim_format_window_title (&window), titles[kind]);
  }
}

typedef struct {
  double percent, used, limit, remaining;
  const char *value_used, *value_left;
  const char *detail_used, *detail_left;
} Case;

static const Case cases[] = {
  { 57, NAN, NAN, NAN, "57 % used", "43 % left", NULL, NULL },
  { 25, 12.5, 50, NAN, "25 % used", "75 % left", "12.50 of 50.00 USD", "37.50 of 50.00 USD" },
  { 120, 60, 50, NAN, "120 % used", "0 % left", "60.00 of 50.00 USD", "0.00 of 50.00 USD" },
  { 25, NAN, 50, 40, "25 % used", "75 % left", "10.00 of 50.00 USD", "40.00 of 50.00 USD" },
  { 25, 3, NAN, NAN, "25 % used", "75 % left", "3.00 USD used", "3.00 USD used" },
  { 25, NAN, NAN, 9, "25 % used", "75 % left", "9.00 USD left", "9.00 USD left" },
  { NAN, NAN, NAN, 9, "9.00 USD left", "9.00 USD left", NULL, NULL },
  { NAN, 3, NAN, NAN, "3.00 USD used", "3.00 USD used", NULL, NULL },
  { NAN, 3, 0, NAN, "3.00 of 0.00 USD used", "0.00 of 0.00 USD left", NULL, NULL },
  { NAN, NAN, 50, NAN, "unknown", "unknown", NULL, NULL },
  { NAN, NAN, NAN, NAN, "unknown", "unknown", NULL, NULL },
};

static void
test_values_and_details_go_one_way (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    PlimUsageWindow window = { .used_percent = cases[i].percent,
                               .used = cases[i].used,
                               .limit = cases[i].limit,
                               .remaining = cases[i].remaining,
                               .unit = (char *) "USD" };

    g_test_message ("case %u", i);
    assert_text (plim_format_window_value (&used, &window), cases[i].value_used);
    assert_text (plim_format_window_value (&left, &window), cases[i].value_left);
    assert_text (plim_format_window_detail (&used, &window), cases[i].detail_used);
    assert_text (plim_format_window_detail (&left, &window), cases[i].detail_left);
    assert_text (plim_format_window_detail (&hidden, &window), NULL);
  }
}

static void
test_reached_is_said_without_numbers (void)
{
  PlimUsageWindow window = {
    .used_percent = NAN, .used = NAN, .limit = NAN, .remaining = NAN, .limit_reached = TRUE
  };

  assert_text (plim_format_window_value (&used, &window), "limit reached");
}

static PlimAccount *
new_claude (PlimUsageWindow **window)
{
  PlimAccount *account = new_account ("Claude");
  g_autoptr (PlimSnapshot) snapshot = plim_snapshot_new (NOW);

  *window = add_percent (snapshot, "session", 57, NOW + 2 * HOUR + 300);
  (*window)->title = g_strdup ("Session (5 h)");
  give (account, snapshot);
  return account;
}

static void
test_a_line_says_all (void)
{
  PlimUsageWindow *window;
  PlimAccount *account = new_claude (&window);

  assert_text (plim_format_window_line (&used, account, window, NOW),
               "Claude · Session (5 h): 57 % used, resets in 2h 5m");
  assert_text (plim_format_window_line (&left, account, window, NOW),
               "Claude · Session (5 h): 43 % left, resets in 2h 5m");
  window->resets_at = PLIM_TIME_UNKNOWN;
  assert_text (plim_format_window_line (&used, account, window, NOW),
               "Claude · Session (5 h): 57 % used");
  g_assert_finalize_object (account);
}

static void
test_a_stale_line_says_its_age (void)
{
  PlimUsageWindow *window;
  PlimAccount *account = new_claude (&window);

  assert_text (plim_format_window_line (&used, account, window, NOW + HOUR),
               "Claude · Session (5 h): 57 % used, read 1h ago");
  plim_account_set_expected_interval (account, DAY);
  assert_text (plim_format_window_line (&used, account, window, NOW + 3 * HOUR),
               "Claude · Session (5 h): 57 % used, was reset 55m ago");
  g_assert_finalize_object (account);
}

static void
test_privacy_hides_who_it_is (void)
{
  PlimUsageWindow *window;
  PlimAccount *account = new_claude (&window);

  plim_account_set_order (account, 2);
  assert_text (plim_format_label (&used, account), "Claude");
  assert_text (plim_format_label (&hidden, account), "Account 3");
  assert_text (plim_format_identity (&used, "a@example.com"), "a@example.com");
  assert_text (plim_format_identity (&hidden, "a@example.com"), NULL);
  assert_text (plim_format_identity (&used, ""), NULL);
  assert_text (plim_format_identity (&used, NULL), NULL);
  assert_text (plim_format_window_line (&hidden, account, window, NOW),
               "Account 3 · Session (5 h): 57 % used, resets in 2h 5m");
  g_assert_finalize_object (account);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/core/format-window/titles-carry-their-scope", test_titles_carry_their_scope);
  g_test_add_func ("/core/format-window/a-window-without-title-is-named-by-kind",
                   test_a_window_without_title_is_named_by_kind);
  g_test_add_func ("/core/format-window/values-and-details-go-one-way",
                   test_values_and_details_go_one_way);
  g_test_add_func ("/core/format-window/reached-is-said-without-numbers",
                   test_reached_is_said_without_numbers);
  g_test_add_func ("/core/format-window/a-line-says-all", test_a_line_says_all);
  g_test_add_func ("/core/format-window/a-stale-line-says-its-age", test_a_stale_line_says_its_age);
  g_test_add_func ("/core/format-window/privacy-hides-who-it-is", test_privacy_hides_who_it_is);
  return g_test_run ();
}
