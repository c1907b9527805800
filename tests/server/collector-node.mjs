// SPDX-FileCopyrightText: 2026 The Plimsoll authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// A collector that sends as the browser extension does, and prints the HTTP status:
//
//   node collector-node.mjs URL ACCOUNT_ID USED_PERCENT
import { request } from 'node:http';

const [url, accountId, usedPercent] = process.argv.slice(2);
const body = JSON.stringify({
  schema_version: '2.0',
  provider: 'ollama_cloud',
  collector_data: { id: 'browser_extension', version: '2026.8.0', transport: 'webhook' },
  collected_at: new Date().toISOString(),
  status: 'ok',
  account_data: { id: accountId, id_kind: 'collector_generated_hash', username: accountId },
  usage_data: {
    windows: [
      {
        id: 'session',
        label: 'Session window',
        duration_seconds: 18000,
        used_percent: Number(usedPercent),
        reset_at: new Date(Date.now() + 3600 * 1000).toISOString(),
        reset_after_seconds: 3600,
        limit_reached: false,
      },
    ],
  },
  error: null,
});
// Not fetch(): it lets nobody set Origin.
const post = request(url, {
  method: 'POST',
  headers: {
    'Content-Type': 'application/json',
    Accept: 'application/json',
    'Cache-Control': 'no-cache',
    Origin: 'chrome-extension://abcdefghijklmnopabcdefghijklmnop',
    'Content-Length': Buffer.byteLength(body),
  },
}, (answer) => {
  let text = '';

  answer.on('data', (chunk) => { text += chunk; });
  answer.on('end', () => {
    const allowed = answer.headers['access-control-allow-origin'];

    if (!allowed || typeof JSON.parse(text).ok !== 'boolean')
      process.exitCode = 1;
    console.log(answer.statusCode);
  });
});

post.end(body);
