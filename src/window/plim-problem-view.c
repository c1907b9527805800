/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "plim-problem-view.h"

#include "plim-problem.h"

struct _PlimProblemView {
  AdwBin parent_instance;
  GtkLabel *sentence;
  GtkExpander *expander;
  GtkLabel *details;
};

G_DEFINE_FINAL_TYPE (PlimProblemView, plim_problem_view, ADW_TYPE_BIN)

static void
on_copy (PlimProblemView *self)
{
  gdk_clipboard_set_text (gtk_widget_get_clipboard (GTK_WIDGET (self)),
                          gtk_label_get_text (self->details));
}

static void
plim_problem_view_dispose (GObject *object)
{
  adw_bin_set_child (ADW_BIN (object), NULL);
  G_OBJECT_CLASS (plim_problem_view_parent_class)->dispose (object);
}

static void
plim_problem_view_class_init (PlimProblemViewClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = plim_problem_view_dispose;

  gtk_widget_class_set_template_from_resource (
      widget_class, "/io/github/plimsoll/Plimsoll/Window/plim-problem-view.ui");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_ALERT);
  gtk_widget_class_bind_template_child (widget_class, PlimProblemView, sentence);
  gtk_widget_class_bind_template_child (widget_class, PlimProblemView, expander);
  gtk_widget_class_bind_template_child (widget_class, PlimProblemView, details);
  gtk_widget_class_bind_template_callback (widget_class, on_copy);
}

static void
plim_problem_view_init (PlimProblemView *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

void
plim_problem_view_show (PlimProblemView *self,
                        const GError *error,
                        const char *provider_name,
                        const char *label)
{
  g_autofree char *sentence = NULL;
  g_autofree char *details = NULL;

  g_return_if_fail (PLIM_IS_PROBLEM_VIEW (self));

  gtk_widget_set_visible (GTK_WIDGET (self), error != NULL);
  if (error == NULL)
    return;
  sentence = plim_problem_dup_sentence (error, provider_name, label);
  details = plim_problem_dup_details (error);
  gtk_label_set_text (self->sentence, sentence);
  gtk_label_set_text (self->details, details);
  gtk_expander_set_expanded (self->expander, FALSE);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, sentence,
                                  -1);
}
