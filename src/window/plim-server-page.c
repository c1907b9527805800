/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "plim-server-page.h"

#include "plim-settings.h"
#include "plim-token-group.h"

#include <glib/gi18n-lib.h>

struct _PlimServerPage {
  AdwPreferencesPage parent_instance;
  GSettings *settings;
  AdwActionRow *server;
  GtkSwitch *is_enabled;
  GtkAdjustment *port;
  AdwEntryRow *address;
  GtkWidget *warning;
  PlimTokenGroup *tokens;
};

G_DEFINE_FINAL_TYPE (PlimServerPage, plim_server_page, ADW_TYPE_PREFERENCES_PAGE)

/* (transfer full) (nullable): of a text that is no address */
static GInetAddress *
parse_address (const char *text)
{
  g_autofree char *trimmed = g_strstrip (g_strdup (text));

  return g_inet_address_new_from_string (trimmed);
}

/* What stands in the settings is what the server goes by. */
static char *
dup_origin (PlimServerPage *self)
{
  g_autofree char *text = g_settings_get_string (self->settings, PLIM_SETTINGS_SERVER_ADDRESS);
  g_autoptr (GInetAddress) address = parse_address (text);
  guint port = g_settings_get_uint (self->settings, PLIM_SETTINGS_SERVER_PORT);
  gboolean is_local = address == NULL || g_inet_address_get_is_loopback (address) ||
                      g_inet_address_get_is_any (address);
  g_autofree char *host = is_local ? g_strdup ("localhost") : g_inet_address_to_string (address);

  if (!is_local && g_inet_address_get_family (address) == G_SOCKET_FAMILY_IPV6)
    return g_strdup_printf ("http://[%s]:%u", host, port);
  return g_strdup_printf ("http://%s:%u", host, port);
}

static void
update (PlimServerPage *self)
{
  g_autofree char *text = g_settings_get_string (self->settings, PLIM_SETTINGS_SERVER_ADDRESS);
  g_autoptr (GInetAddress) address = parse_address (text);
  g_autofree char *origin = dup_origin (self);
  gboolean is_enabled = g_settings_get_boolean (self->settings, PLIM_SETTINGS_SERVER_ENABLED);
  gboolean is_free = g_settings_get_uint (self->settings, PLIM_SETTINGS_SERVER_PORT) == 0;

  adw_action_row_set_subtitle (self->server, is_enabled && !is_free
                                                 ? origin
                                                 : _ ("For dashboards, scripts and collectors"));
  gtk_widget_set_visible (self->warning,
                          address != NULL && !g_inet_address_get_is_loopback (address));
}

static void
show_address (PlimServerPage *self)
{
  g_autofree char *address = g_settings_get_string (self->settings, PLIM_SETTINGS_SERVER_ADDRESS);

  gtk_editable_set_text (GTK_EDITABLE (self->address), address);
}

static void
on_address_changed (PlimServerPage *self)
{
  gtk_widget_remove_css_class (GTK_WIDGET (self->address), "error");
}

static void
on_address_applied (PlimServerPage *self)
{
  g_autofree char *text =
      g_strstrip (g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->address))));
  g_autoptr (GInetAddress) address = parse_address (text);

  if (address == NULL && text[0] != '\0') {
    gtk_widget_add_css_class (GTK_WIDGET (self->address), "error");
    gtk_widget_error_bell (GTK_WIDGET (self->address));
    return;
  }
  g_settings_set_string (self->settings, PLIM_SETTINGS_SERVER_ADDRESS, text);
}

static void
plim_server_page_dispose (GObject *object)
{
  PlimServerPage *self = PLIM_SERVER_PAGE (object);

  /* libadwaita 1.2 keeps a page's groups a moment longer. */
  if (self->settings != NULL)
    plim_token_group_set_link (self->tokens, NULL);
  g_clear_object (&self->settings);
  G_OBJECT_CLASS (plim_server_page_parent_class)->dispose (object);
}

static void
plim_server_page_class_init (PlimServerPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = plim_server_page_dispose;

  g_type_ensure (PLIM_TYPE_TOKEN_GROUP);
  gtk_widget_class_set_template_from_resource (
      widget_class, "/io/github/plimsoll/Plimsoll/Window/plim-server-page.ui");
  gtk_widget_class_bind_template_child (widget_class, PlimServerPage, server);
  gtk_widget_class_bind_template_child (widget_class, PlimServerPage, is_enabled);
  gtk_widget_class_bind_template_child (widget_class, PlimServerPage, port);
  gtk_widget_class_bind_template_child (widget_class, PlimServerPage, address);
  gtk_widget_class_bind_template_child (widget_class, PlimServerPage, warning);
  gtk_widget_class_bind_template_child (widget_class, PlimServerPage, tokens);
  gtk_widget_class_bind_template_callback (widget_class, on_address_applied);
  gtk_widget_class_bind_template_callback (widget_class, on_address_changed);
}

static void
plim_server_page_init (PlimServerPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

void
plim_server_page_set_up (PlimServerPage *self, GSettings *settings, PlimServiceLink *link)
{
  static const char *const keys[] = { PLIM_SETTINGS_SERVER_ENABLED, PLIM_SETTINGS_SERVER_PORT,
                                      PLIM_SETTINGS_SERVER_ADDRESS };

  g_return_if_fail (PLIM_IS_SERVER_PAGE (self));
  g_return_if_fail (self->settings == NULL);

  self->settings = g_object_ref (settings);
  g_settings_bind (settings, PLIM_SETTINGS_SERVER_ENABLED, self->is_enabled, "active",
                   G_SETTINGS_BIND_DEFAULT);
  g_settings_bind (settings, PLIM_SETTINGS_SERVER_PORT, self->port, "value",
                   G_SETTINGS_BIND_DEFAULT);
  for (guint i = 0; i < G_N_ELEMENTS (keys); i++) {
    g_autofree char *signal = g_strconcat ("changed::", keys[i], NULL);

    g_signal_connect_object (settings, signal, G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  }
  plim_token_group_set_link (self->tokens, link);
  show_address (self);
  update (self);
}
