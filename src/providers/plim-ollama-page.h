/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "plim-snapshot.h"

G_BEGIN_DECLS

/**
 * plim_ollama_add_page:
 * @body: the settings page
 *
 * Adds plan, identity and windows of the page.
 *
 * Returns: whether it shows usage; otherwise `not_authenticated` for a page that wants a sign-in,
 *   or `invalid_response`
 */
gboolean plim_ollama_add_page (PlimSnapshot *snapshot, GBytes *body, GError **error);

G_END_DECLS
