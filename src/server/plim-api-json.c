/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "plim-api-json.h"

#include "plim-api-names.h"
#include "plim-json-write.h"
#include "plim-time.h"

#include <math.h>

/* Windows as amounts. */

static void
clear_quota (gpointer data)
{
  g_free (((PlimApiQuota *) data)->metric);
}

static gboolean
has_amounts (const PlimUsageWindow *window)
{
  if (window->kind == PLIM_WINDOW_BALANCE)
    return isfinite (window->remaining);
  return isfinite (window->limit) && (isfinite (window->used) || isfinite (window->remaining));
}

static void
take_amounts (PlimApiQuota *quota)
{
  const PlimUsageWindow *window = quota->window;

  if (window->kind == PLIM_WINDOW_BALANCE) {
    quota->limit = quota->remaining = window->remaining;
    quota->used = 0;
    return;
  }
  quota->limit = window->limit;
  quota->used = isfinite (window->used) ? window->used : MAX (window->limit - window->remaining, 0);
  quota->remaining =
      isfinite (window->remaining) ? window->remaining : MAX (window->limit - window->used, 0);
}

/* An amount without a limit (pay as you go) is its own: nothing of it is left to use. */
static void
take_use (PlimApiQuota *quota)
{
  quota->used = quota->window->used;
  quota->limit = quota->window->used;
  quota->remaining = 0;
}

/* Returns whether there is any number. */
static gboolean
take_numbers (PlimApiQuota *quota)
{
  const PlimUsageWindow *window = quota->window;

  if (has_amounts (window)) {
    take_amounts (quota);
  } else if (isfinite (window->used_percent)) {
    quota->limit = 100;
    quota->used = window->used_percent;
    quota->remaining = MAX (100 - window->used_percent, 0);
  } else if (isfinite (window->used)) {
    take_use (quota);
  } else if (isfinite (window->remaining)) {
    quota->limit = quota->remaining = window->remaining;
    quota->used = 0;
  } else {
    return FALSE;
  }
  return TRUE;
}

GArray *
plim_api_list_quotas (PlimAccount *account)
{
  GArray *quotas = g_array_new (FALSE, TRUE, sizeof (PlimApiQuota));
  PlimSnapshot *snapshot = plim_account_get_snapshot (account);
  g_auto (GStrv) metrics = NULL;

  g_array_set_clear_func (quotas, clear_quota);
  if (snapshot == NULL)
    return quotas;
  metrics = plim_api_names_dup_metrics (plim_account_get_provider_id (account), snapshot);
  for (guint i = 0; i < plim_snapshot_get_n_windows (snapshot); i++) {
    PlimApiQuota quota = { .window = plim_snapshot_get_window (snapshot, i) };

    if (!take_numbers (&quota))
      continue;
    quota.metric = g_strdup (metrics[i]);
    g_array_append_val (quotas, quota);
  }
  return quotas;
}

const char *
plim_api_get_quota_type (PlimWindowKind kind)
{
  switch (kind) {
  case PLIM_WINDOW_BALANCE:
    return "credits";
  case PLIM_WINDOW_RATE:
    return "rate_limit";
  case PLIM_WINDOW_ROLLING:
  case PLIM_WINDOW_FIXED:
  case PLIM_WINDOW_BUDGET:
  default:
    return "usage";
  }
}

const char *
plim_api_get_provider (PlimAccount *account)
{
  const char *id = plim_account_get_provider_id (account);
  const char *name = plim_api_names_get_provider (id);

  return name != NULL ? name : id;
}

GPtrArray *
plim_api_list_accounts (GListModel *accounts, const PlimApiView *view, guint *n_omitted)
{
  GPtrArray *list = g_ptr_array_new_with_free_func (g_object_unref);

  if (n_omitted != NULL)
    *n_omitted = 0;
  for (guint i = 0; i < g_list_model_get_n_items (accounts); i++) {
    g_autoptr (PlimAccount) account = g_list_model_get_item (accounts, i);

    if (!view->disabled && !plim_account_get_enabled (account))
      continue;
    if (view->all_providers ||
        plim_api_names_get_provider (plim_account_get_provider_id (account)) != NULL)
      g_ptr_array_add (list, g_steal_pointer (&account));
    else if (n_omitted != NULL)
      (*n_omitted)++;
  }
  return list;
}

/* A service. */

static gint64
get_first_seen (PlimAccount *account, const char *window_id, const PlimApiView *view)
{
  g_autofree char *key = g_strconcat (plim_account_get_id (account), "/", window_id, NULL);
  const gint64 *at = view->first_seen != NULL ? g_hash_table_lookup (view->first_seen, key) : NULL;

  return at != NULL ? *at : plim_snapshot_get_collected_at (plim_account_get_snapshot (account));
}

/* Of an account of an older version only the history tells since when it is there. */
static gint64
get_created_at (PlimAccount *account, const PlimApiView *view)
{
  PlimSnapshot *snapshot = plim_account_get_snapshot (account);
  gint64 at = plim_account_get_created_at (account);

  if (at != PLIM_TIME_UNKNOWN || snapshot == NULL)
    return at;
  at = plim_snapshot_get_collected_at (snapshot);
  for (guint i = 0; i < plim_snapshot_get_n_windows (snapshot); i++)
    at = MIN (at, get_first_seen (account, plim_snapshot_get_window (snapshot, i)->id, view));
  return at;
}

static gint64
get_changed_at (PlimAccount *account, const PlimApiView *view)
{
  gint64 at = plim_account_get_changed_at (account);

  return at != PLIM_TIME_UNKNOWN ? at : get_created_at (account, view);
}

static const char *
get_error (PlimAccount *account)
{
  PlimStatus status = plim_account_get_status (account);
  const char *message = plim_account_get_message (account);

  if (status == PLIM_STATUS_OK)
    return NULL;
  return message != NULL ? message : plim_enum_to_nick (PLIM_TYPE_STATUS, (int) status);
}

void
plim_api_add_service (JsonBuilder *builder, PlimAccount *account, const PlimApiView *view)
{
  g_autofree char *name = plim_format_label (view->format, account);
  const char *error = get_error (account);

  json_builder_begin_object (builder);
  plim_json_add_text (builder, "id", plim_account_get_id (account));
  /* Required, so it is there even when it is empty. */
  json_builder_set_member_name (builder, "name");
  json_builder_add_string_value (builder, name);
  plim_json_add_text (builder, "provider", plim_api_get_provider (account));
  plim_json_add_text (builder, "baseUrl", plim_account_get_base_url (account));
  plim_json_add_boolean (builder, "enabled", plim_account_get_enabled (account));
  plim_json_add_integer (builder, "displayOrder", (gint64) plim_account_get_order (account) + 1);
  plim_json_add_integer (builder, "createdAt", get_created_at (account, view));
  plim_json_add_integer (builder, "updatedAt", get_changed_at (account, view));
  plim_json_add_text (builder, "lastError", error);
  if (error != NULL)
    plim_json_add_text (builder, "lastErrorKind",
                        plim_account_get_status (account) == PLIM_STATUS_NOT_AUTHENTICATED
                            ? "auth"
                            : "fetch");
  json_builder_end_object (builder);
}

/* A quota. */

static void
add_window_details (JsonBuilder *builder, const PlimUsageWindow *window)
{
  json_builder_set_member_name (builder, "plimsoll");
  json_builder_begin_object (builder);
  plim_json_add_text (builder, "window", window->id);
  plim_json_add_text (builder, "title", window->title);
  plim_json_add_text (builder, "scope", window->scope);
  plim_json_add_text (builder, "unit", window->unit);
  plim_json_add_text (builder, "kind",
                      plim_enum_to_nick (PLIM_TYPE_WINDOW_KIND, (int) window->kind));
  if (window->length_s > 0)
    plim_json_add_integer (builder, "windowSeconds", window->length_s);
  plim_json_add_number (builder, "usedPercent", window->used_percent);
  plim_json_add_boolean (builder, "limitReached", window->limit_reached);
  plim_json_add_text (builder, "provenance",
                      plim_enum_to_nick (PLIM_TYPE_PROVENANCE, (int) window->provenance));
  if (window->resets_at != PLIM_TIME_UNKNOWN)
    plim_json_add_boolean (builder, "resetsAtEstimated", window->resets_at_estimated);
  json_builder_end_object (builder);
}

/* Amounts are hidden in privacy mode like everywhere; the percentage stays. */
static void
hide_amounts (PlimApiQuota *quota)
{
  if (!has_amounts (quota->window) && isfinite (quota->window->used_percent))
    return;
  quota->limit = 100;
  quota->used = isfinite (quota->window->used_percent) ? quota->window->used_percent : 0;
  quota->remaining = MAX (100 - quota->used, 0);
}

static void
add_quota (JsonBuilder *builder,
           PlimAccount *account,
           const PlimApiQuota *quota,
           const PlimApiView *view)
{
  const PlimUsageWindow *window = quota->window;
  g_autofree char *id = g_strdup_printf ("%s:%s", plim_account_get_id (account), quota->metric);

  json_builder_begin_object (builder);
  plim_json_add_text (builder, "id", id);
  plim_json_add_text (builder, "serviceId", plim_account_get_id (account));
  plim_json_add_text (builder, "metric", quota->metric);
  plim_json_add_number (builder, "limit", quota->limit);
  plim_json_add_number (builder, "used", quota->used);
  plim_json_add_number (builder, "remaining", quota->remaining);
  plim_json_add_integer (builder, "resetAt", window->resets_at);
  plim_json_add_integer (builder, "createdAt", get_first_seen (account, window->id, view));
  plim_json_add_integer (builder, "updatedAt",
                         plim_snapshot_get_collected_at (plim_account_get_snapshot (account)));
  plim_json_add_text (builder, "type", plim_api_get_quota_type (window->kind));
  add_window_details (builder, window);
  json_builder_end_object (builder);
}

static gboolean
is_shown (const PlimApiQuota *quota, const PlimApiView *view)
{
  return !view->format->privacy || isfinite (quota->window->used_percent);
}

/* Returns how many. */
static guint
add_all_quotas (JsonBuilder *builder, PlimAccount *account, const PlimApiView *view)
{
  g_autoptr (GArray) quotas = plim_api_list_quotas (account);
  guint n_added = 0;

  for (guint i = 0; i < quotas->len; i++) {
    PlimApiQuota quota = g_array_index (quotas, PlimApiQuota, i); /* borrows its texts */

    if (!is_shown (&quota, view))
      continue;
    if (view->format->privacy)
      hide_amounts (&quota);
    add_quota (builder, account, &quota, view);
    n_added++;
  }
  return n_added;
}

void
plim_api_add_quotas (JsonBuilder *builder, PlimAccount *account, const PlimApiView *view)
{
  add_all_quotas (builder, account, view);
}

/* A status. */

/* Of an account that a collector feeds: what `webhook.md` calls the account's values. */
static void
add_feed (JsonBuilder *builder, PlimAccount *account, const PlimCollectorFeed *feed)
{
  plim_json_add_text (builder, "accountKey", feed->account_key);
  plim_json_add_text (builder, "collector", feed->source);
  plim_json_add_text (builder, "collectorStatus", feed->status_word);
  plim_json_add_text (builder, "errorCode", feed->error_code);
  plim_json_add_integer (builder, "requestCount", (gint64) feed->request_count);
  if (feed->status_word == NULL)
    return;
  plim_json_add_boolean (builder, "available", plim_collector_feed_is_available (feed, account));
  plim_json_add_boolean (builder, "allowed", plim_collector_feed_is_allowed (feed, account));
  plim_json_add_boolean (builder, "limitReached", plim_collector_feed_is_limit_reached (account));
}

static void
add_account_details (JsonBuilder *builder, PlimAccount *account, const PlimApiView *view)
{
  PlimSnapshot *snapshot = plim_account_get_snapshot (account);
  const PlimCollectorFeed *feed =
      view->feeds != NULL ? g_hash_table_lookup (view->feeds, plim_account_get_id (account)) : NULL;

  json_builder_set_member_name (builder, "plimsoll");
  json_builder_begin_object (builder);
  plim_json_add_text (builder, "provider", plim_account_get_provider_id (account));
  if (plim_account_get_attempted_at (account) != PLIM_TIME_UNKNOWN)
    plim_json_add_text (builder, "status",
                        plim_enum_to_nick (PLIM_TYPE_STATUS,
                                           (int) plim_account_get_status (account)));
  if (snapshot != NULL) {
    plim_json_add_text (builder, "plan", plim_snapshot_get_plan (snapshot));
    plim_json_add_boolean (builder, "stale", plim_account_is_stale (account, view->now));
    plim_json_add_seconds (builder, "collectedAt", plim_snapshot_get_collected_at (snapshot));
  }
  plim_json_add_seconds (builder, "receivedAt",
                         feed != NULL && !plim_account_is_polled (account)
                             ? feed->received_at
                             : plim_account_get_attempted_at (account));
  if (feed != NULL)
    add_feed (builder, account, feed);
  json_builder_end_object (builder);
}

void
plim_api_add_status (JsonBuilder *builder, PlimAccount *account, const PlimApiView *view)
{
  PlimSnapshot *snapshot = plim_account_get_snapshot (account);
  const char *error = get_error (account);
  guint n_quotas;

  json_builder_begin_object (builder);
  json_builder_set_member_name (builder, "service");
  plim_api_add_service (builder, account, view);
  json_builder_set_member_name (builder, "quotas");
  json_builder_begin_array (builder);
  n_quotas = add_all_quotas (builder, account, view);
  json_builder_end_array (builder);
  plim_json_add_integer (builder, "lastUpdated",
                         n_quotas > 0 ? plim_snapshot_get_collected_at (snapshot)
                                      : get_changed_at (account, view));
  plim_json_add_boolean (builder, "isHealthy", error == NULL && n_quotas > 0);
  plim_json_add_boolean (builder, "authError",
                         plim_account_get_status (account) == PLIM_STATUS_NOT_AUTHENTICATED);
  plim_json_add_text (builder, "error", error == NULL && n_quotas == 0 ? "No data yet" : error);
  plim_json_add_seconds (builder, "tokenExpiration",
                         plim_time_parse (g_hash_table_lookup (plim_account_get_memory (account),
                                                               PLIM_SNAPSHOT_TOKEN_EXPIRES_AT)));
  add_account_details (builder, account, view);
  json_builder_end_object (builder);
}
