/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <libsoup/soup.h>

G_BEGIN_DECLS

/** PlimMockDelay: requests that a stand-in takes and does not answer yet. */
typedef struct _PlimMockDelay PlimMockDelay;

PlimMockDelay *plim_mock_delay_new (void);

/** plim_mock_delay_free: what is held stays so. */
void plim_mock_delay_free (PlimMockDelay *self);

/** plim_mock_delay_wait: answers @message after that time. */
void plim_mock_delay_wait (SoupServerMessage *message, guint delay_ms);

/** plim_mock_delay_hold: answers @message when all are released. */
void plim_mock_delay_hold (PlimMockDelay *self, SoupServerMessage *message);
void plim_mock_delay_release (PlimMockDelay *self);

G_END_DECLS
