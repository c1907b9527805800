/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "plim-webhook-id.h"

#include "plim-secrets.h"

#include <errno.h>
#include <string.h>
#include <sys/random.h>

/* No UUID, so no account's. */
#define OWNER "webhook"
#define FIELD "id"
#define N_BYTES 32
#define MIN_CHARS 22
#define MAX_CHARS 128

char *
plim_webhook_id_new (GError **error)
{
  guchar bytes[N_BYTES];
  char *id;

  if (getrandom (bytes, sizeof bytes, 0) != (gssize) sizeof bytes) {
    g_set_error (error, G_IO_ERROR, g_io_error_from_errno (errno),
                 "the system gives no random bytes: %s", g_strerror (errno));
    return NULL;
  }
  id = g_base64_encode (bytes, sizeof bytes);
  g_strdelimit (id, "+", '-');
  g_strdelimit (id, "/", '_');
  *strchrnul (id, '=') = '\0';
  explicit_bzero (bytes, sizeof bytes);
  return id;
}

gboolean
plim_webhook_id_is_valid (const char *id)
{
  gsize length = strlen (id);

  return length >= MIN_CHARS && length <= MAX_CHARS &&
         strspn (id, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-") == length;
}

void
plim_webhook_id_lookup_async (GCancellable *cancellable,
                              GAsyncReadyCallback callback,
                              gpointer user_data)
{
  plim_secrets_lookup_async (OWNER, FIELD, FALSE, cancellable, callback, user_data);
}

char *
plim_webhook_id_lookup_finish (GAsyncResult *result, GError **error)
{
  return plim_secrets_lookup_finish (result, error);
}

void
plim_webhook_id_store_async (const char *id,
                             GCancellable *cancellable,
                             GAsyncReadyCallback callback,
                             gpointer user_data)
{
  plim_secrets_store_async (OWNER, FIELD, "Plimsoll: address for collectors", id, cancellable,
                            callback, user_data);
}

gboolean
plim_webhook_id_store_finish (GAsyncResult *result, GError **error)
{
  return plim_secrets_store_finish (result, error);
}
