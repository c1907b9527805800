/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "plim-incident.h"

G_BEGIN_DECLS

/** plim_bus_incident_to_variant: (transfer floating): Account1's `Incident`; @incident: (nullable)
 */
GVariant *plim_bus_incident_to_variant (const PlimIncident *incident);

/** plim_bus_incident_from_variant: (transfer full) (nullable): hostile input is fine; @variant:
 * (nullable) */
PlimIncident *plim_bus_incident_from_variant (GVariant *variant);

G_END_DECLS
