/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "plim-history-clear.h"

#include <glib/gi18n-lib.h>

typedef struct {
  GObject *owner;
  PlimBusClient *client;
  char *account_id;
  PlimCommandDone done;
} Question;

static void
question_free (gpointer data, GClosure *closure)
{
  Question *question = data;

  g_object_unref (question->owner);
  g_object_unref (question->client);
  g_free (question->account_id);
  g_free (question);
}

static void
on_response (AdwMessageDialog *dialog, const char *response, gpointer user_data)
{
  Question *question = user_data;

  if (g_str_equal (response, "clear"))
    plim_command_send (question->owner,
                       G_DBUS_PROXY (plim_bus_client_get_manager (question->client)),
                       "ClearHistory", g_variant_new ("(s)", question->account_id), question->done,
                       NULL);
}

static char *
dup_body (const char *label)
{
  if (label == NULL)
    return g_strdup (_ ("What was read of all accounts is forgotten for good. The accounts stay."));
  /* Translators: %s is what the user calls an account */
  return g_strdup_printf (_ ("What was read of “%s” is forgotten for good. The account stays."),
                          label);
}

void
plim_history_clear_ask (GtkWindow *parent,
                        GObject *owner,
                        PlimBusClient *client,
                        const char *account_id,
                        const char *label,
                        PlimCommandDone done)
{
  g_autofree char *body = dup_body (label);
  AdwMessageDialog *dialog =
      ADW_MESSAGE_DIALOG (adw_message_dialog_new (parent, _ ("Clear History?"), body));
  Question *question = g_new0 (Question, 1);

  question->owner = g_object_ref (owner);
  question->client = g_object_ref (client);
  question->account_id = g_strdup (account_id != NULL ? account_id : "");
  question->done = done;
  adw_message_dialog_add_responses (dialog, "cancel", _ ("_Cancel"), "clear", _ ("_Clear"), NULL);
  adw_message_dialog_set_response_appearance (dialog, "clear", ADW_RESPONSE_DESTRUCTIVE);
  adw_message_dialog_set_default_response (dialog, "cancel");
  adw_message_dialog_set_close_response (dialog, "cancel");
  g_signal_connect_data (dialog, "response", G_CALLBACK (on_response), question, question_free, 0);
  gtk_window_present (GTK_WINDOW (dialog));
}
