/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "plim-credential-file.h"

#include "plim-error.h"
#include "plim-sign-in-file.h"

#include <errno.h>
#include <fcntl.h>
#include <libsecret/secret.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

typedef struct {
  const PlimField *field;
  char *path;
} Read;

static void
read_free (Read *self)
{
  g_free (self->path);
  g_free (self);
}

static void
set_unreadable (const char *path, const char *why, GError **error)
{
  plim_set_error (error, PLIM_STATUS_MISCONFIGURED, PLIM_CAUSE_SIGN_IN_UNREADABLE,
                  "%s cannot be read: %s", path, why);
}

/* A pipe must not make us wait, and the time of the last access is nobody's business. */
static int
open_quietly (const char *path)
{
  int flags = O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK;
  int fd = open (path, flags | O_NOATIME);

  return fd < 0 && errno == EPERM ? open (path, flags) : fd;
}

static gboolean
check_file (int fd, const char *path, gsize *size, GError **error)
{
  struct stat status;

  if (fstat (fd, &status) < 0)
    set_unreadable (path, g_strerror (errno), error);
  else if (!S_ISREG (status.st_mode))
    set_unreadable (path, "it is no regular file", error);
  else if (status.st_uid != geteuid ())
    set_unreadable (path, "it belongs to another user", error);
  else if (status.st_size > PLIM_CREDENTIAL_FILE_MAX_SIZE)
    set_unreadable (path, "it is larger than 1 MiB, which no sign-in is", error);
  else {
    *size = (gsize) status.st_size;
    return TRUE;
  }
  return FALSE;
}

/* (transfer full) (nullable) */
static char *
read_content (int fd, const char *path, GError **error)
{
  gsize size, length = 0;
  char *content;

  if (!check_file (fd, path, &size, error))
    return NULL;
  content = g_malloc0 (size + 1);
  while (length < size) {
    gssize n_read = read (fd, content + length, size - length);

    if (n_read < 0 && errno == EINTR)
      continue;
    if (n_read < 0) {
      set_unreadable (path, g_strerror (errno), error);
      secret_password_free (content);
      return NULL;
    }
    if (n_read == 0) /* became shorter meanwhile */
      break;
    length += (gsize) n_read;
  }
  return content;
}

/* (transfer full) (nullable): what lies beside it; it is no secret, but read with the same care */
static char *
read_companion (const Read *self)
{
  g_autofree char *folder = g_path_get_dirname (self->path);
  g_autofree char *path = NULL;
  char *content;
  int fd;

  if (self->field->file->companion == NULL)
    return NULL;
  path = g_build_filename (folder, self->field->file->companion, NULL);
  fd = open_quietly (path);
  if (fd < 0)
    return NULL;
  content = read_content (fd, path, NULL);
  close (fd);
  return content;
}

static void
set_not_opened (const Read *self, int code, GError **error)
{
  g_autofree char *why = NULL;
  char *companion;

  if (code == ENOENT || code == ENOTDIR) {
    companion = read_companion (self);
    plim_sign_in_file_set_missing (self->field, self->path, companion, error);
    secret_password_free (companion);
    return;
  }
  why = code == EACCES ? g_strdup_printf ("%s; “chmod u+r” on it, and “chmod u+x” on its folders, "
                                          "give the permission",
                                          g_strerror (code))
                       : g_strdup (g_strerror (code));
  set_unreadable (self->path, why, error);
}

static void
free_secret (gpointer secret)
{
  secret_password_free (secret);
}

static void
run_read (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  const Read *self = data;
  GError *error = NULL;
  char *content = NULL;
  int fd = open_quietly (self->path);

  if (fd < 0) {
    set_not_opened (self, errno, &error);
  } else {
    content = read_content (fd, self->path, &error);
    close (fd);
  }
  if (content != NULL)
    g_task_return_pointer (task, content, free_secret);
  else
    g_task_return_error (task, error);
}

char *
plim_credential_file_dup_path (const PlimField *field, const char *path)
{
  g_autofree char *whole = NULL;

  g_return_val_if_fail (field->kind == PLIM_FIELD_FILE, NULL);

  whole = plim_sign_in_file_dup_path (path);
  if (!g_file_test (whole, G_FILE_TEST_IS_DIR))
    return g_steal_pointer (&whole);
  return g_build_filename (whole, field->file->name, NULL);
}

void
plim_credential_file_read_async (const PlimField *field,
                                 const char *path,
                                 GCancellable *cancellable,
                                 GAsyncReadyCallback callback,
                                 gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, user_data);
  Read *self = g_new0 (Read, 1);

  g_task_set_source_tag (task, plim_credential_file_read_async);
  self->field = field;
  self->path = plim_credential_file_dup_path (field, path);
  g_task_set_task_data (task, self, (GDestroyNotify) read_free);
  g_task_run_in_thread (task, run_read);
}

char *
plim_credential_file_read_finish (GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
