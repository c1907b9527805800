/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "plim-report.h"

#include "plim-advice.h"
#include "plim-cli-text.h"
#include "plim-poll-reason.h"
#include "plim-providers.h"
#include "plim-settings.h"

#include <glib/gi18n-lib.h>
#include <math.h>

static const char *
get_provider_name (PlimAccount *account)
{
  const PlimProvider *provider = plim_providers_find (plim_account_get_provider_id (account));

  return provider != NULL ? provider->name : plim_account_get_provider_id (account);
}

char *
plim_report_dup_problem (PlimAccount *account, const PlimFormat *format)
{
  g_autofree char *label = plim_format_label (format, account);

  return plim_advice_dup_sentence (plim_account_get_status (account),
                                   plim_account_get_cause (account), get_provider_name (account),
                                   label);
}

/* Who it is, its plan, and how old its numbers are. */
static char *
dup_heading (PlimAccount *account, const PlimFormat *format, gint64 now)
{
  PlimSnapshot *snapshot = plim_account_get_snapshot (account);
  const char *plan = snapshot != NULL ? plim_snapshot_get_plan (snapshot) : NULL;
  g_autoptr (GString) heading = g_string_new (NULL);
  g_autofree char *label = plim_format_label (format, account);
  g_autofree char *age = NULL;

  g_string_append (heading, label);
  if (!g_str_equal (label, get_provider_name (account)))
    g_string_append_printf (heading, " · %s", get_provider_name (account));
  if (plan != NULL)
    g_string_append_printf (heading, " · %s", plan);
  if (!plim_account_get_enabled (account)) {
    g_string_append_printf (heading, " · %s", C_ ("account", "disabled"));
  } else if (snapshot != NULL) {
    age = plim_format_age (plim_snapshot_get_collected_at (snapshot), now);
    g_string_append_printf (heading, " · %s", age);
  }
  if (plim_account_is_stale (account, now))
    g_string_append_printf (heading, " · %s", C_ ("numbers", "not current"));
  return g_string_free (g_steal_pointer (&heading), FALSE);
}

static void
add_window (PlimTable *table,
            PlimAccount *account,
            const PlimUsageWindow *window,
            const PlimFormat *format,
            const PlimThresholds *thresholds,
            gint64 now)
{
  const PlimForecast *forecast = plim_account_get_forecast (account, window->id);
  gboolean is_stale = plim_account_is_window_stale (account, window, now);
  PlimInk ink = is_stale ? PLIM_INK_FAINT
                         : plim_ink_of (plim_severity_of (window, forecast, thresholds, now));
  PlimInk side_ink = is_stale ? PLIM_INK_FAINT : PLIM_INK_PLAIN;

  plim_table_take_cell (table, plim_format_window_title (window), side_ink);
  plim_table_take_cell (table, plim_format_window_value (format, window), ink);
  plim_table_take_cell (table, plim_format_window_detail (format, window), side_ink);
  plim_table_take_cell (table, plim_format_reset (format, window, now), side_ink);
  plim_table_take_cell (table,
                        forecast != NULL && !is_stale
                            ? plim_format_forecast (format, forecast, window, now)
                            : NULL,
                        PLIM_INK_FAINT);
}

static void
add_account (PlimTable *table,
             PlimAccount *account,
             const PlimFormat *format,
             const PlimThresholds *thresholds,
             gint64 now)
{
  PlimSnapshot *snapshot = plim_account_get_snapshot (account);
  guint n_windows = snapshot != NULL ? plim_snapshot_get_n_windows (snapshot) : 0;
  g_autofree char *heading = dup_heading (account, format, now);
  g_autofree char *problem = plim_report_dup_problem (account, format);
  g_autofree char *note = plim_format_owner_note (format, account, now);
  const PlimIncident *incident = plim_account_get_incident (account);

  plim_table_add_line (table, heading, PLIM_INK_HEADING);
  if (problem != NULL && plim_account_get_enabled (account))
    plim_table_add_line (table, problem, PLIM_INK_CRITICAL);
  if (note != NULL)
    plim_table_add_line (table, note, PLIM_INK_WARNING);
  if (incident != NULL && plim_account_get_enabled (account)) {
    g_autofree char *text = plim_incident_dup_text (incident);

    plim_table_add_line (table, text, PLIM_INK_WARNING);
  }
  for (guint i = 0; i < n_windows; i++)
    add_window (table, account, plim_snapshot_get_window (snapshot, i), format, thresholds, now);
  if (n_windows == 0 && problem == NULL)
    plim_table_add_line (table, snapshot == NULL ? _ ("  not read yet") : _ ("  no limits"),
                         PLIM_INK_FAINT);
}

char *
plim_report_dup_status (GPtrArray *accounts,
                        const PlimFormat *format,
                        const PlimThresholds *thresholds,
                        gint64 now,
                        gboolean has_colour)
{
  g_autoptr (PlimTable) table = plim_table_new (5);

  if (accounts->len == 0)
    plim_table_add_line (table, _ ("There is no account yet. “plimsoll add PROVIDER” adds one."),
                         PLIM_INK_PLAIN);
  for (guint i = 0; i < accounts->len; i++) {
    if (i > 0)
      plim_table_add_line (table, "", PLIM_INK_PLAIN);
    add_account (table, g_ptr_array_index (accounts, i), format, thresholds, now);
  }
  return plim_table_to_string (table, has_colour);
}

void
plim_report_read_preferences (PlimFormat *format, PlimThresholds *thresholds)
{
  GSettingsSchemaSource *source = g_settings_schema_source_get_default ();
  g_autoptr (GSettingsSchema) schema = NULL;
  g_autoptr (GSettings) settings = NULL;

  if (source != NULL)
    schema = g_settings_schema_source_lookup (source, PLIM_SETTINGS_SCHEMA, TRUE);
  if (schema == NULL) {
    *format = (PlimFormat){ 0 };
    *thresholds = (PlimThresholds){ .warning = 75, .critical = 90 };
    return;
  }
  settings = g_settings_new_full (schema, NULL, NULL);
  plim_settings_get_format (settings, format);
  plim_settings_get_thresholds (settings, thresholds);
}

char *
plim_report_dup_label (PlimAccount *account)
{
  PlimThresholds thresholds;
  PlimFormat format;
  g_autofree char *label = NULL;

  plim_report_read_preferences (&format, &thresholds);
  label = plim_format_label (&format, account);
  return plim_text_dup_printable (label);
}

void
plim_report_print_status (GPtrArray *accounts, GVariant *manager, gint64 now)
{
  PlimFormat format;
  PlimThresholds thresholds;
  g_autofree char *text = NULL;
  const char *problem;

  plim_report_read_preferences (&format, &thresholds);
  text = plim_report_dup_status (accounts, &format, &thresholds, now, plim_text_has_colour ());
  g_print ("%s", text);
  if (g_variant_lookup (manager, "StorageProblem", "&s", &problem) && problem[0] != '\0')
    /* Translators: %s is a technical reason */
    g_printerr (_ ("plimsoll: no history is kept: %s\n"), problem);
}

/* A line for what is known alone. */
static void
add_property (PlimTable *table, const char *name, char *value)
{
  g_autofree char *text = value;

  if (text == NULL || text[0] == '\0')
    return;
  plim_table_add_cell (table, name, PLIM_INK_FAINT);
  plim_table_take_cell (table, plim_text_dup_printable (text), PLIM_INK_PLAIN);
}

static char *
dup_settings (PlimAccount *account)
{
  GHashTable *settings = plim_account_get_settings (account);
  g_autoptr (GList) names =
      g_list_sort (g_hash_table_get_keys (settings), (GCompareFunc) g_strcmp0);
  GString *text = g_string_new (NULL);

  for (GList *each = names; each != NULL; each = each->next)
    g_string_append_printf (text, "%s%s=%s", text->len > 0 ? ", " : "", (const char *) each->data,
                            (const char *) g_hash_table_lookup (settings, each->data));
  return g_string_free (text, FALSE);
}

static char *
dup_time (const PlimFormat *format, gint64 at, gint64 now)
{
  return at != PLIM_TIME_UNKNOWN ? plim_format_clock (format, at, now) : NULL;
}

static char *
dup_next (const PlimFormat *format, PlimAccount *account, gint64 now)
{
  g_autofree char *time = dup_time (format, plim_account_get_next_poll_at (account), now);
  g_autofree char *reason =
      plim_poll_reason_dup_sentence (plim_account_get_next_poll_reason (account));

  if (time == NULL || reason == NULL)
    return time != NULL ? g_steal_pointer (&time) : g_steal_pointer (&reason);
  /* Translators: what is told, then a sentence: "14:05. The usual time between two readings." */
  return g_strdup_printf (C_ ("sentences", "%s. %s"), time, reason);
}

void
plim_report_print_account (PlimAccount *account, gint64 now)
{
  const PlimProvider *provider = plim_providers_find (plim_account_get_provider_id (account));
  PlimSnapshot *snapshot = plim_account_get_snapshot (account);
  g_autoptr (PlimTable) table = plim_table_new (2);
  g_autoptr (GPtrArray) accounts = g_ptr_array_new ();
  g_autofree char *status = NULL;
  g_autofree char *text = NULL;
  PlimFormat format;
  PlimThresholds thresholds;

  plim_report_read_preferences (&format, &thresholds);
  g_ptr_array_add (accounts, account);
  status = plim_report_dup_status (accounts, &format, &thresholds, now, plim_text_has_colour ());
  add_property (table, _ ("id"), g_strdup (plim_account_get_id (account)));
  if (snapshot != NULL)
    add_property (table, _ ("signed in as"),
                  plim_format_identity (&format, plim_snapshot_get_identity (snapshot)));
  add_property (table, _ ("details"), g_strdup (plim_account_get_message (account)));
  add_property (table, _ ("last attempt"),
                dup_time (&format, plim_account_get_attempted_at (account), now));
  add_property (table, _ ("next reading"), dup_next (&format, account, now));
  add_property (table, _ ("server address"), g_strdup (plim_account_get_base_url (account)));
  if (!format.privacy)
    add_property (table, _ ("settings"), dup_settings (account));
  if (provider != NULL) {
    add_property (table, _ ("usage"), g_strdup (provider->dashboard_uri));
    add_property (table, _ ("plan and billing"), g_strdup (provider->billing_uri));
    add_property (table, _ ("service status"), g_strdup (provider->status_uri));
  }
  text = plim_table_to_string (table, plim_text_has_colour ());
  g_print ("%s\n%s", status, text);
}

void
plim_report_print_accounts (GPtrArray *accounts, gint64 now)
{
  g_autoptr (PlimTable) table = plim_table_new (4);
  g_autofree char *text = NULL;
  PlimFormat format;
  PlimThresholds thresholds;

  plim_report_read_preferences (&format, &thresholds);
  for (guint i = 0; i < accounts->len; i++) {
    PlimAccount *account = g_ptr_array_index (accounts, i);
    gboolean is_enabled = plim_account_get_enabled (account);
    gboolean is_ok = plim_account_get_status (account) == PLIM_STATUS_OK;

    plim_table_add_cell (table, plim_account_get_id (account), PLIM_INK_FAINT);
    plim_table_take_cell (table, plim_format_label (&format, account), PLIM_INK_HEADING);
    plim_table_add_cell (table, get_provider_name (account), PLIM_INK_PLAIN);
    plim_table_take_cell (table,
                          is_enabled ? plim_status_dup_name (plim_account_get_status (account))
                                     : g_strdup (C_ ("account", "disabled")),
                          is_enabled && !is_ok ? PLIM_INK_CRITICAL : PLIM_INK_PLAIN);
  }
  text = plim_table_to_string (table, plim_text_has_colour ());
  g_print ("%s", accounts->len > 0
                     ? text
                     : _ ("There is no account yet. “plimsoll add PROVIDER” adds one.\n"));
}
