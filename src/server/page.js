// SPDX-FileCopyrightText: 2026 The Plimsoll authors
// SPDX-License-Identifier: GPL-3.0-or-later
'use strict';

const KEY = 'plimsoll-token';
const RETRY_MS = 5000;
const find = id => document.getElementById(id);
let socket = null;
let retry = 0;

// Text only: what comes from outside is never markup.
function make(name, className, text) {
  const element = document.createElement(name);
  if (className)
    element.className = className;
  if (text !== undefined)
    element.textContent = text;
  return element;
}

function say(text) {
  find('state').textContent = text;
}

function duration(seconds) {
  const days = Math.floor(seconds / 86400);
  const hours = Math.floor(seconds % 86400 / 3600);
  const minutes = Math.floor(seconds % 3600 / 60);
  if (days > 0)
    return `${days}d ${hours}h`;
  return hours > 0 ? `${hours}h ${minutes}m` : `${minutes}m`;
}

// 100 % only when full, and 0 % only when empty.
function percentage(quota) {
  const used = quota.plimsoll?.usedPercent;
  if (used === undefined)
    return null;
  return used > 0 && used < 1 ? 1 : used < 100 ? Math.min(Math.round(used), 99) : Math.round(used);
}

function severity(quota, percent) {
  if (quota.plimsoll?.limitReached || percent >= 90)
    return 'critical';
  return percent >= 75 ? 'warning' : '';
}

function makeWindow(quota, now) {
  const percent = percentage(quota);
  const box = make('div', `window ${severity(quota, percent)}`);
  const line = make('p');
  const title = [quota.plimsoll?.title ?? quota.metric, quota.plimsoll?.scope]
    .filter(Boolean).join(' · ');
  line.append(make('span', '', title));
  if (percent !== null) {
    const bar = make('progress');
    bar.max = 100;
    bar.value = Math.min(percent, 100);
    bar.setAttribute('aria-label', title);
    line.append(make('b', '', `${percent} % used`));
    box.append(line, bar);
  } else {
    line.append(make('b', '', [quota.remaining.toLocaleString(), quota.plimsoll?.unit, 'left']
      .filter(Boolean).join(' ')));
    box.append(line);
  }
  if (quota.resetAt > now)
    box.append(make('p', 'quiet', `resets in ${duration(quota.resetAt - now)}`));
  return box;
}

function makeAccount(status, now) {
  const card = make('li', status.plimsoll?.stale ? 'card stale' : 'card');
  const collected = status.plimsoll?.collectedAt;
  card.append(make('h2', '', status.service.name));
  card.append(make('p', 'quiet', [status.plimsoll?.provider ?? status.service.provider,
    collected && `read ${duration(Math.max(now - collected, 0))} ago`]
    .filter(Boolean).join(' · ')));
  if (status.error)
    card.append(make('p', 'problem', status.error));
  for (const quota of status.quotas)
    card.append(makeWindow(quota, now));
  return card;
}

function show(message) {
  find('accounts').replaceChildren(...message.data.map(each => makeAccount(each, message.ts)));
  say(message.data.length > 0
    ? `Updated ${new Date(message.ts * 1000).toLocaleTimeString()}`
    : 'No accounts yet.');
}

function showForm(text) {
  find('enter').hidden = false;
  find('leave').hidden = true;
  find('accounts').replaceChildren();
  say(text);
  find('token').focus();
}

function leave(text) {
  sessionStorage.removeItem(KEY);
  clearTimeout(retry);
  if (socket) {
    socket.onclose = null;
    socket.close();
    socket = null;
  }
  showForm(text);
}

function onClosed(event) {
  socket = null;
  if (event.code === 4401) {
    leave('This token is not accepted.');
    return;
  }
  say(event.code === 4500 ? event.reason : 'Plimsoll does not answer; trying again.');
  retry = setTimeout(connect, RETRY_MS);
}

// The numbers are there also where a proxy lets no WebSocket through.
async function load(token) {
  const answer = await fetch('api/status/cached?providers=all', {
    headers: {Authorization: `Bearer ${token}`},
  });
  if (answer.status === 401)
    leave('This token is not accepted.');
  else if (answer.ok)
    show({data: await answer.json(), ts: Math.floor(Date.now() / 1000)});
}

async function connect() {
  const token = sessionStorage.getItem(KEY);
  if (!token) {
    showForm('');
    return;
  }
  find('enter').hidden = true;
  find('leave').hidden = false;
  say('Connecting…');
  await load(token).catch(() => {});
  if (sessionStorage.getItem(KEY) === token)
    listen(token);
}

function listen(token) {
  const url = new URL('ws', location.href);
  url.protocol = url.protocol.replace('http', 'ws');
  url.searchParams.set('token', token);
  url.searchParams.set('providers', 'all');
  socket = new WebSocket(url);
  socket.onmessage = event => {
    const message = JSON.parse(event.data);
    if (message.type === 'status')
      show(message);
    else
      say(message.error);
  };
  socket.onclose = onClosed;
}

find('enter').addEventListener('submit', event => {
  event.preventDefault();
  sessionStorage.setItem(KEY, find('token').value.trim());
  find('token').value = '';
  connect();
});
find('leave').addEventListener('click', () => leave(''));
// A link may bring the token in its fragment, which no server and no log ever sees.
if (location.hash.startsWith('#token=')) {
  sessionStorage.setItem(KEY, decodeURIComponent(location.hash.slice('#token='.length)));
  history.replaceState(null, '', location.pathname);
}
connect();
