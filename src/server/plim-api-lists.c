/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What is asked without changing anything: services, quotas, statuses, the log, the version. */
#include "plim-api-private.h"
#include "plim-api-revision.h"
#include "plim-json-write.h"
#include "plim-snapshot-json.h"

#include <string.h>

#define MAX_LOG_LINES 500
#define DEFAULT_LOG_LINES 200

static void
on_health (PlimCall *call, gpointer user_data)
{
  PlimApi *self = user_data;
  g_autoptr (JsonBuilder) builder = json_builder_new ();

  json_builder_begin_object (builder);
  plim_json_add_text (builder, "status", "ok");
  json_builder_set_member_name (builder, "ts");
  json_builder_add_int_value (builder, plim_clock_get_now (self->clock));
  json_builder_end_object (builder);
  plim_call_answer_json (call, SOUP_STATUS_OK, builder);
}

static void
on_version (PlimCall *call, gpointer user_data)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();

  json_builder_begin_object (builder);
  plim_json_add_text (builder, "version", PLIM_VERSION);
  plim_json_add_text (builder, "commitSha", PLIM_REVISION);
  json_builder_end_object (builder);
  plim_call_answer_json (call, SOUP_STATUS_OK, builder);
}

typedef void (*AddAccount) (JsonBuilder *builder, PlimAccount *account, const PlimApiView *view);

/* A list while it is written. */
typedef struct {
  GPtrArray *accounts;
  PlimApiView view;
  AddAccount add;
  guint n_done;
} List;

static void
list_free (gpointer data)
{
  List *list = data;

  g_ptr_array_unref (list->accounts);
  g_free (list);
}

/* An account may be several elements, or none. */
static void
append_elements (GString *text, List *list, PlimAccount *account)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  g_autofree char *array = NULL;
  gsize length;

  json_builder_begin_array (builder);
  list->add (builder, account, &list->view);
  json_builder_end_array (builder);
  array = plim_json_builder_to_string (builder, FALSE);
  length = strlen (array) - 2;
  if (length > 0 && text->len > 1)
    g_string_append_c (text, ',');
  g_string_append_len (text, array + 1, (gssize) length);
}

static gboolean
write_list (GString *text, gpointer user_data)
{
  List *list = user_data;

  if (list->n_done == 0)
    g_string_append_c (text, '[');
  if (list->n_done < list->accounts->len) {
    append_elements (text, list, g_ptr_array_index (list->accounts, list->n_done++));
    return TRUE;
  }
  g_string_append_c (text, ']');
  return FALSE;
}

static void
answer_list (PlimApi *self, PlimCall *call, AddAccount add)
{
  PlimApiView view;
  g_autoptr (PlimApiQuery) query = plim_api_begin (self, call, &view);
  List *list;

  if (query == NULL)
    return;
  list = g_new0 (List, 1);
  list->accounts = plim_api_list (self, call, &view);
  list->view = view;
  list->add = add;
  plim_api_slices_answer (self->slices, call, PLIM_CALL_JSON, write_list, list, list_free);
}

static void
on_services (PlimCall *call, gpointer user_data)
{
  answer_list (user_data, call, plim_api_add_service);
}

static void
on_quotas (PlimCall *call, gpointer user_data)
{
  answer_list (user_data, call, plim_api_add_quotas);
}

static void
on_status (PlimCall *call, gpointer user_data)
{
  PlimApi *self = user_data;
  g_autoptr (PlimApiQuery) query = NULL;
  PlimApiView view = { 0 };

  if (plim_call_get_query (call) != NULL) {
    query = plim_api_begin (self, call, &view);
    if (query == NULL)
      return;
  }
  plim_api_answer_statuses (self, call, &view);
}

/* The log. */

static const char *
get_level (const char *level)
{
  if (strcmp (level, "message") == 0)
    return "info";
  if (strcmp (level, "warning") == 0)
    return "warn";
  if (strcmp (level, "critical") == 0)
    return "error";
  return strcmp (level, "error") == 0 ? "fatal" : level;
}

static void
add_lines (PlimApi *self, JsonBuilder *builder, guint limit)
{
  g_autoptr (GPtrArray) lines = plim_log_ring_read (self->log, 0);

  for (guint i = lines->len > limit ? lines->len - limit : 0; i < lines->len; i++) {
    const PlimLogLine *line = g_ptr_array_index (lines, i);

    json_builder_begin_object (builder);
    json_builder_set_member_name (builder, "ts");
    json_builder_add_int_value (builder, line->at * 1000);
    plim_json_add_text (builder, "level", get_level (line->level));
    json_builder_set_member_name (builder, "message");
    json_builder_add_string_value (builder, line->text);
    json_builder_end_object (builder);
  }
}

static void
on_logs (PlimCall *call, gpointer user_data)
{
  PlimApi *self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (PlimApiQuery) query = plim_api_query_parse (plim_call_get_query (call), &error);
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  guint limit;

  if (query == NULL || !plim_api_query_get_number (query, "limit", 1, MAX_LOG_LINES,
                                                   DEFAULT_LOG_LINES, &limit, &error)) {
    plim_api_answer_gerror (call, error);
    return;
  }
  json_builder_begin_object (builder);
  json_builder_set_member_name (builder, "entries");
  json_builder_begin_array (builder);
  if (self->log != NULL)
    add_lines (self, builder, limit);
  json_builder_end_array (builder);
  json_builder_end_object (builder);
  plim_call_answer_json (call, SOUP_STATUS_OK, builder);
}

void
plim_api_add_list_routes (PlimApi *self)
{
  static const PlimRoute routes[] = {
    { "GET", "/health", PLIM_ACCESS_NONE, PLIM_ROUTE_PLAIN, on_health },
    { "GET", "/version", PLIM_ACCESS_NONE, PLIM_ROUTE_PLAIN, on_version },
    { "GET", "/api/services", PLIM_ACCESS_READ, PLIM_ROUTE_PLAIN, on_services },
    { "GET", "/api/quotas", PLIM_ACCESS_READ, PLIM_ROUTE_PLAIN, on_quotas },
    { "GET", "/api/status/cached", PLIM_ACCESS_READ, PLIM_ROUTE_PLAIN, on_status },
    { "GET", "/api/status", PLIM_ACCESS_READ, PLIM_ROUTE_PLAIN, on_status },
    { "GET", "/api/logs", PLIM_ACCESS_READ, PLIM_ROUTE_PLAIN, on_logs },
  };

  plim_router_add (self->router, routes, G_N_ELEMENTS (routes), self);
}
