/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The reading half of the codec. A dictionary is walked through once: looking for each member from
 * its beginning, as g_variant_lookup() does, made decoding the accounts more than half of what
 * `status` costs. */
#include "plim-bus-codec.h"

#include "plim-bus-incident.h"

#include <math.h>
#include <string.h>

/* Of a dictionary. */
typedef struct {
  GVariant *key;
  const char *name; /* key's */
  GVariant *value;
} Member;

typedef struct {
  GArray *all; /* Member, in their order */
  guint next;  /* where the search goes on: they are mostly read in the order they were written */
} Members;

static void
member_clear (gpointer data)
{
  Member *self = data;

  g_variant_unref (self->key);
  g_variant_unref (self->value);
}

static void
members_clear (Members *self)
{
  g_clear_pointer (&self->all, g_array_unref);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Members, members_clear)

/* Child by child, not by a format such as "{&sv}", which serialises what came over the bus. */
static void
members_init (Members *self, GVariant *dictionary)
{
  gsize n_members = g_variant_n_children (dictionary);

  self->all = g_array_sized_new (FALSE, FALSE, sizeof (Member), (guint) n_members);
  self->next = 0;
  g_array_set_clear_func (self->all, member_clear);
  for (gsize i = 0; i < n_members; i++) {
    g_autoptr (GVariant) entry = g_variant_get_child_value (dictionary, i);
    g_autoptr (GVariant) boxed = g_variant_get_child_value (entry, 1);
    Member member = { .key = g_variant_get_child_value (entry, 0) };

    member.name = g_variant_get_string (member.key, NULL);
    member.value = g_variant_get_variant (boxed);
    g_array_append_val (self->all, member);
  }
}

/* (transfer none) (nullable) */
static GVariant *
find_any (Members *members, const char *name)
{
  guint n_members = members->all->len;

  for (guint i = 0; i < n_members; i++) {
    guint at = (members->next + i) % n_members;
    Member *member = &g_array_index (members->all, Member, at);

    if (strcmp (member->name, name) == 0) {
      members->next = at + 1;
      return member->value;
    }
  }
  return NULL;
}

/* (transfer none) (nullable): a member of another type is none. */
static GVariant *
find (Members *members, const char *name, const GVariantType *type)
{
  GVariant *value = find_any (members, name);

  return value != NULL && g_variant_is_of_type (value, type) ? value : NULL;
}

static const char *
read_text (Members *members, const char *name)
{
  GVariant *value = find (members, name, G_VARIANT_TYPE_STRING);

  return value != NULL ? g_variant_get_string (value, NULL) : NULL;
}

static int
read_nick (Members *members, const char *name, GType type, int fallback)
{
  int value;

  return plim_enum_from_nick (type, read_text (members, name), &value) ? value : fallback;
}

static gint64
read_positive (Members *members, const char *name)
{
  GVariant *value = find (members, name, G_VARIANT_TYPE_INT64);

  return value != NULL ? MAX (g_variant_get_int64 (value), 0) : 0;
}

static double
read_double (Members *members, const char *name)
{
  GVariant *value = find (members, name, G_VARIANT_TYPE_DOUBLE);

  return value != NULL ? g_variant_get_double (value) : NAN;
}

static gboolean
read_boolean (Members *members, const char *name, gboolean fallback)
{
  GVariant *value = find (members, name, G_VARIANT_TYPE_BOOLEAN);

  return value != NULL ? g_variant_get_boolean (value) : fallback;
}

static guint
read_unsigned (Members *members, const char *name)
{
  GVariant *value = find (members, name, G_VARIANT_TYPE_UINT32);

  return value != NULL ? g_variant_get_uint32 (value) : 0;
}

static double
read_number (Members *members, const char *name)
{
  double value = read_double (members, name);

  return isfinite (value) ? value : NAN;
}

static PlimForecast *
read_forecast (GVariant *dictionary)
{
  g_auto (Members) members = { NULL };
  PlimForecast *forecast = g_new0 (PlimForecast, 1);

  members_init (&members, dictionary);
  forecast->verdict =
      (PlimVerdict) read_nick (&members, "verdict", PLIM_TYPE_VERDICT, PLIM_VERDICT_NONE);
  forecast->even_percent = read_number (&members, "even_percent");
  forecast->projected_percent = read_number (&members, "projected_percent");
  forecast->rate = read_number (&members, "rate_per_hour");
  forecast->runs_out_at = read_positive (&members, "runs_out_at");
  forecast->earliest_at = read_positive (&members, "earliest_at");
  forecast->latest_at = read_positive (&members, "latest_at");
  return forecast;
}

/* @forecasts: window id → PlimForecast: gets the window's */
static void
read_window (PlimSnapshot *snapshot, GHashTable *forecasts, GVariant *dictionary)
{
  g_auto (Members) members = { NULL };
  const char *id;
  PlimUsageWindow *window;
  GVariant *forecast;

  members_init (&members, dictionary);
  id = read_text (&members, "id");
  if (id == NULL)
    return;
  window =
      plim_snapshot_add_window (snapshot, id,
                                (PlimWindowKind) read_nick (&members, "kind", PLIM_TYPE_WINDOW_KIND,
                                                            PLIM_WINDOW_ROLLING));
  window->title = g_strdup (read_text (&members, "title"));
  window->scope = g_strdup (read_text (&members, "scope"));
  window->unit = g_strdup (read_text (&members, "unit"));
  window->length_s = read_positive (&members, "window_seconds");
  window->used_percent = read_double (&members, "used_percent");
  window->used = read_double (&members, "used");
  window->limit = read_double (&members, "limit");
  window->remaining = read_double (&members, "remaining");
  window->resets_at = read_positive (&members, "resets_at");
  window->resets_at_estimated =
      read_boolean (&members, "resets_at_estimated", window->resets_at_estimated);
  window->read_at = read_positive (&members, "read_at");
  window->limit_reached = read_boolean (&members, "limit_reached", window->limit_reached);
  window->can_lead = read_boolean (&members, "can_lead", window->can_lead);
  window->provenance = (PlimProvenance) read_nick (&members, "provenance", PLIM_TYPE_PROVENANCE,
                                                   PLIM_PROVENANCE_REPORTED);
  forecast = find (&members, "forecast", G_VARIANT_TYPE_VARDICT);
  if (forecast != NULL)
    g_hash_table_insert (forecasts, g_strdup (id), read_forecast (forecast));
}

static GHashTable *
new_forecasts (void)
{
  return g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
}

/* (nullable) */
static PlimSnapshot *
read_snapshot (GVariant *variant, GHashTable *forecasts)
{
  g_autoptr (PlimSnapshot) snapshot = NULL;
  g_auto (Members) members = { NULL };
  GVariant *windows;
  gint64 collected_at;

  if (!g_variant_is_of_type (variant, G_VARIANT_TYPE_VARDICT))
    return NULL;
  members_init (&members, variant);
  collected_at = read_positive (&members, "collected_at");
  if (collected_at == PLIM_TIME_UNKNOWN)
    return NULL;
  snapshot = plim_snapshot_new (collected_at);
  plim_snapshot_set_plan (snapshot, read_text (&members, "plan"));
  plim_snapshot_set_identity (snapshot, read_text (&members, "identity"));
  windows = find (&members, "windows", G_VARIANT_TYPE ("aa{sv}"));
  for (gsize i = 0; windows != NULL && i < g_variant_n_children (windows); i++) {
    g_autoptr (GVariant) window = g_variant_get_child_value (windows, i);

    read_window (snapshot, forecasts, window);
  }
  plim_snapshot_seal (snapshot);
  return g_steal_pointer (&snapshot);
}

GHashTable *
plim_bus_forecasts_from_variant (GVariant *variant)
{
  GHashTable *forecasts = new_forecasts ();
  g_autoptr (PlimSnapshot) snapshot = NULL;

  g_return_val_if_fail (variant != NULL, forecasts);

  snapshot = read_snapshot (variant, forecasts);
  return forecasts;
}

PlimSnapshot *
plim_bus_snapshot_from_variant (GVariant *variant)
{
  g_autoptr (GHashTable) forecasts = new_forecasts ();

  return read_snapshot (variant, forecasts);
}

PlimOwner *
plim_bus_owner_new (const PlimSnapshot *snapshot,
                    const char *former_identity,
                    gint64 changed_at,
                    const char *key)
{
  PlimOwner *owner = plim_owner_new ();

  if (snapshot != NULL)
    owner->name = g_strdup (plim_snapshot_get_identity (snapshot));
  if (former_identity != NULL && former_identity[0] != '\0')
    owner->former_name = g_strdup (former_identity);
  if (key != NULL && key[0] != '\0')
    owner->id = g_strdup (key);
  owner->changed_at = MAX (changed_at, PLIM_TIME_UNKNOWN);
  return owner;
}

static void
read_owner (PlimAccount *account, Members *members)
{
  g_autoptr (PlimOwner) owner = plim_bus_owner_new (plim_account_get_snapshot (account),
                                                    read_text (members, "FormerIdentity"),
                                                    read_positive (members, "IdentityChangedAt"),
                                                    read_text (members, "OwnerKey"));

  plim_account_set_owner (account, owner);
}

static void
read_status (PlimAccount *account, Members *members)
{
  GVariant *variant = find_any (members, "Snapshot");
  g_autoptr (GHashTable) forecasts = new_forecasts ();
  g_autoptr (PlimSnapshot) snapshot = NULL;
  const char *message = read_text (members, "Message");

  if (variant != NULL)
    snapshot = read_snapshot (variant, forecasts);
  plim_account_set_forecasts (account, forecasts);
  plim_account_restore (account, snapshot,
                        (PlimStatus) read_nick (members, "Status", PLIM_TYPE_STATUS,
                                                PLIM_STATUS_OK),
                        (PlimCause) read_nick (members, "Cause", PLIM_TYPE_CAUSE, PLIM_CAUSE_NONE),
                        message != NULL && message[0] != '\0' ? message : NULL,
                        read_positive (members, "AttemptedAt"));
}

static void
read_setup (PlimAccount *account, Members *members)
{
  const char *label = read_text (members, "Label");
  g_autoptr (GHashTable) settings = plim_bus_settings_from_variant (find_any (members, "Settings"));

  plim_account_set_label (account, label != NULL ? label : "");
  plim_account_set_base_url (account, read_text (members, "BaseUrl"));
  plim_account_set_settings (account, settings);
  plim_account_set_enabled (account, read_boolean (members, "Enabled", FALSE));
  plim_account_set_polled (account,
                           read_boolean (members, "Polled", plim_account_is_polled (account)));
  plim_account_set_order (account, read_unsigned (members, "Order"));
  plim_account_set_interval (account, read_unsigned (members, "Interval"));
}

PlimPollReason
plim_bus_poll_reason_from_nick (const char *nick)
{
  int reason = PLIM_POLL_REASON_NONE;

  plim_enum_from_nick (PLIM_TYPE_POLL_REASON, nick, &reason);
  return (PlimPollReason) reason;
}

PlimAccount *
plim_bus_account_from_variant (GVariant *properties)
{
  g_autoptr (PlimAccount) account = NULL;
  g_auto (Members) members = { NULL };
  g_autoptr (PlimIncident) incident = NULL;
  const char *id, *provider, *reason;

  if (!g_variant_is_of_type (properties, G_VARIANT_TYPE_VARDICT))
    return NULL;
  members_init (&members, properties);
  id = read_text (&members, "Id");
  provider = read_text (&members, "Provider");
  if (id == NULL || provider == NULL)
    return NULL;
  account = plim_account_new (id, provider);
  read_setup (account, &members);
  plim_account_set_expected_interval (account, read_unsigned (&members, "ExpectedInterval"));
  plim_account_set_next_poll_at (account, read_positive (&members, "NextPollAt"));
  reason = read_text (&members, "NextPollReason");
  if (reason != NULL)
    plim_account_set_next_poll_reason (account, plim_bus_poll_reason_from_nick (reason));
  plim_account_set_refresh_allowed_at (account, read_positive (&members, "RefreshAllowedAt"));
  plim_account_set_polling (account, read_boolean (&members, "Polling", FALSE));
  incident = plim_bus_incident_from_variant (find_any (&members, "Incident"));
  plim_account_set_incident (account, incident);
  read_status (account, &members);
  read_owner (account, &members);
  return g_steal_pointer (&account);
}

GHashTable *
plim_bus_settings_from_variant (GVariant *variant)
{
  g_autoptr (GHashTable) settings = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  GVariantIter iter;
  char *name, *value;

  if (variant != NULL && g_variant_is_of_type (variant, G_VARIANT_TYPE ("a{ss}"))) {
    g_variant_iter_init (&iter, variant);
    while (g_variant_iter_next (&iter, "{ss}", &name, &value))
      g_hash_table_insert (settings, name, value);
  }
  return g_steal_pointer (&settings);
}
