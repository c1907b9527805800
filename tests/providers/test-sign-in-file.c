/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "plim-providers.h"
#include "plim-sign-in-file.h"

#define COMMAND "flatpak override --user "
#define ID " io.github.plimsoll.Plimsoll"

/* (transfer full) */
static GKeyFile *
create_sandbox (const char *filesystems)
{
  GKeyFile *sandbox = g_key_file_new ();

  g_key_file_set_string (sandbox, "Application", "name", "io.github.plimsoll.Plimsoll");
  if (filesystems != NULL)
    g_key_file_set_string (sandbox, "Context", "filesystems", filesystems);
  return sandbox;
}

static void
assert_permission (const char *filesystems, const char *path, const char *expected)
{
  g_autoptr (GKeyFile) sandbox = create_sandbox (filesystems);
  g_autofree char *command = plim_sign_in_file_dup_permission (sandbox, path);

  g_assert_cmpstr (command, ==, expected);
}

static void
test_no_sandbox (void)
{
  g_assert_null (plim_sign_in_file_dup_permission (NULL, "~/.codex/auth.json"));
}

static void
test_hidden (void)
{
  static const char command[] = COMMAND "--filesystem=~/.codex:ro" ID;

  assert_permission (NULL, "~/.codex/auth.json", command);
  assert_permission ("~/.gemini:ro;", "~/.codex/auth.json", command);
  assert_permission ("~/.cod:ro;", "~/.codex/auth.json", command);
  assert_permission ("~/.codex/deeper:ro;", "~/.codex/auth.json", command);
  assert_permission ("xdg-config/codex;", "~/.codex/auth.json", command);
}

static void
test_shown (void)
{
  assert_permission ("~/.gemini:ro;~/.codex:ro;", "~/.codex/auth.json", NULL);
  assert_permission ("~/.config;", "~/.config/codex/auth.json", NULL);
  assert_permission ("home:ro;", "~/.codex/auth.json", NULL);
  assert_permission ("host;", "/srv/codex/auth.json", NULL);
  assert_permission ("/srv/codex:rw;", "/srv/codex/auth.json", NULL);
}

static void
test_quoted (void)
{
  assert_permission (NULL, "/srv/my sign-ins; here/auth.json",
                     COMMAND "'--filesystem=/srv/my sign-ins; here:ro'" ID);
}

static void
test_used (void)
{
  const PlimProvider *provider = plim_providers_find ("codex");
  g_autoptr (GHashTable) settings = g_hash_table_new (g_str_hash, g_str_equal);

  g_assert_null (plim_sign_in_file_find_used (provider, settings));
  g_hash_table_insert (settings, (gpointer) "auth_file", (gpointer) "");
  g_assert_null (plim_sign_in_file_find_used (provider, settings));
  g_hash_table_insert (settings, (gpointer) "auth_file", (gpointer) "~/.codex/auth.json");
  g_assert_cmpstr (plim_sign_in_file_find_used (provider, settings)->file->command, ==, "codex");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/providers/sign-in-file/no-permission-lacks-outside-a-sandbox",
                   test_no_sandbox);
  g_test_add_func ("/providers/sign-in-file/a-hidden-folder-has-its-command", test_hidden);
  g_test_add_func ("/providers/sign-in-file/a-shown-folder-needs-none", test_shown);
  g_test_add_func ("/providers/sign-in-file/a-strange-folder-is-quoted", test_quoted);
  g_test_add_func ("/providers/sign-in-file/the-field-in-use-is-found", test_used);
  return g_test_run ();
}
