-- Whose commits are taken: everybody's who may write, or those of trusted publishers alone. An organisation decides
-- for all its repositories; the stricter of the two counts.
ALTER TABLE account ADD COLUMN trusted_publishing TEXT NOT NULL DEFAULT 'off'
  CHECK (trusted_publishing IN ('off', 'warn', 'enforce'));
ALTER TABLE repo ADD COLUMN trusted_publishing TEXT NOT NULL DEFAULT 'off'
  CHECK (trusted_publishing IN ('off', 'warn', 'enforce'));

-- The milder mode that an administrator gave a repository in an emergency, and when that ends by itself.
ALTER TABLE repo ADD COLUMN publishing_pause TEXT CHECK (publishing_pause IN ('off', 'warn'));
ALTER TABLE repo ADD COLUMN publishing_paused_until BIGINT;
