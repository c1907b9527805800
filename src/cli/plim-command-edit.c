/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * One account, looked at and changed: `show`, `edit`, `move`. */
#include "plim-bus-codec.h"
#include "plim-cli-command.h"
#include "plim-cli-provider.h"
#include "plim-cli-service.h"
#include "plim-percents.h"
#include "plim-report.h"

#include <glib/gi18n-lib.h>

static PlimExit
fail_usage (GError **error, const char *sentence)
{
  g_set_error_literal (error, PLIM_CLI_ERROR, PLIM_EXIT_USAGE, sentence);
  return PLIM_EXIT_USAGE;
}

static int
run_show (int argc, char **argv, GError **error)
{
  g_autoptr (PlimCliService) service = NULL;
  PlimAccount *account;

  if (!plim_command_parse (&plim_command_show, NULL, 1, 0, &argc, &argv, error))
    return PLIM_EXIT_USAGE;
  service = plim_cli_service_open (TRUE, error);
  if (service == NULL)
    return PLIM_EXIT_NO_SERVICE;
  account = plim_cli_service_find (service, argv[1], error);
  if (account == NULL)
    return PLIM_EXIT_USAGE;
  plim_report_print_account (account, g_get_real_time () / G_USEC_PER_SEC);
  return PLIM_EXIT_OK;
}

const PlimCommand plim_command_show = {
  .name = "show",
  .arguments = N_ ("ACCOUNT"),
  .summary = N_ ("Show all that is known of an account"),
  .run = run_show,
};

typedef struct {
  char *label;
  char **assignments;
  char **unset;
  char *base_url;
  char *percents;
  char *interval;
  int interval_s; /* -1: not to be changed */
} Changes;

static void
changes_clear (Changes *changes)
{
  g_free (changes->label);
  g_strfreev (changes->assignments);
  g_strfreev (changes->unset);
  g_free (changes->base_url);
  g_free (changes->interval);
  g_free (changes->percents);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Changes, changes_clear)

/* (transfer full) (nullable): the account's settings with what was given set and unset */
static GHashTable *
dup_settings (PlimAccount *account, const Changes *changes, GError **error)
{
  const PlimProvider *provider =
      plim_cli_provider_find (plim_account_get_provider_id (account), error);
  g_autoptr (GHashTable) settings = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  g_autoptr (GHashTable) given = NULL;
  GHashTable *sources[2];

  if (provider != NULL)
    given = plim_cli_provider_dup_settings (provider, changes->assignments, error);
  if (given == NULL)
    return NULL;
  sources[0] = plim_account_get_settings (account);
  sources[1] = given;
  for (guint i = 0; i < G_N_ELEMENTS (sources); i++) {
    GHashTableIter iter;
    gpointer name, value;

    g_hash_table_iter_init (&iter, sources[i]);
    while (g_hash_table_iter_next (&iter, &name, &value))
      g_hash_table_insert (settings, g_strdup (name), g_strdup (value));
  }
  for (guint i = 0; changes->unset != NULL && changes->unset[i] != NULL; i++)
    g_hash_table_remove (settings, changes->unset[i]);
  return g_steal_pointer (&settings);
}

static gboolean
call (PlimCliService *service,
      PlimAccount *account,
      const char *method,
      GVariant *arguments,
      GError **error)
{
  g_autoptr (GVariant) reply =
      plim_cli_service_call_account (service, account, method, arguments, error);

  return reply != NULL;
}

static gboolean
send_settings (PlimCliService *service,
               PlimAccount *account,
               const Changes *changes,
               GError **error)
{
  const char *base_url = plim_account_get_base_url (account);
  g_autoptr (GHashTable) settings = NULL;

  if (changes->assignments == NULL && changes->unset == NULL && changes->base_url == NULL)
    return TRUE;
  settings = dup_settings (account, changes, error);
  if (settings == NULL)
    return FALSE;
  if (changes->base_url != NULL)
    base_url = changes->base_url;
  return call (service, account, "SetSettings",
               g_variant_new ("(@a{ss}s)", plim_bus_settings_to_variant (settings),
                              base_url != NULL ? base_url : ""),
               error);
}

static gboolean
send_percents (PlimCliService *service, PlimAccount *account, const char *text, GError **error)
{
  gboolean is_own = !g_str_equal (text, "default");
  GVariant *percents;

  if (!is_own || g_str_equal (text, "none"))
    percents = plim_percents_to_variant (NULL, 0);
  else
    percents = plim_percents_from_text (text);
  if (percents == NULL) {
    fail_usage (error, _ ("The percentages are numbers from 1 to 99 with commas between them, ten "
                          "at most, or “none”, or “default”."));
    return FALSE;
  }
  return call (service, account, "SetNotifyPercents", g_variant_new ("(b@ai)", is_own, percents),
               error);
}

static gboolean
send_changes (PlimCliService *service, PlimAccount *account, const Changes *changes, GError **error)
{
  if (changes->label != NULL &&
      !call (service, account, "SetLabel", g_variant_new ("(s)", changes->label), error))
    return FALSE;
  if (changes->interval_s >= 0 && !call (service, account, "SetInterval",
                                         g_variant_new ("(u)", (guint) changes->interval_s), error))
    return FALSE;
  if (changes->percents != NULL && !send_percents (service, account, changes->percents, error))
    return FALSE;
  return send_settings (service, account, changes, error);
}

static gboolean
read_interval (Changes *changes, GError **error)
{
  guint64 interval_s;

  if (changes->interval == NULL)
    return TRUE;
  if (g_str_equal (changes->interval, "auto"))
    changes->interval_s = 0;
  else if (g_str_equal (changes->interval, "manual"))
    changes->interval_s = (int) PLIM_INTERVAL_MANUAL;
  else if (g_ascii_string_to_unsigned (changes->interval, 10, 0, PLIM_INTERVAL_MANUAL, &interval_s,
                                       NULL))
    changes->interval_s = (int) interval_s;
  else
    fail_usage (error, _ ("An interval is a number of seconds, “auto” or “manual”."));
  return changes->interval_s >= 0;
}

static int
run_edit (int argc, char **argv, GError **error)
{
  g_auto (Changes) changes = { .interval_s = -1 };
  const GOptionEntry entries[] = {
    { "label", 'l', 0, G_OPTION_ARG_STRING, &changes.label, N_ ("What to call the account"),
      N_ ("LABEL") },
    { "set", 's', 0, G_OPTION_ARG_STRING_ARRAY, &changes.assignments,
      N_ ("A setting; may be given several times"), N_ ("NAME=VALUE") },
    { "unset", 'u', 0, G_OPTION_ARG_STRING_ARRAY, &changes.unset,
      N_ ("Forget a setting; may be given several times"), N_ ("NAME") },
    { "base-url", 0, 0, G_OPTION_ARG_STRING, &changes.base_url,
      N_ ("Ask there; empty: at the provider’s own address"), N_ ("URL") },
    { "interval", 'i', 0, G_OPTION_ARG_STRING, &changes.interval,
      N_ ("Seconds between two readings; “auto”: as in the preferences, “manual”: only when asked"),
      N_ ("SECONDS") },
    { "notify", 'n', 0, G_OPTION_ARG_STRING, &changes.percents,
      N_ ("Notify at these percents of use; “none”, or “default” as the preferences say"),
      N_ ("PERCENT,…") },
    { NULL },
  };
  g_autoptr (PlimCliService) service = NULL;
  PlimAccount *account;

  if (!plim_command_parse (&plim_command_edit, entries, 1, 0, &argc, &argv, error))
    return PLIM_EXIT_USAGE;
  if (changes.label == NULL && changes.assignments == NULL && changes.unset == NULL &&
      changes.base_url == NULL && changes.interval == NULL && changes.percents == NULL)
    return fail_usage (error, _ ("Nothing to change was given; “plimsoll edit --help” tells what "
                                 "can be."));
  if (!read_interval (&changes, error))
    return PLIM_EXIT_USAGE;
  service = plim_cli_service_open (TRUE, error);
  if (service == NULL)
    return PLIM_EXIT_NO_SERVICE;
  account = plim_cli_service_find (service, argv[1], error);
  if (account == NULL)
    return PLIM_EXIT_USAGE;
  return send_changes (service, account, &changes, error) ? PLIM_EXIT_OK : PLIM_EXIT_PROBLEM;
}

const PlimCommand plim_command_edit = {
  .name = "edit",
  .arguments = N_ ("ACCOUNT"),
  .summary = N_ ("Change an account’s name, settings or interval"),
  .run = run_edit,
};

/* Where @word puts the account that is at @order of @n_accounts; -1 when it is no place. */
static gint64
read_place (const char *word, guint order, guint n_accounts)
{
  guint64 place;

  if (g_str_equal (word, "up"))
    return order > 0 ? order - 1 : 0;
  if (g_str_equal (word, "down"))
    return MIN (order + 1, n_accounts - 1);
  if (!g_ascii_string_to_unsigned (word, 10, 1, n_accounts, &place, NULL))
    return -1;
  return (gint64) place - 1;
}

static int
run_move (int argc, char **argv, GError **error)
{
  g_autoptr (PlimCliService) service = NULL;
  PlimAccount *account;
  gint64 place;

  if (!plim_command_parse (&plim_command_move, NULL, 2, 0, &argc, &argv, error))
    return PLIM_EXIT_USAGE;
  service = plim_cli_service_open (TRUE, error);
  if (service == NULL)
    return PLIM_EXIT_NO_SERVICE;
  account = plim_cli_service_find (service, argv[1], error);
  if (account == NULL)
    return PLIM_EXIT_USAGE;
  place = read_place (argv[2], plim_account_get_order (account), service->accounts->len);
  if (place < 0)
    return fail_usage (error, _ ("The place is “up”, “down”, or a number from 1 to the number of "
                                 "accounts."));
  return call (service, account, "SetOrder", g_variant_new ("(u)", (guint) place), error)
             ? PLIM_EXIT_OK
             : PLIM_EXIT_PROBLEM;
}

const PlimCommand plim_command_move = {
  .name = "move",
  .arguments = N_ ("ACCOUNT up|down|PLACE"),
  .summary = N_ ("Put an account elsewhere in the list"),
  .run = run_move,
};
