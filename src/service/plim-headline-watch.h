/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "plim-clock.h"
#include "plim-headline.h"

G_BEGIN_DECLS

/**
 * PlimHeadlineWatch:
 *
 * Follows a list of accounts and the preferences and says when what the tray shows may have
 * changed: a poll ended, an account came or went, a preference was set, a number became stale.
 * Several changes at once are one.
 *
 * Signal `changed`: look at plim_headline_watch_get_headline() again.
 */
#define PLIM_TYPE_HEADLINE_WATCH (plim_headline_watch_get_type ())
G_DECLARE_FINAL_TYPE (PlimHeadlineWatch, plim_headline_watch, PLIM, HEADLINE_WATCH, GObject)

/**
 * plim_headline_watch_new:
 * @clock: for its own alarm, which is used up: not the poller's
 */
PlimHeadlineWatch *
plim_headline_watch_new (GListModel *accounts, GSettings *settings, PlimClock *clock);

/** plim_headline_watch_get_headline: (transfer none): as of the last `changed` */
const PlimHeadline *plim_headline_watch_get_headline (PlimHeadlineWatch *self);

/**
 * plim_headline_watch_step:
 * @direction: -1 or +1
 *
 * Lets the next or previous account lead, by order; past either end the binding one leads again. It
 * holds until it is stepped on: the pinned account of the preferences is not changed.
 */
void plim_headline_watch_step (PlimHeadlineWatch *self, int direction);

G_END_DECLS
