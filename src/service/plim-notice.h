/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "plim-database.h"

G_BEGIN_DECLS

/**
 * PlimNotice:
 *
 * A notice on its way, together with the states that must be kept before it is delivered. One that
 * was not written only keeps states.
 */
typedef struct _PlimNotice PlimNotice;

/** PlimNoticeFunc: delivers @notice; @target is what plim_notice_new() was given. */
typedef void (*PlimNoticeFunc) (const PlimNotice *notice, gpointer target);

/** plim_notice_new: @target: an object, kept until @deliver was called */
PlimNotice *plim_notice_new (PlimDatabase *database, PlimNoticeFunc deliver, gpointer target);

/** plim_notice_keep: keeps @state of an account, or forgets it when it is %NULL. */
void
plim_notice_keep (PlimNotice *self, const char *account_id, const char *key, const char *state);

/**
 * plim_notice_write:
 * @id: a later notice takes the place of an earlier one with the same
 * @account_id: (nullable): whose page it opens, and what its buttons are about; %NULL: of several
 * @title: (transfer full):
 * @body: (transfer full) (nullable):
 */
void plim_notice_write (PlimNotice *self,
                        const char *id,
                        const char *account_id,
                        char *title,
                        char *body,
                        GNotificationPriority priority);

/** plim_notice_add_button: @action is called with the account's id. */
void plim_notice_add_button (PlimNotice *self, const char *label, const char *action);

/** plim_notice_add_plain_button: @action is called without anything. */
void plim_notice_add_plain_button (PlimNotice *self, const char *label, const char *action);

/** plim_notice_send: (transfer full): delivers @self as soon as all is kept, and frees it. */
void plim_notice_send (PlimNotice *self);

const char *plim_notice_get_id (const PlimNotice *self);
const char *plim_notice_get_title (const PlimNotice *self);
const char *plim_notice_get_body (const PlimNotice *self);
GNotification *plim_notice_get_notification (const PlimNotice *self);

G_END_DECLS
