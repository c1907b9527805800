/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What the libraries alone cost on this machine, so that a figure of Plimsoll's can be read beside
 * it: machines differ by more than programs do.
 *
 *   bench-floor server BYTES    a SoupServer that answers everything with so many bytes; prints its
 *                               address and serves until it is killed
 *   bench-floor commits FILE    durable commits a second of one small row, by SQLite
 *   bench-floor call            one call over the session bus, to the bus itself
 *
 * and how Plimsoll's service answers meanwhile:
 *
 *   bench-floor calls SECONDS   calls it twenty times a second, as a panel and a bar together
 * hardly do; prints the slowest of a hundred, in ms */
#include <gio/gio.h>
#include <libsoup/soup.h>
#include <sqlite3.h>

#include <locale.h>
#include <string.h>

#define COMMITS_S 3
#define CALLS_MS 50

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

typedef struct {
  GDBusConnection *bus;
  GMainLoop *loop;
  gint64 end_us;
  GArray *times_us; /* of gint64 */
  GError *error;
} Calls;

typedef struct {
  Calls *calls;
  gint64 began_us;
} Call;

static void
on_answer (GObject *bus, GAsyncResult *result, gpointer user_data)
{
  g_autofree Call *call = user_data;
  Calls *calls = call->calls;
  gint64 now_us = g_get_monotonic_time (), time_us = now_us - call->began_us;
  g_autoptr (GVariant) version =
      g_dbus_connection_call_finish (G_DBUS_CONNECTION (bus), result,
                                     calls->error == NULL ? &calls->error : NULL);

  g_array_append_val (calls->times_us, time_us);
  if (version == NULL || now_us >= calls->end_us)
    g_main_loop_quit (calls->loop);
}

static gboolean
on_call_due (gpointer user_data)
{
  Calls *calls = user_data;
  Call *call = g_new (Call, 1);

  *call = (Call){ calls, g_get_monotonic_time () };
  g_dbus_connection_call (calls->bus, "io.github.plimsoll.Plimsoll", "/io/github/plimsoll/Plimsoll",
                          "org.freedesktop.DBus.Properties", "Get",
                          g_variant_new ("(ss)", "io.github.plimsoll.Plimsoll.Manager1", "Version"),
                          G_VARIANT_TYPE ("(v)"), G_DBUS_CALL_FLAGS_NO_AUTO_START, -1, NULL,
                          on_answer, call);
  return G_SOURCE_CONTINUE;
}

static int
compare_times (gconstpointer a, gconstpointer b)
{
  gint64 first = *(const gint64 *) a, second = *(const gint64 *) b;

  return (first > second) - (first < second);
}

static gboolean
call_for (guint seconds, GError **error)
{
  g_autoptr (GDBusConnection) bus = g_bus_get_sync (G_BUS_TYPE_SESSION, NULL, error);
  g_autoptr (GMainLoop) loop = g_main_loop_new (NULL, FALSE);
  g_autoptr (GArray) times_us = g_array_new (FALSE, FALSE, sizeof (gint64));
  Calls calls = { .bus = bus, .loop = loop, .times_us = times_us };
  guint timeout;

  if (bus == NULL)
    return FALSE;
  calls.end_us = g_get_monotonic_time () + seconds * G_USEC_PER_SEC;
  timeout = g_timeout_add (CALLS_MS, on_call_due, &calls);
  g_main_loop_run (loop);
  g_source_remove (timeout);
  if (calls.error != NULL) {
    g_propagate_error (error, calls.error);
    return FALSE;
  }
  g_array_sort (times_us, compare_times);
  g_print ("%.1f\n", (double) g_array_index (times_us, gint64, times_us->len * 99 / 100) / 1000);
  return TRUE;
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
  else if (g_str_equal (what, "calls") && argc == 3)
    ok = call_for ((guint) g_ascii_strtoull (argv[2], NULL, 10), &error);
  else {
    g_printerr ("usage: bench-floor server BYTES | commits FILE | call | calls SECONDS\n");
    return 2;
  }
  if (!ok)
    g_printerr ("bench-floor: %s\n", error->message);
  return ok ? 0 : 1;
}
