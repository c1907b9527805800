/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * plim_test_locale_use:
 * @name: such as `de_DE`; its UTF-8 form is meant
 *
 * Switches the test program to that locale, compiling it into a temporary folder where the system
 * has none.
 *
 * Returns: whether that worked; where it did not, the test is marked as skipped
 */
gboolean plim_test_locale_use (const char *name);

/** plim_test_locale_leave: back to C.UTF-8. */
void plim_test_locale_leave (void);

G_END_DECLS
