/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "plim-account.h"

G_BEGIN_DECLS

/**
 * PlimChoice:
 * @id: what the setting then holds
 * @label: what people read
 *
 * One of the values that a provider's answer offers for a setting, such as an organization.
 */
typedef struct {
  char *id;
  char *label;
} PlimChoice;

PlimChoice *plim_choice_new (const char *id, const char *label);
void plim_choice_free (PlimChoice *self);

/** plim_choices_new: (transfer full) (element-type PlimChoice): an empty list */
GPtrArray *plim_choices_new (void);

/** plim_choices_offer: remembers with @snapshot what may be chosen for the setting @field. */
void plim_choices_offer (PlimSnapshot *snapshot, const char *field, GPtrArray *choices);

/** plim_choices_of: (transfer full) (element-type PlimChoice): what was last offered for the
 * setting
 * @field of @account; empty when nothing was */
GPtrArray *plim_choices_of (PlimAccount *account, const char *field);

/** plim_choices_get_memory_prefix: what the names of memory begin with under which choices are
 * kept; the field's id follows */
const char *plim_choices_get_memory_prefix (void);

G_END_DECLS
