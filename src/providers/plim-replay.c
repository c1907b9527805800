/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "plim-replay.h"

#include "plim-error.h"

#include <string.h>

static void
note_rotation (PlimReplay *self, const PlimProvider *provider, const PlimAnswer *answer)
{
  char *value;

  if (provider->rotating_cookie == NULL || answer->status != 200)
    return;
  value = plim_answer_dup_set_cookie (answer, provider->rotating_cookie);
  if (value == NULL)
    return;
  self->rotated = TRUE;
  explicit_bzero (value, strlen (value));
  g_free (value);
}

/* Returns whether the exchange goes on. */
static gboolean
answer_request (PlimReplay *self,
                const PlimProvider *provider,
                PlimExchange *exchange,
                const PlimRequest *request,
                GPtrArray *answers)
{
  if (answers->len > 0) {
    PlimAnswer *answer = g_ptr_array_steal_index (answers, 0);

    note_rotation (self, provider, answer);
    plim_exchange_take_answer (exchange, answer);
    self->n_answered++;
    return TRUE;
  }
  if (request->is_optional) {
    plim_exchange_take_answer (exchange, plim_answer_new (0, NULL));
    return TRUE;
  }
  plim_set_error (&self->error, PLIM_STATUS_INVALID_RESPONSE, PLIM_CAUSE_NONE,
                  "no answer was given for %s %s", request->method, request->path);
  return FALSE;
}

PlimReplay *
plim_replay_run (const PlimProvider *provider, PlimExchange *exchange, GPtrArray *answers)
{
  g_autoptr (GPtrArray) left = answers;
  g_autoptr (PlimReplay) self = g_new0 (PlimReplay, 1);
  PlimRequest *request;

  self->requests = g_ptr_array_new_with_free_func ((GDestroyNotify) plim_request_free);
  while ((request = plim_provider_next_request (provider, exchange)) != NULL) {
    g_ptr_array_add (self->requests, request);
    if (self->requests->len > PLIM_REPLAY_MAX_REQUESTS) {
      plim_set_error (&self->error, PLIM_STATUS_INVALID_RESPONSE, PLIM_CAUSE_NONE,
                      "the answers ask for more than %d requests", PLIM_REPLAY_MAX_REQUESTS);
      return g_steal_pointer (&self);
    }
    if (!answer_request (self, provider, exchange, request, left))
      return g_steal_pointer (&self);
  }
  self->snapshot = provider->parse (exchange, &self->error);
  return g_steal_pointer (&self);
}

void
plim_replay_free (PlimReplay *self)
{
  g_ptr_array_unref (self->requests);
  g_clear_pointer (&self->snapshot, plim_snapshot_unref);
  g_clear_error (&self->error);
  g_free (self);
}

PlimAnswer *
plim_replay_read_answer (const char *name, GBytes *contents, GError **error)
{
  PlimAnswer *answer;

  if (g_str_has_suffix (name, ".http"))
    return plim_answer_new_from_text (contents, error);
  answer = plim_answer_new (200, contents);
  plim_answer_add_header (answer, "Content-Type",
                          g_str_has_suffix (name, ".html")  ? "text/html"
                          : g_str_has_suffix (name, ".txt") ? "text/plain"
                                                            : "application/json");
  return answer;
}
