/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * `plimsoll token`: the tokens of the local API. They go straight into the keyring; the service is
 * only told to look there. */
#include "plim-api-keys.h"
#include "plim-cli-command.h"
#include "plim-cli-service.h"
#include "plim-cli-text.h"
#include "plim-cli-wait.h"
#include "plim-format.h"
#include "plim-json-write.h"
#include "plim-snapshot-json.h"

#include <glib/gi18n-lib.h>
#include <libsecret/secret.h>
#include <string.h>

typedef struct {
  gboolean is_read_only;
  gboolean is_change;
  gboolean is_json;
} Options;

static PlimExit
fail_usage (GError **error, const char *sentence)
{
  g_set_error_literal (error, PLIM_CLI_ERROR, PLIM_EXIT_USAGE, sentence);
  return PLIM_EXIT_USAGE;
}

/* A service that does not run reads the keyring when it starts. */
static gboolean
tell_service (GError **error)
{
  g_autoptr (GError) failure = NULL;
  g_autoptr (PlimCliService) service = plim_cli_service_open (FALSE, &failure);
  g_autoptr (GVariant) reply = NULL;

  if (service != NULL)
    reply = plim_cli_service_call (service, "ReloadApiKeys", NULL, &failure);
  if (reply != NULL || plim_cli_get_exit (failure) == PLIM_EXIT_NO_SERVICE)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&failure));
  return FALSE;
}

/* `new`. */

static gboolean
store (const PlimApiKey *key, GError **error)
{
  g_auto (PlimCliWait) wait;

  plim_cli_wait_init (&wait);
  plim_api_keys_store_async (key, NULL, plim_cli_wait_on_done, &wait);
  return plim_api_keys_store_finish (plim_cli_wait_run (&wait), error);
}

static int
run_new (const char *name, const Options *options, GError **error)
{
  PlimApiScope scope = options->is_change ? PLIM_API_SCOPE_CHANGE : PLIM_API_SCOPE_READ;
  g_autofree char *trimmed = g_strstrip (g_strdup (name));
  g_autoptr (PlimApiKey) key = NULL;
  char *token = NULL;

  if (options->is_read_only && options->is_change)
    return fail_usage (error, _ ("A token is either for reading only or for changing too."));
  if (trimmed[0] == '\0')
    return fail_usage (error, _ ("A token needs a name that tells what it is for."));
  key = plim_api_key_new (trimmed, scope, g_get_real_time () / G_USEC_PER_SEC, &token, error);
  if (key == NULL)
    return PLIM_EXIT_PROBLEM;
  if (store (key, error)) {
    /* Alone on standard output, for scripts. */
    g_print ("%s\n", token);
    g_printerr ("%s\n", _ ("This is the only time that the token is shown."));
  }
  secret_password_free (token);
  return *error == NULL && tell_service (error) ? PLIM_EXIT_OK : PLIM_EXIT_PROBLEM;
}

/* `list`. */

static GPtrArray *
load (GError **error)
{
  g_auto (PlimCliWait) wait;

  plim_cli_wait_init (&wait);
  plim_api_keys_load_async (NULL, plim_cli_wait_on_done, &wait);
  return plim_api_keys_load_finish (plim_cli_wait_run (&wait), error);
}

static void
print_json (GPtrArray *keys)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  g_autofree char *text = NULL;

  json_builder_begin_array (builder);
  for (guint i = 0; i < keys->len; i++) {
    const PlimApiKey *key = g_ptr_array_index (keys, i);
    g_autofree char *created_at = plim_time_to_iso8601 (key->created_at);
    g_autofree char *used_at = plim_time_to_iso8601 (key->used_at);

    json_builder_begin_object (builder);
    plim_json_add_string (builder, "id", key->id);
    plim_json_add_string (builder, "name", key->name);
    plim_json_add_string (builder, "prefix", key->prefix);
    plim_json_add_string (builder, "scope", plim_api_scope_to_nick (key->scope));
    plim_json_add_string (builder, "created_at", created_at);
    plim_json_add_string (builder, "last_used_at", used_at);
    json_builder_end_object (builder);
  }
  json_builder_end_array (builder);
  text = plim_json_builder_to_string (builder, TRUE);
  g_print ("%s\n", text);
}

static void
print_table (GPtrArray *keys)
{
  g_autoptr (PlimTable) table = plim_table_new (5);
  g_autofree char *text = NULL;
  gint64 now = g_get_real_time () / G_USEC_PER_SEC;

  for (guint i = 0; i < keys->len; i++) {
    const PlimApiKey *key = g_ptr_array_index (keys, i);
    g_autofree char *used = plim_format_age (key->used_at, now);

    plim_table_take_cell (table, g_strndup (key->id, 8), PLIM_INK_HEADING);
    plim_table_add_cell (table, key->name, PLIM_INK_PLAIN);
    plim_table_add_cell (table, key->prefix, PLIM_INK_PLAIN);
    plim_table_add_cell (table,
                         key->scope == PLIM_API_SCOPE_CHANGE ? C_ ("token", "read and change")
                                                             : C_ ("token", "read"),
                         PLIM_INK_PLAIN);
    /* Translators: when a token was last used; %s is such as "3 min ago" or "never" */
    plim_table_take_cell (table, g_strdup_printf (_ ("used: %s"), used), PLIM_INK_FAINT);
  }
  text = plim_table_to_string (table, plim_text_has_colour ());
  g_print ("%s", text);
}

static int
run_list (const Options *options, GError **error)
{
  g_autoptr (GPtrArray) keys = load (error);

  if (keys == NULL)
    return PLIM_EXIT_PROBLEM;
  if (options->is_json)
    print_json (keys);
  else if (keys->len > 0)
    print_table (keys);
  else
    g_print ("%s\n", _ ("There is no token yet. “plimsoll token new NAME” makes one."));
  return PLIM_EXIT_OK;
}

/* `revoke`. */

static const PlimApiKey *
find_key (GPtrArray *keys, const char *word, GError **error)
{
  g_autoptr (GPtrArray) names = g_ptr_array_new ();
  const PlimApiKey *found = NULL;
  g_autofree char *sentence = NULL;
  guint n_found = 0;

  for (guint i = 0; i < keys->len; i++) {
    const PlimApiKey *key = g_ptr_array_index (keys, i);

    g_ptr_array_add (names, key->name);
    if (!g_str_equal (key->name, word) && (word[0] == '\0' || !g_str_has_prefix (key->id, word)))
      continue;
    found = key;
    n_found++;
  }
  if (n_found == 1)
    return found;
  g_ptr_array_add (names, NULL);
  sentence = n_found > 1
                 /* Translators: %s is what the user typed */
                 ? g_strdup_printf (_ ("“%s” means several tokens; use the id."), word)
                 /* Translators: %s is what the user typed */
                 : g_strdup_printf (_ ("There is no token “%s”."), word);
  plim_cli_set_unknown (error, sentence, word, (const char *const *) names->pdata);
  return NULL;
}

static int
run_revoke (const char *word, GError **error)
{
  g_autoptr (GPtrArray) keys = load (error);
  const PlimApiKey *key = keys != NULL ? find_key (keys, word, error) : NULL;
  g_auto (PlimCliWait) wait;

  plim_cli_wait_init (&wait);
  if (key == NULL)
    return PLIM_EXIT_USAGE;
  plim_api_keys_revoke_async (key->id, NULL, plim_cli_wait_on_done, &wait);
  if (!plim_api_keys_revoke_finish (plim_cli_wait_run (&wait), error))
    return PLIM_EXIT_PROBLEM;
  return tell_service (error) ? PLIM_EXIT_OK : PLIM_EXIT_PROBLEM;
}

static int
run_token (int argc, char **argv, GError **error)
{
  Options options = { FALSE };
  const GOptionEntry entries[] = {
    { "read-only", 0, 0, G_OPTION_ARG_NONE, &options.is_read_only,
      N_ ("new: the token only reads, which is what it does by default"), NULL },
    { "change", 0, 0, G_OPTION_ARG_NONE, &options.is_change,
      N_ ("new: the token also adds, changes and removes accounts"), NULL },
    { "json", 0, 0, G_OPTION_ARG_NONE, &options.is_json, N_ ("list: write JSON"), NULL },
    { NULL },
  };

  if (!plim_command_parse (&plim_command_token, entries, 1, 1, &argc, &argv, error))
    return PLIM_EXIT_USAGE;
  if (g_str_equal (argv[1], "new") && argc == 3)
    return run_new (argv[2], &options, error);
  if (g_str_equal (argv[1], "list") && argc == 2)
    return run_list (&options, error);
  if (g_str_equal (argv[1], "revoke") && argc == 3)
    return run_revoke (argv[2], error);
  return fail_usage (error, _ ("Use it as: plimsoll token new NAME, list, or revoke TOKEN"));
}

const PlimCommand plim_command_token = {
  .name = "token",
  .arguments = N_ ("new NAME | list | revoke TOKEN"),
  .summary = N_ ("Make, list and revoke the tokens of the local API"),
  .details = N_ ("A token is shown once, when it is made. TOKEN is its name, its id, or the "
                 "beginning of its id."),
  .run = run_token,
};
