/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The commands that take a secret: `add` and `sign-in`. */
#include "plim-cli-check.h"
#include "plim-cli-command.h"
#include "plim-cli-provider.h"
#include "plim-cli-secret.h"
#include "plim-cli-text.h"
#include "plim-providers.h"

#include <glib/gi18n-lib.h>

typedef struct {
  char *label;
  char *base_url;
  char **assignments;
  gboolean use_file;
} Options;

static void
options_clear (Options *options)
{
  g_free (options->label);
  g_free (options->base_url);
  g_strfreev (options->assignments);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Options, options_clear)

static gboolean
check_setup (const PlimProvider *provider,
             GHashTable *settings,
             GHashTable *secrets,
             GError **error)
{
  g_autoptr (GError) failure = NULL;

  if (plim_provider_check_supplied (provider, settings, secrets, &failure))
    return TRUE;
  g_set_error_literal (error, PLIM_CLI_ERROR, PLIM_EXIT_USAGE, failure->message);
  return FALSE;
}

static GHashTable *
dup_settings (const PlimProvider *provider, const Options *options, GError **error)
{
  g_autoptr (GHashTable) settings =
      plim_cli_provider_dup_settings (provider, options->assignments, error);

  if (settings == NULL ||
      (options->use_file && !plim_cli_provider_use_file (provider, settings, error)))
    return NULL;
  return g_steal_pointer (&settings);
}

/* Who gives a file is told what becomes of it, and is not asked for a secret. */
static GHashTable *
read_secrets (const PlimProvider *provider,
              const char *base_url,
              GHashTable *settings,
              GError **error)
{
  const PlimField *field = plim_cli_provider_find_file_field (provider);
  const char *path = field != NULL ? g_hash_table_lookup (settings, field->id) : NULL;
  g_autofree char *printable = NULL;

  if (path == NULL || path[0] == '\0')
    return plim_cli_secret_read_all (provider, error);
  printable = plim_text_dup_printable (path);
  /* Translators: a file of another program, that program, an address */
  g_print (_ ("%s, the sign-in of %s, is read for each poll and never written. Its token goes to "
              "%s.\n"),
           printable, field->file->program, base_url != NULL ? base_url : provider->origin);
  return plim_cli_secret_table_new ();
}

static int
add (const PlimProvider *provider, const Options *options, GError **error)
{
  g_autoptr (GHashTable) settings = dup_settings (provider, options, error);
  g_autoptr (PlimCliService) service = NULL;
  g_autoptr (GHashTable) secrets = NULL;
  g_autofree char *id = NULL;
  g_autofree char *name = NULL;

  if (settings == NULL)
    return PLIM_EXIT_USAGE;
  /* Before anybody types a secret for nothing. */
  service = plim_cli_service_open (TRUE, error);
  if (service != NULL)
    secrets = read_secrets (provider, options->base_url, settings, error);
  if (secrets == NULL || !check_setup (provider, settings, secrets, error))
    return PLIM_EXIT_USAGE;
  id = plim_cli_check_add (service, provider, options->label, options->base_url, settings, secrets,
                           error);
  if (id == NULL)
    return PLIM_EXIT_PROBLEM;
  name = plim_text_dup_printable (options->label != NULL ? options->label : provider->name);
  /* Translators: an account, then its id */
  g_print (_ ("Added %s (%s)\n"), name, id);
  return PLIM_EXIT_OK;
}

static int
run_add (int argc, char **argv, GError **error)
{
  g_auto (Options) options = { NULL };
  const GOptionEntry entries[] = {
    { "label", 'l', 0, G_OPTION_ARG_STRING, &options.label,
      N_ ("What to call the account; the provider’s name otherwise"), N_ ("LABEL") },
    { "set", 's', 0, G_OPTION_ARG_STRING_ARRAY, &options.assignments,
      N_ ("A setting; may be given several times"), N_ ("NAME=VALUE") },
    { "use-file", 'f', 0, G_OPTION_ARG_NONE, &options.use_file,
      N_ ("Read the sign-in of another program, which “plimsoll providers” found"), NULL },
    { "base-url", 0, 0, G_OPTION_ARG_STRING, &options.base_url,
      N_ ("Ask there instead of at the provider’s own address"), N_ ("URL") },
    { NULL },
  };
  const PlimProvider *provider;

  if (!plim_command_parse (&plim_command_add, entries, 1, 0, &argc, &argv, error))
    return PLIM_EXIT_USAGE;
  provider = plim_cli_provider_find (argv[1], error);
  return provider != NULL ? add (provider, &options, error) : PLIM_EXIT_USAGE;
}

const PlimCommand plim_command_add = {
  .name = "add",
  .arguments = N_ ("PROVIDER"),
  .summary = N_ ("Add an account, after a live check"),
  .details =
      N_ ("Secrets are asked for at a terminal; otherwise they are read from standard input, "
          "one line for\neach secret field in the order of “plimsoll providers PROVIDER”. "
          "They go into the keyring, and\nnowhere else. When the check fails nothing is "
          "kept."),
  .run = run_add,
};

static gboolean
takes_secret (const PlimProvider *provider)
{
  for (const PlimField *field = provider->fields; field != NULL && field->id != NULL; field++) {
    if (field->kind == PLIM_FIELD_SECRET)
      return TRUE;
  }
  return FALSE;
}

static int
run_sign_in (int argc, char **argv, GError **error)
{
  g_autoptr (PlimCliService) service = NULL;
  g_autoptr (GHashTable) secrets = NULL;
  PlimAccount *account = NULL;
  const PlimProvider *provider;

  if (!plim_command_parse (&plim_command_sign_in, NULL, 1, 0, &argc, &argv, error))
    return PLIM_EXIT_USAGE;
  service = plim_cli_service_open (TRUE, error);
  if (service != NULL)
    account = plim_cli_service_find (service, argv[1], error);
  if (account == NULL)
    return PLIM_EXIT_USAGE;
  provider = plim_cli_provider_find (plim_account_get_provider_id (account), error);
  if (provider != NULL && !takes_secret (provider))
    g_set_error (error, PLIM_CLI_ERROR, PLIM_EXIT_USAGE,
                 /* Translators: %s is a provider */
                 _ ("%s needs no sign-in."), provider->name);
  else if (provider != NULL)
    secrets = plim_cli_secret_read_all (provider, error);
  if (secrets == NULL)
    return PLIM_EXIT_USAGE;
  if (g_hash_table_size (secrets) == 0) {
    g_set_error_literal (error, PLIM_CLI_ERROR, PLIM_EXIT_USAGE,
                         _ ("No secret was given; nothing was changed."));
    return PLIM_EXIT_USAGE;
  }
  return plim_cli_check_replace (service, account, provider, secrets, error) ? PLIM_EXIT_OK
                                                                             : PLIM_EXIT_PROBLEM;
}

const PlimCommand plim_command_sign_in = {
  .name = "sign-in",
  .arguments = N_ ("ACCOUNT"),
  .summary = N_ ("Give an account a new credential, after a live check"),
  .details = N_ ("The secret is read as by “add”; an empty line keeps the old one. When the check "
                 "fails the old\none is put back."),
  .run = run_sign_in,
};
