/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "plim-first-cards.h"

#include "plim-account-card.h"
#include "plim-sample-accounts.h"
#include "plim-window-test.h"

#define NOW ((gint64) 1795003200)
#define WIDTH 380

typedef struct {
  GListStore *accounts;
  GtkSliceListModel *first;
  PlimPresentation *presentation;
  GtkWidget *window;
  GtkWidget *list;
} Fixture;

static GtkWidget *
create_card (gpointer account, gpointer user_data)
{
  Fixture *fixture = user_data;

  return GTK_WIDGET (plim_account_card_new (account, fixture->presentation));
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GPtrArray) samples = plim_sample_accounts (NOW);

  g_object_set (gtk_settings_get_default (), "gtk-xft-dpi", GPOINTER_TO_INT (data) * 1024, NULL);
  fixture->accounts = g_list_store_new (PLIM_TYPE_ACCOUNT);
  for (guint i = 0; i < samples->len; i++)
    g_list_store_append (fixture->accounts, g_ptr_array_index (samples, i));
  fixture->first = gtk_slice_list_model_new (g_object_ref (G_LIST_MODEL (fixture->accounts)), 0, 1);
  fixture->presentation = plim_window_test_presentation (NOW);
  fixture->list = gtk_list_box_new ();
  gtk_widget_add_css_class (fixture->list, "accounts");
  gtk_list_box_bind_model (GTK_LIST_BOX (fixture->list), G_LIST_MODEL (fixture->first), create_card,
                           fixture, NULL);
  fixture->window = gtk_window_new ();
  gtk_window_set_child (GTK_WINDOW (fixture->window), fixture->list);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  gtk_window_destroy (GTK_WINDOW (fixture->window));
  plim_test_settle ();
  g_assert_finalize_object (fixture->first);
  g_assert_finalize_object (fixture->accounts);
  g_assert_finalize_object (fixture->presentation);
  gtk_settings_reset_property (gtk_settings_get_default (), "gtk-xft-dpi");
}

static guint
count (Fixture *fixture)
{
  return g_list_model_get_n_items (G_LIST_MODEL (fixture->first));
}

/* Fewer would let the window grow after its first frame. */
static void
test_enough (Fixture *fixture, gconstpointer data)
{
  guint n_accounts = g_list_model_get_n_items (G_LIST_MODEL (fixture->accounts));

  for (int height = 100; height < 1600; height += 50) {
    int natural;

    plim_first_cards_fit (fixture->first, height, NOW);
    gtk_widget_measure (fixture->list, GTK_ORIENTATION_VERTICAL, WIDTH, NULL, &natural, NULL, NULL);
    g_test_message ("%d pixels: %u cards of %d", height, count (fixture), natural);
    g_assert_true (natural >= height || count (fixture) == n_accounts);
  }
}

static void
test_few (Fixture *fixture, gconstpointer data)
{
  for (guint i = 0; i < 20; i++) {
    g_autoptr (PlimAccount) account = g_list_model_get_item (G_LIST_MODEL (fixture->accounts), i);

    g_list_store_append (fixture->accounts, account);
  }
  plim_first_cards_fit (fixture->first, 1, NOW);
  g_assert_cmpuint (count (fixture), ==, 1);
  plim_first_cards_fit (fixture->first, 700, NOW);
  g_assert_cmpuint (count (fixture), >, 1);
  g_assert_cmpuint (count (fixture), <, 8);
}

static void
test_none (Fixture *fixture, gconstpointer data)
{
  g_autoptr (PlimAccount) account = g_list_model_get_item (G_LIST_MODEL (fixture->accounts), 0);

  g_list_store_remove_all (fixture->accounts);
  plim_first_cards_fit (fixture->first, 700, NOW);
  g_list_store_append (fixture->accounts, account);
  g_assert_cmpuint (count (fixture), ==, 1);
}

/* The margins and paddings count. */
static void
add_style (void)
{
  g_autoptr (GtkCssProvider) style = gtk_css_provider_new ();

  gtk_css_provider_load_from_resource (style, "/io/github/plimsoll/Plimsoll/Window/style.css");
  gtk_style_context_add_provider_for_display (gdk_display_get_default (),
                                              GTK_STYLE_PROVIDER (style),
                                              GTK_STYLE_PROVIDER_PRIORITY_APPLICATION);
}

int
main (int argc, char **argv)
{
  plim_window_test_init (&argc, &argv);
  add_style ();
#define ADD(path, dpi, test)                                                                       \
  g_test_add ("/window/first-cards/" path, Fixture, GINT_TO_POINTER (dpi), set_up, test, tear_down)
  ADD ("fill-the-height", 96, test_enough);
  ADD ("fill-the-height-with-small-text", 48, test_enough);
  ADD ("are-not-all-cards", 96, test_few);
  ADD ("are-one-where-there-was-none", 96, test_none);
  return g_test_run ();
}
