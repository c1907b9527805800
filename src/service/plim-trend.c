/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "plim-trend.h"

#include "plim-account.h"

#include <math.h>

#define HOUR_S 3600
#define LEARN_S (21 * 24 * (gint64) HOUR_S)
/* More than the hours of that time, so that each is a point. */
#define LEARN_POINTS 600

struct _PlimTrend {
  GObject parent_instance;

  GListModel *accounts;
  PlimClock *clock;
  GHashTable *followed; /* account id → Followed */
};

G_DEFINE_FINAL_TYPE (PlimTrend, plim_trend, G_TYPE_OBJECT)

/* What is known of an account's windows. */
typedef struct {
  PlimAccount *account;
  gint64 owner_changed_at;
  GHashTable *burns; /* window id → PlimBurn */
} Followed;

static void
followed_free (gpointer data)
{
  Followed *self = data;

  g_object_unref (self->account);
  g_hash_table_unref (self->burns);
  g_free (self);
}

static gboolean
can_be_foretold (const PlimUsageWindow *window)
{
  return window->can_lead && window->kind != PLIM_WINDOW_RATE &&
         !isnan (plim_burn_get_used (window));
}

static void
observe (Followed *self, const PlimUsageWindow *window, gint64 at)
{
  PlimBurn *burn = g_hash_table_lookup (self->burns, window->id);

  if (burn == NULL) {
    burn = g_new0 (PlimBurn, 1);
    g_hash_table_insert (self->burns, g_strdup (window->id), burn);
  }
  plim_burn_observe (burn, at, plim_burn_get_used (window), !isnan (window->used_percent),
                     window->resets_at);
}

static void
tell (Followed *self, gint64 now)
{
  PlimSnapshot *snapshot = plim_account_get_snapshot (self->account);
  g_autoptr (GHashTable) forecasts =
      g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);

  for (guint i = 0; snapshot != NULL && i < plim_snapshot_get_n_windows (snapshot); i++) {
    const PlimUsageWindow *window = plim_snapshot_get_window (snapshot, i);
    PlimForecast *forecast;

    if (!can_be_foretold (window))
      continue;
    observe (self, window, plim_snapshot_get_collected_at (snapshot));
    forecast = g_new0 (PlimForecast, 1);
    plim_forecast_init (forecast, g_hash_table_lookup (self->burns, window->id), window, now);
    g_hash_table_insert (forecasts, g_strdup (window->id), forecast);
  }
  plim_account_set_forecasts (self->account, forecasts);
}

/* The numbers are somebody else's now: what was learnt is not about them. */
static void
follow_owner (Followed *self)
{
  gint64 changed_at = plim_account_get_owner (self->account)->changed_at;

  if (changed_at != self->owner_changed_at)
    g_hash_table_remove_all (self->burns);
  self->owner_changed_at = changed_at;
}

static void
on_snapshot (PlimAccount *account, GParamSpec *pspec, PlimTrend *self)
{
  Followed *followed = g_hash_table_lookup (self->followed, plim_account_get_id (account));

  if (followed == NULL)
    return;
  follow_owner (followed);
  tell (followed, plim_clock_get_now (self->clock));
}

static void
follow (PlimTrend *self, PlimAccount *account)
{
  Followed *followed = g_new0 (Followed, 1);

  followed->account = g_object_ref (account);
  followed->owner_changed_at = plim_account_get_owner (account)->changed_at;
  followed->burns = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  g_hash_table_insert (self->followed, g_strdup (plim_account_get_id (account)), followed);
  g_signal_connect_object (account, "notify::snapshot", G_CALLBACK (on_snapshot), self, 0);
  tell (followed, plim_clock_get_now (self->clock));
}

static gboolean
is_listed (PlimTrend *self, PlimAccount *account)
{
  for (guint i = 0; i < g_list_model_get_n_items (self->accounts); i++) {
    g_autoptr (PlimAccount) listed = g_list_model_get_item (self->accounts, i);

    if (listed == account)
      return TRUE;
  }
  return FALSE;
}

static void
on_accounts_changed (
    GListModel *accounts, guint position, guint n_removed, guint n_added, PlimTrend *self)
{
  GHashTableIter iter;
  gpointer value;

  g_hash_table_iter_init (&iter, self->followed);
  while (n_removed > 0 && g_hash_table_iter_next (&iter, NULL, &value)) {
    Followed *followed = value;

    if (is_listed (self, followed->account))
      continue;
    g_signal_handlers_disconnect_by_func (followed->account, on_snapshot, self);
    g_hash_table_iter_remove (&iter);
  }
  for (guint i = position; i < position + n_added; i++) {
    g_autoptr (PlimAccount) account = g_list_model_get_item (accounts, i);

    if (!g_hash_table_contains (self->followed, plim_account_get_id (account)))
      follow (self, account);
  }
}

/* Learning from history. */

static gboolean
is_in_gap (const PlimSeries *series, gint64 at)
{
  for (guint i = 0; i < series->gaps->len; i++) {
    const PlimSeriesGap *gap = &g_array_index (series->gaps, PlimSeriesGap, i);

    if (at > gap->from && at < gap->to)
      return TRUE;
  }
  return FALSE;
}

static gint64
get_next_reset (const PlimSeries *series, gint64 at)
{
  for (guint i = 0; i < series->resets->len; i++) {
    gint64 reset_at = g_array_index (series->resets, gint64, i);

    if (reset_at > at)
      return reset_at;
  }
  return PLIM_TIME_UNKNOWN;
}

/* Each hour is looked at, as if polled: those without a change were idle. */
static PlimBurn *
learn (const PlimSeries *series, gint64 now)
{
  PlimBurn *burn = g_new0 (PlimBurn, 1);
  guint next = 0;
  double used = NAN;
  gint64 begin = g_array_index (series->points, PlimSeriesPoint, 0).at;
  /* A clock that was ahead may have seen it in the future. */
  gint64 until = MIN (series->known_until, now);

  for (gint64 at = begin - begin % HOUR_S + HOUR_S; at <= until; at += HOUR_S) {
    while (next < series->points->len &&
           g_array_index (series->points, PlimSeriesPoint, next).at < at)
      used = g_array_index (series->points, PlimSeriesPoint, next++).last;
    if (!is_in_gap (series, at))
      plim_burn_observe (burn, at, series->percent ? used : -used, series->percent,
                         get_next_reset (series, at));
  }
  return burn;
}

static void
on_loaded (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  PlimTrend *self = g_task_get_source_object (task);
  GError *error = NULL;
  g_autoptr (GPtrArray) all =
      plim_database_get_series_finish (PLIM_DATABASE (source), result, &error);
  GHashTableIter iter;
  gpointer followed;

  if (all == NULL) {
    g_task_return_error (task, error);
    return;
  }
  for (guint i = 0; i < all->len; i++) {
    const PlimSeries *series = all->pdata[i];
    Followed *of_account = g_hash_table_lookup (self->followed, series->account_id);

    /* Values that grow are no window's remaining. */
    if (of_account != NULL && (series->percent || series->falls))
      g_hash_table_insert (of_account->burns, g_strdup (series->window_id),
                           learn (series, plim_clock_get_now (self->clock)));
  }
  g_hash_table_iter_init (&iter, self->followed);
  while (g_hash_table_iter_next (&iter, NULL, &followed))
    tell (followed, plim_clock_get_now (self->clock));
  g_task_return_boolean (task, TRUE);
}

void
plim_trend_load_async (PlimTrend *self,
                       PlimDatabase *database,
                       GCancellable *cancellable,
                       GAsyncReadyCallback callback,
                       gpointer user_data)
{
  GTask *task;
  gint64 now;

  g_return_if_fail (PLIM_IS_TREND (self));
  g_return_if_fail (PLIM_IS_DATABASE (database));

  now = plim_clock_get_now (self->clock);
  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, plim_trend_load_async);
  plim_database_get_series_async (database, NULL, NULL, now - LEARN_S, now, LEARN_POINTS,
                                  cancellable, on_loaded, task);
}

gboolean
plim_trend_load_finish (PlimTrend *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

/* The object. */

static void
plim_trend_dispose (GObject *object)
{
  PlimTrend *self = PLIM_TREND (object);

  g_hash_table_remove_all (self->followed);
  g_clear_object (&self->accounts);
  g_clear_object (&self->clock);
  G_OBJECT_CLASS (plim_trend_parent_class)->dispose (object);
}

static void
plim_trend_finalize (GObject *object)
{
  g_hash_table_unref (PLIM_TREND (object)->followed);
  G_OBJECT_CLASS (plim_trend_parent_class)->finalize (object);
}

static void
plim_trend_class_init (PlimTrendClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = plim_trend_dispose;
  G_OBJECT_CLASS (klass)->finalize = plim_trend_finalize;
}

static void
plim_trend_init (PlimTrend *self)
{
  self->followed = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, followed_free);
}

PlimTrend *
plim_trend_new (GListModel *accounts, PlimClock *clock)
{
  PlimTrend *self;

  g_return_val_if_fail (G_IS_LIST_MODEL (accounts), NULL);
  g_return_val_if_fail (PLIM_IS_CLOCK (clock), NULL);

  self = g_object_new (PLIM_TYPE_TREND, NULL);
  self->accounts = g_object_ref (accounts);
  self->clock = g_object_ref (clock);
  g_signal_connect_object (accounts, "items-changed", G_CALLBACK (on_accounts_changed), self, 0);
  on_accounts_changed (accounts, 0, 0, g_list_model_get_n_items (accounts), self);
  return self;
}
