/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/** PLIM_API_ERROR: the codes are HTTP statuses, the message is what the client is told: English, as
 * it is part of the interface. */
#define PLIM_API_ERROR (plim_api_error_quark ())
GQuark plim_api_error_quark (void);

G_END_DECLS
