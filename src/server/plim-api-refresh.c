/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Polls on demand: together, each within the provider's minimum interval, and answered after 15
 * seconds whatever is still under way. */
#include "plim-api-private.h"

#define WAIT_S 15

typedef struct {
  PlimApi *self;
  PlimCall *call;
  GPtrArray *accounts;
  PlimApiView view;
  gboolean is_one;
  guint n_waiting;
  guint timeout_id;
  gboolean is_answered;
} Refresh;

static void
refresh_clear (gpointer data)
{
  Refresh *refresh = data;

  g_object_unref (refresh->self);
  plim_call_unref (refresh->call);
  g_ptr_array_unref (refresh->accounts);
}

/* Each poll that is under way refers to it, and so does the timeout. */
static void
refresh_unref (gpointer refresh)
{
  g_rc_box_release_full (refresh, refresh_clear);
}

static void
answer (Refresh *refresh)
{
  if (refresh->is_answered)
    return;
  refresh->is_answered = TRUE;
  g_clear_handle_id (&refresh->timeout_id, g_source_remove);
  if (refresh->is_one)
    plim_api_answer_status (refresh->self, refresh->call, g_ptr_array_index (refresh->accounts, 0));
  else
    plim_api_answer_statuses (refresh->self, refresh->call, &refresh->view);
}

static gboolean
on_timeout (gpointer user_data)
{
  Refresh *refresh = user_data;

  refresh->timeout_id = 0;
  answer (refresh);
  return G_SOURCE_REMOVE;
}

static void
on_refreshed (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Refresh *refresh = user_data;

  /* How it ended is in the status. */
  plim_poller_refresh_finish (PLIM_POLLER (source), result, NULL);
  refresh->n_waiting--;
  if (refresh->n_waiting == 0)
    answer (refresh);
  refresh_unref (refresh);
}

static void
begin (PlimApi *self, PlimCall *call, GPtrArray *accounts, const PlimApiView *view, gboolean is_one)
{
  Refresh *refresh = g_rc_box_new0 (Refresh);

  refresh->self = g_object_ref (self);
  refresh->call = plim_call_ref (call);
  refresh->accounts = g_ptr_array_ref (accounts);
  refresh->view = *view;
  refresh->is_one = is_one;
  for (guint i = 0; i < accounts->len; i++) {
    PlimAccount *account = g_ptr_array_index (accounts, i);

    if (!plim_account_get_enabled (account))
      continue;
    refresh->n_waiting++;
    plim_poller_refresh_async (self->poller, account, FALSE, self->cancellable, on_refreshed,
                               g_rc_box_acquire (refresh));
  }
  if (refresh->n_waiting == 0)
    answer (refresh);
  else
    refresh->timeout_id = g_timeout_add_seconds_full (G_PRIORITY_DEFAULT, WAIT_S, on_timeout,
                                                      g_rc_box_acquire (refresh), refresh_unref);
  refresh_unref (refresh);
}

static void
on_refresh_all (PlimCall *call, gpointer user_data)
{
  PlimApi *self = user_data;
  PlimApiView view;
  g_autoptr (PlimApiQuery) query = plim_api_begin (self, call, &view);
  g_autoptr (GPtrArray) accounts = NULL;

  if (query == NULL)
    return;
  accounts = plim_api_list (self, call, &view);
  begin (self, call, accounts, &view, FALSE);
}

static void
on_refresh_one (PlimCall *call, gpointer user_data)
{
  PlimApi *self = user_data;
  PlimAccount *account = plim_account_list_find (self->accounts, plim_call_get_parameter (call));
  g_autoptr (GPtrArray) accounts = g_ptr_array_new_with_free_func (g_object_unref);
  PlimApiView view;

  if (account == NULL) {
    plim_call_answer_error (call, SOUP_STATUS_NOT_FOUND, "Service not found");
    return;
  }
  plim_api_init_view (self, NULL, &view, NULL);
  g_ptr_array_add (accounts, g_object_ref (account));
  begin (self, call, accounts, &view, TRUE);
}

void
plim_api_add_refresh_routes (PlimApi *self)
{
  static const PlimRoute routes[] = {
    { "POST", "/api/quotas/refresh", PLIM_ACCESS_CHANGE, PLIM_ROUTE_PLAIN, on_refresh_all },
    { "POST", "/api/quotas/refresh/:id", PLIM_ACCESS_CHANGE, PLIM_ROUTE_PLAIN, on_refresh_one },
  };

  plim_router_add (self->router, routes, G_N_ELEMENTS (routes), self);
}
