/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The whole walk with everything real but the provider: keyring, bus, database, panel, processes.
 */

#include "plim-desktop.h"

#include <signal.h>
#include <string.h>

#define SESSION_KEY "sk-ant-sid01-MADE-UP-0000"
#define OTHER_KEY "sk-ant-sid01-MADE-UP-1111"

static gboolean
item_contains (PlimDesktop *desktop, gconstpointer data)
{
  const char *const *wanted = data; /* property, text */
  g_autofree char *value = plim_desktop_dup_item (desktop, wanted[0]);

  return value != NULL && strstr (value, wanted[1]) != NULL;
}

static void
wait_for_item (PlimDesktop *desktop, const char *property, const char *text)
{
  const char *wanted[] = { property, text };

  g_test_message ("waiting for %s of the tray item to hold “%s”", property, text);
  plim_desktop_wait (desktop, item_contains, wanted);
}

static gboolean
menu_contains (PlimDesktop *desktop, gconstpointer text)
{
  g_autofree char *menu = plim_desktop_dup_menu (desktop);

  return menu != NULL && strstr (menu, text) != NULL;
}

static void
wait_for_menu (PlimDesktop *desktop, const char *text)
{
  g_test_message ("waiting for the tray menu to hold “%s”", text);
  plim_desktop_wait (desktop, menu_contains, text);
}

static gboolean
has_notices (PlimDesktop *desktop, gconstpointer data)
{
  return desktop->notices->len >= GPOINTER_TO_UINT (data);
}

static void
assert_notices (PlimDesktop *desktop, guint n_notices)
{
  g_test_message ("waiting for notice %u", n_notices);
  plim_desktop_wait (desktop, has_notices, GUINT_TO_POINTER (n_notices));
  g_assert_cmpuint (desktop->notices->len, ==, n_notices);
}

static const PlimNotice *
last_notice (PlimDesktop *desktop)
{
  return g_ptr_array_index (desktop->notices, desktop->notices->len - 1);
}

static void
assert_status (PlimDesktop *desktop, int expected_exit, const char *text)
{
  int exit_status;
  g_autofree char *output =
      plim_desktop_run (desktop, NULL, &exit_status, "status", "--json", NULL);

  g_test_message ("%s", output);
  g_assert_cmpint (exit_status, ==, expected_exit);
  g_assert_nonnull (strstr (output, text));
}

static void
add_account (PlimDesktop *desktop)
{
  g_autofree char *output = NULL;
  g_autofree char *base_url = g_strconcat (desktop->mock_url, "/claude-web", NULL);

  plim_desktop_set_provider (
      desktop, "{\"claude-web\": {\"session\": 37, \"weekly\": 62, \"status\": 200}}");
  output = plim_desktop_run (desktop, SESSION_KEY "\n", NULL, "add", "claude-web", "--label",
                             "Work", "--base-url", base_url, NULL);
  assert_status (desktop, 0, "\"weekly\"");
}

static void
assert_shown_everywhere (PlimDesktop *desktop)
{
  wait_for_item (desktop, "IconName", "io.github.plimsoll.Plimsoll-06");
  wait_for_item (desktop, "XAyatanaLabel", "62");
  wait_for_item (desktop, "ToolTip", "62");
  wait_for_item (desktop, "ToolTip", "Work");
  wait_for_menu (desktop, "62 % used");
  wait_for_menu (desktop, "37 % used");
}

static void
check_with (PlimDesktop *desktop, const char *provider)
{
  g_autofree char *error = NULL;

  plim_desktop_set_provider (desktop, provider);
  error = plim_desktop_check (desktop);
  g_assert_cmpstr (error, ==, NULL);
}

static void
restart (PlimDesktop *desktop)
{
  g_free (plim_desktop_run (desktop, NULL, NULL, "quit", NULL));
  plim_desktop_wait_for_service_end (desktop);
  plim_desktop_start_service (desktop);
}

static gboolean
is_asked_again (PlimDesktop *desktop, gconstpointer data)
{
  return plim_desktop_count_requests (desktop) > GPOINTER_TO_UINT (data);
}

/* Kills the service while a request is in flight. */
static void
kill_in_the_middle (PlimDesktop *desktop)
{
  guint n_requests = plim_desktop_count_requests (desktop);

  plim_desktop_wait_until_written (desktop);
  plim_desktop_set_provider (
      desktop, "{\"claude-web\": {\"session\": 100, \"weekly\": 64, \"hang\": true}}");
  plim_desktop_begin_check (desktop);
  plim_desktop_wait (desktop, is_asked_again, GUINT_TO_POINTER (n_requests));
  g_subprocess_send_signal (desktop->service, SIGKILL);
  plim_desktop_wait_for_service_end (desktop);
  plim_desktop_set_provider (
      desktop, "{\"claude-web\": {\"session\": 100, \"weekly\": 63, \"hang\": null}}");
  plim_desktop_start_service (desktop);
}

static void
test_walk (void)
{
  g_autoptr (PlimDesktop) desktop = plim_desktop_new ();
  g_autofree char *error = NULL;
  g_autofree char *output = NULL;

  plim_desktop_start_service (desktop);
  add_account (desktop);
  assert_shown_everywhere (desktop);
  g_assert_cmpuint (desktop->notices->len, ==, 0);

  check_with (desktop, "{\"claude-web\": {\"session\": 76, \"weekly\": 62, \"status\": 200}}");
  assert_notices (desktop, 1);
  g_assert_nonnull (strstr (last_notice (desktop)->body, "Work"));
  wait_for_item (desktop, "IconName", "-warning");

  check_with (desktop, "{\"claude-web\": {\"session\": 100, \"weekly\": 62, \"status\": 200}}");
  assert_notices (desktop, 2);
  wait_for_item (desktop, "IconName", "-critical");

  restart (desktop);
  wait_for_item (desktop, "IconName", "-critical");
  check_with (desktop, "{\"claude-web\": {\"session\": 100, \"weekly\": 63, \"status\": 200}}");
  assert_notices (desktop, 2);

  plim_desktop_set_provider (desktop, "{\"claude-web\": {\"status\": 401}}");
  error = plim_desktop_check (desktop);
  g_assert_cmpstr (error, ==, "io.github.plimsoll.Plimsoll.Error.NotAuthenticated");
  assert_notices (desktop, 3);
  assert_status (desktop, 1, "\"not_authenticated\"");
  assert_status (desktop, 1, "\"stale\" : true");
  assert_status (desktop, 1, "63");
  wait_for_item (desktop, "IconName", "-stale");

  plim_desktop_set_provider (desktop,
                             "{\"claude-web\": {\"session\": 100, \"weekly\": 63, \"status\": 200, "
                             "\"secret\": \"" OTHER_KEY "\"}}");
  output = plim_desktop_run (desktop, OTHER_KEY "\n", NULL, "sign-in", "Work", NULL);
  assert_status (desktop, 0, "\"ok\"");
  wait_for_item (desktop, "IconName", "-critical");

  kill_in_the_middle (desktop);
  assert_status (desktop, 0, "\"Work\"");
  assert_status (desktop, 0, "63");
  wait_for_item (desktop, "IconName", "-critical");
  check_with (desktop, "{\"claude-web\": {\"session\": 100, \"weekly\": 64, \"status\": 200}}");
  assert_notices (desktop, 3);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/e2e/walk", test_walk);
  return g_test_run ();
}
