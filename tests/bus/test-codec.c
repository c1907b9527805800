/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "plim-bus-codec.h"
#include "plim-bus-incident.h"
#include "plim-error.h"

#include <math.h>
#include <string.h>

#define NOW ((gint64) 1795176000)

static PlimSnapshot *
make_snapshot (void)
{
  PlimSnapshot *snapshot = plim_snapshot_new (NOW);
  PlimUsageWindow *window;

  plim_snapshot_set_plan (snapshot, "Max 20x");
  plim_snapshot_set_identity (snapshot, "dev@example.com");
  window = plim_snapshot_add_window (snapshot, "weekly:opus", PLIM_WINDOW_FIXED);
  window->title = g_strdup ("Week");
  window->scope = g_strdup ("Opus");
  window->unit = g_strdup ("requests");
  window->length_s = 604800;
  window->used_percent = 57.25;
  window->used = 12;
  window->limit = 21;
  window->remaining = 9;
  window->resets_at = NOW + 3600;
  window->resets_at_estimated = TRUE;
  window->can_lead = FALSE;
  window->provenance = PLIM_PROVENANCE_DERIVED;
  plim_snapshot_add_window (snapshot, "credits", PLIM_WINDOW_BALANCE);
  plim_snapshot_seal (snapshot);
  return snapshot;
}

static PlimSnapshot *
pass_through (PlimSnapshot *snapshot)
{
  g_autoptr (GVariant) variant = g_variant_ref_sink (plim_bus_snapshot_to_variant (snapshot));

  return plim_bus_snapshot_from_variant (variant);
}

static void
test_forecasts_come_with_their_windows (void)
{
  g_autoptr (PlimAccount) account = plim_account_new ("a", "demo");
  g_autoptr (PlimSnapshot) snapshot = make_snapshot ();
  g_autoptr (GHashTable) sent = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  g_autoptr (GHashTable) received = NULL;
  g_autoptr (GVariant) variant = NULL;
  PlimForecast *forecast = g_new0 (PlimForecast, 1);
  const PlimForecast *copy;

  *forecast = (PlimForecast){ .verdict = PLIM_VERDICT_RUNS_OUT,
                              .even_percent = 25.5,
                              .projected_percent = NAN,
                              .rate = 1.5,
                              .runs_out_at = NOW + 60,
                              .earliest_at = NOW + 30,
                              .latest_at = NOW + 90 };
  g_hash_table_insert (sent, g_strdup ("weekly:opus"), forecast);
  plim_account_restore (account, snapshot, PLIM_STATUS_OK, PLIM_CAUSE_NONE, NULL, NOW);
  plim_account_set_forecasts (account, sent);
  variant = g_variant_ref_sink (plim_bus_account_snapshot_to_variant (account));
  received = plim_bus_forecasts_from_variant (variant);
  g_assert_cmpuint (g_hash_table_size (received), ==, 1);
  copy = g_hash_table_lookup (received, "weekly:opus");
  g_assert_nonnull (copy);
  g_assert_cmpint (copy->verdict, ==, PLIM_VERDICT_RUNS_OUT);
  g_assert_cmpfloat (copy->even_percent, ==, 25.5);
  g_assert_true (isnan (copy->projected_percent));
  g_assert_cmpfloat (copy->rate, ==, 1.5);
  g_assert_cmpint (copy->runs_out_at, ==, NOW + 60);
  g_assert_cmpint (copy->earliest_at, ==, NOW + 30);
  g_assert_cmpint (copy->latest_at, ==, NOW + 90);
}

static void
test_an_account_has_its_forecasts (void)
{
  g_autoptr (GVariant) properties =
      g_variant_ref_sink (g_variant_new_parsed ("{'Id': <'a'>, 'Provider': <'demo'>, 'Snapshot': "
                                                "<{'collected_at': <int64 1795176000>, 'windows': "
                                                "<[{'id': <'week'>, 'forecast': <{'verdict': "
                                                "<'lasts'>, 'even_percent': <25.5>}>}, {'id': "
                                                "<'day'>, 'forecast': <5>}]>}>}"));
  g_autoptr (PlimAccount) account = plim_bus_account_from_variant (properties);
  const PlimForecast *forecast = plim_account_get_forecast (account, "week");

  g_assert_nonnull (forecast);
  g_assert_cmpint (forecast->verdict, ==, PLIM_VERDICT_LASTS);
  g_assert_cmpfloat (forecast->even_percent, ==, 25.5);
  g_assert_null (plim_account_get_forecast (account, "day"));
}

static void
test_every_value_comes_through (void)
{
  g_autoptr (PlimSnapshot) sent = make_snapshot ();
  g_autoptr (PlimSnapshot) received = pass_through (sent);
  const PlimUsageWindow *window;

  g_assert_nonnull (received);
  g_assert_cmpint (plim_snapshot_get_collected_at (received), ==, NOW);
  g_assert_cmpstr (plim_snapshot_get_plan (received), ==, "Max 20x");
  g_assert_cmpstr (plim_snapshot_get_identity (received), ==, "dev@example.com");
  g_assert_cmpuint (plim_snapshot_get_n_windows (received), ==, 2);
  window = plim_snapshot_get_window (received, 0);
  g_assert_cmpstr (window->id, ==, "weekly:opus");
  g_assert_cmpstr (window->title, ==, "Week");
  g_assert_cmpstr (window->scope, ==, "Opus");
  g_assert_cmpstr (window->unit, ==, "requests");
  g_assert_cmpint (window->kind, ==, PLIM_WINDOW_FIXED);
  g_assert_cmpint (window->length_s, ==, 604800);
  g_assert_cmpfloat (window->used_percent, ==, 57.25);
  g_assert_cmpfloat (window->used, ==, 12);
  g_assert_cmpfloat (window->limit, ==, 21);
  g_assert_cmpfloat (window->remaining, ==, 9);
  g_assert_cmpint (window->resets_at, ==, NOW + 3600);
  g_assert_true (window->resets_at_estimated);
  g_assert_false (window->limit_reached);
  g_assert_false (window->can_lead);
  g_assert_cmpint (window->provenance, ==, PLIM_PROVENANCE_DERIVED);
}

static void
test_unknown_stays_unknown (void)
{
  g_autoptr (PlimSnapshot) sent = make_snapshot ();
  g_autoptr (PlimSnapshot) received = pass_through (sent);
  const PlimUsageWindow *window = plim_snapshot_get_window (received, 1);

  g_assert_cmpstr (window->id, ==, "credits");
  g_assert_null (window->title);
  g_assert_null (window->unit);
  g_assert_true (isnan (window->used_percent));
  g_assert_true (isnan (window->used));
  g_assert_true (isnan (window->limit));
  g_assert_true (isnan (window->remaining));
  g_assert_cmpint (window->resets_at, ==, PLIM_TIME_UNKNOWN);
  g_assert_cmpint (window->length_s, ==, 0);
  g_assert_true (window->can_lead);
}

static void
test_no_snapshot_is_an_empty_dictionary (void)
{
  g_autoptr (GVariant) variant = g_variant_ref_sink (plim_bus_snapshot_to_variant (NULL));

  g_assert_cmpuint (g_variant_n_children (variant), ==, 0);
  g_assert_null (plim_bus_snapshot_from_variant (variant));
}

static GVariant *
parse (const char *text)
{
  GError *error = NULL;
  GVariant *variant = g_variant_parse (NULL, text, NULL, NULL, &error);

  g_assert_no_error (error);
  return variant;
}

static void
test_wrong_types_are_left_out (void)
{
  g_autoptr (GVariant) variant =
      parse ("{'collected_at': <int64 1795176000>, 'plan': <7>, 'identity': <['x']>,"
             " 'windows': <[{'title': <'no id'>},"
             "  {'id': <'w'>, 'kind': <'nonsense'>, 'used_percent': <'57'>, 'used': <nan>,"
             "   'limit': <inf>, 'resets_at': <int64 -5>, 'window_seconds': <int64 -1>,"
             "   'can_lead': <1>, 'provenance': <true>}]>}");
  g_autoptr (PlimSnapshot) snapshot = plim_bus_snapshot_from_variant (variant);
  const PlimUsageWindow *window;

  g_assert_nonnull (snapshot);
  g_assert_null (plim_snapshot_get_plan (snapshot));
  g_assert_null (plim_snapshot_get_identity (snapshot));
  g_assert_cmpuint (plim_snapshot_get_n_windows (snapshot), ==, 1);
  window = plim_snapshot_get_window (snapshot, 0);
  g_assert_cmpint (window->kind, ==, PLIM_WINDOW_ROLLING);
  g_assert_cmpint (window->provenance, ==, PLIM_PROVENANCE_REPORTED);
  g_assert_true (isnan (window->used_percent));
  g_assert_true (isnan (window->used));
  g_assert_true (isnan (window->limit));
  g_assert_cmpint (window->resets_at, ==, PLIM_TIME_UNKNOWN);
  g_assert_cmpint (window->length_s, ==, 0);
  g_assert_true (window->can_lead);
}

static void
test_what_is_no_snapshot_is_none (void)
{
  static const char *const texts[] = {
    "@a{sv} {}",
    "{'collected_at': <int64 0>}",
    "{'collected_at': <int64 -1>}",
    "{'collected_at': <1.5>}",
    "'text'",
    "[1, 2]",
    "{'a': 'b'}",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++) {
    g_autoptr (GVariant) variant = parse (texts[i]);

    g_assert_null (plim_bus_snapshot_from_variant (variant));
  }
}

static void
assert_sound (PlimSnapshot *snapshot)
{
  for (guint i = 0; i < plim_snapshot_get_n_windows (snapshot); i++) {
    const PlimUsageWindow *window = plim_snapshot_get_window (snapshot, i);

    g_assert_true (g_utf8_validate (window->id, -1, NULL));
    g_assert_true (isnan (window->used_percent) ||
                   (isfinite (window->used_percent) && window->used_percent >= 0));
    g_assert_cmpint (window->length_s, >=, 0);
    g_assert_cmpint (window->resets_at, >=, 0);
    g_assert_cmpint (window->kind, <=, PLIM_WINDOW_BUDGET);
    g_assert_cmpint (window->provenance, <=, PLIM_PROVENANCE_ESTIMATED);
  }
}

/* Bytes as they would come from a client that lies about what it sends. */
static void
test_damaged_bytes_do_no_harm (void)
{
  g_autoptr (PlimSnapshot) sent = make_snapshot ();
  g_autoptr (GVariant) variant = g_variant_ref_sink (plim_bus_snapshot_to_variant (sent));
  gsize size = g_variant_get_size (variant);

  for (guint i = 0; i < 5000; i++) {
    g_autofree char *bytes = g_memdup2 (g_variant_get_data (variant), size);
    g_autoptr (GVariant) damaged = NULL;
    g_autoptr (PlimSnapshot) received = NULL;

    for (int j = g_test_rand_int_range (1, 8); j > 0; j--)
      bytes[g_test_rand_int_range (0, (int) size)] = (char) g_test_rand_int_range (0, 256);
    damaged = g_variant_new_from_data (G_VARIANT_TYPE_VARDICT, bytes, size, FALSE, NULL, NULL);
    g_variant_ref_sink (damaged);
    received = plim_bus_snapshot_from_variant (damaged);
    if (received != NULL)
      assert_sound (received);
  }
}

static GVariant *
make_properties (void)
{
  g_autoptr (PlimSnapshot) snapshot = make_snapshot ();
  g_autoptr (GVariant) settings = parse ("{'region': 'cn'}");
  g_autoptr (GVariant) incident = parse ("{'id': <'i1'>, 'title': <'Slow'>, 'impact': <'major'>, "
                                         "'started_at': <int64 1795170000>}");
  GVariantDict dict;

  g_variant_dict_init (&dict, NULL);
  g_variant_dict_insert (&dict, "Id", "s", "3b8bf00a-fb44-4aaa-b029-538cfd113c88");
  g_variant_dict_insert (&dict, "Provider", "s", "claude-web");
  g_variant_dict_insert (&dict, "Label", "s", "work");
  g_variant_dict_insert (&dict, "Enabled", "b", TRUE);
  g_variant_dict_insert (&dict, "Order", "u", 3);
  g_variant_dict_insert (&dict, "Interval", "u", 600);
  g_variant_dict_insert (&dict, "ExpectedInterval", "u", 300);
  g_variant_dict_insert (&dict, "BaseUrl", "s", "https://example.org");
  g_variant_dict_insert_value (&dict, "Settings", settings);
  g_variant_dict_insert (&dict, "Status", "s", "not_authenticated");
  g_variant_dict_insert (&dict, "Cause", "s", "secret_missing");
  g_variant_dict_insert (&dict, "Message", "s", "nothing stored");
  g_variant_dict_insert_value (&dict, "Snapshot", plim_bus_snapshot_to_variant (snapshot));
  g_variant_dict_insert (&dict, "AttemptedAt", "x", NOW + 5);
  g_variant_dict_insert (&dict, "NextPollAt", "x", NOW + 300);
  g_variant_dict_insert (&dict, "NextPollReason", "s", "power_saver");
  g_variant_dict_insert_value (&dict, "Incident", incident);
  g_variant_dict_insert (&dict, "RefreshAllowedAt", "x", NOW + 60);
  g_variant_dict_insert (&dict, "OwnerKey", "s", "0123");
  g_variant_dict_insert (&dict, "Polled", "b", FALSE);
  g_variant_dict_insert (&dict, "Polling", "b", TRUE);
  g_variant_dict_insert (&dict, "IdentityChangedAt", "x", NOW - 60);
  g_variant_dict_insert (&dict, "FormerIdentity", "s", "ann@example.org");
  return g_variant_ref_sink (g_variant_dict_end (&dict));
}

static void
test_an_account_is_mirrored_from_its_properties (void)
{
  g_autoptr (GVariant) properties = make_properties ();
  g_autoptr (PlimAccount) account = plim_bus_account_from_variant (properties);

  g_assert_cmpstr (plim_account_get_id (account), ==, "3b8bf00a-fb44-4aaa-b029-538cfd113c88");
  g_assert_cmpstr (plim_account_get_provider_id (account), ==, "claude-web");
  g_assert_cmpstr (plim_account_get_label (account), ==, "work");
  g_assert_true (plim_account_get_enabled (account));
  g_assert_cmpuint (plim_account_get_order (account), ==, 3);
  g_assert_cmpuint (plim_account_get_interval (account), ==, 600);
  g_assert_cmpuint (plim_account_get_expected_interval (account), ==, 300);
  g_assert_cmpstr (plim_account_get_base_url (account), ==, "https://example.org");
  g_assert_cmpstr (g_hash_table_lookup (plim_account_get_settings (account), "region"), ==, "cn");
  g_assert_cmpint (plim_account_get_status (account), ==, PLIM_STATUS_NOT_AUTHENTICATED);
  g_assert_cmpint (plim_account_get_cause (account), ==, PLIM_CAUSE_SECRET_MISSING);
  g_assert_cmpstr (plim_account_get_message (account), ==, "nothing stored");
  g_assert_nonnull (plim_account_get_snapshot (account));
  g_assert_cmpint (plim_account_get_attempted_at (account), ==, NOW + 5);
  g_assert_cmpint (plim_account_get_next_poll_at (account), ==, NOW + 300);
  g_assert_cmpint (plim_account_get_next_poll_reason (account), ==, PLIM_POLL_REASON_POWER_SAVER);
  g_assert_cmpstr (plim_account_get_incident (account)->title, ==, "Slow");
  g_assert_cmpint (plim_account_get_incident (account)->impact, ==, PLIM_IMPACT_MAJOR);
  g_assert_cmpint (plim_account_get_refresh_allowed_at (account), ==, NOW + 60);
  g_assert_cmpstr (plim_account_get_owner (account)->id, ==, "0123");
  g_assert_false (plim_account_is_polled (account));
  g_assert_true (plim_account_is_polling (account));
  g_assert_cmpint (plim_account_get_owner (account)->changed_at, ==, NOW - 60);
  g_assert_cmpstr (plim_account_get_owner (account)->former_name, ==, "ann@example.org");
  g_assert_cmpstr (plim_account_get_owner (account)->name, ==,
                   plim_snapshot_get_identity (plim_account_get_snapshot (account)));
}

static void
test_an_incident_comes_back (void)
{
  static const char *const none[] = { "{}", "{'id': <''>, 'title': <'t'>}", "{'id': <'i'>}",
                                      "{'id': <5>, 'title': <'t'>}" };
  g_autoptr (PlimIncident) incident =
      plim_incident_new ("i1", "Elevated errors", PLIM_IMPACT_CRITICAL, NOW);
  g_autoptr (GVariant) variant = g_variant_ref_sink (plim_bus_incident_to_variant (incident));
  g_autoptr (PlimIncident) back = plim_bus_incident_from_variant (variant);

  g_assert_true (plim_incident_equal (incident, back));
  for (gsize i = 0; i < G_N_ELEMENTS (none); i++) {
    g_autofree char *text = g_strconcat ("@a{sv} ", none[i], NULL);
    g_autoptr (GVariant) other = parse (text);

    g_assert_null (plim_bus_incident_from_variant (other));
  }
  g_assert_null (plim_bus_incident_from_variant (NULL));
}

static void
test_an_account_needs_id_and_provider (void)
{
  g_autoptr (GVariant) nothing = parse ("@a{sv} {}");
  g_autoptr (GVariant) no_provider = parse ("{'Id': <'x'>, 'Provider': <5>}");
  g_autoptr (GVariant) bare =
      parse ("{'Id': <'x'>, 'Provider': <'y'>, 'Order': <'z'>, 'IdentityChangedAt': <int64 -5>}");
  g_autoptr (GVariant) text = parse ("'text'");
  g_autoptr (PlimAccount) account = plim_bus_account_from_variant (bare);

  g_assert_null (plim_bus_account_from_variant (nothing));
  g_assert_null (plim_bus_account_from_variant (no_provider));
  g_assert_null (plim_bus_account_from_variant (text));
  g_assert_nonnull (account);
  g_assert_cmpuint (plim_account_get_order (account), ==, 0);
  g_assert_cmpint (plim_account_get_owner (account)->changed_at, ==, PLIM_TIME_UNKNOWN);
}

static void
test_settings_come_through (void)
{
  g_autoptr (GHashTable) sent = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr (GHashTable) received = NULL;
  g_autoptr (GHashTable) none = plim_bus_settings_from_variant (NULL);
  g_autoptr (GVariant) variant = NULL;

  g_hash_table_insert (sent, (gpointer) "region", (gpointer) "cn");
  g_hash_table_insert (sent, (gpointer) "a=b", (gpointer) "");
  variant = g_variant_ref_sink (plim_bus_settings_to_variant (sent));
  received = plim_bus_settings_from_variant (variant);
  g_assert_cmpuint (g_hash_table_size (received), ==, 2);
  g_assert_cmpstr (g_hash_table_lookup (received, "region"), ==, "cn");
  g_assert_cmpstr (g_hash_table_lookup (received, "a=b"), ==, "");
  g_assert_cmpuint (g_hash_table_size (none), ==, 0);
}

/* As GDBus makes it of an error that arrives. */
static GError *
receive (const GError *error)
{
  g_autofree char *name = g_dbus_error_encode_gerror (error);

  return g_dbus_error_new_for_dbus_error (name, error->message);
}

static void
test_every_status_comes_through_as_an_error (void)
{
  for (int status = PLIM_STATUS_NOT_AUTHENTICATED; status <= PLIM_STATUS_OFFLINE; status++) {
    g_autoptr (GError) error =
        plim_error_new ((PlimStatus) status, PLIM_CAUSE_NO_PLAN, 0, "one: %s", "two");
    g_autoptr (GError) sent = plim_bus_error_from_status (error);
    g_autoptr (GError) received = receive (sent);
    g_autoptr (GError) back = plim_bus_error_to_status (received);

    g_assert_nonnull (back);
    g_assert_cmpint (plim_error_get_status (back), ==, status);
    g_assert_cmpint (plim_error_get_cause (back), ==, PLIM_CAUSE_NO_PLAN);
    g_assert_cmpstr (back->message, ==, "one: two");
  }
}

static void
test_other_errors_are_no_status (void)
{
  g_autoptr (GError) invalid =
      g_error_new (PLIM_BUS_ERROR, PLIM_BUS_ERROR_INVALID_ARGUMENT, "none: text");
  g_autoptr (GError) foreign = g_error_new (G_DBUS_ERROR, G_DBUS_ERROR_NO_REPLY, "none: text");

  g_assert_null (plim_bus_error_to_status (invalid));
  g_assert_null (plim_bus_error_to_status (foreign));
}

static void
test_a_message_without_a_cause_stays_whole (void)
{
  g_autoptr (GError) error =
      g_error_new (PLIM_BUS_ERROR, PLIM_BUS_ERROR_OFFLINE, "Network: is down");
  g_autoptr (GError) back = plim_bus_error_to_status (error);

  g_assert_cmpint (plim_error_get_cause (back), ==, PLIM_CAUSE_NONE);
  g_assert_cmpstr (back->message, ==, "Network: is down");
}

static void
test_a_path_is_valid_for_every_uuid (void)
{
  g_autofree char *id = g_uuid_string_random ();
  g_autofree char *path = plim_bus_dup_account_path (id);

  g_assert_true (g_variant_is_object_path (path));
  g_assert_true (g_str_has_prefix (path, PLIM_BUS_PATH "/account/"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(name, function) g_test_add_func ("/bus/codec/" name, function)
  ADD ("every-value-comes-through", test_every_value_comes_through);
  ADD ("unknown-stays-unknown", test_unknown_stays_unknown);
  ADD ("no-snapshot-is-an-empty-dictionary", test_no_snapshot_is_an_empty_dictionary);
  ADD ("wrong-types-are-left-out", test_wrong_types_are_left_out);
  ADD ("what-is-no-snapshot-is-none", test_what_is_no_snapshot_is_none);
  ADD ("damaged-bytes-do-no-harm", test_damaged_bytes_do_no_harm);
  ADD ("an-account-is-mirrored-from-its-properties",
       test_an_account_is_mirrored_from_its_properties);
  ADD ("an-incident-comes-back", test_an_incident_comes_back);
  ADD ("an-account-needs-id-and-provider", test_an_account_needs_id_and_provider);
  ADD ("settings-come-through", test_settings_come_through);
  ADD ("every-status-comes-through-as-an-error", test_every_status_comes_through_as_an_error);
  ADD ("other-errors-are-no-status", test_other_errors_are_no_status);
  ADD ("a-message-without-a-cause-stays-whole", test_a_message_without_a_cause_stays_whole);
  ADD ("a-path-is-valid-for-every-uuid", test_a_path_is_valid_for_every_uuid);
  ADD ("forecasts-come-with-their-windows", test_forecasts_come_with_their_windows);
  ADD ("an-account-has-its-forecasts", test_an_account_has_its_forecasts);
  return g_test_run ();
}
