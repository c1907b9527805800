/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/** PLIM_TIME_UNKNOWN: a point in time that is not known. Times are Unix seconds, UTC. */
#define PLIM_TIME_UNKNOWN ((gint64) 0)

/** PLIM_TIME_LAST: 9999-12-31T23:59:59Z, the last second that can be written as a date. */
#define PLIM_TIME_LAST G_GINT64_CONSTANT (253402300799)

/**
 * plim_time_parse:
 * @text: (nullable): ISO 8601 with `Z`, an offset and 0–9 fraction digits, or epoch seconds or
 *   milliseconds (100 000 000 000 and more are milliseconds)
 *
 * Returns: the time, or %PLIM_TIME_UNKNOWN for anything else, an empty string, and what lies
 *   before 1970 or after %PLIM_TIME_LAST
 */
gint64 plim_time_parse (const char *text);

/** plim_time_from_seconds: @at, or %PLIM_TIME_UNKNOWN for what plim_time_parse() would not return
 */
gint64 plim_time_from_seconds (gint64 at);

/**
 * plim_time_from_json:
 * @node: (nullable): a string or a number, read as by plim_time_parse()
 */
gint64 plim_time_from_json (JsonNode *node);

/**
 * plim_time_to_iso8601:
 *
 * Returns: (transfer full) (nullable): such as `2026-11-20T12:00:00Z`; %NULL for unknown
 */
char *plim_time_to_iso8601 (gint64 at);

/**
 * plim_time_parse_retry_after:
 * @value: (nullable): the header: whole seconds or an HTTP date
 *
 * Returns: seconds from @now, or 0 when absent, not understood, past or 0: then it is "not said"
 */
gint64 plim_time_parse_retry_after (const char *value, gint64 now);

/** plim_time_month_start: the first second of @at's month, UTC. */
gint64 plim_time_month_start (gint64 at);

/** plim_time_month_end: the first second of the month after @at's, UTC. */
gint64 plim_time_month_end (gint64 at);

G_END_DECLS
