/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "plim-database.h"

G_BEGIN_DECLS

/** plim_diagnosis_new: (transfer floating): `a{sv}`, what Manager1.Diagnose answers */
GVariant *plim_diagnosis_new (PlimDatabase *database);

G_END_DECLS
