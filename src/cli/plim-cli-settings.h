/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/** plim_cli_settings_find: (transfer full) (nullable): the preferences; %NULL where no schema is
 * installed */
GSettings *plim_cli_settings_find (void);

/** plim_cli_settings_open: (transfer full) (nullable): the preferences; %NULL with an error that
 * says what is missing */
GSettings *plim_cli_settings_open (GError **error);

/**
 * plim_cli_settings_set:
 * @value: a floating reference is taken
 *
 * Returns: whether @key is @value now; it is not where an administrator locked it, or where the
 *   preferences' folder cannot be written
 */
gboolean
plim_cli_settings_set (GSettings *settings, const char *key, GVariant *value, GError **error);

G_END_DECLS
