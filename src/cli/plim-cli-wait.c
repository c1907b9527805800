/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "plim-cli-wait.h"

#include <glib-unix.h>
#include <signal.h>

void
plim_cli_wait_init (PlimCliWait *self)
{
  self->loop = g_main_loop_new (NULL, FALSE);
  self->result = NULL;
}

void
plim_cli_wait_clear (PlimCliWait *self)
{
  g_clear_pointer (&self->loop, g_main_loop_unref);
  g_clear_object (&self->result);
}

void
plim_cli_wait_on_done (GObject *source, GAsyncResult *result, gpointer wait)
{
  PlimCliWait *self = wait;

  g_set_object (&self->result, result);
  g_main_loop_quit (self->loop);
}

GAsyncResult *
plim_cli_wait_run (PlimCliWait *self)
{
  g_clear_object (&self->result);
  while (self->result == NULL)
    g_main_loop_run (self->loop);
  return self->result;
}

static gboolean
on_signal (gpointer user_data)
{
  g_cancellable_cancel (user_data);
  return G_SOURCE_CONTINUE;
}

void
plim_cli_interrupt_init (PlimCliInterrupt *self)
{
  static const int numbers[] = { SIGINT, SIGTERM, SIGHUP };

  self->cancellable = g_cancellable_new ();
  for (gsize i = 0; i < G_N_ELEMENTS (numbers); i++)
    self->signal_ids[i] = g_unix_signal_add (numbers[i], on_signal, self->cancellable);
}

void
plim_cli_interrupt_clear (PlimCliInterrupt *self)
{
  for (gsize i = 0; i < G_N_ELEMENTS (self->signal_ids); i++)
    g_clear_handle_id (&self->signal_ids[i], g_source_remove);
  g_clear_object (&self->cancellable);
}
