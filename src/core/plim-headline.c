/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "plim-headline.h"

#include <math.h>

/* A window that may lead, with what decides between two. */
typedef struct {
  PlimAccount *account;
  const PlimUsageWindow *window;
  gboolean is_fresh;
} Candidate;

#define SOON_S (60 * 60)

static PlimSeverity
judge_level (const PlimUsageWindow *window, const PlimThresholds *thresholds)
{
  /* Comparisons with an unknown are false. */
  if (window->used_percent >= thresholds->critical)
    return PLIM_SEVERITY_CRITICAL;
  return window->used_percent >= thresholds->warning ? PLIM_SEVERITY_WARNING : PLIM_SEVERITY_NORMAL;
}

PlimSeverity
plim_severity_of (const PlimUsageWindow *window,
                  const PlimForecast *forecast,
                  const PlimThresholds *thresholds,
                  gint64 now)
{
  PlimSeverity level;

  g_return_val_if_fail (window != NULL && thresholds != NULL, PLIM_SEVERITY_NORMAL);

  if (plim_usage_window_is_exhausted (window))
    return PLIM_SEVERITY_CRITICAL;
  /* An allocation that is normally full is no alarm. */
  if (!window->can_lead)
    return PLIM_SEVERITY_NORMAL;
  level = judge_level (window, thresholds);
  if (forecast == NULL)
    return level;
  if (forecast->verdict == PLIM_VERDICT_RUNS_OUT)
    return level != PLIM_SEVERITY_NORMAL || forecast->runs_out_at - now < SOON_S
               ? PLIM_SEVERITY_CRITICAL
               : PLIM_SEVERITY_WARNING;
  if (forecast->verdict == PLIM_VERDICT_LASTS)
    return level == PLIM_SEVERITY_CRITICAL ? PLIM_SEVERITY_WARNING : PLIM_SEVERITY_NORMAL;
  return level;
}

/* How far towards its limit: all that is exhausted is equally so, and an amount without a limit
 * comes after every percentage. */
static double
get_load (const PlimUsageWindow *window)
{
  if (plim_usage_window_is_exhausted (window))
    return INFINITY;
  return isnan (window->used_percent) ? -1 : window->used_percent;
}

/* What has no reset of its own, a balance, stays as it is for ever. */
static gint64
get_binding_until (const PlimUsageWindow *window)
{
  if (window->resets_at == PLIM_TIME_UNKNOWN && window->kind == PLIM_WINDOW_BALANCE)
    return G_MAXINT64;
  return window->resets_at;
}

static gboolean
binds_before (const Candidate *one, const Candidate *other)
{
  double load = get_load (one->window);
  double other_load = get_load (other->window);

  if (one->is_fresh != other->is_fresh)
    return one->is_fresh;
  if (load > other_load || load < other_load)
    return load > other_load;
  return get_binding_until (one->window) > get_binding_until (other->window);
}

static gboolean
has_number (const PlimUsageWindow *window)
{
  return !isnan (window->used_percent) || !isnan (window->used) || !isnan (window->remaining) ||
         window->limit_reached;
}

static void
offer (Candidate *best, PlimAccount *account, const PlimUsageWindow *window, gint64 now)
{
  Candidate candidate = { account, window, !plim_account_is_window_stale (account, window, now) };

  if (has_number (window) && (best->window == NULL || binds_before (&candidate, best)))
    *best = candidate;
}

static void
offer_windows (Candidate *best, PlimAccount *account, gint64 now)
{
  PlimSnapshot *snapshot = plim_account_get_snapshot (account);

  if (snapshot == NULL)
    return;
  for (guint i = 0; i < plim_snapshot_get_n_windows (snapshot); i++) {
    const PlimUsageWindow *window = plim_snapshot_get_window (snapshot, i);

    if (window->can_lead)
      offer (best, account, window, now);
  }
}

/* A pinned window leads even if it may not lead by itself: the user said so. */
static void
offer_pinned (Candidate *best, PlimAccount *account, const char *window_id, gint64 now)
{
  PlimSnapshot *snapshot = plim_account_get_snapshot (account);
  const PlimUsageWindow *window = NULL;

  if (snapshot != NULL && window_id != NULL)
    window = plim_snapshot_find_window (snapshot, window_id);
  if (window != NULL)
    offer (best, account, window, now);
  if (best->window == NULL)
    offer_windows (best, account, now);
}

/* (transfer full) (nullable): a pin on an account that is gone or disabled counts for nothing. */
static PlimAccount *
find_enabled (GListModel *accounts, const char *id)
{
  for (guint i = 0; id != NULL && i < g_list_model_get_n_items (accounts); i++) {
    g_autoptr (PlimAccount) account = g_list_model_get_item (accounts, i);

    if (plim_account_get_enabled (account) && g_str_equal (plim_account_get_id (account), id))
      return g_steal_pointer (&account);
  }
  return NULL;
}

/* The failures that are the headline when there is no number. Where one account is pinned, those of
 * the others are not. */
static void
note_failure (PlimAccount **failed, PlimAccount *account)
{
  if (*failed == NULL ||
      (!plim_account_is_waiting_for_user (*failed) && plim_account_is_waiting_for_user (account)))
    g_set_object (failed, account);
}

/* (transfer full) (nullable): what two accounts with the same sign-in have in common. Two people of
 * one organization have one id and numbers of their own, so the name is a part of it. */
static char *
dup_sign_in_key (PlimAccount *account)
{
  const PlimOwner *owner = plim_account_get_owner (account);
  g_autofree char *key = NULL;

  if (owner->id == NULL || owner->id[0] == '\0')
    return NULL;
  key = plim_owner_dup_key (owner);
  return g_strconcat (plim_account_get_provider_id (account), "\n", key, NULL);
}

PlimAccount *
plim_headline_find_twin (GListModel *accounts, PlimAccount *account)
{
  g_autofree char *key = NULL;

  g_return_val_if_fail (G_IS_LIST_MODEL (accounts), NULL);
  g_return_val_if_fail (PLIM_IS_ACCOUNT (account), NULL);

  key = dup_sign_in_key (account);
  for (guint i = 0; key != NULL && i < g_list_model_get_n_items (accounts); i++) {
    g_autoptr (PlimAccount) other = g_list_model_get_item (accounts, i);
    g_autofree char *other_key = dup_sign_in_key (other);

    if (other == account)
      return NULL;
    if (plim_account_get_enabled (other) && g_strcmp0 (key, other_key) == 0)
      return other; /* the model keeps it alive */
  }
  return NULL;
}

/* Whether an earlier account's fresh numbers, whose key is among @counted, stand for @account's. */
static gboolean
is_counted (GHashTable *counted, PlimAccount *account, gint64 now)
{
  char *key = dup_sign_in_key (account);
  gboolean is_fresh =
      plim_account_get_snapshot (account) != NULL && !plim_account_is_stale (account, now);
  gboolean is_known = key != NULL && g_hash_table_contains (counted, key);

  if (key != NULL && is_fresh)
    g_hash_table_add (counted, key);
  else
    g_free (key);
  return is_known;
}

/* Returns how many enabled accounts failed. The model keeps each account alive. */
static guint
offer_all (
    Candidate *best, PlimAccount **failed, GListModel *accounts, PlimAccount *pinned, gint64 now)
{
  g_autoptr (GHashTable) counted = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  guint n_failing = 0;

  for (guint i = 0; i < g_list_model_get_n_items (accounts); i++) {
    g_autoptr (PlimAccount) account = g_list_model_get_item (accounts, i);
    gboolean is_headline = pinned == NULL || account == pinned;

    if (!plim_account_get_enabled (account))
      continue;
    if (plim_account_get_status (account) != PLIM_STATUS_OK) {
      n_failing++;
      if (is_headline)
        note_failure (failed, account);
    }
    if (pinned == NULL && !is_counted (counted, account, now))
      offer_windows (best, account, now);
  }
  return n_failing;
}

void
plim_headline_init (PlimHeadline *self,
                    GListModel *accounts,
                    const PlimThresholds *thresholds,
                    const char *pinned_account,
                    const char *pinned_window,
                    gint64 now)
{
  g_autoptr (PlimAccount) pinned = NULL;
  g_autoptr (PlimAccount) failed = NULL;
  Candidate best = { NULL };

  g_return_if_fail (self != NULL && thresholds != NULL);
  g_return_if_fail (G_IS_LIST_MODEL (accounts));

  *self = (PlimHeadline){ .used_percent = NAN };
  pinned = find_enabled (accounts, pinned_account);
  if (pinned != NULL)
    offer_pinned (&best, pinned, pinned_window, now);
  self->n_failing = offer_all (&best, &failed, accounts, pinned, now);

  if (best.window == NULL) {
    self->state = failed != NULL ? PLIM_HEADLINE_ERROR : PLIM_HEADLINE_EMPTY;
    self->account = g_steal_pointer (&failed);
    return;
  }
  self->state = best.is_fresh ? PLIM_HEADLINE_FRESH : PLIM_HEADLINE_STALE;
  self->severity =
      plim_severity_of (best.window, plim_account_get_forecast (best.account, best.window->id),
                        thresholds, now);
  self->account = g_object_ref (best.account);
  self->window_id = g_strdup (best.window->id);
  self->used_percent = best.window->used_percent;
}

void
plim_headline_clear (PlimHeadline *self)
{
  g_return_if_fail (self != NULL);

  g_clear_object (&self->account);
  g_clear_pointer (&self->window_id, g_free);
}

const PlimUsageWindow *
plim_headline_get_window (const PlimHeadline *self)
{
  PlimSnapshot *snapshot;

  g_return_val_if_fail (self != NULL, NULL);

  snapshot = self->account != NULL ? plim_account_get_snapshot (self->account) : NULL;
  if (snapshot == NULL || self->window_id == NULL)
    return NULL;
  return plim_snapshot_find_window (snapshot, self->window_id);
}
