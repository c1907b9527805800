/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "plim-enums.h"

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/**
 * PlimIncident:
 * @id: the provider's; never empty
 * @title: in the provider's words, one line of plain text
 * @started_at: or %PLIM_TIME_UNKNOWN
 *
 * What a provider's public status page tells of a disturbance that is not over. It is never the
 * account's own failure.
 */
typedef struct {
  char *id;
  char *title;
  PlimImpact impact;
  gint64 started_at;
} PlimIncident;

#define PLIM_TYPE_INCIDENT (plim_incident_get_type ())
GType plim_incident_get_type (void);

/** plim_incident_new: (transfer full): what comes from outside is shortened and made one line. */
PlimIncident *
plim_incident_new (const char *id, const char *title, PlimImpact impact, gint64 started_at);
PlimIncident *plim_incident_copy (const PlimIncident *self);
void plim_incident_free (PlimIncident *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PlimIncident, plim_incident_free)

/** plim_incident_equal: either may be %NULL. */
gboolean plim_incident_equal (const PlimIncident *self, const PlimIncident *other);

/** plim_incident_dup_text: (transfer full): what people read: how bad it is, and the title */
char *plim_incident_dup_text (const PlimIncident *self);

/** plim_incident_add_to_json: writes the object's members `id`, `title`, `impact` and
 * `started_at`. */
void plim_incident_add_to_json (const PlimIncident *self, JsonBuilder *builder);

/**
 * plim_status_page_read:
 * @body: `/api/v2/summary.json` as Atlassian's Statuspage and incident.io serve it
 * @parts: (nullable): ended by %NULL: what the names of the components that matter contain, in
 *   lower case; when no component of the page has such a name, all of them matter
 * @incident: (out) (transfer full) (nullable): the worst that is not over, of several the newest;
 *   %NULL when all is well
 *
 * Reads the incidents; where none is told, a component that does not work is one. Those without
 * an impact, and announced maintenance, are none.
 *
 * Returns: whether it could be read; otherwise `invalid_response`
 */
gboolean plim_status_page_read (GBytes *body,
                                const char *const *parts,
                                PlimIncident **incident,
                                GError **error);

G_END_DECLS
