/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "plim-announcement.h"

#include <glib/gi18n-lib.h>

/* Answers tell one reset differently by fractions of a minute. */
#define SAME_RESET_S 120
/* Who listens cannot skim: more would be in the way. */
#define MAX_LINES 3

enum { LEVEL_UNSEEN, LEVEL_NORMAL, LEVEL_WARNING, LEVEL_CRITICAL, LEVEL_REACHED };

static int
find_level (PlimAccount *account,
            const PlimUsageWindow *window,
            const PlimThresholds *thresholds,
            gint64 now)
{
  if (plim_usage_window_is_exhausted (window))
    return LEVEL_REACHED;
  switch (
      plim_severity_of (window, plim_account_get_forecast (account, window->id), thresholds, now)) {
  case PLIM_SEVERITY_CRITICAL:
    return LEVEL_CRITICAL;
  case PLIM_SEVERITY_WARNING:
    return LEVEL_WARNING;
  case PLIM_SEVERITY_NORMAL:
  default:
    return LEVEL_NORMAL;
  }
}

/* A reset comes when it is due; one that comes early shows by a number that fell far. */
static gboolean
was_reset (const PlimAnnouncement *self, const PlimUsageWindow *window, gint64 now)
{
  gboolean is_known = self->resets_at != PLIM_TIME_UNKNOWN;
  gboolean is_later = is_known && window->resets_at != PLIM_TIME_UNKNOWN &&
                      window->resets_at > self->resets_at + SAME_RESET_S;

  if (is_known && now >= self->resets_at)
    return is_later || window->resets_at == PLIM_TIME_UNKNOWN;
  return (is_later || !is_known) && window->used_percent <= self->used_percent / 2;
}

static char *
dup_level_line (PlimAccount *account,
                const PlimUsageWindow *window,
                const PlimFormat *format,
                gint64 now)
{
  g_autofree char *line = plim_format_window_line (format, account, window, now);

  return plim_format_line_with_forecast (format, line, account, window, now);
}

static char *
dup_reset_line (PlimAccount *account, const PlimUsageWindow *window, const PlimFormat *format)
{
  g_autofree char *label = plim_format_label (format, account);
  g_autofree char *title = plim_format_window_title (window);
  /* Translators: %s is a limit, such as "Session (5 h)". */
  g_autofree char *line = g_strdup_printf (_ ("%s: available again"), title);

  /* Translators: an account, then what there is to say of one of its limits: "Claude (work) ·
   * Session (5 h): limit reached" */
  return g_strdup_printf (_ ("%s · %s"), label, line);
}

char *
plim_announcement_observe (PlimAnnouncement *self,
                           PlimAccount *account,
                           const PlimUsageWindow *window,
                           const PlimFormat *format,
                           const PlimThresholds *thresholds,
                           gint64 now)
{
  int before, level;
  gboolean is_reset;

  g_return_val_if_fail (self != NULL && window != NULL, NULL);
  g_return_val_if_fail (PLIM_IS_ACCOUNT (account), NULL);

  if (!window->can_lead || !plim_account_get_enabled (account) ||
      plim_account_is_window_stale (account, window, now))
    return NULL;
  before = self->level;
  level = find_level (account, window, thresholds, now);
  is_reset = before != LEVEL_UNSEEN && was_reset (self, window, now);
  self->level = is_reset ? level : MAX (before, level);
  self->used_percent = window->used_percent;
  self->resets_at = window->resets_at;
  if (before == LEVEL_UNSEEN)
    return NULL;
  if (level > (is_reset ? LEVEL_NORMAL : before))
    return dup_level_line (account, window, format, now);
  return is_reset && before > LEVEL_NORMAL ? dup_reset_line (account, window, format) : NULL;
}

char *
plim_announcement_join (GPtrArray *lines)
{
  guint n_said = lines->len > MAX_LINES ? MAX_LINES - 1 : lines->len;
  g_autoptr (GString) text = g_string_new (NULL);

  if (lines->len == 0)
    return NULL;
  for (guint i = 0; i < n_said; i++)
    g_string_append_printf (text, "%s%s", i > 0 ? "\n" : "",
                            (const char *) g_ptr_array_index (lines, i));
  if (n_said < lines->len) {
    guint n_more = lines->len - n_said;

    g_string_append_c (text, '\n');
    /* Translators: the end of a list of which only the first lines are shown; %u is at least 2. */
    g_string_append_printf (text, ngettext ("and %u more", "and %u more", n_more), n_more);
  }
  return g_string_free (g_steal_pointer (&text), FALSE);
}
