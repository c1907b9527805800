/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "plim-error.h"

typedef struct {
  PlimCause cause;
  gint64 retry_after_s;
} PlimErrorPrivate;

static void
plim_error_private_init (PlimErrorPrivate *priv)
{
  g_assert (priv != NULL);
  priv->cause = PLIM_CAUSE_NONE;
  priv->retry_after_s = 0;
}

static void
plim_error_private_copy (const PlimErrorPrivate *source, PlimErrorPrivate *copy)
{
  g_assert (source != NULL && copy != NULL);
  *copy = *source;
}

static void
plim_error_private_clear (PlimErrorPrivate *priv)
{
}

/* The error quark, and the cause and wait that ride on each error of the domain. */
G_DEFINE_EXTENDED_ERROR (PlimError, plim_error)

static GError *new_error (PlimStatus status,
                          PlimCause cause,
                          gint64 retry_after_s,
                          const char *format,
                          va_list arguments) G_GNUC_PRINTF (4, 0);

static GError *
new_error (
    PlimStatus status, PlimCause cause, gint64 retry_after_s, const char *format, va_list arguments)
{
  GError *error = g_error_new_valist (PLIM_ERROR, (int) status, format, arguments);
  PlimErrorPrivate *priv = plim_error_get_private (error);

  g_assert (priv != NULL);
  priv->cause = cause;
  priv->retry_after_s = MAX (retry_after_s, 0);
  return error;
}

GError *
plim_error_new (PlimStatus status, PlimCause cause, gint64 retry_after_s, const char *format, ...)
{
  va_list arguments;
  GError *error;

  va_start (arguments, format);
  error = new_error (status, cause, retry_after_s, format, arguments);
  va_end (arguments);
  return error;
}

void
plim_set_error (GError **error, PlimStatus status, PlimCause cause, const char *format, ...)
{
  va_list arguments;

  if (error == NULL)
    return;
  va_start (arguments, format);
  g_propagate_error (error, new_error (status, cause, 0, format, arguments));
  va_end (arguments);
}

/* (nullable): outside of the domain an error carries nothing. */
static const PlimErrorPrivate *
peek_private (const GError *error)
{
  return error != NULL && error->domain == PLIM_ERROR ? plim_error_get_private (error) : NULL;
}

PlimCause
plim_error_get_cause (const GError *error)
{
  const PlimErrorPrivate *priv = peek_private (error);

  return priv != NULL ? priv->cause : PLIM_CAUSE_NONE;
}

gint64
plim_error_get_retry_after (const GError *error)
{
  const PlimErrorPrivate *priv = peek_private (error);

  return priv != NULL ? priv->retry_after_s : 0;
}

PlimStatus
plim_error_get_status (const GError *error)
{
  g_return_val_if_fail (error != NULL, PLIM_STATUS_PROVIDER_UNAVAILABLE);
  if (error->domain != PLIM_ERROR)
    return PLIM_STATUS_PROVIDER_UNAVAILABLE;
  return (PlimStatus) error->code;
}
