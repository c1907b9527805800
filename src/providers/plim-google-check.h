/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "plim-exchange.h"

G_BEGIN_DECLS

/** plim_google_check: whether @answer is not an error; all of Google's services say it in one way.
 */
gboolean plim_google_check (const PlimAnswer *answer, gint64 now, GError **error);

/** plim_google_lacks_metric: whether @answer says that the project has no such metric. */
gboolean plim_google_lacks_metric (const PlimAnswer *answer);

G_END_DECLS
