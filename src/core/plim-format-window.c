/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Windows and accounts as people read them. */

#include "plim-format.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#define OWNER_NOTE_S (7 * 24 * 60 * 60)

static const char *
get_title (const PlimUsageWindow *window)
{
  /* gettext answers an empty msgid with the catalogue's header. */
  if (window->title != NULL && window->title[0] != '\0')
    return g_dgettext (GETTEXT_PACKAGE, window->title);
  switch (window->kind) {
  case PLIM_WINDOW_BALANCE:
    return _ ("Balance");
  case PLIM_WINDOW_RATE:
    return _ ("Rate limit");
  case PLIM_WINDOW_BUDGET:
    return _ ("Budget");
  case PLIM_WINDOW_ROLLING:
  case PLIM_WINDOW_FIXED:
  default:
    return _ ("Limit");
  }
}

char *
plim_format_window_title (const PlimUsageWindow *window)
{
  g_return_val_if_fail (window != NULL, NULL);

  if (window->scope == NULL || window->scope[0] == '\0')
    return g_strdup (get_title (window));
  /* Translators: a limit, then what it is limited to, such as a model: "Week · Opus" */
  return g_strdup_printf (C_ ("limit", "%s · %s"), get_title (window), window->scope);
}

/* What of the limit is used; of used and remaining a provider may report one alone. */
static double
get_used (const PlimUsageWindow *window)
{
  return isnan (window->used) ? window->limit - window->remaining : window->used;
}

static double
get_left (const PlimUsageWindow *window)
{
  double left = isnan (window->remaining) ? window->limit - window->used : window->remaining;

  return left < 0 ? 0 : left; /* not fmax(): it would make an unknown 0 */
}

static char *
say_left (const char *amount, double count)
{
  return g_strdup_printf (
      /* Translators: %s is an amount, such as "12.34 USD", "3 requests" or "12.34 of 50.00 USD" */
      g_dngettext (GETTEXT_PACKAGE, "%s left", "%s left", plim_format_get_plural (count)), amount);
}

static char *
say_used (const char *amount, double count)
{
  return g_strdup_printf (
      /* Translators: %s is an amount, such as "12.34 USD", "3 requests" or "12.34 of 50.00 USD" */
      g_dngettext (GETTEXT_PACKAGE, "%s used", "%s used", plim_format_get_plural (count)), amount);
}

/* (nullable): "12.34 of 50.00 USD", in the direction that the percentage has */
static char *
format_part (const PlimFormat *self, const PlimUsageWindow *window)
{
  double part = self->show_left ? get_left (window) : get_used (window);

  if (isnan (window->limit) || isnan (part))
    return NULL;
  return plim_format_amount_of (self, part, window->limit, window->unit);
}

/* (nullable): an amount without a limit, which has only the direction that was reported */
static char *
format_whole (const PlimFormat *self, const PlimUsageWindow *window)
{
  g_autofree char *amount = NULL;

  if (isnan (window->remaining) && isnan (window->used))
    return NULL;
  if (!isnan (window->remaining)) {
    amount = plim_format_amount (self, window->remaining, window->unit);
    return say_left (amount, window->remaining);
  }
  amount = plim_format_amount (self, window->used, window->unit);
  return say_used (amount, window->used);
}

char *
plim_format_window_value (const PlimFormat *self, const PlimUsageWindow *window)
{
  g_autofree char *part = NULL;
  char *whole;

  g_return_val_if_fail (self != NULL && window != NULL, NULL);

  if (!isnan (window->used_percent))
    return plim_format_percent_words (self, window->used_percent);
  part = format_part (self, window);
  if (part != NULL)
    return self->show_left ? say_left (part, get_left (window))
                           : say_used (part, get_used (window));
  whole = format_whole (self, window);
  if (whole != NULL)
    return whole;
  return g_strdup (window->limit_reached ? _ ("limit reached") : C_ ("usage", "unknown"));
}

char *
plim_format_window_detail (const PlimFormat *self, const PlimUsageWindow *window)
{
  char *part;

  g_return_val_if_fail (self != NULL && window != NULL, NULL);

  /* Without a percentage the amounts are the value already; hidden ones say nothing. */
  if (isnan (window->used_percent) || self->privacy)
    return NULL;
  part = format_part (self, window);
  return part != NULL ? part : format_whole (self, window);
}

/* (nullable): how true the number still is: when it resets, or how old it is */
static char *
format_validity (const PlimFormat *self,
                 PlimAccount *account,
                 const PlimUsageWindow *window,
                 gint64 now)
{
  PlimSnapshot *snapshot = plim_account_get_snapshot (account);

  if (snapshot == NULL || !plim_account_is_stale (account, now))
    return plim_format_reset (self, window, now);
  return plim_format_collected (self, plim_snapshot_get_collected_at (snapshot), now);
}

char *
plim_format_window_words (const PlimFormat *self,
                          PlimAccount *account,
                          const PlimUsageWindow *window,
                          gint64 now)
{
  g_autofree char *title = NULL;
  g_autofree char *value = NULL;
  g_autofree char *validity = NULL;

  g_return_val_if_fail (self != NULL && window != NULL, NULL);
  g_return_val_if_fail (PLIM_IS_ACCOUNT (account), NULL);

  title = plim_format_window_title (window);
  value = plim_format_window_value (self, window);
  validity = format_validity (self, account, window, now);
  if (validity == NULL)
    /* Translators: limit, how much: "Week: 57 % used" */
    return g_strdup_printf (C_ ("limit", "%s: %s"), title, value);
  /* Translators: limit, how much, reset or age: "Week: 57 % used, resets in 2h 5m" */
  return g_strdup_printf (C_ ("limit", "%s: %s, %s"), title, value, validity);
}

char *
plim_format_window_line (const PlimFormat *self,
                         PlimAccount *account,
                         const PlimUsageWindow *window,
                         gint64 now)
{
  g_autofree char *label = NULL;
  g_autofree char *title = NULL;
  g_autofree char *value = NULL;
  g_autofree char *validity = NULL;

  g_return_val_if_fail (self != NULL && window != NULL, NULL);
  g_return_val_if_fail (PLIM_IS_ACCOUNT (account), NULL);

  label = plim_format_label (self, account);
  title = plim_format_window_title (window);
  value = plim_format_window_value (self, window);
  validity = format_validity (self, account, window, now);
  if (validity == NULL)
    /* Translators: account, limit, how much: "Claude · Week: 57 % used" */
    return g_strdup_printf (_ ("%s · %s: %s"), label, title, value);
  /* Translators: account, limit, how much, reset or age: "Claude · Week: 57 % used, resets in 2h
   * 5m" */
  return g_strdup_printf (_ ("%s · %s: %s, %s"), label, title, value, validity);
}

char *
plim_format_label (const PlimFormat *self, PlimAccount *account)
{
  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (PLIM_IS_ACCOUNT (account), NULL);

  if (!self->privacy)
    return g_strdup (plim_account_get_label (account));
  /* Translators: stands for an account whose name is hidden; %u is its place in the list */
  return g_strdup_printf (_ ("Account %u"), plim_account_get_order (account) + 1);
}

char *
plim_format_identity (const PlimFormat *self, const char *identity)
{
  g_return_val_if_fail (self != NULL, NULL);

  if (self->privacy || identity == NULL || identity[0] == '\0')
    return NULL;
  return g_strdup (identity);
}

char *
plim_format_owner_note (const PlimFormat *self, PlimAccount *account, gint64 now)
{
  const PlimOwner *owner;
  g_autofree char *since = NULL;

  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (PLIM_IS_ACCOUNT (account), NULL);

  owner = plim_account_get_owner (account);
  if (owner->changed_at == PLIM_TIME_UNKNOWN || now - owner->changed_at > OWNER_NOTE_S)
    return NULL;
  since = plim_format_clock (self, owner->changed_at, now);
  if (self->privacy || owner->name == NULL || owner->former_name == NULL)
    /* Translators: %s is a time: "14:05", "Fri 14:05", or a date */
    return g_strdup_printf (_ ("Since %s this sign-in answers for another account than before. The "
                               "history from before is kept apart."),
                            since);
  /* Translators: a time ("14:05", "Fri 14:05", or a date), then two e-mail addresses or names */
  return g_strdup_printf (_ ("Since %s this sign-in answers for %s, no longer for %s. The history "
                             "from before is kept apart."),
                          since, owner->name, owner->former_name);
}
