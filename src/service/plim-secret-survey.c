/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "plim-secret-survey.h"

#include "plim-error.h"
#include "plim-redact.h"
#include "plim-secrets.h"

#include <libsecret/secret.h>

typedef struct {
  const PlimProvider *provider;
  char *account_id;
  PlimExchange *exchange;
  const PlimField *field; /* whose secret is being looked for */
} Survey;

static void
survey_free (Survey *survey)
{
  g_free (survey->account_id);
  g_free (survey);
}

static void look_for_next (GTask *task);

static guint
count_secret_fields (const PlimProvider *provider)
{
  guint n_fields = 0;

  for (const PlimField *field = provider->fields; field != NULL && field->id != NULL; field++)
    n_fields += field->kind == PLIM_FIELD_SECRET;
  return n_fields;
}

static gboolean
take_secret (Survey *survey, const char *secret, GError **error)
{
  const PlimProvider *provider = survey->provider;

  plim_exchange_add_secret_field (survey->exchange, survey->field->id);
  return provider->inspect_secret == NULL ||
         provider->inspect_secret (survey->exchange, survey->field->id, secret, error);
}

static void
on_looked_up (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Survey *survey = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;
  char *secret = plim_secrets_lookup_finish (result, &error);
  gboolean is_usable = TRUE;

  if (secret == NULL &&
      !g_error_matches (error, PLIM_SECRETS_ERROR, PLIM_SECRETS_ERROR_NOT_FOUND)) {
    g_task_return_error (task, plim_secret_survey_map_error (error));
    return;
  }
  g_clear_error (&error);
  if (secret != NULL)
    is_usable = take_secret (survey, secret, &error);
  secret_password_free (secret);
  if (!is_usable) {
    g_task_return_error (task, g_steal_pointer (&error));
    return;
  }
  survey->field++;
  look_for_next (g_steal_pointer (&task));
}

/* A new account is told what it lacks before anything is sent. */
static void
end (GTask *task)
{
  Survey *survey = g_task_get_task_data (task);
  GError *error = NULL;

  if (survey->exchange->is_setup &&
      !plim_provider_check_setup (survey->provider, survey->exchange, &error))
    g_task_return_error (task, error);
  else
    g_task_return_boolean (task, TRUE);
  g_object_unref (task);
}

static void
look_for_next (GTask *task)
{
  Survey *survey = g_task_get_task_data (task);

  while (survey->field->id != NULL && survey->field->kind != PLIM_FIELD_SECRET)
    survey->field++;
  if (survey->field->id == NULL)
    end (task);
  else
    plim_secrets_lookup_async (survey->account_id, survey->field->id, FALSE,
                               g_task_get_cancellable (task), on_looked_up, task);
}

void
plim_secret_survey_async (const PlimProvider *provider,
                          const char *account_id,
                          PlimExchange *exchange,
                          GCancellable *cancellable,
                          GAsyncReadyCallback callback,
                          gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, user_data);
  Survey *survey = g_new0 (Survey, 1);

  survey->provider = provider;
  survey->account_id = g_strdup (account_id);
  survey->exchange = exchange;
  survey->field = provider->fields;
  g_task_set_source_tag (task, plim_secret_survey_async);
  g_task_set_task_data (task, survey, (GDestroyNotify) survey_free);
  if (provider->inspect_secret == NULL && count_secret_fields (provider) <= 1)
    g_task_return_boolean (task, TRUE);
  else
    look_for_next (g_steal_pointer (&task));
}

gboolean
plim_secret_survey_finish (GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_async_result_is_tagged (result, plim_secret_survey_async), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

GError *
plim_secret_survey_map_error (const GError *error)
{
  g_autofree char *detail = plim_redact (error->message);
  PlimCause cause = PLIM_CAUSE_KEYRING_MISSING;

  if (error->domain != PLIM_SECRETS_ERROR)
    return g_error_copy (error);
  if (error->code == PLIM_SECRETS_ERROR_NOT_FOUND)
    return plim_error_new (PLIM_STATUS_NOT_AUTHENTICATED, PLIM_CAUSE_SECRET_MISSING, 0,
                           "the keyring holds no credential for this account");
  if (error->code == PLIM_SECRETS_ERROR_LOCKED)
    cause = PLIM_CAUSE_KEYRING_LOCKED;
  else if (error->code == PLIM_SECRETS_ERROR_CANCELLED)
    cause = PLIM_CAUSE_KEYRING_CANCELLED;
  return plim_error_new (PLIM_STATUS_MISCONFIGURED, cause, 0, "keyring: %s", detail);
}
