/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "plim-choice.h"
#include "plim-provider.h"
#include <adwaita.h>

G_BEGIN_DECLS

/** PlimFieldRow: the input of one field of a provider, with its hint or what is wrong with it
 * below. Signals: `changed`; `activated`: Enter was pressed in it. */
#define PLIM_TYPE_FIELD_ROW (plim_field_row_get_type ())
G_DECLARE_FINAL_TYPE (PlimFieldRow, plim_field_row, PLIM, FIELD_ROW, GtkBox)

PlimFieldRow *plim_field_row_new (const PlimField *field);

const PlimField *plim_field_row_get_field (PlimFieldRow *self);

/** plim_field_row_set_value: @value: (nullable): as it is stored; %NULL: unset */
void plim_field_row_set_value (PlimFieldRow *self, const char *value);

/**
 * plim_field_row_dup_value:
 * @value: (out) (transfer full) (nullable): what to store; %NULL when it was left empty. Of a
 *   secret it is freed with secret_password_free()
 *
 * Cleans and checks what was typed.
 *
 * Returns: whether it is fine; if not, the row says what is wrong
 */
gboolean plim_field_row_dup_value (PlimFieldRow *self, char **value);

/** plim_field_row_show_error: says what is wrong with it, until it is changed or read again. */
void plim_field_row_show_error (PlimFieldRow *self, const char *sentence);

/**
 * plim_field_row_set_choices:
 * @choices: (element-type PlimChoice): what the provider offered for this setting; an empty list is
 *   fine
 *
 * Puts them into a menu beside the input, which may still hold anything.
 */
void plim_field_row_set_choices (PlimFieldRow *self, GPtrArray *choices);

G_END_DECLS
