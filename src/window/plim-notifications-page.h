/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/** PlimNotificationsPage: which notifications are given, and when. */
#define PLIM_TYPE_NOTIFICATIONS_PAGE (plim_notifications_page_get_type ())
G_DECLARE_FINAL_TYPE (
    PlimNotificationsPage, plim_notifications_page, PLIM, NOTIFICATIONS_PAGE, AdwPreferencesPage)

/** plim_notifications_page_set_up: once, after it was made by a template */
void plim_notifications_page_set_up (PlimNotificationsPage *self, GSettings *settings);

G_END_DECLS
