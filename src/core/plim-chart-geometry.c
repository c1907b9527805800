/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "plim-chart-geometry.h"

#include <math.h>

typedef struct {
  const PlimSeries *series;
  gint64 from;
  gint64 to;
  guint gap;   /* the first that ends after what was put last */
  guint reset; /* the first that was not met yet */
  gboolean is_reset;
  GArray *steps;
} Stepping;

static const PlimSeriesPoint *
get_point (const PlimSeries *series, guint index)
{
  return index < series->points->len ? &g_array_index (series->points, PlimSeriesPoint, index)
                                     : NULL;
}

static void
append_step (Stepping *self, PlimChartStep step)
{
  const PlimChartStep *before =
      self->steps->len > 0 ? &g_array_index (self->steps, PlimChartStep, self->steps->len - 1)
                           : NULL;

  step.is_joined = before != NULL && before->to == step.from && !self->is_reset;
  self->is_reset = FALSE;
  g_array_append_val (self->steps, step);
}

/* The stretch without the gaps in it. */
static void
put_stretch (Stepping *self, PlimChartStep stretch)
{
  GArray *gaps = self->series->gaps;
  gint64 end = MIN (stretch.to, self->to);
  gint64 at = MAX (stretch.from, self->from);
  gboolean is_moment = at == end;

  for (; self->gap < gaps->len; self->gap++) {
    PlimSeriesGap gap = g_array_index (gaps, PlimSeriesGap, self->gap);

    if (gap.from >= end)
      break;
    if (gap.to <= at)
      continue;
    stretch.from = at;
    stretch.to = gap.from;
    if (stretch.from < stretch.to)
      append_step (self, stretch);
    at = gap.to;
    if (gap.to >= end)
      break;
  }
  stretch.from = at;
  stretch.to = end;
  if (at < end || (at == end && is_moment))
    append_step (self, stretch);
}

static guint
count_resets (const Stepping *self, gint64 until)
{
  guint count = 0;

  while (self->reset + count < self->series->resets->len &&
         g_array_index (self->series->resets, gint64, self->reset + count) < until)
    count++;
  return count;
}

/* A point that stands for some time may have been reset in it; not when what it read last is its
 * peak, or its trough: that was before the reset. */
static gint64
get_own_end (const PlimSeries *series, const PlimSeriesPoint *point, gint64 end)
{
  gboolean may_be_reset = series->falls ? point->last > point->low : point->last < point->high;

  return may_be_reset ? MIN (point->at + series->step_s, end) : point->at;
}

/* Of the part of a point before its reset: from where the line was to the peak, or the trough. */
static void
set_part_before (Stepping *self, PlimChartStep *step)
{
  double before = self->steps->len > 0
                      ? g_array_index (self->steps, PlimChartStep, self->steps->len - 1).value
                      : step->value;

  step->last = step->value;
  step->low = MAX (step->low, MIN (before, step->value));
  step->high = MIN (step->high, MAX (before, step->value));
}

/* After a reset. */
static void
set_level (PlimChartStep *step, gint64 end, double amount)
{
  *step = (PlimChartStep){
    .from = step->to, .to = end, .value = amount, .last = amount, .low = amount, .high = amount
  };
}

static void
put_point (Stepping *self, const PlimSeriesPoint *point, const PlimSeriesPoint *next, gint64 end)
{
  PlimChartStep step = { .from = point->at,
                         .to = end,
                         .value = point->last,
                         .last = point->last,
                         .low = point->low,
                         .high = point->high };
  guint n_own = count_resets (self, get_own_end (self->series, point, end));

  if (n_own == 1) {
    step.to = g_array_index (self->series->resets, gint64, self->reset);
    step.value = self->series->falls ? point->low : point->high;
    set_part_before (self, &step);
    put_stretch (self, step);
    set_level (&step, end, point->last);
    self->is_reset = TRUE;
  } else if (n_own > 1) {
    step.value = self->series->falls ? point->low : point->high;
  }
  self->reset += n_own;
  /* It held until it was reset, and what was read next came with that. */
  for (; count_resets (self, end) > 0; self->reset++) {
    step.to = g_array_index (self->series->resets, gint64, self->reset);
    put_stretch (self, step);
    if (next == NULL)
      return;
    set_level (&step, end, next->low);
    self->is_reset = TRUE;
  }
  put_stretch (self, step);
  /* A reset at the very moment of the next point. */
  if (next != NULL && count_resets (self, end + 1) > 0)
    self->is_reset = TRUE;
}

static void
turn (GArray *steps)
{
  for (guint i = 0; i < steps->len; i++) {
    PlimChartStep *step = &g_array_index (steps, PlimChartStep, i);
    double low = step->low;

    step->value = MAX (0, 100 - step->value);
    step->last = MAX (0, 100 - step->last);
    step->low = MAX (0, 100 - step->high);
    step->high = MAX (0, 100 - low);
  }
}

GArray *
plim_chart_get_steps (const PlimSeries *series, gint64 from, gint64 to, gboolean show_left)
{
  Stepping self = { .series = series, .from = from, .to = to };
  const PlimSeriesPoint *point;

  self.steps = g_array_new (FALSE, FALSE, sizeof (PlimChartStep));
  for (guint i = 0; (point = get_point (series, i)) != NULL && point->at <= to; i++) {
    const PlimSeriesPoint *next = get_point (series, i + 1);
    gint64 end = next != NULL ? next->at : MAX (series->known_until, point->at);

    /* A reset at the moment itself, or before the first, is no part of it. */
    self.reset += count_resets (&self, point->at + 1);
    if (end >= from)
      put_point (&self, point, next, end);
  }
  if (show_left && series->percent && !series->falls)
    turn (self.steps);
  return self.steps;
}

GArray *
plim_chart_get_marks (const PlimSeries *series, gint64 from, gint64 to, guint max)
{
  GArray *marks = g_array_new (FALSE, FALSE, sizeof (gint64));

  for (guint i = 0; i < series->resets->len; i++) {
    gint64 at = g_array_index (series->resets, gint64, i);

    if (at >= from && at <= to)
      g_array_append_val (marks, at);
  }
  if (marks->len > max)
    g_array_set_size (marks, 0);
  return marks;
}

static gint64
get_distance (const PlimChartStep *step, gint64 at)
{
  if (at < step->from)
    return step->from - at;
  return at < step->to || at == step->from ? 0 : at - step->to + 1;
}

const PlimChartStep *
plim_chart_find_step (const GArray *steps, gint64 at, gint64 reach_s)
{
  guint first = 0, last = steps->len;
  const PlimChartStep *best = NULL;

  /* The first that begins after it, and the one before. */
  while (first < last) {
    guint middle = (first + last) / 2;

    if (g_array_index (steps, PlimChartStep, middle).from <= at)
      first = middle + 1;
    else
      last = middle;
  }
  for (guint i = first > 0 ? first - 1 : 0; i <= first && i < steps->len; i++) {
    const PlimChartStep *step = &g_array_index (steps, PlimChartStep, i);

    if (get_distance (step, at) <= reach_s &&
        (best == NULL || get_distance (step, at) < get_distance (best, at)))
      best = step;
  }
  return best;
}

double
plim_chart_get_highest (const GArray *steps)
{
  double highest = 0;

  for (guint i = 0; i < steps->len; i++)
    highest = MAX (highest, g_array_index (steps, PlimChartStep, i).high);
  return highest;
}

/* 1, 2, 2.5 or 5 times a power of ten, not below @number. */
static double
round_up (double number)
{
  static const double factors[] = { 1, 2, 2.5, 5 };
  double power = pow (10, floor (log10 (number)));

  for (guint i = 0; i < G_N_ELEMENTS (factors); i++) {
    if (factors[i] * power >= number * (1 - 1e-9))
      return factors[i] * power;
  }
  return 10 * power;
}

double
plim_chart_choose_top (double highest, gboolean percent)
{
  double step;

  if (percent && highest <= 100)
    return 100;
  if (!isfinite (highest) || highest <= 0)
    return 1;
  step = percent ? MAX (25, round_up (highest / 4)) : round_up (highest / 4);
  return step * ceil (highest / step * (1 - 1e-9));
}

double
plim_chart_choose_value_step (double top, guint max_lines)
{
  if (!isfinite (top) || top <= 0)
    return 1;
  /* A half and a quarter divide a hundred well, a fifth does not. */
  if (fmod (top, 100) < 1e-9 && max_lines < 5)
    return top / (max_lines >= 4 ? 4 : max_lines >= 2 ? 2 : 1);
  return round_up (top / MAX (max_lines, 1));
}

double
plim_chart_frame_get_x (const PlimChartFrame *self, gint64 at)
{
  if (self->to <= self->from)
    return self->x;
  return self->x + self->width * (double) (at - self->from) / (double) (self->to - self->from);
}

double
plim_chart_frame_get_y (const PlimChartFrame *self, double amount)
{
  return self->y + self->height * (1 - amount / self->top);
}

gint64
plim_chart_frame_get_at (const PlimChartFrame *self, double x)
{
  double share = self->width > 0 ? CLAMP ((x - self->x) / self->width, 0, 1) : 0;

  return self->from + (gint64) round (share * (double) (self->to - self->from));
}
