/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "plim-account-actions.h"

#include "plim-account-dialog.h"
#include "plim-edit-dialog.h"
#include "plim-history-window.h"
#include "plim-main-window.h"
#include "plim-providers.h"
#include "plim-redact.h"
#include "plim-rename-dialog.h"
#include "plim-sign-in-file.h"

#include <glib/gi18n-lib.h>

/* (nullable): the account that the action is about */
static PlimAccount *
find_account (GtkWidget *widget, GVariant *parameter)
{
  PlimBusClient *client = plim_main_window_get_client (PLIM_MAIN_WINDOW (widget));

  if (client == NULL)
    return NULL;
  return plim_bus_client_find_account (client, g_variant_get_string (parameter, NULL));
}

static void
call (GtkWidget *widget, GVariant *parameter, const char *method, GVariant *arguments)
{
  plim_main_window_call (PLIM_MAIN_WINDOW (widget), g_variant_get_string (parameter, NULL), method,
                         arguments);
}

static void
refresh (GtkWidget *widget, const char *action, GVariant *parameter)
{
  call (widget, parameter, "Refresh", NULL);
}

static void
enable (GtkWidget *widget, const char *action, GVariant *parameter)
{
  call (widget, parameter, "SetEnabled", g_variant_new ("(b)", TRUE));
}

static void
disable (GtkWidget *widget, const char *action, GVariant *parameter)
{
  call (widget, parameter, "SetEnabled", g_variant_new ("(b)", FALSE));
}

static void
move_by (GtkWidget *widget, GVariant *parameter, int step)
{
  PlimAccount *account = find_account (widget, parameter);
  int order;

  if (account == NULL)
    return;
  order = (int) plim_account_get_order (account) + step;
  if (order >= 0)
    call (widget, parameter, "SetOrder", g_variant_new ("(u)", (guint) order));
}

static void
move_up (GtkWidget *widget, const char *action, GVariant *parameter)
{
  move_by (widget, parameter, -1);
}

static void
move_down (GtkWidget *widget, const char *action, GVariant *parameter)
{
  move_by (widget, parameter, 1);
}

static void
place (GtkWidget *widget, const char *action, GVariant *parameter)
{
  const char *id;
  guint order;

  g_variant_get (parameter, "(&su)", &id, &order);
  plim_main_window_call (PLIM_MAIN_WINDOW (widget), id, "SetOrder", g_variant_new ("(u)", order));
}

static void
unlock (GtkWidget *widget, const char *action, GVariant *parameter)
{
  plim_main_window_call (PLIM_MAIN_WINDOW (widget), NULL, "UnlockKeyring", NULL);
}

static void
sign_in (GtkWidget *widget, const char *action, GVariant *parameter)
{
  gtk_widget_activate_action_variant (widget, "app.sign-in", parameter);
}

static void
edit (GtkWidget *widget, const char *action, GVariant *parameter)
{
  PlimBusClient *client = plim_main_window_get_client (PLIM_MAIN_WINDOW (widget));
  PlimEditDialog *dialog;

  if (client == NULL)
    return;
  dialog =
      plim_edit_dialog_new (gtk_window_get_application (GTK_WINDOW (widget)), GTK_WINDOW (widget),
                            client, g_variant_get_string (parameter, NULL));
  if (dialog != NULL)
    gtk_window_present (GTK_WINDOW (dialog));
}

static void
show_details (GtkWidget *widget, const char *action, GVariant *parameter)
{
  PlimMainWindow *window = PLIM_MAIN_WINDOW (widget);
  PlimBusClient *client = plim_main_window_get_client (window);
  PlimAccountDialog *dialog;

  if (client == NULL)
    return;
  dialog = plim_account_dialog_new (GTK_WINDOW (widget), plim_main_window_get_presentation (window),
                                    client, g_variant_get_string (parameter, NULL));
  if (dialog != NULL)
    gtk_window_present (GTK_WINDOW (dialog));
}

/* (nullable): that is open already */
static GtkWindow *
find_history (const char *account_id)
{
  GListModel *toplevels = gtk_window_get_toplevels ();

  for (guint i = 0; i < g_list_model_get_n_items (toplevels); i++) {
    g_autoptr (GtkWindow) toplevel = g_list_model_get_item (toplevels, i);

    if (PLIM_IS_HISTORY_WINDOW (toplevel) &&
        g_strcmp0 (plim_history_window_get_account_id (PLIM_HISTORY_WINDOW (toplevel)),
                   account_id) == 0)
      return toplevel;
  }
  return NULL;
}

/* @parameter: (nullable): %NULL for all accounts */
static void
show_history (GtkWidget *widget, const char *action, GVariant *parameter)
{
  PlimMainWindow *window = PLIM_MAIN_WINDOW (widget);
  PlimBusClient *client = plim_main_window_get_client (window);
  const char *id = parameter != NULL ? g_variant_get_string (parameter, NULL) : NULL;
  GtkWindow *history = find_history (id);

  if (history == NULL && client != NULL)
    history = (GtkWindow *) plim_history_window_new (GTK_WINDOW (widget),
                                                     plim_main_window_get_presentation (window),
                                                     client, id);
  if (history != NULL)
    gtk_window_present (history);
}

static void
on_renamed (PlimMainWindow *window, const char *label, PlimRenameDialog *dialog)
{
  plim_main_window_call (window, plim_rename_dialog_get_account_id (dialog), "SetLabel",
                         g_variant_new ("(s)", label));
}

static void
rename_account (GtkWidget *widget, const char *action, GVariant *parameter)
{
  PlimAccount *account = find_account (widget, parameter);
  PlimRenameDialog *dialog;

  if (account == NULL)
    return;
  dialog = plim_rename_dialog_new (GTK_WINDOW (widget), account);
  g_signal_connect_object (dialog, "renamed", G_CALLBACK (on_renamed), widget, G_CONNECT_SWAPPED);
  gtk_window_present (GTK_WINDOW (dialog));
}

static void
remove_account (GtkWidget *widget, const char *action, GVariant *parameter)
{
  PlimAccount *account = find_account (widget, parameter);

  if (account != NULL)
    plim_main_window_remove_account (PLIM_MAIN_WINDOW (widget), account);
}

static void
open_dashboard (GtkWidget *widget, const char *action, GVariant *parameter)
{
  PlimAccount *account = find_account (widget, parameter);
  const PlimProvider *provider =
      account != NULL ? plim_providers_find (plim_account_get_provider_id (account)) : NULL;

  if (provider != NULL && provider->dashboard_uri != NULL)
    gtk_show_uri (GTK_WINDOW (widget), provider->dashboard_uri, GDK_CURRENT_TIME);
}

/* For a report, so in technical English, and without label, identity and numbers. */
static char *
dup_details (PlimAccount *account)
{
  g_autofree char *message = plim_redact (plim_account_get_message (account));
  g_autofree char *attempted = plim_time_to_iso8601 (plim_account_get_attempted_at (account));

  return g_strdup_printf ("Plimsoll " PLIM_VERSION
                          "\nprovider: %s\nstatus: %s\ncause: %s\nmessage: %s\nread: %s\n",
                          plim_account_get_provider_id (account),
                          plim_enum_to_nick (PLIM_TYPE_STATUS,
                                             (int) plim_account_get_status (account)),
                          plim_enum_to_nick (PLIM_TYPE_CAUSE,
                                             (int) plim_account_get_cause (account)),
                          message != NULL ? message : "", attempted != NULL ? attempted : "never");
}

static void
copy_details (GtkWidget *widget, const char *action, GVariant *parameter)
{
  PlimAccount *account = find_account (widget, parameter);
  g_autofree char *details = NULL;

  if (account == NULL)
    return;
  details = dup_details (account);
  gdk_clipboard_set_text (gtk_widget_get_clipboard (widget), details);
  plim_main_window_tell (PLIM_MAIN_WINDOW (widget), _ ("Details copied"));
}

static void
copy_command (GtkWidget *widget, const char *action, GVariant *parameter)
{
  PlimAccount *account = find_account (widget, parameter);
  const PlimProvider *provider =
      account != NULL ? plim_providers_find (plim_account_get_provider_id (account)) : NULL;
  const char *command = provider != NULL ? plim_sign_in_file_find_cure (provider, account) : NULL;

  if (command == NULL)
    return;
  gdk_clipboard_set_text (gtk_widget_get_clipboard (widget), command);
  plim_main_window_tell (PLIM_MAIN_WINDOW (widget), _ ("Command copied. Run it in a terminal."));
}

void
plim_account_actions_install (GtkWidgetClass *widget_class)
{
  static const struct {
    const char *name;
    GtkWidgetActionActivateFunc activate;
  } actions[] = {
    { "win.account-details", show_details },
    { "win.account-history", show_history },
    { "win.account-refresh", refresh },
    { "win.account-enable", enable },
    { "win.account-disable", disable },
    { "win.account-move-up", move_up },
    { "win.account-move-down", move_down },
    { "win.account-unlock", unlock },
    { "win.account-sign-in", sign_in },
    { "win.account-edit", edit },
    { "win.account-rename", rename_account },
    { "win.account-remove", remove_account },
    { "win.account-open-dashboard", open_dashboard },
    { "win.account-copy-details", copy_details },
    { "win.account-copy-command", copy_command },
  };

  for (guint i = 0; i < G_N_ELEMENTS (actions); i++)
    gtk_widget_class_install_action (widget_class, actions[i].name, "s", actions[i].activate);
  gtk_widget_class_install_action (widget_class, "win.account-place", "(su)", place);
  gtk_widget_class_install_action (widget_class, "win.history", NULL, show_history);
}
