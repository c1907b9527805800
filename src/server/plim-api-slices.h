/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "plim-call.h"

G_BEGIN_DECLS

/**
 * PlimApiSlices:
 *
 * Makes large answers a few milliseconds at a time, one after the other, so that nobody else on the
 * main loop waits for them. A small one is made at once.
 */
typedef struct _PlimApiSlices PlimApiSlices;

/** PLIM_API_SLICES_MAX_BYTES: of answers that are made and not sent yet; one of a megabyte and more
 * that would exceed it is refused with 503. Of 100,000 numbers it has 25 MB. */
#define PLIM_API_SLICES_MAX_BYTES (64 * 1024 * 1024)

/** PlimApiWrite: appends a little to @text. Returns whether there is more to come. */
typedef gboolean (*PlimApiWrite) (GString *text, gpointer user_data);

PlimApiSlices *plim_api_slices_new (void);

/** plim_api_slices_free: answers that are not made yet are none. */
void plim_api_slices_free (PlimApiSlices *self);

/**
 * plim_api_slices_answer:
 * @content_type: static
 * @destroy: called once @user_data is no longer used: there is an answer, or the client is gone
 *
 * Answers @call with what @write makes.
 */
void plim_api_slices_answer (PlimApiSlices *self,
                             PlimCall *call,
                             const char *content_type,
                             PlimApiWrite write,
                             gpointer user_data,
                             GDestroyNotify destroy);

void plim_api_slices_set_max_bytes (PlimApiSlices *self, gsize max_bytes);

/** plim_api_slices_get_count: how many answers are being made or wait for that */
guint plim_api_slices_get_count (PlimApiSlices *self);

G_END_DECLS
