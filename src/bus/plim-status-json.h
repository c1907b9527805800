/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "plim-account.h"
#include <gio/gio.h>
#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/* The document that `status --json` writes, made by the service or by one of its clients. */

/**
 * plim_status_json_new:
 * @accounts: (element-type PlimAccount)
 * @manager: (nullable): `a{sv}`: the properties of Manager1, for the headline
 * @is_private: whether to leave out names and amounts, as in privacy mode
 * @pretty: whether over several lines
 *
 * Returns: (transfer full): `schema`, `now`, with @manager what plim_status_json_add_headline()
 *   writes, and `accounts`
 */
char *plim_status_json_new (
    GPtrArray *accounts, GVariant *manager, gboolean is_private, gint64 now, gboolean pretty);

/**
 * plim_status_json_add_headline:
 * @manager: `a{sv}`: the properties of Manager1
 *
 * Writes `version`, `headline`, `storage_problem` and `snoozed_until` into the object that @builder
 * is in.
 */
void plim_status_json_add_headline (GVariant *manager, JsonBuilder *builder);

/** plim_status_json_dup_stopped: (transfer full): the line while there is no service: the state is
 * `stopped`, and there are no accounts. */
char *plim_status_json_dup_stopped (gint64 now);

/** plim_status_json_dup_lasting: (transfer full): such a document without what changes as time goes
 * by. */
char *plim_status_json_dup_lasting (const char *json);

/** plim_status_has_problem: whether the last reading of one of @accounts (element-type PlimAccount)
 * that are enabled failed: then `status` ends with 1 */
gboolean plim_status_has_problem (GPtrArray *accounts);

G_END_DECLS
