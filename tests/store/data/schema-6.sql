-- A database of version 6, as its program left it.
CREATE TABLE account (  key INTEGER PRIMARY KEY,  id TEXT NOT NULL UNIQUE,  provider TEXT NOT NULL,  label TEXT NOT NULL,  base_url TEXT,  settings TEXT NOT NULL,  memory TEXT NOT NULL,  enabled INTEGER NOT NULL,  position INTEGER NOT NULL,  interval_s INTEGER NOT NULL, owner TEXT NOT NULL DEFAULT '', owner_id TEXT, owner_name TEXT, former_owner_name TEXT, owner_changed_at INTEGER, is_polled INTEGER NOT NULL DEFAULT 1, created_at INTEGER, changed_at INTEGER) STRICT;
CREATE TABLE collector (  account INTEGER PRIMARY KEY REFERENCES account (key) ON DELETE CASCADE,  account_key TEXT NOT NULL UNIQUE,  state TEXT NOT NULL) STRICT;
CREATE TABLE day (  series INTEGER NOT NULL REFERENCES series (key) ON DELETE CASCADE,  at INTEGER NOT NULL,  low ANY NOT NULL,  high ANY NOT NULL,  last ANY NOT NULL,  used ANY NOT NULL, used_by_hour BLOB,  PRIMARY KEY (series, at)) STRICT, WITHOUT ROWID;
CREATE TABLE gap (  account INTEGER NOT NULL REFERENCES account (key) ON DELETE CASCADE,  from_at INTEGER NOT NULL,  to_at INTEGER NOT NULL,  PRIMARY KEY (account, from_at)) STRICT, WITHOUT ROWID;
CREATE TABLE hour (  series INTEGER NOT NULL REFERENCES series (key) ON DELETE CASCADE,  at INTEGER NOT NULL,  low ANY NOT NULL,  high ANY NOT NULL,  last ANY NOT NULL,  used ANY NOT NULL,  PRIMARY KEY (series, at)) STRICT, WITHOUT ROWID;
CREATE TABLE last_poll (  account INTEGER PRIMARY KEY REFERENCES account (key) ON DELETE CASCADE,  status TEXT NOT NULL,  cause TEXT NOT NULL,  message TEXT,  attempted_at INTEGER,  snapshot TEXT) STRICT;
CREATE TABLE notice (  account INTEGER NOT NULL REFERENCES account (key) ON DELETE CASCADE,  key TEXT NOT NULL,  state TEXT NOT NULL,  PRIMARY KEY (account, key)) STRICT, WITHOUT ROWID;
CREATE TABLE reset (  series INTEGER NOT NULL REFERENCES series (key) ON DELETE CASCADE,  at INTEGER NOT NULL,  PRIMARY KEY (series, at)) STRICT, WITHOUT ROWID;
CREATE TABLE sample (  series INTEGER NOT NULL REFERENCES series (key) ON DELETE CASCADE,  at INTEGER NOT NULL,  percent_e2 INTEGER,  value REAL,  resets_in INTEGER,  PRIMARY KEY (series, at)) STRICT, WITHOUT ROWID;
CREATE TABLE seen (  account INTEGER PRIMARY KEY REFERENCES account (key) ON DELETE CASCADE,  at INTEGER NOT NULL,  stale_at INTEGER NOT NULL) STRICT;
CREATE TABLE "series" (  key INTEGER PRIMARY KEY,  account INTEGER NOT NULL REFERENCES account (key) ON DELETE CASCADE,  owner TEXT NOT NULL,  window_id TEXT NOT NULL, hours_until INTEGER NOT NULL DEFAULT 0, days_until INTEGER NOT NULL DEFAULT 0, falls INTEGER NOT NULL DEFAULT 1, samples_from INTEGER NOT NULL DEFAULT 0, hours_from INTEGER NOT NULL DEFAULT 0,  UNIQUE (account, owner, window_id)) STRICT;
CREATE TABLE upkeep_day (nth INTEGER PRIMARY KEY, at INTEGER NOT NULL UNIQUE) STRICT;
CREATE TABLE webhook (  only INTEGER PRIMARY KEY CHECK (only = 1),  state TEXT NOT NULL) STRICT;
INSERT INTO account VALUES (3, '0b0f6a3e-5d0f-4d7e-8b57-0e1f1a2b3c01', 'z-ai', 'Old ä', NULL, '{"region":"cn"}', '{}', 1, 0, 0, 'org-2
bob@example.org', 'org-2', 'bob@example.org', 'ann@example.org', 1794999000, 0, 1794900000, 1794950000);
INSERT INTO last_poll VALUES (3, 'rate_limited', 'none', 'Too many requests', 1795000060, '{"status":"ok","collected_at":"2026-11-18T11:06:40Z","windows":[{"id":"session","kind":"rolling","window_seconds":18000,"used_percent":41.2345,"resets_at":"2026-11-18T12:06:40Z","provenance":"reported"}]}');
INSERT INTO series VALUES (6, 3, 'org-1
ann@example.org', 'session', 0, 0, 1, 0, 0);
INSERT INTO series VALUES (7, 3, 'org-2
bob@example.org', 'session', 498611, 0, 1, 498610, 0);
INSERT INTO sample VALUES (6, 1794990000, 9000, NULL, NULL);
INSERT INTO sample VALUES (7, 1794999700, 1000, NULL, NULL);
INSERT INTO sample VALUES (7, 1795000000, 4123, NULL, 3600);
INSERT INTO hour VALUES (7, 498611, 1000, 1000, 1000, 0);
INSERT INTO day VALUES (7, 20775, 1000, 1000, 1000, 0, NULL);
INSERT INTO upkeep_day VALUES (1, 20775);
INSERT INTO reset VALUES (7, 1794995000);
INSERT INTO gap VALUES (3, 1794990000, 1794999700);
INSERT INTO seen VALUES (3, 1795000000, 1795001800);
INSERT INTO notice VALUES (3, 'sign-in', 'said');
INSERT INTO collector VALUES (3, 'acct_2dcf971120d11e93', '{"account_key":"acct_2dcf971120d11e93","provider":"codex"}');
INSERT INTO webhook VALUES (1, '{"last_status":"ok"}');
PRAGMA user_version = 6;
