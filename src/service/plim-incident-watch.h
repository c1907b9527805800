/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "plim-account.h"
#include "plim-clock.h"

G_BEGIN_DECLS

/** PLIM_INCIDENT_INTERVAL_S: a status page is asked at most so often. */
#define PLIM_INCIDENT_INTERVAL_S (15 * 60)

/**
 * PlimIncidentWatch:
 *
 * Keeps the accounts' incidents, as the public status pages of their providers tell them: without a
 * credential, for accounts that are polled at their provider's own address alone, and only while
 * the setting `watch-incidents` is on. It has no timer: a page is asked on the occasion of a poll
 * of an account that it is about. A page that cannot be read tells nothing: what it said before
 * holds for four intervals.
 *
 * Signal `changed (PlimAccount)`: that account's incident is another, or over.
 */
#define PLIM_TYPE_INCIDENT_WATCH (plim_incident_watch_get_type ())
G_DECLARE_FINAL_TYPE (PlimIncidentWatch, plim_incident_watch, PLIM, INCIDENT_WATCH, GObject)

/** plim_incident_watch_new: @accounts: a list model of #PlimAccount */
PlimIncidentWatch *
plim_incident_watch_new (GListModel *accounts, PlimClock *clock, GSettings *settings);

/** plim_incident_watch_note_poll: @account was polled: asks its provider's page when it is time. */
void plim_incident_watch_note_poll (PlimIncidentWatch *self, PlimAccount *account);

/** plim_incident_watch_set_stand_in: (nullable): for tests: `BASE/HOST/PATH` is asked instead of
 * `https://HOST/PATH`. */
void plim_incident_watch_set_stand_in (PlimIncidentWatch *self, const char *base);

G_END_DECLS
