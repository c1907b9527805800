/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "plim-forward-group.h"

#include "plim-address-row.h"
#include "plim-command.h"
#include "plim-post-problem.h"
#include "plim-post-url.h"
#include "plim-settings.h"

#include <glib/gi18n-lib.h>

#define ALL "*"
/* How a post went is known a moment after it was asked for, and nothing tells of it. */
#define LOOK_AGAIN_S 2

struct _PlimForwardGroup {
  AdwPreferencesGroup parent_instance;
  GSettings *settings;
  PlimServiceLink *link;
  PlimBusClient *client; /* (nullable) */
  GCancellable *cancellable;
  GPtrArray *rows; /* GtkWidget, one an account */
  guint look_id;
  GtkWidget *send;
  PlimAddressRow *address;
  GtkSwitch *all;
};

G_DEFINE_FINAL_TYPE (PlimForwardGroup, plim_forward_group, ADW_TYPE_PREFERENCES_GROUP)

static GtkSwitch *
get_switch (GtkWidget *row)
{
  return GTK_SWITCH (adw_action_row_get_activatable_widget (ADW_ACTION_ROW (row)));
}

static const char *
get_id (GtkWidget *row)
{
  return g_object_get_data (G_OBJECT (row), "id");
}

/* How it went. */

static char *
dup_result (GVariant *state)
{
  gint64 sent_at = PLIM_TIME_UNKNOWN;
  const char *problem = "";
  const char *cause = NULL;
  g_autofree char *sentence = NULL;
  g_autofree char *age = NULL;

  g_variant_lookup (state, "sent_at", "x", &sent_at);
  g_variant_lookup (state, "problem", "&s", &problem);
  g_variant_lookup (state, "cause", "&s", &cause);
  age = plim_format_age (sent_at, g_get_real_time () / G_USEC_PER_SEC);
  if (problem[0] == '\0')
    /* Translators: when something was sent last: "3 min ago" or "never" */
    return g_strdup_printf (_ ("last sent: %s"), age);
  sentence = plim_post_problem_dup_sentence (cause, problem);
  /* Translators: when something was sent last, then why it could not be sent */
  return g_strdup_printf (_ ("last sent: %s · %s"), age, sentence);
}

static void
show_result (PlimForwardGroup *self, GVariant *state)
{
  g_autofree char *text = dup_result (state);
  g_autofree char *escaped = g_markup_escape_text (text, -1);
  const char *id = "";

  g_variant_lookup (state, "account", "&s", &id);
  for (guint i = 0; i < self->rows->len; i++) {
    if (g_str_equal (get_id (self->rows->pdata[i]), id))
      adw_action_row_set_subtitle (self->rows->pdata[i], escaped);
  }
}

static void
on_status (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GVariant) states = NULL;
  PlimForwardGroup *self;

  plim_bus_manager1_call_get_forward_status_finish (PLIM_BUS_MANAGER1 (source), &states, result,
                                                    &error);
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return; /* @user_data may be gone */
  if (error != NULL) {
    g_message ("what was forwarded is not known: %s", error->message);
    return;
  }
  self = user_data;
  for (guint i = 0; i < self->rows->len; i++)
    adw_action_row_set_subtitle (self->rows->pdata[i], "");
  for (gsize i = 0; i < g_variant_n_children (states); i++) {
    g_autoptr (GVariant) state = g_variant_get_child_value (states, i);

    show_result (self, state);
  }
}

static void
look (PlimForwardGroup *self)
{
  if (self->client != NULL)
    plim_bus_manager1_call_get_forward_status (plim_bus_client_get_manager (self->client),
                                               self->cancellable, on_status, self);
}

static gboolean
on_look_due (gpointer user_data)
{
  look (user_data);
  return G_SOURCE_CONTINUE;
}

/* Only while somebody looks. */
static void
on_map (PlimForwardGroup *self)
{
  look (self);
  if (self->look_id == 0)
    self->look_id = g_timeout_add_seconds (LOOK_AGAIN_S, on_look_due, self);
}

static void
on_unmap (PlimForwardGroup *self)
{
  g_clear_handle_id (&self->look_id, g_source_remove);
}

static void
on_sent (GObject *owner, const GError *error, gpointer data)
{
  if (error != NULL)
    g_message ("forwarding was not asked for: %s", error->message);
  look (PLIM_FORWARD_GROUP (owner));
}

static void
on_send (PlimForwardGroup *self)
{
  if (self->client != NULL)
    plim_command_send (G_OBJECT (self), G_DBUS_PROXY (plim_bus_client_get_manager (self->client)),
                       "ForwardNow", NULL, on_sent, NULL);
}

/* Which accounts. */

static void
update (PlimForwardGroup *self)
{
  g_auto (GStrv) chosen = NULL;
  gboolean are_all;

  if (self->settings == NULL) /* not set up yet, or let go */
    return;
  chosen = g_settings_get_strv (self->settings, PLIM_SETTINGS_FORWARD_ACCOUNTS);
  are_all = g_strv_contains ((const char *const *) chosen, ALL);

  gtk_switch_set_active (self->all, are_all);
  for (guint i = 0; i < self->rows->len; i++) {
    GtkWidget *row = self->rows->pdata[i];

    gtk_switch_set_active (get_switch (row),
                           are_all || g_strv_contains ((const char *const *) chosen, get_id (row)));
    gtk_widget_set_sensitive (GTK_WIDGET (get_switch (row)), !are_all);
  }
  gtk_widget_set_sensitive (self->send, self->client != NULL && chosen[0] != NULL &&
                                            plim_address_row_is_stored (self->address));
  look (self);
}

static void
on_all (PlimForwardGroup *self)
{
  static const char *const all[] = { ALL, NULL }, *const none[] = { NULL };
  g_auto (GStrv) chosen = NULL;
  gboolean is_active = gtk_switch_get_active (self->all);

  if (self->settings == NULL)
    return;
  chosen = g_settings_get_strv (self->settings, PLIM_SETTINGS_FORWARD_ACCOUNTS);
  if (g_strv_contains ((const char *const *) chosen, ALL) != is_active)
    g_settings_set_strv (self->settings, PLIM_SETTINGS_FORWARD_ACCOUNTS, is_active ? all : none);
}

/* Ids of accounts that are not shown now stay. */
static void
on_one (PlimForwardGroup *self, GParamSpec *pspec, GtkSwitch *widget)
{
  const char *id = g_object_get_data (G_OBJECT (widget), "id");
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_auto (GStrv) chosen = NULL, ids = NULL;

  if (self->settings == NULL)
    return;
  chosen = g_settings_get_strv (self->settings, PLIM_SETTINGS_FORWARD_ACCOUNTS);
  if (g_strv_contains ((const char *const *) chosen, ALL) ||
      g_strv_contains ((const char *const *) chosen, id) == gtk_switch_get_active (widget))
    return;
  for (guint i = 0; chosen[i] != NULL; i++) {
    if (!g_str_equal (chosen[i], id))
      g_strv_builder_add (builder, chosen[i]);
  }
  if (gtk_switch_get_active (widget))
    g_strv_builder_add (builder, id);
  ids = g_strv_builder_end (builder);
  g_settings_set_strv (self->settings, PLIM_SETTINGS_FORWARD_ACCOUNTS, (const char *const *) ids);
}

static void
append_row (PlimForwardGroup *self, PlimAccount *account, const PlimFormat *format)
{
  g_autofree char *label = plim_format_label (format, account);
  g_autofree char *escaped = g_markup_escape_text (label, -1);
  const char *id = plim_account_get_id (account);
  GtkWidget *row = adw_action_row_new ();
  GtkWidget *widget = gtk_switch_new ();

  gtk_widget_set_valign (widget, GTK_ALIGN_CENTER);
  gtk_accessible_update_property (GTK_ACCESSIBLE (widget), GTK_ACCESSIBLE_PROPERTY_LABEL, label,
                                  -1);
  g_object_set_data_full (G_OBJECT (widget), "id", g_strdup (id), g_free);
  g_object_set_data_full (G_OBJECT (row), "id", g_strdup (id), g_free);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), escaped);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), widget);
  adw_action_row_set_activatable_widget (ADW_ACTION_ROW (row), widget);
  g_signal_connect_object (widget, "notify::active", G_CALLBACK (on_one), self, G_CONNECT_SWAPPED);
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (self), row);
  g_ptr_array_add (self->rows, row);
}

static void
rebuild (PlimForwardGroup *self)
{
  GListModel *accounts = self->client != NULL ? G_LIST_MODEL (self->client) : NULL;
  guint n_accounts = accounts != NULL ? g_list_model_get_n_items (accounts) : 0;
  PlimFormat format;

  plim_settings_get_format (self->settings, &format);
  for (guint i = 0; i < self->rows->len; i++)
    adw_preferences_group_remove (ADW_PREFERENCES_GROUP (self), self->rows->pdata[i]);
  g_ptr_array_set_size (self->rows, 0);
  for (guint i = 0; i < n_accounts; i++) {
    g_autoptr (PlimAccount) account = g_list_model_get_item (accounts, i);

    append_row (self, account, &format);
  }
  update (self);
}

static void
on_link_changed (PlimForwardGroup *self)
{
  if (self->client != NULL)
    g_signal_handlers_disconnect_by_data (self->client, self);
  g_set_object (&self->client, plim_service_link_get_client (self->link));
  if (self->client != NULL)
    g_signal_connect_object (self->client, "items-changed", G_CALLBACK (rebuild), self,
                             G_CONNECT_SWAPPED);
  rebuild (self);
}

static void
plim_forward_group_dispose (GObject *object)
{
  PlimForwardGroup *self = PLIM_FORWARD_GROUP (object);

  plim_forward_group_let_go (self);
  g_clear_object (&self->cancellable);
  g_clear_pointer (&self->rows, g_ptr_array_unref);
  G_OBJECT_CLASS (plim_forward_group_parent_class)->dispose (object);
}

static void
plim_forward_group_class_init (PlimForwardGroupClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = plim_forward_group_dispose;

  g_type_ensure (PLIM_TYPE_ADDRESS_ROW);
  gtk_widget_class_set_template_from_resource (
      widget_class, "/io/github/plimsoll/Plimsoll/Window/plim-forward-group.ui");
  gtk_widget_class_bind_template_child (widget_class, PlimForwardGroup, send);
  gtk_widget_class_bind_template_child (widget_class, PlimForwardGroup, address);
  gtk_widget_class_bind_template_child (widget_class, PlimForwardGroup, all);
  gtk_widget_class_bind_template_callback (widget_class, on_all);
  gtk_widget_class_bind_template_callback (widget_class, on_map);
  gtk_widget_class_bind_template_callback (widget_class, on_send);
  gtk_widget_class_bind_template_callback (widget_class, on_unmap);
  gtk_widget_class_bind_template_callback (widget_class, update);
}

static void
plim_forward_group_init (PlimForwardGroup *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  self->cancellable = g_cancellable_new ();
  self->rows = g_ptr_array_new ();
}

void
plim_forward_group_set_up (PlimForwardGroup *self, GSettings *settings, PlimServiceLink *link)
{
  g_return_if_fail (PLIM_IS_FORWARD_GROUP (self));
  g_return_if_fail (self->settings == NULL);

  self->settings = g_object_ref (settings);
  self->link = g_object_ref (link);
  g_signal_connect_object (link, "changed", G_CALLBACK (on_link_changed), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (settings, "changed::" PLIM_SETTINGS_FORWARD_ACCOUNTS,
                           G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (settings, "changed::" PLIM_SETTINGS_PRIVACY, G_CALLBACK (rebuild), self,
                           G_CONNECT_SWAPPED);
  plim_address_row_set_up (self->address, PLIM_POST_FORWARD,
                           _ ("Plimsoll: address of Home Assistant’s webhook"));
  on_link_changed (self);
}

void
plim_forward_group_let_go (PlimForwardGroup *self)
{
  g_return_if_fail (PLIM_IS_FORWARD_GROUP (self));

  g_clear_handle_id (&self->look_id, g_source_remove);
  g_cancellable_cancel (self->cancellable);
  if (self->settings == NULL)
    return;
  g_signal_handlers_disconnect_by_data (self->settings, self);
  g_signal_handlers_disconnect_by_data (self->link, self);
  if (self->client != NULL)
    g_signal_handlers_disconnect_by_data (self->client, self);
  g_clear_object (&self->client);
  g_clear_object (&self->link);
  g_clear_object (&self->settings);
}
