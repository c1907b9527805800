/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "plim-ollama-page.h"

#include "plim-error.h"
#include "plim-html.h"
#include "plim-json.h"
#include "plim-provider-parts.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

/* The last block has no label after it: what is further away than this belongs to it no more. */
#define MAX_BLOCK_ELEMENTS 100
#define MAX_BLOCKS 10
#define MAX_PLAN_DISTANCE 5
#define MAX_BLOCK_BYTES 4000
#define USED_PATTERN "([0-9]+(?:[.,][0-9]+)?)\\s*%\\s*used"
#define WIDTH_PATTERN "\\bwidth: ?([0-9]+(?:\\.[0-9]+)?)%"

/* How the page calls a window. */
typedef struct {
  const char *label;
  const char *id;
  const char *title;
  gint64 length_s;
} Label;

static const Label labels[] = {
  { "session usage", "session", N_ ("Session (5 h)"), 5 * PLIM_HOUR_S },
  { "hourly usage", "session", N_ ("Session"), 0 },
  { "weekly usage", "weekly", N_ ("Week"), PLIM_WEEK_S },
  { "monthly usage", "monthly", N_ ("Month"), 0 },
};

/* What stands between a label and the next. */
typedef struct {
  char *text;        /* all of it: the parts of a number may be in elements of their own */
  char *description; /* (nullable): of the bar, for screen readers */
  double width;      /* of the bar, in percent; NAN when not found */
  gint64 resets_at;
} Block;

static void
block_clear (Block *block)
{
  g_free (block->text);
  g_free (block->description);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Block, block_clear)

/* (transfer full): the element's own text, in lower case, with single spaces. */
static char *
dup_words (const PlimHtmlElement *element)
{
  g_autofree char *text = plim_html_dup_text (element);
  g_autofree char *lower = g_ascii_strdown (text, -1);
  char *end = lower;

  for (const char *c = lower; *c != '\0'; c++) {
    if (!g_ascii_isspace (*c))
      *end++ = *c;
    else if (end > lower && end[-1] != ' ')
      *end++ = ' ';
  }
  *end = '\0';
  return g_strdup (g_strchomp (lower));
}

static gboolean
is_unseen (const PlimHtmlElement *element)
{
  return plim_html_is (element, "script") || plim_html_is (element, "style") ||
         plim_html_is (element, "title");
}

/* (nullable): the label that the element shows. */
static const Label *
get_label (const PlimHtmlElement *element)
{
  g_autofree char *words = dup_words (element);

  if (is_unseen (element))
    return NULL;
  for (guint i = 0; i < G_N_ELEMENTS (labels); i++) {
    if (g_str_has_prefix (words, labels[i].label))
      return &labels[i];
  }
  return NULL;
}

static gboolean
shows_label (const PlimHtmlElement *element, const char *argument)
{
  return get_label (element) != NULL;
}

static gboolean
shows_text (const PlimHtmlElement *element, const char *text)
{
  g_autofree char *words = dup_words (element);

  return !is_unseen (element) && g_str_has_prefix (words, text);
}

/* NAN when @pattern, whose first group is a number, is not in @text. */
static double
match_number (const char *pattern, const char *text)
{
  g_autoptr (GRegex) regex = g_regex_new (pattern, G_REGEX_CASELESS, 0, NULL);
  g_autoptr (GMatchInfo) match = NULL;
  g_autofree char *number = NULL;

  if (text == NULL || !g_regex_match (regex, text, 0, &match))
    return NAN;
  number = g_match_info_fetch (match, 1);
  return plim_number_from_string (g_strdelimit (number, ",", '.'));
}

/* The first of each kind counts. */
static void
read_block_element (Block *block, const PlimHtmlElement *element)
{
  g_autofree char *track = plim_html_dup_attribute (element, "data-usage-track");
  g_autofree char *style = plim_html_dup_attribute (element, "style");

  if (track != NULL && block->description == NULL)
    block->description = plim_html_dup_attribute (element, "aria-label");
  if (isnan (block->width))
    block->width = match_number (WIDTH_PATTERN, style);
  if (block->resets_at == PLIM_TIME_UNKNOWN && plim_html_has_class (element, "local-time")) {
    g_autofree char *time = plim_html_dup_attribute (element, "data-time");

    block->resets_at = plim_time_parse (time);
  }
}

static void
read_block (Block *block, const PlimHtml *page, const PlimHtmlElement *label)
{
  const PlimHtmlElement *element = label;

  *block = (Block){ .width = NAN };
  for (guint i = 0; element != NULL && i < MAX_BLOCK_ELEMENTS; i++) {
    if (i > 0 && get_label (element) != NULL)
      break;
    read_block_element (block, element);
    element = plim_html_find (page, element, NULL, NULL);
  }
  block->text = plim_html_dup_text_between (label, element, MAX_BLOCK_BYTES);
}

static double
get_percent (const Block *block)
{
  double percent = match_number (USED_PATTERN, block->text);

  if (isnan (percent))
    percent = match_number (USED_PATTERN, block->description);
  return isnan (percent) ? block->width : percent;
}

/* Returns whether the block has a percentage. */
static gboolean
add_block (PlimSnapshot *snapshot, const PlimHtml *page, const PlimHtmlElement *element)
{
  const Label *label = get_label (element);
  g_auto (Block) block = { 0 };
  PlimUsageWindow *window;
  double percent;

  read_block (&block, page, element);
  percent = get_percent (&block);
  if (isnan (percent))
    return FALSE;
  window = plim_snapshot_add_window (snapshot, label->id, PLIM_WINDOW_FIXED);
  window->title = g_strdup (label->title);
  window->length_s = label->length_s;
  window->used_percent = percent;
  window->resets_at = block.resets_at;
  return TRUE;
}

/* The plan stands soon after the heading. */
static void
add_plan (PlimSnapshot *snapshot, const PlimHtml *page)
{
  const PlimHtmlElement *element = plim_html_find (page, NULL, shows_text, "cloud usage");

  for (guint i = 0; i < MAX_PLAN_DISTANCE && element != NULL; i++) {
    element = plim_html_find (page, element, NULL, NULL);
    if (element != NULL && plim_html_has_class (element, "capitalize")) {
      g_autofree char *plan = dup_words (element);

      plan[0] = g_ascii_toupper (plan[0]);
      plim_snapshot_set_plan (snapshot, plan[0] != '\0' ? plan : NULL);
      return;
    }
  }
}

static void
add_identity (PlimSnapshot *snapshot, const PlimHtml *page)
{
  const PlimHtmlElement *element = plim_html_find (page, NULL, plim_html_has_id, "header-email");
  g_autofree char *text = element != NULL ? plim_html_dup_text (element) : NULL;

  if (text != NULL && g_strstrip (text)[0] != '\0')
    plim_snapshot_set_identity (snapshot, text);
}

static gboolean
leads_to_sign_in (const PlimHtmlElement *element, const char *argument)
{
  g_autofree char *action = plim_html_dup_attribute (element, "action");

  return plim_html_is (element, "form") && plim_parts_has_text (action, "/signin");
}

static void
set_no_usage (const PlimHtml *page, GError **error)
{
  if (plim_html_find (page, NULL, shows_text, "sign in to ollama") != NULL ||
      plim_html_find (page, NULL, leads_to_sign_in, NULL) != NULL)
    plim_set_error (error, PLIM_STATUS_NOT_AUTHENTICATED, PLIM_CAUSE_NONE,
                    "the page wants a sign-in");
  else
    plim_set_error (error, PLIM_STATUS_INVALID_RESPONSE, PLIM_CAUSE_NONE,
                    "the page shows neither usage nor a sign-in");
}

gboolean
plim_ollama_add_page (PlimSnapshot *snapshot, GBytes *body, GError **error)
{
  g_autoptr (PlimHtml) page = plim_html_parse (body, error);
  const PlimHtmlElement *label;
  gboolean has_percent = FALSE;

  if (page == NULL)
    return FALSE;
  label = plim_html_find (page, NULL, shows_label, NULL);
  if (label == NULL) {
    set_no_usage (page, error);
    return FALSE;
  }
  for (guint i = 0; label != NULL && i < MAX_BLOCKS; i++) {
    has_percent |= add_block (snapshot, page, label);
    label = plim_html_find (page, label, shows_label, NULL);
  }
  if (!has_percent) {
    plim_set_error (error, PLIM_STATUS_INVALID_RESPONSE, PLIM_CAUSE_NONE,
                    "the page shows usage without a percentage");
    return FALSE;
  }
  add_plan (snapshot, page);
  add_identity (snapshot, page);
  return TRUE;
}
