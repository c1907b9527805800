/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/** PlimProblemView: why a command failed: a sentence, and the technical details behind a fold.
 * Hidden while there is no problem. */
#define PLIM_TYPE_PROBLEM_VIEW (plim_problem_view_get_type ())
G_DECLARE_FINAL_TYPE (PlimProblemView, plim_problem_view, PLIM, PROBLEM_VIEW, AdwBin)

/**
 * plim_problem_view_show:
 * @error: (nullable): %NULL hides the view
 *
 * See plim_problem_dup_sentence().
 */
void plim_problem_view_show (PlimProblemView *self,
                             const GError *error,
                             const char *provider_name,
                             const char *label);

G_END_DECLS
