/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "plim-provider.h"

G_BEGIN_DECLS

/** plim_azure_fields: what the user supplies for the provider azure-openai. */
extern const PlimField plim_azure_fields[];

/** plim_azure_check_setup: its check_setup() */
gboolean plim_azure_check_setup (const PlimExchange *exchange, GError **error);

G_END_DECLS
