/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "plim-status-view.h"

#include "plim-advice.h"
#include "plim-sign-in-file.h"

#include <glib/gi18n-lib.h>

struct _PlimStatusView {
  GtkBox parent_instance;
  GtkImage *icon;
  GtkLabel *sentence;
  GtkLabel *command;
  GtkButton *button;
  const char *action; /* (nullable): of the button */
};

G_DEFINE_FINAL_TYPE (PlimStatusView, plim_status_view, GTK_TYPE_BOX)

enum { ACT, N_SIGNALS };
static guint signals[N_SIGNALS];

/* What one button can do about a status. */
typedef struct {
  const char *label;
  const char *action;
} Cure;

static const Cure cures[] = {
  [PLIM_ADVICE_SIGN_IN] = { N_ ("Sign In Again"), "sign-in" },
  [PLIM_ADVICE_EDIT] = { N_ ("Edit Settings"), "edit" },
  [PLIM_ADVICE_UNLOCK_KEYRING] = { N_ ("Unlock Keyring"), "unlock" },
  [PLIM_ADVICE_REPORT] = { N_ ("Copy Details"), "copy-details" },
  [PLIM_ADVICE_COMMAND] = { N_ ("Copy Command"), "copy-command" },
};

static void
show (PlimStatusView *self, const char *icon_name, const char *text, const Cure *cure)
{
  self->action = cure != NULL ? cure->action : NULL;
  gtk_widget_set_visible (GTK_WIDGET (self->command), FALSE);
  gtk_widget_set_visible (GTK_WIDGET (self), text != NULL);
  if (text == NULL)
    return;
  gtk_image_set_from_icon_name (self->icon, icon_name);
  gtk_label_set_text (self->sentence, text);
  gtk_widget_set_visible (GTK_WIDGET (self->button), self->action != NULL);
  if (self->action == NULL)
    return;
  gtk_button_set_label (self->button, _ (cure->label));
  gtk_label_set_wrap (GTK_LABEL (gtk_button_get_child (self->button)), TRUE);
}

static void
show_problem (PlimStatusView *self,
              const PlimFormat *format,
              PlimAccount *account,
              const PlimProvider *provider)
{
  PlimStatus status = plim_account_get_status (account);
  PlimCause cause = plim_account_get_cause (account);
  PlimAdviceAction action = plim_advice_get_action (status, cause);
  const char *name = provider != NULL ? provider->name : plim_account_get_provider_id (account);
  g_autofree char *label = plim_format_label (format, account);
  g_autofree char *text = plim_advice_dup_sentence (status, cause, name, label);
  const char *command = provider != NULL ? plim_sign_in_file_find_cure (provider, account) : NULL;

  if (command != NULL)
    action = PLIM_ADVICE_COMMAND;
  else if (action == PLIM_ADVICE_COMMAND)
    action = PLIM_ADVICE_NONE;
  show (self,
        status == PLIM_STATUS_OFFLINE ? "network-offline-symbolic"
        : action == PLIM_ADVICE_NONE  ? "dialog-information-symbolic"
                                      : "dialog-warning-symbolic",
        text, &cures[action]);
  gtk_label_set_text (self->command, command != NULL ? command : "");
  gtk_widget_set_visible (GTK_WIDGET (self->command), command != NULL);
}

gboolean
plim_status_view_is_needed (PlimAccount *account)
{
  PlimSnapshot *snapshot = plim_account_get_snapshot (account);

  return !plim_account_get_enabled (account) ||
         plim_account_get_status (account) != PLIM_STATUS_OK || snapshot == NULL ||
         plim_snapshot_get_n_windows (snapshot) == 0;
}

void
plim_status_view_update (PlimStatusView *self,
                         PlimPresentation *presentation,
                         PlimAccount *account,
                         const PlimProvider *provider)
{
  static const Cure turn_on = { N_ ("Turn On"), "enable" };
  PlimSnapshot *snapshot = plim_account_get_snapshot (account);

  g_return_if_fail (PLIM_IS_STATUS_VIEW (self));

  if (!plim_account_get_enabled (account))
    show (self, "media-playback-pause-symbolic", _ ("This account is turned off and not read."),
          &turn_on);
  else if (plim_account_get_status (account) != PLIM_STATUS_OK)
    show_problem (self, plim_presentation_get_format (presentation), account, provider);
  else if (snapshot == NULL)
    show (self, "content-loading-symbolic",
          _ ("This account was not read yet. Its limits appear here soon."), NULL);
  else if (plim_snapshot_get_n_windows (snapshot) == 0)
    show (self, "dialog-information-symbolic",
          _ ("The provider reports no limits for this account."), NULL);
  else
    show (self, NULL, NULL, NULL);
}

static void
on_clicked (PlimStatusView *self)
{
  g_signal_emit (self, signals[ACT], 0, self->action);
}

static void
plim_status_view_class_init (PlimStatusViewClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  signals[ACT] = g_signal_new ("act", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                               NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
  gtk_widget_class_set_template_from_resource (
      widget_class, "/io/github/plimsoll/Plimsoll/Window/plim-status-view.ui");
  gtk_widget_class_bind_template_child (widget_class, PlimStatusView, icon);
  gtk_widget_class_bind_template_child (widget_class, PlimStatusView, sentence);
  gtk_widget_class_bind_template_child (widget_class, PlimStatusView, command);
  gtk_widget_class_bind_template_child (widget_class, PlimStatusView, button);
  gtk_widget_class_bind_template_callback (widget_class, on_clicked);
}

static void
plim_status_view_init (PlimStatusView *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}
