/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "plim-clock.h"

G_BEGIN_DECLS

/**
 * PlimBackgroundStatus:
 *
 * What the desktop says of Plimsoll in its list of programs that run in the background: a text told
 * to the Background portal, when it changed and at most once a minute. The portal takes it from
 * sandboxed programs only; one that has no such thing is not asked again.
 * Source: org.freedesktop.portal.Background, version 2, SetStatus().
 */
#define PLIM_TYPE_BACKGROUND_STATUS (plim_background_status_get_type ())
G_DECLARE_FINAL_TYPE (
    PlimBackgroundStatus, plim_background_status, PLIM, BACKGROUND_STATUS, GObject)

/** plim_background_status_new: @clock: for its own alarm, which is used up */
PlimBackgroundStatus *plim_background_status_new (GDBusConnection *session, PlimClock *clock);

/** plim_background_status_set: @text: is made one line of the portal's 96 characters */
void plim_background_status_set (PlimBackgroundStatus *self, const char *text);

G_END_DECLS
