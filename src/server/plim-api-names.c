/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "plim-api-names.h"

#include <string.h>

#define SESSION_S (5 * 3600)
#define DAY_S (24 * 3600)
#define WEEK_S (7 * DAY_S)

/* The first line of a name is the provider that a new account of that name gets. */
static const struct {
  const char *name;
  const char *provider_id;
} providers[] = {
  { "codex", "codex" },        { "codex", "codex-cli" },       { "claude", "claude-web" },
  { "claude", "claude-code" }, { "opencode", "opencode-zen" }, { "amp", "amp" },
  { "zai", "z-ai" },
};

const char *
plim_api_names_get_provider (const char *provider_id)
{
  for (gsize i = 0; i < G_N_ELEMENTS (providers); i++) {
    if (strcmp (providers[i].provider_id, provider_id) == 0)
      return providers[i].name;
  }
  return NULL;
}

const char *
plim_api_names_find_provider (const char *name)
{
  for (gsize i = 0; i < G_N_ELEMENTS (providers); i++) {
    if (strcmp (providers[i].name, name) == 0)
      return providers[i].provider_id;
  }
  return name;
}

char *
plim_api_names_dup_slug (const char *text)
{
  GString *slug = g_string_new (NULL);
  gboolean is_gap = FALSE;

  for (const char *p = text; *p != '\0'; p++) {
    char character = g_ascii_tolower (*p);

    if (!g_ascii_isalnum (character)) {
      is_gap = slug->len > 0;
      continue;
    }
    if (is_gap)
      g_string_append_c (slug, '_');
    g_string_append_c (slug, character);
    is_gap = FALSE;
  }
  return g_string_free (slug, FALSE);
}

/* (nullable): what the window is limited to, as its id says it. */
static const char *
get_scope (const PlimUsageWindow *window)
{
  const char *colon = strchr (window->id, ':');

  if (colon != NULL && colon[1] != '\0')
    return colon + 1;
  return window->scope;
}

static gboolean
is_month (const PlimUsageWindow *window)
{
  if (window->length_s == 0) /* some do not say which days */
    return g_str_has_prefix (window->id, "monthly") && window->kind == PLIM_WINDOW_FIXED;
  return window->length_s >= 28 * DAY_S && window->length_s <= 31 * DAY_S;
}

static const char *
get_balance_name (const char *name)
{
  if (g_strcmp0 (name, "codex") == 0)
    return "credits";
  if (g_strcmp0 (name, "amp") == 0)
    return "billing_balance";
  return g_strcmp0 (name, "opencode") == 0 ? "account_balance" : "balance";
}

/* (nullable): the client's name for the window, without its scope. */
static const char *
get_known_name (const char *name, const PlimUsageWindow *window)
{
  gboolean is_opencode = g_strcmp0 (name, "opencode") == 0;

  if (window->kind == PLIM_WINDOW_BALANCE)
    return get_balance_name (name);
  if (window->kind != PLIM_WINDOW_ROLLING && window->kind != PLIM_WINDOW_FIXED)
    return NULL;
  if (window->length_s == SESSION_S && g_strcmp0 (name, "zai") == 0)
    return "tokens_consumption";
  if (window->length_s == SESSION_S)
    return is_opencode ? "rolling_5hour_usage" : "rolling_5hour";
  if (window->length_s == WEEK_S)
    return is_opencode ? "weekly_usage" : "weekly";
  if (is_month (window))
    return is_opencode ? "monthly_usage" : "monthly";
  return NULL;
}

static char *
dup_name (const char *name, const PlimUsageWindow *window)
{
  const char *known = get_known_name (name, window);
  const char *scope = get_scope (window);
  g_autofree char *slug = NULL;

  if (known == NULL) {
    slug = plim_api_names_dup_slug (window->id);
    return slug[0] != '\0' ? g_steal_pointer (&slug) : g_strdup ("window");
  }
  if (scope == NULL)
    return g_strdup (known);
  if (g_strcmp0 (name, "codex") == 0 && window->length_s == WEEK_S &&
      strcmp (scope, "code-review") == 0)
    return g_strdup ("code_reviews");
  slug = plim_api_names_dup_slug (scope);
  return slug[0] != '\0' ? g_strdup_printf ("%s_%s", known, slug) : g_strdup (known);
}

/* A name that is taken gives way to the window's id, and that one to a number behind it. */
static char *
make_unique (char *wanted, /* (transfer full) */
             const PlimUsageWindow *window,
             GPtrArray *taken)
{
  g_autofree char *name = wanted;
  g_autofree char *slug = NULL;

  if (!g_ptr_array_find_with_equal_func (taken, name, g_str_equal, NULL))
    return g_steal_pointer (&name);
  slug = plim_api_names_dup_slug (window->id);
  for (guint n = 1;; n++) {
    g_autofree char *candidate = n == 1 && slug[0] != '\0'
                                     ? g_strdup (slug)
                                     : g_strdup_printf ("%s_%u", slug[0] != '\0' ? slug : name, n);

    if (!g_ptr_array_find_with_equal_func (taken, candidate, g_str_equal, NULL))
      return g_steal_pointer (&candidate);
  }
}

GStrv
plim_api_names_dup_metrics (const char *provider_id, const PlimSnapshot *snapshot)
{
  g_autoptr (GPtrArray) metrics = g_ptr_array_new ();
  const char *name = plim_api_names_get_provider (provider_id);

  for (guint i = 0; i < plim_snapshot_get_n_windows (snapshot); i++) {
    const PlimUsageWindow *window = plim_snapshot_get_window (snapshot, i);

    g_ptr_array_add (metrics, make_unique (dup_name (name, window), window, metrics));
  }
  g_ptr_array_add (metrics, NULL);
  return (GStrv) g_ptr_array_free (g_steal_pointer (&metrics), FALSE);
}
