/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "plim-post-url.h"

G_BEGIN_DECLS

/* Addresses to post to, which are secrets: they are in the keyring under one of the PLIM_POST_
 * names. */

/**
 * plim_cli_address_read:
 * @name: %PLIM_POST_HOOKS or %PLIM_POST_FORWARD
 * @description: what the keyring's manager shows
 * @words: (array zero-terminated=1): what was typed behind the command, where an address is refused
 *
 * Asks for the address, or reads it from standard input, and stores it when it is one.
 */
gboolean
plim_cli_address_read (const char *name, const char *description, char **words, GError **error);

/** plim_cli_address_clear: forgets it. */
gboolean plim_cli_address_clear (const char *name, GError **error);

/** plim_cli_address_exists: whether one is stored; %FALSE with an error when that cannot be told.
 */
gboolean plim_cli_address_exists (const char *name, GError **error);

G_END_DECLS
