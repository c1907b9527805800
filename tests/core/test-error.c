/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "plim-error.h"

#include <gio/gio.h>

static void
assert_carries (const GError *error, PlimCause cause, gint64 retry_after_s)
{
  g_assert_error (error, PLIM_ERROR, (int) PLIM_STATUS_RATE_LIMITED);
  g_assert_cmpint (plim_error_get_status (error), ==, PLIM_STATUS_RATE_LIMITED);
  g_assert_cmpint (plim_error_get_cause (error), ==, cause);
  g_assert_cmpint (plim_error_get_retry_after (error), ==, retry_after_s);
}

static void
test_cause_and_wait_ride_along (void)
{
  g_autoptr (GError) error =
      plim_error_new (PLIM_STATUS_RATE_LIMITED, PLIM_CAUSE_NO_CREDIT, 90, "wait %d", 90);

  g_assert_cmpstr (error->message, ==, "wait 90");
  assert_carries (error, PLIM_CAUSE_NO_CREDIT, 90);
}

static void
test_copies_and_prefixes_keep_them (void)
{
  g_autoptr (GError) error = plim_error_new (PLIM_STATUS_RATE_LIMITED, PLIM_CAUSE_TLS, 5, "no");
  g_autoptr (GError) copy = g_error_copy (error);

  g_prefix_error (&copy, "while asking: ");
  g_assert_cmpstr (copy->message, ==, "while asking: no");
  assert_carries (copy, PLIM_CAUSE_TLS, 5);
}

static void
test_negative_wait_is_none (void)
{
  g_autoptr (GError) error = plim_error_new (PLIM_STATUS_RATE_LIMITED, PLIM_CAUSE_NONE, -3, "no");

  assert_carries (error, PLIM_CAUSE_NONE, 0);
}

static void
test_setting_is_optional (void)
{
  g_autoptr (GError) error = NULL;

  plim_set_error (NULL, PLIM_STATUS_OFFLINE, PLIM_CAUSE_NONE, "nobody listens");
  plim_set_error (&error, PLIM_STATUS_RATE_LIMITED, PLIM_CAUSE_REGION, "%s", "100 % text");
  g_assert_cmpstr (error->message, ==, "100 % text");
  assert_carries (error, PLIM_CAUSE_REGION, 0);
}

static void
test_other_domains_carry_nothing (void)
{
  g_autoptr (GError) error = g_error_new_literal (G_IO_ERROR, G_IO_ERROR_FAILED, "disk");

  g_assert_cmpint (plim_error_get_status (error), ==, PLIM_STATUS_PROVIDER_UNAVAILABLE);
  g_assert_cmpint (plim_error_get_cause (error), ==, PLIM_CAUSE_NONE);
  g_assert_cmpint (plim_error_get_retry_after (error), ==, 0);
  g_assert_cmpint (plim_error_get_cause (NULL), ==, PLIM_CAUSE_NONE);
  g_assert_cmpint (plim_error_get_retry_after (NULL), ==, 0);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/core/error/cause-and-wait-ride-along", test_cause_and_wait_ride_along);
  g_test_add_func ("/core/error/copies-and-prefixes-keep-them", test_copies_and_prefixes_keep_them);
  g_test_add_func ("/core/error/negative-wait-is-none", test_negative_wait_is_none);
  g_test_add_func ("/core/error/setting-is-optional", test_setting_is_optional);
  g_test_add_func ("/core/error/other-domains-carry-nothing", test_other_domains_carry_nothing);
  return g_test_run ();
}
