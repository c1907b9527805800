/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "plim-percents.h"
#include <gio/gio.h>

G_BEGIN_DECLS

/** PlimNoticeKind: what notices are about, the most urgent first. */
typedef enum {
  PLIM_NOTICE_REACHED,   /* a limit is used up */
  PLIM_NOTICE_SIGN_IN,   /* a sign-in no longer works */
  PLIM_NOTICE_PROJECTED, /* a limit runs out before its reset */
  PLIM_NOTICE_THRESHOLD, /* a limit passed a percentage */
  PLIM_NOTICE_STOPPED,   /* a collector sends nothing any more */
  PLIM_NOTICE_INCIDENT,  /* the provider tells of an incident */
  PLIM_NOTICE_OWNER,     /* an account answers for somebody else */
  PLIM_NOTICE_RESET,     /* a limit that was nearly used up was reset */
  PLIM_NOTICE_N_KINDS,
} PlimNoticeKind;

/** PLIM_NOTICE_BIT: a kind in a set of kinds */
#define PLIM_NOTICE_BIT(kind) (1u << (kind))

/** PLIM_NOTICE_LIMITS: the kinds that are about a window of an account, and not about itself */
#define PLIM_NOTICE_LIMITS                                                                         \
  (PLIM_NOTICE_BIT (PLIM_NOTICE_REACHED) | PLIM_NOTICE_BIT (PLIM_NOTICE_PROJECTED) |               \
   PLIM_NOTICE_BIT (PLIM_NOTICE_THRESHOLD) | PLIM_NOTICE_BIT (PLIM_NOTICE_RESET))

/**
 * PlimNoticeRules:
 * @kinds: those that are to be said
 * @percents: used percents that are thresholds, ascending, each from 1 to 99
 * @reset_percent: a reset is said of a window that was used up so far at least
 *
 * What the user wants to know of an account.
 */
typedef struct {
  guint kinds;
  gint32 percents[PLIM_PERCENTS_MAX_COUNT];
  guint n_percents;
  int reset_percent;
} PlimNoticeRules;

/** plim_notice_rules_init: reads what holds for @account_id. */
void plim_notice_rules_init (PlimNoticeRules *self, GSettings *settings, const char *account_id);

/**
 * plim_notice_rules_set_own:
 * @percents: (nullable): an `ai`, sunk if it floats: the thresholds of @account_id alone; none of
 *   them: no threshold is said; %NULL: those that hold for all
 */
void plim_notice_rules_set_own (GSettings *settings, const char *account_id, GVariant *percents);

/** plim_notice_rules_has_own: whether @account_id has thresholds of its own. */
gboolean plim_notice_rules_has_own (GSettings *settings, const char *account_id);

/** plim_notice_rules_to_variant: (transfer full): the thresholds, a floating `ai` */
GVariant *plim_notice_rules_to_variant (const PlimNoticeRules *self);

/** plim_notice_rules_find_threshold: the highest that @percent has reached; 0 when none */
int plim_notice_rules_find_threshold (const PlimNoticeRules *self, double percent);

G_END_DECLS
