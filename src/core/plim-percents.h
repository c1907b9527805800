/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Lists of percentages at which something is said, on D-Bus and in settings an `ai`. */

#define PLIM_PERCENTS_MIN 1
#define PLIM_PERCENTS_MAX 99
#define PLIM_PERCENTS_MAX_COUNT 10

/**
 * plim_percents_sort:
 * @sorted: (out caller-allocates): room for %PLIM_PERCENTS_MAX_COUNT
 *
 * Puts them in order; what is out of range, doubled or too much is left out.
 *
 * Returns: how many there are
 */
guint plim_percents_sort (const gint32 *percents, gsize n_percents, gint32 *sorted);

/** plim_percents_to_variant: (transfer full): a floating `ai` of them, put in order */
GVariant *plim_percents_to_variant (const gint32 *percents, gsize n_percents);

/** plim_percents_from_text: (transfer full) (nullable): a floating `ai` of numbers with commas or
 * spaces between them, put in order; %NULL when @text has something else, none or too many */
GVariant *plim_percents_from_text (const char *text);

G_END_DECLS
