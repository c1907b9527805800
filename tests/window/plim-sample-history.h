/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "plim-fake-service.h"

G_BEGIN_DECLS

/** plim_sample_history_give: lets @service answer with a week of two of the sample accounts, up to
 * 2026-11-18T12:00:00Z. */
void plim_sample_history_give (PlimFakeService *service);

G_END_DECLS
