/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * plim_nearest_find:
 * @word: what was typed
 * @names: what there is
 *
 * Returns: (transfer full): at most three of @names that may have been meant, the nearest first;
 *   perhaps none
 */
GStrv plim_nearest_find (const char *word, const char *const *names);

/**
 * plim_nearest_dup_hint:
 * @sentence: "There is no …"
 * @word: what was typed
 * @names: what there is
 *
 * Returns: (transfer full): @sentence, and a second one if some of @names may have been meant
 */
char *plim_nearest_dup_hint (const char *sentence, const char *word, const char *const *names);

G_END_DECLS
