/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "plim-test-program.h"

#include <signal.h>
#include <string.h>
#include <sys/prctl.h>

#define ALL_PIPES                                                                                  \
  ((GSubprocessFlags) (G_SUBPROCESS_FLAGS_STDIN_PIPE | G_SUBPROCESS_FLAGS_STDOUT_PIPE |            \
                       G_SUBPROCESS_FLAGS_STDERR_PIPE))

void
plim_test_run_clear (PlimTestRun *self)
{
  g_clear_pointer (&self->output, g_free);
  g_clear_pointer (&self->errors, g_free);
}

/* Between fork and exec: a test that fails leaves nothing behind. */
static void
end_with_parent (gpointer user_data)
{
  prctl (PR_SET_PDEATHSIG, SIGTERM);
}

static GSubprocess *
spawn (GSubprocessFlags flags, const char *const *argv)
{
  g_autoptr (GSubprocessLauncher) launcher = g_subprocess_launcher_new (flags);
  GError *error = NULL;
  GSubprocess *process;

  g_subprocess_launcher_set_child_setup (launcher, end_with_parent, NULL, NULL);
  process = g_subprocess_launcher_spawnv (launcher, argv, &error);
  g_assert_no_error (error);
  return process;
}

static GSubprocess *
start (GSubprocessFlags flags, const char *argument, va_list arguments)
{
  g_autoptr (GPtrArray) argv = g_ptr_array_new ();

  g_ptr_array_add (argv, (gpointer) g_getenv ("PLIMSOLL"));
  for (const char *word = argument; word != NULL; word = va_arg (arguments, const char *))
    g_ptr_array_add (argv, (gpointer) word);
  g_ptr_array_add (argv, NULL);
  return spawn (flags, (const char *const *) argv->pdata);
}

static int
finish (PlimTestRun *self, GSubprocess *process, const char *input)
{
  GError *error = NULL;

  plim_test_run_clear (self);
  g_subprocess_communicate_utf8 (process, input != NULL ? input : "", NULL, &self->output,
                                 &self->errors, &error);
  g_assert_no_error (error);
  g_assert_true (g_subprocess_get_if_exited (process));
  self->status = g_subprocess_get_exit_status (process);
  g_test_message ("exit %d\n%s%s", self->status, self->output, self->errors);
  return self->status;
}

int
plim_test_run (PlimTestRun *self, const char *input, ...)
{
  g_autoptr (GSubprocess) process = NULL;
  va_list arguments;

  va_start (arguments, input);
  process = start (ALL_PIPES, va_arg (arguments, const char *), arguments);
  va_end (arguments);
  return finish (self, process, input);
}

int
plim_test_run_shell (PlimTestRun *self, const char *line)
{
  const char *const argv[] = { "sh", "-c", line, NULL };
  g_autoptr (GSubprocess) process = spawn (ALL_PIPES, argv);

  return finish (self, process, NULL);
}

GSubprocess *
plim_test_start (const char *argument, ...)
{
  GSubprocess *process;
  va_list arguments;

  va_start (arguments, argument);
  process = start (G_SUBPROCESS_FLAGS_STDOUT_PIPE, argument, arguments);
  va_end (arguments);
  return process;
}

pid_t
plim_test_get_service_process (void)
{
  g_autoptr (GDBusConnection) bus = g_bus_get_sync (G_BUS_TYPE_SESSION, NULL, NULL);
  g_autoptr (GVariant) reply = NULL;
  GError *error = NULL;
  guint process;

  reply = g_dbus_connection_call_sync (bus, "org.freedesktop.DBus", "/org/freedesktop/DBus",
                                       "org.freedesktop.DBus", "GetConnectionUnixProcessID",
                                       g_variant_new ("(s)", "io.github.plimsoll.Plimsoll"),
                                       G_VARIANT_TYPE ("(u)"), G_DBUS_CALL_FLAGS_NONE, -1, NULL,
                                       &error);
  g_assert_no_error (error);
  g_variant_get (reply, "(u)", &process);
  return (pid_t) process;
}

void
plim_test_assert_contains (const char *text, const char *part)
{
  if (strstr (text, part) == NULL)
    g_error ("“%s” is not in: %s", part, text);
}
