/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "plim-desktop.h"

G_BEGIN_DECLS

/** PlimScreen: what a person does and sees at the X display of a #PlimDesktop, with mouse and
 * keyboard. */
typedef struct _PlimScreen PlimScreen;

/** PlimArea: where a window is, in pixels. */
typedef struct {
  int x, y, width, height;
} PlimArea;

/** plim_screen_new: also sets up that nothing moves or blinks by itself; so before the programs are
 * started */
PlimScreen *plim_screen_new (PlimDesktop *desktop);
void plim_screen_free (PlimScreen *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PlimScreen, plim_screen_free)

/** plim_screen_click_icon: waits for the icon of an applet without accounts, then clicks on it. */
void plim_screen_click_icon (PlimScreen *self);

/** plim_screen_wait_for_window: until a window with that title has the keyboard. */
void plim_screen_wait_for_window (PlimScreen *self, const char *title);

/** plim_screen_get_area: of the window that has the keyboard */
PlimArea plim_screen_get_area (PlimScreen *self);

void plim_screen_press (PlimScreen *self, const char *key);
void plim_screen_type (PlimScreen *self, const char *text);

/** plim_screen_press_and_look: presses a key and waits until its effect is seen in full. */
void plim_screen_press_and_look (PlimScreen *self, const char *key);

G_END_DECLS
