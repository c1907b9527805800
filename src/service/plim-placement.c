/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "plim-placement.h"

#include "plim-credential.h"
#include "plim-error.h"
#include "plim-rotation.h"
#include "plim-secret-survey.h"
#include "plim-secrets.h"

#include <libsecret/secret.h>

typedef struct {
  const PlimProvider *provider;
  char *account_id;
  PlimExchange *exchange;
  PlimFileToken *file;
  PlimRequest *request;
  SoupMessage *message;
  guint n_placed;
  char *digest;
  gboolean has_file_token;
} Placement;

static void
placement_free (Placement *placement)
{
  g_free (placement->account_id);
  g_free (placement->digest);
  g_free (placement);
}

static void place_next (GTask *task);

static gboolean
put (Placement *placement, const char *secret, GError **error)
{
  const PlimCredential *credential =
      plim_request_get_credential (placement->request, placement->n_placed);

  if (!plim_credential_put (placement->message, placement->request, credential, secret,
                            placement->exchange->now, error))
    return FALSE;
  placement->n_placed++;
  return TRUE;
}

static void
on_secret (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Placement *placement = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;
  char *secret = plim_secrets_lookup_finish (result, &error);
  const PlimCredential *credential =
      plim_request_get_credential (placement->request, placement->n_placed);
  gboolean is_put;

  if (secret == NULL) {
    GError *mapped = plim_secret_survey_map_error (error);

    /* A keyring that does not answer concerns the account, however little the request matters. */
    if (plim_error_get_status (mapped) == PLIM_STATUS_MISCONFIGURED)
      placement->request->is_optional = FALSE;
    g_task_return_error (task, mapped);
    return;
  }
  if (plim_rotation_concerns (placement->provider, credential)) {
    g_free (placement->digest);
    placement->digest = plim_rotation_digest (secret);
  }
  is_put = put (placement, secret, &error);
  secret_password_free (secret);
  if (is_put)
    place_next (g_steal_pointer (&task));
  else
    g_task_return_error (task, g_steal_pointer (&error));
}

/* A token that an earlier answer brought. */
static gboolean
put_answer (Placement *placement, guint index, GError **error)
{
  const PlimAnswer *answer = plim_exchange_get_answer (placement->exchange, index);
  gsize size = 0;
  const char *body = answer != NULL ? g_bytes_get_data (answer->body, &size) : NULL;
  char *text = g_strndup (body != NULL ? body : "", size);
  gboolean is_put = put (placement, text, error);

  secret_password_free (text);
  return is_put;
}

/* (nullable): what the file has for @credential. */
static const char *
get_file_token (const Placement *placement, const PlimCredential *credential)
{
  return placement->file != NULL && credential->secret_field != NULL
             ? plim_file_token_get (placement->file, credential->secret_field)
             : NULL;
}

/* Puts all that is at hand, then asks the keyring for the next. */
static void
place_next (GTask *task)
{
  g_autoptr (GTask) owned = task;
  Placement *placement = g_task_get_task_data (task);
  const PlimCredential *credential;
  GError *error = NULL;

  while ((credential = plim_request_get_credential (placement->request, placement->n_placed)) !=
         NULL) {
    const char *token = get_file_token (placement, credential);

    if (token == NULL && credential->secret_field != NULL) {
      plim_secrets_lookup_async (placement->account_id, credential->secret_field, FALSE,
                                 g_task_get_cancellable (task), on_secret,
                                 g_steal_pointer (&owned));
      return;
    }
    placement->has_file_token |= token != NULL;
    if (!(token != NULL ? put (placement, token, &error)
                        : put_answer (placement, credential->answer, &error))) {
      g_task_return_error (task, error);
      return;
    }
  }
  g_task_return_boolean (task, TRUE);
}

void
plim_placement_async (const PlimProvider *provider,
                      const char *account_id,
                      PlimExchange *exchange,
                      PlimFileToken *file,
                      PlimRequest *request,
                      SoupMessage *message,
                      GCancellable *cancellable,
                      GAsyncReadyCallback callback,
                      gpointer user_data)
{
  GTask *task = g_task_new (NULL, cancellable, callback, user_data);
  Placement *placement = g_new0 (Placement, 1);

  placement->provider = provider;
  placement->account_id = g_strdup (account_id);
  placement->exchange = exchange;
  placement->file = file;
  placement->request = request;
  placement->message = message;
  g_task_set_source_tag (task, plim_placement_async);
  g_task_set_task_data (task, placement, (GDestroyNotify) placement_free);
  place_next (task);
}

gboolean
plim_placement_finish (GAsyncResult *result,
                       char **digest,
                       gboolean *has_file_token,
                       GError **error)
{
  Placement *placement;

  g_return_val_if_fail (g_async_result_is_tagged (result, plim_placement_async), FALSE);

  placement = g_task_get_task_data (G_TASK (result));
  *digest = g_steal_pointer (&placement->digest);
  *has_file_token = placement->has_file_token;
  return g_task_propagate_boolean (G_TASK (result), error);
}
