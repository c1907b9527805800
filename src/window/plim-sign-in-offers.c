/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "plim-sign-in-offers.h"

#include "plim-new-account.h"
#include "plim-problem-view.h"
#include "plim-provider-mark.h"
#include "plim-settings.h"
#include "plim-sign-in-file.h"

#include <glib/gi18n-lib.h>

struct _PlimSignInOffers {
  GtkBox parent_instance;
  GSettings *settings;
  PlimServiceLink *link;
  GPtrArray *offers;            /* (nullable) (element-type PlimSignInFile): what is shown */
  const PlimProvider *provider; /* (nullable): whose account is being added */
  GtkStack *progress;           /* (nullable), a weak pointer: of the last one that was added */
  GtkWidget *dismiss;
  GtkBox *rows;
  PlimProblemView *problem;
};

G_DEFINE_FINAL_TYPE (PlimSignInOffers, plim_sign_in_offers, GTK_TYPE_BOX)

static gboolean
is_used (GListModel *accounts, const PlimSignInFile *file)
{
  g_autofree char *path = plim_sign_in_file_dup_path (file->path);

  for (guint i = 0; i < g_list_model_get_n_items (accounts); i++) {
    g_autoptr (PlimAccount) account = g_list_model_get_item (accounts, i);
    const char *used = g_hash_table_lookup (plim_account_get_settings (account), file->field->id);
    g_autofree char *used_path = used != NULL ? plim_sign_in_file_dup_path (used) : NULL;

    if (g_str_equal (plim_account_get_provider_id (account), file->provider->id) &&
        g_strcmp0 (used_path, path) == 0)
      return TRUE;
  }
  return FALSE;
}

/* (transfer full) (element-type PlimSignInFile) */
static GPtrArray *
find_offers (PlimSignInOffers *self)
{
  PlimBusClient *client = plim_service_link_get_client (self->link);
  g_auto (GStrv) dismissed = g_settings_get_strv (self->settings, PLIM_SETTINGS_DISMISSED_SIGN_INS);
  GPtrArray *offers = plim_sign_in_file_find_all ();

  /* Before the accounts are known, none can be said to lack. */
  if (client == NULL)
    g_ptr_array_set_size (offers, 0);
  for (guint i = offers->len; i > 0; i--) {
    const PlimSignInFile *file = g_ptr_array_index (offers, i - 1);

    if (g_strv_contains ((const char *const *) dismissed, file->path) ||
        is_used (G_LIST_MODEL (client), file))
      g_ptr_array_remove_index (offers, i - 1);
  }
  return offers;
}

static gboolean
is_same (GPtrArray *a, GPtrArray *b)
{
  if (a == NULL || a->len != b->len)
    return FALSE;
  for (guint i = 0; i < a->len; i++) {
    const PlimSignInFile *one = g_ptr_array_index (a, i), *other = g_ptr_array_index (b, i);

    if (one->field != other->field || !g_str_equal (one->path, other->path))
      return FALSE;
  }
  return TRUE;
}

static void
set_adding (PlimSignInOffers *self, const PlimProvider *provider)
{
  gboolean is_adding = provider != NULL;

  self->provider = provider;
  if (self->progress != NULL)
    gtk_stack_set_visible_child_name (self->progress, is_adding ? "adding" : "ready");
  gtk_widget_set_sensitive (GTK_WIDGET (self->rows), !is_adding);
  gtk_widget_set_sensitive (self->dismiss, !is_adding);
}

static void
on_added (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (PlimSignInOffers) self = user_data;
  g_autoptr (GError) error = NULL;
  const PlimProvider *provider = self->provider;

  plim_new_account_add_finish (result, &error);
  set_adding (self, NULL);
  plim_problem_view_show (self->problem, error, provider->name, NULL);
  plim_sign_in_offers_look (self);
  g_application_release (g_application_get_default ());
}

static void
on_add (PlimSignInOffers *self, GtkWidget *button)
{
  const PlimSignInFile *file = g_object_get_data (G_OBJECT (button), "file");
  PlimBusClient *client = plim_service_link_get_client (self->link);
  PlimNewAccount *setup;

  if (client == NULL || self->provider != NULL)
    return;
  setup = plim_new_account_new (file->provider);
  g_hash_table_insert (setup->settings, g_strdup (file->field->id), g_strdup (file->path));
  plim_problem_view_show (self->problem, NULL, NULL, NULL);
  g_set_weak_pointer (&self->progress, GTK_STACK (gtk_widget_get_parent (button)));
  set_adding (self, file->provider);
  g_application_hold (g_application_get_default ());
  plim_new_account_add_async (setup, plim_bus_client_get_manager (client), NULL, on_added,
                              g_object_ref (self));
}

static GtkWidget *
create_caption (const PlimSignInFile *file)
{
  GtkWidget *texts = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *name = gtk_label_new (file->field->file->program);
  GtkWidget *path = gtk_label_new (file->path);

  gtk_label_set_xalign (GTK_LABEL (name), 0);
  gtk_label_set_xalign (GTK_LABEL (path), 0);
  gtk_label_set_ellipsize (GTK_LABEL (name), PANGO_ELLIPSIZE_END);
  /* Which file is read is what the user consents to. */
  gtk_label_set_wrap (GTK_LABEL (path), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (path), PANGO_WRAP_WORD_CHAR);
  gtk_widget_add_css_class (path, "caption");
  gtk_widget_add_css_class (path, "dim-label");
  gtk_widget_set_hexpand (texts, TRUE);
  gtk_widget_set_valign (texts, GTK_ALIGN_CENTER);
  gtk_box_append (GTK_BOX (texts), name);
  gtk_box_append (GTK_BOX (texts), path);
  return texts;
}

/* The button, and the spinner that takes its place. */
static GtkWidget *
create_progress (PlimSignInOffers *self, const PlimSignInFile *file)
{
  GtkWidget *progress = gtk_stack_new ();
  GtkWidget *button = gtk_button_new_with_label (C_ ("sign-in", "Add"));
  GtkWidget *spinner = gtk_spinner_new ();
  g_autofree char *text = NULL;

  /* Translators: %s is another program, such as "Codex", %s its file */
  text = g_strdup_printf (_ ("Add %s, reading %s"), file->field->file->program, file->path);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, text, -1);
  gtk_accessible_update_property (GTK_ACCESSIBLE (spinner), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Checking"), -1);
  gtk_spinner_set_spinning (GTK_SPINNER (spinner), TRUE);
  gtk_stack_add_named (GTK_STACK (progress), button, "ready");
  gtk_stack_add_named (GTK_STACK (progress), spinner, "adding");
  gtk_widget_set_valign (progress, GTK_ALIGN_CENTER);
  g_object_set_data (G_OBJECT (button), "file", (gpointer) file);
  g_signal_connect_object (button, "clicked", G_CALLBACK (on_add), self, G_CONNECT_SWAPPED);
  return progress;
}

static void
append_row (PlimSignInOffers *self, const PlimSignInFile *file)
{
  GtkWidget *row = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);

  gtk_box_append (GTK_BOX (row), GTK_WIDGET (plim_provider_mark_new (file->provider)));
  gtk_box_append (GTK_BOX (row), create_caption (file));
  gtk_box_append (GTK_BOX (row), create_progress (self, file));
  gtk_box_append (self->rows, row);
}

static void
remove_rows (PlimSignInOffers *self)
{
  GtkWidget *row;

  while ((row = gtk_widget_get_first_child (GTK_WIDGET (self->rows))) != NULL)
    gtk_box_remove (self->rows, row);
}

static void
on_dismiss (PlimSignInOffers *self)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_auto (GStrv) old = g_settings_get_strv (self->settings, PLIM_SETTINGS_DISMISSED_SIGN_INS);
  g_auto (GStrv) all = NULL;

  g_strv_builder_addv (builder, (const char **) old);
  for (guint i = 0; i < self->offers->len; i++) {
    const PlimSignInFile *file = g_ptr_array_index (self->offers, i);

    g_strv_builder_add (builder, file->path);
  }
  all = g_strv_builder_end (builder);
  g_settings_set_strv (self->settings, PLIM_SETTINGS_DISMISSED_SIGN_INS, (const char *const *) all);
}

static void
plim_sign_in_offers_dispose (GObject *object)
{
  PlimSignInOffers *self = PLIM_SIGN_IN_OFFERS (object);

  g_clear_weak_pointer (&self->progress);
  g_clear_object (&self->settings);
  g_clear_object (&self->link);
  G_OBJECT_CLASS (plim_sign_in_offers_parent_class)->dispose (object);
}

static void
plim_sign_in_offers_finalize (GObject *object)
{
  g_clear_pointer (&PLIM_SIGN_IN_OFFERS (object)->offers, g_ptr_array_unref);
  G_OBJECT_CLASS (plim_sign_in_offers_parent_class)->finalize (object);
}

static void
plim_sign_in_offers_class_init (PlimSignInOffersClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = plim_sign_in_offers_dispose;
  object_class->finalize = plim_sign_in_offers_finalize;

  g_type_ensure (PLIM_TYPE_PROBLEM_VIEW);
  gtk_widget_class_set_template_from_resource (
      widget_class, "/io/github/plimsoll/Plimsoll/Window/plim-sign-in-offers.ui");
  gtk_widget_class_bind_template_child (widget_class, PlimSignInOffers, dismiss);
  gtk_widget_class_bind_template_child (widget_class, PlimSignInOffers, rows);
  gtk_widget_class_bind_template_child (widget_class, PlimSignInOffers, problem);
  gtk_widget_class_bind_template_callback (widget_class, on_dismiss);
}

static void
plim_sign_in_offers_init (PlimSignInOffers *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

PlimSignInOffers *
plim_sign_in_offers_new (GSettings *settings, PlimServiceLink *link)
{
  PlimSignInOffers *self = g_object_new (PLIM_TYPE_SIGN_IN_OFFERS, NULL);

  self->settings = g_object_ref (settings);
  self->link = g_object_ref (link);
  g_signal_connect_object (settings, "changed::" PLIM_SETTINGS_DISMISSED_SIGN_INS,
                           G_CALLBACK (plim_sign_in_offers_look), self, G_CONNECT_SWAPPED);
  return self;
}

void
plim_sign_in_offers_look (PlimSignInOffers *self)
{
  g_autoptr (GPtrArray) offers = NULL;

  g_return_if_fail (PLIM_IS_SIGN_IN_OFFERS (self));

  /* A row that is being added stays until it is known how that ended. */
  if (self->link == NULL || self->provider != NULL)
    return;
  offers = find_offers (self);
  if (is_same (self->offers, offers))
    return;
  remove_rows (self);
  g_clear_pointer (&self->offers, g_ptr_array_unref);
  self->offers = g_steal_pointer (&offers);
  for (guint i = 0; i < self->offers->len; i++)
    append_row (self, g_ptr_array_index (self->offers, i));
  gtk_widget_set_visible (GTK_WIDGET (self), self->offers->len > 0);
}
