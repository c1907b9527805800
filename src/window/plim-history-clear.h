/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "plim-bus-client.h"
#include "plim-command.h"
#include <adwaita.h>

G_BEGIN_DECLS

/**
 * plim_history_clear_ask:
 * @owner: given to @done
 * @account_id: (nullable): %NULL for all accounts
 * @label: (nullable): what the user calls that account
 *
 * Asks whether the history is to be forgotten, and has the service forget it.
 */
void plim_history_clear_ask (GtkWindow *parent,
                             GObject *owner,
                             PlimBusClient *client,
                             const char *account_id,
                             const char *label,
                             PlimCommandDone done);

G_END_DECLS
