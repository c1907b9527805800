/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "plim-bus-incident.h"

GVariant *
plim_bus_incident_to_variant (const PlimIncident *incident)
{
  GVariantBuilder builder = G_VARIANT_BUILDER_INIT (G_VARIANT_TYPE_VARDICT);

  if (incident == NULL)
    return g_variant_builder_end (&builder);
  g_variant_builder_add (&builder, "{sv}", "id", g_variant_new_string (incident->id));
  g_variant_builder_add (&builder, "{sv}", "title", g_variant_new_string (incident->title));
  g_variant_builder_add (&builder, "{sv}", "impact",
                         g_variant_new_string (
                             plim_enum_to_nick (PLIM_TYPE_IMPACT, (int) incident->impact)));
  g_variant_builder_add (&builder, "{sv}", "started_at",
                         g_variant_new_int64 (incident->started_at));
  return g_variant_builder_end (&builder);
}

PlimIncident *
plim_bus_incident_from_variant (GVariant *variant)
{
  const char *id, *title, *nick;
  int impact = PLIM_IMPACT_MINOR;
  gint64 started_at = 0;

  if (variant == NULL || !g_variant_is_of_type (variant, G_VARIANT_TYPE_VARDICT) ||
      !g_variant_lookup (variant, "id", "&s", &id) || id[0] == '\0' ||
      !g_variant_lookup (variant, "title", "&s", &title))
    return NULL;
  /* An impact that this version does not know is an incident all the same. */
  if (g_variant_lookup (variant, "impact", "&s", &nick))
    plim_enum_from_nick (PLIM_TYPE_IMPACT, nick, &impact);
  g_variant_lookup (variant, "started_at", "x", &started_at);
  return plim_incident_new (id, title, (PlimImpact) impact, MAX (started_at, 0));
}
