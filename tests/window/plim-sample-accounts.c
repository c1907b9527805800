/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "plim-sample-accounts.h"

static PlimSnapshot *
create_snapshot (gint64 collected_at)
{
  PlimSnapshot *snapshot = plim_snapshot_new (collected_at);
  PlimUsageWindow *window;

  plim_snapshot_set_plan (snapshot, "Max 5x");
  plim_snapshot_set_identity (snapshot, "ada@example.org");
  window = plim_snapshot_add_window (snapshot, "session", PLIM_WINDOW_ROLLING);
  window->title = g_strdup ("Session (5 h)");
  window->length_s = 5 * 3600;
  window->used_percent = 57;
  window->resets_at = collected_at + 2 * 3600 + 5 * 60;
  window = plim_snapshot_add_window (snapshot, "weekly", PLIM_WINDOW_ROLLING);
  window->title = g_strdup ("Week");
  window->length_s = 7 * 86400;
  window->used_percent = 78.4;
  window->resets_at = collected_at + 3 * 86400;
  window = plim_snapshot_add_window (snapshot, "weekly:opus", PLIM_WINDOW_ROLLING);
  window->title = g_strdup ("Week");
  window->scope = g_strdup ("Opus");
  window->length_s = 7 * 86400;
  window->used_percent = 92;
  window->resets_at = collected_at + 3 * 86400;
  window = plim_snapshot_add_window (snapshot, "extra", PLIM_WINDOW_BUDGET);
  window->title = g_strdup ("Extra usage");
  window->used = 12.34;
  window->limit = 50;
  window->unit = g_strdup ("USD");
  plim_usage_window_derive_percent (window);
  window = plim_snapshot_add_window (snapshot, "credit", PLIM_WINDOW_BALANCE);
  window->title = g_strdup ("Credit");
  window->remaining = 3.2;
  window->unit = g_strdup ("USD");
  plim_snapshot_seal (snapshot);
  return snapshot;
}

static PlimAccount *
create (const char *id, const char *provider, const char *label, guint order)
{
  PlimAccount *account = plim_account_new (id, provider);

  plim_account_set_label (account, label);
  plim_account_set_enabled (account, TRUE);
  plim_account_set_order (account, order);
  plim_account_set_expected_interval (account, 300);
  return account;
}

static void
fail (PlimAccount *account, PlimStatus status, PlimCause cause, gint64 now)
{
  g_autoptr (GError) error = plim_error_new (status, cause, 0, "what a provider said");

  plim_account_update (account, NULL, error, now);
}

PlimAccount *
plim_sample_account (const char *id, gint64 now)
{
  PlimAccount *account = create (id, "claude-web", "Claude (work)", 0);
  g_autoptr (PlimSnapshot) snapshot = create_snapshot (now - 3 * 60);

  plim_account_update (account, snapshot, NULL, now - 3 * 60);
  return account;
}

GPtrArray *
plim_sample_accounts (gint64 now)
{
  GPtrArray *accounts = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (PlimSnapshot) old = create_snapshot (now - 3 * 3600);
  PlimAccount *account;

  g_ptr_array_add (accounts, plim_sample_account ("a1", now));

  account = create ("a2", "anthropic", "Anthropic API", 1);
  plim_account_update (account, old, NULL, now - 3 * 3600);
  fail (account, PLIM_STATUS_NOT_AUTHENTICATED, PLIM_CAUSE_NONE, now - 60);
  g_ptr_array_add (accounts, account);

  account = create ("a3", "z-ai", "Z.ai", 2);
  fail (account, PLIM_STATUS_MISCONFIGURED, PLIM_CAUSE_KEYRING_LOCKED, now - 60);
  g_ptr_array_add (accounts, account);

  account = create ("a4", "demo", "Demo", 3);
  plim_account_set_polling (account, TRUE);
  g_ptr_array_add (accounts, account);

  account = create ("a5", "claude-web", "Claude (private)", 4);
  plim_account_update (account, old, NULL, now - 3 * 3600);
  plim_account_set_enabled (account, FALSE);
  g_ptr_array_add (accounts, account);

  account = create ("a6", "z-ai", "Z.ai (team)", 5);
  fail (account, PLIM_STATUS_INVALID_RESPONSE, PLIM_CAUSE_NONE, now - 60);
  g_ptr_array_add (accounts, account);
  return accounts;
}
