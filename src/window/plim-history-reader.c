/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "plim-history-reader.h"

#include "plim-bus-series.h"
#include "plim-history-lines.h"
#include "plim-history-sums.h"

#define DAY_S (24 * (gint64) 3600)
#define MAX_POINTS 600
/* Of each of many lines. */
#define MAX_POINTS_OF_ALL 200
/* In the order of the accounts; more could not be told apart. */
#define MAX_LINES_OF_ALL 10
/* The hours of a year of thirty accounts are a million rows, and habits change. */
#define MAX_HOURS_OF_ALL_S (90 * DAY_S)

struct _PlimHistoryReader {
  GObject parent_instance;
  PlimBusClient *client;
  PlimAccount *account; /* (nullable): all accounts */
  gint64 from, to;
  GTimeZone *zone;           /* (nullable): until something is read */
  GCancellable *cancellable; /* (nullable) */
  GPtrArray *series;         /* (nullable) PlimSeries: what has come for the charts */
  guint n_pending;           /* answers with more of them */
  guint sums_id;             /* 0, or the source that asks for the sums */
};

G_DEFINE_FINAL_TYPE (PlimHistoryReader, plim_history_reader, G_TYPE_OBJECT)

enum { SERIES, WEEKS, PROVIDERS, HOURS, FAILED, N_SIGNALS };
static guint signals[N_SIGNALS];

/* Whether there is an answer: not when something else is read by now, nor when it failed. */
static gboolean
has_answer (PlimHistoryReader *self, const GError *error)
{
  if (error == NULL)
    return TRUE;
  if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    g_signal_emit (self, signals[FAILED], 0, error);
  return FALSE;
}

/* Sums. */

static void
emit_sums (PlimHistoryReader *self, guint signal, GVariant *variant)
{
  g_autoptr (GPtrArray) all = plim_bus_sums_from_variant (variant);

  g_signal_emit (self, signals[signal], 0, all);
}

static void
on_weeks (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GVariant) variant = NULL;

  plim_bus_manager1_call_get_consumption_finish (PLIM_BUS_MANAGER1 (source), &variant, result,
                                                 &error);
  if (has_answer (user_data, error))
    emit_sums (user_data, WEEKS, variant);
}

static void
on_providers (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GVariant) variant = NULL;

  plim_bus_manager1_call_get_consumption_finish (PLIM_BUS_MANAGER1 (source), &variant, result,
                                                 &error);
  if (has_answer (user_data, error))
    emit_sums (user_data, PROVIDERS, variant);
}

static void
on_heatmap (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GVariant) variant = NULL;

  plim_bus_manager1_call_get_heatmap_finish (PLIM_BUS_MANAGER1 (source), &variant, result, &error);
  if (has_answer (user_data, error))
    emit_sums (user_data, HOURS, variant);
}

static GVariant *
to_bounds (const gint64 *bounds, gsize n_bounds)
{
  return g_variant_new_fixed_array (G_VARIANT_TYPE_INT64, bounds, n_bounds, sizeof (gint64));
}

/* All accounts' sums are many: they are asked for when the charts have been painted. */
static gboolean
ask_sums (gpointer user_data)
{
  PlimHistoryReader *self = user_data;
  PlimBusManager1 *manager = plim_bus_client_get_manager (self->client);
  const char *id = self->account != NULL ? plim_account_get_id (self->account) : "";
  gint64 ends[] = { self->from, self->to };
  gint64 bounds[PLIM_HISTORY_BOUNDS];

  self->sums_id = 0;
  plim_history_get_bounds (self->to, self->zone, bounds);
  plim_bus_manager1_call_get_consumption (manager, id, "", to_bounds (bounds, PLIM_HISTORY_BOUNDS),
                                          self->cancellable, on_weeks, self);
  if (self->account == NULL)
    plim_bus_manager1_call_get_consumption (manager, "", "", to_bounds (ends, 2), self->cancellable,
                                            on_providers, self);
  if (self->account == NULL)
    ends[0] = MAX (ends[0], self->to - MAX_HOURS_OF_ALL_S);
  plim_bus_manager1_call_get_heatmap (manager, id, "", ends[0], ends[1], self->cancellable,
                                      on_heatmap, self);
  return G_SOURCE_REMOVE;
}

/* Series. */

static void
finish_series (PlimHistoryReader *self)
{
  g_autoptr (GPtrArray) series = g_steal_pointer (&self->series);

  g_signal_emit (self, signals[SERIES], 0, series);
  self->sums_id = g_idle_add (ask_sums, self);
}

static void
on_series (GObject *source, GAsyncResult *result, gpointer user_data)
{
  PlimHistoryReader *self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GVariant) variant = NULL;

  plim_bus_manager1_call_get_series_finish (PLIM_BUS_MANAGER1 (source), &variant, result, &error);
  if (!has_answer (self, error))
    return;
  g_ptr_array_extend_and_steal (self->series, plim_bus_series_from_variant (variant));
  if (--self->n_pending == 0)
    finish_series (self);
}

static void
ask_series (PlimHistoryReader *self, const char *account_id, const char *window_id, guint n_points)
{
  self->n_pending++;
  plim_bus_manager1_call_get_series (plim_bus_client_get_manager (self->client), account_id,
                                     window_id, self->from, self->to, n_points, self->cancellable,
                                     on_series, self);
}

static void
ask_all_series (PlimHistoryReader *self)
{
  GListModel *accounts = G_LIST_MODEL (self->client);

  for (guint i = 0; i < g_list_model_get_n_items (accounts) && self->n_pending < MAX_LINES_OF_ALL;
       i++) {
    g_autoptr (PlimAccount) account = g_list_model_get_item (accounts, i);
    const char *window_id = plim_history_get_main_window (account);

    if (window_id != NULL)
      ask_series (self, plim_account_get_id (account), window_id, MAX_POINTS_OF_ALL);
  }
}

static void
plim_history_reader_dispose (GObject *object)
{
  plim_history_reader_cancel (PLIM_HISTORY_READER (object));
  G_OBJECT_CLASS (plim_history_reader_parent_class)->dispose (object);
}

static void
plim_history_reader_finalize (GObject *object)
{
  PlimHistoryReader *self = PLIM_HISTORY_READER (object);

  g_clear_object (&self->client);
  g_clear_object (&self->account);
  g_clear_pointer (&self->zone, g_time_zone_unref);
  G_OBJECT_CLASS (plim_history_reader_parent_class)->finalize (object);
}

static void
plim_history_reader_class_init (PlimHistoryReaderClass *klass)
{
  static const char *const names[] = { "series", "weeks", "providers", "hours" };
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = plim_history_reader_dispose;
  object_class->finalize = plim_history_reader_finalize;
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    signals[i] = g_signal_new (names[i], G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                               NULL, NULL, G_TYPE_NONE, 1, G_TYPE_PTR_ARRAY);
  signals[FAILED] = g_signal_new ("failed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                  NULL, NULL, G_TYPE_NONE, 1, G_TYPE_ERROR);
}

static void
plim_history_reader_init (PlimHistoryReader *self)
{
}

PlimHistoryReader *
plim_history_reader_new (PlimBusClient *client, PlimAccount *account)
{
  PlimHistoryReader *self = g_object_new (PLIM_TYPE_HISTORY_READER, NULL);

  self->client = g_object_ref (client);
  g_set_object (&self->account, account);
  return self;
}

void
plim_history_reader_read (PlimHistoryReader *self, gint64 from, gint64 to, GTimeZone *zone)
{
  g_return_if_fail (PLIM_IS_HISTORY_READER (self));

  plim_history_reader_cancel (self);
  g_clear_pointer (&self->zone, g_time_zone_unref);
  self->zone = g_time_zone_ref (zone);
  self->from = from;
  self->to = to;
  self->cancellable = g_cancellable_new ();
  self->series = g_ptr_array_new_with_free_func ((GDestroyNotify) plim_series_free);
  self->n_pending = 0;
  if (self->account != NULL)
    ask_series (self, plim_account_get_id (self->account), "", MAX_POINTS);
  else
    ask_all_series (self);
  if (self->n_pending == 0)
    finish_series (self);
}

void
plim_history_reader_cancel (PlimHistoryReader *self)
{
  g_return_if_fail (PLIM_IS_HISTORY_READER (self));

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_handle_id (&self->sums_id, g_source_remove);
  g_clear_pointer (&self->series, g_ptr_array_unref);
}
