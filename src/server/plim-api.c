/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "plim-api-access.h"
#include "plim-api-private.h"

#include "plim-database-analytics.h"
#include "plim-redact.h"
#include "plim-settings.h"
#include "plim-snapshot-json.h"

#include <string.h>

G_DEFINE_FINAL_TYPE (PlimApi, plim_api, G_TYPE_OBJECT)

/* What is asked for. */

static gboolean
read_word (
    PlimApiQuery *query, const char *name, const char *word, gboolean *is_there, GError **error)
{
  const char *text;

  if (!plim_api_query_get_text (query, name, &text, error))
    return FALSE;
  *is_there = text != NULL;
  if (text == NULL || strcmp (text, word) == 0)
    return TRUE;
  g_set_error (error, PLIM_API_ERROR, SOUP_STATUS_BAD_REQUEST, "%s must be %s", name, word);
  return FALSE;
}

gboolean
plim_api_init_view (PlimApi *self, PlimApiQuery *query, PlimApiView *view, GError **error)
{
  *view = (PlimApiView){
    .format = &self->format,
    .now = plim_clock_get_now (self->clock),
    .first_seen = self->first_seen,
    .feeds = self->collectors != NULL ? plim_collectors_get_feeds (self->collectors) : NULL,
  };
  return query == NULL || (read_word (query, "providers", "all", &view->all_providers, error) &&
                           read_word (query, "include", "disabled", &view->disabled, error));
}

void
plim_api_answer_gerror (PlimCall *call, const GError *error)
{
  g_autofree char *text = NULL;

  if (error->domain == PLIM_API_ERROR) {
    plim_call_answer_error (call, (guint) error->code, error->message);
    return;
  }
  text = plim_redact (error->message);
  g_message ("The local API could not answer: %s", text);
  plim_call_answer_error (call, SOUP_STATUS_INTERNAL_SERVER_ERROR, text);
}

PlimApiQuery *
plim_api_begin (PlimApi *self, PlimCall *call, PlimApiView *view)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (PlimApiQuery) query = plim_api_query_parse (plim_call_get_query (call), &error);

  if (query != NULL && plim_api_init_view (self, query, view, &error))
    return g_steal_pointer (&query);
  plim_api_answer_gerror (call, error);
  return NULL;
}

static void
tell_omitted (PlimCall *call, guint n_omitted)
{
  g_autofree char *number = NULL;

  if (n_omitted == 0)
    return;
  number = g_strdup_printf ("%u", n_omitted);
  plim_call_set_header (call, "X-Plimsoll-Omitted", number);
}

GPtrArray *
plim_api_list (PlimApi *self, PlimCall *call, const PlimApiView *view)
{
  guint n_omitted;
  GPtrArray *list = plim_api_list_accounts (G_LIST_MODEL (self->accounts), view, &n_omitted);

  tell_omitted (call, n_omitted);
  return list;
}

void
plim_api_answer_status (PlimApi *self, PlimCall *call, PlimAccount *account)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  PlimApiView view;

  plim_api_init_view (self, NULL, &view, NULL);
  plim_api_add_status (builder, account, &view);
  plim_call_answer_json (call, SOUP_STATUS_OK, builder);
}

/* Changes. */

static void schedule_stale (PlimApi *self);

static void
on_changed (PlimApi *self)
{
  plim_api_forget_status (self, NULL);
  plim_api_sockets_announce (self->sockets);
}

static void
on_account_changed (PlimApi *self, PlimAccount *account)
{
  plim_api_forget_status (self, account);
  plim_api_sockets_announce (self->sockets);
}

static gboolean
on_stale (gpointer user_data)
{
  PlimApi *self = user_data;

  self->stale_id = 0;
  plim_api_forget_answers (self);
  plim_api_sockets_announce (self->sockets);
  return G_SOURCE_REMOVE;
}

/* Time alone makes numbers old; who only listens must be told. */
static void
schedule_stale (PlimApi *self)
{
  gint64 wait_s = self->answers_until - plim_clock_get_now (self->clock);

  g_clear_handle_id (&self->stale_id, g_source_remove);
  if (self->answers_until != G_MAXINT64)
    self->stale_id = g_timeout_add_seconds ((guint) CLAMP (wait_s, 1, G_MAXINT), on_stale, self);
}

static GBytes *
make_message (gboolean all_providers, gpointer user_data)
{
  PlimApi *self = user_data;
  const PlimApiAnswer *answer = plim_api_get_answer (self, all_providers, FALSE);
  GString *text = g_string_new ("{\"type\":\"status\",\"data\":");

  g_string_append_len (text, g_bytes_get_data (answer->body, NULL),
                       (gssize) g_bytes_get_size (answer->body));
  g_string_append_printf (text, ",\"ts\":%" G_GINT64_FORMAT "}", plim_clock_get_now (self->clock));
  schedule_stale (self);
  return g_string_free_to_bytes (text);
}

static void
note_first_seen (PlimApi *self, const char *account_id, const char *window_id, gint64 at)
{
  g_autofree char *key = g_strconcat (account_id, "/", window_id, NULL);
  gint64 *known = g_hash_table_lookup (self->first_seen, key);

  if (known == NULL)
    g_hash_table_insert (self->first_seen, g_steal_pointer (&key), g_memdup2 (&at, sizeof at));
  else
    *known = MIN (*known, at);
}

static void
note_windows (PlimApi *self, PlimAccount *account)
{
  PlimSnapshot *snapshot = plim_account_get_snapshot (account);

  for (guint i = 0; snapshot != NULL && i < plim_snapshot_get_n_windows (snapshot); i++)
    note_first_seen (self, plim_account_get_id (account),
                     plim_snapshot_get_window (snapshot, i)->id,
                     plim_snapshot_get_collected_at (snapshot));
}

static void
on_account_notify (PlimAccount *account, GParamSpec *pspec, PlimApi *self)
{
  /* What is planned or under way is in no answer. */
  if (g_str_equal (pspec->name, "polling") || g_str_equal (pspec->name, "next-poll-at") ||
      g_str_equal (pspec->name, "memory"))
    return;
  if (g_str_equal (pspec->name, "snapshot"))
    note_windows (self, account);
  on_account_changed (self, account);
}

static void
on_accounts_changed (
    GListModel *accounts, guint position, guint n_removed, guint n_added, PlimApi *self)
{
  for (guint i = position; i < position + n_added; i++) {
    g_autoptr (PlimAccount) account = g_list_model_get_item (accounts, i);

    g_signal_handlers_disconnect_by_func (account, on_account_notify, self);
    g_signal_connect_object (account, "notify", G_CALLBACK (on_account_notify), self, 0);
    note_windows (self, account);
  }
  on_changed (self);
}

static void
on_format_changed (PlimApi *self)
{
  plim_settings_get_format (self->settings, &self->format);
  on_changed (self);
}

static void
on_first_seen (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (PlimApi) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) set =
      plim_database_get_usage_finish (PLIM_DATABASE (source), result, &error);

  if (set == NULL) {
    g_debug ("The beginnings of the windows are not known: %s", error->message);
    return;
  }
  for (guint i = 0; i < set->len; i++) {
    const PlimUsageSeries *series = g_ptr_array_index (set, i);

    if (series->first_at != PLIM_TIME_UNKNOWN)
      note_first_seen (self, series->account_id, series->window_id, series->first_at);
  }
  on_changed (self);
}

void
plim_api_serve_websockets (PlimApi *self, PlimServer *server)
{
  g_return_if_fail (PLIM_IS_API (self));
  g_return_if_fail (PLIM_IS_SERVER (server));

  plim_server_set_websocket (server, plim_api_access_admit, self);
}

/* The object. */

static void
plim_api_dispose (GObject *object)
{
  PlimApi *self = PLIM_API (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_handle_id (&self->stale_id, g_source_remove);
  if (self->router != NULL)
    plim_router_set_authorize (self->router, NULL, NULL);
  g_clear_pointer (&self->slices, plim_api_slices_free);
  g_clear_object (&self->sockets);
  g_clear_object (&self->meter);
  g_clear_object (&self->collectors);
  g_clear_object (&self->router);
  g_clear_object (&self->accounts);
  g_clear_object (&self->poller);
  g_clear_object (&self->database);
  g_clear_object (&self->clock);
  g_clear_object (&self->settings);
  g_clear_object (&self->tokens);
  g_clear_object (&self->log);
  G_OBJECT_CLASS (plim_api_parent_class)->dispose (object);
}

static void
plim_api_finalize (GObject *object)
{
  PlimApi *self = PLIM_API (object);

  plim_api_forget_answers (self);
  g_hash_table_unref (self->statuses);
  g_hash_table_unref (self->first_seen);
  g_object_unref (self->cancellable);
  G_OBJECT_CLASS (plim_api_parent_class)->finalize (object);
}

static void
plim_api_class_init (PlimApiClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = plim_api_dispose;
  G_OBJECT_CLASS (klass)->finalize = plim_api_finalize;
}

static void
plim_api_init (PlimApi *self)
{
  self->first_seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  plim_api_init_statuses (self);
  self->cancellable = g_cancellable_new ();
  self->slices = plim_api_slices_new ();
}

static void
add_routes (PlimApi *self)
{
  plim_api_add_list_routes (self);
  plim_api_add_change_routes (self);
  plim_api_add_refresh_routes (self);
  plim_api_add_history_routes (self);
  plim_api_add_analytics_routes (self);
  plim_api_add_auth_routes (self);
  plim_api_add_metrics_routes (self);
  plim_api_add_page_routes (self);
  plim_api_add_collectors_routes (self);
  plim_router_set_authorize (self->router, plim_api_access_check, self);
}

/* Who revokes a token means whoever holds it, at once. */
static void
on_tokens_loaded (PlimApi *self)
{
  plim_api_sockets_close_others (self->sockets, plim_api_tokens_get_keys (self->tokens));
}

static void
follow (PlimApi *self)
{
  g_signal_connect_object (self->tokens, "loaded", G_CALLBACK (on_tokens_loaded), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->accounts, "items-changed", G_CALLBACK (on_accounts_changed), self,
                           0);
  g_signal_connect_object (self->settings, "changed", G_CALLBACK (on_format_changed), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->clock, "jumped", G_CALLBACK (on_changed), self, G_CONNECT_SWAPPED);
  plim_settings_get_format (self->settings, &self->format);
  on_accounts_changed (G_LIST_MODEL (self->accounts), 0, 0,
                       g_list_model_get_n_items (G_LIST_MODEL (self->accounts)), self);
  plim_database_get_usage_async (self->database, NULL, 1, 0, 0, FALSE, self->cancellable,
                                 on_first_seen, g_object_ref (self));
}

PlimApi *
plim_api_new (PlimRouter *router,
              PlimAccountList *accounts,
              PlimPoller *poller,
              PlimDatabase *database,
              PlimClock *clock,
              GSettings *settings,
              PlimApiTokens *tokens,
              PlimLogRing *log)
{
  PlimApi *self = g_object_new (PLIM_TYPE_API, NULL);

  self->router = g_object_ref (router);
  self->accounts = g_object_ref (accounts);
  self->poller = g_object_ref (poller);
  self->database = g_object_ref (database);
  self->clock = g_object_ref (clock);
  self->settings = g_object_ref (settings);
  self->tokens = g_object_ref (tokens);
  self->log = log != NULL ? g_object_ref (log) : NULL;
  self->sockets = plim_api_sockets_new (make_message, self);
  self->meter = plim_poll_meter_new (poller, G_LIST_MODEL (accounts));
  add_routes (self);
  follow (self);
  return self;
}

void
plim_api_show_collectors (PlimApi *self, PlimCollectors *collectors)
{
  g_return_if_fail (PLIM_IS_API (self));
  g_return_if_fail (PLIM_IS_COLLECTORS (collectors));

  g_set_object (&self->collectors, collectors);
  g_signal_connect_object (collectors, "sampled", G_CALLBACK (on_account_changed), self,
                           G_CONNECT_SWAPPED);
}
