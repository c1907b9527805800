/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* `{"error": {"code", "message", "status", "details": […]}}`, and of the token service
 * `{"error": "invalid_grant"}`. Source: https://google.aip.dev/193 and
 * https://developers.google.com/identity/protocols/oauth2/web-server, read 2026-11. */
#include "plim-google-check.h"

#include "plim-error.h"
#include "plim-json.h"
#include "plim-provider-parts.h"

#include <math.h>
#include <string.h>

/* (nullable): the first of the details that has such a member */
static const char *
find_detail (JsonObject *error, const char *name)
{
  JsonArray *details = plim_json_get_array (error, "details");

  for (guint i = 0; details != NULL && i < json_array_get_length (details); i++) {
    const char *value = plim_json_get_string (plim_json_get_element_object (details, i), name);

    if (value != NULL)
      return value;
  }
  return NULL;
}

/* “23.47s” is 24 seconds; 0 when it does not say. */
static gint64
read_delay (JsonObject *error)
{
  const char *text = find_detail (error, "retryDelay");
  gsize length = text != NULL ? strlen (text) : 0;
  g_autofree char *number = NULL;
  double seconds;

  if (length < 2 || text[length - 1] != 's')
    return 0;
  number = g_strndup (text, length - 1);
  seconds = plim_number_from_string (number);
  return seconds > 0 && seconds < PLIM_DAY_S ? (gint64) ceil (seconds) : 0;
}

static gboolean
is_closed_to_consumers (const char *message)
{
  return plim_parts_has_text (message, "UNSUPPORTED_CLIENT") ||
         plim_parts_has_text (message, "IneligibleTierError") ||
         plim_parts_has_text (message, "migrate to");
}

/* Of an answer that names itself an error by Google's own rules. Returns whether it was set. */
static gboolean
set_refusal (const PlimAnswer *answer, JsonObject *root, GError **error)
{
  JsonObject *detail = plim_json_get_object (root, "error");
  const char *oauth = plim_json_get_string (root, "error");
  const char *message = plim_json_get_string (detail, "message");
  const char *text = message != NULL ? message : "no message";
  guint status = answer->status;

  if (g_strcmp0 (oauth, "invalid_grant") == 0 || g_strcmp0 (oauth, "invalid_client") == 0)
    plim_set_error (error, PLIM_STATUS_NOT_AUTHENTICATED, PLIM_CAUSE_NONE,
                    "the provider answered HTTP %u: %s", status, oauth);
  else if (status == 400 && g_strcmp0 (find_detail (detail, "reason"), "API_KEY_INVALID") == 0)
    plim_set_error (error, PLIM_STATUS_NOT_AUTHENTICATED, PLIM_CAUSE_NONE,
                    "the provider answered HTTP %u: %s", status, text);
  else if (status == 403 && is_closed_to_consumers (message))
    plim_set_error (error, PLIM_STATUS_MISCONFIGURED, PLIM_CAUSE_NO_PLAN,
                    "Google closed this to consumer accounts, use Cloud Monitoring instead: "
                    "HTTP %u: %s",
                    status, text);
  else if (status == 403 && detail != NULL)
    plim_set_error (error, PLIM_STATUS_MISCONFIGURED, PLIM_CAUSE_MISSING_PERMISSION,
                    "the provider answered HTTP %u: %s", status, text);
  else if (status == 404 && detail != NULL)
    plim_set_error (error, PLIM_STATUS_MISCONFIGURED, PLIM_CAUSE_NONE,
                    "the provider answered HTTP %u: %s", status, text);
  else if (status == 429 && read_delay (detail) > 0)
    g_propagate_error (error, plim_error_new (PLIM_STATUS_RATE_LIMITED, PLIM_CAUSE_NONE,
                                              read_delay (detail),
                                              "the provider answered HTTP %u: %s", status, text));
  else
    return FALSE;
  return TRUE;
}

gboolean
plim_google_check (const PlimAnswer *answer, gint64 now, GError **error)
{
  g_autoptr (JsonObject) root = NULL;

  if (answer->status >= 400 && answer->status < 500 && !plim_answer_is_html (answer))
    root = plim_parts_dup_error (answer);
  return !(root != NULL && set_refusal (answer, root, error)) &&
         plim_answer_check (answer, now, error);
}

gboolean
plim_google_lacks_metric (const PlimAnswer *answer)
{
  g_autoptr (JsonObject) root = NULL;
  JsonObject *detail;

  if (answer->status != 400 && answer->status != 404)
    return FALSE;
  root = plim_parts_dup_error (answer);
  detail = plim_json_get_object (root, "error");
  return plim_parts_has_text (plim_json_get_string (detail, "message"), "cannot find metric");
}
