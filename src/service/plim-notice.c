/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "plim-notice.h"

#include "plim-redact.h"

struct _PlimNotice {
  PlimDatabase *database;
  char *account_id; /* (nullable) */
  char *id;
  PlimNoticeFunc deliver;
  GObject *target;
  char *title;
  char *body;
  GNotification *notification; /* (nullable): nothing was written */
  guint n_unkept;              /* and one more until all is begun */
};

PlimNotice *
plim_notice_new (PlimDatabase *database, PlimNoticeFunc deliver, gpointer target)
{
  PlimNotice *self = g_new0 (PlimNotice, 1);

  self->database = g_object_ref (database);
  self->deliver = deliver;
  self->target = g_object_ref (target);
  self->n_unkept = 1;
  return self;
}

static void
notice_free (PlimNotice *self)
{
  g_object_unref (self->database);
  g_object_unref (self->target);
  g_free (self->account_id);
  g_free (self->id);
  g_free (self->title);
  g_free (self->body);
  g_clear_object (&self->notification);
  g_free (self);
}

static void
step (PlimNotice *self)
{
  if (--self->n_unkept > 0)
    return;
  if (self->notification != NULL)
    self->deliver (self, self->target);
  notice_free (self);
}

static void
on_kept (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *detail = NULL;

  /* Said twice after a restart is better than not said at all. */
  if (!plim_database_save_notice_finish (PLIM_DATABASE (source), result, &error)) {
    detail = plim_redact (error->message);
    g_message ("That a notice was given is not kept: %s", detail);
  }
  step (user_data);
}

void
plim_notice_keep (PlimNotice *self, const char *account_id, const char *key, const char *state)
{
  self->n_unkept++;
  plim_database_save_notice_async (self->database, account_id, key, state, NULL, on_kept, self);
}

/* Many servers read a body as markup, but not all: it must read the same for both. */
static char *
take_plain (char *text)
{
  GString *plain = g_string_new (text);

  g_free (text);
  g_string_replace (plain, "<", "‹", 0);
  g_string_replace (plain, ">", "›", 0);
  return g_string_free (plain, FALSE);
}

void
plim_notice_write (PlimNotice *self,
                   const char *id,
                   const char *account_id,
                   char *title,
                   char *body,
                   GNotificationPriority priority)
{
  g_autoptr (GIcon) icon = g_themed_icon_new ("io.github.plimsoll.Plimsoll");

  g_return_if_fail (self->notification == NULL);

  self->id = g_strdup (id);
  self->account_id = g_strdup (account_id);
  self->title = title;
  self->body = body != NULL ? take_plain (body) : NULL;
  self->notification = g_notification_new (title);
  g_notification_set_body (self->notification, self->body);
  g_notification_set_icon (self->notification, icon);
  g_notification_set_priority (self->notification, priority);
  if (account_id != NULL)
    g_notification_set_default_action_and_target (self->notification, "app.open-account", "s",
                                                  account_id);
  else
    g_notification_set_default_action (self->notification, "app.open");
}

void
plim_notice_add_button (PlimNotice *self, const char *label, const char *action)
{
  g_return_if_fail (self->account_id != NULL);

  g_notification_add_button_with_target (self->notification, label, action, "s", self->account_id);
}

void
plim_notice_add_plain_button (PlimNotice *self, const char *label, const char *action)
{
  g_notification_add_button (self->notification, label, action);
}

void
plim_notice_send (PlimNotice *self)
{
  step (self);
}

const char *
plim_notice_get_id (const PlimNotice *self)
{
  return self->id;
}

const char *
plim_notice_get_title (const PlimNotice *self)
{
  return self->title;
}

const char *
plim_notice_get_body (const PlimNotice *self)
{
  return self->body;
}

GNotification *
plim_notice_get_notification (const PlimNotice *self)
{
  return self->notification;
}
