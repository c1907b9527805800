/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

/**
 * PlimStatus:
 *
 * How the last poll of an account ended. The nicks (`ok`, `not_authenticated`, …) are the strings
 * of database, D-Bus and JSON; the values are also the codes of the %PLIM_ERROR domain.
 */
typedef enum {
  PLIM_STATUS_OK,
  PLIM_STATUS_NOT_AUTHENTICATED,
  PLIM_STATUS_MISCONFIGURED,
  PLIM_STATUS_RATE_LIMITED,
  PLIM_STATUS_PROVIDER_UNAVAILABLE,
  PLIM_STATUS_INVALID_RESPONSE,
  PLIM_STATUS_OFFLINE,
} PlimStatus;

/**
 * PlimCause:
 *
 * Refines a #PlimStatus where what the user must do differs. Nicks are the strings of D-Bus and
 * JSON.
 */
typedef enum {
  PLIM_CAUSE_NONE,
  PLIM_CAUSE_KEYRING_LOCKED,    /* with misconfigured: unlock the keyring */
  PLIM_CAUSE_KEYRING_MISSING,   /* with misconfigured: no Secret Service on this desktop */
  PLIM_CAUSE_KEYRING_CANCELLED, /* with misconfigured: the unlock prompt was dismissed */
  PLIM_CAUSE_SECRET_MISSING,    /* with not_authenticated: nothing is stored for the account */
  PLIM_CAUSE_CHALLENGE, /* with provider_unavailable: a bot challenge; the credential is good */
  PLIM_CAUSE_REGION,    /* with provider_unavailable: not offered in this region */
  PLIM_CAUSE_TLS,       /* with provider_unavailable: the certificate or handshake failed */
  PLIM_CAUSE_WRONG_ORGANIZATION, /* with misconfigured */
  PLIM_CAUSE_MISSING_PERMISSION, /* with misconfigured: another kind of key, scope or role is needed
                                  */
  PLIM_CAUSE_NO_PLAN,   /* with misconfigured: no plan or subscription on this credential */
  PLIM_CAUSE_NO_CREDIT, /* with misconfigured: no credit left */
  PLIM_CAUSE_CLOCK,     /* with not_authenticated: a signature's time is too far off */
  /* Where the sign-in is another program's file. */
  PLIM_CAUSE_SIGN_IN_EXPIRED,    /* with not_authenticated: it ran out, as it does overnight; the
                                  * program renews it. A quiet state */
  PLIM_CAUSE_SIGN_IN_MISSING,    /* with not_authenticated: the program is not signed in */
  PLIM_CAUSE_SIGN_IN_UNREADABLE, /* with misconfigured: it is there, but not to be read */
} PlimCause;

/** PlimPollReason: why an account's next poll is when it is; see plim_poll_reason_dup_sentence().
 */
typedef enum {
  PLIM_POLL_REASON_NONE,        /* none is planned, or its time is not told */
  PLIM_POLL_REASON_START,       /* the first since the start, or since it was turned on */
  PLIM_POLL_REASON_CHANGED,     /* what it signs in with has changed */
  PLIM_POLL_REASON_LOOKED,      /* somebody looked at the numbers just now */
  PLIM_POLL_REASON_BUSY,        /* they change quickly */
  PLIM_POLL_REASON_USUAL,       /* the provider's usual interval */
  PLIM_POLL_REASON_QUIET,       /* nobody looked for a while, and nothing changed */
  PLIM_POLL_REASON_RESET,       /* a window is reset then */
  PLIM_POLL_REASON_BATTERY,     /* slower, on battery */
  PLIM_POLL_REASON_POWER_SAVER, /* slower, as the desktop saves power */
  PLIM_POLL_REASON_METERED,     /* slower, on a connection that costs */
  PLIM_POLL_REASON_AWAY,        /* slower, as nobody uses the computer */
  PLIM_POLL_REASON_LOCKED,      /* slower still, as the screen is locked or off */
  PLIM_POLL_REASON_FIXED,       /* the interval that the user chose */
  PLIM_POLL_REASON_MANUAL,      /* only when asked for, as the user chose */
  PLIM_POLL_REASON_FAILED,      /* again after a failure */
  PLIM_POLL_REASON_RETRY_AFTER, /* the provider said so */
  PLIM_POLL_REASON_REFUSED,     /* rarely, until the user has acted */
  PLIM_POLL_REASON_OFFLINE,     /* when the network is back */
} PlimPollReason;

/** PlimImpact: how bad an incident at a provider is, the worst last. */
typedef enum {
  PLIM_IMPACT_MINOR,
  PLIM_IMPACT_MAJOR,
  PLIM_IMPACT_CRITICAL,
} PlimImpact;

/** PlimWindowKind: what bounds a usage window; see the contract of the providers. */
typedef enum {
  PLIM_WINDOW_ROLLING, /* starts with the user's own use or subscription */
  PLIM_WINDOW_FIXED,   /* calendar boundaries */
  PLIM_WINDOW_BALANCE, /* money or credit left */
  PLIM_WINDOW_RATE,    /* a short throughput limit */
  PLIM_WINDOW_BUDGET,  /* a spending cap or an allocation */
} PlimWindowKind;

/** PlimProvenance: where the shown number comes from. */
typedef enum {
  PLIM_PROVENANCE_REPORTED,  /* the provider's own percentage, or a fraction times 100 */
  PLIM_PROVENANCE_DERIVED,   /* arithmetic on reported numbers */
  PLIM_PROVENANCE_ESTIMATED, /* anything else */
} PlimProvenance;

/** PlimSeverity: how urgent a number is. Colour and shape follow it, never the direction shown. */
typedef enum {
  PLIM_SEVERITY_NORMAL,
  PLIM_SEVERITY_WARNING,
  PLIM_SEVERITY_CRITICAL,
} PlimSeverity;

/** PlimVerdict: where a usage window goes until its reset; see plim_forecast_init(). */
typedef enum {
  PLIM_VERDICT_NONE,        /* nothing to foretell */
  PLIM_VERDICT_NOT_YET,     /* too little is known so far */
  PLIM_VERDICT_LASTS,       /* until the reset */
  PLIM_VERDICT_MAY_RUN_OUT, /* before the reset, or not: nobody can tell yet */
  PLIM_VERDICT_RUNS_OUT,    /* before the reset */
} PlimVerdict;

/** PlimHeadlineState: what the tray can say at all. */
typedef enum {
  PLIM_HEADLINE_EMPTY, /* no enabled account, or none has been read yet */
  PLIM_HEADLINE_FRESH, /* a number that is fresh */
  PLIM_HEADLINE_STALE, /* a number, but old */
  PLIM_HEADLINE_ERROR, /* no number, and some account needs the user */
} PlimHeadlineState;

/** PlimResetStyle: how a reset is written. */
typedef enum {
  PLIM_RESET_BOTH,      /* "in 3h 53m, 14:05" */
  PLIM_RESET_COUNTDOWN, /* "in 3h 53m" */
  PLIM_RESET_CLOCK,     /* "14:05" */
} PlimResetStyle;

/** PlimIconStyle: what the tray icon draws. */
typedef enum {
  PLIM_ICON_LEVEL,  /* the ring with its level */
  PLIM_ICON_NUMBER, /* the number itself, for hosts without a label */
} PlimIconStyle;

#define PLIM_TYPE_STATUS (plim_status_get_type ())
#define PLIM_TYPE_CAUSE (plim_cause_get_type ())
#define PLIM_TYPE_POLL_REASON (plim_poll_reason_get_type ())
#define PLIM_TYPE_IMPACT (plim_impact_get_type ())
#define PLIM_TYPE_WINDOW_KIND (plim_window_kind_get_type ())
#define PLIM_TYPE_PROVENANCE (plim_provenance_get_type ())
#define PLIM_TYPE_SEVERITY (plim_severity_get_type ())
#define PLIM_TYPE_VERDICT (plim_verdict_get_type ())
#define PLIM_TYPE_HEADLINE_STATE (plim_headline_state_get_type ())
#define PLIM_TYPE_RESET_STYLE (plim_reset_style_get_type ())
#define PLIM_TYPE_ICON_STYLE (plim_icon_style_get_type ())

GType plim_status_get_type (void);
GType plim_cause_get_type (void);
GType plim_poll_reason_get_type (void);
GType plim_impact_get_type (void);
GType plim_window_kind_get_type (void);
GType plim_provenance_get_type (void);
GType plim_severity_get_type (void);
GType plim_verdict_get_type (void);
GType plim_headline_state_get_type (void);
GType plim_reset_style_get_type (void);
GType plim_icon_style_get_type (void);

/**
 * plim_enum_to_nick:
 * @type: one of the enumerations of this header
 *
 * Returns: (transfer none): the stable string of @value
 */
const char *plim_enum_to_nick (GType type, int value);

/**
 * plim_enum_from_nick:
 * @nick: (nullable): a string from outside
 * @value: (out): set only on success
 *
 * Returns: whether @nick is one of @type's
 */
gboolean plim_enum_from_nick (GType type, const char *nick, int *value);

G_END_DECLS
