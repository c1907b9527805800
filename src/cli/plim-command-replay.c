/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* `plimsoll replay`: recorded answers through a provider, and what came of them. */
#include "plim-cli-command.h"
#include "plim-cli-provider.h"
#include "plim-error.h"
#include "plim-json-write.h"
#include "plim-redact.h"
#include "plim-replay.h"
#include "plim-sign-in-file.h"
#include "plim-snapshot-json.h"

#include <gio/gio.h>
#include <glib/gi18n-lib.h>
#include <libsecret/secret.h>
#include <stdio.h>
#include <string.h>

#define SCHEMA 1

/* What is being replayed. */
typedef struct {
  const PlimProvider *provider;
  PlimExchange *exchange;
  PlimReplay *replay;
} Replay;

static GPtrArray *
read_answers (char **paths, GError **error)
{
  g_autoptr (GPtrArray) answers =
      g_ptr_array_new_with_free_func ((GDestroyNotify) plim_answer_free);

  for (; *paths != NULL; paths++) {
    g_autofree char *name = g_path_get_basename (*paths);
    g_autoptr (GBytes) contents = NULL;
    g_autoptr (GError) failure = NULL;
    PlimAnswer *answer;
    char *data;
    gsize size;

    /* So that the JSON files of a folder of fixtures can be given by a wildcard. */
    if (g_str_equal (name, "EXPECTED.json")) {
      /* Translators: %s is a file. */
      g_printerr (_ ("%s is no answer and is left out."), *paths);
      g_printerr ("\n");
      continue;
    }
    if (!g_file_get_contents (*paths, &data, &size, &failure)) {
      g_set_error_literal (error, PLIM_CLI_ERROR, PLIM_EXIT_USAGE, failure->message);
      return NULL;
    }
    contents = g_bytes_new_take (data, size);
    answer = plim_replay_read_answer (name, contents, &failure);
    if (answer == NULL) {
      g_set_error (error, PLIM_CLI_ERROR, PLIM_EXIT_USAGE, "%s: %s", *paths, failure->message);
      return NULL;
    }
    g_ptr_array_add (answers, answer);
  }
  return g_steal_pointer (&answers);
}

/* Hands over what is in a file as the service would: what it says of itself counts, and which
 * secrets there are. Itself it goes nowhere. */
static gboolean
take_secret (const PlimProvider *provider,
             PlimExchange *exchange,
             const PlimField *field,
             const char *path,
             GError **error)
{
  char *content = NULL, *secret = NULL;
  gboolean is_taken;

  if (!g_file_get_contents (path, &content, NULL, error))
    return FALSE;
  if (field->kind == PLIM_FIELD_FILE) {
    g_hash_table_insert (exchange->settings, g_strdup (field->id), g_strdup (path));
    is_taken = plim_sign_in_file_take (provider, field, exchange, content, &secret, error);
  } else {
    secret = plim_field_normalize (field, content, error);
    is_taken = secret != NULL && (provider->inspect_secret == NULL ||
                                  provider->inspect_secret (exchange, field->id, secret, error));
    if (is_taken)
      plim_exchange_add_secret_field (exchange, field->id);
  }
  secret_password_free (secret);
  secret_password_free (content);
  return is_taken;
}

static gboolean
take_secrets (const PlimProvider *provider, PlimExchange *exchange, char **pairs, GError **error)
{
  for (; pairs != NULL && *pairs != NULL; pairs++) {
    g_auto (GStrv) parts = g_strsplit (*pairs, "=", 2);
    const PlimField *field =
        g_strv_length (parts) == 2 ? plim_provider_find_field (provider, parts[0]) : NULL;
    g_autoptr (GError) failure = NULL;

    if (field == NULL || (field->kind != PLIM_FIELD_SECRET && field->kind != PLIM_FIELD_FILE)) {
      g_set_error (error, PLIM_CLI_ERROR, PLIM_EXIT_USAGE,
                   /* Translators: a provider such as “Claude”, then what the user typed */
                   _ ("%s has no secret “%s”: write it as FIELD=FILE."), provider->name, parts[0]);
      return FALSE;
    }
    if (!take_secret (provider, exchange, field, parts[1], &failure)) {
      g_autofree char *message = plim_redact (failure->message);

      g_set_error (error, PLIM_CLI_ERROR, PLIM_EXIT_PROBLEM, "%s: %s", parts[1], message);
      return FALSE;
    }
  }
  return TRUE;
}

static gint64
read_now (const char *text, GError **error)
{
  gint64 now = text != NULL ? plim_time_parse (text) : g_get_real_time () / G_USEC_PER_SEC;

  if (now == PLIM_TIME_UNKNOWN)
    g_set_error (error, PLIM_CLI_ERROR, PLIM_EXIT_USAGE,
                 /* Translators: %s is what the user typed. */
                 _ ("“%s” is no time: write it as 2026-11-20T12:00:00Z."), text);
  return now;
}

static void
add_credentials (JsonBuilder *builder, const PlimRequest *request)
{
  static const char *const places[] = { "none", "bearer", "header", "cookie", "form", "sigv4" };

  json_builder_set_member_name (builder, "credentials");
  json_builder_begin_array (builder);
  for (guint i = 0; i < request->credentials->len; i++) {
    const PlimCredential *credential = plim_request_get_credential (request, i);

    json_builder_begin_object (builder);
    plim_json_add_string (builder, "place", places[credential->place]);
    plim_json_add_string (builder, "name", credential->name);
    plim_json_add_string (builder, "field", credential->secret_field);
    plim_json_add_string (builder, "member", credential->member);
    json_builder_end_object (builder);
  }
  json_builder_end_array (builder);
}

static void
add_request (JsonBuilder *builder,
             const Replay *self,
             const PlimRequest *request,
             gboolean is_answered)
{
  g_autofree char *origin = plim_provider_dup_origin (self->provider, self->exchange);

  json_builder_begin_object (builder);
  plim_json_add_string (builder, "method", request->method);
  plim_json_add_string (builder, "origin", request->origin != NULL ? request->origin : origin);
  plim_json_add_string (builder, "path", request->path);
  json_builder_set_member_name (builder, "headers");
  json_builder_begin_array (builder);
  for (guint i = 0; i < request->headers->len; i++) {
    const PlimHeader *header = g_ptr_array_index (request->headers, i);

    json_builder_add_string_value (builder, header->name);
  }
  if (request->content_type != NULL)
    json_builder_add_string_value (builder, "Content-Type");
  json_builder_end_array (builder);
  add_credentials (builder, request);
  json_builder_set_member_name (builder, "optional");
  json_builder_add_boolean_value (builder, request->is_optional);
  json_builder_set_member_name (builder, "answered");
  json_builder_add_boolean_value (builder, is_answered);
  json_builder_end_object (builder);
}

static void
add_requests (JsonBuilder *builder, const Replay *self)
{
  json_builder_set_member_name (builder, "requests");
  json_builder_begin_array (builder);
  for (guint i = 0; i < self->replay->requests->len; i++)
    add_request (builder, self, g_ptr_array_index (self->replay->requests, i),
                 i < self->replay->n_answered);
  json_builder_end_array (builder);
}

static void
add_error (JsonBuilder *builder, PlimStatus status, PlimCause cause, const char *message)
{
  g_autofree char *redacted = plim_redact (message);

  json_builder_set_member_name (builder, "error");
  json_builder_begin_object (builder);
  plim_json_add_string (builder, "status", plim_enum_to_nick (PLIM_TYPE_STATUS, (int) status));
  if (cause != PLIM_CAUSE_NONE)
    plim_json_add_string (builder, "cause", plim_enum_to_nick (PLIM_TYPE_CAUSE, (int) cause));
  plim_json_add_string (builder, "message", redacted);
  json_builder_end_object (builder);
}

static void
add_failure (JsonBuilder *builder, const GError *error)
{
  PlimStatus status = plim_error_get_status (error);
  gint64 retry_after_s = plim_error_get_retry_after (error);

  plim_json_add_string (builder, "status", plim_enum_to_nick (PLIM_TYPE_STATUS, (int) status));
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
    plim_json_add_string (builder, each->data, g_hash_table_lookup (memory, each->data));
  if (replay->rotated)
    plim_json_add_string (builder, rotated, "•••");
  json_builder_end_object (builder);
}

static char *
describe (const Replay *self)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  PlimSnapshot *snapshot = self->replay->snapshot;

  json_builder_begin_object (builder);
  json_builder_set_member_name (builder, "schema");
  json_builder_add_int_value (builder, SCHEMA);
  plim_json_add_string (builder, "provider", self->provider->id);
  add_requests (builder, self);
  if (snapshot == NULL)
    add_failure (builder, self->replay->error);
  else
    plim_snapshot_add_to_json (snapshot, builder);
  if (snapshot != NULL && plim_snapshot_get_status (snapshot) != PLIM_STATUS_OK)
    add_error (builder, plim_snapshot_get_status (snapshot), PLIM_CAUSE_NONE,
               plim_snapshot_get_message (snapshot));
  add_found (builder, self->provider, self->replay);
  json_builder_end_object (builder);
  return plim_json_builder_to_string (builder, TRUE);
}

static void
warn_about_left_over (guint n_left)
{
  if (n_left == 0)
    return;
  /* Translators: %u is a number of files. */
  g_printerr (g_dngettext (GETTEXT_PACKAGE, "%u answer was not asked for.",
                           "%u answers were not asked for.", n_left),
              n_left);
  g_printerr ("\n");
}

static int
replay_answers (const PlimProvider *provider, PlimExchange *exchange, GPtrArray *answers)
{
  guint n_given = answers->len;
  g_autoptr (PlimReplay) replay = plim_replay_run (provider, exchange, answers);
  const Replay self = { provider, exchange, replay };
  g_autofree char *text = describe (&self);

  warn_about_left_over (n_given - replay->n_answered);
  /* JSON is UTF-8, whatever the locale. */
  fputs (text, stdout);
  fputs ("\n", stdout);
  return replay->snapshot != NULL && plim_snapshot_get_status (replay->snapshot) == PLIM_STATUS_OK
             ? PLIM_EXIT_OK
             : PLIM_EXIT_PROBLEM;
}

static int
run (int argc, char **argv, GError **error)
{
  g_autofree char *now_text = NULL;
  g_auto (GStrv) assignments = NULL;
  g_auto (GStrv) secrets = NULL;
  const GOptionEntry entries[] = {
    { "now", 0, 0, G_OPTION_ARG_STRING, &now_text,
      N_ ("When the answers were received (ISO 8601 or Unix seconds)"), N_ ("TIME") },
    { "set", 0, 0, G_OPTION_ARG_STRING_ARRAY, &assignments, N_ ("A setting of the account"),
      N_ ("NAME=VALUE") },
    { "secret", 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &secrets,
      N_ ("A secret of the account, for what it says of itself; it is not shown"),
      N_ ("FIELD=FILE") },
    { NULL },
  };
  g_autoptr (GHashTable) settings = NULL;
  g_autoptr (PlimExchange) exchange = NULL;
  g_autoptr (GPtrArray) answers = NULL;
  const PlimProvider *provider;
  gint64 now;

  if (!plim_command_parse (&plim_command_replay, entries, 1, G_MAXINT - 1, &argc, &argv, error))
    return PLIM_EXIT_USAGE;
  now = read_now (now_text, error);
  if (now == PLIM_TIME_UNKNOWN)
    return PLIM_EXIT_USAGE;
  provider = plim_cli_provider_find (argv[1], error);
  if (provider != NULL)
    settings = plim_cli_provider_dup_settings (provider, assignments, error);
  if (settings != NULL)
    answers = read_answers (argv + 2, error);
  if (answers == NULL)
    return PLIM_EXIT_USAGE;
  exchange = plim_exchange_new (now, settings, NULL);
  if (!take_secrets (provider, exchange, secrets, error))
    return g_error_matches (*error, PLIM_CLI_ERROR, PLIM_EXIT_PROBLEM) ? PLIM_EXIT_PROBLEM
                                                                       : PLIM_EXIT_USAGE;
  return replay_answers (provider, exchange, g_steal_pointer (&answers));
}

const PlimCommand plim_command_replay = {
  .name = "replay",
  .arguments = N_ ("PROVIDER FILE…"),
  .summary = N_ ("Show what a provider makes of recorded answers, offline"),
  .details =
      N_ ("The answers are handed over in the order in which the provider asks. A .http file is a "
          "whole\nanswer, any other the body of a good one. What was asked and what was understood "
          "is written\nas JSON. No network, keyring or service is used."),
  .takes_files = TRUE,
  .run = run,
};
