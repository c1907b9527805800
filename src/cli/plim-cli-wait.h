/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * PlimCliWait:
 *
 * Runs one asynchronous call to its end; a command has nothing else to do meanwhile. Pass
 * plim_cli_wait_on_done() as the callback and the wait as its data.
 */
typedef struct {
  GMainLoop *loop;
  GAsyncResult *result;
} PlimCliWait;

void plim_cli_wait_init (PlimCliWait *self);
void plim_cli_wait_clear (PlimCliWait *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (PlimCliWait, plim_cli_wait_clear)

void plim_cli_wait_on_done (GObject *source, GAsyncResult *result, gpointer wait);

/** plim_cli_wait_run: (transfer none): the result, for the call's _finish; may be run again for a
 * next call. */
GAsyncResult *plim_cli_wait_run (PlimCliWait *self);

/**
 * PlimCliInterrupt:
 *
 * While it stands, Ctrl-C (and the terminal's end) cancels instead of ending the process, so that
 * what was begun is undone.
 */
typedef struct {
  GCancellable *cancellable;
  guint signal_ids[3];
} PlimCliInterrupt;

void plim_cli_interrupt_init (PlimCliInterrupt *self);
void plim_cli_interrupt_clear (PlimCliInterrupt *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (PlimCliInterrupt, plim_cli_interrupt_clear)

G_END_DECLS
