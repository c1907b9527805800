/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "plim-forwarder.h"

#include "plim-forward-json.h"
#include "plim-json.h"
#include "plim-post-problem.h"
#include "plim-post-url.h"
#include "plim-redact.h"
#include "plim-secret-post.h"
#include "plim-settings.h"

#define MAX_RETRY_MS (30 * 60 * 1000)

struct _PlimForwarder {
  GObject parent_instance;

  GListModel *accounts;
  GSettings *settings;
  SoupSession *session;
  GHashTable *senders; /* account id → Sender */
  GCancellable *cancellable;
  guint retry_ms;
};

G_DEFINE_FINAL_TYPE (PlimForwarder, plim_forwarder, G_TYPE_OBJECT)

/* What is sent of one account. */
typedef struct {
  PlimForwarder *self; /* which owns it */
  PlimAccount *account;
  gboolean is_sending;
  gboolean is_due; /* there is a newer sample than the one under way */
  guint n_failures;
  guint retry_id;
  gint64 sent_at;
  char *problem; /* (nullable): of the last try */
  PlimPostError cause;
} Sender;

/* A post under way, which may outlive its sender. */
typedef struct {
  PlimForwarder *self;
  char *account_id;
} Post;

static void
sender_free (gpointer data)
{
  Sender *sender = data;

  g_clear_handle_id (&sender->retry_id, g_source_remove);
  g_signal_handlers_disconnect_by_data (sender->account, sender);
  g_object_unref (sender->account);
  g_free (sender->problem);
  g_free (sender);
}

static gboolean
is_chosen (PlimForwarder *self, PlimAccount *account)
{
  g_auto (GStrv) ids = g_settings_get_strv (self->settings, PLIM_SETTINGS_FORWARD_ACCOUNTS);

  return plim_account_get_enabled (account) &&
         (g_strv_contains ((const char *const *) ids, PLIM_FORWARDER_ALL) ||
          g_strv_contains ((const char *const *) ids, plim_account_get_id (account)));
}

/* A wrong address is answered with 200, too, but with nothing in it. */
static GError *
dup_refusal (PlimAnswer *answer)
{
  g_autoptr (JsonObject) root = plim_json_parse_object (answer->body, NULL);

  if (root != NULL && json_object_has_member (root, "ok") &&
      json_object_get_boolean_member_with_default (root, "ok", FALSE))
    return NULL;
  if (root == NULL)
    return g_error_new_literal (PLIM_POST_ERROR, PLIM_POST_ERROR_WRONG,
                                "there is no webhook at that address");
  return g_error_new_literal (PLIM_POST_ERROR, PLIM_POST_ERROR_REFUSED,
                              "the webhook refused the sample");
}

static void send_sample (Sender *sender);

static gboolean
on_retry (gpointer user_data)
{
  Sender *sender = user_data;

  sender->retry_id = 0;
  send_sample (sender);
  return G_SOURCE_REMOVE;
}

static void
note_failure (Sender *sender, const GError *error)
{
  guint64 pause_ms = (guint64) sender->self->retry_ms << MIN (sender->n_failures, 12);

  g_free (sender->problem);
  sender->problem = plim_redact (error->message);
  sender->cause =
      error->domain == PLIM_POST_ERROR ? (PlimPostError) error->code : PLIM_POST_ERROR_FAILED;
  if (sender->n_failures++ == 0)
    g_message ("Forwarding a sample failed: %s", sender->problem);
  g_clear_handle_id (&sender->retry_id, g_source_remove);
  sender->retry_id = g_timeout_add ((guint) MIN (pause_ms, MAX_RETRY_MS), on_retry, sender);
}

static void
forget_failures (Sender *sender)
{
  sender->n_failures = 0;
  g_clear_pointer (&sender->problem, g_free);
}

static void
note_success (Sender *sender)
{
  forget_failures (sender);
  sender->sent_at = g_get_real_time () / G_USEC_PER_SEC;
  g_debug ("Forwarded a sample");
}

static void
on_posted (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Post *post = user_data;
  g_autoptr (PlimForwarder) self = post->self;
  g_autofree char *account_id = post->account_id;
  g_autoptr (GError) error = NULL;
  g_autoptr (PlimAnswer) answer = plim_secret_post_finish (result, &error);
  Sender *sender = g_hash_table_lookup (self->senders, account_id);

  g_free (post);
  /* Removed meanwhile, or the service ends. */
  if (sender == NULL || g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  sender->is_sending = FALSE;
  if (answer != NULL)
    error = dup_refusal (answer);
  if (error != NULL)
    note_failure (sender, error);
  else
    note_success (sender);
  if (sender->is_due)
    send_sample (sender);
}

static void
send_sample (Sender *sender)
{
  g_autofree char *payload = NULL;
  Post *post;

  sender->is_due = sender->is_sending;
  if (sender->is_sending || !is_chosen (sender->self, sender->account))
    return;
  payload = plim_forward_dup_payload (sender->account, PLIM_VERSION);
  if (payload == NULL)
    return;
  g_clear_handle_id (&sender->retry_id, g_source_remove);
  post = g_new0 (Post, 1);
  post->self = g_object_ref (sender->self);
  post->account_id = g_strdup (plim_account_get_id (sender->account));
  sender->is_sending = TRUE;
  plim_secret_post_async (sender->self->session, PLIM_POST_FORWARD, payload,
                          sender->self->cancellable, on_posted, post);
}

static void
follow (PlimForwarder *self, PlimAccount *account)
{
  Sender *sender = g_new0 (Sender, 1);

  sender->self = self;
  sender->account = g_object_ref (account);
  /* It changes with each poll, whatever came of it. */
  g_signal_connect_swapped (account, "notify::attempted-at", G_CALLBACK (send_sample), sender);
  g_hash_table_insert (self->senders, g_strdup (plim_account_get_id (account)), sender);
}

static void
on_items_changed (PlimForwarder *self)
{
  g_autoptr (GHashTable) present = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  guint n_accounts = g_list_model_get_n_items (self->accounts);
  GHashTableIter iter;
  gpointer id;

  for (guint i = 0; i < n_accounts; i++) {
    g_autoptr (PlimAccount) account = g_list_model_get_item (self->accounts, i);

    g_hash_table_add (present, g_strdup (plim_account_get_id (account)));
    if (!g_hash_table_contains (self->senders, plim_account_get_id (account)))
      follow (self, account);
  }
  g_hash_table_iter_init (&iter, self->senders);
  while (g_hash_table_iter_next (&iter, &id, NULL)) {
    if (!g_hash_table_contains (present, id))
      g_hash_table_iter_remove (&iter);
  }
}

static void
plim_forwarder_dispose (GObject *object)
{
  PlimForwarder *self = PLIM_FORWARDER (object);

  g_cancellable_cancel (self->cancellable);
  g_hash_table_remove_all (self->senders);
  G_OBJECT_CLASS (plim_forwarder_parent_class)->dispose (object);
}

static void
plim_forwarder_finalize (GObject *object)
{
  PlimForwarder *self = PLIM_FORWARDER (object);

  g_object_unref (self->accounts);
  g_object_unref (self->settings);
  g_object_unref (self->session);
  g_object_unref (self->cancellable);
  g_hash_table_unref (self->senders);
  G_OBJECT_CLASS (plim_forwarder_parent_class)->finalize (object);
}

static void
plim_forwarder_class_init (PlimForwarderClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = plim_forwarder_dispose;
  object_class->finalize = plim_forwarder_finalize;
}

static void
plim_forwarder_init (PlimForwarder *self)
{
  self->senders = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, sender_free);
  self->cancellable = g_cancellable_new ();
  self->session = plim_transport_session_new ();
}

PlimForwarder *
plim_forwarder_new (GListModel *accounts, GSettings *settings, guint retry_ms)
{
  PlimForwarder *self;

  g_return_val_if_fail (G_IS_LIST_MODEL (accounts), NULL);
  g_return_val_if_fail (G_IS_SETTINGS (settings), NULL);

  self = g_object_new (PLIM_TYPE_FORWARDER, NULL);
  self->accounts = g_object_ref (accounts);
  self->settings = g_object_ref (settings);
  self->retry_ms = retry_ms;
  g_signal_connect_object (accounts, "items-changed", G_CALLBACK (on_items_changed), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (settings, "changed::" PLIM_SETTINGS_FORWARD_ACCOUNTS,
                           G_CALLBACK (plim_forwarder_send_all), self, G_CONNECT_SWAPPED);
  on_items_changed (self);
  return self;
}

void
plim_forwarder_send_all (PlimForwarder *self)
{
  GHashTableIter iter;
  Sender *sender;

  g_return_if_fail (PLIM_IS_FORWARDER (self));

  g_hash_table_iter_init (&iter, self->senders);
  while (g_hash_table_iter_next (&iter, NULL, (gpointer *) &sender)) {
    /* The address may be another one now. */
    forget_failures (sender);
    send_sample (sender);
  }
}

GVariant *
plim_forwarder_get_status (PlimForwarder *self)
{
  g_auto (GVariantBuilder) builder = G_VARIANT_BUILDER_INIT (G_VARIANT_TYPE ("aa{sv}"));
  guint n_accounts;

  g_return_val_if_fail (PLIM_IS_FORWARDER (self), NULL);

  n_accounts = g_list_model_get_n_items (self->accounts);
  for (guint i = 0; i < n_accounts; i++) {
    g_autoptr (PlimAccount) account = g_list_model_get_item (self->accounts, i);
    const Sender *sender = g_hash_table_lookup (self->senders, plim_account_get_id (account));
    GVariantDict state;

    if (sender == NULL || !is_chosen (self, account))
      continue;
    g_variant_dict_init (&state, NULL);
    g_variant_dict_insert (&state, "account", "s", plim_account_get_id (account));
    g_variant_dict_insert (&state, "sent_at", "x", sender->sent_at);
    g_variant_dict_insert (&state, "problem", "s", sender->problem != NULL ? sender->problem : "");
    if (sender->problem != NULL)
      g_variant_dict_insert (&state, "cause", "s",
                             plim_enum_to_nick (PLIM_TYPE_POST_ERROR, (int) sender->cause));
    g_variant_builder_add_value (&builder, g_variant_dict_end (&state));
  }
  return g_variant_builder_end (&builder);
}
