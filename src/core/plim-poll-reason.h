/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "plim-enums.h"

G_BEGIN_DECLS

/** plim_poll_reason_dup_sentence: (transfer full) (nullable): a translated sentence that says why
 * the next poll is when it is; %NULL where there is nothing to say */
char *plim_poll_reason_dup_sentence (PlimPollReason reason);

G_END_DECLS
