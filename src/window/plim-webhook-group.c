/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "plim-webhook-group.h"

#include "plim-command.h"
#include "plim-format.h"
#include "plim-problem.h"
#include "plim-secrets.h"
#include "plim-settings.h"
#include "plim-webhook-id.h"

#include <glib/gi18n-lib.h>
#include <libsecret/secret.h>

struct _PlimWebhookGroup {
  AdwPreferencesGroup parent_instance;
  PlimBusCollectors1 *collectors; /* (nullable) */
  char *origin;                   /* (nullable) */
  GtkSwitch *is_enabled;
  GtkWidget *address;
  AdwActionRow *last;
  AdwActionRow *accounts;
  AdwActionRow *attempts;
  AdwActionRow *unscoped;
};

G_DEFINE_FINAL_TYPE (PlimWebhookGroup, plim_webhook_group, ADW_TYPE_PREFERENCES_GROUP)

static void
tell (PlimWebhookGroup *self, const char *text)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));

  if (ADW_IS_PREFERENCES_WINDOW (root))
    adw_preferences_window_add_toast (ADW_PREFERENCES_WINDOW (root), adw_toast_new (text));
}

static void
tell_problem (PlimWebhookGroup *self, const GError *error)
{
  g_autofree char *text = plim_problem_dup_keeping_sentence (error);

  g_message ("the collectors' address: %s", error->message);
  tell (self, text);
}

static void
copy (PlimWebhookGroup *self, const char *id)
{
  g_autofree char *uri = NULL;

  if (self->origin == NULL)
    return;
  uri = g_strconcat (self->origin, "/api/webhook/", id, NULL);
  gdk_clipboard_set_text (gtk_widget_get_clipboard (GTK_WIDGET (self)), uri);
  tell (self, _ ("Address copied. Paste it into the collector."));
}

static void
on_told (GObject *owner, const GError *error, gpointer data)
{
  if (error != NULL)
    tell_problem (PLIM_WEBHOOK_GROUP (owner), error);
}

/* A service that does not run reads the keyring when it starts. */
static void
tell_service (PlimWebhookGroup *self)
{
  if (self->collectors != NULL)
    plim_command_send (G_OBJECT (self), G_DBUS_PROXY (self->collectors), "ReloadAddress", NULL,
                       on_told, NULL);
}

/* Making one. */

typedef struct {
  PlimWebhookGroup *group;
  char *id; /* a secret */
} Renewal;

static void
on_stored (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autofree Renewal *renewal = user_data;
  g_autoptr (PlimWebhookGroup) self = renewal->group;
  g_autoptr (GError) error = NULL;

  if (plim_webhook_id_store_finish (result, &error)) {
    tell_service (self);
    copy (self, renewal->id);
  } else {
    tell_problem (self, error);
  }
  secret_password_free (renewal->id);
  g_application_release (g_application_get_default ());
}

static void
renew (PlimWebhookGroup *self)
{
  g_autoptr (GError) error = NULL;
  char *id = plim_webhook_id_new (&error);
  Renewal *renewal;

  if (id == NULL) {
    tell_problem (self, error);
    return;
  }
  renewal = g_new0 (Renewal, 1);
  renewal->group = g_object_ref (self);
  renewal->id = id;
  g_application_hold (g_application_get_default ());
  plim_webhook_id_store_async (id, NULL, on_stored, renewal);
}

static void
on_renew_response (PlimWebhookGroup *self, const char *response)
{
  if (g_str_equal (response, "renew"))
    renew (self);
}

static void
on_renew (PlimWebhookGroup *self)
{
  GtkWidget *dialog = adw_message_dialog_new (
      GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self))), _ ("Make a New Address?"),
      _ ("Collectors that have the old one can no longer send. The new one is copied."));

  adw_message_dialog_add_responses (ADW_MESSAGE_DIALOG (dialog), "cancel", _ ("_Cancel"), "renew",
                                    _ ("_New Address"), NULL);
  adw_message_dialog_set_response_appearance (ADW_MESSAGE_DIALOG (dialog), "renew",
                                              ADW_RESPONSE_DESTRUCTIVE);
  g_signal_connect_object (dialog, "response", G_CALLBACK (on_renew_response), self,
                           G_CONNECT_SWAPPED);
  gtk_window_present (GTK_WINDOW (dialog));
}

/* Copying the one there is. */

static void
on_found (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (PlimWebhookGroup) self = user_data;
  g_autoptr (GError) error = NULL;
  char *id = plim_webhook_id_lookup_finish (result, &error);

  if (id != NULL)
    copy (self, id);
  else if (g_error_matches (error, PLIM_SECRETS_ERROR, PLIM_SECRETS_ERROR_NOT_FOUND))
    renew (self);
  else
    tell_problem (self, error);
  secret_password_free (id);
}

static void
on_copy (PlimWebhookGroup *self)
{
  plim_webhook_id_lookup_async (NULL, on_found, g_object_ref (self));
}

/* What came in. */

static void
show_text (AdwActionRow *row, const char *text)
{
  g_autofree char *escaped = g_markup_escape_text (text != NULL ? text : "", -1);

  adw_action_row_set_subtitle (row, escaped);
  gtk_widget_set_visible (GTK_WIDGET (row), text != NULL);
}

static char *
dup_last_text (PlimBusCollectors1 *collectors)
{
  gint64 at = plim_bus_collectors1_get_last_received_at (collectors);
  g_autofree char *age = plim_format_age (at, g_get_real_time () / G_USEC_PER_SEC);
  const char *message = plim_bus_collectors1_get_last_error_message (collectors);

  if (at == PLIM_TIME_UNKNOWN)
    return g_strdup (C_ ("sample", "none yet"));
  if (plim_bus_collectors1_get_webhook_problem (collectors))
    /* Translators: an age, such as "2 min ago", then why it was refused, in technical English */
    return g_strdup_printf (_ ("%s, not taken: %s"), age,
                            message != NULL && message[0] != '\0'
                                ? message
                                : plim_bus_collectors1_get_last_ingest_status (collectors));
  /* Translators: an age, such as "2 min ago", then a program and its version */
  return g_strdup_printf (_ ("%s, from %s %s"), age,
                          plim_bus_collectors1_get_last_source (collectors),
                          plim_bus_collectors1_get_last_source_version (collectors));
}

/* (nullable): such as "412 ok, 3 invalid_contract": the words that collectors are answered with */
static char *
dup_attempts_text (GVariant *attempts)
{
  g_autoptr (GString) text = g_string_new (NULL);
  GVariantIter iter;
  const char *status;
  guint64 count;

  if (attempts == NULL)
    return NULL;
  g_variant_iter_init (&iter, attempts);
  while (g_variant_iter_next (&iter, "{&st}", &status, &count)) {
    g_autofree char *number = plim_format_count (count);

    if (count > 0)
      g_string_append_printf (text, "%s%s %s", text->len > 0 ? ", " : "", number, status);
  }
  return text->len > 0 ? g_string_free (g_steal_pointer (&text), FALSE) : NULL;
}

/* (nullable) */
static char *
dup_unscoped_text (GVariant *error)
{
  const char *code, *message, *provider;
  g_autofree char *age = NULL;
  gint64 at = PLIM_TIME_UNKNOWN;

  if (error == NULL || !g_variant_lookup (error, "code", "&s", &code) ||
      !g_variant_lookup (error, "message", "&s", &message) ||
      !g_variant_lookup (error, "provider", "&s", &provider))
    return NULL;
  g_variant_lookup (error, "received_at", "x", &at);
  age = plim_format_age (at, g_get_real_time () / G_USEC_PER_SEC);
  /* Translators: an age, such as "2 min ago", a provider, an error's name and its text */
  return g_strdup_printf (_ ("%s, %s: %s, %s"), age, provider, code, message);
}

static void
update (PlimWebhookGroup *self)
{
  PlimBusCollectors1 *collectors = self->collectors;
  g_autofree char *last = NULL, *accounts = NULL, *attempts = NULL, *unscoped = NULL;

  if (collectors != NULL) {
    last = dup_last_text (collectors);
    accounts = plim_format_count (plim_bus_collectors1_get_known_accounts (collectors));
    attempts = dup_attempts_text (plim_bus_collectors1_get_attempts (collectors));
    unscoped = dup_unscoped_text (plim_bus_collectors1_get_last_unscoped_error (collectors));
  }
  show_text (self->last, last);
  show_text (self->accounts, accounts);
  show_text (self->attempts, attempts);
  show_text (self->unscoped, unscoped);
}

static void
plim_webhook_group_dispose (GObject *object)
{
  g_clear_object (&PLIM_WEBHOOK_GROUP (object)->collectors);
  G_OBJECT_CLASS (plim_webhook_group_parent_class)->dispose (object);
}

static void
plim_webhook_group_finalize (GObject *object)
{
  g_free (PLIM_WEBHOOK_GROUP (object)->origin);
  G_OBJECT_CLASS (plim_webhook_group_parent_class)->finalize (object);
}

static void
plim_webhook_group_class_init (PlimWebhookGroupClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = plim_webhook_group_dispose;
  object_class->finalize = plim_webhook_group_finalize;

  gtk_widget_class_set_template_from_resource (
      widget_class, "/io/github/plimsoll/Plimsoll/Window/plim-webhook-group.ui");
  gtk_widget_class_bind_template_child (widget_class, PlimWebhookGroup, is_enabled);
  gtk_widget_class_bind_template_child (widget_class, PlimWebhookGroup, address);
  gtk_widget_class_bind_template_child (widget_class, PlimWebhookGroup, last);
  gtk_widget_class_bind_template_child (widget_class, PlimWebhookGroup, accounts);
  gtk_widget_class_bind_template_child (widget_class, PlimWebhookGroup, attempts);
  gtk_widget_class_bind_template_child (widget_class, PlimWebhookGroup, unscoped);
  gtk_widget_class_bind_template_callback (widget_class, on_copy);
  gtk_widget_class_bind_template_callback (widget_class, on_renew);
}

static void
plim_webhook_group_init (PlimWebhookGroup *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

void
plim_webhook_group_bind (PlimWebhookGroup *self, GSettings *settings)
{
  g_return_if_fail (PLIM_IS_WEBHOOK_GROUP (self));

  g_settings_bind (settings, PLIM_SETTINGS_WEBHOOK_ENABLED, self->is_enabled, "active",
                   G_SETTINGS_BIND_DEFAULT);
}

void
plim_webhook_group_set_collectors (PlimWebhookGroup *self, PlimBusCollectors1 *collectors)
{
  g_return_if_fail (PLIM_IS_WEBHOOK_GROUP (self));

  if (self->collectors != NULL)
    g_signal_handlers_disconnect_by_data (self->collectors, self);
  g_set_object (&self->collectors, collectors);
  if (collectors != NULL)
    g_signal_connect_object (collectors, "notify", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  update (self);
}

void
plim_webhook_group_set_origin (PlimWebhookGroup *self, const char *origin)
{
  g_return_if_fail (PLIM_IS_WEBHOOK_GROUP (self));

  g_free (self->origin);
  self->origin = g_strdup (origin);
  gtk_widget_set_sensitive (self->address, origin != NULL);
}
