/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "plim-enums.h"

G_BEGIN_DECLS

/**
 * PLIM_ERROR:
 *
 * Why a poll failed. The codes are the values of #PlimStatus; the message is technical English for
 * logs and details, without secrets.
 */
#define PLIM_ERROR (plim_error_quark ())
GQuark plim_error_quark (void);

/**
 * plim_error_new:
 * @cause: refines @status, or %PLIM_CAUSE_NONE
 * @retry_after_s: seconds the provider asked us to wait, or 0 when it did not say
 *
 * Returns: (transfer full): an error that also carries @cause and @retry_after_s
 */
GError *
plim_error_new (PlimStatus status, PlimCause cause, gint64 retry_after_s, const char *format, ...)
    G_GNUC_PRINTF (4, 5);

/**
 * plim_set_error:
 * @error: (out) (optional): where to put it
 *
 * As plim_error_new() without a wait.
 */
void plim_set_error (GError **error, PlimStatus status, PlimCause cause, const char *format, ...)
    G_GNUC_PRINTF (4, 5);

/** plim_error_get_cause: of an error in any domain; %PLIM_CAUSE_NONE outside of %PLIM_ERROR. */
PlimCause plim_error_get_cause (const GError *error);

/** plim_error_get_retry_after: in seconds; 0 when not said. */
gint64 plim_error_get_retry_after (const GError *error);

/** plim_error_get_status: the status of @error; `provider_unavailable` outside of %PLIM_ERROR. */
PlimStatus plim_error_get_status (const GError *error);

G_END_DECLS
