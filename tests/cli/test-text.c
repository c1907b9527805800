/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "plim-cli-text.h"

static void
test_wide_characters_take_two_columns (void)
{
  g_assert_cmpuint (plim_text_get_width (""), ==, 0);
  g_assert_cmpuint (plim_text_get_width ("Woche"), ==, 5);
  g_assert_cmpuint (plim_text_get_width ("日本"), ==, 4);
  g_assert_cmpuint (plim_text_get_width ("e\u0301"), ==, 1);
}

static void
test_columns_line_up_by_width (void)
{
  g_autoptr (PlimTable) table = plim_table_new (3);
  g_autofree char *text = NULL;

  plim_table_add_line (table, "heading", PLIM_INK_HEADING);
  plim_table_add_cell (table, "日本", PLIM_INK_PLAIN);
  plim_table_add_cell (table, "1", PLIM_INK_PLAIN);
  plim_table_add_cell (table, "x", PLIM_INK_PLAIN);
  plim_table_add_cell (table, "ab", PLIM_INK_PLAIN);
  plim_table_add_cell (table, "100", PLIM_INK_PLAIN);
  plim_table_add_cell (table, "y", PLIM_INK_PLAIN);
  text = plim_table_to_string (table, FALSE);
  g_assert_cmpstr (text, ==,
                   "heading\n"
                   "  日本  1    x\n"
                   "  ab    100  y\n");
}

static void
test_empty_cells_leave_no_spaces_behind (void)
{
  g_autoptr (PlimTable) table = plim_table_new (3);
  g_autofree char *text = NULL;

  plim_table_add_cell (table, "a", PLIM_INK_PLAIN);
  plim_table_add_cell (table, NULL, PLIM_INK_PLAIN);
  plim_table_add_cell (table, "x", PLIM_INK_PLAIN);
  plim_table_take_cell (table, g_strdup ("b"), PLIM_INK_PLAIN);
  plim_table_add_cell (table, "22", PLIM_INK_PLAIN);
  plim_table_take_cell (table, NULL, PLIM_INK_PLAIN);
  text = plim_table_to_string (table, FALSE);
  g_assert_cmpstr (text, ==,
                   "  a      x\n"
                   "  b  22\n");
}

static void
test_colour_does_not_move_columns (void)
{
  g_autoptr (PlimTable) table = plim_table_new (2);
  g_autofree char *text = NULL;

  plim_table_add_cell (table, "a", PLIM_INK_CRITICAL);
  plim_table_add_cell (table, "x", PLIM_INK_PLAIN);
  plim_table_add_cell (table, "bb", PLIM_INK_PLAIN);
  plim_table_add_cell (table, "", PLIM_INK_WARNING);
  text = plim_table_to_string (table, TRUE);
  g_assert_cmpstr (text, ==,
                   "  \033[1;31ma\033[0m   x\n"
                   "  bb\n");
}

static void
test_outside_text_cannot_drive_the_terminal (void)
{
  g_autofree char *escape = plim_text_dup_printable ("a\033[2Jb\nc\td\x07");
  g_autofree char *override = plim_text_dup_printable ("a\u202Eb\u2066c");
  g_autofree char *broken = plim_text_dup_printable ("a\xFF"
                                                     "b");
  g_autofree char *c1 = plim_text_dup_printable ("a\xC2\x9B"
                                                 "b");

  g_assert_cmpstr (escape, ==, "a [2Jb c d ");
  g_assert_cmpstr (override, ==, "abc");
  g_assert_true (g_utf8_validate (broken, -1, NULL));
  g_assert_cmpstr (c1, ==, "a b");
}

static void
test_a_pipe_has_no_colour (void)
{
  g_assert_false (plim_text_has_colour ());
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(name, function) g_test_add_func ("/cli/text/" name, function)
  ADD ("wide-characters-take-two-columns", test_wide_characters_take_two_columns);
  ADD ("columns-line-up-by-width", test_columns_line_up_by_width);
  ADD ("empty-cells-leave-no-spaces-behind", test_empty_cells_leave_no_spaces_behind);
  ADD ("colour-does-not-move-columns", test_colour_does_not_move_columns);
  ADD ("outside-text-cannot-drive-the-terminal", test_outside_text_cannot_drive_the_terminal);
  ADD ("a-pipe-has-no-colour", test_a_pipe_has_no_colour);
  return g_test_run ();
}
