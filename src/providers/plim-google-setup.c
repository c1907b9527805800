/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "plim-google-setup.h"

#include "plim-error.h"
#include "plim-json.h"
#include "plim-jwt.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define PASTED "credentials"
#define FILE_OF_CLOUD "credential_file"
#define KEY "api_key"
#define FACT_PROJECT "project"

/* A file counts before it was read. */
static gboolean
has_field (const PlimExchange *exchange, const char *field)
{
  return plim_exchange_has_secret (exchange, field, FALSE) ||
         plim_exchange_get_setting (exchange, field) != NULL;
}

PlimGoogleRoute
plim_google_get_route (const PlimExchange *exchange)
{
  const char *route = plim_exchange_get_setting (exchange, "route");

  if (g_strcmp0 (route, "monitoring") == 0)
    return PLIM_GOOGLE_MONITORING;
  if (g_strcmp0 (route, "code-assist") == 0)
    return PLIM_GOOGLE_ASSIST;
  if (g_strcmp0 (route, "api-key") == 0)
    return PLIM_GOOGLE_KEY;
  if (has_field (exchange, PASTED) || has_field (exchange, FILE_OF_CLOUD))
    return PLIM_GOOGLE_MONITORING;
  if (has_field (exchange, PLIM_GOOGLE_GEMINI))
    return PLIM_GOOGLE_ASSIST;
  return has_field (exchange, KEY) ? PLIM_GOOGLE_KEY : PLIM_GOOGLE_MONITORING;
}

const char *
plim_google_get_project (const PlimExchange *exchange)
{
  const char *project = plim_exchange_get_setting (exchange, "project");

  return project != NULL ? project : plim_exchange_get_fact (exchange, FACT_PROJECT);
}

const char *
plim_google_get_credentials (const PlimExchange *exchange)
{
  return plim_exchange_has_secret (exchange, PASTED, FALSE) ||
                 plim_exchange_get_setting (exchange, FILE_OF_CLOUD) == NULL
             ? PASTED
             : FILE_OF_CLOUD;
}

/* Looking at credentials. */

/* (transfer full) (nullable) */
static JsonObject *
parse_document (const char *text)
{
  g_autoptr (GBytes) bytes = g_bytes_new_static (text, strlen (text));

  return plim_json_parse_object (bytes, NULL);
}

/* Returns whether it is a login that can be used. */
static gboolean
check_document (JsonObject *document, GError **error)
{
  static const char *const members[] = { "client_id", "client_secret", "refresh_token" };
  gboolean is_complete = document != NULL;

  if (g_strcmp0 (plim_json_get_string (document, "type"), "service_account") == 0) {
    plim_set_error (error, PLIM_STATUS_MISCONFIGURED, PLIM_CAUSE_NONE, "%s",
                    _ ("This is the key of a service account, with which Plimsoll cannot sign in. "
                       "Use the file that “gcloud auth application-default login” writes: "
                       "~/.config/gcloud/application_default_credentials.json."));
    return FALSE;
  }
  for (gsize i = 0; i < G_N_ELEMENTS (members); i++)
    is_complete = is_complete && plim_json_get_string (document, members[i]) != NULL;
  if (!is_complete)
    plim_set_error (error, PLIM_STATUS_NOT_AUTHENTICATED, PLIM_CAUSE_NONE, "%s",
                    _ ("This is no login of Google Cloud. Use the whole content of "
                       "~/.config/gcloud/application_default_credentials.json, from “{” to “}”."));
  return is_complete;
}

static gboolean
inspect_cloud (PlimExchange *exchange, const char *text, GError **error)
{
  g_autoptr (JsonObject) document = parse_document (text);
  const char *project = plim_json_get_string (document, "quota_project_id");

  if (!check_document (document, error))
    return FALSE;
  if (project != NULL && project[0] != '\0')
    plim_exchange_set_fact (exchange, FACT_PROJECT, project);
  return TRUE;
}

static void
keep (PlimExchange *exchange, const char *name, const char *value)
{
  if (value != NULL && value[0] != '\0')
    plim_exchange_set_fact (exchange, name, value);
}

/* The program may be writing it right now, so what cannot be read is no reason to sign in anew. */
static gboolean
inspect_gemini (PlimExchange *exchange, const char *text, GError **error)
{
  g_autoptr (GBytes) bytes = g_bytes_new_static (text, strlen (text));
  g_autoptr (JsonObject) document = plim_json_parse_object (bytes, error);
  g_autoptr (JsonObject) claims = plim_jwt_dup_claims (plim_json_get_string (document, "id_token"));
  g_autofree char *expires_at = plim_time_to_iso8601 (plim_json_get_time (document, "expiry_date"));

  if (document == NULL)
    return FALSE;
  keep (exchange, PLIM_GOOGLE_EXPIRES_AT, expires_at);
  keep (exchange, PLIM_GOOGLE_EMAIL, plim_json_get_string (claims, "email"));
  keep (exchange, PLIM_GOOGLE_DOMAIN, plim_json_get_string (claims, "hd"));
  return TRUE;
}

gboolean
plim_google_inspect_secret (PlimExchange *exchange,
                            const char *field,
                            const char *secret,
                            GError **error)
{
  if (g_str_equal (field, PASTED) || g_str_equal (field, FILE_OF_CLOUD))
    return inspect_cloud (exchange, secret, error);
  return !g_str_equal (field, PLIM_GOOGLE_GEMINI) || inspect_gemini (exchange, secret, error);
}

/* Gemini CLI's settings say that it signs in otherwise. */
static gboolean
explain_missing (const char *text, GError **error)
{
  g_autoptr (JsonObject) root = text != NULL ? parse_document (text) : NULL;
  JsonObject *security = plim_json_get_object (root, "security");
  const char *type = plim_json_get_string (plim_json_get_object (security, "auth"), "selectedType");

  if (type == NULL)
    type = plim_json_get_string (root, "selectedAuthType");
  if (type == NULL || g_str_equal (type, "oauth-personal"))
    return TRUE;
  plim_set_error (error, PLIM_STATUS_MISCONFIGURED, PLIM_CAUSE_NO_PLAN,
                  "Gemini CLI is signed in by %s, which has no quota of Code Assist: watch the "
                  "project through Cloud Monitoring instead",
                  type);
  return FALSE;
}

/* Supplying them. */

static gboolean
check_monitoring (const PlimExchange *exchange, GError **error)
{
  if (!has_field (exchange, PASTED) && !has_field (exchange, FILE_OF_CLOUD)) {
    plim_set_error (error, PLIM_STATUS_NOT_AUTHENTICATED, PLIM_CAUSE_NONE, "%s",
                    _ ("A login of Google Cloud, the sign-in of Gemini CLI, or an API key is "
                       "needed."));
    return FALSE;
  }
  /* A file may name one, once it is read. */
  if (plim_google_get_project (exchange) == NULL && !has_field (exchange, FILE_OF_CLOUD)) {
    plim_set_error (error, PLIM_STATUS_MISCONFIGURED, PLIM_CAUSE_NONE, "%s",
                    _ ("The project to watch is needed."));
    return FALSE;
  }
  return TRUE;
}

gboolean
plim_google_check_setup (const PlimExchange *exchange, GError **error)
{
  const char *advice = NULL;

  switch (plim_google_get_route (exchange)) {
  case PLIM_GOOGLE_ASSIST:
    if (!has_field (exchange, PLIM_GOOGLE_GEMINI))
      advice = _ ("The path of Gemini CLI’s sign-in is needed.");
    break;
  case PLIM_GOOGLE_KEY:
    if (!has_field (exchange, KEY))
      advice = _ ("An API key is needed.");
    break;
  case PLIM_GOOGLE_MONITORING:
  default:
    return check_monitoring (exchange, error);
  }
  if (advice != NULL)
    plim_set_error (error, PLIM_STATUS_NOT_AUTHENTICATED, PLIM_CAUSE_NONE, "%s", advice);
  return advice == NULL;
}

/* It becomes a part of paths and a header. */
static char *
normalize_project (const PlimField *field, const char *value, GError **error)
{
  const char *id = g_str_has_prefix (value, "projects/") ? value + strlen ("projects/") : value;
  gsize length = strlen (id);

  if (length <= 100 && strspn (id, G_CSET_a_2_z G_CSET_DIGITS ".:-") == length && length > 0)
    return g_strdup (id);
  plim_set_error (error, PLIM_STATUS_MISCONFIGURED, PLIM_CAUSE_NONE, "%s",
                  _ ("A project has an ID such as “gen-lang-client-0123456789”. It stands in AI "
                     "Studio beside the API key."));
  return NULL;
}

static char *
normalize_credentials (const PlimField *field, const char *value, GError **error)
{
  g_autoptr (JsonObject) document = parse_document (value);

  return check_document (document, error) ? g_strdup (value) : NULL;
}

static char *
normalize_key (const PlimField *field, const char *value, GError **error)
{
  if (strpbrk (value, " ,;\"{") == NULL && !g_str_has_prefix (value, "ya29."))
    return g_strdup (value);
  plim_set_error (error, PLIM_STATUS_NOT_AUTHENTICATED, PLIM_CAUSE_NONE, "%s",
                  _ ("An API key begins with “AIza” and has no spaces."));
  return NULL;
}

static const PlimFilePlace places_of_cloud[] = {
  { "CLOUDSDK_CONFIG", "application_default_credentials.json" },
  { NULL, ".config/gcloud/application_default_credentials.json" },
  { NULL, NULL },
};

static const PlimFieldFile file_of_cloud = {
  .program = "Google Cloud CLI",
  .command = "gcloud auth application-default login",
  .name = "application_default_credentials.json",
  .places = places_of_cloud,
};

static const PlimFilePlace places_of_gemini[] = {
  { NULL, ".gemini/oauth_creds.json" },
  { NULL, NULL },
};

static const char *const members_of_gemini[] = { "access_token", NULL };

static const PlimFieldFile file_of_gemini = {
  .program = "Gemini CLI",
  .command = "gemini",
  .name = "oauth_creds.json",
  .places = places_of_gemini,
  .members = members_of_gemini,
  .companion = "settings.json",
  .explain_missing = explain_missing,
};

static const PlimFieldChoice routes[] = {
  { "auto", N_ ("By what is supplied") },
  { "monitoring", N_ ("Cloud Monitoring of a project") },
  { "code-assist", N_ ("Code Assist, with Gemini CLI’s sign-in") },
  { "api-key", N_ ("Only whether an API key is valid") },
  { NULL, NULL },
};

const PlimField plim_google_fields[] = {
  {
      .id = "route",
      .kind = PLIM_FIELD_CHOICE,
      .label = N_ ("Where the numbers come from"),
      .choices = routes,
  },
  {
      .id = "project",
      .kind = PLIM_FIELD_TEXT,
      .label = N_ ("Project"),
      .hint = N_ ("For Cloud Monitoring: the project’s ID, beside the API key in AI Studio"),
      .normalize = normalize_project,
  },
  {
      .id = FILE_OF_CLOUD,
      .kind = PLIM_FIELD_FILE,
      .label = N_ ("Login of Google Cloud on this computer"),
      .hint = N_ ("For Cloud Monitoring: ~/.config/gcloud/application_default_credentials.json is "
                  "read, never written, and used to sign in at Google"),
      .file = &file_of_cloud,
  },
  {
      .id = PASTED,
      .kind = PLIM_FIELD_SECRET,
      .label = N_ ("Login of Google Cloud"),
      .hint = N_ ("Instead of the path: the whole content of that file"),
      .normalize = normalize_credentials,
  },
  {
      .id = PLIM_GOOGLE_GEMINI,
      .kind = PLIM_FIELD_FILE,
      .label = N_ ("Sign-in of Gemini CLI on this computer"),
      .hint = N_ ("For Code Assist Standard or Enterprise: ~/.gemini/oauth_creds.json is read, "
                  "never written, and its access token is sent to Google"),
      .file = &file_of_gemini,
  },
  {
      .id = KEY,
      .kind = PLIM_FIELD_SECRET,
      .label = N_ ("API key"),
      .hint = N_ ("Alone it tells only whether it is valid: Google shows no quota for it"),
      .normalize = normalize_key,
  },
  { NULL },
};

const char *const plim_google_steps[] = {
  N_ ("To see requests and tokens against the limits of an API key: open aistudio.google.com, then "
      "API keys, and copy the ID in the column Project."),
  N_ ("Install the Google Cloud CLI, run “gcloud auth application-default login” and sign in with "
      "the account that the project belongs to. Give the path of the file that this writes, "
      "~/.config/gcloud/application_default_credentials.json, or paste its content."),
  N_ ("For Gemini Code Assist Standard or Enterprise, give the path of Gemini CLI’s sign-in "
      "instead: ~/.gemini/oauth_creds.json. Google has closed this to personal accounts."),
  NULL,
};
