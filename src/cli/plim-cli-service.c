/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "plim-cli-service.h"

#include "plim-bus-codec.h"
#include "plim-bus-state.h"
#include "plim-cli-command.h"
#include "plim-cli-silence.h"
#include "plim-cli-start.h"
#include "plim-format.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define ACCOUNT_INTERFACE PLIM_BUS_NAME ".Account1"
#define COLLECTORS_INTERFACE PLIM_BUS_NAME ".Collectors1"
#define MANAGER_INTERFACE PLIM_BUS_NAME ".Manager1"
/* It only has to read its memory, and somebody waits for it. */
#define READ_TIMEOUT_MS (10 * 1000)

void
plim_cli_service_free (PlimCliService *self)
{
  g_clear_object (&self->connection);
  g_clear_pointer (&self->accounts, g_ptr_array_unref);
  g_clear_pointer (&self->manager, g_variant_unref);
  g_free (self);
}

static GVariant *
call_plainly (PlimCliService *self,
              const char *path,
              const char *interface,
              const char *method,
              GVariant *parameters,
              int timeout_ms,
              GError **error)
{
  return g_dbus_connection_call_sync (self->connection, PLIM_BUS_NAME, path, interface, method,
                                      parameters, NULL, G_DBUS_CALL_FLAGS_NO_AUTO_START, timeout_ms,
                                      NULL, error);
}

static GVariant *
call_within (PlimCliService *self,
             const char *path,
             const char *interface,
             const char *method,
             GVariant *parameters,
             int timeout_ms,
             GError **error)
{
  g_autoptr (GError) failure = NULL;
  GVariant *reply = call_plainly (self, path, interface, method, parameters, timeout_ms, &failure);

  if (failure != NULL) {
    plim_cli_silence_explain (self->connection, (guint) timeout_ms / 1000, &failure);
    g_propagate_error (error, g_steal_pointer (&failure));
  }
  return reply;
}

static GVariant *
call (PlimCliService *self,
      const char *path,
      const char *interface,
      const char *method,
      GVariant *parameters,
      GError **error)
{
  return call_within (self, path, interface, method, parameters, PLIM_CLI_CALL_TIMEOUT_MS, error);
}

static int
compare_order (gconstpointer a, gconstpointer b)
{
  guint first = plim_account_get_order (*(PlimAccount *const *) a);
  guint second = plim_account_get_order (*(PlimAccount *const *) b);

  return first < second ? -1 : first > second;
}

static void
read_accounts (PlimCliService *self, GVariant *accounts)
{
  GVariantIter iter;
  GVariant *properties;

  g_variant_iter_init (&iter, accounts);
  while ((properties = g_variant_iter_next_value (&iter)) != NULL) {
    PlimAccount *account = plim_bus_account_from_variant (properties);

    if (account != NULL)
      g_ptr_array_add (self->accounts, account);
    g_variant_unref (properties);
  }
  g_ptr_array_sort (self->accounts, compare_order);
}

static gboolean
set_foreign_answer (const char *method, GError **error)
{
  g_set_error (error, G_DBUS_ERROR, G_DBUS_ERROR_INVALID_SIGNATURE,
               "%s was answered by something else than Plimsoll", method);
  return FALSE;
}

static gboolean
read_state (PlimCliService *self, GVariant *reply, GError **error)
{
  g_autoptr (GVariant) state = plim_bus_state_unpack (reply);
  g_autoptr (GVariant) accounts = NULL;

  if (state == NULL)
    return set_foreign_answer ("GetState", error);
  self->manager = g_variant_get_child_value (state, 0);
  accounts = g_variant_get_child_value (state, 1);
  read_accounts (self, accounts);
  return TRUE;
}

/* Or it ended with what was asked in its hands. */
static gboolean
is_not_running (const GError *error)
{
  return g_error_matches (error, G_DBUS_ERROR, G_DBUS_ERROR_NO_REPLY) ||
         g_error_matches (error, G_DBUS_ERROR, G_DBUS_ERROR_NAME_HAS_NO_OWNER) ||
         g_error_matches (error, G_DBUS_ERROR, G_DBUS_ERROR_SERVICE_UNKNOWN);
}

static GDBusConnection *
connect_to_bus (GError **error)
{
  g_autoptr (GError) failure = NULL;
  GDBusConnection *connection = g_bus_get_sync (G_BUS_TYPE_SESSION, NULL, &failure);

  if (connection == NULL)
    g_set_error (error, PLIM_CLI_ERROR, PLIM_EXIT_NO_SERVICE,
                 /* Translators: %s is a technical reason */
                 _ ("There is no session bus: %s"), failure->message);
  else
    g_dbus_connection_set_exit_on_close (connection, FALSE);
  return connection;
}

static PlimCliService *
connect_to_service (GError **error)
{
  g_autoptr (PlimCliService) self = g_new0 (PlimCliService, 1);

  /* From here on its errors are known and not read as foreign ones. */
  plim_bus_error_quark ();
  self->accounts = g_ptr_array_new_with_free_func (g_object_unref);
  self->connection = connect_to_bus (error);
  return self->connection != NULL ? g_steal_pointer (&self) : NULL;
}

static GVariant *
ask_manager (PlimCliService *self, const char *method, GVariant *parameters, GError **error)
{
  return call_plainly (self, PLIM_BUS_PATH, MANAGER_INTERFACE, method, parameters, READ_TIMEOUT_MS,
                       error);
}

/* (nullable): what Manager1 answers at once, started first where it does not run. */
static GVariant *
ask_or_start (
    PlimCliService *self, gboolean start, const char *method, GVariant *parameters, GError **error)
{
  g_autoptr (GVariant) sunk = parameters != NULL ? g_variant_ref_sink (parameters) : NULL;
  g_autoptr (GError) failure = NULL;
  GVariant *reply = ask_manager (self, method, sunk, &failure);

  if (reply == NULL && is_not_running (failure) && start) {
    g_clear_error (&failure);
    if (!plim_cli_start_service (self->connection, error))
      return NULL;
    reply = ask_manager (self, method, sunk, &failure);
  } else if (reply == NULL && is_not_running (failure)) {
    g_set_error_literal (error, PLIM_CLI_ERROR, PLIM_EXIT_NO_SERVICE,
                         _ ("Plimsoll is not running."));
    return NULL;
  }
  if (reply == NULL) {
    plim_cli_silence_explain (self->connection, READ_TIMEOUT_MS / 1000, &failure);
    g_propagate_error (error, g_steal_pointer (&failure));
  }
  return reply;
}

PlimCliService *
plim_cli_service_open (gboolean start, GError **error)
{
  g_autoptr (PlimCliService) self = connect_to_service (error);
  g_autoptr (GVariant) reply = NULL;

  if (self != NULL)
    reply = ask_or_start (self, start, "GetState", NULL, error);
  return reply != NULL && read_state (self, reply, error) ? g_steal_pointer (&self) : NULL;
}

char *
plim_cli_service_dup_document (gboolean is_private, gboolean *has_problem, GError **error)
{
  g_autoptr (PlimCliService) self = connect_to_service (error);
  g_autoptr (GVariant) reply = NULL;
  char *document;

  if (self != NULL)
    reply = ask_or_start (self, TRUE, "GetStatus", g_variant_new ("(b)", is_private), error);
  if (reply == NULL)
    return NULL;
  if (!g_variant_is_of_type (reply, G_VARIANT_TYPE ("(sb)"))) {
    set_foreign_answer ("GetStatus", error);
    return NULL;
  }
  g_variant_get (reply, "(sb)", &document, has_problem);
  return document;
}

GVariant *
plim_cli_service_call (PlimCliService *self,
                       const char *method,
                       GVariant *parameters,
                       GError **error)
{
  return call (self, PLIM_BUS_PATH, MANAGER_INTERFACE, method, parameters, error);
}

GVariant *
plim_cli_service_call_account (PlimCliService *self,
                               PlimAccount *account,
                               const char *method,
                               GVariant *parameters,
                               GError **error)
{
  g_autofree char *path = plim_bus_dup_account_path (plim_account_get_id (account));

  return call (self, path, ACCOUNT_INTERFACE, method, parameters, error);
}

GVariant *
plim_cli_service_get_collectors (PlimCliService *self, GError **error)
{
  g_autoptr (GVariant) reply =
      call_within (self, PLIM_BUS_PATH, "org.freedesktop.DBus.Properties", "GetAll",
                   g_variant_new ("(s)", COLLECTORS_INTERFACE), READ_TIMEOUT_MS, error);

  return reply != NULL ? g_variant_get_child_value (reply, 0) : NULL;
}

gboolean
plim_cli_service_reload_address (PlimCliService *self, GError **error)
{
  g_autoptr (GVariant) reply =
      call (self, PLIM_BUS_PATH, COLLECTORS_INTERFACE, "ReloadAddress", NULL, error);

  return reply != NULL;
}

static gboolean
is_label (PlimAccount *account, const char *word)
{
  g_autofree char *label = g_utf8_casefold (plim_account_get_label (account), -1);
  g_autofree char *folded = g_utf8_casefold (word, -1);

  return g_str_equal (label, folded);
}

static void
set_ambiguous (GPtrArray *found, const char *word, GError **error)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_auto (GStrv) names = NULL;
  g_autofree char *joined = NULL;

  for (guint i = 0; i < found->len; i++) {
    PlimAccount *account = g_ptr_array_index (found, i);
    g_autofree char *name = g_strdup_printf ("%s (%s)", plim_account_get_label (account),
                                             plim_account_get_id (account));

    g_strv_builder_add (builder, name);
  }
  names = g_strv_builder_end (builder);
  joined = plim_format_list ((const char *const *) names);
  g_set_error (error, PLIM_CLI_ERROR, PLIM_EXIT_USAGE,
               /* Translators: the first %s is what the user typed, the second a list of accounts */
               _ ("“%s” may be any of: %s. Give the beginning of the id."), word, joined);
}

static void
set_not_found (PlimCliService *self, const char *word, GError **error)
{
  g_autoptr (GPtrArray) names = g_ptr_array_new ();
  /* Translators: %s is what the user typed */
  g_autofree char *sentence = g_strdup_printf (_ ("There is no account “%s”."), word);

  for (guint i = 0; i < self->accounts->len; i++)
    g_ptr_array_add (names,
                     (gpointer) plim_account_get_label (g_ptr_array_index (self->accounts, i)));
  g_ptr_array_add (names, NULL);
  if (self->accounts->len == 0) {
    g_set_error_literal (error, PLIM_CLI_ERROR, PLIM_EXIT_USAGE,
                         _ ("There is no account yet: “plimsoll add PROVIDER” adds one."));
    return;
  }
  plim_cli_set_none_of (error, sentence, word, (const char *const *) names->pdata);
}

PlimAccount *
plim_cli_service_find (PlimCliService *self, const char *word, GError **error)
{
  g_autoptr (GPtrArray) by_label = g_ptr_array_new ();
  g_autoptr (GPtrArray) by_id = g_ptr_array_new ();
  GPtrArray *found;

  for (guint i = 0; i < self->accounts->len; i++) {
    PlimAccount *account = g_ptr_array_index (self->accounts, i);

    if (is_label (account, word))
      g_ptr_array_add (by_label, account);
    if (word[0] != '\0' && g_str_has_prefix (plim_account_get_id (account), word))
      g_ptr_array_add (by_id, account);
  }
  found = by_label->len > 0 ? by_label : by_id;
  if (found->len == 1)
    return g_ptr_array_index (found, 0);
  if (found->len > 1)
    set_ambiguous (found, word, error);
  else
    set_not_found (self, word, error);
  return NULL;
}
