/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "plim-history-window.h"

#include "plim-chart-view.h"
#include "plim-heatmap-view.h"
#include "plim-history-clear.h"
#include "plim-history-export.h"
#include "plim-history-lines.h"
#include "plim-history-reader.h"
#include "plim-history-sums.h"
#include "plim-problem.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define DAY_S (24 * (gint64) 3600)

typedef struct {
  const char *name;
  gint64 length_s;
} Range;

static const Range ranges[] = {
  { "day", DAY_S },
  { "week", 7 * DAY_S },
  { "month", 30 * DAY_S },
  { "year", 365 * DAY_S },
};

struct _PlimHistoryWindow {
  AdwWindow parent_instance;
  PlimBusClient *client;
  PlimPresentation *presentation;
  PlimAccount *account; /* (nullable): all accounts */
  GSimpleActionGroup *actions;
  const Range *range;
  gint64 to; /* the end of what is shown */
  PlimHistoryReader *reader;
  GCancellable *saving;
  GPtrArray *views;         /* PlimChartView, borrowed from @charts */
  GPtrArray *week_rows;     /* (nullable) */
  GPtrArray *provider_rows; /* (nullable) */
  AdwWindowTitle *heading;
  AdwToastOverlay *toasts;
  GtkStack *pages;
  AdwStatusPage *problem;
  GtkBox *charts;
  GtkWidget *empty;
  GtkWidget *key;
  AdwPreferencesGroup *providers;
  AdwPreferencesGroup *weeks;
  PlimHeatmapView *hours;
};

G_DEFINE_FINAL_TYPE (PlimHistoryWindow, plim_history_window, ADW_TYPE_WINDOW)

/* @markup: as toasts take it */
static void
tell (PlimHistoryWindow *self, const char *markup)
{
  adw_toast_overlay_add_toast (self->toasts, adw_toast_new (markup));
}

static void
on_failed (PlimHistoryWindow *self, const GError *error)
{
  g_autofree char *sentence = plim_problem_dup_sentence (error, "Plimsoll", NULL);

  adw_status_page_set_description (self->problem, sentence);
  gtk_stack_set_visible_child_name (self->pages, "problem");
}

/* Charts. */

static void
set_saving_enabled (PlimHistoryWindow *self, gboolean enabled)
{
  static const char *const names[] = { "save-csv", "save-json", "save-png" };

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    g_simple_action_set_enabled (G_SIMPLE_ACTION (
                                     g_action_map_lookup_action (G_ACTION_MAP (self->actions),
                                                                 names[i])),
                                 enabled);
}

static const char *
get_chart_title (const PlimChartData *chart)
{
  if (!chart->is_percent)
    /* Translators: the title of a chart of requests, tokens or money, which has no percentages */
    return chart->is_left ? _ ("Amounts Left") : _ ("Amounts Used");
  /* Translators: the title of a chart in percent: how much of the limits is left or used */
  return chart->is_left ? _ ("Left of the Limits") : _ ("Used of the Limits");
}

static PlimChartView *
ensure_view (PlimHistoryWindow *self, guint index)
{
  if (index == self->views->len) {
    g_ptr_array_add (self->views, plim_chart_view_new (self->presentation));
    gtk_box_append (self->charts, self->views->pdata[index]);
  }
  return self->views->pdata[index];
}

static void
on_series (PlimHistoryWindow *self, const GPtrArray *series)
{
  g_autoptr (GPtrArray) charts =
      plim_history_build_charts (self->client, self->presentation, self->account, series,
                                 self->to - self->range->length_s, self->to);
  guint n_charts = charts->len;

  for (guint i = 0; i < n_charts; i++) {
    PlimChartData *chart = charts->pdata[i];

    charts->pdata[i] = NULL;
    plim_chart_view_show (ensure_view (self, i), get_chart_title (chart), chart);
  }
  g_ptr_array_set_free_func (charts, NULL);
  for (; self->views->len > n_charts;
       g_ptr_array_set_size (self->views, (int) self->views->len - 1))
    gtk_box_remove (self->charts, self->views->pdata[self->views->len - 1]);
  gtk_widget_set_visible (GTK_WIDGET (self->charts), n_charts > 0);
  gtk_widget_set_visible (self->key, n_charts > 0);
  gtk_widget_set_visible (self->empty, n_charts == 0);
  set_saving_enabled (self, n_charts > 0);
  gtk_stack_set_visible_child_name (self->pages, "history");
}

/* Sums. */

static void
clear_rows (AdwPreferencesGroup *group, GPtrArray **rows)
{
  for (guint i = 0; *rows != NULL && i < (*rows)->len; i++)
    adw_preferences_group_remove (group, (*rows)->pdata[i]);
  g_clear_pointer (rows, g_ptr_array_unref);
}

static void
on_weeks (PlimHistoryWindow *self, const GPtrArray *all)
{
  clear_rows (self->weeks, &self->week_rows);
  self->week_rows =
      plim_history_fill_weeks (self->weeks, self->client, self->presentation, self->account, all);
  gtk_widget_set_visible (GTK_WIDGET (self->weeks), self->week_rows->len > 0);
}

static void
on_providers (PlimHistoryWindow *self, const GPtrArray *all)
{
  clear_rows (self->providers, &self->provider_rows);
  self->provider_rows =
      plim_history_fill_providers (self->providers, self->client, self->presentation, all);
  gtk_widget_set_visible (GTK_WIDGET (self->providers), self->provider_rows->len > 0);
}

static void
on_hours (PlimHistoryWindow *self, const GPtrArray *all)
{
  double shares[PLIM_HEATMAP_HOURS];

  gtk_widget_set_visible (GTK_WIDGET (self->hours), plim_history_get_shares (all, shares));
  plim_heatmap_view_show (self->hours, self->presentation, shares);
}

static void
read_history (PlimHistoryWindow *self)
{
  const PlimFormat *format = plim_presentation_get_format (self->presentation);
  g_autoptr (GTimeZone) zone =
      format->time_zone != NULL ? g_time_zone_ref (format->time_zone) : g_time_zone_new_local ();

  self->to = plim_presentation_get_now (self->presentation);
  plim_history_reader_read (self->reader, self->to - self->range->length_s, self->to, zone);
}

static void
update_heading (PlimHistoryWindow *self)
{
  g_autofree char *label = NULL;

  if (self->account == NULL) {
    adw_window_title_set_title (self->heading, _ ("History"));
    adw_window_title_set_subtitle (self->heading, _ ("All accounts"));
    gtk_window_set_title (GTK_WINDOW (self), _ ("History"));
    return;
  }
  label = plim_format_label (plim_presentation_get_format (self->presentation), self->account);
  adw_window_title_set_title (self->heading, _ ("History"));
  adw_window_title_set_subtitle (self->heading, label);
  gtk_window_set_title (GTK_WINDOW (self), label);
}

static void
on_presentation_changed (PlimHistoryWindow *self)
{
  update_heading (self);
  read_history (self);
}

static void
on_items_changed (PlimHistoryWindow *self)
{
  /* The account was removed, or the service went away. */
  if (!plim_bus_client_is_connected (self->client) ||
      (self->account != NULL &&
       plim_bus_client_find_account (self->client, plim_account_get_id (self->account)) !=
           self->account))
    gtk_window_close (GTK_WINDOW (self));
}

/* Actions. */

static void
on_range (GSimpleAction *action, GVariant *state, gpointer user_data)
{
  PlimHistoryWindow *self = user_data;

  for (gsize i = 0; i < G_N_ELEMENTS (ranges); i++) {
    if (g_str_equal (ranges[i].name, g_variant_get_string (state, NULL)))
      self->range = &ranges[i];
  }
  g_simple_action_set_state (action, g_variant_new_string (self->range->name));
  read_history (self);
}

static void
on_saved (GtkWindow *window, const GError *error)
{
  g_autofree char *text = NULL;
  g_autofree char *reason = NULL;

  if (error != NULL) {
    reason = g_markup_escape_text (error->message, -1);
    /* Translators: %s is the system's reason, such as "Permission denied" */
    text = g_strdup_printf (_ ("The history could not be saved: %s"), reason);
  }
  tell (PLIM_HISTORY_WINDOW (window), text != NULL ? text : _ ("History saved"));
}

static void
save (PlimHistoryWindow *self, const char *suffix, GBytes *content)
{
  g_autofree char *name = g_strdup_printf ("plimsoll-%s.%s", self->range->name, suffix);

  plim_history_export_save (GTK_WINDOW (self), name, content, self->saving, on_saved);
}

static void
save_text (PlimHistoryWindow *self, const char *suffix, char *(*write) (const GPtrArray *charts))
{
  g_autoptr (GPtrArray) charts = g_ptr_array_new ();
  g_autoptr (GBytes) content = NULL;
  char *text;

  for (guint i = 0; i < self->views->len; i++)
    g_ptr_array_add (charts, (gpointer) plim_chart_view_get_data (self->views->pdata[i]));
  text = write (charts);
  content = g_bytes_new_take (text, strlen (text));
  save (self, suffix, content);
}

static void
on_save_csv (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  save_text (user_data, "csv", plim_chart_data_to_csv);
}

static void
on_save_json (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  save_text (user_data, "json", plim_chart_data_to_json);
}

static void
on_save_png (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  PlimHistoryWindow *self = user_data;
  g_autoptr (GBytes) content = plim_history_export_render (GTK_WIDGET (self->charts));

  if (content != NULL)
    save (self, "png", content);
}

static void
on_cleared (GObject *owner, const GError *error, gpointer data)
{
  PlimHistoryWindow *self = PLIM_HISTORY_WINDOW (owner);
  g_autofree char *sentence =
      error != NULL ? plim_problem_dup_sentence (error, "Plimsoll", NULL) : NULL;

  tell (self, sentence != NULL ? sentence : _ ("History cleared"));
  if (error == NULL && plim_bus_client_is_connected (self->client))
    read_history (self);
}

static void
on_clear (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  PlimHistoryWindow *self = user_data;
  g_autofree char *label =
      self->account != NULL
          ? plim_format_label (plim_presentation_get_format (self->presentation), self->account)
          : NULL;

  plim_history_clear_ask (GTK_WINDOW (self), G_OBJECT (self), self->client,
                          plim_history_window_get_account_id (self), label, on_cleared);
}

static void
add_actions (PlimHistoryWindow *self)
{
  static const GActionEntry entries[] = {
    { "range", NULL, "s", "'week'", on_range },
    { "save-csv", on_save_csv },
    { "save-json", on_save_json },
    { "save-png", on_save_png },
    { "clear", on_clear },
  };

  self->actions = g_simple_action_group_new ();
  g_action_map_add_action_entries (G_ACTION_MAP (self->actions), entries, G_N_ELEMENTS (entries),
                                   self);
  gtk_widget_insert_action_group (GTK_WIDGET (self), "history", G_ACTION_GROUP (self->actions));
  set_saving_enabled (self, FALSE);
}

static void
plim_history_window_dispose (GObject *object)
{
  PlimHistoryWindow *self = PLIM_HISTORY_WINDOW (object);

  if (self->reader != NULL)
    plim_history_reader_cancel (self->reader);
  g_cancellable_cancel (self->saving);
  G_OBJECT_CLASS (plim_history_window_parent_class)->dispose (object);
}

static void
plim_history_window_finalize (GObject *object)
{
  PlimHistoryWindow *self = PLIM_HISTORY_WINDOW (object);

  g_clear_object (&self->reader);
  g_clear_object (&self->saving);
  g_clear_object (&self->actions);
  g_clear_object (&self->client);
  g_clear_object (&self->presentation);
  g_clear_object (&self->account);
  g_clear_pointer (&self->views, g_ptr_array_unref);
  g_clear_pointer (&self->week_rows, g_ptr_array_unref);
  g_clear_pointer (&self->provider_rows, g_ptr_array_unref);
  G_OBJECT_CLASS (plim_history_window_parent_class)->finalize (object);
}

static void
plim_history_window_class_init (PlimHistoryWindowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = plim_history_window_dispose;
  G_OBJECT_CLASS (klass)->finalize = plim_history_window_finalize;
  g_type_ensure (PLIM_TYPE_HEATMAP_VIEW);
  gtk_widget_class_set_template_from_resource (
      widget_class, "/io/github/plimsoll/Plimsoll/Window/plim-history-window.ui");
  gtk_widget_class_bind_template_child (widget_class, PlimHistoryWindow, heading);
  gtk_widget_class_bind_template_child (widget_class, PlimHistoryWindow, toasts);
  gtk_widget_class_bind_template_child (widget_class, PlimHistoryWindow, pages);
  gtk_widget_class_bind_template_child (widget_class, PlimHistoryWindow, problem);
  gtk_widget_class_bind_template_child (widget_class, PlimHistoryWindow, charts);
  gtk_widget_class_bind_template_child (widget_class, PlimHistoryWindow, empty);
  gtk_widget_class_bind_template_child (widget_class, PlimHistoryWindow, key);
  gtk_widget_class_bind_template_child (widget_class, PlimHistoryWindow, providers);
  gtk_widget_class_bind_template_child (widget_class, PlimHistoryWindow, weeks);
  gtk_widget_class_bind_template_child (widget_class, PlimHistoryWindow, hours);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
}

static void
plim_history_window_init (PlimHistoryWindow *self)
{
  self->range = &ranges[1];
  self->views = g_ptr_array_new ();
  self->saving = g_cancellable_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_widget_set_visible (GTK_WIDGET (self->providers), FALSE);
  gtk_widget_set_visible (GTK_WIDGET (self->weeks), FALSE);
  gtk_widget_set_visible (GTK_WIDGET (self->hours), FALSE);
  add_actions (self);
}

static void
watch_reader (PlimHistoryWindow *self)
{
  static const struct {
    const char *signal;
    GCallback callback;
  } answers[] = {
    { "series", G_CALLBACK (on_series) },       { "weeks", G_CALLBACK (on_weeks) },
    { "providers", G_CALLBACK (on_providers) }, { "hours", G_CALLBACK (on_hours) },
    { "failed", G_CALLBACK (on_failed) },
  };

  self->reader = plim_history_reader_new (self->client, self->account);
  for (guint i = 0; i < G_N_ELEMENTS (answers); i++)
    g_signal_connect_object (self->reader, answers[i].signal, answers[i].callback, self,
                             G_CONNECT_SWAPPED);
}

PlimHistoryWindow *
plim_history_window_new (GtkWindow *parent,
                         PlimPresentation *presentation,
                         PlimBusClient *client,
                         const char *account_id)
{
  PlimAccount *account =
      account_id != NULL ? plim_bus_client_find_account (client, account_id) : NULL;
  PlimHistoryWindow *self;

  if (account_id != NULL && account == NULL)
    return NULL;
  self = g_object_new (PLIM_TYPE_HISTORY_WINDOW, "application", gtk_window_get_application (parent),
                       "transient-for", parent, NULL);
  self->client = g_object_ref (client);
  self->presentation = g_object_ref (presentation);
  g_set_object (&self->account, account);
  watch_reader (self);
  g_signal_connect_object (presentation, "changed", G_CALLBACK (on_presentation_changed), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (client, "items-changed", G_CALLBACK (on_items_changed), self,
                           G_CONNECT_SWAPPED);
  update_heading (self);
  read_history (self);
  return self;
}

const char *
plim_history_window_get_account_id (PlimHistoryWindow *self)
{
  g_return_val_if_fail (PLIM_IS_HISTORY_WINDOW (self), NULL);

  return self->account != NULL ? plim_account_get_id (self->account) : NULL;
}
