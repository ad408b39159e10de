-- Which publishers an ID token was let in by, and where: its session can be ended as long as the ID
-- token could be shown again, whatever became of its access tokens.
CREATE TABLE session_publisher (
  session_id   TEXT NOT NULL REFERENCES exchange_session (id) ON DELETE CASCADE,
  publisher_id TEXT NOT NULL,
  repo_key     TEXT NOT NULL, -- '' where the tokens are a user's
  PRIMARY KEY (session_id, publisher_id, repo_key)
);
CREATE INDEX session_publisher_of ON session_publisher (publisher_id);

-- How often the ID token may be used, as it was at its last use.
ALTER TABLE used_id_token ADD COLUMN use_limit BIGINT NOT NULL DEFAULT 1;
