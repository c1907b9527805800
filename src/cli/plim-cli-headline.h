/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "plim-format.h"

G_BEGIN_DECLS

/**
 * PlimCliHeadline:
 * @is_stopped: there is no service; everything else is empty then
 * @account: (nullable): whose window leads; in the error state, which one failed
 * @window: (nullable): the leading window, as long as @account has it
 * @used_percent: %NAN when unknown
 * @n_failing: enabled accounts whose last poll failed
 * @summary: (owned): one line that does not grow old by itself
 *
 * What a bar shows, as a client of the service knows it.
 */
typedef struct {
  gboolean is_stopped;
  PlimHeadlineState state;
  PlimSeverity severity;
  PlimAccount *account; /* (owned) */
  const PlimUsageWindow *window;
  double used_percent;
  guint n_failing;
  char *summary;
} PlimCliHeadline;

/**
 * plim_cli_headline_init:
 * @accounts: (element-type PlimAccount): as the service has them
 * @manager: (nullable): `a{sv}`: the properties of Manager1; %NULL when there is no service
 * @account_id: (nullable): the account to tell of; without one the service's own headline
 *
 * An account that is gone or disabled has the state `empty`.
 */
void plim_cli_headline_init (PlimCliHeadline *self,
                             GPtrArray *accounts,
                             GVariant *manager,
                             const char *account_id,
                             const PlimFormat *format,
                             const PlimThresholds *thresholds,
                             gint64 now);
void plim_cli_headline_clear (PlimCliHeadline *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (PlimCliHeadline, plim_cli_headline_clear)

/** plim_cli_headline_get_state: (transfer none): `fresh`, `stale`, `error`, `empty` or `stopped` */
const char *plim_cli_headline_get_state (const PlimCliHeadline *self);

/** plim_cli_headline_has_number: whether there is a window to show. */
gboolean plim_cli_headline_has_number (const PlimCliHeadline *self);

G_END_DECLS
