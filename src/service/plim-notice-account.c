/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "plim-notice-account.h"

#include <string.h>

#define WINDOW_PREFIX "threshold:"
#define DUE_PREFIX "due:"
#define SAID_PREFIX "said:"

/* Under which the facts are kept. */
static const char *const keys[PLIM_NOTICE_N_KINDS] = {
  [PLIM_NOTICE_SIGN_IN] = "sign-in",
  [PLIM_NOTICE_STOPPED] = "stopped",
  [PLIM_NOTICE_INCIDENT] = "incident",
  [PLIM_NOTICE_OWNER] = "owner",
};

PlimNoticeAccount *
plim_notice_account_new (const char *id)
{
  PlimNoticeAccount *self = g_new0 (PlimNoticeAccount, 1);

  self->id = g_strdup (id);
  self->windows = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  return self;
}

void
plim_notice_account_free (PlimNoticeAccount *self)
{
  g_clear_object (&self->account);
  g_clear_pointer (&self->seen, plim_snapshot_unref);
  g_hash_table_unref (self->windows);
  for (guint kind = 0; kind < PLIM_NOTICE_N_KINDS; kind++)
    g_free (self->facts[kind].detail);
  g_free (self->incident);
  g_free (self->id);
  g_free (self);
}

static void
restore_fact (PlimNoticeFact *fact, const char *text)
{
  g_free (fact->detail);
  fact->is_known = TRUE;
  fact->is_due = g_str_has_prefix (text, DUE_PREFIX);
  if (fact->is_due)
    text += strlen (DUE_PREFIX);
  else if (g_str_has_prefix (text, SAID_PREFIX))
    text += strlen (SAID_PREFIX);
  /* Of an earlier version. */
  else if (g_str_equal (text, "said"))
    text = "";
  fact->detail = g_strdup (text);
}

void
plim_notice_account_restore (PlimNoticeAccount *self, const char *key, const char *text)
{
  PlimNoticeState state;

  if (g_str_has_prefix (key, WINDOW_PREFIX) && plim_notice_state_from_text (&state, text))
    g_hash_table_insert (self->windows, g_strdup (key + strlen (WINDOW_PREFIX)),
                         g_memdup2 (&state, sizeof state));
  for (guint kind = 0; kind < PLIM_NOTICE_N_KINDS; kind++) {
    if (g_strcmp0 (keys[kind], key) == 0)
      restore_fact (&self->facts[kind], text);
  }
}

void
plim_notice_account_keep_window (PlimNoticeAccount *self, PlimNotice *notice, const char *window_id)
{
  const PlimNoticeState *state = g_hash_table_lookup (self->windows, window_id);
  g_autofree char *key = g_strconcat (WINDOW_PREFIX, window_id, NULL);
  g_autofree char *text = state != NULL ? plim_notice_state_to_text (state) : NULL;

  plim_notice_keep (notice, self->id, key, text);
}

void
plim_notice_account_forget_windows (PlimNoticeAccount *self, PlimNotice *notice)
{
  GHashTableIter iter;
  gpointer window_id;

  g_hash_table_iter_init (&iter, self->windows);
  while (g_hash_table_iter_next (&iter, &window_id, NULL)) {
    g_autofree char *key = g_strconcat (WINDOW_PREFIX, window_id, NULL);

    plim_notice_keep (notice, self->id, key, NULL);
  }
  g_hash_table_remove_all (self->windows);
}

void
plim_notice_account_snooze (PlimNoticeAccount *self, PlimNotice *notice)
{
  GHashTableIter iter;
  gpointer window_id, state;

  g_hash_table_iter_init (&iter, self->windows);
  while (g_hash_table_iter_next (&iter, &window_id, &state)) {
    if (((PlimNoticeState *) state)->is_snoozed)
      continue;
    ((PlimNoticeState *) state)->is_snoozed = TRUE;
    plim_notice_account_keep_window (self, notice, window_id);
  }
}

static void
keep_fact (PlimNoticeAccount *self, PlimNoticeKind kind, PlimNotice *notice)
{
  const PlimNoticeFact *fact = &self->facts[kind];
  g_autofree char *text = NULL;

  if (fact->is_known)
    text = g_strconcat (fact->is_due ? DUE_PREFIX : SAID_PREFIX, fact->detail, NULL);
  plim_notice_keep (notice, self->id, keys[kind], text);
}

gboolean
plim_notice_account_raise (PlimNoticeAccount *self,
                           PlimNoticeKind kind,
                           const char *detail,
                           const PlimNoticeRules *rules,
                           PlimNotice *notice)
{
  PlimNoticeFact *fact = &self->facts[kind];

  if (detail == NULL)
    detail = "";
  if (fact->is_known && g_str_equal (fact->detail, detail))
    return FALSE;
  g_free (fact->detail);
  *fact = (PlimNoticeFact){ .is_known = TRUE,
                            .is_due = (rules->kinds & PLIM_NOTICE_BIT (kind)) != 0,
                            .detail = g_strdup (detail) };
  keep_fact (self, kind, notice);
  return TRUE;
}

void
plim_notice_account_say (PlimNoticeAccount *self, PlimNoticeKind kind, PlimNotice *notice)
{
  self->facts[kind].is_due = FALSE;
  keep_fact (self, kind, notice);
}

gboolean
plim_notice_account_end (PlimNoticeAccount *self, PlimNoticeKind kind, PlimNotice *notice)
{
  PlimNoticeFact *fact = &self->facts[kind];

  if (!fact->is_known)
    return FALSE;
  g_free (fact->detail);
  *fact = (PlimNoticeFact){ 0 };
  keep_fact (self, kind, notice);
  return TRUE;
}

guint
plim_notice_account_find_window_due (PlimNoticeAccount *self,
                                     const PlimUsageWindow *window,
                                     const PlimNoticeRules *rules,
                                     gint64 now)
{
  const PlimNoticeState *state = g_hash_table_lookup (self->windows, window->id);

  if (state == NULL || !plim_notice_can_tell (window, now) ||
      plim_account_is_window_stale (self->account, window, now))
    return 0;
  return plim_notice_state_find_due (state, window,
                                     plim_account_get_forecast (self->account, window->id), rules);
}

guint
plim_notice_account_find_due (PlimNoticeAccount *self, const PlimNoticeRules *rules, gint64 now)
{
  guint due = 0;

  if (self->account == NULL)
    return 0;
  for (guint kind = 0; kind < PLIM_NOTICE_N_KINDS; kind++) {
    if (self->facts[kind].is_due && (rules->kinds & PLIM_NOTICE_BIT (kind)) != 0)
      due |= PLIM_NOTICE_BIT (kind);
  }
  for (guint i = 0; self->seen != NULL && i < plim_snapshot_get_n_windows (self->seen); i++)
    due |= plim_notice_account_find_window_due (self, plim_snapshot_get_window (self->seen, i),
                                                rules, now);
  return due;
}

gboolean
plim_notice_account_is_true (PlimNoticeAccount *self,
                             PlimNoticeKind kind,
                             const char *window_id,
                             const PlimNoticeRules *rules)
{
  const PlimUsageWindow *window;
  const PlimNoticeState *state;

  if (window_id == NULL)
    return self->facts[kind].is_known;
  state = g_hash_table_lookup (self->windows, window_id);
  window = self->seen != NULL ? plim_snapshot_find_window (self->seen, window_id) : NULL;
  return state != NULL && window != NULL &&
         plim_notice_state_is_true (state, kind, window,
                                    plim_account_get_forecast (self->account, window_id), rules);
}
