/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "plim-fake-history.h"

struct _PlimFakeHistory {
  GPtrArray *calls;      /* char *; the service's */
  GVariant *series;      /* (nullable) */
  GVariant *consumption; /* (nullable) */
  GVariant *heatmap;     /* (nullable) */
};

static void
note (PlimFakeHistory *self, const char *method, const char *id)
{
  g_ptr_array_add (self->calls, g_strdup_printf ("%s %s", method, id));
}

/* (transfer floating): what the test gave, else nothing */
static GVariant *
get_answer (GVariant *answer, const char *type)
{
  return answer != NULL ? answer : g_variant_new_array (G_VARIANT_TYPE (type), NULL, 0);
}

/* (transfer floating): those of the account and the window; an empty one is any */
static GVariant *
pick_series (PlimFakeHistory *self, const char *account_id, const char *window_id)
{
  g_auto (GVariantBuilder) builder =
      G_VARIANT_BUILDER_INIT (G_VARIANT_TYPE ("a(ssbbxxa(xddd)a(xx)ax)"));

  for (gsize i = 0; self->series != NULL && i < g_variant_n_children (self->series); i++) {
    g_autoptr (GVariant) series = g_variant_get_child_value (self->series, i);
    const char *account, *window;

    g_variant_get_child (series, 0, "&s", &account);
    g_variant_get_child (series, 1, "&s", &window);
    if ((account_id[0] == '\0' || g_str_equal (account_id, account)) &&
        (window_id[0] == '\0' || g_str_equal (window_id, window)))
      g_variant_builder_add_value (&builder, series);
  }
  return g_variant_builder_end (&builder);
}

static gboolean
on_get_series (PlimBusManager1 *manager,
               GDBusMethodInvocation *invocation,
               const char *account_id,
               const char *window_id,
               gint64 from,
               gint64 to,
               guint max_points,
               PlimFakeHistory *self)
{
  g_autofree char *call = g_strdup_printf ("GetSeries %" G_GINT64_FORMAT, to - from);

  note (self, call, account_id);
  plim_bus_manager1_complete_get_series (manager, invocation,
                                         pick_series (self, account_id, window_id));
  return TRUE;
}

static gboolean
on_get_consumption (PlimBusManager1 *manager,
                    GDBusMethodInvocation *invocation,
                    const char *account_id,
                    const char *window_id,
                    GVariant *bounds,
                    PlimFakeHistory *self)
{
  g_autofree char *call =
      g_strdup_printf ("GetConsumption %" G_GSIZE_FORMAT, g_variant_n_children (bounds));

  note (self, call, account_id);
  plim_bus_manager1_complete_get_consumption (manager, invocation,
                                              get_answer (self->consumption, "(ssbad)"));
  return TRUE;
}

static gboolean
on_get_heatmap (PlimBusManager1 *manager,
                GDBusMethodInvocation *invocation,
                const char *account_id,
                const char *window_id,
                gint64 from,
                gint64 to,
                PlimFakeHistory *self)
{
  note (self, "GetHeatmap", account_id);
  plim_bus_manager1_complete_get_heatmap (manager, invocation,
                                          get_answer (self->heatmap, "(ssbad)"));
  return TRUE;
}

static gboolean
on_clear_history (PlimBusManager1 *manager,
                  GDBusMethodInvocation *invocation,
                  const char *account_id,
                  PlimFakeHistory *self)
{
  note (self, "ClearHistory", account_id);
  plim_bus_manager1_complete_clear_history (manager, invocation);
  return TRUE;
}

static gboolean
on_get_history_size (PlimBusManager1 *manager,
                     GDBusMethodInvocation *invocation,
                     PlimFakeHistory *self)
{
  note (self, "GetHistorySize", "");
  plim_bus_manager1_complete_get_history_size (manager, invocation, 12345678);
  return TRUE;
}

PlimFakeHistory *
plim_fake_history_new (PlimBusManager1 *manager, GPtrArray *calls)
{
  PlimFakeHistory *self = g_new0 (PlimFakeHistory, 1);

  self->calls = g_ptr_array_ref (calls);
  g_signal_connect (manager, "handle-get-series", G_CALLBACK (on_get_series), self);
  g_signal_connect (manager, "handle-get-consumption", G_CALLBACK (on_get_consumption), self);
  g_signal_connect (manager, "handle-get-heatmap", G_CALLBACK (on_get_heatmap), self);
  g_signal_connect (manager, "handle-clear-history", G_CALLBACK (on_clear_history), self);
  g_signal_connect (manager, "handle-get-history-size", G_CALLBACK (on_get_history_size), self);
  return self;
}

void
plim_fake_history_free (PlimFakeHistory *self)
{
  g_ptr_array_unref (self->calls);
  g_clear_pointer (&self->series, g_variant_unref);
  g_clear_pointer (&self->consumption, g_variant_unref);
  g_clear_pointer (&self->heatmap, g_variant_unref);
  g_free (self);
}

void
plim_fake_history_set (PlimFakeHistory *self,
                       GVariant *series,
                       GVariant *consumption,
                       GVariant *heatmap)
{
  g_clear_pointer (&self->series, g_variant_unref);
  g_clear_pointer (&self->consumption, g_variant_unref);
  g_clear_pointer (&self->heatmap, g_variant_unref);
  self->series = g_variant_ref_sink (series);
  self->consumption = g_variant_ref_sink (consumption);
  self->heatmap = g_variant_ref_sink (heatmap);
}
