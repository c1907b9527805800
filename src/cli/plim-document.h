/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "plim-cli-command.h"

G_BEGIN_DECLS

/* Made from the table of commands while Plimsoll is built: completions and manual. */

/** PlimDocumentOption: an option as `--help` has it; (owned) */
typedef struct {
  char *name;        /* without dashes */
  char *short_name;  /* a letter, or "" */
  char *argument;    /* "" when it takes none */
  char *description; /* in English */
} PlimDocumentOption;

/** plim_document_get_options: (transfer full) (element-type PlimDocumentOption): @command's own */
GPtrArray *plim_document_get_options (const PlimCommand *command);

/** plim_document_get_words: (transfer full): the literal words that @command's usage line has:
 * `new`, `list` */
GStrv plim_document_get_words (const PlimCommand *command);

/** plim_document_takes: whether @command's usage line has @word, such as `ACCOUNT` */
gboolean plim_document_takes (const PlimCommand *command, const char *word);

/** plim_document_write_completion: @shell: `bash`, `zsh` or `fish` */
char *plim_document_dup_completion (const char *shell);

G_END_DECLS
