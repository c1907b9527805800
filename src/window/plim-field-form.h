/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "plim-choice.h"
#include "plim-provider.h"
#include <gtk/gtk.h>

G_BEGIN_DECLS

/** PlimFieldSelection: which of a provider's fields a form asks for. */
typedef enum {
  PLIM_FIELDS_SECRET = 1 << 0,
  PLIM_FIELDS_SETTING = 1 << 1,
} PlimFieldSelection;

/** PlimFieldForm: the inputs of a provider's fields. Signals: `changed`; `activated`: Enter was
 * pressed in one. */
#define PLIM_TYPE_FIELD_FORM (plim_field_form_get_type ())
G_DECLARE_FINAL_TYPE (PlimFieldForm, plim_field_form, PLIM, FIELD_FORM, GtkBox)

/** plim_field_form_set_provider: makes the inputs anew. */
void plim_field_form_set_provider (PlimFieldForm *self,
                                   const PlimProvider *provider,
                                   PlimFieldSelection selection);

/** plim_field_form_set_choices: offers what @account's provider said may be chosen. */
void plim_field_form_set_choices (PlimFieldForm *self, PlimAccount *account);

/** plim_field_form_set_values: shows @settings, name → value. */
void plim_field_form_set_values (PlimFieldForm *self, GHashTable *settings);

/**
 * plim_field_form_collect:
 * @settings: gets the values of settings
 * @secrets: gets the secrets
 *
 * A form of all fields also asks plim_provider_check_setup().
 *
 * Returns: whether all are fine; if not, the rows say what is wrong and the first of them has the
 *   focus
 */
gboolean plim_field_form_collect (PlimFieldForm *self, GHashTable *settings, GHashTable *secrets);

/** plim_field_form_is_empty: whether nothing is to be asked for. */
gboolean plim_field_form_is_empty (PlimFieldForm *self);

G_END_DECLS
