/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "plim-server-guard.h"

#define PORT 8765

static const char *const added[] = { "box.example", "10.0.0.5:8765", "https://dash.example", NULL };

static void
test_host (void)
{
  static const struct {
    const char *host;
    gboolean is_allowed;
  } cases[] = {
    { "localhost:8765", TRUE },
    { "LocalHost:8765", TRUE },
    { "127.0.0.1:8765", TRUE },
    { "[::1]:8765", TRUE },
    { "localhost", FALSE },
    { "localhost:80", FALSE },
    { "localhost:8765:8765", FALSE },
    { "localhost:", FALSE },
    { "localhost:08765x", FALSE },
    { "localhost.:8765", FALSE },
    { "localhost.evil.example:8765", FALSE },
    { "127.0.0.2:8765", FALSE },
    { "127.1:8765", FALSE },
    { "::1:8765", FALSE },
    { "[::1", FALSE },
    { "[::1]x:8765", FALSE },
    { "evil.example:8765", FALSE },
    { "user@localhost:8765", FALSE },
    { "localhost:8765, evil.example", FALSE },
    { "", FALSE },
    { ":8765", FALSE },
    { NULL, FALSE },
    { "box.example", TRUE },
    { "BOX.example:443", TRUE },
    { "abox.example", FALSE },
    { "10.0.0.5:8765", TRUE },
    { "10.0.0.5:80", FALSE },
    { "10.0.0.5", FALSE },
    { "dash.example", TRUE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_test_message ("%s", cases[i].host);
    g_assert_cmpint (plim_server_guard_allows_host (cases[i].host, PORT, added), ==,
                     cases[i].is_allowed);
  }
}

static void
test_host_on_the_default_port (void)
{
  g_assert_true (plim_server_guard_allows_host ("localhost", 80, NULL));
  g_assert_true (plim_server_guard_allows_host ("localhost:80", 80, NULL));
  g_assert_false (plim_server_guard_allows_host ("box.example", 80, NULL));
}

static void
test_origin (void)
{
  static const struct {
    const char *origin;
    PlimOrigin kind;
  } cases[] = {
    { NULL, PLIM_ORIGIN_NONE },
    { "null", PLIM_ORIGIN_OPAQUE },
    { "http://localhost:8765", PLIM_ORIGIN_OWN },
    { "http://127.0.0.1:8765", PLIM_ORIGIN_OWN },
    { "http://[::1]:8765", PLIM_ORIGIN_OWN },
    { "https://localhost:8765", PLIM_ORIGIN_FOREIGN },
    { "http://localhost", PLIM_ORIGIN_FOREIGN },
    { "http://localhost:3000", PLIM_ORIGIN_FOREIGN },
    { "https://evil.example", PLIM_ORIGIN_FOREIGN },
    { "http://box.example", PLIM_ORIGIN_OWN },
    { "https://box.example:8443", PLIM_ORIGIN_OWN },
    { "https://dash.example", PLIM_ORIGIN_OWN },
    { "http://dash.example", PLIM_ORIGIN_FOREIGN },
    { "http://10.0.0.5:8765", PLIM_ORIGIN_OWN },
    { "http://10.0.0.5:8766", PLIM_ORIGIN_FOREIGN },
    { "chrome-extension://abcdefghijklmnopabcdefghijklmnop", PLIM_ORIGIN_EXTENSION },
    { "moz-extension://6b6f7f4a-0000-4000-8000-000000000000", PLIM_ORIGIN_EXTENSION },
    { "safari-web-extension://0", PLIM_ORIGIN_EXTENSION },
    { "chrome-extension://", PLIM_ORIGIN_FOREIGN },
    { "chrome-extension", PLIM_ORIGIN_FOREIGN },
    { "file://", PLIM_ORIGIN_FOREIGN },
    { "ftp://box.example", PLIM_ORIGIN_FOREIGN },
    { "http://box.example/", PLIM_ORIGIN_FOREIGN },
    { "http://localhost:8765, https://evil.example", PLIM_ORIGIN_FOREIGN },
    { "null, null", PLIM_ORIGIN_FOREIGN },
    { "", PLIM_ORIGIN_FOREIGN },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_test_message ("%s", cases[i].origin);
    g_assert_cmpint (plim_server_guard_classify_origin (cases[i].origin, PORT, added), ==,
                     cases[i].kind);
  }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/server/guard/host", test_host);
  g_test_add_func ("/server/guard/host-on-the-default-port", test_host_on_the_default_port);
  g_test_add_func ("/server/guard/origin", test_origin);
  return g_test_run ();
}
