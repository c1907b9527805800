/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "plim-provider.h"

G_BEGIN_DECLS

/** PLIM_REPLAY_MAX_REQUESTS: an exchange that asks for more is broken. */
#define PLIM_REPLAY_MAX_REQUESTS 50

/**
 * PlimReplay:
 * @requests: (element-type PlimRequest): what the provider asked, in its order
 * @n_answered: how many of them got an answer; only requests at the end can lack one
 * @snapshot: (nullable): what it understood
 * @error: (nullable): why it understood nothing
 * @rotated: whether an answer sets the rotating cookie anew
 *
 * An exchange carried out with recorded answers: no network, no keyring.
 */
typedef struct {
  GPtrArray *requests;
  guint n_answered;
  PlimSnapshot *snapshot;
  GError *error;
  gboolean rotated;
} PlimReplay;

/**
 * plim_replay_run:
 * @exchange: without answers yet
 * @answers: (element-type PlimAnswer) (transfer full): in the order in which the provider asks;
 *   those that it does not ask for are left over
 *
 * Where the answers run out, an optional request counts as failed in transport and a required one
 * ends the replay with an error naming it.
 *
 * Returns: (transfer full): with a snapshot or an error
 */
PlimReplay *
plim_replay_run (const PlimProvider *provider, PlimExchange *exchange, GPtrArray *answers);
void plim_replay_free (PlimReplay *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PlimReplay, plim_replay_free)

/**
 * plim_replay_read_answer:
 * @name: a file name: `.http` is a whole answer, anything else the body of a 200 answer with the
 *   content type natural to the name
 *
 * Returns: (transfer full) (nullable): the answer
 */
PlimAnswer *plim_replay_read_answer (const char *name, GBytes *contents, GError **error);

G_END_DECLS
