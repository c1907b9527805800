/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/**
 * PlimFixtureCase:
 *
 * A case of a provider's EXPECTED.json, seen from the server's side: which recorded answer belongs
 * to a request.
 */
typedef struct _PlimFixtureCase PlimFixtureCase;

/** plim_fixture_case_load: @folder: the provider's; @name: the case's */
PlimFixtureCase *plim_fixture_case_load (const char *folder, const char *name, GError **error);
void plim_fixture_case_free (PlimFixtureCase *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PlimFixtureCase, plim_fixture_case_free)

/**
 * plim_fixture_case_find:
 * @path: with the query
 * @target: (nullable): the value of `X-Amz-Target`
 *
 * Looks @method, path and, where the case gives them, query and target up. Of several exchanges
 * with the same request each is had in turn; after the last the first again.
 *
 * Returns: (transfer none) (nullable): the name of the file with the answer
 */
const char *plim_fixture_case_find (PlimFixtureCase *self,
                                    const char *method,
                                    const char *path,
                                    const char *target);

G_END_DECLS
