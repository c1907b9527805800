/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What the webhook knows, for `GET /api/collectors` and the metrics. Its secret address is in
 * neither. */
#include "plim-api-private.h"

#include "plim-json-write.h"
#include "plim-settings.h"
#include "plim-webhook.h"

static const char *
get_nick (int status)
{
  return plim_enum_to_nick (PLIM_TYPE_INGEST_STATUS, status);
}

static void
add_last (JsonBuilder *builder, const PlimWebhookState *state)
{
  if (state->last_status >= 0) {
    plim_json_add_text (builder, "lastIngestStatus", get_nick (state->last_status));
    json_builder_set_member_name (builder, "problem");
    json_builder_add_boolean_value (builder, state->last_status != PLIM_INGEST_OK);
  }
  plim_json_add_text (builder, "lastErrorMessage", state->last_message);
  plim_json_add_seconds (builder, "lastReceivedAt", state->last_received_at);
  plim_json_add_text (builder, "lastSource", state->last_source);
  plim_json_add_text (builder, "lastSourceVersion", state->last_source_version);
  plim_json_add_text (builder, "lastSchemaVersion", state->last_schema_version);
  plim_json_add_text (builder, "lastProvider", state->last_provider);
  plim_json_add_text (builder, "lastAccountKey", state->last_account_key);
}

static void
add_attempts (JsonBuilder *builder, const PlimWebhookState *state)
{
  json_builder_set_member_name (builder, "attempts");
  json_builder_begin_object (builder);
  for (int status = 0; status < PLIM_N_INGEST_STATUSES; status++)
    plim_json_add_integer (builder, get_nick (status), (gint64) state->attempts[status]);
  json_builder_end_object (builder);
}

static void
add_unscoped (JsonBuilder *builder, const PlimUnscopedError *error)
{
  if (error->code == NULL)
    return;
  json_builder_set_member_name (builder, "lastUnscopedError");
  json_builder_begin_object (builder);
  plim_json_add_text (builder, "code", error->code);
  plim_json_add_text (builder, "message", error->message);
  plim_json_add_text (builder, "provider", error->provider);
  plim_json_add_text (builder, "source", error->source);
  plim_json_add_text (builder, "sourceVersion", error->source_version);
  plim_json_add_seconds (builder, "collectedAt", error->collected_at);
  plim_json_add_seconds (builder, "receivedAt", error->received_at);
  json_builder_end_object (builder);
}

/* (transfer full) (element-type utf8 guint): the providers that are fed, and of how many accounts
 */
static GHashTable *
count_providers (PlimCollectors *collectors)
{
  GHashTable *counts = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  GHashTableIter iter;
  gpointer value;

  g_hash_table_iter_init (&iter, plim_collectors_get_feeds (collectors));
  while (g_hash_table_iter_next (&iter, NULL, &value)) {
    const char *provider = ((const PlimCollectorFeed *) value)->provider;
    guint count = GPOINTER_TO_UINT (g_hash_table_lookup (counts, provider));

    g_hash_table_insert (counts, g_strdup (provider), GUINT_TO_POINTER (count + 1));
  }
  return counts;
}

static void
add_known (JsonBuilder *builder, PlimCollectors *collectors)
{
  g_autoptr (GHashTable) counts = count_providers (collectors);
  GHashTableIter iter;
  gpointer provider, count;

  plim_json_add_integer (builder, "knownAccounts", plim_collectors_get_count (collectors, NULL));
  json_builder_set_member_name (builder, "knownAccountsByProvider");
  json_builder_begin_object (builder);
  g_hash_table_iter_init (&iter, counts);
  while (g_hash_table_iter_next (&iter, &provider, &count))
    plim_json_add_integer (builder, provider, GPOINTER_TO_UINT (count));
  json_builder_end_object (builder);
}

static void
on_collectors (PlimCall *call, gpointer user_data)
{
  PlimApi *self = user_data;
  g_autoptr (JsonBuilder) builder = json_builder_new ();

  json_builder_begin_object (builder);
  json_builder_set_member_name (builder, "enabled");
  json_builder_add_boolean_value (builder, g_settings_get_boolean (self->settings,
                                                                   PLIM_SETTINGS_WEBHOOK_ENABLED));
  if (self->collectors != NULL) {
    const PlimWebhookState *state = plim_collectors_get_state (self->collectors);

    add_last (builder, state);
    add_known (builder, self->collectors);
    add_attempts (builder, state);
    plim_json_add_integer (builder, "refused",
                           (gint64) plim_router_get_refusals (self->router, PLIM_WEBHOOK_PATTERN,
                                                              NULL));
    add_unscoped (builder, &state->unscoped);
  }
  json_builder_end_object (builder);
  plim_call_answer_json (call, SOUP_STATUS_OK, builder);
}

static void
write_samples (PlimApi *self, PlimMetrics *metrics)
{
  GHashTableIter iter;
  gpointer id, value;

  plim_metrics_begin (metrics, "plimsoll_webhook_samples", PLIM_METRIC_COUNTER,
                      "Samples that were accepted, by account.");
  g_hash_table_iter_init (&iter, plim_collectors_get_feeds (self->collectors));
  while (g_hash_table_iter_next (&iter, &id, &value)) {
    const PlimCollectorFeed *feed = value;
    PlimAccount *account = plim_account_list_find (self->accounts, id);

    if (account != NULL)
      plim_metrics_add (metrics, (double) feed->request_count, "account", id, "provider",
                        plim_account_get_provider_id (account), NULL);
  }
}

static void
write_providers (PlimCollectors *collectors, PlimMetrics *metrics)
{
  g_autoptr (GHashTable) counts = count_providers (collectors);
  GHashTableIter iter;
  gpointer provider, count;

  plim_metrics_begin (metrics, "plimsoll_webhook_accounts", PLIM_METRIC_GAUGE,
                      "Accounts that collectors feed.");
  g_hash_table_iter_init (&iter, counts);
  while (g_hash_table_iter_next (&iter, &provider, &count))
    plim_metrics_add (metrics, GPOINTER_TO_UINT (count), "provider", provider, NULL);
}

static void
write_refusals (PlimRouter *router, PlimMetrics *metrics)
{
  static const char *const reasons[] = {
    PLIM_REFUSAL_WEBHOOK_ID, PLIM_REFUSAL_HOST,     PLIM_REFUSAL_ORIGIN, PLIM_REFUSAL_METHOD,
    PLIM_REFUSAL_SIZE,       PLIM_REFUSAL_ENCODING, PLIM_REFUSAL_RATE,
  };

  plim_metrics_begin (metrics, "plimsoll_webhook_refused", PLIM_METRIC_COUNTER,
                      "Requests that were turned away before they were read.");
  for (gsize i = 0; i < G_N_ELEMENTS (reasons); i++)
    plim_metrics_add (metrics,
                      (double) plim_router_get_refusals (router, PLIM_WEBHOOK_PATTERN, reasons[i]),
                      "reason", reasons[i], NULL);
}

void
plim_api_write_collectors (PlimApi *self, PlimMetrics *metrics)
{
  const PlimWebhookState *state;

  if (self->collectors == NULL)
    return;
  state = plim_collectors_get_state (self->collectors);
  plim_metrics_begin (metrics, "plimsoll_webhook_requests", PLIM_METRIC_COUNTER,
                      "What collectors sent, by how it was answered.");
  for (int status = 0; status < PLIM_N_INGEST_STATUSES; status++)
    plim_metrics_add (metrics, (double) state->attempts[status], "ingest_status", get_nick (status),
                      NULL);
  write_refusals (self->router, metrics);
  write_samples (self, metrics);
  plim_metrics_begin (metrics, "plimsoll_webhook_last_request_timestamp_seconds", PLIM_METRIC_GAUGE,
                      "When a collector sent something last.");
  if (state->last_received_at != PLIM_TIME_UNKNOWN)
    plim_metrics_add (metrics, (double) state->last_received_at, NULL);
  write_providers (self->collectors, metrics);
}

void
plim_api_add_collectors_routes (PlimApi *self)
{
  static const PlimRoute routes[] = {
    { "GET", "/api/collectors", PLIM_ACCESS_READ, PLIM_ROUTE_PLAIN, on_collectors },
  };

  plim_router_add (self->router, routes, G_N_ELEMENTS (routes), self);
}
