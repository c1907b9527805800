/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "plim-account-json.h"
#include "plim-json.h"
#include "plim-report.h"
#include "plim-snapshot-json.h"
#include "plim-status-json.h"

#define NOW ((gint64) 1795176000) /* a Friday noon */

static const PlimThresholds thresholds = { .warning = 75, .critical = 90 };

static PlimAccount *
make_account (void)
{
  PlimAccount *account = plim_account_new ("11111111-1111-4111-8111-111111111111", "z-ai");
  g_autoptr (PlimSnapshot) snapshot = plim_snapshot_new (NOW - 120);
  PlimUsageWindow *window;

  plim_account_set_label (account, "work");
  plim_account_set_enabled (account, TRUE);
  plim_account_set_expected_interval (account, 300);
  plim_snapshot_set_plan (snapshot, "Pro");
  window = plim_snapshot_add_window (snapshot, "session", PLIM_WINDOW_ROLLING);
  window->title = g_strdup ("Session (5 h)");
  window->used_percent = 57.25;
  window->resets_at = NOW + 3600;
  window = plim_snapshot_add_window (snapshot, "credits", PLIM_WINDOW_BALANCE);
  window->title = g_strdup ("Credits");
  window->used_percent = 92;
  window->used = 46;
  window->limit = 50;
  window->unit = g_strdup ("USD");
  plim_snapshot_seal (snapshot);
  plim_account_restore (account, snapshot, PLIM_STATUS_OK, PLIM_CAUSE_NONE, NULL, NOW - 120);
  return account;
}

static char *
dup_status (PlimAccount *account, gint64 now, gboolean has_colour)
{
  g_autoptr (GPtrArray) accounts = g_ptr_array_new ();
  g_autoptr (GTimeZone) utc = g_time_zone_new_utc ();
  const PlimFormat format = { .time_zone = utc };

  if (account != NULL)
    g_ptr_array_add (accounts, account);
  return plim_report_dup_status (accounts, &format, &thresholds, now, has_colour);
}

static void
test_status_lines_up (void)
{
  g_autoptr (PlimAccount) account = make_account ();
  g_autofree char *text = dup_status (account, NOW, FALSE);

  g_assert_cmpstr (text, ==,
                   "work · Z.ai · Pro · 2 min ago\n"
                   "  Session (5 h)  57 % used                      resets in 1h, 13:00\n"
                   "  Credits        92 % used  46.00 of 50.00 USD\n");
}

static void
test_severity_colours_the_value (void)
{
  g_autoptr (PlimAccount) account = make_account ();
  g_autofree char *text = dup_status (account, NOW, TRUE);

  g_assert_nonnull (strstr (text, "\033[1;31m92 % used\033[0m"));
  g_assert_null (strstr (text, "m57 % used"));
}

static void
test_old_numbers_say_so (void)
{
  g_autoptr (PlimAccount) account = make_account ();
  g_autofree char *text = dup_status (account, NOW + 2 * 3600, TRUE);

  g_assert_nonnull (strstr (text, "not current"));
  g_assert_nonnull (strstr (text, "\033[2m92 % used\033[0m"));
}

static void
test_a_problem_stands_above_the_numbers (void)
{
  g_autoptr (PlimAccount) account = make_account ();
  g_autofree char *text = NULL;

  plim_account_restore (account, plim_account_get_snapshot (account), PLIM_STATUS_NOT_AUTHENTICATED,
                        PLIM_CAUSE_NONE, "HTTP 401", NOW);
  text = dup_status (account, NOW, FALSE);
  g_assert_nonnull (strstr (text, "Z.ai (work) no longer accepts this sign-in."));
  g_assert_true (strstr (text, "sign-in") < strstr (text, "57 %"));
}

static void
test_no_account_tells_how_to_begin (void)
{
  g_autofree char *text = dup_status (NULL, NOW, FALSE);

  g_assert_nonnull (strstr (text, "plimsoll add PROVIDER"));
}

static JsonObject *
encode_as (PlimAccount *account, gint64 now, gboolean is_private)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  g_autofree char *text = NULL;
  g_autoptr (GBytes) bytes = NULL;
  GError *error = NULL;
  JsonObject *object;

  json_builder_begin_object (builder);
  plim_account_add_to_json (account, builder, now, is_private);
  json_builder_end_object (builder);
  text = plim_json_builder_to_string (builder, FALSE);
  bytes = g_bytes_new (text, strlen (text));
  object = plim_json_parse_object (bytes, &error);
  g_assert_no_error (error);
  return object;
}

static JsonObject *
encode (PlimAccount *account, gint64 now)
{
  return encode_as (account, now, FALSE);
}

static void
test_incident (void)
{
  g_autoptr (PlimAccount) account = plim_account_new ("1", "codex");
  g_autoptr (PlimIncident) incident = plim_incident_new ("i1", "Slow", PLIM_IMPACT_MINOR, NOW);
  g_autoptr (JsonObject) before = NULL;
  g_autoptr (JsonObject) after = NULL;
  JsonObject *told;

  plim_account_set_label (account, "Work");
  plim_account_set_next_poll_reason (account, PLIM_POLL_REASON_AWAY);
  before = encode (account, NOW);
  g_assert_false (json_object_has_member (before, "incident"));
  g_assert_cmpstr (plim_json_get_string (before, "next_poll_reason"), ==, "away");
  plim_account_set_incident (account, incident);
  after = encode (account, NOW);
  told = plim_json_get_object (after, "incident");
  g_assert_cmpstr (plim_json_get_string (told, "id"), ==, "i1");
  g_assert_cmpstr (plim_json_get_string (told, "title"), ==, "Slow");
  g_assert_cmpstr (plim_json_get_string (told, "impact"), ==, "minor");
  g_assert_cmpstr (plim_json_get_string (after, "status"), ==, "ok");
}

static void
test_json_hides_in_privacy_mode (void)
{
  g_autoptr (PlimAccount) account = plim_account_new ("1", "z-ai");
  g_autoptr (PlimSnapshot) snapshot = plim_snapshot_new (NOW);
  PlimUsageWindow *window = plim_snapshot_add_window (snapshot, "spend", PLIM_WINDOW_BUDGET);
  g_autoptr (JsonObject) object = NULL;
  JsonObject *shown;

  plim_account_set_label (account, "Work");
  plim_account_set_order (account, 2);
  plim_snapshot_set_identity (snapshot, "jane@example.com");
  window->used = 5;
  window->limit = 10;
  window->used_percent = 50;
  plim_snapshot_seal (snapshot);
  plim_account_update (account, snapshot, NULL, NOW);
  object = encode_as (account, NOW, TRUE);
  shown = plim_json_get_element_object (plim_json_get_array (object, "windows"), 0);
  g_assert_cmpstr (plim_json_get_string (object, "label"), ==, "3");
  g_assert_false (json_object_has_member (object, "identity"));
  g_assert_false (json_object_has_member (shown, "used"));
  g_assert_false (json_object_has_member (shown, "limit"));
  g_assert_cmpfloat (json_object_get_double_member (shown, "used_percent"), ==, 50);
}

/* First jane's, then for NOW's answer joe's. */
static PlimAccount *
make_changed_account (void)
{
  PlimAccount *account = plim_account_new ("1", "z-ai");
  static const char *const identities[] = { "jane@example.com", "joe@example.com" };

  plim_account_set_label (account, "Work");
  for (guint i = 0; i < G_N_ELEMENTS (identities); i++) {
    g_autoptr (PlimSnapshot) snapshot = plim_snapshot_new (NOW - 60 + 60 * i);

    plim_snapshot_set_identity (snapshot, identities[i]);
    plim_snapshot_seal (snapshot);
    plim_account_update (account, snapshot, NULL, NOW - 60 + 60 * i);
  }
  return account;
}

static void
test_another_identity_is_told (void)
{
  g_autoptr (PlimAccount) account = make_changed_account ();
  g_autoptr (JsonObject) object = encode (account, NOW);
  g_autoptr (JsonObject) hidden = encode_as (account, NOW, TRUE);
  g_autofree char *text = dup_status (account, NOW, FALSE);

  g_assert_nonnull (strstr (text, "Since 12:00 this sign-in answers for joe@example.com, no longer "
                                  "for jane@example.com."));
  g_assert_cmpstr (plim_json_get_string (object, "identity_changed_at"), ==,
                   "2026-11-20T12:00:00Z");
  g_assert_cmpstr (plim_json_get_string (object, "former_identity"), ==, "jane@example.com");
  g_assert_true (json_object_has_member (hidden, "identity_changed_at"));
  g_assert_false (json_object_has_member (hidden, "former_identity"));
}

static void
test_json_names_what_the_contracts_name (void)
{
  g_autoptr (PlimAccount) account = make_account ();
  g_autoptr (JsonObject) object = encode (account, NOW);
  JsonObject *window = plim_json_get_element_object (plim_json_get_array (object, "windows"), 0);
  double number;

  g_assert_cmpstr (plim_json_get_string (object, "provider"), ==, "z-ai");
  g_assert_cmpstr (plim_json_get_string (object, "status"), ==, "ok");
  g_assert_cmpstr (plim_json_get_string (object, "plan"), ==, "Pro");
  g_assert_cmpstr (plim_json_get_string (object, "collected_at"), ==, "2026-11-20T11:58:00Z");
  g_assert_true (plim_json_get_number (object, "age_seconds", &number) && number == 120);
  g_assert_false (json_object_get_boolean_member (object, "stale"));
  g_assert_cmpstr (plim_json_get_string (window, "id"), ==, "session");
  g_assert_true (plim_json_get_number (window, "used_percent", &number) && number == 57.25);
  g_assert_cmpstr (plim_json_get_string (window, "resets_at"), ==, "2026-11-20T13:00:00Z");
  g_assert_cmpstr (plim_json_get_string (window, "provenance"), ==, "reported");
  g_assert_false (json_object_get_boolean_member (window, "stale"));
  g_assert_false (json_object_has_member (window, "used"));
  g_assert_false (json_object_has_member (object, "cause"));
  g_assert_false (json_object_has_member (object, "message"));
}

static void
test_json_marks_a_window_past_its_reset (void)
{
  g_autoptr (PlimAccount) account = make_account ();
  g_autoptr (JsonObject) object = NULL;
  JsonArray *windows;

  plim_account_set_expected_interval (account, 3600);
  object = encode (account, NOW + 3601);
  windows = plim_json_get_array (object, "windows");
  g_assert_false (json_object_get_boolean_member (object, "stale"));
  g_assert_true (
      json_object_get_boolean_member (plim_json_get_element_object (windows, 0), "stale"));
  g_assert_false (
      json_object_get_boolean_member (plim_json_get_element_object (windows, 1), "stale"));
}

static void
test_json_before_the_first_answer_has_no_numbers (void)
{
  g_autoptr (PlimAccount) account = plim_account_new ("1", "z-ai");
  g_autoptr (JsonObject) object = encode (account, NOW);

  g_assert_cmpuint (json_array_get_length (plim_json_get_array (object, "windows")), ==, 0);
  g_assert_false (json_object_has_member (object, "collected_at"));
  g_assert_false (json_object_has_member (object, "age_seconds"));
  g_assert_false (json_object_has_member (object, "stale"));
}

static void
test_an_unknown_headline_has_no_percentage (void)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  g_autoptr (GVariant) manager = g_variant_ref_sink (
      g_variant_new_parsed ("{'State': <'empty'>, 'Severity': <'normal'>, 'Percentage': <-1.0>,"
                            " 'HeadlineAccount': <''>, 'SnoozedUntil': <int64 0>}"));
  g_autofree char *text = NULL;

  json_builder_begin_object (builder);
  plim_status_json_add_headline (manager, builder);
  json_builder_end_object (builder);
  text = plim_json_builder_to_string (builder, FALSE);
  g_assert_cmpstr (text, ==, "{\"headline\":{\"state\":\"empty\",\"severity\":\"normal\"}}");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(name, function) g_test_add_func ("/cli/report/" name, function)
  ADD ("status-lines-up", test_status_lines_up);
  ADD ("severity-colours-the-value", test_severity_colours_the_value);
  ADD ("old-numbers-say-so", test_old_numbers_say_so);
  ADD ("a-problem-stands-above-the-numbers", test_a_problem_stands_above_the_numbers);
  ADD ("incident-is-no-failure", test_incident);
  ADD ("json-hides-in-privacy-mode", test_json_hides_in_privacy_mode);
  ADD ("another-identity-is-told", test_another_identity_is_told);
  ADD ("no-account-tells-how-to-begin", test_no_account_tells_how_to_begin);
  ADD ("json-names-what-the-contracts-name", test_json_names_what_the_contracts_name);
  ADD ("json-marks-a-window-past-its-reset", test_json_marks_a_window_past_its_reset);
  ADD ("json-before-the-first-answer-has-no-numbers",
       test_json_before_the_first_answer_has_no_numbers);
  ADD ("an-unknown-headline-has-no-percentage", test_an_unknown_headline_has_no_percentage);
  return g_test_run ();
}
