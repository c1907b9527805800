/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "plim-provider-parts.h"

#include "plim-json.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

const char *
plim_parts_recall (const PlimExchange *exchange, const char *name)
{
  const char *value = plim_exchange_get_memory (exchange, name);

  return value != NULL && value[0] != '\0' ? value : NULL;
}

gboolean
plim_parts_is_due (const PlimExchange *exchange, const char *name, gint64 interval_s)
{
  gint64 asked_at = plim_time_parse (plim_parts_recall (exchange, name));

  /* A time in the future comes from a clock that was wrong. */
  return asked_at == PLIM_TIME_UNKNOWN || asked_at > exchange->now ||
         exchange->now - asked_at >= interval_s;
}

void
plim_parts_remember_time (PlimSnapshot *snapshot, const char *name, gint64 at)
{
  g_autofree char *text = plim_time_to_iso8601 (at);

  plim_snapshot_remember (snapshot, name, text != NULL ? text : "");
}

char *
plim_parts_dup_words (const char *text)
{
  char *words = g_strdup (text);
  gboolean is_first = TRUE;

  for (char *c = words; *c != '\0'; c++) {
    if (*c == '_' || *c == '-')
      *c = ' ';
    if (is_first)
      *c = g_ascii_toupper (*c);
    is_first = *c == ' ';
  }
  return g_strstrip (words);
}

char *
plim_parts_dup_currency (const char *text, const char *fallback)
{
  if (text == NULL)
    return g_strdup (fallback);
  if (strlen (text) != 3 || strspn (text, G_CSET_A_2_Z G_CSET_a_2_z) != 3)
    return NULL;
  return g_ascii_strup (text, -1);
}

JsonObject *
plim_parts_dup_error (const PlimAnswer *answer)
{
  return plim_json_parse_object (answer->body, NULL);
}

char *
plim_parts_dup_quoted (const char *text)
{
  g_autoptr (JsonNode) node = json_node_init_string (json_node_alloc (), text);

  return json_to_string (node, FALSE);
}

gboolean
plim_parts_has_text (const char *text, const char *part)
{
  g_autofree char *lower = text != NULL ? g_ascii_strdown (text, -1) : NULL;
  g_autofree char *lower_part = g_ascii_strdown (part, -1);

  return lower != NULL && strstr (lower, lower_part) != NULL;
}

double
plim_parts_header_number (const PlimAnswer *answer, const char *name)
{
  return plim_number_from_string (plim_answer_get_header (answer, name));
}

static gboolean
begins_as_wanted (const char *cookie, const char *const *wanted)
{
  for (guint i = 0; wanted[i] != NULL; i++) {
    if (g_str_has_prefix (cookie, wanted[i]))
      return TRUE;
  }
  return FALSE;
}

char *
plim_parts_dup_cookies (const char *value, const char *const *wanted)
{
  const char *list = g_ascii_strncasecmp (value, "Cookie:", 7) == 0 ? value + 7 : value;
  /* No piece is copied but into the result, which alone is left of the secret. */
  char *clean = g_new0 (char, 2 * strlen (list) + 1);
  gboolean is_useful = FALSE;
  gsize length = 0;

  while (*list != '\0') {
    gsize size = strcspn (list, ";");
    gsize start = strspn (list, " ");
    gsize end = size;

    while (end > start && list[end - 1] == ' ')
      end--;
    if (start < end && memchr (list + start, '=', end - start) != NULL) {
      is_useful = is_useful || begins_as_wanted (list + start, wanted);
      length += (gsize) g_snprintf (clean + length, 3, "%s", length > 0 ? "; " : "");
      memcpy (clean + length, list + start, end - start);
      length += end - start;
    }
    list += size + (list[size] == ';');
  }
  if (is_useful)
    return clean;
  explicit_bzero (clean, length);
  g_free (clean);
  return NULL;
}

char *
plim_parts_dup_cookie (const char *value, const char *const *wanted)
{
  gsize length = strcspn (value, "=");

  if (strpbrk (value, " ;,\"") != NULL || value[length + strspn (value + length, "=")] != '\0')
    return plim_parts_dup_cookies (value, wanted);
  /* What ends with "=" is a value too, in base 64; alone it would look like a header. */
  return value[length] == '\0' ? g_strdup (value) : g_strconcat (wanted[0], value, NULL);
}

PlimUsageWindow *
plim_parts_add_rate (PlimSnapshot *snapshot,
                     const char *id,
                     const char *title,
                     const char *unit,
                     double limit,
                     double remaining,
                     gint64 resets_at)
{
  PlimUsageWindow *window;

  if (isnan (remaining) || remaining < 0 || limit < 0)
    return NULL;
  window = plim_snapshot_add_window (snapshot, id, PLIM_WINDOW_RATE);
  window->title = g_strdup (title);
  window->unit = g_strdup (unit);
  window->resets_at = resets_at;
  if (isnan (limit)) {
    window->remaining = remaining;
    return window;
  }
  /* Limits are rounded and buckets refill meanwhile, so more may be left than there is. */
  window->limit = limit;
  window->used = MAX (limit - remaining, 0);
  window->provenance = PLIM_PROVENANCE_DERIVED;
  plim_usage_window_derive_percent (window);
  return window;
}

PlimUsageWindow *
plim_parts_add_month_spend (
    PlimSnapshot *snapshot, gint64 now, double spent, double limit, const char *currency)
{
  PlimUsageWindow *window =
      plim_snapshot_add_window (snapshot, "monthly-spend", PLIM_WINDOW_BUDGET);

  window->title = g_strdup (N_ ("Spend this month"));
  window->length_s = plim_time_month_end (now) - plim_time_month_start (now);
  window->used = spent;
  window->limit = limit > 0 ? limit : NAN;
  window->unit = g_strdup (currency);
  window->resets_at = plim_time_month_end (now);
  plim_usage_window_derive_percent (window);
  return window;
}
