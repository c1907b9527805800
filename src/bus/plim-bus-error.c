/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What went wrong, as an error of D-Bus. */
#include "plim-bus-codec.h"

#include "plim-error.h"

#include <string.h>

static const GDBusErrorEntry error_entries[] = {
  { PLIM_BUS_ERROR_NOT_AUTHENTICATED, PLIM_BUS_NAME ".Error.NotAuthenticated" },
  { PLIM_BUS_ERROR_MISCONFIGURED, PLIM_BUS_NAME ".Error.Misconfigured" },
  { PLIM_BUS_ERROR_RATE_LIMITED, PLIM_BUS_NAME ".Error.RateLimited" },
  { PLIM_BUS_ERROR_PROVIDER_UNAVAILABLE, PLIM_BUS_NAME ".Error.ProviderUnavailable" },
  { PLIM_BUS_ERROR_INVALID_RESPONSE, PLIM_BUS_NAME ".Error.InvalidResponse" },
  { PLIM_BUS_ERROR_OFFLINE, PLIM_BUS_NAME ".Error.Offline" },
  { PLIM_BUS_ERROR_INVALID_ARGUMENT, PLIM_BUS_NAME ".Error.InvalidArgument" },
  { PLIM_BUS_ERROR_NOT_FOUND, PLIM_BUS_NAME ".Error.NotFound" },
  { PLIM_BUS_ERROR_FAILED, PLIM_BUS_NAME ".Error.Failed" },
};

GQuark
plim_bus_error_quark (void)
{
  static gsize quark = 0;

  g_dbus_error_register_error_domain ("plim-bus-error-quark", &quark, error_entries,
                                      G_N_ELEMENTS (error_entries));
  return (GQuark) quark;
}

/* The status codes without `ok` stand in the same order in both domains. */
G_STATIC_ASSERT (PLIM_STATUS_NOT_AUTHENTICATED == PLIM_BUS_ERROR_NOT_AUTHENTICATED + 1);
G_STATIC_ASSERT (PLIM_STATUS_OFFLINE == PLIM_BUS_ERROR_OFFLINE + 1);

GError *
plim_bus_error_from_status (const GError *error)
{
  const char *cause = plim_enum_to_nick (PLIM_TYPE_CAUSE, (int) plim_error_get_cause (error));

  return g_error_new (PLIM_BUS_ERROR, (int) plim_error_get_status (error) - 1, "%s: %s", cause,
                      error->message);
}

GError *
plim_bus_error_to_status (const GError *error)
{
  g_autoptr (GError) stripped = g_error_copy (error);
  const char *message;
  const char *colon;
  int cause = PLIM_CAUSE_NONE;

  if (error->domain != PLIM_BUS_ERROR || error->code > PLIM_BUS_ERROR_OFFLINE)
    return NULL;
  g_dbus_error_strip_remote_error (stripped);
  message = stripped->message;
  colon = strstr (message, ": ");
  if (colon != NULL) {
    g_autofree char *nick = g_strndup (message, (gsize) (colon - message));

    if (plim_enum_from_nick (PLIM_TYPE_CAUSE, nick, &cause))
      message = colon + 2;
  }
  return plim_error_new ((PlimStatus) (error->code + 1), (PlimCause) cause, 0, "%s", message);
}
