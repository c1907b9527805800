/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* demo-history [DAYS [WORD]...]
 *
 * Fills the database of the user, before the service is started, with a demo account for each WORD
 * and its past: as many days as said (30), with a reading every twenty minutes, but for a night
 * without any. For pictures of the history. */
#include "plim-database.h"
#include "plim-providers.h"

#include <stdlib.h>

#define DAY_S (24 * 3600)
#define STEP_S (20 * 60)
#define GAP_DAY 2

static void
on_done (GObject *source, GAsyncResult *result, gpointer user_data)
{
  GAsyncResult **place = user_data;

  *place = g_object_ref (result);
}

static GAsyncResult *
await (GAsyncResult **place)
{
  while (*place == NULL)
    g_main_context_iteration (NULL, TRUE);
  return *place;
}

static void
save_reading (PlimDatabase *database, PlimAccount *account, gint64 at)
{
  const PlimProvider *provider = plim_providers_find ("demo");
  g_autoptr (PlimExchange) exchange =
      plim_exchange_new (at, plim_account_get_settings (account), NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (PlimSnapshot) snapshot = provider->parse (exchange, &error);
  g_autoptr (GAsyncResult) result = NULL;

  g_assert_no_error (error);
  plim_account_update (account, snapshot, NULL, at);
  plim_database_save_poll_async (database, account, NULL, on_done, &result);
  if (!plim_database_save_poll_finish (database, await (&result), &error))
    g_error ("%s", error->message);
}

static void
add_account (PlimDatabase *database, const char *word, guint order, int n_days)
{
  g_autofree char *id = g_uuid_string_random ();
  g_autofree char *label = g_strdup (word);
  g_autoptr (PlimAccount) account = plim_account_new (id, "demo");
  g_autoptr (GHashTable) settings = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  gint64 now = g_get_real_time () / G_USEC_PER_SEC;
  gint64 night = now / DAY_S * DAY_S - GAP_DAY * DAY_S;

  label[0] = g_ascii_toupper (label[0]);
  g_hash_table_insert (settings, (gpointer) "seed", (gpointer) word);
  plim_account_set_label (account, label);
  plim_account_set_order (account, order);
  plim_account_set_settings (account, settings);
  plim_account_set_expected_interval (account, STEP_S);
  plim_database_save_account_async (database, account, NULL, on_done, &result);
  if (!plim_database_save_account_finish (database, await (&result), &error))
    g_error ("%s", error->message);
  for (gint64 at = now - (gint64) n_days * DAY_S; at < now; at += STEP_S) {
    if (at < night || at >= night + DAY_S / 3)
      save_reading (database, account, at);
  }
}

int
main (int argc, char **argv)
{
  g_autofree char *path = plim_database_dup_default_path ();
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  PlimDatabase *database;

  plim_database_open_async (path, NULL, on_done, &result);
  database = plim_database_open_finish (await (&result), &error);
  if (database == NULL)
    g_error ("%s", error->message);
  for (int i = 2; i < MAX (argc, 3); i++)
    add_account (database, i < argc ? argv[i] : "demo", (guint) i, argc > 1 ? atoi (argv[1]) : 30);
  plim_database_close (database);
  g_object_unref (database);
  return 0;
}
