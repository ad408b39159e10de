-- Users and organisations share one space of names.
CREATE TABLE account (
  id            TEXT PRIMARY KEY,
  kind          TEXT NOT NULL CHECK (kind IN ('user', 'org')),
  name          TEXT NOT NULL,
  folded_name   TEXT NOT NULL UNIQUE,
  full_name     TEXT NOT NULL,
  email         TEXT,
  is_admin      SMALLINT NOT NULL DEFAULT 0,
  is_locked     SMALLINT NOT NULL DEFAULT 0,
  password_hash TEXT,
  created_at    BIGINT NOT NULL
);
CREATE UNIQUE INDEX account_email ON account (email) WHERE email IS NOT NULL;

CREATE TABLE member (
  org_id  TEXT NOT NULL REFERENCES account (id) ON DELETE CASCADE,
  user_id TEXT NOT NULL REFERENCES account (id) ON DELETE CASCADE,
  role    TEXT NOT NULL CHECK (role IN ('READ', 'CONTRIBUTOR', 'WRITE', 'ADMIN')),
  PRIMARY KEY (org_id, user_id)
);
CREATE INDEX member_user ON member (user_id);

-- One-time links: the first administrator's set-up code, and a new user's password link.
CREATE TABLE one_time_code (
  hash       TEXT PRIMARY KEY,
  purpose    TEXT NOT NULL CHECK (purpose IN ('set-up', 'password')),
  user_id    TEXT REFERENCES account (id) ON DELETE CASCADE,
  expires_at BIGINT NOT NULL
);

-- Secrets of the hub itself, made on first use: the key of signed addresses.
CREATE TABLE hub_secret (
  name  TEXT PRIMARY KEY,
  value TEXT NOT NULL
);

-- Append-only.
CREATE TABLE audit_event (
  id         INTEGER PRIMARY KEY,
  at         BIGINT NOT NULL,
  action     TEXT NOT NULL,
  actor_kind TEXT NOT NULL,
  actor      TEXT NOT NULL,
  owner_id   TEXT,
  target     TEXT NOT NULL,
  request_id TEXT NOT NULL,
  details    TEXT NOT NULL
);
CREATE INDEX audit_event_owner ON audit_event (owner_id, id);
CREATE INDEX audit_event_target ON audit_event (target, id);
