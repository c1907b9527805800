/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "plim-status-menu.h"

#include "plim-advice.h"
#include "plim-headline-text.h"
#include "plim-providers.h"
#include "plim-settings.h"
#include "plim-sign-in-file.h"

#include <glib/gi18n.h>

/* One item: what it says, the same without what grows old, and which action it activates. */
typedef struct {
  char *label;
  char *key;
  char *action;
} Line;

struct _PlimStatusMenu {
  GObject parent_instance;

  GListModel *accounts;
  GSettings *settings;
  GMenu *menu;
  GMenu *status;    /* the accounts' lines */
  GMenu *commands;  /* what stands below them */
  GPtrArray *lines; /* Line, what @status shows */
  gboolean is_snoozed;
  gboolean is_private;
};

G_DEFINE_FINAL_TYPE (PlimStatusMenu, plim_status_menu, G_TYPE_OBJECT)

static void
free_line (gpointer data)
{
  Line *line = data;

  g_free (line->label);
  g_free (line->key);
  g_free (line->action);
  g_free (line);
}

/* A single underscore would mark a mnemonic and vanish. */
static char *
escape_label (const char *label)
{
  g_auto (GStrv) parts = g_strsplit (label, "_", -1);

  return g_strjoinv ("__", parts);
}

static void
add_line (
    GPtrArray *lines, PlimAccount *account, const char *action, const char *label, const char *key)
{
  Line *line = g_new (Line, 1);

  line->label = escape_label (label);
  line->key = g_strdup (key);
  line->action = g_strdup_printf ("app.%s::%s", action, plim_account_get_id (account));
  g_ptr_array_add (lines, line);
}

static void
add_problem (GPtrArray *lines, PlimAccount *account, const PlimFormat *format)
{
  g_autofree char *sentence = plim_headline_dup_problem (account, format);
  const PlimProvider *provider = plim_providers_find (plim_account_get_provider_id (account));
  gboolean is_elsewhere =
      provider != NULL && plim_sign_in_file_find_cure (provider, account) != NULL;
  gboolean is_sign_in =
      !is_elsewhere &&
      plim_advice_get_action (plim_account_get_status (account),
                              plim_account_get_cause (account)) == PLIM_ADVICE_SIGN_IN;

  if (sentence != NULL)
    add_line (lines, account, is_sign_in ? "sign-in" : "open-account", sentence, sentence);
}

/* What the provider says of itself, under the account's name. */
static void
add_incident (GPtrArray *lines, PlimAccount *account, const PlimFormat *format)
{
  const PlimIncident *incident = plim_account_get_incident (account);
  g_autofree char *label = NULL;
  g_autofree char *detail = NULL;
  g_autofree char *text = NULL;

  if (incident == NULL)
    return;
  label = plim_format_label (format, account);
  detail = plim_incident_dup_text (incident);
  /* Translators: an account, then what its provider tells of an incident */
  text = g_strdup_printf (C_ ("account", "%s: %s"), label, detail);
  add_line (lines, account, "open-account", text, text);
}

static void
add_account (GPtrArray *lines, PlimAccount *account, const PlimFormat *format, gint64 now)
{
  PlimSnapshot *snapshot = plim_account_get_snapshot (account);
  guint n_windows = snapshot != NULL ? plim_snapshot_get_n_windows (snapshot) : 0;

  add_problem (lines, account, format);
  add_incident (lines, account, format);
  for (guint i = 0; i < n_windows; i++) {
    const PlimUsageWindow *window = plim_snapshot_get_window (snapshot, i);
    g_autofree char *line = plim_format_window_line (format, account, window, now);
    g_autofree char *text = plim_format_line_with_forecast (format, line, account, window, now);
    g_autofree char *key = plim_headline_dup_line (account, window, format, now);

    add_line (lines, account, "open-account", text, key);
  }
  if (n_windows == 0 && plim_account_get_status (account) == PLIM_STATUS_OK) {
    g_autofree char *label = plim_format_label (format, account);
    /* Translators: a line of the menu; %s is an account's label */
    g_autofree char *text =
        g_strdup_printf (snapshot == NULL ? _ ("%s: not read yet") : _ ("%s: nothing to limit"),
                         label);

    add_line (lines, account, "open-account", text, text);
  }
}

static GPtrArray *
make_lines (PlimStatusMenu *self, gint64 now)
{
  g_autoptr (GPtrArray) lines = g_ptr_array_new_with_free_func (free_line);
  guint n_accounts = g_list_model_get_n_items (self->accounts);
  PlimFormat format;

  plim_settings_get_format (self->settings, &format);
  for (guint i = 0; i < n_accounts; i++) {
    g_autoptr (PlimAccount) account = g_list_model_get_item (self->accounts, i);

    if (plim_account_get_enabled (account))
      add_account (lines, account, &format, now);
  }
  return g_steal_pointer (&lines);
}

static gboolean
is_same (const Line *a, const Line *b, gboolean is_opening)
{
  return g_str_equal (a->key, b->key) && g_str_equal (a->action, b->action) &&
         (!is_opening || g_str_equal (a->label, b->label));
}

static void
swap_lines (GPtrArray *lines, guint index, GPtrArray *others)
{
  gpointer line = lines->pdata[index];

  lines->pdata[index] = others->pdata[index];
  others->pdata[index] = line;
}

static void
replace_lines (PlimStatusMenu *self, GPtrArray *lines, gboolean is_opening)
{
  for (guint i = 0; i < lines->len; i++) {
    const Line *line = g_ptr_array_index (lines, i);
    gboolean is_there = i < self->lines->len;

    if (is_there && is_same (line, g_ptr_array_index (self->lines, i), is_opening)) {
      /* What stands in the menu is the old text: it is what the next one is compared with. */
      swap_lines (lines, i, self->lines);
      continue;
    }
    if (is_there)
      g_menu_remove (self->status, (int) i);
    g_menu_insert (self->status, (int) i, line->label, line->action);
  }
  while (g_menu_model_get_n_items (G_MENU_MODEL (self->status)) > (int) lines->len)
    g_menu_remove (self->status, (int) lines->len);
  g_ptr_array_unref (self->lines);
  self->lines = g_ptr_array_ref (lines);
}

static void
fill_commands (PlimStatusMenu *self)
{
  g_menu_remove_all (self->commands);
  g_menu_append (self->commands, _ ("Refresh now"), "app.refresh");
  if (self->is_snoozed)
    g_menu_append (self->commands, _ ("Resume notifications"), "app.resume-notifications");
  else
    g_menu_append (self->commands, _ ("Snooze notifications for 1 hour"), "app.snooze-hour");
  g_menu_append (self->commands,
                 self->is_private ? _ ("Show private details") : _ ("Hide private details"),
                 "app." PLIM_SETTINGS_PRIVACY);
  g_menu_append (self->commands, _ ("Preferences"), "app.preferences");
  g_menu_append (self->commands, _ ("Quit"), "app.quit");
}

static void
plim_status_menu_dispose (GObject *object)
{
  PlimStatusMenu *self = PLIM_STATUS_MENU (object);

  g_clear_object (&self->accounts);
  g_clear_object (&self->settings);
  g_clear_object (&self->menu);
  g_clear_object (&self->status);
  g_clear_object (&self->commands);
  g_clear_pointer (&self->lines, g_ptr_array_unref);
  G_OBJECT_CLASS (plim_status_menu_parent_class)->dispose (object);
}

static void
plim_status_menu_class_init (PlimStatusMenuClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = plim_status_menu_dispose;
}

static void
plim_status_menu_init (PlimStatusMenu *self)
{
  g_autoptr (GMenu) open = g_menu_new ();

  self->lines = g_ptr_array_new_with_free_func (free_line);
  self->menu = g_menu_new ();
  self->status = g_menu_new ();
  self->commands = g_menu_new ();
  g_menu_append (open, _ ("Open Plimsoll"), "app.open");
  g_menu_append_section (self->menu, NULL, G_MENU_MODEL (open));
  g_menu_append_section (self->menu, NULL, G_MENU_MODEL (self->status));
  g_menu_append_section (self->menu, NULL, G_MENU_MODEL (self->commands));
  fill_commands (self);
}

PlimStatusMenu *
plim_status_menu_new (GListModel *accounts, GSettings *settings)
{
  PlimStatusMenu *self;

  g_return_val_if_fail (G_IS_LIST_MODEL (accounts), NULL);
  g_return_val_if_fail (G_IS_SETTINGS (settings), NULL);

  self = g_object_new (PLIM_TYPE_STATUS_MENU, NULL);
  self->accounts = g_object_ref (accounts);
  self->settings = g_object_ref (settings);
  return self;
}

GMenuModel *
plim_status_menu_get_model (PlimStatusMenu *self)
{
  g_return_val_if_fail (PLIM_IS_STATUS_MENU (self), NULL);

  return G_MENU_MODEL (self->menu);
}

void
plim_status_menu_update (PlimStatusMenu *self, gboolean snoozed, gboolean is_opening, gint64 now)
{
  g_autoptr (GPtrArray) lines = NULL;
  gboolean is_private;

  g_return_if_fail (PLIM_IS_STATUS_MENU (self));

  lines = make_lines (self, now);
  replace_lines (self, lines, is_opening);
  is_private = g_settings_get_boolean (self->settings, PLIM_SETTINGS_PRIVACY);
  if (self->is_snoozed != !!snoozed || self->is_private != is_private) {
    self->is_snoozed = !!snoozed;
    self->is_private = is_private;
    fill_commands (self);
  }
}
