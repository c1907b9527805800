/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "plim-secrets.h"

G_BEGIN_DECLS

/* A keyring in memory that takes the place of plim-secrets.c in a test program: what a test says
 * goes, without a daemon. The real one has tests of its own. */

/** plim_test_secrets_set: @secret: (nullable): %NULL takes it away */
void plim_test_secrets_set (const char *account_id, const char *field, const char *secret);

/** plim_test_secrets_get: (transfer none) (nullable): */
const char *plim_test_secrets_get (const char *account_id, const char *field);

/** plim_test_secrets_fail: makes every call fail so; -1: no more */
void plim_test_secrets_fail (int code);

/** plim_test_secrets_fail_store: makes only storing fail so; -1: no more */
void plim_test_secrets_fail_store (int code);

/** plim_test_secrets_reset: forgets all. */
void plim_test_secrets_reset (void);

/** plim_test_secrets_get_n_prompts: how many lookups were allowed to prompt */
guint plim_test_secrets_get_n_prompts (void);

G_END_DECLS
