/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "plim-format.h"

G_BEGIN_DECLS

/* The keys of the GSettings schema, spelt once. */
#define PLIM_SETTINGS_SCHEMA "io.github.plimsoll.Plimsoll"
#define PLIM_SETTINGS_WARNING "warning-percent"             /* i */
#define PLIM_SETTINGS_CRITICAL "critical-percent"           /* i */
#define PLIM_SETTINGS_INTERVAL "poll-interval"              /* u, seconds; 0: adaptive */
#define PLIM_SETTINGS_WATCH_INCIDENTS "watch-incidents"     /* b: of the providers */
#define PLIM_SETTINGS_HISTORY_RAW_DAYS "history-raw-days"   /* u */
#define PLIM_SETTINGS_HISTORY_HOUR_DAYS "history-hour-days" /* u */
#define PLIM_SETTINGS_SHOW_LEFT "show-left"                 /* b */
#define PLIM_SETTINGS_RESET_STYLE "reset-style"             /* enum: both, countdown, clock */
#define PLIM_SETTINGS_ICON_STYLE "icon-style"               /* enum: level, number */
#define PLIM_SETTINGS_SHOW_LABEL "show-label"               /* b: the percentage beside the icon */
#define PLIM_SETTINGS_PRIVACY "privacy-mode"                /* b */
#define PLIM_SETTINGS_NOTIFY_LIMITS "notify-limits"         /* b */
#define PLIM_SETTINGS_NOTIFY_PERCENTS "notify-percents"     /* ai, 1 to 99 */
#define PLIM_SETTINGS_NOTIFY_ACCOUNTS "notify-account-percents"   /* a{sai}, by account id */
#define PLIM_SETTINGS_NOTIFY_REACHED "notify-reached"             /* b */
#define PLIM_SETTINGS_NOTIFY_PROJECTED "notify-projected"         /* b */
#define PLIM_SETTINGS_NOTIFY_RESET "notify-reset"                 /* b */
#define PLIM_SETTINGS_NOTIFY_RESET_PERCENT "notify-reset-percent" /* i */
#define PLIM_SETTINGS_NOTIFY_SIGN_IN "notify-sign-in"             /* b */
#define PLIM_SETTINGS_NOTIFY_STOPPED "notify-stopped"             /* b */
#define PLIM_SETTINGS_NOTIFY_INCIDENTS "notify-incidents"         /* b */
#define PLIM_SETTINGS_QUIET_HOURS "quiet-hours"                   /* b */
#define PLIM_SETTINGS_QUIET_FROM "quiet-from"                     /* u, minutes since midnight */
#define PLIM_SETTINGS_QUIET_TO "quiet-to"                         /* u, minutes since midnight */
#define PLIM_SETTINGS_SNOOZED_UNTIL "snoozed-until"       /* x, Unix seconds; 0: not snoozed */
#define PLIM_SETTINGS_PINNED_ACCOUNT "pinned-account"     /* s, an account id or "" */
#define PLIM_SETTINGS_PINNED_WINDOW "pinned-window"       /* s, a window id or "" */
#define PLIM_SETTINGS_HOOK_COMMAND "hook-command"         /* as: argv; empty: none */
#define PLIM_SETTINGS_HOOK_POST "hook-post"               /* b */
#define PLIM_SETTINGS_HOOK_EVENTS "hook-events"           /* as */
#define PLIM_SETTINGS_FORWARD_ACCOUNTS "forward-accounts" /* as: ids, or "*" */
#define PLIM_SETTINGS_KEEP_OPEN "keep-open" /* b: the popover stays when it loses the focus */
#define PLIM_SETTINGS_AUTOSTART "autostart-granted"     /* b: by the portal, in a sandbox */
#define PLIM_SETTINGS_TRAY_HINT_SHOWN "tray-hint-shown" /* b: said once that no tray is there */
#define PLIM_SETTINGS_DISMISSED_SIGN_INS "dismissed-sign-ins" /* as, paths that are not offered */
#define PLIM_SETTINGS_SERVER_ENABLED "server-enabled"         /* b */
#define PLIM_SETTINGS_SERVER_PORT "server-port"               /* u; 0: any free one */
#define PLIM_SETTINGS_SERVER_ADDRESS "server-address"         /* s, an IP address; "": loopback */
#define PLIM_SETTINGS_SERVER_HOSTS "server-hosts"             /* as, more names and origins */
#define PLIM_SETTINGS_WEBHOOK_ENABLED "webhook-enabled"       /* b: collectors may send samples */

/** plim_settings_get_format: (out caller-allocates): fills @format from @settings and the locale.
 */
void plim_settings_get_format (GSettings *settings, PlimFormat *format);

/** plim_settings_get_thresholds: (out caller-allocates): */
void plim_settings_get_thresholds (GSettings *settings, PlimThresholds *thresholds);

G_END_DECLS
