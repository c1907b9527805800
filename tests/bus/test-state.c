/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "plim-bus-codec.h"
#include "plim-bus-state.h"

#define STATE                                                                                      \
  "({'Version': <'1'>}, [{'Id': <'a'>, 'Provider': <'demo'>, 'Snapshot': <{'collected_at': "       \
  "<int64 1795176000>, 'windows': <[{'id': <'week'>, 'used_percent': <57.25>}]>}>}, "              \
  "{'Id': <'b'>, 'Provider': <'demo'>}])"

static GVariant *
make_state (void)
{
  GError *error = NULL;
  GVariant *state = g_variant_parse (PLIM_BUS_STATE_TYPE, STATE, NULL, NULL, &error);

  g_assert_no_error (error);
  return state;
}

/* As it arrives. */
static GVariant *
make_reply (const void *data, gsize size)
{
  return g_variant_ref_sink (
      g_variant_new ("(@ay)", g_variant_new_fixed_array (G_VARIANT_TYPE_BYTE,
                                                         size > 0 ? data : NULL, size, 1)));
}

static GBytes *
pack (void)
{
  g_autoptr (GVariant) state = make_state ();
  g_autoptr (GVariant) packed = g_variant_ref_sink (plim_bus_state_pack (state));

  g_assert_true (g_variant_is_of_type (packed, G_VARIANT_TYPE_BYTESTRING));
  return g_variant_get_data_as_bytes (packed);
}

static void
test_comes_back_whole (void)
{
  g_autoptr (GVariant) state = make_state ();
  g_autoptr (GBytes) bytes = pack ();
  g_autoptr (GVariant) reply =
      make_reply (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
  g_autoptr (GVariant) back = plim_bus_state_unpack (reply);

  g_assert_true (g_variant_equal (back, state));
}

static void
read_all (GVariant *state)
{
  g_autoptr (GVariant) accounts = g_variant_get_child_value (state, 1);

  g_assert_true (g_variant_is_of_type (state, PLIM_BUS_STATE_TYPE));
  for (gsize i = 0; i < g_variant_n_children (accounts); i++) {
    g_autoptr (GVariant) properties = g_variant_get_child_value (accounts, i);
    PlimAccount *account = plim_bus_account_from_variant (properties);

    g_clear_object (&account);
  }
}

static void
test_damaged_bytes_do_no_harm (void)
{
  g_autoptr (GBytes) bytes = pack ();
  gsize size = g_bytes_get_size (bytes);

  for (gsize i = 0; i < size; i++) {
    g_autofree guint8 *damaged = g_memdup2 (g_bytes_get_data (bytes, NULL), size);
    g_autoptr (GVariant) cut = make_reply (damaged, i);
    g_autoptr (GVariant) cut_state = plim_bus_state_unpack (cut);
    g_autoptr (GVariant) changed = NULL;
    g_autoptr (GVariant) changed_state = NULL;

    read_all (cut_state);
    damaged[i] ^= 0xff;
    changed = make_reply (damaged, size);
    changed_state = plim_bus_state_unpack (changed);
    read_all (changed_state);
  }
}

static void
test_nothing_is_empty (void)
{
  g_autoptr (GVariant) reply = make_reply (NULL, 0);
  g_autoptr (GVariant) state = plim_bus_state_unpack (reply);
  g_autofree char *text = g_variant_print (state, FALSE);

  g_assert_cmpstr (text, ==, "({}, [])");
}

static void
test_another_answer_is_none (void)
{
  g_autoptr (GVariant) text = g_variant_ref_sink (g_variant_new ("(s)", "state"));
  g_autoptr (GVariant) bare = g_variant_ref_sink (g_variant_new_bytestring ("state"));

  g_assert_null (plim_bus_state_unpack (text));
  g_assert_null (plim_bus_state_unpack (bare));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/bus/state/comes-back-whole", test_comes_back_whole);
  g_test_add_func ("/bus/state/damaged-bytes-do-no-harm", test_damaged_bytes_do_no_harm);
  g_test_add_func ("/bus/state/nothing-is-empty", test_nothing_is_empty);
  g_test_add_func ("/bus/state/another-answer-is-none", test_another_answer_is_none);
  return g_test_run ();
}
