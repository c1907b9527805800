/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "plim-poll-meter.h"

#define N_STATUSES (PLIM_STATUS_OFFLINE + 1)

static const double bounds[] = { 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30 };

typedef struct {
  guint64 counts[N_STATUSES];
  gint64 since_us; /* monotonic; 0: no poll is under way */
} AccountPolls;

typedef struct {
  guint64 buckets[G_N_ELEMENTS (bounds)];
  guint64 count;
  double sum_s;
} ProviderPolls;

struct _PlimPollMeter {
  GObject parent_instance;

  GListModel *accounts;
  GHashTable *by_account;  /* id → AccountPolls */
  GHashTable *by_provider; /* id → ProviderPolls */
};

G_DEFINE_FINAL_TYPE (PlimPollMeter, plim_poll_meter, G_TYPE_OBJECT)

static AccountPolls *
get_account_polls (PlimPollMeter *self, PlimAccount *account)
{
  const char *id = plim_account_get_id (account);
  AccountPolls *polls = g_hash_table_lookup (self->by_account, id);

  if (polls == NULL) {
    polls = g_new0 (AccountPolls, 1);
    g_hash_table_insert (self->by_account, g_strdup (id), polls);
  }
  return polls;
}

static void
note_duration (PlimPollMeter *self, const char *provider_id, double duration_s)
{
  ProviderPolls *polls = g_hash_table_lookup (self->by_provider, provider_id);

  if (polls == NULL) {
    polls = g_new0 (ProviderPolls, 1);
    g_hash_table_insert (self->by_provider, g_strdup (provider_id), polls);
  }
  for (gsize i = 0; i < G_N_ELEMENTS (bounds); i++)
    polls->buckets[i] += duration_s <= bounds[i] ? 1 : 0;
  polls->count++;
  polls->sum_s += duration_s;
}

static void
on_polled (PlimPoller *poller, PlimAccount *account, PlimPollMeter *self)
{
  AccountPolls *polls = get_account_polls (self, account);

  polls->counts[plim_account_get_status (account)]++;
  if (polls->since_us != 0)
    note_duration (self, plim_account_get_provider_id (account),
                   (double) (g_get_monotonic_time () - polls->since_us) / G_USEC_PER_SEC);
  polls->since_us = 0;
}

static void
on_polling (PlimAccount *account, GParamSpec *pspec, PlimPollMeter *self)
{
  if (plim_account_is_polling (account))
    get_account_polls (self, account)->since_us = g_get_monotonic_time ();
}

static void
on_accounts_changed (
    GListModel *accounts, guint position, guint n_removed, guint n_added, PlimPollMeter *self)
{
  for (guint i = position; i < position + n_added; i++) {
    g_autoptr (PlimAccount) account = g_list_model_get_item (accounts, i);

    g_signal_handlers_disconnect_by_func (account, on_polling, self);
    g_signal_connect_object (account, "notify::polling", G_CALLBACK (on_polling), self, 0);
  }
}

static void
write_results (PlimPollMeter *self, PlimMetrics *metrics)
{
  plim_metrics_begin (metrics, "plimsoll_polls", PLIM_METRIC_COUNTER,
                      "Polls since the start, by how they ended.");
  for (guint i = 0; i < g_list_model_get_n_items (self->accounts); i++) {
    g_autoptr (PlimAccount) account = g_list_model_get_item (self->accounts, i);
    const AccountPolls *polls =
        g_hash_table_lookup (self->by_account, plim_account_get_id (account));

    for (int status = 0; polls != NULL && status < N_STATUSES; status++) {
      if (polls->counts[status] > 0)
        plim_metrics_add (metrics, (double) polls->counts[status], "account",
                          plim_account_get_id (account), "provider",
                          plim_account_get_provider_id (account), "result",
                          plim_enum_to_nick (PLIM_TYPE_STATUS, status), NULL);
    }
  }
}

void
plim_poll_meter_write (PlimPollMeter *self, PlimMetrics *metrics)
{
  GHashTableIter iter;
  gpointer provider_id, value;

  g_return_if_fail (PLIM_IS_POLL_METER (self));

  write_results (self, metrics);
  plim_metrics_begin (metrics, "plimsoll_poll_duration_seconds", PLIM_METRIC_HISTOGRAM,
                      "How long polls took.");
  g_hash_table_iter_init (&iter, self->by_provider);
  while (g_hash_table_iter_next (&iter, &provider_id, &value)) {
    const ProviderPolls *polls = value;

    for (gsize i = 0; i < G_N_ELEMENTS (bounds); i++) {
      char bound[G_ASCII_DTOSTR_BUF_SIZE];

      g_ascii_formatd (bound, sizeof bound, "%g", bounds[i]);
      plim_metrics_add_part (metrics, "bucket", (double) polls->buckets[i], "provider", provider_id,
                             "le", bound, NULL);
    }
    plim_metrics_add_part (metrics, "bucket", (double) polls->count, "provider", provider_id, "le",
                           "+Inf", NULL);
    plim_metrics_add_part (metrics, "sum", polls->sum_s, "provider", provider_id, NULL);
    plim_metrics_add_part (metrics, "count", (double) polls->count, "provider", provider_id, NULL);
  }
}

static void
plim_poll_meter_finalize (GObject *object)
{
  PlimPollMeter *self = PLIM_POLL_METER (object);

  g_clear_object (&self->accounts);
  g_hash_table_unref (self->by_account);
  g_hash_table_unref (self->by_provider);
  G_OBJECT_CLASS (plim_poll_meter_parent_class)->finalize (object);
}

static void
plim_poll_meter_class_init (PlimPollMeterClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = plim_poll_meter_finalize;
}

static void
plim_poll_meter_init (PlimPollMeter *self)
{
  self->by_account = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  self->by_provider = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
}

PlimPollMeter *
plim_poll_meter_new (PlimPoller *poller, GListModel *accounts)
{
  PlimPollMeter *self = g_object_new (PLIM_TYPE_POLL_METER, NULL);

  self->accounts = g_object_ref (accounts);
  g_signal_connect_object (poller, "polled", G_CALLBACK (on_polled), self, 0);
  g_signal_connect_object (accounts, "items-changed", G_CALLBACK (on_accounts_changed), self, 0);
  on_accounts_changed (accounts, 0, 0, g_list_model_get_n_items (accounts), self);
  return self;
}
