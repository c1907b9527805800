/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "plim-main-window.h"

#include "plim-account-actions.h"
#include "plim-account-card.h"
#include "plim-announcer.h"
#include "plim-command.h"
#include "plim-compat.h"
#include "plim-demo-account.h"
#include "plim-first-cards.h"
#include "plim-fitting-scroller.h"
#include "plim-problem.h"
#include "plim-removals.h"
#include "plim-sign-in-offers.h"
#include "plim-window-popup.h"

#include <glib/gi18n-lib.h>

/* What of the accounts the first frame shows at most, where the height of the screen is not known,
 * in pixels. */
#define FIRST_HEIGHT 800

struct _PlimMainWindow {
  AdwApplicationWindow parent_instance;
  PlimPresentation *presentation;
  PlimServiceLink *link;
  PlimAnnouncer *announcer;
  PlimRemovals *removals;
  GtkFilterListModel *shown; /* the accounts that are not being removed */
  GtkSliceListModel *first;  /* those of them that have cards */
  PlimWindowPopup *popup;
  int first_height;     /* what the first frame shows of them at most */
  char *wanted_account; /* (nullable): to get the focus once it is there */
  GtkStack *pages;
  AdwToastOverlay *toasts;
  PlimFittingScroller *scroller;
  PlimFittingScroller *empty_scroller;
  GtkListBox *accounts;
  GtkToggleButton *pin;
  GtkWidget *demo;
  GtkWidget *start;
  PlimSignInOffers *offers; /* (owned): on the page that is shown */
  AdwBin *offers_above_accounts;
  AdwBin *offers_when_empty;
};

G_DEFINE_FINAL_TYPE (PlimMainWindow, plim_main_window, ADW_TYPE_APPLICATION_WINDOW)

static PlimAccountCard *
get_card (PlimMainWindow *self, guint index)
{
  return (PlimAccountCard *) gtk_list_box_get_row_at_index (self->accounts, (int) index);
}

/* Only a card that has its place can be scrolled to. */
static void
grab_wanted_account (PlimMainWindow *self)
{
  PlimAccountCard *card;

  if (!gtk_widget_get_mapped (GTK_WIDGET (self)))
    return;
  for (guint i = 0; self->wanted_account != NULL && (card = get_card (self, i)) != NULL; i++) {
    const char *id = plim_account_get_id (plim_account_card_get_account (card));

    if (g_str_equal (id, self->wanted_account) && gtk_widget_get_height (GTK_WIDGET (card)) > 0) {
      g_clear_pointer (&self->wanted_account, g_free);
      gtk_widget_grab_focus (GTK_WIDGET (card));
    }
  }
}

/* The arrow keys go from card to card at once. */
static void
grab_first_account (PlimMainWindow *self)
{
  PlimAccountCard *card = get_card (self, 0);

  if (card != NULL)
    gtk_widget_grab_focus (GTK_WIDGET (card));
}

/* There is one card of offers, and two pages that show it. */
static void
move_offers (PlimMainWindow *self, gboolean is_empty)
{
  AdwBin *from = is_empty ? self->offers_above_accounts : self->offers_when_empty;
  AdwBin *to = is_empty ? self->offers_when_empty : self->offers_above_accounts;

  if (adw_bin_get_child (to) == NULL) {
    adw_bin_set_child (from, NULL);
    adw_bin_set_child (to, GTK_WIDGET (self->offers));
  }
  plim_sign_in_offers_look (self->offers);
}

static void
update_page (PlimMainWindow *self)
{
  PlimLinkState state = plim_service_link_get_state (self->link);
  const char *old_page = gtk_stack_get_visible_child_name (self->pages);
  const char *page = "accounts";

  if (state == PLIM_LINK_CONNECTING)
    page = "connecting";
  else if (state == PLIM_LINK_LOST)
    page = "lost";
  else if (g_list_model_get_n_items (G_LIST_MODEL (self->shown)) == 0)
    page = "empty";
  move_offers (self, g_str_equal (page, "empty"));
  gtk_stack_set_visible_child_name (self->pages, page);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "win.refresh", g_str_equal (page, "accounts"));
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "win.history", g_str_equal (page, "accounts"));
  if (g_str_equal (page, "accounts") && g_strcmp0 (old_page, page) != 0)
    grab_first_account (self);
}

static void
fit_first_cards (PlimMainWindow *self)
{
  if (gtk_slice_list_model_get_size (self->first) != G_MAXUINT)
    plim_first_cards_fit (self->first, self->first_height,
                          plim_presentation_get_now (self->presentation));
}

static void
on_accounts_changed (PlimMainWindow *self)
{
  guint n_accounts = g_list_model_get_n_items (G_LIST_MODEL (self->shown));

  fit_first_cards (self);
  for (guint i = 0; i < n_accounts; i++) {
    PlimAccountCard *card = get_card (self, i);

    if (card != NULL)
      plim_account_card_set_place (card, i == 0, i + 1 == n_accounts);
  }
  update_page (self);
  grab_wanted_account (self);
}

/* Nobody waits for the answer: the service polls as it thinks fit. */
static void
note_look (PlimMainWindow *self)
{
  PlimBusClient *client = plim_main_window_get_client (self);

  if (client != NULL && gtk_widget_get_mapped (GTK_WIDGET (self)))
    g_dbus_proxy_call (G_DBUS_PROXY (plim_bus_client_get_manager (client)), "Looked", NULL,
                       G_DBUS_CALL_FLAGS_NO_AUTO_START, -1, NULL, NULL, NULL);
}

static void
on_link_changed (PlimMainWindow *self)
{
  PlimBusClient *client = plim_service_link_get_client (self->link);

  gtk_filter_list_model_set_model (self->shown, client != NULL ? G_LIST_MODEL (client) : NULL);
  update_page (self);
  note_look (self);
}

static GtkWidget *
create_card (gpointer item, gpointer user_data)
{
  PlimMainWindow *self = user_data;

  return GTK_WIDGET (plim_account_card_new (item, self->presentation));
}

static void
on_row_activated (PlimMainWindow *self, PlimAccountCard *card)
{
  gtk_widget_activate_action (GTK_WIDGET (card), "card.details", NULL);
}

static void
on_called (GObject *owner, const GError *error, gpointer account_id)
{
  g_autofree char *text = NULL;

  if (error == NULL)
    return;
  text = plim_problem_dup_sentence (error, "Plimsoll", NULL);
  plim_main_window_tell (PLIM_MAIN_WINDOW (owner), text);
}

static void
on_removed (GObject *owner, const GError *error, gpointer account_id)
{
  on_called (owner, error, NULL);
  if (error != NULL)
    plim_removals_undo (PLIM_MAIN_WINDOW (owner)->removals, account_id);
}

static void
on_removal_due (PlimMainWindow *self, const char *account_id)
{
  PlimBusClient *client = plim_main_window_get_client (self);
  PlimBusAccount1 *account =
      client != NULL ? plim_bus_client_get_account_proxy (client, account_id) : NULL;

  if (account == NULL)
    plim_removals_undo (self->removals, account_id);
  else
    plim_command_send (G_OBJECT (self), G_DBUS_PROXY (account), "Remove", NULL, on_removed,
                       g_strdup (account_id));
}

static void
add_demo (GtkWidget *widget, const char *action, GVariant *parameter)
{
  PlimMainWindow *self = PLIM_MAIN_WINDOW (widget);

  plim_demo_account_add (self, self->demo);
}

static void
refresh (GtkWidget *widget, const char *action, GVariant *parameter)
{
  plim_main_window_call (PLIM_MAIN_WINDOW (widget), NULL, "RefreshAll", NULL);
}

static void
quit_service (GtkWidget *widget, const char *action, GVariant *parameter)
{
  plim_main_window_call (PLIM_MAIN_WINDOW (widget), NULL, "Quit", NULL);
  gtk_window_close (GTK_WINDOW (widget));
}

static void
start_service (GtkWidget *widget, const char *action, GVariant *parameter)
{
  plim_service_link_connect (PLIM_MAIN_WINDOW (widget)->link);
}

static void
show_shortcuts (GtkWidget *widget, const char *action, GVariant *parameter)
{
  g_autoptr (GtkBuilder) builder =
      gtk_builder_new_from_resource ("/io/github/plimsoll/Plimsoll/Window/plim-shortcuts.ui");
  GtkShortcutsWindow *shortcuts =
      GTK_SHORTCUTS_WINDOW (gtk_builder_get_object (builder, "shortcuts"));

  /* Only so does it look up the accelerators of the actions. */
  gtk_application_window_set_help_overlay (GTK_APPLICATION_WINDOW (widget), shortcuts);
  gtk_window_present (GTK_WINDOW (shortcuts));
}

static gboolean
plim_main_window_close_request (GtkWindow *window)
{
  plim_removals_finish_all (PLIM_MAIN_WINDOW (window)->removals);
  return GTK_WINDOW_CLASS (plim_main_window_parent_class)->close_request (window);
}

static void
fit_into (PlimFittingScroller *scroller, const GdkRectangle *area)
{
  int width;

  /* The header bar, and air above and below. */
  plim_fitting_scroller_set_max_height (scroller, MAX (200, area->height - 96));
  g_object_get (scroller, "usual-width", &width, NULL);
  g_object_set (scroller, "usual-width", MIN (width, area->width), NULL);
}

static void
plim_main_window_realize (GtkWidget *widget)
{
  PlimMainWindow *self = PLIM_MAIN_WINDOW (widget);
  GdkRectangle area;

  GTK_WIDGET_CLASS (plim_main_window_parent_class)->realize (widget);
  if (plim_window_place_get_area (GTK_WINDOW (self), &area)) {
    fit_into (self->scroller, &area);
    fit_into (self->empty_scroller, &area);
    self->first_height = area.height;
    fit_first_cards (self);
  }
  g_signal_connect_object (gtk_native_get_surface (GTK_NATIVE (self)), "layout",
                           G_CALLBACK (grab_wanted_account), self,
                           G_CONNECT_SWAPPED | G_CONNECT_AFTER);
}

/* The cards below the window's end are made once those above it can be seen. A measurement of the
 * start waits for the message. */
static void
on_painted (GdkFrameClock *clock, gpointer user_data)
{
  PlimMainWindow *self = user_data;

  if (g_list_model_get_n_items (G_LIST_MODEL (self->first)) == 0)
    return;
  g_debug ("first frame");
  g_signal_handlers_disconnect_by_func (clock, on_painted, self);
  gtk_slice_list_model_set_size (self->first, G_MAXUINT);
}

static void
plim_main_window_map (GtkWidget *widget)
{
  PlimMainWindow *self = PLIM_MAIN_WINDOW (widget);

  GTK_WIDGET_CLASS (plim_main_window_parent_class)->map (widget);
  g_signal_connect_object (gtk_widget_get_frame_clock (widget), "after-paint",
                           G_CALLBACK (on_painted), self, 0);
  grab_wanted_account (self);
  plim_sign_in_offers_look (self->offers);
  plim_presentation_set_visible (self->presentation, TRUE);
  note_look (self);
}

static void
plim_main_window_unmap (GtkWidget *widget)
{
  plim_presentation_set_visible (PLIM_MAIN_WINDOW (widget)->presentation, FALSE);
  GTK_WIDGET_CLASS (plim_main_window_parent_class)->unmap (widget);
}

static void
plim_main_window_dispose (GObject *object)
{
  PlimMainWindow *self = PLIM_MAIN_WINDOW (object);

  if (self->shown != NULL)
    gtk_filter_list_model_set_model (self->shown, NULL);
  g_clear_object (&self->announcer);
  g_clear_object (&self->popup);
  g_clear_object (&self->first);
  g_clear_object (&self->shown);
  g_clear_object (&self->offers);
  g_clear_object (&self->link);
  G_OBJECT_CLASS (plim_main_window_parent_class)->dispose (object);
}

static void
plim_main_window_finalize (GObject *object)
{
  PlimMainWindow *self = PLIM_MAIN_WINDOW (object);

  g_clear_object (&self->removals);
  g_clear_object (&self->presentation);
  g_free (self->wanted_account);
  G_OBJECT_CLASS (plim_main_window_parent_class)->finalize (object);
}

static void
install_actions (GtkWidgetClass *widget_class)
{
  gtk_widget_class_install_action (widget_class, "win.refresh", NULL, refresh);
  gtk_widget_class_install_action (widget_class, "win.demo", NULL, add_demo);
  gtk_widget_class_install_action (widget_class, "win.start-service", NULL, start_service);
  gtk_widget_class_install_action (widget_class, "win.quit-service", NULL, quit_service);
  gtk_widget_class_install_action (widget_class, "win.shortcuts", NULL, show_shortcuts);
  plim_account_actions_install (widget_class);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
}

static void
plim_main_window_class_init (PlimMainWindowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = plim_main_window_dispose;
  object_class->finalize = plim_main_window_finalize;
  widget_class->realize = plim_main_window_realize;
  widget_class->map = plim_main_window_map;
  widget_class->unmap = plim_main_window_unmap;
  GTK_WINDOW_CLASS (klass)->close_request = plim_main_window_close_request;

  g_type_ensure (PLIM_TYPE_FITTING_SCROLLER);
  gtk_widget_class_set_template_from_resource (
      widget_class, "/io/github/plimsoll/Plimsoll/Window/plim-main-window.ui");
  gtk_widget_class_bind_template_child (widget_class, PlimMainWindow, pages);
  gtk_widget_class_bind_template_child (widget_class, PlimMainWindow, toasts);
  gtk_widget_class_bind_template_child (widget_class, PlimMainWindow, scroller);
  gtk_widget_class_bind_template_child (widget_class, PlimMainWindow, empty_scroller);
  gtk_widget_class_bind_template_child (widget_class, PlimMainWindow, accounts);
  gtk_widget_class_bind_template_child (widget_class, PlimMainWindow, pin);
  gtk_widget_class_bind_template_child (widget_class, PlimMainWindow, demo);
  gtk_widget_class_bind_template_child (widget_class, PlimMainWindow, start);
  gtk_widget_class_bind_template_child (widget_class, PlimMainWindow, offers_above_accounts);
  gtk_widget_class_bind_template_child (widget_class, PlimMainWindow, offers_when_empty);
  gtk_widget_class_bind_template_callback (widget_class, on_row_activated);
  install_actions (widget_class);
}

static void
plim_main_window_init (PlimMainWindow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  self->removals = plim_removals_new ();
  self->shown =
      gtk_filter_list_model_new (NULL, g_object_ref (plim_removals_get_filter (self->removals)));
  g_signal_connect_object (self->removals, "due", G_CALLBACK (on_removal_due), self,
                           G_CONNECT_SWAPPED);
  self->first = gtk_slice_list_model_new (g_object_ref (G_LIST_MODEL (self->shown)), 0, 1);
  gtk_list_box_bind_model (self->accounts, G_LIST_MODEL (self->first), create_card, self, NULL);
  self->first_height = FIRST_HEIGHT;
  g_signal_connect_object (self->shown, "items-changed", G_CALLBACK (on_accounts_changed), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->first, "items-changed", G_CALLBACK (on_accounts_changed), self,
                           G_CONNECT_SWAPPED);
}

PlimMainWindow *
plim_main_window_new (GtkApplication *application,
                      GSettings *settings,
                      PlimPresentation *presentation,
                      PlimServiceLink *link)
{
  PlimMainWindow *self = g_object_new (PLIM_TYPE_MAIN_WINDOW, "application", application, NULL);

  self->popup = plim_window_popup_new (GTK_WINDOW (self), settings);
  self->presentation = g_object_ref (presentation);
  self->link = g_object_ref (link);
  self->offers = g_object_ref_sink (plim_sign_in_offers_new (settings, link));
  g_settings_bind (settings, PLIM_SETTINGS_KEEP_OPEN, self->pin, "active", G_SETTINGS_BIND_DEFAULT);
  self->announcer = plim_announcer_new (G_LIST_MODEL (self->shown), presentation);
  g_signal_connect_object (self->announcer, "announce", G_CALLBACK (plim_compat_announce), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (link, "changed", G_CALLBACK (on_link_changed), self, G_CONNECT_SWAPPED);
  on_link_changed (self);
  return self;
}

void
plim_main_window_set_click (PlimMainWindow *self, const PlimPlace *click)
{
  g_return_if_fail (PLIM_IS_MAIN_WINDOW (self));

  plim_window_popup_set_click (self->popup, click);
}

void
plim_main_window_show_account (PlimMainWindow *self, const char *account_id)
{
  g_return_if_fail (PLIM_IS_MAIN_WINDOW (self));

  g_free (self->wanted_account);
  self->wanted_account = g_strdup (account_id);
  grab_wanted_account (self);
}

void
plim_main_window_tell (PlimMainWindow *self, const char *text)
{
  AdwToast *toast;

  g_return_if_fail (PLIM_IS_MAIN_WINDOW (self));

  toast = adw_toast_new ("");
  adw_toast_set_title (toast, text);
  adw_toast_overlay_add_toast (self->toasts, toast);
}

PlimBusClient *
plim_main_window_get_client (PlimMainWindow *self)
{
  g_return_val_if_fail (PLIM_IS_MAIN_WINDOW (self), NULL);
  return self->link != NULL ? plim_service_link_get_client (self->link) : NULL;
}

PlimPresentation *
plim_main_window_get_presentation (PlimMainWindow *self)
{
  g_return_val_if_fail (PLIM_IS_MAIN_WINDOW (self), NULL);
  return self->presentation;
}

void
plim_main_window_remove_account (PlimMainWindow *self, PlimAccount *account)
{
  g_autofree char *label =
      plim_format_label (plim_presentation_get_format (self->presentation), account);

  plim_removals_add (self->removals, plim_account_get_id (account), label, self->toasts);
}

void
plim_main_window_call (PlimMainWindow *self,
                       const char *account_id,
                       const char *method,
                       GVariant *arguments)
{
  PlimBusClient *client = plim_main_window_get_client (self);
  GDBusProxy *proxy = NULL;

  if (client != NULL && account_id == NULL)
    proxy = G_DBUS_PROXY (plim_bus_client_get_manager (client));
  else if (client != NULL)
    proxy = G_DBUS_PROXY (plim_bus_client_get_account_proxy (client, account_id));
  if (proxy != NULL)
    plim_command_send (G_OBJECT (self), proxy, method, arguments, on_called, NULL);
  else if (arguments != NULL)
    g_variant_unref (g_variant_ref_sink (arguments));
}
