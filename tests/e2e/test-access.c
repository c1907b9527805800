/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The real window, as a screen reader gets it: what can be used has a role and a name, what shows a
 * value has that value. */
#include "plim-access.h"

#include <gio/gio.h>
#include <signal.h>
#include <sys/prctl.h>

#define WINDOW_NAME "io.github.plimsoll.Plimsoll.Window"
#define WINDOW_PATH "/io/github/plimsoll/Plimsoll/Window"
#define WATCHDOG_S 120

typedef struct {
  GSubprocess *service; /* (nullable): the program has its own */
  GSubprocess *program;
  GDBusConnection *connection;
  guint watchdog_id;
} Fixture;

/* What a walk through a window found. */
typedef struct {
  guint n_usable;
  guint n_values;
  GPtrArray *faults;
} Findings;

static gboolean
on_watchdog (gpointer user_data)
{
  g_error ("what was waited for never came");
  return G_SOURCE_REMOVE;
}

static void
end_with_parent (gpointer user_data)
{
  prctl (PR_SET_PDEATHSIG, SIGTERM);
}

/* @arguments: the program and what it is given, %NULL at the end */
static GSubprocess *
start (const char *const *arguments)
{
  /* Standard output is the test's own. */
  g_autoptr (GSubprocessLauncher) launcher =
      g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_STDOUT_SILENCE);
  GError *error = NULL;
  GSubprocess *process;

  g_subprocess_launcher_set_child_setup (launcher, end_with_parent, NULL, NULL);
  process = g_subprocess_launcher_spawnv (launcher, arguments, &error);
  g_assert_no_error (error);
  return process;
}

static void
on_name (GDBusConnection *connection, const char *name, const char *owner, gpointer user_data)
{
  *(gboolean *) user_data = TRUE;
}

static void
wait_for_name (GDBusConnection *connection, const char *name)
{
  gboolean is_there = FALSE;
  guint watch_id = g_bus_watch_name_on_connection (connection, name, G_BUS_NAME_WATCHER_FLAGS_NONE,
                                                   on_name, NULL, &is_there, NULL);

  while (!is_there)
    g_main_context_iteration (NULL, TRUE);
  g_bus_unwatch_name (watch_id);
}

static void
watch (Fixture *self)
{
  self->watchdog_id = g_timeout_add_seconds (WATCHDOG_S, on_watchdog, NULL);
  self->connection = g_bus_get_sync (G_BUS_TYPE_SESSION, NULL, NULL);
  g_assert_nonnull (self->connection);
}

static void
set_up (Fixture *self, gconstpointer data)
{
  const char *service[] = { g_getenv ("PLIMSOLL_FAKE_SERVICE"), NULL };
  const char *program[] = { g_getenv ("PLIMSOLL_WINDOW"), "--gapplication-service", NULL };

  watch (self);
  self->service = start (service);
  wait_for_name (self->connection, "io.github.plimsoll.Plimsoll");
  self->program = start (program);
  wait_for_name (self->connection, WINDOW_NAME);
}

/* @data: the page of an account with numbers, and its history */
static void
set_up_page (Fixture *self, gconstpointer data)
{
  const char *program[] = { g_getenv ("PLIMSOLL_GALLERY_PAGE"), data, "a1", NULL };

  watch (self);
  self->program = start (program);
}

static void
end (GSubprocess *process)
{
  g_subprocess_send_signal (process, SIGTERM);
  g_subprocess_wait (process, NULL, NULL);
  g_object_unref (process);
}

static void
tear_down (Fixture *self, gconstpointer data)
{
  end (self->program);
  if (self->service != NULL)
    end (self->service);
  g_clear_object (&self->connection);
  g_clear_handle_id (&self->watchdog_id, g_source_remove);
}

static void
activate (Fixture *self, const char *action, GVariant *parameter)
{
  GVariantBuilder values = G_VARIANT_BUILDER_INIT (G_VARIANT_TYPE ("av"));
  g_autoptr (GVariant) reply = NULL;
  GError *error = NULL;

  if (parameter != NULL)
    g_variant_builder_add (&values, "v", parameter);
  reply = g_dbus_connection_call_sync (self->connection, WINDOW_NAME, WINDOW_PATH,
                                       "org.freedesktop.Application", "ActivateAction",
                                       g_variant_new ("(sava{sv})", action, &values, NULL), NULL,
                                       G_DBUS_CALL_FLAGS_NONE, -1, NULL, &error);
  g_assert_no_error (error);
}

static void
check_value (AtspiAccessible *object, const char *path, Findings *findings)
{
  AtspiValue *value = atspi_accessible_get_value_iface (object);
  double current, minimum, maximum;

  if (value == NULL) {
    g_ptr_array_add (findings->faults, g_strdup_printf ("%s has no value", path));
    return;
  }
  current = atspi_value_get_current_value (value, NULL);
  minimum = atspi_value_get_minimum_value (value, NULL);
  maximum = atspi_value_get_maximum_value (value, NULL);
  g_object_unref (value);
  findings->n_values++;
  if (!(minimum < maximum && current >= minimum && current <= maximum))
    g_ptr_array_add (findings->faults, g_strdup_printf ("%s: %g is not within %g and %g", path,
                                                        current, minimum, maximum));
}

/* GTK says of what holds other things, too, that it takes the focus, and passes it on to them. */
static gboolean
is_container (AtspiRole role)
{
  return role == ATSPI_ROLE_PANEL || role == ATSPI_ROLE_SCROLL_PANE || role == ATSPI_ROLE_FILLER;
}

static void
check (AtspiAccessible *object, const char *path, gpointer user_data)
{
  Findings *findings = user_data;
  AtspiRole role = atspi_accessible_get_role (object, NULL);
  g_autofree char *name = plim_access_dup_name (object);
  gboolean has_value = role == ATSPI_ROLE_LEVEL_BAR || role == ATSPI_ROLE_SPIN_BUTTON;
  gboolean is_usable = plim_access_has_state (object, ATSPI_STATE_FOCUSABLE);

  if (g_test_verbose ())
    g_test_message ("%s%s", path, is_usable ? " *" : "");
  if (has_value)
    check_value (object, path, findings);
  /* The choices of one that is closed are made when it opens. */
  if (!is_usable || is_container (role) ||
      (role == ATSPI_ROLE_LIST_ITEM && strstr (path, "/combo box ") != NULL))
    return;
  findings->n_usable++;
  if (role == ATSPI_ROLE_INVALID || role == ATSPI_ROLE_UNKNOWN)
    g_ptr_array_add (findings->faults, g_strdup_printf ("%s has no role", path));
  if (name[0] == '\0')
    g_ptr_array_add (findings->faults, g_strdup_printf ("%s has no name", path));
}

/* Of a window with at least so many things to use, and so many with a value. */
static void
assert_accessible (const char *title, guint n_usable, guint n_values)
{
  g_autoptr (PlimAccessible) window = plim_access_wait_for (title);
  g_autoptr (GPtrArray) faults = g_ptr_array_new_with_free_func (g_free);
  Findings findings = { .faults = faults };

  plim_access_walk (window, check, &findings);
  for (guint i = 0; i < faults->len; i++)
    g_test_message ("%s", (const char *) g_ptr_array_index (faults, i));
  g_assert_cmpuint (faults->len, ==, 0);
  g_assert_cmpuint (findings.n_usable, >=, n_usable);
  g_assert_cmpuint (findings.n_values, >=, n_values);
}

static void
test_main_window (Fixture *self, gconstpointer data)
{
  activate (self, "open", g_variant_new ("a{sv}", NULL));
  /* Refresh, add, menu, pin, close; a card and its menu for each of six accounts. */
  assert_accessible ("Plimsoll", 17, 2);
}

static void
test_add (Fixture *self, gconstpointer data)
{
  activate (self, "add-account", NULL);
  assert_accessible ("Add Account", 13, 0);
}

static void
test_preferences (Fixture *self, gconstpointer data)
{
  activate (self, "preferences", NULL);
  assert_accessible ("Preferences", 10, 2);
}

static void
test_account (Fixture *self, gconstpointer data)
{
  assert_accessible ("Claude (work)", 10, 4);
}

static void
test_history (Fixture *self, gconstpointer data)
{
  assert_accessible ("Claude (work)", 12, 0);
}

static void
test_tables (Fixture *self, gconstpointer data)
{
  assert_accessible ("Claude (work)", 12, 0);
}

int
main (int argc, char **argv)
{
  g_autoptr (GDBusConnection) connection = NULL;
  const char *launcher_arguments[] = { g_getenv ("PLIMSOLL_ACCESS_BUS"), NULL };
  GSubprocess *launcher;
  int status;

  g_test_init (&argc, &argv, NULL);
  /* libatspi warns when a program that it asks is not ready yet. */
  g_log_set_always_fatal (G_LOG_LEVEL_CRITICAL | G_LOG_FATAL_MASK);
  connection = g_bus_get_sync (G_BUS_TYPE_SESSION, NULL, NULL);
  g_assert_nonnull (connection);
  launcher = start (launcher_arguments);
  wait_for_name (connection, "org.a11y.Bus");
  if (atspi_init () != 0)
    g_error ("there is no bus of accessibility");

#define add(path, test) g_test_add (path, Fixture, NULL, set_up, test, tear_down)
  add ("/access/main-window-has-names-and-values", test_main_window);
  add ("/access/choosing-a-provider-has-names", test_add);
  add ("/access/preferences-have-names-and-values", test_preferences);
#define add_page(path, page, test) g_test_add (path, Fixture, page, set_up_page, test, tear_down)
  add_page ("/access/account-has-names-and-values", "account", test_account);
  add_page ("/access/history-has-names-and-values", "history", test_history);
  add_page ("/access/history-has-tables", "tables", test_tables);
  status = g_test_run ();
  atspi_exit ();
  end (launcher);
  return status;
}
