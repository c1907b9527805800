/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "plim-usage-window.h"

#include <math.h>

gboolean
plim_usage_window_is_exhausted (const PlimUsageWindow *self)
{
  if (self->limit_reached || !self->can_lead)
    return self
        ->limit_reached; /* an allocation that is normally full is not exhausted by being so */
  return self->used_percent >= 100 || self->remaining <= 0;
}

gboolean
plim_usage_window_is_past_reset (const PlimUsageWindow *self, gint64 now)
{
  /* A throughput limit refills within seconds, often before the answer is here: only its age tells.
   */
  return self->kind != PLIM_WINDOW_RATE && self->resets_at != PLIM_TIME_UNKNOWN &&
         self->resets_at <= now;
}

void
plim_usage_window_derive_percent (PlimUsageWindow *self)
{
  if (isnan (self->used) || isnan (self->limit) || self->limit <= 0)
    return;
  self->used_percent = 100 * self->used / self->limit;
  self->provenance = PLIM_PROVENANCE_DERIVED;
}

char *
plim_slug (const char *text)
{
  GString *slug = g_string_new (NULL);

  for (const char *c = text; *c != '\0'; c++) {
    char lower = g_ascii_tolower (*c);

    if (g_ascii_islower (lower) || g_ascii_isdigit (lower) || lower == '.')
      g_string_append_c (slug, lower);
    else if (slug->len > 0 && slug->str[slug->len - 1] != '-')
      g_string_append_c (slug, '-');
  }
  if (slug->len > 0 && slug->str[slug->len - 1] == '-')
    g_string_truncate (slug, slug->len - 1);
  return g_string_free (slug, FALSE);
}
