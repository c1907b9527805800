/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "plim-demo-account.h"

#include "plim-new-account.h"
#include "plim-problem.h"
#include "plim-providers.h"

typedef struct {
  PlimMainWindow *window;
  GtkWidget *button;
} Adding;

static void
on_added (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Adding *adding = user_data;
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;

  if (!plim_new_account_add_finish (result, &error)) {
    text = plim_problem_dup_sentence (error, "Plimsoll", NULL);
    plim_main_window_tell (adding->window, text);
  }
  gtk_widget_set_sensitive (adding->button, TRUE);
  g_object_unref (adding->window);
  g_object_unref (adding->button);
  g_free (adding);
  g_application_release (g_application_get_default ());
}

/* (nullable) */
static const PlimProvider *
find_demo (void)
{
  for (const PlimProvider *const *provider = plim_providers_get_all (); *provider != NULL;
       provider++) {
    if (!(*provider)->needs_network)
      return *provider;
  }
  return NULL;
}

void
plim_demo_account_add (PlimMainWindow *window, GtkWidget *button)
{
  PlimBusClient *client = plim_main_window_get_client (window);
  const PlimProvider *demo = find_demo ();
  PlimNewAccount *account;
  Adding *adding;

  if (client == NULL || demo == NULL)
    return;
  adding = g_new0 (Adding, 1);
  adding->window = g_object_ref (window);
  adding->button = g_object_ref (button);
  gtk_widget_set_sensitive (button, FALSE);
  g_application_hold (g_application_get_default ());
  account = plim_new_account_new (demo);
  g_hash_table_insert (account->settings, g_strdup ("history"), g_strdup ("month"));
  plim_new_account_add_async (account, plim_bus_client_get_manager (client), NULL, on_added,
                              adding);
}
