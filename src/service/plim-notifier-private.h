/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "plim-notifier.h"

#include "plim-notice-account.h"
#include "plim-notice-board.h"

G_BEGIN_DECLS

/* The notifier's parts see its fields; nobody else does. */
struct _PlimNotifier {
  GObject parent_instance;

  PlimDatabase *database;
  PlimClock *clock;
  GSettings *settings;
  PlimNoticeBoard *board;
  GHashTable *accounts; /* id → PlimNoticeAccount */
  GHashTable *pending;  /* the PlimNoticeAccounts of which something is due */
  gint64 gather_until;
  gint64 alarm_at; /* or %PLIM_NOTICE_NEVER */
  gboolean is_loaded;
  gboolean is_quiet;
  gboolean can_act;
};

/** plim_notifier_new_notice: (transfer full): that is delivered once its state is durable */
PlimNotice *plim_notifier_new_notice (PlimNotifier *self);

/** plim_notifier_plan: sets the alarm for what is due next. */
void plim_notifier_plan (PlimNotifier *self);

/** plim_notifier_tell: says what is due now. */
void plim_notifier_tell (PlimNotifier *self);

/** plim_notifier_expect: what is due of @account is said soon. */
void
plim_notifier_expect (PlimNotifier *self, PlimNoticeAccount *account, const PlimNoticeRules *rules);

G_END_DECLS
