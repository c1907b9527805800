/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What may be asked of the service by name: by tray, notifications and other starts. */
#include "plim-application-private.h"

#include "plim-bus-codec.h"

#define SNOOZE_S 3600

void
plim_application_open_window (PlimApplication *self, const char *action, GVariant *parameter)
{
  const char *token =
      self->token != NULL ? self->token : plim_tray_presenter_get_activation_token (self->tray);

  plim_window_launcher_activate (self->launcher, action, parameter, token);
  g_clear_pointer (&self->token, g_free);
}

void
plim_application_open_popover (PlimApplication *self, int x, int y)
{
  GVariantBuilder builder = G_VARIANT_BUILDER_INIT (G_VARIANT_TYPE_VARDICT);

  if (x >= 0 && y >= 0) {
    g_variant_builder_add (&builder, "{sv}", "x", g_variant_new_int32 (x));
    g_variant_builder_add (&builder, "{sv}", "y", g_variant_new_int32 (y));
  }
  plim_application_open_window (self, PLIM_BUS_WINDOW_OPEN, g_variant_builder_end (&builder));
}

static void
on_open (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  plim_application_open_popover (user_data, -1, -1);
}

static void
on_open_account (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  plim_application_open_window (user_data, PLIM_BUS_WINDOW_OPEN_ACCOUNT, parameter);
}

static void
on_sign_in (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  plim_application_open_window (user_data, PLIM_BUS_WINDOW_SIGN_IN, parameter);
}

static void
on_copy_command (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  plim_application_open_window (user_data, PLIM_BUS_WINDOW_COPY_COMMAND, parameter);
}

static void
on_preferences (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  plim_application_open_window (user_data, PLIM_BUS_WINDOW_PREFERENCES, NULL);
}

static void
on_refresh (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  PlimApplication *self = user_data;

  plim_poller_refresh_all (self->poller);
}

static void
on_snooze (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  PlimApplication *self = user_data;

  plim_notifier_snooze_until_reset (self->notifier, g_variant_get_string (parameter, NULL));
}

static void
on_snooze_hour (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  PlimApplication *self = user_data;

  plim_notifier_snooze (self->notifier, plim_clock_get_now (self->clock) + SNOOZE_S);
}

static void
on_resume_notifications (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  PlimApplication *self = user_data;

  plim_notifier_snooze (self->notifier, PLIM_TIME_UNKNOWN);
}

static void
on_quit (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  plim_application_quit (user_data);
}

static const GActionEntry actions[] = {
  { .name = "open", .activate = on_open },
  { .name = "open-account", .activate = on_open_account, .parameter_type = "s" },
  { .name = "sign-in", .activate = on_sign_in, .parameter_type = "s" },
  { .name = "copy-command", .activate = on_copy_command, .parameter_type = "s" },
  { .name = "preferences", .activate = on_preferences },
  { .name = "refresh", .activate = on_refresh },
  { .name = "snooze", .activate = on_snooze, .parameter_type = "s" },
  { .name = "snooze-hour", .activate = on_snooze_hour },
  { .name = "resume-notifications", .activate = on_resume_notifications },
  { .name = "quit", .activate = on_quit },
};

void
plim_application_add_actions (PlimApplication *self)
{
  g_action_map_add_action_entries (G_ACTION_MAP (self), actions, G_N_ELEMENTS (actions), self);
}
