/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/** PlimCliVerdict: how a finding is. */
typedef enum {
  PLIM_CLI_OK,
  PLIM_CLI_WARNING,
  PLIM_CLI_PROBLEM,
} PlimCliVerdict;

/**
 * PlimCliFindings:
 *
 * What `doctor` found: lines that may be pasted into a bug report.
 */
typedef struct _PlimCliFindings PlimCliFindings;

PlimCliFindings *plim_cli_findings_new (void);
void plim_cli_findings_free (PlimCliFindings *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PlimCliFindings, plim_cli_findings_free)

/**
 * plim_cli_findings_add:
 * @id: what was looked at, the same in every language
 * @name: the same for people
 * @text: what was found; the home folder's path is shortened
 * @advice: (nullable): what to do
 */
void plim_cli_findings_add (PlimCliFindings *self,
                            PlimCliVerdict verdict,
                            const char *id,
                            const char *name,
                            const char *text,
                            const char *advice);

/** plim_cli_findings_has_problem: whether any is %PLIM_CLI_PROBLEM. */
gboolean plim_cli_findings_has_problem (const PlimCliFindings *self);

/** plim_cli_findings_dup_text: (transfer full): a line each, and one for its advice */
char *plim_cli_findings_dup_text (const PlimCliFindings *self, gboolean has_colour);

/** plim_cli_findings_dup_json: (transfer full): `schema` and `checks`, each with `id`, `verdict`
 * (ok, warning, problem), `text` and `advice` */
char *plim_cli_findings_dup_json (const PlimCliFindings *self);

G_END_DECLS
