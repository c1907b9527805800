/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "plim-fold.h"

/* A percentage that falls by less, in hundredths, was corrected, not reset. */
#define MAX_CORRECTION 100

static gboolean
is_past_reset (const PlimFold *self, gint64 at)
{
  return self->resets_at != PLIM_TIME_UNKNOWN && self->resets_at > self->last_at &&
         self->resets_at <= at;
}

/* After a reset a percentage counts from nothing. */
static void
compare_percent (const PlimFold *self, gint64 at, double percent_e2, double *used, gint64 *reset_at)
{
  double change = percent_e2 - self->last.number;

  if (is_past_reset (self, at)) {
    *reset_at = self->resets_at;
    *used = percent_e2;
  } else if (change < -MAX_CORRECTION) {
    *reset_at = at;
  } else {
    *used = MAX (change, 0);
  }
}

/* More of what remains is a top-up; less of what was used begins anew. */
static void
compare_value (const PlimFold *self, gint64 at, double value, double *used, gint64 *reset_at)
{
  double change = self->falls ? self->last.number - value : value - self->last.number;

  if (change < 0)
    *reset_at = is_past_reset (self, at) ? self->resets_at : at;
  *used = MAX (change, 0);
}

void
plim_fold_step (
    PlimFold *self, gint64 at, PlimAmount amount, gint64 resets_at, double *used, gint64 *reset_at)
{
  *used = 0;
  *reset_at = PLIM_TIME_UNKNOWN;
  if (self->has_last && self->last.is_percent == amount.is_percent) {
    if (amount.is_percent)
      compare_percent (self, at, amount.number, used, reset_at);
    else
      compare_value (self, at, amount.number, used, reset_at);
  }
  self->has_last = TRUE;
  self->last = amount;
  self->last_at = at;
  self->resets_at = resets_at;
}

void
plim_bucket_begin (PlimBucket *self, double amount)
{
  *self = (PlimBucket){ .low = amount, .high = amount, .last = amount };
}

void
plim_bucket_add (PlimBucket *self, double low, double high, double last, double used)
{
  self->low = MIN (self->low, low);
  self->high = MAX (self->high, high);
  self->last = last;
  self->used += used;
}

void
plim_amount_bind (sqlite3_stmt *statement, int index, PlimAmount amount)
{
  if (amount.is_percent)
    sqlite3_bind_int64 (statement, index, (sqlite3_int64) amount.number);
  else
    sqlite3_bind_double (statement, index, amount.number);
}

PlimAmount
plim_sample_amount (sqlite3_stmt *statement, int column)
{
  gboolean is_percent = sqlite3_column_type (statement, column) != SQLITE_NULL;

  return (PlimAmount){ .is_percent = is_percent,
                       .number =
                           sqlite3_column_double (statement, is_percent ? column : column + 1) };
}

gint64
plim_sample_resets_at (sqlite3_stmt *statement, int column, gint64 at)
{
  return sqlite3_column_type (statement, column) != SQLITE_NULL
             ? at + sqlite3_column_int64 (statement, column)
             : PLIM_TIME_UNKNOWN;
}
