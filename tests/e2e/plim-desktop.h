/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* A session as a user has it, for end-to-end tests: the programs are run as processes, and what
 * they show is read where a desktop reads it. The display, the bus, the panel and the keyring are
 * started by the wrapper script of the suite. */

/** PlimNotice: one call of Notify that the desktop's notification server got. */
typedef struct {
  guint id;
  char *title;
  char *body;
  char **actions;
  gboolean is_closed;
} PlimNotice;

typedef struct {
  GDBusConnection *connection;
  char *program;      /* plimsoll */
  char *mock_program; /* the mock provider */
  char *mock_url;
  GSubprocess *mock;
  GSubprocess *service; /* (nullable) */
  GString *log;         /* (nullable): what the service writes */
  gboolean is_log_open;
  GPtrArray *notices; /* PlimNotice */
  guint notices_name_id;
  guint notices_object_id;
  guint watchdog_id;
} PlimDesktop;

PlimDesktop *plim_desktop_new (void);
void plim_desktop_free (PlimDesktop *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PlimDesktop, plim_desktop_free)

typedef gboolean (*PlimCondition) (PlimDesktop *self, gconstpointer data);

/** plim_desktop_wait: iterates the main context until @condition holds; the watchdog fails the
 * test. */
void plim_desktop_wait (PlimDesktop *self, PlimCondition condition, gconstpointer data);

/**
 * plim_desktop_run:
 * @input: (nullable): what standard input gets
 * @exit_status: (out) (optional): asserted to be 0 when %NULL
 * @...: the arguments after the program's name, ended by %NULL
 *
 * Returns: (transfer full): what it wrote to standard output
 */
char *plim_desktop_run (PlimDesktop *self, const char *input, int *exit_status, ...)
    G_GNUC_NULL_TERMINATED;

/** plim_desktop_run_strv: as plim_desktop_run(), with the arguments as an array. */
char *plim_desktop_run_strv (PlimDesktop *self,
                             const char *input,
                             int *exit_status,
                             const char *const *arguments);
/** plim_desktop_has_name: whether anybody owns @name on the session bus */
gboolean plim_desktop_has_name (PlimDesktop *self, const char *name);

/** plim_desktop_start_service: starts `plimsoll --background` and waits for its name. */
void plim_desktop_start_service (PlimDesktop *self);

/** plim_desktop_keep_log: what services that are started from now on write is kept in @log too. */
void plim_desktop_keep_log (PlimDesktop *self);

/** plim_desktop_wait_for_service_end: until its process is gone. */
void plim_desktop_wait_for_service_end (PlimDesktop *self);

/** plim_desktop_set_provider: hands the mock provider its scenario, as JSON. */
void plim_desktop_set_provider (PlimDesktop *self, const char *json);

/** plim_desktop_forget_requests: and the scenario; what the mock provider holds it answers. */
void plim_desktop_forget_requests (PlimDesktop *self);

/** plim_desktop_dup_requests: what @provider was asked since then, as JSON; see mock-provider.c. */
char *plim_desktop_dup_requests (PlimDesktop *self, const char *provider);

/** plim_desktop_count_requests: how many requests the mock provider has got, those in flight
 * included */
guint plim_desktop_count_requests (PlimDesktop *self);

/** plim_desktop_check: CheckCredential of the only account: polls now; returns the error's name or
 * %NULL. */
char *plim_desktop_check (PlimDesktop *self);

/** plim_desktop_wait_until_written: until what the only account's polls brought is in the database:
 * history is read behind it. */
void plim_desktop_wait_until_written (PlimDesktop *self);

/** plim_desktop_begin_check: as plim_desktop_check(), without waiting for the answer. */
void plim_desktop_begin_check (PlimDesktop *self);

/** plim_desktop_call: (transfer full) (nullable): a method on the session bus, waited for */
GVariant *plim_desktop_call (PlimDesktop *self,
                             const char *name,
                             const char *path,
                             const char *interface,
                             const char *method,
                             GVariant *parameters,
                             GError **error);

/** plim_desktop_dup_item: (nullable): a property of Plimsoll's tray item, printed. */
char *plim_desktop_dup_item (PlimDesktop *self, const char *property);

/** plim_desktop_dup_menu: (nullable): the labels of the tray menu, one a line, as the panel reads
 * them. */
char *plim_desktop_dup_menu (PlimDesktop *self);

G_END_DECLS
