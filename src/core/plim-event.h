/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* What a hook may be told of, by the names that settings and hooks use. Public: they never
 * change. */
#define PLIM_EVENT_THRESHOLD "threshold"
#define PLIM_EVENT_PROJECTED "projected"
#define PLIM_EVENT_RESET "reset"
#define PLIM_EVENT_SIGN_IN_EXPIRED "sign-in-expired"
#define PLIM_EVENT_COLLECTOR_STOPPED "collector-stopped"
#define PLIM_EVENT_INCIDENT "incident"

/** PLIM_EVENT_NAMES: all of them, to initialise an array of strings with */
#define PLIM_EVENT_NAMES                                                                           \
  PLIM_EVENT_THRESHOLD, PLIM_EVENT_PROJECTED, PLIM_EVENT_RESET, PLIM_EVENT_SIGN_IN_EXPIRED,        \
      PLIM_EVENT_COLLECTOR_STOPPED, PLIM_EVENT_INCIDENT
