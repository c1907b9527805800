/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * `plimsoll status` and `plimsoll accounts`. */
#include "plim-cli-command.h"
#include "plim-cli-service.h"
#include "plim-cli-silence.h"
#include "plim-cli-text.h"
#include "plim-cli-watch.h"
#include "plim-cli-waybar.h"
#include "plim-report.h"
#include "plim-status-json.h"

#include <glib/gi18n-lib.h>
#include <stdio.h>
#include <unistd.h>

/* What was asked for. */
typedef struct {
  gboolean is_json;
  gboolean is_waybar;
  gboolean is_watch;
  char *format_text;         /* (nullable) */
  PlimCliTemplate *template; /* (nullable) */
  char *account_id;          /* (nullable) */
} Request;

static void
request_clear (Request *self)
{
  g_free (self->format_text);
  g_clear_pointer (&self->template, plim_cli_template_free);
  g_free (self->account_id);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Request, request_clear)

/* (transfer container): those that were asked for */
static GPtrArray *
choose_accounts (const Request *self, GPtrArray *accounts)
{
  GPtrArray *chosen = g_ptr_array_new ();

  for (guint i = 0; i < accounts->len; i++) {
    PlimAccount *account = g_ptr_array_index (accounts, i);

    if (self->account_id == NULL || g_str_equal (plim_account_get_id (account), self->account_id))
      g_ptr_array_add (chosen, account);
  }
  return chosen;
}

/* The properties of Manager1 as they would be if there were that account alone. */
static GVariant *
make_manager (GVariant *manager, const PlimCliHeadline *headline)
{
  GVariantDict properties;

  g_variant_dict_init (&properties, manager);
  g_variant_dict_insert (&properties, "State", "s", plim_cli_headline_get_state (headline));
  g_variant_dict_insert (&properties, "Severity", "s",
                         plim_enum_to_nick (PLIM_TYPE_SEVERITY, (int) headline->severity));
  g_variant_dict_insert (&properties, "HeadlineAccount", "s",
                         headline->account != NULL ? plim_account_get_id (headline->account) : "");
  g_variant_dict_insert (&properties, "HeadlineWindow", "s",
                         headline->window != NULL ? headline->window->id : "");
  g_variant_dict_insert (&properties, "Percentage", "d", headline->used_percent);
  return g_variant_ref_sink (g_variant_dict_end (&properties));
}

static char *
dup_json (const Request *self,
          GPtrArray *accounts,
          GVariant *manager,
          const PlimCliHeadline *headline,
          const PlimFormat *format,
          gint64 now)
{
  g_autoptr (GVariant) own = NULL;

  if (manager == NULL)
    return plim_status_json_dup_stopped (now);
  own = self->account_id != NULL ? make_manager (manager, headline) : g_variant_ref (manager);
  return plim_status_json_new (accounts, own, format->privacy, now, !self->is_watch);
}

static char *
dup_line (GPtrArray *accounts, GVariant *manager, gint64 now, gpointer user_data)
{
  const Request *self = user_data;
  g_autoptr (GPtrArray) chosen = choose_accounts (self, accounts);
  g_auto (PlimCliHeadline) headline = { 0 };
  PlimThresholds thresholds;
  PlimFormat format;

  plim_report_read_preferences (&format, &thresholds);
  plim_cli_headline_init (&headline, accounts, manager, self->account_id, &format, &thresholds,
                          now);
  if (self->is_json)
    return dup_json (self, chosen, manager, &headline, &format, now);
  if (self->is_waybar)
    return plim_cli_waybar_dup_line (&headline, self->template, chosen, &format, now);
  return plim_cli_template_render (self->template, &headline, &format, FALSE, now);
}

/* Waybar shows nothing of what it cannot read. */
static gboolean
check_markup (const char *text, GError **error)
{
  static const GMarkupParser parser = { NULL };
  g_autoptr (GMarkupParseContext) context =
      g_markup_parse_context_new (&parser, G_MARKUP_DEFAULT_FLAGS, NULL, NULL);
  g_autofree char *document = g_strdup_printf ("<markup>%s</markup>", text);
  g_autoptr (GError) failure = NULL;

  if (g_markup_parse_context_parse (context, document, -1, &failure) &&
      g_markup_parse_context_end_parse (context, &failure))
    return TRUE;
  g_set_error (error, PLIM_CLI_ERROR, PLIM_EXIT_USAGE,
               /* Translators: %s is a technical reason */
               _ ("With --waybar the template must be Pango markup, where “&amp;” stands for “&” "
                  "and “&lt;” for “<”: %s"),
               failure->message);
  return FALSE;
}

/* A line per change is a line: without a format it is the summary. */
static gboolean
read_request (Request *self, int *argc, char ***argv, GError **error)
{
  const GOptionEntry options[] = {
    { "json", 0, 0, G_OPTION_ARG_NONE, &self->is_json, N_ ("Write JSON, for other programs"),
      NULL },
    { "waybar", 0, 0, G_OPTION_ARG_NONE, &self->is_waybar, N_ ("Write a line for Waybar"), NULL },
    { "format", 0, 0, G_OPTION_ARG_STRING, &self->format_text,
      N_ ("Write a line with placeholders, such as “{label}: {percent}”"),
      /* Translators: stands for the value of an option */
      N_ ("TEMPLATE") },
    { "watch", 0, 0, G_OPTION_ARG_NONE, &self->is_watch,
      N_ ("Go on and write a line after each change"), NULL },
    { NULL }
  };
  const char *text;

  if (!plim_command_parse (&plim_command_status, options, 0, 1, argc, argv, error))
    return FALSE;
  if (self->is_json && (self->is_waybar || self->format_text != NULL)) {
    g_set_error_literal (error, PLIM_CLI_ERROR, PLIM_EXIT_USAGE,
                         _ ("--json goes neither with --waybar nor with --format."));
    return FALSE;
  }
  text = self->format_text;
  if (text == NULL && self->is_watch && !self->is_waybar)
    text = "{summary}";
  if (self->is_waybar && text != NULL && !check_markup (text, error))
    return FALSE;
  if (text != NULL && !self->is_json)
    self->template = plim_cli_template_new (text, error);
  return text == NULL || self->is_json || self->template != NULL;
}

static gboolean
find_account (Request *self, PlimCliService *service, const char *word, GError **error)
{
  PlimAccount *account = plim_cli_service_find (service, word, error);

  if (account != NULL)
    self->account_id = g_strdup (plim_account_get_id (account));
  return account != NULL;
}

static int
watch (Request *self, PlimCliService *service, GError **error)
{
  const PlimCliWatch lines = {
    .dup_line = dup_line,
    .dup_key = self->is_json ? plim_status_json_dup_lasting : NULL,
    .ticks = self->template != NULL && plim_cli_template_ticks (self->template),
    .user_data = self,
  };

  return plim_cli_watch_run (&lines, service->connection, error) ? PLIM_EXIT_OK
                                                                 : PLIM_EXIT_NO_SERVICE;
}

static void
print_text (const Request *self, PlimCliService *service, gint64 now)
{
  g_autoptr (GPtrArray) chosen = choose_accounts (self, service->accounts);

  plim_report_print_status (chosen, service->manager, now);
}

/* A bar takes any other exit than 0 for a line that is not to be shown. */
static int
get_exit (const Request *self, PlimCliService *service)
{
  g_autoptr (GPtrArray) chosen = choose_accounts (self, service->accounts);

  if (self->is_waybar || self->template != NULL)
    return PLIM_EXIT_OK;
  return plim_status_has_problem (chosen) ? PLIM_EXIT_PROBLEM : PLIM_EXIT_OK;
}

/* JSON is UTF-8, whatever the locale's encoding is. */
static void
print_line (Request *self, GPtrArray *accounts, GVariant *manager, gint64 now)
{
  g_autofree char *line = dup_line (accounts, manager, now, self);

  fputs (line, stdout);
  fputc ('\n', stdout);
}

/* The bar shows it, and its log has the reason. */
static int
tell_stopped (Request *self, gint64 now, GError **error)
{
  g_autoptr (GPtrArray) accounts = g_ptr_array_new ();

  if (error != NULL && *error != NULL)
    g_printerr ("plimsoll: %s\n", (*error)->message);
  g_clear_error (error);
  print_line (self, accounts, NULL, now);
  return PLIM_EXIT_OK;
}

static gboolean
has_reader (void)
{
  GPollFD descriptor = { .fd = STDOUT_FILENO };

  return g_poll (&descriptor, 1, 0) <= 0;
}

/* What a bar starts with the session it does not start again: a service that does not answer yet is
 * waited for. Each try takes its time. */
static PlimCliService *
open_service (Request *self, gint64 now, GError **error)
{
  g_autoptr (GError) failure = NULL;
  PlimCliService *service = plim_cli_service_open (TRUE, &failure);
  gboolean is_told = FALSE;

  while (service == NULL && self->is_watch && plim_cli_silence_is_there () && has_reader ()) {
    if (!is_told)
      tell_stopped (self, now, &failure);
    is_told = TRUE;
    fflush (stdout);
    g_clear_error (&failure);
    service = plim_cli_service_open (TRUE, &failure);
  }
  if (service == NULL)
    g_propagate_error (error, g_steal_pointer (&failure));
  return service;
}

static int
print_document (GError **error)
{
  PlimThresholds thresholds;
  PlimFormat format;
  gboolean has_problem;
  g_autofree char *document = NULL;

  plim_report_read_preferences (&format, &thresholds);
  document = plim_cli_service_dup_document (format.privacy, &has_problem, error);
  if (document == NULL)
    return PLIM_EXIT_NO_SERVICE;
  fputs (document, stdout);
  fputc ('\n', stdout);
  return has_problem ? PLIM_EXIT_PROBLEM : PLIM_EXIT_OK;
}

static int
run_status (int argc, char **argv, GError **error)
{
  gint64 now = g_get_real_time () / G_USEC_PER_SEC;
  g_auto (Request) request = { 0 };
  g_autoptr (PlimCliService) service = NULL;

  if (!read_request (&request, &argc, &argv, error))
    return PLIM_EXIT_USAGE;
  if (request.is_json && !request.is_watch && argc == 1)
    return print_document (error);
  service = open_service (&request, now, error);
  if (service == NULL)
    return request.is_waybar ? tell_stopped (&request, now, error) : PLIM_EXIT_NO_SERVICE;
  if (argc > 1 && !find_account (&request, service, argv[1], error))
    return PLIM_EXIT_USAGE;
  if (request.is_watch)
    return watch (&request, service, error);
  if (request.is_json || request.is_waybar || request.template != NULL)
    print_line (&request, service->accounts, service->manager, now);
  else
    print_text (&request, service, now);
  return get_exit (&request, service);
}

const PlimCommand plim_command_status = {
  .name = "status",
  .arguments = N_ ("[--json | --waybar] [--format TEMPLATE] [--watch] [ACCOUNT]"),
  .summary = N_ ("Show how much of every limit is used"),
  .details =
      N_ ("Starts the service when it does not run. Ends with 1 when an account has a problem, "
          "except with --waybar and --format, whose readers would then show nothing. The manual, "
          "plimsoll(1), lists the placeholders of --format."),
  .run = run_status,
};

static int
run_accounts (int argc, char **argv, GError **error)
{
  gboolean is_json = FALSE;
  const GOptionEntry options[] = { { "json", 0, 0, G_OPTION_ARG_NONE, &is_json,
                                     N_ ("Write JSON, for other programs"), NULL },
                                   { NULL } };
  gint64 now = g_get_real_time () / G_USEC_PER_SEC;
  g_autoptr (PlimCliService) service = NULL;

  if (!plim_command_parse (&plim_command_accounts, options, 0, 0, &argc, &argv, error))
    return PLIM_EXIT_USAGE;
  service = plim_cli_service_open (TRUE, error);
  if (service == NULL)
    return PLIM_EXIT_NO_SERVICE;
  if (is_json) {
    PlimThresholds thresholds;
    PlimFormat format;
    g_autofree char *json = NULL;

    plim_report_read_preferences (&format, &thresholds);
    json = plim_status_json_new (service->accounts, NULL, format.privacy, now, TRUE);
    fputs (json, stdout);
    fputc ('\n', stdout);
  } else {
    plim_report_print_accounts (service->accounts, now);
  }
  return PLIM_EXIT_OK;
}

const PlimCommand plim_command_accounts = {
  .name = "accounts",
  .arguments = N_ ("[--json]"),
  .summary = N_ ("List the accounts with their ids"),
  .run = run_accounts,
};
