/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "plim-command-replay.h"

#include "plim-cli.h"
#include "plim-error.h"
#include "plim-nearest.h"
#include "plim-providers.h"
#include "plim-redact.h"
#include "plim-replay.h"
#include "plim-snapshot-json.h"

#include <gio/gio.h>
#include <glib/gi18n-lib.h>
#include <stdio.h>
#include <string.h>

#define SCHEMA 1

/* What the arguments say. */
typedef struct {
  char *now_text;
  char **settings; /* KEY=VALUE */
  char **words;    /* PROVIDER FILE… */
  const PlimProvider *provider;
  PlimExchange *exchange;
  GPtrArray *answers;
} Arguments;

static void
arguments_clear (Arguments *arguments)
{
  g_free (arguments->now_text);
  g_strfreev (arguments->settings);
  g_strfreev (arguments->words);
  g_clear_pointer (&arguments->exchange, plim_exchange_free);
  g_clear_pointer (&arguments->answers, g_ptr_array_unref);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Arguments, arguments_clear)

static void
print_nearest (const char *word, GPtrArray *names)
{
  g_auto (GStrv) nearest = NULL;
  g_autofree char *list = NULL;

  g_ptr_array_add (names, NULL);
  nearest = plim_nearest_find (word, (const char *const *) names->pdata);
  list = g_strjoinv (", ", nearest);
  if (list[0] != '\0')
    /* Translators: %s are one to three names, such as "claude-web, claude-code". */
    g_printerr (_ ("Did you mean %s?"), list);
  g_printerr ("\n");
}

static const PlimProvider *
find_provider (const char *id)
{
  const PlimProvider *provider = plim_providers_find (id);
  g_autoptr (GPtrArray) names = g_ptr_array_new ();

  if (provider != NULL)
    return provider;
  for (const PlimProvider *const *each = plim_providers_get_all (); *each != NULL; each++)
    g_ptr_array_add (names, (gpointer) (*each)->id);
  /* Translators: %s is what the user typed. */
  g_printerr (_ ("There is no provider “%s”."), id);
  g_printerr (" ");
  print_nearest (id, names);
  return NULL;
}

static const PlimField *
find_setting (const PlimProvider *provider, const char *name)
{
  const PlimField *field = plim_provider_find_field (provider, name);
  g_autoptr (GPtrArray) names = g_ptr_array_new ();

  if (field != NULL && field->kind != PLIM_FIELD_SECRET)
    return field;
  for (const PlimField *each = provider->fields; each != NULL && each->id != NULL; each++) {
    if (each->kind != PLIM_FIELD_SECRET)
      g_ptr_array_add (names, (gpointer) each->id);
  }
  /* Translators: the first %s is a provider, the second what the user typed. */
  g_printerr (_ ("%s has no setting “%s”."), provider->name, name);
  g_printerr (" ");
  print_nearest (name, names);
  return NULL;
}

static gboolean
add_setting (const Arguments *arguments, const char *text)
{
  g_auto (GStrv) parts = g_strsplit (text, "=", 2);
  g_autoptr (GError) error = NULL;
  const PlimField *field;
  char *value;

  if (parts[0] == NULL || parts[1] == NULL) {
    /* Translators: %s is what the user typed; --set KEY=VALUE stays as it is. */
    g_printerr (_ ("“%s” is no setting: it must be --set KEY=VALUE."), text);
    g_printerr ("\n");
    return FALSE;
  }
  field = find_setting (arguments->provider, parts[0]);
  if (field == NULL)
    return FALSE;
  value = plim_field_normalize (field, parts[1], &error);
  if (value == NULL) {
    g_printerr ("%s\n", error->message);
    return FALSE;
  }
  g_hash_table_insert (arguments->exchange->settings, g_strdup (field->id), value);
  return TRUE;
}

static gboolean
add_answer (const Arguments *arguments, const char *path)
{
  g_autofree char *name = g_path_get_basename (path);
  g_autoptr (GBytes) contents = NULL;
  g_autoptr (GError) error = NULL;
  PlimAnswer *answer = NULL;
  char *data;
  gsize size;

  /* So that the JSON files of a folder of fixtures can be given by a wildcard. */
  if (g_str_equal (name, "EXPECTED.json")) {
    /* Translators: %s is a file. */
    g_printerr (_ ("%s is no answer and is left out."), path);
    g_printerr ("\n");
    return TRUE;
  }
  if (g_file_get_contents (path, &data, &size, &error)) {
    contents = g_bytes_new_take (data, size);
    answer = plim_replay_read_answer (name, contents, &error);
  }
  if (answer == NULL) {
    g_printerr ("%s: %s\n", path, error->message);
    return FALSE;
  }
  g_ptr_array_add (arguments->answers, answer);
  return TRUE;
}

static gboolean
parse_options (Arguments *arguments, int argc, char **argv)
{
  const GOptionEntry entries[] = {
    { "now", 0, 0, G_OPTION_ARG_STRING, &arguments->now_text,
      N_ ("When the answers were received (ISO 8601 or Unix seconds)"), N_ ("TIME") },
    { "set", 0, 0, G_OPTION_ARG_STRING_ARRAY, &arguments->settings, N_ ("A setting of the account"),
      N_ ("KEY=VALUE") },
    { G_OPTION_REMAINING, 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &arguments->words, NULL, NULL },
    { NULL },
  };
  g_autoptr (GOptionContext) context = g_option_context_new (_ ("replay PROVIDER FILE…"));
  g_autoptr (GError) error = NULL;
  g_auto (GStrv) copy = g_new0 (char *, argc + 1);

  for (int i = 0; i < argc; i++)
    copy[i] = g_strdup (argv[i]);
  g_option_context_set_translation_domain (context, GETTEXT_PACKAGE);
  g_option_context_set_summary (
      context, _ ("Hands recorded answers to a provider, in the order in which it asks, and prints "
                  "as JSON what it asked and what it understood. A .http file is a whole answer, "
                  "any other the body of a good one."));
  g_option_context_add_main_entries (context, entries, GETTEXT_PACKAGE);
  if (!g_option_context_parse_strv (context, &copy, &error)) {
    g_printerr ("%s\n", error->message);
    return FALSE;
  }
  if (arguments->words != NULL)
    return TRUE;
  g_printerr ("%s\n", _ ("Name a provider and the files with its answers."));
  return FALSE;
}

static gboolean
read_arguments (Arguments *arguments, int argc, char **argv)
{
  gint64 now = g_get_real_time () / G_USEC_PER_SEC;

  if (!parse_options (arguments, argc, argv))
    return FALSE;
  if (arguments->now_text != NULL)
    now = plim_time_parse (arguments->now_text);
  if (now == PLIM_TIME_UNKNOWN) {
    /* Translators: %s is what the user typed. */
    g_printerr (_ ("“%s” is no time. Write it as 2026-11-20T12:00:00Z."), arguments->now_text);
    g_printerr ("\n");
    return FALSE;
  }
  arguments->provider = find_provider (arguments->words[0]);
  if (arguments->provider == NULL)
    return FALSE;
  arguments->exchange = plim_exchange_new (now, NULL, NULL);
  arguments->answers = g_ptr_array_new_with_free_func ((GDestroyNotify) plim_answer_free);
  for (char **each = arguments->settings; each != NULL && *each != NULL; each++) {
    if (!add_setting (arguments, *each))
      return FALSE;
  }
  for (char **each = arguments->words + 1; *each != NULL; each++) {
    if (!add_answer (arguments, *each))
      return FALSE;
  }
  return TRUE;
}

static void
add_string (JsonBuilder *builder, const char *name, const char *value)
{
  if (value == NULL)
    return;
  json_builder_set_member_name (builder, name);
  json_builder_add_string_value (builder, value);
}

static void
add_credential (JsonBuilder *builder, const PlimRequest *request)
{
  static const char *const places[] = { "none", "bearer", "header", "cookie" };

  if (request->place == PLIM_CREDENTIAL_NONE)
    return;
  json_builder_set_member_name (builder, "credential");
  json_builder_begin_object (builder);
  add_string (builder, "place", places[request->place]);
  add_string (builder, "name", request->credential_name);
  add_string (builder, "field", request->secret_field);
  json_builder_end_object (builder);
}

static void
add_request (JsonBuilder *builder,
             const Arguments *arguments,
             const PlimRequest *request,
             gboolean is_answered)
{
  g_autofree char *origin = plim_provider_dup_origin (arguments->provider, arguments->exchange);

  json_builder_begin_object (builder);
  add_string (builder, "method", request->method);
  add_string (builder, "origin", request->origin != NULL ? request->origin : origin);
  add_string (builder, "path", request->path);
  json_builder_set_member_name (builder, "headers");
  json_builder_begin_array (builder);
  for (guint i = 0; i < request->headers->len; i++) {
    const PlimHeader *header = g_ptr_array_index (request->headers, i);

    json_builder_add_string_value (builder, header->name);
  }
  if (request->content_type != NULL)
    json_builder_add_string_value (builder, "Content-Type");
  json_builder_end_array (builder);
  add_credential (builder, request);
  json_builder_set_member_name (builder, "optional");
  json_builder_add_boolean_value (builder, request->is_optional);
  json_builder_set_member_name (builder, "answered");
  json_builder_add_boolean_value (builder, is_answered);
  json_builder_end_object (builder);
}

static void
add_requests (JsonBuilder *builder, const Arguments *arguments, const PlimReplay *replay)
{
  json_builder_set_member_name (builder, "requests");
  json_builder_begin_array (builder);
  for (guint i = 0; i < replay->requests->len; i++)
    add_request (builder, arguments, g_ptr_array_index (replay->requests, i),
                 i < replay->n_answered);
  json_builder_end_array (builder);
}

static void
add_error (JsonBuilder *builder, PlimStatus status, PlimCause cause, const char *message)
{
  g_autofree char *redacted = plim_redact (message);

  json_builder_set_member_name (builder, "error");
  json_builder_begin_object (builder);
  add_string (builder, "status", plim_enum_to_nick (PLIM_TYPE_STATUS, (int) status));
  if (cause != PLIM_CAUSE_NONE)
    add_string (builder, "cause", plim_enum_to_nick (PLIM_TYPE_CAUSE, (int) cause));
  add_string (builder, "message", redacted);
  json_builder_end_object (builder);
}

static void
add_failure (JsonBuilder *builder, const GError *error)
{
  PlimStatus status = plim_error_get_status (error);
  gint64 retry_after_s = plim_error_get_retry_after (error);

  add_string (builder, "status", plim_enum_to_nick (PLIM_TYPE_STATUS, (int) status));
  if (retry_after_s > 0) {
    json_builder_set_member_name (builder, "retry_after_seconds");
    json_builder_add_int_value (builder, retry_after_s);
  }
  json_builder_set_member_name (builder, "windows");
  json_builder_begin_array (builder);
  json_builder_end_array (builder);
  add_error (builder, status, plim_error_get_cause (error), error->message);
}

static int
compare_names (gconstpointer a, gconstpointer b)
{
  return strcmp (a, b);
}

/* What the account would remember. A credential that was set anew is a secret: only that it was. */
static void
add_found (JsonBuilder *builder, const PlimProvider *provider, const PlimReplay *replay)
{
  GHashTable *memory =
      replay->snapshot != NULL ? plim_snapshot_get_memory (replay->snapshot) : NULL;
  g_autoptr (GList) names =
      memory != NULL ? g_list_sort (g_hash_table_get_keys (memory), compare_names) : NULL;
  g_autofree char *rotated = g_strdup_printf ("rotated_%s", provider->rotating_field);

  if (names == NULL && !replay->rotated)
    return;
  json_builder_set_member_name (builder, "found");
  json_builder_begin_object (builder);
  for (GList *each = names; each != NULL; each = each->next)
    add_string (builder, each->data, g_hash_table_lookup (memory, each->data));
  if (replay->rotated)
    add_string (builder, rotated, "•••");
  json_builder_end_object (builder);
}

static char *
describe (const Arguments *arguments, const PlimReplay *replay)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  PlimSnapshot *snapshot = replay->snapshot;

  json_builder_begin_object (builder);
  json_builder_set_member_name (builder, "schema");
  json_builder_add_int_value (builder, SCHEMA);
  add_string (builder, "provider", arguments->provider->id);
  add_requests (builder, arguments, replay);
  if (snapshot == NULL)
    add_failure (builder, replay->error);
  else
    plim_snapshot_add_to_json (snapshot, builder);
  if (snapshot != NULL && plim_snapshot_get_status (snapshot) != PLIM_STATUS_OK)
    add_error (builder, plim_snapshot_get_status (snapshot), PLIM_CAUSE_NONE,
               plim_snapshot_get_message (snapshot));
  add_found (builder, arguments->provider, replay);
  json_builder_end_object (builder);
  return plim_json_builder_to_string (builder, TRUE);
}

int
plim_command_replay (int argc, char **argv)
{
  g_auto (Arguments) arguments = { 0 };
  g_autoptr (PlimReplay) replay = NULL;
  g_autofree char *text = NULL;
  guint n_given;

  if (!read_arguments (&arguments, argc, argv))
    return PLIM_EXIT_USAGE;
  n_given = arguments.answers->len;
  replay = plim_replay_run (arguments.provider, arguments.exchange,
                            g_steal_pointer (&arguments.answers));
  if (n_given > replay->n_answered) {
    guint n_left = n_given - replay->n_answered;

    /* Translators: %u is a number of files. */
    g_printerr (g_dngettext (GETTEXT_PACKAGE, "%u answer was not asked for.",
                             "%u answers were not asked for.", n_left),
                n_left);
    g_printerr ("\n");
  }
  text = describe (&arguments, replay);
  fputs (text, stdout);
  fputs ("\n", stdout);
  return replay->snapshot != NULL && plim_snapshot_get_status (replay->snapshot) == PLIM_STATUS_OK
             ? PLIM_EXIT_OK
             : PLIM_EXIT_PROBLEM;
}
