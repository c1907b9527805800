/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "plim-replay.h"

G_BEGIN_DECLS

/** PLIM_SCRIPT_NOW: 2026-11-20T12:00:00Z, as in the fixtures. */
#define PLIM_SCRIPT_NOW ((gint64) 1795176000)

/** PlimScript: an exchange in the making: settings, memory, and what the provider will answer. */
typedef struct {
  PlimExchange *exchange;
  GPtrArray *answers;
} PlimScript;

PlimScript *plim_script_new (void);
void plim_script_free (PlimScript *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PlimScript, plim_script_free)

void plim_script_set (PlimScript *self, const char *name, const char *value);
void plim_script_remember (PlimScript *self, const char *name, const char *value);

/** plim_script_answer: (transfer none): queues a JSON answer; headers may be added to it. */
PlimAnswer *plim_script_answer (PlimScript *self, guint status, const char *body);

/** plim_script_run: (transfer full): @self cannot be used again. */
PlimReplay *plim_script_run (PlimScript *self, const char *provider_id);

/** plim_script_assert_requests: the paths asked, answered or not, ended by %NULL. */
void plim_script_assert_requests (const PlimReplay *replay, ...) G_GNUC_NULL_TERMINATED;

/** plim_script_assert_error: the replay failed with that status and cause. */
void plim_script_assert_error (const PlimReplay *replay, PlimStatus status, PlimCause cause);

/** plim_script_assert_memory: what the snapshot remembers; @value: %NULL for nothing. */
void plim_script_assert_memory (const PlimReplay *replay, const char *name, const char *value);

/** plim_script_assert_percent: there is such a window and this is its percentage. */
void plim_script_assert_percent (const PlimReplay *replay, const char *id, double percent);

G_END_DECLS
