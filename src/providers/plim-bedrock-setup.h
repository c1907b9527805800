/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "plim-provider.h"

G_BEGIN_DECLS

/* What the user supplies for Amazon Bedrock, as the members of #PlimProvider. */

extern const PlimField plim_bedrock_fields[];
extern const char *const plim_bedrock_steps[];
gboolean plim_bedrock_check_setup (const PlimExchange *exchange, GError **error);

G_END_DECLS
