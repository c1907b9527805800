/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "plim-service-notice.h"

#include <glib/gi18n.h>
#include <string.h>

/* What is missing, in the words of this desktop. */
static const char *
get_tray_hint (void)
{
  const char *desktop = g_getenv ("XDG_CURRENT_DESKTOP");

  if (desktop != NULL && strstr (desktop, "GNOME") != NULL)
    return _ (
        "To see it in the top bar, install the extension “AppIndicator and KStatusNotifierItem "
        "Support”. Until then everything works from the window.");
  return _ ("This desktop shows no status icons now: its panel may lack a tray (StatusNotifier). "
            "Everything works from the window.");
}

void
plim_service_notice_tray (GApplication *application)
{
  g_autoptr (GNotification) notification =
      g_notification_new (_ ("Plimsoll runs without a tray icon"));

  g_notification_set_body (notification, get_tray_hint ());
  g_notification_set_default_action (notification, "app.open");
  g_application_send_notification (application, "tray", notification);
}

void
plim_service_notice_storage (GApplication *application,
                             PlimDatabase *database,
                             gboolean has_accounts)
{
  const char *set_aside = plim_database_get_set_aside (database);
  const char *problem = plim_database_get_problem (database);
  g_autoptr (GNotification) notification = NULL;
  g_autofree char *body = NULL;

  if (set_aside == NULL && problem == NULL)
    return;
  if (set_aside != NULL) {
    notification = g_notification_new (_ ("Plimsoll’s database was damaged"));
    /* Translators: %s is a file name */
    body = g_strdup_printf (has_accounts
                                ? _ ("It was set aside as %s. The accounts that could be read are "
                                     "still here; the history begins anew.")
                                : _ ("It was set aside as %s and a new one begun. Please add your "
                                     "accounts again."),
                            set_aside);
  } else {
    notification = g_notification_new (_ ("Plimsoll runs without history"));
    /* Translators: %s is a technical reason */
    body = g_strdup_printf (_ ("Its database cannot be used, so nothing is kept: %s"), problem);
  }
  g_message ("%s", body);
  g_notification_set_body (notification, body);
  g_application_send_notification (application, "storage", notification);
}

void
plim_service_notice_window (GApplication *application, const char *message)
{
  g_autoptr (GNotification) notification =
      g_notification_new (_ ("Plimsoll’s window could not be opened"));

  g_notification_set_body (notification, message);
  g_application_send_notification (application, "window", notification);
}
