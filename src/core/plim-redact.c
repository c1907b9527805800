/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "plim-redact.h"

#include <string.h>

#define MASK "•••"
#define MAX_CHARACTERS 500
/* So much is read: masking shortens a text, so more than is kept. */
#define MAX_READ_BYTES 4096
/* The shortest run that may be a random string. */
#define MIN_RANDOM 24

/* Ends of names whose value is a secret; "tokens" and "session_count" are none. */
#define SECRET_NAME                                                                                \
  "(?:token|secret|password|passwd|passphrase|pwd|key|session|session[_-]?id|sid|cookie|"          \
  "auth|credentials?|signature|sig|jwt|assertion)"
/* The end of a name and what stands before its value, also within JSON within a string. */
#define QUOTE "\\\\?[\"']?"

typedef struct {
  const char *pattern;
  const char *replacement;
} Rule;

/* In this order: a rule may rely on those before it. No pattern may begin with an open repetition:
 * hostile text would take quadratic time. */
static const Rule rules[] = {
  /* Header lines, to their end. */
  { "(?i)\\b((?:set-)?cookie2?|(?:proxy-)?authorization|x-[a-z-]{0,30}(?:key|token|auth)|api-key)"
    "(" QUOTE "\\s*:)[^\\r\\n]+",
    "\\1\\2 " MASK },
  /* User and password of a URL. */
  { "://[^\\s/?#]+@", "://" MASK "@" },
  { "\\b((?i:bearer|basic))\\s+(?=[^\\s\"']*(?:[0-9=+_/~]|[a-z][A-Z])|[^\\s\"']{16})[^\\s\"',;]+",
    "\\1 " MASK },
  { "eyJ[\\w=-]{4,}(?:\\.[\\w=-]*)*", MASK },
  /* Keys that say what they are; the mark stays, it helps and tells nothing. */
  { "\\b(sk-|pk-|rk-|sk_|pk_|rk_|gh[a-z]_|github_pat_|glpat-|xox[a-z]-|xai-|gsk_|hf_|pplx-|r8_|"
    "AIza|ya29\\.|AKIA|whsec_)[\\w.-]{6,}",
    "\\1" MASK },
  { "(?i)(" SECRET_NAME ")(" QUOTE "\\s*[=:]\\s*)"
    "(?:\\\\\"(?:[^\"\\\\]|\\\\[^\"])*|\"(?:[^\"\\\\]|\\\\.)*\"?|'[^'\\r\\n]*'?)",
    "\\1\\2" MASK },
  { "(?i)(" SECRET_NAME ")(" QUOTE "\\s*=\\s*)[^\\s\"'&;,)}\\]]+", "\\1\\2" MASK },
  /* After a colon may stand prose: "the session: expired". */
  { "(?i)(" SECRET_NAME ")(" QUOTE "\\s*:\\s*)(?=[^\\s\"'&;,)}\\]]*[0-9]|[^\\s\"'&;,)}\\]]{16})"
    "[^\\s\"'&;,)}\\]]+",
    "\\1\\2" MASK },
  { "(?<![\\w.+-])[\\w.+-]++(?:@|%40)[\\w-]++(?:\\.[\\w-]++)+", MASK },
  { "(?i)\\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\\b", MASK },
};

typedef enum {
  CLASS_OTHER,
  CLASS_LOWER,
  CLASS_UPPER,
  CLASS_DIGIT,
} CharacterClass;

static CharacterClass
get_class (char c)
{
  if (g_ascii_islower (c))
    return CLASS_LOWER;
  if (g_ascii_isupper (c))
    return CLASS_UPPER;
  return g_ascii_isdigit (c) ? CLASS_DIGIT : CLASS_OTHER;
}

/* Random strings change between letters, capitals and digits every other character; words, model
 * names, dates and paths seldom do. */
static gboolean
is_random (const char *text, gsize length)
{
  gsize counts[4] = { 0 };
  gsize changes = 0;

  for (gsize i = 0; i < length; i++) {
    CharacterClass class = get_class (text[i]);

    counts[class]++;
    if (i > 0 && class != CLASS_OTHER && get_class (text[i - 1]) != CLASS_OTHER &&
        class != get_class (text[i - 1]))
      changes++;
  }
  return length >= MIN_RANDOM && counts[CLASS_DIGIT] > 0 &&
         counts[CLASS_LOWER] + counts[CLASS_UPPER] > 0 && changes * 6 >= length;
}

/* Base64 has slashes, and so have paths. */
static void
append_run (GString *result, const char *run)
{
  g_auto (GStrv) pieces = g_strsplit (run, "/", -1);

  for (guint i = 0; pieces[i] != NULL; i++) {
    if (i > 0)
      g_string_append_c (result, '/');
    g_string_append (result, is_random (pieces[i], strlen (pieces[i])) ? MASK : pieces[i]);
  }
}

static gboolean
on_long_run (const GMatchInfo *match, GString *result, gpointer user_data)
{
  g_autofree char *run = g_match_info_fetch (match, 0);

  if (strchr (run, '/') != NULL && strpbrk (run, "ABCDEFGHIJKLMNOPQRSTUVWXYZ") != NULL &&
      is_random (run, strlen (run)))
    g_string_append (result, MASK);
  else
    append_run (result, run);
  return FALSE;
}

static char *
replace_rule (const Rule *rule, const char *text, GError **error)
{
  g_autoptr (GRegex) regex = g_regex_new (rule->pattern, 0, 0, error);

  if (regex == NULL)
    return NULL;
  return g_regex_replace (regex, text, -1, 0, rule->replacement, 0, error);
}

static char *
mask_random (const char *text, GError **error)
{
  g_autoptr (GRegex) regex = g_regex_new ("[A-Za-z0-9_.~+/=-]{24,}", 0, 0, error);

  if (regex == NULL)
    return NULL;
  return g_regex_replace_eval (regex, text, -1, 0, 0, on_long_run, NULL, error);
}

static char *
mask (const char *text, GError **error)
{
  g_autofree char *masked = g_strdup (text);

  for (guint i = 0; i < G_N_ELEMENTS (rules); i++) {
    char *next = replace_rule (&rules[i], masked, error);

    if (next == NULL)
      return NULL;
    g_free (masked);
    masked = next;
  }
  return mask_random (masked, error);
}

/* (transfer full): the start of @text as valid UTF-8; a word that the end cuts may be half a secret
 * and is left out. */
static char *
dup_start (const char *text)
{
  gsize length = strlen (text);

  if (length > MAX_READ_BYTES) {
    length = MAX_READ_BYTES;
    while (length > 0 && !g_ascii_isspace (text[length - 1]))
      length--;
  }
  return g_utf8_make_valid (text, (gssize) length);
}

/* A terminal or the journal would act on control characters. */
static void
blank_controls (char *text)
{
  for (; *text != '\0'; text++)
    if (g_ascii_iscntrl (*text) && *text != '\n' && *text != '\t')
      *text = ' ';
}

static char *
cut (const char *text)
{
  g_autofree char *start = NULL;

  if (g_utf8_strlen (text, -1) <= MAX_CHARACTERS)
    return g_strdup (text);
  start = g_utf8_substring (text, 0, MAX_CHARACTERS - 1);
  return g_strconcat (start, "…", NULL);
}

char *
plim_redact (const char *text)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *start = NULL;
  g_autofree char *masked = NULL;

  if (text == NULL)
    return NULL;
  start = dup_start (text);
  masked = mask (start, &error);
  /* One endless word, or a text that exhausts the matcher: better nothing of it than a secret. */
  if (masked == NULL || (masked[0] == '\0' && text[0] != '\0'))
    return g_strdup (MASK);
  blank_controls (masked);
  return cut (masked);
}
