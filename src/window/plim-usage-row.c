/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "plim-usage-row.h"

#include "plim-pace-tick.h"

#include <glib/gi18n-lib.h>
#include <math.h>

struct _PlimUsageRow {
  GtkBox parent_instance;
  GtkLabel *title;
  GtkLabel *value;
  GtkWidget *gauge;
  GtkLevelBar *bar;
  PlimPaceTick *tick;
  GtkWidget *details;
  GtkLabel *reset;
  GtkLabel *detail;
  GtkLabel *forecast;
  GtkLabel *provenance;
  gboolean is_detailed;
};

G_DEFINE_FINAL_TYPE (PlimUsageRow, plim_usage_row, GTK_TYPE_BOX)

static void
show_text (GtkLabel *label, const char *text)
{
  gtk_label_set_text (label, text != NULL ? text : "");
  gtk_widget_set_visible (GTK_WIDGET (label), text != NULL);
}

static void
set_class (GtkWidget *widget, const char *name, gboolean on)
{
  if (on)
    gtk_widget_add_css_class (widget, name);
  else
    gtk_widget_remove_css_class (widget, name);
}

static char *
dup_reset_text (PlimPresentation *presentation, PlimAccount *account, const PlimUsageWindow *window)
{
  const PlimFormat *format = plim_presentation_get_format (presentation);
  gint64 now = plim_presentation_get_now (presentation);
  g_autofree char *clock = NULL;

  if (!plim_usage_window_is_past_reset (window, now))
    return plim_format_reset (format, window, now);

  clock = plim_format_clock (format, window->resets_at, now);
  /* Translators: %s is a clock time, such as "14:05" or "Fri 14:05" */
  return g_strdup_printf (_ ("was reset at %s and not read since"), clock);
}

/* Colour says what the number says, never more: an old number is not shown as urgent. */
static void
update_severity (PlimUsageRow *self, PlimSeverity severity, gboolean is_stale)
{
  gboolean is_warning = severity == PLIM_SEVERITY_WARNING && !is_stale;
  gboolean is_critical = severity == PLIM_SEVERITY_CRITICAL && !is_stale;

  set_class (GTK_WIDGET (self), "stale", is_stale);
  set_class (GTK_WIDGET (self->bar), "severity-warning", is_warning);
  set_class (GTK_WIDGET (self->bar), "severity-critical", is_critical);
  set_class (GTK_WIDGET (self->value), "severity-warning", is_warning);
  set_class (GTK_WIDGET (self->value), "severity-critical", is_critical);
}

/* The tick stands where an even pace would be now; what is left counts from the other end. */
static void
update_tick (PlimUsageRow *self, const PlimFormat *format, double even_percent)
{
  double fraction = even_percent / 100;

  if (isnan (fraction)) {
    gtk_widget_set_visible (GTK_WIDGET (self->tick), FALSE);
    return;
  }
  plim_pace_tick_set_fraction (self->tick, format->show_left ? 1 - fraction : fraction);
  gtk_widget_set_visible (GTK_WIDGET (self->tick), TRUE);
}

/* A number that is not current foretells nothing. */
static void
update_forecast (PlimUsageRow *self,
                 PlimPresentation *presentation,
                 const PlimForecast *forecast,
                 const PlimUsageWindow *window,
                 gboolean is_stale)
{
  const PlimFormat *format = plim_presentation_get_format (presentation);
  gboolean is_shown = forecast != NULL && !is_stale;
  /* That nothing can be told yet is no news beside each limit. */
  gboolean is_told = is_shown && (self->is_detailed || forecast->verdict != PLIM_VERDICT_NOT_YET);
  g_autofree char *text = is_told ? plim_format_forecast (format, forecast, window,
                                                          plim_presentation_get_now (presentation))
                                  : NULL;

  show_text (self->forecast, text);
  update_tick (self, format, is_shown ? forecast->even_percent : NAN);
}

static void
plim_usage_row_class_init (PlimUsageRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  g_type_ensure (PLIM_TYPE_PACE_TICK);
  gtk_widget_class_set_template_from_resource (
      widget_class, "/io/github/plimsoll/Plimsoll/Window/plim-usage-row.ui");
  gtk_widget_class_bind_template_child (widget_class, PlimUsageRow, title);
  gtk_widget_class_bind_template_child (widget_class, PlimUsageRow, value);
  gtk_widget_class_bind_template_child (widget_class, PlimUsageRow, gauge);
  gtk_widget_class_bind_template_child (widget_class, PlimUsageRow, bar);
  gtk_widget_class_bind_template_child (widget_class, PlimUsageRow, tick);
  gtk_widget_class_bind_template_child (widget_class, PlimUsageRow, details);
  gtk_widget_class_bind_template_child (widget_class, PlimUsageRow, reset);
  gtk_widget_class_bind_template_child (widget_class, PlimUsageRow, detail);
  gtk_widget_class_bind_template_child (widget_class, PlimUsageRow, forecast);
  gtk_widget_class_bind_template_child (widget_class, PlimUsageRow, provenance);
}

static void
plim_usage_row_init (PlimUsageRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  /* The bar's own levels colour by length; ours colours by severity. */
  gtk_level_bar_remove_offset_value (self->bar, GTK_LEVEL_BAR_OFFSET_LOW);
  gtk_level_bar_remove_offset_value (self->bar, GTK_LEVEL_BAR_OFFSET_HIGH);
  gtk_level_bar_remove_offset_value (self->bar, GTK_LEVEL_BAR_OFFSET_FULL);
}

PlimUsageRow *
plim_usage_row_new (gboolean is_detailed)
{
  PlimUsageRow *self = g_object_new (PLIM_TYPE_USAGE_ROW, NULL);

  self->is_detailed = is_detailed;
  gtk_widget_set_visible (GTK_WIDGET (self->provenance), is_detailed);
  return self;
}

static const char *
describe_provenance (const PlimUsageWindow *window)
{
  switch (window->provenance) {
  case PLIM_PROVENANCE_REPORTED:
    return _ ("as the provider reports it");
  case PLIM_PROVENANCE_DERIVED:
    return _ ("worked out from amounts that the provider reports");
  case PLIM_PROVENANCE_ESTIMATED:
  default:
    return _ ("an estimate");
  }
}

void
plim_usage_row_update (PlimUsageRow *self,
                       PlimPresentation *presentation,
                       PlimAccount *account,
                       const PlimUsageWindow *window)
{
  const PlimFormat *format = plim_presentation_get_format (presentation);
  const PlimThresholds *thresholds = plim_presentation_get_thresholds (presentation);
  const PlimForecast *forecast = plim_account_get_forecast (account, window->id);
  g_autofree char *title = plim_format_window_title (window);
  g_autofree char *value = plim_format_window_value (format, window);
  g_autofree char *reset = dup_reset_text (presentation, account, window);
  g_autofree char *detail = plim_format_window_detail (format, window);
  double fraction = plim_format_fraction (format, window->used_percent);
  gboolean is_stale =
      plim_account_is_window_stale (account, window, plim_presentation_get_now (presentation));

  gtk_label_set_text (self->title, title);
  gtk_label_set_text (self->value, value);
  show_text (self->reset, reset);
  show_text (self->detail, detail);
  update_forecast (self, presentation, forecast, window, is_stale);
  if (self->is_detailed)
    gtk_label_set_text (self->provenance, describe_provenance (window));
  gtk_widget_set_visible (self->details, reset != NULL || detail != NULL);
  gtk_widget_set_visible (self->gauge, !isnan (fraction));
  gtk_level_bar_set_value (self->bar, isnan (fraction) ? 0 : fraction);
  update_severity (self,
                   plim_severity_of (window, forecast, thresholds,
                                     plim_presentation_get_now (presentation)),
                   is_stale);

  gtk_accessible_update_property (GTK_ACCESSIBLE (self->bar), GTK_ACCESSIBLE_PROPERTY_LABEL, title,
                                  GTK_ACCESSIBLE_PROPERTY_VALUE_TEXT, value, -1);
}
