/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The list of statuses, kept between changes: it is what everybody polls. A change of one account
 * makes only its own element anew. */
#include "plim-api-private.h"
#include "plim-snapshot-json.h"

typedef struct {
  char *text;
  gint64 until; /* when it becomes stale; G_MAXINT64: never */
} Status;

static void
status_free (gpointer data)
{
  Status *status = data;

  g_free (status->text);
  g_free (status);
}

void
plim_api_forget_answers (PlimApi *self)
{
  for (guint i = 0; i < PLIM_API_N_ANSWERS; i++)
    g_clear_pointer (&self->answers[i].body, g_bytes_unref);
  self->answers_until = G_MAXINT64;
}

static const Status *
get_status (PlimApi *self, PlimAccount *account)
{
  const char *id = plim_account_get_id (account);
  Status *status = g_hash_table_lookup (self->statuses, id);
  g_autoptr (JsonBuilder) builder = NULL;
  PlimApiView view;
  gint64 until;

  plim_api_init_view (self, NULL, &view, NULL);
  if (status != NULL && view.now < status->until)
    return status;
  builder = json_builder_new ();
  plim_api_add_status (builder, account, &view);
  until = plim_account_get_stale_at (account, view.now);
  status = g_new0 (Status, 1);
  status->text = plim_json_builder_to_string (builder, FALSE);
  status->until = until != PLIM_TIME_UNKNOWN ? until : G_MAXINT64;
  g_hash_table_insert (self->statuses, g_strdup (id), status);
  return status;
}

static void
make_answer (PlimApi *self, PlimApiAnswer *answer, const PlimApiView *view)
{
  g_autoptr (GPtrArray) list =
      plim_api_list_accounts (G_LIST_MODEL (self->accounts), view, &answer->n_omitted);
  GString *text = g_string_new ("[");

  for (guint i = 0; i < list->len; i++) {
    const Status *status = get_status (self, g_ptr_array_index (list, i));

    if (i > 0)
      g_string_append_c (text, ',');
    g_string_append (text, status->text);
    self->answers_until = MIN (self->answers_until, status->until);
  }
  g_string_append_c (text, ']');
  answer->body = g_string_free_to_bytes (text);
}

static PlimApiAnswer *
find_answer (PlimApi *self, gboolean all_providers, gboolean disabled)
{
  if (plim_clock_get_now (self->clock) >= self->answers_until)
    plim_api_forget_answers (self);
  return &self->answers[(all_providers ? 1 : 0) + (disabled ? 2 : 0)];
}

const PlimApiAnswer *
plim_api_get_answer (PlimApi *self, gboolean all_providers, gboolean disabled)
{
  PlimApiAnswer *answer = find_answer (self, all_providers, disabled);
  PlimApiView view = { .all_providers = all_providers, .disabled = disabled };

  if (answer->body == NULL)
    make_answer (self, answer, &view);
  return answer;
}

void
plim_api_forget_status (PlimApi *self, PlimAccount *account)
{
  if (account != NULL)
    g_hash_table_remove (self->statuses, plim_account_get_id (account));
  else
    g_hash_table_remove_all (self->statuses);
  plim_api_forget_answers (self);
}

void
plim_api_init_statuses (PlimApi *self)
{
  self->statuses = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, status_free);
  self->answers_until = G_MAXINT64;
}

/* An answer while it is made: first what is not kept of the elements. */
typedef struct {
  PlimApi *api; /* not owned: it has what makes the answer */
  PlimCall *call;
  PlimApiView view;
  GPtrArray *accounts;
  guint n_done;
} Statuses;

static void
statuses_free (gpointer data)
{
  Statuses *statuses = data;

  plim_call_unref (statuses->call);
  g_ptr_array_unref (statuses->accounts);
  g_free (statuses);
}

static void
tell_omitted (PlimCall *call, const PlimApiAnswer *answer)
{
  g_autofree char *number = NULL;

  if (answer->n_omitted == 0)
    return;
  number = g_strdup_printf ("%u", answer->n_omitted);
  plim_call_set_header (call, "X-Plimsoll-Omitted", number);
}

static gboolean
write_statuses (GString *text, gpointer user_data)
{
  Statuses *statuses = user_data;
  const PlimApiAnswer *answer;

  if (statuses->n_done < statuses->accounts->len) {
    get_status (statuses->api, g_ptr_array_index (statuses->accounts, statuses->n_done++));
    return TRUE;
  }
  answer =
      plim_api_get_answer (statuses->api, statuses->view.all_providers, statuses->view.disabled);
  tell_omitted (statuses->call, answer);
  g_string_append_len (text, g_bytes_get_data (answer->body, NULL),
                       (gssize) g_bytes_get_size (answer->body));
  return FALSE;
}

void
plim_api_answer_statuses (PlimApi *self, PlimCall *call, const PlimApiView *view)
{
  const PlimApiAnswer *answer;
  Statuses *statuses;

  if (find_answer (self, view->all_providers, view->disabled)->body == NULL) {
    statuses = g_new0 (Statuses, 1);
    statuses->api = self;
    statuses->call = plim_call_ref (call);
    statuses->view = *view;
    statuses->accounts = plim_api_list_accounts (G_LIST_MODEL (self->accounts), view, NULL);
    plim_api_slices_answer (self->slices, call, PLIM_CALL_JSON, write_statuses, statuses,
                            statuses_free);
    return;
  }
  answer = plim_api_get_answer (self, view->all_providers, view->disabled);
  tell_omitted (call, answer);
  plim_call_answer (call, SOUP_STATUS_OK, PLIM_CALL_JSON, answer->body);
}
