-- What somebody's browsers may keep for times without network (shared/policy/offline_policy.h). Who was there before keeps
-- what he had; new people begin with what AddUser writes.
ALTER TABLE user ADD COLUMN offline TEXT NOT NULL DEFAULT 'plain';  -- off, encrypted, plain
ALTER TABLE user ADD COLUMN offline_days INTEGER NOT NULL DEFAULT 7;

-- A browser that somebody signed in with and that may keep data.
CREATE TABLE device (
  id TEXT PRIMARY KEY,          -- made by the browser at random
  user TEXT NOT NULL,
  agent TEXT NOT NULL,          -- what the browser calls itself
  created_ms INTEGER NOT NULL,
  seen_ms INTEGER NOT NULL,
  cache_half BLOB,              -- without it nobody opens what that browser keeps; null: destroyed by a wipe
  wiped_ms INTEGER NOT NULL DEFAULT 0,  -- when the last wipe was asked for
  told_ms INTEGER NOT NULL DEFAULT 0    -- when the browser said that it was done
) STRICT, WITHOUT ROWID;
CREATE INDEX device_user ON device (user);

-- Keys of this instance. Whoever has the database has them: they protect browsers, not this file.
CREATE TABLE instance_key (
  name TEXT PRIMARY KEY,
  value BLOB NOT NULL
) STRICT, WITHOUT ROWID;

ALTER TABLE session ADD COLUMN device TEXT NOT NULL DEFAULT '';  -- device.id, once the browser said it
