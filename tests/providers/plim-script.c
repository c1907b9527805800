/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "plim-script.h"

#include "plim-error.h"
#include "plim-providers.h"

#include <string.h>

PlimScript *
plim_script_new (void)
{
  PlimScript *self = g_new0 (PlimScript, 1);

  self->exchange = plim_exchange_new (PLIM_SCRIPT_NOW, NULL, NULL);
  self->answers = g_ptr_array_new_with_free_func ((GDestroyNotify) plim_answer_free);
  return self;
}

void
plim_script_free (PlimScript *self)
{
  plim_exchange_free (self->exchange);
  g_clear_pointer (&self->answers, g_ptr_array_unref);
  g_free (self);
}

void
plim_script_set (PlimScript *self, const char *name, const char *value)
{
  g_hash_table_insert (self->exchange->settings, g_strdup (name), g_strdup (value));
}

void
plim_script_remember (PlimScript *self, const char *name, const char *value)
{
  g_hash_table_insert (self->exchange->memory, g_strdup (name), g_strdup (value));
}

PlimAnswer *
plim_script_answer (PlimScript *self, guint status, const char *body)
{
  g_autoptr (GBytes) bytes = g_bytes_new (body, strlen (body));
  PlimAnswer *answer = plim_answer_new (status, bytes);

  plim_answer_add_header (answer, "Content-Type", "application/json");
  g_ptr_array_add (self->answers, answer);
  return answer;
}

PlimReplay *
plim_script_run (PlimScript *self, const char *provider_id)
{
  const PlimProvider *provider = plim_providers_find (provider_id);

  g_assert_nonnull (provider);
  return plim_replay_run (provider, self->exchange, g_steal_pointer (&self->answers));
}

void
plim_script_assert_requests (const PlimReplay *replay, ...)
{
  const char *path;
  guint n_requests = 0;
  va_list paths;

  va_start (paths, replay);
  while ((path = va_arg (paths, const char *)) != NULL) {
    const PlimRequest *request;

    g_assert_cmpuint (n_requests, <, replay->requests->len);
    request = g_ptr_array_index (replay->requests, n_requests++);
    g_assert_cmpstr (request->path, ==, path);
  }
  va_end (paths);
  g_assert_cmpuint (n_requests, ==, replay->requests->len);
}

void
plim_script_assert_error (const PlimReplay *replay, PlimStatus status, PlimCause cause)
{
  g_assert_error (replay->error, PLIM_ERROR, (int) status);
  g_assert_cmpint (plim_error_get_cause (replay->error), ==, cause);
  g_assert_null (replay->snapshot);
}

void
plim_script_assert_memory (const PlimReplay *replay, const char *name, const char *value)
{
  g_assert_no_error (replay->error);
  g_assert_cmpstr (g_hash_table_lookup (plim_snapshot_get_memory (replay->snapshot), name), ==,
                   value);
}

void
plim_script_assert_percent (const PlimReplay *replay, const char *id, double percent)
{
  const PlimUsageWindow *window;

  g_assert_no_error (replay->error);
  window = plim_snapshot_find_window (replay->snapshot, id);
  g_assert_nonnull (window);
  g_assert_cmpfloat_with_epsilon (window->used_percent, percent, 0.001);
}
