/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "plim-cli-template.h"

G_BEGIN_DECLS

/**
 * plim_cli_waybar_dup_line:
 * @template: (nullable): for the text, as Pango markup; without one it is the percentage, the
 *   amount where there is none, or what is wrong
 * @accounts: (element-type PlimAccount): for the tooltip
 *
 * Returns: (transfer full): a line of JSON for Waybar's module `custom` with the return type
 *   `json` (man 5 waybar-custom): text, alt, tooltip, class and percentage. alt is one word for
 *   `format-icons`: the severity, or the state when that is other than fresh; class has both, and
 *   `failing` when an account has a problem.
 */
char *plim_cli_waybar_dup_line (const PlimCliHeadline *headline,
                                const PlimCliTemplate *template,
                                GPtrArray *accounts,
                                const PlimFormat *format,
                                gint64 now);

G_END_DECLS
