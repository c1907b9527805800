/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "plim-fake-service.h"

G_BEGIN_DECLS

/** plim_sample_history_give: makes @service answer with a week of two of the sample accounts, `a1`
 * and `a5`. */
void plim_sample_history_give (PlimFakeService *service, gint64 now);

G_END_DECLS
