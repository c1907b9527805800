/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "plim-bus-history.h"

#include "plim-bus-codec.h"
#include "plim-bus-reply.h"
#include "plim-bus-series.h"
#include "plim-history.h"

#define MAX_BOUNDS 1000

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

static GVariant *
samples_to_variant (GArray *samples)
{
  GVariantBuilder builder = G_VARIANT_BUILDER_INIT (G_VARIANT_TYPE ("a(xddx)"));

  for (guint i = 0; i < samples->len; i++) {
    const PlimSample *sample = &g_array_index (samples, PlimSample, i);

    g_variant_builder_add (&builder, "(xddx)", sample->at, sample->used_percent, sample->value,
                           sample->resets_at);
  }
  return g_variant_builder_end (&builder);
}

static void
on_history (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GArray) samples =
      plim_database_get_history_finish (PLIM_DATABASE (source), result, &error);

  plim_bus_reply (user_data, samples != NULL ? samples_to_variant (samples) : NULL, error);
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

static void
on_series (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) all =
      plim_database_get_series_finish (PLIM_DATABASE (source), result, &error);

  plim_bus_reply (user_data, all != NULL ? plim_bus_series_to_variant (all) : NULL, error);
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
on_consumption (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) all =
      plim_database_get_consumption_finish (PLIM_DATABASE (source), result, &error);

  plim_bus_reply (user_data, all != NULL ? plim_bus_sums_to_variant (all) : NULL, error);
}

static gboolean
are_ordered (const gint64 *bounds, gsize n_bounds)
{
  for (gsize i = 1; i < n_bounds; i++) {
    if (bounds[i] < bounds[i - 1])
      return FALSE;
  }
  return n_bounds >= 2 && n_bounds <= MAX_BOUNDS;
}

static gboolean
on_get_consumption (PlimBusManager1 *manager,
                    GDBusMethodInvocation *invocation,
                    const char *account_id,
                    const char *window_id,
                    GVariant *variant,
                    History *self)
{
  gsize n_bounds;
  const gint64 *bounds = g_variant_get_fixed_array (variant, &n_bounds, sizeof (gint64));

  if (!are_ordered (bounds, n_bounds))
    g_dbus_method_invocation_return_error (invocation, PLIM_BUS_ERROR,
                                           PLIM_BUS_ERROR_INVALID_ARGUMENT,
                                           "bounds must be 2 to %d times in order", MAX_BOUNDS);
  else if (get_one (account_id) == NULL || has_account (self, invocation, account_id))
    plim_database_get_consumption_async (self->database, get_one (account_id), get_one (window_id),
                                         bounds, (guint) n_bounds, NULL, on_consumption,
                                         invocation);
  return G_DBUS_METHOD_INVOCATION_HANDLED;
}

static void
on_heatmap (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) all =
      plim_database_get_heatmap_finish (PLIM_DATABASE (source), result, &error);

  plim_bus_reply (user_data, all != NULL ? plim_bus_sums_to_variant (all) : NULL, error);
}

static gboolean
on_get_heatmap (PlimBusManager1 *manager,
                GDBusMethodInvocation *invocation,
                const char *account_id,
                const char *window_id,
                gint64 from,
                gint64 to,
                History *self)
{
  if (get_one (account_id) == NULL || has_account (self, invocation, account_id))
    plim_database_get_heatmap_async (self->database, get_one (account_id), get_one (window_id),
                                     from, to, NULL, on_heatmap, invocation);
  return G_DBUS_METHOD_INVOCATION_HANDLED;
}

static void
on_sized (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;
  gint64 size_bytes = plim_database_get_size_finish (PLIM_DATABASE (source), result, &error);

  plim_bus_reply (user_data, size_bytes >= 0 ? g_variant_new_uint64 ((guint64) size_bytes) : NULL,
                  error);
}

static gboolean
on_get_history_size (PlimBusManager1 *manager, GDBusMethodInvocation *invocation, History *self)
{
  plim_database_get_size_async (self->database, NULL, on_sized, invocation);
  return G_DBUS_METHOD_INVOCATION_HANDLED;
}

static void
on_imported (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;
  guint count = 0;
  gboolean is_done =
      plim_database_import_history_finish (PLIM_DATABASE (source), result, &count, &error);

  plim_bus_reply (user_data, is_done ? g_variant_new_uint32 (count) : NULL, error);
}

static gboolean
on_import_history (PlimBusManager1 *manager,
                   GDBusMethodInvocation *invocation,
                   const char *account_id,
                   const char *window_id,
                   GVariant *list,
                   History *self)
{
  g_autoptr (GArray) samples = g_array_new (FALSE, FALSE, sizeof (PlimSample));
  GVariantIter iter;
  PlimSample sample;

  if (!has_account (self, invocation, account_id))
    return G_DBUS_METHOD_INVOCATION_HANDLED;
  g_variant_iter_init (&iter, list);
  while (g_variant_iter_next (&iter, "(xddx)", &sample.at, &sample.used_percent, &sample.value,
                              &sample.resets_at))
    g_array_append_val (samples, sample);
  plim_database_import_history_async (self->database, account_id, window_id, samples, NULL,
                                      on_imported, invocation);
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
  g_autoptr (GError) error = NULL;
  gint64 count = plim_database_count_samples_finish (PLIM_DATABASE (source), result, &error);

  plim_bus_reply (user_data, count >= 0 ? g_variant_new_uint64 ((guint64) count) : NULL, error);
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
  serve (manager, "handle-get-consumption", G_CALLBACK (on_get_consumption), &history);
  serve (manager, "handle-get-heatmap", G_CALLBACK (on_get_heatmap), &history);
  serve (manager, "handle-get-history-size", G_CALLBACK (on_get_history_size), &history);
  serve (manager, "handle-import-history", G_CALLBACK (on_import_history), &history);
  serve (manager, "handle-clear-history", G_CALLBACK (on_clear_history), &history);
  serve (manager, "handle-count-samples", G_CALLBACK (on_count_samples), &history);
}
