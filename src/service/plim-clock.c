/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "plim-clock.h"

G_DEFINE_ABSTRACT_TYPE (PlimClock, plim_clock, G_TYPE_OBJECT)

static void
plim_clock_class_init (PlimClockClass *klass)
{
  g_signal_new ("alarm", PLIM_TYPE_CLOCK, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  g_signal_new ("jumped", PLIM_TYPE_CLOCK, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
plim_clock_init (PlimClock *self)
{
}

gint64
plim_clock_get_now (PlimClock *self)
{
  g_return_val_if_fail (PLIM_IS_CLOCK (self), 0);

  return PLIM_CLOCK_GET_CLASS (self)->get_now (self);
}

void
plim_clock_set_alarm (PlimClock *self, gint64 at)
{
  g_return_if_fail (PLIM_IS_CLOCK (self));

  PLIM_CLOCK_GET_CLASS (self)->set_alarm (self, at);
}
