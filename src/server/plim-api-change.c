/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Adding, changing and removing services. Secrets go straight into the keyring, and before the
 * account: what the keyring does not take changes nothing. */
#include "plim-api-private.h"

#include "plim-account-setup.h"
#include "plim-api-input.h"
#include "plim-api-names.h"
#include "plim-bus-codec.h"

#include <string.h>

/* A change whose secrets are on their way. */
typedef struct {
  PlimApi *self;
  PlimCall *call;
  PlimAccount *account;
  const PlimProvider *provider;
  gboolean is_new;
  GHashTable *secrets; /* what is still to be kept */
  gboolean has_secrets;
  PlimApiInput input;
  GHashTable *settings; /* (nullable): the new ones */
  char *base_url;       /* (nullable): NULL leaves it */
} Change;

static void
change_free (Change *change)
{
  g_object_unref (change->self);
  plim_call_unref (change->call);
  g_clear_object (&change->account);
  g_hash_table_unref (change->secrets);
  plim_api_input_clear (&change->input);
  g_clear_pointer (&change->settings, g_hash_table_unref);
  g_free (change->base_url);
  g_free (change);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Change, change_free)

static void
answer_service (PlimApi *self, PlimCall *call, guint status, PlimAccount *account)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  PlimApiView view;

  plim_api_init_view (self, NULL, &view, NULL);
  plim_api_add_service (builder, account, &view);
  plim_call_answer_json (call, status, builder);
}

/* What the account's setup says is the client's mistake. */
static void
answer_setup_error (PlimCall *call, const GError *error)
{
  if (error->domain == PLIM_BUS_ERROR || error->domain == PLIM_ERROR)
    plim_call_answer_error (call, SOUP_STATUS_BAD_REQUEST, error->message);
  else
    plim_api_answer_gerror (call, error);
}

/* Applying. */

static void
apply (Change *change)
{
  PlimApi *self = change->self;
  PlimAccount *account = change->account;
  g_autoptr (GHashTable) nothing = NULL;
  gboolean is_renewed = change->has_secrets || change->settings != NULL || change->base_url != NULL;

  if (change->settings != NULL)
    plim_account_set_settings (account, change->settings);
  if (change->base_url != NULL)
    plim_account_set_base_url (account, change->base_url);
  if (change->input.name != NULL) {
    g_autofree char *label = plim_account_setup_dup_label (change->provider, change->input.name);

    plim_account_set_label (account, label);
  }
  if (change->input.has_enabled)
    plim_account_set_enabled (account, change->input.enabled);
  if (change->is_new) {
    plim_account_list_add (self->accounts, account);
    answer_service (self, change->call, SOUP_STATUS_CREATED, account);
    return;
  }
  if (change->input.has_order)
    plim_account_list_move (self->accounts, account, change->input.order - 1);
  if (is_renewed) {
    /* What earlier answers taught belongs to the old login or the old settings. */
    nothing = g_hash_table_new (g_str_hash, g_str_equal);
    plim_account_set_memory (account, nothing);
  }
  plim_account_list_save (self->accounts, account);
  if (is_renewed && plim_account_get_enabled (account))
    plim_poller_refresh_async (self->poller, account, TRUE, NULL, NULL, NULL);
  answer_service (self, change->call, SOUP_STATUS_OK, account);
}

/* Keeping secrets, one after the other. */

static void keep_next (Change *change);

static void
on_cleaned (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;

  if (!plim_secrets_clear_finish (result, &error))
    g_message ("A credential that belongs to no account stays in the keyring: %s", error->message);
}

static void
fail (Change *change, const GError *error)
{
  g_autofree char *text =
      g_strdup_printf ("The keyring did not take the credential: %s", error->message);

  if (change->is_new)
    plim_secrets_clear_async (plim_account_get_id (change->account), NULL, NULL, on_cleaned, NULL);
  plim_call_answer_error (change->call, SOUP_STATUS_INTERNAL_SERVER_ERROR, text);
}

static void
on_kept (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Change) change = user_data;
  g_autoptr (GError) error = NULL;

  if (plim_secrets_store_finish (result, &error))
    keep_next (g_steal_pointer (&change));
  else
    fail (change, error);
}

static void
on_removed_secret (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Change) change = user_data;
  g_autoptr (GError) error = NULL;

  if (plim_secrets_clear_finish (result, &error))
    keep_next (g_steal_pointer (&change));
  else
    fail (change, error);
}

static void
keep_next (Change *change)
{
  const char *account_id = plim_account_get_id (change->account);
  g_autofree char *description = g_strdup_printf ("Plimsoll: %s (%s)", change->provider->name,
                                                  plim_account_get_label (change->account));
  g_autofree char *field_id = NULL;
  GHashTableIter iter;
  gpointer field, secret;

  g_hash_table_iter_init (&iter, change->secrets);
  if (!g_hash_table_iter_next (&iter, &field, &secret)) {
    apply (change);
    change_free (change);
    return;
  }
  field_id = g_strdup (field);
  if (((const char *) secret)[0] == '\0')
    plim_secrets_clear_async (account_id, field_id, NULL, on_removed_secret, change);
  else
    plim_secrets_store_async (account_id, field_id, description, secret, NULL, on_kept, change);
  g_hash_table_remove (change->secrets, field_id);
}

/* Storing asks the user to unlock the keyring; a request from outside must not. */
static void
on_keyring_looked_at (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Change) change = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GHashTable) stored = plim_secrets_list_finish (result, &error);

  if (stored == NULL)
    fail (change, error);
  else
    keep_next (g_steal_pointer (&change));
}

static void
begin (Change *change)
{
  change->has_secrets = g_hash_table_size (change->secrets) > 0;
  if (change->has_secrets)
    plim_secrets_list_async (change->self->cancellable, on_keyring_looked_at, change);
  else
    keep_next (change);
}

/* (transfer full) (nullable): NULL when the body was answered with an error. */
static Change *
read_change (PlimApi *self, PlimCall *call)
{
  g_autoptr (Change) change = g_new0 (Change, 1);
  g_autoptr (GError) error = NULL;

  change->self = g_object_ref (self);
  change->call = plim_call_ref (call);
  change->secrets = plim_api_input_new_secrets ();
  if (plim_api_input_read (&change->input, plim_call_get_body (call), &error))
    return g_steal_pointer (&change);
  plim_api_answer_gerror (call, error);
  return NULL;
}

/* Adding. */

static gboolean
is_blank (const char *text)
{
  g_autofree char *trimmed = g_strstrip (g_strdup (text));

  return trimmed[0] == '\0';
}

static gboolean
check_new (const PlimApiInput *input, GError **error)
{
  if (input->name == NULL || is_blank (input->name)) {
    g_set_error_literal (error, PLIM_API_ERROR, SOUP_STATUS_BAD_REQUEST, "name is required");
    return FALSE;
  }
  if (input->provider == NULL) {
    g_set_error_literal (error, PLIM_API_ERROR, SOUP_STATUS_BAD_REQUEST, "provider is required");
    return FALSE;
  }
  return TRUE;
}

static gboolean
make_account (Change *change, GError **error)
{
  const PlimApiInput *input = &change->input;
  g_autofree char *id = g_uuid_string_random ();
  g_autoptr (GHashTable) settings = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  const char *base_url = NULL;

  if (!check_new (input, error))
    return FALSE;
  change->provider =
      plim_account_setup_find_provider (plim_api_names_find_provider (input->provider), error);
  if (change->provider == NULL || !plim_api_input_map (input, change->provider, TRUE,
                                                       change->secrets, settings, &base_url, error))
    return FALSE;
  change->account =
      plim_account_setup_new_account (id, change->provider->id, input->name,
                                      base_url != NULL ? base_url : "", settings, error);
  return change->account != NULL &&
         plim_provider_check_supplied (change->provider,
                                       plim_account_get_settings (change->account), change->secrets,
                                       error);
}

static void
on_add (PlimCall *call, gpointer user_data)
{
  g_autoptr (Change) change = read_change (user_data, call);
  g_autoptr (GError) error = NULL;

  if (change == NULL)
    return;
  if (!make_account (change, &error)) {
    answer_setup_error (call, error);
    return;
  }
  change->is_new = TRUE;
  begin (g_steal_pointer (&change));
}

/* Changing. */

static gboolean
has_change (const PlimApiInput *input)
{
  return input->name != NULL || input->api_key != NULL || input->bearer_token != NULL ||
         input->base_url != NULL || input->has_enabled || input->has_order;
}

static GHashTable *
merge_settings (PlimAccount *account, GHashTable *changed)
{
  GHashTable *merged = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  GHashTable *sources[] = { plim_account_get_settings (account), changed };
  GHashTableIter iter;
  gpointer name, value;

  for (gsize i = 0; i < G_N_ELEMENTS (sources); i++) {
    g_hash_table_iter_init (&iter, sources[i]);
    while (g_hash_table_iter_next (&iter, &name, &value))
      g_hash_table_insert (merged, g_strdup (name), g_strdup (value));
  }
  return merged;
}

static gboolean
take_changes (Change *change, GError **error)
{
  g_autoptr (GHashTable) changed = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  g_autoptr (GHashTable) merged = NULL;
  const char *base_url = NULL;

  if (!has_change (&change->input)) {
    g_set_error_literal (error, PLIM_API_ERROR, SOUP_STATUS_BAD_REQUEST,
                         "No valid fields to update");
    return FALSE;
  }
  if (change->input.name != NULL && is_blank (change->input.name)) {
    g_set_error_literal (error, PLIM_API_ERROR, SOUP_STATUS_BAD_REQUEST, "name must not be blank");
    return FALSE;
  }
  change->provider =
      plim_account_setup_find_provider (plim_account_get_provider_id (change->account), error);
  if (change->provider == NULL ||
      !plim_api_input_map (&change->input, change->provider, FALSE, change->secrets, changed,
                           &base_url, error) ||
      (base_url != NULL && !plim_account_setup_check_base_url (base_url, error)))
    return FALSE;
  change->base_url = g_strdup (base_url);
  if (g_hash_table_size (changed) == 0)
    return TRUE;
  merged = merge_settings (change->account, changed);
  change->settings = plim_account_setup_dup_settings (change->provider, merged, error);
  return change->settings != NULL;
}

static void
on_change (PlimCall *call, gpointer user_data)
{
  PlimApi *self = user_data;
  PlimAccount *account = plim_account_list_find (self->accounts, plim_call_get_parameter (call));
  g_autoptr (Change) change = NULL;
  g_autoptr (GError) error = NULL;

  if (account == NULL) {
    plim_call_answer_error (call, SOUP_STATUS_NOT_FOUND, "Service not found");
    return;
  }
  change = read_change (self, call);
  if (change == NULL)
    return;
  change->account = g_object_ref (account);
  if (!take_changes (change, &error)) {
    answer_setup_error (call, error);
    return;
  }
  begin (g_steal_pointer (&change));
}

/* Removing. */

static void
on_removed (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (PlimCall) call = user_data;

  /* Secrets that stay are logged, and tried again. */
  plim_account_list_remove_finish (PLIM_ACCOUNT_LIST (source), result);
  plim_call_answer (call, SOUP_STATUS_NO_CONTENT, NULL, NULL);
}

static void
on_remove (PlimCall *call, gpointer user_data)
{
  PlimApi *self = user_data;
  PlimAccount *account = plim_account_list_find (self->accounts, plim_call_get_parameter (call));

  if (account == NULL)
    plim_call_answer (call, SOUP_STATUS_NO_CONTENT, NULL, NULL);
  else
    plim_account_list_remove_async (self->accounts, account, on_removed, plim_call_ref (call));
}

/* The order. */

static void
on_reorder (PlimCall *call, gpointer user_data)
{
  PlimApi *self = user_data;
  PlimApiView view;
  g_autoptr (PlimApiQuery) query = plim_api_begin (self, call, &view);
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  g_autoptr (GPtrArray) list = NULL;
  g_auto (GStrv) ids = NULL;
  guint position = 0;

  if (query == NULL)
    return;
  ids = plim_api_input_read_ids (plim_call_get_body (call), &error);
  if (ids == NULL) {
    plim_api_answer_gerror (call, error);
    return;
  }
  /* Those that are not named follow in the order that they have. */
  for (guint i = 0; ids[i] != NULL; i++) {
    PlimAccount *account = plim_account_list_find (self->accounts, ids[i]);

    if (account != NULL && !g_strv_contains ((const char *const *) ids + i + 1, ids[i]))
      plim_account_list_move (self->accounts, account, position++);
  }
  list = plim_api_list (self, call, &view);
  json_builder_begin_array (builder);
  for (guint i = 0; i < list->len; i++)
    plim_api_add_service (builder, g_ptr_array_index (list, i), &view);
  json_builder_end_array (builder);
  plim_call_answer_json (call, SOUP_STATUS_OK, builder);
}

void
plim_api_add_change_routes (PlimApi *self)
{
  static const PlimRoute routes[] = {
    { "POST", "/api/services", PLIM_ACCESS_CHANGE, PLIM_ROUTE_PLAIN, on_add },
    { "POST", "/api/services/reorder", PLIM_ACCESS_CHANGE, PLIM_ROUTE_PLAIN, on_reorder },
    { "PUT", "/api/services/:id", PLIM_ACCESS_CHANGE, PLIM_ROUTE_PLAIN, on_change },
    { "DELETE", "/api/services/:id", PLIM_ACCESS_CHANGE, PLIM_ROUTE_PLAIN, on_remove },
  };

  plim_router_add (self->router, routes, G_N_ELEMENTS (routes), self);
}
