-- What CI jobs asked for a repository or a user, whether they got it and why not: attempts that were
-- alike in one row.
CREATE TABLE exchange_attempt (
  -- Of target, source, outcome and reasons.
  id              TEXT PRIMARY KEY,
  repo_key        TEXT REFERENCES repo (key) ON DELETE CASCADE,
  user_id         TEXT REFERENCES account (id) ON DELETE CASCADE,
  issuer          TEXT NOT NULL,
  -- The claim that says whose job it was, and its value; empty if there is none that may be kept.
  anchor_claim    TEXT NOT NULL,
  anchor          TEXT NOT NULL,
  nearness        TEXT NOT NULL,
  -- Stands for many sources of one issuer.
  is_collapsed    SMALLINT NOT NULL,
  is_dry_run      SMALLINT NOT NULL,
  publisher_id    TEXT NOT NULL,
  -- One a line; none if it was let in.
  reasons         TEXT NOT NULL,
  -- Of the last attempt; claims of a list, none of them about people.
  preset          TEXT NOT NULL,
  claims          TEXT NOT NULL,
  suggestion      TEXT NOT NULL,
  report          TEXT NOT NULL,
  times           BIGINT NOT NULL,
  first_at        BIGINT NOT NULL,
  last_at         BIGINT NOT NULL,
  last_request_id TEXT NOT NULL,
  last_client     TEXT NOT NULL,
  CHECK ((repo_key IS NULL) <> (user_id IS NULL))
);
CREATE INDEX exchange_attempt_repo ON exchange_attempt (repo_key, nearness, last_at) WHERE repo_key IS NOT NULL;
CREATE INDEX exchange_attempt_user ON exchange_attempt (user_id, nearness, last_at) WHERE user_id IS NOT NULL;
CREATE INDEX exchange_attempt_age ON exchange_attempt (last_at);
