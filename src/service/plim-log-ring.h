/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * PlimLogRing:
 *
 * The last log lines of this process, redacted, in memory only. Of Plimsoll itself it has all of
 * them, of libraries what is more than debugging.
 *
 * Signal `added`: there are new lines; in the main context, once for several. Nothing is woken up
 * while nobody listens.
 */
#define PLIM_TYPE_LOG_RING (plim_log_ring_get_type ())
G_DECLARE_FINAL_TYPE (PlimLogRing, plim_log_ring, PLIM, LOG_RING, GObject)

/**
 * PlimLogLine:
 * @serial: counts up from 1
 * @at: Unix seconds
 * @level: `debug`, `info`, `message`, `warning`, `critical` or `error`
 * @text: redacted
 */
typedef struct {
  guint64 serial;
  gint64 at;
  const char *level;
  char *text;
} PlimLogLine;

/** plim_log_ring_new: keeps that many lines. */
PlimLogRing *plim_log_ring_new (guint capacity);

/** plim_log_ring_install: from now on all that is logged is kept in @self, too; once in a process,
 * and for ever. */
void plim_log_ring_install (PlimLogRing *self);

/** plim_log_ring_add: from any thread; @level: as in #PlimLogLine, static */
void plim_log_ring_add (PlimLogRing *self, const char *level, const char *text, gint64 at);

/** plim_log_ring_read: (transfer full) (element-type PlimLogLine): the lines with a greater serial
 * than @after, the oldest first */
GPtrArray *plim_log_ring_read (PlimLogRing *self, guint64 after);

G_END_DECLS
