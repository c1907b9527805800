/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "plim-cli-headline.h"

G_BEGIN_DECLS

/**
 * PlimCliTemplate:
 *
 * Text with placeholders in braces, which a headline fills: `{label}: {percent}`. `{{` and `}}` are
 * braces. What is not known is "–" for numbers and nothing for texts.
 */
typedef struct _PlimCliTemplate PlimCliTemplate;

/**
 * PlimCliPlaceholder:
 * @name: what stands between the braces
 * @meaning: msgid: for the manual
 * @ticks: whether its text changes as time goes by
 */
typedef struct {
  const char *name;
  const char *meaning;
  gboolean ticks;
} PlimCliPlaceholder;

/** plim_cli_placeholders: ended by a name of %NULL */
extern const PlimCliPlaceholder plim_cli_placeholders[];

/** plim_cli_template_new: (transfer full) (nullable): a usage error tells what is wrong with @text.
 */
PlimCliTemplate *plim_cli_template_new (const char *text, GError **error);
void plim_cli_template_free (PlimCliTemplate *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PlimCliTemplate, plim_cli_template_free)

/** plim_cli_template_ticks: whether a countdown or an age is in it. */
gboolean plim_cli_template_ticks (const PlimCliTemplate *self);

/**
 * plim_cli_template_render:
 * @is_markup: whether the template is Pango markup, where the values must not be any
 *
 * Returns: (transfer full): one line
 */
char *plim_cli_template_render (const PlimCliTemplate *self,
                                const PlimCliHeadline *headline,
                                const PlimFormat *format,
                                gboolean is_markup,
                                gint64 now);

G_END_DECLS
