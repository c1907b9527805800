/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Bytes of a webhook's body: whatever they are, they are accepted whole or refused with a reason,
 * and what is accepted makes a sound snapshot. */
#include "plim-fuzz.h"

#include "plim-payload.h"

#include <math.h>

#define RECEIVED_AT ((gint64) 1786473605)

static void
check_windows (const PlimSnapshot *snapshot)
{
  for (guint i = 0; i < plim_snapshot_get_n_windows (snapshot); i++) {
    const PlimUsageWindow *window = plim_snapshot_get_window (snapshot, i);

    g_assert_true (g_utf8_validate (window->id, -1, NULL));
    g_assert_true (g_utf8_validate (window->title, -1, NULL));
    g_assert_true (window->used_percent >= 0 && window->used_percent <= 100);
    g_assert_cmpint (window->length_s, >=, 1);
  }
}

int
LLVMFuzzerTestOneInput (const guint8 *data, size_t size)
{
  static const char *const providers[] = { "claude-web", NULL };
  g_autoptr (GBytes) body = g_bytes_new_static (data, size);
  g_autoptr (PlimPayload) payload = plim_payload_read (body, providers, RECEIVED_AT);
  g_autoptr (PlimSnapshot) snapshot = NULL;

  if (payload->provider != NULL)
    g_assert_cmpint (g_utf8_strlen (payload->provider, -1), <=, 64);
  g_assert_cmpint (payload->ingest_status == PLIM_INGEST_OK, ==, payload->message == NULL);
  if (!plim_payload_is_accepted (payload))
    return 0;
  g_assert_cmpint (payload->ingest_status == PLIM_INGEST_OK, ==, payload->account_key != NULL);
  g_assert_cmpint (payload->collected_at, <=, RECEIVED_AT);
  snapshot = plim_payload_make_snapshot (payload, NULL, FALSE);
  check_windows (snapshot);
  return 0;
}
