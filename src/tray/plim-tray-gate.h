/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * PlimTrayGate:
 *
 * libayatana-appindicator-glib 2.0 gets the session bus twice, in two threads: once to watch for
 * the tray's watcher and once for itself. Where the second comes late, as on a busy machine, the
 * watcher appears to an indicator that has no connection yet: it fails an assertion and never
 * registers. The gate holds the answer to the question for the watcher's owner back while it is
 * closed, and then asks once more, so that the caller hears of it after both. (It cannot hold the
 * question: a sandbox's proxy wants the serials of messages in their order.) To be dropped where
 * the library learns it.
 */
typedef struct _PlimTrayGate PlimTrayGate;

/** plim_tray_gate_new: an open gate; @name: the bus name whose owner is asked for */
PlimTrayGate *plim_tray_gate_new (GDBusConnection *connection, const char *name);

/** plim_tray_gate_free: opens it first. */
void plim_tray_gate_free (PlimTrayGate *self);

/** plim_tray_gate_close: what is asked from now on is not answered until it opens. */
void plim_tray_gate_close (PlimTrayGate *self);

/** plim_tray_gate_open: has what was withheld answered, as the bus knows it now. */
void plim_tray_gate_open (PlimTrayGate *self);

G_END_DECLS
