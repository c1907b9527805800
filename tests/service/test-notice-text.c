/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "plim-notice-text.h"

#include <string.h>

static PlimAccount *
create (const char *path, PlimCause cause)
{
  PlimAccount *account = plim_account_new ("11111111-2222-4333-8444-555555555555", "codex");
  g_autoptr (GHashTable) settings = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr (GError) error =
      plim_error_new (PLIM_STATUS_NOT_AUTHENTICATED, cause, 0, "no longer signed in");

  if (path != NULL)
    g_hash_table_insert (settings, (gpointer) "auth_file", (gpointer) path);
  plim_account_set_settings (account, settings);
  plim_account_set_label (account, "Codex");
  plim_account_update (account, NULL, error, 1795176000);
  return account;
}

/* Returns the body. */
static char *
write_text (const char *path, PlimCause cause)
{
  g_autoptr (PlimAccount) account = create (path, cause);
  g_autoptr (GPtrArray) items = g_ptr_array_new ();
  PlimNoticeItem item = { account, PLIM_NOTICE_SIGN_IN, NULL, NULL };
  PlimFormat format = { 0 };
  g_autofree char *title = NULL;
  char *body;

  g_ptr_array_add (items, &item);
  plim_notice_text_write (items, &format, 1795176000, &title, &body);
  g_assert_cmpstr (title, ==, "Codex: sign-in expired");
  return body;
}

static void
test_command (void)
{
  g_autofree char *body = write_text ("~/.codex/auth.json", PLIM_CAUSE_SIGN_IN_MISSING);
  g_autofree char *refused = write_text ("~/.codex/auth.json", PLIM_CAUSE_NONE);

  g_assert_true (g_str_has_suffix (body, "The command: codex"));
  g_assert_true (g_str_has_suffix (refused, "The command: codex"));
}

static void
test_no_command (void)
{
  g_autofree char *pasted = write_text (NULL, PLIM_CAUSE_NONE);
  g_autofree char *other = write_text ("~/.codex/auth.json", PLIM_CAUSE_CLOCK);

  g_assert_null (strstr (pasted, "command"));
  g_assert_null (strstr (other, "command"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/service/notice-text/another-programs-sign-in-has-its-command", test_command);
  g_test_add_func ("/service/notice-text/ones-own-has-none", test_no_command);
  return g_test_run ();
}
