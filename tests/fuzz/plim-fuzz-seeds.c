/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Runs a fuzz target on the seeds alone, as an ordinary test: on every file of the folders that are
 * its arguments, on every two of a folder in a row, and on every file cut short. */
#include "plim-fuzz.h"

#include <string.h>

#define SEPARATOR 0x1e
#define N_CUTS 40

static void
run (GByteArray *input)
{
  /* A copy of the exact size, so that reading beyond its end is noticed. */
  g_autofree guint8 *copy = g_memdup2 (input->data, input->len);

  LLVMFuzzerTestOneInput (copy, input->len);
}

static void
run_pair (GBytes *first, GBytes *second)
{
  g_autoptr (GByteArray) input = g_byte_array_new ();
  guint8 separator = SEPARATOR;

  g_byte_array_append (input, g_bytes_get_data (first, NULL), (guint) g_bytes_get_size (first));
  g_byte_array_append (input, &separator, 1);
  g_byte_array_append (input, g_bytes_get_data (second, NULL), (guint) g_bytes_get_size (second));
  run (input);
}

static void
run_cut (GBytes *seed)
{
  for (guint i = 0; i <= N_CUTS; i++) {
    g_autoptr (GByteArray) input = g_byte_array_new ();

    g_byte_array_append (input, g_bytes_get_data (seed, NULL),
                         (guint) (g_bytes_get_size (seed) * i / N_CUTS));
    run (input);
  }
}

static GPtrArray *
read_folder (const char *path)
{
  GPtrArray *seeds = g_ptr_array_new_with_free_func ((GDestroyNotify) g_bytes_unref);
  g_autoptr (GDir) dir = NULL;
  g_autoptr (GError) error = NULL;
  const char *name;

  dir = g_dir_open (path, 0, &error);
  g_assert_no_error (error);
  while ((name = g_dir_read_name (dir)) != NULL) {
    g_autofree char *file = g_build_filename (path, name, NULL);
    char *data;
    gsize size;

    g_file_get_contents (file, &data, &size, &error);
    g_assert_no_error (error);
    g_ptr_array_add (seeds, g_bytes_new_take (data, size));
  }
  return seeds;
}

int
main (int argc, char **argv)
{
  guint n_seeds = 0;

  for (int i = 1; i < argc; i++) {
    g_autoptr (GPtrArray) seeds = read_folder (argv[i]);

    for (guint first = 0; first < seeds->len; first++) {
      run_cut (g_ptr_array_index (seeds, first));
      for (guint second = 0; second < seeds->len; second++)
        run_pair (g_ptr_array_index (seeds, first), g_ptr_array_index (seeds, second));
    }
    n_seeds += seeds->len;
  }
  g_assert_cmpuint (n_seeds, >, 0);
  return 0;
}
