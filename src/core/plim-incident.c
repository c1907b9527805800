/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "plim-incident.h"

#include "plim-json-write.h"
#include "plim-time.h"

#include <glib/gi18n-lib.h>

#define MAX_ID_CHARS 64
#define MAX_TITLE_CHARS 200

G_DEFINE_BOXED_TYPE (PlimIncident, plim_incident, plim_incident_copy, plim_incident_free)

/* One line, no control characters, and no longer than @max_chars. */
static char *
clean (const char *text, glong max_chars)
{
  g_autofree char *valid = g_utf8_make_valid (text, -1);
  g_autofree char *start = g_utf8_substring (valid, 0, MIN (g_utf8_strlen (valid, -1), max_chars));
  GString *line = g_string_new (NULL);

  for (const char *at = start; *at != '\0'; at = g_utf8_next_char (at)) {
    gunichar character = g_utf8_get_char (at);

    if (!g_unichar_isprint (character) || g_unichar_isspace (character))
      character = ' ';
    g_string_append_unichar (line, character);
  }
  return g_strstrip (g_string_free (line, FALSE));
}

PlimIncident *
plim_incident_new (const char *id, const char *title, PlimImpact impact, gint64 started_at)
{
  PlimIncident *self = g_new0 (PlimIncident, 1);

  self->id = clean (id, MAX_ID_CHARS);
  self->title = clean (title, MAX_TITLE_CHARS);
  self->impact = impact;
  self->started_at = started_at;
  return self;
}

PlimIncident *
plim_incident_copy (const PlimIncident *self)
{
  PlimIncident *copy = g_new0 (PlimIncident, 1);

  copy->id = g_strdup (self->id);
  copy->title = g_strdup (self->title);
  copy->impact = self->impact;
  copy->started_at = self->started_at;
  return copy;
}

void
plim_incident_free (PlimIncident *self)
{
  g_free (self->id);
  g_free (self->title);
  g_free (self);
}

gboolean
plim_incident_equal (const PlimIncident *self, const PlimIncident *other)
{
  if (self == NULL || other == NULL)
    return self == other;
  return g_str_equal (self->id, other->id) && g_str_equal (self->title, other->title) &&
         self->impact == other->impact && self->started_at == other->started_at;
}

char *
plim_incident_dup_text (const PlimIncident *self)
{
  switch (self->impact) {
  case PLIM_IMPACT_CRITICAL:
    /* Translators: %s is what a provider's status page says, such as "Elevated errors" */
    return g_strdup_printf (_ ("Critical incident at the provider: %s"), self->title);
  case PLIM_IMPACT_MAJOR:
    /* Translators: %s is what a provider's status page says, such as "Elevated errors" */
    return g_strdup_printf (_ ("Major incident at the provider: %s"), self->title);
  case PLIM_IMPACT_MINOR:
  default:
    /* Translators: %s is what a provider's status page says, such as "Elevated errors" */
    return g_strdup_printf (_ ("Incident at the provider: %s"), self->title);
  }
}

void
plim_incident_add_to_json (const PlimIncident *self, JsonBuilder *builder)
{
  plim_json_add_string (builder, "id", self->id);
  plim_json_add_string (builder, "title", self->title);
  plim_json_add_string (builder, "impact",
                        plim_enum_to_nick (PLIM_TYPE_IMPACT, (int) self->impact));
  if (self->started_at != PLIM_TIME_UNKNOWN) {
    json_builder_set_member_name (builder, "started_at");
    json_builder_add_int_value (builder, self->started_at);
  }
}
