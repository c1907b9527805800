/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "plim-account.h"

G_BEGIN_DECLS

/**
 * plim_account_dup_report:
 * @version: of the program
 *
 * What a bug report needs: the last requests and answers, and beside them what was understood of
 * them. Without label, identity, settings' values and secrets.
 *
 * Returns: (transfer full): a JSON document
 */
char *plim_account_dup_report (PlimAccount *account, const char *version);

G_END_DECLS
