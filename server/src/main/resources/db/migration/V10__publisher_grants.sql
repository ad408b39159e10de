-- What a publisher's tokens may do, and when it takes nobody.
ALTER TABLE publisher ADD COLUMN lifetime_seconds BIGINT NOT NULL DEFAULT 3600;
-- Patterns of references, one a line; none means every branch and tag.
ALTER TABLE publisher ADD COLUMN refs TEXT NOT NULL DEFAULT '';
ALTER TABLE publisher ADD COLUMN burns_after_commit SMALLINT NOT NULL DEFAULT 0;
ALTER TABLE publisher ADD COLUMN max_age_seconds BIGINT;
ALTER TABLE publisher ADD COLUMN is_paused SMALLINT NOT NULL DEFAULT 0;
ALTER TABLE publisher ADD COLUMN expires_at BIGINT;
-- The ids of the first job, claim by claim, as JSON; until pin_until that first job is waited for.
ALTER TABLE publisher ADD COLUMN pins TEXT NOT NULL DEFAULT '{}';
ALTER TABLE publisher ADD COLUMN pinned_at BIGINT;
ALTER TABLE publisher ADD COLUMN pin_until BIGINT;

-- What a maintainer should look at: the last time that it happened, and how often.
CREATE TABLE publisher_notice (
  publisher_id TEXT NOT NULL REFERENCES publisher (id) ON DELETE CASCADE,
  code         TEXT NOT NULL,
  claims       TEXT NOT NULL DEFAULT '{}',
  times        BIGINT NOT NULL,
  last_at      BIGINT NOT NULL,
  PRIMARY KEY (publisher_id, code)
);

ALTER TABLE access_token ADD COLUMN refs TEXT NOT NULL DEFAULT '';
ALTER TABLE access_token ADD COLUMN burns SMALLINT NOT NULL DEFAULT 0;
-- What the one commit of a token was and what it was told; a token that has this is dead.
ALTER TABLE access_token ADD COLUMN burnt_request TEXT;
ALTER TABLE access_token ADD COLUMN burnt_answer TEXT;
ALTER TABLE access_token ADD COLUMN publisher_version BIGINT;

-- Where an ID token was used first, for the maintainers who are told of a second use.
ALTER TABLE used_id_token ADD COLUMN first_at BIGINT;
ALTER TABLE used_id_token ADD COLUMN first_address TEXT NOT NULL DEFAULT '';
ALTER TABLE used_id_token ADD COLUMN first_agent TEXT NOT NULL DEFAULT '';
ALTER TABLE used_id_token ADD COLUMN refused BIGINT NOT NULL DEFAULT 0;
-- A session that was revoked gets no further token.
ALTER TABLE used_id_token ADD COLUMN is_revoked SMALLINT NOT NULL DEFAULT 0;
CREATE INDEX used_id_token_session ON used_id_token (session_id);
