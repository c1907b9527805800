/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "plim-provider-list.h"

#include "plim-provider-mark.h"
#include "plim-providers.h"

#include <adwaita.h>
#include <glib/gi18n-lib.h>

struct _PlimProviderList {
  GtkBox parent_instance;
  GtkSearchEntry *search;
  GtkStack *pages;
  GtkListBox *list;
};

G_DEFINE_FINAL_TYPE (PlimProviderList, plim_provider_list, GTK_TYPE_BOX)

static guint chosen_signal;

static GQuark
provider_quark (void)
{
  return g_quark_from_static_string ("plim-provider");
}

static const PlimProvider *
get_provider (GtkListBoxRow *row)
{
  return g_object_get_qdata (G_OBJECT (row), provider_quark ());
}

static GtkWidget *
create_row (const PlimProvider *provider)
{
  GtkWidget *row = adw_action_row_new ();
  GtkWidget *arrow = gtk_image_new_from_icon_name ("go-next-symbolic");

  g_object_set_qdata (G_OBJECT (row), provider_quark (), (gpointer) provider);
  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), provider->name);
  if (provider->summary != NULL)
    adw_action_row_set_subtitle (ADW_ACTION_ROW (row), _ (provider->summary));
  adw_action_row_add_prefix (ADW_ACTION_ROW (row), GTK_WIDGET (plim_provider_mark_new (provider)));
  gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  provider->name, -1);
  gtk_widget_add_css_class (arrow, "dim-label");
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), arrow);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), TRUE);
  return row;
}

/* How well a provider matches the search: 0 not at all, 1 by its summary, 2 by its name. */
static int
rank (PlimProviderList *self, GtkListBoxRow *row)
{
  const char *text = gtk_editable_get_text (GTK_EDITABLE (self->search));
  const PlimProvider *provider = get_provider (row);

  if (text[0] == '\0' || g_str_match_string (text, provider->name, TRUE) ||
      g_str_match_string (text, provider->id, TRUE))
    return 2;
  return provider->summary != NULL && g_str_match_string (text, _ (provider->summary), TRUE);
}

static gboolean
matches (GtkListBoxRow *row, gpointer user_data)
{
  return rank (user_data, row) > 0;
}

static int
compare_rows (GtkListBoxRow *a, GtkListBoxRow *b, gpointer user_data)
{
  int difference = rank (user_data, b) - rank (user_data, a);

  return difference != 0 ? difference
                         : g_utf8_collate (get_provider (a)->name, get_provider (b)->name);
}

static GtkListBoxRow *
find_first_match (PlimProviderList *self)
{
  GtkListBoxRow *row = gtk_list_box_get_row_at_index (self->list, 0);

  return row != NULL && matches (row, self) ? row : NULL;
}

static void
on_search_changed (PlimProviderList *self)
{
  gtk_list_box_invalidate_sort (self->list);
  gtk_list_box_invalidate_filter (self->list);
  gtk_stack_set_visible_child_name (self->pages,
                                    find_first_match (self) != NULL ? "list" : "nothing");
}

static void
on_row_activated (PlimProviderList *self, GtkListBoxRow *row)
{
  g_signal_emit (self, chosen_signal, 0, get_provider (row));
}

static void
on_search_activated (PlimProviderList *self)
{
  GtkListBoxRow *row = find_first_match (self);

  if (row != NULL)
    on_row_activated (self, row);
}

/* The entry keeps the Escape key to itself. */
static void
on_search_stopped (PlimProviderList *self)
{
  GtkEditable *search = GTK_EDITABLE (self->search);

  if (gtk_editable_get_text (search)[0] != '\0')
    gtk_editable_set_text (search, "");
  else
    gtk_widget_activate_action (GTK_WIDGET (self), "window.close", NULL);
}

static gboolean
plim_provider_list_grab_focus (GtkWidget *widget)
{
  return gtk_widget_grab_focus (GTK_WIDGET (PLIM_PROVIDER_LIST (widget)->search));
}

static void
plim_provider_list_class_init (PlimProviderListClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  widget_class->grab_focus = plim_provider_list_grab_focus;
  gtk_widget_class_set_template_from_resource (
      widget_class, "/io/github/plimsoll/Plimsoll/Window/plim-provider-list.ui");
  gtk_widget_class_bind_template_child (widget_class, PlimProviderList, search);
  gtk_widget_class_bind_template_child (widget_class, PlimProviderList, pages);
  gtk_widget_class_bind_template_child (widget_class, PlimProviderList, list);
  gtk_widget_class_bind_template_callback (widget_class, on_search_changed);
  gtk_widget_class_bind_template_callback (widget_class, on_search_activated);
  gtk_widget_class_bind_template_callback (widget_class, on_search_stopped);
  gtk_widget_class_bind_template_callback (widget_class, on_row_activated);

  chosen_signal = g_signal_new ("chosen", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                NULL, NULL, G_TYPE_NONE, 1, G_TYPE_POINTER);
}

static void
plim_provider_list_init (PlimProviderList *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  for (const PlimProvider *const *provider = plim_providers_get_all (); *provider != NULL;
       provider++)
    gtk_list_box_append (self->list, create_row (*provider));
  gtk_list_box_set_sort_func (self->list, compare_rows, self, NULL);
  gtk_list_box_set_filter_func (self->list, matches, self, NULL);
}

void
plim_provider_list_search (PlimProviderList *self, const char *text)
{
  g_return_if_fail (PLIM_IS_PROVIDER_LIST (self));
  gtk_editable_set_text (GTK_EDITABLE (self->search), text);
}
