/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/** plim_test_wait: runs the main context until @condition holds; the watchdog ends what never
 * comes. */
#define plim_test_wait(condition)                                                                  \
  G_STMT_START                                                                                     \
  {                                                                                                \
    while (!(condition))                                                                           \
      g_main_context_iteration (NULL, TRUE);                                                       \
  }                                                                                                \
  G_STMT_END

/** plim_test_settle: runs the main context until it has nothing to do at once. */
void plim_test_settle (void);

/** plim_test_start_watchdog: fails the program when it has not ended after two minutes. */
void plim_test_start_watchdog (void);

/** plim_test_keep_result: a callback that puts a reference to the result where @user_data points.
 */
void plim_test_keep_result (GObject *source, GAsyncResult *result, gpointer user_data);

G_END_DECLS
