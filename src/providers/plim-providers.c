/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "plim-providers.h"

extern const PlimProvider plim_provider_amp;
extern const PlimProvider plim_provider_anthropic;
extern const PlimProvider plim_provider_aws_bedrock;
extern const PlimProvider plim_provider_azure_openai;
extern const PlimProvider plim_provider_claude_web;
extern const PlimProvider plim_provider_codex;
extern const PlimProvider plim_provider_demo;
extern const PlimProvider plim_provider_google_ai;
extern const PlimProvider plim_provider_ollama_cloud;
extern const PlimProvider plim_provider_openai;
extern const PlimProvider plim_provider_opencode_zen;
extern const PlimProvider plim_provider_z_ai;

/* By name, as they are listed. One a line, so that each comes and goes by itself. */
/* clang-format off */
static const PlimProvider *const providers[] = {
  &plim_provider_aws_bedrock,
  &plim_provider_amp,
  &plim_provider_anthropic,
  &plim_provider_azure_openai,
  &plim_provider_claude_web,
  &plim_provider_codex,
  &plim_provider_demo,
  &plim_provider_google_ai,
  &plim_provider_ollama_cloud,
  &plim_provider_openai,
  &plim_provider_opencode_zen,
  &plim_provider_z_ai,
  NULL,
};
/* clang-format on */

const PlimProvider *const *
plim_providers_get_all (void)
{
  return providers;
}

const PlimProvider *
plim_providers_find (const char *id)
{
  for (guint i = 0; providers[i] != NULL; i++) {
    if (g_strcmp0 (providers[i]->id, id) == 0)
      return providers[i];
  }
  return NULL;
}
