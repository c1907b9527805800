/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "plim-collector-feed.h"

#include "plim-error.h"
#include "plim-json-text.h"
#include "plim-json.h"

#include <stdlib.h>
#include <string.h>

/* The browser extension's own, until its rhythm is known. */
#define DEFAULT_INTERVAL_S 300
#define STOPPED_INTERVALS 3

PlimCollectorFeed *
plim_collector_feed_new (const char *account_key, const char *provider)
{
  PlimCollectorFeed *self = g_new0 (PlimCollectorFeed, 1);

  self->account_key = g_strdup (account_key);
  self->provider = g_strdup (provider);
  return self;
}

PlimCollectorFeed *
plim_collector_feed_copy (const PlimCollectorFeed *self)
{
  PlimCollectorFeed *copy = g_memdup2 (self, sizeof *self);

  copy->account_key = g_strdup (self->account_key);
  copy->provider = g_strdup (self->provider);
  copy->auto_label = g_strdup (self->auto_label);
  copy->status_word = g_strdup (self->status_word);
  copy->error_code = g_strdup (self->error_code);
  copy->error_message = g_strdup (self->error_message);
  copy->source = g_strdup (self->source);
  copy->source_version = g_strdup (self->source_version);
  return copy;
}

void
plim_collector_feed_free (PlimCollectorFeed *self)
{
  g_free (self->account_key);
  g_free (self->provider);
  g_free (self->auto_label);
  g_free (self->status_word);
  g_free (self->error_code);
  g_free (self->error_message);
  g_free (self->source);
  g_free (self->source_version);
  g_free (self);
}

/* Keeping: with each sample, so without a tree of nodes. */

char *
plim_collector_feed_to_text (const PlimCollectorFeed *self)
{
  GString *text = g_string_new ("{");

  plim_json_text_add_string (text, "account_key", self->account_key);
  plim_json_text_add_string (text, "provider", self->provider);
  plim_json_text_add_string (text, "auto_label", self->auto_label);
  plim_json_text_add_string (text, "status", self->status_word);
  plim_json_text_add_string (text, "error_code", self->error_code);
  plim_json_text_add_string (text, "error_message", self->error_message);
  plim_json_text_add_string (text, "source", self->source);
  plim_json_text_add_string (text, "source_version", self->source_version);
  plim_json_text_add_integer (text, "collected_at", self->collected_at);
  plim_json_text_add_integer (text, "received_at", self->received_at);
  plim_json_text_add_integer (text, "request_count", (gint64) self->request_count);
  plim_json_text_add_integer (text, "stopped", self->is_stopped);
  plim_json_text_add_name (text, "arrivals");
  g_string_append_c (text, '[');
  for (guint i = 0; i < self->n_arrivals; i++) {
    if (i > 0)
      g_string_append_c (text, ',');
    plim_json_append_integer (text, self->arrivals[i]);
  }
  g_string_append (text, "]}");
  return g_string_free (text, FALSE);
}

static gint64
get_integer (JsonObject *object, const char *name)
{
  return json_object_get_int_member_with_default (object, name, 0);
}

static void
read_arrivals (PlimCollectorFeed *self, JsonArray *arrivals)
{
  guint count = arrivals != NULL ? json_array_get_length (arrivals) : 0;

  self->n_arrivals = MIN (count, PLIM_COLLECTOR_N_ARRIVALS);
  for (guint i = 0; i < self->n_arrivals; i++)
    self->arrivals[i] = json_array_get_int_element (arrivals, i);
}

PlimCollectorFeed *
plim_collector_feed_from_text (const char *text)
{
  g_autoptr (GBytes) bytes = g_bytes_new_static (text, strlen (text));
  g_autoptr (JsonObject) object = plim_json_parse_object (bytes, NULL);
  PlimCollectorFeed *self;

  if (object == NULL || plim_json_get_string (object, "account_key") == NULL ||
      plim_json_get_string (object, "provider") == NULL)
    return NULL;
  self = plim_collector_feed_new (plim_json_get_string (object, "account_key"),
                                  plim_json_get_string (object, "provider"));
  self->auto_label = g_strdup (plim_json_get_string (object, "auto_label"));
  self->status_word = g_strdup (plim_json_get_string (object, "status"));
  self->error_code = g_strdup (plim_json_get_string (object, "error_code"));
  self->error_message = g_strdup (plim_json_get_string (object, "error_message"));
  self->source = g_strdup (plim_json_get_string (object, "source"));
  self->source_version = g_strdup (plim_json_get_string (object, "source_version"));
  self->collected_at = get_integer (object, "collected_at");
  self->received_at = get_integer (object, "received_at");
  self->request_count = (guint64) get_integer (object, "request_count");
  self->is_stopped = get_integer (object, "stopped") != 0;
  read_arrivals (self, plim_json_get_array (object, "arrivals"));
  return self;
}

/* Taking in. */

static void
replace (char **place, const char *text)
{
  char *copy = g_strdup (text);

  g_free (*place);
  *place = copy;
}

static void
count_sample (PlimCollectorFeed *self, gint64 received_at)
{
  if (self->n_arrivals == PLIM_COLLECTOR_N_ARRIVALS) {
    memmove (self->arrivals, self->arrivals + 1,
             (PLIM_COLLECTOR_N_ARRIVALS - 1) * sizeof self->arrivals[0]);
    self->n_arrivals--;
  }
  self->arrivals[self->n_arrivals++] = received_at;
  self->received_at = received_at;
  self->request_count++;
  self->is_stopped = FALSE;
}

/* A name that the user gave stays. */
static void
follow_label (PlimCollectorFeed *self, PlimAccount *account, const char *label)
{
  const char *present = plim_account_get_label (account);
  gboolean is_ours = self->auto_label == NULL || g_strcmp0 (present, self->auto_label) == 0;

  if (label == NULL)
    label = self->auto_label != NULL ? self->auto_label : self->account_key;
  if (is_ours && g_strcmp0 (present, label) != 0)
    plim_account_set_label (account, label);
  replace (&self->auto_label, label);
}

static void
set_state (PlimCollectorFeed *self, const PlimPayload *payload)
{
  replace (&self->status_word, payload->status_word);
  replace (&self->error_code, payload->error_code);
  replace (&self->error_message, payload->error_message);
}

static void
show_error (PlimAccount *account, const PlimPayload *payload)
{
  g_autoptr (GError) error = plim_error_new (plim_payload_get_status (payload), PLIM_CAUSE_NONE, 0,
                                             "%s", payload->error_message);

  plim_account_update (account, NULL, error, payload->received_at);
}

/* What was read later than now was read by a clock that was wrong. */
static gboolean
is_older (const PlimPayload *payload, gint64 at)
{
  return payload->collected_at < at && at <= payload->received_at;
}

PlimSnapshot *
plim_collector_feed_take (PlimCollectorFeed *self, PlimAccount *account, const PlimPayload *payload)
{
  PlimSnapshot *present = plim_account_get_snapshot (account);
  gboolean has_windows = payload->windows->len > 0;
  g_autoptr (PlimSnapshot) snapshot =
      plim_payload_make_snapshot (payload, present, plim_account_is_polled (account));
  gboolean is_late = is_older (payload, self->collected_at);

  g_object_freeze_notify (G_OBJECT (account));
  count_sample (self, payload->received_at);
  follow_label (self, account, payload->label);
  if (!is_late) {
    self->collected_at = payload->collected_at;
    replace (&self->source, payload->collector_id);
    replace (&self->source_version, payload->collector_version);
    set_state (self, payload);
    /* A poll may have told something newer meanwhile. */
    is_late = present != NULL && is_older (payload, plim_snapshot_get_collected_at (present));
  }
  if (!is_late && (has_windows || payload->error_code == NULL))
    plim_account_update (account, snapshot, NULL, payload->received_at);
  else if (!is_late)
    show_error (account, payload);
  if (!plim_account_is_polled (account))
    plim_account_set_expected_interval (account, plim_collector_feed_get_interval (self));
  g_object_thaw_notify (G_OBJECT (account));
  return has_windows ? g_steal_pointer (&snapshot) : NULL;
}

void
plim_collector_feed_take_unscoped (PlimCollectorFeed *self,
                                   PlimAccount *account,
                                   const PlimPayload *payload)
{
  set_state (self, payload);
  show_error (account, payload);
}

/* What follows from it. */

static int
compare_times (const void *a, const void *b)
{
  gint64 first = *(const gint64 *) a, second = *(const gint64 *) b;

  return (first > second) - (first < second);
}

guint
plim_collector_feed_get_interval (const PlimCollectorFeed *self)
{
  gint64 gaps[PLIM_COLLECTOR_N_ARRIVALS - 1];
  gint64 median;

  if (self->n_arrivals < PLIM_COLLECTOR_N_ARRIVALS)
    return DEFAULT_INTERVAL_S;
  for (gsize i = 0; i < G_N_ELEMENTS (gaps); i++)
    gaps[i] = self->arrivals[i + 1] - self->arrivals[i];
  qsort (gaps, G_N_ELEMENTS (gaps), sizeof gaps[0], compare_times);
  median = (gaps[G_N_ELEMENTS (gaps) / 2 - 1] + gaps[G_N_ELEMENTS (gaps) / 2]) / 2;
  return (guint) CLAMP (median, DEFAULT_INTERVAL_S, G_MAXINT32);
}

gint64
plim_collector_feed_get_stopped_at (const PlimCollectorFeed *self)
{
  return self->received_at + STOPPED_INTERVALS * (gint64) plim_collector_feed_get_interval (self) +
         1;
}

static guint
count_windows (PlimAccount *account, gboolean limit_reached)
{
  PlimSnapshot *snapshot = plim_account_get_snapshot (account);
  guint count = 0;

  for (guint i = 0; snapshot != NULL && i < plim_snapshot_get_n_windows (snapshot); i++)
    count += plim_snapshot_get_window (snapshot, i)->limit_reached == limit_reached;
  return count;
}

static gboolean
is_ok (const PlimCollectorFeed *self)
{
  return g_strcmp0 (self->status_word, "ok") == 0;
}

gboolean
plim_collector_feed_is_available (const PlimCollectorFeed *self, PlimAccount *account)
{
  return is_ok (self) && count_windows (account, FALSE) > 0;
}

gboolean
plim_collector_feed_is_allowed (const PlimCollectorFeed *self, PlimAccount *account)
{
  return is_ok (self) && count_windows (account, TRUE) == 0;
}

gboolean
plim_collector_feed_is_limit_reached (PlimAccount *account)
{
  return count_windows (account, TRUE) > 0;
}
