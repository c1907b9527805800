/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Who may talk to the local server. A web page can make the browser send requests to loopback, and
 * a name of its own may lead there (DNS rebinding): so both `Host` and `Origin` are looked at. Pure
 * functions.
 *
 * Entries that the user added have the form `name`, `name:port` or `scheme://name[:port]`; without
 * a port each port is meant, without a scheme http and https. */

typedef enum {
  PLIM_ORIGIN_NONE,      /* no header: no browser, or a plain navigation */
  PLIM_ORIGIN_OPAQUE,    /* `null` */
  PLIM_ORIGIN_OWN,       /* ours, or one that the user added */
  PLIM_ORIGIN_EXTENSION, /* a browser extension */
  PLIM_ORIGIN_FOREIGN,   /* a web page, or what cannot be told */
} PlimOrigin;

/**
 * plim_server_guard_allows_host:
 * @host: (nullable): the header `Host`; all of them, joined, when there are several
 * @port: the one that the server listens on
 * @added: (nullable): what the user added
 */
gboolean plim_server_guard_allows_host (const char *host, guint port, const char *const *added);

/**
 * plim_server_guard_classify_origin:
 * @origin: (nullable): the header `Origin`; all of them, joined, when there are several
 */
PlimOrigin
plim_server_guard_classify_origin (const char *origin, guint port, const char *const *added);

G_END_DECLS
