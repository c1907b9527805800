/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <atspi/atspi.h>

G_BEGIN_DECLS

/* A program's windows as a screen reader gets them. */

/** PlimAccessible: the same under a name of ours, for the macro that the library may get one day */
typedef AtspiAccessible PlimAccessible;
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PlimAccessible, g_object_unref)

/** plim_access_wait_for: (transfer full): the window of that name, once it is there */
AtspiAccessible *plim_access_wait_for (const char *name);

/** PlimAccessVisit: @path: the roles and names from the window down to @object */
typedef void (*PlimAccessVisit) (AtspiAccessible *object, const char *path, gpointer user_data);

/** plim_access_walk: visits @object and all below it that is shown. */
void plim_access_walk (AtspiAccessible *object, PlimAccessVisit visit, gpointer user_data);

/** plim_access_has_state: */
gboolean plim_access_has_state (AtspiAccessible *object, AtspiStateType state);

/** plim_access_dup_name: (transfer full): never %NULL */
char *plim_access_dup_name (AtspiAccessible *object);

G_END_DECLS
