/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "plim-history-test.h"

#include "plim-history-window.h"
#include "plim-sample-accounts.h"

void
plim_history_test_set_up (PlimHistoryTest *fixture, gconstpointer data)
{
  g_autoptr (GDBusConnection) connection = g_bus_get_sync (G_BUS_TYPE_SESSION, NULL, NULL);

  fixture->service = plim_fake_service_new ();
  fixture->accounts = plim_sample_accounts (PLIM_HISTORY_TEST_NOW);
  for (guint i = 0; i < fixture->accounts->len; i++)
    plim_fake_service_show (fixture->service, g_ptr_array_index (fixture->accounts, i));
  fixture->presentation = plim_window_test_presentation (PLIM_HISTORY_TEST_NOW);
  fixture->link = plim_service_link_new (connection);
  plim_test_wait (plim_service_link_get_state (fixture->link) == PLIM_LINK_CONNECTED);
  fixture->parent = gtk_window_new ();
  gtk_window_set_application (GTK_WINDOW (fixture->parent),
                              GTK_APPLICATION (g_application_get_default ()));
}

void
plim_history_test_tear_down (PlimHistoryTest *fixture, gconstpointer data)
{
  plim_window_test_close_all ();
  g_assert_finalize_object (fixture->presentation);
  g_assert_finalize_object (fixture->link);
  g_ptr_array_unref (fixture->accounts);
  plim_fake_service_free (fixture->service);
}

gboolean
plim_history_test_shows (PlimHistoryTest *fixture, const char *text)
{
  return plim_window_test_shows (fixture->window, text);
}

void
plim_history_test_open (PlimHistoryTest *fixture, const char *account_id)
{
  fixture->window = GTK_WIDGET (
      plim_history_window_new (GTK_WINDOW (fixture->parent), fixture->presentation,
                               plim_service_link_get_client (fixture->link), account_id));
  g_assert_nonnull (fixture->window);
  gtk_window_present (GTK_WINDOW (fixture->window));
  plim_test_wait (plim_fake_service_count (fixture->service, "GetHeatmap") > 0);
  plim_test_settle ();
}

GtkWidget *
plim_history_test_find (PlimHistoryTest *fixture, GType type, const char *text)
{
  GtkWidget *widget = plim_window_test_find (fixture->window, type, text);

  g_assert_nonnull (widget);
  return widget;
}
