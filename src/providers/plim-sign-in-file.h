/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "plim-account.h"
#include "plim-provider.h"

G_BEGIN_DECLS

/* Another program's sign-in, as the fields of the kind %PLIM_FIELD_FILE name it. Here is what can
 * be said of one without reading it; the service reads. */

/** plim_sign_in_file_dup_path: (transfer full): @path with the home folder for its "~". */
char *plim_sign_in_file_dup_path (const char *path);

/**
 * plim_sign_in_file_take:
 * @content: of the file
 * @token: (out) (transfer full): what goes into requests; free it with secret_password_free() or
 *   wipe it
 *
 * Hands the content to the provider's inspect_secret() and picks the token.
 *
 * Returns: whether it is there; `invalid_response` for a content that may be half-written
 */
gboolean plim_sign_in_file_take (const PlimProvider *provider,
                                 const PlimField *field,
                                 PlimExchange *exchange,
                                 const char *content,
                                 char **token,
                                 GError **error);

/**
 * plim_sign_in_file_set_missing:
 * @path: where no file is
 * @companion: (nullable): the text of the file's companion, when there is one
 *
 * Sets what to say of it.
 */
void plim_sign_in_file_set_missing (const PlimField *field,
                                    const char *path,
                                    const char *companion,
                                    GError **error);

/** plim_sign_in_file_find_used: (nullable): the field for a file that @settings fill */
const PlimField *plim_sign_in_file_find_used (const PlimProvider *provider, GHashTable *settings);

/** plim_sign_in_file_find_cure: (nullable): the command by which the user renews what @account
 * signs in with, when another program holds it and it is the reason of @account's failure */
const char *plim_sign_in_file_find_cure (const PlimProvider *provider, PlimAccount *account);

/**
 * plim_sign_in_file_dup_permission:
 * @sandbox: (nullable): what a Flatpak finds in `/.flatpak-info`; %NULL outside of one
 * @path: of a file, as a user writes it
 *
 * A file that the sandbox does not show looks as if it were not there.
 *
 * Returns: (transfer full) (nullable): the command by which the user shows it the file's folder:
 *   a single file would stay the old one when it is replaced; %NULL when it is shown already
 */
char *plim_sign_in_file_dup_permission (GKeyFile *sandbox, const char *path);

/** PlimSignInFile: one that is there; @path is such as a user writes it, with "~" for the home
 * folder, and the setting's value. */
typedef struct {
  const PlimProvider *provider;
  const PlimField *field;
  char *path;
} PlimSignInFile;

/**
 * plim_sign_in_file_find:
 *
 * Returns: (transfer full) (nullable): the first place of @field where a file is; it is not opened
 */
char *plim_sign_in_file_find (const PlimField *field);

/** plim_sign_in_file_dup_usual: (transfer full) (nullable): where @field's file mostly is, there or
 * not, as a user writes it */
char *plim_sign_in_file_dup_usual (const PlimField *field);

/** plim_sign_in_file_find_all: (transfer full) (element-type PlimSignInFile): of all providers, to
 * be offered; none is opened. */
GPtrArray *plim_sign_in_file_find_all (void);

G_END_DECLS
