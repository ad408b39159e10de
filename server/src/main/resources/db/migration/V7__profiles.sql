-- What the default branch of a repository says of it, for lists; written after each change.
CREATE TABLE repo_profile (
  repo_key     TEXT PRIMARY KEY REFERENCES repo (key) ON DELETE CASCADE,
  commit_id    TEXT NOT NULL,
  card         TEXT NOT NULL,
  tags         TEXT NOT NULL,
  pipeline_tag TEXT,
  library_name TEXT,
  sdk          TEXT,
  storage      BIGINT NOT NULL
);

CREATE TABLE repo_tag (
  repo_key TEXT NOT NULL REFERENCES repo (key) ON DELETE CASCADE,
  tag      TEXT NOT NULL,
  PRIMARY KEY (repo_key, tag)
);
CREATE INDEX repo_tag_tag ON repo_tag (tag, repo_key);

CREATE INDEX repo_modified ON repo (last_modified_at);
CREATE INDEX repo_type_modified ON repo (type, last_modified_at, key);
CREATE INDEX repo_type_created ON repo (type, created_at, key);
