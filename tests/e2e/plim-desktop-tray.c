/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What the panel is told. */
#include "plim-desktop.h"

#include <string.h>

#define WATCHER "org.kde.StatusNotifierWatcher"

/* Splits what the watcher lists (":1.23/path" or "name") into name and path; only Plimsoll's is
 * kept. */
static gboolean
find_item (PlimDesktop *self, char **name, char **path)
{
  g_autoptr (GVariant) reply = NULL;
  g_autoptr (GVariant) items = NULL;
  g_autofree const char **registered = NULL;

  reply =
      plim_desktop_call (self, WATCHER, "/StatusNotifierWatcher", "org.freedesktop.DBus.Properties",
                         "Get", g_variant_new ("(ss)", WATCHER, "RegisteredStatusNotifierItems"),
                         NULL);
  if (reply == NULL)
    return FALSE;
  g_variant_get (reply, "(v)", &items);
  registered = g_variant_get_strv (items, NULL);
  for (guint i = 0; registered[i] != NULL; i++) {
    const char *slash = strchr (registered[i], '/');

    if (slash == NULL || strstr (slash, "plimsoll") == NULL)
      continue;
    *name = g_strndup (registered[i], (gsize) (slash - registered[i]));
    *path = g_strdup (slash);
    return TRUE;
  }
  return FALSE;
}

char *
plim_desktop_dup_item (PlimDesktop *self, const char *property)
{
  g_autofree char *name = NULL;
  g_autofree char *path = NULL;
  g_autoptr (GVariant) reply = NULL;
  g_autoptr (GVariant) value = NULL;

  if (!find_item (self, &name, &path))
    return NULL;
  reply = plim_desktop_call (self, name, path, "org.freedesktop.DBus.Properties", "Get",
                             g_variant_new ("(ss)", "org.kde.StatusNotifierItem", property), NULL);
  if (reply == NULL)
    return NULL;
  g_variant_get (reply, "(v)", &value);
  if (g_variant_is_of_type (value, G_VARIANT_TYPE_STRING))
    return g_variant_dup_string (value, NULL);
  return g_variant_print (value, FALSE);
}

static void
add_labels (GVariant *item, GString *labels)
{
  g_autoptr (GVariant) properties = g_variant_get_child_value (item, 1);
  g_autoptr (GVariant) children = g_variant_get_child_value (item, 2);
  const char *label;

  if (g_variant_lookup (properties, "label", "&s", &label))
    g_string_append_printf (labels, "%s\n", label);
  for (gsize i = 0; i < g_variant_n_children (children); i++) {
    g_autoptr (GVariant) boxed = g_variant_get_child_value (children, i);
    g_autoptr (GVariant) child = g_variant_get_variant (boxed);

    add_labels (child, labels);
  }
}

char *
plim_desktop_dup_menu (PlimDesktop *self)
{
  const char *const all_properties[] = { NULL };
  g_autofree char *name = NULL;
  g_autofree char *path = NULL;
  g_autoptr (GVariant) reply = NULL;
  g_autoptr (GVariant) layout = NULL;
  GString *labels;

  if (!find_item (self, &name, &path))
    return NULL;
  reply = plim_desktop_call (self, name, path, "com.canonical.dbusmenu", "GetLayout",
                             g_variant_new ("(ii^as)", 0, -1, all_properties), NULL);
  if (reply == NULL)
    return NULL;
  labels = g_string_new (NULL);
  layout = g_variant_get_child_value (reply, 1);
  add_labels (layout, labels);
  return g_string_free (labels, FALSE);
}
