/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "plim-notice-text.h"

#include "plim-advice.h"
#include "plim-providers.h"
#include "plim-sign-in-file.h"

#include <glib/gi18n-lib.h>

#define MAX_LINES 6

static const char *
get_provider_name (PlimAccount *account)
{
  const PlimProvider *provider = plim_providers_find (plim_account_get_provider_id (account));

  return provider != NULL ? provider->name : plim_account_get_provider_id (account);
}

static char *
dup_owner (PlimAccount *account, const PlimFormat *format)
{
  g_autofree char *label = plim_format_label (format, account);
  const char *name = get_provider_name (account);

  if (g_str_has_prefix (label, name))
    return g_steal_pointer (&label);
  /* Translators: a provider, then what the user calls the account: "Claude (work)". */
  return g_strdup_printf (_ ("%s (%s)"), name, label);
}

/* Limits. */

/* @line and behind it where the window goes. */
static char *
add_verdict (char *line, const PlimNoticeItem *item, const PlimFormat *format, gint64 now)
{
  const PlimForecast *forecast = plim_account_get_forecast (item->account, item->window->id);
  g_autofree char *before = line;
  g_autofree char *verdict = NULL;

  if (forecast == NULL || forecast->verdict == PLIM_VERDICT_NOT_YET ||
      item->kind == PLIM_NOTICE_REACHED || item->kind == PLIM_NOTICE_RESET)
    return g_steal_pointer (&before);
  verdict = plim_format_forecast (format, forecast, item->window, now);
  if (verdict == NULL)
    return g_steal_pointer (&before);
  /* Translators: what is used of a limit and when it resets, then a sentence of when it runs out:
   * "Claude · Week: 57 % used, resets in 2d. Runs out Fri 14:05 (in 5h)" */
  return g_strdup_printf (_ ("%s. %s"), before, verdict);
}

static char *
add_reset (char *line, const PlimNoticeItem *item, const PlimFormat *format, gint64 now)
{
  g_autofree char *before = line;
  g_autofree char *reset = plim_format_reset (format, item->window, now);

  if (reset == NULL)
    return g_steal_pointer (&before);
  /* Translators: an account, then when it resets: "Claude (work), resets in 3h 53m, 14:05". */
  return g_strdup_printf (_ ("%s, %s"), before, reset);
}

static char *
dup_limit_title (const PlimNoticeItem *item, const PlimFormat *format)
{
  g_autofree char *name = plim_format_window_title (item->window);
  g_autofree char *value = NULL;

  if (item->kind == PLIM_NOTICE_REACHED || plim_usage_window_is_exhausted (item->window))
    /* Translators: %s is a limit, such as "Session (5 h)". */
    return g_strdup_printf (_ ("%s: limit reached"), name);
  if (item->kind == PLIM_NOTICE_PROJECTED)
    /* Translators: %s is a limit, such as "Session (5 h)". */
    return g_strdup_printf (_ ("%s: runs out before the reset"), name);
  if (item->kind == PLIM_NOTICE_RESET)
    /* Translators: %s is a limit, such as "Session (5 h)". */
    return g_strdup_printf (_ ("%s: available again"), name);
  value = plim_format_window_value (format, item->window);
  /* Translators: a limit, then how much of it: "Session (5 h): 76 % used". */
  return g_strdup_printf (_ ("%s: %s"), name, value);
}

static char *
dup_limit_body (const PlimNoticeItem *item, const PlimFormat *format, gint64 now)
{
  g_autofree char *owner = dup_owner (item->account, format);
  g_autofree char *value = plim_format_window_value (format, item->window);
  char *line;

  if (item->kind == PLIM_NOTICE_PROJECTED || item->kind == PLIM_NOTICE_RESET)
    /* Translators: an account, then how much of a limit: "Claude (work): 57 % used" */
    line = g_strdup_printf (C_ ("account", "%s: %s"), owner, value);
  else
    line = g_steal_pointer (&owner);
  return add_verdict (add_reset (line, item, format, now), item, format, now);
}

/* Accounts. */

static char *
dup_sign_in_body (PlimAccount *account, const PlimFormat *format)
{
  g_autofree char *label = plim_format_label (format, account);
  const char *command = plim_notice_text_find_command (account);
  g_autofree char *sentence =
      plim_advice_dup_sentence (plim_account_get_status (account), plim_account_get_cause (account),
                                get_provider_name (account), label);

  if (command == NULL || sentence == NULL)
    return g_steal_pointer (&sentence);
  /* Translators: a sentence such as "Codex is no longer signed in …", then a command */
  return g_strdup_printf (_ ("%s The command: %s"), sentence, command);
}

static char *
dup_fact_title (const PlimNoticeItem *item, const PlimFormat *format)
{
  g_autofree char *owner = dup_owner (item->account, format);

  switch (item->kind) {
  case PLIM_NOTICE_SIGN_IN:
    /* Translators: %s is an account such as "Claude (work)". */
    return g_strdup_printf (_ ("%s: sign-in expired"), owner);
  case PLIM_NOTICE_STOPPED:
    /* Translators: %s is an account such as "Codex (work)". */
    return g_strdup_printf (_ ("%s: the collector stopped"), owner);
  case PLIM_NOTICE_INCIDENT:
    /* Translators: %s is a provider such as "Claude", whose status page tells of a disturbance. */
    return g_strdup_printf (_ ("%s reports an incident"), get_provider_name (item->account));
  case PLIM_NOTICE_OWNER:
    /* Translators: %s is an account such as "Claude (work)". */
    return g_strdup_printf (_ ("%s: another account answers"), owner);
  case PLIM_NOTICE_REACHED:
  case PLIM_NOTICE_PROJECTED:
  case PLIM_NOTICE_THRESHOLD:
  case PLIM_NOTICE_RESET:
  case PLIM_NOTICE_N_KINDS:
  default:
    g_return_val_if_reached (NULL);
  }
}

static char *
dup_fact_body (const PlimNoticeItem *item, const PlimFormat *format, gint64 now)
{
  if (item->kind == PLIM_NOTICE_SIGN_IN)
    return dup_sign_in_body (item->account, format);
  if (item->kind == PLIM_NOTICE_INCIDENT)
    return g_strdup (item->incident);
  if (item->kind == PLIM_NOTICE_OWNER)
    return plim_format_owner_note (format, item->account, now);
  return g_strdup (
      _ ("No sample has come for a while. Look whether the browser with its extension, "
         "or the script, still runs."));
}

/* Several at once. */

static char *
dup_line (const PlimNoticeItem *item, gboolean has_owner, const PlimFormat *format, gint64 now)
{
  g_autofree char *owner = NULL;
  g_autofree char *line = NULL;

  if (item->window == NULL)
    return dup_fact_title (item, format);
  line = add_verdict (add_reset (dup_limit_title (item, format), item, format, now), item, format,
                      now);
  if (!has_owner)
    return g_steal_pointer (&line);
  owner = dup_owner (item->account, format);
  /* Translators: an account, then what there is to say of one of its limits: "Claude (work) ·
   * Session (5 h): limit reached" */
  return g_strdup_printf (_ ("%s · %s"), owner, line);
}

static char *
dup_lines (GPtrArray *items, gboolean has_owner, const PlimFormat *format, gint64 now)
{
  g_autoptr (GString) lines = g_string_new (NULL);
  guint n_shown = items->len > MAX_LINES ? MAX_LINES - 1 : items->len;

  for (guint i = 0; i < n_shown; i++) {
    g_autofree char *line = dup_line (g_ptr_array_index (items, i), has_owner, format, now);

    if (lines->len > 0)
      g_string_append_c (lines, '\n');
    g_string_append (lines, line);
  }
  if (n_shown < items->len) {
    guint n_more = items->len - n_shown;

    g_string_append_c (lines, '\n');
    /* Translators: the end of a list of which only the first lines are shown; %u is at least 2. */
    g_string_append_printf (lines, ngettext ("and %u more", "and %u more", n_more), n_more);
  }
  return g_string_free (g_steal_pointer (&lines), FALSE);
}

static guint
count_kinds (GPtrArray *items, guint kinds)
{
  guint n = 0;

  for (guint i = 0; i < items->len; i++) {
    const PlimNoticeItem *item = g_ptr_array_index (items, i);

    if ((kinds & PLIM_NOTICE_BIT (item->kind)) != 0)
      n++;
  }
  return n;
}

static guint
count_accounts (GPtrArray *items)
{
  g_autoptr (GHashTable) accounts = g_hash_table_new (NULL, NULL);

  for (guint i = 0; i < items->len; i++)
    g_hash_table_add (accounts, ((PlimNoticeItem *) g_ptr_array_index (items, i))->account);
  return g_hash_table_size (accounts);
}

static char *
dup_title_of_several (GPtrArray *items, const PlimFormat *format)
{
  PlimAccount *account = plim_notice_text_get_account (items);
  guint n_limits = count_kinds (items, PLIM_NOTICE_LIMITS);
  guint n_resets = count_kinds (items, PLIM_NOTICE_BIT (PLIM_NOTICE_RESET));
  g_autofree char *owner = account != NULL ? dup_owner (account, format) : NULL;
  guint n_accounts;

  if (account != NULL && n_resets == items->len)
    /* Translators: %u is at least 2, %s an account such as "Claude (work)". */
    return g_strdup_printf (ngettext ("%u limit of %s is available again",
                                      "%u limits of %s are available again", n_resets),
                            n_resets, owner);
  if (account != NULL && n_limits == items->len)
    /* Translators: %u is at least 1, %s an account such as "Claude (work)". */
    return g_strdup_printf (ngettext ("%u limit of %s is running low",
                                      "%u limits of %s are running low", n_limits - n_resets),
                            n_limits - n_resets, owner);
  if (account != NULL)
    return g_steal_pointer (&owner);
  n_accounts = count_accounts (items);
  /* Translators: the title of a notification about several accounts; %u is at least 2. */
  return g_strdup_printf (ngettext ("News of %u account", "News of %u accounts", n_accounts),
                          n_accounts);
}

/* All. */

PlimAccount *
plim_notice_text_get_account (GPtrArray *items)
{
  PlimAccount *account = ((PlimNoticeItem *) g_ptr_array_index (items, 0))->account;

  return count_accounts (items) == 1 ? account : NULL;
}

const char *
plim_notice_text_find_command (PlimAccount *account)
{
  const PlimProvider *provider = plim_providers_find (plim_account_get_provider_id (account));

  return provider != NULL ? plim_sign_in_file_find_cure (provider, account) : NULL;
}

void
plim_notice_text_write (
    GPtrArray *items, const PlimFormat *format, gint64 now, char **title, char **body)
{
  const PlimNoticeItem *first;

  g_return_if_fail (items->len > 0);

  first = g_ptr_array_index (items, 0);
  if (items->len > 1) {
    *title = dup_title_of_several (items, format);
    *body = dup_lines (items, plim_notice_text_get_account (items) == NULL, format, now);
  } else if (first->window != NULL) {
    *title = dup_limit_title (first, format);
    *body = dup_limit_body (first, format, now);
  } else {
    *title = dup_fact_title (first, format);
    *body = dup_fact_body (first, format, now);
  }
}
