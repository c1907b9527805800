/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * plim_problem_dup_sentence:
 * @error: from the service's bus interface or from the keyring
 * @provider_name: as the vendor spells it
 * @label: (nullable): what the user calls the account
 *
 * Returns: (transfer full): what happened to a command of the user, and what to do
 */
char *plim_problem_dup_sentence (const GError *error, const char *provider_name, const char *label);

/** plim_problem_dup_keeping_sentence: (transfer full): the same of something else than a sign-in
 * that could not be kept in the keyring, such as a token or an address */
char *plim_problem_dup_keeping_sentence (const GError *error);

/** plim_problem_dup_details: (transfer full): @error in technical English, redacted */
char *plim_problem_dup_details (const GError *error);

G_END_DECLS
