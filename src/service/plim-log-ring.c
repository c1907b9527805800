/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "plim-log-ring.h"

#include "plim-redact.h"

struct _PlimLogRing {
  GObject parent_instance;

  guint capacity;
  GMutex mutex;     /* for what follows: any thread may log */
  GQueue lines;     /* PlimLogLine, the oldest first */
  guint64 n_added;  /* the last serial */
  guint changed_id; /* the idle that tells */
};

G_DEFINE_FINAL_TYPE (PlimLogRing, plim_log_ring, G_TYPE_OBJECT)

enum { SIGNAL_ADDED, N_SIGNALS };
static guint signals[N_SIGNALS];

static PlimLogLine *
new_line (guint64 serial, gint64 at, const char *level, const char *text)
{
  PlimLogLine *line = g_new0 (PlimLogLine, 1);

  line->serial = serial;
  line->at = at;
  line->level = level;
  line->text = g_strdup (text);
  return line;
}

static void
free_line (gpointer data)
{
  PlimLogLine *line = data;

  g_free (line->text);
  g_free (line);
}

static void
plim_log_ring_finalize (GObject *object)
{
  PlimLogRing *self = PLIM_LOG_RING (object);

  g_queue_clear_full (&self->lines, free_line);
  g_mutex_clear (&self->mutex);
  G_OBJECT_CLASS (plim_log_ring_parent_class)->finalize (object);
}

static void
plim_log_ring_class_init (PlimLogRingClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = plim_log_ring_finalize;
  signals[SIGNAL_ADDED] = g_signal_new ("added", PLIM_TYPE_LOG_RING, G_SIGNAL_RUN_LAST, 0, NULL,
                                        NULL, NULL, G_TYPE_NONE, 0);
}

static void
plim_log_ring_init (PlimLogRing *self)
{
  g_mutex_init (&self->mutex);
  g_queue_init (&self->lines);
}

PlimLogRing *
plim_log_ring_new (guint capacity)
{
  PlimLogRing *self;

  g_return_val_if_fail (capacity > 0, NULL);

  self = g_object_new (PLIM_TYPE_LOG_RING, NULL);
  self->capacity = capacity;
  return self;
}

static gboolean
on_added (gpointer user_data)
{
  PlimLogRing *self = user_data;

  g_mutex_lock (&self->mutex);
  self->changed_id = 0;
  g_mutex_unlock (&self->mutex);
  g_signal_emit (self, signals[SIGNAL_ADDED], 0);
  return G_SOURCE_REMOVE;
}

void
plim_log_ring_add (PlimLogRing *self, const char *level, const char *text, gint64 at)
{
  g_autofree char *redacted = NULL;
  gboolean is_heard;

  g_return_if_fail (PLIM_IS_LOG_RING (self));
  g_return_if_fail (level != NULL && text != NULL);

  redacted = plim_redact (text);
  is_heard = g_signal_has_handler_pending (self, signals[SIGNAL_ADDED], 0, FALSE);
  g_mutex_lock (&self->mutex);
  g_queue_push_tail (&self->lines, new_line (++self->n_added, at, level, redacted));
  if (g_queue_get_length (&self->lines) > self->capacity)
    free_line (g_queue_pop_head (&self->lines));
  if (is_heard && self->changed_id == 0)
    self->changed_id =
        g_idle_add_full (G_PRIORITY_DEFAULT_IDLE, on_added, g_object_ref (self), g_object_unref);
  g_mutex_unlock (&self->mutex);
}

GPtrArray *
plim_log_ring_read (PlimLogRing *self, guint64 after)
{
  GPtrArray *lines = g_ptr_array_new_with_free_func (free_line);

  g_return_val_if_fail (PLIM_IS_LOG_RING (self), lines);

  g_mutex_lock (&self->mutex);
  for (GList *each = self->lines.head; each != NULL; each = each->next) {
    const PlimLogLine *line = each->data;

    if (line->serial > after)
      g_ptr_array_add (lines, new_line (line->serial, line->at, line->level, line->text));
  }
  g_mutex_unlock (&self->mutex);
  return lines;
}

/* The hook. */

static const char *
get_level_name (GLogLevelFlags level)
{
  if (level & G_LOG_LEVEL_ERROR)
    return "error";
  if (level & G_LOG_LEVEL_CRITICAL)
    return "critical";
  if (level & G_LOG_LEVEL_WARNING)
    return "warning";
  if (level & G_LOG_LEVEL_MESSAGE)
    return "message";
  return level & G_LOG_LEVEL_INFO ? "info" : "debug";
}

static const char *
find_field (const GLogField *fields, gsize n_fields, const char *name)
{
  for (gsize i = 0; i < n_fields; i++) {
    if (g_str_equal (fields[i].key, name) && fields[i].length < 0)
      return fields[i].value;
  }
  return NULL;
}

static GLogWriterOutput
write_log (GLogLevelFlags level, const GLogField *fields, gsize n_fields, gpointer user_data)
{
  PlimLogRing *self = user_data;
  const char *domain = find_field (fields, n_fields, "GLIB_DOMAIN");
  const char *message = find_field (fields, n_fields, "MESSAGE");
  gboolean is_ours = g_strcmp0 (domain, G_LOG_DOMAIN) == 0;

  if (message != NULL && (is_ours || (level & (G_LOG_LEVEL_DEBUG | G_LOG_LEVEL_INFO)) == 0)) {
    g_autofree char *text =
        is_ours || domain == NULL ? g_strdup (message) : g_strconcat (domain, ": ", message, NULL);

    plim_log_ring_add (self, get_level_name (level), text, g_get_real_time () / G_USEC_PER_SEC);
  }
  return g_log_writer_default (level, fields, n_fields, NULL);
}

void
plim_log_ring_install (PlimLogRing *self)
{
  g_return_if_fail (PLIM_IS_LOG_RING (self));

  g_log_set_writer_func (write_log, g_object_ref (self), g_object_unref);
}
