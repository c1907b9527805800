/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "plim-bedrock-setup.h"

#include "plim-error.h"
#include "plim-json.h"
#include "plim-platform.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* Half of what GetMetricData takes, for two metrics of each may be asked. */
#define MAX_MODELS 250

gboolean
plim_bedrock_check_setup (const PlimExchange *exchange, GError **error)
{
  const char *key_id = plim_exchange_get_setting (exchange, "access_key_id");

  if (key_id != NULL && g_str_has_prefix (key_id, "ASIA") &&
      !plim_exchange_has_secret (exchange, "session_token", FALSE)) {
    plim_set_error (error, PLIM_STATUS_NOT_AUTHENTICATED, PLIM_CAUSE_NONE, "%s",
                    _ ("A key that begins with “ASIA” is temporary and needs its session token."));
    return FALSE;
  }
  if (plim_exchange_get_setting (exchange, "models") == NULL &&
      !plim_exchange_get_setting_boolean (exchange, "cost")) {
    plim_set_error (error, PLIM_STATUS_MISCONFIGURED, PLIM_CAUSE_NONE, "%s",
                    _ ("Enter a model to watch, or switch on that the cost is read."));
    return FALSE;
  }
  return TRUE;
}

static char *
normalize_key_id (const PlimField *field, const char *value, GError **error)
{
  gsize length = strlen (value);

  if (length >= 16 && length <= 128 && strspn (value, G_CSET_A_2_Z G_CSET_DIGITS) == length)
    return g_strdup (value);
  plim_set_error (error, PLIM_STATUS_MISCONFIGURED, PLIM_CAUSE_NONE, "%s",
                  _ ("An access key ID begins with “AKIA” or “ASIA” and has only capitals and "
                     "digits."));
  return NULL;
}

static char *
normalize_secret (const PlimField *field, const char *value, GError **error)
{
  const char *advice = NULL;

  if (strpbrk (value, " ,;\"") != NULL)
    advice = _ ("A secret access key has neither spaces nor quotes. Copy it alone.");
  else if (strlen (value) == 20 &&
           (g_str_has_prefix (value, "AKIA") || g_str_has_prefix (value, "ASIA")))
    advice = _ ("This is the access key ID. The secret access key is shown only once, when the key "
                "is made.");
  if (advice == NULL)
    return g_strdup (value);
  plim_set_error (error, PLIM_STATUS_NOT_AUTHENTICATED, PLIM_CAUSE_NONE, "%s", advice);
  return NULL;
}

/* It becomes part of host names. */
static char *
normalize_region (const PlimField *field, const char *value, GError **error)
{
  g_autofree char *lower = g_ascii_strdown (value, -1);

  if (g_regex_match_simple ("^[a-z]{2,4}(-[a-z]+)+-[0-9]{1,2}$", lower, G_REGEX_DEFAULT,
                            G_REGEX_MATCH_DEFAULT))
    return g_steal_pointer (&lower);
  plim_set_error (error, PLIM_STATUS_MISCONFIGURED, PLIM_CAUSE_NONE, "%s",
                  _ ("A region has a name such as “us-east-1” or “eu-central-1”."));
  return NULL;
}

/* Whatever stands between them, brackets and quotes of a JSON list too. */
static char *
normalize_models (const PlimField *field, const char *value, GError **error)
{
  g_auto (GStrv) parts = g_strsplit_set (value, " \t,;[]\"'", -1);
  GString *models = g_string_new (NULL);
  guint n_models = 0;

  for (guint i = 0; parts[i] != NULL; i++) {
    if (parts[i][0] == '\0')
      continue;
    g_string_append_printf (models, "%s%s", n_models > 0 ? ", " : "", parts[i]);
    n_models++;
  }
  if (n_models <= MAX_MODELS &&
      strspn (models->str, G_CSET_A_2_Z G_CSET_a_2_z G_CSET_DIGITS ".:/_-=, ") == models->len)
    return g_string_free (models, FALSE);
  g_string_free (models, TRUE);
  plim_set_error (
      error, PLIM_STATUS_MISCONFIGURED, PLIM_CAUSE_NONE, "%s",
      _ ("Model IDs are needed, such as “us.anthropic.claude-sonnet-4-5-20250929-v1:0”, "
         "with commas between them."));
  return NULL;
}

const PlimField plim_bedrock_fields[] = {
  {
      .id = "access_key_id",
      .kind = PLIM_FIELD_TEXT,
      .is_required = TRUE,
      .label = N_ ("Access key ID"),
      .hint = N_ ("Begins with “AKIA”, or with “ASIA” when it is temporary"),
      .normalize = normalize_key_id,
  },
  {
      .id = "secret_access_key",
      .kind = PLIM_FIELD_SECRET,
      .is_required = TRUE,
      .label = N_ ("Secret access key"),
      .hint = N_ ("Shown once, when the access key is made"),
      .normalize = normalize_secret,
  },
  {
      .id = "session_token",
      .kind = PLIM_FIELD_SECRET,
      .label = N_ ("Session token"),
      .hint = N_ ("Only for a temporary key, which works for some hours"),
  },
  {
      .id = "region",
      .kind = PLIM_FIELD_TEXT,
      .is_required = TRUE,
      .label = N_ ("Region"),
      .hint = N_ ("Where the models run, such as us-east-1"),
      .normalize = normalize_region,
  },
  {
      .id = "models",
      .kind = PLIM_FIELD_TEXT,
      .label = N_ ("Models to watch (costs money)"),
      .hint = N_ ("IDs of models or inference profiles, with commas between them. Amazon bills "
                  "reading their metrics: $0.01 per 1,000, which is about $0.20 a month and model. "
                  "Where the quota is not found by itself, add its code: MODEL=L-12345678"),
      .normalize = normalize_models,
  },
  {
      .id = "cost",
      .kind = PLIM_FIELD_BOOLEAN,
      .label = N_ ("Read this month’s cost (costs money)"),
      .hint = N_ ("Amazon bills $0.01 for each reading. Plimsoll reads every 6 hours, which is "
                  "about $1.20 a month"),
  },
  {
      .id = "monthly_budget",
      .kind = PLIM_FIELD_NUMBER,
      .label = N_ ("Monthly budget in USD"),
      .hint = N_ ("What this month’s cost is measured against"),
      .normalize = plim_platform_normalize_budget,
  },
  { NULL },
};

const char *const plim_bedrock_steps[] = {
  N_ ("Sign in at console.aws.amazon.com and open IAM."),
  N_ ("Under Users create a user for Plimsoll, without access to the console, and give it a policy "
      "that allows servicequotas:ListServiceQuotas, servicequotas:ListAWSDefaultServiceQuotas and "
      "cloudwatch:GetMetricData. Add ce:GetCostAndUsage only if the cost is to be read."),
  N_ ("Open the user’s Security credentials and create an access key. Copy both of its parts."),
  N_ ("Enter the region, and the IDs of the models that you use there as they stand in your "
      "requests."),
  NULL,
};
