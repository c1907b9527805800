/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "plim-anthropic-rates.h"

#include "plim-json.h"
#include "plim-provider-parts.h"

#include <glib/gi18n-lib.h>
#include <math.h>

static const struct {
  const char *id; /* of the window, and in the names of its headers */
  const char *title;
  const char *unit;
} rates[] = {
  { "requests", N_ ("Requests per minute"), "requests" },
  { "input-tokens", N_ ("Input tokens per minute"), "tokens" },
  { "output-tokens", N_ ("Output tokens per minute"), "tokens" },
  /* The most restrictive one, for when the two above are not said. */
  { "tokens", N_ ("Tokens per minute"), "tokens" },
};

/* "requests 1000 999 1795176000;…": limit, remaining and reset, as kept from one probe to the next.
 */
static void
append_rate (GString *kept, const PlimAnswer *answer, const char *id)
{
  static const char *const parts[] = { "limit", "remaining", "reset" };

  g_string_append_printf (kept, "%s%s", kept->len > 0 ? ";" : "", id);
  for (guint i = 0; i < G_N_ELEMENTS (parts); i++) {
    g_autofree char *name = g_strdup_printf ("anthropic-ratelimit-%s-%s", id, parts[i]);
    const char *value = plim_answer_get_header (answer, name);
    char number[G_ASCII_DTOSTR_BUF_SIZE] = "-";

    if (i == 2)
      g_snprintf (number, sizeof number, "%" G_GINT64_FORMAT, plim_time_parse (value));
    else if (!isnan (plim_number_from_string (value)))
      g_ascii_formatd (number, sizeof number, "%.15g", plim_number_from_string (value));
    g_string_append_printf (kept, " %s", number);
  }
}

/* The window of `id` in what append_rate() wrote. A limit and what is left of it are both needed.
 */
static gboolean
add_rate (PlimSnapshot *snapshot, char **kept, guint rate)
{
  for (guint i = 0; kept[i] != NULL; i++) {
    g_auto (GStrv) words = g_strsplit (kept[i], " ", -1);
    PlimUsageWindow *window;
    double limit, remaining;

    if (g_strv_length (words) != 4 || !g_str_equal (words[0], rates[rate].id))
      continue;
    limit = plim_number_from_string (words[1]);
    remaining = plim_number_from_string (words[2]);
    if (isnan (limit) || isnan (remaining))
      return FALSE;
    window = plim_parts_add_rate (snapshot, rates[rate].id, rates[rate].title, rates[rate].unit,
                                  limit, remaining, plim_time_parse (words[3]));
    if (window != NULL)
      window->length_s = 60;
    return window != NULL;
  }
  return FALSE;
}

void
plim_anthropic_add_rates (PlimSnapshot *snapshot, const char *text)
{
  g_auto (GStrv) kept = g_strsplit (text, ";", -1);
  gboolean has_tokens = FALSE;

  add_rate (snapshot, kept, 0);
  has_tokens = add_rate (snapshot, kept, 1);
  has_tokens = add_rate (snapshot, kept, 2) || has_tokens;
  if (!has_tokens)
    add_rate (snapshot, kept, 3);
}

char *
plim_anthropic_dup_rates (const PlimAnswer *answer)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < G_N_ELEMENTS (rates); i++)
    append_rate (text, answer, rates[i].id);
  return g_string_free (text, FALSE);
}
