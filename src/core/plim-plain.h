/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Text from outside that is to stand in a line. */

/** plim_plain_dup: (transfer full): @text as valid UTF-8, with a space for each control character
 * and without what turns the direction of all that follows. */
char *plim_plain_dup (const char *text);

/** plim_plain_clean: the same in place, and not longer than @max_chars; @text: (nullable). */
void plim_plain_clean (char **text, guint max_chars);

G_END_DECLS
