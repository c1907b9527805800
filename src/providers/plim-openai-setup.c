/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "plim-openai-setup.h"

#include "plim-error.h"
#include "plim-json.h"
#include "plim-platform.h"

#include <glib/gi18n-lib.h>
#include <string.h>

gboolean
plim_openai_check_setup (const PlimExchange *exchange, GError **error)
{
  gboolean has_api_key = plim_exchange_has_secret (exchange, "api_key", FALSE);
  gboolean is_probing = plim_exchange_get_setting_boolean (exchange, "probe");
  PlimStatus status = PLIM_STATUS_MISCONFIGURED;
  const char *advice = NULL;

  if (is_probing && !has_api_key) {
    status = PLIM_STATUS_NOT_AUTHENTICATED;
    advice = _ ("Reading the rate limits needs an API key.");
  } else if (is_probing && plim_exchange_get_setting (exchange, "model") == NULL) {
    advice = _ ("Reading the rate limits needs the name of a model.");
  } else if (!is_probing && !plim_exchange_has_secret (exchange, "admin_key", FALSE)) {
    status = PLIM_STATUS_NOT_AUTHENTICATED;
    advice = has_api_key ? _ ("An API key cannot read this month’s cost. Give an admin key, or "
                              "switch on that the rate limits are read.")
                         : _ ("An admin key is needed, or an API key and reading the rate limits "
                              "switched on.");
  }
  if (advice != NULL)
    plim_set_error (error, status, PLIM_CAUSE_NONE, "%s", advice);
  return advice == NULL;
}

/* The kinds of keys are told apart by their beginning. */
static char *
normalize_key (const PlimField *field, const char *value, GError **error)
{
  gboolean is_admin_field = g_str_equal (field->id, "admin_key");
  gboolean is_admin_key = g_str_has_prefix (value, "sk-admin-");
  const char *advice = NULL;

  if (g_str_has_prefix (value, "sk-ant-"))
    advice = _ ("This is a key of Anthropic. Add an account of “Anthropic API” for it.");
  else if (!g_str_has_prefix (value, "sk-") || strpbrk (value, " ;,=\"") != NULL)
    advice = is_admin_field ? _ ("An admin key begins with “sk-admin-”.")
                            : _ ("An API key begins with “sk-proj-”, or “sk-”.");
  else if (is_admin_field && !is_admin_key)
    advice = _ ("This is an ordinary API key. An admin key begins with “sk-admin-”.");
  else if (!is_admin_field && is_admin_key)
    advice = _ ("This is an admin key: it belongs into the other field.");
  if (advice == NULL)
    return g_strdup (value);
  plim_set_error (error, PLIM_STATUS_NOT_AUTHENTICATED, PLIM_CAUSE_NONE, "%s", advice);
  return NULL;
}

static char *
normalize_project (const PlimField *field, const char *value, GError **error)
{
  if (g_str_has_prefix (value, "proj_") &&
      strspn (value, G_CSET_A_2_Z G_CSET_a_2_z G_CSET_DIGITS "_-") == strlen (value))
    return g_strdup (value);
  plim_set_error (error, PLIM_STATUS_MISCONFIGURED, PLIM_CAUSE_NONE, "%s",
                  _ ("A project’s id begins with “proj_”. Leave it empty for all projects."));
  return NULL;
}

const PlimField plim_openai_fields[] = {
  {
      .id = "admin_key",
      .kind = PLIM_FIELD_SECRET,
      .label = N_ ("Admin key"),
      .hint = N_ ("For this month’s cost; begins with “sk-admin-”. Only owners of an organization "
                  "can make one"),
      .normalize = normalize_key,
  },
  {
      .id = "api_key",
      .kind = PLIM_FIELD_SECRET,
      .label = N_ ("API key"),
      .hint = N_ ("For the rate limits; begins with “sk-proj-”, or “sk-”"),
      .normalize = normalize_key,
  },
  {
      .id = "monthly_budget",
      .kind = PLIM_FIELD_NUMBER,
      .label = N_ ("Monthly budget in USD"),
      .hint =
          N_ ("What this month’s cost is measured against; the spend limit of the platform when "
              "empty"),
      .normalize = plim_platform_normalize_budget,
  },
  {
      .id = "project",
      .kind = PLIM_FIELD_TEXT,
      .label = N_ ("Project id"),
      .hint = N_ ("Counts the cost of this project alone; begins with “proj_”"),
      .normalize = normalize_project,
  },
  {
      .id = "probe",
      .kind = PLIM_FIELD_BOOLEAN,
      .label = N_ ("Read the rate limits (costs money)"),
      .hint = N_ ("Sends one tiny request with the API key at most every 15 minutes. Each is paid: "
                  "a fraction of a cent with most models"),
  },
  {
      .id = "model",
      .kind = PLIM_FIELD_TEXT,
      .label = N_ ("Model"),
      .hint = N_ ("Whose rate limits are read, such as gpt-5-mini"),
  },
  { NULL },
};
