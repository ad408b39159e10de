-- The issuers that somebody here has named; nothing is fetched from any other.
CREATE TABLE issuer (
  url           TEXT PRIMARY KEY,
  preset        TEXT,
  allow_private SMALLINT NOT NULL DEFAULT 0,
  ca            TEXT NOT NULL DEFAULT '',
  jwks          TEXT,
  is_enabled    SMALLINT NOT NULL DEFAULT 1,
  by_operator   SMALLINT NOT NULL,
  created_at    BIGINT NOT NULL
);

CREATE TABLE publisher (
  id           TEXT PRIMARY KEY,
  repo_key     TEXT REFERENCES repo (key) ON DELETE CASCADE,
  user_id      TEXT REFERENCES account (id) ON DELETE CASCADE,
  issuer       TEXT NOT NULL REFERENCES issuer (url),
  preset       TEXT NOT NULL,
  name         TEXT NOT NULL,
  claims       TEXT NOT NULL,
  triggers     TEXT NOT NULL DEFAULT '',
  is_read_only SMALLINT NOT NULL,
  version      BIGINT NOT NULL DEFAULT 1,
  created_at   BIGINT NOT NULL,
  created_by   TEXT NOT NULL,
  last_used_at BIGINT,
  CHECK ((repo_key IS NULL) <> (user_id IS NULL))
);
CREATE INDEX publisher_repo ON publisher (repo_key, issuer) WHERE repo_key IS NOT NULL;
CREATE INDEX publisher_user ON publisher (user_id, issuer) WHERE user_id IS NOT NULL;

-- ID tokens that were exchanged, until nobody could show them again.
CREATE TABLE used_id_token (
  replay_key TEXT PRIMARY KEY,
  uses       BIGINT NOT NULL,
  session_id TEXT NOT NULL,
  keep_until BIGINT NOT NULL
);
CREATE INDEX used_id_token_expiry ON used_id_token (keep_until);
