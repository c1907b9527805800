/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "plim-format.h"

G_BEGIN_DECLS

/* What notices say: the title what happened, the body to whom and until when. */

/** plim_notice_text_limits: @windows: (element-type PlimUsageWindow): at least one */
void plim_notice_text_limits (PlimAccount *account,
                              GPtrArray *windows,
                              const PlimFormat *format,
                              gint64 now,
                              char **title,
                              char **body);

/** plim_notice_text_find_command: (nullable): see plim_sign_in_file_find_cure() */
const char *plim_notice_text_find_command (PlimAccount *account);

void plim_notice_text_sign_in (PlimAccount *account,
                               const PlimFormat *format,
                               char **title,
                               char **body);

/** plim_notice_text_stopped: that its collector sends nothing any more */
void plim_notice_text_stopped (PlimAccount *account,
                               const PlimFormat *format,
                               char **title,
                               char **body);

/** plim_notice_text_owner: that it answers for somebody else than before; %FALSE, and nothing is
 * written, when there is nothing new to say of that. */
gboolean plim_notice_text_owner (
    PlimAccount *account, const PlimFormat *format, gint64 now, char **title, char **body);

G_END_DECLS
