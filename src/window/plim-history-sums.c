/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "plim-history-sums.h"

#include "plim-format-chart.h"
#include "plim-history-lines.h"
#include "plim-provider-mark.h"
#include "plim-providers.h"

#include <glib/gi18n-lib.h>

#define BAR_WIDTH 120

static double
get_sum (const PlimHistorySums *sums, guint index)
{
  return index < sums->sums->len ? g_array_index (sums->sums, double, index) : 0;
}

/* Weeks. */

void
plim_history_get_bounds (gint64 now, GTimeZone *zone, gint64 *bounds)
{
  g_autoptr (GDateTime) utc = g_date_time_new_from_unix_utc (now);
  g_autoptr (GDateTime) local = g_date_time_to_timezone (utc, zone);
  g_autoptr (GDateTime) monday =
      g_date_time_add_days (local, 1 - g_date_time_get_day_of_week (local));
  g_autoptr (GDateTime) start =
      g_date_time_new (zone, g_date_time_get_year (monday), g_date_time_get_month (monday),
                       g_date_time_get_day_of_month (monday), 0, 0, 0);
  g_autoptr (GDateTime) last = g_date_time_add_days (start, -7);
  g_autoptr (GDateTime) last_now = g_date_time_add_days (local, -7);

  bounds[0] = g_date_time_to_unix (last);
  bounds[1] = g_date_time_to_unix (last_now);
  bounds[2] = g_date_time_to_unix (start);
  bounds[3] = now;
}

static char *
dup_week_text (const PlimFormat *format, const PlimHistorySums *sums, const char *unit)
{
  g_autofree char *by_now = plim_format_chart_amount (format, get_sum (sums, 0), unit);
  g_autofree char *in_all =
      plim_format_chart_amount (format, get_sum (sums, 0) + get_sum (sums, 1), unit);

  /* Translators: amounts, such as "61 %": what was used last week until this time of the week, and
   * in the whole of last week */
  return g_strdup_printf (_ ("Last week %s by now, %s in all"), by_now, in_all);
}

static GtkWidget *
create_number (const char *text)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_widget_add_css_class (label, "numeric");
  gtk_widget_add_css_class (label, "heading");
  return label;
}

/* More or less than last week; the number beside it says how much. */
static GtkWidget *
create_trend (const PlimHistorySums *sums)
{
  double this_week = get_sum (sums, 2);
  double last_week = get_sum (sums, 0);
  gboolean is_more = this_week > last_week;
  GtkWidget *icon = gtk_image_new_from_icon_name (is_more ? "go-up-symbolic" : "go-down-symbolic");
  const char *text = is_more ? _ ("More than last week") : _ ("Less than last week");

  gtk_widget_set_tooltip_text (icon, text);
  gtk_widget_add_css_class (icon, "dim-label");
  gtk_accessible_update_property (GTK_ACCESSIBLE (icon), GTK_ACCESSIBLE_PROPERTY_LABEL, text, -1);
  return icon;
}

static GtkWidget *
create_week (PlimPresentation *presentation,
             PlimAccount *account,
             PlimAccount *owner,
             const PlimHistorySums *sums)
{
  const PlimFormat *format = plim_presentation_get_format (presentation);
  const PlimUsageWindow *window = plim_history_find_window (owner, sums->window_id);
  const char *unit = sums->percent                            ? NULL
                     : window != NULL && window->unit != NULL ? window->unit
                                                              : "count";
  g_autofree char *title = account != NULL ? plim_history_dup_title (owner, sums->window_id)
                                           : plim_format_label (format, owner);
  g_autofree char *number = plim_format_chart_amount (format, get_sum (sums, 2), unit);
  g_autofree char *before = plim_format_chart_amount (format, get_sum (sums, 0), unit);
  g_autofree char *subtitle = dup_week_text (format, sums, unit);
  GtkWidget *row = adw_action_row_new ();

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), subtitle);
  /* Of what looks the same neither is more. */
  if (!g_str_equal (number, before))
    adw_action_row_add_suffix (ADW_ACTION_ROW (row), create_trend (sums));
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), create_number (number));
  return row;
}

GPtrArray *
plim_history_fill_weeks (AdwPreferencesGroup *group,
                         PlimBusClient *client,
                         PlimPresentation *presentation,
                         PlimAccount *account,
                         const GPtrArray *all)
{
  GPtrArray *rows = g_ptr_array_new ();

  for (guint i = 0; i < all->len; i++) {
    const PlimHistorySums *sums = all->pdata[i];
    PlimAccount *owner = plim_bus_client_find_account (client, sums->account_id);

    if (owner == NULL ||
        !plim_history_is_shown (presentation, account, owner, sums->window_id, sums->percent))
      continue;
    g_ptr_array_add (rows, create_week (presentation, account, owner, sums));
    adw_preferences_group_add (group, rows->pdata[rows->len - 1]);
  }
  return rows;
}

/* Providers. */

typedef struct {
  const PlimProvider *provider; /* (nullable) */
  const char *id;
  double percent;
  guint n_accounts;
} Share;

static Share *
find_share (GArray *shares, PlimAccount *account)
{
  const char *id = plim_account_get_provider_id (account);
  Share new_share = { plim_providers_find (id), id, 0, 0 };

  for (guint i = 0; i < shares->len; i++) {
    if (g_str_equal (g_array_index (shares, Share, i).id, id))
      return &g_array_index (shares, Share, i);
  }
  g_array_append_val (shares, new_share);
  return &g_array_index (shares, Share, shares->len - 1);
}

static int
compare_shares (gconstpointer a, gconstpointer b)
{
  double one = ((const Share *) a)->percent;
  double other = ((const Share *) b)->percent;

  return (one < other) - (one > other);
}

/* (transfer full) (element-type Share): the largest first */
static GArray *
sum_up (PlimBusClient *client, PlimPresentation *presentation, const GPtrArray *all)
{
  GArray *shares = g_array_new (FALSE, FALSE, sizeof (Share));

  for (guint i = 0; i < all->len; i++) {
    const PlimHistorySums *sums = all->pdata[i];
    PlimAccount *owner = plim_bus_client_find_account (client, sums->account_id);
    Share *share;

    if (owner == NULL ||
        !plim_history_is_shown (presentation, NULL, owner, sums->window_id, sums->percent))
      continue;
    share = find_share (shares, owner);
    share->percent += get_sum (sums, 0);
    share->n_accounts++;
  }
  g_array_sort (shares, compare_shares);
  return shares;
}

static GtkWidget *
create_bar (double fraction)
{
  GtkWidget *bar = gtk_level_bar_new ();

  gtk_level_bar_set_value (GTK_LEVEL_BAR (bar), fraction);
  gtk_level_bar_add_offset_value (GTK_LEVEL_BAR (bar), "filled", 1);
  gtk_widget_set_valign (bar, GTK_ALIGN_CENTER);
  gtk_widget_set_size_request (bar, BAR_WIDTH, -1);
  /* The number beside it says the same. */
  g_object_set (bar, "accessible-role", GTK_ACCESSIBLE_ROLE_PRESENTATION, NULL);
  return bar;
}

static GtkWidget *
create_share (PlimPresentation *presentation, const Share *share, double most)
{
  g_autofree char *number =
      plim_format_chart_amount (plim_presentation_get_format (presentation), share->percent, NULL);
  g_autofree char *subtitle = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%u account",
                                                            "%u accounts", share->n_accounts),
                                               share->n_accounts);
  PlimProviderMark *mark = plim_provider_mark_new (share->provider);
  GtkWidget *row = adw_action_row_new ();

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row),
                                 share->provider != NULL ? share->provider->name : share->id);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), subtitle);
  gtk_widget_set_valign (GTK_WIDGET (mark), GTK_ALIGN_CENTER);
  adw_action_row_add_prefix (ADW_ACTION_ROW (row), GTK_WIDGET (mark));
  adw_action_row_add_suffix (ADW_ACTION_ROW (row),
                             create_bar (most > 0 ? share->percent / most : 0));
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), create_number (number));
  gtk_widget_add_css_class (row, "usage-row");
  return row;
}

GPtrArray *
plim_history_fill_providers (AdwPreferencesGroup *group,
                             PlimBusClient *client,
                             PlimPresentation *presentation,
                             const GPtrArray *all)
{
  g_autoptr (GArray) shares = sum_up (client, presentation, all);
  GPtrArray *rows = g_ptr_array_new ();

  for (guint i = 0; i < shares->len; i++) {
    const Share *share = &g_array_index (shares, Share, i);

    g_ptr_array_add (rows,
                     create_share (presentation, share, g_array_index (shares, Share, 0).percent));
    adw_preferences_group_add (group, rows->pdata[i]);
  }
  return rows;
}

/* Hours. */

gboolean
plim_history_get_shares (const GPtrArray *all, double *shares)
{
  guint n_used = 0;

  for (guint i = 0; i < PLIM_HEATMAP_HOURS; i++)
    shares[i] = 0;
  for (guint i = 0; i < all->len; i++) {
    const PlimHistorySums *sums = all->pdata[i];
    double total = 0;

    for (guint j = 0; j < PLIM_HEATMAP_HOURS; j++)
      total += get_sum (sums, j);
    n_used += total > 0;
    for (guint j = 0; j < PLIM_HEATMAP_HOURS && total > 0; j++)
      shares[j] += get_sum (sums, j) / total;
  }
  for (guint i = 0; i < PLIM_HEATMAP_HOURS && n_used > 0; i++)
    shares[i] /= n_used;
  return n_used > 0;
}
