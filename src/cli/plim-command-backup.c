/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * `plimsoll export` and `plimsoll import`. */
#include "plim-bus-codec.h"
#include "plim-cli-backup.h"
#include "plim-cli-command.h"
#include "plim-cli-export-file.h"
#include "plim-cli-history.h"
#include "plim-cli-settings.h"
#include "plim-cli-text.h"
#include "plim-report.h"
#include "plim-snapshot-json.h"

#include <glib/gi18n-lib.h>
#include <stdio.h>

typedef struct {
  gboolean is_json;
  gboolean is_csv;
  gboolean has_history;
} Request;

/* (nullable): of all accounts, from the beginning */
static GPtrArray *
load_history (PlimCliService *service, gint64 now, GError **error)
{
  g_autoptr (GPtrArray) series = plim_cli_history_new_list ();

  for (guint i = 0; i < service->accounts->len; i++) {
    if (!plim_cli_history_load (service, g_ptr_array_index (service->accounts, i), NULL, 0, now,
                                series, error))
      return NULL;
  }
  return g_steal_pointer (&series);
}

static char *
dup_json (PlimCliService *service, GPtrArray *series, gint64 now)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  g_autoptr (GSettings) settings = plim_cli_settings_find ();

  json_builder_begin_object (builder);
  plim_cli_backup_add_json (service->accounts, settings, now, builder);
  if (series != NULL) {
    json_builder_set_member_name (builder, "history");
    plim_cli_history_add_json (series, builder);
  }
  json_builder_end_object (builder);
  return plim_json_builder_to_string (builder, TRUE);
}

static char *
dup_export (const Request *request, PlimCliService *service, GPtrArray *series, gint64 now)
{
  /* A copy of one's own: privacy mode does not shorten it. */
  const PlimFormat format = { 0 };

  if (!request->is_csv)
    return dup_json (service, series, now);
  return series != NULL ? plim_cli_history_dup_csv (series, &format)
                        : plim_cli_backup_dup_csv (service->accounts);
}

static int
run_export (int argc, char **argv, GError **error)
{
  Request request = { 0 };
  const GOptionEntry options[] = {
    { "json", 0, 0, G_OPTION_ARG_NONE, &request.is_json,
      N_ ("Write JSON, which “import” reads; as without it"), NULL },
    { "csv", 0, 0, G_OPTION_ARG_NONE, &request.is_csv,
      N_ ("Write a table of the accounts, or of the history"), NULL },
    { "history", 0, 0, G_OPTION_ARG_NONE, &request.has_history, N_ ("With the history"), NULL },
    { NULL }
  };
  gint64 now = g_get_real_time () / G_USEC_PER_SEC;
  g_autoptr (PlimCliService) service = NULL;
  g_autoptr (GPtrArray) series = NULL;
  g_autofree char *text = NULL;

  if (!plim_command_parse (&plim_command_export, options, 0, 0, &argc, &argv, error))
    return PLIM_EXIT_USAGE;
  if (request.is_json && request.is_csv) {
    g_set_error_literal (error, PLIM_CLI_ERROR, PLIM_EXIT_USAGE,
                         _ ("--json and --csv do not go together."));
    return PLIM_EXIT_USAGE;
  }
  service = plim_cli_service_open (TRUE, error);
  if (service == NULL)
    return PLIM_EXIT_NO_SERVICE;
  if (request.has_history && (series = load_history (service, now, error)) == NULL)
    return PLIM_EXIT_PROBLEM;
  text = dup_export (&request, service, series, now);
  fputs (text, stdout);
  if (!request.is_csv)
    fputc ('\n', stdout);
  return PLIM_EXIT_OK;
}

const PlimCommand plim_command_export = {
  .name = "export",
  .summary = N_ ("Write accounts and preferences, without any secret"),
  .details = N_ ("Names and settings of accounts are in it as they are, also in privacy mode."),
  .run = run_export,
};

/* Importing. */

/* What the service says is wrong, it says without knowing of a file. */
static GVariant *
import_accounts (const PlimCliBackup *backup,
                 const char *name,
                 PlimCliService *service,
                 gboolean is_dry,
                 GError **error)
{
  g_autoptr (GError) failure = NULL;
  GVariant *reply =
      plim_cli_service_call (service, "ImportAccounts",
                             g_variant_new ("(@a(sssbbusa{ss})b)", backup->accounts, is_dry),
                             &failure);

  if (g_error_matches (failure, PLIM_BUS_ERROR, PLIM_BUS_ERROR_INVALID_ARGUMENT)) {
    g_dbus_error_strip_remote_error (failure);
    g_set_error (error, PLIM_CLI_ERROR, PLIM_EXIT_USAGE, _ ("“%s” cannot be imported: %s"), name,
                 failure->message);
  } else if (failure != NULL) {
    g_propagate_error (error, g_steal_pointer (&failure));
  }
  return reply;
}

/* Returns: how many are new */
static guint
print_accounts (const PlimCliBackup *backup, GVariant *reply)
{
  g_autofree const char **added = NULL;
  const char *id, *label;
  GVariantIter iter;

  g_variant_get (reply, "(^a&s)", &added);
  g_variant_iter_init (&iter, backup->accounts);
  while (g_variant_iter_loop (&iter, "(&s&s&sbbu&s@a{ss})", &id, NULL, &label, NULL, NULL, NULL,
                              NULL, NULL)) {
    g_autofree char *printable = plim_text_dup_printable (label);

    /* Translators: %s is an account */
    g_print (g_strv_contains (added, id) ? _ ("new: %s\n") : _ ("there already: %s\n"), printable);
  }
  return g_strv_length ((char **) added);
}

/* Those that are not so already. */
static void
apply_preferences (const PlimCliBackup *backup, GSettings *settings, gboolean is_dry)
{
  GHashTableIter iter;
  gpointer name, value;

  g_hash_table_iter_init (&iter, backup->preferences);
  while (g_hash_table_iter_next (&iter, &name, &value)) {
    g_autoptr (GVariant) present = g_settings_get_value (settings, name);
    g_autoptr (GError) error = NULL;

    if (g_variant_equal (present, value))
      continue;
    /* Translators: %s is the name of a preference */
    g_print (_ ("preference: %s\n"), (const char *) name);
    if (!is_dry && !plim_cli_settings_set (settings, name, value, &error))
      g_printerr ("plimsoll: %s\n", error->message);
  }
  g_settings_sync ();
}

/* Only what is older than all that is known, so a second time adds nothing. */
static gboolean
import_history (const PlimCliBackup *backup, PlimCliService *service, GError **error)
{
  guint n_samples = 0;

  for (guint i = 0; i < backup->history->len; i++) {
    g_autoptr (GVariant) reply =
        plim_cli_service_call (service, "ImportHistory", backup->history->pdata[i], error);
    guint count;

    if (reply == NULL)
      return FALSE;
    g_variant_get (reply, "(u)", &count);
    n_samples += count;
  }
  if (n_samples > 0)
    /* Translators: %u is how many numbers of the past were added */
    g_print (g_dngettext (GETTEXT_PACKAGE, "history: %u number\n", "history: %u numbers\n",
                          n_samples),
             n_samples);
  return TRUE;
}

static int
import (const char *path, gboolean is_dry, GError **error)
{
  g_autoptr (GSettings) settings = plim_cli_settings_find ();
  g_autoptr (PlimCliService) service = NULL;
  g_auto (PlimCliBackup) backup = { 0 };
  g_autoptr (GVariant) reply = NULL;
  g_autofree char *name = plim_cli_export_dup_name (path);
  g_autofree char *text = NULL;
  guint n_added;
  gsize length;

  text = plim_cli_export_read (path, &length, error);
  if (text == NULL || !plim_cli_backup_parse (&backup, name, text, length, settings, error))
    return PLIM_EXIT_USAGE;
  service = plim_cli_service_open (TRUE, error);
  if (service != NULL)
    reply = import_accounts (&backup, name, service, is_dry, error);
  if (reply == NULL)
    return PLIM_EXIT_USAGE;
  n_added = print_accounts (&backup, reply);
  if (!is_dry && !import_history (&backup, service, error))
    return PLIM_EXIT_PROBLEM;
  if (settings != NULL)
    apply_preferences (&backup, settings, is_dry);
  if (is_dry)
    g_print ("%s\n", _ ("Nothing was changed."));
  else if (n_added > 0)
    g_print ("%s\n",
             _ ("New accounts have no secret yet: “plimsoll sign-in ACCOUNT” asks for it."));
  return PLIM_EXIT_OK;
}

static int
run_import (int argc, char **argv, GError **error)
{
  gboolean is_dry = FALSE;
  const GOptionEntry options[] = { { "dry-run", 'n', 0, G_OPTION_ARG_NONE, &is_dry,
                                     N_ ("Only say what would be done"), NULL },
                                   { NULL } };

  if (!plim_command_parse (&plim_command_import, options, 1, 0, &argc, &argv, error))
    return PLIM_EXIT_USAGE;
  return import (argv[1], is_dry, error);
}

const PlimCommand plim_command_import = {
  .name = "import",
  .arguments = N_ ("FILE"),
  .summary = N_ ("Add the accounts, preferences and history of an export"),
  .details = N_ ("Accounts that are there already, by their id, stay as they are. Where anything "
                 "in FILE is wrong, nothing is changed. “-” is standard input."),
  .takes_files = TRUE,
  .run = run_import,
};
