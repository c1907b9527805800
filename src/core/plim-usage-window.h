/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "plim-enums.h"
#include "plim-time.h"

G_BEGIN_DECLS

/**
 * PlimUsageWindow:
 * @id: stable, from the provider's contract, such as `weekly:opus`
 * @title: (nullable): an untranslated msgid such as "Session (5 h)"; see plim_format_window_title()
 * @scope: (nullable): what the window is limited to, in the provider's words, such as a model
 * @length_s: seconds, or 0 when not known
 * @used_percent: 0 and more, may exceed 100; %NAN when unknown
 * @used: in @unit; %NAN when unknown
 * @limit: in @unit; %NAN when unknown
 * @remaining: in @unit; only what the provider reports as left; %NAN when unknown
 * @unit: (nullable): `requests`, `tokens`, `credits`, `hours`, `count` or an ISO 4217 code
 * @resets_at: or %PLIM_TIME_UNKNOWN
 * @resets_at_estimated: computed from a schedule, not reported
 * @read_at: when it was read, where that was before its snapshot; else %PLIM_TIME_UNKNOWN
 * @can_lead: whether it may become the headline and notify; an allocation that is normally full may
 * not
 */
typedef struct {
  char *id;
  char *title;
  char *scope;
  PlimWindowKind kind;
  gint64 length_s;
  double used_percent;
  double used;
  double limit;
  double remaining;
  char *unit;
  gint64 resets_at;
  gboolean resets_at_estimated;
  gint64 read_at;
  gboolean limit_reached;
  gboolean can_lead;
  PlimProvenance provenance;
} PlimUsageWindow;

/** plim_usage_window_is_exhausted: the limit is reached: said so, or 100 % and more, or nothing
 * left. */
gboolean plim_usage_window_is_exhausted (const PlimUsageWindow *self);

/**
 * plim_usage_window_is_past_reset:
 *
 * Returns: whether the window was reset since it was read: its number is then no longer true
 */
gboolean plim_usage_window_is_past_reset (const PlimUsageWindow *self, gint64 now);

/**
 * plim_usage_window_derive_percent:
 *
 * Sets used_percent to used ÷ limit, provenance `derived`; leaves it unknown without a limit above
 * 0.
 */
void plim_usage_window_derive_percent (PlimUsageWindow *self);

/**
 * plim_slug:
 *
 * Returns: (transfer full): lower case ASCII; every run of other than `[a-z0-9.]` is one `-`,
 * trimmed at both ends
 */
char *plim_slug (const char *text);

G_END_DECLS
