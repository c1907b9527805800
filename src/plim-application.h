/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "plim-log-ring.h"

G_BEGIN_DECLS

/**
 * PlimApplication:
 *
 * The service: makes every object and hands each what it needs. Single instance by the application
 * id. What clients may see is loaded before its name is taken, so nobody ever reads half a list.
 */
#define PLIM_TYPE_APPLICATION (plim_application_get_type ())
G_DECLARE_FINAL_TYPE (PlimApplication, plim_application, PLIM, APPLICATION, GApplication)

/**
 * plim_application_new:
 * @token: (nullable): an activation token for the window that this start opens
 * @log: what clients may read of the log
 */
PlimApplication *plim_application_new (const char *token, PlimLogRing *log);

/** plim_application_get_exit_status: what the process ends with, a #PlimExit */
int plim_application_get_exit_status (PlimApplication *self);

/** plim_application_load_async: opens the database and reads accounts and notices; before it runs.
 */
void plim_application_load_async (PlimApplication *self,
                                  GAsyncReadyCallback callback,
                                  gpointer user_data);
gboolean plim_application_load_finish (PlimApplication *self, GAsyncResult *result, GError **error);

G_END_DECLS
