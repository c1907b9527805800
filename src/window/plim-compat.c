/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "plim-compat.h"

void
plim_compat_announce (GtkWidget *widget, const char *text)
{
  g_return_if_fail (GTK_IS_WIDGET (widget));
  g_return_if_fail (text != NULL);

#if GTK_CHECK_VERSION(4, 14, 0)
  G_GNUC_BEGIN_IGNORE_DEPRECATIONS
  gtk_accessible_announce (GTK_ACCESSIBLE (widget), text,
                           GTK_ACCESSIBLE_ANNOUNCEMENT_PRIORITY_MEDIUM);
  G_GNUC_END_IGNORE_DEPRECATIONS
#endif
}

const char *
plim_compat_get_no_gl (const char **value)
{
  gboolean has_own_variable = gtk_get_major_version () > 4 || gtk_get_minor_version () >= 16;

  *value = has_own_variable ? "gl" : "gl-disable";
  return has_own_variable ? "GDK_DISABLE" : "GDK_DEBUG";
}
