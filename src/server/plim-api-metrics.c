/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * `GET /metrics`. Names are part of the interface; people's names are in the info metric alone. */
#include "plim-api-private.h"
#include "plim-api-revision.h"
#include "plim-history.h"

#include <math.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#define N_STATUSES (PLIM_STATUS_OFFLINE + 1)

static double
known_time (gint64 at)
{
  return at != PLIM_TIME_UNKNOWN ? (double) at : NAN;
}

/* Accounts. */

typedef double (*AccountValue) (PlimAccount *account, gint64 now);

static double
get_stale (PlimAccount *account, gint64 now)
{
  return plim_account_get_snapshot (account) != NULL ? plim_account_is_stale (account, now) : NAN;
}

static double
get_success (PlimAccount *account, gint64 now)
{
  PlimSnapshot *snapshot = plim_account_get_snapshot (account);

  return snapshot != NULL ? known_time (plim_snapshot_get_collected_at (snapshot)) : NAN;
}

static double
get_attempt (PlimAccount *account, gint64 now)
{
  return known_time (plim_account_get_attempted_at (account));
}

static void
write_account_values (PlimMetrics *metrics, GPtrArray *accounts, gint64 now)
{
  static const struct {
    const char *name;
    const char *help;
    AccountValue get;
  } families[] = {
    { "plimsoll_account_stale", "Whether the account's numbers are old.", get_stale },
    { "plimsoll_account_last_success_timestamp_seconds", "When numbers were read last.",
      get_success },
    { "plimsoll_account_last_attempt_timestamp_seconds", "When the last poll ended.", get_attempt },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (families); i++) {
    plim_metrics_begin (metrics, families[i].name, PLIM_METRIC_GAUGE, families[i].help);
    for (guint j = 0; j < accounts->len; j++) {
      PlimAccount *account = g_ptr_array_index (accounts, j);

      plim_metrics_add (metrics, families[i].get (account, now), "account",
                        plim_account_get_id (account), "provider",
                        plim_account_get_provider_id (account), NULL);
    }
  }
}

/* A collector's id is one of four words. */
static const char *
get_source (PlimApi *self, PlimAccount *account)
{
  const PlimCollectorFeed *feed = self->collectors != NULL && !plim_account_is_polled (account)
                                      ? plim_collectors_get_feed (self->collectors, account)
                                      : NULL;

  return feed != NULL && feed->source != NULL ? feed->source : "poll";
}

static void
write_account_info (PlimApi *self, PlimMetrics *metrics, GPtrArray *accounts)
{
  plim_metrics_begin (metrics, "plimsoll_account", PLIM_METRIC_INFO, "What an account is.");
  for (guint i = 0; i < accounts->len; i++) {
    PlimAccount *account = g_ptr_array_index (accounts, i);
    PlimSnapshot *snapshot = plim_account_get_snapshot (account);
    g_autofree char *name = plim_format_label (&self->format, account);

    plim_metrics_add (metrics, 1, "account", plim_account_get_id (account), "provider",
                      plim_account_get_provider_id (account), "name", name, "plan",
                      snapshot != NULL ? plim_snapshot_get_plan (snapshot) : NULL, "source",
                      get_source (self, account), NULL);
  }
}

static void
write_account_status (PlimMetrics *metrics, GPtrArray *accounts)
{
  /* A set of states, but no `stateset`, whose label would have to have the family's name. */
  plim_metrics_begin (metrics, "plimsoll_account_status", PLIM_METRIC_GAUGE,
                      "How the last poll ended.");
  for (guint i = 0; i < accounts->len; i++) {
    PlimAccount *account = g_ptr_array_index (accounts, i);

    if (plim_account_get_attempted_at (account) == PLIM_TIME_UNKNOWN)
      continue;
    for (int status = 0; status < N_STATUSES; status++) {
      const char *nick = plim_enum_to_nick (PLIM_TYPE_STATUS, status);

      plim_metrics_add (metrics, (int) plim_account_get_status (account) == status, "account",
                        plim_account_get_id (account), "provider",
                        plim_account_get_provider_id (account), "status", nick, NULL);
    }
  }
}

/* Windows. */

typedef double (*WindowValue) (PlimAccount *account, const PlimUsageWindow *window);

static double
get_ratio (PlimAccount *account, const PlimUsageWindow *window)
{
  return window->used_percent / 100;
}

static double
get_reached (PlimAccount *account, const PlimUsageWindow *window)
{
  return window->limit_reached;
}

static double
get_reset (PlimAccount *account, const PlimUsageWindow *window)
{
  return known_time (window->resets_at);
}

static double
get_length (PlimAccount *account, const PlimUsageWindow *window)
{
  return window->length_s > 0 ? (double) window->length_s : NAN;
}

static double
get_used (PlimAccount *account, const PlimUsageWindow *window)
{
  return window->used;
}

static double
get_limit (PlimAccount *account, const PlimUsageWindow *window)
{
  return window->limit;
}

static double
get_remaining (PlimAccount *account, const PlimUsageWindow *window)
{
  return window->remaining;
}

/* Only when it is to run out before the reset. */
static double
get_exhaustion (PlimAccount *account, const PlimUsageWindow *window)
{
  const PlimForecast *forecast = plim_account_get_forecast (account, window->id);

  return forecast != NULL ? known_time (forecast->runs_out_at) : NAN;
}

static void
write_window_family (PlimMetrics *metrics, GPtrArray *accounts, WindowValue get, gboolean is_amount)
{
  for (guint i = 0; i < accounts->len; i++) {
    PlimAccount *account = g_ptr_array_index (accounts, i);
    PlimSnapshot *snapshot = plim_account_get_snapshot (account);
    guint n_windows = snapshot != NULL ? plim_snapshot_get_n_windows (snapshot) : 0;

    for (guint j = 0; j < n_windows; j++) {
      const PlimUsageWindow *window = plim_snapshot_get_window (snapshot, j);

      plim_metrics_add (metrics, get (account, window), "account", plim_account_get_id (account),
                        "provider", plim_account_get_provider_id (account), "window", window->id,
                        "unit", is_amount ? window->unit : NULL, NULL);
    }
  }
}

/* Returns whether there is a family after this one. */
static gboolean
write_window_values (PlimMetrics *metrics, GPtrArray *accounts, gboolean is_private, guint i)
{
  static const struct {
    const char *name;
    const char *help;
    WindowValue get;
    gboolean is_amount;
  } families[] = {
    { "plimsoll_window_used_ratio", "How much is used; 1 is all of it.", get_ratio, FALSE },
    { "plimsoll_window_limit_reached", "Whether the limit is reached.", get_reached, FALSE },
    { "plimsoll_window_reset_timestamp_seconds", "When the window is reset.", get_reset, FALSE },
    { "plimsoll_window_length_seconds", "How long the window is.", get_length, FALSE },
    { "plimsoll_window_exhaustion_timestamp_seconds",
      "When the window is expected to be used up, when that is before its reset.", get_exhaustion,
      FALSE },
    { "plimsoll_window_used", "What is used, in the provider's unit.", get_used, TRUE },
    { "plimsoll_window_limit", "What may be used, in the provider's unit.", get_limit, TRUE },
    { "plimsoll_window_remaining", "What is left, in the provider's unit.", get_remaining, TRUE },
  };

  if (!families[i].is_amount || !is_private) {
    plim_metrics_begin (metrics, families[i].name, PLIM_METRIC_GAUGE, families[i].help);
    write_window_family (metrics, accounts, families[i].get, families[i].is_amount);
  }
  return i + 1 < G_N_ELEMENTS (families);
}

/* The server. */

static void
write_requests (PlimMetrics *metrics, PlimRouter *router)
{
  guint n_counts;
  const PlimRouteCount *counts = plim_router_get_counts (router, &n_counts);

  plim_metrics_begin (metrics, "plimsoll_api_requests", PLIM_METRIC_COUNTER,
                      "Requests to the local server, by route and HTTP status.");
  for (guint i = 0; i < n_counts; i++) {
    g_autofree char *route = counts[i].pattern[0] != '\0'
                                 ? g_strdup_printf ("%s %s", counts[i].method, counts[i].pattern)
                                 : g_strdup ("");
    g_autofree char *code = g_strdup_printf ("%u", counts[i].status);

    plim_metrics_add (metrics, (double) counts[i].count, "route", route, "code", code, NULL);
  }
}

/* The process. */

static double
read_resident_bytes (void)
{
  g_autofree char *text = NULL;
  unsigned long total, resident;

  if (!g_file_get_contents ("/proc/self/statm", &text, NULL, NULL) ||
      sscanf (text, "%lu %lu", &total, &resident) != 2)
    return NAN;
  return (double) resident * (double) sysconf (_SC_PAGESIZE);
}

static double
count_open_files (void)
{
  g_autoptr (GDir) folder = g_dir_open ("/proc/self/fd", 0, NULL);
  guint n_files = 0;

  if (folder == NULL)
    return NAN;
  while (g_dir_read_name (folder) != NULL)
    n_files++;
  return n_files - 1.0; /* one is the folder's own */
}

/* The fields after the program's name, which may hold anything but ends with the last ")". */
static gboolean
read_stat (unsigned long long *cpu_ticks, unsigned long long *start_ticks)
{
  g_autofree char *text = NULL;
  g_auto (GStrv) words = NULL;
  const char *rest;

  if (!g_file_get_contents ("/proc/self/stat", &text, NULL, NULL))
    return FALSE;
  rest = strrchr (text, ')');
  if (rest == NULL)
    return FALSE;
  words = g_strsplit (rest + 2, " ", 22);
  if (g_strv_length (words) < 21)
    return FALSE;
  *cpu_ticks = g_ascii_strtoull (words[11], NULL, 10) + g_ascii_strtoull (words[12], NULL, 10);
  *start_ticks = g_ascii_strtoull (words[19], NULL, 10);
  return TRUE;
}

static double
read_boot_time (void)
{
  g_autofree char *text = NULL;
  const char *line;

  if (!g_file_get_contents ("/proc/stat", &text, NULL, NULL))
    return NAN;
  line = strstr (text, "btime ");
  return line != NULL ? (double) g_ascii_strtoull (line + strlen ("btime "), NULL, 10) : NAN;
}

static void
write_process (PlimMetrics *metrics)
{
  double hertz = (double) sysconf (_SC_CLK_TCK);
  unsigned long long cpu_ticks, start_ticks;

  plim_metrics_begin (metrics, "process_resident_memory_bytes", PLIM_METRIC_GAUGE,
                      "Memory that is held.");
  plim_metrics_add (metrics, read_resident_bytes (), NULL);
  plim_metrics_begin (metrics, "process_open_fds", PLIM_METRIC_GAUGE, "Open files.");
  plim_metrics_add (metrics, count_open_files (), NULL);
  if (!read_stat (&cpu_ticks, &start_ticks))
    return;
  plim_metrics_begin (metrics, "process_cpu_seconds", PLIM_METRIC_COUNTER, "Processor time.");
  plim_metrics_add (metrics, (double) cpu_ticks / hertz, NULL);
  plim_metrics_begin (metrics, "process_start_time_seconds", PLIM_METRIC_GAUGE,
                      "When the service started.");
  plim_metrics_add (metrics, read_boot_time () + (double) start_ticks / hertz, NULL);
}

/* The page, family by family. */

typedef enum { PART_INFO, PART_STATUS, PART_VALUES, PART_WINDOWS, PART_REST } Part;

typedef struct {
  PlimApi *api; /* not owned: it has what makes the page */
  PlimMetrics *metrics;
  GPtrArray *accounts;
  gint64 now;
  gint64 size_bytes;
  Part part;
  guint n_window_families;
} Page;

static void
page_free (gpointer data)
{
  Page *page = data;

  if (page->metrics != NULL)
    g_free (plim_metrics_end (page->metrics));
  g_ptr_array_unref (page->accounts);
  g_free (page);
}

static Page *
page_new (PlimApi *self, gboolean is_open_metrics, gint64 size_bytes)
{
  PlimApiView view = { .all_providers = TRUE };
  Page *page = g_new0 (Page, 1);

  page->api = self;
  page->metrics = plim_metrics_new (is_open_metrics);
  page->accounts = plim_api_list_accounts (G_LIST_MODEL (self->accounts), &view, NULL);
  page->now = plim_clock_get_now (self->clock);
  page->size_bytes = size_bytes;
  return page;
}

static void
write_rest (Page *page)
{
  PlimMetrics *metrics = page->metrics;
  PlimApi *self = page->api;

  plim_poll_meter_write (self->meter, metrics);
  plim_api_write_collectors (self, metrics);
  write_requests (metrics, self->router);
  plim_metrics_begin (metrics, "plimsoll_websocket_clients", PLIM_METRIC_GAUGE, "Open WebSockets.");
  plim_metrics_add (metrics, plim_api_sockets_get_count (self->sockets), NULL);
  plim_metrics_begin (metrics, "plimsoll_database_size_bytes", PLIM_METRIC_GAUGE,
                      "What the database takes on the disk.");
  plim_metrics_add (metrics, page->size_bytes > 0 ? (double) page->size_bytes : NAN, NULL);
  write_process (metrics);
}

static gboolean
write_page (GString *text, gpointer user_data)
{
  Page *page = user_data;
  g_autofree char *whole = NULL;

  switch (page->part) {
  case PART_INFO:
    plim_metrics_begin (page->metrics, "plimsoll_build", PLIM_METRIC_INFO,
                        "The program's version.");
    plim_metrics_add (page->metrics, 1, "version", PLIM_VERSION, "revision", PLIM_REVISION, NULL);
    write_account_info (page->api, page->metrics, page->accounts);
    break;
  case PART_STATUS:
    write_account_status (page->metrics, page->accounts);
    break;
  case PART_VALUES:
    write_account_values (page->metrics, page->accounts, page->now);
    break;
  case PART_WINDOWS:
    if (write_window_values (page->metrics, page->accounts, page->api->format.privacy,
                             page->n_window_families++))
      return TRUE;
    break;
  case PART_REST:
  default:
    write_rest (page);
    whole = plim_metrics_end (g_steal_pointer (&page->metrics));
    g_string_append (text, whole);
    return FALSE;
  }
  page->part++;
  return TRUE;
}

static void
on_size (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (PlimCall) call = user_data;
  /* Without the size there is still everything else. */
  gint64 size_bytes = plim_database_get_size_finish (PLIM_DATABASE (source), result, NULL);
  const char *accept = plim_call_get_header (call, "Accept");
  gboolean is_open_metrics =
      accept != NULL && strstr (accept, "application/openmetrics-text") != NULL;
  PlimApi *self;

  if (plim_call_is_answered (call))
    return;
  self = g_object_get_data (G_OBJECT (plim_call_get_message (call)), "plim-api");
  plim_api_slices_answer (self->slices, call, plim_metrics_get_content_type (is_open_metrics),
                          write_page, page_new (self, is_open_metrics, size_bytes), page_free);
}

static void
on_metrics (PlimCall *call, gpointer user_data)
{
  PlimApi *self = user_data;

  g_object_set_data_full (G_OBJECT (plim_call_get_message (call)), "plim-api", g_object_ref (self),
                          g_object_unref);
  plim_database_get_size_async (self->database, self->cancellable, on_size, plim_call_ref (call));
}

void
plim_api_add_metrics_routes (PlimApi *self)
{
  static const PlimRoute routes[] = {
    { "GET", "/metrics", PLIM_ACCESS_READ, PLIM_ROUTE_PLAIN, on_metrics },
  };

  plim_router_add (self->router, routes, G_N_ELEMENTS (routes), self);
}
