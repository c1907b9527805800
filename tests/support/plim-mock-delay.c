/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "plim-mock-delay.h"

struct _PlimMockDelay {
  GPtrArray *held; /* SoupServerMessage */
};

static gboolean
on_delay_over (gpointer message)
{
  soup_server_message_unpause (message);
  return G_SOURCE_REMOVE;
}

void
plim_mock_delay_wait (SoupServerMessage *message, guint delay_ms)
{
  soup_server_message_pause (message);
  g_timeout_add_full (G_PRIORITY_DEFAULT, delay_ms, on_delay_over, g_object_ref (message),
                      g_object_unref);
}

static void
on_finished (SoupServerMessage *message, gpointer user_data)
{
  PlimMockDelay *self = user_data;

  g_ptr_array_remove (self->held, message);
}

void
plim_mock_delay_hold (PlimMockDelay *self, SoupServerMessage *message)
{
  soup_server_message_pause (message);
  g_ptr_array_add (self->held, g_object_ref (message));
  g_signal_connect (message, "finished", G_CALLBACK (on_finished), self);
  g_signal_connect (message, "disconnected", G_CALLBACK (on_finished), self);
}

void
plim_mock_delay_release (PlimMockDelay *self)
{
  g_autoptr (GPtrArray) held = self->held;

  self->held = g_ptr_array_new_with_free_func (g_object_unref);
  for (guint i = 0; i < held->len; i++) {
    SoupServerMessage *message = g_ptr_array_index (held, i);

    g_signal_handlers_disconnect_by_func (message, on_finished, self);
    soup_server_message_unpause (message);
  }
}

PlimMockDelay *
plim_mock_delay_new (void)
{
  PlimMockDelay *self = g_new0 (PlimMockDelay, 1);

  self->held = g_ptr_array_new_with_free_func (g_object_unref);
  return self;
}

void
plim_mock_delay_free (PlimMockDelay *self)
{
  g_ptr_array_unref (self->held);
  g_free (self);
}
