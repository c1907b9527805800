/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "plim-call.h"

G_BEGIN_DECLS

/* For the router alone. */

typedef void (*PlimCallAnswered) (PlimCall *call, guint status, gpointer user_data);

/**
 * plim_call_new:
 * @parameter: (transfer full) (nullable):
 * @answered: called once, when there is an answer
 *
 * Returns: (transfer none): @message owns it, and finds it by plim_call_find()
 */
PlimCall *plim_call_new (SoupServerMessage *message,
                         const PlimRoute *route,
                         gpointer route_data,
                         char *parameter,
                         PlimOrigin origin,
                         PlimCallAnswered answered,
                         gpointer user_data);

/** plim_call_find: (transfer none) (nullable): */
PlimCall *plim_call_find (SoupServerMessage *message);

/** plim_call_end: the message is over: an answer that comes now is dropped. */
void plim_call_end (PlimCall *self);

/** plim_call_run: the whole request is read: lets the route's handler answer. */
void plim_call_run (PlimCall *self);

G_END_DECLS
