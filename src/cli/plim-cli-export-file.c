/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "plim-cli-export-file.h"

#include "plim-cli-command.h"
#include "plim-json.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* Years of history. */
#define MAX_FILE_BYTES (128 * 1024 * 1024)

/* As json-glib writes it at the beginning of an export. */
#define MARK "\"plimsoll_export\""

char *
plim_cli_export_dup_name (const char *path)
{
  return g_str_equal (path, "-") ? g_strdup (_ ("standard input")) : g_filename_display_name (path);
}

/* Reading. */

/* GIO's message where it says no more than the path again. */
static const char *
get_reason (const GError *error)
{
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND))
    return _ ("there is no such file");
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_PERMISSION_DENIED))
    return _ ("you may not read it");
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_IS_DIRECTORY))
    return _ ("it is a folder");
  return error->message;
}

char *
plim_cli_export_read (const char *path, gsize *length, GError **error)
{
  g_autoptr (GFile) file = g_file_new_for_path (g_str_equal (path, "-") ? "/dev/stdin" : path);
  g_autofree char *name = plim_cli_export_dup_name (path);
  g_autoptr (GFileInputStream) stream = NULL;
  g_autoptr (GError) failure = NULL;
  g_autofree char *text = g_malloc (MAX_FILE_BYTES);

  stream = g_file_read (file, NULL, &failure);
  if (stream == NULL || !g_input_stream_read_all (G_INPUT_STREAM (stream), text, MAX_FILE_BYTES,
                                                  length, NULL, &failure)) {
    g_set_error (error, PLIM_CLI_ERROR, PLIM_EXIT_USAGE,
                 /* Translators: a file, then why */
                 _ ("“%s” cannot be read: %s."), name, get_reason (failure));
    return NULL;
  }
  if (*length < MAX_FILE_BYTES)
    return g_realloc (g_steal_pointer (&text), *length + 1);
  g_set_error (error, PLIM_CLI_ERROR, PLIM_EXIT_USAGE, _ ("%s is too large."), name);
  return NULL;
}

/* Saying what is wrong. */

static JsonObject *
fail (GError **error, const char *sentence, const char *name)
{
  /* Not a printf: which sentence it is, the compiler could not check. */
  GString *text = g_string_new (sentence);

  g_string_replace (text, "%s", name, 0);
  g_set_error_literal (error, PLIM_CLI_ERROR, PLIM_EXIT_USAGE, text->str);
  g_string_free (text, TRUE);
  return NULL;
}

static gboolean
is_blank (const char *text, gsize length)
{
  for (gsize i = 0; i < length; i++) {
    if (!g_ascii_isspace (text[i]))
      return FALSE;
  }
  return TRUE;
}

static gboolean
has_mark (const char *text, gsize length)
{
  return g_strstr_len (text, (gssize) MIN (length, 1024), MARK) != NULL;
}

/* Our own two tables, see `export --csv`. */
static gboolean
is_table (const char *text, gsize length)
{
  return (length > 12 && memcmp (text, "id,provider,", 12) == 0) ||
         (length > 8 && memcmp (text, "account,", 8) == 0);
}

/* json-glib's message begins with the place, "<data>:LINE:COLUMN:". 0 when there is none. */
static guint
find_line (const char *message)
{
  const char *place = strstr (message, "<data>:");

  return place != NULL ? (guint) g_ascii_strtoull (place + strlen ("<data>:"), NULL, 10) : 0;
}

static JsonObject *
fail_foreign (GError **error, const char *name)
{
  return fail (error,
               /* Translators: %s is a file */
               _ ("“%s” is no export of Plimsoll’s. “plimsoll export” writes what can be "
                  "imported."),
               name);
}

/* An export that was cut off, or into which somebody wrote. */
static JsonObject *
fail_damaged (GError **error, const char *name, const char *message)
{
  guint line = find_line (message);

  if (line == 0)
    return fail (error,
                 /* Translators: %s is a file */
                 _ ("“%s” is damaged. Export it again with “plimsoll export”, then import it."),
                 name);
  g_set_error (error, PLIM_CLI_ERROR, PLIM_EXIT_USAGE,
               /* Translators: a file, then the number of a line */
               _ ("“%s” is cut off or damaged at line %u. Export it again with “plimsoll export”, "
                  "then import it."),
               name, line);
  return NULL;
}

/* What it is instead. */
static JsonObject *
fail_unreadable (
    GError **error, const char *name, const char *text, gsize length, const char *message)
{
  if (is_blank (text, length))
    /* Translators: %s is a file */
    return fail (error, _ ("“%s” is empty. “plimsoll export” writes what can be imported."), name);
  if (has_mark (text, length))
    return fail_damaged (error, name, message);
  if (is_table (text, length))
    return fail (error,
                 /* Translators: %s is a file */
                 _ ("“%s” is a table. Only what “plimsoll export” writes without --csv can be "
                    "imported."),
                 name);
  return fail_foreign (error, name);
}

static JsonObject *
fail_newer (GError **error, const char *name, JsonObject *root)
{
  const char *version = plim_json_get_string (root, "version");

  g_set_error (error, PLIM_CLI_ERROR, PLIM_EXIT_USAGE,
               /* Translators: a file, then versions of Plimsoll */
               _ ("“%s” was written by a newer version, Plimsoll %s. This is %s: update it, then "
                  "import again."),
               name, version != NULL ? version : "?", PLIM_VERSION);
  return NULL;
}

JsonObject *
plim_cli_export_parse (const char *name, const char *text, gsize length, GError **error)
{
  g_autoptr (GBytes) bytes = g_bytes_new (text, length);
  g_autoptr (GError) failure = NULL;
  g_autoptr (JsonObject) root = plim_json_parse_object (bytes, &failure);
  double format;

  if (root == NULL)
    return fail_unreadable (error, name, text, length, failure->message);
  if (!plim_json_get_number (root, "plimsoll_export", &format))
    return fail_foreign (error, name);
  if (format > PLIM_CLI_EXPORT_FORMAT)
    return fail_newer (error, name, root);
  return g_steal_pointer (&root);
}
