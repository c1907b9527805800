/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "plim-database.h"

G_BEGIN_DECLS

/* Notifications about Plimsoll itself; those about limits are the notifier's. */

/** plim_service_notice_tray: that no icon is shown, and what is missing. */
void plim_service_notice_tray (GApplication *application);

/** plim_service_notice_storage: that the database was damaged or cannot be used; nothing when all
 * is well. */
void plim_service_notice_storage (GApplication *application,
                                  PlimDatabase *database,
                                  gboolean has_accounts);

/** plim_service_notice_window: why nothing came when somebody clicked. */
void plim_service_notice_window (GApplication *application, const char *message);

G_END_DECLS
