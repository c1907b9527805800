/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "plim-log-ring.h"

#include "plim-test-wait.h"

#include <string.h>

#define NOW 1795176000

static const PlimLogLine *
get_line (GPtrArray *lines, guint index)
{
  g_assert_cmpuint (index, <, lines->len);
  return g_ptr_array_index (lines, index);
}

static void
test_the_last_lines_are_kept (void)
{
  g_autoptr (PlimLogRing) ring = plim_log_ring_new (3);
  g_autoptr (GPtrArray) all = NULL;
  g_autoptr (GPtrArray) newer = NULL;
  g_autoptr (GPtrArray) none = NULL;

  for (int i = 1; i <= 5; i++) {
    g_autofree char *text = g_strdup_printf ("line %d", i);

    plim_log_ring_add (ring, "debug", text, NOW + i);
  }
  all = plim_log_ring_read (ring, 0);
  g_assert_cmpuint (all->len, ==, 3);
  g_assert_cmpuint (get_line (all, 0)->serial, ==, 3);
  g_assert_cmpstr (get_line (all, 0)->text, ==, "line 3");
  g_assert_cmpint (get_line (all, 0)->at, ==, NOW + 3);
  newer = plim_log_ring_read (ring, 4);
  g_assert_cmpuint (newer->len, ==, 1);
  g_assert_cmpstr (get_line (newer, 0)->level, ==, "debug");
  none = plim_log_ring_read (ring, 5);
  g_assert_cmpuint (none->len, ==, 0);
}

static void
test_secrets_are_masked (void)
{
  g_autoptr (PlimLogRing) ring = plim_log_ring_new (3);
  g_autoptr (GPtrArray) lines = NULL;

  plim_log_ring_add (ring, "message", "Authorization: Bearer abcdefghijklmnop123456", NOW);
  lines = plim_log_ring_read (ring, 0);
  g_assert_null (strstr (get_line (lines, 0)->text, "abcdefghijklmnop123456"));
}

static void
count (guint *n_calls)
{
  (*n_calls)++;
}

static void
test_several_lines_are_told_once (void)
{
  g_autoptr (PlimLogRing) ring = plim_log_ring_new (3);
  guint n_calls = 0;

  plim_log_ring_add (ring, "debug", "nobody listens", NOW);
  g_signal_connect_swapped (ring, "added", G_CALLBACK (count), &n_calls);
  plim_log_ring_add (ring, "debug", "one", NOW);
  plim_log_ring_add (ring, "debug", "two", NOW);
  plim_test_wait (n_calls > 0);
  plim_test_settle ();
  g_assert_cmpuint (n_calls, ==, 1);
}

static gpointer
log_from_a_thread (gpointer ring)
{
  for (int i = 0; i < 1000; i++)
    plim_log_ring_add (ring, "debug", "from a thread", NOW);
  return NULL;
}

static void
test_any_thread_may_log (void)
{
  g_autoptr (PlimLogRing) ring = plim_log_ring_new (100);
  GThread *threads[2];
  g_autoptr (GPtrArray) lines = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (threads); i++)
    threads[i] = g_thread_new ("log", log_from_a_thread, ring);
  for (guint i = 0; i < G_N_ELEMENTS (threads); i++)
    g_thread_join (threads[i]);
  lines = plim_log_ring_read (ring, 0);
  g_assert_cmpuint (lines->len, ==, 100);
  g_assert_cmpuint (get_line (lines, 99)->serial, ==, 2000);
}

/* Installed for the rest of this process: the last test. */
static void
test_what_is_logged_is_kept (void)
{
  g_autoptr (PlimLogRing) ring = plim_log_ring_new (10);
  g_autoptr (GPtrArray) lines = NULL;

  plim_log_ring_install (ring);
  g_debug ("our own step %d", 1);
  g_log ("other", G_LOG_LEVEL_DEBUG, "a library's step");
  g_log ("other", G_LOG_LEVEL_MESSAGE, "a library's message");
  lines = plim_log_ring_read (ring, 0);
  g_assert_cmpuint (lines->len, ==, 2);
  g_assert_cmpstr (get_line (lines, 0)->text, ==, "our own step 1");
  g_assert_cmpstr (get_line (lines, 0)->level, ==, "debug");
  g_assert_cmpstr (get_line (lines, 1)->text, ==, "other: a library's message");
  g_assert_cmpstr (get_line (lines, 1)->level, ==, "message");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  plim_test_start_watchdog ();
  g_test_add_func ("/log-ring/the-last-lines-are-kept", test_the_last_lines_are_kept);
  g_test_add_func ("/log-ring/secrets-are-masked", test_secrets_are_masked);
  g_test_add_func ("/log-ring/several-lines-are-told-once", test_several_lines_are_told_once);
  g_test_add_func ("/log-ring/any-thread-may-log", test_any_thread_may_log);
  g_test_add_func ("/log-ring/what-is-logged-is-kept", test_what_is_logged_is_kept);
  return g_test_run ();
}
