-- Uploads in parts that are under way; a row goes when its parts do.
CREATE TABLE lfs_upload (
  id         TEXT PRIMARY KEY,
  repo_key   TEXT NOT NULL REFERENCES repo (key) ON DELETE CASCADE,
  sha256     TEXT NOT NULL,
  size       BIGINT NOT NULL,
  part_size  BIGINT NOT NULL,
  created_at BIGINT NOT NULL
);
CREATE INDEX lfs_upload_age ON lfs_upload (created_at);

CREATE TABLE lfs_lock (
  id         TEXT PRIMARY KEY,
  repo_key   TEXT NOT NULL REFERENCES repo (key) ON DELETE CASCADE,
  path       TEXT NOT NULL,
  owner      TEXT NOT NULL,
  owner_name TEXT NOT NULL,
  locked_at  BIGINT NOT NULL,
  UNIQUE (repo_key, path)
);
