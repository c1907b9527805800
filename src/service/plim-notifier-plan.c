/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * When something is said. */
#include "plim-notifier-private.h"

#include "plim-notice-round.h"
#include "plim-notice-time.h"
#include "plim-settings.h"

/* What comes within that time is one notice. */
#define GATHER_S 3

static gint64
find_time (PlimNotifier *self, const PlimNoticeAccount *account, guint kind, gint64 now)
{
  gint64 at = plim_notice_time_find (self->settings, account, kind, now);

  return self->is_quiet ? PLIM_NOTICE_NEVER : MAX (at, self->gather_until);
}

/* When the first of the kinds @due of @account is said. */
static gint64
find_next (PlimNotifier *self, const PlimNoticeAccount *account, guint due, gint64 now)
{
  gint64 next = PLIM_NOTICE_NEVER;

  for (guint kind = 0; kind < PLIM_NOTICE_N_KINDS; kind++) {
    if ((due & PLIM_NOTICE_BIT (kind)) != 0)
      next = MIN (next, find_time (self, account, kind, now));
  }
  return next;
}

static void
set_alarm (PlimNotifier *self, gint64 at, gint64 now)
{
  self->alarm_at = at;
  plim_clock_set_alarm (self->clock, at != PLIM_NOTICE_NEVER ? MAX (at, now) : PLIM_TIME_UNKNOWN);
}

void
plim_notifier_plan (PlimNotifier *self)
{
  gint64 now = plim_clock_get_now (self->clock), next = PLIM_NOTICE_NEVER;
  GHashTableIter iter;
  gpointer account;

  g_hash_table_iter_init (&iter, self->pending);
  while (g_hash_table_iter_next (&iter, &account, NULL)) {
    PlimNoticeRules rules;
    guint due;

    plim_notice_rules_init (&rules, self->settings, ((PlimNoticeAccount *) account)->id);
    due = plim_notice_account_find_due (account, &rules, now);
    if (due == 0)
      g_hash_table_iter_remove (&iter);
    else
      next = MIN (next, find_next (self, account, due, now));
  }
  if (g_hash_table_size (self->pending) == 0)
    self->gather_until = PLIM_TIME_UNKNOWN;
  set_alarm (self, next, now);
}

static guint
find_open (PlimNotifier *self, const PlimNoticeAccount *account, gint64 now)
{
  guint open = 0;

  for (guint kind = 0; kind < PLIM_NOTICE_N_KINDS; kind++) {
    if (find_time (self, account, kind, now) <= now)
      open |= PLIM_NOTICE_BIT (kind);
  }
  return open;
}

void
plim_notifier_tell (PlimNotifier *self)
{
  gint64 now = plim_clock_get_now (self->clock);
  PlimNoticeRound *round =
      plim_notice_round_new (plim_notifier_new_notice (self), self->board, now);
  GHashTableIter iter;
  gpointer account;
  PlimFormat format;

  if (self->gather_until <= now)
    self->gather_until = PLIM_TIME_UNKNOWN;
  g_hash_table_iter_init (&iter, self->pending);
  while (g_hash_table_iter_next (&iter, &account, NULL)) {
    PlimNoticeRules rules;

    plim_notice_rules_init (&rules, self->settings, ((PlimNoticeAccount *) account)->id);
    rules.kinds &= find_open (self, account, now);
    plim_notice_round_add (round, account, &rules);
  }
  plim_settings_get_format (self->settings, &format);
  plim_notice_round_end (round, &format, self->can_act);
  plim_notifier_plan (self);
}

void
plim_notifier_expect (PlimNotifier *self, PlimNoticeAccount *account, const PlimNoticeRules *rules)
{
  gint64 now = plim_clock_get_now (self->clock);
  guint due = plim_notice_account_find_due (account, rules, now);
  gint64 next;

  /* Most polls have no news. What was due before is found to be gone when its time comes. */
  if (due == 0)
    return;
  g_hash_table_add (self->pending, account);
  if (self->gather_until == PLIM_TIME_UNKNOWN || self->gather_until > now + GATHER_S)
    self->gather_until = now + GATHER_S;
  next = find_next (self, account, due, now);
  if (next < self->alarm_at)
    set_alarm (self, next, now);
}
