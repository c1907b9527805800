/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

/** LLVMFuzzerTestOneInput: what every fuzz target defines; libFuzzer calls it, or where that is
 * missing the main() of plim-fuzz-seeds.c. */
int LLVMFuzzerTestOneInput (const guint8 *data, size_t size);
