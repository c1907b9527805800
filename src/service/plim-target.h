/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "plim-provider.h"
#include <libsoup/soup.h>

G_BEGIN_DECLS

/**
 * plim_target_build:
 * @base: (nullable): the account's base URL, without a trailing slash
 * @is_own_base: whether the user typed it
 *
 * Where @request goes; never to another origin than the one it names, whatever its path holds. A
 * credential of an account with its own base goes only there and to the provider's own origins. An
 * own base on this computer stands in for all of them: `https://HOST/PATH` becomes
 * `BASE/HOST/PATH`, while requests without an origin keep their path.
 *
 * Returns: (transfer full) (nullable): the address, or `misconfigured`
 */
GUri *plim_target_build (const PlimProvider *provider,
                         const PlimRequest *request,
                         const char *base,
                         gboolean is_own_base,
                         GError **error);

/**
 * plim_target_is_typed:
 *
 * Returns: whether the user typed the address of @request or a part of it, such as a region: that
 *   there is no such host is then the user's to correct
 */
gboolean plim_target_is_typed (const PlimProvider *provider,
                               const PlimRequest *request,
                               gboolean is_own_base);

G_END_DECLS
