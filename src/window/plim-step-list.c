/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "plim-step-list.h"

#include <glib/gi18n-lib.h>

struct _PlimStepList {
  GtkBox parent_instance;
};

G_DEFINE_FINAL_TYPE (PlimStepList, plim_step_list, GTK_TYPE_BOX)

static GtkWidget *
create_step (guint number, const char *text)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  /* Translators: the number of a step */
  g_autofree char *figure = g_strdup_printf (C_ ("step", "%u"), number);
  GtkWidget *digit = gtk_label_new (figure);
  GtkWidget *label = gtk_label_new (text);

  gtk_widget_set_valign (digit, GTK_ALIGN_START);
  gtk_widget_add_css_class (digit, "step-number");
  gtk_widget_add_css_class (digit, "numeric");
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  gtk_label_set_selectable (GTK_LABEL (label), TRUE);
  /* Text to read, not a stop on the way to the inputs. Not to be "focusable" is too little: the
   * label would take the Tab key and the focus would be nowhere. */
  gtk_widget_set_can_focus (label, FALSE);
  gtk_widget_set_hexpand (label, TRUE);
  gtk_box_append (GTK_BOX (box), digit);
  gtk_box_append (GTK_BOX (box), label);
  return box;
}

static GtkWidget *
create_link (const PlimProvider *provider)
{
  /* Translators: a link; %s is a provider, such as "Claude" */
  g_autofree char *text = g_strdup_printf (_ ("Open %s in the Browser"), provider->name);
  GtkWidget *link = gtk_link_button_new_with_label (provider->dashboard_uri, text);
  GtkWidget *label = gtk_button_get_child (GTK_BUTTON (link));

  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_widget_set_halign (link, GTK_ALIGN_START);
  /* Its text stands under the steps' text. */
  gtk_widget_set_margin_start (link, 19);
  return link;
}

static void
plim_step_list_class_init (PlimStepListClass *klass)
{
}

static void
plim_step_list_init (PlimStepList *self)
{
  gtk_orientable_set_orientation (GTK_ORIENTABLE (self), GTK_ORIENTATION_VERTICAL);
  gtk_box_set_spacing (GTK_BOX (self), 9);
}

void
plim_step_list_set_provider (PlimStepList *self, const PlimProvider *provider)
{
  GtkWidget *child;
  guint number = 0;

  g_return_if_fail (PLIM_IS_STEP_LIST (self));
  g_return_if_fail (provider != NULL);

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self))) != NULL)
    gtk_box_remove (GTK_BOX (self), child);
  for (const char *const *step = provider->steps; step != NULL && *step != NULL; step++)
    gtk_box_append (GTK_BOX (self), create_step (++number, _ (*step)));
  if (number > 0 && provider->dashboard_uri != NULL)
    gtk_box_append (GTK_BOX (self), create_link (provider));
  gtk_widget_set_visible (GTK_WIDGET (self), number > 0);
}
