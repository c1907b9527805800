/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "plim-database-accounts.h"
#include "plim-database-samples.h"
#include "plim-database.h"
#include "plim-json.h"
#include "plim-snapshot-json.h"
#include "plim-sqlite.h"

/* As plim_account_is_stale() has it. */
#define STALE_INTERVALS 3

/* Rows. */

/* Sorted, so that equal tables are equal text. */
static char *
table_to_json (GHashTable *table)
{
  g_autoptr (JsonBuilder) builder = NULL;
  g_autoptr (GList) names = NULL;

  /* That of most accounts, with each of a thousand samples. */
  if (g_hash_table_size (table) == 0)
    return g_strdup ("{}");
  builder = json_builder_new ();
  names = g_list_sort (g_hash_table_get_keys (table), (GCompareFunc) g_strcmp0);
  json_builder_begin_object (builder);
  for (GList *l = names; l != NULL; l = l->next) {
    json_builder_set_member_name (builder, l->data);
    json_builder_add_string_value (builder, g_hash_table_lookup (table, l->data));
  }
  json_builder_end_object (builder);
  return plim_json_builder_to_string (builder, FALSE);
}

/* (transfer full) (nullable): */
static JsonObject *
parse_object (const char *text, const char *account_id)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes = NULL;
  JsonObject *object;

  if (text == NULL)
    return NULL;
  bytes = g_bytes_new_static (text, strlen (text));
  object = plim_json_parse_object (bytes, &error);
  if (object == NULL)
    g_message ("Account %s: what was kept cannot be read: %s", account_id, error->message);
  return object;
}

static GHashTable *
table_from_json (const char *text, const char *account_id)
{
  GHashTable *table = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  g_autoptr (JsonObject) object = parse_object (text, account_id);
  g_autoptr (GList) names = object != NULL ? json_object_get_members (object) : NULL;

  for (GList *l = names; l != NULL; l = l->next) {
    const char *value = plim_json_get_string (object, l->data);

    if (value != NULL)
      g_hash_table_insert (table, g_strdup (l->data), g_strdup (value));
  }
  return table;
}

PlimAccountRow *
plim_account_row_new (PlimAccount *account)
{
  PlimAccountRow *self = g_new0 (PlimAccountRow, 1);
  PlimSnapshot *snapshot = plim_account_get_snapshot (account);

  self->id = g_strdup (plim_account_get_id (account));
  self->provider_id = g_strdup (plim_account_get_provider_id (account));
  self->label = g_strdup (plim_account_get_label (account));
  self->base_url = g_strdup (plim_account_get_base_url (account));
  self->settings = table_to_json (plim_account_get_settings (account));
  self->memory = table_to_json (plim_account_get_memory (account));
  self->enabled = plim_account_get_enabled (account);
  self->is_polled = plim_account_is_polled (account);
  self->order = plim_account_get_order (account);
  self->interval_s = plim_account_get_interval (account);
  self->created_at = plim_account_get_created_at (account);
  self->changed_at = plim_account_get_changed_at (account);
  self->owner = plim_owner_copy (plim_account_get_owner (account));
  self->status = plim_account_get_status (account);
  self->cause = plim_account_get_cause (account);
  self->message = g_strdup (plim_account_get_message (account));
  self->attempted_at = plim_account_get_attempted_at (account);
  self->stale_s = STALE_INTERVALS * (gint64) plim_account_get_expected_interval (account);
  self->snapshot = snapshot != NULL ? plim_snapshot_ref (snapshot) : NULL;
  return self;
}

void
plim_account_row_free (PlimAccountRow *self)
{
  g_free (self->id);
  g_free (self->provider_id);
  g_free (self->label);
  g_free (self->base_url);
  g_free (self->settings);
  g_free (self->memory);
  g_free (self->message);
  g_clear_pointer (&self->owner, plim_owner_free);
  g_clear_pointer (&self->snapshot, plim_snapshot_unref);
  g_free (self);
}

PlimAccount *
plim_account_row_to_account (const PlimAccountRow *self)
{
  PlimAccount *account = plim_account_new (self->id, self->provider_id);
  g_autoptr (GHashTable) settings = table_from_json (self->settings, self->id);
  g_autoptr (GHashTable) memory = table_from_json (self->memory, self->id);

  plim_account_set_label (account, self->label);
  plim_account_set_base_url (account, self->base_url);
  plim_account_set_settings (account, settings);
  plim_account_set_memory (account, memory);
  plim_account_set_enabled (account, self->enabled);
  plim_account_set_polled (account, self->is_polled);
  plim_account_set_order (account, self->order);
  plim_account_set_interval (account, self->interval_s);
  plim_account_set_created_at (account, self->created_at);
  plim_account_set_changed_at (account, self->changed_at);
  plim_account_set_owner (account, self->owner);
  plim_account_restore (account, self->snapshot, self->status, self->cause, self->message,
                        self->attempted_at);
  return account;
}

/* Loading. */

static PlimSnapshot *
read_snapshot (const char *text, const char *account_id)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonObject) object = parse_object (text, account_id);
  PlimSnapshot *snapshot;

  if (object == NULL)
    return NULL;
  snapshot = plim_snapshot_from_json (object, &error);
  if (snapshot == NULL)
    g_message ("Account %s: what was kept cannot be read: %s", account_id, error->message);
  return snapshot;
}

/* A nick of another version's: it is only true until the next poll. */
static int
read_nick (GType type, sqlite3_stmt *statement, int column, int fallback)
{
  int value = fallback;

  plim_enum_from_nick (type, (const char *) sqlite3_column_text (statement, column), &value);
  return value;
}

static PlimOwner *
read_owner (sqlite3_stmt *statement)
{
  g_autoptr (PlimOwner) owner = plim_owner_new ();

  owner->id = plim_sqlite_dup_text (statement, 14);
  owner->name = plim_sqlite_dup_text (statement, 15);
  owner->former_name = plim_sqlite_dup_text (statement, 16);
  if (sqlite3_column_type (statement, 17) != SQLITE_NULL)
    owner->changed_at = sqlite3_column_int64 (statement, 17);
  return g_steal_pointer (&owner);
}

static gint64
read_time (sqlite3_stmt *statement, int column)
{
  return sqlite3_column_type (statement, column) != SQLITE_NULL
             ? sqlite3_column_int64 (statement, column)
             : PLIM_TIME_UNKNOWN;
}

static PlimAccountRow *
read_row (sqlite3_stmt *statement)
{
  PlimAccountRow *row = g_new0 (PlimAccountRow, 1);

  row->id = plim_sqlite_dup_text (statement, 0);
  row->provider_id = plim_sqlite_dup_text (statement, 1);
  row->label = plim_sqlite_dup_text (statement, 2);
  row->base_url = plim_sqlite_dup_text (statement, 3);
  row->settings = plim_sqlite_dup_text (statement, 4);
  row->memory = plim_sqlite_dup_text (statement, 5);
  row->enabled = sqlite3_column_int (statement, 6) != 0;
  row->order = (guint) MAX (sqlite3_column_int (statement, 7), 0);
  row->interval_s = (guint) MAX (sqlite3_column_int (statement, 8), 0);
  row->owner = read_owner (statement);
  row->is_polled = sqlite3_column_int (statement, 18) != 0;
  row->created_at = read_time (statement, 19);
  row->changed_at = read_time (statement, 20);
  row->attempted_at = PLIM_TIME_UNKNOWN;
  if (sqlite3_column_type (statement, 9) == SQLITE_NULL)
    return row;
  row->status = (PlimStatus) read_nick (PLIM_TYPE_STATUS, statement, 9, PLIM_STATUS_OFFLINE);
  row->cause = (PlimCause) read_nick (PLIM_TYPE_CAUSE, statement, 10, PLIM_CAUSE_NONE);
  row->message = plim_sqlite_dup_text (statement, 11);
  row->attempted_at = sqlite3_column_int64 (statement, 12);
  row->snapshot = read_snapshot ((const char *) sqlite3_column_text (statement, 13), row->id);
  return row;
}

gboolean
plim_database_load_accounts (sqlite3 *db, gpointer unused, gpointer *output, GError **error)
{
  g_autoptr (GError) step_error = NULL;
  g_autoptr (GPtrArray) rows =
      g_ptr_array_new_with_free_func ((GDestroyNotify) plim_account_row_free);
  g_autoptr (sqlite3_stmt) statement = plim_sqlite_prepare (
      db,
      "SELECT id, provider, label, base_url, settings, memory, enabled, position, interval_s,"
      " status, cause, message, attempted_at, snapshot,"
      " owner_id, owner_name, former_owner_name, owner_changed_at, is_polled,"
      " created_at, changed_at"
      " FROM account LEFT JOIN last_poll ON last_poll.account = account.key"
      " ORDER BY position, account.key",
      error);

  if (statement == NULL)
    return FALSE;
  while (plim_sqlite_step (statement, &step_error))
    g_ptr_array_add (rows, read_row (statement));
  if (step_error != NULL) {
    g_propagate_error (error, g_steal_pointer (&step_error));
    return FALSE;
  }
  *output = g_steal_pointer (&rows);
  return TRUE;
}

/* Saving. */

static void
bind_owner (sqlite3_stmt *statement, const PlimAccountRow *row, const char *owner)
{
  plim_sqlite_bind_text (statement, 2, owner);
  if (row->owner->changed_at != PLIM_TIME_UNKNOWN)
    sqlite3_bind_int64 (statement, 3, row->owner->changed_at);
  plim_sqlite_bind_text (statement, 4, row->owner->id);
  plim_sqlite_bind_text (statement, 5, row->owner->name);
  plim_sqlite_bind_text (statement, 6, row->owner->former_name);
}

/* Runs @sql with the owner's values. */
static gboolean
run_for_owner (
    sqlite3 *db, const char *sql, const PlimAccountRow *row, sqlite3_int64 key, GError **error)
{
  g_autofree char *owner = plim_owner_dup_key (row->owner);
  g_autoptr (PlimHotStatement) statement = plim_sqlite_borrow (db, sql, error);

  if (statement == NULL)
    return FALSE;
  sqlite3_bind_int64 (statement, 1, key);
  bind_owner (statement, row, owner);
  return plim_sqlite_run (statement, error);
}

/* An owner of whom only more is known than before takes their history along; another one begins one
 * of their own. */
static gboolean
save_owner (sqlite3 *db, const PlimAccountRow *row, sqlite3_int64 key, GError **error)
{
  static const char take_along[] =
      "UPDATE OR IGNORE series SET owner = ?2 FROM account"
      " WHERE account.key = ?1 AND series.account = ?1 AND series.owner = account.owner"
      " AND account.owner <> ?2 AND account.owner_changed_at IS ?3";
  static const char save[] =
      "UPDATE account SET owner = ?2, owner_changed_at = ?3, owner_id = ?4, owner_name = ?5,"
      " former_owner_name = ?6 WHERE key = ?1 AND"
      " (owner, owner_changed_at, owner_id, owner_name, former_owner_name)"
      " IS NOT (?2, ?3, ?4, ?5, ?6)";

  return run_for_owner (db, take_along, row, key, error) &&
         run_for_owner (db, save, row, key, error);
}

static void
bind_time (sqlite3_stmt *statement, int index, gint64 at)
{
  if (at != PLIM_TIME_UNKNOWN)
    sqlite3_bind_int64 (statement, index, at);
}

static gboolean
save_row (sqlite3 *db, const PlimAccountRow *row, GError **error)
{
  g_autoptr (PlimHotStatement) statement = plim_sqlite_borrow (
      db,
      "INSERT INTO account"
      " (id, provider, label, base_url, settings, memory, enabled, position, interval_s, is_polled,"
      " created_at, changed_at)"
      " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)"
      " ON CONFLICT (id) DO UPDATE SET provider = ?2, label = ?3, base_url = ?4, settings = ?5,"
      " memory = ?6, enabled = ?7, position = ?8, interval_s = ?9, is_polled = ?10,"
      " created_at = ?11, changed_at = ?12",
      error);

  if (statement == NULL)
    return FALSE;
  plim_sqlite_bind_text (statement, 1, row->id);
  plim_sqlite_bind_text (statement, 2, row->provider_id);
  plim_sqlite_bind_text (statement, 3, row->label != NULL ? row->label : "");
  plim_sqlite_bind_text (statement, 4, row->base_url);
  plim_sqlite_bind_text (statement, 5, row->settings);
  plim_sqlite_bind_text (statement, 6, row->memory);
  sqlite3_bind_int (statement, 7, row->enabled);
  sqlite3_bind_int64 (statement, 8, row->order);
  sqlite3_bind_int64 (statement, 9, row->interval_s);
  sqlite3_bind_int (statement, 10, row->is_polled);
  bind_time (statement, 11, row->created_at);
  bind_time (statement, 12, row->changed_at);
  return plim_sqlite_run (statement, error);
}

gboolean
plim_database_save_account (sqlite3 *db, gpointer input, gpointer *output, GError **error)
{
  const PlimAccountRow *row = input;
  sqlite3_int64 key;

  return save_row (db, row, error) && plim_database_find_account (db, row->id, &key, error) &&
         save_owner (db, row, key, error);
}

gboolean
plim_database_remove_account (sqlite3 *db, gpointer id, gpointer *output, GError **error)
{
  g_autoptr (sqlite3_stmt) statement =
      plim_sqlite_prepare (db, "DELETE FROM account WHERE id = ?", error);

  if (statement == NULL)
    return FALSE;
  plim_sqlite_bind_text (statement, 1, id);
  return plim_sqlite_run (statement, error);
}

gboolean
plim_database_look_up_account (sqlite3 *db, const char *id, sqlite3_int64 *key, GError **error)
{
  g_autoptr (GError) step_error = NULL;
  g_autoptr (PlimHotStatement) statement =
      plim_sqlite_borrow (db, "SELECT key FROM account WHERE id = ?", error);

  if (statement == NULL)
    return FALSE;
  plim_sqlite_bind_text (statement, 1, id);
  *key = plim_sqlite_step (statement, &step_error) ? sqlite3_column_int64 (statement, 0)
                                                   : PLIM_DATABASE_NO_KEY;
  if (step_error == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&step_error));
  return FALSE;
}

static gboolean
set_unknown (GError **error, const char *id)
{
  g_set_error (error, PLIM_DATABASE_ERROR, PLIM_DATABASE_ERROR_FAILED,
               "The database knows no account %s", id);
  return FALSE;
}

gboolean
plim_database_find_account (sqlite3 *db, const char *id, sqlite3_int64 *key, GError **error)
{
  return plim_database_look_up_account (db, id, key, error) &&
         (*key != PLIM_DATABASE_NO_KEY || set_unknown (error, id));
}

/* What is known of an account that was polled. Most polls teach nothing new, and then its row stays
 * as it is. */
typedef struct {
  sqlite3_int64 key;
  gboolean has_news; /* of its memory */
  gboolean has_other_owner;
} Known;

static gboolean
compare (sqlite3 *db, const PlimAccountRow *row, Known *known, GError **error)
{
  g_autofree char *owner = plim_owner_dup_key (row->owner);
  g_autoptr (GError) step_error = NULL;
  g_autoptr (PlimHotStatement) statement =
      plim_sqlite_borrow (db,
                          "SELECT key, memory <> ?7,"
                          " (owner, owner_changed_at, owner_id, owner_name, former_owner_name)"
                          " IS NOT (?2, ?3, ?4, ?5, ?6) FROM account WHERE id = ?1",
                          error);

  if (statement == NULL)
    return FALSE;
  plim_sqlite_bind_text (statement, 1, row->id);
  bind_owner (statement, row, owner);
  plim_sqlite_bind_text (statement, 7, row->memory);
  if (!plim_sqlite_step (statement, &step_error)) {
    if (step_error == NULL)
      return set_unknown (error, row->id);
    g_propagate_error (error, g_steal_pointer (&step_error));
    return FALSE;
  }
  known->key = sqlite3_column_int64 (statement, 0);
  known->has_news = sqlite3_column_int (statement, 1) != 0;
  known->has_other_owner = sqlite3_column_int (statement, 2) != 0;
  return TRUE;
}

static gboolean
save_memory (sqlite3 *db, const PlimAccountRow *row, sqlite3_int64 key, GError **error)
{
  g_autoptr (PlimHotStatement) statement =
      plim_sqlite_borrow (db, "UPDATE account SET memory = ?2 WHERE key = ?1", error);

  if (statement == NULL)
    return FALSE;
  sqlite3_bind_int64 (statement, 1, key);
  plim_sqlite_bind_text (statement, 2, row->memory);
  return plim_sqlite_run (statement, error);
}

static char *
snapshot_to_text (const PlimSnapshot *snapshot)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();

  json_builder_begin_object (builder);
  plim_snapshot_add_to_json (snapshot, builder);
  json_builder_end_object (builder);
  return plim_json_builder_to_string (builder, FALSE);
}

static gboolean
save_last_poll (sqlite3 *db, const PlimAccountRow *row, sqlite3_int64 key, GError **error)
{
  g_autofree char *snapshot = row->snapshot != NULL ? snapshot_to_text (row->snapshot) : NULL;
  g_autoptr (PlimHotStatement) statement = plim_sqlite_borrow (
      db,
      "INSERT INTO last_poll (account, status, cause, message, attempted_at, snapshot)"
      " VALUES (?1, ?2, ?3, ?4, ?5, ?6)"
      " ON CONFLICT (account) DO UPDATE SET status = ?2, cause = ?3, message = ?4,"
      " attempted_at = ?5, snapshot = ?6",
      error);

  if (statement == NULL)
    return FALSE;
  sqlite3_bind_int64 (statement, 1, key);
  plim_sqlite_bind_text (statement, 2, plim_enum_to_nick (PLIM_TYPE_STATUS, (int) row->status));
  plim_sqlite_bind_text (statement, 3, plim_enum_to_nick (PLIM_TYPE_CAUSE, (int) row->cause));
  plim_sqlite_bind_text (statement, 4, row->message);
  sqlite3_bind_int64 (statement, 5, row->attempted_at);
  plim_sqlite_bind_text (statement, 6, snapshot);
  return plim_sqlite_run (statement, error);
}

static gboolean
append_samples (sqlite3 *db, const PlimAccountRow *row, sqlite3_int64 key, GError **error)
{
  g_autofree char *owner = plim_owner_dup_key (row->owner);

  return plim_database_note_seen (db, key, plim_snapshot_get_collected_at (row->snapshot),
                                  row->stale_s, error) &&
         plim_database_append_samples (db, key, owner, row->snapshot, error);
}

gboolean
plim_database_save_poll (sqlite3 *db, gpointer input, gpointer *output, GError **error)
{
  const PlimAccountRow *row = input;
  Known known;

  return compare (db, row, &known, error) &&
         (!known.has_news || save_memory (db, row, known.key, error)) &&
         (!known.has_other_owner || save_owner (db, row, known.key, error)) &&
         save_last_poll (db, row, known.key, error) &&
         (row->snapshot == NULL || append_samples (db, row, known.key, error));
}
