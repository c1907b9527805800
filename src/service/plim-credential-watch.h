/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "plim-poller.h"

G_BEGIN_DECLS

/**
 * PlimCredentialWatch:
 *
 * Watches the folders in which other programs keep the sign-ins that accounts read, and has the
 * account polled soon after its file changed. The folder is watched and not the file, because
 * programs put a new file in its place. Folders that are not there yet are looked for with each
 * poll.
 */
#define PLIM_TYPE_CREDENTIAL_WATCH (plim_credential_watch_get_type ())
G_DECLARE_FINAL_TYPE (PlimCredentialWatch, plim_credential_watch, PLIM, CREDENTIAL_WATCH, GObject)

/** plim_credential_watch_new: @accounts: a list model of #PlimAccount, the one of @poller */
PlimCredentialWatch *plim_credential_watch_new (GListModel *accounts, PlimPoller *poller);

/** plim_credential_watch_set_settle: how long a file must be left alone before it is read; two
 * seconds by default. */
void plim_credential_watch_set_settle (PlimCredentialWatch *self, guint settle_ms);

/** plim_credential_watch_get_n_folders: how many are watched now */
guint plim_credential_watch_get_n_folders (PlimCredentialWatch *self);

G_END_DECLS
