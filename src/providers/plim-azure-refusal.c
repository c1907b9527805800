/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "plim-azure-refusal.h"

#include "plim-error.h"
#include "plim-json.h"
#include "plim-provider-parts.h"

#include <math.h>
#include <string.h>

/* A day; nobody is asked to wait longer. */
#define MAX_WAIT_MS (24.0 * 60 * 60 * 1000)
/* Entra: "Tenant … not found". */
#define UNKNOWN_TENANT 90002

static gboolean
refuse (GError **error,
        PlimStatus status,
        PlimCause cause,
        const PlimAnswer *answer,
        const char *message)
{
  const char *text = message != NULL ? message : "no message";
  g_autofree char *line = g_strndup (text, strcspn (text, "\r\n"));

  plim_set_error (error, status, cause, "the provider answered HTTP %u: %s", answer->status, line);
  return FALSE;
}

gboolean
plim_azure_wants_completion_tokens (const PlimAnswer *answer)
{
  g_autoptr (JsonObject) root = answer->status == 400 ? plim_parts_dup_error (answer) : NULL;
  const char *message = plim_json_get_string (plim_json_get_object (root, "error"), "message");

  return plim_parts_has_text (message, "max_tokens") && plim_parts_has_text (message, "support");
}

/* More precise than Retry-After, which comes beside it. */
static gboolean
refuse_for_a_while (const PlimAnswer *answer, gint64 now, GError **error)
{
  double wait_ms = plim_parts_header_number (answer, "retry-after-ms");

  if (!(wait_ms > 0 && wait_ms <= MAX_WAIT_MS))
    return plim_answer_check (answer, now, error);
  g_propagate_error (error, plim_error_new (PLIM_STATUS_RATE_LIMITED, PLIM_CAUSE_NONE,
                                            (gint64) ceil (wait_ms / 1000),
                                            "the provider answered HTTP %u", answer->status));
  return FALSE;
}

gboolean
plim_azure_check_probe (const PlimAnswer *answer, gint64 now, GError **error)
{
  g_autoptr (JsonObject) root = answer->status >= 400 ? plim_parts_dup_error (answer) : NULL;
  JsonObject *detail = plim_json_get_object (root, "error");
  const char *code = plim_json_get_string (detail, "code");
  const char *message = plim_json_get_string (detail, "message");

  /* A model that thinks longer than the answer may be was asked all the same. */
  if (answer->status == 400 && plim_parts_has_text (message, "output limit was reached"))
    return TRUE;
  if (answer->status == 401)
    return refuse (error, PLIM_STATUS_NOT_AUTHENTICATED, PLIM_CAUSE_NONE, answer, message);
  if (answer->status == 400 && g_strcmp0 (code, "OperationNotSupported") == 0)
    return refuse (error, PLIM_STATUS_MISCONFIGURED, PLIM_CAUSE_NONE, answer, message);
  if (answer->status == 403 && root != NULL && !plim_answer_is_challenge (answer))
    return refuse (error, PLIM_STATUS_MISCONFIGURED, PLIM_CAUSE_NONE, answer, message);
  /* The path holds the endpoint, the deployment and the version, all typed by the user. */
  if (answer->status == 404)
    return refuse (error, PLIM_STATUS_MISCONFIGURED, PLIM_CAUSE_NONE, answer, message);
  if (answer->status == 429)
    return refuse_for_a_while (answer, now, error);
  return plim_answer_check (answer, now, error);
}

static gboolean
is_unknown_tenant (JsonObject *root)
{
  JsonArray *codes = plim_json_get_array (root, "error_codes");

  for (guint i = 0; codes != NULL && i < json_array_get_length (codes); i++) {
    if (plim_number_from_json (json_array_get_element (codes, i)) == UNKNOWN_TENANT)
      return TRUE;
  }
  return FALSE;
}

gboolean
plim_azure_check_token (const PlimAnswer *answer, gint64 now, GError **error)
{
  static const char *const bad_clients[] = { "invalid_client", "unauthorized_client",
                                             "invalid_grant", NULL };
  g_autoptr (JsonObject) root = plim_parts_dup_error (answer);
  const char *code = plim_json_get_string (root, "error");
  const char *description = plim_json_get_string (root, "error_description");
  const char *token = plim_json_get_string (root, "access_token");

  if (answer->status == 400 && is_unknown_tenant (root))
    return refuse (error, PLIM_STATUS_MISCONFIGURED, PLIM_CAUSE_NONE, answer, description);
  if ((answer->status == 400 || answer->status == 401) && code != NULL &&
      g_strv_contains (bad_clients, code))
    return refuse (error, PLIM_STATUS_NOT_AUTHENTICATED, PLIM_CAUSE_NONE, answer, description);
  if (!plim_answer_check (answer, now, error))
    return FALSE;
  if (token != NULL && token[0] != '\0')
    return TRUE;
  plim_set_error (error, PLIM_STATUS_INVALID_RESPONSE, PLIM_CAUSE_NONE,
                  "“access_token” is missing or not a string");
  return FALSE;
}

/* Whether the place that was asked for is what is wrong. */
static gboolean
is_wrong_place (const char *code)
{
  return code != NULL && (g_str_equal (code, "NoRegisteredProviderFound") ||
                          g_str_equal (code, "InvalidSubscriptionId") ||
                          g_str_has_prefix (code, "LocationNotAvailable"));
}

gboolean
plim_azure_check_management (const PlimAnswer *answer, gint64 now, GError **error)
{
  g_autoptr (JsonObject) root = answer->status >= 400 ? plim_parts_dup_error (answer) : NULL;
  JsonObject *detail = plim_json_get_object (root, "error");
  const char *message = plim_json_get_string (detail, "message");

  if (answer->status == 403 && detail != NULL && !plim_answer_is_challenge (answer))
    return refuse (error, PLIM_STATUS_MISCONFIGURED, PLIM_CAUSE_MISSING_PERMISSION, answer,
                   message);
  if (answer->status == 404 ||
      (answer->status == 400 && is_wrong_place (plim_json_get_string (detail, "code"))))
    return refuse (error, PLIM_STATUS_MISCONFIGURED, PLIM_CAUSE_NONE, answer, message);
  return plim_answer_check (answer, now, error);
}
