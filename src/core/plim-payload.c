/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "plim-payload.h"

#include "plim-json-member.h"
#include "plim-json-strict.h"
#include "plim-json.h"
#include "plim-redact.h"

#include <math.h>
#include <string.h>

#define SCHEMA_VERSION "2.0"
#define MAX_PROVIDER_CHARS 64
#define MAX_WINDOWS 64
#define MAX_ID_BYTES 128
#define MAX_LABEL_CHARS 256
#define MAX_LENGTH_S 3155760000.0 /* a century */
#define KEY_DIGITS 16

G_DEFINE_ENUM_TYPE (PlimIngestStatus,
                    plim_ingest_status,
                    G_DEFINE_ENUM_VALUE (PLIM_INGEST_OK, "ok"),
                    G_DEFINE_ENUM_VALUE (PLIM_INGEST_ACCOUNT_UNIDENTIFIED, "account_unidentified"),
                    G_DEFINE_ENUM_VALUE (PLIM_INGEST_INVALID_JSON, "invalid_json"),
                    G_DEFINE_ENUM_VALUE (PLIM_INGEST_PAYLOAD_MUST_BE_OBJECT,
                                         "payload_must_be_object"),
                    G_DEFINE_ENUM_VALUE (PLIM_INGEST_MISSING_PROVIDER, "missing_provider"),
                    G_DEFINE_ENUM_VALUE (PLIM_INGEST_UNSUPPORTED_PROVIDER, "unsupported_provider"),
                    G_DEFINE_ENUM_VALUE (PLIM_INGEST_INVALID_CONTRACT, "invalid_contract"),
                    G_DEFINE_ENUM_VALUE (PLIM_INGEST_UNKNOWN_ERROR, "unknown_error"))

static const char *const own_providers[] = { "codex", "ollama_cloud", PLIM_PAYLOAD_UNKNOWN, NULL };
static const char *const collectors[] = { "browser_extension", "shell_script", "python_collector",
                                          "manual_test", NULL };

static const struct {
  const char *word;
  PlimStatus status;
} statuses[] = {
  { "ok", PLIM_STATUS_OK },
  { "not_authenticated", PLIM_STATUS_NOT_AUTHENTICATED },
  { "provider_unavailable", PLIM_STATUS_PROVIDER_UNAVAILABLE },
  { "parse_error", PLIM_STATUS_INVALID_RESPONSE },
  { "rate_limited", PLIM_STATUS_RATE_LIMITED },
  { "ha_unavailable", PLIM_STATUS_PROVIDER_UNAVAILABLE },
  { "unknown_error", PLIM_STATUS_PROVIDER_UNAVAILABLE },
};

/* Failing. */

static gboolean
fail (PlimPayload *self, PlimIngestStatus status, const char *message)
{
  self->ingest_status = status;
  g_free (self->message);
  self->message = g_strdup (message);
  g_clear_pointer (&self->account_key, g_free);
  return FALSE;
}

static gboolean
break_contract (PlimPayload *self, const char *path, const char *rule)
{
  g_autofree char *message = g_strdup_printf ("%s %s", path, rule);

  return fail (self, PLIM_INGEST_INVALID_CONTRACT, message);
}

static gboolean
is_one_of (const char *text, const char *const *words)
{
  return g_strv_contains (words, text);
}

/* The envelope, in the order of the contract. */

static gboolean
is_known_provider (const char *provider, const char *const *providers)
{
  g_autofree char *id = NULL;

  if (is_one_of (provider, own_providers))
    return TRUE;
  if (strchr (provider, '-') != NULL || g_str_equal (provider, "extension"))
    return FALSE;
  id = g_strdelimit (g_strdup (provider), "_", '-');
  return is_one_of (id, providers);
}

static gboolean
read_provider (PlimPayload *self, JsonObject *root, const char *const *providers)
{
  g_autofree char *text = plim_json_member_dup_text (root, "provider");

  if (text == NULL)
    return fail (self, PLIM_INGEST_MISSING_PROVIDER, "provider is missing or not a text");
  self->provider = g_utf8_strdown (text, -1);
  self->is_supported = is_known_provider (self->provider, providers);
  plim_json_member_cut (self->provider, MAX_PROVIDER_CHARS);
  return self->is_supported || fail (self, PLIM_INGEST_UNSUPPORTED_PROVIDER,
                                     "provider is not one that samples are taken for");
}

static gboolean
read_schema (PlimPayload *self, JsonObject *root)
{
  self->schema_version = plim_json_member_dup_text (root, "schema_version");
  if (g_strcmp0 (self->schema_version, SCHEMA_VERSION) == 0)
    return TRUE;
  if (g_strcmp0 (self->schema_version, "1.0") == 0 || g_strcmp0 (self->schema_version, "1.1") == 0)
    return break_contract (self, "schema_version",
                           "is an old one: please update the collector, 2.0 is needed");
  return break_contract (self, "schema_version", "must be the text 2.0");
}

static gboolean
read_collector (PlimPayload *self, JsonObject *root)
{
  JsonObject *collector = plim_json_get_object (root, "collector_data");

  if (collector == NULL)
    return break_contract (self, "collector_data", "must be an object");
  self->collector_id = plim_json_member_dup_text (collector, "id");
  if (self->collector_id == NULL || !is_one_of (self->collector_id, collectors))
    return break_contract (self, "collector_data.id", "must be the name of a known collector");
  self->collector_version =
      plim_json_member_cut (plim_json_member_dup_text (collector, "version"), MAX_LABEL_CHARS);
  if (self->collector_version == NULL)
    return break_contract (self, "collector_data.version", "must be a text");
  return TRUE;
}

static gboolean
read_state (PlimPayload *self, JsonObject *root)
{
  if (!plim_json_member_get_time (root, "collected_at", &self->collected_at))
    return break_contract (self, "collected_at", "must be a time with a zone");
  self->collected_at = MIN (self->collected_at, self->received_at);
  self->status_word = plim_json_member_dup_text (root, "status");
  for (gsize i = 0; self->status_word != NULL && i < G_N_ELEMENTS (statuses); i++) {
    if (g_str_equal (self->status_word, statuses[i].word))
      return TRUE;
  }
  return break_contract (self, "status", "must be one of the known words");
}

static gboolean
is_ok (const PlimPayload *self)
{
  return g_strcmp0 (self->status_word, "ok") == 0;
}

/* Windows. */

static void
free_window (gpointer data)
{
  PlimPayloadWindow *window = data;

  g_free (window->id);
  g_free (window->label);
  g_free (window);
}

static gboolean
break_window (PlimPayload *self, const char *name, const char *rule)
{
  g_autofree char *path = g_strdup_printf ("usage_data.windows[%u]%s%s", self->windows->len - 1,
                                           *name != '\0' ? "." : "", name);

  return break_contract (self, path, rule);
}

static gboolean
read_window_names (PlimPayload *self, PlimPayloadWindow *window, JsonObject *object)
{
  window->id = plim_json_member_dup_text (object, "id");
  if (window->id == NULL || strlen (window->id) > MAX_ID_BYTES)
    return break_window (self, "id", "must be a text of at most 128 bytes");
  for (guint i = 0; i < self->windows->len - 1; i++) {
    PlimPayloadWindow *other = g_ptr_array_index (self->windows, i);

    if (g_str_equal (other->id, window->id))
      return break_window (self, "id", "must differ from the other windows'");
  }
  window->label =
      plim_json_member_cut (plim_json_member_dup_text (object, "label"), MAX_LABEL_CHARS);
  return window->label != NULL || break_window (self, "label", "must be a text");
}

static gboolean
read_window_numbers (PlimPayload *self, PlimPayloadWindow *window, JsonObject *object)
{
  double length, after;

  if (!plim_json_member_get_number (object, "duration_seconds", &length) || length < 1 ||
      length > MAX_LENGTH_S)
    return break_window (self, "duration_seconds", "must be a number from 1 to 3155760000");
  window->length_s = llround (length);
  if (!plim_json_member_get_number (object, "used_percent", &window->used_percent) ||
      window->used_percent < 0 || window->used_percent > 100)
    return break_window (self, "used_percent", "must be a number from 0 to 100");
  if (!plim_json_member_get_time (object, "reset_at", &window->resets_at))
    return break_window (self, "reset_at", "must be a time with a zone");
  if (!plim_json_member_get_boolean (object, "limit_reached", &window->limit_reached))
    return break_window (self, "limit_reached", "must be true or false");
  if (json_object_has_member (object, "reset_after_seconds") &&
      (!plim_json_member_get_number (object, "reset_after_seconds", &after) || after < 0))
    return break_window (self, "reset_after_seconds", "must be a number of 0 and more");
  return TRUE;
}

static gboolean
read_window (PlimPayload *self, JsonNode *node)
{
  PlimPayloadWindow *window = g_new0 (PlimPayloadWindow, 1);
  JsonObject *object;

  g_ptr_array_add (self->windows, window);
  if (!JSON_NODE_HOLDS_OBJECT (node))
    return break_window (self, "", "must be an object");
  object = json_node_get_object (node);
  return read_window_names (self, window, object) && read_window_numbers (self, window, object);
}

static gboolean
read_usage (PlimPayload *self, JsonObject *root)
{
  JsonObject *usage = plim_json_get_object (root, "usage_data");
  JsonArray *windows;

  if (usage == NULL)
    return break_contract (self, "usage_data", "must be an object");
  windows = plim_json_get_array (usage, "windows");
  if (windows == NULL)
    return break_contract (self, "usage_data.windows", "must be an array");
  if (json_array_get_length (windows) > MAX_WINDOWS)
    return break_contract (self, "usage_data.windows", "must have at most 64 items");
  if (is_ok (self) && json_array_get_length (windows) == 0)
    return break_contract (self, "usage_data.windows", "must not be empty when status is ok");
  for (guint i = 0; i < json_array_get_length (windows); i++) {
    if (!read_window (self, json_array_get_element (windows, i)))
      return FALSE;
  }
  return TRUE;
}

/* The account. */

static gboolean
check_account (PlimPayload *self, JsonObject *root)
{
  JsonObject *account = plim_json_get_object (root, "account_data");
  JsonObject *plan;

  if (account == NULL)
    return break_contract (self, "account_data", "must be an object");
  plan = plim_json_get_object (account, "plan");
  if (json_object_has_member (account, "plan") && plan == NULL)
    return break_contract (self, "account_data.plan", "must be an object when it is there");
  self->plan = plan != NULL ? plim_json_member_cut (plim_json_member_dup_text (plan, "type"),
                                                    MAX_LABEL_CHARS)
                            : NULL;
  return TRUE;
}

/* Of an error a number is an id too: its decimal text. */
static char *
dup_account_id (const PlimPayload *self, JsonObject *account)
{
  JsonNode *node = plim_json_get_node (account, "id");

  if (is_ok (self) || node == NULL || !JSON_NODE_HOLDS_VALUE (node))
    return plim_json_member_dup_text (account, "id");
  if (json_node_get_value_type (node) == G_TYPE_INT64)
    return g_strdup_printf ("%" G_GINT64_FORMAT, json_node_get_int (node));
  if (json_node_get_value_type (node) == G_TYPE_DOUBLE) {
    char text[G_ASCII_DTOSTR_BUF_SIZE];

    return g_strdup (g_ascii_dtostr (text, sizeof text, json_node_get_double (node)));
  }
  return plim_json_member_dup_text (account, "id");
}

static char *
dup_label (JsonObject *account)
{
  static const char *const names[] = { "label", "email", "username" };

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++) {
    char *label = plim_json_member_dup_text (account, names[i]);

    if (label != NULL)
      return plim_json_member_cut (label, MAX_LABEL_CHARS);
  }
  return NULL;
}

static gboolean
read_account (PlimPayload *self, JsonObject *root)
{
  JsonObject *account = plim_json_get_object (root, "account_data");
  g_autofree char *id = dup_account_id (self, account);
  g_autofree char *identity = NULL;
  g_autofree char *digest = NULL;

  if (id == NULL && is_ok (self))
    return break_contract (self, "account_data.id", "must be a text when status is ok");
  self->label = dup_label (account);
  if (id == NULL)
    return TRUE;
  identity = g_strdup_printf ("%s:account_id:%s", self->provider, id);
  digest = g_compute_checksum_for_string (G_CHECKSUM_SHA256, identity, -1);
  self->account_key = g_strdup_printf ("acct_%.*s", KEY_DIGITS, digest);
  return TRUE;
}

static gboolean
read_error (PlimPayload *self, JsonObject *root)
{
  JsonObject *error = plim_json_get_object (root, "error");
  g_autofree char *message = NULL;

  if (is_ok (self))
    return plim_json_get_node (root, "error") == NULL ||
           break_contract (self, "error", "must be null when status is ok");
  if (error == NULL)
    return break_contract (self, "error", "must be an object unless status is ok");
  self->error_code =
      plim_json_member_cut (plim_json_member_dup_text (error, "code"), MAX_LABEL_CHARS);
  if (self->error_code == NULL)
    return break_contract (self, "error.code", "must be a text");
  message = plim_json_member_dup_text (error, "message");
  if (message == NULL)
    return break_contract (self, "error.message", "must be a text");
  self->error_message = plim_redact (message);
  return TRUE;
}

static gboolean
read_root (PlimPayload *self, GBytes *body, const char *const *providers)
{
  gsize size;
  const char *text = g_bytes_get_data (body, &size);
  g_autoptr (JsonNode) node = NULL;
  JsonObject *root;

  if (size > 0 && plim_json_is_strict (text, size))
    node = plim_json_parse (body, NULL);
  if (node == NULL)
    return fail (self, PLIM_INGEST_INVALID_JSON, "the body is not valid JSON");
  if (!JSON_NODE_HOLDS_OBJECT (node))
    return fail (self, PLIM_INGEST_PAYLOAD_MUST_BE_OBJECT, "the body must be a JSON object");
  root = json_node_get_object (node);
  return read_provider (self, root, providers) && read_schema (self, root) &&
         read_collector (self, root) && read_state (self, root) && check_account (self, root) &&
         read_usage (self, root) && read_account (self, root) && read_error (self, root);
}

PlimPayload *
plim_payload_read (GBytes *body, const char *const *providers, gint64 received_at)
{
  PlimPayload *self = g_new0 (PlimPayload, 1);

  g_return_val_if_fail (body != NULL, NULL);
  g_return_val_if_fail (providers != NULL, NULL);

  self->received_at = received_at;
  self->windows = g_ptr_array_new_with_free_func (free_window);
  if (read_root (self, body, providers) && self->account_key == NULL) {
    self->ingest_status = PLIM_INGEST_ACCOUNT_UNIDENTIFIED;
    self->message = g_strdup (self->error_message);
  }
  return self;
}

void
plim_payload_free (PlimPayload *self)
{
  g_return_if_fail (self != NULL);

  g_free (self->message);
  g_free (self->provider);
  g_free (self->schema_version);
  g_free (self->collector_id);
  g_free (self->collector_version);
  g_free (self->status_word);
  g_free (self->account_key);
  g_free (self->label);
  g_free (self->plan);
  g_free (self->error_code);
  g_free (self->error_message);
  g_ptr_array_unref (self->windows);
  g_free (self);
}

gboolean
plim_payload_is_accepted (const PlimPayload *self)
{
  return self->ingest_status == PLIM_INGEST_OK ||
         self->ingest_status == PLIM_INGEST_ACCOUNT_UNIDENTIFIED;
}

char *
plim_payload_dup_provider_id (const PlimPayload *self)
{
  return g_strdelimit (g_strdup (self->provider), "_", '-');
}

PlimStatus
plim_payload_get_status (const PlimPayload *self)
{
  for (gsize i = 0; i < G_N_ELEMENTS (statuses); i++) {
    if (g_strcmp0 (self->status_word, statuses[i].word) == 0)
      return statuses[i].status;
  }
  return PLIM_STATUS_PROVIDER_UNAVAILABLE;
}

/* The polled window that this one is, told by its length: else each source would show its own. */
static const PlimUsageWindow *
find_polled (const PlimSnapshot *former, const PlimPayloadWindow *window)
{
  for (guint i = 0; i < plim_snapshot_get_n_windows (former); i++) {
    const PlimUsageWindow *polled = plim_snapshot_get_window (former, i);

    if (polled->length_s == window->length_s && polled->scope == NULL &&
        polled->kind == PLIM_WINDOW_ROLLING)
      return polled;
  }
  return NULL;
}

static void
add_window (PlimSnapshot *snapshot, const PlimPayloadWindow *item, const PlimUsageWindow *polled)
{
  PlimUsageWindow *window =
      plim_snapshot_add_window (snapshot, polled != NULL ? polled->id : item->id,
                                PLIM_WINDOW_ROLLING);

  window->title = g_strdup (polled != NULL ? polled->title : item->label);
  window->length_s = item->length_s;
  window->used_percent = item->used_percent;
  window->resets_at = item->resets_at;
  window->limit_reached = item->limit_reached;
}

PlimSnapshot *
plim_payload_make_snapshot (const PlimPayload *self, const PlimSnapshot *former, gboolean is_polled)
{
  g_autoptr (PlimSnapshot) snapshot = plim_snapshot_new (self->collected_at);
  const char *plan = self->plan;

  if (plan == NULL && former != NULL)
    plan = plim_snapshot_get_plan (former);
  plim_snapshot_set_plan (snapshot, plan);
  if (!is_ok (self))
    plim_snapshot_set_refused (snapshot, plim_payload_get_status (self), 0, self->error_message);
  for (guint i = 0; i < self->windows->len; i++) {
    const PlimPayloadWindow *item = g_ptr_array_index (self->windows, i);

    add_window (snapshot, item, is_polled && former != NULL ? find_polled (former, item) : NULL);
  }
  plim_snapshot_seal (snapshot);
  return g_steal_pointer (&snapshot);
}
