/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "plim-application.h"

#include "plim-bus-collectors.h"
#include "plim-bus-export.h"
#include "plim-bus-outbound.h"
#include "plim-collectors.h"
#include "plim-credential-watch.h"
#include "plim-desktop-watch.h"
#include "plim-history-keeper.h"
#include "plim-incident-watch.h"
#include "plim-local-server.h"
#include "plim-quiet-watch.h"
#include "plim-search-provider.h"
#include "plim-secrets.h"
#include "plim-session.h"
#include "plim-tray-presenter.h"
#include "plim-trend.h"
#include "plim-window-launcher.h"

G_BEGIN_DECLS

/* The application's parts see its fields; nobody else does. */
struct _PlimApplication {
  GApplication parent_instance;

  gboolean is_background; /* started without wanting the window */
  char *token;            /* (nullable): of who activates now */
  gboolean is_ending;
  int exit_status;
  GSettings *settings;
  PlimClock *clock;
  PlimDatabase *database;
  PlimAccountList *accounts;
  PlimFetcher *fetcher;
  PlimPoller *poller;
  PlimDesktopWatch *desktop;
  PlimQuietWatch *quiet;
  PlimCredentialWatch *credentials;
  PlimTrend *trend;
  PlimHistoryKeeper *history;
  PlimIncidentWatch *incidents;
  PlimNotifier *notifier;
  PlimCollectors *collectors;
  PlimBusCollectors *collectors_export;
  PlimLocalServer *server;
  PlimBusExport *export;
  PlimLogRing *log;
  PlimHooks *hooks;
  PlimForwarder *forwarder;
  PlimBusOutbound *outbound;
  PlimSearchProvider *search;
  PlimSession *session;
  PlimKeyringWatch *keyring;
  PlimTrayPresenter *tray;
  PlimWindowLauncher *launcher;
  guint signal_ids[2];
};

/** plim_application_add_actions: all that tray, notifications and other starts may ask for */
void plim_application_add_actions (PlimApplication *self);

/**
 * plim_application_open_window:
 * @action: a `PLIM_BUS_WINDOW_` action of the window's
 * @parameter: (nullable): of @action, floating or not
 */
void plim_application_open_window (PlimApplication *self, const char *action, GVariant *parameter);

/** plim_application_open_popover: where the user clicked; negative where nobody knows */
void plim_application_open_popover (PlimApplication *self, int x, int y);

/** plim_application_end: the service leaves once whoever is being answered has the answer; the
 * window may stay. */
void plim_application_end (PlimApplication *self);

/** plim_application_quit: the whole of Plimsoll ends, the window too. */
void plim_application_quit (PlimApplication *self);

G_END_DECLS
