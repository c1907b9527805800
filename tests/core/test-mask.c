/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "plim-json.h"
#include "plim-mask.h"

#include "fixture.h"

#include <string.h>

static const char *const words[][2] = {
  { "", "" },
  { "five_hour", "five_hour" },
  { "claude-haiku-4-5", "claude-haiku-4-5" },
  { "gemini-2.5-pro", "gemini-2.5-pro" },
  { "RATE_LIMITED", "RATE_LIMITED" },
  { "12.5%", "12.5%" },
  { "2026-11-20T12:00:00.000Z", "2026-11-20T12:00:00.000Z" },
  { "USD", "USD" },
  { "Jane", PLIM_MASK },
  { "Jane Doe", PLIM_MASK },
  { "jane@example.com", PLIM_MASK },
  { "0a1b2c3d-1111-2222-3333-0123456789ab", PLIM_MASK },
  { "org_01hx4k9q2m7r", PLIM_MASK },
  { "user-123456789", PLIM_MASK },
  { "sk-ant-sid01-AbCdEf", PLIM_MASK },
  { "deadbeefdeadbeefdeadbeefdeadbeefdeadbeefdeadbeefdeadbeef", PLIM_MASK },
};

static void
test_words (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (words); i++)
    assert_text (plim_mask_word (words[i][0]), words[i][1]);
}

static const char *const paths[][2] = {
  { "/api/usage", "/api/usage" },
  { "/v1/projects/my-project-123456/x:list", "/v1/projects/" PLIM_MASK "/x:list" },
  { "/api/organizations/0a1b2c3d-1111-2222-3333-0123456789ab/usage",
    "/api/organizations/" PLIM_MASK "/usage" },
  { "/costs?start_time=1793491200&limit=31&page=page_AAAAFAKE1",
    "/costs?start_time=1793491200&limit=31&page=" PLIM_MASK },
  { "/a%20b/c", "/" PLIM_MASK "/c" },
  { "/internal?userDisplayBalanceInfo", "/internal?userDisplayBalanceInfo" },
};

static void
test_paths (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (paths); i++)
    assert_text (plim_mask_path (paths[i][0]), paths[i][1]);
}

static const char *const documents[][2] = {
  { "{\"utilization\":12.5,\"plan_type\":\"pro\",\"ok\":true,\"x\":null}",
    "{\"utilization\":12.5,\"plan_type\":\"pro\",\"ok\":true,\"x\":null}" },
  /* The member's name says that it is somebody's, even where the value looks harmless. */
  { "{\"email\":\"jane\",\"displayName\":\"jane\",\"account_id\":\"abc\",\"login\":\"\"}",
    "{\"email\":\"•••\",\"displayName\":\"•••\",\"account_id\":\"•••\",\"login\":\"\"}" },
  { "{\"user_id\":123456789,\"limit_id\":5,\"reset_at\":1795176000}",
    "{\"user_id\":\"•••\",\"limit_id\":5,\"reset_at\":1795176000}" },
  { "[{\"names\":[\"jane\",\"weekly\"],\"kinds\":[\"weekly\",\"Jane\"]}]",
    "[{\"names\":[\"•••\",\"•••\"],\"kinds\":[\"weekly\",\"•••\"]}]" },
  { "{\"jane@example.com\":1,\"0a1b2c3d-1111-2222-3333-0123456789ab\":2}",
    "{\"•••1\":1,\"•••2\":2}" },
  { "{\"error\":{\"message\":\"no user jane@example.com here\",\"type\":\"not_found\"}}",
    "{\"error\":{\"message\":\"no user ••• here\",\"type\":\"not_found\"}}" },
};

static void
test_json (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (documents); i++) {
    g_autoptr (JsonNode) node = json_from_string (documents[i][0], NULL);
    g_autoptr (JsonNode) masked = plim_mask_json (node);

    assert_text (json_to_string (masked, FALSE), documents[i][1]);
  }
}

static const char *const pages[][2] = {
  { "<p class=\"usage\">Session usage <b>12.5%</b> of Jane Doe</p>",
    "<p class=\"usage\">Session usage<b>12.5%</b>of " PLIM_MASK "</p>" },
  { "<a href='https://example.com/u/jane' data-time=\"2026-11-20\">x</a>",
    "<a href=\"" PLIM_MASK "\" data-time=\"2026-11-20\">" PLIM_MASK "</a>" },
  { "<script>var t = \"secret\";</script><i>5</i>", "<script>" PLIM_MASK "</script><i>5</i>" },
  { "a <!-- Jane --> 7", "a 7" },
  { "<p title=\"Jane", "<p title=" },
  { "<p", "" },
};

static void
test_html (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (pages); i++)
    assert_text (plim_mask_html (pages[i][0]), pages[i][1]);
}

/* Of recorded answers nothing may be left that tells who somebody is. */
static void
assert_anonymous (const char *path, const char *masked)
{
  static const char *const patterns[] = {
    "[\\w.+-]+@[\\w-]+\\.",
    "[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-",
    "(?<!L-)(?i)fake|sk-|eyJ|bearer ",
    "(?i)example (?:org|inc|user)|jane|doe\\b",
  };

  for (guint i = 0; i < G_N_ELEMENTS (patterns); i++) {
    if (g_regex_match_simple (patterns[i], masked, 0, 0))
      g_error ("%s: %s is left in %s", path, patterns[i], masked);
  }
}

static void
check_file (const char *path)
{
  g_autofree char *text = NULL;
  g_autofree char *masked = NULL;
  g_autoptr (JsonNode) root = NULL;
  g_autoptr (JsonNode) copy = NULL;
  g_autoptr (GError) error = NULL;

  g_file_get_contents (path, &text, NULL, &error);
  g_assert_no_error (error);
  if (g_str_has_suffix (path, ".json"))
    root = json_from_string (text, NULL);
  if (root != NULL) {
    copy = plim_mask_json (root);
    masked = json_to_string (copy, FALSE);
  } else {
    masked = plim_mask_html (text);
  }
  assert_anonymous (path, masked);
}

static void
test_fixtures (void)
{
  g_autofree char *folder = g_test_build_filename (G_TEST_DIST, "fixtures", NULL);
  g_autoptr (GDir) providers = g_dir_open (folder, 0, NULL);
  const char *provider;
  guint n_files = 0;

  while ((provider = g_dir_read_name (providers)) != NULL) {
    g_autofree char *path = g_build_filename (folder, provider, NULL);
    g_autoptr (GDir) files = g_dir_open (path, 0, NULL);
    const char *name;

    while ((name = g_dir_read_name (files)) != NULL) {
      g_autofree char *file = g_build_filename (path, name, NULL);

      if (!g_str_equal (name, "EXPECTED.json") && !g_str_equal (name, "REQUESTS.json")) {
        check_file (file);
        n_files++;
      }
    }
  }
  g_assert_cmpuint (n_files, >, 10);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/core/mask/only-words-of-protocols-stay", test_words);
  g_test_add_func ("/core/mask/path-keeps-its-form", test_paths);
  g_test_add_func ("/core/mask/json-keeps-its-form", test_json);
  g_test_add_func ("/core/mask/html-keeps-tags-and-numbers", test_html);
  g_test_add_func ("/core/mask/no-recorded-answer-tells-who", test_fixtures);
  return g_test_run ();
}
