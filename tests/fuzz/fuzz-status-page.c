/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Bytes of a status page: they are refused, or tell nothing, or an incident that can be shown. */
#include "plim-fuzz.h"

#include "plim-incident.h"

int
LLVMFuzzerTestOneInput (const guint8 *data, size_t size)
{
  static const char *const parts[] = { "api", "codex", NULL };
  g_autoptr (GBytes) body = g_bytes_new_static (data, size);
  g_autoptr (PlimIncident) incident = NULL;
  g_autoptr (PlimIncident) other = NULL;
  g_autoptr (GError) error = NULL;

  if (!plim_status_page_read (body, NULL, &incident, &error)) {
    g_assert_nonnull (error);
    g_assert_null (incident);
    return 0;
  }
  g_assert_no_error (error);
  if (incident != NULL) {
    g_assert_true (g_utf8_validate (incident->title, -1, NULL));
    g_assert_cmpint (g_utf8_strlen (incident->title, -1), <=, 200);
    g_assert_null (strchr (incident->title, '\n'));
  }
  g_assert_true (plim_status_page_read (body, parts, &other, NULL));
  return 0;
}
