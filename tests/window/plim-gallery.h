/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "plim-window-test.h"

G_BEGIN_DECLS

/**
 * PlimGallery:
 *
 * Every window that Plimsoll has, with sample accounts behind it, for tests of what must be true of
 * each.
 */
typedef struct _PlimGallery PlimGallery;

PlimGallery *plim_gallery_new (GtkApplication *application);
void plim_gallery_free (PlimGallery *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PlimGallery, plim_gallery_free)

/** plim_gallery_open: (transfer none) (nullable): a window that is not shown yet.
 * @name: `account`, `sign-in`, `edit`, `history` or `tables`, the history as tables
 * @id: an account's; %NULL with `history` and `tables`: of all */
GtkWidget *plim_gallery_open (PlimGallery *self, const char *name, const char *id);

/** PlimGalleryVisit: @window is shown; @name says which one and which page of it */
typedef void (*PlimGalleryVisit) (GtkWidget *window, const char *name, gpointer user_data);

/** plim_gallery_visit: shows each window and each of its pages, one after the other. */
void plim_gallery_visit (PlimGallery *self, PlimGalleryVisit visit, gpointer user_data);

G_END_DECLS
