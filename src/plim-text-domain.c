/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "plim-text-domain.h"

#include <glib/gi18n.h>
#include <langinfo.h>
#include <locale.h>

void
plim_text_domain_set_up (void)
{
  setlocale (LC_ALL, "");
  /* No language chosen is no reason to write "?" for every mark beyond ASCII. */
  if (g_str_equal (nl_langinfo (CODESET), "ANSI_X3.4-1968"))
    setlocale (LC_CTYPE, "C.UTF-8");
  bindtextdomain (GETTEXT_PACKAGE, PLIM_LOCALEDIR);
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
  textdomain (GETTEXT_PACKAGE);
  g_set_application_name ("Plimsoll");
}
