/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "plim-account.h"
#include <gio/gio.h>

G_BEGIN_DECLS

/** PLIM_BUS_NAME: the service; PLIM_BUS_WINDOW_NAME: the window; PLIM_BUS_PATH: ObjectManager and
 * Manager1. */
#define PLIM_BUS_NAME "io.github.plimsoll.Plimsoll"
#define PLIM_BUS_WINDOW_NAME "io.github.plimsoll.Plimsoll.Window"
#define PLIM_BUS_PATH "/io/github/plimsoll/Plimsoll"
#define PLIM_BUS_WINDOW_PATH "/io/github/plimsoll/Plimsoll/Window"
/** PLIM_BUS_SEARCH_PATH: where the desktop's search asks */
#define PLIM_BUS_SEARCH_PATH PLIM_BUS_PATH "/SearchProvider"

/* The window's application actions, which the service calls through
 * org.freedesktop.Application.ActivateAction. */

/** PLIM_BUS_WINDOW_OPEN: `a{sv}`: shows the popover; beside that point of the screen when there are
 * x `i` and y `i`. */
#define PLIM_BUS_WINDOW_OPEN "open"
/** PLIM_BUS_WINDOW_OPEN_ACCOUNT: `s`: shows that account. */
#define PLIM_BUS_WINDOW_OPEN_ACCOUNT "open-account"
/** PLIM_BUS_WINDOW_SIGN_IN: `s`: asks for a new credential of that account. */
#define PLIM_BUS_WINDOW_SIGN_IN "sign-in"
/** PLIM_BUS_WINDOW_COPY_COMMAND: `s`: copies the command that renews that account's sign-in, and
 * shows it. */
#define PLIM_BUS_WINDOW_COPY_COMMAND "copy-command"
/** PLIM_BUS_WINDOW_PREFERENCES: shows the preferences. */
#define PLIM_BUS_WINDOW_PREFERENCES "preferences"
/** PLIM_BUS_WINDOW_QUIT: closes every window. */
#define PLIM_BUS_WINDOW_QUIT "quit"

/**
 * PLIM_BUS_ERROR:
 *
 * Errors on the bus. The first codes mirror #PlimStatus. Registered as
 * io.github.plimsoll.Plimsoll.Error.…, so both sides see the same GError.
 */
typedef enum {
  PLIM_BUS_ERROR_NOT_AUTHENTICATED,
  PLIM_BUS_ERROR_MISCONFIGURED,
  PLIM_BUS_ERROR_RATE_LIMITED,
  PLIM_BUS_ERROR_PROVIDER_UNAVAILABLE,
  PLIM_BUS_ERROR_INVALID_RESPONSE,
  PLIM_BUS_ERROR_OFFLINE,
  PLIM_BUS_ERROR_INVALID_ARGUMENT,
  PLIM_BUS_ERROR_NOT_FOUND,
  PLIM_BUS_ERROR_FAILED,
} PlimBusError;
#define PLIM_BUS_ERROR (plim_bus_error_quark ())
GQuark plim_bus_error_quark (void);

/**
 * plim_bus_error_from_status:
 *
 * The message of the bus error is `CAUSE: MESSAGE` with the cause's nick, so that the client can
 * choose its sentence.
 *
 * Returns: (transfer full): @error, a %PLIM_ERROR, as a %PLIM_BUS_ERROR
 */
GError *plim_bus_error_from_status (const GError *error);

/** plim_bus_error_to_status: (transfer full) (nullable): back into a %PLIM_ERROR; %NULL when @error
 * is no poll's failure. */
GError *plim_bus_error_to_status (const GError *error);

/** plim_bus_dup_account_path: (transfer full): the object path of an account id */
char *plim_bus_dup_account_path (const char *account_id);

/** plim_bus_snapshot_to_variant: (transfer floating): `a{sv}`; empty for %NULL */
GVariant *plim_bus_snapshot_to_variant (const PlimSnapshot *snapshot);

/** plim_bus_account_snapshot_to_variant: (transfer floating): that of @account, each window with
 * its forecast */
GVariant *plim_bus_account_snapshot_to_variant (PlimAccount *account);

/** plim_bus_forecasts_from_variant: (transfer full): the forecasts of a snapshot's windows, see
 * plim_account_set_forecasts() */
GHashTable *plim_bus_forecasts_from_variant (GVariant *variant);

/** plim_bus_snapshot_from_variant: (transfer full) (nullable): hostile input is fine: what is wrong
 * is left out */
PlimSnapshot *plim_bus_snapshot_from_variant (GVariant *variant);

/**
 * plim_bus_owner_new:
 * @snapshot: (nullable): says who it is now
 * @former_identity: (nullable): FormerIdentity
 * @changed_at: IdentityChangedAt
 * @key: (nullable): OwnerKey, which becomes the id
 *
 * Returns: (transfer full): as much of the owner as crosses the bus
 */
PlimOwner *plim_bus_owner_new (const PlimSnapshot *snapshot,
                               const char *former_identity,
                               gint64 changed_at,
                               const char *key);

/** plim_bus_owner_dup_key: (transfer full): OwnerKey, a hash of the owner's id */
char *plim_bus_owner_dup_key (const PlimOwner *owner);

/** plim_bus_poll_reason_from_nick: @nick: (nullable): one that this version does not know is none
 */
PlimPollReason plim_bus_poll_reason_from_nick (const char *nick);

/**
 * plim_bus_account_from_variant:
 * @properties: `a{sv}`: all properties of Account1, as GetState and GetAll answer them
 *
 * Returns: (transfer full) (nullable): a mirror of the account; hostile input is fine: %NULL
 *   without id and provider, anything else that is wrong is left out
 */
PlimAccount *plim_bus_account_from_variant (GVariant *properties);

/** plim_bus_settings_to_variant: (transfer floating): `a{ss}` */
GVariant *plim_bus_settings_to_variant (GHashTable *settings);

/** plim_bus_settings_from_variant: (transfer full): name → value */
GHashTable *plim_bus_settings_from_variant (GVariant *variant);

G_END_DECLS
