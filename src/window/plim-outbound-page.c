/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "plim-outbound-page.h"

#include "plim-forward-group.h"
#include "plim-hooks-group.h"

struct _PlimOutboundPage {
  AdwPreferencesPage parent_instance;
  PlimHooksGroup *hooks;
  PlimForwardGroup *forward;
};

G_DEFINE_FINAL_TYPE (PlimOutboundPage, plim_outbound_page, ADW_TYPE_PREFERENCES_PAGE)

static void
plim_outbound_page_dispose (GObject *object)
{
  PlimOutboundPage *self = PLIM_OUTBOUND_PAGE (object);

  if (self->hooks != NULL)
    plim_hooks_group_let_go (self->hooks);
  if (self->forward != NULL)
    plim_forward_group_let_go (self->forward);
  self->hooks = NULL;
  self->forward = NULL;
  G_OBJECT_CLASS (plim_outbound_page_parent_class)->dispose (object);
}

static void
plim_outbound_page_class_init (PlimOutboundPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = plim_outbound_page_dispose;

  g_type_ensure (PLIM_TYPE_FORWARD_GROUP);
  g_type_ensure (PLIM_TYPE_HOOKS_GROUP);
  gtk_widget_class_set_template_from_resource (
      widget_class, "/io/github/plimsoll/Plimsoll/Window/plim-outbound-page.ui");
  gtk_widget_class_bind_template_child (widget_class, PlimOutboundPage, hooks);
  gtk_widget_class_bind_template_child (widget_class, PlimOutboundPage, forward);
}

static void
plim_outbound_page_init (PlimOutboundPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

void
plim_outbound_page_set_up (PlimOutboundPage *self, GSettings *settings, PlimServiceLink *link)
{
  g_return_if_fail (PLIM_IS_OUTBOUND_PAGE (self));

  plim_hooks_group_set_up (self->hooks, settings, link);
  plim_forward_group_set_up (self->forward, settings, link);
}
