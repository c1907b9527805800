/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "plim-openai-rates.h"

#include "plim-json.h"
#include "plim-provider-parts.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

/* No limit resets later than this; what says so is broken. */
#define MAX_RESET_S (366.0 * PLIM_DAY_S)

static const struct {
  const char *id; /* of the window, its unit, and in the names of its headers */
  const char *title;
} rates[] = {
  { "requests", N_ ("Requests") },
  { "tokens", N_ ("Tokens") },
};

/* Longer ones before those that they begin with. */
static const struct {
  const char *name;
  double seconds;
} units[] = {
  { "ms", 1e-3 }, { "us", 1e-6 }, { "\302\265s", 1e-6 }, { "\316\274s", 1e-6 },
  { "ns", 1e-9 }, { "h", 3600 },  { "m", 60 },           { "s", 1 },
};

/* Reads the unit at *text and goes on behind it; 0 for none. */
static double
take_unit (const char **text)
{
  for (guint i = 0; i < G_N_ELEMENTS (units); i++) {
    if (g_str_has_prefix (*text, units[i].name)) {
      *text += strlen (units[i].name);
      return units[i].seconds;
    }
  }
  return 0;
}

double
plim_openai_parse_duration (const char *text)
{
  double bare = plim_number_from_string (text);
  double seconds = 0;

  if (!isnan (bare))
    return bare >= 0 ? bare : NAN;
  if (text == NULL || text[0] == '\0')
    return NAN;
  while (*text != '\0') {
    gsize length = strspn (text, "0123456789.");
    g_autofree char *digits = g_strndup (text, length);
    double number = plim_number_from_string (digits);
    double unit;

    text += length;
    unit = take_unit (&text);
    if (isnan (number) || unit == 0)
      return NAN;
    seconds += number * unit;
  }
  return seconds;
}

static double
get_header (const PlimAnswer *answer, const char *part, const char *id)
{
  g_autofree char *name = g_strdup_printf ("x-ratelimit-%s-%s", part, id);

  return plim_parts_header_number (answer, name);
}

static gint64
get_reset (const PlimAnswer *answer, const char *id, gint64 now)
{
  g_autofree char *name = g_strconcat ("x-ratelimit-reset-", id, NULL);
  double seconds = plim_openai_parse_duration (plim_answer_get_header (answer, name));

  return seconds <= MAX_RESET_S ? now + (gint64) lround (seconds) : PLIM_TIME_UNKNOWN;
}

/* First whose they are; then a line of limit, remaining and reset each, "-" for unknown. */
char *
plim_openai_dup_rates (const PlimAnswer *answer, gint64 now, const char *scope)
{
  GString *kept = g_string_new (scope);

  for (guint i = 0; i < G_N_ELEMENTS (rates); i++) {
    const char *id = rates[i].id;
    double numbers[] = { get_header (answer, "limit", id), get_header (answer, "remaining", id) };

    g_string_append_printf (kept, "\n%s", id);
    for (guint j = 0; j < G_N_ELEMENTS (numbers); j++) {
      char number[G_ASCII_DTOSTR_BUF_SIZE] = "-";

      if (!isnan (numbers[j]))
        g_ascii_formatd (number, sizeof number, "%.15g", numbers[j]);
      g_string_append_printf (kept, " %s", number);
    }
    g_string_append_printf (kept, " %" G_GINT64_FORMAT, get_reset (answer, id, now));
  }
  return g_string_free (kept, FALSE);
}

gboolean
plim_openai_are_rates_of (const char *kept, const char *scope)
{
  gsize length = strlen (scope);

  return kept != NULL && strncmp (kept, scope, length) == 0 && kept[length] == '\n';
}

/* Limits of 0 and -1 mean that there is none, or that it is not known. */
static void
add_rate (PlimSnapshot *snapshot, guint rate, char **words, const char *scope, gint64 length_s)
{
  double limit = plim_number_from_string (words[1]);
  PlimUsageWindow *window;

  window = plim_parts_add_rate (snapshot, rates[rate].id, rates[rate].title, rates[rate].id,
                                limit > 0 ? limit : NAN, plim_number_from_string (words[2]),
                                plim_time_parse (words[3]));
  if (window == NULL)
    return;
  window->scope = g_strdup (scope);
  window->length_s = length_s;
}

void
plim_openai_add_rates (PlimSnapshot *snapshot, const char *kept, gint64 length_s)
{
  g_auto (GStrv) lines = g_strsplit (kept, "\n", -1);

  for (guint i = 1; lines[0] != NULL && lines[i] != NULL; i++) {
    g_auto (GStrv) words = g_strsplit (lines[i], " ", -1);

    for (guint rate = 0; rate < G_N_ELEMENTS (rates); rate++) {
      if (g_strv_length (words) == 4 && g_str_equal (words[0], rates[rate].id))
        add_rate (snapshot, rate, words, lines[0], length_s);
    }
  }
}
