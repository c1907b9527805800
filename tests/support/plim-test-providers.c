/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Providers that take the place of plim-providers.c in a test program: `alpha`, `beta` and `gamma`
 * ask for /alpha, /beta and /gamma and read {"used": PERCENT, "week": PERCENT, "resets_at": TIME,
 * "who": IDENTITY, "balance": AMOUNT}, the balance as remembered where an answer lacks it;
 * `local` asks nobody; `pair` is alpha with two keys, of which one is needed. A poll every 300 s,
 * 60 s at least, 600 s after a 429. */
#include "plim-providers.h"

#include "plim-error.h"
#include "plim-json.h"

#include <string.h>

static void
add_balance (PlimSnapshot *snapshot, const PlimExchange *exchange, JsonObject *root)
{
  const char *text = plim_json_get_string (root, "balance");
  PlimUsageWindow *window;

  if (text == NULL)
    text = plim_exchange_get_memory (exchange, "balance");
  if (text == NULL)
    return;
  window = plim_snapshot_add_window (snapshot, "balance", PLIM_WINDOW_BALANCE);
  window->remaining = g_ascii_strtod (text, NULL);
  plim_snapshot_remember (snapshot, "balance", text);
}

static PlimSnapshot *
parse (const PlimExchange *exchange, GError **error)
{
  const PlimAnswer *answer = plim_exchange_get_answer (exchange, 0);
  g_autoptr (PlimSnapshot) snapshot = NULL;
  g_autoptr (JsonObject) root = NULL;
  PlimUsageWindow *window;
  double used, week;

  if (!plim_answer_check (answer, exchange->now, error))
    return NULL;
  root = plim_json_parse_object (answer->body, error);
  if (root == NULL || !plim_json_require_number (root, "used", &used, error))
    return NULL;
  snapshot = plim_snapshot_new (exchange->now);
  window = plim_snapshot_add_window (snapshot, "session", PLIM_WINDOW_ROLLING);
  window->title = g_strdup ("Session (5 h)");
  window->used_percent = used;
  window->resets_at = plim_json_get_time (root, "resets_at");
  if (plim_json_get_number (root, "week", &week)) {
    window = plim_snapshot_add_window (snapshot, "weekly", PLIM_WINDOW_ROLLING);
    window->title = g_strdup ("Week");
    window->used_percent = week;
  }
  plim_snapshot_set_identity (snapshot, plim_json_get_string (root, "who"));
  add_balance (snapshot, exchange, root);
  plim_snapshot_remember (snapshot, "seen", "yes");
  plim_snapshot_seal (snapshot);
  return g_steal_pointer (&snapshot);
}

static PlimSnapshot *
parse_local (const PlimExchange *exchange, GError **error)
{
  PlimSnapshot *snapshot = plim_snapshot_new (exchange->now);

  plim_snapshot_seal (snapshot);
  return snapshot;
}

static const PlimField fields[] = {
  { .id = "key", .kind = PLIM_FIELD_SECRET, .is_required = TRUE, .label = "Key" },
  { .id = "region", .kind = PLIM_FIELD_TEXT, .label = "Region" },
  { .id = "budget", .kind = PLIM_FIELD_NUMBER, .label = "Budget" },
  { .id = NULL },
};

static gboolean
check_pair (const PlimExchange *exchange, GError **error)
{
  if (plim_exchange_has_secret (exchange, "key", FALSE) ||
      plim_exchange_has_secret (exchange, "other", FALSE))
    return TRUE;
  plim_set_error (error, PLIM_STATUS_NOT_AUTHENTICATED, PLIM_CAUSE_NONE, "one of two is needed");
  return FALSE;
}

static const PlimField pair_fields[] = {
  { .id = "key", .kind = PLIM_FIELD_SECRET, .label = "Key" },
  { .id = "other", .kind = PLIM_FIELD_SECRET, .label = "Other key" },
  { .id = NULL },
};

static const PlimField no_fields[] = { { .id = NULL } };

#define NETWORKED(provider_id, provider_name)                                                      \
  {                                                                                                \
    .id = provider_id, .name = provider_name, .fields = fields,                                    \
    .origin = "https://" provider_id ".example.com", .path = "/" provider_id,                      \
    .place = PLIM_CREDENTIAL_BEARER, .secret_field = "key", .interval_s = 300,                     \
    .minimum_interval_s = 60, .rate_limit_wait_s = 600, .needs_network = TRUE, .parse = parse,     \
  }

static const PlimProvider providers[] = {
  NETWORKED ("alpha", "Alpha"),
  NETWORKED ("beta", "Beta"),
  NETWORKED ("gamma", "Gamma"),
  { .id = "local",
    .name = "Local",
    .fields = no_fields,
    .origin = "https://local.example.com",
    .interval_s = 300,
    .minimum_interval_s = 60,
    .parse = parse_local },
  { .id = "pair",
    .name = "Pair",
    .fields = pair_fields,
    .origin = "https://pair.example.com",
    .path = "/alpha",
    .place = PLIM_CREDENTIAL_BEARER,
    .secret_field = "key",
    .interval_s = 300,
    .minimum_interval_s = 60,
    .needs_network = TRUE,
    .check_setup = check_pair,
    .parse = parse },
};

static const PlimProvider *const all[] = {
  &providers[0], &providers[1], &providers[2], &providers[3], &providers[4], NULL,
};

const PlimProvider *const *
plim_providers_get_all (void)
{
  return all;
}

const PlimProvider *
plim_providers_find (const char *id)
{
  for (gsize i = 0; all[i] != NULL; i++) {
    if (strcmp (all[i]->id, id) == 0)
      return all[i];
  }
  return NULL;
}
