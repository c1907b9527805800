/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "plim-notice-round.h"

#include "plim-notice-text.h"

#include <glib/gi18n-lib.h>

#define ID_OF_SEVERAL "several"

struct _PlimNoticeRound {
  PlimNotice *notice;
  PlimNoticeBoard *board;
  gint64 now;
  GPtrArray *items; /* PlimNoticeItem */
  GPtrArray *lines; /* Line: what the notice is about, also what is not told of each account */
};

typedef struct {
  const char *account_id;
  PlimNoticeKind kind;
  const char *window_id; /* (nullable) */
} Line;

PlimNoticeRound *
plim_notice_round_new (PlimNotice *notice, PlimNoticeBoard *board, gint64 now)
{
  PlimNoticeRound *self = g_new0 (PlimNoticeRound, 1);

  self->notice = notice;
  self->board = board;
  self->now = now;
  self->items = g_ptr_array_new_with_free_func (g_free);
  self->lines = g_ptr_array_new_with_free_func (g_free);
  return self;
}

char *
plim_notice_round_dup_id (const char *account_id, PlimNoticeKind kind)
{
  static const char *const names[PLIM_NOTICE_N_KINDS] = {
    [PLIM_NOTICE_REACHED] = "limits",   [PLIM_NOTICE_SIGN_IN] = "sign-in",
    [PLIM_NOTICE_PROJECTED] = "limits", [PLIM_NOTICE_THRESHOLD] = "limits",
    [PLIM_NOTICE_STOPPED] = "stopped",  [PLIM_NOTICE_INCIDENT] = "incident",
    [PLIM_NOTICE_OWNER] = "owner",      [PLIM_NOTICE_RESET] = "limits",
  };

  return g_strdup_printf ("%s-%s", names[kind], account_id);
}

/* Gathering. */

static void
add_line (PlimNoticeRound *self, const char *account_id, guint kind, const char *window_id)
{
  Line *line = g_new0 (Line, 1);

  *line = (Line){ account_id, kind, window_id };
  g_ptr_array_add (self->lines, line);
}

static void
add_item (PlimNoticeRound *self,
          PlimNoticeAccount *account,
          guint kind,
          const PlimUsageWindow *window)
{
  PlimNoticeItem *item = g_new0 (PlimNoticeItem, 1);

  *item = (PlimNoticeItem){ account->account, kind, window, account->incident };
  g_ptr_array_add (self->items, item);
}

static PlimNoticeKind
find_most_urgent (guint kinds)
{
  return (PlimNoticeKind) g_bit_nth_lsf (kinds, -1);
}

static void
add_window (PlimNoticeRound *self,
            PlimNoticeAccount *account,
            const PlimUsageWindow *window,
            const PlimNoticeRules *rules)
{
  guint due = plim_notice_account_find_window_due (account, window, rules, self->now);
  PlimNoticeState *state;

  if (due == 0)
    return;
  state = g_hash_table_lookup (account->windows, window->id);
  plim_notice_state_say (state, due, plim_notice_get_level (window, rules));
  plim_notice_account_keep_window (account, self->notice, window->id);
  /* One line tells all of it. */
  add_item (self, account, find_most_urgent (due), window);
  for (guint kind = 0; kind < PLIM_NOTICE_N_KINDS; kind++) {
    if ((due & PLIM_NOTICE_BIT (kind)) == 0)
      continue;
    add_line (self, account->id, kind, window->id);
    account->told_at[kind] = self->now;
  }
}

/* An incident of a provider is said once for all of its accounts. */
static gboolean
is_said (PlimNoticeRound *self, PlimNoticeAccount *account)
{
  for (guint i = 0; i < self->items->len; i++) {
    const PlimNoticeItem *item = g_ptr_array_index (self->items, i);

    if (item->kind == PLIM_NOTICE_INCIDENT &&
        g_str_equal (plim_account_get_provider_id (item->account),
                     plim_account_get_provider_id (account->account)))
      return TRUE;
  }
  return FALSE;
}

static void
add_fact (PlimNoticeRound *self, PlimNoticeAccount *account, guint kind)
{
  plim_notice_account_say (account, kind, self->notice);
  account->told_at[kind] = self->now;
  add_line (self, account->id, kind, NULL);
  if (kind != PLIM_NOTICE_INCIDENT || !is_said (self, account))
    add_item (self, account, kind, NULL);
}

void
plim_notice_round_add (PlimNoticeRound *self,
                       PlimNoticeAccount *account,
                       const PlimNoticeRules *rules)
{
  guint facts = plim_notice_account_find_due (account, rules, self->now) & ~PLIM_NOTICE_LIMITS;

  for (guint kind = 0; kind < PLIM_NOTICE_N_KINDS; kind++) {
    if ((facts & PLIM_NOTICE_BIT (kind)) != 0)
      add_fact (self, account, kind);
  }
  for (guint i = 0; account->seen != NULL && i < plim_snapshot_get_n_windows (account->seen); i++)
    add_window (self, account, plim_snapshot_get_window (account->seen, i), rules);
}

/* Saying. */

static int
compare_items (gconstpointer a, gconstpointer b)
{
  const PlimNoticeItem *one = *(const PlimNoticeItem *const *) a;
  const PlimNoticeItem *other = *(const PlimNoticeItem *const *) b;
  guint order = plim_account_get_order (one->account);
  guint other_order = plim_account_get_order (other->account);

  if (one->kind != other->kind)
    return one->kind < other->kind ? -1 : 1;
  return order < other_order ? -1 : order > other_order;
}

static guint
get_kinds (PlimNoticeRound *self)
{
  guint kinds = 0;

  for (guint i = 0; i < self->items->len; i++)
    kinds |= PLIM_NOTICE_BIT (((PlimNoticeItem *) g_ptr_array_index (self->items, i))->kind);
  return kinds;
}

static char *
dup_id (guint kinds, PlimAccount *account)
{
  guint facts = kinds & ~PLIM_NOTICE_LIMITS;
  gboolean is_one_fact = kinds == facts && (facts & (facts - 1)) == 0;

  if (account == NULL || (facts != 0 && !is_one_fact))
    return g_strdup (ID_OF_SEVERAL);
  return plim_notice_round_dup_id (plim_account_get_id (account), find_most_urgent (kinds));
}

static void
add_buttons (PlimNotice *notice, guint kinds, PlimAccount *account)
{
  const guint reset = PLIM_NOTICE_BIT (PLIM_NOTICE_RESET);

  if (account == NULL) {
    plim_notice_add_plain_button (notice, _ ("Open"), "app.open");
  } else if (kinds == PLIM_NOTICE_BIT (PLIM_NOTICE_SIGN_IN)) {
    if (plim_notice_text_find_command (account) != NULL) {
      plim_notice_add_button (notice, _ ("Copy command"), "app.copy-command");
      plim_notice_add_button (notice, _ ("Open"), "app.open-account");
    } else {
      plim_notice_add_button (notice, _ ("Sign in again"), "app.sign-in");
    }
  } else {
    plim_notice_add_button (notice, _ ("Open"), "app.open-account");
  }
  if ((kinds & PLIM_NOTICE_LIMITS & ~reset) == 0)
    return;
  plim_notice_add_plain_button (notice, _ ("Snooze for 1 hour"), "app.snooze-hour");
  if (account != NULL)
    plim_notice_add_button (notice, _ ("Snooze until reset"), "app.snooze");
}

static GNotificationPriority
get_priority (guint kinds)
{
  const guint urgent =
      PLIM_NOTICE_BIT (PLIM_NOTICE_REACHED) | PLIM_NOTICE_BIT (PLIM_NOTICE_SIGN_IN);

  return (kinds & urgent) != 0 ? G_NOTIFICATION_PRIORITY_HIGH : G_NOTIFICATION_PRIORITY_NORMAL;
}

static void
write_notice (PlimNoticeRound *self, const PlimFormat *format, gboolean with_buttons)
{
  PlimAccount *account = plim_notice_text_get_account (self->items);
  guint kinds = get_kinds (self);
  g_autofree char *id = dup_id (kinds, account);
  char *title, *body;

  g_ptr_array_sort (self->items, compare_items);
  plim_notice_text_write (self->items, format, self->now, &title, &body);
  plim_notice_write (self->notice, id, account != NULL ? plim_account_get_id (account) : NULL,
                     title, body, get_priority (kinds));
  if (with_buttons)
    add_buttons (self->notice, kinds, account);
  plim_notice_board_begin (self->board, id);
  for (guint i = 0; i < self->lines->len; i++) {
    const Line *line = g_ptr_array_index (self->lines, i);

    plim_notice_board_add (self->board, id, line->account_id, line->kind, line->window_id);
  }
}

void
plim_notice_round_end (PlimNoticeRound *self, const PlimFormat *format, gboolean with_buttons)
{
  if (self->items->len > 0)
    write_notice (self, format, with_buttons);
  plim_notice_send (self->notice);
  g_ptr_array_unref (self->items);
  g_ptr_array_unref (self->lines);
  g_free (self);
}
