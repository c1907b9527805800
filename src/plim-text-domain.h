/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/** plim_text_domain_set_up: the user's language for all that this process says. For main(). */
void plim_text_domain_set_up (void);

G_END_DECLS
