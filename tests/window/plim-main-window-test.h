/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "plim-fake-service.h"
#include "plim-main-window.h"
#include "plim-window-test.h"

G_BEGIN_DECLS

/* The main window and a service that has some of the sample accounts, as a fixture. */

#define PLIM_MAIN_WINDOW_TEST_NOW ((gint64) 1795003200)

typedef struct {
  PlimFakeService *service;
  PlimServiceLink *link;
  PlimPresentation *presentation;
  GPtrArray *accounts;
  GtkWidget *window; /* (nullable): a weak pointer */
} PlimMainWindowTest;

/** plim_main_window_test_set_up: @data: how many of the sample accounts the service has */
void plim_main_window_test_set_up (PlimMainWindowTest *self, gconstpointer data);
void plim_main_window_test_tear_down (PlimMainWindowTest *self, gconstpointer data);

/** plim_main_window_test_find_card: (transfer none) (nullable): of the account with that @id */
GtkWidget *plim_main_window_test_find_card (PlimMainWindowTest *self, const char *id);

/** plim_main_window_test_shows: whether the window shows @text */
gboolean plim_main_window_test_shows (PlimMainWindowTest *self, const char *text);

/** plim_main_window_test_count: how many calls the service has had that begin with @text */
guint plim_main_window_test_count (PlimMainWindowTest *self, const char *text);

/** plim_main_window_test_act: does what an account's card offers, such as `card.details` */
void plim_main_window_test_act (PlimMainWindowTest *self, const char *id, const char *action);

G_END_DECLS
