/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "plim-notice-text.h"

#include "plim-advice.h"
#include "plim-providers.h"
#include "plim-sign-in-file.h"

#include <glib/gi18n-lib.h>

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

static void
describe_one (PlimAccount *account,
              const PlimUsageWindow *window,
              const PlimFormat *format,
              gint64 now,
              char **title,
              char **body)
{
  g_autofree char *name = plim_format_window_title (window);
  g_autofree char *value = plim_format_window_value (format, window);
  g_autofree char *owner = dup_owner (account, format);
  g_autofree char *reset = plim_format_reset (format, window, now);

  if (plim_usage_window_is_exhausted (window))
    /* Translators: %s is a limit, such as "Session (5 h)". */
    *title = g_strdup_printf (_ ("%s: limit reached"), name);
  else
    /* Translators: a limit, then how much of it: "Session (5 h): 76 % used". */
    *title = g_strdup_printf (_ ("%s: %s"), name, value);
  if (reset != NULL)
    /* Translators: an account, then when it resets: "Claude (work), resets in 3h 53m, 14:05". */
    *body = g_strdup_printf (_ ("%s, %s"), owner, reset);
  else
    *body = g_steal_pointer (&owner);
}

void
plim_notice_text_limits (PlimAccount *account,
                         GPtrArray *windows,
                         const PlimFormat *format,
                         gint64 now,
                         char **title,
                         char **body)
{
  g_autofree char *owner = NULL;
  g_autoptr (GString) lines = g_string_new (NULL);

  g_return_if_fail (windows->len > 0);

  if (windows->len == 1) {
    describe_one (account, g_ptr_array_index (windows, 0), format, now, title, body);
    return;
  }
  owner = dup_owner (account, format);
  /* Translators: %u is at least 2, %s an account such as "Claude (work)". */
  *title = g_strdup_printf (ngettext ("%u limit of %s is running low",
                                      "%u limits of %s are running low", windows->len),
                            windows->len, owner);
  for (guint i = 0; i < windows->len; i++) {
    const PlimUsageWindow *window = g_ptr_array_index (windows, i);
    g_autofree char *name = plim_format_window_title (window);
    g_autofree char *value = plim_format_window_value (format, window);
    g_autofree char *reset = plim_format_reset (format, window, now);

    if (lines->len > 0)
      g_string_append_c (lines, '\n');
    if (reset != NULL)
      /* Translators: a limit, how much of it, when it resets. */
      g_string_append_printf (lines, _ ("%s: %s, %s"), name, value, reset);
    else
      g_string_append_printf (lines, _ ("%s: %s"), name, value);
  }
  *body = g_string_free (g_steal_pointer (&lines), FALSE);
}

const char *
plim_notice_text_find_command (PlimAccount *account)
{
  const PlimProvider *provider = plim_providers_find (plim_account_get_provider_id (account));

  return provider != NULL ? plim_sign_in_file_find_cure (provider, account) : NULL;
}

void
plim_notice_text_stopped (PlimAccount *account, const PlimFormat *format, char **title, char **body)
{
  g_autofree char *owner = dup_owner (account, format);

  /* Translators: %s is an account such as "Codex (work)". */
  *title = g_strdup_printf (_ ("%s: the collector stopped"), owner);
  *body =
      g_strdup (_ ("No sample has come for a while. Look whether the browser with its extension, "
                   "or the script, still runs."));
}

void
plim_notice_text_sign_in (PlimAccount *account, const PlimFormat *format, char **title, char **body)
{
  g_autofree char *label = plim_format_label (format, account);
  g_autofree char *owner = dup_owner (account, format);
  const char *command = plim_notice_text_find_command (account);

  /* Translators: %s is an account such as "Claude (work)". */
  *title = g_strdup_printf (_ ("%s: sign-in expired"), owner);
  *body =
      plim_advice_dup_sentence (plim_account_get_status (account), plim_account_get_cause (account),
                                get_provider_name (account), label);
  if (command != NULL) {
    g_autofree char *sentence = g_steal_pointer (body);

    /* Translators: a sentence such as "Codex is no longer signed in …", then a command */
    *body = g_strdup_printf (_ ("%s The command: %s"), sentence, command);
  }
}

gboolean
plim_notice_text_owner (
    PlimAccount *account, const PlimFormat *format, gint64 now, char **title, char **body)
{
  g_autofree char *note = plim_format_owner_note (format, account, now);
  g_autofree char *owner = dup_owner (account, format);

  if (note == NULL)
    return FALSE;
  /* Translators: %s is an account such as "Claude (work)". */
  *title = g_strdup_printf (_ ("%s: another account answers"), owner);
  *body = g_steal_pointer (&note);
  return TRUE;
}
