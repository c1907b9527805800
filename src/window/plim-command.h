/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/** PlimCommandDone: @error: (nullable): %NULL when it succeeded */
typedef void (*PlimCommandDone) (GObject *owner, const GError *error, gpointer data);

/**
 * plim_command_send:
 * @owner: is kept until the answer
 * @proxy: whose method is called
 * @arguments: (nullable) (transfer floating): in a tuple
 * @done: (nullable): called with the answer
 * @data: (nullable) (transfer full): for @done, freed with g_free() afterwards
 *
 * Sends a command to the service. The program stays until the answer is there.
 */
void plim_command_send (GObject *owner,
                        GDBusProxy *proxy,
                        const char *method,
                        GVariant *arguments,
                        PlimCommandDone done,
                        char *data);

G_END_DECLS
