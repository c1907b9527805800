-- SPDX-FileCopyrightText: 2026 The Plimsoll authors
-- SPDX-License-Identifier: GPL-3.0-or-later
--
-- For wrk: each request a sample with another number, of one of twenty accounts, and the figures at
-- the end.
local count = 0

function setup(thread)
  thread:set("now", os.date("!%Y-%m-%dT%H:%M:%SZ"))
  thread:set("reset", os.date("!%Y-%m-%dT%H:%M:%SZ", os.time() + 7200))
end

function request()
  count = count + 1
  return wrk.format("POST", nil, { ["Content-Type"] = "application/json" }, string.format([[
{"schema_version": "2.0", "provider": "codex", "collected_at": "%s", "status": "ok",
 "collector_data": {"id": "shell_script", "version": "1", "transport": "webhook"},
 "account_data": {"id": "account-%d", "label": "Account %d", "plan": {"type": "plus"}},
 "usage_data": {"windows": [
  {"id": "short", "label": "5-hour window", "duration_seconds": 18000, "used_percent": %.2f,
   "reset_at": "%s", "reset_after_seconds": 7200, "limit_reached": false},
  {"id": "long", "label": "Weekly window", "duration_seconds": 604800, "used_percent": %.2f,
   "reset_at": "%s", "reset_after_seconds": 7200, "limit_reached": false}]},
 "error": null}]], now, count % 20, count % 20, count % 10000 / 100, reset, count % 9000 / 100,
    reset))
end

function done(summary, latency)
  io.write(string.format("%.0f requests/s, p50 %.1f ms, p99 %.1f ms, errors %d\n",
    summary.requests / summary.duration * 1e6, latency:percentile(50) / 1e3,
    latency:percentile(99) / 1e3, summary.errors.status + summary.errors.connect +
    summary.errors.read + summary.errors.write + summary.errors.timeout))
end
