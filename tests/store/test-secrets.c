/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Runs against a real keyring (tests/support/with-keyring), and against libsecret's file back end,
 * which a sandbox has. */
#include "await.h"
#include "plim-secrets.h"
#include "remove-tree.h"

#include <libsecret/secret.h>
#include <signal.h>
#include <unistd.h>

#ifdef __has_feature /* clang's way of saying it */
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)
#define __SANITIZE_ADDRESS__ 1
#endif
#endif

#define ACCOUNT "6f0e0d50-8a5c-4a55-9a3e-0d2f7c1b5a01"
#define OTHER "6f0e0d50-8a5c-4a55-9a3e-0d2f7c1b5a02"
#define THIRD "6f0e0d50-8a5c-4a55-9a3e-0d2f7c1b5a03"
#define SECRETS_NAME "org.freedesktop.secrets"
#define SECRETS_PATH "/org/freedesktop/secrets"
#define LOGIN_PATH SECRETS_PATH "/collection/login"

static char *
lookup (const char *account_id, const char *field, gboolean may_prompt, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  plim_secrets_lookup_async (account_id, field, may_prompt, NULL, on_done, &result);
  return plim_secrets_lookup_finish (await (&result), error);
}

static void
assert_stored (const char *account_id, const char *field, const char *expected)
{
  g_autoptr (GError) error = NULL;
  char *secret = lookup (account_id, field, FALSE, &error);

  g_assert_no_error (error);
  g_assert_cmpstr (secret, ==, expected);
  secret_password_free (secret);
}

static void
assert_fails (const char *account_id, const char *field, gboolean may_prompt, int code)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (lookup (account_id, field, may_prompt, &error));
  g_assert_error (error, PLIM_SECRETS_ERROR, code);
}

static gboolean
try_store (const char *account_id, const char *field, const char *secret, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  plim_secrets_store_async (account_id, field, "Plimsoll: Claude (work), session key", secret, NULL,
                            on_done, &result);
  return plim_secrets_store_finish (await (&result), error);
}

static void
store (const char *account_id, const char *field, const char *secret)
{
  g_autoptr (GError) error = NULL;
  gboolean ok = try_store (account_id, field, secret, &error);

  g_assert_no_error (error);
  g_assert_true (ok);
}

static gboolean
try_clear (const char *account_id, const char *field, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  plim_secrets_clear_async (account_id, field, NULL, on_done, &result);
  return plim_secrets_clear_finish (await (&result), error);
}

static void
clear (const char *account_id, const char *field)
{
  g_autoptr (GError) error = NULL;
  gboolean ok = try_clear (account_id, field, &error);

  g_assert_no_error (error);
  g_assert_true (ok);
}

static GHashTable *
list (GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  plim_secrets_list_async (NULL, on_done, &result);
  return plim_secrets_list_finish (await (&result), error);
}

static gboolean
unlock (GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  plim_secrets_unlock_async (NULL, on_done, &result);
  return plim_secrets_unlock_finish (await (&result), error);
}

static void
test_round_trip (void)
{
  store (ACCOUNT, "session-key", "sk-made-up-\xc3\xa4-1");
  store (ACCOUNT, "admin-key", "");
  store (OTHER, "session-key", "another");
  assert_stored (ACCOUNT, "session-key", "sk-made-up-\xc3\xa4-1");
  assert_stored (ACCOUNT, "admin-key", "");
  assert_stored (OTHER, "session-key", "another");
}

static void
test_not_found (void)
{
  store (ACCOUNT, "session-key", "one");
  assert_fails (ACCOUNT, "nothing", FALSE, PLIM_SECRETS_ERROR_NOT_FOUND);
  assert_fails (THIRD, "session-key", FALSE, PLIM_SECRETS_ERROR_NOT_FOUND);
  assert_fails (THIRD, "session-key", TRUE, PLIM_SECRETS_ERROR_NOT_FOUND);
}

static GList *
search_items (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GHashTable) attributes = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr (GAsyncResult) result = NULL;
  GList *items;

  g_hash_table_insert (attributes, (gpointer) "application",
                       (gpointer) "io.github.plimsoll.Plimsoll");
  g_hash_table_insert (attributes, (gpointer) "account", (gpointer) ACCOUNT);
  g_hash_table_insert (attributes, (gpointer) "field", (gpointer) "session-key");
  secret_password_searchv (NULL, attributes, SECRET_SEARCH_ALL, NULL, on_done, &result);
  items = secret_password_search_finish (await (&result), &error);
  g_assert_no_error (error);
  return items;
}

static void
test_replace (void)
{
  g_autolist (GObject) items = NULL;

  store (ACCOUNT, "session-key", "old");
  store (ACCOUNT, "session-key", "new");
  assert_stored (ACCOUNT, "session-key", "new");
  items = search_items ();
  g_assert_cmpint (g_list_length (items), ==, 1);
}

static void
test_label (void)
{
  g_autolist (GObject) items = NULL;
  g_autofree char *label = NULL;

  store (ACCOUNT, "session-key", "x");
  items = search_items ();
  g_assert_nonnull (items);
  label = secret_retrievable_get_label (items->data);
  g_assert_cmpstr (label, ==, "Plimsoll: Claude (work), session key");
}

static void
test_clear (void)
{
  store (ACCOUNT, "session-key", "a");
  store (ACCOUNT, "admin-key", "b");
  store (OTHER, "session-key", "c");
  clear (ACCOUNT, "session-key");
  assert_fails (ACCOUNT, "session-key", FALSE, PLIM_SECRETS_ERROR_NOT_FOUND);
  assert_stored (ACCOUNT, "admin-key", "b");
  clear (ACCOUNT, NULL);
  assert_fails (ACCOUNT, "admin-key", FALSE, PLIM_SECRETS_ERROR_NOT_FOUND);
  assert_stored (OTHER, "session-key", "c");
  clear (ACCOUNT, NULL);
}

static void
test_list (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GHashTable) stored = NULL;
  GPtrArray *fields;

  clear (THIRD, NULL);
  store (ACCOUNT, "session-key", "a");
  store (ACCOUNT, "admin-key", "b");
  store (OTHER, "session-key", "c");
  stored = list (&error);
  g_assert_no_error (error);
  g_assert_cmpuint (g_hash_table_size (stored), ==, 2);
  fields = g_hash_table_lookup (stored, ACCOUNT);
  g_assert_cmpuint (fields->len, ==, 2);
  g_assert_true (g_ptr_array_find_with_equal_func (fields, "admin-key", g_str_equal, NULL));
  g_assert_true (g_ptr_array_find_with_equal_func (fields, "session-key", g_str_equal, NULL));
  fields = g_hash_table_lookup (stored, OTHER);
  g_assert_cmpuint (fields->len, ==, 1);
}

static void
test_list_empty (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GHashTable) stored = NULL;

  clear (ACCOUNT, NULL);
  clear (OTHER, NULL);
  stored = list (&error);
  g_assert_no_error (error);
  g_assert_cmpuint (g_hash_table_size (stored), ==, 0);
}

static void
test_cancelled (void)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  plim_secrets_lookup_async (ACCOUNT, "session-key", FALSE, cancellable, on_done, &result);
  g_cancellable_cancel (cancellable);
  g_assert_null (plim_secrets_lookup_finish (await (&result), &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

/* Whether the page at @address is locked into memory, as the kernel says. */
static gboolean
is_locked_memory (gconstpointer address)
{
  g_autofree char *maps = NULL;
  g_auto (GStrv) lines = NULL;
  gboolean is_inside = FALSE;

  g_assert_true (g_file_get_contents ("/proc/self/smaps", &maps, NULL, NULL));
  lines = g_strsplit (maps, "\n", -1);
  for (guint i = 0; lines[i] != NULL; i++) {
    unsigned long start, end;

    if (sscanf (lines[i], "%lx-%lx ", &start, &end) == 2)
      is_inside = (gulong) address >= start && (gulong) address < end;
    else if (is_inside && g_str_has_prefix (lines[i], "VmFlags:"))
      return g_strstr_len (lines[i], -1, " lo") != NULL;
  }
  return FALSE;
}

static void
test_memory (void)
{
  char *secret;

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
  g_test_skip ("the sanitizer makes mlock() do nothing");
  return;
#endif
  store (ACCOUNT, "session-key", "not-to-be-swapped");
  secret = lookup (ACCOUNT, "session-key", FALSE, NULL);
  g_assert_nonnull (secret);
  g_assert_true (is_locked_memory (secret));
  secret_password_free (secret);
}

/* With a real keyring. */

static GVariant *
call (GDBusConnection *bus, const char *interface, const char *method, GVariant *parameters)
{
  g_autoptr (GError) error = NULL;
  GVariant *answer =
      g_dbus_connection_call_sync (bus, SECRETS_NAME, SECRETS_PATH, interface, method, parameters,
                                   NULL, G_DBUS_CALL_FLAGS_NONE, -1, NULL, &error);

  g_assert_no_error (error);
  return answer;
}

static void
lock_keyring (GDBusConnection *bus)
{
  const char *paths[] = { LOGIN_PATH, NULL };

  g_variant_unref (
      call (bus, "org.freedesktop.Secret.Service", "Lock", g_variant_new ("(^ao)", paths)));
}

/* What its password prompt does, without the prompt. */
static void
unlock_keyring (GDBusConnection *bus)
{
  const char *password = g_getenv ("KEYRING_PASSWORD");
  g_autoptr (GVariant) opened = NULL;
  const char *session;
  GVariant *secret;

  opened = call (bus, "org.freedesktop.Secret.Service", "OpenSession",
                 g_variant_new ("(sv)", "plain", g_variant_new_string ("")));
  g_variant_get (opened, "(v&o)", NULL, &session);
  secret = g_variant_new ("(o@ay@ays)", session,
                          g_variant_new_fixed_array (G_VARIANT_TYPE_BYTE, "", 0, 1),
                          g_variant_new_fixed_array (G_VARIANT_TYPE_BYTE, password,
                                                     strlen (password), 1),
                          "text/plain");
  g_variant_unref (call (bus, "org.gnome.keyring.InternalUnsupportedGuiltRiddenInterface",
                         "UnlockWithMasterPassword",
                         g_variant_new ("(o@(oayays))", LOGIN_PATH, secret)));
}

static GDBusConnection *
get_bus (void)
{
  g_autoptr (GError) error = NULL;
  GDBusConnection *bus = g_bus_get_sync (G_BUS_TYPE_SESSION, NULL, &error);

  g_assert_no_error (error);
  return bus;
}

static void
test_locked (void)
{
  g_autoptr (GDBusConnection) bus = get_bus ();
  g_autoptr (GHashTable) stored = NULL;
  g_autoptr (GError) error = NULL;

  store (ACCOUNT, "session-key", "behind-a-lock");
  lock_keyring (bus);
  assert_fails (ACCOUNT, "session-key", FALSE, PLIM_SECRETS_ERROR_LOCKED);
  stored = list (&error);
  g_assert_null (stored);
  g_assert_error (error, PLIM_SECRETS_ERROR, PLIM_SECRETS_ERROR_LOCKED);
  g_clear_error (&error);
  g_assert_false (try_clear (ACCOUNT, NULL, &error));
  g_assert_error (error, PLIM_SECRETS_ERROR, PLIM_SECRETS_ERROR_LOCKED);
  unlock_keyring (bus);
  assert_stored (ACCOUNT, "session-key", "behind-a-lock");
}

/* Some services find nothing at all while they are locked, so "nothing" is not believed then. */
static void
test_locked_and_nothing_found (void)
{
  g_autoptr (GDBusConnection) bus = get_bus ();

  clear (THIRD, NULL);
  lock_keyring (bus);
  assert_fails (THIRD, "session-key", FALSE, PLIM_SECRETS_ERROR_LOCKED);
  unlock_keyring (bus);
  assert_fails (THIRD, "session-key", FALSE, PLIM_SECRETS_ERROR_NOT_FOUND);
}

/* Without a display the prompter cannot start, which counts as dismissed. */
static void
test_dismissed (void)
{
  g_autoptr (GDBusConnection) bus = get_bus ();
  g_autoptr (GError) error = NULL;

  store (ACCOUNT, "session-key", "kept");
  lock_keyring (bus);
  assert_fails (ACCOUNT, "session-key", TRUE, PLIM_SECRETS_ERROR_CANCELLED);
  assert_fails (THIRD, "session-key", TRUE, PLIM_SECRETS_ERROR_CANCELLED);
  g_assert_false (unlock (&error));
  g_assert_error (error, PLIM_SECRETS_ERROR, PLIM_SECRETS_ERROR_CANCELLED);
  g_clear_error (&error);
  g_assert_false (try_store (ACCOUNT, "session-key", "lost", &error));
  g_assert_error (error, PLIM_SECRETS_ERROR, PLIM_SECRETS_ERROR_CANCELLED);
  unlock_keyring (bus);
  assert_stored (ACCOUNT, "session-key", "kept");
}

static void
test_unlock_when_unlocked (void)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (unlock (&error));
  g_assert_no_error (error);
}

static void
on_changed (PlimKeyringWatch *watch, gpointer user_data)
{
  guint *n_changes = user_data;

  (*n_changes)++;
}

static void
await_change (guint *n_changes)
{
  while (*n_changes == 0)
    g_main_context_iteration (NULL, TRUE);
  *n_changes = 0;
}

static void
test_watch (void)
{
  g_autoptr (GDBusConnection) bus = get_bus ();
  PlimKeyringWatch *watch = plim_keyring_watch_new (bus);
  guint n_changes = 0;

  store (ACCOUNT, "session-key", "x");
  g_signal_connect (watch, "changed", G_CALLBACK (on_changed), &n_changes);
  lock_keyring (bus);
  await_change (&n_changes);
  assert_fails (ACCOUNT, "session-key", FALSE, PLIM_SECRETS_ERROR_LOCKED);
  n_changes = 0;
  unlock_keyring (bus);
  await_change (&n_changes);
  assert_stored (ACCOUNT, "session-key", "x");
  g_assert_finalize_object (watch);
}

/* The last one: a new service starts, locked, as nobody knows its password. */
static void
test_restarted (void)
{
  g_autoptr (GDBusConnection) bus = get_bus ();
  PlimKeyringWatch *watch = plim_keyring_watch_new (bus);
  guint n_changes = 0;

  store (ACCOUNT, "session-key", "still-there");
  g_signal_connect (watch, "changed", G_CALLBACK (on_changed), &n_changes);
  g_assert_cmpint (kill ((pid_t) atoi (g_getenv ("KEYRING_PID")), SIGTERM), ==, 0);
  await_change (&n_changes);
  assert_fails (ACCOUNT, "session-key", FALSE, PLIM_SECRETS_ERROR_LOCKED);
  await_change (&n_changes);
  unlock_keyring (bus);
  assert_stored (ACCOUNT, "session-key", "still-there");
  g_assert_finalize_object (watch);
}

/* Before a first login: no collection, and nobody there to choose a password for one. */
static void
test_fresh (void)
{
  g_autoptr (GHashTable) stored = NULL;
  g_autoptr (GError) error = NULL;

  assert_fails (ACCOUNT, "session-key", FALSE, PLIM_SECRETS_ERROR_NOT_FOUND);
  assert_fails (ACCOUNT, "session-key", TRUE, PLIM_SECRETS_ERROR_NOT_FOUND);
  stored = list (&error);
  g_assert_no_error (error);
  g_assert_cmpuint (g_hash_table_size (stored), ==, 0);
  clear (ACCOUNT, NULL);
  g_assert_true (unlock (&error));
  g_assert_no_error (error);
  g_assert_false (try_store (ACCOUNT, "session-key", "x", &error));
  g_assert_error (error, PLIM_SECRETS_ERROR, PLIM_SECRETS_ERROR_CANCELLED);
}

static void
add_common_tests (void)
{
  g_test_add_func ("/secrets/stored-is-found-again", test_round_trip);
  g_test_add_func ("/secrets/nothing-stored-is-not-found", test_not_found);
  g_test_add_func ("/secrets/storing-again-replaces", test_replace);
  g_test_add_func ("/secrets/label-is-for-people", test_label);
  g_test_add_func ("/secrets/clear-takes-a-field-or-all", test_clear);
  g_test_add_func ("/secrets/list-names-accounts-and-fields", test_list);
  g_test_add_func ("/secrets/list-of-nothing-is-empty", test_list_empty);
  g_test_add_func ("/secrets/cancelled-stays-cancelled", test_cancelled);
  g_test_add_func ("/secrets/secret-is-in-locked-memory", test_memory);
}

static void
add_keyring_tests (void)
{
  g_test_add_func ("/secrets/locked-is-an-error-without-a-prompt", test_locked);
  g_test_add_func ("/secrets/nothing-found-while-locked-is-locked", test_locked_and_nothing_found);
  g_test_add_func ("/secrets/dismissed-prompt-is-cancelled", test_dismissed);
  g_test_add_func ("/secrets/unlocking-the-unlocked-succeeds", test_unlock_when_unlocked);
  g_test_add_func ("/keyring-watch/tells-lock-and-unlock", test_watch);
  g_test_add_func ("/keyring-watch/tells-a-restarted-service", test_restarted);
}

int
main (int argc, char **argv)
{
  gboolean is_file = g_strcmp0 (g_getenv ("SECRET_BACKEND"), "file") == 0;
  g_autofree char *folder = NULL;
  g_autofree char *path = NULL;
  int status;

  g_test_init (&argc, &argv, NULL);
  alarm (WATCHDOG_S);
  if (is_file) {
    folder = g_dir_make_tmp ("plim-secrets-XXXXXX", NULL);
    path = g_build_filename (folder, "default.keyring", NULL);
    g_setenv ("SECRET_FILE_TEST_PATH", path, TRUE);
    g_setenv ("SECRET_FILE_TEST_PASSWORD", "plimsoll", TRUE);
    add_common_tests ();
  } else if (g_getenv ("KEYRING_PASSWORD") != NULL) {
    add_common_tests ();
    add_keyring_tests ();
  } else {
    g_test_add_func ("/secrets/without-a-keyring-storing-is-cancelled", test_fresh);
  }
  status = g_test_run ();
  /* GDBus gives back the last of its subscriptions when idle. */
  while (g_main_context_iteration (NULL, FALSE))
    continue;
  if (is_file)
    remove_tree (folder);
  return status;
}
