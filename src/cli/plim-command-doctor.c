/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * `plimsoll doctor`: what Plimsoll needs of its surroundings, and how that is. */
#include "plim-bus-codec.h"
#include "plim-cli-command.h"
#include "plim-cli-finding.h"
#include "plim-cli-sandbox.h"
#include "plim-cli-service.h"
#include "plim-cli-silence.h"
#include "plim-cli-text.h"
#include "plim-cli-wait.h"
#include "plim-poll-reason.h"
#include "plim-providers.h"
#include "plim-redact.h"
#include "plim-report.h"
#include "plim-secrets.h"
#include "plim-settings.h"

#include <glib/gi18n-lib.h>
#include <stdio.h>

/* No clock is right before this was written. */
#define EARLIEST_NOW ((gint64) 1763600000) /* 2025-11-20 */

/* The program and its surroundings. */

static const char *
get_environment (const char *name)
{
  const char *value = g_getenv (name);

  return value != NULL && value[0] != '\0' ? value : "–";
}

static const char *
get_sandbox (void)
{
  if (g_file_test ("/.flatpak-info", G_FILE_TEST_EXISTS))
    return "Flatpak";
  if (g_getenv ("SNAP") != NULL)
    return "Snap";
  return g_getenv ("APPIMAGE") != NULL ? "AppImage" : C_ ("sandbox", "none");
}

static void
check_surroundings (PlimCliFindings *findings)
{
  g_autofree char *system = g_get_os_info (G_OS_INFO_KEY_PRETTY_NAME);
  g_autofree char *desktop =
      g_strdup_printf ("%s, %s, %s", get_environment ("XDG_CURRENT_DESKTOP"),
                       get_environment ("XDG_SESSION_TYPE"), system != NULL ? system : "Linux");
  g_autofree char *versions =
      g_strdup_printf ("Plimsoll %s, GLib %u.%u.%u", PLIM_VERSION, glib_major_version,
                       glib_minor_version, glib_micro_version);

  plim_cli_findings_add (findings, PLIM_CLI_OK, "version", _ ("Version"), versions, NULL);
  plim_cli_findings_add (findings, PLIM_CLI_OK, "desktop", _ ("Desktop"), desktop, NULL);
  plim_cli_findings_add (findings, PLIM_CLI_OK, "sandbox", _ ("Sandbox"), get_sandbox (), NULL);
}

static void
check_preferences (PlimCliFindings *findings)
{
  GSettingsSchemaSource *source = g_settings_schema_source_get_default ();
  g_autoptr (GSettingsSchema) schema = NULL;

  if (source != NULL)
    schema = g_settings_schema_source_lookup (source, PLIM_SETTINGS_SCHEMA, TRUE);
  if (schema != NULL)
    plim_cli_findings_add (findings, PLIM_CLI_OK, "preferences", _ ("Preferences"), _ ("installed"),
                           NULL);
  else
    plim_cli_findings_add (findings, PLIM_CLI_PROBLEM, "preferences", _ ("Preferences"),
                           _ ("their schema is not installed"), _ ("Install Plimsoll again."));
}

static void
check_clock (PlimCliFindings *findings, gint64 now)
{
  g_autoptr (GDateTime) time = g_date_time_new_now_local ();
  g_autofree char *zone = g_date_time_format (time, "%F %R %z (%Z)");

  if (now < EARLIEST_NOW)
    plim_cli_findings_add (findings, PLIM_CLI_PROBLEM, "clock", _ ("Clock"), zone,
                           _ ("The clock is years behind. Set it."));
  else
    plim_cli_findings_add (findings, PLIM_CLI_OK, "clock", _ ("Clock"), zone, NULL);
}

/* The keyring. */

/* As libsecret decides it: a sandbox has a file of its own where a portal keeps the key. */
static const char *
get_keyring_kind (GDBusConnection *session)
{
  g_autoptr (GKeyFile) sandbox = plim_cli_sandbox_load ();

  if (g_getenv ("SECRET_BACKEND") == NULL && sandbox != NULL && session != NULL)
    return plim_cli_sandbox_has_portal (session, "Secret")
               ? _ ("libsecret’s encrypted file, its key kept by the Secret portal")
               : _ ("the desktop’s own, as it has no Secret portal");
  return g_strcmp0 (g_getenv ("SECRET_BACKEND"), "file") == 0 ? _ ("libsecret’s encrypted file")
                                                              : _ ("Secret Service");
}

static void
add_keyring_failure (PlimCliFindings *findings, const GError *error)
{
  g_autofree char *detail = plim_redact (error->message);

  if (g_error_matches (error, PLIM_SECRETS_ERROR, PLIM_SECRETS_ERROR_LOCKED))
    plim_cli_findings_add (findings, PLIM_CLI_WARNING, "keyring", _ ("Keyring"), _ ("locked"),
                           _ ("“plimsoll unlock” asks for its password."));
  else if (g_error_matches (error, PLIM_SECRETS_ERROR, PLIM_SECRETS_ERROR_MISSING))
    plim_cli_findings_add (findings, PLIM_CLI_PROBLEM, "keyring", _ ("Keyring"), detail,
                           _ ("Install and start a keyring, such as GNOME Keyring, KWallet or "
                              "KeePassXC."));
  else if (g_error_matches (error, PLIM_SECRETS_ERROR, PLIM_SECRETS_ERROR_SILENT))
    plim_cli_findings_add (findings, PLIM_CLI_PROBLEM, "keyring", _ ("Keyring"),
                           _ ("runs, but does not answer"), _ ("End it, or log out and in again."));
  else
    plim_cli_findings_add (findings, PLIM_CLI_PROBLEM, "keyring", _ ("Keyring"), detail, NULL);
}

static void
check_keyring (PlimCliFindings *findings, GDBusConnection *session)
{
  g_auto (PlimCliWait) wait;
  g_autoptr (GHashTable) stored = NULL;
  g_autoptr (GError) error = NULL;

  plim_cli_wait_init (&wait);
  plim_secrets_list_async (NULL, plim_cli_wait_on_done, &wait);
  stored = plim_secrets_list_finish (plim_cli_wait_run (&wait), &error);
  if (stored != NULL)
    plim_cli_findings_add (findings, PLIM_CLI_OK, "keyring", _ ("Keyring"),
                           get_keyring_kind (session), NULL);
  else
    add_keyring_failure (findings, error);
}

/* What the service says. */

static void
check_service (PlimCliFindings *findings, GVariant *manager)
{
  const char *version = "";

  g_variant_lookup (manager, "Version", "&s", &version);
  if (g_str_equal (version, PLIM_VERSION))
    plim_cli_findings_add (findings, PLIM_CLI_OK, "service", _ ("Service"), _ ("running"), NULL);
  else
    plim_cli_findings_add (findings, PLIM_CLI_WARNING, "service", _ ("Service"), version,
                           _ ("It is of another version than this program: “plimsoll quit” ends "
                              "it, and the next command starts the new one."));
}

static void
check_tray (PlimCliFindings *findings, GVariant *manager)
{
  gboolean has_host = FALSE;

  g_variant_lookup (manager, "TrayHost", "b", &has_host);
  if (has_host)
    plim_cli_findings_add (findings, PLIM_CLI_OK, "tray", _ ("Tray"), _ ("a panel shows the icon"),
                           NULL);
  else
    plim_cli_findings_add (
        findings, PLIM_CLI_WARNING, "tray", _ ("Tray"), _ ("no panel shows tray icons"),
        _ ("On GNOME install the extension “AppIndicator and KStatusNotifierItem "
           "Support”; elsewhere add a tray to the panel. Everything else works "
           "without it."));
}

static void
check_database (PlimCliFindings *findings, GVariant *report)
{
  const char *path = "";
  const char *problem = "";
  const char *set_aside = "";
  g_autofree char *size = NULL;
  g_autofree char *text = NULL;
  g_autofree char *detail = NULL;
  guint64 size_bytes = 0;

  g_variant_lookup (report, "database_path", "&s", &path);
  g_variant_lookup (report, "database_size", "t", &size_bytes);
  g_variant_lookup (report, "database_problem", "&s", &problem);
  g_variant_lookup (report, "database_set_aside", "&s", &set_aside);
  size = g_format_size (size_bytes);
  detail = plim_redact (problem);
  text = g_strdup_printf ("%s, %s%s%s", path, size, detail[0] != '\0' ? ": " : "", detail);
  if (problem[0] != '\0')
    plim_cli_findings_add (findings, PLIM_CLI_PROBLEM, "database", _ ("Database"), text,
                           _ ("No history is kept. See that the disk has room and the folder may "
                              "be written to, then end the service and start it again."));
  else if (set_aside[0] != '\0')
    plim_cli_findings_add (findings, PLIM_CLI_WARNING, "database", _ ("Database"), text,
                           _ ("It was damaged: the old one was set aside in the same folder."));
  else
    plim_cli_findings_add (findings, PLIM_CLI_OK, "database", _ ("Database"), text, NULL);
}

static void
check_network (PlimCliFindings *findings, GVariant *report)
{
  gboolean is_available = TRUE;
  gboolean is_metered = FALSE;

  g_variant_lookup (report, "network_available", "b", &is_available);
  g_variant_lookup (report, "network_metered", "b", &is_metered);
  if (is_available)
    plim_cli_findings_add (findings, PLIM_CLI_OK, "network", _ ("Network"),
                           is_metered ? _ ("connected, metered") : _ ("connected"), NULL);
  else
    plim_cli_findings_add (findings, PLIM_CLI_WARNING, "network", _ ("Network"),
                           _ ("not connected"), _ ("Numbers are read again once it is."));
}

static void
add_libraries (PlimCliFindings *findings, GVariant *report)
{
  const char *soup = "–";
  const char *sqlite = "–";
  g_autofree char *text = NULL;

  g_variant_lookup (report, "libsoup", "&s", &soup);
  g_variant_lookup (report, "sqlite", "&s", &sqlite);
  text = g_strdup_printf ("libsoup %s, SQLite %s", soup, sqlite);
  plim_cli_findings_add (findings, PLIM_CLI_OK, "libraries", _ ("Libraries"), text, NULL);
}

/* When it is read next, and why then. */
static char *
dup_next (PlimAccount *account, gint64 now)
{
  gint64 at = plim_account_get_next_poll_at (account);
  g_autofree char *reason =
      plim_poll_reason_dup_sentence (plim_account_get_next_poll_reason (account));
  g_autofree char *duration = at > now ? plim_format_duration (at - now) : NULL;

  if (duration == NULL || reason == NULL)
    return g_steal_pointer (&reason);
  /* Translators: %s is a duration, such as "2m", then a sentence that says why */
  return g_strdup_printf (_ ("Next reading in %s. %s"), duration, reason);
}

/* Without its label: it may be a name. */
static void
check_account (PlimCliFindings *findings, PlimAccount *account, gint64 now)
{
  const PlimFormat format = { .privacy = TRUE };
  PlimSnapshot *snapshot = plim_account_get_snapshot (account);
  const PlimProvider *provider = plim_providers_find (plim_account_get_provider_id (account));
  gboolean is_ok = plim_account_get_status (account) == PLIM_STATUS_OK;
  gboolean is_enabled = plim_account_get_enabled (account);
  g_autofree char *label = plim_format_label (&format, account);
  g_autofree char *name =
      g_strdup_printf ("%s · %s", label,
                       provider != NULL ? provider->name : plim_account_get_provider_id (account));
  g_autofree char *age =
      plim_format_age (snapshot != NULL ? plim_snapshot_get_collected_at (snapshot)
                                        : PLIM_TIME_UNKNOWN,
                       now);
  g_autofree char *detail = plim_redact (plim_account_get_message (account));
  g_autofree char *advice = plim_report_dup_problem (account, &format);
  /* Translators: %s is how an account is, then an age or "never" */
  g_autofree char *text =
      g_strdup_printf (_ ("%s, last read %s"),
                       is_enabled ? plim_enum_to_nick (PLIM_TYPE_STATUS,
                                                       (int) plim_account_get_status (account))
                                  : C_ ("account", "disabled"),
                       age);
  g_autofree char *next = dup_next (account, now);
  g_autofree char *state =
      detail != NULL && !is_ok
          /* Translators: how an account is, then the reason in technical English */
          ? g_strdup_printf (C_ ("status", "%s: %s"), text, detail)
          : g_strdup (text);
  g_autofree char *full =
      next != NULL
          /* Translators: what is told, then a sentence: "ok, last read 2 min ago. Next …" */
          ? g_strdup_printf (C_ ("sentences", "%s. %s"), state, next)
          : g_strdup (state);

  plim_cli_findings_add (findings, is_ok || !is_enabled ? PLIM_CLI_OK : PLIM_CLI_PROBLEM, "account",
                         name, full, is_enabled ? advice : NULL);
}

/* There but silent, or not to be had at all. */
static void
add_silence (PlimCliFindings *findings, GDBusConnection *session, const GError *error)
{
  g_autofree char *advice = plim_cli_silence_dup_advice (session);
  g_autofree char *reason = plim_redact (error->message);

  if (advice != NULL)
    plim_cli_findings_add (findings, PLIM_CLI_PROBLEM, "service", _ ("Service"),
                           _ ("runs, but does not answer"), advice);
  else
    plim_cli_findings_add (findings, PLIM_CLI_PROBLEM, "service", _ ("Service"), reason,
                           _ ("“plimsoll --background” in a terminal tells why."));
}

static void
ask_service (PlimCliFindings *findings, PlimCliService *service, gint64 now)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GVariant) reply = plim_cli_service_call (service, "Diagnose", NULL, &error);
  g_autoptr (GVariant) report = NULL;

  if (reply == NULL) {
    add_silence (findings, service->connection, error);
    return;
  }
  report = g_variant_get_child_value (reply, 0);
  check_service (findings, service->manager);
  check_tray (findings, service->manager);
  check_database (findings, report);
  check_network (findings, report);
  add_libraries (findings, report);
  if (service->accounts->len == 0)
    plim_cli_findings_add (findings, PLIM_CLI_OK, "accounts", _ ("Accounts"), _ ("none yet"),
                           _ ("“plimsoll add PROVIDER” adds one."));
  for (guint i = 0; i < service->accounts->len; i++)
    check_account (findings, g_ptr_array_index (service->accounts, i), now);
}

static void
check_bus (PlimCliFindings *findings, GDBusConnection *session, const GError *error)
{
  g_autofree char *reason = error != NULL ? plim_redact (error->message) : NULL;

  if (session != NULL)
    plim_cli_findings_add (findings, PLIM_CLI_OK, "bus", _ ("Session bus"), _ ("connected"), NULL);
  else
    plim_cli_findings_add (findings, PLIM_CLI_PROBLEM, "bus", _ ("Session bus"), reason,
                           _ ("Log in to the desktop and run this there, as the same user and "
                              "without sudo: Plimsoll needs the bus of that session."));
}

static void
examine (PlimCliFindings *findings)
{
  gint64 now = g_get_real_time () / G_USEC_PER_SEC;
  g_autoptr (GError) error = NULL;
  g_autoptr (GError) bus_error = NULL;
  g_autoptr (GDBusConnection) session = g_bus_get_sync (G_BUS_TYPE_SESSION, NULL, &bus_error);
  g_autoptr (PlimCliService) service =
      session != NULL ? plim_cli_service_open (TRUE, &error) : NULL;
  g_autoptr (GKeyFile) sandbox = plim_cli_sandbox_load ();

  check_surroundings (findings);
  if (sandbox != NULL)
    plim_cli_sandbox_add_findings (findings, sandbox, session);
  check_preferences (findings);
  check_clock (findings, now);
  check_bus (findings, session, bus_error);
  if (session != NULL)
    check_keyring (findings, session);
  if (service != NULL)
    ask_service (findings, service, now);
  else if (session != NULL)
    add_silence (findings, session, error);
}

static int
run_doctor (int argc, char **argv, GError **error)
{
  gboolean is_json = FALSE;
  const GOptionEntry options[] = { { "json", 0, 0, G_OPTION_ARG_NONE, &is_json,
                                     N_ ("Write JSON, for other programs"), NULL },
                                   { NULL } };
  g_autoptr (PlimCliFindings) findings = plim_cli_findings_new ();
  g_autofree char *text = NULL;

  if (!plim_command_parse (&plim_command_doctor, options, 0, 0, &argc, &argv, error))
    return PLIM_EXIT_USAGE;
  examine (findings);
  if (is_json)
    printf ("%s\n", text = plim_cli_findings_dup_json (findings));
  else
    g_print ("%s", text = plim_cli_findings_dup_text (findings, plim_text_has_colour ()));
  return plim_cli_findings_has_problem (findings) ? PLIM_EXIT_PROBLEM : PLIM_EXIT_OK;
}

const PlimCommand plim_command_doctor = {
  .name = "doctor",
  .arguments = N_ ("[--json]"),
  .summary = N_ ("Examine what Plimsoll needs, and say what to do"),
  .details = N_ ("Starts the service when it does not run. What it writes has no names and no "
                 "secrets, to be pasted into a bug report. Ends with 1 when there is a problem."),
  .run = run_doctor,
};
