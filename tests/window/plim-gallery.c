/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "plim-gallery.h"

#include "plim-account-dialog.h"
#include "plim-add-dialog.h"
#include "plim-edit-dialog.h"
#include "plim-fake-service.h"
#include "plim-heatmap-view.h"
#include "plim-history-window.h"
#include "plim-main-window.h"
#include "plim-preferences-window.h"
#include "plim-providers.h"
#include "plim-rename-dialog.h"
#include "plim-sample-accounts.h"
#include "plim-sample-history.h"
#include "plim-sign-in-dialog.h"
#include "plim-test-secrets.h"
#include "plim-token-dialog.h"

#include <glib/gi18n-lib.h>

#define NOW ((gint64) 1795003200)

struct _PlimGallery {
  GtkApplication *application;
  PlimFakeService *service;
  PlimServiceLink *link;
  PlimPresentation *presentation;
  GPtrArray *accounts;
  GtkWindow *main;
};

/* Each window that can be opened on its own; @parent is the main window. */

static GtkWidget *
open_account (PlimGallery *self, const char *id)
{
  return GTK_WIDGET (plim_account_dialog_new (self->main, self->presentation,
                                              plim_service_link_get_client (self->link), id));
}

static GtkWidget *
open_sign_in (PlimGallery *self, const char *id)
{
  return GTK_WIDGET (plim_sign_in_dialog_new (self->application, self->main,
                                              plim_service_link_get_client (self->link), id));
}

static GtkWidget *
open_edit (PlimGallery *self, const char *id)
{
  return GTK_WIDGET (plim_edit_dialog_new (self->application, self->main,
                                           plim_service_link_get_client (self->link), id));
}

static GtkWidget *
open_rename (PlimGallery *self, const char *id)
{
  return GTK_WIDGET (plim_rename_dialog_new (self->main, g_ptr_array_index (self->accounts, 0)));
}

static GtkWidget *
open_token (PlimGallery *self, const char *id)
{
  return GTK_WIDGET (plim_token_dialog_new (self->main));
}

static GtkWidget *
open_add (PlimGallery *self, const char *provider_id)
{
  PlimAddDialog *dialog = plim_add_dialog_new (self->application, self->main, self->link);

  if (provider_id != NULL)
    plim_add_dialog_choose (dialog, plim_providers_find (provider_id));
  return GTK_WIDGET (dialog);
}

/* @id: (nullable): of all accounts */
static GtkWidget *
open_history (PlimGallery *self, const char *id)
{
  PlimHistoryWindow *window =
      plim_history_window_new (self->main, self->presentation,
                               plim_service_link_get_client (self->link), id);

  gtk_window_present (GTK_WINDOW (window));
  /* What the service answers last. */
  plim_test_wait (plim_window_test_find (GTK_WIDGET (window), PLIM_TYPE_HEATMAP_VIEW, NULL) !=
                  NULL);
  return GTK_WIDGET (window);
}

static void
press_tables (GtkWidget *widget)
{
  if (GTK_IS_TOGGLE_BUTTON (widget) &&
      g_strcmp0 (gtk_widget_get_tooltip_text (widget), _ ("Table")) == 0)
    gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (widget), TRUE);
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    press_tables (child);
}

static GtkWidget *
open_tables (PlimGallery *self, const char *id)
{
  GtkWidget *window = open_history (self, id);

  press_tables (window);
  return window;
}

static GtkWidget *
open_preferences (PlimGallery *self, const char *id)
{
  return GTK_WIDGET (plim_preferences_window_new (self->application, self->main,
                                                  plim_window_test_get_settings (), self->link));
}

typedef GtkWidget *(*Open) (PlimGallery *self, const char *id);

/* Of each account, or of the first few where the others' are alike. */
static const struct {
  const char *name;
  Open open;
  guint n_accounts;
} account_pages[] = {
  { "account", open_account, G_MAXUINT }, { "sign-in", open_sign_in, G_MAXUINT },
  { "edit", open_edit, G_MAXUINT },       { "history", open_history, 2 },
  { "tables", open_tables, 1 },
};

GtkWidget *
plim_gallery_open (PlimGallery *self, const char *name, const char *id)
{
  for (guint i = 0; i < G_N_ELEMENTS (account_pages); i++) {
    if (g_str_equal (account_pages[i].name, name))
      return account_pages[i].open (self, id);
  }
  return NULL;
}

static void
visit_one (PlimGallery *self,
           Open open,
           const char *name,
           const char *id,
           PlimGalleryVisit visit,
           gpointer data)
{
  g_autofree char *full_name = id != NULL ? g_strdup_printf ("%s (%s)", name, id) : g_strdup (name);
  GtkWidget *window = open (self, id);

  if (window == NULL) /* not every account has each */
    return;
  gtk_window_present (GTK_WINDOW (window));
  plim_test_settle ();
  visit (window, full_name, data);
  gtk_window_destroy (GTK_WINDOW (window));
  plim_test_settle ();
}

static void
find_pages (GtkWidget *widget, GPtrArray *pages)
{
  if (ADW_IS_PREFERENCES_PAGE (widget)) {
    const char *title = adw_preferences_page_get_title (ADW_PREFERENCES_PAGE (widget));

    /* Without a title it is the one for what a search found. */
    if (title != NULL && title[0] != '\0')
      g_ptr_array_add (pages, widget);
    return;
  }
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    find_pages (child, pages);
}

static void
visit_preferences (PlimGallery *self, PlimGalleryVisit visit, gpointer data)
{
  g_autoptr (GPtrArray) pages = g_ptr_array_new ();
  GtkWidget *window = open_preferences (self, NULL);

  gtk_window_present (GTK_WINDOW (window));
  find_pages (window, pages);
  g_assert_cmpuint (pages->len, >, 0);
  for (guint i = 0; i < pages->len; i++) {
    AdwPreferencesPage *page = g_ptr_array_index (pages, i);
    g_autofree char *name =
        g_strdup_printf ("preferences (%s)", adw_preferences_page_get_title (page));

    adw_preferences_window_set_visible_page (ADW_PREFERENCES_WINDOW (window), page);
    plim_test_settle ();
    visit (window, name, data);
  }
  gtk_window_destroy (GTK_WINDOW (window));
  plim_test_settle ();
}

void
plim_gallery_visit (PlimGallery *self, PlimGalleryVisit visit, gpointer user_data)
{
  const PlimProvider *const *providers = plim_providers_get_all ();

  visit (GTK_WIDGET (self->main), "main", user_data);
  for (guint i = 0; i < self->accounts->len; i++) {
    const char *id = plim_account_get_id (g_ptr_array_index (self->accounts, i));

    for (guint j = 0; j < G_N_ELEMENTS (account_pages); j++) {
      if (i < account_pages[j].n_accounts)
        visit_one (self, account_pages[j].open, account_pages[j].name, id, visit, user_data);
    }
  }
  visit_one (self, open_history, "history", NULL, visit, user_data);
  visit_one (self, open_rename, "rename", NULL, visit, user_data);
  visit_one (self, open_token, "token", NULL, visit, user_data);
  visit_one (self, open_add, "add", NULL, visit, user_data);
  for (guint i = 0; providers[i] != NULL; i++)
    visit_one (self, open_add, "add", providers[i]->id, visit, user_data);
  visit_preferences (self, visit, user_data);
}

/* The program's own, which it finds by its name; the tests have another. */
static void
add_style (const char *name, guint priority)
{
  g_autoptr (GtkCssProvider) provider = gtk_css_provider_new ();
  g_autofree char *path = g_strconcat ("/io/github/plimsoll/Plimsoll/Window/", name, NULL);

  gtk_css_provider_load_from_resource (provider, path);
  gtk_style_context_add_provider_for_display (gdk_display_get_default (),
                                              GTK_STYLE_PROVIDER (provider), priority);
}

PlimGallery *
plim_gallery_new (GtkApplication *application)
{
  g_autoptr (GDBusConnection) connection = g_bus_get_sync (G_BUS_TYPE_SESSION, NULL, NULL);
  PlimGallery *self = g_new0 (PlimGallery, 1);

  plim_test_secrets_reset ();
  /* What is looked at stands still. */
  g_object_set (gtk_settings_get_default (), "gtk-enable-animations", FALSE, NULL);
  add_style ("style.css", GTK_STYLE_PROVIDER_PRIORITY_APPLICATION);
  if (adw_style_manager_get_high_contrast (adw_style_manager_get_default ()))
    add_style ("high-contrast.css", GTK_STYLE_PROVIDER_PRIORITY_APPLICATION + 1);
  self->application = application;
  self->service = plim_fake_service_new ();
  self->accounts = plim_sample_accounts (NOW);
  for (guint i = 0; i < self->accounts->len; i++)
    plim_fake_service_show (self->service, g_ptr_array_index (self->accounts, i));
  plim_sample_history_give (self->service, NOW);
  self->presentation = plim_window_test_presentation (NOW);
  self->link = plim_service_link_new (connection);
  self->main = GTK_WINDOW (plim_main_window_new (application, plim_window_test_get_settings (),
                                                 self->presentation, self->link));
  plim_test_wait (plim_service_link_get_state (self->link) == PLIM_LINK_CONNECTED);
  gtk_window_present (self->main);
  plim_test_settle ();
  return self;
}

void
plim_gallery_free (PlimGallery *self)
{
  plim_window_test_close_all ();
  g_clear_object (&self->presentation);
  g_clear_object (&self->link);
  g_ptr_array_unref (self->accounts);
  plim_fake_service_free (self->service);
  g_free (self);
}
