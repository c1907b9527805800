/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Cloud Monitoring's time series of quotas. A limit without a series of use had no traffic.
 * Source: https://cloud.google.com/monitoring/api/ref_v3/rest/v3/projects.timeSeries/list and
 * https://cloud.google.com/monitoring/api/metrics_gcp_d_h, read 2026-11. */
#include "plim-google-series.h"

#include "plim-error.h"
#include "plim-json.h"
#include "plim-provider-parts.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#define SPAN_S ((gint64) (15 * 60))
/* This and more, 2^62, means unlimited; so does -1. */
#define UNLIMITED 4611686018427387904.0

/* One limit of one model. */
typedef struct {
  char *family;
  char *name; /* the limit's */
  char *model;
  char *location;
  double limit; /* NAN when not known */
  double today;
  GHashTable *minutes; /* end of the minute → double, of the last quarter of an hour */
} Series;

struct _PlimGoogleSeries {
  gint64 now;
  PlimGoogleDay day;
  GPtrArray *all;    /* Series, in the order of their first sight */
  GHashTable *index; /* family, name, model and location → Series */
};

/* The zone's rules as of 2007, for computers that have no list of zones. */
static GTimeZone *
new_time_zone (void)
{
  GTimeZone *zone = g_time_zone_new_identifier ("America/Los_Angeles");

  return zone != NULL ? zone : g_time_zone_new_identifier ("PST8PDT,M3.2.0,M11.1.0");
}

PlimGoogleDay
plim_google_get_day (gint64 now)
{
  g_autoptr (GTimeZone) zone = new_time_zone ();
  g_autoptr (GDateTime) utc = g_date_time_new_from_unix_utc (now);
  g_autoptr (GDateTime) local = g_date_time_to_timezone (utc, zone);
  g_autoptr (GDateTime) midnight =
      g_date_time_new (zone, g_date_time_get_year (local), g_date_time_get_month (local),
                       g_date_time_get_day_of_month (local), 0, 0, 0);
  g_autoptr (GDateTime) next = g_date_time_add_days (midnight, 1);

  return (PlimGoogleDay){ .begins_at = g_date_time_to_unix (midnight),
                          .ends_at = g_date_time_to_unix (next) };
}

static void
series_free (gpointer data)
{
  Series *series = data;

  g_free (series->family);
  g_free (series->name);
  g_free (series->model);
  g_free (series->location);
  g_hash_table_unref (series->minutes);
  g_free (series);
}

PlimGoogleSeries *
plim_google_series_new (gint64 now)
{
  PlimGoogleSeries *self = g_new0 (PlimGoogleSeries, 1);

  self->now = now;
  self->day = plim_google_get_day (now);
  self->all = g_ptr_array_new_with_free_func (series_free);
  self->index = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  return self;
}

void
plim_google_series_free (PlimGoogleSeries *self)
{
  g_hash_table_unref (self->index);
  g_ptr_array_unref (self->all);
  g_free (self);
}

static Series *
find_series (PlimGoogleSeries *self,
             const char *family,
             const char *name,
             const char *model,
             const char *location)
{
  g_autofree char *key = g_strjoin (" ", family, name, model, location, NULL);
  Series *series = g_hash_table_lookup (self->index, key);

  if (series != NULL)
    return series;
  series = g_new0 (Series, 1);
  series->family = g_strdup (family);
  series->name = g_strdup (name);
  series->model = g_strdup (model);
  series->location = g_strdup (location);
  series->limit = NAN;
  series->minutes = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, g_free);
  g_ptr_array_add (self->all, series);
  g_hash_table_insert (self->index, g_steal_pointer (&key), series);
  return series;
}

/* They become words of a remembered text. */
static gboolean
is_word (const char *text)
{
  return text != NULL && text[0] != '\0' && strpbrk (text, " \t\r\n") == NULL;
}

/* (nullable): the series of a `timeSeries[]`, when it is well-formed */
static Series *
read_labels (PlimGoogleSeries *self, const char *family, JsonObject *object)
{
  JsonObject *metric = plim_json_get_object (plim_json_get_object (object, "metric"), "labels");
  JsonObject *resource = plim_json_get_object (plim_json_get_object (object, "resource"), "labels");
  const char *name = plim_json_get_string (metric, "limit_name");
  const char *model = plim_json_get_string (metric, "model");
  const char *location = plim_json_get_string (resource, "location");

  if (!is_word (name) || !is_word (model))
    return NULL;
  return find_series (self, family, name, model, is_word (location) ? location : "global");
}

static double
read_value (JsonObject *point)
{
  double value;

  plim_json_get_number (plim_json_get_object (point, "value"), "int64Value", &value);
  return value;
}

typedef gboolean (*ReadPoints) (PlimGoogleSeries *self, Series *series, JsonArray *points);

/* Points come newest first. */
static gboolean
read_limit (PlimGoogleSeries *self, Series *series, JsonArray *points)
{
  if (json_array_get_length (points) > 0)
    series->limit = read_value (plim_json_get_element_object (points, 0));
  return !isnan (series->limit);
}

static gboolean
read_point (PlimGoogleSeries *self, Series *series, JsonObject *point)
{
  gint64 at = plim_json_get_time (plim_json_get_object (point, "interval"), "endTime");
  double value = read_value (point);
  double *minute;

  if (at == PLIM_TIME_UNKNOWN || isnan (value) || value < 0)
    return FALSE;
  if (at > self->day.begins_at)
    series->today += value;
  if (at < self->now - SPAN_S)
    return TRUE;
  minute = g_hash_table_lookup (series->minutes, &at);
  if (minute == NULL) {
    minute = g_new0 (double, 1);
    g_hash_table_insert (series->minutes, g_memdup2 (&at, sizeof at), minute);
  }
  *minute += value;
  return TRUE;
}

static gboolean
read_usage (PlimGoogleSeries *self, Series *series, JsonArray *points)
{
  guint n_points = json_array_get_length (points);
  guint n_read = 0;

  for (guint i = 0; i < n_points; i++)
    n_read += read_point (self, series, plim_json_get_element_object (points, i));
  return n_read > 0 || n_points == 0;
}

static gboolean
read_page (PlimGoogleSeries *self,
           const char *family,
           const PlimAnswer *answer,
           ReadPoints read_points,
           GError **error)
{
  g_autoptr (JsonObject) root = plim_json_parse_object (answer->body, error);
  /* An answer without any has no such member. */
  JsonArray *list = plim_json_get_array (root, "timeSeries");
  guint n_series = list != NULL ? json_array_get_length (list) : 0;
  guint n_read = 0;

  if (root == NULL)
    return FALSE;
  for (guint i = 0; i < n_series; i++) {
    JsonObject *object = plim_json_get_element_object (list, i);
    JsonArray *points = plim_json_get_array (object, "points");
    Series *series = points != NULL ? read_labels (self, family, object) : NULL;

    n_read += series != NULL && read_points (self, series, points);
  }
  if (n_read > 0 || n_series == 0)
    return TRUE;
  plim_set_error (error, PLIM_STATUS_INVALID_RESPONSE, PLIM_CAUSE_NONE,
                  "no element of “timeSeries” can be understood");
  return FALSE;
}

gboolean
plim_google_series_read_limits (PlimGoogleSeries *self,
                                const char *family,
                                const PlimAnswer *answer,
                                GError **error)
{
  return read_page (self, family, answer, read_limit, error);
}

gboolean
plim_google_series_read_usage (PlimGoogleSeries *self,
                               const char *family,
                               const PlimAnswer *answer,
                               GError **error)
{
  return read_page (self, family, answer, read_usage, error);
}

/* Lines of family, limit's name, model, location and limit. */

char *
plim_google_series_dup_limits (PlimGoogleSeries *self)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < self->all->len; i++) {
    const Series *series = g_ptr_array_index (self->all, i);
    char number[G_ASCII_DTOSTR_BUF_SIZE];

    if (!isnan (series->limit))
      g_string_append_printf (text, "%s %s %s %s %s\n", series->family, series->name, series->model,
                              series->location,
                              g_ascii_formatd (number, sizeof number, "%.15g", series->limit));
  }
  return g_string_free (text, FALSE);
}

void
plim_google_series_recall_limits (PlimGoogleSeries *self, const char *text)
{
  g_auto (GStrv) lines = g_strsplit (text != NULL ? text : "", "\n", -1);

  for (guint i = 0; lines[i] != NULL; i++) {
    g_auto (GStrv) words = g_strsplit (lines[i], " ", -1);

    if (g_strv_length (words) == 5)
      find_series (self, words[0], words[1], words[2], words[3])->limit =
          plim_number_from_string (words[4]);
  }
}

/* Windows. */

static double
get_highest (const Series *series)
{
  GHashTableIter iter;
  gpointer value;
  double highest = 0;

  g_hash_table_iter_init (&iter, series->minutes);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    highest = MAX (highest, *(double *) value);
  return highest;
}

static char *
dup_id (const Series *series, gboolean is_day, gboolean is_tokens)
{
  g_autofree char *slug = plim_slug (series->model);
  const char *kind = is_day ? "daily" : "minute";
  gboolean is_global = g_str_equal (series->location, "global");

  return g_strconcat (kind, is_tokens ? "-tokens:" : ":", slug, is_global ? NULL : "@",
                      series->location, NULL);
}

static char *
dup_scope (const Series *series)
{
  return g_str_equal (series->location, "global")
             ? g_strdup (series->model)
             : g_strdup_printf ("%s @ %s", series->model, series->location);
}

static const char *
get_title (gboolean is_day, gboolean is_tokens)
{
  if (is_day)
    return is_tokens ? N_ ("Tokens today") : N_ ("Requests today");
  return is_tokens ? N_ ("Tokens per minute") : N_ ("Requests per minute");
}

static void
add_window (PlimGoogleSeries *self, PlimSnapshot *snapshot, const Series *series, gboolean is_day)
{
  gboolean is_tokens = g_str_has_suffix (series->family, "token_count");
  g_autofree char *id = dup_id (series, is_day, is_tokens);
  PlimUsageWindow *window =
      plim_snapshot_add_window (snapshot, id, is_day ? PLIM_WINDOW_FIXED : PLIM_WINDOW_RATE);

  window->title = g_strdup (get_title (is_day, is_tokens));
  window->scope = dup_scope (series);
  window->length_s = is_day ? PLIM_DAY_S : 60;
  window->unit = g_strdup (is_tokens ? "tokens" : "requests");
  window->used = is_day ? series->today : get_highest (series);
  window->limit = series->limit;
  window->resets_at = is_day ? self->day.ends_at : PLIM_TIME_UNKNOWN;
  plim_usage_window_derive_percent (window);
  window->provenance = is_day ? PLIM_PROVENANCE_DERIVED : PLIM_PROVENANCE_ESTIMATED;
}

/* A limit of 0 says that the model is not offered to the project. */
static gboolean
is_limited (const Series *series)
{
  return isnan (series->limit) || (series->limit > 0 && series->limit < UNLIMITED);
}

void
plim_google_series_add_windows (PlimGoogleSeries *self, PlimSnapshot *snapshot)
{
  for (guint i = 0; i < self->all->len; i++) {
    const Series *series = g_ptr_array_index (self->all, i);

    if (!is_limited (series))
      continue;
    if (strstr (series->name, "PerDay") != NULL)
      add_window (self, snapshot, series, TRUE);
    else if (strstr (series->name, "PerMinute") != NULL)
      add_window (self, snapshot, series, FALSE);
  }
}
