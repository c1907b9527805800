/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "plim-notice-board.h"

struct _PlimNoticeBoard {
  GApplication *application; /* (weak) (nullable): it owns who owns this */
  GHashTable *notices;       /* id → GPtrArray of Line */
};

/* One thing that a notice says. */
typedef struct {
  char *account_id;
  PlimNoticeKind kind;
  char *window_id; /* (nullable) */
} Line;

static void
line_free (gpointer data)
{
  Line *line = data;

  g_free (line->account_id);
  g_free (line->window_id);
  g_free (line);
}

PlimNoticeBoard *
plim_notice_board_new (GApplication *application)
{
  PlimNoticeBoard *self = g_new0 (PlimNoticeBoard, 1);

  g_set_weak_pointer (&self->application, application);
  self->notices =
      g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) g_ptr_array_unref);
  return self;
}

void
plim_notice_board_free (PlimNoticeBoard *self)
{
  g_clear_weak_pointer (&self->application);
  g_hash_table_unref (self->notices);
  g_free (self);
}

void
plim_notice_board_begin (PlimNoticeBoard *self, const char *id)
{
  g_hash_table_insert (self->notices, g_strdup (id), g_ptr_array_new_with_free_func (line_free));
}

void
plim_notice_board_add (PlimNoticeBoard *self,
                       const char *id,
                       const char *account_id,
                       PlimNoticeKind kind,
                       const char *window_id)
{
  GPtrArray *lines = g_hash_table_lookup (self->notices, id);
  Line *line = g_new0 (Line, 1);

  line->account_id = g_strdup (account_id);
  line->kind = kind;
  line->window_id = g_strdup (window_id);
  g_ptr_array_add (lines, line);
}

gboolean
plim_notice_board_show (PlimNoticeBoard *self, const char *id, GNotification *notification)
{
  if (!g_hash_table_contains (self->notices, id))
    return FALSE;
  if (self->application != NULL)
    g_application_send_notification (self->application, id, notification);
  return TRUE;
}

static void
withdraw (PlimNoticeBoard *self, const char *id)
{
  if (self->application != NULL)
    g_application_withdraw_notification (self->application, id);
}

void
plim_notice_board_withdraw (PlimNoticeBoard *self, const char *id)
{
  withdraw (self, id);
  g_hash_table_remove (self->notices, id);
}

static void
check_lines (GPtrArray *lines, const char *account_id, PlimNoticeTruth is_true, gpointer user_data)
{
  for (guint i = lines->len; i > 0; i--) {
    const Line *line = g_ptr_array_index (lines, i - 1);

    if (g_str_equal (line->account_id, account_id) &&
        (is_true == NULL || !is_true (line->kind, line->window_id, user_data)))
      g_ptr_array_remove_index (lines, i - 1);
  }
}

void
plim_notice_board_check (PlimNoticeBoard *self,
                         const char *account_id,
                         PlimNoticeTruth is_true,
                         gpointer user_data)
{
  GHashTableIter iter;
  gpointer id, lines;

  g_hash_table_iter_init (&iter, self->notices);
  while (g_hash_table_iter_next (&iter, &id, &lines)) {
    check_lines (lines, account_id, is_true, user_data);
    if (((GPtrArray *) lines)->len > 0)
      continue;
    withdraw (self, id);
    g_hash_table_iter_remove (&iter);
  }
}
