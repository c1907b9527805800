/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The Flatpak as build-aux/flatpak --stand-in makes it, on a desktop outside of its sandbox:
 *
 *   test-flatpak keyring   installed from the bundle; the desktop has no Secret portal: secrets go
 *                          into its keyring
 *   test-flatpak portal    installed from the repository; it has one: secrets go into a file of the
 *                          sandbox; all the rest, and the end of the installation
 */

#include "plim-screen.h"

#include <string.h>

#define ID "io.github.plimsoll.Plimsoll"
#define REMOTE "plimsoll-test"
#define SESSION_KEY "sk-ant-sid01-MADE-UP-0000"

/* Programs of the desktop. */

static char *run_tool (gboolean is_wanted, ...) G_GNUC_NULL_TERMINATED;

/* Returns what it printed; @is_wanted: that it succeeds. */
static char *
run_tool (gboolean is_wanted, ...)
{
  g_autoptr (GPtrArray) arguments = g_ptr_array_new ();
  g_autoptr (GError) error = NULL;
  g_autofree char *line = NULL;
  char *output = NULL;
  int status;
  va_list list;

  va_start (list, is_wanted);
  do
    g_ptr_array_add (arguments, va_arg (list, char *));
  while (g_ptr_array_index (arguments, arguments->len - 1) != NULL);
  va_end (list);
  line = g_strjoinv (" ", (char **) arguments->pdata);
  g_spawn_sync (NULL, (char **) arguments->pdata, NULL, G_SPAWN_SEARCH_PATH, NULL, NULL, &output,
                NULL, &status, &error);
  g_assert_no_error (error);
  g_test_message ("%s: %d\n%s", line, status, output);
  g_assert_cmpint (status == 0, ==, is_wanted);
  return output;
}

static char *
dup_installed (const char *name)
{
  return g_build_filename (g_getenv ("FLATPAK_USER_DIR"), name, NULL);
}

/* @name: of what build-aux/flatpak made */
static char *
dup_product (const char *name)
{
  return g_build_filename (g_getenv ("PLIMSOLL_FLATPAK_FOLDER"), "product", name, NULL);
}

static void
assert_file (const char *path, gboolean is_there)
{
  g_test_message ("%s", path);
  g_assert_cmpint (g_file_test (path, G_FILE_TEST_EXISTS), ==, is_there);
}

/* Service. */

static gboolean
is_service_up (PlimDesktop *desktop, gconstpointer data)
{
  return plim_desktop_has_name (desktop, ID);
}

static gboolean
is_service_gone (PlimDesktop *desktop, gconstpointer data)
{
  return !plim_desktop_has_name (desktop, ID) && !plim_desktop_has_name (desktop, ID ".Window");
}

static void
activate_service (PlimDesktop *desktop)
{
  g_autoptr (GError) error = NULL;
  GVariant *reply = plim_desktop_call (desktop, "org.freedesktop.DBus", "/org/freedesktop/DBus",
                                       "org.freedesktop.DBus", "StartServiceByName",
                                       g_variant_new ("(su)", ID, 0), &error);

  g_assert_no_error (error);
  g_variant_unref (reply);
  plim_desktop_wait (desktop, is_service_up, NULL);
}

static void
quit_service (PlimDesktop *desktop)
{
  g_free (plim_desktop_run (desktop, NULL, NULL, "quit", NULL));
  plim_desktop_wait (desktop, is_service_gone, NULL);
}

static void
add_account (PlimDesktop *desktop)
{
  g_autofree char *base_url = g_strconcat (desktop->mock_url, "/claude-web", NULL);

  plim_desktop_set_provider (desktop,
                             "{\"claude-web\": {\"session\": 37, \"weekly\": 62, \"status\": 200, "
                             "\"secret\": \"" SESSION_KEY "\"}}");
  g_free (plim_desktop_run (desktop, SESSION_KEY "\n", NULL, "add", "claude-web", "--label", "Work",
                            "--base-url", base_url, NULL));
}

static void
assert_status (PlimDesktop *desktop, const char *text)
{
  g_autofree char *output = plim_desktop_run (desktop, NULL, NULL, "status", "--json", NULL);

  g_test_message ("%s", output);
  g_assert_nonnull (strstr (output, text));
}

/* A good poll needs the secret. */
static void
assert_polls (PlimDesktop *desktop)
{
  g_autofree char *error = plim_desktop_check (desktop);

  g_assert_cmpstr (error, ==, NULL);
}

/* What the desktop shows. */

static gboolean
item_is (PlimDesktop *desktop, gconstpointer text)
{
  g_autofree char *icon = plim_desktop_dup_item (desktop, "IconName");

  return icon != NULL && strstr (icon, text) != NULL;
}

static gboolean
menu_has (PlimDesktop *desktop, gconstpointer text)
{
  g_autofree char *menu = plim_desktop_dup_menu (desktop);

  return menu != NULL && strstr (menu, text) != NULL;
}

static gboolean
has_notice (PlimDesktop *desktop, gconstpointer text)
{
  for (guint i = 0; i < desktop->notices->len; i++) {
    const PlimNotice *notice = g_ptr_array_index (desktop->notices, i);

    if (strstr (notice->title, text) != NULL || strstr (notice->body, text) != NULL)
      return TRUE;
  }
  return FALSE;
}

/* Whether or not it has the keyboard: the window manager may keep that where nobody clicked, or
 * where a sandbox took its time to start. */
static gboolean
shows_window (PlimDesktop *desktop, gconstpointer title)
{
  const char *arguments[] = { "xdotool", "search", "--onlyvisible", "--name", title, NULL };
  g_autoptr (GError) error = NULL;
  int status;

  g_spawn_sync (NULL, (char **) arguments, NULL,
                G_SPAWN_SEARCH_PATH | G_SPAWN_STDOUT_TO_DEV_NULL | G_SPAWN_STDERR_TO_DEV_NULL, NULL,
                NULL, NULL, NULL, &status, &error);
  g_assert_no_error (error);
  return status == 0;
}

static void
test_bundle (void)
{
  g_autofree char *bundle = dup_product ("plimsoll.flatpak");

  g_autofree char *german =
      dup_installed ("app/" ID "/current/active/files/share/locale/de/LC_MESSAGES/plimsoll.mo");

  g_free (run_tool (TRUE, "flatpak", "install", "--user", "-y", "--noninteractive", bundle, NULL));
  /* No other file brings them. */
  assert_file (german, TRUE);
}

static void
test_repository (void)
{
  g_autofree char *file = dup_product ("plimsoll.flatpakrepo");
  g_autofree char *origin = NULL;

  g_free (run_tool (TRUE, "flatpak", "remote-add", "--user", "--from", REMOTE, file, NULL));
  g_free (
      run_tool (TRUE, "flatpak", "install", "--user", "-y", "--noninteractive", REMOTE, ID, NULL));
  origin = run_tool (TRUE, "flatpak", "info", "--user", "--show-origin", ID, NULL);
  g_assert_cmpstr (g_strstrip (origin), ==, REMOTE);
}

static void
test_exports (void)
{
  static const char *const names[] = {
    "exports/share/applications/" ID ".desktop",
    "exports/share/dbus-1/services/" ID ".service",
    "exports/share/dbus-1/services/" ID ".Window.service",
    "exports/share/gnome-shell/search-providers/" ID ".search-provider.ini",
    "exports/share/metainfo/" ID ".metainfo.xml",
    "exports/share/icons/hicolor/scalable/apps/" ID ".svg",
    "exports/share/icons/hicolor/symbolic/apps/" ID "-060-warning-symbolic.svg",
    "app/" ID "/current/active/files/share/licenses/" ID "/gtk4-layer-shell",
    "app/" ID "/current/active/files/share/licenses/" ID "/libayatana-appindicator-glib",
    "app/" ID "/current/active/files/share/licenses/" ID "/libdbusmenu",
    "app/" ID "/current/active/files/share/licenses/" ID "/plimsoll",
  };
  g_autofree char *info = NULL;

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++) {
    g_autofree char *path = dup_installed (names[i]);

    assert_file (path, TRUE);
  }
  info = run_tool (TRUE, "flatpak", "info", "--user", "--show-permissions", ID, NULL);
  g_assert_null (strstr (info, "filesystems="));
  g_assert_null (strstr (info, "devices=all"));
}

static char *
dup_secret_file (void)
{
  return g_build_filename (g_get_home_dir (), ".var/app/" ID "/data/keyrings/default.keyring",
                           NULL);
}

static void
check_secret_file (void)
{
  g_autofree char *path = dup_secret_file ();
  g_autofree char *text = NULL;
  g_autoptr (GError) error = NULL;
  gsize size;

  g_file_get_contents (path, &text, &size, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (size, >, 0);
  g_assert_null (memmem (text, size, SESSION_KEY, strlen (SESSION_KEY)));
}

static void
check_notice (PlimDesktop *desktop)
{
  plim_desktop_set_provider (desktop, "{\"claude-web\": {\"session\": 76}}");
  assert_polls (desktop);
  plim_desktop_wait (desktop, has_notice, "Work");
}

/* A new version while the old one runs. */
static void
update (PlimDesktop *desktop)
{
  g_autofree char *repository = dup_product ("repo");
  g_autofree char *build = dup_product ("build");
  g_autofree char *before = run_tool (TRUE, "flatpak", "info", "--user", "--show-commit", ID, NULL);
  g_autofree char *after = NULL;

  g_free (run_tool (TRUE, "flatpak", "build-export", repository, build, "stable", NULL));
  g_free (run_tool (TRUE, "flatpak", "update", "--user", "-y", "--noninteractive", ID, NULL));
  after = run_tool (TRUE, "flatpak", "info", "--user", "--show-commit", ID, NULL);
  g_assert_cmpstr (before, !=, after);
  assert_status (desktop, "\"Work\"");
}

/* What GNOME Shell asks from outside. */
static void
check_search (PlimDesktop *desktop)
{
  const char *const terms[] = { "claude", NULL };
  g_autofree char *path =
      dup_installed ("exports/share/gnome-shell/search-providers/" ID ".search-provider.ini");
  g_autoptr (GKeyFile) entry = g_key_file_new ();
  g_autofree char *name = NULL;
  g_autofree char *object = NULL;
  g_autofree char *results = NULL;
  g_autoptr (GVariant) reply = NULL;
  g_autoptr (GError) error = NULL;

  g_key_file_load_from_file (entry, path, G_KEY_FILE_NONE, &error);
  g_assert_no_error (error);
  name = g_key_file_get_string (entry, "Shell Search Provider", "BusName", NULL);
  object = g_key_file_get_string (entry, "Shell Search Provider", "ObjectPath", NULL);
  reply = plim_desktop_call (desktop, name, object, "org.gnome.Shell.SearchProvider2",
                             "GetInitialResultSet", g_variant_new ("(^as)", terms), &error);
  g_assert_no_error (error);
  results = g_variant_print (reply, FALSE);
  g_test_message ("%s", results);
  g_assert_cmpstr (results, !=, "([],)");
}

/* (nullable) (transfer full): the first time of day in the menu: when a window is reset */
static char *
dup_menu_clock (PlimDesktop *desktop)
{
  g_autofree char *menu = plim_desktop_dup_menu (desktop);
  g_autoptr (GRegex) clock = g_regex_new ("[0-9]+:[0-9][0-9]", 0, 0, NULL);
  g_autoptr (GMatchInfo) match = NULL;

  return menu != NULL && g_regex_match (clock, menu, 0, &match) ? g_match_info_fetch (match, 0)
                                                                : NULL;
}

static gboolean
clock_differs (PlimDesktop *desktop, gconstpointer from)
{
  g_autofree char *clock = dup_menu_clock (desktop);

  return clock != NULL && g_strcmp0 (clock, from) != 0;
}

/* What Flatpak's session helper does for a running sandbox when the host's zone is changed. */
static void
check_time_zone (PlimDesktop *desktop)
{
  g_autofree char *file =
      g_build_filename (g_get_user_runtime_dir (), ".flatpak-helper", "monitor", "timezone", NULL);
  g_autofree char *zone = NULL;
  g_autofree char *clock = dup_menu_clock (desktop);
  g_autoptr (GError) error = NULL;

  g_assert_nonnull (clock);
  g_file_get_contents (file, &zone, NULL, &error);
  g_assert_no_error (error);
  /* No other zone is a quarter of an hour off as this one is. */
  g_file_set_contents (file, "Pacific/Chatham\n", -1, &error);
  g_assert_no_error (error);
  plim_desktop_wait (desktop, clock_differs, clock);
  g_file_set_contents (file, zone, -1, &error);
  g_assert_no_error (error);
}

static void
test_walk (void)
{
  g_autoptr (PlimDesktop) desktop = plim_desktop_new ();
  g_autoptr (PlimScreen) screen = plim_screen_new (desktop);
  g_autofree char *desktop_file = dup_installed ("exports/share/applications/" ID ".desktop");

  activate_service (desktop);
  plim_screen_click_icon (screen);
  plim_desktop_wait (desktop, shows_window, "^Plimsoll$");
  add_account (desktop);
  assert_status (desktop, "\"ok\"");
  plim_desktop_wait (desktop, item_is, "-06");
  plim_desktop_wait (desktop, menu_has, "62 % used");
  check_secret_file ();
  check_search (desktop);
  check_time_zone (desktop);
  check_notice (desktop);
  plim_desktop_wait (desktop, item_is, "-warning");

  quit_service (desktop);
  g_free (run_tool (TRUE, "gio", "launch", desktop_file, NULL));
  plim_desktop_wait (desktop, is_service_up, NULL);
  plim_desktop_wait (desktop, shows_window, "^Plimsoll$");
  assert_status (desktop, "76");
  assert_polls (desktop);

  update (desktop);
  quit_service (desktop);
  activate_service (desktop);
  assert_status (desktop, "76");
  assert_polls (desktop);
  quit_service (desktop);
}

/* Whether an account is well is none of its matter here. */
static void
assert_doctor_says (PlimDesktop *desktop, const char *text)
{
  int exit_status;
  g_autofree char *output = plim_desktop_run (desktop, NULL, &exit_status, "doctor", NULL);

  g_test_message ("%s", output);
  g_assert_nonnull (strstr (output, text));
}

static void
test_host_keyring (void)
{
  g_autoptr (PlimDesktop) desktop = plim_desktop_new ();
  g_autofree char *path = dup_secret_file ();
  g_autofree char *found = NULL;

  activate_service (desktop);
  add_account (desktop);
  assert_polls (desktop);
  assert_file (path, FALSE);
  found = run_tool (TRUE, "secret-tool", "search", "--all", "xdg:schema", ID, NULL);
  g_assert_nonnull (strstr (found, SESSION_KEY));
  quit_service (desktop);
  activate_service (desktop);
  assert_polls (desktop);
  assert_doctor_says (desktop, "as it has no Secret portal");
  quit_service (desktop);
}

/* The user may take it from the sandbox, and the desktop may have none: it looks the same inside.
 */
static void
test_refused_keyring (void)
{
  g_autoptr (PlimDesktop) desktop = plim_desktop_new ();
  g_autofree char *error = NULL;

  g_free (run_tool (TRUE, "flatpak", "override", "--user", "--no-talk-name=org.freedesktop.secrets",
                    ID, NULL));
  activate_service (desktop);
  error = plim_desktop_check (desktop);
  g_assert_nonnull (error);
  g_test_message ("%s", error);
  assert_doctor_says (desktop, "Install and start a keyring");
  quit_service (desktop);
  g_free (run_tool (TRUE, "flatpak", "override", "--user", "--reset", ID, NULL));
}

static void
test_credential_file (void)
{
  g_autoptr (PlimDesktop) desktop = plim_desktop_new ();
  g_autofree char *folder = g_build_filename (g_get_home_dir (), ".codex", NULL);
  g_autofree char *path = g_build_filename (folder, "auth.json", NULL);
  g_autofree char *fixture =
      g_test_build_filename (G_TEST_DIST, "fixtures", "codex", "auth.json", NULL);
  g_autofree char *text = NULL;
  g_autofree char *hidden = NULL;
  g_autofree char *shown = NULL;
  g_autoptr (GError) error = NULL;

  g_file_get_contents (fixture, &text, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpint (g_mkdir_with_parents (folder, 0700), ==, 0);
  g_file_set_contents (path, text, -1, &error);
  g_assert_no_error (error);

  assert_doctor_says (desktop, "flatpak override --user --filesystem=~/.codex:ro " ID);
  assert_doctor_says (desktop, "key kept by the Secret portal");
  quit_service (desktop);
  hidden = plim_desktop_run (desktop, NULL, NULL, "providers", "codex", NULL);
  g_test_message ("%s", hidden);
  g_assert_nonnull (strstr (hidden, "flatpak override --user --filesystem=~/.codex:ro " ID));
  g_free (run_tool (TRUE, "flatpak", "override", "--user", "--filesystem=~/.codex:ro", ID, NULL));
  shown = plim_desktop_run (desktop, NULL, NULL, "providers", "codex", NULL);
  g_test_message ("%s", shown);
  g_assert_nonnull (strstr (shown, "plimsoll add codex --use-file"));
  g_assert_null (strstr (shown, "flatpak override"));
  g_free (run_tool (TRUE, "flatpak", "override", "--user", "--reset", ID, NULL));
}

static gboolean
runs_no_more (PlimDesktop *desktop, gconstpointer data)
{
  g_autofree char *running = run_tool (TRUE, "flatpak", "ps", "--columns=application", NULL);

  return strstr (running, ID) == NULL;
}

static void
test_uninstall (void)
{
  g_autoptr (PlimDesktop) desktop = plim_desktop_new ();

  activate_service (desktop);
  g_free (run_tool (TRUE, "flatpak", "kill", ID, NULL));
  g_free (run_tool (TRUE, "flatpak", "uninstall", "--user", "-y", "--noninteractive", ID, NULL));
  plim_desktop_wait (desktop, is_service_gone, NULL);
  plim_desktop_wait (desktop, runs_no_more, NULL);
  g_free (run_tool (FALSE, "flatpak", "info", "--user", ID, NULL));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  if (argc == 2 && g_str_equal (argv[1], "keyring")) {
    g_test_add_func ("/flatpak/installs-from-the-bundle", test_bundle);
    g_test_add_func ("/flatpak/secret-in-the-desktops-keyring", test_host_keyring);
    g_test_add_func ("/flatpak/refused-keyring-is-a-missing-one", test_refused_keyring);
  } else {
    g_test_add_func ("/flatpak/installs-from-the-repository", test_repository);
    g_test_add_func ("/flatpak/exports", test_exports);
    g_test_add_func ("/flatpak/walk", test_walk);
    g_test_add_func ("/flatpak/credential-file", test_credential_file);
    g_test_add_func ("/flatpak/uninstall", test_uninstall);
  }
  return g_test_run ();
}
