/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/** PLIM_POST_HOOKS, PLIM_POST_FORWARD: stand for the account in the keyring's attributes of an
 * address to post to, which is a secret; PLIM_POST_FIELD: the field. */
#define PLIM_POST_HOOKS "hooks"
#define PLIM_POST_FORWARD "forward"
#define PLIM_POST_FIELD "url"

/**
 * plim_post_url_parse:
 * @text: an address that the user gave, to which something is posted
 *
 * HTTPS, or plain HTTP within the user's own network: this computer, a private address, or a name
 * that only a local network has (`.local`, `.lan`, `.home.arpa`, `.internal`, or without a dot).
 *
 * Returns: (transfer full) (nullable): with an error in %G_IO_ERROR_INVALID_ARGUMENT, translated,
 *   which does not hold the address
 */
GUri *plim_post_url_parse (const char *text, GError **error);

/** plim_post_url_is_plain: whether others in the network can read what is posted to @uri, and its
 * address */
gboolean plim_post_url_is_plain (GUri *uri);

G_END_DECLS
