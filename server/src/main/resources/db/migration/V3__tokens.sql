-- Valid only while the row exists; the token itself is nowhere.
CREATE TABLE access_token (
  id           TEXT PRIMARY KEY,
  hash         TEXT NOT NULL UNIQUE,
  kind         TEXT NOT NULL CHECK (kind IN ('personal', 'repo', 'user')),
  name         TEXT NOT NULL,
  scope        TEXT NOT NULL CHECK (scope IN ('WRITE', 'READ', 'GATED_REPOS')),
  user_id      TEXT REFERENCES account (id) ON DELETE CASCADE,
  repo_key     TEXT REFERENCES repo (key) ON DELETE CASCADE,
  publisher_id TEXT,
  session_id   TEXT,
  issuer       TEXT,
  subject      TEXT,
  created_at   BIGINT NOT NULL,
  expires_at   BIGINT,
  last_used_at BIGINT
);
CREATE INDEX access_token_user ON access_token (user_id);
CREATE INDEX access_token_repo ON access_token (repo_key);
CREATE INDEX access_token_publisher ON access_token (publisher_id);
CREATE INDEX access_token_session ON access_token (session_id);
CREATE INDEX access_token_issuer ON access_token (issuer);
CREATE INDEX access_token_expiry ON access_token (expires_at);
