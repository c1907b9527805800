/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "plim-claude-organization.h"

#include "plim-choice.h"
#include "plim-json.h"
#include "plim-provider-parts.h"

#include <string.h>

/* 0: no good for chatting; 1: not for the API alone; 2: can chat. */
static int
rate_organization (JsonObject *organization)
{
  JsonArray *capabilities = plim_json_get_array (organization, "capabilities");
  gboolean is_api_only = TRUE;

  for (guint i = 0; capabilities != NULL && i < json_array_get_length (capabilities); i++) {
    JsonNode *node = json_array_get_element (capabilities, i);
    const char *name = JSON_NODE_HOLDS_VALUE (node) ? json_node_get_string (node) : NULL;

    if (g_strcmp0 (name, "chat") == 0)
      return 2;
    if (name != NULL && !g_str_has_prefix (name, "api"))
      is_api_only = FALSE;
  }
  return is_api_only ? 0 : 1;
}

JsonObject *
plim_claude_choose_organization (JsonArray *list, const char *uuid)
{
  JsonObject *best = NULL;
  int best_rating = -1;

  for (guint i = 0; i < json_array_get_length (list); i++) {
    JsonObject *organization = plim_json_get_element_object (list, i);
    const char *own_uuid = plim_json_get_string (organization, "uuid");
    int rating;

    if (own_uuid == NULL || !g_uuid_string_is_valid (own_uuid))
      continue;
    if (uuid != NULL && g_ascii_strcasecmp (uuid, own_uuid) == 0)
      return organization;
    rating = uuid == NULL ? rate_organization (organization) : -1;
    if (rating > best_rating) {
      best = organization;
      best_rating = rating;
    }
  }
  return best;
}

void
plim_claude_offer_organizations (PlimSnapshot *snapshot, JsonArray *list)
{
  g_autoptr (GPtrArray) choices = plim_choices_new ();

  for (guint i = 0; i < json_array_get_length (list); i++) {
    JsonObject *organization = plim_json_get_element_object (list, i);
    const char *uuid = plim_json_get_string (organization, "uuid");
    const char *name = plim_json_get_string (organization, "name");

    if (uuid != NULL && g_uuid_string_is_valid (uuid))
      g_ptr_array_add (choices, plim_choice_new (uuid, name != NULL ? name : uuid));
  }
  plim_choices_offer (snapshot, "organization", choices);
}

static gboolean
has_capability (JsonObject *organization, const char *wanted)
{
  JsonArray *capabilities = plim_json_get_array (organization, "capabilities");

  for (guint i = 0; capabilities != NULL && i < json_array_get_length (capabilities); i++) {
    JsonNode *node = json_array_get_element (capabilities, i);

    if (JSON_NODE_HOLDS_VALUE (node) && g_strcmp0 (json_node_get_string (node), wanted) == 0)
      return TRUE;
  }
  return FALSE;
}

static char *
dup_plan_of_tier (const char *tier)
{
  static const char *const known[][2] = {
    { "default_claude_ai", "Free" },       { "default_claude_pro", "Pro" },
    { "default_claude_max_5x", "Max 5x" }, { "default_claude_max_20x", "Max 20x" },
    { "default_raven", "Team" },
  };
  static const char *const prefixes[] = { "default_claude_", "default_" };

  for (guint i = 0; i < G_N_ELEMENTS (known); i++) {
    if (g_str_equal (tier, known[i][0]))
      return g_strdup (known[i][1]);
  }
  for (guint i = 0; i < G_N_ELEMENTS (prefixes); i++) {
    if (g_str_has_prefix (tier, prefixes[i]))
      return plim_parts_dup_words (tier + strlen (prefixes[i]));
  }
  return plim_parts_dup_words (tier);
}

char *
plim_claude_dup_plan (JsonObject *organization)
{
  static const char *const capabilities[][2] = {
    { "claude_max", "Max" },
    { "claude_pro", "Pro" },
    { "raven", "Team" },
    { "chat", "Free" },
  };
  const char *tier = plim_json_get_string (organization, "rate_limit_tier");

  if (tier != NULL)
    return dup_plan_of_tier (tier);
  for (guint i = 0; i < G_N_ELEMENTS (capabilities); i++) {
    if (has_capability (organization, capabilities[i][0]))
      return g_strdup (capabilities[i][1]);
  }
  return NULL;
}
