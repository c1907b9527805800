/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "plim-main-window-test.h"

#include "plim-account-card.h"
#include "plim-sample-accounts.h"
#include "plim-test-secrets.h"

void
plim_main_window_test_set_up (PlimMainWindowTest *fixture, gconstpointer data)
{
  g_autoptr (GDBusConnection) connection = g_bus_get_sync (G_BUS_TYPE_SESSION, NULL, NULL);

  plim_test_secrets_reset ();
  fixture->service = plim_fake_service_new ();
  fixture->accounts = plim_sample_accounts (PLIM_MAIN_WINDOW_TEST_NOW);
  for (guint i = 0; i < GPOINTER_TO_UINT (data); i++)
    plim_fake_service_show (fixture->service, g_ptr_array_index (fixture->accounts, i));
  fixture->presentation = plim_window_test_presentation (PLIM_MAIN_WINDOW_TEST_NOW);
  fixture->link = plim_service_link_new (connection);
  fixture->window =
      GTK_WIDGET (plim_main_window_new (GTK_APPLICATION (g_application_get_default ()),
                                        plim_window_test_get_settings (), fixture->presentation,
                                        fixture->link));
  g_object_add_weak_pointer (G_OBJECT (fixture->window), (gpointer *) &fixture->window);
  plim_test_wait (plim_service_link_get_state (fixture->link) == PLIM_LINK_CONNECTED);
  gtk_window_present (GTK_WINDOW (fixture->window));
}

void
plim_main_window_test_tear_down (PlimMainWindowTest *fixture, gconstpointer data)
{
  plim_window_test_close_all ();
  /* A command may still be on its way. */
  plim_test_wait (fixture->window == NULL);
  g_assert_finalize_object (fixture->presentation);
  g_assert_finalize_object (fixture->link);
  g_ptr_array_unref (fixture->accounts);
  plim_fake_service_free (fixture->service);
}

GtkWidget *
plim_main_window_test_find_card (PlimMainWindowTest *fixture, const char *id)
{
  GtkWidget *card = plim_window_test_find (fixture->window, PLIM_TYPE_ACCOUNT_CARD, NULL);

  while (card != NULL) {
    PlimAccount *account = plim_account_card_get_account (PLIM_ACCOUNT_CARD (card));

    if (g_str_equal (plim_account_get_id (account), id))
      return card;
    card = gtk_widget_get_next_sibling (card);
  }
  return NULL;
}

gboolean
plim_main_window_test_shows (PlimMainWindowTest *fixture, const char *text)
{
  return plim_window_test_shows (fixture->window, text);
}

guint
plim_main_window_test_count (PlimMainWindowTest *fixture, const char *text)
{
  return plim_fake_service_count (fixture->service, text);
}

void
plim_main_window_test_act (PlimMainWindowTest *fixture, const char *id, const char *action)
{
  g_assert_true (
      gtk_widget_activate_action (plim_main_window_test_find_card (fixture, id), action, NULL));
}
