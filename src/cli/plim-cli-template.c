/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "plim-cli-template.h"

#include "plim-cli-command.h"
#include "plim-cli-text.h"
#include "plim-providers.h"
#include "plim-report.h"

#include <glib/gi18n-lib.h>
#include <math.h>

typedef enum {
  PERCENT,
  NUMBER,
  USED,
  LEFT,
  VALUE,
  AMOUNT,
  RESET,
  COUNTDOWN,
  CLOCK,
  AGE,
  LABEL,
  PROVIDER,
  PLAN,
  WINDOW,
  SEVERITY,
  STATE,
  STATUS,
  PROBLEM,
  FAILING,
  SUMMARY,
  N_PLACEHOLDERS,
} Placeholder;

const PlimCliPlaceholder plim_cli_placeholders[] = {
  [PERCENT] = { "percent", N_ ("used or left, as chosen in the preferences: 57 %"), FALSE },
  [NUMBER] = { "number", N_ ("the same without a sign: 57"), FALSE },
  [USED] = { "used", N_ ("how much is used, always, without a sign"), FALSE },
  [LEFT] = { "left", N_ ("how much is left, always, without a sign"), FALSE },
  /* xgettext:no-c-format */
  [VALUE] = { "value", N_ ("in words: 57 % used, or an amount"), FALSE },
  [AMOUNT] = { "amount", N_ ("amounts where the provider tells them: 12.34 of 50.00 USD"), FALSE },
  [RESET] = { "reset", N_ ("when it is reset, as chosen in the preferences"), TRUE },
  [COUNTDOWN] = { "countdown", N_ ("how long until it is reset: 3h 53m"), TRUE },
  [CLOCK] = { "clock", N_ ("the time of the reset: Fri 14:05"), FALSE },
  [AGE] = { "age", N_ ("how old the number is: 3 min ago"), TRUE },
  [LABEL] = { "label", N_ ("the account"), FALSE },
  [PROVIDER] = { "provider", N_ ("the provider’s name"), FALSE },
  [PLAN] = { "plan", N_ ("the plan that the provider names"), FALSE },
  [WINDOW] = { "window", N_ ("which limit it is: Week"), FALSE },
  [SEVERITY] = { "severity", N_ ("normal, warning or critical"), FALSE },
  [STATE] = { "state", N_ ("fresh, stale, error, empty or stopped"), FALSE },
  [STATUS] = { "status", N_ ("how the last reading ended: ok, not_authenticated, …"), FALSE },
  [PROBLEM] = { "problem", N_ ("what is wrong with the account and what to do"), FALSE },
  [FAILING] = { "failing", N_ ("how many accounts have a problem"), FALSE },
  [SUMMARY] = { "summary", N_ ("account, limit, number and reset in one line"), FALSE },
  [N_PLACEHOLDERS] = { NULL, NULL, FALSE },
};

/* Text, or a placeholder when @text is NULL. */
typedef struct {
  char *text;
  Placeholder placeholder;
} Part;

struct _PlimCliTemplate {
  GArray *parts;
};

static void
clear_part (gpointer data)
{
  g_free (((Part *) data)->text);
}

static void
add_text (PlimCliTemplate *self, GString *text)
{
  Part part = { .text = g_strdup (text->str) };

  if (text->len > 0)
    g_array_append_val (self->parts, part);
  else
    g_free (part.text);
  g_string_truncate (text, 0);
}

static gboolean
add_placeholder (PlimCliTemplate *self, const char *name, GError **error)
{
  const char *names[N_PLACEHOLDERS + 1] = { NULL };
  g_autofree char *sentence = NULL;

  for (guint i = 0; i < N_PLACEHOLDERS; i++) {
    Part part = { .placeholder = (Placeholder) i };

    names[i] = plim_cli_placeholders[i].name;
    if (!g_str_equal (names[i], name))
      continue;
    g_array_append_val (self->parts, part);
    return TRUE;
  }
  /* Translators: %s is what the user typed */
  sentence = g_strdup_printf (_ ("There is no placeholder “{%s}”."), name);
  plim_cli_set_none_of (error, sentence, name, names);
  return FALSE;
}

/* Reads a placeholder at @start, which is behind its brace; (nullable): what follows it */
static const char *
read_placeholder (PlimCliTemplate *self, const char *start, GError **error)
{
  const char *end = strchr (start, '}');
  g_autofree char *name = NULL;

  if (end == NULL) {
    g_set_error (error, PLIM_CLI_ERROR, PLIM_EXIT_USAGE,
                 /* Translators: %s is the rest of what the user typed */
                 _ ("A “}” is missing after “{%s”; “{{” stands for a brace."), start);
    return NULL;
  }
  name = g_strndup (start, (gsize) (end - start));
  return add_placeholder (self, name, error) ? end + 1 : NULL;
}

PlimCliTemplate *
plim_cli_template_new (const char *text, GError **error)
{
  g_autoptr (PlimCliTemplate) self = g_new0 (PlimCliTemplate, 1);
  g_autoptr (GString) literal = g_string_new (NULL);

  self->parts = g_array_new (FALSE, FALSE, sizeof (Part));
  g_array_set_clear_func (self->parts, clear_part);
  for (const char *p = text; *p != '\0';) {
    if ((p[0] == '{' || p[0] == '}') && p[1] == p[0]) {
      g_string_append_c (literal, p[0]);
      p += 2;
    } else if (p[0] == '{') {
      add_text (self, literal);
      p = read_placeholder (self, p + 1, error);
      if (p == NULL)
        return NULL;
    } else {
      g_string_append_c (literal, *p++);
    }
  }
  add_text (self, literal);
  return g_steal_pointer (&self);
}

void
plim_cli_template_free (PlimCliTemplate *self)
{
  g_array_unref (self->parts);
  g_free (self);
}

gboolean
plim_cli_template_ticks (const PlimCliTemplate *self)
{
  for (guint i = 0; i < self->parts->len; i++) {
    const Part *part = &g_array_index (self->parts, Part, i);

    if (part->text == NULL && plim_cli_placeholders[part->placeholder].ticks)
      return TRUE;
  }
  return FALSE;
}

/* Values: (nullable) when there is nothing to tell. */

static char *
dup_number (double used_percent, gboolean is_left)
{
  const PlimFormat format = { .show_left = is_left };
  int number = plim_format_percent_number (&format, used_percent);

  return number < 0 ? g_strdup ("–") : g_strdup_printf ("%d", number);
}

static char *
dup_countdown (const PlimUsageWindow *window, gint64 now)
{
  if (window->resets_at == PLIM_TIME_UNKNOWN || window->resets_at < now)
    return NULL;
  return plim_format_duration (window->resets_at - now);
}

static char *
dup_clock (const PlimFormat *format, const PlimUsageWindow *window, gint64 now)
{
  return window->resets_at != PLIM_TIME_UNKNOWN ? plim_format_clock (format, window->resets_at, now)
                                                : NULL;
}

static char *
dup_window_value (Placeholder placeholder,
                  const PlimCliHeadline *headline,
                  const PlimFormat *format,
                  gint64 now)
{
  const PlimUsageWindow *window = headline->window;

  if (window == NULL)
    return NULL;
  if (placeholder == VALUE)
    return plim_format_window_value (format, window);
  if (placeholder == AMOUNT)
    return plim_format_window_detail (format, window);
  if (placeholder == RESET)
    return plim_format_reset (format, window, now);
  if (placeholder == COUNTDOWN)
    return dup_countdown (window, now);
  if (placeholder == CLOCK)
    return dup_clock (format, window, now);
  return plim_format_window_title (window);
}

static char *
dup_account_value (Placeholder placeholder,
                   PlimAccount *account,
                   const PlimFormat *format,
                   gint64 now)
{
  const PlimProvider *provider;
  PlimSnapshot *snapshot;

  if (account == NULL)
    return NULL;
  provider = plim_providers_find (plim_account_get_provider_id (account));
  snapshot = plim_account_get_snapshot (account);
  if (placeholder == LABEL)
    return plim_format_label (format, account);
  if (placeholder == PROVIDER)
    return g_strdup (provider != NULL ? provider->name : plim_account_get_provider_id (account));
  if (placeholder == PROBLEM)
    return plim_report_dup_problem (account, format);
  if (placeholder == STATUS)
    return g_strdup (plim_enum_to_nick (PLIM_TYPE_STATUS, (int) plim_account_get_status (account)));
  if (snapshot == NULL)
    return NULL;
  return placeholder == PLAN ? g_strdup (plim_snapshot_get_plan (snapshot))
                             : plim_format_age (plim_snapshot_get_collected_at (snapshot), now);
}

static char *
dup_value (Placeholder placeholder,
           const PlimCliHeadline *headline,
           const PlimFormat *format,
           gint64 now)
{
  switch (placeholder) {
  case PERCENT:
    return plim_format_percent (format, headline->used_percent);
  case NUMBER:
    return dup_number (headline->used_percent, format->show_left);
  case USED:
  case LEFT:
    return dup_number (headline->used_percent, placeholder == LEFT);
  case SEVERITY:
    return g_strdup (plim_enum_to_nick (PLIM_TYPE_SEVERITY, (int) headline->severity));
  case STATE:
    return g_strdup (plim_cli_headline_get_state (headline));
  case FAILING:
    return g_strdup_printf ("%u", headline->n_failing);
  case SUMMARY:
    return g_strdup (headline->summary);
  case VALUE:
  case AMOUNT:
  case RESET:
  case COUNTDOWN:
  case CLOCK:
  case WINDOW:
    return dup_window_value (placeholder, headline, format, now);
  case AGE:
  case LABEL:
  case PROVIDER:
  case PLAN:
  case STATUS:
  case PROBLEM:
  case N_PLACEHOLDERS:
  default:
    return dup_account_value (placeholder, headline->account, format, now);
  }
}

char *
plim_cli_template_render (const PlimCliTemplate *self,
                          const PlimCliHeadline *headline,
                          const PlimFormat *format,
                          gboolean is_markup,
                          gint64 now)
{
  g_autoptr (GString) line = g_string_new (NULL);

  for (guint i = 0; i < self->parts->len; i++) {
    const Part *part = &g_array_index (self->parts, Part, i);
    g_autofree char *value = NULL;
    g_autofree char *printable = NULL;
    g_autofree char *escaped = NULL;

    if (part->text != NULL) {
      g_string_append (line, part->text);
      continue;
    }
    value = dup_value (part->placeholder, headline, format, now);
    if (value == NULL)
      continue;
    printable = plim_text_dup_printable (value);
    escaped = g_markup_escape_text (printable, -1);
    g_string_append (line, is_markup ? escaped : printable);
  }
  return g_string_free (g_steal_pointer (&line), FALSE);
}
