/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/**
 * PlimWindowApplication:
 *
 * The window program: a client of the service, started by the tray over D-Bus. It ends with its
 * last window. Actions: `open (a{sv}: x i, y i: where the tray icon was clicked)`,
 * `open-account (s id)`, `sign-in (s id)`, `add-account`, `preferences`, `about`.
 */
#define PLIM_TYPE_WINDOW_APPLICATION (plim_window_application_get_type ())
G_DECLARE_FINAL_TYPE (
    PlimWindowApplication, plim_window_application, PLIM, WINDOW_APPLICATION, AdwApplication)

PlimWindowApplication *plim_window_application_new (void);

G_END_DECLS
