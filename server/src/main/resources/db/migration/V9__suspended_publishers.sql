-- A publisher is suspended when its repository moves to another account, until somebody there confirms it.
ALTER TABLE publisher ADD COLUMN is_suspended SMALLINT NOT NULL DEFAULT 0;
