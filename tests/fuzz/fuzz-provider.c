/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* One provider's requests and parser, fed with arbitrary answers. An input holds the answers in
 * order, parted by the byte 0x1e; what begins with "HTTP/1." is a whole answer, anything else the
 * body of a good one, so that the fixtures are seeds as they are. When the answers run out, the
 * last one is given again: an exchange must come to its end with whatever it is told. */
#include "plim-fuzz.h"

#include "plim-error.h"
#include "plim-providers.h"
#include "plim-replay.h"
#include "plim-sign-in-file.h"

#include <math.h>
#include <string.h>

#define SEPARATOR 0x1e
#define NOW 1795176000

/* The settings and memories that lead through every branch. */
static const char *const settings[][2] = {
  { "organization", "11111111-2222-4333-8444-555555555555" },
  { "project", "proj-1" },
  { "region", "china" },
  { "probe", "true" },
  { "model", "some model" },
  { "models", "us.vendor.model-1-v1:0, vendor.other=L-1" },
  { "cost", "true" },
  { "monthly_budget", "100" },
};
static const char *const memory[][2] = {
  { "organization", "11111111-2222-4333-8444-555555555555" },
  { "organizations_at", "2026-11-01T00:00:00Z" },
  { "plan", "Pro" },
  { "credits", "1234.00 USD" },
  { "credits_at", "1" },
  { "auth_form", "raw" },
  { "probe", "requests 50 40 1795176000;tokens 1 2" },
  { "probe_at", "2026-11-20T11:59:00Z" },
  { "spend_limit", "100" },
  { "project", "proj-1" },
  { "families", "generate_content_free_tier_requests" },
  { "families_at", "2026-11-20T11:59:00Z" },
  { "limits", "generate_content_free_tier_requests PerDay m global 5\nbad line\n" },
  { "limits_at", "2026-11-20T11:59:00Z" },
  { "quotas", "us.vendor.model-1-v1:0 1000 -\nvendor.other=L-1 - 5\n" },
  { "quotas_in", "china" },
  { "quotas_at", "2026-11-20T11:59:00Z" },
  { "cost", "many" },
  { "cost_at", "2026-11-20T11:59:00Z" },
};

typedef enum {
  VARIANT_BARE,
  VARIANT_SET_UP,
  VARIANT_SETTINGS,
  VARIANT_MEMORY,
  VARIANT_BOTH,
  N_VARIANTS,
} Variant;

static GPtrArray *
split_answers (const guint8 *data, size_t size)
{
  GPtrArray *answers = g_ptr_array_new_with_free_func ((GDestroyNotify) plim_answer_free);
  size_t start = 0;

  for (size_t i = 0; i <= size; i++) {
    g_autoptr (GBytes) bytes = NULL;
    gboolean is_whole;
    PlimAnswer *answer;

    if (i < size && data[i] != SEPARATOR)
      continue;
    is_whole = i - start >= 7 && memcmp (data + start, "HTTP/1.", 7) == 0;
    bytes = g_bytes_new (data + start, i - start);
    answer = plim_replay_read_answer (is_whole ? "answer.http" : "answer.json", bytes, NULL);
    if (answer != NULL)
      g_ptr_array_add (answers, answer);
    start = i + 1;
  }
  return answers;
}

static PlimAnswer *
copy_answer (const PlimAnswer *answer)
{
  PlimAnswer *copy = plim_answer_new (answer->status, answer->body);

  for (guint i = 0; i < answer->headers->len; i++) {
    const PlimHeader *header = g_ptr_array_index (answer->headers, i);

    plim_answer_add_header (copy, header->name, header->value);
  }
  return copy;
}

static GPtrArray *
fill_up (GPtrArray *answers)
{
  GPtrArray *all = g_ptr_array_new_with_free_func ((GDestroyNotify) plim_answer_free);

  for (guint i = 0; answers->len > 0 && i < PLIM_REPLAY_MAX_REQUESTS; i++)
    g_ptr_array_add (all, copy_answer (g_ptr_array_index (answers, MIN (i, answers->len - 1))));
  return all;
}

static PlimExchange *
make_exchange (const PlimProvider *provider, Variant variant)
{
  PlimExchange *exchange = plim_exchange_new (NOW, NULL, NULL);
  gboolean has_settings = variant == VARIANT_SETTINGS || variant == VARIANT_BOTH;
  gboolean has_memory = variant == VARIANT_MEMORY || variant == VARIANT_BOTH;

  exchange->is_setup = variant == VARIANT_SET_UP;
  for (guint i = 0; has_settings && i < G_N_ELEMENTS (settings); i++)
    g_hash_table_insert (exchange->settings, g_strdup (settings[i][0]), g_strdup (settings[i][1]));
  for (guint i = 0; has_memory && i < G_N_ELEMENTS (memory); i++)
    g_hash_table_insert (exchange->memory, g_strdup (memory[i][0]), g_strdup (memory[i][1]));
  for (guint i = 0; variant == VARIANT_SET_UP && provider->fields[i].id != NULL; i++) {
    if (provider->fields[i].kind == PLIM_FIELD_SECRET)
      plim_exchange_add_secret_field (exchange, provider->fields[i].id);
  }
  return exchange;
}

/* An account that has this secret alone. */
static PlimExchange *
make_exchange_with_secret (const PlimField *field)
{
  PlimExchange *exchange = plim_exchange_new (NOW, NULL, NULL);

  plim_exchange_add_secret_field (exchange, field->id);
  return exchange;
}

/* What a secret, or another program's file, says of itself. */
static void
inspect (const PlimProvider *provider, const PlimField *field, const guint8 *data, size_t size)
{
  g_autoptr (PlimExchange) exchange = plim_exchange_new (NOW, NULL, NULL);
  g_autofree char *text = g_strndup (size > 0 ? (const char *) data : "", size);
  g_autofree char *token = NULL;
  g_autoptr (GError) error = NULL;
  gboolean is_good = TRUE;

  if (field->kind == PLIM_FIELD_FILE)
    is_good = plim_sign_in_file_take (provider, field, exchange, text, &token, &error);
  else if (field->kind == PLIM_FIELD_SECRET && provider->inspect_secret != NULL)
    is_good = provider->inspect_secret (exchange, field->id, text, &error);
  g_assert_true (is_good == (error == NULL));
  if (field->kind == PLIM_FIELD_FILE) {
    g_clear_error (&error);
    plim_sign_in_file_set_missing (field, "file", text, &error);
    g_assert_nonnull (error);
  }
}

static void
check_text (const char *text)
{
  g_assert_true (text == NULL || g_utf8_validate (text, -1, NULL));
}

static void
check_snapshot (PlimSnapshot *snapshot)
{
  check_text (plim_snapshot_get_plan (snapshot));
  check_text (plim_snapshot_get_identity (snapshot));
  for (guint i = 0; i < plim_snapshot_get_n_windows (snapshot); i++) {
    const PlimUsageWindow *window = plim_snapshot_get_window (snapshot, i);

    g_assert_true (window->id[0] != '\0');
    g_assert_true (plim_snapshot_find_window (snapshot, window->id) == window);
    g_assert_false (window->used_percent < 0);
    g_assert_false (isinf (window->used_percent) || isinf (window->used) || isinf (window->limit) ||
                    isinf (window->remaining));
    g_assert_cmpint (window->length_s, >=, 0);
    check_text (window->id);
    check_text (window->title);
    check_text (window->scope);
    check_text (window->unit);
  }
}

static void
check_replay (const PlimReplay *replay)
{
  g_assert_true ((replay->snapshot == NULL) == (replay->error != NULL));
  if (replay->error != NULL) {
    g_assert_true (replay->error->domain == PLIM_ERROR);
    g_assert_cmpint (replay->error->code, !=, PLIM_STATUS_OK);
    check_text (replay->error->message);
  } else {
    check_snapshot (replay->snapshot);
  }
  for (guint i = 0; i < replay->requests->len; i++) {
    const PlimRequest *request = g_ptr_array_index (replay->requests, i);

    for (const char *c = request->path; *c != '\0'; c++)
      g_assert_true (*c > ' ' && *c < 0x7f);
    for (guint j = 0; j < request->credentials->len; j++) {
      const PlimCredential *credential = plim_request_get_credential (request, j);

      g_assert_true (credential->secret_field != NULL || credential->answer < i);
    }
  }
}

static void
run (const PlimProvider *provider, PlimExchange *exchange, GPtrArray *answers)
{
  g_autoptr (PlimExchange) owned = exchange;
  g_autoptr (PlimReplay) replay = plim_replay_run (provider, owned, fill_up (answers));

  check_replay (replay);
}

int
LLVMFuzzerTestOneInput (const guint8 *data, size_t size)
{
  const PlimProvider *provider = plim_providers_find (PLIM_FUZZ_PROVIDER);
  g_autoptr (GPtrArray) answers = split_answers (data, size);

  for (Variant variant = 0; variant < N_VARIANTS; variant++)
    run (provider, make_exchange (provider, variant), answers);
  for (const PlimField *field = provider->fields; field->id != NULL; field++) {
    if (field->kind == PLIM_FIELD_SECRET || field->kind == PLIM_FIELD_FILE)
      run (provider, make_exchange_with_secret (field), answers);
    inspect (provider, field, data, size);
  }
  return 0;
}
