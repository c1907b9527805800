/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "plim-provider.h"
#include <gio/gio.h>

G_BEGIN_DECLS

/** PLIM_CREDENTIAL_FILE_MAX_SIZE: bytes of the largest file that is read. */
#define PLIM_CREDENTIAL_FILE_MAX_SIZE (1024 * 1024)

/**
 * plim_credential_file_dup_path:
 * @path: as the user wrote it: with "~", or a folder
 *
 * Returns: (transfer full): where the file of @field is
 */
char *plim_credential_file_dup_path (const PlimField *field, const char *path);

/**
 * plim_credential_file_read_async:
 * @field: of the kind %PLIM_FIELD_FILE
 * @path: as the user wrote it
 *
 * Reads another program's sign-in, and leaves no trace of it: nothing is written, locked or
 * touched. Only a regular file of this user is read, also through a symbolic link.
 */
void plim_credential_file_read_async (const PlimField *field,
                                      const char *path,
                                      GCancellable *cancellable,
                                      GAsyncReadyCallback callback,
                                      gpointer user_data);

/**
 * plim_credential_file_read_finish:
 *
 * Returns: (transfer full) (nullable): the content: free it with secret_password_free(); otherwise
 *   an error in %PLIM_ERROR that says what the user can do
 */
char *plim_credential_file_read_finish (GAsyncResult *result, GError **error);

G_END_DECLS
