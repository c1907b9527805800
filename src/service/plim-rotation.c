/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "plim-rotation.h"

#include "plim-credential.h"
#include "plim-secrets.h"

#include <glib/gi18n-lib.h>
#include <libsecret/secret.h>

typedef struct {
  const PlimProvider *provider;
  char *account_id;
  char *label;
  char *digest;
  PlimAnswer *answer;
} Rotation;

static void
rotation_free (Rotation *rotation)
{
  g_free (rotation->account_id);
  g_free (rotation->label);
  g_free (rotation->digest);
  g_clear_pointer (&rotation->answer, plim_answer_free);
  g_free (rotation);
}

gboolean
plim_rotation_concerns (const PlimProvider *provider, const PlimCredential *credential)
{
  return provider->rotating_cookie != NULL &&
         g_strcmp0 (credential->secret_field, provider->rotating_field) == 0;
}

gboolean
plim_rotation_is_due (const PlimProvider *provider, const PlimAnswer *answer)
{
  char *value;
  gboolean is_set;

  if (provider->rotating_cookie == NULL || answer->status != 200)
    return FALSE;
  value = plim_answer_dup_set_cookie (answer, provider->rotating_cookie);
  is_set = value != NULL && value[0] != '\0' && plim_credential_is_header_safe (value);
  secret_password_free (value);
  return is_set;
}

char *
plim_rotation_digest (const char *secret)
{
  return g_compute_checksum_for_string (G_CHECKSUM_SHA256, secret, -1);
}

static void
on_stored (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;

  if (plim_secrets_store_finish (result, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

/* (nullable): what to keep, when the answer's value is new and looks like a credential. */
static char *
dup_replacement (Rotation *rotation, const char *secret)
{
  const PlimProvider *provider = rotation->provider;
  const PlimField *field = plim_provider_find_field (provider, provider->rotating_field);
  g_autofree char *digest = plim_rotation_digest (secret);
  char *value, *replacement, *normal;

  if (g_strcmp0 (digest, rotation->digest) != 0)
    return NULL;
  value = plim_answer_dup_set_cookie (rotation->answer, provider->rotating_cookie);
  replacement = plim_credential_rotate (secret, provider->rotating_cookie, value);
  secret_password_free (value);
  normal = field != NULL ? plim_field_normalize (field, replacement, NULL) : NULL;
  if (normal == NULL || g_strcmp0 (replacement, secret) == 0)
    g_clear_pointer (&replacement, secret_password_free);
  secret_password_free (normal);
  return replacement;
}

static void
on_current (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Rotation *rotation = g_task_get_task_data (task);
  const PlimProvider *provider = rotation->provider;
  const PlimField *field = plim_provider_find_field (provider, provider->rotating_field);
  g_autofree char *description = NULL;
  GError *error = NULL;
  char *secret = plim_secrets_lookup_finish (result, &error);
  char *replacement;

  if (secret == NULL) {
    g_task_return_error (task, error);
    return;
  }
  replacement = dup_replacement (rotation, secret);
  secret_password_free (secret);
  if (replacement == NULL) {
    g_task_return_boolean (task, TRUE);
    return;
  }
  /* Translators: the item in the keyring's manager: provider, account's name, which credential. */
  description = g_strdup_printf (_ ("Plimsoll: %s (%s), %s"), provider->name, rotation->label,
                                 _ (field->label));
  plim_secrets_store_async (rotation->account_id, provider->rotating_field, description,
                            replacement, g_task_get_cancellable (task), on_stored,
                            g_object_ref (task));
  secret_password_free (replacement);
}

void
plim_rotation_async (const PlimProvider *provider,
                     const char *account_id,
                     const char *label,
                     const char *digest,
                     PlimAnswer *answer,
                     GAsyncReadyCallback callback,
                     gpointer user_data)
{
  GTask *task = g_task_new (NULL, NULL, callback, user_data);
  Rotation *rotation = g_new0 (Rotation, 1);

  g_task_set_source_tag (task, plim_rotation_async);
  g_task_set_task_data (task, rotation, (GDestroyNotify) rotation_free);
  rotation->provider = provider;
  rotation->account_id = g_strdup (account_id);
  rotation->label = g_strdup (label);
  rotation->digest = g_strdup (digest);
  rotation->answer = answer;
  plim_secrets_lookup_async (account_id, provider->rotating_field, FALSE, NULL, on_current, task);
}

PlimAnswer *
plim_rotation_finish (GAsyncResult *result, GError **error)
{
  Rotation *rotation;

  g_return_val_if_fail (g_async_result_is_tagged (result, plim_rotation_async), NULL);

  rotation = g_task_get_task_data (G_TASK (result));
  g_task_propagate_boolean (G_TASK (result), error);
  return g_steal_pointer (&rotation->answer);
}
