/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "plim-service-link.h"
#include <adwaita.h>

G_BEGIN_DECLS

/** PlimPreferencesWindow: all preferences, each bound to its key. */
#define PLIM_TYPE_PREFERENCES_WINDOW (plim_preferences_window_get_type ())
G_DECLARE_FINAL_TYPE (
    PlimPreferencesWindow, plim_preferences_window, PLIM, PREFERENCES_WINDOW, AdwPreferencesWindow)

PlimPreferencesWindow *plim_preferences_window_new (GtkApplication *application,
                                                    GtkWindow *parent,
                                                    GSettings *settings,
                                                    PlimServiceLink *link);

G_END_DECLS
