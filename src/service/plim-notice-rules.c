/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "plim-notice-rules.h"

#include "plim-settings.h"

static void
take_percents (PlimNoticeRules *self, GVariant *percents)
{
  gsize n;
  const gint32 *values = g_variant_get_fixed_array (percents, &n, sizeof *values);

  self->n_percents = plim_percents_sort (values, n, self->percents);
}

static GVariant *
find_own (GSettings *settings, const char *account_id)
{
  g_autoptr (GVariant) all = g_settings_get_value (settings, PLIM_SETTINGS_NOTIFY_ACCOUNTS);

  return g_variant_lookup_value (all, account_id, G_VARIANT_TYPE ("ai"));
}

void
plim_notice_rules_init (PlimNoticeRules *self, GSettings *settings, const char *account_id)
{
  static const char *const keys[PLIM_NOTICE_N_KINDS] = {
    [PLIM_NOTICE_REACHED] = PLIM_SETTINGS_NOTIFY_REACHED,
    [PLIM_NOTICE_SIGN_IN] = PLIM_SETTINGS_NOTIFY_SIGN_IN,
    [PLIM_NOTICE_PROJECTED] = PLIM_SETTINGS_NOTIFY_PROJECTED,
    [PLIM_NOTICE_THRESHOLD] = PLIM_SETTINGS_NOTIFY_LIMITS,
    [PLIM_NOTICE_STOPPED] = PLIM_SETTINGS_NOTIFY_STOPPED,
    [PLIM_NOTICE_INCIDENT] = PLIM_SETTINGS_NOTIFY_INCIDENTS,
    [PLIM_NOTICE_OWNER] = PLIM_SETTINGS_NOTIFY_SIGN_IN,
    [PLIM_NOTICE_RESET] = PLIM_SETTINGS_NOTIFY_RESET,
  };
  g_autoptr (GVariant) percents = NULL;

  g_return_if_fail (self != NULL && account_id != NULL);
  g_return_if_fail (G_IS_SETTINGS (settings));

  *self = (PlimNoticeRules){ 0 };
  for (guint kind = 0; kind < PLIM_NOTICE_N_KINDS; kind++) {
    if (g_settings_get_boolean (settings, keys[kind]))
      self->kinds |= PLIM_NOTICE_BIT (kind);
  }
  self->reset_percent = g_settings_get_int (settings, PLIM_SETTINGS_NOTIFY_RESET_PERCENT);
  percents = find_own (settings, account_id);
  if (percents == NULL)
    percents = g_settings_get_value (settings, PLIM_SETTINGS_NOTIFY_PERCENTS);
  take_percents (self, percents);
}

gboolean
plim_notice_rules_has_own (GSettings *settings, const char *account_id)
{
  g_autoptr (GVariant) own = NULL;

  g_return_val_if_fail (G_IS_SETTINGS (settings), FALSE);

  own = find_own (settings, account_id);
  return own != NULL;
}

void
plim_notice_rules_set_own (GSettings *settings, const char *account_id, GVariant *percents)
{
  g_autoptr (GVariant) own = percents != NULL ? g_variant_ref_sink (percents) : NULL;
  g_autoptr (GVariant) before = NULL;
  g_auto (GVariantBuilder) builder = G_VARIANT_BUILDER_INIT (G_VARIANT_TYPE ("a{sai}"));
  GVariantIter iter;
  const char *id;
  GVariant *value;

  g_return_if_fail (G_IS_SETTINGS (settings));

  if (own == NULL && !plim_notice_rules_has_own (settings, account_id))
    return;
  before = g_settings_get_value (settings, PLIM_SETTINGS_NOTIFY_ACCOUNTS);
  g_variant_iter_init (&iter, before);
  while (g_variant_iter_loop (&iter, "{&s@ai}", &id, &value)) {
    if (!g_str_equal (id, account_id))
      g_variant_builder_add (&builder, "{s@ai}", id, value);
  }
  if (own != NULL) {
    PlimNoticeRules rules = { 0 };

    take_percents (&rules, own);
    g_variant_builder_add (&builder, "{s@ai}", account_id, plim_notice_rules_to_variant (&rules));
  }
  g_settings_set_value (settings, PLIM_SETTINGS_NOTIFY_ACCOUNTS, g_variant_builder_end (&builder));
}

GVariant *
plim_notice_rules_to_variant (const PlimNoticeRules *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return g_variant_new_fixed_array (G_VARIANT_TYPE_INT32, self->percents, self->n_percents,
                                    sizeof self->percents[0]);
}

int
plim_notice_rules_find_threshold (const PlimNoticeRules *self, double percent)
{
  int found = 0;

  g_return_val_if_fail (self != NULL, 0);

  for (guint i = 0; i < self->n_percents && percent >= self->percents[i]; i++)
    found = self->percents[i];
  return found;
}
