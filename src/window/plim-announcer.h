/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "plim-presentation.h"

G_BEGIN_DECLS

/**
 * PlimAnnouncer:
 *
 * Watches accounts and tells who cannot see them what became urgent and what was reset: each once,
 * see plim_announcement_observe(). Several at once are one.
 *
 * Signal `announce` (text): this is to be spoken.
 */
#define PLIM_TYPE_ANNOUNCER (plim_announcer_get_type ())
G_DECLARE_FINAL_TYPE (PlimAnnouncer, plim_announcer, PLIM, ANNOUNCER, GObject)

/** plim_announcer_new: @accounts: a list model of #PlimAccount; who goes and comes back is known
 * still */
PlimAnnouncer *plim_announcer_new (GListModel *accounts, PlimPresentation *presentation);

G_END_DECLS
