/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "plim-cli-headline.h"

#include "plim-report.h"

#include <glib/gi18n-lib.h>
#include <math.h>

static guint
count_failing (GPtrArray *accounts, const char *account_id)
{
  guint n_failing = 0;

  for (guint i = 0; i < accounts->len; i++) {
    PlimAccount *account = g_ptr_array_index (accounts, i);

    if (account_id == NULL || g_str_equal (plim_account_get_id (account), account_id))
      n_failing +=
          plim_account_get_enabled (account) && plim_account_get_status (account) != PLIM_STATUS_OK;
  }
  return n_failing;
}

static PlimAccount *
find_account (GPtrArray *accounts, const char *id)
{
  for (guint i = 0; i < accounts->len; i++) {
    if (g_str_equal (plim_account_get_id (g_ptr_array_index (accounts, i)), id))
      return g_ptr_array_index (accounts, i);
  }
  return NULL;
}

static int
read_nick (GVariant *manager, const char *property, GType type, int fallback)
{
  const char *nick;
  int value;

  if (g_variant_lookup (manager, property, "&s", &nick) && plim_enum_from_nick (type, nick, &value))
    return value;
  return fallback;
}

/* The service's own: it knows what the user pinned. Where it hangs it no longer tells that a number
 * has become old. */
static void
read_manager (PlimCliHeadline *self, GPtrArray *accounts, GVariant *manager, gint64 now)
{
  PlimSnapshot *snapshot = NULL;
  const char *id = "";
  const char *window = "";

  self->state = (PlimHeadlineState) read_nick (manager, "State", PLIM_TYPE_HEADLINE_STATE,
                                               PLIM_HEADLINE_EMPTY);
  self->severity =
      (PlimSeverity) read_nick (manager, "Severity", PLIM_TYPE_SEVERITY, PLIM_SEVERITY_NORMAL);
  g_variant_lookup (manager, "HeadlineAccount", "&s", &id);
  g_variant_lookup (manager, "HeadlineWindow", "&s", &window);
  g_variant_lookup (manager, "Summary", "s", &self->summary);
  g_set_object (&self->account, find_account (accounts, id));
  if (self->account != NULL)
    snapshot = plim_account_get_snapshot (self->account);
  if (snapshot != NULL)
    self->window = plim_snapshot_find_window (snapshot, window);
  if (self->state == PLIM_HEADLINE_FRESH && self->window != NULL &&
      plim_account_is_window_stale (self->account, self->window, now))
    self->state = PLIM_HEADLINE_STALE;
}

static char *
dup_account_summary (PlimCliHeadline *self, const PlimFormat *format, gint64 now)
{
  PlimFormat by_clock = *format;
  g_autofree char *label = plim_format_label (format, self->account);
  g_autofree char *problem = plim_report_dup_problem (self->account, format);

  by_clock.reset_style = PLIM_RESET_CLOCK;
  if (!plim_account_get_enabled (self->account))
    /* Translators: %s is an account */
    return g_strdup_printf (_ ("%s is disabled"), label);
  if (self->window != NULL)
    return plim_format_window_line (&by_clock, self->account, self->window, now);
  return problem != NULL ? g_steal_pointer (&problem) : g_strdup (_ ("No limits to show yet"));
}

static void
read_account (PlimCliHeadline *self,
              PlimAccount *account,
              const PlimFormat *format,
              const PlimThresholds *thresholds,
              gint64 now)
{
  g_autoptr (GListStore) alone = g_list_store_new (PLIM_TYPE_ACCOUNT);
  g_auto (PlimHeadline) headline = { 0 };

  g_list_store_append (alone, account);
  plim_headline_init (&headline, G_LIST_MODEL (alone), thresholds, NULL, NULL, now);
  self->account = g_object_ref (account);
  self->state = headline.state;
  self->severity = headline.severity;
  self->window = plim_headline_get_window (&headline);
  self->summary = dup_account_summary (self, format, now);
}

void
plim_cli_headline_init (PlimCliHeadline *self,
                        GPtrArray *accounts,
                        GVariant *manager,
                        const char *account_id,
                        const PlimFormat *format,
                        const PlimThresholds *thresholds,
                        gint64 now)
{
  PlimAccount *account = account_id != NULL ? find_account (accounts, account_id) : NULL;

  *self = (PlimCliHeadline){ .state = PLIM_HEADLINE_EMPTY, .used_percent = NAN };
  self->is_stopped = manager == NULL;
  if (self->is_stopped) {
    self->summary = g_strdup (_ ("Plimsoll is not running."));
    return;
  }
  self->n_failing = count_failing (accounts, account_id);
  if (account != NULL)
    read_account (self, account, format, thresholds, now);
  else if (account_id == NULL)
    read_manager (self, accounts, manager, now);
  if (self->window != NULL)
    self->used_percent = self->window->used_percent;
  if (self->summary == NULL)
    self->summary = g_strdup (_ ("No limits to show yet"));
}

void
plim_cli_headline_clear (PlimCliHeadline *self)
{
  g_clear_object (&self->account);
  g_clear_pointer (&self->summary, g_free);
}

const char *
plim_cli_headline_get_state (const PlimCliHeadline *self)
{
  return self->is_stopped ? "stopped"
                          : plim_enum_to_nick (PLIM_TYPE_HEADLINE_STATE, (int) self->state);
}

gboolean
plim_cli_headline_has_number (const PlimCliHeadline *self)
{
  return self->window != NULL;
}
