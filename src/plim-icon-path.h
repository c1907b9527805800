/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/** plim_icon_path_find: (transfer full) (nullable): the folder of the icon theme for a run whose
 * icons stand where no panel looks: in the build folder, below a prefix of its own, or where
 * `PLIMSOLL_ICONS` says; %NULL when installed */
char *plim_icon_path_find (void);

G_END_DECLS
