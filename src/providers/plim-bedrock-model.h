/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "plim-exchange.h"

G_BEGIN_DECLS

/** PlimBedrockRoute: how a model is called, by what its id begins with; each has its quotas. */
typedef enum {
  PLIM_BEDROCK_ON_DEMAND,
  PLIM_BEDROCK_CROSS_REGION,
  PLIM_BEDROCK_GLOBAL,
} PlimBedrockRoute;

/**
 * PlimBedrockQuota:
 * @value: tokens; %NAN when none or several seem to be the model's
 * @n_matches: how many seem to be
 */
typedef struct {
  double value;
  guint n_matches;
  gboolean is_settled;
} PlimBedrockQuota;

/**
 * PlimBedrockModel:
 * @id: of a model or an inference profile
 * @quota_code: (nullable): of its quota per minute, picked by the user
 * @words: what tells the models apart in ids and quota names alike
 */
typedef struct {
  char *id;
  char *quota_code;
  char *words;
  PlimBedrockRoute route;
  PlimBedrockQuota per_minute;
  PlimBedrockQuota per_day;
} PlimBedrockModel;

/** plim_bedrock_models_new: (transfer full) (element-type PlimBedrockModel): @text: (nullable): ids
 * with commas between them, each may be followed by `=` and a quota code; the same id counts once
 */
GPtrArray *plim_bedrock_models_new (const char *text);

/**
 * plim_bedrock_models_read_quotas:
 * @next: (out): (nullable): asks for the next page
 *
 * Notes the quotas of one page of ListServiceQuotas or ListAWSDefaultServiceQuotas.
 */
gboolean plim_bedrock_models_read_quotas (GPtrArray *models,
                                          const PlimAnswer *answer,
                                          char **next,
                                          GError **error);

/** plim_bedrock_models_settle: what was found stays; further pages (the defaults) fill the gaps. */
void plim_bedrock_models_settle (GPtrArray *models);

/** plim_bedrock_models_lack_quotas: whether one has no quota per minute yet. */
gboolean plim_bedrock_models_lack_quotas (GPtrArray *models);

/** plim_bedrock_models_has_daily: whether one has a quota per day. */
gboolean plim_bedrock_models_has_daily (GPtrArray *models);

/** plim_bedrock_models_dup_quotas: (transfer full): the quotas as a text to remember */
char *plim_bedrock_models_dup_quotas (GPtrArray *models);

/** plim_bedrock_models_recall: takes the quotas of that text; %FALSE when it is not of these
 * models. */
gboolean plim_bedrock_models_recall (GPtrArray *models, const char *text);

G_END_DECLS
