-- Xorbs; the body and the index of each are one immutable object of the blob store.
CREATE TABLE xet_xorb (
  hash       TEXT PRIMARY KEY,
  chunks     BIGINT NOT NULL,
  size       BIGINT NOT NULL,
  packed     BIGINT NOT NULL,
  created_at BIGINT NOT NULL,
  checked_at BIGINT NOT NULL,
  damage     TEXT
);
CREATE INDEX xet_xorb_checked ON xet_xorb (checked_at);

-- Which chunks of a xorb a repository reaches: it uploaded them, or files of it name them.
CREATE TABLE xet_reach (
  repo_key    TEXT NOT NULL REFERENCES repo (key) ON DELETE CASCADE,
  xorb        TEXT NOT NULL REFERENCES xet_xorb (hash) ON DELETE CASCADE,
  first_chunk BIGINT NOT NULL,
  end_chunk   BIGINT NOT NULL,
  added_at    BIGINT NOT NULL,
  PRIMARY KEY (repo_key, xorb, first_chunk, end_chunk)
);
CREATE INDEX xet_reach_xorb ON xet_reach (xorb);

-- Chunks by which clients find out what need not be sent.
CREATE TABLE xet_chunk (
  hash     TEXT NOT NULL,
  xorb     TEXT NOT NULL REFERENCES xet_xorb (hash) ON DELETE CASCADE,
  position BIGINT NOT NULL,
  PRIMARY KEY (hash, xorb)
);
CREATE INDEX xet_chunk_xorb ON xet_chunk (xorb);

-- The files of a repository that are in chunks; sha256 only where the hub has computed it.
CREATE TABLE xet_file (
  repo_key TEXT NOT NULL REFERENCES repo (key) ON DELETE CASCADE,
  hash     TEXT NOT NULL,
  size     BIGINT NOT NULL,
  sha256   TEXT,
  terms    BYTEA NOT NULL,
  added_at BIGINT NOT NULL,
  PRIMARY KEY (repo_key, hash)
);
CREATE INDEX xet_file_hash ON xet_file (hash);

-- Which xorbs a file needs: those that no row names may be collected.
CREATE TABLE xet_file_xorb (
  repo_key  TEXT NOT NULL,
  file_hash TEXT NOT NULL,
  xorb      TEXT NOT NULL REFERENCES xet_xorb (hash),
  PRIMARY KEY (repo_key, file_hash, xorb),
  FOREIGN KEY (repo_key, file_hash) REFERENCES xet_file (repo_key, hash) ON DELETE CASCADE
);
CREATE INDEX xet_file_xorb_xorb ON xet_file_xorb (xorb);

-- A blob that came in chunks is not in the blob store as a whole.
ALTER TABLE repo_blob ADD COLUMN xet_hash TEXT;
ALTER TABLE repo_blob ADD COLUMN is_whole SMALLINT NOT NULL DEFAULT 1;

-- What is at each path of a bucket now.
CREATE TABLE bucket_file (
  repo_key     TEXT NOT NULL REFERENCES repo (key) ON DELETE CASCADE,
  path         TEXT NOT NULL,
  xet_hash     TEXT NOT NULL,
  size         BIGINT NOT NULL,
  content_type TEXT,
  modified_at  BIGINT NOT NULL,
  uploaded_at  BIGINT NOT NULL,
  PRIMARY KEY (repo_key, path)
);
CREATE INDEX bucket_file_hash ON bucket_file (repo_key, xet_hash);
