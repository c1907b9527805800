/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "plim-bus-collectors.h"

#include "plim-bus-codec.h"
#include "plim-bus-generated.h"
#include "plim-settings.h"

/* Who shows it is told of changes that often at most. */
#define UPDATE_MS 200
/* And of alike attempts. */
#define ATTEMPT_MS 100

/* What was told of one account and status lately, and what came since. */
typedef struct {
  PlimIngestResult *latest; /* (nullable): not told yet */
} Attempts;

struct _PlimBusCollectors {
  GObject parent_instance;

  PlimBusCollectors1 *skeleton;
  PlimCollectors *collectors;
  PlimAccountList *accounts;
  GSettings *settings;
  guint update_id;
  GHashTable *attempts; /* provider, account and status → Attempts */
  guint attempts_id;
};

G_DEFINE_FINAL_TYPE (PlimBusCollectors, plim_bus_collectors, G_TYPE_OBJECT)

enum { SIGNAL_RELOAD_ADDRESS, N_SIGNALS };
static guint signals[N_SIGNALS];

static const char *
or_empty (const char *text)
{
  return text != NULL ? text : "";
}

/* Encoding. */

static void
add_text (GVariantDict *dict, const char *name, const char *text)
{
  if (text != NULL)
    g_variant_dict_insert (dict, name, "s", text);
}

static void
add_time (GVariantDict *dict, const char *name, gint64 at)
{
  if (at != PLIM_TIME_UNKNOWN)
    g_variant_dict_insert (dict, name, "x", at);
}

static GVariant *
encode_feed (const PlimCollectorFeed *feed, PlimAccount *account)
{
  GVariantDict dict;

  g_variant_dict_init (&dict, NULL);
  add_text (&dict, "account_key", feed->account_key);
  add_text (&dict, "provider", feed->provider);
  add_text (&dict, "status", feed->status_word);
  add_text (&dict, "error_code", feed->error_code);
  add_text (&dict, "source", feed->source);
  add_text (&dict, "source_version", feed->source_version);
  add_time (&dict, "collected_at", feed->collected_at);
  add_time (&dict, "received_at", feed->received_at);
  g_variant_dict_insert (&dict, "request_count", "t", feed->request_count);
  g_variant_dict_insert (&dict, "available", "b", plim_collector_feed_is_available (feed, account));
  g_variant_dict_insert (&dict, "allowed", "b", plim_collector_feed_is_allowed (feed, account));
  g_variant_dict_insert (&dict, "limit_reached", "b",
                         plim_collector_feed_is_limit_reached (account));
  g_variant_dict_insert (&dict, "polled", "b", plim_account_is_polled (account));
  return g_variant_dict_end (&dict);
}

static GVariant *
encode_accounts (PlimBusCollectors *self)
{
  GVariantBuilder builder = G_VARIANT_BUILDER_INIT (G_VARIANT_TYPE ("a{sa{sv}}"));
  GHashTableIter iter;
  gpointer id, feed;

  g_hash_table_iter_init (&iter, plim_collectors_get_feeds (self->collectors));
  while (g_hash_table_iter_next (&iter, &id, &feed)) {
    PlimAccount *account = plim_account_list_find (self->accounts, id);

    if (account != NULL)
      g_variant_builder_add (&builder, "{s@a{sv}}", id, encode_feed (feed, account));
  }
  return g_variant_builder_end (&builder);
}

static GVariant *
encode_providers (PlimBusCollectors *self)
{
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);
  GVariantBuilder builder = G_VARIANT_BUILDER_INIT (G_VARIANT_TYPE ("a{su}"));
  GHashTableIter iter;
  gpointer value;

  g_hash_table_iter_init (&iter, plim_collectors_get_feeds (self->collectors));
  while (g_hash_table_iter_next (&iter, NULL, &value)) {
    const char *provider = ((PlimCollectorFeed *) value)->provider;

    if (g_hash_table_add (seen, (gpointer) provider))
      g_variant_builder_add (&builder, "{su}", provider,
                             plim_collectors_get_count (self->collectors, provider));
  }
  return g_variant_builder_end (&builder);
}

static GVariant *
encode_attempts (const PlimWebhookState *state)
{
  GVariantBuilder builder = G_VARIANT_BUILDER_INIT (G_VARIANT_TYPE ("a{st}"));

  for (int i = 0; i < PLIM_N_INGEST_STATUSES; i++)
    g_variant_builder_add (&builder, "{st}", plim_enum_to_nick (PLIM_TYPE_INGEST_STATUS, i),
                           state->attempts[i]);
  return g_variant_builder_end (&builder);
}

static GVariant *
encode_unscoped (const PlimUnscopedError *error)
{
  GVariantDict dict;

  g_variant_dict_init (&dict, NULL);
  add_text (&dict, "code", error->code);
  add_text (&dict, "message", error->message);
  add_text (&dict, "provider", error->provider);
  add_text (&dict, "source", error->source);
  add_text (&dict, "source_version", error->source_version);
  add_time (&dict, "collected_at", error->collected_at);
  add_time (&dict, "received_at", error->received_at);
  return g_variant_dict_end (&dict);
}

/* Following. */

static void
update_state (PlimBusCollectors *self)
{
  const PlimWebhookState *state = plim_collectors_get_state (self->collectors);
  const char *status = state->last_status >= 0
                           ? plim_enum_to_nick (PLIM_TYPE_INGEST_STATUS, state->last_status)
                           : "";

  plim_bus_collectors1_set_last_ingest_status (self->skeleton, status);
  plim_bus_collectors1_set_last_error_message (self->skeleton, or_empty (state->last_message));
  plim_bus_collectors1_set_webhook_problem (self->skeleton, state->last_status > PLIM_INGEST_OK);
  plim_bus_collectors1_set_last_received_at (self->skeleton, state->last_received_at);
  plim_bus_collectors1_set_last_source (self->skeleton, or_empty (state->last_source));
  plim_bus_collectors1_set_last_source_version (self->skeleton,
                                                or_empty (state->last_source_version));
  plim_bus_collectors1_set_last_schema_version (self->skeleton,
                                                or_empty (state->last_schema_version));
  plim_bus_collectors1_set_last_provider (self->skeleton, or_empty (state->last_provider));
  plim_bus_collectors1_set_last_account_key (self->skeleton, or_empty (state->last_account_key));
  plim_bus_collectors1_set_attempts (self->skeleton, encode_attempts (state));
  plim_bus_collectors1_set_last_unscoped_error (self->skeleton, encode_unscoped (&state->unscoped));
}

static void
update (PlimBusCollectors *self)
{
  update_state (self);
  plim_bus_collectors1_set_webhook_enabled (self->skeleton,
                                            g_settings_get_boolean (self->settings,
                                                                    PLIM_SETTINGS_WEBHOOK_ENABLED));
  plim_bus_collectors1_set_known_accounts (self->skeleton,
                                           plim_collectors_get_count (self->collectors, NULL));
  plim_bus_collectors1_set_known_accounts_by_provider (self->skeleton, encode_providers (self));
  plim_bus_collectors1_set_waiting_samples (self->skeleton,
                                            plim_collectors_get_waiting (self->collectors));
  plim_bus_collectors1_set_accounts (self->skeleton, encode_accounts (self));
}

static gboolean
on_update_due (gpointer user_data)
{
  PlimBusCollectors *self = user_data;

  self->update_id = 0;
  update (self);
  return G_SOURCE_REMOVE;
}

static void
update_soon (PlimBusCollectors *self)
{
  if (self->update_id == 0)
    self->update_id = g_timeout_add (UPDATE_MS, on_update_due, self);
}

static void
free_attempts (gpointer data)
{
  Attempts *attempts = data;

  g_clear_pointer (&attempts->latest, plim_ingest_result_free);
  g_free (attempts);
}

static void
tell_attempt (PlimBusCollectors *self, const PlimIngestResult *result)
{
  plim_bus_collectors1_emit_attempt (self->skeleton, or_empty (result->provider),
                                     or_empty (result->account_key),
                                     plim_enum_to_nick (PLIM_TYPE_INGEST_STATUS,
                                                        (int) result->status),
                                     or_empty (result->status_word), result->created_account,
                                     plim_collectors_get_count (self->collectors, NULL));
}

/* Those without a successor were told long enough ago: the next is told at once. */
static gboolean
on_attempts_due (gpointer user_data)
{
  PlimBusCollectors *self = user_data;
  GHashTableIter iter;
  gpointer value;

  g_hash_table_iter_init (&iter, self->attempts);
  while (g_hash_table_iter_next (&iter, NULL, &value)) {
    Attempts *attempts = value;

    if (attempts->latest == NULL) {
      g_hash_table_iter_remove (&iter);
      continue;
    }
    tell_attempt (self, attempts->latest);
    g_clear_pointer (&attempts->latest, plim_ingest_result_free);
  }
  if (g_hash_table_size (self->attempts) > 0)
    return G_SOURCE_CONTINUE;
  self->attempts_id = 0;
  return G_SOURCE_REMOVE;
}

static void
on_attempt (PlimCollectors *collectors, const PlimIngestResult *result, PlimBusCollectors *self)
{
  g_autofree char *key =
      g_strdup_printf ("%d %s %s", (int) result->status, or_empty (result->provider),
                       or_empty (result->account_key));
  Attempts *attempts = g_hash_table_lookup (self->attempts, key);

  update_soon (self);
  if (attempts != NULL) {
    g_clear_pointer (&attempts->latest, plim_ingest_result_free);
    attempts->latest = plim_ingest_result_copy (result);
    return;
  }
  g_hash_table_insert (self->attempts, g_steal_pointer (&key), g_new0 (Attempts, 1));
  tell_attempt (self, result);
  if (self->attempts_id == 0)
    self->attempts_id = g_timeout_add (ATTEMPT_MS, on_attempts_due, self);
}

static gboolean
on_reload_address (PlimBusCollectors1 *skeleton,
                   GDBusMethodInvocation *invocation,
                   PlimBusCollectors *self)
{
  gboolean is_taken = FALSE;

  g_signal_emit (self, signals[SIGNAL_RELOAD_ADDRESS], 0, invocation, &is_taken);
  if (!is_taken) /* nobody has read any */
    plim_bus_collectors1_complete_reload_address (skeleton, invocation);
  return G_DBUS_METHOD_INVOCATION_HANDLED;
}

static void
plim_bus_collectors_dispose (GObject *object)
{
  PlimBusCollectors *self = PLIM_BUS_COLLECTORS (object);

  g_clear_handle_id (&self->update_id, g_source_remove);
  g_clear_handle_id (&self->attempts_id, g_source_remove);
  if (self->skeleton != NULL)
    g_dbus_interface_skeleton_unexport (G_DBUS_INTERFACE_SKELETON (self->skeleton));
  g_clear_object (&self->skeleton);
  g_clear_object (&self->collectors);
  g_clear_object (&self->accounts);
  g_clear_object (&self->settings);
  G_OBJECT_CLASS (plim_bus_collectors_parent_class)->dispose (object);
}

static void
plim_bus_collectors_finalize (GObject *object)
{
  g_hash_table_unref (PLIM_BUS_COLLECTORS (object)->attempts);
  G_OBJECT_CLASS (plim_bus_collectors_parent_class)->finalize (object);
}

static void
plim_bus_collectors_class_init (PlimBusCollectorsClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = plim_bus_collectors_dispose;
  G_OBJECT_CLASS (klass)->finalize = plim_bus_collectors_finalize;
  signals[SIGNAL_RELOAD_ADDRESS] =
      g_signal_new ("reload-address", PLIM_TYPE_BUS_COLLECTORS, G_SIGNAL_RUN_LAST, 0,
                    g_signal_accumulator_true_handled, NULL, NULL, G_TYPE_BOOLEAN, 1,
                    G_TYPE_DBUS_METHOD_INVOCATION);
}

static void
plim_bus_collectors_init (PlimBusCollectors *self)
{
  self->skeleton = plim_bus_collectors1_skeleton_new ();
  self->attempts = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, free_attempts);
}

PlimBusCollectors *
plim_bus_collectors_new (GDBusConnection *connection,
                         PlimCollectors *collectors,
                         PlimAccountList *accounts,
                         GSettings *settings,
                         GError **error)
{
  g_autoptr (PlimBusCollectors) self = g_object_new (PLIM_TYPE_BUS_COLLECTORS, NULL);

  self->collectors = g_object_ref (collectors);
  self->accounts = g_object_ref (accounts);
  self->settings = g_object_ref (settings);
  plim_bus_collectors1_set_problem (self->skeleton, "");
  update (self);
  g_signal_connect_object (self->skeleton, "handle-reload-address", G_CALLBACK (on_reload_address),
                           self, 0);
  if (!g_dbus_interface_skeleton_export (G_DBUS_INTERFACE_SKELETON (self->skeleton), connection,
                                         PLIM_BUS_PATH, error))
    return NULL;
  g_signal_connect_object (collectors, "attempt", G_CALLBACK (on_attempt), self, 0);
  g_signal_connect_object (collectors, "sampled", G_CALLBACK (update_soon), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (collectors, "stopped", G_CALLBACK (update_soon), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (accounts, "items-changed", G_CALLBACK (update_soon), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (settings, "changed::" PLIM_SETTINGS_WEBHOOK_ENABLED,
                           G_CALLBACK (update_soon), self, G_CONNECT_SWAPPED);
  return g_steal_pointer (&self);
}

void
plim_bus_collectors_set_server (PlimBusCollectors *self,
                                gboolean is_listening,
                                guint port,
                                const char *problem)
{
  g_return_if_fail (PLIM_IS_BUS_COLLECTORS (self));

  plim_bus_collectors1_set_listening (self->skeleton, is_listening);
  plim_bus_collectors1_set_port (self->skeleton, port);
  plim_bus_collectors1_set_problem (self->skeleton, or_empty (problem));
}
