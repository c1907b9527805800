/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "plim-time.h"
#include <sqlite3.h>

G_BEGIN_DECLS

/* Private: what samples in a row tell: pure, shared by roll-up and charts. */

/** PlimAmount: a percentage in hundredths, or a value; what an ANY column holds */
typedef struct {
  gboolean is_percent;
  double number;
} PlimAmount;

/** PlimBucket: what is kept of an hour or a day, or shown as one point */
typedef struct {
  double low, high, last, used;
} PlimBucket;

/**
 * PlimFold:
 * @falls: the value is what remains
 *
 * Takes samples by time. All zeros but @falls is an empty one.
 */
typedef struct {
  gboolean falls;
  gboolean has_last;
  PlimAmount last;
  gint64 last_at;
  gint64 resets_at;
} PlimFold;

/**
 * plim_fold_step:
 * @used: (out): what was consumed since the one before; 0 for the first
 * @reset_at: (out): when it was reset since the one before, or %PLIM_TIME_UNKNOWN
 */
void plim_fold_step (
    PlimFold *self, gint64 at, PlimAmount amount, gint64 resets_at, double *used, gint64 *reset_at);

/** plim_bucket_begin: one in which nothing but @amount was seen */
void plim_bucket_begin (PlimBucket *self, double amount);

/** plim_bucket_add: @amount follows, for which @used was consumed. */
void plim_bucket_add (PlimBucket *self, double low, double high, double last, double used);

/** plim_amount_bind: for an ANY column */
void plim_amount_bind (sqlite3_stmt *statement, int index, PlimAmount amount);

/** plim_sample_amount: of the columns percent_e2 and value at @column and after it */
PlimAmount plim_sample_amount (sqlite3_stmt *statement, int column);

/** plim_sample_resets_at: of the column resets_in at @column */
gint64 plim_sample_resets_at (sqlite3_stmt *statement, int column, gint64 at);

G_END_DECLS
