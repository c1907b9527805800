/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "plim-server-rest.h"

#include "plim-test-wait.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

#define QUIET_MS 10
#define MANY 500
#define LARGE (256 * 1024)

#if defined(__SANITIZE_ADDRESS__)
#define HAS_OWN_MALLOC 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define HAS_OWN_MALLOC 1
#endif
#endif

static PlimServerRest *
make_rest (void)
{
  PlimServerRest *rest = plim_server_rest_new ();

  plim_server_rest_set_quiet (rest, QUIET_MS);
  return rest;
}

static void
count_times (PlimServerRest *rest, guint n_times)
{
  for (guint i = 0; i < n_times; i++)
    plim_server_rest_count (rest, 1000);
}

static void
test_a_few_are_worth_none (void)
{
  g_autoptr (PlimServerRest) rest = make_rest ();

  count_times (rest, MANY - 1);
  plim_server_rest_count (rest, LARGE - 1);
  g_assert_true (plim_server_rest_is_due (rest));
  g_clear_pointer (&rest, plim_server_rest_free);

  rest = make_rest ();
  count_times (rest, MANY - 2);
  plim_server_rest_count (rest, LARGE - 1);
  g_assert_false (plim_server_rest_is_due (rest));
}

static void
test_a_large_one_is_worth_it (void)
{
  g_autoptr (PlimServerRest) rest = make_rest ();

  plim_server_rest_count (rest, LARGE);
  g_assert_true (plim_server_rest_is_due (rest));
}

static void
test_each_burst_has_one (void)
{
  g_autoptr (PlimServerRest) rest = make_rest ();

  for (guint i = 0; i < 2; i++) {
    count_times (rest, MANY - 1);
    g_assert_false (plim_server_rest_is_due (rest));
    count_times (rest, 1);
    g_assert_true (plim_server_rest_is_due (rest));
    plim_test_wait (!plim_server_rest_is_due (rest));
  }
}

typedef struct {
  PlimServerRest *rest;
  gint64 end_us;
  gboolean was_resting;
} Load;

/* One request in each turn of the main loop: there is one between any two looks. */
static gboolean
on_turn (gpointer user_data)
{
  Load *load = user_data;

  load->was_resting |= !plim_server_rest_is_due (load->rest);
  plim_server_rest_count (load->rest, LARGE);
  return g_get_monotonic_time () < load->end_us ? G_SOURCE_CONTINUE : G_SOURCE_REMOVE;
}

static void
test_requests_put_it_off (void)
{
  g_autoptr (PlimServerRest) rest = make_rest ();
  Load load = { rest, g_get_monotonic_time () + 10 * QUIET_MS * 1000, FALSE };

  plim_server_rest_count (rest, LARGE);
  g_idle_add_full (G_PRIORITY_HIGH, on_turn, &load, NULL);
  plim_test_wait (!plim_server_rest_is_due (rest));
  g_assert_cmpint (g_get_monotonic_time (), >=, load.end_us);
  g_assert_false (load.was_resting);
}

/* Its timer goes with it. */
static void
test_none_after_the_end (void)
{
  PlimServerRest *rest = make_rest ();

  plim_server_rest_count (rest, LARGE);
  plim_server_rest_free (rest);
  g_assert_false (g_main_context_pending (NULL));
}

#if defined(__GLIBC__) && !defined(HAS_OWN_MALLOC)
#define N_BLOCKS 20000
#define BLOCK_BYTES 1000
#define KEPT_EACH 100

static gint64
read_resident_bytes (void)
{
  g_autofree char *text = NULL;
  long total, resident;

  g_assert_true (g_file_get_contents ("/proc/self/statm", &text, NULL, NULL));
  g_assert_cmpint (sscanf (text, "%ld %ld", &total, &resident), ==, 2);
  return resident * sysconf (_SC_PAGESIZE);
}

static void
test_memory_goes_back (void)
{
  g_autoptr (PlimServerRest) rest = make_rest ();
  g_autofree char **blocks = g_new0 (char *, N_BLOCKS);
  gint64 before;

  for (guint i = 0; i < N_BLOCKS; i++) {
    blocks[i] = g_malloc (BLOCK_BYTES);
    memset (blocks[i], 'x', BLOCK_BYTES);
  }
  for (guint i = 0; i < N_BLOCKS; i++) {
    if (i % KEPT_EACH != KEPT_EACH - 1)
      g_clear_pointer (&blocks[i], g_free);
  }
  before = read_resident_bytes ();
  plim_server_rest_count (rest, LARGE);
  plim_test_wait (!plim_server_rest_is_due (rest));
  g_assert_cmpint (before - read_resident_bytes (), >, N_BLOCKS * BLOCK_BYTES / 2);
  for (guint i = 0; i < N_BLOCKS; i++)
    g_free (blocks[i]);
}
#endif

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  plim_test_start_watchdog ();
  g_test_add_func ("/server/rest/a-few-are-worth-none", test_a_few_are_worth_none);
  g_test_add_func ("/server/rest/a-large-one-is-worth-it", test_a_large_one_is_worth_it);
  g_test_add_func ("/server/rest/each-burst-has-one", test_each_burst_has_one);
  g_test_add_func ("/server/rest/requests-put-it-off", test_requests_put_it_off);
  g_test_add_func ("/server/rest/none-after-the-end", test_none_after_the_end);
#if defined(__GLIBC__) && !defined(HAS_OWN_MALLOC)
  g_test_add_func ("/server/rest/memory-goes-back", test_memory_goes_back);
#endif
  return g_test_run ();
}
