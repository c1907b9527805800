/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "plim-file-token.h"

#include "plim-credential-file.h"
#include "plim-error.h"
#include "plim-rotation.h"
#include "plim-sign-in-file.h"

#include <libsecret/secret.h>

struct _PlimFileToken {
  const PlimProvider *provider;
  const PlimField *field;
  char *path;
  char *token; /* (nullable) */
  char *digest;
};

/* One reading. */
typedef struct {
  PlimFileToken *token;
  PlimExchange *exchange;
  guint settle_ms;
  gboolean has_settled;
} Read;

PlimFileToken *
plim_file_token_new (const PlimProvider *provider, GHashTable *settings)
{
  for (const PlimField *field = provider->fields; field != NULL && field->id != NULL; field++) {
    const char *path = g_hash_table_lookup (settings, field->id);
    PlimFileToken *self;

    if (field->kind != PLIM_FIELD_FILE || path == NULL || path[0] == '\0')
      continue;
    self = g_new0 (PlimFileToken, 1);
    self->provider = provider;
    self->field = field;
    self->path = g_strdup (path);
    return self;
  }
  return NULL;
}

void
plim_file_token_free (PlimFileToken *self)
{
  secret_password_free (self->token);
  g_free (self->digest);
  g_free (self->path);
  g_free (self);
}

static void read_file (GTask *task);

static gboolean
on_settled (gpointer user_data)
{
  g_autoptr (GTask) task = user_data;

  if (!g_task_return_error_if_cancelled (task))
    read_file (g_steal_pointer (&task));
  return G_SOURCE_REMOVE;
}

/* Takes what is read; an error of a content that may be half-written comes only the second time. */
static gboolean
take (Read *self, const char *content, gboolean *is_half, GError **error)
{
  PlimFileToken *token = self->token;
  g_autoptr (GError) problem = NULL;

  *is_half = FALSE;
  if (plim_sign_in_file_take (token->provider, token->field, self->exchange, content, &token->token,
                              &problem)) {
    token->digest = plim_rotation_digest (token->token);
    return TRUE;
  }
  *is_half = plim_error_get_status (problem) == PLIM_STATUS_INVALID_RESPONSE && !self->has_settled;
  g_propagate_error (error, g_steal_pointer (&problem));
  return FALSE;
}

static void
on_read (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Read *self = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;
  char *content = plim_credential_file_read_finish (result, &error);
  gboolean is_half = FALSE;
  gboolean is_taken = content != NULL && take (self, content, &is_half, &error);

  secret_password_free (content);
  if (is_half) {
    self->has_settled = TRUE;
    g_timeout_add (self->settle_ms, on_settled, g_steal_pointer (&task));
  } else if (is_taken) {
    g_task_return_boolean (task, TRUE);
  } else {
    g_task_return_error (task, g_steal_pointer (&error));
  }
}

static void
read_file (GTask *task)
{
  Read *self = g_task_get_task_data (task);

  plim_credential_file_read_async (self->token->field, self->token->path,
                                   g_task_get_cancellable (task), on_read, task);
}

void
plim_file_token_read_async (PlimFileToken *self,
                            PlimExchange *exchange,
                            guint settle_ms,
                            GCancellable *cancellable,
                            GAsyncReadyCallback callback,
                            gpointer user_data)
{
  GTask *task = g_task_new (NULL, cancellable, callback, user_data);
  Read *read = g_new0 (Read, 1);

  g_task_set_source_tag (task, plim_file_token_read_async);
  read->token = self;
  read->exchange = exchange;
  read->settle_ms = settle_ms;
  g_task_set_task_data (task, read, g_free);
  g_clear_pointer (&self->token, secret_password_free);
  g_clear_pointer (&self->digest, g_free);
  read_file (task);
}

gboolean
plim_file_token_read_finish (PlimFileToken *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

const char *
plim_file_token_get (PlimFileToken *self, const char *secret_field)
{
  return g_str_equal (self->field->id, secret_field) ? self->token : NULL;
}

const char *
plim_file_token_get_digest (PlimFileToken *self)
{
  return self->digest;
}

void
plim_file_token_set_refused (PlimFileToken *self, GError **error)
{
  const PlimFieldFile *file = self->field->file;

  plim_set_error (error, PLIM_STATUS_NOT_AUTHENTICATED, PLIM_CAUSE_SIGN_IN_MISSING,
                  "the sign-in of %s in %s is no longer accepted: run “%s” and sign in again",
                  file->program, self->path, file->command);
}
