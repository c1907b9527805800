/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "plim-plain.h"

static gboolean
is_override (gunichar character)
{
  return (character >= 0x202A && character <= 0x202E) ||
         (character >= 0x2066 && character <= 0x2069);
}

char *
plim_plain_dup (const char *text)
{
  g_autofree char *valid = g_utf8_make_valid (text, -1);
  GString *plain = g_string_new (NULL);

  for (const char *p = valid; *p != '\0'; p = g_utf8_next_char (p)) {
    gunichar character = g_utf8_get_char (p);

    if (g_unichar_iscntrl (character))
      g_string_append_c (plain, ' ');
    else if (!is_override (character))
      g_string_append_unichar (plain, character);
  }
  return g_string_free (plain, FALSE);
}

/* As nearly all are. */
static gboolean
is_plain (const char *text, guint max_chars)
{
  guint length = 0;

  for (; *text != '\0'; text++) {
    if (!g_ascii_isprint (*text) || ++length > max_chars)
      return FALSE;
  }
  return TRUE;
}

void
plim_plain_clean (char **text, guint max_chars)
{
  g_autofree char *plain = NULL;

  if (*text == NULL || is_plain (*text, max_chars))
    return;
  plain = plim_plain_dup (*text);
  g_free (*text);
  *text = g_utf8_substring (plain, 0, MIN (g_utf8_strlen (plain, -1), (glong) max_chars));
}
