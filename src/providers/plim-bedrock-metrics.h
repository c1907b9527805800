/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "plim-exchange.h"

G_BEGIN_DECLS

/** PlimBedrockMetric: what is asked of CloudWatch in one request. */
typedef enum {
  PLIM_BEDROCK_MINUTES, /* the last quarter of an hour, by minute */
  PLIM_BEDROCK_DAY,     /* since midnight UTC, by hour */
  PLIM_BEDROCK_COUNTS,  /* both by minute, where there is no estimate: tokens in and out */
} PlimBedrockMetric;

/**
 * PlimBedrockUsage:
 * @highest: tokens in the busiest minute; %NAN when not known
 * @today: tokens since midnight UTC; %NAN when not known
 * @is_idle: whether no data point came at all
 *
 * What CloudWatch knows of one model.
 */
typedef struct {
  double highest;
  double today;
  gboolean is_idle;
  GHashTable *minutes; /* (nullable): end of the minute → tokens, while tokens are being counted */
} PlimBedrockUsage;

/** plim_bedrock_usage_new: (transfer full) (element-type PlimBedrockUsage): of @n_models, in their
 * order; nothing is known */
GPtrArray *plim_bedrock_usage_new (guint n_models);

/** plim_bedrock_metrics_dup_body: (transfer full): GetMetricData of @models (element-type
 * PlimBedrockModel); @page: (nullable): what asks for a further page */
char *plim_bedrock_metrics_dup_body (PlimBedrockMetric metric,
                                     GPtrArray *models,
                                     gint64 now,
                                     const char *page);

/**
 * plim_bedrock_metrics_read:
 * @usage: gets what the answer says
 * @next: (out): (nullable): asks for the next page
 *
 * Reads one page of GetMetricData.
 */
gboolean plim_bedrock_metrics_read (PlimBedrockMetric metric,
                                    GPtrArray *usage,
                                    const PlimAnswer *answer,
                                    gint64 now,
                                    char **next,
                                    GError **error);

G_END_DECLS
