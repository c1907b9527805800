/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "plim-play.h"

#include "plim-json.h"

#include <fcntl.h>
#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

/* The clock. */

static char *clock_path;

void
plim_play_set_clock (gint64 now)
{
  int fd = g_open (clock_path, O_WRONLY | O_CREAT | O_CLOEXEC, 0600);

  /* In place: the programs have it mapped. */
  g_assert_cmpint (pwrite (fd, &now, sizeof now, 0), ==, sizeof now);
  close (fd);
}

void
plim_play_set_up (void)
{
  const char *options = g_getenv ("ASAN_OPTIONS");
  g_autofree char *asan_options =
      g_strconcat (options != NULL ? options : "", ":verify_asan_link_order=0", NULL);

  clock_path = g_build_filename (g_getenv ("XDG_RUNTIME_DIR"), "clock", NULL);
  plim_play_set_clock (0);
  g_setenv ("G_MESSAGES_DEBUG", "plimsoll", TRUE);
  g_setenv ("PLIM_FIXED_CLOCK", clock_path, TRUE);
  g_setenv ("LD_PRELOAD", g_getenv ("PLIMSOLL_FIXED_CLOCK"), TRUE);
  g_setenv ("ASAN_OPTIONS", asan_options, TRUE);
}

void
plim_play_tear_down (void)
{
  g_unsetenv ("LD_PRELOAD");
  g_clear_pointer (&clock_path, g_free);
}

/* Data. */

JsonObject *
plim_play_read_fixture (const char *provider, const char *name)
{
  g_autofree char *path = g_test_build_filename (G_TEST_DIST, "fixtures", provider, name, NULL);
  g_autoptr (JsonParser) parser = json_parser_new ();
  g_autoptr (GError) error = NULL;

  json_parser_load_from_file (parser, path, &error);
  g_assert_no_error (error);
  return json_object_ref (json_node_get_object (json_parser_get_root (parser)));
}

JsonObject *
plim_play_get_case (PlimPlay *self)
{
  const char *name = plim_json_get_string (self->account, "case");
  JsonArray *cases = plim_json_get_array (self->expectation, "cases");

  for (guint i = 0; i < json_array_get_length (cases); i++) {
    JsonObject *each = json_array_get_object_element (cases, i);

    if (g_strcmp0 (plim_json_get_string (each, "name"), name) == 0)
      return each;
  }
  g_error ("there is no case “%s”", name);
}

void
plim_play_set_provider (PlimPlay *self, const char *fault)
{
  g_autofree char *json = g_strdup_printf ("{\"%s\": {\"case\": \"%s\"%s%s}}", self->provider->id,
                                           plim_json_get_string (self->account, "case"),
                                           fault != NULL ? ", " : "", fault != NULL ? fault : "");

  plim_desktop_forget_requests (self->desktop);
  plim_desktop_set_provider (self->desktop, json);
}

JsonArray *
plim_play_dup_requests (PlimPlay *self, const char *provider)
{
  g_autofree char *text = plim_desktop_dup_requests (self->desktop, provider);
  g_autoptr (JsonNode) root = json_from_string (text, NULL);

  g_assert_nonnull (root);
  return json_array_ref (json_node_get_array (root));
}

guint
plim_play_count_requests (PlimPlay *self, const char *provider)
{
  g_autoptr (JsonArray) requests = plim_play_dup_requests (self, provider);

  return json_array_get_length (requests);
}

JsonObject *
plim_play_read_status (PlimPlay *self)
{
  int exit_status;
  g_autofree char *output =
      plim_desktop_run (self->desktop, NULL, &exit_status, "status", "--json", NULL);
  g_autoptr (JsonNode) root = json_from_string (output, NULL);
  JsonArray *accounts;

  g_assert_nonnull (root);
  accounts = plim_json_get_array (json_node_get_object (root), "accounts");
  g_assert_cmpuint (json_array_get_length (accounts), ==, 1);
  return json_object_ref (json_array_get_object_element (accounts, 0));
}

/* Adding. */

static void
add_setting (JsonObject *settings, const char *name, JsonNode *node, gpointer arguments)
{
  g_autofree char *value = json_node_get_value_type (node) == G_TYPE_STRING
                               ? json_node_dup_string (node)
                               : json_to_string (node, FALSE);

  g_ptr_array_add (arguments, g_strdup ("--set"));
  g_ptr_array_add (arguments, g_strdup_printf ("%s=%s", name, value));
}

static GPtrArray *
dup_arguments (PlimPlay *self)
{
  GPtrArray *arguments = g_ptr_array_new_with_free_func (g_free);
  JsonObject *of_case = plim_json_get_object (plim_play_get_case (self), "settings");
  JsonObject *further = plim_json_get_object (self->account, "settings");

  g_ptr_array_add (arguments, g_strdup ("add"));
  g_ptr_array_add (arguments, g_strdup (self->provider->id));
  g_ptr_array_add (arguments, g_strdup ("--base-url"));
  g_ptr_array_add (arguments, g_strconcat (self->desktop->mock_url, "/", self->provider->id, NULL));
  if (of_case != NULL)
    json_object_foreach_member (of_case, add_setting, arguments);
  if (further != NULL)
    json_object_foreach_member (further, add_setting, arguments);
  g_ptr_array_add (arguments, NULL);
  return arguments;
}

/* A line for each secret field, in their order. */
static char *
dup_input (PlimPlay *self)
{
  JsonObject *secrets = plim_json_get_object (self->account, "secrets");
  GString *input = g_string_new (NULL);

  for (const PlimField *field = self->provider->fields; field->id != NULL; field++) {
    const char *secret = plim_json_get_string (secrets, field->id);

    if (field->kind == PLIM_FIELD_SECRET)
      g_string_append_printf (input, "%s\n", secret != NULL ? secret : "");
  }
  return g_string_free (input, FALSE);
}

/* All that a program could change in a file by using it. */
static char *
dup_state (const char *path)
{
  g_autofree char *contents = NULL;
  g_autofree char *hash = NULL;
  g_autoptr (GError) error = NULL;
  GStatBuf info;
  gsize size;

  g_file_get_contents (path, &contents, &size, &error);
  g_assert_no_error (error);
  hash = g_compute_checksum_for_data (G_CHECKSUM_SHA256, (const guchar *) contents, size);
  g_assert_cmpint (g_stat (path, &info), ==, 0);
  return g_strdup_printf ("%s %lu %o %ld.%09ld %ld.%09ld", hash, info.st_ino, info.st_mode,
                          info.st_mtim.tv_sec, info.st_mtim.tv_nsec, info.st_ctim.tv_sec,
                          info.st_ctim.tv_nsec);
}

static void
put_file (JsonObject *files, const char *place, JsonNode *node, gpointer user_data)
{
  PlimPlay *self = user_data;
  g_autofree char *source = g_test_build_filename (G_TEST_DIST, "fixtures", self->provider->id,
                                                   json_node_get_string (node), NULL);
  char *path = g_str_has_prefix (place, "~/")
                   ? g_build_filename (g_getenv ("HOME"), place + strlen ("~/"), NULL)
                   : g_strdup (place);
  g_autofree char *folder = g_path_get_dirname (path);
  g_autofree char *contents = NULL;
  g_autoptr (GError) error = NULL;
  gsize size;

  g_assert_true (g_str_has_prefix (path, g_getenv ("HOME")));
  g_file_get_contents (source, &contents, &size, &error);
  g_assert_no_error (error);
  g_assert_cmpint (g_mkdir_with_parents (folder, 0700), ==, 0);
  g_file_set_contents_full (path, contents, (gssize) size, G_FILE_SET_CONTENTS_NONE, 0600, &error);
  g_assert_no_error (error);
  g_hash_table_insert (self->files, path, dup_state (path));
}

static void
put_files (PlimPlay *self)
{
  JsonObject *files = plim_json_get_object (plim_play_get_case (self), "credential_files");

  g_hash_table_remove_all (self->files);
  if (files != NULL)
    json_object_foreach_member (files, put_file, self);
}

void
plim_play_check_files (PlimPlay *self)
{
  GHashTableIter iter;
  gpointer path, state;

  g_hash_table_iter_init (&iter, self->files);
  while (g_hash_table_iter_next (&iter, &path, &state)) {
    g_autofree char *now = dup_state (path);

    g_assert_cmpstr (now, ==, state);
  }
}

void
plim_play_add (PlimPlay *self, JsonObject *account)
{
  g_autoptr (GPtrArray) arguments = NULL;
  g_autofree char *input = NULL;
  g_autofree char *output = NULL;
  g_autofree char *requests = NULL;
  g_autoptr (JsonObject) status = NULL;
  int exit_status;

  self->account = account;
  put_files (self);
  arguments = dup_arguments (self);
  input = dup_input (self);
  plim_play_set_provider (self, NULL);
  output = plim_desktop_run_strv (self->desktop, input, &exit_status,
                                  (const char *const *) arguments->pdata);
  requests = plim_desktop_dup_requests (self->desktop, self->provider->id);
  g_test_message ("%s%s", output, requests);
  g_assert_cmpint (exit_status, ==, 0);
  status = plim_play_read_status (self);
  self->id = g_strdup (plim_json_get_string (status, "id"));
}

void
plim_play_refresh (PlimPlay *self)
{
  int exit_status;

  g_free (plim_desktop_run (self->desktop, NULL, &exit_status, "refresh", self->id, NULL));
}

void
plim_play_remove (PlimPlay *self)
{
  g_free (plim_desktop_run (self->desktop, NULL, NULL, "remove", "--yes", self->id, NULL));
  g_clear_pointer (&self->id, g_free);
}

PlimPlay *
plim_play_new (const PlimProvider *provider)
{
  PlimPlay *self = g_new0 (PlimPlay, 1);

  self->provider = provider;
  self->files = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  self->expectation = plim_play_read_fixture (provider->id, "EXPECTED.json");
  self->now = plim_json_get_time (self->expectation, "now");
  plim_play_set_clock (self->now);
  self->desktop = plim_desktop_new ();
  plim_desktop_keep_log (self->desktop);
  plim_desktop_start_service (self->desktop);
  return self;
}

void
plim_play_free (PlimPlay *self)
{
  g_autoptr (GSubprocess) service = g_object_ref (self->desktop->service);

  g_free (plim_desktop_run (self->desktop, NULL, NULL, "quit", NULL));
  plim_desktop_wait_for_service_end (self->desktop);
  g_assert_cmpint (g_subprocess_get_exit_status (service), ==, 0);
  plim_desktop_free (self->desktop);
  json_object_unref (self->expectation);
  g_hash_table_unref (self->files);
  g_free (self->id);
  g_free (self);
}
