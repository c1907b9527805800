/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "plim-settings.h"

#include "plim-test-locale.h"

static void
test_defaults_are_those_of_the_schema (void)
{
  g_autoptr (GSettings) settings = g_settings_new (PLIM_SETTINGS_SCHEMA);
  PlimThresholds thresholds;
  PlimFormat format;

  plim_settings_get_format (settings, &format);
  g_assert_false (format.show_left);
  g_assert_false (format.privacy);
  g_assert_false (format.use_12h);
  g_assert_cmpint (format.reset_style, ==, PLIM_RESET_BOTH);
  g_assert_null (format.time_zone);
  plim_settings_get_thresholds (settings, &thresholds);
  g_assert_cmpfloat (thresholds.warning, ==, 75);
  g_assert_cmpfloat (thresholds.critical, ==, 90);
}

static void
test_choices_are_read (void)
{
  g_autoptr (GSettings) settings = g_settings_new (PLIM_SETTINGS_SCHEMA);
  PlimThresholds thresholds;
  PlimFormat format;

  g_settings_set_boolean (settings, PLIM_SETTINGS_SHOW_LEFT, TRUE);
  g_settings_set_boolean (settings, PLIM_SETTINGS_PRIVACY, TRUE);
  g_settings_set_string (settings, PLIM_SETTINGS_RESET_STYLE, "clock");
  g_settings_set_int (settings, PLIM_SETTINGS_WARNING, 95);
  g_settings_set_int (settings, PLIM_SETTINGS_CRITICAL, 80);
  plim_settings_get_format (settings, &format);
  g_assert_true (format.show_left);
  g_assert_true (format.privacy);
  g_assert_cmpint (format.reset_style, ==, PLIM_RESET_CLOCK);
  plim_settings_get_thresholds (settings, &thresholds);
  g_assert_cmpfloat (thresholds.warning, ==, 80);
  g_assert_cmpfloat (thresholds.critical, ==, 80);
}

/* The nicks stand in the schema and in the enumerations. */
static void
assert_enum_matches (const char *key, GType type)
{
  g_autoptr (GSettings) settings = g_settings_new (PLIM_SETTINGS_SCHEMA);
  g_autoptr (GTypeClass) type_class = g_type_class_ref (type);
  GEnumClass *enum_class = G_ENUM_CLASS (type_class);

  for (guint i = 0; i < enum_class->n_values; i++) {
    g_assert_true (g_settings_set_string (settings, key, enum_class->values[i].value_nick));
    g_assert_cmpint (g_settings_get_enum (settings, key), ==, enum_class->values[i].value);
  }
}

static void
test_nicks_match_the_schema (void)
{
  assert_enum_matches (PLIM_SETTINGS_RESET_STYLE, PLIM_TYPE_RESET_STYLE);
  assert_enum_matches (PLIM_SETTINGS_ICON_STYLE, PLIM_TYPE_ICON_STYLE);
}

static void
test_every_key_is_in_the_schema (void)
{
  static const struct {
    const char *key;
    const char *type;
  } keys[] = {
    { PLIM_SETTINGS_WARNING, "i" },        { PLIM_SETTINGS_CRITICAL, "i" },
    { PLIM_SETTINGS_INTERVAL, "u" },       { PLIM_SETTINGS_SHOW_LEFT, "b" },
    { PLIM_SETTINGS_RESET_STYLE, "s" },    { PLIM_SETTINGS_ICON_STYLE, "s" },
    { PLIM_SETTINGS_SHOW_LABEL, "b" },     { PLIM_SETTINGS_PRIVACY, "b" },
    { PLIM_SETTINGS_NOTIFY_LIMITS, "b" },  { PLIM_SETTINGS_NOTIFY_SIGN_IN, "b" },
    { PLIM_SETTINGS_PINNED_ACCOUNT, "s" }, { PLIM_SETTINGS_PINNED_WINDOW, "s" },
    { PLIM_SETTINGS_KEEP_OPEN, "b" },      { PLIM_SETTINGS_TRAY_HINT_SHOWN, "b" },
  };
  g_autoptr (GSettings) settings = g_settings_new (PLIM_SETTINGS_SCHEMA);

  for (guint i = 0; i < G_N_ELEMENTS (keys); i++) {
    g_autoptr (GVariant) value = g_settings_get_value (settings, keys[i].key);

    g_assert_cmpstr (g_variant_get_type_string (value), ==, keys[i].type);
  }
}

static void
assert_12h (const char *locale, gboolean expected)
{
  g_autoptr (GSettings) settings = g_settings_new (PLIM_SETTINGS_SCHEMA);
  PlimFormat format;

  if (!plim_test_locale_use (locale))
    return;
  plim_settings_get_format (settings, &format);
  g_assert_cmpint (format.use_12h, ==, expected);
  plim_test_locale_leave ();
}

static void
test_the_locale_chooses_the_clock (void)
{
  assert_12h ("en_US", TRUE);
  assert_12h ("de_DE", FALSE);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  plim_test_locale_leave ();
  g_test_add_func ("/core/settings/defaults-are-those-of-the-schema",
                   test_defaults_are_those_of_the_schema);
  g_test_add_func ("/core/settings/choices-are-read", test_choices_are_read);
  g_test_add_func ("/core/settings/nicks-match-the-schema", test_nicks_match_the_schema);
  g_test_add_func ("/core/settings/every-key-is-in-the-schema", test_every_key_is_in_the_schema);
  g_test_add_func ("/core/settings/the-locale-chooses-the-clock",
                   test_the_locale_chooses_the_clock);
  return g_test_run ();
}
