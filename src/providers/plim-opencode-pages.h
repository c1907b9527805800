/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "plim-snapshot.h"

G_BEGIN_DECLS

/**
 * plim_opencode_add_page:
 * @page: one of the pages from before the console
 *
 * Adds what the page's scripts carry: balance, spending cap and plan, or the plan's windows.
 *
 * Returns: whether the page is of that kind; else `not_authenticated` for a sign-in page, or
 *   `invalid_response`
 */
gboolean plim_opencode_add_page (PlimSnapshot *snapshot, gint64 now, GBytes *page, GError **error);

G_END_DECLS
