/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "plim-api-error.h"
#include "plim-provider.h"

G_BEGIN_DECLS

/* Readers for the bodies of requests that change something. Errors are in %PLIM_API_ERROR, status
 * 400, and name the member. Pure functions. */

/** PlimApiInput: what a body says of an account; a member that is not there is %NULL or %FALSE. */
typedef struct {
  char *name;
  char *provider;
  char *api_key;      /* a secret */
  char *bearer_token; /* a secret */
  char *base_url;
  gboolean has_enabled;
  gboolean enabled;
  gboolean has_order;
  guint order; /* from 1 */
} PlimApiInput;

void plim_api_input_clear (PlimApiInput *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (PlimApiInput, plim_api_input_clear)

/** plim_api_input_read: (out caller-allocates): reads all members that @body has. */
gboolean plim_api_input_read (PlimApiInput *self, GBytes *body, GError **error);

/** plim_api_input_read_ids: (transfer full) (nullable): the array of texts `serviceIds` */
GStrv plim_api_input_read_ids (GBytes *body, GError **error);

/**
 * plim_api_input_map:
 * @is_new: an empty value is none; otherwise it takes away what there is
 * @secrets: field id → secret, to be wiped; an empty one takes away
 * @settings: name → value; only those that are changed
 * @base_url: (out) (transfer none) (nullable): %NULL leaves it as it is
 *
 * Which field of @provider each of the members is, and what it looks like there.
 */
gboolean plim_api_input_map (const PlimApiInput *self,
                             const PlimProvider *provider,
                             gboolean is_new,
                             GHashTable *secrets,
                             GHashTable *settings,
                             const char **base_url,
                             GError **error);

/** plim_api_input_new_secrets: (transfer full): an empty table that wipes what it frees */
GHashTable *plim_api_input_new_secrets (void);

G_END_DECLS
