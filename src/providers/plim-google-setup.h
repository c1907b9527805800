/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "plim-provider.h"

G_BEGIN_DECLS

/* What the user supplies for Google's Gemini, as the members of #PlimProvider. */

extern const PlimField plim_google_fields[];
extern const char *const plim_google_steps[];
gboolean plim_google_check_setup (const PlimExchange *exchange, GError **error);
gboolean plim_google_inspect_secret (PlimExchange *exchange,
                                     const char *field,
                                     const char *secret,
                                     GError **error);

/** PlimGoogleRoute: where the numbers come from. */
typedef enum {
  PLIM_GOOGLE_MONITORING, /* Cloud Monitoring of a project */
  PLIM_GOOGLE_ASSIST,     /* Code Assist, with Gemini CLI's sign-in */
  PLIM_GOOGLE_KEY,        /* an API key, which has no numbers */
} PlimGoogleRoute;

/** plim_google_get_route: the chosen one, or the best for what the user supplied */
PlimGoogleRoute plim_google_get_route (const PlimExchange *exchange);

/** plim_google_get_project: (transfer none) (nullable): the one to monitor */
const char *plim_google_get_project (const PlimExchange *exchange);

/** plim_google_get_credentials: (transfer none): the field that holds a login of Google Cloud */
const char *plim_google_get_credentials (const PlimExchange *exchange);

/** PLIM_GOOGLE_GEMINI: the field of Gemini CLI's sign-in, and the facts about it */
#define PLIM_GOOGLE_GEMINI "gemini_file"
#define PLIM_GOOGLE_EXPIRES_AT PLIM_GOOGLE_GEMINI ".expires_at"
#define PLIM_GOOGLE_EMAIL PLIM_GOOGLE_GEMINI ".email"
#define PLIM_GOOGLE_DOMAIN PLIM_GOOGLE_GEMINI ".domain"

G_END_DECLS
