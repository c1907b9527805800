/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "plim-server-page.h"

#include "plim-settings.h"
#include "plim-token-group.h"
#include "plim-webhook-group.h"

#include <glib/gi18n-lib.h>

struct _PlimServerPage {
  AdwPreferencesPage parent_instance;
  GSettings *settings;
  PlimServiceLink *link;
  GCancellable *cancellable;      /* (nullable): while connecting */
  PlimBusCollectors1 *collectors; /* (nullable): without the service */
  AdwActionRow *server;
  GtkSwitch *is_enabled;
  GtkAdjustment *port;
  AdwEntryRow *address;
  AdwEntryRow *hosts;
  GtkWidget *warning;
  PlimWebhookGroup *webhook;
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

/* Where any free port was asked for, only the service knows which it is. */
static guint
get_port (PlimServerPage *self)
{
  guint port = g_settings_get_uint (self->settings, PLIM_SETTINGS_SERVER_PORT);

  if (port == 0 && self->collectors != NULL)
    port = plim_bus_collectors1_get_port (self->collectors);
  return port;
}

/* (nullable) */
static char *
dup_origin (PlimServerPage *self)
{
  g_autofree char *text = g_settings_get_string (self->settings, PLIM_SETTINGS_SERVER_ADDRESS);
  g_autoptr (GInetAddress) address = parse_address (text);
  guint port = get_port (self);
  gboolean is_local = address == NULL || g_inet_address_get_is_loopback (address) ||
                      g_inet_address_get_is_any (address);
  g_autofree char *host = is_local ? g_strdup ("localhost") : g_inet_address_to_string (address);

  if (port == 0)
    return NULL;
  if (!is_local && g_inet_address_get_family (address) == G_SOCKET_FAMILY_IPV6)
    return g_strdup_printf ("http://[%s]:%u", host, port);
  return g_strdup_printf ("http://%s:%u", host, port);
}

/* (nullable): why it does not listen */
static const char *
get_problem (PlimServerPage *self)
{
  const char *problem =
      self->collectors != NULL ? plim_bus_collectors1_get_problem (self->collectors) : NULL;

  return problem != NULL && problem[0] != '\0' ? problem : NULL;
}

static void
update_server (PlimServerPage *self, const char *origin)
{
  gboolean is_enabled = g_settings_get_boolean (self->settings, PLIM_SETTINGS_SERVER_ENABLED);
  const char *problem = is_enabled ? get_problem (self) : NULL;
  g_autofree char *text = NULL;
  g_autofree char *escaped = NULL;

  if (problem != NULL)
    /* Translators: %s is the system's reason, in technical English */
    text = g_strdup_printf (_ ("It cannot listen: %s"), problem);
  else
    text = g_strdup (is_enabled && origin != NULL ? origin
                                                  : _ ("For dashboards, scripts and collectors"));
  escaped = g_markup_escape_text (text, -1);
  adw_action_row_set_subtitle (self->server, escaped);
  if (problem != NULL)
    gtk_widget_add_css_class (GTK_WIDGET (self->server), "error");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self->server), "error");
}

static void
update (PlimServerPage *self)
{
  g_autofree char *text = g_settings_get_string (self->settings, PLIM_SETTINGS_SERVER_ADDRESS);
  g_autoptr (GInetAddress) address = parse_address (text);
  g_autofree char *origin = dup_origin (self);

  update_server (self, origin);
  plim_webhook_group_set_origin (self->webhook, origin);
  gtk_widget_set_visible (self->warning,
                          address != NULL && !g_inet_address_get_is_loopback (address));
}

static void
set_collectors (PlimServerPage *self, PlimBusCollectors1 *collectors)
{
  g_set_object (&self->collectors, collectors);
  if (collectors != NULL)
    g_signal_connect_object (collectors, "notify", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  plim_webhook_group_set_collectors (self->webhook, collectors);
  update (self);
}

static void
on_collectors (GObject *source, GAsyncResult *result, gpointer user_data)
{
  PlimServerPage *self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (PlimBusCollectors1) collectors =
      plim_bus_collectors1_proxy_new_finish (result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return; /* @user_data may be gone */
  g_clear_object (&self->cancellable);
  if (collectors == NULL)
    g_message ("the server's state is not known: %s", error->message);
  set_collectors (self, collectors);
}

static void
on_link_changed (PlimServerPage *self)
{
  PlimBusClient *client = plim_service_link_get_client (self->link);
  GDBusProxy *manager = client != NULL ? G_DBUS_PROXY (plim_bus_client_get_manager (client)) : NULL;

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  set_collectors (self, NULL);
  if (manager == NULL)
    return;
  self->cancellable = g_cancellable_new ();
  plim_bus_collectors1_proxy_new (g_dbus_proxy_get_connection (manager),
                                  G_DBUS_PROXY_FLAGS_DO_NOT_AUTO_START,
                                  g_dbus_proxy_get_name (manager),
                                  g_dbus_proxy_get_object_path (manager), self->cancellable,
                                  on_collectors, self);
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

/* By which the server may be called, for one behind a proxy or a name of the network's. */

static void
show_hosts (PlimServerPage *self)
{
  g_auto (GStrv) hosts = g_settings_get_strv (self->settings, PLIM_SETTINGS_SERVER_HOSTS);
  g_autofree char *text = g_strjoinv (" ", hosts);

  gtk_editable_set_text (GTK_EDITABLE (self->hosts), text);
}

static void
on_hosts_applied (PlimServerPage *self)
{
  g_auto (GStrv) words =
      g_strsplit_set (gtk_editable_get_text (GTK_EDITABLE (self->hosts)), " ,;\t", -1);
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_auto (GStrv) hosts = NULL;

  for (guint i = 0; words[i] != NULL; i++) {
    if (words[i][0] != '\0')
      g_strv_builder_add (builder, words[i]);
  }
  hosts = g_strv_builder_end (builder);
  g_settings_set_strv (self->settings, PLIM_SETTINGS_SERVER_HOSTS, (const char *const *) hosts);
  show_hosts (self);
}

static void
plim_server_page_dispose (GObject *object)
{
  PlimServerPage *self = PLIM_SERVER_PAGE (object);

  /* libadwaita 1.2 keeps a page's groups a moment longer. */
  if (self->settings != NULL) {
    plim_token_group_set_link (self->tokens, NULL);
    plim_webhook_group_set_collectors (self->webhook, NULL);
  }
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->collectors);
  g_clear_object (&self->link);
  g_clear_object (&self->settings);
  G_OBJECT_CLASS (plim_server_page_parent_class)->dispose (object);
}

static void
plim_server_page_class_init (PlimServerPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = plim_server_page_dispose;

  g_type_ensure (PLIM_TYPE_TOKEN_GROUP);
  g_type_ensure (PLIM_TYPE_WEBHOOK_GROUP);
  gtk_widget_class_set_template_from_resource (
      widget_class, "/io/github/plimsoll/Plimsoll/Window/plim-server-page.ui");
  gtk_widget_class_bind_template_child (widget_class, PlimServerPage, server);
  gtk_widget_class_bind_template_child (widget_class, PlimServerPage, is_enabled);
  gtk_widget_class_bind_template_child (widget_class, PlimServerPage, port);
  gtk_widget_class_bind_template_child (widget_class, PlimServerPage, address);
  gtk_widget_class_bind_template_child (widget_class, PlimServerPage, hosts);
  gtk_widget_class_bind_template_child (widget_class, PlimServerPage, warning);
  gtk_widget_class_bind_template_child (widget_class, PlimServerPage, webhook);
  gtk_widget_class_bind_template_child (widget_class, PlimServerPage, tokens);
  gtk_widget_class_bind_template_callback (widget_class, on_address_applied);
  gtk_widget_class_bind_template_callback (widget_class, on_address_changed);
  gtk_widget_class_bind_template_callback (widget_class, on_hosts_applied);
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
  g_object_bind_property (self->is_enabled, "active", self->webhook, "sensitive",
                          G_BINDING_SYNC_CREATE);
  plim_webhook_group_bind (self->webhook, settings);
  plim_token_group_set_link (self->tokens, link);
  self->link = g_object_ref (link);
  g_signal_connect_object (link, "changed", G_CALLBACK (on_link_changed), self, G_CONNECT_SWAPPED);
  show_address (self);
  show_hosts (self);
  on_link_changed (self);
}
