CREATE TABLE repo (
  key               TEXT PRIMARY KEY,
  type              TEXT NOT NULL CHECK (type IN ('model', 'dataset', 'space', 'kernel', 'bucket')),
  owner_id          TEXT NOT NULL REFERENCES account (id),
  name              TEXT NOT NULL,
  folded_name       TEXT NOT NULL,
  is_private        SMALLINT NOT NULL,
  gate              TEXT NOT NULL DEFAULT 'open' CHECK (gate IN ('open', 'auto', 'manual')),
  members_gated     SMALLINT NOT NULL DEFAULT 0,
  is_disabled       SMALLINT NOT NULL DEFAULT 0,
  sdk               TEXT,
  settings          TEXT NOT NULL DEFAULT '{}',
  created_by        TEXT,
  created_at        BIGINT NOT NULL,
  last_modified_at  BIGINT NOT NULL,
  UNIQUE (type, owner_id, folded_name)
);

-- Where a repository used to be; the new owner of a name takes it over by deleting the row.
CREATE TABLE former_name (
  type        TEXT NOT NULL,
  owner_id    TEXT NOT NULL REFERENCES account (id) ON DELETE CASCADE,
  folded_name TEXT NOT NULL,
  repo_key    TEXT NOT NULL REFERENCES repo (key) ON DELETE CASCADE,
  PRIMARY KEY (type, owner_id, folded_name)
);
CREATE INDEX former_name_repo ON former_name (repo_key);

-- Who stands at the gate.
CREATE TABLE access_request (
  id               TEXT NOT NULL UNIQUE,
  repo_key         TEXT NOT NULL REFERENCES repo (key) ON DELETE CASCADE,
  user_id          TEXT NOT NULL REFERENCES account (id) ON DELETE CASCADE,
  status           TEXT NOT NULL CHECK (status IN ('pending', 'accepted', 'rejected')),
  fields           TEXT NOT NULL DEFAULT '{}',
  rejection_reason TEXT,
  granted_by       TEXT,
  requested_at     BIGINT NOT NULL,
  reviewed_at      BIGINT,
  PRIMARY KEY (repo_key, user_id)
);
CREATE INDEX access_request_list ON access_request (repo_key, status, requested_at, user_id);

-- Which repository holds which blob: knowing a hash gives no access.
CREATE TABLE repo_blob (
  repo_key TEXT NOT NULL REFERENCES repo (key) ON DELETE CASCADE,
  sha256   TEXT NOT NULL,
  size     BIGINT NOT NULL,
  added_at BIGINT NOT NULL,
  PRIMARY KEY (repo_key, sha256)
);
CREATE INDEX repo_blob_sha256 ON repo_blob (sha256);
