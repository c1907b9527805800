/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "plim-bus-history.h"

#include "plim-bus-codec.h"
#include "plim-bus-reply.h"
#include "plim-history.h"

typedef struct {
  PlimAccountList *accounts;
  PlimDatabase *database;
} History;

static void
history_free (gpointer data, GClosure *closure)
{
  History *history = data;

  g_object_unref (history->accounts);
  g_object_unref (history->database);
  g_free (history);
}

/* Otherwise the call is answered. */
static gboolean
has_account (History *self, GDBusMethodInvocation *invocation, const char *account_id)
{
  if (plim_account_list_find (self->accounts, account_id) != NULL)
    return TRUE;
  g_dbus_method_invocation_return_error (invocation, PLIM_BUS_ERROR, PLIM_BUS_ERROR_NOT_FOUND,
                                         "no account %s", account_id);
  return FALSE;
}

static void
on_history (GObject *source, GAsyncResult *result, gpointer user_data)
{
  GDBusMethodInvocation *invocation = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GArray) samples =
      plim_database_get_history_finish (PLIM_DATABASE (source), result, &error);
  g_auto (GVariantBuilder) builder = G_VARIANT_BUILDER_INIT (G_VARIANT_TYPE ("a(xddx)"));

  if (samples == NULL) {
    plim_bus_reply_error (invocation, error);
    return;
  }
  for (guint i = 0; i < samples->len; i++) {
    const PlimSample *sample = &g_array_index (samples, PlimSample, i);

    g_variant_builder_add (&builder, "(xddx)", sample->at, sample->used_percent, sample->value,
                           sample->resets_at);
  }
  g_dbus_method_invocation_return_value (invocation,
                                         g_variant_new ("(@a(xddx))",
                                                        g_variant_builder_end (&builder)));
}

static gboolean
on_get_history (PlimBusManager1 *manager,
                GDBusMethodInvocation *invocation,
                const char *account_id,
                const char *window_id,
                gint64 from,
                gint64 to,
                History *self)
{
  if (has_account (self, invocation, account_id))
    plim_database_get_history_async (self->database, account_id, window_id, from, to, NULL,
                                     on_history, invocation);
  return G_DBUS_METHOD_INVOCATION_HANDLED;
}

#define SERIES "(ssbbxxa(xddd)a(xx)ax)"

static void
add_series (GVariantBuilder *builder, const PlimSeries *series)
{
  g_variant_builder_open (builder, G_VARIANT_TYPE (SERIES));
  g_variant_builder_add (builder, "s", series->account_id);
  g_variant_builder_add (builder, "s", series->window_id);
  g_variant_builder_add (builder, "b", series->percent);
  g_variant_builder_add (builder, "b", series->falls);
  g_variant_builder_add (builder, "x", series->step_s);
  g_variant_builder_add (builder, "x", series->known_until);
  g_variant_builder_open (builder, G_VARIANT_TYPE ("a(xddd)"));
  for (guint i = 0; i < series->points->len; i++) {
    const PlimSeriesPoint *point = &g_array_index (series->points, PlimSeriesPoint, i);

    g_variant_builder_add (builder, "(xddd)", point->at, point->low, point->high, point->last);
  }
  g_variant_builder_close (builder);
  g_variant_builder_open (builder, G_VARIANT_TYPE ("a(xx)"));
  for (guint i = 0; i < series->gaps->len; i++) {
    const PlimSeriesGap *gap = &g_array_index (series->gaps, PlimSeriesGap, i);

    g_variant_builder_add (builder, "(xx)", gap->from, gap->to);
  }
  g_variant_builder_close (builder);
  g_variant_builder_open (builder, G_VARIANT_TYPE ("ax"));
  for (guint i = 0; i < series->resets->len; i++)
    g_variant_builder_add (builder, "x", g_array_index (series->resets, gint64, i));
  g_variant_builder_close (builder);
  g_variant_builder_close (builder);
}

static void
on_series (GObject *source, GAsyncResult *result, gpointer user_data)
{
  GDBusMethodInvocation *invocation = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) all =
      plim_database_get_series_finish (PLIM_DATABASE (source), result, &error);
  g_auto (GVariantBuilder) builder = G_VARIANT_BUILDER_INIT (G_VARIANT_TYPE ("a" SERIES));

  if (all == NULL) {
    plim_bus_reply_error (invocation, error);
    return;
  }
  for (guint i = 0; i < all->len; i++)
    add_series (&builder, all->pdata[i]);
  g_dbus_method_invocation_return_value (invocation,
                                         g_variant_new ("(@a" SERIES ")",
                                                        g_variant_builder_end (&builder)));
}

/* (nullable): an empty text stands for all. */
static const char *
get_one (const char *id)
{
  return id[0] != '\0' ? id : NULL;
}

static gboolean
on_get_series (PlimBusManager1 *manager,
               GDBusMethodInvocation *invocation,
               const char *account_id,
               const char *window_id,
               gint64 from,
               gint64 to,
               guint max_points,
               History *self)
{
  if (get_one (account_id) == NULL || has_account (self, invocation, account_id))
    plim_database_get_series_async (self->database, get_one (account_id), get_one (window_id), from,
                                    to, max_points, NULL, on_series, invocation);
  return G_DBUS_METHOD_INVOCATION_HANDLED;
}

static void
on_cleared (GObject *source, GAsyncResult *result, gpointer user_data)
{
  GDBusMethodInvocation *invocation = user_data;
  g_autoptr (GError) error = NULL;

  if (plim_database_clear_history_finish (PLIM_DATABASE (source), result, &error))
    g_dbus_method_invocation_return_value (invocation, NULL);
  else
    plim_bus_reply_error (invocation, error);
}

static gboolean
on_clear_history (PlimBusManager1 *manager,
                  GDBusMethodInvocation *invocation,
                  const char *account_id,
                  History *self)
{
  if (get_one (account_id) == NULL || has_account (self, invocation, account_id))
    plim_database_clear_history_async (self->database, get_one (account_id), NULL, on_cleared,
                                       invocation);
  return G_DBUS_METHOD_INVOCATION_HANDLED;
}

static void
on_counted (GObject *source, GAsyncResult *result, gpointer user_data)
{
  GDBusMethodInvocation *invocation = user_data;
  g_autoptr (GError) error = NULL;
  gint64 count = plim_database_count_samples_finish (PLIM_DATABASE (source), result, &error);

  if (count < 0)
    plim_bus_reply_error (invocation, error);
  else
    g_dbus_method_invocation_return_value (invocation, g_variant_new ("(t)", (guint64) count));
}

static gboolean
on_count_samples (PlimBusManager1 *manager,
                  GDBusMethodInvocation *invocation,
                  const char *account_id,
                  History *self)
{
  if (has_account (self, invocation, account_id))
    plim_database_count_samples_async (self->database, account_id, NULL, on_counted, invocation);
  return G_DBUS_METHOD_INVOCATION_HANDLED;
}

static void
serve (PlimBusManager1 *manager, const char *signal, GCallback handler, const History *from)
{
  History *history = g_new0 (History, 1);

  history->accounts = g_object_ref (from->accounts);
  history->database = g_object_ref (from->database);
  g_signal_connect_data (manager, signal, handler, history, history_free, 0);
}

void
plim_bus_history_serve (PlimBusManager1 *manager, PlimAccountList *accounts, PlimDatabase *database)
{
  History history = { accounts, database };

  serve (manager, "handle-get-history", G_CALLBACK (on_get_history), &history);
  serve (manager, "handle-get-series", G_CALLBACK (on_get_series), &history);
  serve (manager, "handle-clear-history", G_CALLBACK (on_clear_history), &history);
  serve (manager, "handle-count-samples", G_CALLBACK (on_count_samples), &history);
}
