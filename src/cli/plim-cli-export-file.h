/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>
#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/* The file that `export` wrote: reading it, and saying what is wrong with one that is none. All
 * errors are usage errors that name the file and say what to do. */

/** PLIM_CLI_EXPORT_FORMAT: counts up when a member changes its meaning or goes away. */
#define PLIM_CLI_EXPORT_FORMAT 1

/** plim_cli_export_dup_name: (transfer full): what the file is called before people; @path is what
 * was typed, “-” for standard input */
char *plim_cli_export_dup_name (const char *path);

/** plim_cli_export_read: (transfer full) (nullable): all of it. @length: (out): bytes */
char *plim_cli_export_read (const char *path, gsize *length, GError **error);

/**
 * plim_cli_export_parse:
 * @name: see plim_cli_export_dup_name()
 * @text: hostile input is fine
 *
 * Returns: (transfer full) (nullable): what is in it, of a format that this version reads
 */
JsonObject *
plim_cli_export_parse (const char *name, const char *text, gsize length, GError **error);

G_END_DECLS
