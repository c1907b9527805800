/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * PlimMetrics:
 *
 * Writes a page of metrics, as OpenMetrics 1.0 or as Prometheus' older text format 0.0.4: family by
 * family, each with its samples together. A value that is not finite is left out: unknown has no
 * sample.
 */
typedef struct _PlimMetrics PlimMetrics;

typedef enum {
  PLIM_METRIC_GAUGE,
  PLIM_METRIC_COUNTER, /* samples end with `_total`, the OpenMetrics family does not */
  PLIM_METRIC_INFO,    /* likewise `_info` */
  PLIM_METRIC_HISTOGRAM,
} PlimMetricType;

PlimMetrics *plim_metrics_new (gboolean is_open_metrics);

/** plim_metrics_begin: @name: of the family, without `_total` and `_info`; @help: one line */
void
plim_metrics_begin (PlimMetrics *self, const char *name, PlimMetricType type, const char *help);

/**
 * plim_metrics_add:
 * @...: pairs of a label's name and value, ended by %NULL; a value of %NULL leaves the label out
 *
 * Adds a sample to the family that was begun last.
 */
void plim_metrics_add (PlimMetrics *self, double value, ...) G_GNUC_NULL_TERMINATED;

/** plim_metrics_add_part: as plim_metrics_add(), of a histogram: @part is `bucket`, `sum` or
 * `count` */
void plim_metrics_add_part (PlimMetrics *self, const char *part, double value, ...)
    G_GNUC_NULL_TERMINATED;

/** plim_metrics_end: (transfer full): the page; frees @self. */
char *plim_metrics_end (PlimMetrics *self);

/** plim_metrics_get_content_type: (transfer none): */
const char *plim_metrics_get_content_type (gboolean is_open_metrics);

G_END_DECLS
