/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "plim-hooks-group.h"

#include "plim-address-row.h"
#include "plim-command.h"
#include "plim-event.h"
#include "plim-post-url.h"
#include "plim-settings.h"

#include <glib/gi18n-lib.h>
#include <string.h>

struct _PlimHooksGroup {
  AdwPreferencesGroup parent_instance;
  GSettings *settings;
  PlimServiceLink *link;
  GtkWidget *test;
  AdwEntryRow *command;
  PlimAddressRow *address;
  GtkWidget *threshold;
  GtkWidget *projected;
  GtkWidget *reset;
  GtkWidget *sign_in_expired;
  GtkWidget *collector_stopped;
  GtkWidget *incident;
};

G_DEFINE_FINAL_TYPE (PlimHooksGroup, plim_hooks_group, ADW_TYPE_PREFERENCES_GROUP)

static void
tell (PlimHooksGroup *self, const char *text)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));

  if (ADW_IS_PREFERENCES_WINDOW (root))
    adw_preferences_window_add_toast (ADW_PREFERENCES_WINDOW (root), adw_toast_new (text));
}

static void
update (PlimHooksGroup *self)
{
  g_auto (GStrv) command = g_settings_get_strv (self->settings, PLIM_SETTINGS_HOOK_COMMAND);
  gboolean is_told =
      command[0] != NULL || g_settings_get_boolean (self->settings, PLIM_SETTINGS_HOOK_POST);

  gtk_widget_set_sensitive (self->test,
                            plim_service_link_get_client (self->link) != NULL && is_told);
}

/* The command, as one would type it into a shell, which it is not run by. */

static void
show_command (PlimHooksGroup *self)
{
  g_auto (GStrv) command = g_settings_get_strv (self->settings, PLIM_SETTINGS_HOOK_COMMAND);
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; command[i] != NULL; i++) {
    g_autofree char *quoted = g_shell_quote (command[i]);
    gboolean is_plain =
        command[i][0] != '\0' && strpbrk (command[i], " \t\n'\"\\$`&;|<>*?#()") == NULL;

    g_string_append_printf (text, "%s%s", i > 0 ? " " : "", is_plain ? command[i] : quoted);
  }
  gtk_editable_set_text (GTK_EDITABLE (self->command), text->str);
}

static void
on_command_changed (PlimHooksGroup *self)
{
  gtk_widget_remove_css_class (GTK_WIDGET (self->command), "error");
}

static void
on_command_applied (PlimHooksGroup *self)
{
  const char *text = gtk_editable_get_text (GTK_EDITABLE (self->command));
  g_auto (GStrv) command = NULL;
  g_autoptr (GError) error = NULL;

  if (!g_shell_parse_argv (text, NULL, &command, &error) &&
      !g_error_matches (error, G_SHELL_ERROR, G_SHELL_ERROR_EMPTY_STRING)) {
    gtk_widget_add_css_class (GTK_WIDGET (self->command), "error");
    gtk_widget_error_bell (GTK_WIDGET (self->command));
    tell (self, _ ("A quotation mark is missing."));
    return;
  }
  if (command != NULL)
    g_settings_set_strv (self->settings, PLIM_SETTINGS_HOOK_COMMAND, (const char *const *) command);
  else
    g_settings_reset (self->settings, PLIM_SETTINGS_HOOK_COMMAND);
}

static void
on_address_changed (PlimHooksGroup *self)
{
  if (self->settings != NULL)
    g_settings_set_boolean (self->settings, PLIM_SETTINGS_HOOK_POST,
                            plim_address_row_is_stored (self->address));
}

/* Trying. */

static void
on_tested (GObject *owner, const GError *error, gpointer data)
{
  PlimHooksGroup *self = PLIM_HOOKS_GROUP (owner);
  g_autofree char *text = NULL;

  if (self->settings == NULL)
    return;
  update (self);
  if (error == NULL) {
    tell (self, _ ("It works."));
    return;
  }
  /* Translators: %s is the reason, in technical English */
  text = g_strdup_printf (_ ("It does not work: %s"), error->message);
  tell (self, text);
}

static void
on_test (PlimHooksGroup *self)
{
  PlimBusClient *client = self->link != NULL ? plim_service_link_get_client (self->link) : NULL;

  if (client == NULL)
    return;
  gtk_widget_set_sensitive (self->test, FALSE);
  plim_command_send (G_OBJECT (self), G_DBUS_PROXY (plim_bus_client_get_manager (client)),
                     "TestHooks", NULL, on_tested, NULL);
}

/* Events. */

typedef struct {
  GSettings *settings;
  const char *event;
} Binding;

static void
free_binding (gpointer data)
{
  g_object_unref (((Binding *) data)->settings);
  g_free (data);
}

static gboolean
get_event (GValue *value, GVariant *variant, gpointer user_data)
{
  const Binding *binding = user_data;
  g_autofree const char **events = g_variant_get_strv (variant, NULL);

  g_value_set_boolean (value, g_strv_contains (events, binding->event));
  return TRUE;
}

/* The others stay. */
static GVariant *
set_event (const GValue *value, const GVariantType *type, gpointer user_data)
{
  const Binding *binding = user_data;
  g_auto (GStrv) events = g_settings_get_strv (binding->settings, PLIM_SETTINGS_HOOK_EVENTS);
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_auto (GStrv) all = NULL;

  for (guint i = 0; events[i] != NULL; i++) {
    if (!g_str_equal (events[i], binding->event))
      g_strv_builder_add (builder, events[i]);
  }
  if (g_value_get_boolean (value))
    g_strv_builder_add (builder, binding->event);
  all = g_strv_builder_end (builder);
  return g_variant_new_strv ((const char *const *) all, -1);
}

static void
bind_event (PlimHooksGroup *self, GtkWidget *widget, const char *event)
{
  Binding *binding = g_new (Binding, 1);

  *binding = (Binding){ g_object_ref (self->settings), event };
  g_settings_bind_with_mapping (self->settings, PLIM_SETTINGS_HOOK_EVENTS, widget, "active",
                                G_SETTINGS_BIND_DEFAULT, get_event, set_event, binding,
                                free_binding);
}

static void
plim_hooks_group_dispose (GObject *object)
{
  plim_hooks_group_let_go (PLIM_HOOKS_GROUP (object));
  G_OBJECT_CLASS (plim_hooks_group_parent_class)->dispose (object);
}

static void
plim_hooks_group_class_init (PlimHooksGroupClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = plim_hooks_group_dispose;

  g_type_ensure (PLIM_TYPE_ADDRESS_ROW);
  gtk_widget_class_set_template_from_resource (
      widget_class, "/io/github/plimsoll/Plimsoll/Window/plim-hooks-group.ui");
  gtk_widget_class_bind_template_child (widget_class, PlimHooksGroup, test);
  gtk_widget_class_bind_template_child (widget_class, PlimHooksGroup, command);
  gtk_widget_class_bind_template_child (widget_class, PlimHooksGroup, address);
  gtk_widget_class_bind_template_child (widget_class, PlimHooksGroup, threshold);
  gtk_widget_class_bind_template_child (widget_class, PlimHooksGroup, projected);
  gtk_widget_class_bind_template_child (widget_class, PlimHooksGroup, reset);
  gtk_widget_class_bind_template_child (widget_class, PlimHooksGroup, sign_in_expired);
  gtk_widget_class_bind_template_child (widget_class, PlimHooksGroup, collector_stopped);
  gtk_widget_class_bind_template_child (widget_class, PlimHooksGroup, incident);
  gtk_widget_class_bind_template_callback (widget_class, on_command_applied);
  gtk_widget_class_bind_template_callback (widget_class, on_command_changed);
  gtk_widget_class_bind_template_callback (widget_class, on_address_changed);
  gtk_widget_class_bind_template_callback (widget_class, on_test);
}

static void
plim_hooks_group_init (PlimHooksGroup *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

void
plim_hooks_group_set_up (PlimHooksGroup *self, GSettings *settings, PlimServiceLink *link)
{
  g_return_if_fail (PLIM_IS_HOOKS_GROUP (self));
  g_return_if_fail (self->settings == NULL);

  self->settings = g_object_ref (settings);
  self->link = g_object_ref (link);
  g_signal_connect_object (link, "changed", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (settings, "changed::" PLIM_SETTINGS_HOOK_COMMAND, G_CALLBACK (update),
                           self, G_CONNECT_SWAPPED);
  g_signal_connect_object (settings, "changed::" PLIM_SETTINGS_HOOK_POST, G_CALLBACK (update), self,
                           G_CONNECT_SWAPPED);
  plim_address_row_set_up (self->address, PLIM_POST_HOOKS, _ ("Plimsoll: address for events"));
  bind_event (self, self->threshold, PLIM_EVENT_THRESHOLD);
  bind_event (self, self->projected, PLIM_EVENT_PROJECTED);
  bind_event (self, self->reset, PLIM_EVENT_RESET);
  bind_event (self, self->sign_in_expired, PLIM_EVENT_SIGN_IN_EXPIRED);
  bind_event (self, self->collector_stopped, PLIM_EVENT_COLLECTOR_STOPPED);
  bind_event (self, self->incident, PLIM_EVENT_INCIDENT);
  show_command (self);
  update (self);
}

void
plim_hooks_group_let_go (PlimHooksGroup *self)
{
  g_return_if_fail (PLIM_IS_HOOKS_GROUP (self));

  if (self->settings == NULL)
    return;
  g_signal_handlers_disconnect_by_data (self->settings, self);
  g_signal_handlers_disconnect_by_data (self->link, self);
  g_clear_object (&self->link);
  g_clear_object (&self->settings);
}
