/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * `plimsoll collectors`: what collectors send, and the secret address that they send it to. The
 * address goes from and to the keyring; the service is only told to look there. */
#include "plim-cli-command.h"
#include "plim-cli-service.h"
#include "plim-cli-settings.h"
#include "plim-cli-text.h"
#include "plim-cli-wait.h"
#include "plim-format.h"
#include "plim-report.h"
#include "plim-secrets.h"
#include "plim-settings.h"
#include "plim-snapshot-json.h"
#include "plim-webhook-id.h"

#include <glib/gi18n-lib.h>
#include <libsecret/secret.h>

/* The address. */

static char *
look_up (GError **error)
{
  g_auto (PlimCliWait) wait;

  plim_cli_wait_init (&wait);
  plim_webhook_id_lookup_async (NULL, plim_cli_wait_on_done, &wait);
  return plim_webhook_id_lookup_finish (plim_cli_wait_run (&wait), error);
}

static gboolean
store (const char *id, GError **error)
{
  g_auto (PlimCliWait) wait;

  plim_cli_wait_init (&wait);
  plim_webhook_id_store_async (id, NULL, plim_cli_wait_on_done, &wait);
  return plim_webhook_id_store_finish (plim_cli_wait_run (&wait), error);
}

/* A service that does not run reads the keyring when it starts. */
static gboolean
tell_service (GError **error)
{
  g_autoptr (GError) failure = NULL;
  g_autoptr (PlimCliService) service = plim_cli_service_open (FALSE, &failure);

  if (service != NULL && plim_cli_service_reload_address (service, &failure))
    return TRUE;
  if (plim_cli_get_exit (failure) == PLIM_EXIT_NO_SERVICE)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&failure));
  return FALSE;
}

static int
make_address (GError **error)
{
  char *id = plim_webhook_id_new (error);
  gboolean is_stored = id != NULL && store (id, error);

  secret_password_free (id);
  return is_stored && tell_service (error) ? PLIM_EXIT_OK : PLIM_EXIT_PROBLEM;
}

/* Where any free port was asked for, only the service knows which it is; 0 on error. */
static guint
find_port (GError **error)
{
  g_autoptr (GSettings) settings = plim_cli_settings_open (error);
  g_autoptr (PlimCliService) service = NULL;
  g_autoptr (GVariant) collectors = NULL;
  guint port;

  if (settings == NULL)
    return 0;
  port = g_settings_get_uint (settings, PLIM_SETTINGS_SERVER_PORT);
  if (port != 0)
    return port;
  service = plim_cli_service_open (FALSE, error);
  if (service != NULL)
    collectors = plim_cli_service_get_collectors (service, error);
  if (collectors == NULL)
    return 0;
  g_variant_lookup (collectors, "Port", "u", &port);
  if (port == 0)
    g_set_error_literal (error, PLIM_CLI_ERROR, PLIM_EXIT_PROBLEM,
                         _ ("The server does not listen, and its port is any free one."));
  return port;
}

static int
print_address (GError **error)
{
  g_autoptr (GError) failure = NULL;
  guint port;
  char *id = look_up (&failure);

  if (id == NULL && g_error_matches (failure, PLIM_SECRETS_ERROR, PLIM_SECRETS_ERROR_NOT_FOUND)) {
    g_set_error_literal (error, PLIM_CLI_ERROR, PLIM_EXIT_PROBLEM,
                         _ ("There is no address yet: “plimsoll collectors enable” makes one."));
    return PLIM_EXIT_PROBLEM;
  }
  if (id == NULL) {
    g_propagate_error (error, g_steal_pointer (&failure));
    return PLIM_EXIT_PROBLEM;
  }
  port = find_port (error);
  if (port != 0)
    g_print ("http://localhost:%u/api/webhook/%s\n", port, id);
  secret_password_free (id);
  return port != 0 ? PLIM_EXIT_OK : PLIM_EXIT_PROBLEM;
}

/* The switch. */

static int
enable (GError **error)
{
  g_autoptr (GSettings) settings = plim_cli_settings_open (error);
  g_autoptr (GError) failure = NULL;
  char *id = settings != NULL ? look_up (&failure) : NULL;
  gboolean is_on;

  if (settings == NULL)
    return PLIM_EXIT_PROBLEM;
  if (id == NULL && !g_error_matches (failure, PLIM_SECRETS_ERROR, PLIM_SECRETS_ERROR_NOT_FOUND)) {
    g_propagate_error (error, g_steal_pointer (&failure));
    return PLIM_EXIT_PROBLEM;
  }
  if (id == NULL && make_address (error) != PLIM_EXIT_OK)
    return PLIM_EXIT_PROBLEM;
  secret_password_free (id);
  is_on = plim_cli_settings_set (settings, PLIM_SETTINGS_WEBHOOK_ENABLED,
                                 g_variant_new_boolean (TRUE), error) &&
          plim_cli_settings_set (settings, PLIM_SETTINGS_SERVER_ENABLED,
                                 g_variant_new_boolean (TRUE), error);
  g_settings_sync ();
  return is_on ? PLIM_EXIT_OK : PLIM_EXIT_PROBLEM;
}

/* The local API may still want the server. */
static int
disable (GError **error)
{
  g_autoptr (GSettings) settings = plim_cli_settings_open (error);
  gboolean is_off;

  if (settings == NULL)
    return PLIM_EXIT_PROBLEM;
  is_off = plim_cli_settings_set (settings, PLIM_SETTINGS_WEBHOOK_ENABLED,
                                  g_variant_new_boolean (FALSE), error);
  g_settings_sync ();
  return is_off ? PLIM_EXIT_OK : PLIM_EXIT_PROBLEM;
}

/* What there is. */

static char *
dup_snake_case (const char *name)
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (gsize i = 0; name[i] != '\0'; i++) {
    if (i > 0 && g_ascii_isupper (name[i]))
      g_string_append_c (text, '_');
    g_string_append_c (text, g_ascii_tolower (name[i]));
  }
  return g_string_free (g_steal_pointer (&text), FALSE);
}

/* What D-Bus cannot say otherwise than by a text that is empty or the time 0. */
static gboolean
is_unknown (GVariant *value)
{
  if (g_variant_is_of_type (value, G_VARIANT_TYPE_STRING))
    return *g_variant_get_string (value, NULL) == '\0';
  return g_variant_is_of_type (value, G_VARIANT_TYPE_INT64) && g_variant_get_int64 (value) == 0;
}

static void
print_json (GVariant *collectors)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  g_autofree char *text = NULL;
  GVariantIter iter;
  GVariant *value;
  const char *name;

  json_builder_begin_object (builder);
  g_variant_iter_init (&iter, collectors);
  while (g_variant_iter_loop (&iter, "{&sv}", &name, &value)) {
    g_autofree char *member = dup_snake_case (name);

    if (is_unknown (value))
      continue;
    json_builder_set_member_name (builder, member);
    json_builder_add_value (builder, json_gvariant_serialize (value));
  }
  json_builder_end_object (builder);
  text = plim_json_builder_to_string (builder, TRUE);
  g_print ("%s\n", text);
}

static const char *
get_text (GVariant *values, const char *name)
{
  const char *text = "";

  g_variant_lookup (values, name, "&s", &text);
  return text;
}

static void
add_row (PlimTable *table, const char *name, const char *value, PlimInk ink)
{
  g_autofree char *printable = plim_text_dup_printable (value);

  plim_table_add_cell (table, name, PLIM_INK_HEADING);
  plim_table_add_cell (table, printable, ink);
}

static char *
dup_server (GVariant *collectors)
{
  gboolean is_listening = FALSE, is_enabled = FALSE;
  const char *problem = get_text (collectors, "Problem");
  guint port = 0;

  g_variant_lookup (collectors, "Listening", "b", &is_listening);
  g_variant_lookup (collectors, "WebhookEnabled", "b", &is_enabled);
  g_variant_lookup (collectors, "Port", "u", &port);
  if (*problem != '\0')
    return g_strdup (problem);
  if (!is_listening || !is_enabled)
    return g_strdup (_ ("off"));
  /* Translators: %u is the number of a network port */
  return g_strdup_printf (_ ("listens on port %u"), port);
}

static void
add_accounts (PlimTable *table, PlimCliService *service, GVariant *collectors, gint64 now)
{
  g_autoptr (GVariant) accounts = g_variant_lookup_value (collectors, "Accounts", NULL);

  for (guint i = 0; accounts != NULL && i < service->accounts->len; i++) {
    PlimAccount *account = g_ptr_array_index (service->accounts, i);
    g_autoptr (GVariant) feed =
        g_variant_lookup_value (accounts, plim_account_get_id (account), G_VARIANT_TYPE_VARDICT);
    g_autofree char *label = plim_report_dup_label (account);
    g_autofree char *age = NULL;
    g_autofree char *line = NULL;
    gint64 received_at = 0;
    guint64 count = 0;

    if (feed == NULL)
      continue;
    g_variant_lookup (feed, "received_at", "x", &received_at);
    g_variant_lookup (feed, "request_count", "t", &count);
    age = plim_format_age (received_at, now);
    line = g_strdup_printf ("%s, %s, %s %s, %s: %" G_GUINT64_FORMAT, get_text (feed, "status"), age,
                            get_text (feed, "source"), get_text (feed, "source_version"),
                            _ ("samples"), count);
    add_row (table, label, line, PLIM_INK_PLAIN);
  }
}

static void
add_last (PlimTable *table, GVariant *collectors, gint64 now)
{
  const char *message = get_text (collectors, "LastErrorMessage");
  gint64 received_at = 0;
  g_autofree char *age = NULL;
  g_autofree char *line = NULL;

  g_variant_lookup (collectors, "LastReceivedAt", "x", &received_at);
  age = plim_format_age (received_at, now);
  line = g_strdup_printf ("%s %s%s%s", get_text (collectors, "LastIngestStatus"), age,
                          *message != '\0' ? ": " : "", message);
  add_row (table, _ ("Last attempt"), received_at != 0 ? line : C_ ("attempt", "none"),
           *message != '\0' ? PLIM_INK_WARNING : PLIM_INK_PLAIN);
}

static void
print_text (PlimCliService *service, GVariant *collectors)
{
  g_autoptr (PlimTable) table = plim_table_new (2);
  g_autofree char *server = dup_server (collectors);
  g_autofree char *text = NULL;
  gint64 now = g_get_real_time () / G_USEC_PER_SEC;

  add_row (table, _ ("Address"), server, PLIM_INK_PLAIN);
  add_last (table, collectors, now);
  add_accounts (table, service, collectors, now);
  text = plim_table_to_string (table, plim_text_has_colour ());
  g_print ("%s", text);
}

static int
show (gboolean is_json, GError **error)
{
  g_autoptr (PlimCliService) service = plim_cli_service_open (FALSE, error);
  g_autoptr (GVariant) collectors =
      service != NULL ? plim_cli_service_get_collectors (service, error) : NULL;
  gboolean has_problem = FALSE;

  if (collectors == NULL)
    return PLIM_EXIT_PROBLEM;
  if (is_json)
    print_json (collectors);
  else
    print_text (service, collectors);
  g_variant_lookup (collectors, "WebhookProblem", "b", &has_problem);
  return has_problem ? PLIM_EXIT_PROBLEM : PLIM_EXIT_OK;
}

static int
run_collectors (int argc, char **argv, GError **error)
{
  gboolean is_json = FALSE;
  const GOptionEntry entries[] = {
    { "json", 0, 0, G_OPTION_ARG_NONE, &is_json, N_ ("Write JSON, for other programs"), NULL },
    { NULL },
  };

  if (!plim_command_parse (&plim_command_collectors, entries, 0, 1, &argc, &argv, error))
    return PLIM_EXIT_USAGE;
  if (argc == 1)
    return show (is_json, error);
  if (g_str_equal (argv[1], "url"))
    return print_address (error);
  if (g_str_equal (argv[1], "new-url"))
    return make_address (error);
  if (g_str_equal (argv[1], "enable"))
    return enable (error);
  if (g_str_equal (argv[1], "disable"))
    return disable (error);
  g_set_error_literal (error, PLIM_CLI_ERROR, PLIM_EXIT_USAGE,
                       _ ("Use it as: plimsoll collectors [url | new-url | enable | disable]"));
  return PLIM_EXIT_USAGE;
}

const PlimCommand plim_command_collectors = {
  .name = "collectors",
  .arguments = "[url | new-url | enable | disable]",
  .summary = N_ ("Show what collectors send, or the secret address for them"),
  .details = N_ ("“enable” switches the address and the local server on, “disable” the address "
                 "off. “url” writes the address that a browser extension or a script sends its "
                 "samples to: who knows it can send some. “new-url” makes another one, and the "
                 "former no longer works."),
  .run = run_collectors,
};
