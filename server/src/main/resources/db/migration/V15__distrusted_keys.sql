-- More of what the operator says of an issuer: where it may be reached, at which other hosts its keys may be
-- (both a list, one a line), until when pasted keys need no second look, and when he last asked the hubs that
-- run to fetch its keys again.
ALTER TABLE issuer ADD COLUMN networks TEXT NOT NULL DEFAULT '';
ALTER TABLE issuer ADD COLUMN key_hosts TEXT NOT NULL DEFAULT '';
ALTER TABLE issuer ADD COLUMN jwks_pasted_at BIGINT;
ALTER TABLE issuer ADD COLUMN jwks_review_seconds BIGINT;
ALTER TABLE issuer ADD COLUMN refresh_wanted_at BIGINT;
UPDATE issuer SET jwks_pasted_at = created_at WHERE jwks IS NOT NULL;

-- Keys that verify nothing here, whatever their issuer says; each by its id or its thumbprint (RFC 7638).
CREATE TABLE issuer_distrusted_key (
  issuer     TEXT NOT NULL REFERENCES issuer (url) ON DELETE CASCADE,
  key_name   TEXT NOT NULL,
  created_at BIGINT NOT NULL,
  PRIMARY KEY (issuer, key_name)
);

-- What the hubs that run saw of issuers, for the operator to look at; nothing is verified by it.
CREATE TABLE issuer_key (
  issuer     TEXT NOT NULL REFERENCES issuer (url) ON DELETE CASCADE,
  kid        TEXT NOT NULL,
  thumbprint TEXT NOT NULL,
  first_seen BIGINT NOT NULL,
  last_seen  BIGINT NOT NULL,
  PRIMARY KEY (issuer, kid, thumbprint)
);
CREATE TABLE issuer_fetch (
  issuer        TEXT PRIMARY KEY REFERENCES issuer (url) ON DELETE CASCADE,
  succeeded_at  BIGINT,
  failing_since BIGINT,
  failed_at     BIGINT,
  failures      BIGINT NOT NULL,
  reason        TEXT NOT NULL
);
