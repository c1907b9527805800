/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "plim-azure-setup.h"

#include "plim-error.h"

#include <gio/gio.h>
#include <glib/gi18n-lib.h>
#include <string.h>

/* Of allocations: they are needed all together or not at all. */
static const char *const allocation_settings[] = { "tenant", "client", "subscription", "region" };

static guint
count_allocation_settings (const PlimExchange *exchange)
{
  guint n_set = 0;

  for (guint i = 0; i < G_N_ELEMENTS (allocation_settings); i++)
    n_set += plim_exchange_get_setting (exchange, allocation_settings[i]) != NULL;
  return n_set;
}

gboolean
plim_azure_check_setup (const PlimExchange *exchange, GError **error)
{
  gboolean is_probing = plim_exchange_get_setting_boolean (exchange, "probe");
  gboolean has_api_key = plim_exchange_has_secret (exchange, "api_key", FALSE);
  gboolean has_client_secret = plim_exchange_has_secret (exchange, "client_secret", FALSE);
  guint n_set = count_allocation_settings (exchange);
  gboolean has_allocation = has_client_secret || n_set > 0;
  PlimStatus status = PLIM_STATUS_MISCONFIGURED;
  const char *advice = NULL;

  if (is_probing && !has_api_key) {
    status = PLIM_STATUS_NOT_AUTHENTICATED;
    advice = _ ("Reading the rate limit needs an API key.");
  } else if (is_probing && plim_exchange_get_setting (exchange, "deployment") == NULL) {
    advice = _ ("Reading the rate limit needs the name of a deployment.");
  } else if (has_allocation && !has_client_secret) {
    status = PLIM_STATUS_NOT_AUTHENTICATED;
    advice = _ ("Reading the allocated quota needs a client secret.");
  } else if (has_allocation && n_set < G_N_ELEMENTS (allocation_settings)) {
    advice = _ ("Reading the allocated quota needs the tenant, the client, the subscription and "
                "the region.");
  } else if (!is_probing && !has_allocation) {
    status = PLIM_STATUS_NOT_AUTHENTICATED;
    advice = _ ("There is nothing to read yet: switch on that the rate limit is read, or give a "
                "client secret for the allocated quota.");
  }
  if (advice != NULL)
    plim_set_error (error, status, PLIM_CAUSE_NONE, "%s", advice);
  return advice == NULL;
}

static char *
refuse (GError **error, PlimStatus status, const char *advice)
{
  plim_set_error (error, status, PLIM_CAUSE_NONE, "%s", advice);
  return NULL;
}

static gboolean
is_of (const char *value, const char *characters)
{
  return strspn (value, characters) == strlen (value);
}

static gboolean
is_loopback (GUri *uri)
{
  g_autoptr (GInetAddress) address = g_inet_address_new_from_string (g_uri_get_host (uri));

  return g_ascii_strcasecmp (g_uri_get_host (uri), "localhost") == 0 ||
         (address != NULL && g_inet_address_get_is_loopback (address));
}

static gboolean
is_endpoint (const char *text)
{
  g_autoptr (GUri) uri = g_uri_parse (text, G_URI_FLAGS_NONE, NULL);
  const char *scheme = uri != NULL ? g_uri_get_scheme (uri) : NULL;

  if (uri == NULL || g_uri_get_host (uri) == NULL || g_uri_get_host (uri)[0] == '\0' ||
      g_uri_get_userinfo (uri) != NULL || g_uri_get_query (uri) != NULL ||
      g_uri_get_fragment (uri) != NULL || strpbrk (text, " \\") != NULL)
    return FALSE;
  return g_str_equal (scheme, "https") || (g_str_equal (scheme, "http") && is_loopback (uri));
}

/* The portal and libraries show it with and without the beginning of the paths. */
static char *
normalize_endpoint (const PlimField *field, const char *value, GError **error)
{
  static const char *const tails[] = { "/openai/v1", "/openai", "/" };
  g_autofree char *text =
      strstr (value, "://") != NULL ? g_strdup (value) : g_strconcat ("https://", value, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (tails);) {
    gsize length = strlen (text), tail = strlen (tails[i]);

    if (!g_str_has_suffix (text, tails[i])) {
      i++;
      continue;
    }
    text[length - tail] = '\0';
    i = 0;
  }
  if (is_endpoint (text))
    return g_steal_pointer (&text);
  return refuse (error, PLIM_STATUS_MISCONFIGURED,
                 _ ("The endpoint is an address such as https://NAME.openai.azure.com, with "
                    "nothing after it."));
}

static char *
normalize_api_key (const PlimField *field, const char *value, GError **error)
{
  if (g_str_has_prefix (value, "sk-"))
    return refuse (error, PLIM_STATUS_NOT_AUTHENTICATED,
                   _ ("This is a key of OpenAI itself. Add an account of “OpenAI API” for it."));
  if (strlen (value) < 16 || strpbrk (value, " ;,=\"") != NULL)
    return refuse (error, PLIM_STATUS_NOT_AUTHENTICATED,
                   _ ("The key is KEY 1 or KEY 2 of the resource: 32 or 84 letters and digits."));
  return g_strdup (value);
}

static char *
normalize_client_secret (const PlimField *field, const char *value, GError **error)
{
  if (!g_uuid_string_is_valid (value))
    return g_strdup (value);
  return refuse (error, PLIM_STATUS_NOT_AUTHENTICATED,
                 _ ("This is the id of the secret. Its value is needed, which is shown only once, "
                    "when the secret is made."));
}

static char *
normalize_id (const PlimField *field, const char *value, GError **error)
{
  if (g_uuid_string_is_valid (value))
    return g_ascii_strdown (value, -1);
  return refuse (error, PLIM_STATUS_MISCONFIGURED,
                 _ ("This id has the form 00000000-0000-0000-0000-000000000000."));
}

static char *
normalize_tenant (const PlimField *field, const char *value, GError **error)
{
  if (is_of (value, G_CSET_A_2_Z G_CSET_a_2_z G_CSET_DIGITS "-.") &&
      (g_uuid_string_is_valid (value) || strchr (value, '.') != NULL))
    return g_ascii_strdown (value, -1);
  return refuse (error, PLIM_STATUS_MISCONFIGURED,
                 _ ("The tenant is an id of the form 00000000-0000-0000-0000-000000000000, or a "
                    "domain such as example.onmicrosoft.com."));
}

/* "East US" is eastus. */
static char *
normalize_region (const PlimField *field, const char *value, GError **error)
{
  g_auto (GStrv) words = g_strsplit (value, " ", -1);
  g_autofree char *joined = g_strjoinv ("", words);

  if (joined[0] != '\0' && is_of (joined, G_CSET_A_2_Z G_CSET_a_2_z G_CSET_DIGITS))
    return g_ascii_strdown (joined, -1);
  return refuse (error, PLIM_STATUS_MISCONFIGURED, _ ("A region has a name such as eastus."));
}

static char *
normalize_version (const PlimField *field, const char *value, GError **error)
{
  if (g_str_equal (value, "v1") ||
      (g_ascii_isdigit (value[0]) && is_of (value, G_CSET_a_2_z G_CSET_DIGITS "-")))
    return g_strdup (value);
  return refuse (error, PLIM_STATUS_MISCONFIGURED,
                 _ ("A version is a date such as 2024-10-21, or v1."));
}

const PlimField plim_azure_fields[] = {
  {
      .id = "endpoint",
      .kind = PLIM_FIELD_TEXT,
      .label = N_ ("Endpoint"),
      .hint = N_ ("For the rate limit: https://NAME.openai.azure.com, from Keys and Endpoint"),
      .normalize = normalize_endpoint,
  },
  {
      .id = "api_key",
      .kind = PLIM_FIELD_SECRET,
      .label = N_ ("API key"),
      .hint = N_ ("For the rate limit: KEY 1 or KEY 2, from Keys and Endpoint"),
      .normalize = normalize_api_key,
  },
  {
      .id = "deployment",
      .kind = PLIM_FIELD_TEXT,
      .label = N_ ("Deployment"),
      .hint = N_ ("Whose rate limit is read"),
  },
  {
      .id = "api_version",
      .kind = PLIM_FIELD_TEXT,
      .label = N_ ("API version"),
      .hint = N_ ("2024-10-21 when empty; v1 for the newer path"),
      .normalize = normalize_version,
  },
  {
      .id = "probe",
      .kind = PLIM_FIELD_BOOLEAN,
      .label = N_ ("Read the rate limit (costs money)"),
      .hint = N_ ("Sends one tiny request to the deployment at most every 15 minutes. Each is "
                  "paid: a fraction of a cent with most models"),
  },
  {
      .id = "tenant",
      .kind = PLIM_FIELD_TEXT,
      .label = N_ ("Tenant"),
      .hint = N_ ("For the allocated quota: Directory (tenant) ID of the app registration"),
      .normalize = normalize_tenant,
  },
  {
      .id = "client",
      .kind = PLIM_FIELD_TEXT,
      .label = N_ ("Client"),
      .hint = N_ ("Application (client) ID of the app registration"),
      .normalize = normalize_id,
  },
  {
      .id = "client_secret",
      .kind = PLIM_FIELD_SECRET,
      .label = N_ ("Client secret"),
      .hint = N_ ("The value of a secret of the app registration, not its id"),
      .normalize = normalize_client_secret,
  },
  {
      .id = "subscription",
      .kind = PLIM_FIELD_TEXT,
      .label = N_ ("Subscription"),
      .hint = N_ ("Its id, from Subscriptions in the portal"),
      .normalize = normalize_id,
  },
  {
      .id = "region",
      .kind = PLIM_FIELD_TEXT,
      .label = N_ ("Region"),
      .hint = N_ ("Whose quota is read, such as eastus"),
      .normalize = normalize_region,
  },
  { NULL },
};
