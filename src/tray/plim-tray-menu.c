/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "plim-tray-menu.h"

#define OUR_PREFIX "app."
#define LIBRARY_PREFIX "indicator."

/* One row of the flat menu; a separator has no label. */
typedef struct {
  char *label;      /* (nullable) */
  char *action;     /* (nullable): without a prefix */
  GVariant *target; /* (nullable) */
} Row;

struct _PlimTrayMenu {
  GObject parent_instance;

  GMenuModel *model;
  GPtrArray *followed; /* the model and its sections */
  GActionGroup *actions;
  GMenu *menu;
  GSimpleActionGroup *forwarded;
  DbusmenuMenuitem *root;
  GPtrArray *rows; /* Row, as both protocols show them now */
  guint update_id;
};

G_DEFINE_FINAL_TYPE (PlimTrayMenu, plim_tray_menu, G_TYPE_OBJECT)

enum { OPENING, N_SIGNALS };
static guint signals[N_SIGNALS];

static void follow (PlimTrayMenu *self, GMenuModel *model);

static void
free_row (gpointer data)
{
  Row *row = data;

  g_free (row->label);
  g_free (row->action);
  g_clear_pointer (&row->target, g_variant_unref);
  g_free (row);
}

static void
add_rows (GPtrArray *rows, GMenuModel *model)
{
  for (int i = 0; i < g_menu_model_get_n_items (model); i++) {
    g_autoptr (GMenuModel) section = g_menu_model_get_item_link (model, i, G_MENU_LINK_SECTION);
    g_autofree char *action = NULL;
    Row *row;

    if (section != NULL) {
      if (rows->len > 0 && g_menu_model_get_n_items (section) > 0)
        g_ptr_array_add (rows, g_new0 (Row, 1));
      add_rows (rows, section);
      continue;
    }
    row = g_new0 (Row, 1);
    g_menu_model_get_item_attribute (model, i, G_MENU_ATTRIBUTE_LABEL, "s", &row->label);
    g_menu_model_get_item_attribute (model, i, G_MENU_ATTRIBUTE_ACTION, "s", &action);
    row->target = g_menu_model_get_item_attribute_value (model, i, G_MENU_ATTRIBUTE_TARGET, NULL);
    if (row->label == NULL)
      row->label = g_strdup ("");
    if (action != NULL)
      row->action =
          g_strdup (g_str_has_prefix (action, OUR_PREFIX) ? action + strlen (OUR_PREFIX) : action);
    g_ptr_array_add (rows, row);
  }
}

static gboolean
is_same (const Row *a, const Row *b)
{
  if (g_strcmp0 (a->label, b->label) != 0 || g_strcmp0 (a->action, b->action) != 0)
    return FALSE;
  if (a->target == NULL || b->target == NULL)
    return a->target == b->target;
  return g_variant_equal (a->target, b->target);
}

static gboolean
are_same (GPtrArray *a, GPtrArray *b)
{
  if (a->len != b->len)
    return FALSE;
  for (guint i = 0; i < a->len; i++) {
    if (!is_same (g_ptr_array_index (a, i), g_ptr_array_index (b, i)))
      return FALSE;
  }
  return TRUE;
}

static gboolean
is_enabled (PlimTrayMenu *self, const Row *row)
{
  return row->action == NULL || g_action_group_get_action_enabled (self->actions, row->action);
}

static void
on_forward (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  PlimTrayMenu *self = user_data;

  g_action_group_activate_action (self->actions, g_action_get_name (G_ACTION (action)), parameter);
}

/* The library takes a GSimpleActionGroup only, so each action that the menu names has a stand-in
 * there. */
static void
forward_action (PlimTrayMenu *self, const char *name)
{
  const GVariantType *type;
  g_autoptr (GSimpleAction) action = NULL;

  if (!g_action_group_has_action (self->actions, name) ||
      g_action_group_has_action (G_ACTION_GROUP (self->forwarded), name))
    return;
  type = g_action_group_get_action_parameter_type (self->actions, name);
  action = g_simple_action_new (name, type);
  g_simple_action_set_enabled (action, g_action_group_get_action_enabled (self->actions, name));
  g_signal_connect_object (action, "activate", G_CALLBACK (on_forward), self, 0);
  g_action_map_add_action (G_ACTION_MAP (self->forwarded), G_ACTION (action));
}

static void
fill_menu (PlimTrayMenu *self)
{
  g_autoptr (GMenu) section = g_menu_new ();

  g_menu_remove_all (self->menu);
  for (guint i = 0; i < self->rows->len; i++) {
    const Row *row = g_ptr_array_index (self->rows, i);
    g_autoptr (GMenuItem) item = NULL;
    g_autofree char *name = NULL;

    if (row->label == NULL) {
      g_menu_append_section (self->menu, NULL, G_MENU_MODEL (section));
      g_object_unref (section);
      section = g_menu_new ();
      continue;
    }
    item = g_menu_item_new (row->label, NULL);
    if (row->action != NULL) {
      forward_action (self, row->action);
      name = g_strconcat (LIBRARY_PREFIX, row->action, NULL);
      g_menu_item_set_action_and_target_value (item, name, row->target);
    }
    g_menu_append_item (section, item);
  }
  g_menu_append_section (self->menu, NULL, G_MENU_MODEL (section));
}

static void
on_item_activated (DbusmenuMenuitem *item, guint timestamp, gpointer user_data)
{
  PlimTrayMenu *self = user_data;
  guint position = dbusmenu_menuitem_get_position (item, self->root);
  const Row *row;

  if (position >= self->rows->len)
    return;
  row = g_ptr_array_index (self->rows, position);
  if (row->action != NULL)
    g_action_group_activate_action (self->actions, row->action, row->target);
}

static void
show_row (PlimTrayMenu *self, DbusmenuMenuitem *item, const Row *row)
{
  if (row->label == NULL) {
    dbusmenu_menuitem_property_set (item, DBUSMENU_MENUITEM_PROP_TYPE, "separator");
    return;
  }
  dbusmenu_menuitem_property_set (item, DBUSMENU_MENUITEM_PROP_LABEL, row->label);
  dbusmenu_menuitem_property_set_bool (item, DBUSMENU_MENUITEM_PROP_ENABLED,
                                       is_enabled (self, row));
}

static gboolean
is_separator (DbusmenuMenuitem *item)
{
  return g_strcmp0 (dbusmenu_menuitem_property_get (item, DBUSMENU_MENUITEM_PROP_TYPE),
                    "separator") == 0;
}

/* Items that stay of their kind are changed in place: a host that shows the menu then keeps it
 * open. */
static void
fill_tree (PlimTrayMenu *self)
{
  guint position = 0;
  GList *last;

  for (; position < self->rows->len; position++) {
    const Row *row = g_ptr_array_index (self->rows, position);
    DbusmenuMenuitem *old = g_list_nth_data (dbusmenu_menuitem_get_children (self->root), position);
    g_autoptr (DbusmenuMenuitem) item = NULL;

    if (old != NULL && is_separator (old) == (row->label == NULL)) {
      show_row (self, old, row);
      continue;
    }
    if (old != NULL)
      dbusmenu_menuitem_child_delete (self->root, old);
    item = dbusmenu_menuitem_new ();
    g_signal_connect_object (item, DBUSMENU_MENUITEM_SIGNAL_ITEM_ACTIVATED,
                             G_CALLBACK (on_item_activated), self, 0);
    show_row (self, item, row);
    dbusmenu_menuitem_child_add_position (self->root, item, position);
  }
  while ((last = g_list_nth (dbusmenu_menuitem_get_children (self->root), position)) != NULL)
    dbusmenu_menuitem_child_delete (self->root, last->data);
}

static void
update (PlimTrayMenu *self)
{
  g_autoptr (GPtrArray) rows = g_ptr_array_new_with_free_func (free_row);

  g_clear_handle_id (&self->update_id, g_source_remove);
  add_rows (rows, self->model);
  if (self->rows != NULL && are_same (rows, self->rows))
    return;
  g_clear_pointer (&self->rows, g_ptr_array_unref);
  self->rows = g_steal_pointer (&rows);
  fill_menu (self);
  fill_tree (self);
}

static gboolean
on_update (gpointer user_data)
{
  PlimTrayMenu *self = user_data;

  self->update_id = 0;
  update (self);
  return G_SOURCE_REMOVE;
}

static void
on_items_changed (GMenuModel *model, int position, int n_removed, int n_added, gpointer user_data)
{
  PlimTrayMenu *self = user_data;

  for (int i = position; i < position + n_added; i++) {
    g_autoptr (GMenuModel) section = g_menu_model_get_item_link (model, i, G_MENU_LINK_SECTION);

    if (section != NULL)
      follow (self, section);
  }
  if (self->update_id == 0)
    self->update_id = g_idle_add (on_update, self);
}

static void
follow (PlimTrayMenu *self, GMenuModel *model)
{
  if (g_ptr_array_find (self->followed, model, NULL))
    return;
  g_ptr_array_add (self->followed, g_object_ref (model));
  g_signal_connect_object (model, "items-changed", G_CALLBACK (on_items_changed), self, 0);
  on_items_changed (model, 0, 0, g_menu_model_get_n_items (model), self);
}

static void
on_action_enabled_changed (GActionGroup *actions,
                           const char *name,
                           gboolean enabled,
                           gpointer user_data)
{
  PlimTrayMenu *self = user_data;
  GAction *action = g_action_map_lookup_action (G_ACTION_MAP (self->forwarded), name);

  if (action != NULL)
    g_simple_action_set_enabled (G_SIMPLE_ACTION (action), enabled);
  fill_tree (self);
}

static void
on_about_to_show (DbusmenuMenuitem *root, gpointer user_data)
{
  PlimTrayMenu *self = user_data;

  g_signal_emit (self, signals[OPENING], 0);
  /* What the handler changed is shown at once, not after the menu has opened. */
  update (self);
}

static void
plim_tray_menu_dispose (GObject *object)
{
  PlimTrayMenu *self = PLIM_TRAY_MENU (object);

  g_clear_handle_id (&self->update_id, g_source_remove);
  g_clear_pointer (&self->followed, g_ptr_array_unref);
  g_clear_object (&self->model);
  g_clear_object (&self->actions);
  g_clear_object (&self->menu);
  g_clear_object (&self->forwarded);
  g_clear_object (&self->root);
  g_clear_pointer (&self->rows, g_ptr_array_unref);
  G_OBJECT_CLASS (plim_tray_menu_parent_class)->dispose (object);
}

static void
plim_tray_menu_class_init (PlimTrayMenuClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = plim_tray_menu_dispose;

  signals[OPENING] = g_signal_new ("opening", PLIM_TYPE_TRAY_MENU, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                   NULL, G_TYPE_NONE, 0);
}

static void
plim_tray_menu_init (PlimTrayMenu *self)
{
  self->followed = g_ptr_array_new_with_free_func (g_object_unref);
  self->menu = g_menu_new ();
  self->forwarded = g_simple_action_group_new ();
  self->root = dbusmenu_menuitem_new ();
}

PlimTrayMenu *
plim_tray_menu_new (GMenuModel *model, GActionGroup *actions)
{
  PlimTrayMenu *self;

  g_return_val_if_fail (G_IS_MENU_MODEL (model), NULL);
  g_return_val_if_fail (G_IS_ACTION_GROUP (actions), NULL);

  self = g_object_new (PLIM_TYPE_TRAY_MENU, NULL);
  self->model = g_object_ref (model);
  self->actions = g_object_ref (actions);
  g_signal_connect_object (self->root, DBUSMENU_MENUITEM_SIGNAL_ABOUT_TO_SHOW,
                           G_CALLBACK (on_about_to_show), self, 0);
  g_signal_connect_object (actions, "action-enabled-changed",
                           G_CALLBACK (on_action_enabled_changed), self, 0);
  follow (self, model);
  update (self);
  return self;
}

GMenu *
plim_tray_menu_get_menu (PlimTrayMenu *self)
{
  g_return_val_if_fail (PLIM_IS_TRAY_MENU (self), NULL);

  return self->menu;
}

GSimpleActionGroup *
plim_tray_menu_get_actions (PlimTrayMenu *self)
{
  g_return_val_if_fail (PLIM_IS_TRAY_MENU (self), NULL);

  return self->forwarded;
}

DbusmenuMenuitem *
plim_tray_menu_get_root (PlimTrayMenu *self)
{
  g_return_val_if_fail (PLIM_IS_TRAY_MENU (self), NULL);

  return self->root;
}
