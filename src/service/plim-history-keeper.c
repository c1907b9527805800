/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "plim-history-keeper.h"

#include "plim-settings.h"

#define HOUR_S 3600
#define DAY_S (24 * (gint64) HOUR_S)

struct _PlimHistoryKeeper {
  GObject parent_instance;

  PlimDatabase *database;
  PlimClock *clock;
  GSettings *settings;
  gint64 hour; /* in which it was done last; another one, too, when the clock was set back */
  GCancellable *cancellable;
};

G_DEFINE_FINAL_TYPE (PlimHistoryKeeper, plim_history_keeper, G_TYPE_OBJECT)

static void
on_maintained (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;

  /* The next hour tries again; meanwhile charts read the samples themselves. */
  if (!plim_database_maintain_finish (PLIM_DATABASE (source), result, &error) &&
      !g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    g_message ("History could not be rolled up: %s", error->message);
}

static void
plim_history_keeper_dispose (GObject *object)
{
  PlimHistoryKeeper *self = PLIM_HISTORY_KEEPER (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->database);
  g_clear_object (&self->clock);
  g_clear_object (&self->settings);
  G_OBJECT_CLASS (plim_history_keeper_parent_class)->dispose (object);
}

static void
plim_history_keeper_finalize (GObject *object)
{
  g_clear_object (&PLIM_HISTORY_KEEPER (object)->cancellable);
  G_OBJECT_CLASS (plim_history_keeper_parent_class)->finalize (object);
}

static void
plim_history_keeper_class_init (PlimHistoryKeeperClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = plim_history_keeper_dispose;
  G_OBJECT_CLASS (klass)->finalize = plim_history_keeper_finalize;
}

static void
plim_history_keeper_init (PlimHistoryKeeper *self)
{
  self->cancellable = g_cancellable_new ();
}

PlimHistoryKeeper *
plim_history_keeper_new (PlimDatabase *database,
                         PlimPoller *poller,
                         PlimClock *clock,
                         GSettings *settings)
{
  PlimHistoryKeeper *self;

  g_return_val_if_fail (PLIM_IS_DATABASE (database), NULL);
  g_return_val_if_fail (PLIM_IS_POLLER (poller), NULL);

  self = g_object_new (PLIM_TYPE_HISTORY_KEEPER, NULL);
  self->database = g_object_ref (database);
  self->clock = g_object_ref (clock);
  self->settings = g_object_ref (settings);
  g_signal_connect_object (poller, "polled", G_CALLBACK (plim_history_keeper_look), self,
                           G_CONNECT_SWAPPED);
  return self;
}

void
plim_history_keeper_look (PlimHistoryKeeper *self)
{
  gint64 now;

  g_return_if_fail (PLIM_IS_HISTORY_KEEPER (self));

  now = plim_clock_get_now (self->clock);
  if (now / HOUR_S == self->hour)
    return;
  self->hour = now / HOUR_S;
  plim_database_maintain_async (self->database, now,
                                DAY_S * g_settings_get_uint (self->settings,
                                                             PLIM_SETTINGS_HISTORY_RAW_DAYS),
                                DAY_S * g_settings_get_uint (self->settings,
                                                             PLIM_SETTINGS_HISTORY_HOUR_DAYS),
                                self->cancellable, on_maintained, NULL);
}
