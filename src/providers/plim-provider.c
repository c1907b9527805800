/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "plim-provider.h"

#include "plim-error.h"
#include "plim-json.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

char *
plim_provider_dup_origin (const PlimProvider *self, const PlimExchange *exchange)
{
  char *origin = self->dup_origin != NULL ? self->dup_origin (exchange) : NULL;
  gsize length;

  if (origin == NULL)
    origin = g_strdup (self->origin);
  length = origin != NULL ? strlen (origin) : 0;
  while (length > 0 && origin[length - 1] == '/')
    origin[--length] = '\0';
  return origin;
}

PlimRequest *
plim_provider_next_request (const PlimProvider *self, const PlimExchange *exchange)
{
  PlimRequest *request;

  if (self->next_request != NULL)
    return self->next_request (exchange);
  if (self->path == NULL || plim_exchange_get_n_answers (exchange) > 0)
    return NULL;
  request = plim_request_new ("GET", self->path);
  plim_request_add_header (request, "Accept", "application/json");
  if (self->place != PLIM_CREDENTIAL_NONE)
    plim_request_add_credential (request, self->place, self->credential_name, self->secret_field,
                                 NULL);
  return request;
}

const PlimField *
plim_provider_find_field (const PlimProvider *self, const char *id)
{
  for (const PlimField *field = self->fields; field != NULL && field->id != NULL; field++) {
    if (g_strcmp0 (field->id, id) == 0)
      return field;
  }
  return NULL;
}

static PlimStatus
get_status_of_bad_value (const PlimField *field)
{
  return field->kind == PLIM_FIELD_SECRET ? PLIM_STATUS_NOT_AUTHENTICATED
                                          : PLIM_STATUS_MISCONFIGURED;
}

static void
set_missing (const PlimField *field, GError **error)
{
  /* Translators: %s is the name of a field, such as “API key” */
  plim_set_error (error, get_status_of_bad_value (field), PLIM_CAUSE_NONE, _ ("“%s” is needed."),
                  _ (field->label));
}

gboolean
plim_provider_check_setup (const PlimProvider *self, const PlimExchange *exchange, GError **error)
{
  for (const PlimField *field = self->fields; field != NULL && field->id != NULL; field++) {
    gboolean is_there = field->kind == PLIM_FIELD_SECRET
                            ? plim_exchange_has_secret (exchange, field->id, FALSE)
                            : plim_exchange_get_setting (exchange, field->id) != NULL;

    if (field->is_required && !is_there) {
      set_missing (field, error);
      return FALSE;
    }
  }
  return self->check_setup == NULL || self->check_setup (exchange, error);
}

gboolean
plim_provider_check_supplied (const PlimProvider *self,
                              GHashTable *settings,
                              GHashTable *secrets,
                              GError **error)
{
  g_autoptr (PlimExchange) exchange = plim_exchange_new (PLIM_TIME_UNKNOWN, settings, NULL);
  GHashTableIter iter;
  gpointer field;

  g_hash_table_iter_init (&iter, secrets);
  while (g_hash_table_iter_next (&iter, &field, NULL))
    plim_exchange_add_secret_field (exchange, field);
  return plim_provider_check_setup (self, exchange, error);
}

/* None of our values has a use for control characters, and in a header they would do harm. */
static gboolean
is_plain_text (const char *text)
{
  if (!g_utf8_validate (text, -1, NULL))
    return FALSE;
  for (const char *c = text; *c != '\0'; c = g_utf8_next_char (c)) {
    if (g_unichar_iscntrl (g_utf8_get_char (c)))
      return FALSE;
  }
  return TRUE;
}

static char *
normalize_boolean (const PlimField *self, const char *value, GError **error)
{
  static const char *const words[2][5] = { { "false", "no", "off", "0", NULL },
                                           { "true", "yes", "on", "1", NULL } };
  g_autofree char *lower = g_ascii_strdown (value, -1);

  for (guint i = 0; i < G_N_ELEMENTS (words); i++) {
    if (g_strv_contains (words[i], lower))
      return g_strdup (words[i][0]);
  }
  plim_set_error (error, PLIM_STATUS_MISCONFIGURED, PLIM_CAUSE_NONE,
                  /* Translators: the first %s is the name of a field, the others are values
                     as they must be typed */
                  _ ("“%s” must be %s or %s."), _ (self->label), "true", "false");
  return NULL;
}

static char *
normalize_number (const PlimField *self, const char *value, GError **error)
{
  char text[G_ASCII_DTOSTR_BUF_SIZE];
  double number = plim_number_from_string (value);

  if (!isnan (number))
    return g_strdup (g_ascii_formatd (text, sizeof text, "%.15g", number));
  plim_set_error (error, PLIM_STATUS_MISCONFIGURED, PLIM_CAUSE_NONE,
                  /* Translators: %s is the name of a field; keep the example as it is */
                  _ ("“%s” must be a number such as 12.50."), _ (self->label));
  return NULL;
}

static char *
normalize_choice (const PlimField *self, const char *value, GError **error)
{
  g_autoptr (GString) ids = g_string_new (NULL);

  for (const PlimFieldChoice *choice = self->choices; choice->id != NULL; choice++) {
    if (g_ascii_strcasecmp (choice->id, value) == 0)
      return g_strdup (choice->id);
    g_string_append_printf (ids, "%s%s", ids->len > 0 ? ", " : "", choice->id);
  }
  plim_set_error (error, PLIM_STATUS_MISCONFIGURED, PLIM_CAUSE_NONE,
                  /* Translators: the first %s is the name of a field, the second a list of values
                     as they must be typed */
                  _ ("“%s” must be one of: %s."), _ (self->label), ids->str);
  return NULL;
}

/* What is shown and stored is what the user knows, so the home folder stays a "~". */
static char *
normalize_file (const PlimField *self, const char *value, GError **error)
{
  if (value[0] == '/' || g_str_has_prefix (value, "~/"))
    return g_strdup (value);
  plim_set_error (error, PLIM_STATUS_MISCONFIGURED, PLIM_CAUSE_NONE,
                  /* Translators: %s is the name of a field; keep the examples as they are */
                  _ ("“%s” must be a whole path, such as ~/.config/file or /home/me/file."),
                  _ (self->label));
  return NULL;
}

static char *
normalize_kind (const PlimField *self, const char *value, GError **error)
{
  switch (self->kind) {
  case PLIM_FIELD_BOOLEAN:
    return normalize_boolean (self, value, error);
  case PLIM_FIELD_NUMBER:
    return normalize_number (self, value, error);
  case PLIM_FIELD_CHOICE:
    return normalize_choice (self, value, error);
  case PLIM_FIELD_FILE:
    return normalize_file (self, value, error);
  case PLIM_FIELD_SECRET:
  case PLIM_FIELD_TEXT:
  default:
    return g_strdup (value);
  }
}

/* What is freed here may be a secret. */
static void
wipe (char *text)
{
  if (text != NULL)
    explicit_bzero (text, strlen (text));
  g_free (text);
}

static char *
normalize_trimmed (const PlimField *self, const char *value, GError **error)
{
  char *clean, *normal;

  if (value[0] == '\0' && self->is_required) {
    set_missing (self, error);
    return NULL;
  }
  if (value[0] == '\0')
    return g_strdup ("");
  if (!is_plain_text (value)) {
    plim_set_error (error, get_status_of_bad_value (self), PLIM_CAUSE_NONE,
                    /* Translators: %s is the name of a field, such as “API key” */
                    _ ("“%s” holds characters that cannot be used, such as a line break. Copy it "
                       "again as one line."),
                    _ (self->label));
    return NULL;
  }
  clean = normalize_kind (self, value, error);
  if (clean == NULL || self->normalize == NULL)
    return clean;
  normal = self->normalize (self, clean, error);
  wipe (clean);
  return normal;
}

/* A JSON document has line breaks only between its parts, where a space is as good. */
static void
join_lines (char *text)
{
  if (text[0] == '{')
    g_strdelimit (text, "\r\n\t", ' ');
}

char *
plim_field_normalize (const PlimField *self, const char *value, GError **error)
{
  char *trimmed, *normal;

  g_return_val_if_fail (self != NULL, NULL);

  trimmed = g_strstrip (g_strdup (value != NULL ? value : ""));
  if (self->kind == PLIM_FIELD_SECRET)
    join_lines (trimmed);
  normal = normalize_trimmed (self, trimmed, error);
  wipe (trimmed);
  return normal;
}
