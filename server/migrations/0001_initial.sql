-- The first tables. Times are milliseconds since 1970 UTC; ids are the 26-character form; a version is (epoch, sequence).
-- Values are JSON: text, number, true/false, list of texts; a date is {"date":"2026-11-22"}, a decimal {"decimal":"12.50"}.

-- One row: where the one order of changes stands.
CREATE TABLE meta (
  only INTEGER PRIMARY KEY CHECK (only = 1),
  epoch INTEGER NOT NULL,
  epoch_id TEXT NOT NULL,
  sequence INTEGER NOT NULL,
  created_ms INTEGER NOT NULL
) STRICT;

-- The schemas of this instance; the highest version is the one in force.
CREATE TABLE schema_set (
  version INTEGER PRIMARY KEY,
  json TEXT NOT NULL,
  created_ms INTEGER NOT NULL
) STRICT;

-- Every record as it is now, tombstones included.
CREATE TABLE record (
  row INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  schema INTEGER NOT NULL,
  deleted INTEGER NOT NULL DEFAULT 0,
  created_epoch INTEGER NOT NULL,
  created_sequence INTEGER NOT NULL,
  changed_epoch INTEGER NOT NULL,
  changed_sequence INTEGER NOT NULL,
  created_ms INTEGER NOT NULL,
  changed_ms INTEGER NOT NULL,
  cells TEXT NOT NULL,  -- {"<field id>": value}
  versions TEXT         -- "<field id>:<epoch>.<sequence>,…" of cells whose version is not the created one
) STRICT;
CREATE INDEX record_changed ON record (changed_sequence);
CREATE INDEX record_live ON record (schema) WHERE deleted = 0;

-- Normal forms of unique fields.
CREATE TABLE unique_key (
  schema INTEGER NOT NULL,
  field INTEGER NOT NULL,
  normal TEXT NOT NULL,
  record INTEGER NOT NULL REFERENCES record (row) ON DELETE CASCADE,
  PRIMARY KEY (schema, field, normal, record)
) STRICT, WITHOUT ROWID;
CREATE INDEX unique_key_record ON unique_key (record);

-- Where changes came from: history points here.
CREATE TABLE provenance (
  row INTEGER PRIMARY KEY,
  kind TEXT NOT NULL,   -- manual, import, api, form, undo, conflict_resolution, sample
  source TEXT NOT NULL,
  batch TEXT NOT NULL,  -- import_batch.id or empty
  UNIQUE (kind, source, batch)
) STRICT;

-- Every accepted mutation.
CREATE TABLE history (
  row INTEGER PRIMARY KEY,
  record INTEGER NOT NULL REFERENCES record (row) ON DELETE CASCADE,
  epoch INTEGER NOT NULL,
  sequence INTEGER NOT NULL,
  kind TEXT NOT NULL,     -- insert, set, delete, restore, resolve
  outcome TEXT NOT NULL,  -- applied, merged, conflict
  author TEXT NOT NULL,   -- user.id
  server_ms INTEGER NOT NULL,
  client_ms INTEGER NOT NULL,
  provenance INTEGER NOT NULL REFERENCES provenance (row),
  before TEXT,            -- {"<field id>": value} of the changed fields; null when all were empty
  after TEXT
) STRICT;
CREATE INDEX history_record ON history (record);
CREATE INDEX history_provenance ON history (provenance);

-- The same, one row for every value.
CREATE VIEW field_history AS
SELECT history.sequence, record.id AS record, record.schema, CAST(changed.key AS INTEGER) AS field,
       json_extract(history.before, '$."' || changed.key || '"') AS before,
       json_extract(history.after, '$."' || changed.key || '"') AS after,
       history.kind, history.author, history.server_ms, provenance.kind AS source_kind, provenance.source,
       provenance.batch
FROM history
JOIN record ON record.row = history.record
JOIN provenance ON provenance.row = history.provenance
JOIN json_each(json_patch(coalesce(history.before, '{}'), coalesce(history.after, '{}'))) AS changed;

-- Mutations that were not accepted, whole, with the reason.
CREATE TABLE rejected (
  row INTEGER PRIMARY KEY,
  replica TEXT NOT NULL,
  mid INTEGER NOT NULL,
  author TEXT NOT NULL,
  outcome TEXT NOT NULL,
  at_ms INTEGER NOT NULL,
  mutation TEXT NOT NULL,
  issues TEXT NOT NULL
) STRICT;
CREATE INDEX rejected_author ON rejected (author);

-- Two edits of one cell that did not see each other.
CREATE TABLE conflict (
  id TEXT PRIMARY KEY,
  schema INTEGER NOT NULL,
  record TEXT NOT NULL,
  field INTEGER NOT NULL,
  base TEXT,
  earlier TEXT,
  later TEXT,
  is_later_current INTEGER NOT NULL,
  earlier_author TEXT NOT NULL,
  later_author TEXT NOT NULL,
  earlier_ms INTEGER NOT NULL,
  later_ms INTEGER NOT NULL,
  is_open INTEGER NOT NULL,
  epoch INTEGER NOT NULL,
  sequence INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX conflict_sequence ON conflict (sequence);
CREATE INDEX conflict_record ON conflict (record);

-- Browsers that keep a copy.
CREATE TABLE replica (
  id TEXT PRIMARY KEY,
  user TEXT NOT NULL,
  last_mid INTEGER NOT NULL,
  created_ms INTEGER NOT NULL,
  seen_ms INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- What became of each mutation, until its replica has heard.
CREATE TABLE mutation_result (
  replica TEXT NOT NULL,
  mid INTEGER NOT NULL,
  outcome TEXT NOT NULL,
  epoch INTEGER NOT NULL,
  sequence INTEGER NOT NULL,
  issues TEXT,
  PRIMARY KEY (replica, mid)
) STRICT, WITHOUT ROWID;

-- Auto numbers: the last one given.
CREATE TABLE counter (
  schema INTEGER NOT NULL,
  field INTEGER NOT NULL,
  scope TEXT NOT NULL,
  value INTEGER NOT NULL,
  PRIMARY KEY (schema, field, scope)
) STRICT, WITHOUT ROWID;

CREATE TABLE import_batch (
  id TEXT PRIMARY KEY,
  schema INTEGER NOT NULL,
  source TEXT NOT NULL,
  author TEXT NOT NULL,
  at_ms INTEGER NOT NULL,
  read INTEGER NOT NULL,
  created INTEGER NOT NULL,
  updated INTEGER NOT NULL,
  duplicates INTEGER NOT NULL,
  rejected INTEGER NOT NULL,
  undone_ms INTEGER
) STRICT, WITHOUT ROWID;

CREATE TABLE user (
  id TEXT PRIMARY KEY,
  name TEXT NOT NULL COLLATE NOCASE UNIQUE,  -- to sign in with
  display TEXT NOT NULL,                     -- as others see it
  role TEXT NOT NULL,                        -- administrator, member, viewer
  password_hash TEXT,                        -- argon2id; null: only by sign-in link
  is_active INTEGER NOT NULL DEFAULT 1,
  permission_version INTEGER NOT NULL DEFAULT 1,
  created_ms INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE session (
  token_hash BLOB PRIMARY KEY,
  user TEXT NOT NULL REFERENCES user (id) ON DELETE CASCADE,
  created_ms INTEGER NOT NULL,
  seen_ms INTEGER NOT NULL,
  expires_ms INTEGER NOT NULL,
  agent TEXT NOT NULL DEFAULT ''
) STRICT, WITHOUT ROWID;
CREATE INDEX session_user ON session (user);

CREATE TABLE sign_in_link (
  token_hash BLOB PRIMARY KEY,
  user TEXT NOT NULL REFERENCES user (id) ON DELETE CASCADE,
  expires_ms INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
