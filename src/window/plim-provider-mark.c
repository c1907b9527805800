/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "plim-provider-mark.h"

struct _PlimProviderMark {
  AdwBin parent_instance;
};

G_DEFINE_FINAL_TYPE (PlimProviderMark, plim_provider_mark, ADW_TYPE_BIN)

static GtkWidget *
create_letter (const PlimProvider *provider)
{
  char letter[8] = "?";

  if (provider != NULL)
    letter[g_unichar_to_utf8 (g_unichar_toupper (g_utf8_get_char (provider->name)), letter)] = '\0';
  return gtk_label_new (letter);
}

static void
plim_provider_mark_class_init (PlimProviderMarkClass *klass)
{
  gtk_widget_class_set_accessible_role (GTK_WIDGET_CLASS (klass), GTK_ACCESSIBLE_ROLE_PRESENTATION);
}

static void
plim_provider_mark_init (PlimProviderMark *self)
{
  gtk_widget_set_valign (GTK_WIDGET (self), GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (GTK_WIDGET (self), "provider-mark");
}

PlimProviderMark *
plim_provider_mark_new (const PlimProvider *provider)
{
  PlimProviderMark *self = g_object_new (PLIM_TYPE_PROVIDER_MARK, NULL);

  plim_provider_mark_set_provider (self, provider);
  return self;
}

void
plim_provider_mark_set_provider (PlimProviderMark *self, const PlimProvider *provider)
{
  GtkIconTheme *theme;
  GtkWidget *child;

  g_return_if_fail (PLIM_IS_PROVIDER_MARK (self));

  theme = gtk_icon_theme_get_for_display (gtk_widget_get_display (GTK_WIDGET (self)));
  if (provider != NULL && provider->icon_name != NULL &&
      gtk_icon_theme_has_icon (theme, provider->icon_name))
    child = gtk_image_new_from_icon_name (provider->icon_name);
  else
    child = create_letter (provider);
  adw_bin_set_child (ADW_BIN (self), child);
}
