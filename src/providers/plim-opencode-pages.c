/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "plim-opencode-pages.h"

#include "plim-error.h"
#include "plim-html.h"
#include "plim-js-literal.h"
#include "plim-json.h"
#include "plim-opencode-console.h"
#include "plim-provider-parts.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

/* An object may be written elsewhere on the page; looking for it is bounded. */
#define MAX_LOOKUPS 32
#define MAX_RESET_S (100 * PLIM_DAY_S)

/* A page while its objects are visited. */
typedef struct {
  PlimSnapshot *snapshot;
  gint64 now;
  const char *text;
  gsize size;
  guint n_lookups;
  gboolean has_billing;
  gboolean has_usage;
} Page;

/* (transfer full) (nullable): the member when it is an object, here or elsewhere on the page. */
static JsonObject *
dup_object (Page *page, JsonObject *object, const char *name)
{
  JsonObject *member = plim_json_get_object (object, name);
  const char *reference = plim_json_get_string (object, name);

  if (member != NULL)
    return json_object_ref (member);
  if (reference == NULL || page->n_lookups == MAX_LOOKUPS)
    return NULL;
  page->n_lookups++;
  return plim_js_dup_reference (page->text, page->size, reference);
}

/* The same name is a number beside the balance; the object alone has a percentage. */
static void
add_usage (Page *page, JsonObject *container, const char *name, const char *id)
{
  g_autoptr (JsonObject) usage = dup_object (page, container, name);
  PlimUsageWindow *window;
  double percent, seconds;

  if (plim_json_get_node (usage, "usagePercent") == NULL)
    return;
  page->has_usage = TRUE;
  if (!plim_json_get_number (usage, "usagePercent", &percent))
    return;
  window = plim_opencode_new_window (page->snapshot, id);
  window->used_percent = percent;
  window->limit_reached = g_strcmp0 (plim_json_get_string (usage, "status"), "rate-limited") == 0;
  if (plim_json_get_number (usage, "resetInSec", &seconds) && seconds >= 0 &&
      seconds <= (double) MAX_RESET_S)
    window->resets_at = page->now + (gint64) seconds;
}

/* What was counted in an earlier month is no longer used. */
static double
get_month_usage (JsonObject *billing, gint64 now)
{
  gint64 counted_at = plim_json_get_time (billing, "timeMonthlyUsageUpdated");
  double usage;

  if (plim_json_get_node (billing, "monthlyUsage") == NULL ||
      (counted_at != PLIM_TIME_UNKNOWN && counted_at < plim_time_month_start (now)))
    return 0;
  plim_json_get_number (billing, "monthlyUsage", &usage);
  return usage / PLIM_OPENCODE_UNIT;
}

/* The cap is in whole dollars, what is used of it in the provider's units. */
static void
add_budget (PlimSnapshot *snapshot, gint64 now, JsonObject *billing)
{
  double used = get_month_usage (billing, now);
  PlimUsageWindow *window;
  double limit;

  if (!plim_json_get_number (billing, "monthlyLimit", &limit) || !(limit > 0) || isnan (used))
    return;
  window = plim_snapshot_add_window (snapshot, "budget", PLIM_WINDOW_BUDGET);
  window->title = g_strdup (N_ ("Spending cap"));
  window->used = used;
  window->limit = limit;
  window->unit = g_strdup ("USD");
  window->length_s = plim_time_month_end (now) - plim_time_month_start (now);
  window->resets_at = plim_time_month_end (now);
  plim_usage_window_derive_percent (window);
}

static void
set_plan (Page *page, JsonObject *billing)
{
  g_autoptr (JsonObject) subscription = dup_object (page, billing, "subscription");
  const char *name = plim_json_get_string (subscription, "plan");
  g_autofree char *plan = NULL;

  if (name != NULL)
    plan = g_strconcat ("Black $", name, NULL);
  else if (plim_json_get_string (billing, "liteSubscriptionID") != NULL)
    plan = g_strdup ("Go");
  else
    plan = g_strdup ("Pay as you go");
  plim_snapshot_set_plan (page->snapshot, plan);
}

static gboolean
is_billing (JsonObject *object)
{
  double balance;

  return plim_json_get_number (object, "balance", &balance) &&
         (json_object_has_member (object, "customerID") ||
          json_object_has_member (object, "monthlyLimit"));
}

static void
visit_object (JsonObject *object, gpointer user_data)
{
  Page *page = user_data;
  double balance;

  add_usage (page, object, "rollingUsage", "session");
  add_usage (page, object, "weeklyUsage", "weekly");
  add_usage (page, object, "monthlyUsage", "monthly");
  if (page->has_billing || !is_billing (object))
    return;
  page->has_billing = TRUE;
  plim_json_get_number (object, "balance", &balance);
  plim_opencode_add_balance (page->snapshot, balance);
  add_budget (page->snapshot, page->now, object);
  set_plan (page, object);
}

static gboolean
is_sign_in (GBytes *body)
{
  g_autoptr (PlimHtml) page = plim_html_parse (body, NULL);
  const PlimHtmlElement *title =
      page != NULL ? plim_html_find (page, NULL, plim_html_is, "title") : NULL;
  g_autofree char *text = title != NULL ? plim_html_dup_text (title) : NULL;

  return plim_parts_has_text (text, "OpenAuth");
}

static void
set_no_data (GBytes *body, GError **error)
{
  if (is_sign_in (body))
    plim_set_error (error, PLIM_STATUS_NOT_AUTHENTICATED, PLIM_CAUSE_NONE,
                    "the page wants a sign-in");
  else
    plim_set_error (error, PLIM_STATUS_INVALID_RESPONSE, PLIM_CAUSE_NONE,
                    "the page carries neither billing nor usage");
}

gboolean
plim_opencode_add_page (PlimSnapshot *snapshot, gint64 now, GBytes *body, GError **error)
{
  gsize size;
  const char *text = g_bytes_get_data (body, &size);
  Page page = { .snapshot = snapshot, .now = now, .text = text, .size = size };
  static const char mark[] = "billing.get";

  plim_js_foreach_object (text, size, visit_object, &page);
  if (page.has_billing || plim_snapshot_get_n_windows (snapshot) > 0)
    return TRUE;
  /* A workspace without billing has the entry, with nothing in it. */
  if (!page.has_usage && size > 0 && memmem (text, size, mark, strlen (mark)) != NULL)
    return TRUE;
  set_no_data (body, error);
  return FALSE;
}
