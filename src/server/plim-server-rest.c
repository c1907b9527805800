/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "plim-server-rest.h"

#ifdef PLIM_HAVE_MALLOC_TRIM
#include <malloc.h>
#endif

#define QUIET_MS 2000
/* What fewer and smaller ones leave behind is not worth walking the heap for. */
#define MIN_REQUESTS 500
#define MIN_BYTES (256 * 1024)

struct _PlimServerRest {
  guint n_requests; /* since the last rest */
  guint n_seen;     /* of them, when the timer rang last */
  guint timer_id;
  guint quiet_ms;
};

/* What thousands of requests freed lies between what stays, and so does not go by itself. */
static void
give_back_memory (void)
{
#ifdef PLIM_HAVE_MALLOC_TRIM
  malloc_trim (0);
#endif
}

static gboolean
on_timer (gpointer user_data)
{
  PlimServerRest *self = user_data;

  if (self->n_seen != self->n_requests) {
    self->n_seen = self->n_requests;
    return G_SOURCE_CONTINUE;
  }
  self->timer_id = 0;
  self->n_requests = 0;
  give_back_memory ();
  return G_SOURCE_REMOVE;
}

PlimServerRest *
plim_server_rest_new (void)
{
  PlimServerRest *self = g_new0 (PlimServerRest, 1);

  self->quiet_ms = QUIET_MS;
  return self;
}

void
plim_server_rest_free (PlimServerRest *self)
{
  g_clear_handle_id (&self->timer_id, g_source_remove);
  g_free (self);
}

void
plim_server_rest_set_quiet (PlimServerRest *self, guint quiet_ms)
{
  self->quiet_ms = quiet_ms;
}

gboolean
plim_server_rest_is_due (PlimServerRest *self)
{
  return self->timer_id != 0;
}

void
plim_server_rest_count (PlimServerRest *self, goffset size_bytes)
{
  self->n_requests++;
  if ((self->n_requests < MIN_REQUESTS && size_bytes < MIN_BYTES) || self->timer_id != 0)
    return;
  self->n_seen = 0;
  self->timer_id = g_timeout_add (self->quiet_ms, on_timer, self);
}
