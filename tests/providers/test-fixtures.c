/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Walks tests/fixtures: every case of every EXPECTED.json is replayed and compared, one test each.
 * A new provider adds data, not code. */
#include "plim-error.h"
#include "plim-json.h"
#include "plim-providers.h"
#include "plim-replay.h"
#include "plim-sign-in-file.h"

#include <gio/gio.h>
#include <math.h>
#include <string.h>

typedef struct {
  char *folder;
  const PlimProvider *provider;
  JsonObject *expectation; /* the whole EXPECTED.json */
  JsonObject *data;        /* its case */
} Case;

static void
case_free (gpointer data)
{
  Case *self = data;

  g_free (self->folder);
  json_object_unref (self->expectation);
  g_free (self);
}

static GBytes *
read_file (const char *path)
{
  g_autoptr (GError) error = NULL;
  char *contents;
  gsize size;

  g_file_get_contents (path, &contents, &size, &error);
  g_assert_no_error (error);
  return g_bytes_new_take (contents, size);
}

static char *
dup_setting (JsonNode *node)
{
  if (JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) == G_TYPE_STRING)
    return json_node_dup_string (node);
  return json_to_string (node, FALSE);
}

/* Which secrets the account has; where a case does not say, the provider's own guess holds. */
static void
add_secrets (const Case *self, PlimExchange *exchange)
{
  JsonArray *secrets = plim_json_get_array (self->data, "secrets");

  for (guint i = 0; secrets != NULL && i < json_array_get_length (secrets); i++) {
    const char *name = json_array_get_string_element (secrets, i);
    const PlimField *field = plim_provider_find_field (self->provider, name);

    g_assert_nonnull (field);
    g_assert_cmpint (field->kind, ==, PLIM_FIELD_SECRET);
    plim_exchange_add_secret_field (exchange, name);
  }
}

static gboolean
has_credential_file (const Case *self, const char *name)
{
  JsonObject *files = plim_json_get_object (self->data, "credential_files");
  g_autoptr (GList) paths = json_object_get_members (files);

  for (GList *each = paths; each != NULL; each = each->next) {
    g_autofree char *base = g_path_get_basename (each->data);

    if (g_str_equal (base, name))
      return TRUE;
  }
  return FALSE;
}

/* The field whose file the case names. */
static const PlimField *
find_file_field (const Case *self)
{
  const PlimField *field = self->provider->fields;

  while (field->kind != PLIM_FIELD_FILE || !has_credential_file (self, field->file->name)) {
    field++;
    g_assert_nonnull (field->id);
  }
  return field;
}

/* (nullable): what the file of that name holds, in whatever folder the case has it */
static char *
dup_credential_file (const Case *self, const char *name, const char **path)
{
  JsonObject *files = plim_json_get_object (self->data, "credential_files");
  g_autoptr (GList) paths = json_object_get_members (files);

  for (GList *each = paths; each != NULL; each = each->next) {
    const char *fixture = plim_json_get_string (files, each->data);
    g_autofree char *base = g_path_get_basename (each->data);
    g_autofree char *file = NULL;
    g_autoptr (GBytes) contents = NULL;

    if (!g_str_equal (base, name))
      continue;
    *path = each->data;
    if (fixture == NULL)
      continue;
    file = g_build_filename (self->folder, fixture, NULL);
    contents = read_file (file);
    return g_strndup (g_bytes_get_data (contents, NULL), g_bytes_get_size (contents));
  }
  return NULL;
}

/* Another program's sign-in, as the service hands it over.
 *
 * @token: (out) (nullable): what it takes of it */
static gboolean
take_file (const Case *self, PlimExchange *exchange, char **token, GError **error)
{
  const PlimField *field;
  g_autofree char *content = NULL;
  g_autofree char *companion = NULL;
  const char *path = NULL;
  const char *ignored = NULL;

  if (plim_json_get_object (self->data, "credential_files") == NULL)
    return TRUE;
  field = find_file_field (self);
  content = dup_credential_file (self, field->file->name, &path);
  g_hash_table_insert (exchange->settings, g_strdup (field->id), g_strdup (path));
  if (content != NULL)
    return plim_sign_in_file_take (self->provider, field, exchange, content, token, error);
  if (field->file->companion != NULL)
    companion = dup_credential_file (self, field->file->companion, &ignored);
  plim_sign_in_file_set_missing (field, path, companion, error);
  return FALSE;
}

static PlimExchange *
make_exchange (const Case *self)
{
  gint64 now = plim_json_get_time (self->expectation, "now");
  JsonObject *settings = plim_json_get_object (self->data, "settings");
  PlimExchange *exchange = plim_exchange_new (now, NULL, NULL);
  g_autoptr (GList) names = json_object_get_members (settings);

  for (GList *each = names; each != NULL; each = each->next) {
    const PlimField *field = plim_provider_find_field (self->provider, each->data);
    g_autofree char *value = dup_setting (json_object_get_member (settings, each->data));
    g_autoptr (GError) error = NULL;

    g_assert_nonnull (field);
    g_hash_table_insert (exchange->settings, g_strdup (each->data),
                         plim_field_normalize (field, value, &error));
    g_assert_no_error (error);
  }
  add_secrets (self, exchange);
  return exchange;
}

static GPtrArray *
read_answers (const Case *self)
{
  GPtrArray *answers = g_ptr_array_new_with_free_func ((GDestroyNotify) plim_answer_free);
  JsonArray *exchanges = plim_json_get_array (self->data, "exchanges");

  for (guint i = 0; i < json_array_get_length (exchanges); i++) {
    JsonObject *exchange = plim_json_get_element_object (exchanges, i);
    const char *name = plim_json_get_string (exchange, "response");
    g_autofree char *path = g_build_filename (self->folder, name, NULL);
    g_autoptr (GBytes) contents = read_file (path);
    g_autoptr (GError) error = NULL;

    g_ptr_array_add (answers, plim_replay_read_answer (name, contents, &error));
    g_assert_no_error (error);
  }
  return answers;
}

/* What follows a second space explains the request and is not part of it. */
static char *
dup_request_line (const char *text)
{
  const char *path = strchr (text, ' ');
  const char *end;

  g_assert_nonnull (path);
  end = strchr (path + 1, ' ');
  return end != NULL ? g_strndup (text, (gsize) (end - text)) : g_strdup (text);
}

/* The query's end, such as times, need not be said. */
static gboolean
is_expected (const char *line, const char *expected)
{
  gsize length = strlen (expected);

  return g_str_has_prefix (line, expected) &&
         (line[length] == '\0' || (line[length] == '&' && strchr (expected, '?') != NULL));
}

/* A request that may go unanswered may follow those that are expected. */
static void
check_requests (const Case *self, const PlimReplay *replay)
{
  JsonArray *exchanges = plim_json_get_array (self->data, "exchanges");

  for (guint i = 0; i < replay->requests->len; i++) {
    const PlimRequest *request = g_ptr_array_index (replay->requests, i);
    g_autofree char *line = g_strconcat (request->method, " ", request->path, NULL);
    g_autofree char *expected = NULL;

    if (i >= replay->n_answered) {
      g_test_message ("not answered: %s", line);
      g_assert_true (request->is_optional);
      continue;
    }
    expected = dup_request_line (
        plim_json_get_string (plim_json_get_element_object (exchanges, i), "request"));
    if (!is_expected (line, expected))
      g_assert_cmpstr (line, ==, expected);
  }
  g_assert_cmpuint (replay->n_answered, ==, json_array_get_length (exchanges));
}

static void
check_number (JsonObject *expected, const char *name, double actual)
{
  double number;

  if (!plim_json_get_number (expected, name, &number)) {
    if (!isnan (actual))
      g_error ("“%s” must be unknown but is %g", name, actual);
    return;
  }
  g_assert_false (isnan (actual));
  g_assert_cmpfloat_with_epsilon (actual, number, 0.01);
}

static void
check_reset (JsonObject *expected, const PlimUsageWindow *window)
{
  gint64 at = plim_json_get_time (expected, "resets_at");
  gboolean is_estimated = plim_json_get_boolean (expected, "resets_at_estimated", FALSE);

  if (is_estimated && window->resets_at == PLIM_TIME_UNKNOWN)
    return;
  g_assert_cmpint (ABS (window->resets_at - at), <=, 1);
  g_assert_cmpint (window->resets_at_estimated, ==, is_estimated);
}

static void
check_window (JsonObject *expected, const PlimUsageWindow *window)
{
  double seconds;

  g_assert_cmpstr (plim_enum_to_nick (PLIM_TYPE_WINDOW_KIND, (int) window->kind), ==,
                   plim_json_get_string (expected, "kind"));
  plim_json_get_number (expected, "window_seconds", &seconds);
  g_assert_cmpint (window->length_s, ==, isnan (seconds) ? 0 : (gint64) seconds);
  check_number (expected, "used_percent", window->used_percent);
  check_number (expected, "used", window->used);
  check_number (expected, "limit", window->limit);
  check_number (expected, "remaining", window->remaining);
  g_assert_cmpstr (window->unit, ==, plim_json_get_string (expected, "unit"));
  check_reset (expected, window);
  g_assert_cmpint (window->limit_reached, ==,
                   plim_json_get_boolean (expected, "limit_reached", FALSE));
  g_assert_cmpstr (plim_enum_to_nick (PLIM_TYPE_PROVENANCE, (int) window->provenance), ==,
                   plim_json_get_string (expected, "provenance"));
  g_assert_nonnull (window->title);
}

static void
check_windows (JsonObject *expect, PlimSnapshot *snapshot)
{
  JsonArray *windows = plim_json_get_array (expect, "windows");
  guint n_windows = snapshot != NULL ? plim_snapshot_get_n_windows (snapshot) : 0;

  for (guint i = 0; i < json_array_get_length (windows); i++) {
    JsonObject *expected = plim_json_get_element_object (windows, i);
    const char *id = plim_json_get_string (expected, "id");
    const PlimUsageWindow *window;

    g_test_message ("window %s", id);
    g_assert_nonnull (snapshot);
    window = plim_snapshot_find_window (snapshot, id);
    g_assert_nonnull (window);
    check_window (expected, window);
  }
  g_assert_cmpuint (n_windows, ==, json_array_get_length (windows));
}

/* The credential that the last answer put in place of the old one. */
static void
check_rotation (const Case *self, const char *expected, const PlimExchange *exchange)
{
  const PlimAnswer *answer =
      plim_exchange_get_answer (exchange, plim_exchange_get_n_answers (exchange) - 1);
  g_autofree char *value = plim_answer_dup_set_cookie (answer, self->provider->rotating_cookie);

  g_assert_cmpstr (value, ==, expected);
}

static void
check_found_in_file (const Case *self,
                     JsonObject *found,
                     const PlimExchange *exchange,
                     const char *token)
{
  const PlimField *field = find_file_field (self);
  g_autoptr (GList) names = json_object_get_members (found);

  for (GList *each = names; each != NULL; each = each->next) {
    g_autofree char *fact = g_strconcat (field->id, ".", (const char *) each->data, NULL);
    const char *actual = plim_exchange_get_fact (exchange, fact);

    if (g_str_equal (each->data, "credential"))
      g_assert_cmpstr (token, ==, plim_json_get_string (found, each->data));
    else /* a plan is kept as the provider spells it */
      g_assert_cmpint (g_ascii_strcasecmp (actual, plim_json_get_string (found, each->data)), ==,
                       0);
  }
}

static void
check_found (const Case *self,
             JsonObject *expect,
             const PlimReplay *replay,
             const PlimExchange *exchange,
             const char *token)
{
  JsonObject *found = plim_json_get_object (expect, "found");
  g_autoptr (GList) names = found != NULL ? json_object_get_members (found) : NULL;

  if (found != NULL && plim_json_get_object (self->data, "credential_files") != NULL) {
    check_found_in_file (self, found, exchange, token);
    return;
  }
  for (GList *each = names; each != NULL; each = each->next) {
    const char *expected = plim_json_get_string (found, each->data);

    if (g_str_has_prefix (each->data, "rotated_")) {
      g_assert_true (replay->rotated);
      g_assert_cmpstr (self->provider->rotating_field, ==,
                       (const char *) each->data + strlen ("rotated_"));
      check_rotation (self, expected, exchange);
    } else {
      g_assert_cmpstr (g_hash_table_lookup (plim_snapshot_get_memory (replay->snapshot),
                                            each->data),
                       ==, expected);
    }
  }
}

static void
check_outcome (JsonObject *expect, const PlimReplay *replay)
{
  PlimStatus status;
  gint64 retry_after_s;
  double expected_s;

  if (replay->error != NULL) {
    g_test_message ("error: %s", replay->error->message);
    g_assert_null (replay->snapshot);
    status = plim_error_get_status (replay->error);
    retry_after_s = plim_error_get_retry_after (replay->error);
  } else {
    status = plim_snapshot_get_status (replay->snapshot);
    retry_after_s = plim_snapshot_get_retry_after (replay->snapshot);
    g_assert_cmpstr (plim_snapshot_get_plan (replay->snapshot), ==,
                     plim_json_get_string (expect, "plan"));
    g_assert_cmpstr (plim_snapshot_get_identity (replay->snapshot), ==,
                     plim_json_get_string (expect, "identity"));
  }
  g_assert_cmpstr (plim_enum_to_nick (PLIM_TYPE_STATUS, (int) status), ==,
                   plim_json_get_string (expect, "status"));
  plim_json_get_number (expect, "retry_after_seconds", &expected_s);
  g_assert_cmpint (retry_after_s, ==, isnan (expected_s) ? 0 : (gint64) expected_s);
}

/* The file alone decides, so nothing may be asked. */
static void
check_refusal (const Case *self, JsonObject *expect, const GError *error)
{
  g_test_message ("error: %s", error->message);
  g_assert_cmpuint (json_array_get_length (plim_json_get_array (self->data, "exchanges")), ==, 0);
  g_assert_cmpstr (plim_enum_to_nick (PLIM_TYPE_STATUS, (int) plim_error_get_status (error)), ==,
                   plim_json_get_string (expect, "status"));
}

static void
test_case (gconstpointer data)
{
  const Case *self = data;
  JsonObject *expect = plim_json_get_object (self->data, "expect");
  g_autoptr (PlimExchange) exchange = make_exchange (self);
  g_autoptr (PlimReplay) replay = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *token = NULL;

  if (!take_file (self, exchange, &token, &error)) {
    check_refusal (self, expect, error);
    return;
  }
  replay = plim_replay_run (self->provider, exchange, read_answers (self));
  check_outcome (expect, replay);
  check_requests (self, replay);
  check_windows (expect, replay->snapshot);
  check_found (self, expect, replay, exchange, token);
}

static void
add_cases (const char *folder)
{
  g_autofree char *path = g_build_filename (folder, "EXPECTED.json", NULL);
  g_autoptr (GBytes) contents = read_file (path);
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonObject) root = plim_json_parse_object (contents, &error);
  const char *id;
  JsonArray *cases;

  g_assert_no_error (error);
  id = plim_json_get_string (root, "provider");
  cases = plim_json_get_array (root, "cases");
  for (guint i = 0; i < json_array_get_length (cases); i++) {
    Case *self = g_new0 (Case, 1);
    g_autofree char *name = NULL;

    self->folder = g_strdup (folder);
    self->provider = plim_providers_find (id);
    g_assert_nonnull (self->provider);
    self->expectation = json_object_ref (root);
    self->data = plim_json_get_element_object (cases, i);
    name = g_strdup_printf ("/providers/%s/%s", id, plim_json_get_string (self->data, "name"));
    g_test_add_data_func_full (name, self, test_case, case_free);
  }
}

int
main (int argc, char **argv)
{
  g_autofree char *root = NULL;
  g_autoptr (GDir) dir = NULL;
  g_autoptr (GError) error = NULL;
  const char *name;
  guint n_folders = 0, n_providers = 0;

  g_test_init (&argc, &argv, NULL);
  root = g_test_build_filename (G_TEST_DIST, "fixtures", NULL);
  dir = g_dir_open (root, 0, &error);
  g_assert_no_error (error);
  while ((name = g_dir_read_name (dir)) != NULL) {
    g_autofree char *folder = g_build_filename (root, name, NULL);
    g_autofree char *expected = g_build_filename (folder, "EXPECTED.json", NULL);

    /* Others' fixtures lie here too. */
    if (plim_providers_find (name) == NULL || !g_file_test (expected, G_FILE_TEST_EXISTS))
      continue;
    add_cases (folder);
    n_folders++;
  }
  for (const PlimProvider *const *each = plim_providers_get_all (); *each != NULL; each++)
    n_providers++;
  /* All but the demo, which asks nobody. */
  g_assert_cmpuint (n_folders, ==, n_providers - 1);
  return g_test_run ();
}
