/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "plim-clock.h"

G_BEGIN_DECLS

/** PlimTestClock: a clock that stands still until a test moves it. */
#define PLIM_TYPE_TEST_CLOCK (plim_test_clock_get_type ())
G_DECLARE_FINAL_TYPE (PlimTestClock, plim_test_clock, PLIM, TEST_CLOCK, PlimClock)

PlimTestClock *plim_test_clock_new (gint64 now);

/** plim_test_clock_get_alarm: 0 when none is set */
gint64 plim_test_clock_get_alarm (PlimTestClock *self);

/** plim_test_clock_advance: lets time pass; the alarm goes off once when it is passed. */
void plim_test_clock_advance (PlimTestClock *self, gint64 elapsed_s);

/** plim_test_clock_ring: moves to the alarm and lets it go off; there must be one. */
void plim_test_clock_ring (PlimTestClock *self);

/** plim_test_clock_jump: sets the clock, as a person or sleep does. */
void plim_test_clock_jump (PlimTestClock *self, gint64 now);

G_END_DECLS
