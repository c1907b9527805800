/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "plim-post-problem.h"

#include "plim-enums.h"

#include <glib/gi18n-lib.h>

G_DEFINE_QUARK (plim_post_error, plim_post_error)

G_DEFINE_ENUM_TYPE (PlimPostError,
                    plim_post_error,
                    G_DEFINE_ENUM_VALUE (PLIM_POST_ERROR_FAILED, "failed"),
                    G_DEFINE_ENUM_VALUE (PLIM_POST_ERROR_NO_ADDRESS, "no_address"),
                    G_DEFINE_ENUM_VALUE (PLIM_POST_ERROR_KEYRING, "keyring"),
                    G_DEFINE_ENUM_VALUE (PLIM_POST_ERROR_UNREACHABLE, "unreachable"),
                    G_DEFINE_ENUM_VALUE (PLIM_POST_ERROR_TLS, "tls"),
                    G_DEFINE_ENUM_VALUE (PLIM_POST_ERROR_WRONG, "wrong"),
                    G_DEFINE_ENUM_VALUE (PLIM_POST_ERROR_MOVED, "moved"),
                    G_DEFINE_ENUM_VALUE (PLIM_POST_ERROR_REFUSED, "refused"),
                    G_DEFINE_ENUM_VALUE (PLIM_POST_ERROR_SERVER, "server"))

/* Translators: these sentences say why something could not be posted to an address that the user
 * gave, such as a webhook of Home Assistant's; the receiver is who is there. */
static const char *const sentences[] = {
  [PLIM_POST_ERROR_NO_ADDRESS] = N_ ("No address is set."),
  [PLIM_POST_ERROR_KEYRING] =
      N_ ("The address cannot be read from the keyring. Unlock it to go on."),
  [PLIM_POST_ERROR_UNREACHABLE] = N_ (
      "The receiver does not answer. Check that it runs and that the address is right; Plimsoll "
      "goes on trying."),
  [PLIM_POST_ERROR_TLS] = N_ ("No secure connection to the receiver is possible, so nothing was "
                              "sent. Check its certificate, the clock and the address."),
  [PLIM_POST_ERROR_WRONG] =
      N_ ("There is no webhook at the address. Copy it again from the receiver."),
  [PLIM_POST_ERROR_MOVED] =
      N_ ("The address leads to another one, which is not followed. Set the one it leads to."),
  [PLIM_POST_ERROR_REFUSED] =
      N_ ("The receiver refuses what is sent. Check that the address is right and the receiver up "
          "to date."),
  [PLIM_POST_ERROR_SERVER] =
      N_ ("The receiver has a problem of its own. Its log says more; Plimsoll goes on trying."),
};

static PlimPostError
get_code (guint status)
{
  if (status == 404 || status == 410)
    return PLIM_POST_ERROR_WRONG;
  if (status >= 500)
    return PLIM_POST_ERROR_SERVER;
  return status >= 400 ? PLIM_POST_ERROR_REFUSED : PLIM_POST_ERROR_MOVED;
}

GError *
plim_post_problem_from_answer (guint status)
{
  if (status >= 200 && status <= 299)
    return NULL;
  return g_error_new (PLIM_POST_ERROR, get_code (status), "the address answered HTTP %u", status);
}

char *
plim_post_problem_dup_sentence (const char *nick, const char *detail)
{
  int code;

  g_return_val_if_fail (detail != NULL, NULL);

  if (nick == NULL || !plim_enum_from_nick (PLIM_TYPE_POST_ERROR, nick, &code) ||
      sentences[code] == NULL)
    return g_strdup (detail);
  return g_strdup (_ (sentences[code]));
}
