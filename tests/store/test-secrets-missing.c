/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Runs on a bus on which no Secret Service exists or can be started (with-keyring --bare), and
 * without any bus. */
#include "await.h"
#include "plim-secrets.h"

#include <unistd.h>

static void
test_lookup (gconstpointer may_prompt)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  plim_secrets_lookup_async ("an-account", "key", GPOINTER_TO_INT (may_prompt), NULL, on_done,
                             &result);
  g_assert_null (plim_secrets_lookup_finish (await (&result), &error));
  g_assert_error (error, PLIM_SECRETS_ERROR, PLIM_SECRETS_ERROR_MISSING);
}

static void
test_store (void)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  plim_secrets_store_async ("an-account", "key", "Plimsoll: a key", "secret", NULL, on_done,
                            &result);
  g_assert_false (plim_secrets_store_finish (await (&result), &error));
  g_assert_error (error, PLIM_SECRETS_ERROR, PLIM_SECRETS_ERROR_MISSING);
}

static void
test_clear (void)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  plim_secrets_clear_async ("an-account", NULL, NULL, on_done, &result);
  g_assert_false (plim_secrets_clear_finish (await (&result), &error));
  g_assert_error (error, PLIM_SECRETS_ERROR, PLIM_SECRETS_ERROR_MISSING);
}

static void
test_list (void)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  plim_secrets_list_async (NULL, on_done, &result);
  g_assert_null (plim_secrets_list_finish (await (&result), &error));
  g_assert_error (error, PLIM_SECRETS_ERROR, PLIM_SECRETS_ERROR_MISSING);
}

static void
test_unlock (void)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  plim_secrets_unlock_async (NULL, on_done, &result);
  g_assert_false (plim_secrets_unlock_finish (await (&result), &error));
  g_assert_error (error, PLIM_SECRETS_ERROR, PLIM_SECRETS_ERROR_MISSING);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  alarm (WATCHDOG_S);
  g_test_add_data_func ("/secrets/missing/lookup", GINT_TO_POINTER (FALSE), test_lookup);
  g_test_add_data_func ("/secrets/missing/lookup-that-may-prompt", GINT_TO_POINTER (TRUE),
                        test_lookup);
  g_test_add_func ("/secrets/missing/store", test_store);
  g_test_add_func ("/secrets/missing/clear", test_clear);
  g_test_add_func ("/secrets/missing/list", test_list);
  g_test_add_func ("/secrets/missing/unlock", test_unlock);
  return g_test_run ();
}
