-- What the ID token said whose tokens share a session: claims that name nobody.
CREATE TABLE exchange_session (
  id         TEXT PRIMARY KEY,
  issuer     TEXT NOT NULL,
  subject    TEXT NOT NULL,
  claims     TEXT NOT NULL,
  facts      TEXT NOT NULL,
  issued_at  BIGINT NOT NULL,
  created_at BIGINT NOT NULL
);
CREATE INDEX exchange_session_age ON exchange_session (created_at);

-- The hub's keys for statements: the private half is sealed, and gone once the key is retired.
CREATE TABLE provenance_key (
  id         TEXT PRIMARY KEY,
  public_key TEXT NOT NULL,
  sealed_key TEXT,
  created_at BIGINT NOT NULL,
  retired_at BIGINT
);

-- One signed statement for each write, and the commits that it brought.
CREATE TABLE provenance_statement (
  id           TEXT PRIMARY KEY,
  repo_key     TEXT NOT NULL REFERENCES repo (key) ON DELETE CASCADE,
  envelope     TEXT NOT NULL,
  session_id   TEXT NOT NULL,
  publisher_id TEXT NOT NULL,
  issuer       TEXT NOT NULL,
  subject      TEXT NOT NULL,
  run_url      TEXT NOT NULL,
  created_at   BIGINT NOT NULL
);
CREATE INDEX provenance_statement_repo ON provenance_statement (repo_key, created_at);

CREATE TABLE commit_provenance (
  repo_key     TEXT NOT NULL REFERENCES repo (key) ON DELETE CASCADE,
  commit_id    TEXT NOT NULL,
  statement_id TEXT NOT NULL REFERENCES provenance_statement (id) ON DELETE CASCADE,
  PRIMARY KEY (repo_key, commit_id)
);
CREATE INDEX commit_provenance_statement ON commit_provenance (statement_id);
