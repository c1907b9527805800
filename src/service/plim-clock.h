/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * PlimClock:
 *
 * Wall clock and one alarm, handed in so that tests set and step it. Signals: `alarm`: the time set
 * by plim_clock_set_alarm() is reached; `jumped`: the wall clock was set, the time zone changed or
 * the machine woke from sleep: everything that depends on the time must be looked at again.
 */
#define PLIM_TYPE_CLOCK (plim_clock_get_type ())
G_DECLARE_DERIVABLE_TYPE (PlimClock, plim_clock, PLIM, CLOCK, GObject)

struct _PlimClockClass {
  GObjectClass parent_class;

  gint64 (*get_now) (PlimClock *self);
  void (*set_alarm) (PlimClock *self, gint64 at);
};

/** plim_clock_get_now: Unix seconds */
gint64 plim_clock_get_now (PlimClock *self);

/** plim_clock_set_alarm: at most one; 0 takes it back. A time that has passed fires from the main
 * loop. */
void plim_clock_set_alarm (PlimClock *self, gint64 at);

/** plim_system_clock_new: (transfer full): the real one: a timerfd that is cancelled by clock
 * changes, so it costs nothing at rest */
PlimClock *plim_system_clock_new (void);

G_END_DECLS
