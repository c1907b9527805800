/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "plim-json.h"

#include <float.h>
#include <math.h>

#define FRACTION_DIGITS 4
#define FRACTION_UNIT 10000
/* So many digits after the point leave 15 in all. */
#define MAX_SHORT 1e11
#define MAX_DIGITS 24

void
plim_json_append_integer (GString *text, gint64 value)
{
  char digits[MAX_DIGITS];
  gsize at = sizeof digits;
  guint64 rest = value < 0 ? -(guint64) value : (guint64) value;

  do {
    digits[--at] = (char) ('0' + rest % 10);
    rest /= 10;
  } while (rest > 0);
  if (value < 0)
    digits[--at] = '-';
  g_string_append_len (text, digits + at, (gssize) (sizeof digits - at));
}

static void
append_short (GString *text, gint64 scaled)
{
  guint64 rest = (scaled < 0 ? -(guint64) scaled : (guint64) scaled) % FRACTION_UNIT;
  char digits[FRACTION_DIGITS];
  gsize length = FRACTION_DIGITS;

  if (scaled < 0 && scaled > -FRACTION_UNIT)
    g_string_append_c (text, '-');
  plim_json_append_integer (text, scaled / FRACTION_UNIT);
  if (rest == 0)
    return;
  for (gsize i = length; i-- > 0; rest /= 10)
    digits[i] = (char) ('0' + rest % 10);
  while (digits[length - 1] == '0')
    length--;
  g_string_append_c (text, '.');
  g_string_append_len (text, digits, (gssize) length);
}

void
plim_json_append_number (GString *text, double value)
{
  char number[G_ASCII_DTOSTR_BUF_SIZE];
  gint64 scaled;

  if (fabs (value) < MAX_SHORT && !(value == 0 && signbit (value))) {
    scaled = llround (value * FRACTION_UNIT);
    /* As near as this, 15 digits of the two are the same; printf() takes ten times as long. */
    if (fabs (value - (double) scaled / FRACTION_UNIT) <= fabs (value) * DBL_EPSILON) {
      append_short (text, scaled);
      return;
    }
  }
  g_string_append (text, g_ascii_formatd (number, sizeof number, "%.15g", value));
}
