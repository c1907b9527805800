/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/** plim_cli_keyring_dup_sentence: (transfer full): what to do about @failure, in
 * %PLIM_SECRETS_ERROR or a cancellation, with its details */
char *plim_cli_keyring_dup_sentence (const GError *failure);

G_END_DECLS
