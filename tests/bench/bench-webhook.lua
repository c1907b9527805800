-- SPDX-FileCopyrightText: 2026 The Plimsoll authors
-- SPDX-License-Identifier: GPL-3.0-or-later
--
-- For wrk: each request a sample with other numbers than its account's last, of one of twenty
-- accounts, and the figures at the end. The requests are written before the clock runs: the load
-- must not take the processor from what it measures.
local n_requests = 2000
local requests = {}
local count = 0

local function write(i)
  local now = os.date("!%Y-%m-%dT%H:%M:%SZ")
  local reset = os.date("!%Y-%m-%dT%H:%M:%SZ", os.time() + 7200)

  return wrk.format("POST", nil, { ["Content-Type"] = "application/json" }, string.format([[
{"schema_version": "2.0", "provider": "codex", "collected_at": "%s", "status": "ok",
 "collector_data": {"id": "shell_script", "version": "1", "transport": "webhook"},
 "account_data": {"id": "account-%d", "label": "Account %d", "plan": {"type": "plus"}},
 "usage_data": {"windows": [
  {"id": "short", "label": "5-hour window", "duration_seconds": 18000, "used_percent": %.2f,
   "reset_at": "%s", "reset_after_seconds": 7200, "limit_reached": false},
  {"id": "long", "label": "Weekly window", "duration_seconds": 604800, "used_percent": %.2f,
   "reset_at": "%s", "reset_after_seconds": 7200, "limit_reached": false}]},
 "error": null}]], now, i % 20, i % 20, i / n_requests * 100, reset, i / n_requests * 90, reset))
end

function init()
  for i = 1, n_requests do
    requests[i] = write(i)
  end
end

function request()
  count = count % n_requests + 1
  return requests[count]
end

function done(summary, latency)
  io.write(string.format("%.0f requests/s, p50 %.1f ms, p99 %.1f ms, errors %d\n",
    summary.requests / summary.duration * 1e6, latency:percentile(50) / 1e3,
    latency:percentile(99) / 1e3, summary.errors.status + summary.errors.connect +
    summary.errors.read + summary.errors.write + summary.errors.timeout))
end
