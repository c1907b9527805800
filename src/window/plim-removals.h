/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/**
 * PlimRemovals:
 *
 * Accounts that the user removed and may still get back: hidden at once, removed when the time to
 * undo is over. Signal: `due (const char *account_id)`: remove it now.
 */
#define PLIM_TYPE_REMOVALS (plim_removals_get_type ())
G_DECLARE_FINAL_TYPE (PlimRemovals, plim_removals, PLIM, REMOVALS, GObject)

PlimRemovals *plim_removals_new (void);

/** plim_removals_get_filter: (transfer none): shows only the #PlimAccount that are not hidden */
GtkFilter *plim_removals_get_filter (PlimRemovals *self);

/** plim_removals_add: hides the account, and offers in @toasts to undo it for some seconds.
 * @label: what the user calls it */
void plim_removals_add (PlimRemovals *self,
                        const char *account_id,
                        const char *label,
                        AdwToastOverlay *toasts);

/** plim_removals_undo: shows it again, also when it is due and could not be removed. */
void plim_removals_undo (PlimRemovals *self, const char *account_id);

/** plim_removals_finish: the time to undo is over for that one: it is due unless undone. It stays
 * hidden. */
void plim_removals_finish (PlimRemovals *self, const char *account_id);

/** plim_removals_finish_all: the window closes: all are due. */
void plim_removals_finish_all (PlimRemovals *self);

G_END_DECLS
