/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "plim-exchange.h"

G_BEGIN_DECLS

/** PlimGoogleDay: Google counts requests by the day of America/Los_Angeles. */
typedef struct {
  gint64 begins_at;
  gint64 ends_at;
} PlimGoogleDay;

/** plim_google_get_day: the day of @now there */
PlimGoogleDay plim_google_get_day (gint64 now);

/**
 * PlimGoogleSeries:
 *
 * The limits and the use of a project's models: what Cloud Monitoring calls time series, joined.
 */
typedef struct _PlimGoogleSeries PlimGoogleSeries;

PlimGoogleSeries *plim_google_series_new (gint64 now);
void plim_google_series_free (PlimGoogleSeries *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PlimGoogleSeries, plim_google_series_free)

/** plim_google_series_read_limits: a page of limits of @family, such as `generate_content_requests`
 */
gboolean plim_google_series_read_limits (PlimGoogleSeries *self,
                                         const char *family,
                                         const PlimAnswer *answer,
                                         GError **error);

/** plim_google_series_read_usage: a page of what was used of it since the day began */
gboolean plim_google_series_read_usage (PlimGoogleSeries *self,
                                        const char *family,
                                        const PlimAnswer *answer,
                                        GError **error);

/** plim_google_series_dup_limits: (transfer full): the limits as a text to remember */
char *plim_google_series_dup_limits (PlimGoogleSeries *self);

/** plim_google_series_recall_limits: takes the limits of that text (nullable) */
void plim_google_series_recall_limits (PlimGoogleSeries *self, const char *text);

/** plim_google_series_add_windows: adds a window for each limit of each model. */
void plim_google_series_add_windows (PlimGoogleSeries *self, PlimSnapshot *snapshot);

G_END_DECLS
