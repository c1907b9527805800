/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "plim-account.h"
#include <gtk/gtk.h>

G_BEGIN_DECLS

/** PlimIncidentView: the badge of an incident at an account's provider; hidden while there is none.
 */
#define PLIM_TYPE_INCIDENT_VIEW (plim_incident_view_get_type ())
G_DECLARE_FINAL_TYPE (PlimIncidentView, plim_incident_view, PLIM, INCIDENT_VIEW, GtkBox)

void plim_incident_view_update (PlimIncidentView *self, PlimAccount *account);

G_END_DECLS
