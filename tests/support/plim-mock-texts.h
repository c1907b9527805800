/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/* Answers of some providers whose numbers a test sets one by one; see mock-provider.c for the
 * settings. */

/**
 * plim_mock_texts_dup:
 * @settings: the numbers of @provider
 * @started_at: from when resets are counted that the settings do not name
 *
 * Returns: (transfer full) (nullable): the JSON text; %NULL when the provider has no such path
 */
char *plim_mock_texts_dup (const char *provider,
                           const char *path,
                           JsonObject *settings,
                           gint64 started_at);

/** plim_mock_texts_get_error: the body that comes with a refusal */
const char *plim_mock_texts_get_error (const char *provider, guint status);

G_END_DECLS
