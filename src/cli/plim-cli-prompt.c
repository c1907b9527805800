/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Reading a secret line. Not through stdio, whose buffers would keep it. */
#include "plim-cli-command.h"
#include "plim-cli-secret.h"

#include <errno.h>
#include <glib/gi18n-lib.h>
#include <libsecret/secret.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

/* Far longer than any cookie header that a server accepts. */
#define MAX_BYTES (64 * 1024)

#define KEY_INTERRUPT 0x03
#define KEY_END 0x04
#define KEY_BACKSPACE 0x08
#define KEY_CLEAR 0x15
#define KEY_DELETE 0x7F

typedef enum {
  LINE_GOES_ON,
  LINE_ENDED,
  LINE_GIVEN_UP,
  LINE_TOO_LONG,
} LineState;

typedef struct {
  char *bytes; /* MAX_BYTES + 1 */
  gsize length;
} Line;

static LineState
append_byte (Line *line, char byte)
{
  if (line->length == MAX_BYTES)
    return LINE_TOO_LONG;
  line->bytes[line->length++] = byte;
  return LINE_GOES_ON;
}

static void
drop_last_character (Line *line)
{
  /* The bytes that go on a character of UTF-8 are 10xxxxxx. */
  while (line->length > 0 && (line->bytes[line->length - 1] & 0xC0) == 0x80)
    line->length--;
  if (line->length > 0)
    line->length--;
}

/* Without echo nothing edits the line but we. */
static LineState
take_key (Line *line, char key)
{
  switch (key) {
  case '\r':
  case '\n':
  case KEY_END:
    return LINE_ENDED;
  case KEY_INTERRUPT:
    return LINE_GIVEN_UP;
  case KEY_BACKSPACE:
  case KEY_DELETE:
    drop_last_character (line);
    return LINE_GOES_ON;
  case KEY_CLEAR:
    line->length = 0;
    return LINE_GOES_ON;
  default:
    return append_byte (line, key);
  }
}

static LineState
read_line (Line *line, gboolean is_terminal)
{
  LineState state = LINE_GOES_ON;
  gssize n_read;
  char byte;

  while (state == LINE_GOES_ON) {
    n_read = read (STDIN_FILENO, &byte, 1);
    if (n_read < 0 && errno == EINTR)
      continue;
    if (n_read <= 0)
      state = LINE_ENDED;
    else if (is_terminal)
      state = take_key (line, byte);
    else
      state = byte == '\n' ? LINE_ENDED : append_byte (line, byte);
  }
  return state;
}

/* Key by key: the terminal's own lines end at 4,096 bytes, and a cookie may be longer. */
static gboolean
hide_typing (struct termios *before)
{
  struct termios hidden;

  if (tcgetattr (STDIN_FILENO, before) != 0)
    return FALSE;
  hidden = *before;
  hidden.c_lflag &= ~(tcflag_t) (ECHO | ECHONL | ICANON | ISIG | IEXTEN);
  hidden.c_cc[VMIN] = 1;
  hidden.c_cc[VTIME] = 0;
  return tcsetattr (STDIN_FILENO, TCSAFLUSH, &hidden) == 0;
}

static LineState
ask (Line *line, const char *prompt)
{
  struct termios before;
  LineState state;

  if (!isatty (STDIN_FILENO) || !hide_typing (&before))
    return read_line (line, FALSE);
  g_printerr ("%s: ", prompt);
  state = read_line (line, TRUE);
  tcsetattr (STDIN_FILENO, TCSAFLUSH, &before);
  g_printerr ("\n");
  return state;
}

char *
plim_cli_secret_read (const char *prompt, GError **error)
{
  Line line = { g_malloc0 (MAX_BYTES + 1), 0 };
  LineState state = ask (&line, prompt);

  if (state == LINE_ENDED) {
    explicit_bzero (line.bytes + line.length, MAX_BYTES - line.length);
    return line.bytes;
  }
  explicit_bzero (line.bytes, MAX_BYTES);
  g_free (line.bytes);
  g_set_error_literal (error, PLIM_CLI_ERROR, PLIM_EXIT_USAGE,
                       state == LINE_GIVEN_UP ? _ ("Given up; nothing was changed.")
                                              : _ ("The line on standard input is too long."));
  return NULL;
}

/* The clean form, or why it is none; takes @text. */
static char *
take_normalized (const PlimField *field, char *text, GError **error)
{
  g_autoptr (GError) failure = NULL;
  char *clean = plim_field_normalize (field, text, &failure);

  secret_password_free (text);
  if (clean == NULL)
    g_set_error_literal (error, PLIM_CLI_ERROR, PLIM_EXIT_USAGE, failure->message);
  return clean;
}

static gboolean
read_field (const PlimField *field, GHashTable *secrets, GError **error)
{
  const char *label = g_dgettext (GETTEXT_PACKAGE, field->label);
  /* Translators: a prompt; %s is a field, such as "API key" */
  g_autofree char *optional = g_strdup_printf (_ ("%s (optional)"), label);
  char *text = plim_cli_secret_read (field->is_required ? label : optional, error);
  char *clean;

  if (text == NULL)
    return FALSE;
  if (text[strspn (text, " \t\r")] == '\0') {
    secret_password_free (text);
    return TRUE;
  }
  clean = take_normalized (field, text, error);
  if (clean == NULL)
    return FALSE;
  g_hash_table_insert (secrets, g_strdup (field->id), clean);
  return TRUE;
}

GHashTable *
plim_cli_secret_read_all (const PlimProvider *provider, GError **error)
{
  g_autoptr (GHashTable) secrets = plim_cli_secret_table_new ();

  for (const PlimField *field = provider->fields; field != NULL && field->id != NULL; field++) {
    if (field->kind == PLIM_FIELD_SECRET && !read_field (field, secrets, error))
      return NULL;
  }
  return g_steal_pointer (&secrets);
}
