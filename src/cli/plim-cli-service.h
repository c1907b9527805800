/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "plim-account.h"
#include <gio/gio.h>

G_BEGIN_DECLS

/** PLIM_CLI_CALL_TIMEOUT_MS: a poll asks several times, each within a minute. */
#define PLIM_CLI_CALL_TIMEOUT_MS (180 * 1000)

/**
 * PlimCliService:
 * @connection: the session bus
 * @accounts: (element-type PlimAccount): as the service has them, in their order
 * @manager: `a{sv}`: the properties of Manager1
 *
 * The service for the length of one command: read in one round trip, without proxies. Calls block:
 * a command has nothing else to do.
 */
typedef struct {
  GDBusConnection *connection;
  GPtrArray *accounts;
  GVariant *manager;
} PlimCliService;

/**
 * plim_cli_service_open:
 * @start: whether to start the service when it does not run
 *
 * Returns: (transfer full) (nullable): connected, with the accounts read
 */
PlimCliService *plim_cli_service_open (gboolean start, GError **error);
void plim_cli_service_free (PlimCliService *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PlimCliService, plim_cli_service_free)

/**
 * plim_cli_service_dup_document:
 * @is_private: whether to leave out names and amounts
 * @has_problem: (out): whether the last reading of an enabled account failed
 *
 * Starts the service when it does not run.
 *
 * Returns: (transfer full) (nullable): what `status --json` writes, which the service makes in a
 *   fraction of the time that it takes to read all accounts here
 */
char *plim_cli_service_dup_document (gboolean is_private, gboolean *has_problem, GError **error);

/** plim_cli_service_call: (transfer full) (nullable): the reply of a method of Manager1. */
GVariant *plim_cli_service_call (PlimCliService *self,
                                 const char *method,
                                 GVariant *parameters,
                                 GError **error);

/** plim_cli_service_call_account: (transfer full) (nullable): the reply of a method of Account1. */
GVariant *plim_cli_service_call_account (PlimCliService *self,
                                         PlimAccount *account,
                                         const char *method,
                                         GVariant *parameters,
                                         GError **error);

/** plim_cli_service_get_collectors: (transfer full) (nullable): `a{sv}`: the properties of
 * Collectors1. */
GVariant *plim_cli_service_get_collectors (PlimCliService *self, GError **error);

/** plim_cli_service_reload_address: tells that the keyring has another address for collectors. */
gboolean plim_cli_service_reload_address (PlimCliService *self, GError **error);

/**
 * plim_cli_service_find:
 * @word: an id, the beginning of just one id, or a label
 *
 * Returns: (transfer none) (nullable): the account that is meant; a usage error names the nearest
 *   when there is none, and all when there are several
 */
PlimAccount *plim_cli_service_find (PlimCliService *self, const char *word, GError **error);

G_END_DECLS
