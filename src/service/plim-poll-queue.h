/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "plim-poll-schedule.h"

G_BEGIN_DECLS

/**
 * PlimPollQueue:
 *
 * Who is due and waits for a place, and who has one. There are four places, two of them for one
 * provider, so that no provider takes all; an exchange of more than ten seconds gives its place
 * away, so that what hangs delays no other.
 */
typedef struct _PlimPollQueue PlimPollQueue;

PlimPollQueue *plim_poll_queue_new (void);
void plim_poll_queue_free (PlimPollQueue *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PlimPollQueue, plim_poll_queue_free)

/** plim_poll_queue_push: @schedule must be idle; now it is queued. */
void plim_poll_queue_push (PlimPollQueue *self, PlimPollSchedule *schedule);

/**
 * plim_poll_queue_take:
 *
 * Returns: (transfer full) (nullable): the first that there is a place for; now it is running
 */
PlimPollSchedule *plim_poll_queue_take (PlimPollQueue *self, gint64 now);

/** plim_poll_queue_leave: @schedule is idle again, whatever it was. */
void plim_poll_queue_leave (PlimPollQueue *self, PlimPollSchedule *schedule);

/** plim_poll_queue_get_alarm: when the next place is given away to somebody who waits, or
 * %PLIM_TIME_UNKNOWN */
gint64 plim_poll_queue_get_alarm (PlimPollQueue *self, gint64 now);

G_END_DECLS
