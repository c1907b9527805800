/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "plim-test-wait.h"

#define WATCHDOG_S 120

void
plim_test_settle (void)
{
  while (g_main_context_iteration (NULL, FALSE))
    ;
}

static gboolean
on_watchdog (gpointer user_data)
{
  g_error ("What the test waits for does not come");
  return G_SOURCE_REMOVE;
}

void
plim_test_start_watchdog (void)
{
  g_timeout_add_seconds (WATCHDOG_S, on_watchdog, NULL);
}

void
plim_test_keep_result (GObject *source, GAsyncResult *result, gpointer user_data)
{
  GAsyncResult **place = user_data;

  g_assert_null (*place);
  *place = g_object_ref (result);
}
