/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "plim-window-application.h"

#include "plim-add-dialog.h"
#include "plim-bus-codec.h"
#include "plim-main-window.h"
#include "plim-preferences-window.h"
#include "plim-presentation.h"
#include "plim-sign-in-dialog.h"
#include "plim-window-resources.h"

#include <glib/gi18n-lib.h>

/* How long a first window waits for the accounts, so that it is not drawn twice. */
#define CONNECT_PATIENCE_MS 150

/* A click on the icon takes the focus from the window, which closes it; the click itself is told a
 * moment later. */
#define TOGGLE_PATIENCE_MS 400

struct _PlimWindowApplication {
  AdwApplication parent_instance;
  GSettings *settings; /* (nullable): the schema is not installed */
  PlimPresentation *presentation;
  PlimServiceLink *link;
  PlimMainWindow *window; /* (nullable), a weak pointer */
  guint patience_id;
  guint toggle_id;
  char *sign_in_id; /* (nullable): the account to sign in to once connected */
  char *copy_id;    /* (nullable): the account whose command is to be copied then */
};

G_DEFINE_FINAL_TYPE (PlimWindowApplication, plim_window_application, ADW_TYPE_APPLICATION)

static gboolean
present_window (gpointer user_data)
{
  PlimWindowApplication *self = user_data;

  g_clear_handle_id (&self->patience_id, g_source_remove);
  if (self->window != NULL)
    gtk_window_present (GTK_WINDOW (self->window));
  return G_SOURCE_REMOVE;
}

static gboolean
on_toggle_over (gpointer user_data)
{
  PlimWindowApplication *self = user_data;

  self->toggle_id = 0;
  g_application_release (G_APPLICATION (self));
  return G_SOURCE_REMOVE;
}

static void
on_window_destroyed (PlimWindowApplication *self)
{
  self->window = NULL;
  g_clear_handle_id (&self->patience_id, g_source_remove);
  if (self->toggle_id == 0) {
    g_application_hold (G_APPLICATION (self));
    self->toggle_id = g_timeout_add (TOGGLE_PATIENCE_MS, on_toggle_over, self);
  }
}

/* A compositor may let only the window that has the focus copy. */
static void
copy_when_active (PlimWindowApplication *self)
{
  g_autofree char *id = NULL;

  if (self->copy_id == NULL || self->window == NULL ||
      !gtk_window_is_active (GTK_WINDOW (self->window)) ||
      plim_service_link_get_state (self->link) == PLIM_LINK_CONNECTING)
    return;
  id = g_steal_pointer (&self->copy_id);
  gtk_widget_activate_action (GTK_WIDGET (self->window), "win.account-copy-command", "s", id);
}

static void
ensure_window (PlimWindowApplication *self)
{
  if (self->window != NULL)
    return;
  self->window =
      plim_main_window_new (GTK_APPLICATION (self), self->settings, self->presentation, self->link);
  g_signal_connect_object (self->window, "notify::is-active", G_CALLBACK (copy_when_active), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->window, "destroy", G_CALLBACK (on_window_destroyed), self,
                           G_CONNECT_SWAPPED);
}

static void
open_window (PlimWindowApplication *self)
{
  ensure_window (self);
  if (plim_service_link_get_state (self->link) != PLIM_LINK_CONNECTING)
    present_window (self);
  else if (self->patience_id == 0)
    self->patience_id = g_timeout_add (CONNECT_PATIENCE_MS, present_window, self);
}

static GtkWindow *
get_parent (PlimWindowApplication *self)
{
  return self->window != NULL && gtk_widget_get_mapped (GTK_WIDGET (self->window))
             ? GTK_WINDOW (self->window)
             : NULL;
}

static void
sign_in_when_connected (PlimWindowApplication *self)
{
  PlimBusClient *client = plim_service_link_get_client (self->link);
  g_autofree char *id = NULL;
  PlimSignInDialog *dialog;

  if (self->sign_in_id == NULL || plim_service_link_get_state (self->link) == PLIM_LINK_CONNECTING)
    return;
  id = g_steal_pointer (&self->sign_in_id);
  dialog = client != NULL
               ? plim_sign_in_dialog_new (GTK_APPLICATION (self), get_parent (self), client, id)
               : NULL;
  if (dialog != NULL)
    gtk_window_present (GTK_WINDOW (dialog));
  else
    open_window (self); /* it says what is the matter */
  g_application_release (G_APPLICATION (self));
}

static void
on_link_changed (PlimWindowApplication *self)
{
  copy_when_active (self);
  if (self->patience_id != 0 && plim_service_link_get_state (self->link) != PLIM_LINK_CONNECTING)
    present_window (self);
  sign_in_when_connected (self);
}

static void
on_open (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  PlimWindowApplication *self = user_data;
  PlimPlace click;
  gboolean has_click = g_variant_lookup (parameter, "x", "i", &click.x) &&
                       g_variant_lookup (parameter, "y", "i", &click.y) && click.x >= 0 &&
                       click.y >= 0;

  if (has_click && self->window != NULL && gtk_window_is_active (GTK_WINDOW (self->window))) {
    gtk_window_close (GTK_WINDOW (self->window));
    return;
  }
  if (has_click && self->window == NULL && self->toggle_id != 0)
    return;
  ensure_window (self);
  plim_main_window_set_click (self->window, has_click ? &click : NULL);
  open_window (self);
}

static void
on_open_account (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  PlimWindowApplication *self = user_data;

  ensure_window (self);
  plim_main_window_show_account (self->window, g_variant_get_string (parameter, NULL));
  open_window (self);
}

static void
on_copy_command (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  PlimWindowApplication *self = user_data;

  g_free (self->copy_id);
  self->copy_id = g_variant_dup_string (parameter, NULL);
  on_open_account (action, parameter, self);
  copy_when_active (self);
}

static void
on_sign_in (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  PlimWindowApplication *self = user_data;

  if (self->sign_in_id == NULL)
    g_application_hold (G_APPLICATION (self));
  g_free (self->sign_in_id);
  self->sign_in_id = g_variant_dup_string (parameter, NULL);
  sign_in_when_connected (self);
}

static void
on_added (PlimWindowApplication *self, const char *name)
{
  g_autofree char *escaped = g_markup_escape_text (name, -1);
  /* Translators: %s is what the user calls an account */
  g_autofree char *text = g_strdup_printf (_ ("“%s” added"), escaped);

  open_window (self);
  plim_main_window_tell (self->window, text);
}

/* Whether a window of @type is already there; then it is shown. */
static gboolean
present_existing (PlimWindowApplication *self, GType type)
{
  for (GList *item = gtk_application_get_windows (GTK_APPLICATION (self)); item != NULL;
       item = item->next) {
    if (g_type_is_a (G_OBJECT_TYPE (item->data), type)) {
      gtk_window_present (item->data);
      return TRUE;
    }
  }
  return FALSE;
}

static void
on_add_account (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  PlimWindowApplication *self = user_data;
  PlimAddDialog *dialog;

  if (present_existing (self, PLIM_TYPE_ADD_DIALOG))
    return;
  dialog = plim_add_dialog_new (GTK_APPLICATION (self), get_parent (self), self->link);
  g_signal_connect_object (dialog, "added", G_CALLBACK (on_added), self, G_CONNECT_SWAPPED);
  gtk_window_present (GTK_WINDOW (dialog));
}

static void
on_preferences (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  PlimWindowApplication *self = user_data;

  if (!present_existing (self, PLIM_TYPE_PREFERENCES_WINDOW))
    gtk_window_present (
        GTK_WINDOW (plim_preferences_window_new (GTK_APPLICATION (self), get_parent (self),
                                                 self->settings, self->link)));
}

static void
on_about (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  PlimWindowApplication *self = user_data;
  const char *developers[] = { _ ("The Plimsoll authors"), NULL };
  GtkWidget *about = adw_about_window_new ();

  g_object_set (about, "application", self, "transient-for", get_parent (self), "application-name",
                "Plimsoll", "application-icon", PLIM_BUS_NAME, "developer-name",
                _ ("The Plimsoll authors"), "developers", developers, "version", PLIM_VERSION,
                "license-type", GTK_LICENSE_GPL_3_0, "comments",
                _ ("How much of your AI providers’ limits is used, and when they reset."), NULL);
  gtk_window_present (GTK_WINDOW (about));
}

static void
on_quit (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  g_application_quit (G_APPLICATION (user_data));
}

static GSettings *
create_settings (void)
{
  GSettingsSchemaSource *source = g_settings_schema_source_get_default ();
  g_autoptr (GSettingsSchema) schema =
      source != NULL ? g_settings_schema_source_lookup (source, PLIM_SETTINGS_SCHEMA, TRUE) : NULL;

  return schema != NULL ? g_settings_new (PLIM_SETTINGS_SCHEMA) : NULL;
}

static void
show_broken_installation (PlimWindowApplication *self)
{
  GtkWidget *dialog = adw_message_dialog_new (
      NULL, _ ("Plimsoll Is Not Fully Installed"),
      _ ("Its settings schema is missing. Install Plimsoll again, then start it once more."));

  g_printerr ("plimsoll-window: the settings schema " PLIM_SETTINGS_SCHEMA " is not installed\n");
  adw_message_dialog_add_response (ADW_MESSAGE_DIALOG (dialog), "close", _ ("_Close"));
  gtk_window_set_application (GTK_WINDOW (dialog), GTK_APPLICATION (self));
  gtk_window_present (GTK_WINDOW (dialog));
}

static void
plim_window_application_activate (GApplication *application)
{
  PlimWindowApplication *self = PLIM_WINDOW_APPLICATION (application);

  if (self->settings == NULL)
    show_broken_installation (self);
  else
    open_window (self);
}

/* Without settings nothing else can be done, so the program has no actions then. */
static void
add_actions (PlimWindowApplication *self)
{
  static const GActionEntry entries[] = {
    { PLIM_BUS_WINDOW_OPEN, on_open, "a{sv}" },
    { PLIM_BUS_WINDOW_OPEN_ACCOUNT, on_open_account, "s" },
    { PLIM_BUS_WINDOW_SIGN_IN, on_sign_in, "s" },
    { PLIM_BUS_WINDOW_COPY_COMMAND, on_copy_command, "s" },
    { PLIM_BUS_WINDOW_PREFERENCES, on_preferences },
    { PLIM_BUS_WINDOW_QUIT, on_quit },
    { "add-account", on_add_account },
    { "about", on_about },
  };
  static const struct {
    const char *action;
    const char *accels[3];
  } accels[] = {
    { "win.refresh", { "<Control>r", "F5" } },   { "app.add-account", { "<Control>n" } },
    { "app.preferences", { "<Control>comma" } }, { "win.shortcuts", { "<Control>question" } },
    { "window.close", { "<Control>w" } },        { "win.quit-service", { "<Control>q" } },
    { "win.history", { "<Control>h" } },
  };

  g_action_map_add_action_entries (G_ACTION_MAP (self), entries, G_N_ELEMENTS (entries), self);
  for (guint i = 0; i < G_N_ELEMENTS (accels); i++)
    gtk_application_set_accels_for_action (GTK_APPLICATION (self), accels[i].action,
                                           accels[i].accels);
}

/* libadwaita's own way to do this is deprecated since 1.9, and the new one unknown to 1.2. */
static void
on_high_contrast_changed (AdwStyleManager *manager, GParamSpec *pspec, GtkCssProvider *provider)
{
  GdkDisplay *display = adw_style_manager_get_display (manager);

  if (display == NULL)
    display = gdk_display_get_default ();
  if (adw_style_manager_get_high_contrast (manager))
    gtk_style_context_add_provider_for_display (display, GTK_STYLE_PROVIDER (provider),
                                                GTK_STYLE_PROVIDER_PRIORITY_APPLICATION + 1);
  else
    gtk_style_context_remove_provider_for_display (display, GTK_STYLE_PROVIDER (provider));
}

static void
follow_high_contrast (PlimWindowApplication *self)
{
  AdwStyleManager *manager = adw_application_get_style_manager (ADW_APPLICATION (self));
  g_autoptr (GtkCssProvider) provider = gtk_css_provider_new ();

  gtk_css_provider_load_from_resource (provider,
                                       "/io/github/plimsoll/Plimsoll/Window/high-contrast.css");
  g_signal_connect_data (manager, "notify::high-contrast", G_CALLBACK (on_high_contrast_changed),
                         g_object_ref (provider), (GClosureNotify) (GCallback) g_object_unref, 0);
  on_high_contrast_changed (manager, NULL, provider);
}

static void
plim_window_application_startup (GApplication *application)
{
  PlimWindowApplication *self = PLIM_WINDOW_APPLICATION (application);

  plim_window_register_resource ();
  G_APPLICATION_CLASS (plim_window_application_parent_class)->startup (application);
  gtk_window_set_default_icon_name (PLIM_BUS_NAME);
  follow_high_contrast (self);
  self->settings = create_settings ();
  if (self->settings == NULL)
    return;
  self->presentation = plim_presentation_new (self->settings);
  self->link = plim_service_link_new (g_application_get_dbus_connection (application));
  g_signal_connect_object (self->link, "changed", G_CALLBACK (on_link_changed), self,
                           G_CONNECT_SWAPPED);
  add_actions (self);
}

static void
plim_window_application_shutdown (GApplication *application)
{
  PlimWindowApplication *self = PLIM_WINDOW_APPLICATION (application);

  g_clear_handle_id (&self->patience_id, g_source_remove);
  g_clear_handle_id (&self->toggle_id, g_source_remove);
  g_clear_object (&self->link);
  g_clear_object (&self->presentation);
  g_clear_object (&self->settings);
  g_clear_pointer (&self->sign_in_id, g_free);
  g_clear_pointer (&self->copy_id, g_free);
  G_APPLICATION_CLASS (plim_window_application_parent_class)->shutdown (application);
}

static void
plim_window_application_class_init (PlimWindowApplicationClass *klass)
{
  GApplicationClass *application_class = G_APPLICATION_CLASS (klass);

  application_class->activate = plim_window_application_activate;
  application_class->startup = plim_window_application_startup;
  application_class->shutdown = plim_window_application_shutdown;
}

static void
plim_window_application_init (PlimWindowApplication *self)
{
}

PlimWindowApplication *
plim_window_application_new (void)
{
  return g_object_new (PLIM_TYPE_WINDOW_APPLICATION, "application-id", PLIM_BUS_WINDOW_NAME,
                       "flags", G_APPLICATION_DEFAULT_FLAGS, NULL);
}
