/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "plim-ingest-plan.h"

struct _PlimIngestPlan {
  PlimIngestPlan *base; /* (nullable): not owned: kept, but not shown yet */
  PlimAccountList *accounts;
  GHashTable *feeds;
  GHashTable *futures; /* account key → PlimFutureAccount */
};

static void
free_future (gpointer data)
{
  PlimFutureAccount *future = data;

  g_object_unref (future->account);
  g_clear_pointer (&future->feed, plim_collector_feed_free);
  g_ptr_array_unref (future->samples);
  g_clear_pointer (&future->former, plim_snapshot_unref);
  g_free (future->former_label);
  g_free (future);
}

PlimIngestPlan *
plim_ingest_plan_new (PlimAccountList *accounts, GHashTable *feeds, PlimIngestPlan *base)
{
  PlimIngestPlan *self = g_new0 (PlimIngestPlan, 1);

  self->base = base;
  self->accounts = g_object_ref (accounts);
  self->feeds = g_hash_table_ref (feeds);
  self->futures = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, free_future);
  return self;
}

void
plim_ingest_plan_free (PlimIngestPlan *self)
{
  g_object_unref (self->accounts);
  g_hash_table_unref (self->feeds);
  g_hash_table_unref (self->futures);
  g_free (self);
}

static PlimAccount *
copy_account (PlimAccount *account)
{
  PlimAccount *copy =
      plim_account_new (plim_account_get_id (account), plim_account_get_provider_id (account));

  plim_account_set_label (copy, plim_account_get_label (account));
  plim_account_set_base_url (copy, plim_account_get_base_url (account));
  plim_account_set_settings (copy, plim_account_get_settings (account));
  plim_account_set_memory (copy, plim_account_get_memory (account));
  plim_account_set_enabled (copy, plim_account_get_enabled (account));
  plim_account_set_polled (copy, plim_account_is_polled (account));
  plim_account_set_order (copy, plim_account_get_order (account));
  plim_account_set_interval (copy, plim_account_get_interval (account));
  plim_account_set_expected_interval (copy, plim_account_get_expected_interval (account));
  plim_account_set_created_at (copy, plim_account_get_created_at (account));
  plim_account_set_changed_at (copy, plim_account_get_changed_at (account));
  plim_account_set_owner (copy, plim_account_get_owner (account));
  plim_account_restore (copy, plim_account_get_snapshot (account),
                        plim_account_get_status (account), plim_account_get_cause (account),
                        plim_account_get_message (account),
                        plim_account_get_attempted_at (account));
  return copy;
}

static PlimAccount *
make_account (PlimIngestPlan *self, const PlimPayload *payload)
{
  g_autofree char *id = g_uuid_string_random ();
  g_autofree char *provider_id = plim_payload_dup_provider_id (payload);
  PlimAccount *account = plim_account_new (id, provider_id);

  /* It has no credential. */
  plim_account_set_polled (account, FALSE);
  plim_account_set_created_at (account, payload->received_at);
  plim_account_set_changed_at (account, payload->received_at);
  plim_account_set_order (account, g_list_model_get_n_items (G_LIST_MODEL (self->accounts)));
  return account;
}

static PlimFutureAccount *
add_future (PlimIngestPlan *self, const char *account_key, PlimAccount *account)
{
  PlimFutureAccount *future = g_new0 (PlimFutureAccount, 1);

  future->account = account;
  future->samples = g_ptr_array_new_with_free_func ((GDestroyNotify) plim_snapshot_unref);
  g_hash_table_insert (self->futures, g_strdup (account_key), future);
  return future;
}

static PlimFutureAccount *
add_known (PlimIngestPlan *self, const char *account_key, PlimAccount *account)
{
  PlimFutureAccount *future = add_future (self, account_key, copy_account (account));

  if (plim_account_get_snapshot (account) != NULL)
    future->former = plim_snapshot_ref (plim_account_get_snapshot (account));
  future->former_label = g_strdup (plim_account_get_label (account));
  return future;
}

/* (nullable): what was kept already, though nobody has seen it yet. */
static PlimFutureAccount *
find_kept (PlimIngestPlan *self, const char *account_key)
{
  PlimFutureAccount *kept =
      self->base != NULL ? g_hash_table_lookup (self->base->futures, account_key) : NULL;
  PlimFutureAccount *future;

  /* One that was removed meanwhile begins anew. */
  if (kept == NULL ||
      (!kept->is_new &&
       plim_account_list_find (self->accounts, plim_account_get_id (kept->account)) == NULL))
    return NULL;
  future = add_future (self, account_key, copy_account (kept->account));
  future->feed = plim_collector_feed_copy (kept->feed);
  future->former = kept->former != NULL ? plim_snapshot_ref (kept->former) : NULL;
  future->former_label = g_strdup (kept->former_label);
  future->is_new = kept->is_new;
  return future;
}

static gboolean
has_future (PlimIngestPlan *self, const char *account_id)
{
  GHashTableIter iter;
  gpointer value;

  if (self == NULL)
    return FALSE;
  g_hash_table_iter_init (&iter, self->futures);
  while (g_hash_table_iter_next (&iter, NULL, &value)) {
    if (g_str_equal (plim_account_get_id (((PlimFutureAccount *) value)->account), account_id))
      return TRUE;
  }
  return FALSE;
}

/* (nullable): one that came with an import, which brings no more of it than its name: as long as no
 * collector has fed it, it is the account of that name.
 */
static PlimAccount *
find_imported (PlimIngestPlan *self, const PlimPayload *payload)
{
  const char *label = payload->label != NULL ? payload->label : payload->account_key;
  g_autofree char *provider_id = plim_payload_dup_provider_id (payload);

  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self->accounts)); i++) {
    g_autoptr (PlimAccount) account = g_list_model_get_item (G_LIST_MODEL (self->accounts), i);
    const char *id = plim_account_get_id (account);

    if (!plim_account_is_polled (account) && !g_hash_table_contains (self->feeds, id) &&
        g_str_equal (plim_account_get_provider_id (account), provider_id) &&
        g_strcmp0 (plim_account_get_label (account), label) == 0 && !has_future (self, id) &&
        !has_future (self->base, id))
      return account; /* the list keeps it */
  }
  return NULL;
}

/* (nullable): of an account that is known already. */
static PlimFutureAccount *
find_future (PlimIngestPlan *self, const char *account_key)
{
  PlimFutureAccount *future = g_hash_table_lookup (self->futures, account_key);
  PlimAccount *account;

  if (future == NULL)
    future = find_kept (self, account_key);
  if (future != NULL)
    return future;
  account = plim_ingest_find_account (self->accounts, self->feeds, account_key);
  if (account == NULL)
    return NULL;
  future = add_known (self, account_key, account);
  future->feed =
      plim_collector_feed_copy (g_hash_table_lookup (self->feeds, plim_account_get_id (account)));
  return future;
}

/* Two samples within a second: the later one counts, as in the history. */
static void
add_sample (GPtrArray *samples, PlimSnapshot *snapshot)
{
  PlimSnapshot *last;

  if (snapshot == NULL)
    return;
  last = samples->len > 0 ? g_ptr_array_index (samples, samples->len - 1) : NULL;
  if (last != NULL &&
      plim_snapshot_get_collected_at (last) == plim_snapshot_get_collected_at (snapshot))
    g_ptr_array_set_size (samples, (int) samples->len - 1);
  g_ptr_array_add (samples, snapshot);
}

static PlimFutureAccount *
begin_future (PlimIngestPlan *self, const PlimPayload *payload)
{
  PlimAccount *imported = find_imported (self, payload);
  PlimFutureAccount *future =
      imported != NULL ? add_known (self, payload->account_key, imported)
                       : add_future (self, payload->account_key, make_account (self, payload));

  future->feed = plim_collector_feed_new (payload->account_key, payload->provider);
  future->has_news = TRUE;
  future->is_new = imported == NULL;
  return future;
}

static gboolean
take_sample (PlimIngestPlan *self, const PlimPayload *payload)
{
  PlimFutureAccount *future = find_future (self, payload->account_key);
  g_autofree char *label = NULL;
  gboolean is_new = FALSE;

  if (future == NULL) {
    future = begin_future (self, payload);
    is_new = future->is_new;
  }
  label = g_strdup (plim_account_get_label (future->account));
  add_sample (future->samples, plim_collector_feed_take (future->feed, future->account, payload));
  if (g_strcmp0 (plim_account_get_label (future->account), label) != 0)
    future->has_news = TRUE;
  return is_new;
}

static void
add_future_feeds (GHashTable *feeds, GHashTable *futures)
{
  GHashTableIter iter;
  gpointer value;

  g_hash_table_iter_init (&iter, futures);
  while (g_hash_table_iter_next (&iter, NULL, &value)) {
    PlimCollectorFeed *feed = ((PlimFutureAccount *) value)->feed;

    g_hash_table_replace (feeds, feed->account_key, feed);
  }
}

/* All feeds, those of the plan before those of now: account key → PlimCollectorFeed. */
static GHashTable *
dup_feeds (PlimIngestPlan *self)
{
  GHashTable *feeds = g_hash_table_new (g_str_hash, g_str_equal);
  GHashTableIter iter;
  gpointer value;

  g_hash_table_iter_init (&iter, self->feeds);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    g_hash_table_insert (feeds, ((PlimCollectorFeed *) value)->account_key, value);
  if (self->base != NULL)
    add_future_feeds (feeds, self->base->futures);
  add_future_feeds (feeds, self->futures);
  return feeds;
}

static void
take_unscoped (PlimIngestPlan *self, const PlimPayload *payload)
{
  g_autoptr (GHashTable) feeds = dup_feeds (self);
  const char *key = plim_ingest_find_unscoped (feeds, payload);
  PlimFutureAccount *future = key != NULL ? find_future (self, key) : NULL;

  if (future != NULL)
    plim_collector_feed_take_unscoped (future->feed, future->account, payload);
}

gboolean
plim_ingest_plan_take (PlimIngestPlan *self, const PlimPayload *payload)
{
  if (payload->ingest_status == PLIM_INGEST_OK)
    return take_sample (self, payload);
  if (payload->ingest_status == PLIM_INGEST_ACCOUNT_UNIDENTIFIED)
    take_unscoped (self, payload);
  return FALSE;
}

void
plim_ingest_plan_touch (PlimIngestPlan *self, const char *account_key)
{
  find_future (self, account_key);
}

void
plim_ingest_plan_fill (PlimIngestPlan *self, PlimIngestBatch *batch)
{
  GHashTableIter iter;
  gpointer key, value;

  g_hash_table_iter_init (&iter, self->futures);
  while (g_hash_table_iter_next (&iter, &key, &value)) {
    PlimFutureAccount *future = value;
    g_autofree char *text = plim_collector_feed_to_text (future->feed);

    plim_ingest_batch_add (batch, future->account, future->has_news, key, text, future->samples);
  }
}

/* What a person or a poll has changed meanwhile stays. */
static void
show (PlimIngestPlan *self, PlimFutureAccount *future, PlimAccount *account)
{
  PlimAccount *wanted = future->account;
  gint64 changed_at = plim_account_get_changed_at (account);

  if (g_strcmp0 (plim_account_get_label (account), future->former_label) == 0)
    plim_account_set_label (account, plim_account_get_label (wanted));
  plim_account_set_changed_at (account, changed_at); /* not by its user */
  if (!plim_account_is_polled (account))
    plim_account_set_expected_interval (account, plim_account_get_expected_interval (wanted));
  if (plim_account_get_snapshot (account) == future->former)
    plim_account_list_show_kept (self->accounts, account, wanted);
}

void
plim_ingest_plan_put_into_effect (PlimIngestPlan *self)
{
  GHashTableIter iter;
  gpointer value;

  g_hash_table_iter_init (&iter, self->futures);
  while (g_hash_table_iter_next (&iter, NULL, &value)) {
    PlimFutureAccount *future = value;
    const char *id = plim_account_get_id (future->account);
    PlimAccount *account = plim_account_list_find (self->accounts, id);

    if (account == NULL && !future->is_new)
      continue; /* removed meanwhile */
    g_hash_table_insert (self->feeds, g_strdup (id), g_steal_pointer (&future->feed));
    if (future->is_new)
      plim_account_list_add (self->accounts, future->account);
    else
      show (self, future, account);
  }
}

void
plim_ingest_plan_take_over (PlimIngestPlan *self, PlimIngestPlan *other)
{
  GHashTableIter iter;
  gpointer key, value;

  g_hash_table_iter_init (&iter, other->futures);
  while (g_hash_table_iter_next (&iter, &key, &value)) {
    g_hash_table_iter_steal (&iter);
    g_hash_table_replace (self->futures, key, value);
  }
}

GHashTable *
plim_ingest_plan_get_futures (PlimIngestPlan *self)
{
  return self->futures;
}

const char *
plim_ingest_find_unscoped (GHashTable *feeds, const PlimPayload *payload)
{
  const char *key = NULL;
  GHashTableIter iter;
  gpointer value;

  g_hash_table_iter_init (&iter, feeds);
  while (g_hash_table_iter_next (&iter, NULL, &value)) {
    const PlimCollectorFeed *feed = value;

    if (g_strcmp0 (feed->provider, payload->provider) != 0 ||
        g_strcmp0 (feed->source, payload->collector_id) != 0)
      continue;
    if (key != NULL)
      return NULL;
    key = feed->account_key;
  }
  return key;
}

PlimAccount *
plim_ingest_find_account (PlimAccountList *accounts, GHashTable *feeds, const char *account_key)
{
  GHashTableIter iter;
  gpointer id, feed;

  g_hash_table_iter_init (&iter, feeds);
  while (g_hash_table_iter_next (&iter, &id, &feed)) {
    if (g_str_equal (((PlimCollectorFeed *) feed)->account_key, account_key))
      return plim_account_list_find (accounts, id);
  }
  return NULL;
}
