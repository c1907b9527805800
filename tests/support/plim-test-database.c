/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "plim-test-database.h"

#include "plim-test-wait.h"

PlimDatabase *
plim_test_open_database (const char *path)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  PlimDatabase *database;

  plim_database_open_async (path, NULL, plim_test_keep_result, &result);
  plim_test_wait (result != NULL);
  database = plim_database_open_finish (result, &error);
  g_assert_no_error (error);
  return database;
}

void
plim_test_close_database (PlimDatabase *database)
{
  plim_database_close (database);
  plim_test_settle ();
  g_assert_finalize_object (database);
}
