/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "plim-headline-text.h"

#include "plim-advice.h"
#include "plim-providers.h"
#include "plim-settings.h"

#include <glib/gi18n.h>
#include <math.h>

char *
plim_headline_dup_problem (PlimAccount *account, const PlimFormat *format)
{
  const PlimProvider *provider = plim_providers_find (plim_account_get_provider_id (account));
  g_autofree char *label = plim_format_label (format, account);

  return plim_advice_dup_sentence (plim_account_get_status (account),
                                   plim_account_get_cause (account),
                                   provider != NULL ? provider->name
                                                    : plim_account_get_provider_id (account),
                                   label);
}

/* Whether the numbers are older than the last attempt to read them, which failed. */
static gboolean
is_left_over (PlimAccount *account)
{
  gint64 collected_at = plim_snapshot_get_collected_at (plim_account_get_snapshot (account));

  return plim_account_get_status (account) != PLIM_STATUS_OK &&
         collected_at < plim_account_get_attempted_at (account);
}

/* (nullable): until when the number holds, or since when it is old. Clock times only: a countdown
 * or an age would be wrong a minute later, and each change makes hosts read the item anew. */
static char *
dup_validity (PlimAccount *account,
              const PlimUsageWindow *window,
              const PlimFormat *format,
              gint64 now)
{
  PlimFormat by_clock = *format;
  g_autofree char *clock = NULL;

  by_clock.reset_style = PLIM_RESET_CLOCK;
  if (!plim_account_is_window_stale (account, window, now) && !is_left_over (account))
    return plim_format_reset (&by_clock, window, now);
  clock =
      plim_format_clock (format,
                         plim_snapshot_get_collected_at (plim_account_get_snapshot (account)), now);
  /* Translators: when a number was read that is old now; %s is such as "14:05" or "Fri 14:05" */
  return g_strdup_printf (_ ("last read %s"), clock);
}

char *
plim_headline_dup_line (PlimAccount *account,
                        const PlimUsageWindow *window,
                        const PlimFormat *format,
                        gint64 now)
{
  g_autofree char *label = plim_format_label (format, account);
  g_autofree char *title = plim_format_window_title (window);
  g_autofree char *value = plim_format_window_value (format, window);
  g_autofree char *validity = dup_validity (account, window, format, now);
  g_autofree char *line = NULL;
  PlimFormat by_clock = *format;

  by_clock.reset_style = PLIM_RESET_CLOCK;
  if (validity == NULL)
    /* Translators: account, limit, how much: "Claude · Week: 57 % used" */
    line = g_strdup_printf (_ ("%s · %s: %s"), label, title, value);
  else
    /* Translators: account, limit, how much, until or since when: "Claude · Week: 57 % used, resets
     * 14:05" */
    line = g_strdup_printf (_ ("%s · %s: %s, %s"), label, title, value, validity);
  return plim_format_line_with_forecast (&by_clock, line, account, window, now);
}

char *
plim_headline_dup_summary (const PlimHeadline *headline, GSettings *settings, gint64 now)
{
  const PlimUsageWindow *window = plim_headline_get_window (headline);
  g_autofree char *line = NULL;
  PlimFormat format;

  plim_settings_get_format (settings, &format);
  if (window != NULL)
    return plim_headline_dup_line (headline->account, window, &format, now);
  if (headline->account != NULL)
    line = plim_headline_dup_problem (headline->account, &format);
  if (line != NULL)
    return g_steal_pointer (&line);
  if (headline->state == PLIM_HEADLINE_ERROR)
    return g_strdup (_ ("An account needs you"));
  return g_strdup (_ ("No limits to show yet"));
}

char *
plim_headline_dup_status (const PlimHeadline *headline, GSettings *settings, gint64 now)
{
  const PlimUsageWindow *window = plim_headline_get_window (headline);
  g_autofree char *label = NULL;
  g_autofree char *value = NULL;
  PlimFormat format;

  /* Otherwise there is something to say of the number, or instead of one. */
  if (headline->state != PLIM_HEADLINE_FRESH || window == NULL)
    return plim_headline_dup_summary (headline, settings, now);
  plim_settings_get_format (settings, &format);
  value = plim_format_window_value (&format, window);
  if (format.privacy && !isnan (headline->used_percent))
    return g_steal_pointer (&value);
  label = plim_format_label (&format, headline->account);
  /* Translators: an account, then how much of a limit: "Claude (work): 57 % used" */
  return g_strdup_printf (C_ ("account", "%s: %s"), label, value);
}

/* Some hosts read tooltips as markup and some do not, so the characters that matter there are
 * replaced. */
static char *
without_markup (const char *text)
{
  g_autoptr (GString) plain = g_string_new (text);

  g_string_replace (plain, "&", "+", 0);
  g_string_replace (plain, "<", "‹", 0);
  g_string_replace (plain, ">", "›", 0);
  return g_string_free (g_steal_pointer (&plain), FALSE);
}

/* (nullable): the most used window of @account alone */
static char *
dup_number_line (PlimAccount *account, GSettings *settings, gint64 now)
{
  g_autoptr (GListStore) alone = g_list_store_new (PLIM_TYPE_ACCOUNT);
  g_auto (PlimHeadline) headline = { 0 };
  PlimThresholds thresholds;

  g_list_store_append (alone, account);
  plim_settings_get_thresholds (settings, &thresholds);
  plim_headline_init (&headline, G_LIST_MODEL (alone), &thresholds, NULL, NULL, now);
  return plim_headline_get_window (&headline) != NULL
             ? plim_headline_dup_summary (&headline, settings, now)
             : NULL;
}

static void
add_line (GString *lines, const char *line)
{
  if (line != NULL)
    g_string_append_printf (lines, "%s%s", lines->len > 0 ? "\n" : "", line);
}

static char *
dup_description (GListModel *accounts, GSettings *settings, gint64 now)
{
  g_autoptr (GString) lines = g_string_new (NULL);
  guint n_accounts = g_list_model_get_n_items (accounts);
  PlimFormat format;

  plim_settings_get_format (settings, &format);
  for (guint i = 0; i < n_accounts; i++) {
    g_autoptr (PlimAccount) account = g_list_model_get_item (accounts, i);
    g_autofree char *number = NULL;
    g_autofree char *problem = NULL;

    if (!plim_account_get_enabled (account))
      continue;
    number = dup_number_line (account, settings, now);
    problem = plim_headline_dup_problem (account, &format);
    add_line (lines, number);
    add_line (lines, problem);
  }
  return g_string_free (g_steal_pointer (&lines), FALSE);
}

static char *
dup_label (const PlimHeadline *headline,
           PlimIconStyle style,
           GSettings *settings,
           const PlimFormat *format)
{
  /* The number stands in the icon or beside it, never in both. */
  if (style == PLIM_ICON_NUMBER || !g_settings_get_boolean (settings, PLIM_SETTINGS_SHOW_LABEL) ||
      plim_headline_get_window (headline) == NULL)
    return g_strdup ("");
  return plim_format_percent (format, headline->used_percent);
}

void
plim_tray_state_init (PlimTrayState *state,
                      const PlimHeadline *headline,
                      GListModel *accounts,
                      GSettings *settings,
                      gint64 now)
{
  PlimIconStyle style = (PlimIconStyle) g_settings_get_enum (settings, PLIM_SETTINGS_ICON_STYLE);
  g_autofree char *summary = plim_headline_dup_summary (headline, settings, now);
  g_autofree char *description = dup_description (accounts, settings, now);
  PlimFormat format;

  plim_settings_get_format (settings, &format);
  state->icon_name =
      plim_tray_dup_icon_name (style, headline->state, headline->severity,
                               plim_format_percent_number (&format, headline->used_percent));
  state->label = dup_label (headline, style, settings, &format);
  state->title = without_markup (summary);
  state->description = without_markup (description[0] != '\0' ? description : summary);
}

void
plim_tray_state_clear (PlimTrayState *state)
{
  g_clear_pointer (&state->icon_name, g_free);
  g_clear_pointer (&state->label, g_free);
  g_clear_pointer (&state->title, g_free);
  g_clear_pointer (&state->description, g_free);
}
