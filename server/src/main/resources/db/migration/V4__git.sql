-- The references and the pack list of each repository; the packs themselves are blobs.
CREATE TABLE git_ref (
  repo_key  TEXT NOT NULL REFERENCES repo (key) ON DELETE CASCADE,
  name      TEXT NOT NULL,
  target    TEXT NOT NULL,
  commit_id TEXT NOT NULL,
  PRIMARY KEY (repo_key, name)
);

CREATE TABLE git_pack (
  repo_key    TEXT NOT NULL REFERENCES repo (key) ON DELETE CASCADE,
  name        TEXT NOT NULL,
  kind        TEXT NOT NULL,
  created_at  BIGINT NOT NULL,
  objects     BIGINT NOT NULL,
  files       TEXT NOT NULL,
  replaced_at BIGINT,
  PRIMARY KEY (repo_key, name)
);

CREATE TABLE git_lease (
  repo_key   TEXT PRIMARY KEY REFERENCES repo (key) ON DELETE CASCADE,
  holder     TEXT NOT NULL,
  expires_at BIGINT NOT NULL
);

-- Repositories that are gone, whose packs may be collected.
CREATE TABLE deleted_repo (
  key        TEXT PRIMARY KEY,
  deleted_at BIGINT NOT NULL
);
