/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "plim-test-clock.h"

struct _PlimTestClock {
  PlimClock parent_instance;

  gint64 now;
  gint64 alarm_at;
};

G_DEFINE_FINAL_TYPE (PlimTestClock, plim_test_clock, PLIM_TYPE_CLOCK)

static gint64
plim_test_clock_get_now (PlimClock *clock)
{
  return PLIM_TEST_CLOCK (clock)->now;
}

static void
plim_test_clock_set_alarm (PlimClock *clock, gint64 at)
{
  PLIM_TEST_CLOCK (clock)->alarm_at = at;
}

static void
plim_test_clock_class_init (PlimTestClockClass *klass)
{
  PLIM_CLOCK_CLASS (klass)->get_now = plim_test_clock_get_now;
  PLIM_CLOCK_CLASS (klass)->set_alarm = plim_test_clock_set_alarm;
}

static void
plim_test_clock_init (PlimTestClock *self)
{
}

PlimTestClock *
plim_test_clock_new (gint64 now)
{
  PlimTestClock *self = g_object_new (PLIM_TYPE_TEST_CLOCK, NULL);

  self->now = now;
  return self;
}

gint64
plim_test_clock_get_alarm (PlimTestClock *self)
{
  return self->alarm_at;
}

static void
go_off (PlimTestClock *self)
{
  if (self->alarm_at == 0 || self->alarm_at > self->now)
    return;
  self->alarm_at = 0;
  g_signal_emit_by_name (self, "alarm");
}

void
plim_test_clock_advance (PlimTestClock *self, gint64 elapsed_s)
{
  self->now += elapsed_s;
  go_off (self);
}

void
plim_test_clock_ring (PlimTestClock *self)
{
  g_assert_cmpint (self->alarm_at, !=, 0);
  self->now = MAX (self->now, self->alarm_at);
  go_off (self);
}

void
plim_test_clock_jump (PlimTestClock *self, gint64 now)
{
  self->now = now;
  g_signal_emit_by_name (self, "jumped");
}
