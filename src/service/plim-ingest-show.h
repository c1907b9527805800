/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "plim-ingest-plan.h"

G_BEGIN_DECLS

/**
 * PlimIngestShow:
 *
 * What the database has kept of pushed samples, but nobody was shown yet. Everything that shows an
 * account follows each of its changes, so under load these come together.
 */
typedef struct _PlimIngestShow PlimIngestShow;

/** PlimIngestShown: called when @plan was put into effect */
typedef void (*PlimIngestShown) (PlimIngestPlan *plan, gpointer user_data);

/** plim_ingest_show_new: @feeds: see plim_ingest_plan_new() */
PlimIngestShow *plim_ingest_show_new (PlimAccountList *accounts,
                                      GHashTable *feeds,
                                      PlimIngestShown shown,
                                      gpointer user_data);
void plim_ingest_show_free (PlimIngestShow *self);

/** plim_ingest_show_new_plan: (transfer full): that builds on what is not shown yet. Until it is
 * taken or dropped nothing is shown. */
PlimIngestPlan *plim_ingest_show_new_plan (PlimIngestShow *self);

/** plim_ingest_show_take: @plan: (transfer full): the database has kept @n_samples by it. They are
 * shown now when nothing was shown a moment ago, else soon. */
void plim_ingest_show_take (PlimIngestShow *self, PlimIngestPlan *plan, guint n_samples);

/** plim_ingest_show_drop: @plan: (transfer full): the database has not kept it. */
void plim_ingest_show_drop (PlimIngestShow *self, PlimIngestPlan *plan);

/** plim_ingest_show_flush: shows all there is now, unless a plan builds on it. */
void plim_ingest_show_flush (PlimIngestShow *self);

G_END_DECLS
