/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "plim-desktop.h"
#include "plim-provider.h"

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/* A provider's fixtures, played to the real programs. */

/** plim_play_set_up: once and first: programs that are started from now on see the clock that
 * plim_play_set_clock() sets. */
void plim_play_set_up (void);
void plim_play_tear_down (void);

/** plim_play_set_clock: Unix seconds; there it stands still. */
void plim_play_set_clock (gint64 now);

/** plim_play_read_fixture: (transfer full): a file of tests/fixtures/PROVIDER */
JsonObject *plim_play_read_fixture (const char *provider, const char *name);

/** PlimPlay: @account: of REQUESTS.json, the one that is being played; @id: its id in Plimsoll */
typedef struct {
  PlimDesktop *desktop;
  const PlimProvider *provider;
  JsonObject *expectation; /* EXPECTED.json */
  gint64 now;              /* of the fixtures */
  JsonObject *account;
  char *id;
  GHashTable *files; /* path → what the file is like: what other programs keep */
} PlimPlay;

/** plim_play_new: starts the service at the time of the fixtures. */
PlimPlay *plim_play_new (const PlimProvider *provider);

/** plim_play_free: ends the service, which must go well. */
void plim_play_free (PlimPlay *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PlimPlay, plim_play_free)

/** plim_play_get_case: (transfer none): that of the account, of EXPECTED.json */
JsonObject *plim_play_get_case (PlimPlay *self);

/** plim_play_set_provider: from now on it answers by the account's case, and with @fault
 * (nullable), members for the mock provider; what it was asked is forgotten. */
void plim_play_set_provider (PlimPlay *self, const char *fault);

/** plim_play_dup_requests: (transfer full): what @provider was asked since then */
JsonArray *plim_play_dup_requests (PlimPlay *self, const char *provider);
guint plim_play_count_requests (PlimPlay *self, const char *provider);

/** plim_play_read_status: (transfer full): the only account of `plimsoll status --json` */
JsonObject *plim_play_read_status (PlimPlay *self);

/** plim_play_add: `plimsoll add` of @account with its settings and secrets, which must go well.
 * Other programs' files of its case are put in their place before. */
void plim_play_add (PlimPlay *self, JsonObject *account);

/** plim_play_check_files: nobody touched the other programs' files. */
void plim_play_check_files (PlimPlay *self);

/** plim_play_refresh: `plimsoll refresh`, however it ends */
void plim_play_refresh (PlimPlay *self);
void plim_play_remove (PlimPlay *self);

G_END_DECLS
