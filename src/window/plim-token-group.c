/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "plim-token-group.h"

#include "plim-api-keys.h"
#include "plim-command.h"
#include "plim-format.h"
#include "plim-problem.h"
#include "plim-token-dialog.h"

#include <glib/gi18n-lib.h>
#include <libsecret/secret.h>

struct _PlimTokenGroup {
  AdwPreferencesGroup parent_instance;
  PlimServiceLink *link; /* (nullable) */
  GCancellable *cancellable;
  GPtrArray *rows; /* GtkWidget, one a token */
  GtkWidget *empty;
};

G_DEFINE_FINAL_TYPE (PlimTokenGroup, plim_token_group, ADW_TYPE_PREFERENCES_GROUP)

static void
tell (PlimTokenGroup *self, const GError *error)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));
  g_autofree char *text = NULL;

  if (error == NULL || g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  text = plim_problem_dup_keeping_sentence (error);
  g_message ("tokens: %s", error->message);
  if (ADW_IS_PREFERENCES_WINDOW (root))
    adw_preferences_window_add_toast (ADW_PREFERENCES_WINDOW (root), adw_toast_new (text));
}

static void
on_told (GObject *owner, const GError *error, gpointer data)
{
  tell (PLIM_TOKEN_GROUP (owner), error);
}

/* A service that does not run reads the keyring when it starts. */
static void
tell_service (PlimTokenGroup *self)
{
  PlimBusClient *client = self->link != NULL ? plim_service_link_get_client (self->link) : NULL;

  if (client != NULL)
    plim_command_send (G_OBJECT (self), G_DBUS_PROXY (plim_bus_client_get_manager (client)),
                       "ReloadApiKeys", NULL, on_told, NULL);
}

/* Listing. */

static void load (PlimTokenGroup *self);

static void
on_revoked (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (PlimTokenGroup) self = user_data;
  g_autoptr (GError) error = NULL;

  if (plim_api_keys_revoke_finish (result, &error))
    tell_service (self);
  tell (self, error);
  load (self);
  g_application_release (g_application_get_default ());
}

static void
on_revoke_response (PlimTokenGroup *self, const char *response, AdwMessageDialog *dialog)
{
  if (!g_str_equal (response, "revoke"))
    return;
  g_application_hold (g_application_get_default ());
  plim_api_keys_revoke_async (g_object_get_data (G_OBJECT (dialog), "id"), NULL, on_revoked,
                              g_object_ref (self));
}

static void
on_revoke (PlimTokenGroup *self, GtkWidget *button)
{
  const char *name = g_object_get_data (G_OBJECT (button), "name");
  GtkWidget *dialog =
      adw_message_dialog_new (GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self))), NULL,
                              _ ("What uses this token can no longer reach the numbers."));

  /* Translators: %s is what the user called a token */
  adw_message_dialog_format_heading (ADW_MESSAGE_DIALOG (dialog), _ ("Revoke “%s”?"), name);
  adw_message_dialog_add_responses (ADW_MESSAGE_DIALOG (dialog), "cancel", _ ("_Cancel"), "revoke",
                                    _ ("_Revoke"), NULL);
  adw_message_dialog_set_response_appearance (ADW_MESSAGE_DIALOG (dialog), "revoke",
                                              ADW_RESPONSE_DESTRUCTIVE);
  g_object_set_data_full (G_OBJECT (dialog), "id",
                          g_strdup (g_object_get_data (G_OBJECT (button), "id")), g_free);
  g_signal_connect_object (dialog, "response", G_CALLBACK (on_revoke_response), self,
                           G_CONNECT_SWAPPED);
  gtk_window_present (GTK_WINDOW (dialog));
}

static GtkWidget *
create_revoke_button (PlimTokenGroup *self, const PlimApiKey *key)
{
  GtkWidget *button = gtk_button_new_from_icon_name ("user-trash-symbolic");
  g_autofree char *text = NULL;

  /* Translators: %s is what the user called a token */
  text = g_strdup_printf (_ ("Revoke “%s”"), key->name);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, text, -1);
  gtk_widget_set_tooltip_text (button, _ ("Revoke"));
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (button, "flat");
  g_object_set_data_full (G_OBJECT (button), "id", g_strdup (key->id), g_free);
  g_object_set_data_full (G_OBJECT (button), "name", g_strdup (key->name), g_free);
  g_signal_connect_object (button, "clicked", G_CALLBACK (on_revoke), self, G_CONNECT_SWAPPED);
  return button;
}

static void
append_row (PlimTokenGroup *self, const PlimApiKey *key)
{
  GtkWidget *row = adw_action_row_new ();
  g_autofree char *used = plim_format_age (key->used_at, g_get_real_time () / G_USEC_PER_SEC);
  g_autofree char *name = g_markup_escape_text (key->name, -1);
  g_autofree char *subtitle = NULL;

  /* Translators: how a token begins, what it may do, when it was last used, such as "3 min ago" or
   * "never" */
  subtitle = g_strdup_printf (_ ("%s · %s · used: %s"), key->prefix,
                              key->scope == PLIM_API_SCOPE_CHANGE ? C_ ("token", "read and change")
                                                                  : C_ ("token", "read"),
                              used);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), name);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), subtitle);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), create_revoke_button (self, key));
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (self), row);
  g_ptr_array_add (self->rows, row);
}

static void
on_loaded (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) keys = plim_api_keys_load_finish (result, &error);
  PlimTokenGroup *self;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return; /* @user_data may be gone */
  self = user_data;
  if (keys == NULL) {
    tell (self, error);
    return;
  }
  for (guint i = 0; i < self->rows->len; i++)
    adw_preferences_group_remove (ADW_PREFERENCES_GROUP (self), self->rows->pdata[i]);
  g_ptr_array_set_size (self->rows, 0);
  for (guint i = 0; i < keys->len; i++)
    append_row (self, g_ptr_array_index (keys, i));
  gtk_widget_set_visible (self->empty, keys->len == 0);
}

static void
load (PlimTokenGroup *self)
{
  if (self->cancellable != NULL)
    plim_api_keys_load_async (self->cancellable, on_loaded, self);
}

/* Making. */

typedef struct {
  PlimTokenGroup *group;
  char *token; /* a secret */
} Creation;

static void
on_stored (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autofree Creation *creation = user_data;
  g_autoptr (PlimTokenGroup) self = creation->group;
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));
  g_autoptr (GError) error = NULL;

  if (plim_api_keys_store_finish (result, &error)) {
    tell_service (self);
    if (root != NULL)
      plim_token_dialog_show_token (GTK_WINDOW (root), creation->token);
  }
  tell (self, error);
  load (self);
  secret_password_free (creation->token);
  g_application_release (g_application_get_default ());
}

static void
on_chosen (PlimTokenGroup *self, const char *name, gboolean may_change)
{
  g_autoptr (PlimApiKey) key = NULL;
  g_autoptr (GError) error = NULL;
  Creation *creation;
  char *token = NULL;

  key = plim_api_key_new (name, may_change ? PLIM_API_SCOPE_CHANGE : PLIM_API_SCOPE_READ,
                          g_get_real_time () / G_USEC_PER_SEC, &token, &error);
  if (key == NULL) {
    tell (self, error);
    return;
  }
  creation = g_new0 (Creation, 1);
  creation->group = g_object_ref (self);
  creation->token = token;
  g_application_hold (g_application_get_default ());
  plim_api_keys_store_async (key, NULL, on_stored, creation);
}

static void
on_new (PlimTokenGroup *self)
{
  PlimTokenDialog *dialog =
      plim_token_dialog_new (GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self))));

  g_signal_connect_object (dialog, "chosen", G_CALLBACK (on_chosen), self, G_CONNECT_SWAPPED);
  gtk_window_present (GTK_WINDOW (dialog));
}

static void
plim_token_group_dispose (GObject *object)
{
  PlimTokenGroup *self = PLIM_TOKEN_GROUP (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->link);
  g_clear_pointer (&self->rows, g_ptr_array_unref);
  G_OBJECT_CLASS (plim_token_group_parent_class)->dispose (object);
}

static void
plim_token_group_class_init (PlimTokenGroupClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = plim_token_group_dispose;

  gtk_widget_class_set_template_from_resource (
      widget_class, "/io/github/plimsoll/Plimsoll/Window/plim-token-group.ui");
  gtk_widget_class_bind_template_child (widget_class, PlimTokenGroup, empty);

  gtk_widget_class_bind_template_callback (widget_class, on_new);
}

static void
plim_token_group_init (PlimTokenGroup *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  self->cancellable = g_cancellable_new ();
  self->rows = g_ptr_array_new ();
}

void
plim_token_group_set_link (PlimTokenGroup *self, PlimServiceLink *link)
{
  g_return_if_fail (PLIM_IS_TOKEN_GROUP (self));

  g_set_object (&self->link, link);
  if (link != NULL)
    load (self);
}
