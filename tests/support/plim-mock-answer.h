/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <libsoup/soup.h>

G_BEGIN_DECLS

/* Ways in which a server answers @message, good and bad. */

/** plim_mock_answer_text: JSON */
void plim_mock_answer_text (SoupServerMessage *message, guint status, const char *text);

/** plim_mock_answer_file: `*.http` is a whole recorded answer, any other file a body by its kind.
 */
gboolean plim_mock_answer_file (SoupServerMessage *message, const char *path, GError **error);

/** plim_mock_answer_challenge: the page that asks whether a person is there */
void plim_mock_answer_challenge (SoupServerMessage *message);

/** plim_mock_answer_spaces: so many of them, in pieces that are written as the client takes them */
void plim_mock_answer_spaces (SoupServerMessage *message, gint64 size);

/** plim_mock_answer_cut: announces the whole answer that was set, says half of it, and hangs up */
void plim_mock_answer_cut (SoupServerMessage *message);

G_END_DECLS
