/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "plim-headline.h"
#include "plim-settings.h"

G_BEGIN_DECLS

/**
 * PlimPresentation:
 *
 * How numbers are shown right now: the user's preferences and the time. Signal `changed`: they are
 * to be shown anew: a preference changed, or a minute began while somebody looks.
 */
#define PLIM_TYPE_PRESENTATION (plim_presentation_get_type ())
G_DECLARE_FINAL_TYPE (PlimPresentation, plim_presentation, PLIM, PRESENTATION, GObject)

PlimPresentation *plim_presentation_new (GSettings *settings);

/** plim_presentation_get_format: (transfer none): valid until the next `changed` */
const PlimFormat *plim_presentation_get_format (PlimPresentation *self);
const PlimThresholds *plim_presentation_get_thresholds (PlimPresentation *self);

/** plim_presentation_get_now: Unix seconds */
gint64 plim_presentation_get_now (PlimPresentation *self);

/** plim_presentation_set_now: stops the time there; %PLIM_TIME_UNKNOWN: the real time again. */
void plim_presentation_set_now (PlimPresentation *self, gint64 now);

/** plim_presentation_set_visible: whether somebody looks; only then a timer runs. */
void plim_presentation_set_visible (PlimPresentation *self, gboolean visible);

G_END_DECLS
