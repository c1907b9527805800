/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "plim-api-keys.h"

#include "await.h"
#include "plim-test-secrets.h"
#include "plim-time.h"

#include <libsecret/secret.h>
#include <string.h>
#include <unistd.h>

#define NOW 1795176000

/* Makes and stores a key. */
static PlimApiKey *
make (const char *name, PlimApiScope scope, gint64 now, char **token)
{
  g_autoptr (GAsyncResult) result = NULL;
  GError *error = NULL;
  PlimApiKey *key = plim_api_key_new (name, scope, now, token, &error);

  g_assert_no_error (error);
  plim_api_keys_store_async (key, NULL, on_done, &result);
  g_assert_true (plim_api_keys_store_finish (await (&result), &error));
  g_assert_no_error (error);
  return key;
}

static GPtrArray *
try_load (GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  plim_api_keys_load_async (NULL, on_done, &result);
  return plim_api_keys_load_finish (await (&result), error);
}

static GPtrArray *
load (void)
{
  GError *error = NULL;
  GPtrArray *keys = try_load (&error);

  g_assert_no_error (error);
  return keys;
}

static void
revoke_key (const char *id)
{
  g_autoptr (GAsyncResult) result = NULL;
  GError *error = NULL;

  plim_api_keys_revoke_async (id, NULL, on_done, &result);
  g_assert_true (plim_api_keys_revoke_finish (await (&result), &error));
  g_assert_no_error (error);
}

static void
test_token_form (void)
{
  g_autoptr (PlimApiKey) key = NULL;
  g_autoptr (PlimApiKey) other = NULL;
  char *token, *other_token;

  key = plim_api_key_new ("  Prometheus\n", PLIM_API_SCOPE_READ, NOW, &token, NULL);
  other = plim_api_key_new ("Prometheus", PLIM_API_SCOPE_READ, NOW, &other_token, NULL);
  g_assert_true (g_regex_match_simple ("^plim_[0-9a-f]{64}$", token, 0, 0));
  g_assert_cmpstr (token, !=, other_token);
  g_assert_cmpstr (key->id, !=, other->id);
  g_assert_cmpstr (key->name, ==, "Prometheus");
  g_assert_true (g_str_has_suffix (key->prefix, "..."));
  g_assert_cmpuint (strlen (key->prefix), ==, strlen ("plim_01234567..."));
  g_assert_true (strncmp (token, key->prefix, strlen ("plim_01234567")) == 0);
  secret_password_free (token);
  secret_password_free (other_token);
}

static void
test_stored (void)
{
  char *token, *other_token;
  g_autoptr (PlimApiKey) later = make ("phone", PLIM_API_SCOPE_CHANGE, NOW + 5, &token);
  g_autoptr (PlimApiKey) first = make ("bär", PLIM_API_SCOPE_READ, NOW, &other_token);
  g_autoptr (GPtrArray) keys = load ();
  const PlimApiKey *key;

  g_assert_cmpuint (keys->len, ==, 2);
  key = g_ptr_array_index (keys, 0);
  g_assert_cmpstr (key->id, ==, first->id);
  g_assert_cmpstr (key->name, ==, "bär");
  g_assert_cmpstr (key->prefix, ==, first->prefix);
  g_assert_cmpint (key->scope, ==, PLIM_API_SCOPE_READ);
  g_assert_cmpint (key->created_at, ==, NOW);
  g_assert_cmpint (key->used_at, ==, PLIM_TIME_UNKNOWN);
  key = g_ptr_array_index (keys, 1);
  g_assert_cmpstr (key->id, ==, later->id);
  g_assert_cmpint (key->scope, ==, PLIM_API_SCOPE_CHANGE);
  g_assert_true (plim_api_keys_find (keys, token) == key);
  secret_password_free (token);
  secret_password_free (other_token);
}

static void
test_found (void)
{
  char *token;
  g_autoptr (PlimApiKey) key = make ("bar", PLIM_API_SCOPE_READ, NOW, &token);
  g_autoptr (GPtrArray) keys = load ();
  g_autofree char *upper = g_ascii_strup (token, -1);
  g_autofree char *longer = g_strconcat (token, "0", NULL);
  g_autofree char *changed = g_strdup (token);

  changed[68] = changed[68] == '0' ? '1' : '0';
  g_assert_nonnull (plim_api_keys_find (keys, token));
  g_assert_null (plim_api_keys_find (keys, upper));
  g_assert_null (plim_api_keys_find (keys, longer));
  g_assert_null (plim_api_keys_find (keys, changed));
  g_assert_null (plim_api_keys_find (keys, key->prefix));
  g_assert_null (plim_api_keys_find (keys, ""));
  secret_password_free (token);
}

static void
test_token_is_not_kept (void)
{
  char *token;
  g_autoptr (PlimApiKey) key = make ("bar", PLIM_API_SCOPE_READ, NOW, &token);
  const char *item = plim_test_secrets_get (PLIM_API_KEYS_ACCOUNT, key->id);

  g_assert_nonnull (item);
  g_assert_null (strstr (item, token));
  g_assert_null (strstr (item, token + strlen ("plim_01234567")));
  secret_password_free (token);
}

static void
test_revoked (void)
{
  char *token, *other_token;
  g_autoptr (PlimApiKey) key = make ("bar", PLIM_API_SCOPE_READ, NOW, &token);
  g_autoptr (PlimApiKey) other = make ("phone", PLIM_API_SCOPE_READ, NOW, &other_token);
  g_autoptr (GPtrArray) keys = NULL;

  revoke_key (key->id);
  revoke_key (key->id);
  keys = load ();
  g_assert_cmpuint (keys->len, ==, 1);
  g_assert_null (plim_api_keys_find (keys, token));
  g_assert_cmpstr (plim_api_keys_find (keys, other_token)->id, ==, other->id);
  secret_password_free (token);
  secret_password_free (other_token);
}

static gboolean
try_store_use (const char *id, gint64 at, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  plim_api_keys_store_use_async (id, at, NULL, on_done, &result);
  return plim_api_keys_store_use_finish (await (&result), error);
}

static void
test_use_brings_nothing_back (void)
{
  char *token;
  g_autoptr (PlimApiKey) key = make ("bar", PLIM_API_SCOPE_READ, NOW, &token);
  g_autoptr (GPtrArray) keys = NULL;

  g_assert_true (try_store_use (key->id, NOW + 3600, NULL));
  keys = load ();
  g_assert_cmpint (((PlimApiKey *) g_ptr_array_index (keys, 0))->used_at, ==, NOW + 3600);
  revoke_key (key->id);
  g_assert_true (try_store_use (key->id, NOW + 7200, NULL));
  g_ptr_array_unref (keys);
  keys = load ();
  g_assert_cmpuint (keys->len, ==, 0);
  secret_password_free (token);
}

static void
test_locked (void)
{
  char *token;
  g_autoptr (PlimApiKey) key = make ("bar", PLIM_API_SCOPE_READ, NOW, &token);
  g_autoptr (GError) error = NULL;
  g_autoptr (GError) use_error = NULL;

  plim_test_secrets_fail (PLIM_SECRETS_ERROR_LOCKED);
  g_assert_null (try_load (&error));
  g_assert_error (error, PLIM_SECRETS_ERROR, PLIM_SECRETS_ERROR_LOCKED);
  g_assert_false (try_store_use (key->id, NOW, &use_error));
  g_assert_error (use_error, PLIM_SECRETS_ERROR, PLIM_SECRETS_ERROR_LOCKED);
  g_assert_cmpuint (plim_test_secrets_get_n_prompts (), ==, 0);
  secret_password_free (token);
}

static void
test_foreign_items_are_passed_over (void)
{
  static const char *const items[] = {
    "",
    "[]",
    "{}",
    "no JSON",
    "{\"name\":\"a\",\"prefix\":\"p\",\"scope\":\"change\",\"sha256\":\"ab\"}",
  };
  char *token;
  g_autoptr (PlimApiKey) key = make ("bar", PLIM_API_SCOPE_READ, NOW, &token);
  g_autoptr (GPtrArray) keys = NULL;

  for (gsize i = 0; i < G_N_ELEMENTS (items); i++) {
    g_autofree char *id = g_uuid_string_random ();

    plim_test_secrets_set (PLIM_API_KEYS_ACCOUNT, id, items[i]);
  }
  keys = load ();
  g_assert_cmpuint (keys->len, ==, 1);
  g_assert_cmpstr (((PlimApiKey *) g_ptr_array_index (keys, 0))->id, ==, key->id);
  secret_password_free (token);
}

/* A word that a later version may write must not allow more than it says. */
static void
test_unknown_scope_reads (void)
{
  char *token;
  g_autoptr (PlimApiKey) key = make ("bar", PLIM_API_SCOPE_CHANGE, NOW, &token);
  g_auto (GStrv) parts =
      g_strsplit (plim_test_secrets_get (PLIM_API_KEYS_ACCOUNT, key->id), "\"change\"", 2);
  g_autofree char *item = g_strjoinv ("\"history\"", parts);
  g_autoptr (GPtrArray) keys = NULL;

  plim_test_secrets_set (PLIM_API_KEYS_ACCOUNT, key->id, item);
  keys = load ();
  g_assert_cmpint (plim_api_keys_find (keys, token)->scope, ==, PLIM_API_SCOPE_READ);
  secret_password_free (token);
}

static void
run (gconstpointer test)
{
  plim_test_secrets_reset ();
  ((GTestFunc) test) ();
  plim_test_secrets_reset ();
}

int
main (int argc, char **argv)
{
  static const struct {
    const char *path;
    GTestFunc test;
  } tests[] = {
    { "/store/api-keys/token-is-random-and-named-by-its-prefix", test_token_form },
    { "/store/api-keys/stored-keys-come-back-oldest-first", test_stored },
    { "/store/api-keys/only-the-whole-token-is-found", test_found },
    { "/store/api-keys/keyring-holds-no-token", test_token_is_not_kept },
    { "/store/api-keys/revoked-key-is-gone", test_revoked },
    { "/store/api-keys/use-brings-no-key-back", test_use_brings_nothing_back },
    { "/store/api-keys/locked-keyring-is-told-without-a-prompt", test_locked },
    { "/store/api-keys/foreign-items-are-passed-over", test_foreign_items_are_passed_over },
    { "/store/api-keys/unknown-scope-only-reads", test_unknown_scope_reads },
  };

  g_test_init (&argc, &argv, NULL);
  alarm (WATCHDOG_S);
  for (gsize i = 0; i < G_N_ELEMENTS (tests); i++)
    g_test_add_data_func (tests[i].path, tests[i].test, run);
  return g_test_run ();
}
