/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "plim-database.h"

G_BEGIN_DECLS

/** plim_test_open_database: @path: (nullable): %NULL for memory only */
PlimDatabase *plim_test_open_database (const char *path);

/** plim_test_close_database: ends its jobs, and checks that nobody holds it. */
void plim_test_close_database (PlimDatabase *database);

G_END_DECLS
