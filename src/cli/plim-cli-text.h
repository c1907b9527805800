/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "plim-enums.h"

G_BEGIN_DECLS

/* Text on a terminal: columns that line up, colour, and nothing that a terminal would obey. */

/** PlimInk: what a text is, and so how it is coloured where there is colour. */
typedef enum {
  PLIM_INK_PLAIN,
  PLIM_INK_HEADING,
  PLIM_INK_FAINT,
  PLIM_INK_WARNING,
  PLIM_INK_CRITICAL,
} PlimInk;

/** plim_ink_of: normal is plain. */
PlimInk plim_ink_of (PlimSeverity severity);

/** plim_text_dup_printable: (transfer full): @text without control and bidirectional override
 * characters: what came from outside cannot drive the terminal. */
char *plim_text_dup_printable (const char *text);

/** plim_text_get_width: how many columns of a terminal @text takes. */
guint plim_text_get_width (const char *text);

/** plim_text_has_colour: whether standard output is a terminal with colour, and nobody objects
 * (`NO_COLOR`). */
gboolean plim_text_has_colour (void);

/**
 * PlimTable:
 *
 * Rows of cells, filled cell by cell, and lines between them that belong to no column.
 */
typedef struct _PlimTable PlimTable;

PlimTable *plim_table_new (guint n_columns);
void plim_table_free (PlimTable *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PlimTable, plim_table_free)

/** plim_table_add_cell: @text: (nullable): %NULL leaves the cell empty. */
void plim_table_add_cell (PlimTable *self, const char *text, PlimInk ink);

/** plim_table_take_cell: as plim_table_add_cell(), @text: (transfer full). */
void plim_table_take_cell (PlimTable *self, char *text, PlimInk ink);

/** plim_table_add_line: between two rows; @text may be empty. */
void plim_table_add_line (PlimTable *self, const char *text, PlimInk ink);

/** plim_table_to_string: (transfer full): rows are indented by two columns, lines not at all. */
char *plim_table_to_string (PlimTable *self, gboolean has_colour);

G_END_DECLS
