/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "plim-percents-group.h"

#include "plim-command.h"
#include "plim-percents-row.h"

struct _PlimPercentsGroup {
  AdwPreferencesGroup parent_instance;
  PlimBusAccount1 *account; /* (nullable): not set yet */
  GtkSwitch *own;
  PlimPercentsRow *percents;
};

G_DEFINE_FINAL_TYPE (PlimPercentsGroup, plim_percents_group, ADW_TYPE_PREFERENCES_GROUP)

static void on_changed (PlimPercentsGroup *self);

static void
show (PlimPercentsGroup *self)
{
  GVariant *percents = plim_bus_account1_get_notify_percents (self->account);

  /* A service of an earlier version does not know of it. */
  gtk_widget_set_visible (GTK_WIDGET (self), percents != NULL);
  if (percents == NULL)
    return;
  g_signal_handlers_block_by_func (self->own, on_changed, self);
  gtk_switch_set_active (self->own, plim_bus_account1_get_own_notify_percents (self->account));
  g_signal_handlers_unblock_by_func (self->own, on_changed, self);
  plim_percents_row_set_percents (self->percents, percents);
}

/* What the service made of it. */
static void
on_answered (GObject *owner, const GError *error, gpointer data)
{
  show (PLIM_PERCENTS_GROUP (owner));
}

static void
on_changed (PlimPercentsGroup *self)
{
  plim_command_send (G_OBJECT (self), G_DBUS_PROXY (self->account), "SetNotifyPercents",
                     g_variant_new ("(b@ai)", gtk_switch_get_active (self->own),
                                    plim_percents_row_get_percents (self->percents)),
                     on_answered, NULL);
}

static void
plim_percents_group_finalize (GObject *object)
{
  g_clear_object (&PLIM_PERCENTS_GROUP (object)->account);
  G_OBJECT_CLASS (plim_percents_group_parent_class)->finalize (object);
}

static void
plim_percents_group_class_init (PlimPercentsGroupClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = plim_percents_group_finalize;
  g_type_ensure (PLIM_TYPE_PERCENTS_ROW);
  gtk_widget_class_set_template_from_resource (
      widget_class, "/io/github/plimsoll/Plimsoll/Window/plim-percents-group.ui");
  gtk_widget_class_bind_template_child (widget_class, PlimPercentsGroup, own);
  gtk_widget_class_bind_template_child (widget_class, PlimPercentsGroup, percents);
  gtk_widget_class_bind_template_callback (widget_class, on_changed);
}

static void
plim_percents_group_init (PlimPercentsGroup *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

void
plim_percents_group_set_account (PlimPercentsGroup *self, PlimBusAccount1 *account)
{
  g_return_if_fail (PLIM_IS_PERCENTS_GROUP (self));
  g_return_if_fail (self->account == NULL);

  self->account = g_object_ref (account);
  g_signal_connect_object (account, "notify::notify-percents", G_CALLBACK (show), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (account, "notify::own-notify-percents", G_CALLBACK (show), self,
                           G_CONNECT_SWAPPED);
  show (self);
}
