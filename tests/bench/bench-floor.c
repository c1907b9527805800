/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What the libraries alone cost on this machine, so that a figure of Plimsoll's can be read beside
 * it: machines differ by more than programs do.
 *
 *   bench-floor server BYTES    a SoupServer that answers everything with so many bytes; prints its
 *                               address and serves until it is killed
 *   bench-floor commits FILE    durable commits a second of one small row, by SQLite
 *   bench-floor call            one call over the session bus, to the bus itself */
#include <gio/gio.h>
#include <libsoup/soup.h>
#include <sqlite3.h>

#include <locale.h>
#include <string.h>

#define COMMITS_S 3

static void
on_request (G_GNUC_UNUSED SoupServer *server,
            SoupServerMessage *message,
            G_GNUC_UNUSED const char *path,
            G_GNUC_UNUSED GHashTable *query,
            gpointer data)
{
  GBytes *body = data;

  soup_server_message_set_status (message, SOUP_STATUS_OK, NULL);
  soup_message_headers_set_content_type (soup_server_message_get_response_headers (message),
                                         "application/json", NULL);
  soup_message_body_append_bytes (soup_server_message_get_response_body (message), body);
}

static gboolean
serve (gsize n_bytes, GError **error)
{
  g_autoptr (SoupServer) server = soup_server_new ("server-header", "bare", NULL);
  g_autoptr (GMainLoop) loop = g_main_loop_new (NULL, FALSE);
  g_autoptr (GUri) uri = NULL;
  g_autofree char *address = NULL;
  GSList *uris;
  char *text = g_malloc (n_bytes);

  memset (text, ' ', n_bytes);
  soup_server_add_handler (server, NULL, on_request, g_bytes_new_take (text, n_bytes),
                           (GDestroyNotify) g_bytes_unref);
  if (!soup_server_listen_local (server, 0, SOUP_SERVER_LISTEN_IPV4_ONLY, error))
    return FALSE;
  uris = soup_server_get_uris (server);
  uri = g_uri_ref (uris->data);
  g_slist_free_full (uris, (GDestroyNotify) g_uri_unref);
  address = g_uri_to_string (uri);
  g_print ("%s\n", address);
  g_main_loop_run (loop);
  return TRUE;
}

static gboolean
set_sqlite_error (sqlite3 *db, GError **error)
{
  g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_FAILED, sqlite3_errmsg (db));
  return FALSE;
}

static gboolean
commit (const char *path, GError **error)
{
  gint64 end;
  guint n = 0;
  sqlite3 *db = NULL;
  sqlite3_stmt *insert = NULL;
  gboolean ok = FALSE;

  if (sqlite3_open (path, &db) == SQLITE_OK &&
      sqlite3_exec (db,
                    "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;"
                    "CREATE TABLE sample (series INTEGER, at INTEGER, percent INTEGER,"
                    " PRIMARY KEY (series, at)) WITHOUT ROWID",
                    NULL, NULL, NULL) == SQLITE_OK &&
      sqlite3_prepare_v2 (db, "INSERT INTO sample VALUES (?1 % 40, ?1, ?1)", -1, &insert, NULL) ==
          SQLITE_OK) {
    end = g_get_monotonic_time () + COMMITS_S * G_USEC_PER_SEC;
    do {
      sqlite3_bind_int (insert, 1, (int) ++n);
      ok = sqlite3_step (insert) == SQLITE_DONE && sqlite3_reset (insert) == SQLITE_OK;
    } while (ok && g_get_monotonic_time () < end);
  }
  if (ok)
    g_print ("%u\n", n / COMMITS_S);
  else
    set_sqlite_error (db, error);
  sqlite3_finalize (insert);
  sqlite3_close (db);
  return ok;
}

static gboolean
call (GError **error)
{
  g_autoptr (GDBusConnection) bus = g_bus_get_sync (G_BUS_TYPE_SESSION, NULL, error);
  g_autoptr (GVariant) id = NULL;

  if (bus == NULL)
    return FALSE;
  id = g_dbus_connection_call_sync (bus, "org.freedesktop.DBus", "/org/freedesktop/DBus",
                                    "org.freedesktop.DBus", "GetId", NULL, G_VARIANT_TYPE ("(s)"),
                                    G_DBUS_CALL_FLAGS_NONE, -1, NULL, error);
  return id != NULL;
}

int
main (int argc, char **argv)
{
  g_autoptr (GError) error = NULL;
  const char *what = argc > 1 ? argv[1] : "";
  gboolean ok;

  setlocale (LC_ALL, "");
  if (g_str_equal (what, "server") && argc == 3)
    ok = serve (g_ascii_strtoull (argv[2], NULL, 10), &error);
  else if (g_str_equal (what, "commits") && argc == 3)
    ok = commit (argv[2], &error);
  else if (g_str_equal (what, "call") && argc == 2)
    ok = call (&error);
  else {
    g_printerr ("usage: bench-floor server BYTES | commits FILE | call\n");
    return 2;
  }
  if (!ok)
    g_printerr ("bench-floor: %s\n", error->message);
  return ok ? 0 : 1;
}
