/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "plim-fake-service.h"
#include "plim-service-link.h"
#include "plim-window-test.h"

G_BEGIN_DECLS

/* The history's window and a service that has the sample accounts, as a fixture. */

#define PLIM_HISTORY_TEST_NOW ((gint64) 1795003200) /* 2026-11-18T12:00:00Z, a Wednesday */

typedef struct {
  PlimFakeService *service;
  PlimServiceLink *link;
  PlimPresentation *presentation;
  GPtrArray *accounts;
  GtkWidget *parent;
  GtkWidget *window; /* from plim_history_test_open() on */
} PlimHistoryTest;

void plim_history_test_set_up (PlimHistoryTest *self, gconstpointer data);
void plim_history_test_tear_down (PlimHistoryTest *self, gconstpointer data);

/** plim_history_test_open: @account_id: (nullable): whose history; returns when it was read */
void plim_history_test_open (PlimHistoryTest *self, const char *account_id);

/** plim_history_test_shows: whether the window shows @text */
gboolean plim_history_test_shows (PlimHistoryTest *self, const char *text);

/** plim_history_test_find: (transfer none): as plim_window_test_find(); it must be there */
GtkWidget *plim_history_test_find (PlimHistoryTest *self, GType type, const char *text);

G_END_DECLS
