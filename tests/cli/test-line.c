/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The line of `status --format` and `--waybar`, without a service. */
#include "plim-cli-command.h"
#include "plim-cli-waybar.h"
#include "plim-json.h"

#include <string.h>

#define NOW ((gint64) 1795176000) /* a Friday noon */
#define ID "11111111-1111-4111-8111-111111111111"

static const PlimThresholds thresholds = { .warning = 75, .critical = 90 };

static PlimAccount *
make_account (const char *label)
{
  PlimAccount *account = plim_account_new (ID, "z-ai");
  g_autoptr (PlimSnapshot) snapshot = plim_snapshot_new (NOW - 120);
  PlimUsageWindow *window;

  plim_account_set_label (account, label);
  plim_account_set_enabled (account, TRUE);
  plim_account_set_expected_interval (account, 300);
  plim_snapshot_set_plan (snapshot, "Pro");
  window = plim_snapshot_add_window (snapshot, "session", PLIM_WINDOW_ROLLING);
  window->title = g_strdup ("Session (5 h)");
  window->used_percent = 80.25;
  window->used = 8;
  window->limit = 10;
  window->unit = g_strdup ("requests");
  window->resets_at = NOW + 3600;
  plim_snapshot_seal (snapshot);
  plim_account_restore (account, snapshot, PLIM_STATUS_OK, PLIM_CAUSE_NONE, NULL, NOW - 120);
  return account;
}

/* Properties of Manager1. */
static GVariant *
make_manager (const char *state, const char *window)
{
  GVariantDict properties;

  g_variant_dict_init (&properties, NULL);
  g_variant_dict_insert (&properties, "State", "s", state);
  g_variant_dict_insert (&properties, "Severity", "s", "warning");
  g_variant_dict_insert (&properties, "HeadlineAccount", "s", ID);
  g_variant_dict_insert (&properties, "HeadlineWindow", "s", window);
  g_variant_dict_insert (&properties, "Summary", "s", "the summary");
  return g_variant_ref_sink (g_variant_dict_end (&properties));
}

static char *
render (const char *text, PlimAccount *account, GVariant *manager, gboolean show_left)
{
  g_autoptr (GPtrArray) accounts = g_ptr_array_new ();
  g_autoptr (GTimeZone) utc = g_time_zone_new_utc ();
  const PlimFormat format = { .time_zone = utc, .show_left = show_left };
  g_autoptr (PlimCliTemplate) template = NULL;
  g_auto (PlimCliHeadline) headline = { 0 };
  GError *error = NULL;

  g_ptr_array_add (accounts, account);
  plim_cli_headline_init (&headline, accounts, manager, NULL, &format, &thresholds, NOW);
  template = plim_cli_template_new (text, &error);
  g_assert_no_error (error);
  return plim_cli_template_render (template, &headline, &format, FALSE, NOW);
}

static void
test_placeholders_are_filled (void)
{
  static const struct {
    const char *template;
    gboolean show_left;
    const char *line;
  } rows[] = {
    { "{label}", FALSE, "work" },
    { "{provider} {plan}", FALSE, "Z.ai Pro" },
    { "{percent} {number}", FALSE, "80 % 80" },
    { "{percent} {number}", TRUE, "20 % 20" },
    { "{used}/{left}", FALSE, "80/20" },
    { "{used}/{left}", TRUE, "80/20" },
    { "{value}", TRUE, "20 % left" },
    { "{amount}", FALSE, "8 of 10 requests" },
    { "{window}", FALSE, "Session (5 h)" },
    { "{reset}", FALSE, "resets in 1h, 13:00" },
    { "{countdown} {clock}", FALSE, "1h 13:00" },
    { "{age}", FALSE, "2 min ago" },
    { "{severity} {state} {status} {failing}", FALSE, "warning fresh ok 0" },
    { "{problem}", FALSE, "" },
    { "{summary}", FALSE, "the summary" },
    { "{{{number}}}", FALSE, "{80}" },
    { "no placeholder } here", FALSE, "no placeholder } here" },
    { "", FALSE, "" },
  };
  g_autoptr (PlimAccount) account = make_account ("work");
  g_autoptr (GVariant) manager = make_manager ("fresh", "session");

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autofree char *line = render (rows[i].template, account, manager, rows[i].show_left);

    g_assert_cmpstr (line, ==, rows[i].line);
  }
}

/* As a service that hangs last said. */
static void
test_what_has_become_old_is_not_fresh (void)
{
  g_autoptr (PlimAccount) account = make_account ("work");
  g_autoptr (GVariant) manager = make_manager ("fresh", "session");
  g_autofree char *line = NULL;

  plim_account_set_expected_interval (account, 30);
  line = render ("{state} {number}", account, manager, FALSE);
  g_assert_cmpstr (line, ==, "stale 80");
}

static void
test_every_placeholder_is_known_when_there_is_nothing (void)
{
  g_autoptr (PlimAccount) account = make_account ("work");

  for (guint i = 0; plim_cli_placeholders[i].name != NULL; i++) {
    g_autofree char *template = g_strdup_printf ("{%s}", plim_cli_placeholders[i].name);
    g_autofree char *line = render (template, account, NULL, FALSE);

    g_assert_null (strstr (line, "0 %"));
    g_assert_null (strchr (line, '{'));
  }
}

static void
test_wrong_templates_are_told (void)
{
  static const char *const rows[][2] = {
    { "{percnt}", "percent" },
    { "{label", "{label" },
    { "{}", "{}" },
    { "{Label}", "label" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autoptr (GError) error = NULL;

    g_assert_null (plim_cli_template_new (rows[i][0], &error));
    g_assert_error (error, PLIM_CLI_ERROR, PLIM_EXIT_USAGE);
    g_assert_nonnull (strstr (error->message, rows[i][1]));
  }
}

static void
test_only_what_grows_old_ticks (void)
{
  static const struct {
    const char *template;
    gboolean ticks;
  } rows[] = { { "{percent} {clock} {summary}", FALSE },
               { "{countdown}", TRUE },
               { "{label} {age}", TRUE },
               { "{{age}}", FALSE } };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autoptr (PlimCliTemplate) template = plim_cli_template_new (rows[i].template, NULL);

    g_assert_cmpint (plim_cli_template_ticks (template), ==, rows[i].ticks);
  }
}

static JsonObject *
make_waybar (const char *text, PlimAccount *account, GVariant *manager)
{
  g_autoptr (GPtrArray) accounts = g_ptr_array_new ();
  g_autoptr (GTimeZone) utc = g_time_zone_new_utc ();
  const PlimFormat format = { .time_zone = utc };
  g_autoptr (PlimCliTemplate) template = NULL;
  g_auto (PlimCliHeadline) headline = { 0 };
  g_autoptr (GBytes) bytes = NULL;
  g_autofree char *line = NULL;
  GError *error = NULL;
  JsonObject *object;

  if (account != NULL)
    g_ptr_array_add (accounts, account);
  if (text != NULL)
    template = plim_cli_template_new (text, NULL);
  plim_cli_headline_init (&headline, accounts, manager, NULL, &format, &thresholds, NOW);
  line = plim_cli_waybar_dup_line (&headline, template, accounts, &format, NOW);
  g_assert_null (strchr (line, '\n'));
  bytes = g_bytes_new (line, strlen (line));
  object = plim_json_parse_object (bytes, &error);
  g_assert_no_error (error);
  return object;
}

static void
assert_classes (JsonObject *line, const char *expected)
{
  JsonArray *classes = plim_json_get_array (line, "class");
  g_autoptr (GString) joined = g_string_new (NULL);

  for (guint i = 0; i < json_array_get_length (classes); i++)
    g_string_append_printf (joined, "%s%s", i > 0 ? " " : "",
                            json_array_get_string_element (classes, i));
  g_assert_cmpstr (joined->str, ==, expected);
}

static void
test_waybar_gets_all_members (void)
{
  g_autoptr (PlimAccount) account = make_account ("R&D <b>");
  g_autoptr (GVariant) manager = make_manager ("fresh", "session");
  g_autoptr (JsonObject) line = make_waybar (NULL, account, manager);
  g_autoptr (JsonObject) formatted = make_waybar ("<i>{label}</i>", account, manager);

  g_assert_cmpstr (plim_json_get_string (line, "text"), ==, "80 %");
  g_assert_cmpstr (plim_json_get_string (line, "alt"), ==, "warning");
  g_assert_cmpstr (plim_json_get_string (line, "tooltip"), ==,
                   "R&amp;D &lt;b&gt; · Session (5 h): 80 % used, resets at 13:00");
  g_assert_cmpint (json_object_get_int_member (line, "percentage"), ==, 80);
  assert_classes (line, "warning fresh");
  g_assert_cmpstr (plim_json_get_string (formatted, "text"), ==, "<i>R&amp;D &lt;b&gt;</i>");
}

static void
test_waybar_is_told_what_is_wrong (void)
{
  g_autoptr (PlimAccount) account = make_account ("work");
  g_autoptr (GVariant) stale = make_manager ("stale", "session");
  g_autoptr (GVariant) failed = make_manager ("error", "");
  g_autoptr (GVariant) empty = make_manager ("empty", "");
  g_autoptr (JsonObject) old = make_waybar (NULL, account, stale);
  g_autoptr (JsonObject) stopped = make_waybar ("{percent}", NULL, NULL);
  g_autoptr (JsonObject) nothing = make_waybar (NULL, NULL, empty);
  g_autoptr (JsonObject) refused = NULL;

  plim_account_restore (account, NULL, PLIM_STATUS_NOT_AUTHENTICATED, PLIM_CAUSE_NONE, "401", NOW);
  refused = make_waybar (NULL, account, failed);
  g_assert_cmpstr (plim_json_get_string (old, "alt"), ==, "stale");
  assert_classes (old, "warning stale");
  g_assert_cmpstr (plim_json_get_string (stopped, "alt"), ==, "stopped");
  g_assert_cmpstr (plim_json_get_string (stopped, "text"), ==, "–");
  assert_classes (stopped, "stopped");
  g_assert_false (json_object_has_member (stopped, "percentage"));
  g_assert_cmpstr (plim_json_get_string (nothing, "text"), ==, "");
  assert_classes (nothing, "empty");
  g_assert_cmpstr (plim_json_get_string (refused, "text"), ==, "Signed out");
  assert_classes (refused, "error failing");
  g_assert_nonnull (strstr (plim_json_get_string (refused, "tooltip"), "no longer accepts"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/cli/line/placeholders-are-filled", test_placeholders_are_filled);
  g_test_add_func ("/cli/line/what-has-become-old-is-not-fresh",
                   test_what_has_become_old_is_not_fresh);
  g_test_add_func ("/cli/line/every-placeholder-is-known-when-there-is-nothing",
                   test_every_placeholder_is_known_when_there_is_nothing);
  g_test_add_func ("/cli/line/wrong-templates-are-told", test_wrong_templates_are_told);
  g_test_add_func ("/cli/line/only-what-grows-old-ticks", test_only_what_grows_old_ticks);
  g_test_add_func ("/cli/line/waybar-gets-all-members", test_waybar_gets_all_members);
  g_test_add_func ("/cli/line/waybar-is-told-what-is-wrong", test_waybar_is_told_what_is_wrong);
  return g_test_run ();
}
