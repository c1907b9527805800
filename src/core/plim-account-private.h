/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "plim-account.h"

G_BEGIN_DECLS

/* The account's parts see its fields; nobody else does. */
struct _PlimAccount {
  GObject parent_instance;

  char *id;
  char *provider_id;
  char *label;
  char *base_url;       /* (nullable) */
  GHashTable *settings; /* name → value */
  GHashTable *memory;   /* name → value */
  PlimOwner *owner;
  gboolean enabled;
  gboolean polled;
  guint order;
  guint interval_s;
  guint expected_interval_s;
  gint64 created_at;
  gint64 changed_at;

  PlimSnapshot *snapshot; /* (nullable) */
  GHashTable *forecasts;  /* (nullable): window id → PlimForecast */
  PlimStatus status;
  PlimCause cause;
  char *message; /* (nullable) */
  gint64 attempted_at;
  gint64 next_poll_at;
  PlimPollReason next_poll_reason;
  gint64 refresh_allowed_at;
  gboolean polling;
  PlimIncident *incident;     /* (nullable) */
  PlimInspection *inspection; /* (nullable) */
};

enum {
  PLIM_ACCOUNT_PROP_ID = 1,
  PLIM_ACCOUNT_PROP_PROVIDER_ID,
  PLIM_ACCOUNT_PROP_LABEL,
  PLIM_ACCOUNT_PROP_BASE_URL,
  PLIM_ACCOUNT_PROP_SETTINGS,
  PLIM_ACCOUNT_PROP_MEMORY,
  PLIM_ACCOUNT_PROP_OWNER,
  PLIM_ACCOUNT_PROP_ENABLED,
  PLIM_ACCOUNT_PROP_POLLED,
  PLIM_ACCOUNT_PROP_ORDER,
  PLIM_ACCOUNT_PROP_INTERVAL,
  PLIM_ACCOUNT_PROP_EXPECTED_INTERVAL,
  PLIM_ACCOUNT_PROP_SNAPSHOT,
  PLIM_ACCOUNT_PROP_FORECASTS,
  PLIM_ACCOUNT_PROP_STATUS,
  PLIM_ACCOUNT_PROP_CAUSE,
  PLIM_ACCOUNT_PROP_MESSAGE,
  PLIM_ACCOUNT_PROP_ATTEMPTED_AT,
  PLIM_ACCOUNT_PROP_NEXT_POLL_AT,
  PLIM_ACCOUNT_PROP_NEXT_POLL_REASON,
  PLIM_ACCOUNT_PROP_INCIDENT,
  PLIM_ACCOUNT_PROP_REFRESH_ALLOWED_AT,
  PLIM_ACCOUNT_PROP_POLLING,
  PLIM_ACCOUNT_N_PROPS
};

/** plim_account_notify: of the property whose number is @property */
void plim_account_notify (PlimAccount *self, guint property);

/** plim_account_merge_table: copies the entries of @source (nullable) into @table; returns whether
 * anything in it changed. */
gboolean plim_account_merge_table (GHashTable *table, GHashTable *source);

/* Each makes @value that of a field of @self, and notifies of @property where it was another. */
void plim_account_replace_table (PlimAccount *self,
                                 GHashTable **table,
                                 GHashTable *source,
                                 guint property);
void
plim_account_replace_string (PlimAccount *self, char **string, const char *value, guint property);
void
plim_account_replace_boolean (PlimAccount *self, gboolean *flag, gboolean value, guint property);
void plim_account_replace_uint (PlimAccount *self, guint *number, guint value, guint property);
void plim_account_replace_time (PlimAccount *self, gint64 *at, gint64 value, guint property);

G_END_DECLS
