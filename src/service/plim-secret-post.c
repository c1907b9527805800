/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "plim-secret-post.h"

#include "plim-post-problem.h"
#include "plim-post-url.h"
#include "plim-secrets.h"

#include <libsecret/secret.h>
#include <string.h>

#define DEADLINE_MS (30 * 1000)

typedef struct {
  SoupSession *session;
  char *json;
} Post;

static void
post_free (gpointer data)
{
  Post *post = data;

  g_object_unref (post->session);
  g_free (post->json);
  g_free (post);
}

/* The address, which is a secret, is in none of the messages. */
static GError *
map_failure (const GError *failure)
{
  g_autoptr (GError) mapped = plim_transport_map_error (failure, NULL, TRUE, TRUE);
  gboolean is_tls = failure->domain == G_TLS_ERROR;

  return g_error_new_literal (PLIM_POST_ERROR,
                              is_tls ? PLIM_POST_ERROR_TLS : PLIM_POST_ERROR_UNREACHABLE,
                              mapped->message);
}

static GError *
map_keyring_failure (const GError *failure)
{
  gboolean is_missing = g_error_matches (failure, PLIM_SECRETS_ERROR, PLIM_SECRETS_ERROR_NOT_FOUND);

  return g_error_new_literal (PLIM_POST_ERROR,
                              is_missing ? PLIM_POST_ERROR_NO_ADDRESS : PLIM_POST_ERROR_KEYRING,
                              is_missing ? "there is no address" : failure->message);
}

static void
on_answer (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (PlimAnswer) answer = plim_transport_send_finish (result, &error);
  GError *problem;

  if (answer == NULL && g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    g_task_return_error (task, g_steal_pointer (&error));
  else if (answer == NULL)
    g_task_return_error (task, map_failure (error));
  else if ((problem = plim_post_problem_from_answer (answer->status)) != NULL)
    g_task_return_error (task, problem);
  else
    g_task_return_pointer (task, g_steal_pointer (&answer), (GDestroyNotify) plim_answer_free);
}

static void
send_to (GTask *task, GUri *uri)
{
  Post *post = g_task_get_task_data (task);
  g_autoptr (SoupMessage) message = soup_message_new_from_uri (SOUP_METHOD_POST, uri);
  g_autoptr (GBytes) body = g_bytes_new (post->json, strlen (post->json));

  soup_message_set_request_body_from_bytes (message, "application/json", body);
  plim_transport_send_async (post->session, message, DEADLINE_MS, g_task_get_cancellable (task),
                             on_answer, g_object_ref (task));
}

static void
on_secret (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GError) error = NULL;
  char *address = plim_secrets_lookup_finish (result, &error);
  g_autoptr (GUri) uri = NULL;

  if (address != NULL)
    uri = plim_post_url_parse (address, &error);
  secret_password_free (address);
  if (uri != NULL)
    send_to (task, uri);
  else if (error->domain == PLIM_SECRETS_ERROR)
    g_task_return_error (task, map_keyring_failure (error));
  else
    g_task_return_error (task, g_steal_pointer (&error));
}

void
plim_secret_post_async (SoupSession *session,
                        const char *name,
                        const char *json,
                        GCancellable *cancellable,
                        GAsyncReadyCallback callback,
                        gpointer user_data)
{
  GTask *task = g_task_new (NULL, cancellable, callback, user_data);
  Post *post = g_new0 (Post, 1);

  post->session = g_object_ref (session);
  post->json = g_strdup (json);
  g_task_set_source_tag (task, plim_secret_post_async);
  g_task_set_task_data (task, post, post_free);
  plim_secrets_lookup_async (name, PLIM_POST_FIELD, FALSE, cancellable, on_secret, task);
}

PlimAnswer *
plim_secret_post_finish (GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_async_result_is_tagged (result, plim_secret_post_async), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
