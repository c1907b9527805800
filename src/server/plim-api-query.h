/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "plim-api-error.h"

G_BEGIN_DECLS

/* Readers for query strings from anybody. Errors are in %PLIM_API_ERROR, status 400. */

/**
 * PlimApiQuery:
 *
 * The parameters of a request, decoded once, by name. What no reader asks for is ignored, as the
 * web app does.
 */
typedef struct _PlimApiQuery PlimApiQuery;

/**
 * plim_api_query_parse:
 * @text: (nullable): as it came, still encoded
 *
 * Returns: (transfer full) (nullable): %NULL with an error when it is too long or no UTF-8
 */
PlimApiQuery *plim_api_query_parse (const char *text, GError **error);
void plim_api_query_free (PlimApiQuery *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PlimApiQuery, plim_api_query_free)

/**
 * plim_api_query_get_text:
 * @value: (out) (transfer none) (nullable): set to %NULL when it is not there
 *
 * Returns: whether it is not there, or there once and not empty
 */
gboolean
plim_api_query_get_text (PlimApiQuery *self, const char *name, const char **value, GError **error);

/** plim_api_query_get_number: digits alone, from @minimum to @maximum; @fallback when not there */
gboolean plim_api_query_get_number (PlimApiQuery *self,
                                    const char *name,
                                    guint minimum,
                                    guint maximum,
                                    guint fallback,
                                    guint *value,
                                    GError **error);

/** plim_api_query_get_interval: `15m`, `1h`, `2d`, as seconds; an hour when not there */
gboolean plim_api_query_get_interval (PlimApiQuery *self, gint64 *interval_s, GError **error);

/** plim_api_query_get_choice: the index of the value in @choices, which ends with %NULL; 0 when not
 * there */
gboolean plim_api_query_get_choice (
    PlimApiQuery *self, const char *name, const char *const *choices, guint *index, GError **error);

G_END_DECLS
