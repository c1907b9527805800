/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "plim-cli-history.h"

#include "plim-cli-command.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

/* Reading. */

static gint64
get_unit_seconds (const char *unit)
{
  static const struct {
    const char *unit;
    gint64 seconds;
  } units[] = { { "m", 60 }, { "h", 3600 }, { "d", 24 * 3600 }, { "w", 7 * 24 * 3600 } };

  for (gsize i = 0; i < G_N_ELEMENTS (units); i++) {
    if (g_str_equal (unit, units[i].unit))
      return units[i].seconds;
  }
  return 0;
}

/* A date alone begins at midnight here. */
static GDateTime *
parse_moment (const char *text)
{
  g_autoptr (GTimeZone) local = g_time_zone_new_local ();
  g_autofree char *midnight = g_strconcat (text, "T00:00:00", NULL);
  GDateTime *moment = g_date_time_new_from_iso8601 (text, local);

  return moment != NULL ? moment : g_date_time_new_from_iso8601 (midnight, local);
}

gboolean
plim_cli_history_parse_since (const char *text, gint64 now, gint64 *from, GError **error)
{
  g_autoptr (GDateTime) moment = NULL;
  char *unit = NULL;
  guint64 count = g_ascii_strtoull (text, &unit, 10);
  gint64 seconds = g_ascii_isdigit (text[0]) ? get_unit_seconds (unit) : 0;

  if (seconds > 0 && count <= (guint64) (now / seconds)) {
    *from = now - (gint64) count * seconds;
    return TRUE;
  }
  moment = parse_moment (text);
  if (moment == NULL) {
    g_set_error (error, PLIM_CLI_ERROR, PLIM_EXIT_USAGE,
                 /* Translators: %s is what the user typed; the examples stay as they are */
                 _ ("“%s” is no span of time, such as 30m, 12h, 7d or 4w, and no date, such as "
                    "2026-11-20."),
                 text);
    return FALSE;
  }
  *from = g_date_time_to_unix (moment);
  return TRUE;
}

static void
free_series (gpointer data)
{
  PlimCliSeries *series = data;

  g_object_unref (series->account);
  g_free (series->window_id);
  g_variant_unref (series->samples);
  g_free (series);
}

GPtrArray *
plim_cli_history_new_list (void)
{
  return g_ptr_array_new_with_free_func (free_series);
}

static gboolean
load_window (PlimCliService *service,
             PlimAccount *account,
             const char *window_id,
             gint64 from,
             gint64 to,
             GPtrArray *list,
             GError **error)
{
  g_autoptr (GVariant) reply =
      plim_cli_service_call (service, "GetHistory",
                             g_variant_new ("(ssxx)", plim_account_get_id (account), window_id,
                                            from, to),
                             error);
  PlimCliSeries *series;

  if (reply == NULL)
    return FALSE;
  series = g_new0 (PlimCliSeries, 1);
  series->account = g_object_ref (account);
  series->window_id = g_strdup (window_id);
  series->samples = g_variant_get_child_value (reply, 0);
  g_ptr_array_add (list, series);
  return TRUE;
}

/* (transfer full) (nullable): the ids of the windows that it has or ever had */
static GStrv
list_windows (PlimCliService *service, PlimAccount *account, gint64 to, GError **error)
{
  PlimSnapshot *snapshot = plim_account_get_snapshot (account);
  guint n_windows = snapshot != NULL ? plim_snapshot_get_n_windows (snapshot) : 0;
  g_autoptr (GPtrArray) ids = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GVariant) reply =
      plim_cli_service_call (service, "GetSeries",
                             g_variant_new ("(ssxxu)", plim_account_get_id (account), "",
                                            G_GINT64_CONSTANT (0), to, 2),
                             error);
  g_autoptr (GVariant) all = NULL;

  if (reply == NULL)
    return NULL;
  for (guint i = 0; i < n_windows; i++)
    g_ptr_array_add (ids, g_strdup (plim_snapshot_get_window (snapshot, i)->id));
  all = g_variant_get_child_value (reply, 0);
  for (gsize i = 0; i < g_variant_n_children (all); i++) {
    g_autoptr (GVariant) series = g_variant_get_child_value (all, i);
    const char *id;

    g_variant_get_child (series, 1, "&s", &id);
    if (!g_ptr_array_find_with_equal_func (ids, id, g_str_equal, NULL))
      g_ptr_array_add (ids, g_strdup (id));
  }
  g_ptr_array_add (ids, NULL);
  return (GStrv) g_ptr_array_steal (ids, NULL);
}

static gboolean
check_window (const char *const *ids, const char *window_id, GError **error)
{
  g_autofree char *joined = NULL;

  if (g_strv_contains (ids, window_id))
    return TRUE;
  joined = plim_format_list (ids);
  g_set_error (error, PLIM_CLI_ERROR, PLIM_EXIT_USAGE,
               /* Translators: what the user typed, then a list of names */
               _ ("There is no limit “%s”. The account has: %s"), window_id,
               joined[0] != '\0' ? joined : "–");
  return FALSE;
}

gboolean
plim_cli_history_load (PlimCliService *service,
                       PlimAccount *account,
                       const char *window_id,
                       gint64 from,
                       gint64 to,
                       GPtrArray *series,
                       GError **error)
{
  g_auto (GStrv) ids = list_windows (service, account, to, error);

  if (ids == NULL)
    return FALSE;
  if (window_id != NULL)
    return check_window ((const char *const *) ids, window_id, error) &&
           load_window (service, account, window_id, from, to, series, error);
  for (guint i = 0; ids[i] != NULL; i++) {
    if (!load_window (service, account, ids[i], from, to, series, error))
      return FALSE;
  }
  return TRUE;
}

PlimCliSample
plim_cli_series_get (const PlimCliSeries *self, gsize index)
{
  PlimCliSample sample;

  g_variant_get_child (self->samples, index, "(xddx)", &sample.at, &sample.used_percent,
                       &sample.value, &sample.resets_at);
  return sample;
}

/* Writing. */

static void
add_number (JsonBuilder *builder, const char *name, double value)
{
  if (!isfinite (value))
    return;
  json_builder_set_member_name (builder, name);
  json_builder_add_double_value (builder, value);
}

static void
add_time (JsonBuilder *builder, const char *name, gint64 at)
{
  g_autofree char *text = plim_time_to_iso8601 (at);

  if (text == NULL)
    return;
  json_builder_set_member_name (builder, name);
  json_builder_add_string_value (builder, text);
}

static void
add_samples (const PlimCliSeries *series, JsonBuilder *builder)
{
  for (gsize i = 0; i < g_variant_n_children (series->samples); i++) {
    PlimCliSample sample = plim_cli_series_get (series, i);

    json_builder_begin_object (builder);
    add_time (builder, "at", sample.at);
    add_number (builder, "used_percent", sample.used_percent);
    add_number (builder, "value", sample.value);
    add_time (builder, "resets_at", sample.resets_at);
    json_builder_end_object (builder);
  }
}

void
plim_cli_history_add_json (GPtrArray *series, JsonBuilder *builder)
{
  json_builder_begin_array (builder);
  for (guint i = 0; i < series->len; i++) {
    const PlimCliSeries *each = g_ptr_array_index (series, i);

    json_builder_begin_object (builder);
    json_builder_set_member_name (builder, "account");
    json_builder_add_string_value (builder, plim_account_get_id (each->account));
    json_builder_set_member_name (builder, "window");
    json_builder_add_string_value (builder, each->window_id);
    json_builder_set_member_name (builder, "samples");
    json_builder_begin_array (builder);
    add_samples (each, builder);
    json_builder_end_array (builder);
    json_builder_end_object (builder);
  }
  json_builder_end_array (builder);
}

void
plim_cli_csv_append (GString *text, const char *cell, char end)
{
  g_auto (GStrv) parts = NULL;
  g_autofree char *quoted = NULL;

  if (cell == NULL)
    cell = "";
  if (strpbrk (cell, ",\"\r\n") != NULL) {
    parts = g_strsplit (cell, "\"", -1);
    quoted = g_strjoinv ("\"\"", parts);
    g_string_append_printf (text, "\"%s\"%c", quoted, end);
  } else {
    g_string_append_printf (text, "%s%c", cell, end);
  }
}

static void
append_number (GString *text, const char *format, double number)
{
  char buffer[G_ASCII_DTOSTR_BUF_SIZE];

  plim_cli_csv_append (text,
                       isfinite (number) ? g_ascii_formatd (buffer, sizeof buffer, format, number)
                                         : NULL,
                       ',');
}

static void
append_time (GString *text, gint64 at, char end)
{
  g_autofree char *time = plim_time_to_iso8601 (at);

  plim_cli_csv_append (text, time, end);
}

char *
plim_cli_history_dup_csv (GPtrArray *series, const PlimFormat *format)
{
  GString *text = g_string_new ("account,label,window,time,used_percent,value,resets_at\n");

  for (guint i = 0; i < series->len; i++) {
    const PlimCliSeries *each = g_ptr_array_index (series, i);
    g_autofree char *label = plim_format_label (format, each->account);

    for (gsize j = 0; j < g_variant_n_children (each->samples); j++) {
      PlimCliSample sample = plim_cli_series_get (each, j);

      plim_cli_csv_append (text, plim_account_get_id (each->account), ',');
      plim_cli_csv_append (text, label, ',');
      plim_cli_csv_append (text, each->window_id, ',');
      append_time (text, sample.at, ',');
      append_number (text, "%.2f", sample.used_percent);
      append_number (text, "%.10g", sample.value);
      append_time (text, sample.resets_at, '\n');
    }
  }
  return g_string_free (text, FALSE);
}
