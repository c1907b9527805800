/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What anybody can send to the local API: the query, the Authorization header, a body. The input is
 * each of them. */
#include "plim-api-input.h"
#include "plim-api-names.h"
#include "plim-api-query.h"
#include "plim-api-tokens.h"
#include "plim-fuzz.h"

#include <string.h>

static void
read_query (const char *text)
{
  static const char *const choices[] = { "service", "provider", "metric", NULL };
  g_autoptr (GError) error = NULL;
  g_autoptr (PlimApiQuery) query = plim_api_query_parse (text, &error);
  const char *value;
  gint64 interval_s;
  guint number;

  g_assert_true ((query == NULL) == (error != NULL));
  if (query == NULL)
    return;
  if (plim_api_query_get_number (query, "hours", 1, 168, 24, &number, NULL))
    g_assert_true (number >= 1 && number <= 168);
  if (plim_api_query_get_interval (query, &interval_s, NULL))
    g_assert_cmpint (interval_s, >, 0);
  if (plim_api_query_get_text (query, "serviceId", &value, NULL) && value != NULL)
    g_assert_true (value[0] != '\0' && g_utf8_validate (value, -1, NULL));
  if (plim_api_query_get_choice (query, "groupBy", choices, &number, NULL))
    g_assert_cmpuint (number, <, 3);
}

static void
read_body (const guint8 *data, size_t size)
{
  g_autoptr (GBytes) bytes = g_bytes_new_static (data, size);
  g_auto (PlimApiInput) input = { 0 };
  g_autoptr (GError) error = NULL;
  g_auto (GStrv) ids = NULL;

  g_assert_true (plim_api_input_read (&input, bytes, &error) == (error == NULL));
  g_clear_error (&error);
  ids = plim_api_input_read_ids (bytes, &error);
  g_assert_true ((ids != NULL) == (error == NULL));
}

int
LLVMFuzzerTestOneInput (const guint8 *data, size_t size)
{
  g_autofree char *text = g_strndup (size > 0 ? (const char *) data : "", size);
  g_autofree char *slug = plim_api_names_dup_slug (text);
  g_autofree char *token = plim_api_tokens_dup_bearer (text);

  for (const char *p = slug; *p != '\0'; p++)
    g_assert_true (g_ascii_islower (*p) || g_ascii_isdigit (*p) || *p == '_');
  if (token != NULL)
    g_assert_cmpuint (strlen (token), <, size);
  read_query (text);
  read_body (data, size);
  return 0;
}
