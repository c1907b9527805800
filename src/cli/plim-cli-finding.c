/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "plim-cli-finding.h"

#include "plim-cli-text.h"
#include "plim-json-write.h"
#include "plim-snapshot-json.h"

#include <glib/gi18n-lib.h>

typedef struct {
  PlimCliVerdict verdict;
  char *id;
  char *name;
  char *text;
  char *advice; /* (nullable) */
} Finding;

struct _PlimCliFindings {
  GPtrArray *list;
};

static void
free_finding (gpointer data)
{
  Finding *finding = data;

  g_free (finding->id);
  g_free (finding->name);
  g_free (finding->text);
  g_free (finding->advice);
  g_free (finding);
}

PlimCliFindings *
plim_cli_findings_new (void)
{
  PlimCliFindings *self = g_new0 (PlimCliFindings, 1);

  self->list = g_ptr_array_new_with_free_func (free_finding);
  return self;
}

void
plim_cli_findings_free (PlimCliFindings *self)
{
  g_ptr_array_unref (self->list);
  g_free (self);
}

/* The user's name is in the path of the home folder. */
static char *
dup_without_home (const char *text)
{
  const char *home = g_get_home_dir ();
  g_autofree char *printable = plim_text_dup_printable (text);
  g_autoptr (GString) result = g_string_new (printable);

  if (home[0] == '/' && home[1] != '\0')
    g_string_replace (result, home, "~", 0);
  return g_string_free (g_steal_pointer (&result), FALSE);
}

void
plim_cli_findings_add (PlimCliFindings *self,
                       PlimCliVerdict verdict,
                       const char *id,
                       const char *name,
                       const char *text,
                       const char *advice)
{
  Finding *finding = g_new0 (Finding, 1);

  finding->verdict = verdict;
  finding->id = g_strdup (id);
  finding->name = plim_text_dup_printable (name);
  finding->text = dup_without_home (text);
  if (advice != NULL)
    finding->advice = dup_without_home (advice);
  g_ptr_array_add (self->list, finding);
}

gboolean
plim_cli_findings_has_problem (const PlimCliFindings *self)
{
  for (guint i = 0; i < self->list->len; i++) {
    if (((const Finding *) g_ptr_array_index (self->list, i))->verdict == PLIM_CLI_PROBLEM)
      return TRUE;
  }
  return FALSE;
}

static const char *
get_verdict_name (PlimCliVerdict verdict)
{
  static const char *const names[] = { N_ ("ok"), N_ ("warning"), N_ ("problem") };

  return names[verdict];
}

static PlimInk
get_ink (PlimCliVerdict verdict)
{
  static const PlimInk inks[] = { PLIM_INK_PLAIN, PLIM_INK_WARNING, PLIM_INK_CRITICAL };

  return inks[verdict];
}

char *
plim_cli_findings_dup_text (const PlimCliFindings *self, gboolean has_colour)
{
  g_autoptr (PlimTable) table = plim_table_new (3);

  for (guint i = 0; i < self->list->len; i++) {
    const Finding *finding = g_ptr_array_index (self->list, i);
    const char *verdict = g_dgettext (GETTEXT_PACKAGE, get_verdict_name (finding->verdict));

    plim_table_add_cell (table, verdict, get_ink (finding->verdict));
    plim_table_add_cell (table, finding->name, PLIM_INK_HEADING);
    plim_table_add_cell (table, finding->text, PLIM_INK_PLAIN);
    if (finding->advice == NULL)
      continue;
    plim_table_add_cell (table, NULL, PLIM_INK_PLAIN);
    plim_table_add_cell (table, NULL, PLIM_INK_PLAIN);
    plim_table_take_cell (table, g_strconcat ("→ ", finding->advice, NULL), PLIM_INK_PLAIN);
  }
  return plim_table_to_string (table, has_colour);
}

char *
plim_cli_findings_dup_json (const PlimCliFindings *self)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();

  json_builder_begin_object (builder);
  json_builder_set_member_name (builder, "schema");
  json_builder_add_int_value (builder, 1);
  json_builder_set_member_name (builder, "checks");
  json_builder_begin_array (builder);
  for (guint i = 0; i < self->list->len; i++) {
    const Finding *finding = g_ptr_array_index (self->list, i);

    json_builder_begin_object (builder);
    plim_json_add_string (builder, "id", finding->id);
    plim_json_add_string (builder, "verdict", get_verdict_name (finding->verdict));
    plim_json_add_string (builder, "text", finding->text);
    plim_json_add_string (builder, "advice", finding->advice);
    json_builder_end_object (builder);
  }
  json_builder_end_array (builder);
  json_builder_end_object (builder);
  return plim_json_builder_to_string (builder, TRUE);
}
