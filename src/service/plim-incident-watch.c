/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "plim-incident-watch.h"

#include "plim-error.h"
#include "plim-providers.h"
#include "plim-redact.h"
#include "plim-settings.h"
#include "plim-transport.h"

#include <string.h>

#define DEADLINE_MS (30 * 1000)
/* What a page said that has not been read since for so long is no longer told. */
#define FORGET_S (4 * PLIM_INCIDENT_INTERVAL_S)

/* A page; several providers may have the same. */
typedef struct {
  const char *uri; /* a provider's constant */
  gint64 asked_at;
  gint64 read_at; /* or PLIM_TIME_UNKNOWN */
  gboolean is_asking;
} Page;

struct _PlimIncidentWatch {
  GObject parent_instance;

  GListModel *accounts;
  PlimClock *clock;
  GSettings *settings;
  SoupSession *session;
  GCancellable *cancellable;
  char *stand_in;    /* (nullable) */
  GHashTable *pages; /* URI → Page */
};

G_DEFINE_FINAL_TYPE (PlimIncidentWatch, plim_incident_watch, G_TYPE_OBJECT)

enum { CHANGED, N_SIGNALS };
static guint signals[N_SIGNALS];

typedef struct {
  PlimIncidentWatch *watch; /* gone when cancelled */
  Page *page;
} Question;

/* Whether it is about @account at all: not with another server than the provider's own. */
static const PlimProvider *
find_provider (PlimIncidentWatch *self, PlimAccount *account)
{
  const PlimProvider *provider = plim_providers_find (plim_account_get_provider_id (account));

  if (provider == NULL || provider->status_api == NULL || !plim_account_may_poll (account) ||
      plim_account_get_base_url (account) != NULL ||
      !g_settings_get_boolean (self->settings, PLIM_SETTINGS_WATCH_INCIDENTS))
    return NULL;
  return provider;
}

static void forget (PlimIncidentWatch *self);

static void
set_incident (PlimIncidentWatch *self, PlimAccount *account, const PlimIncident *incident)
{
  static const char *const signal_names[] = { "notify::enabled", "notify::polled",
                                              "notify::base-url" };

  if (plim_incident_equal (plim_account_get_incident (account), incident))
    return;
  /* Only those that have one are listened to. */
  g_signal_handlers_disconnect_by_func (account, forget, self);
  for (gsize i = 0; incident != NULL && i < G_N_ELEMENTS (signal_names); i++)
    g_signal_connect_object (account, signal_names[i], G_CALLBACK (forget), self,
                             G_CONNECT_SWAPPED);
  plim_account_set_incident (account, incident);
  g_signal_emit (self, signals[CHANGED], 0, account);
}

static void
tell_account (PlimIncidentWatch *self, PlimAccount *account, Page *page, GBytes *body)
{
  const PlimProvider *provider = find_provider (self, account);
  g_autoptr (PlimIncident) incident = NULL;
  g_autoptr (GError) error = NULL;

  if (provider == NULL || !g_str_equal (provider->status_api, page->uri))
    return;
  if (plim_status_page_read (body, provider->status_parts, &incident, &error))
    set_incident (self, account, incident);
}

/* Tells all accounts that @page is about. */
static void
tell (PlimIncidentWatch *self, Page *page, GBytes *body)
{
  for (guint i = 0; i < g_list_model_get_n_items (self->accounts); i++) {
    g_autoptr (PlimAccount) account = g_list_model_get_item (self->accounts, i);

    tell_account (self, account, page, body);
  }
}

/* Takes back what is no longer known, or no longer wanted. */
static void
forget (PlimIncidentWatch *self)
{
  gint64 now = plim_clock_get_now (self->clock);

  for (guint i = 0; i < g_list_model_get_n_items (self->accounts); i++) {
    g_autoptr (PlimAccount) account = g_list_model_get_item (self->accounts, i);
    const PlimProvider *provider = find_provider (self, account);
    const Page *page =
        provider != NULL ? g_hash_table_lookup (self->pages, provider->status_api) : NULL;

    if (page == NULL || page->read_at == PLIM_TIME_UNKNOWN || now - page->read_at >= FORGET_S)
      set_incident (self, account, NULL);
  }
}

static gboolean
check_answer (const PlimAnswer *answer, GError **error)
{
  g_autoptr (PlimIncident) incident = NULL;

  if (answer->status != SOUP_STATUS_OK) {
    g_set_error (error, PLIM_ERROR, PLIM_STATUS_PROVIDER_UNAVAILABLE, "HTTP %u", answer->status);
    return FALSE;
  }
  return plim_status_page_read (answer->body, NULL, &incident, error);
}

static void
on_answer (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autofree Question *question = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (PlimAnswer) answer = plim_transport_send_finish (result, &error);
  PlimIncidentWatch *self = question->watch;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return; /* so is the watch */
  question->page->is_asking = FALSE;
  if (answer != NULL && check_answer (answer, &error)) {
    question->page->read_at = plim_clock_get_now (self->clock);
    tell (self, question->page, answer->body);
  } else {
    g_autofree char *detail = plim_redact (error->message);

    /* Nobody misses it: the next poll asks again. */
    g_debug ("The status page %s cannot be read: %s", question->page->uri, detail);
  }
  forget (self);
}

static char *
dup_address (PlimIncidentWatch *self, const char *uri)
{
  g_assert (g_str_has_prefix (uri, "https://"));

  if (self->stand_in == NULL)
    return g_strdup (uri);
  return g_strconcat (self->stand_in, "/", uri + strlen ("https://"), NULL);
}

static void
ask (PlimIncidentWatch *self, Page *page)
{
  g_autofree char *address = dup_address (self, page->uri);
  g_autoptr (SoupMessage) message = soup_message_new (SOUP_METHOD_GET, address);
  Question *question = g_new0 (Question, 1);
  SoupMessageHeaders *headers;

  question->watch = self;
  question->page = page;
  page->asked_at = plim_clock_get_now (self->clock);
  page->is_asking = TRUE;
  headers = soup_message_get_request_headers (message);
  soup_message_headers_replace (headers, "User-Agent", "Plimsoll/" PLIM_VERSION);
  soup_message_headers_replace (headers, "Accept", "application/json");
  plim_transport_send_async (self->session, message, DEADLINE_MS, self->cancellable, on_answer,
                             question);
}

static Page *
take_page (PlimIncidentWatch *self, const char *uri)
{
  Page *page = g_hash_table_lookup (self->pages, uri);

  if (page == NULL) {
    page = g_new0 (Page, 1);
    page->uri = uri;
    g_hash_table_insert (self->pages, (char *) uri, page);
  }
  return page;
}

static gboolean
is_time (const Page *page, gint64 now)
{
  if (page->is_asking)
    return FALSE;
  /* A time to come means that the clock was set back. */
  return page->asked_at == PLIM_TIME_UNKNOWN || page->asked_at > now ||
         now - page->asked_at >= PLIM_INCIDENT_INTERVAL_S;
}

static void
plim_incident_watch_dispose (GObject *object)
{
  PlimIncidentWatch *self = PLIM_INCIDENT_WATCH (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->accounts);
  g_clear_object (&self->clock);
  g_clear_object (&self->settings);
  g_clear_object (&self->session);
  G_OBJECT_CLASS (plim_incident_watch_parent_class)->dispose (object);
}

static void
plim_incident_watch_finalize (GObject *object)
{
  PlimIncidentWatch *self = PLIM_INCIDENT_WATCH (object);

  g_object_unref (self->cancellable);
  g_hash_table_unref (self->pages);
  g_free (self->stand_in);
  G_OBJECT_CLASS (plim_incident_watch_parent_class)->finalize (object);
}

static void
plim_incident_watch_class_init (PlimIncidentWatchClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = plim_incident_watch_dispose;
  object_class->finalize = plim_incident_watch_finalize;
  signals[CHANGED] = g_signal_new ("changed", PLIM_TYPE_INCIDENT_WATCH, G_SIGNAL_RUN_LAST, 0, NULL,
                                   NULL, NULL, G_TYPE_NONE, 1, PLIM_TYPE_ACCOUNT);
}

static void
plim_incident_watch_init (PlimIncidentWatch *self)
{
  self->cancellable = g_cancellable_new ();
  self->pages = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, g_free);
}

PlimIncidentWatch *
plim_incident_watch_new (GListModel *accounts, PlimClock *clock, GSettings *settings)
{
  PlimIncidentWatch *self;

  g_return_val_if_fail (G_IS_LIST_MODEL (accounts), NULL);
  g_return_val_if_fail (PLIM_IS_CLOCK (clock), NULL);

  self = g_object_new (PLIM_TYPE_INCIDENT_WATCH, NULL);
  self->accounts = g_object_ref (accounts);
  self->clock = g_object_ref (clock);
  self->settings = g_object_ref (settings);
  self->session = plim_transport_session_new ();
  g_signal_connect_object (settings, "changed::" PLIM_SETTINGS_WATCH_INCIDENTS, G_CALLBACK (forget),
                           self, G_CONNECT_SWAPPED);
  return self;
}

void
plim_incident_watch_note_poll (PlimIncidentWatch *self, PlimAccount *account)
{
  const PlimProvider *provider;
  Page *page;

  g_return_if_fail (PLIM_IS_INCIDENT_WATCH (self));
  g_return_if_fail (PLIM_IS_ACCOUNT (account));

  provider = find_provider (self, account);
  /* Without a network there is nothing to ask. */
  if (provider == NULL || plim_account_get_status (account) == PLIM_STATUS_OFFLINE)
    return;
  page = take_page (self, provider->status_api);
  if (is_time (page, plim_clock_get_now (self->clock)))
    ask (self, page);
}

void
plim_incident_watch_set_stand_in (PlimIncidentWatch *self, const char *base)
{
  g_return_if_fail (PLIM_IS_INCIDENT_WATCH (self));

  g_free (self->stand_in);
  self->stand_in = g_strdup (base);
}
