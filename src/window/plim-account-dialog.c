/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "plim-account-dialog.h"

#include "plim-advice.h"
#include "plim-fitting-scroller.h"
#include "plim-headline.h"
#include "plim-incident-view.h"
#include "plim-inspector.h"
#include "plim-percents-group.h"
#include "plim-poll-reason.h"
#include "plim-providers.h"
#include "plim-sign-in-file.h"
#include "plim-status-view.h"
#include "plim-usage-list.h"

#include <glib/gi18n-lib.h>
#include <string.h>

struct _PlimAccountDialog {
  AdwWindow parent_instance;
  PlimBusClient *client;
  PlimAccount *account;
  PlimBusAccount1 *proxy;
  PlimPresentation *presentation;
  const PlimProvider *provider; /* (nullable): unknown to this version */
  GCancellable *cancellable;
  GKeyFile *sandbox; /* (nullable): outside of one */
  gint64 n_samples;  /* or -1: not known */
  GtkWidget *refresh;
  AdwWindowTitle *heading;
  GtkWidget *owner_note;
  GtkLabel *owner_sentence;
  PlimStatusView *status;
  PlimIncidentView *incident;
  PlimUsageList *usage;
  AdwActionRow *plan;
  AdwActionRow *identity;
  GtkToggleButton *reveal;
  AdwActionRow *source;
  AdwActionRow *twin;
  AdwActionRow *permission;
  AdwActionRow *collected;
  AdwActionRow *attempted;
  AdwActionRow *next;
  AdwActionRow *refreshable;
  AdwActionRow *samples;
  AdwActionRow *details;
  PlimPercentsGroup *percents;
  AdwPreferencesGroup *facts;
  AdwPreferencesGroup *links;
};

G_DEFINE_FINAL_TYPE (PlimAccountDialog, plim_account_dialog, ADW_TYPE_WINDOW)

static void
show_text (AdwActionRow *row, const char *text)
{
  g_autofree char *escaped = g_markup_escape_text (text != NULL ? text : "", -1);

  adw_action_row_set_subtitle (row, escaped);
  gtk_widget_set_visible (GTK_WIDGET (row), text != NULL);
}

/* Whose numbers they are, where that is not what the user expects. */
static void
update_owner (PlimAccountDialog *self)
{
  const PlimFormat *format = plim_presentation_get_format (self->presentation);
  PlimAccount *twin = plim_headline_find_twin (G_LIST_MODEL (self->client), self->account);
  g_autofree char *note = plim_format_owner_note (format, self->account,
                                                  plim_presentation_get_now (self->presentation));
  g_autofree char *label = twin != NULL ? plim_format_label (format, twin) : NULL;
  g_autofree char *text = NULL;

  gtk_label_set_text (self->owner_sentence, note != NULL ? note : "");
  gtk_widget_set_visible (self->owner_note, note != NULL);
  if (label != NULL)
    /* Translators: %s is what the user calls another account */
    text = g_strdup_printf (_ ("“%s”. The tray counts them once."), label);
  show_text (self->twin, text);
}

/* A sandbox without the permission cannot tell that from a file that is not there. */
static void
update_permission (PlimAccountDialog *self)
{
  GHashTable *settings = plim_account_get_settings (self->account);
  const PlimField *field =
      self->provider != NULL ? plim_sign_in_file_find_used (self->provider, settings) : NULL;
  g_autofree char *command = NULL;

  if (field != NULL)
    command =
        plim_sign_in_file_dup_permission (self->sandbox, g_hash_table_lookup (settings, field->id));
  show_text (self->permission, command);
}

static void
update_account (PlimAccountDialog *self)
{
  const PlimFormat *format = plim_presentation_get_format (self->presentation);
  PlimSnapshot *snapshot = plim_account_get_snapshot (self->account);
  const char *base_url = plim_account_get_base_url (self->account);
  const char *identity = snapshot != NULL ? plim_snapshot_get_identity (snapshot) : NULL;
  gboolean is_shown = !format->privacy || gtk_toggle_button_get_active (self->reveal);
  g_autofree char *label = plim_format_label (format, self->account);

  adw_window_title_set_title (self->heading, label);
  adw_window_title_set_subtitle (self->heading, self->provider != NULL
                                                    ? self->provider->name
                                                    : plim_account_get_provider_id (self->account));
  gtk_window_set_title (GTK_WINDOW (self), label);
  show_text (self->plan, snapshot != NULL ? plim_snapshot_get_plan (snapshot) : NULL);
  show_text (self->identity, identity != NULL && !is_shown ? "•••" : identity);
  gtk_widget_set_visible (GTK_WIDGET (self->reveal), format->privacy);
  if (base_url == NULL && self->provider != NULL)
    base_url = self->provider->origin;
  show_text (self->source,
             plim_account_is_polled (self->account) ? base_url : _ ("what a collector sends"));
}

/* A heading with nothing under it says nothing. */
static void
update_facts (PlimAccountDialog *self)
{
  AdwActionRow *rows[] = { self->plan, self->identity, self->source, self->twin, self->permission };
  gboolean has_any = FALSE;

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    has_any = has_any || gtk_widget_get_visible (GTK_WIDGET (rows[i]));
  gtk_widget_set_visible (GTK_WIDGET (self->facts), has_any);
}

/* When and why. */
static char *
dup_next_text (PlimAccountDialog *self)
{
  const PlimFormat *format = plim_presentation_get_format (self->presentation);
  gint64 now = plim_presentation_get_now (self->presentation);
  gint64 at = plim_account_get_next_poll_at (self->account);
  g_autofree char *reason =
      plim_poll_reason_dup_sentence (plim_account_get_next_poll_reason (self->account));
  g_autofree char *duration = NULL;
  g_autofree char *clock = NULL;
  g_autofree char *time = NULL;

  if (!plim_account_is_polled (self->account))
    return g_strdup (_ ("when the collector sends it"));
  if (plim_account_is_polling (self->account))
    return g_strdup (_ ("under way"));
  if (at == PLIM_TIME_UNKNOWN && plim_account_get_enabled (self->account) && reason != NULL)
    return g_steal_pointer (&reason);
  if (at == PLIM_TIME_UNKNOWN)
    return g_strdup (plim_account_get_enabled (self->account) ? _ ("when you have acted")
                                                              : _ ("when it is turned on"));
  if (at <= now)
    return g_strdup (_ ("at once"));
  duration = plim_format_duration (at - now);
  clock = plim_format_clock (format, at, now);
  /* Translators: %s is a duration, such as "2m", %s a clock time */
  time = g_strdup_printf (_ ("in %s, %s"), duration, clock);
  return g_strjoin ("\n", time, reason, NULL);
}

/* (nullable): the time from which a refresh sends anything, if that is not yet */
static char *
dup_refresh_clock (PlimAccountDialog *self)
{
  const PlimFormat *format = plim_presentation_get_format (self->presentation);
  gint64 now = plim_presentation_get_now (self->presentation);
  gint64 at = plim_account_get_refresh_allowed_at (self->account);

  return at > now ? plim_format_clock (format, at, now) : NULL;
}

static void
update_refresh (PlimAccountDialog *self)
{
  gboolean is_enabled = plim_account_may_poll (self->account);
  g_autofree char *clock = is_enabled ? dup_refresh_clock (self) : NULL;
  g_autofree char *text = NULL;
  g_autofree char *tooltip = NULL;

  if (clock != NULL) {
    /* Translators: %s is a clock time; beside “Refresh now” */
    text = g_strdup_printf (_ ("possible from %s"), clock);
    /* Translators: %s is a clock time */
    tooltip = g_strdup_printf (_ ("May be refreshed from %s"), clock);
  }
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "account.refresh", is_enabled && clock == NULL);
  gtk_widget_set_tooltip_text (self->refresh, tooltip != NULL ? tooltip : _ ("Refresh Now"));
  show_text (self->refreshable, text);
}

static char *
dup_attempt_text (PlimAccountDialog *self)
{
  gint64 at = plim_account_get_attempted_at (self->account);
  g_autofree char *age = plim_format_age (at, plim_presentation_get_now (self->presentation));
  g_autofree char *status = plim_status_dup_name (plim_account_get_status (self->account));

  if (at == PLIM_TIME_UNKNOWN)
    return g_steal_pointer (&age);
  /* Translators: %s is an age, such as "2 min ago", %s how it ended, such as "Up to date" */
  return g_strdup_printf (_ ("%s: %s"), age, status);
}

static void
update_readings (PlimAccountDialog *self)
{
  PlimSnapshot *snapshot = plim_account_get_snapshot (self->account);
  gint64 at = snapshot != NULL ? plim_snapshot_get_collected_at (snapshot) : PLIM_TIME_UNKNOWN;
  g_autofree char *collected = plim_format_age (at, plim_presentation_get_now (self->presentation));
  g_autofree char *attempt = dup_attempt_text (self);
  g_autofree char *next = dup_next_text (self);
  g_autofree char *samples =
      self->n_samples >= 0 ? plim_format_count ((guint64) self->n_samples) : NULL;

  show_text (self->collected, collected);
  show_text (self->attempted, attempt);
  show_text (self->next, next);
  show_text (self->samples, samples);
  show_text (self->details, plim_account_get_message (self->account));
}

static void
update (PlimAccountDialog *self)
{
  plim_status_view_update (self->status, self->presentation, self->account, self->provider);
  plim_incident_view_update (self->incident, self->account);
  plim_usage_list_update (self->usage, self->presentation, self->account);
  update_owner (self);
  update_account (self);
  update_permission (self);
  update_facts (self);
  update_readings (self);
  update_refresh (self);
}

static void
on_counted (GObject *source, GAsyncResult *result, gpointer user_data)
{
  PlimAccountDialog *self = user_data;
  g_autoptr (GError) error = NULL;
  guint64 count;

  if (plim_bus_manager1_call_count_samples_finish (PLIM_BUS_MANAGER1 (source), &count, result,
                                                   &error)) {
    self->n_samples = (gint64) count;
    update_readings (self);
  } else if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED)) {
    g_message ("The numbers kept were not counted: %s", error->message); /* their row stays away */
  }
}

static void
count_samples (PlimAccountDialog *self)
{
  plim_bus_manager1_call_count_samples (plim_bus_client_get_manager (self->client),
                                        plim_account_get_id (self->account), self->cancellable,
                                        on_counted, self);
}

static void
on_items_changed (PlimAccountDialog *self)
{
  /* The account was removed, or the service went away. */
  if (plim_bus_client_find_account (self->client, plim_account_get_id (self->account)) !=
      self->account)
    gtk_window_close (GTK_WINDOW (self));
}

static void
act (PlimAccountDialog *self, const char *action)
{
  GtkWindow *parent = gtk_window_get_transient_for (GTK_WINDOW (self));
  g_autofree char *name = g_strconcat ("win.account-", action, NULL);

  if (parent != NULL)
    gtk_widget_activate_action (GTK_WIDGET (parent), name, "s",
                                plim_account_get_id (self->account));
}

static void
on_act (PlimAccountDialog *self, const char *action)
{
  act (self, action);
}

static void
on_inspect (PlimAccountDialog *self)
{
  gtk_window_present (GTK_WINDOW (plim_inspector_new (GTK_WINDOW (self), self->proxy,
                                                      gtk_window_get_title (GTK_WINDOW (self)))));
}

static void
on_copy_permission (PlimAccountDialog *self)
{
  g_autofree char *command = NULL;

  if (pango_parse_markup (adw_action_row_get_subtitle (self->permission), -1, 0, NULL, &command,
                          NULL, NULL))
    gdk_clipboard_set_text (gtk_widget_get_clipboard (GTK_WIDGET (self)), command);
}

static void
on_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  act (PLIM_ACCOUNT_DIALOG (widget), name + strlen ("account."));
}

/* The page takes the dialog's place. */
static void
show_history (GtkWidget *widget, const char *name, GVariant *parameter)
{
  act (PLIM_ACCOUNT_DIALOG (widget), "history");
  gtk_window_close (GTK_WINDOW (widget));
}

static void
on_link (AdwActionRow *row, gpointer user_data)
{
  gtk_show_uri (GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (row))), user_data, GDK_CURRENT_TIME);
}

static void
add_link (PlimAccountDialog *self, const char *title, const char *uri)
{
  GtkWidget *row;
  GtkWidget *icon;

  if (uri == NULL)
    return;
  row = adw_action_row_new ();
  icon = gtk_image_new_from_icon_name ("adw-external-link-symbolic");
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), uri);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), icon);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), TRUE);
  g_signal_connect (row, "activated", G_CALLBACK (on_link), (gpointer) uri);
  adw_preferences_group_add (self->links, row);
}

static void
add_links (PlimAccountDialog *self)
{
  const PlimProvider *provider = self->provider;

  gtk_widget_set_visible (GTK_WIDGET (self->links),
                          provider != NULL &&
                              (provider->dashboard_uri != NULL || provider->billing_uri != NULL ||
                               provider->status_uri != NULL));
  if (provider == NULL)
    return;
  add_link (self, _ ("Usage"), provider->dashboard_uri);
  add_link (self, _ ("Plan and Billing"), provider->billing_uri);
  add_link (self, _ ("Service Status"), provider->status_uri);
}

/* (transfer full) (nullable) */
static GKeyFile *
load_sandbox (void)
{
  g_autoptr (GKeyFile) sandbox = g_key_file_new ();

  return g_key_file_load_from_file (sandbox, "/.flatpak-info", G_KEY_FILE_NONE, NULL)
             ? g_steal_pointer (&sandbox)
             : NULL;
}

static void
plim_account_dialog_dispose (GObject *object)
{
  g_cancellable_cancel (PLIM_ACCOUNT_DIALOG (object)->cancellable);
  G_OBJECT_CLASS (plim_account_dialog_parent_class)->dispose (object);
}

static void
plim_account_dialog_finalize (GObject *object)
{
  PlimAccountDialog *self = PLIM_ACCOUNT_DIALOG (object);

  g_clear_object (&self->cancellable);
  g_clear_pointer (&self->sandbox, g_key_file_unref);
  g_clear_object (&self->client);
  g_clear_object (&self->account);
  g_clear_object (&self->proxy);
  g_clear_object (&self->presentation);
  G_OBJECT_CLASS (plim_account_dialog_parent_class)->finalize (object);
}

static void
plim_account_dialog_class_init (PlimAccountDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = plim_account_dialog_dispose;
  G_OBJECT_CLASS (klass)->finalize = plim_account_dialog_finalize;

  g_type_ensure (PLIM_TYPE_FITTING_SCROLLER);
  g_type_ensure (PLIM_TYPE_PERCENTS_GROUP);
  g_type_ensure (PLIM_TYPE_INCIDENT_VIEW);
  g_type_ensure (PLIM_TYPE_STATUS_VIEW);
  g_type_ensure (PLIM_TYPE_USAGE_LIST);
  gtk_widget_class_set_template_from_resource (
      widget_class, "/io/github/plimsoll/Plimsoll/Window/plim-account-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, PlimAccountDialog, heading);
  gtk_widget_class_bind_template_child (widget_class, PlimAccountDialog, refresh);
  gtk_widget_class_bind_template_child (widget_class, PlimAccountDialog, owner_note);
  gtk_widget_class_bind_template_child (widget_class, PlimAccountDialog, owner_sentence);
  gtk_widget_class_bind_template_child (widget_class, PlimAccountDialog, status);
  gtk_widget_class_bind_template_child (widget_class, PlimAccountDialog, incident);
  gtk_widget_class_bind_template_child (widget_class, PlimAccountDialog, usage);
  gtk_widget_class_bind_template_child (widget_class, PlimAccountDialog, plan);
  gtk_widget_class_bind_template_child (widget_class, PlimAccountDialog, identity);
  gtk_widget_class_bind_template_child (widget_class, PlimAccountDialog, reveal);
  gtk_widget_class_bind_template_child (widget_class, PlimAccountDialog, source);
  gtk_widget_class_bind_template_child (widget_class, PlimAccountDialog, twin);
  gtk_widget_class_bind_template_child (widget_class, PlimAccountDialog, permission);
  gtk_widget_class_bind_template_child (widget_class, PlimAccountDialog, collected);
  gtk_widget_class_bind_template_child (widget_class, PlimAccountDialog, attempted);
  gtk_widget_class_bind_template_child (widget_class, PlimAccountDialog, next);
  gtk_widget_class_bind_template_child (widget_class, PlimAccountDialog, refreshable);
  gtk_widget_class_bind_template_child (widget_class, PlimAccountDialog, samples);
  gtk_widget_class_bind_template_child (widget_class, PlimAccountDialog, details);
  gtk_widget_class_bind_template_child (widget_class, PlimAccountDialog, percents);
  gtk_widget_class_bind_template_child (widget_class, PlimAccountDialog, links);
  gtk_widget_class_bind_template_child (widget_class, PlimAccountDialog, facts);
  gtk_widget_class_bind_template_callback (widget_class, on_act);
  gtk_widget_class_bind_template_callback (widget_class, on_inspect);
  gtk_widget_class_bind_template_callback (widget_class, on_copy_permission);
  gtk_widget_class_bind_template_callback (widget_class, update);
  gtk_widget_class_install_action (widget_class, "account.refresh", NULL, on_action);
  gtk_widget_class_install_action (widget_class, "account.copy-details", NULL, on_action);
  gtk_widget_class_install_action (widget_class, "account.history", NULL, show_history);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
}

static void
plim_account_dialog_init (PlimAccountDialog *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  self->cancellable = g_cancellable_new ();
  self->sandbox = load_sandbox ();
  self->n_samples = -1;
}

PlimAccountDialog *
plim_account_dialog_new (GtkWindow *parent,
                         PlimPresentation *presentation,
                         PlimBusClient *client,
                         const char *account_id)
{
  PlimAccount *account = plim_bus_client_find_account (client, account_id);
  PlimBusAccount1 *proxy = plim_bus_client_get_account_proxy (client, account_id);
  PlimAccountDialog *self;

  if (account == NULL || proxy == NULL)
    return NULL;
  self = g_object_new (PLIM_TYPE_ACCOUNT_DIALOG, "application", gtk_window_get_application (parent),
                       "transient-for", parent, "modal", TRUE, NULL);
  self->client = g_object_ref (client);
  self->account = g_object_ref (account);
  self->proxy = g_object_ref (proxy);
  self->presentation = g_object_ref (presentation);
  self->provider = plim_providers_find (plim_account_get_provider_id (account));
  g_signal_connect_object (account, "notify", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (presentation, "changed", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (client, "items-changed", G_CALLBACK (on_items_changed), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (account, "notify::attempted-at", G_CALLBACK (count_samples), self,
                           G_CONNECT_SWAPPED);
  plim_percents_group_set_account (self->percents, proxy);
  add_links (self);
  update (self);
  count_samples (self);
  return self;
}
