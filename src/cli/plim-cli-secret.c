/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Several secrets of one account, one after the other. */
#include "plim-cli-secret.h"

#include "plim-cli-wait.h"
#include "plim-secrets.h"

#include <glib/gi18n-lib.h>
#include <libsecret/secret.h>

static void
free_secret (gpointer secret)
{
  secret_password_free (secret);
}

GHashTable *
plim_cli_secret_table_new (void)
{
  return g_hash_table_new_full (g_str_hash, g_str_equal, g_free, free_secret);
}

/* What the keyring's manager shows. */
static char *
dup_description (const PlimProvider *provider, const char *label, const PlimField *field)
{
  const char *field_label = g_dgettext (GETTEXT_PACKAGE, field->label);

  if (label == NULL || label[0] == '\0' || g_str_equal (label, provider->name))
    /* Translators: a keyring's item: a provider, then which credential */
    return g_strdup_printf (_ ("Plimsoll: %s, %s"), provider->name, field_label);
  /* Translators: a keyring's item: a provider, what the user calls the account, which credential */
  return g_strdup_printf (_ ("Plimsoll: %s (%s), %s"), provider->name, label, field_label);
}

GHashTable *
plim_cli_secret_lookup (const char *account_id, GHashTable *secrets, GError **error)
{
  g_autoptr (GHashTable) found = plim_cli_secret_table_new ();
  g_auto (PlimCliWait) wait;
  GHashTableIter iter;
  gpointer field;

  plim_cli_wait_init (&wait);
  g_hash_table_iter_init (&iter, secrets);
  while (g_hash_table_iter_next (&iter, &field, NULL)) {
    g_autoptr (GError) failure = NULL;
    char *secret;

    plim_secrets_lookup_async (account_id, field, TRUE, NULL, plim_cli_wait_on_done, &wait);
    secret = plim_secrets_lookup_finish (plim_cli_wait_run (&wait), &failure);
    if (secret != NULL) {
      g_hash_table_insert (found, g_strdup (field), secret);
    } else if (!g_error_matches (failure, PLIM_SECRETS_ERROR, PLIM_SECRETS_ERROR_NOT_FOUND)) {
      g_propagate_error (error, g_steal_pointer (&failure));
      return NULL;
    }
  }
  return g_steal_pointer (&found);
}

gboolean
plim_cli_secret_store (const char *account_id,
                       const PlimProvider *provider,
                       const char *label,
                       GHashTable *secrets,
                       GCancellable *cancellable,
                       GError **error)
{
  g_auto (PlimCliWait) wait;
  GHashTableIter iter;
  gpointer field, secret;

  plim_cli_wait_init (&wait);
  g_hash_table_iter_init (&iter, secrets);
  while (g_hash_table_iter_next (&iter, &field, &secret)) {
    g_autofree char *description =
        dup_description (provider, label, plim_provider_find_field (provider, field));

    plim_secrets_store_async (account_id, field, description, secret, cancellable,
                              plim_cli_wait_on_done, &wait);
    if (!plim_secrets_store_finish (plim_cli_wait_run (&wait), error))
      return FALSE;
  }
  return TRUE;
}

gboolean
plim_cli_secret_clear (const char *account_id, const char *field, GError **error)
{
  g_auto (PlimCliWait) wait;

  plim_cli_wait_init (&wait);
  plim_secrets_clear_async (account_id, field, NULL, plim_cli_wait_on_done, &wait);
  return plim_secrets_clear_finish (plim_cli_wait_run (&wait), error);
}
