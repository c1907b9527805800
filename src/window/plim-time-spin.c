/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "plim-time-spin.h"

#include <stdio.h>

#define HOUR_MIN 60
#define DAY_MIN (24 * HOUR_MIN)
#define STEP_MIN 15

static gboolean
on_output (GtkSpinButton *spin)
{
  int minutes = gtk_spin_button_get_value_as_int (spin);
  g_autofree char *text = g_strdup_printf ("%02d:%02d", minutes / HOUR_MIN, minutes % HOUR_MIN);

  if (g_strcmp0 (gtk_editable_get_text (GTK_EDITABLE (spin)), text) != 0)
    gtk_editable_set_text (GTK_EDITABLE (spin), text);
  return TRUE;
}

static int
on_input (GtkSpinButton *spin, double *value)
{
  const char *text = gtk_editable_get_text (GTK_EDITABLE (spin));
  guint hours, minutes = 0;

  /* An hour alone is a time too. */
  if (sscanf (text, "%2u:%2u", &hours, &minutes) < 1 || hours * HOUR_MIN + minutes >= DAY_MIN ||
      minutes >= HOUR_MIN)
    return GTK_INPUT_ERROR;
  *value = hours * HOUR_MIN + minutes;
  return TRUE;
}

void
plim_time_spin_set_up (GtkSpinButton *spin)
{
  g_return_if_fail (GTK_IS_SPIN_BUTTON (spin));

  g_signal_connect (spin, "output", G_CALLBACK (on_output), NULL);
  g_signal_connect (spin, "input", G_CALLBACK (on_input), NULL);
  gtk_spin_button_set_range (spin, 0, DAY_MIN - 1);
  gtk_spin_button_set_increments (spin, STEP_MIN, HOUR_MIN);
  gtk_spin_button_set_wrap (spin, TRUE);
  /* What is no time leaves the last one. */
  gtk_spin_button_set_update_policy (spin, GTK_UPDATE_IF_VALID);
  gtk_editable_set_width_chars (GTK_EDITABLE (spin), 5);
  gtk_spin_button_update (spin);
}
