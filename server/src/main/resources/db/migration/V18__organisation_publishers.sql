-- A publisher of a namespace: user_id is the account whose namespace it is, and scope_type is set. It stands for
-- repositories of one type: these names, one a line, or a pattern with one placeholder.
ALTER TABLE publisher ADD COLUMN scope_type TEXT
  CHECK (scope_type IN ('model', 'dataset', 'space', 'kernel', 'bucket'));
ALTER TABLE publisher ADD COLUMN scope_names TEXT NOT NULL DEFAULT '';
ALTER TABLE publisher ADD COLUMN scope_pattern TEXT NOT NULL DEFAULT '';
-- Whether the first exchange for a repository that is missing creates it, and as what.
ALTER TABLE publisher ADD COLUMN scope_creates TEXT NOT NULL DEFAULT 'none'
  CHECK (scope_creates IN ('none', 'private', 'public'));
-- Until when a pending publisher waits for its repository to be created, and for whom; the operator is nobody.
ALTER TABLE publisher ADD COLUMN pending_until BIGINT;
ALTER TABLE publisher ADD COLUMN pending_for TEXT REFERENCES account (id) ON DELETE CASCADE;
CREATE INDEX publisher_namespace ON publisher (user_id, scope_type, issuer) WHERE scope_type IS NOT NULL;
CREATE INDEX publisher_pending ON publisher (pending_until) WHERE pending_until IS NOT NULL;
CREATE INDEX publisher_pending_for ON publisher (pending_for) WHERE pending_for IS NOT NULL;
