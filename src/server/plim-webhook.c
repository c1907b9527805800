/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "plim-webhook.h"

#include "plim-json-text.h"
#include "plim-json.h"
#include "plim-secrets.h"
#include "plim-settings.h"
#include "plim-webhook-id.h"

#include <libsecret/secret.h>
#include <string.h>

#define DIGEST_BYTES 32
/* Wrong ids: so many within so long are looked at. */
#define MAX_REFUSED 60
#define REFUSED_US (60 * G_USEC_PER_SEC)
/* For codes that libsoup has no name for. */
#define STATUS_TOO_MANY_REQUESTS 429

struct _PlimWebhook {
  GObject parent_instance;

  PlimRouter *router;
  PlimCollectors *collectors;
  GSettings *settings;
  gboolean is_enabled; /* reading the setting costs as much as all of the routing */
  gboolean has_id;
  guint8 digest[DIGEST_BYTES];
  gint64 refused_since_us;
  guint n_refused;
  GCancellable *cancellable;
};

G_DEFINE_FINAL_TYPE (PlimWebhook, plim_webhook, G_TYPE_OBJECT)

/* The id. */

static void
compute_digest (const char *id, guint8 *digest)
{
  g_autoptr (GChecksum) checksum = g_checksum_new (G_CHECKSUM_SHA256);
  gsize length = DIGEST_BYTES;

  g_checksum_update (checksum, (const guchar *) id, (gssize) strlen (id));
  g_checksum_get_digest (checksum, digest, &length);
}

/* Takes as long whatever is given: what is compared are digests, all of them. */
static gboolean
is_id (PlimWebhook *self, const char *id)
{
  guint8 digest[DIGEST_BYTES];
  guint8 difference = 0;

  compute_digest (id, digest);
  for (gsize i = 0; i < DIGEST_BYTES; i++)
    difference |= (guint8) (digest[i] ^ self->digest[i]);
  return difference == 0 && self->has_id && self->is_enabled;
}

static gboolean
is_beyond_rate (PlimWebhook *self, int *retry_after_s)
{
  gint64 now_us = g_get_monotonic_time ();

  if (now_us - self->refused_since_us >= REFUSED_US) {
    self->refused_since_us = now_us;
    self->n_refused = 0;
  }
  *retry_after_s = (int) ((self->refused_since_us + REFUSED_US - now_us) / G_USEC_PER_SEC) + 1;
  return ++self->n_refused > MAX_REFUSED;
}

static void
refuse_id (PlimWebhook *self, PlimCall *call)
{
  g_autofree char *retry_after = NULL;
  int retry_after_s;

  if (!is_beyond_rate (self, &retry_after_s)) {
    plim_router_count_refusal (self->router, plim_call_get_route (call), PLIM_REFUSAL_WEBHOOK_ID);
    plim_call_answer_error (call, SOUP_STATUS_NOT_FOUND, "there is no such webhook");
    return;
  }
  retry_after = g_strdup_printf ("%d", retry_after_s);
  plim_call_set_header (call, "Retry-After", retry_after);
  plim_router_count_refusal (self->router, plim_call_get_route (call), PLIM_REFUSAL_RATE);
  plim_call_answer_error (call, STATUS_TOO_MANY_REQUESTS,
                          "too many unknown webhooks were asked for");
}

/* Answers. */

static guint
get_http_status (const PlimIngestResult *result)
{
  switch (result->status) {
  case PLIM_INGEST_OK:
    return SOUP_STATUS_OK;
  case PLIM_INGEST_ACCOUNT_UNIDENTIFIED:
    return SOUP_STATUS_ACCEPTED;
  case PLIM_INGEST_UNKNOWN_ERROR:
    return result->is_disk_full ? SOUP_STATUS_INSUFFICIENT_STORAGE
                                : SOUP_STATUS_INTERNAL_SERVER_ERROR;
  case PLIM_INGEST_INVALID_JSON:
  case PLIM_INGEST_PAYLOAD_MUST_BE_OBJECT:
  case PLIM_INGEST_MISSING_PROVIDER:
  case PLIM_INGEST_UNSUPPORTED_PROVIDER:
  case PLIM_INGEST_INVALID_CONTRACT:
  default:
    return SOUP_STATUS_BAD_REQUEST;
  }
}

/* `null` when it is not known. */
static void
add_text (GString *text, const char *name, const char *value)
{
  plim_json_text_add_name (text, name);
  plim_json_append_string (text, value);
}

/* Without a tree of nodes: so it is an answer to thousands a second. */
static void
on_ingested (GObject *source, GAsyncResult *async_result, gpointer user_data)
{
  g_autoptr (PlimCall) call = user_data;
  g_autoptr (PlimIngestResult) result =
      plim_collectors_ingest_finish (PLIM_COLLECTORS (source), async_result);
  g_autoptr (GBytes) body = NULL;
  gboolean is_ok = result->status == PLIM_INGEST_OK;
  GString *text = g_string_new (is_ok ? "{\"ok\":true" : "{\"ok\":false");

  plim_json_text_add_string (text, "ingest_status",
                             plim_enum_to_nick (PLIM_TYPE_INGEST_STATUS, (int) result->status));
  add_text (text, "provider", result->provider);
  add_text (text, "account_key", result->account_key);
  plim_json_text_add_boolean (text, "created_account", result->created_account);
  if (!is_ok)
    add_text (text, "message", result->message);
  plim_json_text_add_string (text, "provider_status", result->status_word);
  g_string_append_c (text, '}');
  body = g_string_free_to_bytes (text);
  plim_call_answer (call, get_http_status (result), PLIM_CALL_JSON, body);
}

static void
on_post (PlimCall *call, gpointer user_data)
{
  PlimWebhook *self = user_data;

  if (!is_id (self, plim_call_get_parameter (call))) {
    refuse_id (self, call);
    return;
  }
  plim_collectors_ingest_async (self->collectors, plim_call_get_body (call), on_ingested,
                                plim_call_ref (call));
}

/* A browser asks before it lets an extension send: for any id, so none is told from another. */
static void
on_options (PlimCall *call, gpointer user_data)
{
  PlimWebhook *self = user_data;
  const char *method = plim_call_get_header (call, "Access-Control-Request-Method");
  const char *network = plim_call_get_header (call, "Access-Control-Request-Private-Network");

  if (plim_call_get_origin (call) != PLIM_ORIGIN_EXTENSION || g_strcmp0 (method, "POST") != 0) {
    plim_router_count_refusal (self->router, plim_call_get_route (call), PLIM_REFUSAL_METHOD);
    plim_call_answer_error (call, SOUP_STATUS_FORBIDDEN, "only browser extensions need to ask");
    return;
  }
  plim_call_set_header (call, "Access-Control-Allow-Methods", "POST");
  plim_call_set_header (call, "Access-Control-Allow-Headers", "content-type, accept");
  plim_call_set_header (call, "Access-Control-Max-Age", "600");
  if (g_strcmp0 (network, "true") == 0)
    plim_call_set_header (call, "Access-Control-Allow-Private-Network", "true");
  plim_call_answer (call, SOUP_STATUS_NO_CONTENT, NULL, NULL);
}

static const PlimRoute routes[] = {
  { "POST", PLIM_WEBHOOK_PATTERN, PLIM_ACCESS_NONE, PLIM_ROUTE_EXTENSIONS | PLIM_ROUTE_OK_MEMBER,
    on_post },
  { "OPTIONS", PLIM_WEBHOOK_PATTERN, PLIM_ACCESS_NONE, PLIM_ROUTE_EXTENSIONS | PLIM_ROUTE_OK_MEMBER,
    on_options },
};

/* The object. */

static void
plim_webhook_dispose (GObject *object)
{
  PlimWebhook *self = PLIM_WEBHOOK (object);

  g_cancellable_cancel (self->cancellable);
  G_OBJECT_CLASS (plim_webhook_parent_class)->dispose (object);
}

static void
plim_webhook_finalize (GObject *object)
{
  PlimWebhook *self = PLIM_WEBHOOK (object);

  g_clear_object (&self->router);
  g_clear_object (&self->collectors);
  g_clear_object (&self->settings);
  g_clear_object (&self->cancellable);
  G_OBJECT_CLASS (plim_webhook_parent_class)->finalize (object);
}

static void
plim_webhook_class_init (PlimWebhookClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = plim_webhook_dispose;
  object_class->finalize = plim_webhook_finalize;
}

static void
plim_webhook_init (PlimWebhook *self)
{
  self->cancellable = g_cancellable_new ();
}

static void
on_enabled_changed (PlimWebhook *self)
{
  self->is_enabled = g_settings_get_boolean (self->settings, PLIM_SETTINGS_WEBHOOK_ENABLED);
  plim_webhook_reload (self);
}

PlimWebhook *
plim_webhook_new (PlimRouter *router, PlimCollectors *collectors, GSettings *settings)
{
  PlimWebhook *self = g_object_new (PLIM_TYPE_WEBHOOK, NULL);

  self->router = g_object_ref (router);
  self->collectors = g_object_ref (collectors);
  self->settings = g_object_ref (settings);
  plim_router_add (router, routes, G_N_ELEMENTS (routes), self);
  g_signal_connect_object (settings, "changed::" PLIM_SETTINGS_WEBHOOK_ENABLED,
                           G_CALLBACK (on_enabled_changed), self, G_CONNECT_SWAPPED);
  self->is_enabled = g_settings_get_boolean (settings, PLIM_SETTINGS_WEBHOOK_ENABLED);
  return self;
}

void
plim_webhook_set_id (PlimWebhook *self, const char *id)
{
  g_return_if_fail (PLIM_IS_WEBHOOK (self));

  self->has_id = id != NULL;
  if (id != NULL)
    compute_digest (id, self->digest);
}

static void look_up (GTask *task);

static void
on_id_stored (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;

  if (plim_webhook_id_store_finish (result, &error)) {
    look_up (g_steal_pointer (&task));
    return;
  }
  g_message ("The address for collectors is not kept: %s", error->message);
  g_task_return_error (task, error);
}

static void
make_id (GTask *task)
{
  g_autoptr (GTask) owned = task;
  PlimWebhook *self = g_task_get_source_object (task);
  GError *error = NULL;
  char *id = plim_webhook_id_new (&error);

  if (id == NULL) {
    g_message ("There is no address for collectors: %s", error->message);
    g_task_return_error (task, error);
    return;
  }
  plim_webhook_id_store_async (id, self->cancellable, on_id_stored, g_steal_pointer (&owned));
  secret_password_free (id);
}

static void
on_id_found (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  PlimWebhook *self = g_task_get_source_object (task);
  g_autoptr (GError) error = NULL;
  char *id = plim_webhook_id_lookup_finish (result, &error);

  plim_webhook_set_id (self, id);
  if (id != NULL) {
    secret_password_free (id);
    g_task_return_boolean (task, TRUE);
    return;
  }
  if (g_error_matches (error, PLIM_SECRETS_ERROR, PLIM_SECRETS_ERROR_NOT_FOUND)) {
    make_id (g_steal_pointer (&task));
    return;
  }
  if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    g_message ("The address for collectors cannot be read: %s", error->message);
  g_task_return_error (task, g_steal_pointer (&error));
}

static void
look_up (GTask *task)
{
  PlimWebhook *self = g_task_get_source_object (task);

  plim_webhook_id_lookup_async (self->cancellable, on_id_found, task);
}

void
plim_webhook_reload_async (PlimWebhook *self, GAsyncReadyCallback callback, gpointer user_data)
{
  g_autoptr (GTask) task = NULL;

  g_return_if_fail (PLIM_IS_WEBHOOK (self));

  task = g_task_new (self, NULL, callback, user_data);
  g_task_set_source_tag (task, plim_webhook_reload_async);
  if (self->is_enabled)
    look_up (g_steal_pointer (&task));
  else
    g_task_return_boolean (task, TRUE);
}

gboolean
plim_webhook_reload_finish (PlimWebhook *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

void
plim_webhook_reload (PlimWebhook *self)
{
  plim_webhook_reload_async (self, NULL, NULL);
}
