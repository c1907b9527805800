/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "plim-notice-look.h"

#include "plim-notifier.h"

static void
emit (PlimNoticeLook *self, const char *event, const char *window_id)
{
  self->event (self->account, event, window_id, self->user_data);
}

static void
end_fact (PlimNoticeLook *self, PlimNoticeKind kind)
{
  if (plim_notice_account_end (self->account, kind, self->notice))
    self->ended |= PLIM_NOTICE_BIT (kind);
}

static void
look_at_window (PlimNoticeLook *self, const PlimUsageWindow *window)
{
  PlimNoticeAccount *account = self->account;
  const PlimForecast *forecast = plim_account_get_forecast (account->account, window->id);
  PlimNoticeState *state = g_hash_table_lookup (account->windows, window->id);
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;

  if (state == NULL) {
    state = g_new0 (PlimNoticeState, 1);
    plim_notice_state_begin (state, window, forecast, self->rules);
    g_hash_table_insert (account->windows, g_strdup (window->id), state);
  } else {
    before = plim_notice_state_to_text (state);
    plim_notice_state_observe (state, window, self->rules, self->now);
  }
  plim_notice_state_foresee (state, forecast);
  plim_notice_state_skip (state, window, forecast, self->rules);
  if (state->was_reset)
    emit (self, PLIM_EVENT_RESET, window->id);
  if (state->was_passed)
    emit (self, PLIM_EVENT_THRESHOLD, window->id);
  if (state->was_foreseen)
    emit (self, PLIM_EVENT_PROJECTED, window->id);
  after = plim_notice_state_to_text (state);
  if (g_strcmp0 (before, after) != 0)
    plim_notice_account_keep_window (account, self->notice, window->id);
}

static gboolean
is_news (const PlimNoticeAccount *account)
{
  PlimSnapshot *snapshot = plim_account_get_snapshot (account->account);
  PlimStatus status = plim_account_get_status (account->account);

  /* A refused answer may carry windows that are as good as any. */
  if (snapshot == NULL || (status != PLIM_STATUS_OK && status != PLIM_STATUS_RATE_LIMITED))
    return FALSE;
  return account->seen != snapshot;
}

static void
look_at_limits (PlimNoticeLook *self)
{
  PlimNoticeAccount *account = self->account;

  if (!is_news (account))
    return;
  g_clear_pointer (&account->seen, plim_snapshot_unref);
  account->seen = plim_snapshot_ref (plim_account_get_snapshot (account->account));
  for (guint i = 0; i < plim_snapshot_get_n_windows (account->seen); i++) {
    const PlimUsageWindow *window = plim_snapshot_get_window (account->seen, i);

    if (plim_notice_can_tell (window, self->now))
      look_at_window (self, window);
  }
  end_fact (self, PLIM_NOTICE_STOPPED);
}

static void
look_at_sign_in (PlimNoticeLook *self)
{
  PlimStatus status = plim_account_get_status (self->account->account);
  PlimCause cause = plim_account_get_cause (self->account->account);

  if (status == PLIM_STATUS_OK)
    end_fact (self, PLIM_NOTICE_SIGN_IN);
  if (status != PLIM_STATUS_NOT_AUTHENTICATED || cause == PLIM_CAUSE_SECRET_MISSING ||
      cause == PLIM_CAUSE_SIGN_IN_EXPIRED)
    return;
  if (plim_notice_account_raise (self->account, PLIM_NOTICE_SIGN_IN, NULL, self->rules,
                                 self->notice))
    emit (self, PLIM_EVENT_SIGN_IN_EXPIRED, NULL);
}

/* What was said of the former owner's limits says nothing of this one's. */
static void
look_at_owner (PlimNoticeLook *self)
{
  gint64 changed_at = plim_account_get_owner (self->account->account)->changed_at;
  g_autofree char *since = g_strdup_printf ("%" G_GINT64_FORMAT, changed_at);

  if (changed_at == PLIM_TIME_UNKNOWN ||
      !plim_notice_account_raise (self->account, PLIM_NOTICE_OWNER, since, self->rules,
                                  self->notice))
    return;
  plim_notice_account_forget_windows (self->account, self->notice);
  self->ended |= PLIM_NOTICE_BIT (PLIM_NOTICE_THRESHOLD);
}

void
plim_notice_look_at_account (PlimNoticeLook *self)
{
  self->ended = 0;
  look_at_owner (self);
  look_at_limits (self);
  look_at_sign_in (self);
}

/* What was shown and is no longer true. */

typedef struct {
  PlimNoticeAccount *account;
  const PlimNoticeRules *rules;
} Truth;

static gboolean
is_true (PlimNoticeKind kind, const char *window_id, gpointer user_data)
{
  const Truth *truth = user_data;

  return plim_notice_account_is_true (truth->account, kind, window_id, truth->rules);
}

void
plim_notice_look_at_board (PlimNoticeAccount *account,
                           const PlimNoticeRules *rules,
                           PlimNoticeBoard *board)
{
  Truth truth = { account, rules };

  plim_notice_board_check (board, account->id, is_true, &truth);
}
