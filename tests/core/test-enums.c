/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "plim-enums.h"

typedef struct {
  GType (*get_type) (void);
  const char *nicks; /* in the order of the values */
} Enumeration;

/* Written out again here: these strings are stored and public. */
static const Enumeration enumerations[] = {
  { plim_status_get_type, "ok not_authenticated misconfigured rate_limited provider_unavailable "
                          "invalid_response offline" },
  { plim_cause_get_type, "none keyring_locked keyring_missing keyring_cancelled secret_missing "
                         "challenge region tls wrong_organization missing_permission no_plan "
                         "no_credit clock sign_in_expired sign_in_missing sign_in_unreadable" },
  { plim_window_kind_get_type, "rolling fixed balance rate budget" },
  { plim_provenance_get_type, "reported derived estimated" },
  { plim_severity_get_type, "normal warning critical" },
  { plim_headline_state_get_type, "empty fresh stale error" },
  { plim_reset_style_get_type, "both countdown clock" },
  { plim_icon_style_get_type, "level number" },
};

static void
test_nicks_are_stable (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (enumerations); i++) {
    GType type = enumerations[i].get_type ();
    g_autoptr (GTypeClass) type_class = g_type_class_ref (type);
    g_auto (GStrv) nicks = g_strsplit (enumerations[i].nicks, " ", -1);

    g_assert_cmpuint (g_strv_length (nicks), ==, G_ENUM_CLASS (type_class)->n_values);
    for (int value = 0; nicks[value] != NULL; value++) {
      int read = -1;

      g_assert_cmpstr (plim_enum_to_nick (type, value), ==, nicks[value]);
      g_assert_true (plim_enum_from_nick (type, nicks[value], &read));
      g_assert_cmpint (read, ==, value);
    }
  }
}

static void
test_strange_nicks_leave_the_value (void)
{
  static const char *const strange[] = { "", "OK", "ok ", "not-authenticated", "7" };
  int value = 42;

  for (guint i = 0; i < G_N_ELEMENTS (strange); i++)
    g_assert_false (plim_enum_from_nick (PLIM_TYPE_STATUS, strange[i], &value));
  g_assert_false (plim_enum_from_nick (PLIM_TYPE_STATUS, NULL, &value));
  g_assert_cmpint (value, ==, 42);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/core/enums/nicks-are-stable", test_nicks_are_stable);
  g_test_add_func ("/core/enums/strange-nicks-leave-the-value", test_strange_nicks_leave_the_value);
  return g_test_run ();
}
