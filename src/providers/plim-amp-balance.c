/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "plim-amp-balance.h"

#include "plim-amp-free-tier.h"
#include "plim-json.h"
#include "plim-provider-parts.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#define MAX_LINES 100
#define MAX_LINE_BYTES 1000
#define DOLLARS "(-?\\$-?[0-9.,]+)"
#define PERCENT "([0-9.]+)%"

typedef struct {
  const char *pattern;
  void (*add) (PlimSnapshot *snapshot, gint64 now, const GMatchInfo *match);
} Rule;

/* %NAN for what is no amount: "$1,234.56", "-$3", "732.8". */
static double
fetch_number (const GMatchInfo *match, int group)
{
  g_autofree char *text = g_match_info_fetch (match, group);
  char *end = text;

  if (text == NULL)
    return NAN;
  for (const char *c = text; *c != '\0'; c++) {
    if (*c != '$' && *c != ',')
      *end++ = *c;
  }
  *end = '\0';
  return plim_number_from_string (text);
}

static void
add_identity (PlimSnapshot *snapshot, gint64 now, const GMatchInfo *match)
{
  g_autofree char *name = g_match_info_fetch (match, 1);

  if (strchr (name, '@') != NULL)
    plim_snapshot_set_identity (snapshot, name);
}

/* A tier that is paid for names the plan, whichever line comes first. */
static void
set_free_plan (PlimSnapshot *snapshot)
{
  if (plim_snapshot_get_plan (snapshot) == NULL)
    plim_snapshot_set_plan (snapshot, "Free");
}

static void
add_free_dollars (PlimSnapshot *snapshot, gint64 now, const GMatchInfo *match)
{
  double remaining = fetch_number (match, 1);
  double limit = fetch_number (match, 2);

  set_free_plan (snapshot);
  plim_amp_add_free (snapshot, now, limit, limit - remaining, fetch_number (match, 3), NAN);
}

/* The daily share comes anew at midnight; the text says when only in New York's time. */
static void
add_free_percent (PlimSnapshot *snapshot, gint64 now, const GMatchInfo *match)
{
  PlimUsageWindow *window;

  set_free_plan (snapshot);
  window = plim_snapshot_add_window (snapshot, "free", PLIM_WINDOW_FIXED);
  window->title = g_strdup (N_ ("Amp Free"));
  window->length_s = PLIM_DAY_S;
  window->used_percent = 100 - fetch_number (match, 1);
  window->resets_at = now - now % PLIM_DAY_S + PLIM_DAY_S;
  window->resets_at_estimated = TRUE;
}

static void
add_credits_window (PlimSnapshot *snapshot, const char *id, const char *scope, double remaining)
{
  PlimUsageWindow *window;

  if (isnan (remaining))
    return;
  window = plim_snapshot_add_window (snapshot, id, PLIM_WINDOW_BALANCE);
  window->title = g_strdup (N_ ("Credits"));
  window->scope = g_strdup (scope);
  window->remaining = remaining;
  window->unit = g_strdup ("USD");
}

static void
add_credits (PlimSnapshot *snapshot, gint64 now, const GMatchInfo *match)
{
  add_credits_window (snapshot, "credits", NULL, fetch_number (match, 1));
}

static void
add_workspace (PlimSnapshot *snapshot, gint64 now, const GMatchInfo *match)
{
  g_autofree char *name = g_match_info_fetch (match, 1);
  g_autofree char *slug = plim_slug (name);
  g_autofree char *id = g_strconcat ("credits:", slug, NULL);

  add_credits_window (snapshot, id, name, fetch_number (match, 2));
}

static PlimUsageWindow *
add_tier_window (PlimSnapshot *snapshot, const char *id, const char *title, const char *tier)
{
  PlimUsageWindow *window = plim_snapshot_add_window (snapshot, id, PLIM_WINDOW_FIXED);

  window->title = g_strdup (title);
  window->scope = g_strdup (tier);
  return window;
}

/* "period 2026-11-13 to 2026-12-13" */
static void
set_period (PlimUsageWindow *window, const GMatchInfo *match, int first_group)
{
  gint64 days[2];

  for (int i = 0; i < 2; i++) {
    g_autofree char *date = g_match_info_fetch (match, first_group + i);
    g_autofree char *midnight = g_strconcat (date != NULL ? date : "", "T00:00:00Z", NULL);

    days[i] = plim_time_parse (midnight);
  }
  window->resets_at = days[1];
  if (days[0] != PLIM_TIME_UNKNOWN && days[1] > days[0])
    window->length_s = days[1] - days[0];
}

static void
fill_share (PlimUsageWindow *window, double remaining, double limit, const char *unit)
{
  window->limit = limit;
  window->used = MAX (limit - remaining, 0);
  window->unit = g_strdup (unit);
  plim_usage_window_derive_percent (window);
}

static void
add_tier (PlimSnapshot *snapshot, gint64 now, const GMatchInfo *match)
{
  g_autofree char *tier = g_match_info_fetch (match, 1);
  double orb_limit = fetch_number (match, 5);
  double orb_remaining = fetch_number (match, 4);
  double remaining = fetch_number (match, 2);
  double limit = fetch_number (match, 3);
  PlimUsageWindow *window;

  plim_snapshot_set_plan (snapshot, tier);
  if (limit > 0 && !isnan (remaining)) {
    window = add_tier_window (snapshot, "agent", N_ ("Usage"), tier);
    fill_share (window, remaining, limit, "USD");
    set_period (window, match, 6);
  }
  if (orb_limit > 0 && !isnan (orb_remaining)) {
    window = add_tier_window (snapshot, "orb", N_ ("Orb hours"), tier);
    fill_share (window, orb_remaining, orb_limit, "hours");
    set_period (window, match, 6);
  }
}

/* The older line has percentages alone; "in 29 days" is too coarse for a reset. */
static void
add_subscription (PlimSnapshot *snapshot, gint64 now, const GMatchInfo *match)
{
  g_autofree char *tier = g_match_info_fetch (match, 1);
  double agent_left = fetch_number (match, 2);
  double orb_left = fetch_number (match, 3);

  plim_snapshot_set_plan (snapshot, tier);
  if (!isnan (agent_left))
    add_tier_window (snapshot, "agent", N_ ("Usage"), tier)->used_percent = 100 - agent_left;
  if (!isnan (orb_left))
    add_tier_window (snapshot, "orb", N_ ("Orb hours"), tier)->used_percent = 100 - orb_left;
}

#define SHARES PERCENT " other usage(?: and " PERCENT " orb usage)? remaining"

static const Rule rules[] = {
  { "^Signed in as (\\S+)", add_identity },
  { "^Amp Free: " DOLLARS " ?/ ?" DOLLARS " remaining(?: \\(replenishes \\+?" DOLLARS "/hour\\))?",
    add_free_dollars },
  { "^Amp Free: " PERCENT " remaining (?:today|\\(resets daily\\))", add_free_percent },
  { "^Individual credits: " DOLLARS " remaining", add_credits },
  { "^Workspace (.+): " DOLLARS " remaining", add_workspace },
  { "^Amp (.+) Tier: agent usage " DOLLARS " of " DOLLARS " remaining"
    "(?:.*?, orb usage ([0-9.,]+)h of ([0-9.,]+)h .*?remaining)?"
    "(?:.* period ([0-9]{4}-[0-9]{2}-[0-9]{2}) to ([0-9]{4}-[0-9]{2}-[0-9]{2}))?",
    add_tier },
  { "^Amp (.+) Subscription: " SHARES, add_subscription },
  { "^(?:Amp )?Subscription (.+): " SHARES, add_subscription },
};

static GRegex *
new_regex (const char *pattern)
{
  return g_regex_new (pattern, G_REGEX_CASELESS, 0, NULL);
}

/* A line of a new form is worth a report, but what it says is nobody's business. */
static void
log_shape (const char *line)
{
  g_autofree char *shape = g_strndup (line, 200);

  for (char *c = shape; *c != '\0'; c++)
    *c = g_ascii_isdigit (*c) ? '9' : g_ascii_ispunct (*c) || *c == ' ' ? *c : 'a';
  g_debug ("amp: a line of unknown form: %s", shape);
}

static gboolean
add_line (PlimSnapshot *snapshot, gint64 now, const char *line, GRegex *const *regexes)
{
  for (guint i = 0; i < G_N_ELEMENTS (rules); i++) {
    g_autoptr (GMatchInfo) match = NULL;

    if (!g_regex_match (regexes[i], line, 0, &match))
      continue;
    rules[i].add (snapshot, now, match);
    return TRUE;
  }
  log_shape (line);
  return FALSE;
}

gboolean
plim_amp_add_balance (PlimSnapshot *snapshot, gint64 now, const char *text)
{
  g_autoptr (GRegex) decoration = new_regex ("\\x1b\\[[0-9;]*[A-Za-z]|\\*\\*");
  g_autofree char *plain = g_regex_replace_literal (decoration, text, -1, 0, "", 0, NULL);
  g_auto (GStrv) lines = g_strsplit (plain != NULL ? plain : text, "\n", MAX_LINES);
  GRegex *regexes[G_N_ELEMENTS (rules)];
  gboolean is_understood = FALSE;

  for (guint i = 0; i < G_N_ELEMENTS (rules); i++)
    regexes[i] = new_regex (rules[i].pattern);
  for (guint i = 0; lines[i] != NULL; i++) {
    const char *line = g_strstrip (lines[i]);

    if (line[0] != '\0' && strlen (line) <= MAX_LINE_BYTES)
      is_understood |= add_line (snapshot, now, line, regexes);
  }
  for (guint i = 0; i < G_N_ELEMENTS (rules); i++)
    g_regex_unref (regexes[i]);
  return is_understood;
}
