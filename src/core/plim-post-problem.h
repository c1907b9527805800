/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * PlimPostError:
 *
 * Why something could not be posted to an address of the user's. The nicks are public: D-Bus tells
 * them.
 */
typedef enum {
  PLIM_POST_ERROR_FAILED,      /* none of the others */
  PLIM_POST_ERROR_NO_ADDRESS,  /* there is none in the keyring */
  PLIM_POST_ERROR_KEYRING,     /* it cannot be read from there */
  PLIM_POST_ERROR_UNREACHABLE, /* nobody answers */
  PLIM_POST_ERROR_TLS,         /* whoever answers cannot prove who it is */
  PLIM_POST_ERROR_WRONG,       /* there is no webhook at the address */
  PLIM_POST_ERROR_MOVED,       /* the address leads to another one, which is not followed */
  PLIM_POST_ERROR_REFUSED,     /* the receiver does not take what was posted */
  PLIM_POST_ERROR_SERVER,      /* the receiver has a problem of its own */
} PlimPostError;

#define PLIM_TYPE_POST_ERROR (plim_post_error_get_type ())
GType plim_post_error_get_type (void);

/** PLIM_POST_ERROR: the messages are technical English without the address. */
#define PLIM_POST_ERROR (plim_post_error_quark ())
GQuark plim_post_error_quark (void);

/** plim_post_problem_from_answer: (transfer full) (nullable): @status: of HTTP; %NULL for success
 */
GError *plim_post_problem_from_answer (guint status);

/**
 * plim_post_problem_dup_sentence:
 * @nick: (nullable): of a #PlimPostError
 * @detail: technical English
 *
 * Returns: (transfer full): for people, what happened and what to do; @detail where that is not
 *   known
 */
char *plim_post_problem_dup_sentence (const char *nick, const char *detail);

G_END_DECLS
