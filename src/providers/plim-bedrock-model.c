/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Which of the account's service quotas belong to a model. Quotas have names for people, and
 * nothing in them is a model id, so both are taken to words and compared. */
#include "plim-bedrock-model.h"

#include "plim-error.h"
#include "plim-json.h"

#include <math.h>
#include <string.h>

#define DOUBLED " (doubled for cross-region calls)"

static void
model_free (gpointer data)
{
  PlimBedrockModel *model = data;

  g_free (model->id);
  g_free (model->quota_code);
  g_free (model->words);
  g_free (model);
}

static gboolean
is_date (const char *word)
{
  return strlen (word) == 8 && strspn (word, G_CSET_DIGITS) == 8;
}

static int
compare_words (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

/* The set of words: in order, each once. */
static char *
dup_words (const char *text, gboolean is_id)
{
  g_autofree char *lower = g_ascii_strdown (text, -1);
  g_auto (GStrv) parts = g_strsplit_set (lower, is_id ? "-" : " .-", -1);
  g_autoptr (GPtrArray) words = g_ptr_array_new ();
  const char *previous = "";
  GString *joined = g_string_new (NULL);

  for (guint i = 0; parts[i] != NULL; i++) {
    if (parts[i][0] != '\0' && !g_str_equal (parts[i], "v1") && !(is_id && is_date (parts[i])))
      g_ptr_array_add (words, parts[i]);
  }
  g_ptr_array_sort (words, compare_words);
  for (guint i = 0; i < words->len; i++) {
    const char *word = g_ptr_array_index (words, i);

    if (!g_str_equal (word, previous))
      g_string_append_printf (joined, "%s%s", joined->len > 0 ? " " : "", word);
    previous = word;
  }
  return g_string_free (joined, FALSE);
}

static PlimBedrockRoute
read_route (const char **id)
{
  static const char *const regions[] = { "us.", "eu.", "apac.", "jp.", "au.", "ca.", "us-gov." };

  if (g_str_has_prefix (*id, "global.")) {
    *id += strlen ("global.");
    return PLIM_BEDROCK_GLOBAL;
  }
  for (gsize i = 0; i < G_N_ELEMENTS (regions); i++) {
    if (g_str_has_prefix (*id, regions[i])) {
      *id += strlen (regions[i]);
      return PLIM_BEDROCK_CROSS_REGION;
    }
  }
  return PLIM_BEDROCK_ON_DEMAND;
}

/* us.VENDOR.NAME-VERSION:n */
static PlimBedrockModel *
model_new (const char *text)
{
  PlimBedrockModel *model = g_new0 (PlimBedrockModel, 1);
  const char *code = strchr (text, '=');
  g_autofree char *name = NULL;
  const char *rest, *vendor_end;

  model->id = code != NULL ? g_strndup (text, (gsize) (code - text)) : g_strdup (text);
  model->quota_code = code != NULL ? g_strdup (code + 1) : NULL;
  model->per_minute.value = NAN;
  model->per_day.value = NAN;
  rest = model->id;
  model->route = read_route (&rest);
  vendor_end = strchr (rest, '.');
  rest = vendor_end != NULL ? vendor_end + 1 : rest;
  name = g_strndup (rest, strcspn (rest, ":"));
  model->words = dup_words (name, TRUE);
  return model;
}

GPtrArray *
plim_bedrock_models_new (const char *text)
{
  GPtrArray *models = g_ptr_array_new_with_free_func (model_free);
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);
  g_auto (GStrv) parts = g_strsplit_set (text != NULL ? text : "", ", ", -1);

  for (guint i = 0; parts[i] != NULL; i++) {
    PlimBedrockModel *model = parts[i][0] != '\0' ? model_new (parts[i]) : NULL;

    if (model != NULL && model->id[0] != '\0' && g_hash_table_add (seen, model->id))
      g_ptr_array_add (models, model);
    else if (model != NULL)
      model_free (model);
  }
  return models;
}

/* A quota's name is `KIND tokens per minute for MODEL` or the like. Returns MODEL, or NULL when the
 * name does not begin so. */
static const char *
skip_beginning (const char *name, const char *kind, const char *rest)
{
  if (!g_str_has_prefix (name, kind) || !g_str_has_prefix (name + strlen (kind), rest))
    return NULL;
  return name + strlen (kind) + strlen (rest);
}

static gboolean
is_vendor (const char *word, gsize length)
{
  static const char *const vendors[] = { "ai21",     "amazon",  "anthropic", "cohere",
                                         "deepseek", "google",  "luma",      "meta",
                                         "minimax",  "mistral", "moonshot",  "nvidia",
                                         "openai",   "qwen",    "stability", "twelvelabs",
                                         "writer" };

  for (gsize i = 0; i < G_N_ELEMENTS (vendors); i++) {
    if (strlen (vendors[i]) == length && strncmp (word, vendors[i], length) == 0)
      return TRUE;
  }
  return FALSE;
}

static gboolean
is_of_model (const PlimBedrockModel *model, const char *text)
{
  gsize length = strcspn (text, " ");
  g_autofree char *words = dup_words (is_vendor (text, length) ? text + length : text, FALSE);

  return words[0] != '\0' && g_str_equal (words, model->words);
}

/* @name: in lower case, with “model inference” for “InvokeModel” */
static gboolean
is_per_minute (const PlimBedrockModel *model, const char *name)
{
  static const char *const kinds[] = {
    [PLIM_BEDROCK_ON_DEMAND] = "on-demand model inference",
    [PLIM_BEDROCK_CROSS_REGION] = "cross-region model inference",
    [PLIM_BEDROCK_GLOBAL] = "global cross-region model inference",
  };
  const char *rest = skip_beginning (name, kinds[model->route], " tokens per minute for ");

  return rest != NULL && is_of_model (model, rest);
}

/* Returns by how much to multiply the quota, or 0 when it is another one. */
static double
get_daily_factor (const PlimBedrockModel *model, const char *name)
{
  gboolean is_doubled = g_str_has_suffix (name, DOUBLED);
  g_autofree char *short_name =
      g_strndup (name, strlen (name) - (is_doubled ? strlen (DOUBLED) : 0));
  const char *rest =
      model->route == PLIM_BEDROCK_GLOBAL
          ? skip_beginning (short_name, "global cross-region model inference",
                            " tokens per day for ")
          : skip_beginning (short_name, "model invocation max", " tokens per day for ");

  if (rest == NULL || !is_of_model (model, rest))
    return 0;
  return is_doubled && model->route != PLIM_BEDROCK_ON_DEMAND ? 2 : 1;
}

static void
note (PlimBedrockQuota *quota, double value)
{
  if (quota->is_settled)
    return;
  quota->n_matches++;
  quota->value = quota->n_matches == 1 ? value : NAN;
}

static void
note_quota (PlimBedrockModel *model, const char *code, const char *name, double value)
{
  double factor = get_daily_factor (model, name);

  if (model->quota_code != NULL ? g_strcmp0 (code, model->quota_code) == 0
                                : is_per_minute (model, name))
    note (&model->per_minute, value);
  if (factor > 0)
    note (&model->per_day, value * factor);
}

static void
read_quota (GPtrArray *models, JsonObject *quota)
{
  const char *full_name = plim_json_get_string (quota, "QuotaName");
  g_autofree char *lower = full_name != NULL ? g_ascii_strdown (full_name, -1) : NULL;
  g_autoptr (GString) name = NULL;
  double value;

  if (lower == NULL || !plim_json_get_number (quota, "Value", &value) || value < 0)
    return;
  name = g_string_new (lower);
  g_string_replace (name, "invokemodel", "model inference", 1);
  for (guint i = 0; i < models->len; i++)
    note_quota (g_ptr_array_index (models, i), plim_json_get_string (quota, "QuotaCode"), name->str,
                value);
}

gboolean
plim_bedrock_models_read_quotas (GPtrArray *models,
                                 const PlimAnswer *answer,
                                 char **next,
                                 GError **error)
{
  g_autoptr (JsonObject) root = plim_json_parse_object (answer->body, error);
  JsonArray *quotas = plim_json_get_array (root, "Quotas");
  const char *token;

  *next = NULL;
  if (root == NULL)
    return FALSE;
  if (quotas == NULL) {
    plim_set_error (error, PLIM_STATUS_INVALID_RESPONSE, PLIM_CAUSE_NONE,
                    "“Quotas” is missing or not an array");
    return FALSE;
  }
  for (guint i = 0; i < json_array_get_length (quotas); i++)
    read_quota (models, plim_json_get_element_object (quotas, i));
  token = plim_json_get_string (root, "NextToken");
  if (token != NULL && token[0] != '\0')
    *next = g_strdup (token);
  return TRUE;
}

void
plim_bedrock_models_settle (GPtrArray *models)
{
  for (guint i = 0; i < models->len; i++) {
    PlimBedrockModel *model = g_ptr_array_index (models, i);

    model->per_minute.is_settled = model->per_minute.n_matches > 0;
    model->per_day.is_settled = model->per_day.n_matches > 0;
  }
}

gboolean
plim_bedrock_models_lack_quotas (GPtrArray *models)
{
  for (guint i = 0; i < models->len; i++) {
    if (((PlimBedrockModel *) g_ptr_array_index (models, i))->per_minute.n_matches == 0)
      return TRUE;
  }
  return FALSE;
}

gboolean
plim_bedrock_models_has_daily (GPtrArray *models)
{
  for (guint i = 0; i < models->len; i++) {
    if (!isnan (((PlimBedrockModel *) g_ptr_array_index (models, i))->per_day.value))
      return TRUE;
  }
  return FALSE;
}

/* Lines of ID, quota per minute and per day; “-” for unknown. */

static void
append_value (GString *text, double value)
{
  char number[G_ASCII_DTOSTR_BUF_SIZE];

  g_string_append_printf (text, " %s",
                          isnan (value) ? "-"
                                        : g_ascii_formatd (number, sizeof number, "%.15g", value));
}

char *
plim_bedrock_models_dup_quotas (GPtrArray *models)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < models->len; i++) {
    const PlimBedrockModel *model = g_ptr_array_index (models, i);

    g_string_append (text, model->id);
    if (model->quota_code != NULL)
      g_string_append_printf (text, "=%s", model->quota_code);
    append_value (text, model->per_minute.value);
    append_value (text, model->per_day.value);
    g_string_append_c (text, '\n');
  }
  return g_string_free (text, FALSE);
}

static gboolean
recall_model (PlimBedrockModel *model, const char *line)
{
  g_auto (GStrv) words = g_strsplit (line, " ", -1);
  g_autofree char *name = model->quota_code != NULL
                              ? g_strconcat (model->id, "=", model->quota_code, NULL)
                              : g_strdup (model->id);

  if (g_strv_length (words) != 3 || !g_str_equal (words[0], name))
    return FALSE;
  model->per_minute.value = plim_number_from_string (words[1]);
  model->per_day.value = plim_number_from_string (words[2]);
  return TRUE;
}

gboolean
plim_bedrock_models_recall (GPtrArray *models, const char *text)
{
  g_auto (GStrv) lines = g_strsplit (text != NULL ? text : "", "\n", -1);

  if (g_strv_length (lines) != models->len + 1)
    return FALSE;
  for (guint i = 0; i < models->len; i++) {
    if (!recall_model (g_ptr_array_index (models, i), lines[i]))
      return FALSE;
  }
  return TRUE;
}
