/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "plim-cli-waybar.h"

#include "plim-advice.h"
#include "plim-cli-text.h"
#include "plim-json-write.h"
#include "plim-report.h"
#include "plim-snapshot-json.h"

#include <math.h>

static char *
dup_escaped (const char *text)
{
  g_autofree char *printable = plim_text_dup_printable (text);

  return g_markup_escape_text (printable, -1);
}

/* An empty text hides the module. */
static char *
dup_text (const PlimCliHeadline *headline, const PlimFormat *format)
{
  if (headline->is_stopped)
    return g_strdup ("–");
  if (headline->window != NULL)
    return isnan (headline->used_percent) ? plim_format_window_value (format, headline->window)
                                          : plim_format_percent (format, headline->used_percent);
  if (headline->state == PLIM_HEADLINE_ERROR && headline->account != NULL)
    return plim_status_dup_name (plim_account_get_status (headline->account));
  return g_strdup (headline->state == PLIM_HEADLINE_ERROR ? "!" : "");
}

static void
add_line (GString *tooltip, const char *line)
{
  g_autofree char *escaped = dup_escaped (line);

  g_string_append_printf (tooltip, "%s%s", tooltip->len > 0 ? "\n" : "", escaped);
}

static void
add_account (GString *tooltip, PlimAccount *account, const PlimFormat *format, gint64 now)
{
  PlimSnapshot *snapshot = plim_account_get_snapshot (account);
  guint n_windows = snapshot != NULL ? plim_snapshot_get_n_windows (snapshot) : 0;
  g_autofree char *problem = plim_report_dup_problem (account, format);

  for (guint i = 0; i < n_windows; i++) {
    g_autofree char *line =
        plim_format_window_line (format, account, plim_snapshot_get_window (snapshot, i), now);

    add_line (tooltip, line);
  }
  if (problem != NULL)
    add_line (tooltip, problem);
}

static char *
dup_tooltip (const PlimCliHeadline *headline,
             GPtrArray *accounts,
             const PlimFormat *format,
             gint64 now)
{
  g_autoptr (GString) tooltip = g_string_new (NULL);
  PlimFormat by_clock = *format;

  /* Nothing in it grows old by itself. */
  by_clock.reset_style = PLIM_RESET_CLOCK;
  for (guint i = 0; !headline->is_stopped && i < accounts->len; i++) {
    PlimAccount *account = g_ptr_array_index (accounts, i);

    if (plim_account_get_enabled (account))
      add_account (tooltip, account, &by_clock, now);
  }
  if (tooltip->len == 0)
    add_line (tooltip, headline->summary);
  return g_string_free (g_steal_pointer (&tooltip), FALSE);
}

static const char *
get_alt (const PlimCliHeadline *headline)
{
  if (headline->is_stopped || headline->state != PLIM_HEADLINE_FRESH)
    return plim_cli_headline_get_state (headline);
  return plim_enum_to_nick (PLIM_TYPE_SEVERITY, (int) headline->severity);
}

static void
add_classes (JsonBuilder *builder, const PlimCliHeadline *headline)
{
  json_builder_set_member_name (builder, "class");
  json_builder_begin_array (builder);
  if (plim_cli_headline_has_number (headline))
    json_builder_add_string_value (builder, plim_enum_to_nick (PLIM_TYPE_SEVERITY,
                                                               (int) headline->severity));
  json_builder_add_string_value (builder, plim_cli_headline_get_state (headline));
  if (headline->n_failing > 0)
    json_builder_add_string_value (builder, "failing");
  json_builder_end_array (builder);
}

char *
plim_cli_waybar_dup_line (const PlimCliHeadline *headline,
                          const PlimCliTemplate *template,
                          GPtrArray *accounts,
                          const PlimFormat *format,
                          gint64 now)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  g_autofree char *tooltip = dup_tooltip (headline, accounts, format, now);
  int percentage = plim_format_percent_number (format, headline->used_percent);
  g_autofree char *text = NULL;

  if (template != NULL && !headline->is_stopped) {
    text = plim_cli_template_render (template, headline, format, TRUE, now);
  } else {
    g_autofree char *plain = dup_text (headline, format);

    text = dup_escaped (plain);
  }
  json_builder_begin_object (builder);
  plim_json_add_string (builder, "text", text);
  plim_json_add_string (builder, "alt", get_alt (headline));
  plim_json_add_string (builder, "tooltip", tooltip);
  add_classes (builder, headline);
  if (percentage >= 0) {
    json_builder_set_member_name (builder, "percentage");
    json_builder_add_int_value (builder, percentage);
  }
  json_builder_end_object (builder);
  return plim_json_builder_to_string (builder, FALSE);
}
