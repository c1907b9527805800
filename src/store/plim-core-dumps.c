/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "plim-core-dumps.h"

#include <glib.h>
#include <sys/resource.h>

/* Not PR_SET_DUMPABLE: it would hide /proc/self from portals, which must know who asks. And 1
 * rather than 0: only for 1 does the kernel spare the programs that collect dumps through a pipe,
 * while a file of one byte is never begun. */
void
plim_core_dumps_forbid (void)
{
  struct rlimit limit;

  if (getrlimit (RLIMIT_CORE, &limit) != 0)
    return;
  limit.rlim_cur = MIN (1, limit.rlim_max);
  setrlimit (RLIMIT_CORE, &limit);
}
