/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "plim-account-card.h"
#include "plim-bus-codec.h"
#include "plim-fake-service.h"
#include "plim-main-window.h"
#include "plim-sample-accounts.h"
#include "plim-settings.h"
#include "plim-sign-in-offers.h"
#include "plim-test-secrets.h"
#include "plim-window-test.h"
#include <glib/gstdio.h>

#define NOW ((gint64) 1795003200)
#define SHOWN_PATH "~/.codex/auth.json"

static GtkApplication *application;

typedef struct {
  GSettings *settings;
  PlimFakeService *service;
  PlimServiceLink *link;
  PlimPresentation *presentation;
  char *path; /* of the sign-in */
  GtkWidget *window;
} Fixture;

static void
open_window (Fixture *fixture)
{
  fixture->window = GTK_WIDGET (
      plim_main_window_new (application, fixture->settings, fixture->presentation, fixture->link));
  g_object_add_weak_pointer (G_OBJECT (fixture->window), (gpointer *) &fixture->window);
  plim_test_wait (plim_service_link_get_state (fixture->link) == PLIM_LINK_CONNECTED);
  gtk_window_present (GTK_WINDOW (fixture->window));
}

/* @data: whether a sign-in is there */
static void
set_up (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GDBusConnection) connection = g_bus_get_sync (G_BUS_TYPE_SESSION, NULL, NULL);
  g_autofree char *folder = g_build_filename (g_get_home_dir (), ".codex", NULL);

  plim_test_secrets_reset ();
  g_assert_cmpint (g_mkdir_with_parents (folder, 0700), ==, 0);
  fixture->path = g_build_filename (folder, "auth.json", NULL);
  if (data != NULL)
    g_assert_true (g_file_set_contents (fixture->path, "{}", -1, NULL));
  fixture->service = plim_fake_service_new ();
  fixture->presentation = plim_window_test_presentation (NOW);
  fixture->settings = plim_window_test_get_settings ();
  fixture->link = plim_service_link_new (connection);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  plim_window_test_close_all ();
  plim_test_wait (fixture->window == NULL);
  g_assert_finalize_object (fixture->presentation);
  g_assert_finalize_object (fixture->link);
  plim_fake_service_free (fixture->service);
  g_remove (fixture->path);
  g_free (fixture->path);
}

static GtkWidget *
find_offers (Fixture *fixture)
{
  return plim_window_test_find (fixture->window, PLIM_TYPE_SIGN_IN_OFFERS, NULL);
}

static void
click (Fixture *fixture, const char *text)
{
  GtkWidget *button = plim_window_test_find (find_offers (fixture), GTK_TYPE_BUTTON, text);

  g_assert_nonnull (button);
  g_signal_emit_by_name (button, "clicked");
}

/* The account that uses the sign-in, under a path that a user may have written. */
static void
show_account (Fixture *fixture, const char *path)
{
  g_autoptr (PlimAccount) account = plim_account_new ("c1", "codex");
  g_autoptr (GHashTable) settings = g_hash_table_new (g_str_hash, g_str_equal);

  g_hash_table_insert (settings, (gpointer) "auth_file", (gpointer) path);
  plim_account_set_label (account, "Codex");
  plim_account_set_enabled (account, TRUE);
  plim_account_set_settings (account, settings);
  plim_fake_service_show (fixture->service, account);
}

static void
test_offered (Fixture *fixture, gconstpointer data)
{
  open_window (fixture);
  g_assert_true (plim_window_test_shows (fixture->window, "No Accounts Yet"));
  g_assert_true (plim_window_test_shows (find_offers (fixture), SHOWN_PATH));
  g_assert_true (plim_window_test_shows (find_offers (fixture), "never changes it"));
  g_assert_cmpuint (plim_fake_service_count (fixture->service, "AddAccount"), ==, 0);
}

static void
test_offered_beside_accounts (Fixture *fixture, gconstpointer data)
{
  g_autoptr (PlimAccount) account = plim_sample_account ("a1", NOW);

  plim_fake_service_show (fixture->service, account);
  open_window (fixture);
  g_assert_nonnull (plim_window_test_find (fixture->window, PLIM_TYPE_ACCOUNT_CARD, NULL));
  g_assert_true (plim_window_test_shows (find_offers (fixture), SHOWN_PATH));
}

static void
test_nothing_there (Fixture *fixture, gconstpointer data)
{
  open_window (fixture);
  g_assert_true (plim_window_test_shows (fixture->window, "No Accounts Yet"));
  g_assert_null (find_offers (fixture));
}

static void
test_add (Fixture *fixture, gconstpointer data)
{
  open_window (fixture);
  click (fixture, "Add");
  plim_test_wait (plim_fake_service_count (fixture->service, "AddAccount codex") == 1);
  g_assert_cmpuint (plim_fake_service_count (fixture->service, "Setting auth_file " SHOWN_PATH), ==,
                    1);
  show_account (fixture, SHOWN_PATH);
  plim_test_wait (find_offers (fixture) == NULL);
  g_assert_nonnull (plim_window_test_find (fixture->window, PLIM_TYPE_ACCOUNT_CARD, NULL));
}

static void
test_used (Fixture *fixture, gconstpointer data)
{
  show_account (fixture, fixture->path);
  open_window (fixture);
  g_assert_nonnull (plim_window_test_find (fixture->window, PLIM_TYPE_ACCOUNT_CARD, NULL));
  g_assert_null (find_offers (fixture));
}

static void
test_failure (Fixture *fixture, gconstpointer data)
{
  plim_fake_service_fail (fixture->service, PLIM_BUS_ERROR_OFFLINE, "no network");
  open_window (fixture);
  click (fixture, "Add");
  plim_test_wait (plim_window_test_shows (find_offers (fixture), "The network is down"));
  plim_fake_service_fail (fixture->service, -1, NULL);
  click (fixture, "Add");
  plim_test_wait (plim_fake_service_count (fixture->service, "AddAccount codex") == 2);
  plim_test_wait (!plim_window_test_shows (find_offers (fixture), "The network is down"));
}

static void
test_dismiss (Fixture *fixture, gconstpointer data)
{
  open_window (fixture);
  click (fixture, "Do Not Offer Again");
  g_assert_null (find_offers (fixture));
  /* The next window does not have them either. */
  gtk_window_close (GTK_WINDOW (fixture->window));
  plim_test_wait (fixture->window == NULL);
  open_window (fixture);
  g_assert_true (plim_window_test_shows (fixture->window, "No Accounts Yet"));
  g_assert_null (find_offers (fixture));
}

int
main (int argc, char **argv)
{
  g_unsetenv ("CODEX_HOME");
  g_unsetenv ("CLOUDSDK_CONFIG");
  application = plim_window_test_init (&argc, &argv);
#define ADD(path, is_there, test)                                                                  \
  g_test_add (path, Fixture, GINT_TO_POINTER (is_there), set_up, test, tear_down)
  ADD ("/window/sign-in-offers/says-which-file-is-read", TRUE, test_offered);
  ADD ("/window/sign-in-offers/stand-above-the-accounts", TRUE, test_offered_beside_accounts);
  ADD ("/window/sign-in-offers/none-without-a-file", FALSE, test_nothing_there);
  ADD ("/window/sign-in-offers/one-click-adds", TRUE, test_add);
  ADD ("/window/sign-in-offers/none-that-an-account-uses", TRUE, test_used);
  ADD ("/window/sign-in-offers/failure-is-shown-and-goes-away", TRUE, test_failure);
  ADD ("/window/sign-in-offers/dismissed-stay-away", TRUE, test_dismiss);
  return g_test_run ();
}
