/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "plim-enums.h"

/* The nicks are stored and public: they never change. */

G_DEFINE_ENUM_TYPE (PlimStatus,
                    plim_status,
                    G_DEFINE_ENUM_VALUE (PLIM_STATUS_OK, "ok"),
                    G_DEFINE_ENUM_VALUE (PLIM_STATUS_NOT_AUTHENTICATED, "not_authenticated"),
                    G_DEFINE_ENUM_VALUE (PLIM_STATUS_MISCONFIGURED, "misconfigured"),
                    G_DEFINE_ENUM_VALUE (PLIM_STATUS_RATE_LIMITED, "rate_limited"),
                    G_DEFINE_ENUM_VALUE (PLIM_STATUS_PROVIDER_UNAVAILABLE, "provider_unavailable"),
                    G_DEFINE_ENUM_VALUE (PLIM_STATUS_INVALID_RESPONSE, "invalid_response"),
                    G_DEFINE_ENUM_VALUE (PLIM_STATUS_OFFLINE, "offline"))

G_DEFINE_ENUM_TYPE (PlimCause,
                    plim_cause,
                    G_DEFINE_ENUM_VALUE (PLIM_CAUSE_NONE, "none"),
                    G_DEFINE_ENUM_VALUE (PLIM_CAUSE_KEYRING_LOCKED, "keyring_locked"),
                    G_DEFINE_ENUM_VALUE (PLIM_CAUSE_KEYRING_MISSING, "keyring_missing"),
                    G_DEFINE_ENUM_VALUE (PLIM_CAUSE_KEYRING_CANCELLED, "keyring_cancelled"),
                    G_DEFINE_ENUM_VALUE (PLIM_CAUSE_SECRET_MISSING, "secret_missing"),
                    G_DEFINE_ENUM_VALUE (PLIM_CAUSE_CHALLENGE, "challenge"),
                    G_DEFINE_ENUM_VALUE (PLIM_CAUSE_REGION, "region"),
                    G_DEFINE_ENUM_VALUE (PLIM_CAUSE_TLS, "tls"),
                    G_DEFINE_ENUM_VALUE (PLIM_CAUSE_WRONG_ORGANIZATION, "wrong_organization"),
                    G_DEFINE_ENUM_VALUE (PLIM_CAUSE_MISSING_PERMISSION, "missing_permission"),
                    G_DEFINE_ENUM_VALUE (PLIM_CAUSE_NO_PLAN, "no_plan"),
                    G_DEFINE_ENUM_VALUE (PLIM_CAUSE_NO_CREDIT, "no_credit"),
                    G_DEFINE_ENUM_VALUE (PLIM_CAUSE_CLOCK, "clock"),
                    G_DEFINE_ENUM_VALUE (PLIM_CAUSE_SIGN_IN_EXPIRED, "sign_in_expired"),
                    G_DEFINE_ENUM_VALUE (PLIM_CAUSE_SIGN_IN_MISSING, "sign_in_missing"),
                    G_DEFINE_ENUM_VALUE (PLIM_CAUSE_SIGN_IN_UNREADABLE, "sign_in_unreadable"))

G_DEFINE_ENUM_TYPE (PlimPollReason,
                    plim_poll_reason,
                    G_DEFINE_ENUM_VALUE (PLIM_POLL_REASON_NONE, "none"),
                    G_DEFINE_ENUM_VALUE (PLIM_POLL_REASON_START, "start"),
                    G_DEFINE_ENUM_VALUE (PLIM_POLL_REASON_CHANGED, "changed"),
                    G_DEFINE_ENUM_VALUE (PLIM_POLL_REASON_LOOKED, "looked"),
                    G_DEFINE_ENUM_VALUE (PLIM_POLL_REASON_BUSY, "busy"),
                    G_DEFINE_ENUM_VALUE (PLIM_POLL_REASON_USUAL, "usual"),
                    G_DEFINE_ENUM_VALUE (PLIM_POLL_REASON_QUIET, "quiet"),
                    G_DEFINE_ENUM_VALUE (PLIM_POLL_REASON_RESET, "reset"),
                    G_DEFINE_ENUM_VALUE (PLIM_POLL_REASON_BATTERY, "battery"),
                    G_DEFINE_ENUM_VALUE (PLIM_POLL_REASON_POWER_SAVER, "power_saver"),
                    G_DEFINE_ENUM_VALUE (PLIM_POLL_REASON_METERED, "metered"),
                    G_DEFINE_ENUM_VALUE (PLIM_POLL_REASON_AWAY, "away"),
                    G_DEFINE_ENUM_VALUE (PLIM_POLL_REASON_LOCKED, "locked"),
                    G_DEFINE_ENUM_VALUE (PLIM_POLL_REASON_FIXED, "fixed"),
                    G_DEFINE_ENUM_VALUE (PLIM_POLL_REASON_MANUAL, "manual"),
                    G_DEFINE_ENUM_VALUE (PLIM_POLL_REASON_FAILED, "failed"),
                    G_DEFINE_ENUM_VALUE (PLIM_POLL_REASON_RETRY_AFTER, "retry_after"),
                    G_DEFINE_ENUM_VALUE (PLIM_POLL_REASON_REFUSED, "refused"),
                    G_DEFINE_ENUM_VALUE (PLIM_POLL_REASON_OFFLINE, "offline"))

G_DEFINE_ENUM_TYPE (PlimImpact,
                    plim_impact,
                    G_DEFINE_ENUM_VALUE (PLIM_IMPACT_MINOR, "minor"),
                    G_DEFINE_ENUM_VALUE (PLIM_IMPACT_MAJOR, "major"),
                    G_DEFINE_ENUM_VALUE (PLIM_IMPACT_CRITICAL, "critical"))

G_DEFINE_ENUM_TYPE (PlimWindowKind,
                    plim_window_kind,
                    G_DEFINE_ENUM_VALUE (PLIM_WINDOW_ROLLING, "rolling"),
                    G_DEFINE_ENUM_VALUE (PLIM_WINDOW_FIXED, "fixed"),
                    G_DEFINE_ENUM_VALUE (PLIM_WINDOW_BALANCE, "balance"),
                    G_DEFINE_ENUM_VALUE (PLIM_WINDOW_RATE, "rate"),
                    G_DEFINE_ENUM_VALUE (PLIM_WINDOW_BUDGET, "budget"))

G_DEFINE_ENUM_TYPE (PlimProvenance,
                    plim_provenance,
                    G_DEFINE_ENUM_VALUE (PLIM_PROVENANCE_REPORTED, "reported"),
                    G_DEFINE_ENUM_VALUE (PLIM_PROVENANCE_DERIVED, "derived"),
                    G_DEFINE_ENUM_VALUE (PLIM_PROVENANCE_ESTIMATED, "estimated"))

G_DEFINE_ENUM_TYPE (PlimSeverity,
                    plim_severity,
                    G_DEFINE_ENUM_VALUE (PLIM_SEVERITY_NORMAL, "normal"),
                    G_DEFINE_ENUM_VALUE (PLIM_SEVERITY_WARNING, "warning"),
                    G_DEFINE_ENUM_VALUE (PLIM_SEVERITY_CRITICAL, "critical"))

G_DEFINE_ENUM_TYPE (PlimVerdict,
                    plim_verdict,
                    G_DEFINE_ENUM_VALUE (PLIM_VERDICT_NONE, "none"),
                    G_DEFINE_ENUM_VALUE (PLIM_VERDICT_NOT_YET, "not_yet"),
                    G_DEFINE_ENUM_VALUE (PLIM_VERDICT_LASTS, "lasts"),
                    G_DEFINE_ENUM_VALUE (PLIM_VERDICT_MAY_RUN_OUT, "may_run_out"),
                    G_DEFINE_ENUM_VALUE (PLIM_VERDICT_RUNS_OUT, "runs_out"))

G_DEFINE_ENUM_TYPE (PlimHeadlineState,
                    plim_headline_state,
                    G_DEFINE_ENUM_VALUE (PLIM_HEADLINE_EMPTY, "empty"),
                    G_DEFINE_ENUM_VALUE (PLIM_HEADLINE_FRESH, "fresh"),
                    G_DEFINE_ENUM_VALUE (PLIM_HEADLINE_STALE, "stale"),
                    G_DEFINE_ENUM_VALUE (PLIM_HEADLINE_ERROR, "error"))

G_DEFINE_ENUM_TYPE (PlimResetStyle,
                    plim_reset_style,
                    G_DEFINE_ENUM_VALUE (PLIM_RESET_BOTH, "both"),
                    G_DEFINE_ENUM_VALUE (PLIM_RESET_COUNTDOWN, "countdown"),
                    G_DEFINE_ENUM_VALUE (PLIM_RESET_CLOCK, "clock"))

G_DEFINE_ENUM_TYPE (PlimIconStyle,
                    plim_icon_style,
                    G_DEFINE_ENUM_VALUE (PLIM_ICON_LEVEL, "level"),
                    G_DEFINE_ENUM_VALUE (PLIM_ICON_NUMBER, "number"))

const char *
plim_enum_to_nick (GType type, int value)
{
  /* Static types: the class stays, so the string outlives this reference. */
  g_autoptr (GTypeClass) type_class = g_type_class_ref (type);
  const GEnumValue *enum_value = g_enum_get_value (G_ENUM_CLASS (type_class), value);

  g_return_val_if_fail (enum_value != NULL, "");
  return enum_value->value_nick;
}

gboolean
plim_enum_from_nick (GType type, const char *nick, int *value)
{
  g_autoptr (GTypeClass) type_class = g_type_class_ref (type);
  const GEnumValue *enum_value;

  if (nick == NULL)
    return FALSE;
  enum_value = g_enum_get_value_by_nick (G_ENUM_CLASS (type_class), nick);
  if (enum_value == NULL)
    return FALSE;
  *value = enum_value->value;
  return TRUE;
}
