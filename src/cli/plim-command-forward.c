/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * `plimsoll forward`. */
#include "plim-cli-address.h"
#include "plim-cli-command.h"
#include "plim-cli-keyring.h"
#include "plim-cli-service.h"
#include "plim-cli-settings.h"
#include "plim-cli-text.h"
#include "plim-format.h"
#include "plim-post-problem.h"
#include "plim-report.h"
#include "plim-settings.h"

#include <glib/gi18n-lib.h>

#define MAX_ARGUMENTS 1000
#define ALL "*"

static char *
dup_label (PlimCliService *service, const char *id)
{
  for (guint i = 0; i < service->accounts->len; i++) {
    PlimAccount *account = g_ptr_array_index (service->accounts, i);

    if (g_str_equal (plim_account_get_id (account), id))
      return plim_report_dup_label (account);
  }
  return plim_text_dup_printable (id);
}

/* What to do, and what a developer would ask for. */
static char *
dup_reason (const char *cause, const char *problem)
{
  g_autofree char *sentence = plim_post_problem_dup_sentence (cause, problem);
  g_autofree char *full = NULL;

  if (g_str_equal (sentence, problem))
    return plim_text_dup_printable (problem);
  full = g_strdup_printf ("%s (%s)", sentence, problem);
  return plim_text_dup_printable (full);
}

static void
add_row (PlimTable *table, PlimCliService *service, GVariant *state, gint64 now)
{
  const char *id = "";
  const char *problem = "";
  const char *cause = NULL;
  g_autofree char *age = NULL;
  g_autofree char *text = NULL;
  gint64 sent_at = PLIM_TIME_UNKNOWN;

  g_variant_lookup (state, "account", "&s", &id);
  g_variant_lookup (state, "sent_at", "x", &sent_at);
  g_variant_lookup (state, "problem", "&s", &problem);
  g_variant_lookup (state, "cause", "&s", &cause);
  age = plim_format_age (sent_at, now);
  /* Translators: when something was sent last: "3 min ago" or "never" */
  text = g_strdup_printf (_ ("last sent: %s"), age);
  plim_table_take_cell (table, dup_label (service, id), PLIM_INK_HEADING);
  plim_table_add_cell (table, text, PLIM_INK_PLAIN);
  plim_table_take_cell (table, dup_reason (cause, problem), PLIM_INK_CRITICAL);
}

static void
add_keyring_failure (PlimTable *table, const GError *failure)
{
  g_autofree char *sentence = plim_cli_keyring_dup_sentence (failure);

  plim_table_add_line (table, sentence, PLIM_INK_CRITICAL);
}

static gboolean
show_status (PlimCliService *service, GError **error)
{
  gint64 now = g_get_real_time () / G_USEC_PER_SEC;
  g_autoptr (GVariant) reply = plim_cli_service_call (service, "GetForwardStatus", NULL, error);
  g_autoptr (PlimTable) table = plim_table_new (3);
  g_autoptr (GError) failure = NULL;
  g_autoptr (GVariant) list = NULL;
  g_autofree char *text = NULL;

  if (reply == NULL)
    return FALSE;
  list = g_variant_get_child_value (reply, 0);
  if (plim_cli_address_exists (PLIM_POST_FORWARD, &failure))
    plim_table_add_line (table, _ ("The address is in the keyring."), PLIM_INK_PLAIN);
  else if (failure == NULL)
    plim_table_add_line (table, _ ("There is no address: “plimsoll forward set-url” asks for it."),
                         PLIM_INK_PLAIN);
  else
    add_keyring_failure (table, failure);
  if (g_variant_n_children (list) == 0)
    plim_table_add_line (table,
                         _ ("No account is chosen: “plimsoll forward accounts ACCOUNT” chooses."),
                         PLIM_INK_PLAIN);
  for (gsize i = 0; i < g_variant_n_children (list); i++) {
    g_autoptr (GVariant) state = g_variant_get_child_value (list, i);

    add_row (table, service, state, now);
  }
  text = plim_table_to_string (table, plim_text_has_colour ());
  g_print ("%s", text);
  return TRUE;
}

/* `all`, `none`, or names of accounts. */
static gboolean
choose_accounts (PlimCliService *service, GSettings *settings, char **names, GError **error)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_auto (GStrv) ids = NULL;

  if (names[0] == NULL) {
    g_set_error_literal (error, PLIM_CLI_ERROR, PLIM_EXIT_USAGE,
                         _ ("Give the accounts, or “all” or “none”."));
    return FALSE;
  }
  for (guint i = 0; names[i] != NULL; i++) {
    PlimAccount *account;

    if (names[1] == NULL && g_str_equal (names[i], "none"))
      break;
    if (names[1] == NULL && g_str_equal (names[i], "all")) {
      g_strv_builder_add (builder, ALL);
      break;
    }
    account = plim_cli_service_find (service, names[i], error);
    if (account == NULL)
      return FALSE;
    g_strv_builder_add (builder, plim_account_get_id (account));
  }
  ids = g_strv_builder_end (builder);
  return plim_cli_settings_set (settings, PLIM_SETTINGS_FORWARD_ACCOUNTS,
                                g_variant_new_strv ((const char *const *) ids, -1), error);
}

static gboolean
send_now (PlimCliService *service, GError **error)
{
  g_autoptr (GVariant) reply = plim_cli_service_call (service, "ForwardNow", NULL, error);

  return reply != NULL;
}

/* Who asks for it now is told why nothing can be sent. */
static gboolean
check_setup (GSettings *settings, GError **error)
{
  g_auto (GStrv) ids = g_settings_get_strv (settings, PLIM_SETTINGS_FORWARD_ACCOUNTS);
  g_autoptr (GError) failure = NULL;
  const char *sentence = NULL;

  if (!plim_cli_address_exists (PLIM_POST_FORWARD, &failure) && failure == NULL)
    sentence = _ ("There is no address: “plimsoll forward set-url” asks for it.");
  else if (failure == NULL && ids[0] == NULL)
    sentence = _ ("No account is chosen: “plimsoll forward accounts ACCOUNT” chooses.");
  if (sentence != NULL)
    g_set_error_literal (error, PLIM_CLI_ERROR, PLIM_EXIT_PROBLEM, sentence);
  else if (failure != NULL)
    g_propagate_error (error, g_steal_pointer (&failure));
  return error == NULL || *error == NULL;
}

static gboolean
turn_off (GSettings *settings, GError **error)
{
  g_settings_reset (settings, PLIM_SETTINGS_FORWARD_ACCOUNTS);
  g_settings_sync ();
  return plim_cli_address_clear (PLIM_POST_FORWARD, error);
}

static gboolean
run_word (
    PlimCliService *service, GSettings *settings, const char *word, char **rest, GError **error)
{
  static const char *const words[] = { "status", "set-url", "accounts", "now", "off", NULL };
  /* Translators: %s is what the user typed */
  g_autofree char *sentence = g_strdup_printf (_ ("forward has no command “%s”."), word);

  if (g_str_equal (word, "status"))
    return show_status (service, error);
  if (g_str_equal (word, "set-url"))
    return plim_cli_address_read (PLIM_POST_FORWARD, _ ("Plimsoll: address to forward to"), rest,
                                  error) &&
           send_now (service, error);
  if (g_str_equal (word, "accounts"))
    return choose_accounts (service, settings, rest, error);
  if (g_str_equal (word, "now"))
    return check_setup (settings, error) && send_now (service, error);
  if (g_str_equal (word, "off"))
    return turn_off (settings, error);
  plim_cli_set_none_of (error, sentence, word, words);
  return FALSE;
}

static int
run_forward (int argc, char **argv, GError **error)
{
  g_autoptr (PlimCliService) service = NULL;
  g_autoptr (GSettings) settings = NULL;
  gboolean is_done;

  if (!plim_command_parse (&plim_command_forward, NULL, 0, MAX_ARGUMENTS, &argc, &argv, error))
    return PLIM_EXIT_USAGE;
  settings = plim_cli_settings_open (error);
  if (settings == NULL)
    return PLIM_EXIT_PROBLEM;
  service = plim_cli_service_open (TRUE, error);
  if (service == NULL)
    return PLIM_EXIT_NO_SERVICE;
  is_done = run_word (service, settings, argc > 1 ? argv[1] : "status",
                      argc > 2 ? argv + 2 : argv + argc, error);
  g_settings_sync ();
  return is_done ? PLIM_EXIT_OK : PLIM_EXIT_PROBLEM;
}

const PlimCommand plim_command_forward = {
  .name = "forward",
  .arguments = N_ ("[status | set-url | accounts ACCOUNT… | accounts all | accounts none | now | "
                   "off]"),
  .summary = N_ ("Send what is read to a Home Assistant webhook"),
  .details = N_ ("For the integration “AI Usage”. The webhook’s address is a secret: "
                 "it is asked for, or read from standard input, and kept in the keyring. Without "
                 "a word the state is shown."),
  .run = run_forward,
};
