/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "plim-database.h"
#include "plim-history-series.h"

G_BEGIN_DECLS

/* History as charts and sums want it. It is always that of the account's present owner. */

/**
 * plim_database_get_series_async:
 * @account_id: (nullable): %NULL for all accounts
 * @window_id: (nullable): %NULL for all windows
 * @from: first second
 * @to: last second
 * @max_points: at most so many for a series, at least 2
 *
 * Reads samples of up to three days, hours of up to hundred, days beyond, and coarser ones where
 * they serve @max_points or finer ones were thrown away. What is not rolled up yet comes from the
 * samples, so nothing is ever missing at the end.
 */
void plim_database_get_series_async (PlimDatabase *self,
                                     const char *account_id,
                                     const char *window_id,
                                     gint64 from,
                                     gint64 to,
                                     guint max_points,
                                     GCancellable *cancellable,
                                     GAsyncReadyCallback callback,
                                     gpointer user_data);

/** plim_database_get_series_finish: (transfer full) (element-type PlimSeries) (nullable): only
 * those with a point, in the order of accounts and windows */
GPtrArray *
plim_database_get_series_finish (PlimDatabase *self, GAsyncResult *result, GError **error);

/**
 * plim_database_get_consumption_async:
 * @account_id: (nullable): %NULL for all accounts
 * @window_id: (nullable): %NULL for all windows
 * @bounds: by time, at least two; each taken to its hour, or to its day, UTC, when they are four
 *   weeks and more apart
 *
 * How much of a window was used between each bound and the next: resets do not count against it.
 * For "this week against last" give the starts of both weeks and as much into each as now.
 */
void plim_database_get_consumption_async (PlimDatabase *self,
                                          const char *account_id,
                                          const char *window_id,
                                          const gint64 *bounds,
                                          guint n_bounds,
                                          GCancellable *cancellable,
                                          GAsyncReadyCallback callback,
                                          gpointer user_data);

/** plim_database_get_consumption_finish: (transfer full) (element-type PlimHistorySums) (nullable):
 * one sum fewer than bounds; in the order of accounts and windows */
GPtrArray *
plim_database_get_consumption_finish (PlimDatabase *self, GAsyncResult *result, GError **error);

/**
 * plim_database_get_heatmap_async:
 * @account_id: (nullable): %NULL for all accounts
 * @window_id: (nullable): %NULL for all windows
 *
 * How much of a window was used in each hour of the week of the computer's time zone.
 */
void plim_database_get_heatmap_async (PlimDatabase *self,
                                      const char *account_id,
                                      const char *window_id,
                                      gint64 from,
                                      gint64 to,
                                      GCancellable *cancellable,
                                      GAsyncReadyCallback callback,
                                      gpointer user_data);

/** plim_database_get_heatmap_finish: (transfer full) (element-type PlimHistorySums) (nullable): 168
 * sums each, the first of Monday from 0 to 1 */
GPtrArray *
plim_database_get_heatmap_finish (PlimDatabase *self, GAsyncResult *result, GError **error);

/**
 * plim_database_maintain_async:
 * @raw_s: samples older than that are thrown away once they are in an hour
 * @hour_s: hours older than that once they are in a day; days stay for ever
 *
 * Rolls up what is complete at @now, in steps of a few milliseconds between which other jobs have
 * their turn. Whatever interrupts it, nothing is lost or counted twice. Nothing is thrown away by a
 * clock that jumped until it went on for thirty days of use: it may be wrong, and put right later.
 */
void plim_database_maintain_async (PlimDatabase *self,
                                   gint64 now,
                                   gint64 raw_s,
                                   gint64 hour_s,
                                   GCancellable *cancellable,
                                   GAsyncReadyCallback callback,
                                   gpointer user_data);
gboolean plim_database_maintain_finish (PlimDatabase *self, GAsyncResult *result, GError **error);

/**
 * plim_database_import_history_async:
 * @samples: (element-type PlimSample): of another database, by time; not changed any more
 *
 * Adds to the history of a window what is older than all that is known of it.
 */
void plim_database_import_history_async (PlimDatabase *self,
                                         const char *account_id,
                                         const char *window_id,
                                         GArray *samples,
                                         GCancellable *cancellable,
                                         GAsyncReadyCallback callback,
                                         gpointer user_data);

/** plim_database_import_history_finish: @count: (out): how many samples were added */
gboolean plim_database_import_history_finish (PlimDatabase *self,
                                              GAsyncResult *result,
                                              guint *count,
                                              GError **error);

/** plim_database_clear_history_async: @account_id: (nullable): %NULL clears that of all. The latest
 * snapshots stay. */
void plim_database_clear_history_async (PlimDatabase *self,
                                        const char *account_id,
                                        GCancellable *cancellable,
                                        GAsyncReadyCallback callback,
                                        gpointer user_data);
gboolean
plim_database_clear_history_finish (PlimDatabase *self, GAsyncResult *result, GError **error);

/** plim_database_get_size_async: what the database takes on the disk. */
void plim_database_get_size_async (PlimDatabase *self,
                                   GCancellable *cancellable,
                                   GAsyncReadyCallback callback,
                                   gpointer user_data);

/** plim_database_get_size_finish: bytes; -1 on error */
gint64 plim_database_get_size_finish (PlimDatabase *self, GAsyncResult *result, GError **error);

G_END_DECLS
