/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "plim-forecast.h"
#include "plim-pace-tick.h"
#include "plim-sample-accounts.h"
#include "plim-usage-row.h"
#include "plim-window-test.h"

#define NOW ((gint64) 1795003200)

typedef struct {
  PlimAccount *account;
  PlimPresentation *presentation;
  GtkWidget *window;
  PlimUsageRow *row;
  GtkLevelBar *bar;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->account = plim_sample_account ("a1", NOW);
  fixture->presentation = plim_window_test_presentation (NOW);
  fixture->window = gtk_window_new ();
  fixture->row = plim_usage_row_new (FALSE);
  gtk_window_set_child (GTK_WINDOW (fixture->window), GTK_WIDGET (fixture->row));
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  gtk_window_destroy (GTK_WINDOW (fixture->window));
  g_assert_finalize_object (fixture->presentation);
  g_assert_finalize_object (fixture->account);
}

static void
show (Fixture *fixture, const char *id)
{
  PlimSnapshot *snapshot = plim_account_get_snapshot (fixture->account);
  GtkWidget *bar;

  plim_usage_row_update (fixture->row, fixture->presentation, fixture->account,
                         plim_snapshot_find_window (snapshot, id));
  bar = plim_window_test_find (GTK_WIDGET (fixture->row), GTK_TYPE_LEVEL_BAR, NULL);
  fixture->bar = GTK_LEVEL_BAR (bar);
}

static void
assert_shows (Fixture *fixture, const char *text)
{
  g_assert_true (plim_window_test_shows (GTK_WIDGET (fixture->row), text));
}

static void
test_used (Fixture *fixture, gconstpointer data)
{
  show (fixture, "session");
  assert_shows (fixture, "57");
  assert_shows (fixture, "used");
  g_assert_cmpfloat_with_epsilon (gtk_level_bar_get_value (fixture->bar), 0.57, 0.001);
}

static void
test_left (Fixture *fixture, gconstpointer data)
{
  g_settings_set_boolean (plim_window_test_get_settings (), PLIM_SETTINGS_SHOW_LEFT, TRUE);
  show (fixture, "session");
  assert_shows (fixture, "43");
  assert_shows (fixture, "left");
  g_assert_cmpfloat_with_epsilon (gtk_level_bar_get_value (fixture->bar), 0.43, 0.001);
}

static void
assert_severity (Fixture *fixture, const char *id, gboolean is_warning, gboolean is_critical)
{
  show (fixture, id);
  g_assert_true (gtk_widget_has_css_class (GTK_WIDGET (fixture->bar), "severity-warning") ==
                 is_warning);
  g_assert_true (gtk_widget_has_css_class (GTK_WIDGET (fixture->bar), "severity-critical") ==
                 is_critical);
}

static void
test_severity (Fixture *fixture, gconstpointer data)
{
  assert_severity (fixture, "session", FALSE, FALSE);
  assert_severity (fixture, "weekly", TRUE, FALSE);
  assert_severity (fixture, "weekly:opus", FALSE, TRUE);
  g_settings_set_boolean (plim_window_test_get_settings (), PLIM_SETTINGS_SHOW_LEFT, TRUE);
  assert_severity (fixture, "session", FALSE, FALSE);
  assert_severity (fixture, "weekly:opus", FALSE, TRUE);
}

static void
test_unknown (Fixture *fixture, gconstpointer data)
{
  show (fixture, "credit");
  g_assert_null (fixture->bar);
  assert_shows (fixture, "3.20");
}

static void
test_stale (Fixture *fixture, gconstpointer data)
{
  plim_presentation_set_now (fixture->presentation, NOW + 86400);
  show (fixture, "weekly:opus");
  g_assert_true (gtk_widget_has_css_class (GTK_WIDGET (fixture->row), "stale"));
  g_assert_false (gtk_widget_has_css_class (GTK_WIDGET (fixture->bar), "severity-critical"));
  show (fixture, "session");
  assert_shows (fixture, "was reset at");
}

static void
test_accessible (Fixture *fixture, gconstpointer data)
{
  GtkAccessible *bar;

  show (fixture, "session");
  bar = GTK_ACCESSIBLE (fixture->bar);
  gtk_test_accessible_assert_role (bar, GTK_ACCESSIBLE_ROLE_METER);
  gtk_test_accessible_assert_property (bar, GTK_ACCESSIBLE_PROPERTY_LABEL, "Session (5 h)");
  g_assert_true (gtk_test_accessible_has_property (bar, GTK_ACCESSIBLE_PROPERTY_VALUE_TEXT));
  gtk_test_accessible_assert_property (bar, GTK_ACCESSIBLE_PROPERTY_VALUE_NOW, 0.57);
}

/* From where the bar's filled part begins, from the left. */
static double
get_fill_start (Fixture *fixture)
{
  GtkWidget *trough = gtk_widget_get_first_child (GTK_WIDGET (fixture->bar));
  graphene_rect_t bounds;

  for (GtkWidget *block = gtk_widget_get_first_child (trough); block != NULL;
       block = gtk_widget_get_next_sibling (block)) {
    if (gtk_widget_has_css_class (block, "filled") &&
        gtk_widget_compute_bounds (block, trough, &bounds))
      return bounds.origin.x;
  }
  g_assert_not_reached ();
}

static void
test_right_to_left (Fixture *fixture, gconstpointer data)
{
  GtkTextDirection direction = *(const GtkTextDirection *) data;

  show (fixture, "session");
  gtk_widget_set_direction (GTK_WIDGET (fixture->row), direction);
  gtk_widget_set_direction (GTK_WIDGET (fixture->bar), direction);
  gtk_widget_set_size_request (fixture->window, 400, 100);
  gtk_window_present (GTK_WINDOW (fixture->window));
  plim_test_wait (gtk_widget_get_width (GTK_WIDGET (fixture->bar)) > 0);
  if (direction == GTK_TEXT_DIR_RTL)
    g_assert_cmpfloat (get_fill_start (fixture), >, 100);
  else
    g_assert_cmpfloat (get_fill_start (fixture), <, 10);
}

static void
foretell (Fixture *fixture, PlimVerdict verdict)
{
  g_autoptr (GHashTable) forecasts = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, g_free);
  PlimForecast *forecast = g_new0 (PlimForecast, 1);

  forecast->verdict = verdict;
  forecast->even_percent = 50;
  g_hash_table_insert (forecasts, (gpointer) "session", forecast);
  plim_account_set_forecasts (fixture->account, forecasts);
  show (fixture, "session");
}

/* Beside each limit it would be noise; on the account's page it is an answer. */
static void
test_forecast (Fixture *fixture, gconstpointer data)
{
  PlimUsageRow *detailed = plim_usage_row_new (TRUE);

  foretell (fixture, PLIM_VERDICT_LASTS);
  assert_shows (fixture, "Lasts until reset");
  foretell (fixture, PLIM_VERDICT_NOT_YET);
  g_assert_false (plim_window_test_shows (GTK_WIDGET (fixture->row), "forecast"));
  g_assert_nonnull (plim_window_test_find (GTK_WIDGET (fixture->row), PLIM_TYPE_PACE_TICK, NULL));

  gtk_window_set_child (GTK_WINDOW (fixture->window), GTK_WIDGET (detailed));
  fixture->row = detailed;
  show (fixture, "session");
  assert_shows (fixture, "No forecast yet");
}

int
main (int argc, char **argv)
{
  static const GtkTextDirection ltr = GTK_TEXT_DIR_LTR, rtl = GTK_TEXT_DIR_RTL;

  plim_window_test_init (&argc, &argv);
#define ADD(path, data, test) g_test_add (path, Fixture, data, set_up, test, tear_down)
  ADD ("/window/usage-row/says-what-is-used", NULL, test_used);
  ADD ("/window/usage-row/says-what-is-left", NULL, test_left);
  ADD ("/window/usage-row/colour-follows-severity-not-direction", NULL, test_severity);
  ADD ("/window/usage-row/unknown-has-no-bar", NULL, test_unknown);
  ADD ("/window/usage-row/stale-looks-stale", NULL, test_stale);
  ADD ("/window/usage-row/bar-has-role-label-and-value", NULL, test_accessible);
  ADD ("/window/usage-row/tells-a-forecast-when-there-is-one", NULL, test_forecast);
  ADD ("/window/usage-row/fills-from-the-left", &ltr, test_right_to_left);
  ADD ("/window/usage-row/fills-from-the-right-in-rtl", &rtl, test_right_to_left);
  return g_test_run ();
}
