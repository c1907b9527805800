/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "plim-choice.h"

#include "plim-json.h"
#include "plim-plain.h"

#include <string.h>

#define MEMORY_PREFIX "choices:"
/* More than anybody looks through. */
#define MAX_CHOICES 100
#define MAX_LABEL_CHARS 256

PlimChoice *
plim_choice_new (const char *id, const char *label)
{
  PlimChoice *self = g_new0 (PlimChoice, 1);

  self->id = g_strdup (id);
  self->label = g_strdup (label);
  plim_plain_clean (&self->label, MAX_LABEL_CHARS);
  return self;
}

void
plim_choice_free (PlimChoice *self)
{
  g_free (self->id);
  g_free (self->label);
  g_free (self);
}

GPtrArray *
plim_choices_new (void)
{
  return g_ptr_array_new_with_free_func ((GDestroyNotify) plim_choice_free);
}

const char *
plim_choices_get_memory_prefix (void)
{
  return MEMORY_PREFIX;
}

/* [{"id": …, "label": …}, …] */
void
plim_choices_offer (PlimSnapshot *snapshot, const char *field, GPtrArray *choices)
{
  g_autofree char *name = g_strconcat (MEMORY_PREFIX, field, NULL);
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  g_autoptr (JsonNode) root = NULL;
  g_autofree char *text = NULL;

  json_builder_begin_array (builder);
  for (guint i = 0; i < MIN (choices->len, MAX_CHOICES); i++) {
    const PlimChoice *choice = g_ptr_array_index (choices, i);

    json_builder_begin_object (builder);
    json_builder_set_member_name (builder, "id");
    json_builder_add_string_value (builder, choice->id);
    json_builder_set_member_name (builder, "label");
    json_builder_add_string_value (builder, choice->label);
    json_builder_end_object (builder);
  }
  json_builder_end_array (builder);
  root = json_builder_get_root (builder);
  text = json_to_string (root, FALSE);
  plim_snapshot_remember (snapshot, name, text);
}

GPtrArray *
plim_choices_of (PlimAccount *account, const char *field)
{
  g_autofree char *name = g_strconcat (MEMORY_PREFIX, field, NULL);
  const char *text = g_hash_table_lookup (plim_account_get_memory (account), name);
  GPtrArray *choices = plim_choices_new ();
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (JsonNode) root = NULL;
  JsonArray *array;

  if (text == NULL)
    return choices;
  bytes = g_bytes_new_static (text, strlen (text));
  root = plim_json_parse (bytes, NULL);
  if (root == NULL || !JSON_NODE_HOLDS_ARRAY (root))
    return choices;
  array = json_node_get_array (root);
  for (guint i = 0; i < json_array_get_length (array); i++) {
    JsonObject *choice = plim_json_get_element_object (array, i);
    const char *id = plim_json_get_string (choice, "id");
    const char *label = plim_json_get_string (choice, "label");

    if (id != NULL && label != NULL)
      g_ptr_array_add (choices, plim_choice_new (id, label));
  }
  return choices;
}
