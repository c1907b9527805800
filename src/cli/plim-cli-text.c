/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "plim-cli-text.h"

#include "plim-plain.h"

#include <unistd.h>

#define INDENT 2
#define GAP 2

typedef struct {
  char *text;
  PlimInk ink;
  gboolean is_line;
} Cell;

struct _PlimTable {
  guint n_columns;
  GArray *cells; /* Cell: rows of @n_columns, and single lines between them */
};

PlimInk
plim_ink_of (PlimSeverity severity)
{
  switch (severity) {
  case PLIM_SEVERITY_WARNING:
    return PLIM_INK_WARNING;
  case PLIM_SEVERITY_CRITICAL:
    return PLIM_INK_CRITICAL;
  case PLIM_SEVERITY_NORMAL:
  default:
    return PLIM_INK_PLAIN;
  }
}

char *
plim_text_dup_printable (const char *text)
{
  return plim_plain_dup (text);
}

guint
plim_text_get_width (const char *text)
{
  guint width = 0;

  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p)) {
    gunichar character = g_utf8_get_char (p);

    if (!g_unichar_iszerowidth (character))
      width += g_unichar_iswide (character) ? 2 : 1;
  }
  return width;
}

gboolean
plim_text_has_colour (void)
{
  const char *no_colour = g_getenv ("NO_COLOR");
  const char *terminal = g_getenv ("TERM");

  return isatty (STDOUT_FILENO) && (no_colour == NULL || no_colour[0] == '\0') &&
         terminal != NULL && g_strcmp0 (terminal, "dumb") != 0;
}

static void
clear_cell (gpointer data)
{
  g_free (((Cell *) data)->text);
}

PlimTable *
plim_table_new (guint n_columns)
{
  PlimTable *self = g_new0 (PlimTable, 1);

  self->n_columns = n_columns;
  self->cells = g_array_new (FALSE, FALSE, sizeof (Cell));
  g_array_set_clear_func (self->cells, clear_cell);
  return self;
}

void
plim_table_free (PlimTable *self)
{
  g_array_unref (self->cells);
  g_free (self);
}

static void
append (PlimTable *self, const char *text, PlimInk ink, gboolean is_line)
{
  Cell cell = { plim_text_dup_printable (text != NULL ? text : ""), ink, is_line };

  g_array_append_val (self->cells, cell);
}

void
plim_table_add_cell (PlimTable *self, const char *text, PlimInk ink)
{
  append (self, text, ink, FALSE);
}

void
plim_table_take_cell (PlimTable *self, char *text, PlimInk ink)
{
  append (self, text, ink, FALSE);
  g_free (text);
}

void
plim_table_add_line (PlimTable *self, const char *text, PlimInk ink)
{
  append (self, text, ink, TRUE);
}

static guint *
measure (PlimTable *self)
{
  guint *widths = g_new0 (guint, self->n_columns);
  guint column = 0;

  for (guint i = 0; i < self->cells->len; i++) {
    const Cell *cell = &g_array_index (self->cells, Cell, i);

    if (cell->is_line)
      continue;
    widths[column] = MAX (widths[column], plim_text_get_width (cell->text));
    column = (column + 1) % self->n_columns;
  }
  return widths;
}

static void
append_ink (GString *string, const Cell *cell, gboolean has_colour)
{
  static const char *const codes[] = {
    [PLIM_INK_PLAIN] = NULL,     [PLIM_INK_HEADING] = "1",     [PLIM_INK_FAINT] = "2",
    [PLIM_INK_WARNING] = "1;33", [PLIM_INK_CRITICAL] = "1;31",
  };
  const char *code = has_colour ? codes[cell->ink] : NULL;

  if (code != NULL && cell->text[0] != '\0')
    g_string_append_printf (string, "\033[%sm%s\033[0m", code, cell->text);
  else
    g_string_append (string, cell->text);
}

/* Spaces are written only before a text, so that no line ends in them. */
static void
append_spaces (GString *string, guint n_spaces)
{
  g_string_append_printf (string, "%*s", (int) n_spaces, "");
}

char *
plim_table_to_string (PlimTable *self, gboolean has_colour)
{
  g_autofree guint *widths = measure (self);
  GString *string = g_string_new (NULL);
  guint column = 0;
  guint n_spaces = INDENT;

  for (guint i = 0; i < self->cells->len; i++) {
    const Cell *cell = &g_array_index (self->cells, Cell, i);

    if (cell->is_line) {
      append_ink (string, cell, has_colour);
      g_string_append_c (string, '\n');
      continue;
    }
    if (cell->text[0] != '\0') {
      append_spaces (string, n_spaces);
      append_ink (string, cell, has_colour);
      n_spaces = 0;
    }
    n_spaces += widths[column] - plim_text_get_width (cell->text) + GAP;
    column = (column + 1) % self->n_columns;
    if (column == 0) {
      g_string_append_c (string, '\n');
      n_spaces = INDENT;
    }
  }
  return g_string_free (string, FALSE);
}
