/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "plim-host-zone.h"

#include <glib/gstdio.h>
#include <time.h>

/* 2026-01-01 00:00 UTC */
#define WINTER ((time_t) 1767225600)

static void
assert_hour (int hour)
{
  g_autoptr (GDateTime) time = g_date_time_new_from_unix_local (WINTER);
  time_t at = WINTER;
  struct tm local;

  tzset ();
  localtime_r (&at, &local);
  g_assert_cmpint (local.tm_hour, ==, hour);
  g_assert_cmpint (g_date_time_get_hour (time), ==, hour);
}

static char *
make_file (const char *text)
{
  g_autofree char *folder = g_dir_make_tmp ("plimsoll-zone-XXXXXX", NULL);
  char *file = g_build_filename (folder, "timezone", NULL);

  g_assert_true (g_file_set_contents (file, text, -1, NULL));
  return file;
}

static void
remove_file (char *file)
{
  g_autofree char *folder = g_path_get_dirname (file);

  g_assert_cmpint (g_remove (file), ==, 0);
  g_assert_cmpint (g_rmdir (folder), ==, 0);
  g_free (file);
}

static void
test_follows (void)
{
  char *file = make_file ("Europe/Berlin\n");

  g_unsetenv ("TZ");
  g_assert_false (plim_host_zone_is_followed (file));
  plim_host_zone_begin (file);
  g_assert_true (plim_host_zone_is_followed (file));
  assert_hour (1);
  g_assert_true (g_file_set_contents (file, "Asia/Tokyo\n", -1, NULL));
  plim_host_zone_update (file);
  g_assert_true (plim_host_zone_is_followed (file));
  assert_hour (9);
  remove_file (file);
}

static void
test_chosen (void)
{
  char *file = make_file ("Europe/Berlin\n");

  g_setenv ("TZ", "Asia/Tokyo", TRUE);
  plim_host_zone_begin (file);
  g_assert_false (plim_host_zone_is_followed (file));
  assert_hour (9);
  remove_file (file);
}

static void
test_unknown (void)
{
  char *file = make_file ("Middle/Earth\n");

  g_unsetenv ("TZ");
  plim_host_zone_begin (file);
  g_assert_null (g_getenv ("TZ"));
  g_assert_false (plim_host_zone_is_followed (file));
  plim_host_zone_begin ("/nonexistent/timezone");
  g_assert_null (g_getenv ("TZ"));
  remove_file (file);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/service/host-zone/is-followed", test_follows);
  g_test_add_func ("/service/host-zone/chosen-one-stays", test_chosen);
  g_test_add_func ("/service/host-zone/unknown-one-is-left-alone", test_unknown);
  return g_test_run ();
}
