/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "plim-format.h"
#include "plim-notice-rules.h"

G_BEGIN_DECLS

/* What notices say: the title what happened, the body to whom, and how it goes on until when. */

/**
 * PlimNoticeItem:
 * @window: (nullable): of the kinds that are about one
 * @incident: (nullable): in the provider's words
 *
 * One thing to say. It owns nothing.
 */
typedef struct {
  PlimAccount *account;
  PlimNoticeKind kind;
  const PlimUsageWindow *window;
  const char *incident;
} PlimNoticeItem;

/** plim_notice_text_write: @items: (element-type PlimNoticeItem): at least one, the most urgent
 * first */
void plim_notice_text_write (
    GPtrArray *items, const PlimFormat *format, gint64 now, char **title, char **body);

/** plim_notice_text_find_command: (nullable): see plim_sign_in_file_find_cure() */
const char *plim_notice_text_find_command (PlimAccount *account);

/** plim_notice_text_get_account: (nullable): whom all @items are about; %NULL: of several */
PlimAccount *plim_notice_text_get_account (GPtrArray *items);

G_END_DECLS
