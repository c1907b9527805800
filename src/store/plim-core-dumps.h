/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/** plim_core_dumps_forbid: a core dump of this process would hold what passed through its memory,
 * secrets too; from now on there is none. For main(). */
void plim_core_dumps_forbid (void);
