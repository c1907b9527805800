/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "plim-api-tokens.h"

#include "plim-redact.h"
#include "plim-time.h"

#include <string.h>

#define FAILURES_S 60
/* Only the addresses of one minute: who has more than that to spare gets in anyway. */
#define MAX_ADDRESSES 256
/* Each is a write to the keyring. */
#define KEEP_USE_S 3600

typedef struct {
  gint64 since;
  guint n_failures;
} Failures;

struct _PlimApiTokens {
  GObject parent_instance;

  PlimClock *clock;
  GPtrArray *keys;      /* (nullable) */
  GHashTable *kept;     /* key id → gint64: which use is in the keyring */
  GHashTable *failures; /* address → Failures */
  GCancellable *cancellable;
};

G_DEFINE_FINAL_TYPE (PlimApiTokens, plim_api_tokens, G_TYPE_OBJECT)

static guint loaded_signal;

/* Loading. */

/* The keyring knows the hour, and we may know the second. */
static void
take_uses (GPtrArray *keys, GPtrArray *former)
{
  for (guint i = 0; i < keys->len; i++) {
    PlimApiKey *key = g_ptr_array_index (keys, i);

    for (guint j = 0; former != NULL && j < former->len; j++) {
      const PlimApiKey *other = g_ptr_array_index (former, j);

      if (strcmp (key->id, other->id) == 0)
        key->used_at = MAX (key->used_at, other->used_at);
    }
  }
}

static void
on_loaded (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  PlimApiTokens *self = g_task_get_source_object (task);
  GError *error = NULL;
  g_autoptr (GPtrArray) keys = plim_api_keys_load_finish (result, &error);

  if (keys != NULL)
    take_uses (keys, self->keys);
  g_clear_pointer (&self->keys, g_ptr_array_unref);
  self->keys = g_steal_pointer (&keys);
  g_signal_emit (self, loaded_signal, 0);
  if (error != NULL)
    g_task_return_error (task, error);
  else
    g_task_return_boolean (task, TRUE);
}

void
plim_api_tokens_load_async (PlimApiTokens *self,
                            GCancellable *cancellable,
                            GAsyncReadyCallback callback,
                            gpointer user_data)
{
  GTask *task;

  g_return_if_fail (PLIM_IS_API_TOKENS (self));

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, plim_api_tokens_load_async);
  plim_api_keys_load_async (cancellable, on_loaded, task);
}

gboolean
plim_api_tokens_load_finish (PlimApiTokens *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

/* Failures. */

static Failures *
get_failures (PlimApiTokens *self, const char *address)
{
  Failures *failures = g_hash_table_lookup (self->failures, address);
  gint64 now = plim_clock_get_now (self->clock);

  if (failures != NULL && now - failures->since >= 0 && now - failures->since < FAILURES_S)
    return failures;
  if (g_hash_table_size (self->failures) >= MAX_ADDRESSES)
    g_hash_table_remove_all (self->failures);
  failures = g_new0 (Failures, 1);
  failures->since = now;
  g_hash_table_insert (self->failures, g_strdup (address), failures);
  return failures;
}

PlimApiVerdict
plim_api_tokens_count_wrong (PlimApiTokens *self, const char *address)
{
  Failures *failures;

  g_return_val_if_fail (PLIM_IS_API_TOKENS (self), PLIM_API_VERDICT_LIMITED);

  failures = get_failures (self, address);
  if (failures->n_failures >= PLIM_API_TOKENS_MAX_FAILURES)
    return PLIM_API_VERDICT_LIMITED;
  failures->n_failures++;
  return PLIM_API_VERDICT_WRONG;
}

gint64
plim_api_tokens_get_retry_after (PlimApiTokens *self, const char *address)
{
  const Failures *failures;

  g_return_val_if_fail (PLIM_IS_API_TOKENS (self), 1);

  failures = g_hash_table_lookup (self->failures, address);
  return failures != NULL ? CLAMP (failures->since + FAILURES_S - plim_clock_get_now (self->clock),
                                   1, FAILURES_S)
                          : 1;
}

/* Uses. */

static void
on_use_stored (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *detail = NULL;

  if (plim_api_keys_store_use_finish (result, &error))
    return;
  detail = plim_redact (error->message);
  g_debug ("The use of a token is not kept: %s", detail);
}

static void
note_use (PlimApiTokens *self, PlimApiKey *key)
{
  gint64 now = plim_clock_get_now (self->clock);
  const gint64 *kept = g_hash_table_lookup (self->kept, key->id);
  gint64 kept_at = kept != NULL ? *kept : key->used_at;

  key->used_at = now;
  if (kept_at != PLIM_TIME_UNKNOWN && now - kept_at < KEEP_USE_S) {
    if (kept == NULL)
      g_hash_table_insert (self->kept, g_strdup (key->id), g_memdup2 (&kept_at, sizeof kept_at));
    return;
  }
  g_hash_table_insert (self->kept, g_strdup (key->id), g_memdup2 (&now, sizeof now));
  plim_api_keys_store_use_async (key->id, now, self->cancellable, on_use_stored, NULL);
}

PlimApiVerdict
plim_api_tokens_check (PlimApiTokens *self, const char *token, gboolean change, PlimApiKey **key)
{
  PlimApiKey *found;

  g_return_val_if_fail (PLIM_IS_API_TOKENS (self), PLIM_API_VERDICT_UNAVAILABLE);

  if (key != NULL)
    *key = NULL;
  if (token == NULL)
    return PLIM_API_VERDICT_MISSING;
  if (self->keys == NULL)
    return PLIM_API_VERDICT_UNAVAILABLE;
  found = plim_api_keys_find (self->keys, token);
  if (found == NULL)
    return PLIM_API_VERDICT_WRONG;
  if (key != NULL)
    *key = found;
  note_use (self, found);
  return change && found->scope != PLIM_API_SCOPE_CHANGE ? PLIM_API_VERDICT_READ_ONLY
                                                         : PLIM_API_VERDICT_GOOD;
}

GPtrArray *
plim_api_tokens_get_keys (PlimApiTokens *self)
{
  g_return_val_if_fail (PLIM_IS_API_TOKENS (self), NULL);

  return self->keys;
}

char *
plim_api_tokens_dup_bearer (const char *header)
{
  static const char scheme[] = "Bearer ";
  g_autofree char *token = NULL;

  if (header == NULL || g_ascii_strncasecmp (header, scheme, strlen (scheme)) != 0)
    return NULL;
  token = g_strstrip (g_strdup (header + strlen (scheme)));
  return token[0] != '\0' ? g_steal_pointer (&token) : NULL;
}

static void
plim_api_tokens_dispose (GObject *object)
{
  PlimApiTokens *self = PLIM_API_TOKENS (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->clock);
  g_clear_pointer (&self->keys, g_ptr_array_unref);
  G_OBJECT_CLASS (plim_api_tokens_parent_class)->dispose (object);
}

static void
plim_api_tokens_finalize (GObject *object)
{
  PlimApiTokens *self = PLIM_API_TOKENS (object);

  g_object_unref (self->cancellable);
  g_hash_table_unref (self->kept);
  g_hash_table_unref (self->failures);
  G_OBJECT_CLASS (plim_api_tokens_parent_class)->finalize (object);
}

static void
plim_api_tokens_class_init (PlimApiTokensClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = plim_api_tokens_dispose;
  G_OBJECT_CLASS (klass)->finalize = plim_api_tokens_finalize;
  loaded_signal = g_signal_new ("loaded", PLIM_TYPE_API_TOKENS, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                NULL, G_TYPE_NONE, 0);
}

static void
plim_api_tokens_init (PlimApiTokens *self)
{
  self->kept = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  self->failures = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  self->cancellable = g_cancellable_new ();
}

PlimApiTokens *
plim_api_tokens_new (PlimClock *clock)
{
  PlimApiTokens *self = g_object_new (PLIM_TYPE_API_TOKENS, NULL);

  self->clock = g_object_ref (clock);
  return self;
}
