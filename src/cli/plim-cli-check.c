/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "plim-cli-check.h"

#include "plim-advice.h"
#include "plim-bus-codec.h"
#include "plim-cli-command.h"
#include "plim-cli-keyring.h"
#include "plim-cli-secret.h"
#include "plim-cli-silence.h"
#include "plim-cli-wait.h"
#include "plim-secrets.h"

#include <glib/gi18n-lib.h>

/* A poll's failure and a keyring's in a sentence that also says what to do; others as they are. */
static void
set_failure (GError **error, const GError *failure, const char *provider_name, const char *label)
{
  g_autoptr (GError) status = plim_bus_error_to_status (failure);
  g_autofree char *sentence = NULL;

  if (status == NULL) {
    g_propagate_error (error, g_error_copy (failure));
    return;
  }
  sentence = plim_advice_dup_sentence (plim_error_get_status (status),
                                       plim_error_get_cause (status), provider_name, label);
  g_set_error (error, PLIM_CLI_ERROR, PLIM_EXIT_PROBLEM, "%s (%s)", sentence, status->message);
}

static void
set_keyring_failure (GError **error, const GError *failure)
{
  g_autofree char *sentence = plim_cli_keyring_dup_sentence (failure);

  g_set_error_literal (error, PLIM_CLI_ERROR, PLIM_EXIT_PROBLEM, sentence);
}

static GVariant *
finish_call (PlimCliService *service, PlimCliWait *wait, GError **error)
{
  g_autoptr (GError) failure = NULL;
  GVariant *reply =
      g_dbus_connection_call_finish (service->connection, plim_cli_wait_run (wait), &failure);

  if (failure != NULL) {
    plim_cli_silence_explain (service->connection, PLIM_CLI_CALL_TIMEOUT_MS / 1000, &failure);
    g_propagate_error (error, g_steal_pointer (&failure));
  }
  return reply;
}

/* Adding. */

typedef struct {
  GDBusConnection *connection;
  const char *id;
} Cancelling;

static void
on_interrupted (GCancellable *cancellable, gpointer user_data)
{
  const Cancelling *cancelling = user_data;

  /* Its answer tells nothing: AddAccount's own failure is waited for. */
  g_dbus_connection_call (cancelling->connection, PLIM_BUS_NAME, PLIM_BUS_PATH,
                          PLIM_BUS_NAME ".Manager1", "CancelAdd",
                          g_variant_new ("(s)", cancelling->id), NULL,
                          G_DBUS_CALL_FLAGS_NO_AUTO_START, -1, NULL, NULL, NULL);
}

static gboolean
call_add (PlimCliService *service, GVariant *parameters, const char *id, GError **error)
{
  const Cancelling cancelling = { service->connection, id };
  g_auto (PlimCliInterrupt) interrupt;
  g_auto (PlimCliWait) wait;
  g_autoptr (GVariant) reply = NULL;

  plim_cli_interrupt_init (&interrupt);
  plim_cli_wait_init (&wait);
  g_cancellable_connect (interrupt.cancellable, G_CALLBACK (on_interrupted), (gpointer) &cancelling,
                         NULL);
  g_dbus_connection_call (service->connection, PLIM_BUS_NAME, PLIM_BUS_PATH,
                          PLIM_BUS_NAME ".Manager1", "AddAccount", parameters, NULL,
                          G_DBUS_CALL_FLAGS_NO_AUTO_START, PLIM_CLI_CALL_TIMEOUT_MS, NULL,
                          plim_cli_wait_on_done, &wait);
  reply = finish_call (service, &wait, error);
  if (reply == NULL && g_cancellable_is_cancelled (interrupt.cancellable)) {
    g_clear_error (error);
    g_cancellable_set_error_if_cancelled (interrupt.cancellable, error);
  }
  return reply != NULL;
}

/* What was stored goes again; when even that fails, it is said. */
static void
clear_again (const char *id, GHashTable *secrets)
{
  g_autoptr (GError) error = NULL;

  if (g_hash_table_size (secrets) > 0 && !plim_cli_secret_clear (id, NULL, &error))
    g_printerr (_ ("plimsoll: the secret could not be removed from the keyring: %s\n"),
                error->message);
}

char *
plim_cli_check_add (PlimCliService *service,
                    const PlimProvider *provider,
                    const char *label,
                    const char *base_url,
                    GHashTable *settings,
                    GHashTable *secrets,
                    GError **error)
{
  g_autofree char *id = g_uuid_string_random ();
  g_autoptr (GError) failure = NULL;
  GVariant *parameters;

  if (!plim_cli_secret_store (id, provider, label, secrets, NULL, &failure)) {
    set_keyring_failure (error, failure);
    /* Of several, some may be there. */
    if (!g_error_matches (failure, PLIM_SECRETS_ERROR, PLIM_SECRETS_ERROR_MISSING))
      clear_again (id, secrets);
    return NULL;
  }
  parameters =
      g_variant_new ("(ssss@a{ss})", id, provider->id, label != NULL ? label : "",
                     base_url != NULL ? base_url : "", plim_bus_settings_to_variant (settings));
  if (call_add (service, parameters, id, &failure))
    return g_steal_pointer (&id);
  clear_again (id, secrets);
  if (g_error_matches (failure, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    set_keyring_failure (error, failure);
  else
    set_failure (error, failure, provider->name, label);
  return NULL;
}

/* Replacing. */

static void
put_back (PlimAccount *account, const PlimProvider *provider, GHashTable *old, GHashTable *secrets)
{
  g_autoptr (GError) error = NULL;
  const char *id = plim_account_get_id (account);
  gboolean is_back =
      plim_cli_secret_store (id, provider, plim_account_get_label (account), old, NULL, &error);
  GHashTableIter iter;
  gpointer field;

  g_hash_table_iter_init (&iter, secrets);
  while (is_back && g_hash_table_iter_next (&iter, &field, NULL)) {
    if (!g_hash_table_contains (old, field))
      is_back = plim_cli_secret_clear (id, field, &error);
  }
  if (!is_back)
    g_printerr (_ ("plimsoll: the old secret could not be put back: %s\n"), error->message);
}

/* Interrupted, the check goes on in the service, but what it says is no longer waited for. */
static gboolean
call_check (PlimCliService *service,
            PlimAccount *account,
            GCancellable *cancellable,
            GError **error)
{
  g_autofree char *path = plim_bus_dup_account_path (plim_account_get_id (account));
  g_auto (PlimCliWait) wait;
  g_autoptr (GVariant) reply = NULL;

  plim_cli_wait_init (&wait);
  g_dbus_connection_call (service->connection, PLIM_BUS_NAME, path, PLIM_BUS_NAME ".Account1",
                          "CheckCredential", NULL, NULL, G_DBUS_CALL_FLAGS_NO_AUTO_START,
                          PLIM_CLI_CALL_TIMEOUT_MS, cancellable, plim_cli_wait_on_done, &wait);
  reply = finish_call (service, &wait, error);
  return reply != NULL;
}

gboolean
plim_cli_check_replace (PlimCliService *service,
                        PlimAccount *account,
                        const PlimProvider *provider,
                        GHashTable *secrets,
                        GError **error)
{
  const char *id = plim_account_get_id (account);
  const char *label = plim_account_get_label (account);
  g_autoptr (GHashTable) old = NULL;
  g_autoptr (GError) failure = NULL;
  g_auto (PlimCliInterrupt) interrupt;

  plim_cli_interrupt_init (&interrupt);
  old = plim_cli_secret_lookup (id, secrets, &failure);
  if (old == NULL) {
    set_keyring_failure (error, failure);
    return FALSE;
  }
  if (!plim_cli_secret_store (id, provider, label, secrets, interrupt.cancellable, &failure)) {
    set_keyring_failure (error, failure);
    put_back (account, provider, old, secrets);
    return FALSE;
  }
  if (call_check (service, account, interrupt.cancellable, &failure))
    return TRUE;
  put_back (account, provider, old, secrets);
  if (g_error_matches (failure, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    set_keyring_failure (error, failure);
  else
    set_failure (error, failure, provider->name, label);
  return FALSE;
}
