/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "plim-first-cards.h"

#include "plim-account.h"

#include <math.h>

/* In pixels, of what style.css and the templates give, with text of half its usual size. */
#define HEADER (12 + 24 + 32) /* margin, padding and mark */
#define ROW (12 + 7)          /* spacing and title */
#define GAUGE (4 + 8)
#define LINE (4 + 6)

static int
get_least_row_height (const PlimUsageWindow *window, gint64 now)
{
  return ROW + (isnan (window->used_percent) ? 0 : GAUGE) + (window->resets_at > now ? LINE : 0);
}

static int
get_least_height (PlimAccount *account, gint64 now)
{
  PlimSnapshot *snapshot = plim_account_get_snapshot (account);
  guint n_windows = snapshot != NULL ? plim_snapshot_get_n_windows (snapshot) : 0;
  int height = HEADER;

  for (guint i = 0; i < n_windows; i++)
    height += get_least_row_height (plim_snapshot_get_window (snapshot, i), now);
  /* Where there are no numbers, a sentence says why. */
  return n_windows > 0 ? height : height + ROW;
}

void
plim_first_cards_fit (GtkSliceListModel *accounts, int height, gint64 now)
{
  GListModel *all = gtk_slice_list_model_get_model (accounts);
  guint n_cards = 0;

  for (int filled = 0; filled < height; n_cards++) {
    g_autoptr (PlimAccount) account = g_list_model_get_item (all, n_cards);

    if (account == NULL)
      break;
    filled += get_least_height (account, now);
  }
  gtk_slice_list_model_set_size (accounts, MAX (n_cards, 1));
}
