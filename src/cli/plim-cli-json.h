/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "plim-format.h"

G_BEGIN_DECLS

/**
 * plim_cli_json_dup_status:
 * @accounts: (element-type PlimAccount)
 * @manager: (nullable): `a{sv}`: the properties of Manager1, for the headline
 * @pretty: whether over several lines
 *
 * Returns: (transfer full): what `status --json` and `accounts --json` write: `schema`, `now`, with
 *   @manager what plim_report_add_headline() writes, and `accounts`
 */
char *plim_cli_json_dup_status (
    GPtrArray *accounts, GVariant *manager, const PlimFormat *format, gint64 now, gboolean pretty);

/** plim_cli_json_dup_stopped: (transfer full): the line while there is no service: the state is
 * `stopped`, and there are no accounts. */
char *plim_cli_json_dup_stopped (gint64 now);

/** plim_cli_json_dup_lasting: (transfer full): such a document without what changes as time goes
 * by. */
char *plim_cli_json_dup_lasting (const char *json);

G_END_DECLS
